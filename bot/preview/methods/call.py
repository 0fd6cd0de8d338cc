"""One call of a method: who calls, with what, and the checks that most methods begin with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.preview import keyboards, refusals
from bot.preview.chats import Chat, Topic
from bot.preview.entities import Entity, checked, cleaned, cut, trimmed, units, with_found
from bot.preview.markup import parse_html
from bot.preview.messages import Message
from bot.preview.params import Params
from bot.preview.posting import Extras
from bot.preview.refusals import Refused, bad, forbidden
from bot.preview.users import BotAccount

if TYPE_CHECKING:
    from bot.preview.telegram import LocalTelegram

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
QUOTE_LIMIT = 1024


@dataclass(frozen=True, slots=True)
class Call:
    telegram: LocalTelegram
    bot: BotAccount
    params: Params

    @property
    def chat_id(self) -> int | None:
        """The chat the call is about, for faults; None when it names none."""
        value = str(self.params.values.get("chat_id") or "")
        return int(value) if value.lstrip("-").isdigit() else None

    # Chats

    def chat(self, name: str = "chat_id") -> Chat:
        """A chat this bot may act in; refuses strangers, the blocked, the left and the migrated."""
        chat = self.known(name)
        if (refusal := self._door(chat)) is not None:
            raise refusal
        return chat

    def known(self, name: str = "chat_id") -> Chat:
        """A chat this bot knows of, open to it or not."""
        if not self.params.has(name):
            raise bad(f"{name} is empty")
        chat = self.telegram.chats.get(f"{self.bot.id}:{self.params.text(name)}")
        chat = chat or self.telegram.chats.get(self.params.text(name))
        if chat is None:
            raise self._stranger(name)
        return chat

    def _stranger(self, name: str) -> Refused:
        known = self.params.text(name).isdigit() and self.params.integer(name) in self.telegram.users
        return forbidden(refusals.CANNOT_INITIATE) if known else bad(refusals.CHAT_UNKNOWN)

    def _door(self, chat: Chat) -> Refused | None:
        if chat.moved_to:
            return refusals.migrated(chat.moved_to)
        if chat.user is not None:
            return _private_door(chat)
        member = chat.members.get(self.bot.id)
        if member is None:
            return bad(refusals.CHAT_UNKNOWN)
        kind = "supergroup" if chat.kind == "supergroup" else "group"
        if member.status == "kicked":
            return forbidden(f"bot was kicked from the {kind} chat")
        return None if member.present else forbidden(f"bot is not a member of the {kind} chat")

    def need_right(self, chat: Chat, right: str, words: str) -> None:
        """In a group the bot must be an administrator with this right."""
        member = chat.member(self.bot)
        if not chat.private and (member is None or not member.may(right)):
            raise bad(f"not enough rights to {words}")

    # Messages

    def message(self, chat: Chat, missing: str, name: str = "message_id") -> Message:
        message = chat.found(self.params.integer(name))
        if message is None:
            raise bad(missing)
        return message

    def thread(self, chat: Chat) -> int | None:
        """The topic to post to; refuses one that is gone or closed."""
        number = self.params.integer("message_thread_id")
        if not number:
            return None
        topic = chat.topics.get(number)
        if topic is None or topic.gone == "not found":
            raise bad(refusals.THREAD_GONE)
        return self._open_thread(chat, topic)

    def _open_thread(self, chat: Chat, topic: Topic) -> int | None:
        if topic.gone == "deleted":
            raise bad("TOPIC_DELETED")
        if topic.gone == "silent":
            return None
        member = chat.member(self.bot)
        if topic.closed and not (member and member.may("can_manage_topics")):
            raise bad("TOPIC_CLOSED")
        return topic.id

    # Words

    def formatted(
        self, text: str, entities: Any, mode: str, limit: int, too_long: str
    ) -> tuple[str, list[Entity]]:
        """Text and entities, from HTML or with given entities, trimmed and within `limit` UTF-16 units."""
        text = cleaned(text)
        if entities:
            given = checked(text, entities)
        elif mode.lower() == "html":
            text, given = parse_html(text)
        elif mode:
            raise bad("unsupported parse_mode")
        else:
            given = []
        text, given = trimmed(text, given)
        if units(text) > limit:
            raise bad(too_long)
        return text, with_found(text, given)

    def text(self) -> dict[str, Any]:
        """The content of a text message."""
        p = self.params
        text, entities = self.formatted(
            p.text("text"), p.json("entities"), p.text("parse_mode"), TEXT_LIMIT, refusals.TOO_LONG
        )
        if not text:
            raise bad(refusals.EMPTY)
        return {"text": text} | ({"entities": entities} if entities else {})

    def caption(self, values: dict[str, Any] | None = None) -> dict[str, Any]:
        """Caption fields of a media message, from the call or from one item of an album."""
        p = self.params if values is None else Params(values)
        text, entities = self.formatted(
            p.text("caption"),
            p.json("caption_entities"),
            p.text("parse_mode"),
            CAPTION_LIMIT,
            refusals.CAPTION_TOO_LONG,
        )
        if not text:
            return {}
        above = {"show_caption_above_media": True} if p.flag("show_caption_above_media") else {}
        return {"caption": text} | ({"caption_entities": entities} if entities else {}) | above

    # What comes with a message

    def extras(self, chat: Chat) -> Extras:
        """Thread, reply, keyboard and marks of a message to be sent."""
        markup = self.markup()
        extras: Extras = {
            "protected": self.params.flag("protect_content"),
            "silent": self.params.flag("disable_notification"),
            "thread": self.thread(chat),
        }
        if "inline_keyboard" in markup:
            extras["keyboard"] = keyboards.inline(markup)
        elif markup:
            extras["effect"] = keyboards.reply(markup, private=chat.private)
        extras |= self._reply(chat)
        return extras

    def markup(self) -> dict[str, Any]:
        value = self.params.values.get("reply_markup")
        markup = self.params.json("reply_markup")
        if value not in (None, "") and not isinstance(markup, dict):
            raise bad("object expected as reply markup")
        return markup or {}

    def _reply(self, chat: Chat) -> Extras:
        given = self.params.json("reply_parameters") or {}
        number = int(given.get("message_id") or self.params.integer("reply_to_message_id"))
        if not number:
            return {}
        target = chat.found(number)
        lenient = given.get("allow_sending_without_reply") or self.params.flag("allow_sending_without_reply")
        if target is None:
            if lenient:
                return {}
            raise bad(refusals.REPLY_GONE)
        quote = self._quote(given, target)
        return {"reply_to": target, "quote": quote} if quote else {"reply_to": target}

    def _quote(self, given: dict[str, Any], target: Message) -> dict[str, Any] | None:
        if not given.get("quote"):
            return None
        text, entities = self.formatted(
            given["quote"],
            given.get("quote_entities"),
            given.get("quote_parse_mode") or "",
            QUOTE_LIMIT,
            "QUOTE_TEXT_INVALID",
        )
        return quoted(target, text, entities)

    def each_id(self, name: str = "message_ids") -> list[int]:
        ids = self.params.json(name)
        if not isinstance(ids, list) or not 1 <= len(ids) <= 100:
            raise bad(
                "message identifiers are not specified"
                if not ids
                else "too many message identifiers specified"
            )
        return [int(i) for i in ids]

    def each(self, chat: Chat, find: Callable[[Message], bool]) -> list[Message]:
        """The messages among `message_ids` that exist and pass; the others are skipped, as Telegram does."""
        found = [chat.found(i) for i in self.each_id()]
        return [m for m in found if m is not None and find(m)]


def quoted(target: Message, text: str, entities: list[Entity]) -> dict[str, Any]:
    """A `TextQuote`; refused unless it is an exact piece of the message."""
    at = target.text.find(text)
    if not text or at < 0:
        raise bad("QUOTE_TEXT_INVALID")
    position = units(target.text[:at])
    kept = [e for e in entities if e["type"] in ("bold", "italic", "underline", "strikethrough", "spoiler")]
    assert cut(target.text, position, units(text)) == text  # noqa: S101
    return {"text": text, "position": position} | ({"entities": kept} if kept else {})


def _private_door(chat: Chat) -> Refused | None:
    assert chat.user is not None  # noqa: S101
    if chat.user.deactivated:
        return forbidden(refusals.DEACTIVATED)
    if chat.blocked:
        return forbidden(refusals.BLOCKED)
    return None if chat.started else forbidden(refusals.CANNOT_INITIATE)
