"""What every service needs beside the transaction: the flows, the rules and the team's settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.core.flow.library import Library


@dataclass(frozen=True)
class House:
    """Built once at start by `app.build`; immutable while the bot runs."""

    library: Library
