"""Load: families who walk to the queue and write, passers-by who press, volunteers who claim and answer.

Nobody here counts on a quick answer: the bot may be dead. Each waits for what a human would wait for, and
does again what a human would do again. What was sent is in `Ledger`, to be compared with the disk.
"""

from __future__ import annotations

import asyncio
import itertools
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.preview.messages import Message
from bot.preview.people import Group, Person, person
from bot.preview.telegram import LocalTelegram

WAY_TO_THE_QUEUE = ("begin", "checkin", "h6", "call")
PATIENCE = 60.0  # seconds: a bot that dies all the time is slow
PRESSES_OF_A_PASSER_BY = 18
LETTERS = 12  # of a family; then the next one comes
MALFORMED_EVERY = 60  # deeds of people: about 1 % of updates with the presses of volunteers
INNOCENT = re.compile(r"f\|.*\|(?!call$|at_door$)[^|]+")  # answers that bring nothing to the queue
TAG = re.compile(r"весть \d{3}-\d{3}")
Seen = tuple[Message, dict[str, Any]]


@dataclass
class Ledger:
    """What people did, each thing under a name of its own."""

    texts: dict[str, Person] = field(default_factory=dict)  # tag → who wrote it
    replies: dict[str, tuple[Person, Message]] = field(
        default_factory=dict
    )  # words → by whom, as which message
    malformed: set[int] = field(default_factory=set)  # update ids
    families: list[Person] = field(default_factory=list)
    presses: int = 0


