"""Who can be written to, and which groups the bot is in."""

from __future__ import annotations

from bot.core.ops import Lane, Leave
from bot.services import nudges, staff
from bot.services.house import House
from bot.services.moves import draw_status, draw_waiting
from bot.storage import cases, destinations, outbox, people, volunteers
from bot.storage.database import Tx


def reachable(tx: Tx, house: House, telegram_id: int, is_reachable: bool) -> None:
    """Somebody blocked the bot, or let it in again; cases and their timers go on."""
    person = people.find(tx, telegram_id)
    if person is not None:
        set_reachable(tx, house, person.id, is_reachable)
    volunteer = volunteers.find(tx, telegram_id)
    if volunteer is not None:
        volunteers.set_reachable(tx, volunteer.id, reachable=is_reachable)
        if is_reachable:
            staff.announce_waiting(tx, volunteer.id)
        draw_waiting(tx, house.desk)  # whether anybody at work can be woken may have changed


def set_reachable(tx: Tx, house: House, person_id: str, is_reachable: bool) -> None:
    """Whether a person can be written to; when they are back, their status lines are true again, and
    reminders that waited come."""
    if people.set_reachable(tx, person_id, reachable=is_reachable) and is_reachable:
        nudges.back(tx, person_id)
        for case in cases.all_open_of(tx, person_id):
            if case.epoch > 0:
                draw_status(tx, house.desk, case)


def group_changed(tx: Tx, house: House, chat_id: int, gone: bool) -> None:
    """Only the team's group is stayed in; what waited for it goes out now."""
    if destinations.is_staff(tx, chat_id):
        if not gone:
            destinations.set_staff(tx, house.staff_chat)
    elif not gone:
        outbox.put(tx, dest="nobody", op=Leave(chat_id), lane=Lane.COSMETIC, owner="staff")


def group_moved(tx: Tx, house: House, old: int, new: int) -> None:
    """The team's group became a supergroup: it has a new id."""
    _ = house
    if destinations.is_staff(tx, old):
        destinations.migrate_staff(tx, new)
