"""Order, lanes, repeats and endings of what is to be sent."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.core import ops
from bot.core.ops import Lane
from bot.core.say import Message, say
from bot.storage import destinations, msgmap, outbox, people, trouble
from bot.storage.database import Database
from bot.storage.errors import KeyGone
from bot.storage.keys import MasterKey
from bot.storage.outbox import Row
from bot.storage.store import Job, Store
from tests.storage.conftest import Clock


class Bench:
    """Puts and claims with few words: `dest` is a letter for a person."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self.store = store
        self.clock = clock
        self.people: dict[str, str] = {}

    def dest(self, letter: str) -> str:
        if letter == "staff":
            return letter
        if letter not in self.people:
            self.people[letter] = self.store.write(people.find_or_create, 1000 + ord(letter)).id
        return f"person:{self.people[letter]}"

    def put(self, letter: str, lane: int = Lane.PERSON, op: ops.Op | None = None, **more: Any) -> int:
        dest = self.dest(letter)
        more.setdefault("owner", dest if letter != "staff" else "staff")
        return self.store.write(outbox.put, dest=dest, op=op or ops.Send(say("a")), lane=lane, **more)

    def claim(self, limit: int = 99, busy: tuple[str, ...] = ()) -> list[Row]:
        return self.store.write(outbox.claim_due, limit, {self.dest(letter) for letter in busy})

    def ids(self, limit: int = 99, busy: tuple[str, ...] = ()) -> list[int]:
        return [row.id for row in self.claim(limit, busy)]

    def sent(self, number: int, *message_ids: int) -> None:
        self.store.write(outbox.sent, number, list(message_ids))

    def state(self, number: int) -> str:
        found: str = self.store.read(lambda tx: tx.value("SELECT state FROM outbox WHERE id = ?", (number,)))
        return found


@pytest.fixture
def bench(store: Store, clock: Clock) -> Bench:
    store.write(destinations.set_staff, -500)
    return Bench(store, clock)


# --- the way of a row ----------------------------------------------------------------------------


def test_a_row_goes_out_with_what_the_sender_needs(bench: Bench) -> None:
    op = ops.Send(say("arrest-where", name="Анна"), reply_to=3)
    number = bench.put("a", op=op, case_id="c1")
    assert bench.claim() == [
        Row(
            id=number,
            dest=bench.dest("a"),
            lane=Lane.PERSON,
            op=op,
            case_id="c1",
            tries=1,
            doubt=False,
            repeat=False,
            chat=1000 + ord("a"),
            source_chat=None,
            target=None,
        )
    ]
    assert bench.state(number) == "sending"
    bench.sent(number, 5)
    assert bench.state(number) == "sent"
    assert bench.claim() == []


def test_an_ended_row_keeps_no_words(bench: Bench) -> None:
    for end in (outbox.sent, outbox.failed):
        number = bench.put("a")
        bench.claim()
        bench.store.write(end, number, [1] if end is outbox.sent else "TelegramBadRequest")
        assert (
            bench.store.read(lambda tx, n=number: tx.value("SELECT payload FROM outbox WHERE id = ?", (n,)))
            is None
        )


def test_one_name_is_one_row(bench: Bench) -> None:
    first = bench.put("a", dedupe="ack:1")
    assert bench.put("a", dedupe="ack:1") == first
    assert bench.ids() == [first]
    bench.sent(first, 1)
    assert bench.put("b", dedupe="ack:1") == first
    assert bench.put("a", dedupe="ack:2") != first


def test_putting_wakes_the_sender(bench: Bench) -> None:
    more = {"dest": "staff", "op": ops.Strip(1), "lane": 4, "owner": "staff"}
    assert bench.store.write_all([Job(outbox.put, (), more)]) == {"outbox"}


def test_a_row_that_may_not_go_yet_waits(bench: Bench, clock: Clock) -> None:
    number = bench.put("a", not_before=clock.now + timedelta(seconds=90))
    assert bench.claim() == []
    assert bench.store.read(outbox.next_due) == clock.now + timedelta(seconds=90)
    clock.forward(seconds=90)
    assert bench.ids() == [number]
    assert bench.store.read(outbox.next_due) is None


def test_nothing_is_put_for_an_erased_owner(bench: Bench) -> None:
    bench.store.write(lambda tx: tx.destroy_key("case:x"))
    with pytest.raises(KeyGone):
        bench.put("staff", owner="case:x")


