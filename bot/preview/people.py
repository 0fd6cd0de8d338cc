"""People for tests: journeys read as conversations, and waiting is for an event, never for a clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from bot.preview import acts
from bot.preview.acts import Pressed
from bot.preview.chats import Chat, Status, Topic
from bot.preview.markup import parse_html
from bot.preview.messages import Message
from bot.preview.params import Upload
from bot.preview.posting import Extras
from bot.preview.telegram import LocalTelegram, Query
from bot.preview.users import BotAccount, User

PATIENCE = 20.0  # real seconds; only a test that fails waits so long
T = TypeVar("T")


@dataclass(eq=False)
class Room:
    """A chat as one looks at it: what is there, and waiting for what is to come."""

    telegram: LocalTelegram
    chat: Chat

    def messages(self) -> list[Message]:
        """What is there now, oldest first, without service messages."""
        return [m for m in self.chat.live() if not m.is_service]

    def from_bot(self) -> list[Message]:
        return [m for m in self.messages() if isinstance(m.sender, BotAccount)]

    def last(self) -> Message:
        """The newest message of a bot; IndexError when there is none."""
        return self.from_bot()[-1]

    def transcript(self, last: int = 12) -> str:
        """The end of the chat in words, for the message of a failed test."""
        return "\n".join(_line(m) for m in self.messages()[-last:])

    async def sees(self, words: str, *, since: int = -1, seconds: float = PATIENCE) -> Message:
        """The newest message of a bot with these words, waiting for it; `since` is a number of a change."""

        def found() -> Message | None:
            fitting = [m for m in self.from_bot() if words in m.text and m.touched > since]
            return fitting[-1] if fitting else None

        return await self.wait(found, f"does not see «{words}»", seconds)

    async def wait(self, probe: Callable[[], T | None], complaint: str, seconds: float = PATIENCE) -> T:
        """Until `probe` finds something; AssertionError with the transcript otherwise."""
        try:
            return await self.telegram.changes.until(probe, seconds)
        except TimeoutError:
            raise AssertionError(f"{complaint}; sees:\n{self.transcript()}") from None

    def button(self, caption: str) -> tuple[Message, dict[str, Any]] | None:
        """The newest button of that caption (or with it inside) and its message."""
        for fits in (lambda text: text == caption, lambda text: caption in text):
            for message in reversed(self.messages()):
                for button in message.buttons():
                    if fits(button["text"]):
                        return message, button
        return None

    def captions(self) -> list[str]:
        """Captions of the buttons under the newest message of a bot that has some."""
        for message in reversed(self.from_bot()):
            if message.buttons():
                return [button["text"] for button in message.buttons()]
        return []


@dataclass(eq=False)
class Group(Room):
    """A group: who is in it, and its topics."""

    def adds(self, *people: Person) -> None:
        for person in people:
            self.telegram.set_member(self.chat, person.user, "member")

    def removes(self, person: Person) -> None:
        self.telegram.set_member(self.chat, person.user, "kicked")

    def sets_bot(self, status: Status = "administrator", bot: BotAccount | None = None) -> None:
        """Add, promote, demote or throw out the bot."""
        owner = next(iter(self.chat.members.values())).user if self.chat.members else None
        self.telegram.set_member(self.chat, bot or self.telegram.the_bot, status, by=owner)

    def opens_topic(self, name: str) -> Topic:
        made = self.telegram.post(
            self.chat,
            next(iter(self.chat.members.values())).user,
            {"forum_topic_created": {"name": name, "icon_color": 0}},
        )
        topic = self.chat.topics[made.id] = Topic(made.id, name)
        return topic

    def migrates(self) -> Group:
        """Becomes a supergroup: the handle of the new one."""
        return Group(self.telegram, self.telegram.migrate(self.chat))


@dataclass(eq=False)
class Person(Room):
    """Somebody with a phone; `where` of each deed is a group, or by default the chat with the bot."""

    user: User
    mark: int = -1  # number of the last change before the person's last deed
    queries: list[Query] = field(default_factory=list)

    # Writing

    async def starts(self, payload: str = "") -> Message:
        """Press «Start», perhaps by a deep link with this payload."""
        self._deed()
        return acts.start(self.telegram, self.user, self._bot, payload)

    async def sends(
        self, text: str, *, where: Group | None = None, html: bool = False, **extras: Any
    ) -> Message:
        """Text, with HTML for formatting if asked; `extras`: reply_to, quote, thread, anonymous, origin."""
        self._deed()
        text, entities = parse_html(text) if html else (text, [])
        return acts.write(self.telegram, self.user, self._at(where), text, entities, **_extras(extras))[-1]

    async def sends_media(
        self, kind: str, caption: str = "", *, data: bytes = b"example", name: str = "example.bin",
        mime: str = "application/octet-stream", size: int = 0, where: Group | None = None, **extras: Any,
    ) -> Message:  # fmt: skip
        """A photo, document, voice, video, video_note, audio, animation or sticker; `size` may lie."""
        self._deed()
        stored = self.telegram.files.put(kind, Upload(data, name, mime), size)
        content = self.telegram.files.content(kind, stored) | ({"caption": caption} if caption else {})
        return acts.say(self.telegram, self.user, self._at(where), content, **_extras(extras))

    async def sends_album(
        self, *captions: str, kind: str = "photo", where: Group | None = None
    ) -> list[Message]:
        """One photo (or other kind) per caption, kept together."""
        album = self.telegram.next_album()
        return [await self.sends_media(kind, c, data=f"{album}{i}".encode(), where=where, album=album)
                for i, c in enumerate(captions)]  # fmt: skip

    async def sends_raw(
        self, content: dict[str, Any], *, where: Group | None = None, **extras: Any
    ) -> Message:
        """Any other content, as the Bot API writes it: ``{"poll": …}``, ``{"location": …}``."""
        self._deed()
        return acts.say(self.telegram, self.user, self._at(where), content, **_extras(extras))

    async def sends_location(self, latitude: float = 38.58, longitude: float = -121.49) -> Message:
        return await self.sends_raw({"location": {"latitude": latitude, "longitude": longitude}})

    async def sends_contact(self, phone: str = "+15550100199", name: str = "X") -> Message:
        return await self.sends_raw({"contact": {"phone_number": phone, "first_name": name}})

    async def shares_contact(self) -> Message:
        """One's own phone number."""
        self._deed()
        return acts.share_contact(self.telegram, self.user, self.chat)

    async def edits(self, message: Message, text: str) -> None:
        self._deed()
        acts.edit(self.telegram, self.user, message, text)

    async def deletes(self, message: Message) -> None:
        acts.delete(self.telegram, self.user, message)

    async def replies(self, message: Message, text: str, *, quote: str = "") -> Message:
        """Answer a message, perhaps to a piece of it."""
        found = acts.quote_of(message, quote) if quote else None
        where = None if message.chat.private else Group(self.telegram, message.chat)
        return await self.sends(text, where=where, reply_to=message, quote=found)

    # Pressing

    async def presses(
        self,
        caption: str,
        *,
        of: Message | None = None,
        where: Group | None = None,
        seconds: float = PATIENCE,
    ) -> Pressed:
        """Wait for the newest button of that caption (of one message, if given) and press it."""
        room = Room(self.telegram, of.chat if of else self._at(where))

        def found() -> tuple[Message, dict[str, Any]] | None:
            if of is None:
                return room.button(caption)
            return next(((of, b) for b in of.buttons() if caption in b["text"]), None)

        message, button = await room.wait(found, f"{self.user.name} finds no button «{caption}»", seconds)
        self._deed()
        pressed = acts.press(self.telegram, self.user, message, button)
        if pressed.query:
            self.queries.append(pressed.query)
        return pressed

    async def presses_reply(self, caption: str) -> Message:
        """A button of the reply keyboard."""
        await self.wait(lambda: self._has_reply(caption), f"no reply button «{caption}»")
        self._deed()
        return acts.press_reply(self.telegram, self.user, self.chat, caption)

    async def presses_data(self, message: Message, data: str) -> Query:
        """A forged or an outdated press: any data on any message."""
        self._deed()
        self.queries.append(acts.query(self.telegram, self.user, message, data))
        return self.queries[-1]

    async def opens(self, url: str) -> Pressed:
        """Open a link; a t.me link to the bot starts it."""
        self._deed()
        return acts.open_link(self.telegram, self.user, url)

    # Seeing

    async def gets(self, words: str, *, where: Group | None = None, seconds: float = PATIENCE) -> Message:
        """As `sees`, but only what came or changed since the person's own last deed."""
        return await Room(self.telegram, self._at(where)).sees(words, since=self.mark, seconds=seconds)

    async def sees_toast(self, words: str = "", *, seconds: float = PATIENCE) -> str:
        """The answer to the last press: its text must hold `words`."""
        query = self.queries[-1]
        await self.wait(lambda: query.answer, f"{self.user.name}'s last press got no answer", seconds)
        text = str((query.answer or {})["text"])
        assert words in text, f"the toast says «{text}», not «{words}»"  # noqa: S101  a test's assertion
        return text

    # The chat itself

    async def blocks(self) -> None:
        self.telegram.set_blocked(self.chat, True)

    async def unblocks(self) -> None:
        self.telegram.set_blocked(self.chat, False)

    def in_group(self, group: Group) -> Room:
        """The group as this person sees it."""
        return Room(self.telegram, group.chat)

    @property
    def _bot(self) -> BotAccount:
        assert self.chat.bot is not None  # noqa: S101
        return self.chat.bot

    def _at(self, where: Group | None) -> Chat:
        return where.chat if where else self.chat

    def _has_reply(self, caption: str) -> bool:
        board = self.chat.reply_keyboard or {}
        return any(b["text"] == caption for row in board.get("keyboard", []) for b in row)

    def _deed(self) -> None:
        self.mark = self.telegram.changes.last


def person(telegram: LocalTelegram, name: str, **about: Any) -> Person:
    """A new person with a phone and a chat with the (first) bot."""
    user = telegram.add_user(name, **about)
    return Person(telegram, telegram.private(telegram.the_bot, user), user)


def group(telegram: LocalTelegram, title: str, members: Iterable[Person] = (), **about: Any) -> Group:
    """A new group; its first member owns it. `about`: kind, forum."""
    return Group(telegram, telegram.add_group(title, [m.user for m in members], **about))


def _extras(given: dict[str, Any]) -> Extras:
    extras: Extras = {**given}  # type: ignore[typeddict-item]
    return extras


def _line(message: Message) -> str:
    words = message.text or message.media or next(iter(message.content), "")
    buttons = " ".join(f"[{b['text']}]" for b in message.buttons())
    return f"  {message.sender.first_name}: {words} {buttons}".rstrip()
