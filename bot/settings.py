"""The one typed place that reads the environment and `.env`.

Each setting stands in the README's table; a test compares the two.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


class WrongSetting(Exception):
    """A setting cannot be used; the text is one sentence for the person who starts the bot."""


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as unknown:
        raise ValueError("нет такого часового пояса") from unknown
    return name


def _token(secret: SecretStr | None) -> SecretStr | None:
    value = secret.get_secret_value() if secret else ""
    number, _, tail = value.partition(":")
    if value and not (number.isdigit() and len(tail) >= 30):
        raise ValueError("это не похоже на токен от BotFather")
    return secret if value else None


Zone = Annotated[str, AfterValidator(_zone)]
Minutes = Annotated[int, Field(ge=1, le=60 * 24 * 30)]


class Settings(BaseSettings):
    """Values from the environment, then from `.env`, then the defaults below."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", hide_input_in_errors=True, frozen=True)

    bot_token: Annotated[SecretStr | None, AfterValidator(_token)] = None
    telegram_api_url: str = "https://api.telegram.org"
    data_dir: Path = Path("data")
    master_key_file: Path | None = None
    staff_chat_id: int | None = None
    admin_ids: Annotated[tuple[int, ...], NoDecode] = ()
    timezone: Zone = "America/New_York"
    log_format: Literal["json", "text"] = "text"
    promise_p0_minutes: Minutes = 30
    promise_p1_minutes: Minutes = 3 * 60
    promise_p2_minutes: Minutes = 24 * 60
    promise_p3_minutes: Minutes = 3 * 24 * 60
    open_cases_per_volunteer: Annotated[int, Field(ge=1, le=100)] = 4
    retention_days: Annotated[int, Field(ge=1, le=365)] = 30
    fallback_phone: str = ""
    preview_host: str = "127.0.0.1"
    preview_port: Annotated[int, Field(ge=0, le=65535)] = 8080

    @field_validator("admin_ids", mode="before")
    @classmethod
    def _numbers(cls, value: object) -> object:
        return tuple(filter(None, value.replace(",", " ").split())) if isinstance(value, str) else value

    @field_validator("staff_chat_id", "master_key_file", mode="before")
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        return None if value == "" else value

    @property
    def preview(self) -> bool:
        """No token: the bot runs against its own local Telegram."""
        return self.bot_token is None

    @property
    def health_file(self) -> Path:
        """What the running bot tells of itself; `status` reads it."""
        return self.data_dir / "health.json"

    @property
    def zone(self) -> ZoneInfo:
        """The team's time zone."""
        return ZoneInfo(self.timezone)


EXAMPLES = {
    "bot_token": "BOT_TOKEN=123456789:AAH… (строка от @BotFather)",
    "telegram_api_url": "TELEGRAM_API_URL=https://api.telegram.org",
    "staff_chat_id": "STAFF_CHAT_ID=-1001234567890",
    "admin_ids": "ADMIN_IDS=111111111,222222222",
    "timezone": "TIMEZONE=America/New_York",
    "log_format": "LOG_FORMAT=json",
    "data_dir": "DATA_DIR=data",
    "master_key_file": "MASTER_KEY_FILE=/etc/ryadom/master.key",
    "preview_port": "PREVIEW_PORT=8080",
}


def load(**overrides: object) -> Settings:
    """Reads the settings; raises WrongSetting with the name, the reason and an example."""
    try:
        settings = Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as wrong:
        raise WrongSetting(_sentence(wrong)) from None
    if not settings.preview and settings.master_key_file is None:
        raise WrongSetting(
            "MASTER_KEY_FILE не задан: без ключа данные людей нечем закрыть. "
            "Создайте ключ: python -m bot key new /etc/ryadom/master.key — "
            f"и укажите его. Пример: {EXAMPLES['master_key_file']}"
        )
    return settings


def _sentence(wrong: ValidationError) -> str:
    first = wrong.errors(include_input=False, include_url=False)[0]
    name = str(first["loc"][0]) if first["loc"] else "?"
    reason = str(first["msg"]).removeprefix("Value error, ")
    example = EXAMPLES.get(name, f"{name.upper()}=60")
    return f"Настройка {name.upper()} не подходит: {reason}. Пример: {example}"