# --- order ---------------------------------------------------------------------------------------


def test_one_at_a_time_for_a_chat_in_order(bench: Bench) -> None:
    first, second, third = bench.put("a"), bench.put("a"), bench.put("a")
    assert bench.ids() == [first]
    assert bench.ids() == []
    bench.sent(first, 1)
    assert bench.ids() == [second]
    bench.sent(second, 1)
    assert bench.ids() == [third]


def test_between_chats_the_urgent_lane_goes_first(bench: Bench) -> None:
    cosmetic = bench.put("a", Lane.COSMETIC)
    card = bench.put("staff", Lane.CARD)
    person = bench.put("b", Lane.PERSON)
    alarm = bench.put("c", Lane.ALARM)
    assert bench.ids(2) == [alarm, person]
    assert bench.ids() == [card, cosmetic]


def test_a_waiting_row_holds_later_ones_of_its_chat(bench: Bench, clock: Clock) -> None:
    first = bench.put("a")
    later = [bench.put("a"), bench.put("a", Lane.CARD), bench.put("a", Lane.COSMETIC)]
    other = bench.put("b")
    assert bench.ids() == [first, other]
    bench.store.write(outbox.later, first, clock.now + timedelta(minutes=1))
    assert bench.ids() == []
    clock.forward(minutes=1)
    assert bench.ids() == [first]
    bench.sent(first, 1)
    got = []
    while ids := bench.ids():
        got += ids
        bench.sent(ids[0], 1)
    assert got == later


def test_an_alarm_overtakes_a_waiting_row_of_its_chat(bench: Bench, clock: Clock) -> None:
    card = bench.put("staff", Lane.CARD)
    bench.ids()
    bench.store.write(outbox.later, card, clock.now + timedelta(minutes=1))
    alarm = bench.put("staff", Lane.ALARM)
    second = bench.put("staff", Lane.ALARM)
    assert bench.ids() == [alarm]
    bench.store.write(outbox.later, alarm, clock.now + timedelta(seconds=1))
    assert bench.ids() == []
    clock.forward(seconds=1)
    assert bench.ids() == [alarm]
    bench.sent(alarm, 1)
    assert bench.ids() == [second]


def test_a_live_answer_overtakes_a_broadcast(bench: Bench) -> None:
    broadcast = bench.put("a", Lane.COSMETIC)
    answer = bench.put("a", Lane.PERSON)
    assert bench.ids() == [answer]
    assert bench.ids(busy=("a",)) == []  # one row of a chat at a time is under way
    bench.sent(answer, 1)
    assert bench.ids() == [broadcast]


def test_a_busy_chat_is_passed_over_but_for_toasts(bench: Bench) -> None:
    bench.put("a")
    toast = bench.put("a", op=ops.Toast("77"))
    other = bench.put("b")
    assert bench.ids(busy=("a",)) == [toast, other]


def test_toasts_hold_nobody_and_are_held_by_nobody(bench: Bench) -> None:
    toasts = [bench.put("a", op=ops.Toast(str(n))) for n in range(3)]
    send = bench.put("a")
    assert sorted(bench.ids()) == [*toasts, send]


def test_a_failed_or_parked_row_holds_nobody(bench: Bench) -> None:
    first, second, third = bench.put("a"), bench.put("a"), bench.put("a")
    bench.ids()
    bench.store.write(outbox.failed, first, "TelegramBadRequest")
    assert bench.ids() == [second]
    bench.store.write(outbox.park, second, "blocked")
    assert bench.ids() == [third]


def test_no_more_than_asked_for(bench: Bench) -> None:
    for letter in "abcdef":
        bench.put(letter)
    assert [len(bench.claim(2)) for _ in range(4)] == [2, 2, 2, 0]


# --- waiting for another row ---------------------------------------------------------------------


def test_a_row_after_another_goes_when_that_is_sent(bench: Bench) -> None:
    first = bench.put("a", dedupe="relay:1")
    told = bench.put("b", after="relay:1")
    between = bench.put("b")
    assert bench.ids() == [first, between]
    bench.sent(between, 1)
    assert bench.ids() == []
    job = Job(outbox.sent, (first, [1]))
    assert bench.store.write_all([job]) == {"outbox"}
    assert bench.ids() == [told]


