"""The example people: a relative, a released person, volunteers, a coordinator, and the staff group."""

from __future__ import annotations

import json
from dataclasses import dataclass

from bot.preview.page import FOLDER
from bot.preview.people import Group, Person, group, person
from bot.preview.telegram import LocalTelegram
from bot.preview.users import BotAccount

CAST = FOLDER / "cast.json"  # names and words of the play are texts of the page


@dataclass(frozen=True, slots=True)
class Example:
    """The play on a local Telegram: `people` by key, in the order in which the page shows them."""

    telegram: LocalTelegram
    bot: BotAccount
    people: dict[str, Person]
    kinds: dict[str, str]  # key → "family", "volunteer" or "coordinator"
    staff: Group


def set_example(telegram: LocalTelegram) -> Example:
    """Add the bot, the people and the staff group with the bot as its administrator."""
    cast = json.loads(CAST.read_text(encoding="utf-8"))
    bot = telegram.add_bot(**cast["bot"])
    people = {one["key"]: _person(telegram, one) for one in cast["people"]}
    staff = group(telegram, cast["staff"]["title"], [people[key] for key in cast["staff"]["members"]])
    staff.sets_bot("administrator")
    kinds = {one["key"]: one["kind"] for one in cast["people"]}
    return Example(telegram, bot, people, kinds, staff)


def _person(telegram: LocalTelegram, one: dict[str, str]) -> Person:
    return person(telegram, **{("name" if k == "first_name" else k): one[k] for k in
                               ("first_name", "key", "role", "about", "kind", "prompts")})  # fmt: skip
