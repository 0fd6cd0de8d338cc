"""A lean aiogram session: typed methods go in, a JSON body goes out, and only what we read comes back.

aiogram's own session spends half of an update's time on dumping every field of a method into a form
and on building a pydantic `Message` of which the sender needs one number. This one walks the fields
that are set, sends them over a `Wire`, and answers methods that return messages with `Posted`. Other
methods come back as aiogram's types, through adapters kept for good: aiogram holds its `Response[T]`
classes weakly, so that each garbage collection makes it build them again.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from enum import Enum
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, cast

from aiogram.client.default import Default
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.exceptions import (
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
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import InputFile
from aiohttp import ClientError, ClientTimeout
from pydantic import BaseModel, TypeAdapter
from yarl import URL

from bot.telegram.pages import updates_in
from bot.telegram.wire import BrokenError, NotConnectedError, Wire

if TYPE_CHECKING:
    from aiogram.client.bot import Bot

REQUEST_SECONDS = 30.0
DEFAULT_WAIT = 5  # seconds, for a 429 that does not say how long

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_ERRORS: dict[int, type[TelegramAPIError]] = {
    HTTPStatus.BAD_REQUEST: TelegramBadRequest,
    HTTPStatus.UNAUTHORIZED: TelegramUnauthorizedError,
    HTTPStatus.FORBIDDEN: TelegramForbiddenError,
    HTTPStatus.NOT_FOUND: TelegramNotFound,
    HTTPStatus.CONFLICT: TelegramConflictError,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: TelegramEntityTooLarge,
}

Reader = Callable[[Any, "Bot"], Any]


class Posted(NamedTuple):
    """What we keep of a `Message` or `MessageId` in Telegram's answer."""

    message_id: int


class RawUpdates(TelegramMethod[list[dict[str, Any]]]):
    """getUpdates with plain dictionaries: one malformed update does not take the page with it."""

    __returning__ = list[dict[str, Any]]
    __api_method__ = "getUpdates"

    offset: int | None = None
    limit: int = 100
    timeout: int = 0
    allowed_updates: list[str] | None = None


class NotSentError(TelegramNetworkError):
    """No connection was made: the request is known not to have reached Telegram."""