def test_a_row_after_one_that_failed_fails_with_it(bench: Bench) -> None:
    first = bench.put("a", dedupe="relay:1")
    told = bench.put("b", after="relay:1")
    bench.ids()
    bench.store.write(outbox.failed, first, "TelegramBadRequest")
    assert bench.state(told) == "failed"
    assert [row.id for row in bench.store.read(trouble.unnoticed)] == [first]


def test_a_row_after_one_that_is_parked_waits_on(bench: Bench) -> None:
    first = bench.put("a", dedupe="relay:1")
    told = bench.put("b", after="relay:1")
    bench.ids()
    bench.store.write(outbox.park, first, "blocked")
    assert bench.ids() == []
    bench.store.write(trouble.unpark, bench.dest("a"))
    assert bench.ids() == [first]
    bench.sent(first, 1)
    assert bench.ids() == [told]


# --- repeats -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("marks", "repeat"), [(True, True), (False, False)])
def test_a_lost_answer_marks_the_repeat(bench: Bench, clock: Clock, marks: bool, repeat: bool) -> None:
    number = bench.put("a", doubt_marks=marks)
    bench.claim()
    bench.store.write(outbox.later, number, clock.now, doubt=True)
    [row] = bench.claim()
    assert (row.doubt, row.repeat, row.tries) == (True, repeat, 2)
    bench.store.write(outbox.later, number, clock.now)
    assert bench.claim()[0].doubt


def test_a_refused_send_is_no_repeat(bench: Bench, clock: Clock) -> None:
    number = bench.put("a")
    bench.claim()
    bench.store.write(outbox.later, number, clock.now)
    assert not bench.claim()[0].doubt


async def test_what_was_under_way_at_a_crash_comes_back_in_doubt(
    folder: Path, master: MasterKey, clock: Clock
) -> None:
    store = Store(folder, master, clock=clock)
    bench = Bench(store, clock)
    first, second, other = bench.put("a"), bench.put("a"), bench.put("b")
    ended = bench.put("c")
    bench.claim()
    bench.sent(ended, 1)
    store.close()
    db = await Database.open(folder, master, clock=clock)
    rows = await db.write(outbox.claim_due, 9)
    assert [(row.id, row.doubt, row.repeat) for row in rows] == [(first, True, True), (other, True, True)]
    await db.write(outbox.sent, first, [1])
    assert [(row.id, row.doubt) for row in await db.write(outbox.claim_due, 9)] == [(second, False)]
    await db.close()


# --- edits of a remembered message ---------------------------------------------------------------


def test_a_waiting_edit_takes_the_newer_words(bench: Bench) -> None:
    first = bench.put("staff", Lane.CARD, ops.EditRemembered(say("card", state="queued"), "card:c1"))
    other = bench.put("staff", Lane.CARD, ops.EditRemembered(say("card"), "card:c2"))
    assert bench.put("staff", Lane.CARD, ops.EditRemembered(say("card", state="taken"), "card:c1")) == first
    [row] = bench.claim()
    assert row.op == ops.EditRemembered(say("card", state="taken"), "card:c1")
    third = bench.put("staff", Lane.CARD, ops.EditRemembered(say("card", state="late"), "card:c1"))
    assert third not in {first, other}


def test_an_edit_for_another_chat_or_owner_is_a_row_of_its_own(bench: Bench) -> None:
    op = ops.EditRemembered(say("card"), "screen")
    numbers = {bench.put("a", op=op), bench.put("b", op=op), bench.put("a", op=op, owner="case:c1")}
    assert len(numbers) == 3


def test_the_message_to_edit_is_known_when_it_goes_out(bench: Bench) -> None:
    send = bench.put("a", op=ops.Send(say("a"), remember="screen"))
    edit = bench.put("a", op=ops.EditRemembered(say("b"), "screen"))
    pin = bench.put("a", op=ops.Pin("screen"))
    assert bench.claim()[0].target is None
    bench.sent(send, 41, 42)
    [row] = bench.claim()
    assert (row.id, row.target) == (edit, 42)
    bench.sent(edit)
    [row] = bench.claim()
    assert (row.id, row.target) == (pin, 42)
    bench.sent(pin)
    assert bench.store.read(outbox.remembered, bench.dest("a"), "screen") == 42


def test_a_new_message_in_place_of_the_lost_one_is_remembered(bench: Bench) -> None:
    number = bench.put("a", op=ops.EditRemembered(say("b"), "screen"))
    bench.claim()
    bench.sent(number, 50)
    assert bench.store.read(outbox.remembered, bench.dest("a"), "screen") == 50
    bench.store.write(outbox.forget, bench.dest("a"), "screen")
    assert bench.store.read(outbox.remembered, bench.dest("a"), "screen") is None


