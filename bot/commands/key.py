"""`python -m bot key new PATH`."""

from __future__ import annotations

import base64
import os
from pathlib import Path

import typer

from bot.settings import Settings


def new(path: Path, settings: Settings) -> int:
    """Writes a fresh master key; 1 with a sentence where that would be a mistake."""
    path = path.expanduser().absolute()
    if path.exists():
        return _refuse(f"{path} уже есть. Старый ключ не перезаписываю: без него данные не открыть.")
    if path.is_relative_to(settings.data_dir.absolute()):
        return _refuse(
            "Ключ не кладут рядом с данными. Выберите путь вне DATA_DIR, например /etc/ryadom/master.key"
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(base64.b64encode(os.urandom(32)) + b"\n")
    typer.echo(f"Ключ записан: {path}\nУкажите MASTER_KEY_FILE={path}")
    typer.echo("Отдайте копии двум людям на хранение вне сервера. Потерян ключ — потеряны все данные.")
    return 0


def _refuse(sentence: str) -> int:
    typer.echo(sentence, err=True)
    return 1
