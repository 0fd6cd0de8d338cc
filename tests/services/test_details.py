"""What stands in the private chat of a seat: for each reader what they can do, and what the team left there."""

from __future__ import annotations

from bot.core.people import Role, Shift
from bot.core.say import Message
from bot.services import desk
from bot.services.details import details
from tests.services.street import Pair


def shown(pair: Pair, reader: str) -> Message:
    return pair.street.world.store.read(details, pair.case.id, reader)


def verbs(message: Message) -> list[str]:
    return [button.data.split("|")[1] for row in message.rows for button in row]


def words(message: Message) -> list[str]:
    return [str(part.args["words"]) for part in message.parts if part.ref == "details-note"]


def test_the_line_of_who_gave_it_back_is_read_by_the_next(pair: Pair) -> None:
    world = pair.street.world
    world.do(desk.release, pair.manager[1], pair.case.id, "адвокат есть, ждём суда")
    assert words(shown(pair, pair.manager[1])) == ["адвокат есть, ждём суда"]


def test_notes_are_read_by_the_other_seat_and_what_was_sent_is_no_note(pair: Pair) -> None:
    street, (account, _) = pair.street, pair.manager
    street.says(account, "кажется, это Батавия")
    sent = street.says(account, "здравствуйте ")
    street.presses(account, f"s|send|{sent}|{pair.case.id}")
    assert words(shown(pair, pair.translator[1])) == ["кажется, это Батавия"]


def test_a_note_is_read_as_its_author_has_mended_it(pair: Pair) -> None:
    street, (account, _) = pair.street, pair.manager
    street.says(account, "её зовут Анна")
    note = street.says(account, "адвокат: 555-01-00 ")
    street.world.deliver()
    mark = street.world.mark()
    street.edits(account, note, "адвокат: 555-01-99")
    assert words(shown(pair, pair.translator[1])) == ["её зовут Анна", "адвокат: 555-01-99"]
    assert street.refs(f"volunteer:{pair.translator[1]}", mark) == ["details-words"]  # drawn anew
    street.presses(account, f"s|send|{note}|{pair.case.id}")
    assert words(shown(pair, pair.translator[1])) == ["её зовут Анна"]


def test_words_put_under_a_picture_or_taken_away_are_a_note_or_none(pair: Pair) -> None:
    street, (account, _) = pair.street, pair.manager
    picture = street.says(account, kind="photo")
    street.edits(account, picture, "это его адвокат")
    assert words(shown(pair, pair.translator[1])) == ["это его адвокат"]
    street.edits(account, picture, "")
    assert words(shown(pair, pair.translator[1])) == []


def test_each_reader_has_the_buttons_they_can_use(pair: Pair) -> None:
    _, lead = pair.street.helper(Role.COORDINATOR, Shift.OFF)
    assert verbs(shown(pair, pair.manager[1]))[:2] == ["resolve", "release"]
    assert verbs(shown(pair, pair.translator[1])) == ["release", "raise", "coordinator"]
    assert verbs(shown(pair, lead)) == ["raise", "lower", "shut"]


def test_who_has_no_seat_is_not_told_how_to_write(pair: Pair) -> None:
    _, lead = pair.street.helper(Role.COORDINATOR, Shift.OFF)
    assert "details-how" not in [part.ref for part in shown(pair, lead).parts]


def test_a_translator_reads_whom_they_work_beside(pair: Pair) -> None:
    world = pair.street.world
    refs = [part.ref for part in shown(pair, pair.translator[1]).parts]
    assert "details-translator" in refs
    world.do(desk.release, pair.manager[1], pair.case.id, "ухожу")
    (alias,) = [
        part.args["alias"]
        for part in shown(pair, pair.translator[1]).parts
        if part.ref == "details-translator"
    ]
    assert alias == "none"


def test_another_urgency_is_shown_to_both_seats(pair: Pair) -> None:
    world = pair.street.world
    world.deliver()
    world.do(desk.raise_priority, pair.case.id, "P0")
    for _, number in (pair.manager, pair.translator):
        assert f"details:{pair.case.id}" in [row.name for row in world.rows(f"volunteer:{number}")]
