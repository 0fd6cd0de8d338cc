"""The bot's own words, to know a message by."""

from __future__ import annotations

import re

from fluent.syntax import FluentParser
from fluent.syntax.ast import Message, TextElement

from tests.faults.process import ROOT


def piece(file: str, ref: str) -> str:
    """The longest line of a text that holds no value, to know it by while its wording may change."""
    resource = FluentParser(with_spans=False).parse((ROOT / "locales/ru" / file).read_text("utf-8"))
    found = next(one for one in resource.body if isinstance(one, Message) and one.id.name == ref)
    assert found.value is not None
    plain = [str(one.value) for one in found.value.elements if isinstance(one, TextElement)]
    lines = [re.sub(r"<[^>]*>", "", line).strip() for text in plain for line in text.splitlines()]
    return max(lines, key=len)


REPEAT = piece("common.ftl", "common-maybe_repeat")
