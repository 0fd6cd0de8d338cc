"""The command line: thin; each verb lives in `bot/commands/`. `python -m bot --help` lists them."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.settings import Settings, WrongSetting, load
from bot.stopping import leaving_on_sigterm

ROOT = Path(__file__).resolve().parent.parent
cli = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="«Рядом»: бот и его инструменты.",
)
key = typer.Typer(no_args_is_help=True, help="Ключ, которым закрыты данные людей.")
facts_cli = typer.Typer(invoke_without_command=True, help="Факты: что пора проверить и кто их показывает.")
cli.add_typer(key, name="key")
cli.add_typer(facts_cli, name="facts")


def main() -> None:
    """Runs the command line; what a person can mend ends in one sentence, not in a traceback."""
    try:
        cli()
    except WrongSetting as wrong:
        typer.echo(str(wrong), err=True)
        sys.exit(2)


def _settings() -> Settings:
    return load()


@cli.command()
def run() -> None:
    """Запустить бота: с BOT_TOKEN — в Telegram, без него — в своём браузерном предпросмотре."""
    with leaving_on_sigterm():
        from bot.commands.run import run as run_bot

        status = run_bot(_settings(), ROOT)
    sys.exit(status)


@cli.command()
def preview() -> None:
    """Запустить предпросмотр в браузере, даже если BOT_TOKEN задан."""
    with leaving_on_sigterm():
        from bot.commands.run import run as run_bot

        status = run_bot(_settings().model_copy(update={"bot_token": None}), ROOT)
    sys.exit(status)


@cli.command()
def check() -> None:
    """Проверить потоки, тексты и факты; с ошибками завершается кодом 1."""
    from bot.commands.check import report

    sys.exit(report(ROOT))


@cli.command()
def play(flow: Annotated[str, typer.Argument(help="имя потока, например arrest")]) -> None:
    """Пройти поток в терминале: /back, /edit, /quit."""
    from bot.commands.play import play as play_flow

    sys.exit(play_flow(ROOT, flow))


@cli.command(name="map")
def draw(
    flow: Annotated[str, typer.Argument(help="имя потока; без него — все")] = "",
    svg: Annotated[Path | None, typer.Option(help="файл для картинки одного потока")] = None,
    out: Annotated[Path | None, typer.Option(help="папка для картинок всех потоков")] = None,
) -> None:
    """Нарисовать потоки: Mermaid на экран или картинки SVG в файлы."""
    from bot.commands import map as maps

    typer.echo(maps.save(ROOT, flow, svg=svg, out=out) if svg or out else maps.draw(ROOT, flow))


@cli.command()
def review(out: Annotated[Path, typer.Option(help="папка для страниц")]) -> None:
    """Записать все экраны страницами HTML: для юриста, чтобы прочитать или напечатать."""
    from bot.commands.review import write

    typer.echo(f"Страниц: {len(write(ROOT, out))}. Начните с {out / 'index.html'}")


@cli.command()
def reviewed(
    places: Annotated[list[str], typer.Argument(metavar="ПОТОК[/ШАГ]…", help="что прочитано: arrest/where")],
    by: Annotated[str, typer.Option(help="кто прочитал; можно не называть")] = "",
    on: Annotated[
        datetime | None, typer.Option("--date", formats=["%Y-%m-%d"], help="когда; иначе сегодня")
    ] = None,
) -> None:
    """Отметить, что человек прочитал слова шага; изменят их потом — check скажет (W28)."""
    from bot.commands.reviewed import report

    sys.exit(report(ROOT, places, by=by, on=on.date() if on else None))


@cli.command()
def status() -> None:
    """Жив ли бот: для HEALTHCHECK контейнера."""
    from bot.commands.status import status as health

    sys.exit(health(_settings()))


@cli.command()
def invite(
    role: Annotated[str, typer.Argument(help="manager, translator, coordinator или admin")],
) -> None:
    """Сделать одноразовую ссылку для волонтёра (бот при этом остановлен)."""
    from bot.commands.invite import invite as make_invite

    sys.exit(make_invite(_settings(), role))


@facts_cli.callback()
def facts(
    context: typer.Context,
    everything: Annotated[bool, typer.Option("--all", help="показать и свежие")] = False,
) -> None:
    """Факты: что пора сверить и кто их показывает."""
    if context.invoked_subcommand is None:
        from bot.commands.facts import report

        sys.exit(report(ROOT, everything=everything))


@facts_cli.command("export")
def facts_export() -> None:
    """Исправления, сделанные в боте, — заплатой для flows/facts.yaml (бот при этом остановлен)."""
    from bot.commands.facts_export import export

    sys.exit(export(_settings(), ROOT))


@key.command("new")
def key_new(path: Annotated[Path, typer.Argument(help="куда записать, вне DATA_DIR")]) -> None:
    """Создать ключ (32 байта, доступен только владельцу)."""
    from bot.commands.key import new

    sys.exit(new(path, _settings_without_key()))


def _settings_without_key() -> Settings:
    return Settings(bot_token=None)
