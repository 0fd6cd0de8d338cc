"""Operations of the outbox survive the way through JSON."""

import json
from datetime import UTC, date, datetime

import pytest

from bot.core import ops
from bot.core.say import Button, say

MESSAGE = say(
    "arrest-where", (Button("common-next", data="n|home"),), facts=("1.10",), day=date(2026, 11, 24)
)
BOLD = {"type": "bold", "offset": 0, "length": 2}

EVERY_KIND: list[ops.Op] = [
    ops.Send(MESSAGE, reply_to=4, reply_quote="слово", remember="screen:ab", map_from="person:ab|7"),
    ops.Edit(MESSAGE, target=0),
    ops.EditRemembered(MESSAGE, remember="card:cd"),
    ops.Strip(3),
    ops.Delete(3),
    ops.Toast("88", None, alert=True),
    ops.Toast("88", say("common-done", at=datetime(2026, 11, 24, tzinfo=UTC))),
    ops.Copy("person:ab", 9, header=MESSAGE),
    ops.Album(
        (ops.AlbumItem("photo", "AgAC", caption="да", entities=(BOLD,), map_from="person:ab|1"),), MESSAGE
    ),
    ops.Words("привет", (BOLD,), header=MESSAGE, footer=MESSAGE),
    ops.Pin("card:cd"),
    ops.Leave(-100123),
    ops.Farewell(55, MESSAGE, target=7),
]


@pytest.mark.parametrize("op", EVERY_KIND, ids=ops.name_of)
def test_an_operation_comes_back_as_it_was(op: ops.Op) -> None:
    assert ops.from_json(json.loads(json.dumps(ops.to_json(op)))) == op


def test_the_sample_has_every_kind() -> None:
    assert {type(op) for op in EVERY_KIND} == set(ops._NAMES)


@pytest.mark.parametrize(
    "plain", [{}, {"op": "shout"}, {"op": "strip"}, {"op": "strip", "target": 1, "x": 2}]
)
def test_anything_else_is_refused(plain: dict[str, object]) -> None:
    with pytest.raises((KeyError, TypeError)):
        ops.from_json(plain)
