"""What is only of use for a while does not grow for ever."""

from __future__ import annotations

from bot.services import desk, timers
from bot.storage import remembered
from tests.services.street import Street


def names(street: Street) -> list[str]:
    rows = street.world.tx(lambda tx: tx.rows("SELECT name FROM remembered"))
    return [row["name"].rpartition(":")[0] for row in rows]


def keys(street: Street, owner: str) -> int:
    return int(
        street.world.store.keys.execute("SELECT count(*) FROM key WHERE owner GLOB ?", (owner,)).fetchone()[0]
    )


def test_names_of_albums_and_of_erased_cases_are_forgotten(street: Street) -> None:
    family, (helper, _) = street.family(), street.helper()
    street.says(family, "привет")
    album = street.messages
    street.world.tx(remembered.remember, f"person:{street.id_of(family)}", "album:77", album)
    case = street.asks(family)
    street.takes(helper, case)
    street.presses(helper, f"q|release|{case.id}|1")
    street.presses(helper, f"q|lower|{case.id}|1")
    street.world.deliver()
    kept = {"album", "card", "status", "details", "ask:release", f"ask:lower:{case.id}"}
    assert kept <= set(names(street))
    street.world.tx(timers.start)
    street.fires(hours=1)
    assert kept <= set(names(street))
    street.world.do(desk.erase, case.id, "person")
    street.world.deliver()
    street.fires(days=3)
    street.fires(hours=1)
    assert not kept & set(names(street))


def test_what_is_left_of_destroyed_keys_goes_after_more_than_a_year(street: Street) -> None:
    case = street.asks(street.family())
    street.world.do(desk.erase, case.id, "person")
    street.world.tx(timers.start)
    street.fires(days=300)
    assert keys(street, f"case:{case.id}") == 1
    street.fires(days=100)
    assert keys(street, f"case:{case.id}") == 0
    assert keys(street, "staff") == 1
