"""Each row of the table of refusals, in Telegram's own words, and what depends on lane, try and time."""

from datetime import UTC, datetime, timedelta

import pytest
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
from aiogram.methods import GetMe

from bot.telegram.answers import RULES, Do, decide
from bot.telegram.session import NotSentError

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
CALL = GetMe()


def bad(words: str) -> TelegramBadRequest:
    return TelegramBadRequest(CALL, f"Bad Request: {words}")


def forbidden(words: str) -> TelegramForbiddenError:
    return TelegramForbiddenError(CALL, f"Forbidden: {words}")


ROWS: list[tuple[str, AiogramError, str, Do]] = [
    ("flood", TelegramRetryAfter(CALL, "Too Many Requests: retry after 7", 7), "send", Do.WAIT),
    ("migrated", TelegramMigrateToChat(CALL, "Bad Request: upgraded", -1005), "send", Do.MIGRATE),
    ("too_large", TelegramEntityTooLarge(CALL, "Request Entity Too Large"), "album", Do.FAIL),
    ("not_sent", NotSentError(CALL, "ClientConnectorError"), "send", Do.RETRY),
    ("network", TelegramNetworkError(CALL, "ServerDisconnectedError"), "send", Do.DOUBT),
    ("network", TelegramNetworkError(CALL, "TimeoutError"), "copy", Do.DOUBT),
    ("server", TelegramServerError(CALL, "Internal Server Error"), "send", Do.DOUBT),
    ("page", ClientDecodeError("answer not understood", ValueError(), None), "send", Do.DOUBT),
    ("token", TelegramUnauthorizedError(CALL, "Unauthorized"), "send", Do.STOP),
    ("no_method", TelegramNotFound(CALL, "Not Found: method not found"), "send", Do.FAIL),
    ("token", TelegramNotFound(CALL, "Not Found"), "send", Do.STOP),
    ("conflict", TelegramConflictError(CALL, "Conflict: terminated"), "send", Do.RETRY),
    ("left", forbidden("bot is not a member of the supergroup chat"), "leave", Do.DONE),
    ("left", bad("chat not found"), "leave", Do.DONE),
    ("left", forbidden("bot was blocked by the user"), "farewell", Do.DONE),
    ("left", bad("chat not found"), "farewell", Do.DONE),
    ("edit_lost", bad("message can't be edited"), "farewell", Do.AGAIN_NEW),
    ("rights", forbidden("not enough rights to send text messages to the chat"), "send", Do.PARK),
    ("blocked", forbidden("bot was blocked by the user"), "send", Do.UNREACHABLE),
    ("blocked", forbidden("user is deactivated"), "send", Do.UNREACHABLE),
    ("blocked", forbidden("bot was kicked from the supergroup chat"), "send", Do.UNREACHABLE),
    ("blocked", forbidden("bot can't initiate conversation with a user"), "send", Do.UNREACHABLE),
    ("same", bad("message is not modified: specified new message content"), "edit", Do.DONE),
    ("press_old", bad("query is too old or query ID is invalid"), "toast", Do.DONE),
    ("deleted", bad("message to delete not found"), "delete", Do.DONE),
    ("deleted", bad("message to edit not found"), "delete", Do.DONE),
    ("no_words", bad("there is no text in the message to edit"), "delete", Do.FAIL),
    ("delete_late", bad("message can't be deleted for everyone"), "delete", Do.AGAIN_BLANK),
    ("edit_lost", bad("message to edit not found"), "edit", Do.AGAIN_NEW),
    ("edit_lost", bad("message can't be edited"), "edit_remembered", Do.AGAIN_NEW),
    ("edit_lost", bad("MESSAGE_ID_INVALID"), "edit", Do.AGAIN_NEW),
    ("topic", bad("message thread not found"), "send", Do.AGAIN_LOOSE),
    ("topic", bad("TOPIC_CLOSED"), "send", Do.AGAIN_LOOSE),
    ("topic", bad("TOPIC_DELETED"), "words", Do.AGAIN_LOOSE),
    ("topic", bad("TOPIC_ID_INVALID"), "copy", Do.AGAIN_LOOSE),
    ("reply_lost", bad("message to be replied not found"), "send", Do.AGAIN_LOOSE),
    ("reply_lost", bad("QUOTE_TEXT_INVALID"), "words", Do.AGAIN_LOOSE),
    ("gone", bad("chat not found"), "send", Do.UNREACHABLE),
    ("gone", bad("PEER_ID_INVALID"), "send", Do.UNREACHABLE),
    ("rights", bad("not enough rights to send photos to the chat"), "album", Do.PARK),
    ("rights", bad("CHAT_WRITE_FORBIDDEN"), "send", Do.PARK),
    ("rights", bad("not enough rights to manage pinned messages in the chat"), "pin", Do.PARK),
    ("upgraded", bad("group chat was upgraded to a supergroup chat"), "send", Do.PARK),
    ("markup", bad("can't parse entities: Unsupported start tag"), "send", Do.AGAIN_PLAIN),
    ("markup", bad("message is too long"), "edit", Do.AGAIN_PLAIN),
    ("markup", bad("ENTITY_BOUNDS_INVALID"), "words", Do.AGAIN_PLAIN),
    ("source_lost", bad("message to copy not found"), "copy", Do.FAIL),
    ("source_lost", bad("wrong file identifier/HTTP URL specified"), "album", Do.FAIL),
    ("cosmetic", bad("message to pin not found"), "pin", Do.DONE),
    ("cosmetic", bad("message to edit not found"), "strip", Do.DONE),
    ("refused", bad("something never seen before"), "send", Do.FAIL),
    ("refused", bad("something never seen before"), "delete", Do.FAIL),
    ("unknown", TelegramAPIError(CALL, "I am a teapot"), "send", Do.FAIL),
    ("unknown", AiogramError("of a class nobody thought of"), "send", Do.FAIL),
]  # fmt: skip


