"""People are found by a keyed hash of their Telegram id, and after erasing by nothing."""

from __future__ import annotations

from pathlib import Path
from shutil import copy

import pytest

from bot.core import ops
from bot.core.say import say
from bot.storage import audit, destinations, erasing, msgmap, outbox, people, sessions, timers, trouble
from bot.storage.errors import KeyGone
from bot.storage.keys import MasterKey
from bot.storage.store import Store
from tests.storage.conftest import Clock

TELEGRAM_ID = 5_512_345_678


def test_one_person_behind_one_id(store: Store, clock: Clock) -> None:
    person = store.write(people.find_or_create, TELEGRAM_ID)
    assert person.created_at == clock.now
    assert (person.safe, person.quiet, person.reachable) == (False, False, True)
    assert len(person.id) == 16
    assert store.write(people.find_or_create, TELEGRAM_ID) == person
    assert store.read(people.find, TELEGRAM_ID) == person
    assert store.read(people.get, person.id) == person
    assert store.read(people.chat_of, person.id) == TELEGRAM_ID
    assert store.write(people.find_or_create, 1).id != person.id


def test_who_never_wrote_is_nobody(store: Store) -> None:
    assert store.read(people.find, 1) is None
    assert store.read(people.get, "0" * 16) is None
    assert store.read(people.chat_of, "0" * 16) is None


def test_an_id_put_for_somebody_else_is_no_person(store: Store) -> None:
    store.write(lambda tx: tx.index_put("telegram", 9, "volunteer:ab"))
    assert store.read(people.find, 9) is None


def test_what_a_person_chose_is_kept(store: Store) -> None:
    person = store.write(people.find_or_create, TELEGRAM_ID)
    store.write(people.set_quiet, person.id, quiet=True)
    store.write(people.set_safe, person.id, safe=True)
    after = store.read(people.get, person.id)
    assert after is not None
    assert (after.quiet, after.safe) == (True, True)


def test_back_in_reach_sends_what_was_parked(store: Store) -> None:
    person = store.write(people.find_or_create, TELEGRAM_ID)
    dest = f"person:{person.id}"
    store.write(outbox.put, dest=dest, op=ops.Send(say("a")), lane=1, owner=dest)
    [row] = store.write(outbox.claim_due, 9)
    store.write(outbox.park, row.id, "blocked")
    assert store.write(people.set_reachable, person.id, reachable=False)
    assert not store.write(people.set_reachable, person.id, reachable=False)
    assert store.write(outbox.claim_due, 9) == []
    assert store.write(people.set_reachable, person.id, reachable=True)
    assert [row.id for row in store.write(outbox.claim_due, 9)] == [row.id]


def everything_of(store: Store, telegram_id: int) -> tuple[str, bytes]:
    """A person with a row of every kind; their id, and one of their sealed values."""
    person = store.write(people.find_or_create, telegram_id)
    dest = f"person:{person.id}"
    send = ops.Send(say("a", name="Анна"), remember="screen", map_from=f"{dest}|4")
    store.write(outbox.put, dest=dest, op=send, lane=1, owner=dest, case_id="c1")
    [row] = store.write(outbox.claim_due, 1)
    store.write(outbox.sent, row.id, [77])
    store.write(outbox.put, dest=dest, op=send, lane=1, owner="case:c1")
    store.write(outbox.put, dest="staff", op=send, lane=1, owner=dest)
    store.write(timers.arm, owner=dest, kind="nudge", due=row_due(store), fence=0)
    return person.id, store.write(lambda tx: tx.seal(dest, "flow_session", "state", "s", "Анна"))


def row_due(store: Store):  # type: ignore[no-untyped-def]
    return store.read(lambda tx: tx.now)


def test_erasing_a_person_leaves_nothing_of_them(store: Store) -> None:
    person_id, sealed = everything_of(store, TELEGRAM_ID)
    other_id, _ = everything_of(store, 4)
    store.write(erasing.erase_person, person_id)
    assert store.read(people.find, TELEGRAM_ID) is None
    assert store.read(people.chat_of, person_id) is None
    assert store.read(destinations.resolve, f"person:{person_id}") is None
    with pytest.raises(KeyGone):
        store.read(lambda tx: tx.open(f"person:{person_id}", "flow_session", "state", "s", sealed))
    dump = "\n".join(line for line in store.data.iterdump() if 'INTO "audit"' not in line)
    assert person_id not in dump
    assert other_id in dump
    assert store.read(people.find, 4) is not None
    assert [row["verb"] for row in store.read(audit.about, f"person:{person_id}")] == ["erased"]


