"""`python -m bot status`: healthy or not, in one line and an exit status, from the file the bot writes."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import typer

from bot import clock
from bot.settings import Settings

STALE = timedelta(seconds=90)
ALARM_WAITS = 60.0  # seconds an alarm may wait to be sent


def status(settings: Settings) -> int:
    """0 healthy, 1 not."""
    file = settings.health_file
    if not file.exists():
        typer.echo("Бот не запущен: нет файла состояния в DATA_DIR.")
        return 1
    told = json.loads(file.read_text("utf-8"))
    trouble = _trouble(told, clock.now())
    typer.echo(trouble or f"Бот работает. Ждут обработки: {told['inbox']}, ждут отправки: {told['outbox']}.")
    return int(bool(trouble))


def _trouble(told: dict[str, str | int | None], now: datetime) -> str:
    if now - datetime.fromisoformat(str(told["at"])) > STALE:
        return "Бот молчит больше полутора минут."
    if told["read_at"] is None or now - datetime.fromisoformat(str(told["read_at"])) > STALE:
        return "Бот не читает Telegram больше полутора минут: проверьте сеть и токен."
    if float(told["alarm_waits"] or 0) > ALARM_WAITS:
        return "Срочное сообщение не уходит больше минуты."
    return ""