class LeanSession(AiohttpSession):
    """See the module. Raises aiogram's own exceptions; their texts never hold an address or a page."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"timeout": REQUEST_SECONDS, **kwargs})
        self._wire: Wire | None = None
        self._paths: dict[tuple[str, str], str] = {}
        self._readers: dict[type[TelegramMethod[Any]], Reader] = {}

    async def __call__(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109
    ) -> TelegramType:
        if len(self.middleware):
            return await super().__call__(bot, method, timeout)
        return await self.make_request(bot, method, timeout)

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109
    ) -> TelegramType:
        """One call. `timeout` in seconds, for the whole of it."""
        status, page = await self._post(bot, method, self.timeout if timeout is None else timeout)
        try:
            result = _result(method, status, page)
        except ClientDecodeError:
            result = updates_in(page) if isinstance(method, RawUpdates) else None
            if result is None:
                raise
        try:
            return cast(TelegramType, self._reader(type(method))(result, bot))
        except (ValueError, TypeError, KeyError) as error:
            raise _unreadable(error) from None

    async def close(self) -> None:
        """Closes the connections."""
        if self._wire:
            self._wire.close()
        await super().close()

    async def _post(
        self,
        bot: Bot,
        method: TelegramMethod[Any],
        seconds: float,
    ) -> tuple[int, bytes]:
        try:
            body = _encode(_fields(method, bot)).encode("utf-8", "replace")
        except _FileInsideError:
            return await self._upload(bot, method, seconds)
        try:
            return await self._wired(bot).post(self._path(bot, method.__api_method__), body, seconds)
        except NotConnectedError:
            raise NotSentError(method, "no connection") from None
        except (BrokenError, TimeoutError) as error:
            raise TelegramNetworkError(method, type(error).__name__) from None

    async def _upload(self, bot: Bot, method: TelegramMethod[Any], seconds: float) -> tuple[int, bytes]:
        """A body with files is a form, and goes through aiohttp."""
        session = await self.create_session()
        url = self.api.api_url(token=bot.token, method=method.__api_method__)
        form = self.build_form_data(bot, method)
        try:
            async with session.post(url, data=form, timeout=ClientTimeout(total=seconds)) as response:
                return response.status, await response.read()
        except (ClientError, TimeoutError, OSError) as error:
            raise TelegramNetworkError(method, type(error).__name__) from None

    def _wired(self, bot: Bot) -> Wire:
        if self._wire is None:
            base = URL(self.api.api_url(token=bot.token, method="getMe")).origin()
            self._wire = Wire(base, self._connector_init["ssl"])
        return self._wire

    def _path(self, bot: Bot, name: str) -> str:
        key = (bot.token, name)
        if key not in self._paths:
            self._paths[key] = URL(self.api.api_url(token=bot.token, method=name)).raw_path_qs
        return self._paths[key]

    def _reader(self, kind: type[TelegramMethod[Any]]) -> Reader:
        if kind not in self._readers:
            self._readers[kind] = _reader_of(kind.__returning__)
        return self._readers[kind]


class _FileInsideError(Exception):
    """The method carries a file to upload; such a body is a form."""


def _fields(model: BaseModel, bot: Bot) -> dict[str, Any]:
    """The fields that are set, as plain JSON values."""
    plain = {}
    for name, value in (model.__dict__ | (model.__pydantic_extra__ or {})).items():
        if value is not None and (ready := _plain(value, bot)) is not None:
            plain[name] = ready
    return plain


def _plain(value: Any, bot: Bot) -> Any:  # noqa: PLR0911  # one line per kind of value
    match value:
        case Enum():
            return value.value
        case str() | int() | float():
            return value
        case Default():
            default = bot.default[value.name]
            return None if default is None else _plain(default, bot)
        case BaseModel():
            return _fields(value, bot)
        case list() | tuple():
            return [_plain(item, bot) for item in value]
        case dict():
            return {key: _plain(item, bot) for key, item in value.items() if item is not None}
        case datetime():
            return round(value.timestamp())
        case timedelta():
            return round((datetime.now(UTC) + value).timestamp())
        case InputFile():
            raise _FileInsideError
    return value


def _reader_of(returning: Any) -> Reader:
    if returning in (bool, int, str, RawUpdates.__returning__):
        return lambda result, _: result
    if "types.message." in repr(returning) or "types.message_id." in repr(returning):
        return lambda result, _: _posted(result)
    adapter = TypeAdapter(returning)
    return lambda result, bot: adapter.validate_python(result, context={"bot": bot})


def _posted(result: Any) -> Any:
    if isinstance(result, list):
        return [_posted(one) for one in result]
    return result if isinstance(result, bool) else Posted(result["message_id"])


def _result(method: TelegramMethod[Any], status: int, page: bytes) -> Any:
    try:
        answer = json.loads(page)
    except (ValueError, RecursionError) as error:
        answer, failure = None, _unreadable(error)
    else:
        failure = _unreadable(TypeError())
    if not isinstance(answer, dict):  # a gateway's HTML page; raised out here so that it keeps no copy of it
        raise failure
    if answer.get("ok") is True and status == HTTPStatus.OK:
        return answer.get("result")
    return _refuse(method, status, answer)


def _unreadable(error: Exception) -> ClientDecodeError:
    """Without the page, and without the original error, which quotes it."""
    return ClientDecodeError("answer not understood", ValueError(type(error).__name__), None)


def _refuse(method: TelegramMethod[Any], status: int, answer: dict[str, Any]) -> NoReturn:
    code = answer.get("error_code")
    code = code if isinstance(code, int) else status
    words = str(answer.get("description") or "")
    parameters = answer.get("parameters") or {}
    if code == HTTPStatus.TOO_MANY_REQUESTS:
        raise TelegramRetryAfter(method, words, parameters.get("retry_after") or DEFAULT_WAIT)
    if moved := parameters.get("migrate_to_chat_id"):
        raise TelegramMigrateToChat(method, words, moved)
    if code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise TelegramServerError(method, words)
    raise _ERRORS.get(code, TelegramAPIError)(method, words)
