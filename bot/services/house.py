"""What every service needs beside the transaction: the flows, the rules and the team's settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.core.fact_use import Users
from bot.core.facts import FactBook
from bot.core.flow.library import Library
from bot.core.tools import Toolbox
from bot.core.triage import Rules
from bot.services.moves import Desk


@dataclass(frozen=True)
class House:
    """Built once at start by `app.build`; immutable while the bot runs.

    label: the words on a button, so that a typed answer can be told from a story.
    staff_chat: the volunteers' group as it is in the settings; it may have moved since.
    tools: what the helpers know beside the flows.
    facts: those of the file, without corrections; fact_users: titles of the flows and memos that show each.
    """

    library: Library
    rules: Rules
    label: Callable[[str], str]
    desk: Desk
    username: str = ""  # the bot's, for links
    staff_chat: int | None = None
    tools: Toolbox = field(default_factory=Toolbox)
    facts: FactBook = field(default_factory=FactBook)
    fact_users: Users = field(default_factory=dict)