# --- pairs of the relay --------------------------------------------------------------------------


def relay(
    bench: Bench, op: ops.Op, *message_ids: int, case_id: str | None = "c1"
) -> list[tuple[int, int, int]]:
    number = bench.put("b", op=op, case_id=case_id)
    bench.claim()
    bench.sent(number, *message_ids)
    return [(pair.src_msg, pair.dst_msg, pair.part) for pair in bench.store.read(msgmap.of_case, "c1")]


HEADER: Message = say("header")


def test_every_part_of_a_copy_leads_back_to_its_source(bench: Bench) -> None:
    source = bench.dest("a")
    op = ops.Copy(source, 9, header=HEADER, map_from=f"{source}|9")
    assert relay(bench, op, 20, 21) == [(9, 20, 0), (9, 21, 1)]
    pair = bench.store.read(msgmap.source_of, bench.dest("b"), 21)
    assert pair == msgmap.Pair("c1", source, 9, bench.dest("b"), 21, 1)
    assert [pair.dst_msg for pair in bench.store.read(msgmap.copies_of, source, 9)] == [20, 21]
    assert bench.store.read(msgmap.source_of, source, 9) is None


def test_every_file_of_an_album_leads_back_to_its_own(bench: Bench) -> None:
    items = tuple(ops.AlbumItem("photo", f"F{n}", map_from=f"{bench.dest('a')}|{n}") for n in (7, 8))
    assert relay(bench, ops.Album(items, header=HEADER), 20, 21, 22) == [(7, 21, 0), (8, 22, 0)]


def test_texts_that_left_as_one_each_find_their_copy(bench: Bench) -> None:
    source = bench.dest("a")
    op = ops.Words("both", map_from=f"{source}|7,{source}|8")
    assert relay(bench, op, 20) == [(7, 20, 0), (8, 20, 0)]
    for message in (7, 8):
        assert [pair.dst_msg for pair in bench.store.read(msgmap.copies_of, source, message)] == [20]
    answered = bench.store.read(msgmap.source_of, bench.dest("b"), 20)
    assert answered is not None
    assert answered.src_msg == 8


@pytest.mark.parametrize("case_id", [None, "c1"])
def test_without_a_case_or_a_source_there_is_no_pair(bench: Bench, case_id: str | None) -> None:
    source = None if case_id else f"{bench.dest('a')}|1"
    assert relay(bench, ops.Words("text", map_from=source), 20, case_id=case_id) == []


def test_a_copy_knows_the_chat_it_copies_from(bench: Bench) -> None:
    bench.put("b", op=ops.Copy(bench.dest("a"), 9))
    assert bench.claim()[0].source_chat == 1000 + ord("a")


def test_an_answer_after_the_erasure_keeps_no_pair(bench: Bench) -> None:
    number = bench.put("b", owner="case:c1", case_id="c1", op=ops.Words("x", map_from=f"{bench.dest('a')}|1"))
    bench.claim()
    bench.store.write(lambda tx: tx.destroy_key("case:c1"))
    assert bench.store.write(outbox.sent, number, [5]) == []  # what a family was told is theirs
    assert bench.store.read(msgmap.of_case, "c1") == []
    assert bench.state(number) == "sent"


def test_of_what_is_under_way_for_an_erased_owner_the_words_go_and_the_row_stays(bench: Bench) -> None:
    number = bench.put("b", owner="case:c1")
    bench.claim()
    bench.store.write(outbox.drop_owner, "case:c1")
    left = bench.store.read(lambda tx: tx.rows("SELECT id, payload FROM outbox"))
    assert [tuple(row) for row in left] == [(number, None)]


def test_an_answer_for_a_row_that_is_gone_changes_nothing(bench: Bench) -> None:
    number = bench.put("a", op=ops.Send(say("a"), remember="screen"))
    bench.claim()
    bench.store.write(outbox.drop_dest, bench.dest("a"))
    bench.sent(number, 5)
    assert bench.store.read(outbox.remembered, bench.dest("a"), "screen") is None


# --- what does not go out ------------------------------------------------------------------------


