"""Dates that a flow has learned: offered, kept, reminded of without a word of the case, dropped."""

from __future__ import annotations

from datetime import date

import pytest

from bot.core.dates import follow, read_rules
from bot.core.facts import FactBook
from bot.core.say import Message
from bot.services import dates, membership
from bot.storage import people, timers
from tests.tools.conftest import Room, datas, said
from tests.tools.content import NOON, ZONE, content, files, texts

RULES = content().tools.dates
DECIDED = date(2026, 11, 20)
WORDS_OF_THE_CASE = ("апелляц", "суд", "чек-ин", "ICE", "USCIS", "адрес", "депорт", "BIA")


def due(flow: str, step: str, day: date) -> dict[str, tuple[str, str, list[str]]]:
    found = follow(RULES, flow, step, day, NOON, ZONE)
    return {
        one.rule: (one.day.isoformat(), one.by.isoformat(), [f"{m:%m-%d}" for m in one.moments])
        for one in found
    }


def offer(room: Room, flow: str, key: str, value: object) -> bool:
    told: bool = room.tx(lambda tx: dates.offer_deadlines(tx, room.house, room.person_id, flow, key, value))
    return told


def test_a_decision_gives_the_tenth_and_the_thirtieth_day() -> None:
    assert due("stay_appeal", "decision_day", DECIDED) == {
        "appeal_early": ("2026-11-30", "2026-11-30", ["11-27", "11-30"]),
        "appeal_last": ("2026-12-20", "2026-12-18", ["12-11", "12-15", "12-17"]),  # the 20th is a Sunday
    }


def test_the_same_step_of_another_flow_follows_its_own_rule() -> None:
    assert list(due("stay_circuit", "decision_day", DECIDED)) == ["circuit_last"]
    assert due("bond", "decision_day", DECIDED) == {}


def test_a_release_gives_five_working_days_and_ten_days() -> None:
    found = due("released", "released_day", date(2026, 11, 23))
    assert found["address_early"][0] == "2026-12-01"  # Thanksgiving and a weekend between
    assert found["address_last"][0] == "2026-12-03"


@pytest.mark.parametrize("step", ["checkin_day", "hearing_day"])
def test_a_day_itself_is_reminded_of_seven_three_and_one_days_before(step: str) -> None:
    [(day, _, moments)] = due("released", step, date(2026, 12, 10)).values()
    assert day == "2026-12-10"
    assert moments == ["12-03", "12-07", "12-09"]


def test_what_has_passed_is_not_offered() -> None:
    assert due("stay_appeal", "decision_day", date(2026, 10, 1)) == {}
    assert due("released", "checkin_day", date(2026, 11, 25)) == {}  # it is noon: the last moment is now


def test_the_numbers_of_days_come_from_the_facts() -> None:
    assert RULES.counts == {
        name: int(content().facts.value(rule.count)) if rule.count else 0
        for name, rule in RULES.rules.items()
    }


def test_a_rule_whose_fact_is_gone_is_told_and_left_out() -> None:
    rules, findings = read_rules(files()["flows/deadlines.yaml"], FactBook())
    assert "checkin" in rules.rules
    assert "appeal_last" not in rules.rules
    assert {finding.code for finding in findings} == {"E02"}


def test_the_steps_that_the_rules_name_are_date_steps_of_flows() -> None:
    flows = content().library.flows
    for name, rule in RULES.rules.items():
        where = [flow for flow in rule.flows or flows if rule.step in flows[flow].steps]
        assert where, name
        assert {flows[flow].steps[rule.step].ask for flow in where} == {"date"}, name


def test_an_offer_names_the_days_and_arms_nothing(room: Room) -> None:
    assert offer(room, "stay_appeal", "decision_day", "2026-11-20")
    words = said(room.new())
    assert "понедельник, 30 ноября" in words
    assert "воскресенье, 20 декабря. Это выходной. Успейте раньше: пятница, 18 декабря" in words
    assert room.tx(timers.armed, f"person:{room.person_id}") == []


@pytest.mark.parametrize("value", ["$skip", "$unknown", None, ["$seen", 1], "tomorrow", "2026-13-40"])
def test_an_answer_without_a_day_offers_nothing(room: Room, value: object) -> None:
    assert not offer(room, "stay_appeal", "decision_day", value)
    assert room.new() == []


@pytest.mark.parametrize(
    ("flow", "key"), [("no_flow", "decision_day"), ("stay_appeal", "no_step"), ("released", "papers")]
)
def test_a_step_without_a_rule_offers_nothing(room: Room, flow: str, key: str) -> None:
    assert not offer(room, flow, key, "2026-11-20")


def test_a_step_inside_a_called_flow_is_known_by_its_own_name(room: Room) -> None:
    plans = content().library.plans
    called = [
        (flow, key)
        for flow, plan in plans.items()
        for key, node in plan.nodes.items()
        if node.id == "decision_day" and node.flow == "stay_appeal" and flow != "stay_appeal"
    ]
    for flow, key in called:
        assert offer(room, flow, key, "2026-11-20")


