"""What Telegram's refusals mean, as a table, and the one pure function that reads it.

Classes alone do not decide: a dozen different refusals are a `TelegramBadRequest` and are told apart
by their words. The first row that matches wins. What no row knows becomes `failed` and is seen by a
human; nothing is dropped silently.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)

from bot.core.ops import Lane
from bot.telegram.session import NotSentError

BACK_OFF = (1, 2, 5, 15, 60)  # seconds; the last one repeats
STUCK_AFTER = 10  # tries without an answer: a human hears of it, once
COSMETIC_TRIES = 3
TOAST_SECONDS = 10  # an answer to a button press is worth nothing later


class Do(Enum):
    """What the sender does about a refusal."""

    DONE = auto()  # what was wanted is so already, or no longer matters
    WAIT = auto()  # the same row later; this chat alone waits
    RETRY = auto()  # the outcome is known: nothing arrived; the same row later
    DOUBT = auto()  # the outcome is unknown: the same row later, marked as a possible repeat
    MIGRATE = auto()  # the group has a new id: store it, the same row again
    UNREACHABLE = auto()  # nobody there: the row is parked, its owner told
    AGAIN_NEW = auto()  # at once, as a new message
    AGAIN_PLAIN = auto()  # at once, without formatting, cut
    AGAIN_LOOSE = auto()  # at once, without the reply and without the topic
    AGAIN_BLANK = auto()  # at once, as an edit that removes the words
    PARK = auto()  # needs a human's hand (rights), then may go
    FAIL = auto()  # cannot be sent
    STOP = auto()  # the token is dead: stop everything


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: it matches by class, by any of the words (lower case), and by the operation's name."""

    code: str
    error: type[AiogramError]
    do: Do
    words: tuple[str, ...] = ()
    ops: frozenset[str] = frozenset()
    alarm: bool = False

    def matches(self, error: AiogramError, words: str, op: str) -> bool:
        """`words` is Telegram's description in lower case."""
        return (
            isinstance(error, self.error)
            and (not self.ops or op in self.ops)
            and (not self.words or any(word in words for word in self.words))
        )


@dataclass(frozen=True, slots=True)
class Action:
    """What to do with one row. `when` is set for WAIT, RETRY and DOUBT, `chat_id` for MIGRATE."""

    do: Do
    code: str
    when: datetime | None = None
    chat_id: int | None = None
    alarm: bool = False


EDITS = frozenset({"edit", "edit_remembered", "farewell"})
QUOTING = frozenset({"send", "words", "copy", "album"})
COSMETIC = frozenset({"strip", "pin", "toast"})
LEAVE = frozenset({"leave"})
FAREWELL = frozenset({"farewell"})
DELETE = frozenset({"delete"})

PRESS_OLD = ("query is too old", "query id is invalid", "query_id_invalid")
EDIT_LOST = ("message to edit not found", "can't be edited", "message_id_invalid", "message identifier")
NO_TOPIC = ("thread not found", "topic not found", "topic_closed", "topic_deleted", "topic_id_invalid")
NO_REPLY = ("to be replied not found", "to reply not found", "reply message not found", "quote")
NOBODY = ("chat not found", "user not found", "peer_id_invalid", "user is deactivated", "user_deactivated")
NO_RIGHTS = ("not enough rights", "no rights", "write_forbidden", "admin_required", "administrator rights")
MARKUP = ("can't parse entities", "entity", "is too long", "caption_too_long", "message_too_long")
NO_SOURCE = ("message to copy not found", "can't be copied", "file identifier")

