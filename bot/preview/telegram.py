"""The local Telegram itself: accounts, chats, what arrives where. Knows no HTTP and nothing of our bot."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from secrets import token_hex
from typing import Any, Unpack

from bot.preview import refusals
from bot.preview.changes import Changes
from bot.preview.chats import Chat, Kind, Member, Status
from bot.preview.clock import Clock
from bot.preview.faults import Faults
from bot.preview.files import Files
from bot.preview.messages import Content, Message
from bot.preview.methods import METHODS, Call
from bot.preview.params import Params
from bot.preview.posting import Extras, hears
from bot.preview.updates import UpdateQueue
from bot.preview.users import ANONYMOUS, BotAccount, User

FIRST_PERSON = 700_000_001
FIRST_GROUP = 4_000_001
SUPERGROUP = -1_000_000_000_000
CALLS_KEPT = 100_000
BOT_ID = 7_000_000_001
EXAMPLE_TOKEN = f"{BOT_ID}:preview-token-of-the-local-telegram-only"


@dataclass(eq=False)
class Query:
    """A press on a button, waiting for the bot's answer."""

    id: str
    user: User
    message: Message
    data: str
    at: int
    answer: dict[str, Any] | None = None  # text, show_alert, url

    def view(self) -> dict[str, Any]:
        message = self.message.gone_view() if self.message.deleted else self.message.view()
        return {
            "id": self.id,
            "from": self.user.view(),
            "message": message,
            "chat_instance": str(abs(hash(self.message.chat.id))),
            "data": self.data,
        }


@dataclass(frozen=True, slots=True)
class Record:
    """A call that a bot made, kept for tests that look at all of what was sent."""

    at: float
    method: str
    values: dict[str, Any]