@dataclass
class Load:
    """Everybody at once, until `enough` is set; then each comes to an end of their own."""

    telegram: LocalTelegram
    staff: Group
    rng: random.Random
    ledger: Ledger = field(default_factory=Ledger)
    enough: asyncio.Event = field(default_factory=asyncio.Event)
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    _deeds: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def newcomer(self, name: str) -> tuple[int, Person]:
        number = next(self._numbers)
        return number, person(self.telegram, f"{name}{number}")

    # --- families --------------------------------------------------------------------------------

    async def family(self) -> None:
        """Walks to the queue, then writes; each letter waits for the answer to the one before."""
        number, who = self.newcomer("Семья")
        await self.to_the_queue(who)
        self.ledger.families.append(who)
        await press(who, "next")
        tags = (f"весть {number:03d}-{letter:03d}" for letter in itertools.count(1))
        await self._writes(who, [next(tags)], next(tags))  # before anybody has taken the case
        for _ in range(LETTERS):
            if self.enough.is_set():
                break
            await self._writes(who, [next(tags) for _ in range(self.rng.choice((1, 1, 2, 3)))], next(tags))

    async def to_the_queue(self, who: Person) -> None:
        """From the first word to «Заявка принята»."""
        await who.starts()
        await press(who, "arrest", "m|arrest")
        for option in WAY_TO_THE_QUEUE:
            self._mischief(who)
            await press(who, option)
        await who.wait(lambda: button(who, "next"), "no word of the queue", PATIENCE)

    async def _writes(self, who: Person, tags: list[str], voice: str) -> None:
        """A burst of texts, or now and then a voice message, until each has been answered."""
        for tag in tags:
            self.ledger.texts[tag] = who
            await who.sends(tag)
        if self.rng.random() < 0.25:
            tags.append(voice)
            self.ledger.texts[voice] = who
            await who.sends_media("voice", caption=voice, data=voice.encode())
        self._mischief(who)
        for tag in tags:
            await who.sees(f"ответ {tag[6:]} ", seconds=PATIENCE)

    def _mischief(self, who: Person) -> None:
        """Now and then Telegram hands over something that no version of the bot can read."""
        if next(self._deeds) % MALFORMED_EVERY == 5:
            self.ledger.malformed.add(self.telegram.the_bot.updates.push_raw(unreadable(who)))

    # --- passers-by ------------------------------------------------------------------------------

    async def passers_by(self) -> None:
        """One after another, without end: each presses whatever there is, and sends nothing to the queue."""
        while not self.enough.is_set():
            _, who = self.newcomer("Прохожий")
            await who.starts()
            await press(who, "arrest", "m|arrest")
            await who.wait(lambda who=who: button(who, "begin"), "no first step", PATIENCE)
            for _ in range(PRESSES_OF_A_PASSER_BY):
                if self.enough.is_set() or not await self._presses_something(who):
                    break

    async def _presses_something(self, who: Person) -> bool:
        self._mischief(who)
        await who.wait(lambda: last_buttons(who), "no screen", PATIENCE)
        able = [(m, b) for m, b in last_buttons(who) if INNOCENT.fullmatch(data_of(b))]
        if not able:
            return False
        message, chosen = self.rng.choice(able)
        await who.presses_data(message, data_of(chosen))
        self.ledger.presses += 1
        await until_answered(who)
        return True

    # --- the team --------------------------------------------------------------------------------

    async def volunteer(self, who: Person, leave: Callable[[Message], bool]) -> None:
        """Takes every card but those that `leave` names, and answers every letter, for ever."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._takes(who, leave))
            tasks.create_task(self._answers(who))

    async def _takes(self, who: Person, leave: Callable[[Message], bool]) -> None:
        pressed: set[tuple[int, str]] = set()

        def card() -> Seen | None:
            for message in self.staff.from_bot():
                for one in message.buttons():
                    if (
                        data_of(one).startswith("q|take|")
                        and (message.id, data_of(one)) not in pressed
                        and not leave(message)
                    ):
                        return message, one
            return None

        while True:
            message, one = await who.wait(card, "", 3600.0)
            pressed.add((message.id, data_of(one)))
            await who.presses_data(message, data_of(one))

    async def _answers(self, who: Person) -> None:
        """Each letter is answered by a reply to its newest copy; a refused reply is given again."""
        tries: dict[str, int] = defaultdict(int)
        replied: dict[tuple[str, int], str] = {}

        def unanswered() -> tuple[str, Message] | None:
            for message in who.from_bot():
                for tag in TAG.findall(message.text):
                    again = tries[tag] and self._refused(who, replied, tag, message)
                    if (tag, message.id) not in replied and (not tries[tag] or again):
                        return tag, message
            return None

        while True:
            tag, message = await who.wait(unanswered, "", 3600.0)
            tries[tag] += 1
            words = f"ответ {tag[6:]} раз {tries[tag]}"
            replied[tag, message.id] = words
            self.ledger.replies[words] = (who, await who.replies(message, words))

    def _refused(self, who: Person, replied: dict[tuple[str, int], str], tag: str, newer: Message) -> bool:
        """Whether every answer to the letter was taken for a note, and a newer copy has come since."""
        mine = [self.ledger.replies[words][1] for (of, _), words in replied.items() if of == tag]
        answered = {m.reply_to.id for m in who.from_bot() if m.reply_to is not None}
        return all(m.id in answered and m.id < newer.id for m in mine)


def button(who: Person, option: str, data: str = "") -> Seen | None:
    """The newest button with this data, or of an answer with this option."""
    for message in reversed(who.from_bot()):
        for one in message.buttons():
            wanted = rf"f\|.*\|{re.escape(option)}" if not data else re.escape(data)
            if re.fullmatch(wanted, data_of(one)):
                return message, one
    return None


async def press(who: Person, option: str, data: str = "") -> None:
    """Waits for the button and presses it."""
    message, one = await who.wait(lambda: button(who, option, data), f"no button {data or option}", PATIENCE)
    await who.presses_data(message, data_of(one))


async def until_answered(who: Person) -> None:
    """Until the chat has changed since the press, or the press was answered without a change."""
    query, mark = who.queries[-1], who.mark
    await who.wait(
        lambda: query.answer is not None or any(m.touched > mark for m in who.from_bot()),
        "no answer",
        PATIENCE,
    )


def last_buttons(who: Person) -> list[Seen]:
    """The buttons of the newest message that has some."""
    for message in reversed(who.from_bot()):
        if message.buttons():
            return [(message, one) for one in message.buttons()]
    return []


def data_of(one: dict[str, Any]) -> str:
    return str(one.get("callback_data", ""))


def unreadable(who: Person) -> dict[str, Any]:
    """An update of a known kind in which one field has a shape that nobody knows."""
    message = {
        "message_id": 1,
        "from": who.user.view(),
        "chat": who.chat.view(),
        "date": "вчера",
        "text": "весть",
    }
    return {"message": message}
