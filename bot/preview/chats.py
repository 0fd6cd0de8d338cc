"""Chats: private ones and groups, their members, rights and topics."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from bot.preview.messages import Message
from bot.preview.users import BotAccount, User

Kind = Literal["private", "group", "supergroup"]
Status = Literal["creator", "administrator", "member", "restricted", "left", "kicked"]

RIGHTS = (
    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members",
    "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories",
    "can_delete_stories", "can_send_welcome_messages", "can_pin_messages", "can_manage_topics",
)  # fmt: skip


@dataclass(eq=False)
class Member:
    user: User
    status: Status = "member"
    rights: frozenset[str] = frozenset(RIGHTS)  # of an administrator
    anonymous: bool = False

    @property
    def present(self) -> bool:
        return self.status not in ("left", "kicked")

    def may(self, right: str) -> bool:
        return self.status == "creator" or (self.status == "administrator" and right in self.rights)

    def view(self) -> dict[str, Any]:
        """A `ChatMember` of the Bot API."""
        plain: dict[str, Any] = {"status": self.status, "user": self.user.view()}
        if self.status == "creator":
            plain["is_anonymous"] = self.anonymous
        if self.status == "administrator":
            plain |= {"can_be_edited": False, "is_anonymous": self.anonymous}
            plain |= {right: right in self.rights for right in RIGHTS}
        if self.status == "kicked":
            plain["until_date"] = 0
        return plain


@dataclass(eq=False)
class Topic:
    """A thread of a forum (or of a private chat); `gone` says how its absence shows."""

    id: int
    name: str
    color: int = 0x6FB9F0
    closed: bool = False
    gone: Literal["", "not found", "deleted", "silent"] = ""

    def view(self) -> dict[str, Any]:
        return {"message_thread_id": self.id, "name": self.name, "icon_color": self.color}


@dataclass(eq=False)
class Chat:
    """A private chat (of one bot and one person) or a group. Ids are those the bot sees."""

    id: int
    kind: Kind
    title: str = ""
    user: User | None = None
    bot: BotAccount | None = None
    forum: bool = False
    started: bool = False  # private: the person has written
    blocked: bool = False  # private: the person has blocked the bot
    moved_to: int = 0  # a basic group that became a supergroup
    members: dict[int, Member] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    reply_keyboard: dict[str, Any] | None = None
    last_message: int = 0

    @property
    def private(self) -> bool:
        return self.kind == "private"

    @property
    def key(self) -> str:
        """A name for the chat that is unique over all bots: the page's address of it."""
        return f"{self.bot.id}:{self.id}" if self.bot else str(self.id)

    def live(self) -> list[Message]:
        """Messages that are not deleted, oldest first."""
        return [m for m in self.messages.values() if not m.deleted]

    def found(self, message_id: int) -> Message | None:
        message = self.messages.get(message_id)
        return None if message is None or message.deleted else message

    def member(self, user: User) -> Member | None:
        """A present member of a group."""
        member = self.members.get(user.id)
        return member if member and member.present else None

    def people(self) -> list[User]:
        """Persons (no bots) who see this chat."""
        if self.user is not None:
            return [self.user]
        return [m.user for m in self.members.values() if m.present and not m.user.is_bot]

    def bots(self) -> list[BotAccount]:
        if self.bot is not None:
            return [self.bot]
        present = [m.user for m in self.members.values() if m.present]
        return [user for user in present if isinstance(user, BotAccount)]

    def next_id(self) -> int:
        """Private chats and basic groups count with the bot, a supergroup by itself."""
        counter: Chat | BotAccount = self
        if self.kind != "supergroup" and self.bots():
            counter = self.bots()[0]
        counter.last_message = max(counter.last_message, self.last_message) + 1
        self.last_message = counter.last_message
        return counter.last_message

    def view(self) -> dict[str, Any]:
        """A `Chat` of the Bot API."""
        plain: dict[str, Any] = {"id": self.id, "type": self.kind}
        if self.user is not None:
            person = self.user.view()
            plain |= {k: v for k, v in person.items() if k in ("first_name", "last_name", "username")}
        else:
            plain["title"] = self.title
        return plain | ({"is_forum": True} if self.forum else {})
