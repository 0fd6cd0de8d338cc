"""House rules that read the code: what is cheap to break and dear to find."""

from __future__ import annotations

import ast
import functools
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BOT = ROOT / "bot"
MODULES = sorted(BOT.rglob("*.py"))
LAYERS = ("core", "storage", "services", "telegram")
CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)

# Where Russian may stand in Python: tools for people who keep the bot, words that are parsed, and what
# the checks say to those who write flows. Whatever is said to a person goes through Fluent by reference.
RUSSIAN_ALLOWED = (
    "bot/commands/",
    "bot/cli.py",
    "bot/settings.py",
    "bot/core/",
    "bot/preview/",
    "bot/review/",
)


@functools.cache
def source(path: Path) -> str:
    return path.read_text("utf-8")


@functools.cache
def tree(path: Path) -> ast.Module:
    return ast.parse(source(path))


@functools.cache
def imports(path: Path) -> set[str]:
    """Full names of the modules that a file imports."""
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=place)
def test_a_layer_imports_only_layers_to_its_left(path: Path) -> None:
    part = path.relative_to(BOT).parts[0]
    if part not in LAYERS:
        return
    allowed = LAYERS[: LAYERS.index(part) + 1]
    wrong = {name for name in imports(path) if name.startswith("bot.") and name.split(".")[1] not in allowed}
    assert not wrong, f"{place(path)} imports to its right: {wrong}"


@pytest.mark.parametrize("path", MODULES, ids=place)
def test_only_the_telegram_layer_knows_aiogram(path: Path) -> None:
    part = path.relative_to(BOT).parts[0]
    if part in ("telegram", "app.py", "commands"):
        return
    assert not {name for name in imports(path) if name.split(".")[0] == "aiogram"}, place(path)


def test_core_touches_nothing() -> None:
    forbidden = {
        "asyncio",
        "sqlite3",
        "aiosqlite",
        "aiohttp",
        "random",
        "secrets",
        "socket",
        "time",
        "logging",
    }
    wrong = {
        place(path): found
        for path in MODULES
        if path.is_relative_to(BOT / "core") and (found := imports(path) & forbidden)
    }
    assert not wrong


@pytest.mark.parametrize("path", MODULES, ids=place)
def test_sql_stands_only_in_storage(path: Path) -> None:
    if path.is_relative_to(BOT / "storage"):
        return
    statement = re.compile(r"""["'](?:\s*)(SELECT |INSERT INTO|UPDATE \w+ SET|DELETE FROM|CREATE TABLE)""")
    assert not statement.search(source(path)), f"{place(path)} holds SQL"


@pytest.mark.parametrize("path", MODULES, ids=place)
def test_no_words_for_people_stand_in_python(path: Path) -> None:
    if place(path).startswith(RUSSIAN_ALLOWED):
        return
    module = tree(path)
    docs = {
        id(node.body[0].value)
        for node in ast.walk(module)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    words = [
        node.value
        for node in ast.walk(module)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in docs
        and CYRILLIC.search(node.value)
    ]
    assert not words, f"{place(path)} speaks Russian: {words}"


@pytest.mark.parametrize("path", MODULES, ids=place)
def test_a_module_fits_in_the_head(path: Path) -> None:
    lines = source(path).count("\n")
    assert lines <= 350, f"{place(path)}: {lines} lines"


RAW_TASKS = {"create_task", "ensure_future", "run_coroutine_threadsafe", "Task"}
SUPERVISOR = BOT / "telegram/supervisor.py"


def raw_tasks(module: ast.Module) -> list[int]:
    """Lines that start a task which nobody awaits: its crash would be seen by nobody, its end by no stop.

    A `TaskGroup` awaits its own; it is called `tasks`.
    """
    lines = []
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom) and node.module == "asyncio":
            wrong = bool(RAW_TASKS & {alias.name for alias in node.names})
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            grouped = node.func.attr == "create_task" and ast.unparse(node.func.value).endswith("tasks")
            wrong = node.func.attr in RAW_TASKS and not grouped
        else:
            continue
        lines += [node.lineno] if wrong else []
    return lines


@pytest.mark.parametrize("path", [path for path in MODULES if path != SUPERVISOR], ids=place)
def test_background_tasks_start_under_the_supervisor(path: Path) -> None:
    assert raw_tasks(tree(path)) == [], place(path)


def test_no_way_around_the_supervisor_is_overlooked() -> None:
    ways = (
        "asyncio.create_task(x())", "asyncio.ensure_future(x())", "asyncio.Task(x())",
        "loop.create_task(x())", "asyncio.get_running_loop().create_task(x())",
        "asyncio.run_coroutine_threadsafe(x(), loop)", "from asyncio import create_task",
        "from asyncio import ensure_future as later",
    )  # fmt: skip
    assert [way for way in ways if not raw_tasks(ast.parse(way))] == []
    assert raw_tasks(ast.parse("self._tasks.create_task(x())\nawait asyncio.wait({task})")) == []


def test_nobody_reads_the_clock_but_the_edge() -> None:
    readers = {
        place(path)
        for path in MODULES
        if re.search(r"datetime\.now\(|time\.time\(|date\.today\(", source(path))
        and not path.is_relative_to(BOT / "commands")
        and not path.is_relative_to(BOT / "preview")
    }
    # The session turns a span into a moment of Telegram's, as aiogram does.
    assert readers <= {"bot/clock.py", "bot/telegram/session.py"}, readers


def test_the_lock_files_name_no_index_and_hash_everything() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text("utf-8")
        assert "index-url" not in text
        assert "://" not in text
        pins = re.findall(r"^[a-z0-9][\w.\[\]-]*==", text, re.MULTILINE)
        blocks = re.findall(r"^[a-z0-9][\w.\[\]-]*==.*?\\\n\s+--hash=", text, re.MULTILINE)
        assert pins
        assert len(pins) == len(blocks)