def test_who_was_erased_and_writes_again_is_somebody_new(store: Store) -> None:
    person = store.write(people.find_or_create, TELEGRAM_ID)
    store.write(erasing.erase_person, person.id)
    assert store.write(people.find_or_create, TELEGRAM_ID).id != person.id


def test_erasing_twice_is_as_once(store: Store) -> None:
    person = store.write(people.find_or_create, TELEGRAM_ID)
    store.write(erasing.erase_person, person.id)
    store.write(erasing.erase_person, person.id)
    assert store.read(people.find, TELEGRAM_ID) is None


def test_an_erased_person_stays_shut_in_an_old_copy_of_the_data(
    store: Store, folder: Path, master: MasterKey, clock: Clock
) -> None:
    person_id, sealed = everything_of(store, TELEGRAM_ID)
    other_id, others = everything_of(store, 4)
    store.data.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    copy(folder / "data.db", folder / "old.db")
    store.write(erasing.erase_person, person_id)
    store.close()
    copy(folder / "old.db", folder / "data.db")

    restored = Store(folder, master, clock=clock)
    assert restored.swept.unfinished == (f"person:{person_id}",)
    assert restored.read(people.get, person_id) is not None
    with pytest.raises(KeyGone):
        restored.read(people.chat_of, person_id)
    with pytest.raises(KeyGone):
        restored.read(lambda tx: tx.open(f"person:{person_id}", "flow_session", "state", "s", sealed))
    assert restored.read(people.find, TELEGRAM_ID) is None
    assert (
        restored.read(lambda tx: tx.open(f"person:{other_id}", "flow_session", "state", "s", others))
        == "Анна"
    )
    restored.write(outbox.claim_due, 100)
    assert restored.read(people.chat_of, other_id) == 4
    restored.close()


def test_erasing_a_case_takes_its_pairs_rows_and_timers(store: Store, clock: Clock) -> None:
    store.write(msgmap.put, msgmap.Pair("c1", "person:a", 1, "volunteer:b", 2, 0))
    store.write(msgmap.put, msgmap.Pair("c1", "volunteer:b", 5, "person:a", 6, 0))
    store.write(msgmap.put, msgmap.Pair("c2", "person:a", 3, "volunteer:b", 4, 0))
    store.write(outbox.put, dest="staff", op=ops.Send(say("a")), lane=1, owner="case:c1")
    store.write(timers.arm, owner="case:c1", kind="retention", due=clock.now, fence=0)
    store.write(erasing.erase_case, "c1")
    left = store.read(msgmap.of_case, "c1")
    assert [(pair.src_dest, pair.src_msg, pair.dst_msg) for pair in left] == [("", 0, 2)]
    assert len(store.read(msgmap.of_case, "c2")) == 1
    assert store.read(trouble.waiting) == 0
    assert store.read(timers.armed, "case:c1") == []
    with pytest.raises(KeyGone):
        store.write(outbox.put, dest="staff", op=ops.Send(say("a")), lane=1, owner="case:c1")


def test_the_team_group_is_set_moved_and_set_anew(store: Store) -> None:
    assert store.read(destinations.resolve, "staff") is None
    assert not store.read(destinations.is_staff, -5)
    store.write(destinations.set_staff, -5)
    assert store.read(destinations.resolve, "staff") == -5
    store.write(destinations.migrate_staff, -1005)
    store.write(destinations.set_staff, -5)
    assert store.read(destinations.resolve, "staff") == -1005
    assert store.read(destinations.is_staff, -1005)
    store.write(destinations.set_staff, -6)
    assert store.read(destinations.resolve, "staff") == -6
    store.write(destinations.set_staff, None)
    assert store.read(destinations.resolve, "staff") is None


def test_rows_for_a_group_that_is_not_there_yet_wait_for_it(store: Store) -> None:
    store.write(outbox.put, dest="staff", op=ops.Send(say("a")), lane=0, owner="staff")
    assert store.write(outbox.claim_due, 9) == []
    store.write(destinations.set_staff, -5)
    [row] = store.write(outbox.claim_due, 9)
    assert row.chat == -5


@pytest.mark.parametrize("dest", ["nobody", "", "person:", "person:zz", "chat:5", "staff:x:y"])
def test_a_destination_that_means_nothing_has_no_chat(store: Store, dest: str) -> None:
    assert store.read(destinations.resolve, dest) is None


@pytest.mark.parametrize(("sql", "values"), [(people.IDLE, (0, 9)), (sessions._LATEST, ("a", "arrest"))])
def test_conversations_of_a_person_are_found_without_reading_those_of_others(
    store: Store, sql: str, values: tuple[object, ...]
) -> None:
    plan = [row["detail"] for row in store.data.execute(f"EXPLAIN QUERY PLAN {sql}", values)]
    assert not [step for step in plan if step.startswith("SCAN flow_session")]
