"""The audit is only added to, holds no words, and shows a changed or missing line."""

from __future__ import annotations

import sqlite3

import pytest

from bot.storage import audit
from bot.storage.store import Store
from tests.storage.conftest import Clock


def note(store: Store, verb: str, subject: str = "case:a") -> None:
    store.write(audit.note, actor="volunteer:ab", verb=verb, subject=subject, fields="intake,contact")


def test_an_untouched_audit_holds(store: Store) -> None:
    assert store.write(audit.first_broken) is None
    for verb in ("a", "b", "c"):
        note(store, verb)
    assert store.write(audit.first_broken) is None
    assert [row["verb"] for row in store.read(audit.about, "case:a")] == ["a", "b", "c"]


@pytest.mark.parametrize(
    "tamper",
    [
        "UPDATE audit SET actor = 'volunteer:zz' WHERE id = 2",
        "UPDATE audit SET at = at + 1 WHERE id = 3",
        "DELETE FROM audit WHERE id = 2",
        "UPDATE audit SET id = 9 WHERE id = 2",
    ],
)
def test_a_line_changed_by_hand_shows(store: Store, tamper: str) -> None:
    for verb in ("a", "b", "c"):
        note(store, verb)
    for trigger in ("audit_stays", "audit_year"):
        store.data.execute(f"DROP TRIGGER {trigger}")
    store.data.execute(tamper)
    assert store.write(audit.first_broken) is not None


@pytest.mark.parametrize("statement", ["UPDATE audit SET verb = 'x'", "DELETE FROM audit"])
def test_the_table_refuses_to_forget(store: Store, statement: str) -> None:
    note(store, "a")
    with pytest.raises(sqlite3.IntegrityError, match="audit"):
        store.write(lambda tx: tx.execute(statement))


def test_after_a_year_a_line_goes_and_the_rest_holds(store: Store, clock: Clock) -> None:
    note(store, "a")
    clock.forward(days=200)
    note(store, "b")
    clock.forward(days=180)
    note(store, "c")
    assert store.write(audit.purge) == 1
    assert [row["verb"] for row in store.read(audit.about, "case:a")] == ["b", "c"]
    assert store.write(audit.first_broken) is None


def test_a_purge_after_a_quiet_time_is_not_refused(store: Store, clock: Clock) -> None:
    note(store, "a")
    clock.forward(days=370)
    assert store.write(audit.purge) == 0
    note(store, "b")
    assert store.write(audit.purge) == 1


@pytest.mark.parametrize("words", ["Анна", "two words", "a\nb", "x" * 101, "a\x1fb"])
def test_words_are_refused(store: Store, words: str) -> None:
    with pytest.raises(ValueError, match="never words"):
        note(store, words)
