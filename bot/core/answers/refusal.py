"""A kind «I did not understand»: which sentence to say, with what, and what to offer instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.core.say import Arg


@dataclass(frozen=True, slots=True)
class Refusal:
    """`ref` is a Fluent id of locales/ru/answers.ftl. `choices`: raw answers to offer as buttons.

    Never holds what the person typed, so that it may be logged.
    """

    ref: str
    args: Mapping[str, Arg] = field(default_factory=dict)
    choices: tuple[str, ...] = ()
