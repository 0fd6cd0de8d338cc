"""Facts on screens follow what the team corrects: reloaded after the commit, and at the start."""

from __future__ import annotations

import asyncio

from bot.core.facts import FactBook
from bot.storage import factlog
from bot.storage.database import Database
from bot.telegram.texts import Texts


class Corrections:
    """Lays the accepted corrections over the facts of the file, in the texts that everybody is shown."""

    def __init__(self, database: Database, texts: Texts, facts: FactBook) -> None:
        self._database = database
        self._texts = texts
        self._facts = facts
        self._changed = asyncio.Event()
        database.on_commit(self._committed)

    async def load(self) -> None:
        """Reads what was accepted; what is rendered from now on shows it."""
        self._texts.facts = self._facts.corrected(await self._database.read(factlog.corrections))

    async def run(self) -> None:
        """Loads after each change, for ever."""
        while True:
            await self._changed.wait()
            self._changed.clear()
            await self.load()

    def _committed(self, touched: set[str]) -> None:
        if "facts" in touched:
            self._changed.set()
