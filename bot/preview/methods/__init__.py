"""The methods of the Bot API, one module per kind of deed; `METHODS` finds one by its lower-case name."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from typing import Any

from bot.preview.methods import chats, copying, editing, members, polling, profile, sending, topics
from bot.preview.methods.call import Call

Method = Callable[[Call], Awaitable[Any]]


def _async(function: Callable[[Call], Any]) -> Method:
    """Most methods answer at once; getUpdates waits."""

    async def run(call: Call) -> Any:
        result = function(call)
        return await result if inspect.isawaitable(result) else result

    return run


METHODS: dict[str, Method] = {
    function.__name__.replace("_", ""): _async(function)
    for module in (sending, copying, editing, chats, members, topics, profile, polling)
    for function in module.METHODS
}

__all__ = ["METHODS", "Call"]