@pytest.mark.parametrize(("code", "error", "op", "do"), ROWS)
def test_each_refusal_has_its_action(code: str, error: AiogramError, op: str, do: Do) -> None:
    action = decide(error, op, lane=1, tries=1, now=NOW)
    assert (action.code, action.do) == (code, do)


def test_every_row_of_the_table_is_tried_above() -> None:
    assert {rule.code for rule in RULES} == {code for code, *_ in ROWS}


def test_a_flood_waits_as_long_as_telegram_says() -> None:
    action = decide(TelegramRetryAfter(CALL, "", 37), "send", 1, 1, NOW)
    assert action.when == NOW + timedelta(seconds=37)


def test_a_migrated_group_names_its_new_id() -> None:
    assert decide(TelegramMigrateToChat(CALL, "", -1005), "send", 3, 1, NOW).chat_id == -1005


@pytest.mark.parametrize(("tries", "seconds"), [(1, 1), (2, 2), (3, 5), (4, 15), (5, 60), (6, 60), (500, 60)])
def test_an_unknown_outcome_is_tried_again_ever_more_slowly(tries: int, seconds: int) -> None:
    action = decide(TelegramServerError(CALL, ""), "send", 0, tries, NOW)
    assert (action.do, action.when) == (Do.DOUBT, NOW + timedelta(seconds=seconds))


@pytest.mark.parametrize("lane", [0, 1, 2, 3])
def test_what_people_wait_for_is_never_given_up(lane: int) -> None:
    assert decide(TelegramNetworkError(CALL, ""), "send", lane, 10_000, NOW).do is Do.DOUBT


def test_cosmetics_are_given_up_after_three_tries() -> None:
    assert decide(TelegramNetworkError(CALL, ""), "strip", 4, 2, NOW).do is Do.DOUBT
    assert decide(TelegramNetworkError(CALL, ""), "strip", 4, 3, NOW).do is Do.FAIL


def test_a_late_answer_to_a_press_is_dropped() -> None:
    assert decide(TelegramRetryAfter(CALL, "", 60), "toast", 1, 1, NOW).do is Do.DONE
    assert decide(TelegramRetryAfter(CALL, "", 2), "toast", 1, 1, NOW).do is Do.WAIT


def test_a_row_that_is_stuck_alarms_once() -> None:
    alarms = [decide(TelegramServerError(CALL, ""), "send", 1, tries, NOW).alarm for tries in range(1, 30)]
    assert alarms.count(True) == 1


@pytest.mark.parametrize(
    "words", ["can't parse entities", "something never seen before", "not enough rights"]
)
def test_our_own_mistakes_alarm(words: str) -> None:
    assert decide(bad(words), "send", 1, 1, NOW).alarm
