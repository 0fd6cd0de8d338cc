"""A marked crowd that walks through every flow and answers every typed question."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Iterator

from bot.core.flow import buttons
from bot.core.flow.model import TYPED
from bot.core.flow.plan import Node
from bot.preview.people import Person, person
from bot.storage import people, sessions
from bot.storage.tx import Tx
from tests.faults import marker
from tests.faults.conftest import Town, idle

WALKERS = 6
STEPS, WALKS = 40, 25  # at most, of a walk and of a flow
TYPED_AS = {
    "name": marker.NAME, "text": marker.FREE, "a_number": marker.TYPED_NUMBER, "phone": marker.TYPED_PHONE,
    "us_state": "Калифорния", "date": "12 марта 1988", "time": "18:30",
}  # fmt: skip


class Walk:
    """Random walks that prefer what was pressed least, until every typed question was answered."""

    def __init__(self, town: Town) -> None:
        assert town.app is not None
        self.town = town
        self.database = town.app.database
        self.library = town.app.house.library
        self.tried: Counter[tuple[str, str]] = Counter()
        self.answered: set[tuple[str, str]] = set()
        self.rng = random.Random(3)

    @property
    def wanted(self) -> set[tuple[str, str]]:
        """Every typed question of every flow."""
        nodes = (node for plan in self.library.plans.values() for node in plan.nodes.values())
        return {(node.flow, node.id) for node in nodes if node.step.ask in TYPED}

    async def all(self) -> None:
        flows = [flow for flow in self.library.flows for _ in range(WALKS)]
        queue = iter(sorted(flows, key=lambda flow: self.rng.random()))
        walkers = [
            person(self.town.telegram, marker.NAME, id=marker.ACCOUNT + number) for number in range(WALKERS)
        ]
        async with asyncio.TaskGroup() as tasks:
            for who in walkers:
                tasks.create_task(self._walker(who, queue))

    async def _walker(self, who: Person, queue: Iterator[str]) -> None:
        await who.starts()
        await who.wait(who.from_bot, "no first screen", 30)
        for flow in queue:
            if self._worth_it(flow):
                await self.through(who, flow)

    def _worth_it(self, flow: str) -> bool:
        """Whether this flow still has a typed question that nobody has answered, or was never entered."""
        nodes = self.library.plans[flow].nodes.values()
        left = {(node.flow, node.id) for node in nodes if node.step.ask in TYPED} - self.answered
        return bool(left) or not self.tried[flow, ""]

    async def through(self, who: Person, flow: str) -> None:
        """One way through a flow, to its end or as far as a walk goes."""
        self.tried[flow, ""] += 1
        await self._deed(who, f"m|{flow}")
        for _ in range(STEPS):
            here = await self.database.read(self._here, who.user.id)
            if here is None:
                return
            session, node = here
            if node.step.ask in TYPED:
                await self._types(who, node)
            else:
                await self._deed(who, buttons.answer(session, node.key, self._option(node)))

    def _here(self, tx: Tx, telegram_id: int) -> tuple[str, Node] | None:
        found = people.find(tx, telegram_id)
        stored = sessions.current(tx, found.id) if found else None
        plan = self.library.plans.get(stored.flow) if stored else None
        node = plan.nodes.get(stored.state.get("shown") or "") if plan and stored else None
        return None if stored is None or node is None or node.kind == "end" else (stored.id, node)

    def _option(self, node: Node) -> str:
        match node.kind:
            case "say":
                return "next"
            case "task":
                return "done"
            case "board":
                return "$done"
        options = [*node.step.options, *(["$done"] if node.step.ask != "choice" else [])]
        least = min(self.tried[node.key, option] for option in options)
        option = self.rng.choice([one for one in options if self.tried[node.key, one] == least])
        self.tried[node.key, option] += 1
        return option

    async def _types(self, who: Person, node: Node) -> None:
        self.answered.add((node.flow, node.id))
        again = self.tried[node.key, who.user.first_name + str(who.user.id)]
        self.tried[node.key, who.user.first_name + str(who.user.id)] += 1
        if again % 2:  # was it refused? then out of here
            await self._deed(who, buttons.answer(await self._session(who), node.key, "$unknown"))
            return
        await who.sends(TYPED_AS[node.step.ask or ""])
        await self._handled()

    async def _session(self, who: Person) -> str:
        here = await self.database.read(self._here, who.user.id)
        assert here is not None
        return here[0]

    async def _deed(self, who: Person, data: str) -> None:
        await who.presses_data(who.last(), data)
        await self._handled()

    async def _handled(self) -> None:
        """Until the update that was just sent has had its effect."""
        number = max(self.town.telegram.the_bot.updates.history)
        done = "SELECT 1 FROM inbox WHERE update_id = ? AND done_at IS NOT NULL"
        await idle(self.database, lambda tx: tx.value(done, (number,)) is not None)
