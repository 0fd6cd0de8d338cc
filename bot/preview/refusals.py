"""Refusals in Telegram's own words: bots match on these texts, so they stand here and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping


class Refused(Exception):
    """An answer with ``ok: false``: HTTP status, description, and sometimes parameters."""

    def __init__(self, code: int, description: str, parameters: Mapping[str, int] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = dict(parameters or {})

    def body(self) -> dict[str, object]:
        """The JSON object that Telegram answers with."""
        plain: dict[str, object] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            plain["parameters"] = self.parameters
        return plain


def bad(words: str) -> Refused:
    """A 400 with Telegram's prefix."""
    return Refused(400, f"Bad Request: {words}")


def forbidden(words: str) -> Refused:
    """A 403 with Telegram's prefix."""
    return Refused(403, f"Forbidden: {words}")


def unauthorized() -> Refused:
    return Refused(401, "Unauthorized")


def no_method() -> Refused:
    return Refused(404, "Not Found: method not found")


def too_many(retry_after: int) -> Refused:
    return Refused(429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after})


def conflict() -> Refused:
    return Refused(
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    )


def webhook_is_set() -> Refused:
    return Refused(
        409,
        "Conflict: can't use getUpdates method while webhook is active;"
        " use deleteWebhook to delete the webhook first",
    )


def migrated(new_id: int) -> Refused:
    return Refused(
        400,
        "Bad Request: group chat was upgraded to a supergroup chat",
        {"migrate_to_chat_id": new_id},
    )


NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)
OLD_QUERY = "query is too old and response timeout expired or query ID is invalid"
REPLY_GONE = "message to be replied not found"
THREAD_GONE = "message thread not found"
TOO_LONG = "message is too long"
CAPTION_TOO_LONG = "message caption is too long"
EMPTY = "message text is empty"
CHAT_UNKNOWN = "chat not found"
EDIT_GONE = "message to edit not found"
NOT_EDITABLE = "message can't be edited"
DELETE_GONE = "message to delete not found"
NOT_DELETABLE = "message can't be deleted for everyone"
COPY_GONE = "message to copy not found"
NOT_COPYABLE = "message can't be copied"
FORWARD_GONE = "message to forward not found"
NOT_FORWARDABLE = "message can't be forwarded"
PIN_GONE = "message to pin not found"
WRONG_FILE = "wrong file identifier/HTTP URL specified"
BLOCKED = "bot was blocked by the user"
CANNOT_INITIATE = "bot can't initiate conversation with a user"
DEACTIVATED = "user is deactivated"
