"""Logs that cannot leak: the last step passes only allow-listed keys with dull values.

Free text, exception messages, Telegram ids and the token never get through; a traceback is reduced
to file, line and function. The standard library's loggers go through the same gate.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
import warnings
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, WrappedLogger

ALLOWED = frozenset({
    "event", "level", "timestamp", "case", "update_id", "row", "verb", "state", "ms", "error", "place",
    "count", "version", "lane", "port", "op", "code",
})  # fmt: skip
_DULL = re.compile(r"[a-zA-Z0-9_.:/<>() \-]{1,200}")
_SECRET = re.compile(r"\d{6,12}:[A-Za-z0-9_-]{30,}|\d{7,}")


def only_allowed(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Drops every key that is not on the list and every value that could be somebody's words."""
    if (failure := event.get("exc_info")) is not None:
        event.update(describe(failure if isinstance(failure, BaseException) else sys.exc_info()[1]))
    return {key: _dull(key, value) for key, value in event.items() if key in ALLOWED}


def describe(failure: BaseException | None) -> dict[str, str]:
    """An exception as its class and the place it was raised at; never its text."""
    if failure is None:
        return {}
    frames = traceback.extract_tb(failure.__traceback__)
    place = f"{frames[-1].filename.rsplit('/', 2)[-1]}:{frames[-1].lineno}" if frames else "?"
    return {"error": type(failure).__name__, "place": place}


def _dull(key: str, value: Any) -> Any:
    if value is None or isinstance(value, bool | float):
        return value
    if isinstance(value, int):
        return value if key == "update_id" or abs(value) < 10_000_000 else "[number]"
    text = str(value)
    if key == "timestamp":
        return text
    return _SECRET.sub("[hidden]", text) if _DULL.fullmatch(text) else "[hidden]"


class _Gate(logging.Handler):
    """Standard logging, reduced to the logger's name and the error's class."""

    def emit(self, record: logging.LogRecord) -> None:
        failure = record.exc_info[1] if record.exc_info else None
        structlog.get_logger().log(record.levelno, f"library {record.name}", **describe(failure))


def configure(form: str = "text", stream: TextIO | None = None) -> None:
    """Sets up structlog and the standard library's logging; `form` is "json" or "text"."""
    renderer: Any = (
        structlog.processors.JSONRenderer() if form == "json" else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            only_allowed,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(stream or sys.stderr),
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    root.handlers[:] = [_Gate()]
    root.setLevel(logging.WARNING)
    logging.captureWarnings(capture=True)
    warnings.simplefilter("ignore", ResourceWarning)