def test_what_failed_or_is_parked_is_seen_until_noticed(bench: Bench, clock: Clock) -> None:
    failed, parked = bench.put("a", case_id="c1"), bench.put("b")
    bench.claim()
    touched = bench.store.write_all(
        [Job(outbox.failed, (failed, "TelegramBadRequest")), Job(outbox.park, (parked, "blocked"))]
    )
    assert touched == {"trouble"}
    rows = bench.store.read(trouble.unnoticed)
    assert [(row.id, row.state, row.code, row.case_id, row.at) for row in rows] == [
        (failed, "failed", "TelegramBadRequest", "c1", clock.now),
        (parked, "parked", "blocked", None, clock.now),
    ]
    for row in rows:
        bench.store.write(trouble.noticed, row.id)
    assert bench.store.read(trouble.unnoticed) == []


def test_a_failure_nobody_needs_to_see(bench: Bench) -> None:
    number = bench.put("a", op=ops.Toast("1"))
    bench.claim()
    bench.store.write(outbox.failed, number, "query_too_old", visible=False)
    assert bench.store.read(trouble.unnoticed) == []


def test_a_row_whose_owner_was_erased_ends_quietly_and_holds_nobody(bench: Bench) -> None:
    gone = bench.put("a", owner="case:c1")
    free = bench.put("a")
    bench.store.write(lambda tx: tx.destroy_key("case:c1"))
    assert bench.ids() == []
    assert bench.state(gone) == "failed"
    assert bench.ids() == [free]
    assert bench.store.read(trouble.unnoticed) == []


def test_what_waited_behind_a_row_that_ended_unsent_is_looked_for_at_once(bench: Bench) -> None:
    bench.put("a", owner="case:c1")
    bench.put("a")
    bench.store.write(lambda tx: tx.destroy_key("case:c1"))
    assert bench.store.write_all([Job(outbox.claim_due, (9,), {})]) == {"outbox"}


def test_a_damaged_row_is_seen_and_holds_nobody(bench: Bench) -> None:
    first, second = bench.put("a"), bench.put("a")
    bench.store.data.execute(
        "UPDATE outbox SET payload = (SELECT payload FROM outbox WHERE id = ?) WHERE id = ?", (second, first)
    )
    assert bench.ids() == []
    assert bench.ids() == [second]
    assert [(row.id, row.code) for row in bench.store.read(trouble.unnoticed)] == [(first, "SealBroken")]


def test_calls_to_no_chat_of_ours_go_out(bench: Bench) -> None:
    number = bench.store.write(
        outbox.put, dest=destinations.NOBODY, op=ops.Leave(-100), lane=4, owner="staff"
    )
    [row] = bench.claim()
    assert (row.id, row.chat, row.op) == (number, None, ops.Leave(-100))


def test_the_oldest_alarm_is_known(bench: Bench, clock: Clock) -> None:
    assert bench.store.read(trouble.oldest_alarm) is None
    since = clock.now
    number = bench.put("staff", Lane.ALARM)
    clock.forward(minutes=2)
    bench.put("staff", Lane.ALARM)
    assert bench.store.read(trouble.oldest_alarm) == since
    assert bench.store.read(trouble.waiting) == 2
    bench.claim()
    bench.sent(number, 1)
    assert bench.store.read(trouble.oldest_alarm) == clock.now


def test_old_rows_go_but_not_what_nobody_has_seen(bench: Bench, clock: Clock) -> None:
    sent, failed, parked, waiting = (bench.put(letter) for letter in "abcd")
    bench.claim(3)
    bench.sent(sent, 1)
    bench.store.write(outbox.failed, failed, "x")
    bench.store.write(outbox.park, parked, "x")
    clock.forward(days=8)
    assert bench.store.write(outbox.purge, clock.now - timedelta(days=7)) == 1
    left = [row[0] for row in bench.store.data.execute("SELECT id FROM outbox ORDER BY id")]
    assert left == [failed, parked, waiting]


# --- cost ----------------------------------------------------------------------------------------


def test_claiming_walks_indexes_and_never_the_whole_table(bench: Bench) -> None:
    plan = bench.store.data.execute(f"EXPLAIN QUERY PLAN {outbox.CLAIMABLE}", (0, 0, 4)).fetchall()
    steps = [row["detail"] for row in plan]
    assert any("outbox_waiting" in step for step in steps), steps
    assert any("outbox_line" in step for step in steps), steps
    assert not any("TEMP B-TREE" in step for step in steps), steps
    assert not any(step.startswith("SCAN") and "INDEX" not in step for step in steps), steps
