"""A message: its content in the Bot API's own form, and the views of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.preview.users import User

if TYPE_CHECKING:
    from bot.preview.chats import Chat

Content = dict[str, Any]  # text, entities, photo, caption, … exactly as the Bot API names them
SERVICE = frozenset({
    "new_chat_members", "left_chat_member", "pinned_message", "migrate_to_chat_id",
    "migrate_from_chat_id", "new_chat_title", "forum_topic_created", "forum_topic_closed",
    "forum_topic_reopened", "forum_topic_edited", "group_chat_created", "supergroup_chat_created",
})  # fmt: skip
MEDIA = ("photo", "video", "animation", "audio", "document", "voice", "video_note", "sticker")


@dataclass(eq=False)
class Message:
    id: int
    chat: Chat
    sender: User
    date: int
    content: Content
    thread: int | None = None
    reply_to: Message | None = None
    quote: dict[str, Any] | None = None
    keyboard: dict[str, Any] | None = None  # inline only
    album: str = ""
    origin: dict[str, Any] | None = None
    protected: bool = False
    silent: bool = False
    anonymous: bool = False
    edited: int = 0
    touched: int = 0  # number of its last change
    deleted: bool = False
    effect: dict[str, Any] = field(default_factory=dict)  # reply keyboard that came with it
    reactions: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    versions: list[Content] = field(default_factory=list)  # what it was before its edits

    @property
    def text(self) -> str:
        return str(self.content.get("text", self.content.get("caption", "")))

    @property
    def is_service(self) -> bool:
        return not SERVICE.isdisjoint(self.content)

    @property
    def media(self) -> str:
        """The kind of its file, or an empty string."""
        return next((kind for kind in MEDIA if kind in self.content), "")

    def buttons(self) -> list[dict[str, Any]]:
        """Its inline buttons, row after row."""
        rows = (self.keyboard or {}).get("inline_keyboard", [])
        return [button for row in rows for button in row]

    def view(self, *, inner: bool = False) -> dict[str, Any]:
        """A `Message` of the Bot API; `inner` leaves out the message it replies to."""
        plain: dict[str, Any] = {
            "message_id": self.id,
            "from": self.sender.view(),
            "chat": self.chat.view(),
            "date": self.date,
        }
        plain |= self._marks()
        if self.reply_to is not None and not inner and not self.reply_to.deleted:
            plain["reply_to_message"] = self.reply_to.view(inner=True)
        if self.quote is not None and not inner:
            plain["quote"] = self.quote
        return plain | self.content | ({"reply_markup": self.keyboard} if self.keyboard else {})

    def _marks(self) -> dict[str, Any]:
        marks: dict[str, Any] = {}
        if self.thread is not None:
            marks |= {"message_thread_id": self.thread, "is_topic_message": True}
        if self.anonymous:
            marks["sender_chat"] = self.chat.view()
        optional = {
            "edit_date": self.edited,
            "media_group_id": self.album,
            "forward_origin": self.origin,
            "has_protected_content": self.protected,
        }
        return marks | {name: value for name, value in optional.items() if value}

    def gone_view(self) -> dict[str, Any]:
        """An `InaccessibleMessage`: what a press on a deleted message carries."""
        return {"message_id": self.id, "chat": self.chat.view(), "date": 0}
