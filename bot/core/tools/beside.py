"""Buttons of helpers beside the steps of flows (flows/helpers.yaml): they take up what was answered there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from bot.core.flow.plan import Plan
from bot.core.say import Button
from bot.core.tools import buttons

HELPERS = "flows/helpers.yaml"
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,23}$")]
Row = tuple[Button, ...]


class Helper(BaseModel):
    """One button, as the file has it; there the fields are explained."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    flow: Name
    step: Name
    tool: buttons.Tool
    answer: Name


def beside(helpers: Mapping[str, Helper], plan: Plan, key: str) -> tuple[Row, ...]:
    """Rows for the step with this key; none for most steps."""
    node = plan.nodes.get(key)
    here = (
        helper
        for helper in helpers.items()
        if node and (helper[1].flow, helper[1].step) == (node.flow, node.id)
    )
    return tuple((Button(f"tools-own.{helper.tool}", data=buttons.own(name)),) for name, helper in here)


def answer_of(helper: Helper, plan: Plan, answers: Mapping[str, Any]) -> str:
    """What was typed at the step that the helper takes up; empty where nothing was."""
    given = (answers.get(key) for key, node in plan.nodes.items() if node.id == helper.answer)
    return next((said for said in given if isinstance(said, str) and not said.startswith("$")), "")
