"""A handler's single write: its effect and the end of its update, in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from bot.storage import inbox
from bot.storage.database import Database, Tx

P = ParamSpec("P")
R = TypeVar("R")


class SecondWriteError(RuntimeError):
    """A handler tried to write twice for one update: the first write has closed it."""


class Write:
    """A handler's single write: the service and the end of the update, in one transaction.

    ``await write(service, …)`` runs ``service(tx, …)`` and returns its result. A write that raised was
    rolled back and does not count; after one that succeeded, a second raises SecondWriteError.
    """

    def __init__(self, database: Database, update_ids: tuple[int, ...]) -> None:
        self._database = database
        self._update_ids = update_ids
        self.used = False

    async def __call__(
        self, service: Callable[Concatenate[Tx, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        if self.used:
            raise SecondWriteError("one write per update")
        self.used = True  # before the await: two tasks of one handler cannot both write
        try:
            return await self._database.write(
                _effect, self._update_ids, lambda tx: service(tx, *args, **kwargs)
            )
        except Exception:
            self.used = False
            raise


def _effect(tx: Tx, update_ids: tuple[int, ...], service: Callable[[Tx], R]) -> R:
    for update_id in update_ids:
        inbox.done(tx, update_id)
    return service(tx)
