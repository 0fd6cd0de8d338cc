"""Small books of texts and facts, made from strings."""

from datetime import UTC, date, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from bot.core.facts import Fact, FactBook
from bot.core.ftl import parse
from bot.telegram.texts import Texts

NOW = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)
PHOENIX = ZoneInfo("America/Phoenix")

COMMON = """
common-fallback = Не открылось. Нажмите /human.
    .label = Открыть
common-fact_expired = Проверяем:
common-warning_expired = Сведения старые.
common-footer_reviewed = Проверено { DATE($day) }
common-footer_as_of = По данным на { MONTH($day) }
common-caution_volatile = Могло измениться.
common-caution_overdue = Давно не сверяли.
common-source = источник
common-sources = источники:
common-share_phone = Отправить мой номер
zone-america_phoenix = по Финиксу
"""


def fact(number: str = "1.10", **changes: Any) -> Fact:
    """A phone that is not volatile, sure, compared four days ago."""
    usual: dict[str, Any] = {
        "about": "Линия ICE", "values": {"phone": "+1 888 351 4024", "hours": "пн–пт"}, "kind": "contact",
        "volatile": False, "confidence": "high", "as_of": date(2026, 2, 4), "reviewed": date(2026, 11, 20),
        "link": "https://www.ice.gov/ICEcasereview",
    }  # fmt: skip
    return Fact(number=number, **{**usual, **changes})


def book(*facts: Fact) -> FactBook:
    return FactBook({each.number: each for each in facts or (fact(),)})


def made(
    ftl: str = "", facts: FactBook | None = None, zone: tzinfo = PHOENIX, *, strict: bool = True
) -> Texts:
    files = parse({"common.ftl": COMMON, "some.ftl": ftl})
    return Texts(files, facts=facts or book(), clock=lambda: NOW, zone=zone, strict=strict)
