"""Faults on request: what goes wrong with which call, how often, and whether its effect happens."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from bot.preview.refusals import BLOCKED, Refused, forbidden, too_many


class Page(Exception):
    """The answer is a web page of some proxy, not JSON."""

    code = 502
    html = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"


class Cut(Exception):
    """The connection breaks without an answer."""


@dataclass(eq=False)
class Fault:
    """`method` and `chat` narrow it down (empty: any call but getUpdates); `times` None: until removed."""

    answer: Exception | None  # None: no answer at all, the call hangs
    method: str = ""
    chat: int | None = None
    times: int | None = 1
    effect: bool = False  # the call works, only its answer goes wrong
    struck: int = 0
    released: asyncio.Event = field(default_factory=asyncio.Event)

    def begin(self) -> Fault:
        self.struck += 1
        return self

    def fits(self, method: str, chat: int | None) -> bool:
        if self.times is not None and self.struck >= self.times:
            return False
        named = self.method.lower() == method.lower() if self.method else method.lower() != "getupdates"
        return named and self.chat in (None, chat)

    async def strike(self, run: Callable[[], Awaitable[Any]]) -> Any:
        """Stands in for the call: raises `Refused`, `Page` or `Cut`, or hangs until released."""
        result = await run() if self.effect else None
        if self.answer is not None:
            raise self.answer
        await self.released.wait()
        return result if self.effect else await run()

    def view(self) -> dict[str, Any]:
        return {
            "answer": describe(self.answer),
            "method": self.method,
            "chat": self.chat,
            "times": self.times,
            "struck": self.struck,
            "effect": self.effect,
        }


def describe(answer: Exception | None) -> str:
    match answer:
        case Refused():
            return f"{answer.code} {answer.description}"
        case Page():
            return "502 HTML"
        case Cut():
            return "cut"
    return "hang"


class Faults:
    """The list of faults in force; the first that fits strikes."""

    def __init__(self) -> None:
        self.all: list[Fault] = []

    def add(self, answer: Exception | None, **where: Any) -> Fault:
        """`where`: method, chat, times, effect."""
        fault = Fault(answer, **where)
        self.all.append(fault)
        return fault

    def too_many(self, retry_after: int = 3, **where: Any) -> Fault:
        return self.add(too_many(retry_after), **where)

    def forbidden(self, words: str = BLOCKED, **where: Any) -> Fault:
        return self.add(forbidden(words), **where)

    def refuse(self, code: int, description: str, **where: Any) -> Fault:
        return self.add(Refused(code, description), **where)

    def server_error(
        self, code: int = 500, description: str = "Internal Server Error", **where: Any
    ) -> Fault:
        return self.add(Refused(code, description), **where)

    def html_page(self, **where: Any) -> Fault:
        return self.add(Page(), **where)

    def lost_answer(self, **where: Any) -> Fault:
        """The effect happens and the connection drops."""
        return self.add(Cut(), **({"effect": True} | where))

    def cut(self, **where: Any) -> Fault:
        """The connection drops before anything happens."""
        return self.add(Cut(), **where)

    def hang(self, **where: Any) -> Fault:
        """No answer until `fault.released.set()`."""
        return self.add(None, **where)

    def take(self, method: str, chat: int | None) -> Fault | None:
        """The fault that this call meets, counted."""
        return next((fault.begin() for fault in self.all if fault.fits(method, chat)), None)

    def clear(self) -> None:
        """Everything works again; hanging calls go on."""
        for fault in self.all:
            fault.released.set()
        self.all.clear()
