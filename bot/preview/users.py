"""Accounts: people and bots."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.preview.updates import UpdateQueue


@dataclass(eq=False)
class User:
    """A person with a phone. `key`, `role` and `about` are for the page and the example people."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language: str = "ru"
    phone: str = ""
    key: str = ""
    role: str = ""
    about: str = ""
    kind: str = ""  # colour on the page: family, volunteer, coordinator
    prompts: list[str] = field(default_factory=list)  # what this person might write first
    is_bot: bool = False
    deactivated: bool = False
    clipboard: str = ""
    opened: list[str] = field(default_factory=list)  # links opened by a button

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def view(self) -> dict[str, Any]:
        """A `User` of the Bot API."""
        plain: dict[str, Any] = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        optional = {"last_name": self.last_name, "username": self.username}
        if not self.is_bot:
            optional["language_code"] = self.language
        return plain | {name: value for name, value in optional.items() if value}


@dataclass(eq=False)
class BotAccount(User):
    """A bot: a token, a queue of updates, and what BotFather lets its owner set."""

    token: str = ""
    updates: UpdateQueue = field(default_factory=lambda: UpdateQueue(1))
    reads_all: bool = False  # privacy mode off
    private_topics: bool = False
    settings: dict[str, Any] = field(default_factory=dict)  # commands, descriptions, menu buttons
    last_message: int = 0  # private chats and basic groups share a bot's count of messages

    def own_view(self) -> dict[str, Any]:
        """What getMe answers."""
        return self.view() | {
            "can_join_groups": True,
            "can_read_all_group_messages": self.reads_all,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
            "has_topics_enabled": self.private_topics,
        }


ANONYMOUS = User(1087968824, "Group", username="GroupAnonymousBot", is_bot=True)