RULES = (
    Rule("flood", TelegramRetryAfter, Do.WAIT),
    Rule("migrated", TelegramMigrateToChat, Do.MIGRATE),
    Rule("too_large", TelegramEntityTooLarge, Do.FAIL, alarm=True),
    Rule("not_sent", NotSentError, Do.RETRY),
    Rule("network", TelegramNetworkError, Do.DOUBT),
    Rule("server", TelegramServerError, Do.DOUBT),
    Rule("page", ClientDecodeError, Do.DOUBT),
    Rule("token", TelegramUnauthorizedError, Do.STOP, alarm=True),
    Rule("no_method", TelegramNotFound, Do.FAIL, ("method not found",), alarm=True),
    Rule("token", TelegramNotFound, Do.STOP, alarm=True),
    Rule("conflict", TelegramConflictError, Do.RETRY, alarm=True),
    Rule("left", TelegramForbiddenError, Do.DONE, ops=LEAVE | FAREWELL),
    Rule("left", TelegramBadRequest, Do.DONE, NOBODY, FAREWELL),
    Rule("left", TelegramBadRequest, Do.DONE, ops=LEAVE),
    Rule("rights", TelegramForbiddenError, Do.PARK, NO_RIGHTS, alarm=True),
    Rule("blocked", TelegramForbiddenError, Do.UNREACHABLE),
    Rule("same", TelegramBadRequest, Do.DONE, ("not modified",)),
    Rule("press_old", TelegramBadRequest, Do.DONE, PRESS_OLD),
    Rule("deleted", TelegramBadRequest, Do.DONE, ("message to delete not found",)),
    Rule("deleted", TelegramBadRequest, Do.DONE, ("message to edit not found",), DELETE),
    Rule("delete_late", TelegramBadRequest, Do.AGAIN_BLANK, ("can't be deleted",), DELETE),
    Rule("no_words", TelegramBadRequest, Do.FAIL, ("no text in the message to edit",), DELETE),
    Rule("edit_lost", TelegramBadRequest, Do.AGAIN_NEW, EDIT_LOST, EDITS),
    Rule("topic", TelegramBadRequest, Do.AGAIN_LOOSE, NO_TOPIC),
    Rule("reply_lost", TelegramBadRequest, Do.AGAIN_LOOSE, NO_REPLY, QUOTING),
    Rule("gone", TelegramBadRequest, Do.UNREACHABLE, NOBODY),
    Rule("rights", TelegramBadRequest, Do.PARK, NO_RIGHTS, alarm=True),
    Rule("upgraded", TelegramBadRequest, Do.PARK, ("upgraded to a supergroup",), alarm=True),
    Rule("markup", TelegramBadRequest, Do.AGAIN_PLAIN, MARKUP, alarm=True),
    Rule("source_lost", TelegramBadRequest, Do.FAIL, NO_SOURCE),
    Rule("cosmetic", TelegramBadRequest, Do.DONE, ops=COSMETIC),
    Rule("refused", TelegramBadRequest, Do.FAIL, alarm=True),
    Rule("unknown", TelegramAPIError, Do.FAIL, alarm=True),
)  # fmt: skip
OTHERWISE = Rule("unknown", AiogramError, Do.FAIL, alarm=True)


def decide(error: AiogramError, op: str, lane: int, tries: int, now: datetime) -> Action:
    """What to do after `error`, the `tries`-th failed call for a row (1 for the first)."""
    words = str(getattr(error, "message", "")).lower()
    rule = next((rule for rule in RULES if rule.matches(error, words, op)), OTHERWISE)
    if rule.do is Do.MIGRATE and isinstance(error, TelegramMigrateToChat):
        return Action(rule.do, rule.code, chat_id=error.migrate_to_chat_id)
    if rule.do not in (Do.WAIT, Do.RETRY, Do.DOUBT):
        return Action(rule.do, rule.code, alarm=rule.alarm)
    seconds = _seconds(error, tries)
    if given_up := _worthless_later(op, lane, tries, seconds):
        return Action(given_up, rule.code)
    when = now + timedelta(seconds=seconds)
    return Action(rule.do, rule.code, when=when, alarm=rule.alarm or tries == STUCK_AFTER)


def _seconds(error: AiogramError, tries: int) -> float:
    if isinstance(error, TelegramRetryAfter):
        return error.retry_after
    return BACK_OFF[min(tries, len(BACK_OFF)) - 1]


def _worthless_later(op: str, lane: int, tries: int, seconds: float) -> Do | None:
    """How a row ends that is not worth waiting for; None for all that is. Lanes 0 to 3 always wait."""
    if op == "toast" and (seconds > TOAST_SECONDS or tries >= COSMETIC_TRIES):
        return Do.DONE
    return Do.FAIL if lane >= Lane.COSMETIC and tries >= COSMETIC_TRIES else None