def accepted(room: Room, day: str = "2026-12-10") -> None:
    offer(room, "released", "checkin_day", day)
    [yes, _] = datas(room.new())
    room.presses(yes)


def test_the_whole_way_of_a_date(room: Room) -> None:
    accepted(room)
    assert "четверг, 10 декабря" in said(room.presses("k|dates"))
    reminded = [room.later(days=1) for _ in range(16)]
    assert [f"{11 + (24 + at) // 30}-{(24 + at) % 30 + 1}" for at, one in enumerate(reminded) if one] == [
        "12-3", "12-7", "12-9",
    ]  # fmt: skip
    assert "чек-ин" in said(room.presses("k|dates"))
    room.later(days=1)
    assert "Дат пока нет" in said(room.presses("k|dates"))


def test_a_reminder_says_no_word_of_the_case(room: Room) -> None:
    accepted(room)
    [reminder] = room.later(days=9)
    words = said([reminder])
    assert "10 декабря" in words
    assert not [word for word in WORDS_OF_THE_CASE if word.lower() in words.lower()]


def test_in_quiet_mode_it_is_neutral_altogether(room: Room) -> None:
    accepted(room)
    room.tx(lambda tx: people.set_quiet(tx, room.person_id, quiet=True))
    [reminder] = room.later(days=9)
    assert reminder.silent
    assert "декабря" not in "".join(texts().label(part.ref, **part.args) for part in reminder.parts)


def test_a_date_is_dropped_by_its_button(room: Room) -> None:
    accepted(room)
    [drop] = [data for data in datas(room.presses("k|dates")) if data.startswith("k|off|")]
    assert "Дат пока нет" in said(room.presses(drop))
    assert "Дат пока нет" in said(room.presses(drop))  # a second click
    assert room.later(days=30) == []


def test_a_new_day_takes_the_place_of_the_old_one(room: Room) -> None:
    accepted(room)
    assert not offer(room, "released", "checkin_day", "2026-12-10")  # the same day is known
    accepted(room, "2026-12-20")
    assert "20 декабря" in said(room.presses("k|dates"))
    assert "10 декабря" not in said(room.presses("k|dates"))


def test_after_an_outage_a_date_is_reminded_of_once_and_never_after_its_day(room: Room) -> None:
    accepted(room)
    assert len(room.later(days=15, hours=12)) == 1  # all three moments went by
    room.presses("k|dates")
    assert room.later(days=5) == []


def test_an_outage_past_the_day_says_nothing(room: Room) -> None:
    accepted(room)
    assert room.later(days=60) == []
    assert "Дат пока нет" in said(room.presses("k|dates"))


def test_an_offer_that_is_declined_or_pressed_too_late_is_answered(room: Room) -> None:
    offer(room, "released", "checkin_day", "2026-12-10")
    [yes, no] = datas(room.new())
    assert "не напоминаю" in said(room.presses(no))
    room.later(days=30)
    assert "прошли" in said(room.presses(yes))


def test_every_rule_has_its_name(room: Room) -> None:
    for rule in RULES.rules:
        assert texts().label(f"tools-date.{rule}")


def test_my_dates_show_the_day_to_be_in_time_for(room: Room) -> None:
    offer(room, "stay_appeal", "decision_day", "2026-11-20")
    room.presses(datas(room.new())[0])
    words = said(room.presses("k|dates"))
    assert "пятница, 18 декабря" in words  # the last day itself is a Sunday
    assert "20 декабря" not in words
    assert not offer(room, "stay_appeal", "decision_day", "2026-11-20")


def closes(room: Room) -> None:
    room.tx(lambda tx: membership.set_reachable(tx, room.house, room.person_id, False))


def opens(room: Room) -> list[Message]:
    room.tx(lambda tx: membership.set_reachable(tx, room.house, room.person_id, True))
    return room.later(seconds=1)


def test_a_reminder_waits_while_the_chat_is_closed_and_says_that_it_is_late(room: Room) -> None:
    accepted(room)
    closes(room)
    assert room.later(days=9) + room.later(days=4) == []  # two of its moments went by
    [reminder] = opens(room)
    assert [part.ref for part in reminder.parts] == ["tools-reminder_late", "tools-date_due"]
    assert [len(room.later(days=1)) for _ in range(5)].count(1) == 1  # the last one comes in time


def test_of_a_day_that_passed_behind_a_closed_chat_it_is_said_plainly(room: Room) -> None:
    accepted(room)
    closes(room)
    assert room.later(days=9) + room.later(days=30) == []
    [missed] = opens(room)
    assert [part.ref for part in missed.parts] == ["tools-date_missed"]
    assert "Дат пока нет" in said(room.presses("k|dates"))


def test_a_reminder_does_not_wait_for_ever(room: Room) -> None:
    accepted(room)
    closes(room)
    room.later(days=9)
    assert room.tx(lambda tx: timers.armed(tx, f"person:{room.person_id}"))
    room.later(days=61)
    assert room.tx(lambda tx: timers.armed(tx, f"person:{room.person_id}")) == []