class LocalTelegram:
    """Users, chats, messages, files and bots in memory; `call` is the Bot API."""

    def __init__(self, clock: Clock | None = None) -> None:
        self.clock = clock or Clock()
        self.run = token_hex(4)  # the page forgets what it remembered of another run
        self.changes = Changes()
        self.faults = Faults()
        self.files = Files()
        self.users: dict[int, User] = {}
        self.bots: dict[str, BotAccount] = {}
        self.chats: dict[str, Chat] = {}
        self.queries: dict[str, Query] = {}
        self.calls: deque[Record] = deque(maxlen=CALLS_KEPT)
        self._groups = 0
        self._albums = 0

    # Accounts

    def add_bot(
        self, username: str = "ryadom_preview_bot", first_name: str = "Bot", *, token: str = EXAMPLE_TOKEN
    ) -> BotAccount:
        bot = BotAccount(
            int(token.partition(":")[0]), first_name, username=username, is_bot=True, token=token
        )
        bot.updates = UpdateQueue(100_000_000 + bot.id % 1000)
        self.bots[token] = bot
        return bot

    def add_user(self, first_name: str, **about: Any) -> User:
        """`about`: last_name, username, language, phone, key, role, about, is_bot, id."""
        about.setdefault("id", FIRST_PERSON + len(self.users))
        about.setdefault("phone", f"+1555010{len(self.users):04d}")
        user = User(first_name=first_name, **about)
        self.users[user.id] = user
        self.changes.add("user", user=user.id)
        return user

    def user(self, key: str | int) -> User:
        """By id or key; KeyError for nobody."""
        for user in self.users.values():
            if key in (user.id, user.key):
                return user
        raise KeyError(key)

    def bot(self, token: str) -> BotAccount:
        if (bot := self.bots.get(token)) is None:
            raise refusals.unauthorized()
        return bot

    @property
    def the_bot(self) -> BotAccount:
        """The first bot: nearly always the only one."""
        return next(iter(self.bots.values()))

    # Chats

    def private(self, bot: BotAccount, user: User) -> Chat:
        """The private chat of a person with a bot, made when asked for."""
        chat = Chat(user.id, "private", user=user, bot=bot)
        return self.chats.setdefault(chat.key, chat)

    def add_group(
        self, title: str, members: Iterable[User] = (), *, kind: Kind = "supergroup", forum: bool = False
    ) -> Chat:
        """A group; its first member owns it. Bots join by `set_member`."""
        self._groups += 1
        number = FIRST_GROUP + self._groups
        chat = Chat(SUPERGROUP - number if kind == "supergroup" else -number, kind, title=title, forum=forum)
        for index, user in enumerate(members):
            chat.members[user.id] = Member(user, "creator" if index == 0 else "member")
        self.chats[chat.key] = chat
        self.changes.add("chat", chat=chat.key)
        return chat

    def set_member(self, chat: Chat, user: User, status: Status, *, by: User | None = None) -> None:
        """Join, promote, leave, kick. A bot learns of its own change, and of others' joining and leaving."""
        old = chat.members.get(user.id) or Member(user, "left")
        new = chat.members[user.id] = Member(user, status)
        actor = by or user
        self._announce(chat, old, new, actor)
        if isinstance(user, BotAccount):
            user.updates.push("my_chat_member", self._member_update(chat, old.view(), new.view(), actor))
        for bot in chat.bots():
            if bot is not user and (me := chat.member(bot)) and me.status == "administrator":
                bot.updates.push("chat_member", self._member_update(chat, old.view(), new.view(), actor))
        self.changes.add("chat", chat=chat.key)

    def _announce(self, chat: Chat, old: Member, new: Member, actor: User) -> None:
        if new.present and not old.present:
            self.post(chat, actor, {"new_chat_members": [new.user.view()]})
        elif old.present and not new.present:
            self.post(chat, actor, {"left_chat_member": new.user.view()})

    def _member_update(self, chat: Chat, old: Any, new: Any, actor: User) -> dict[str, Any]:
        return {
            "chat": chat.view(),
            "from": actor.view(),
            "date": self.clock.seconds(),
            "old_chat_member": old,
            "new_chat_member": new,
        }

    def set_blocked(self, chat: Chat, blocked: bool) -> None:
        """A person blocks the bot of a private chat, or lets it in again."""
        assert chat.bot is not None  # noqa: S101
        assert chat.user is not None  # noqa: S101
        if chat.blocked == blocked:
            return
        chat.blocked = blocked
        old, new = (Member(chat.bot, s) for s in (("member", "kicked") if blocked else ("kicked", "member")))
        chat.bot.updates.push("my_chat_member", self._member_update(chat, old.view(), new.view(), chat.user))
        self.changes.add("chat", chat=chat.key)

    def migrate(self, chat: Chat) -> Chat:
        """A basic group becomes a supergroup under a new id; the old id answers with the new one."""
        members = [m.user for m in chat.members.values()]
        new = self.add_group(chat.title, kind="supergroup")
        new.members = {user.id: chat.members[user.id] for user in members}
        owner = members[0]
        self.post(chat, owner, {"migrate_to_chat_id": new.id})
        chat.moved_to = new.id
        self.post(new, owner, {"migrate_from_chat_id": chat.id})
        self.changes.add("chat", chat=chat.key)
        return new

    def next_album(self) -> str:
        self._albums += 1
        return str(13_500_000_000_000_000 + self._albums)

    # Messages

    def post(self, chat: Chat, sender: User, content: Content, **extras: Unpack[Extras]) -> Message:
        """The one place where a message comes into being: stored, shown, handed to the bots that hear it."""
        message = Message(
            id=chat.next_id(), chat=chat, sender=sender, date=self.clock.seconds(), content=content, **extras
        )
        if message.anonymous:
            message.sender = ANONYMOUS
        chat.messages[message.id] = message
        self.changed(message)
        for bot in chat.bots():
            if hears(bot, message):
                bot.updates.push("message", message.view())
        return message

    def changed(self, message: Message) -> None:
        """Show a message, or show it anew."""
        self.changes.add("message", chat=message.chat.key, message=message.id)
        message.touched = self.changes.last

    def remove(self, message: Message) -> None:
        message.deleted = True
        if message.id in message.chat.pinned:
            message.chat.pinned.remove(message.id)
        self.changes.add("deleted", chat=message.chat.key, message=message.id)

    # The Bot API

    async def call(self, token: str, method: str, params: Params) -> Any:
        """The result of a method; raises `Refused`, or a fault's `Page` or `Cut`."""
        call = Call(self, self.bot(token), params)
        run = METHODS.get(method.lower())
        if run is None:
            raise refusals.no_method()
        if method.lower() != "getupdates":
            self.calls.append(Record(self.clock.now().timestamp(), method, dict(params.values)))

        async def work() -> Any:
            return await run(call)

        fault = self.faults.take(method, call.chat_id)
        if fault is None:
            return await work()
        self.changes.add("faults")
        return await fault.strike(work)
