"""The page in Chromium, with the example people and a tiny scripted bot. One browser for all tests."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from bot.preview.example import Example, set_example
from bot.preview.http import run_bot_api
from bot.preview.telegram import LocalTelegram
from tests.browser.echo import echo

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
]  # fmt: skip
WIDE = {"width": 1280, "height": 800}
NARROW = {"width": 390, "height": 844}
expect.set_options(timeout=10_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@dataclass
class Screen:
    """A page and what is seen on it."""

    page: Page
    example: Example
    errors: list[str]

    def phone(self, key: str) -> Locator:
        return self.page.locator(f'.phone[data-person="{key}"]')

    def chip(self, key: str) -> Locator:
        return self.page.locator(f'.chip[data-person="{key}"]')

    async def begin(self, key: str) -> Locator:
        """Press «Start» in somebody's phone."""
        phone = self.phone(key)
        await phone.locator(".big").click()
        await expect(phone.locator(".keys").last).to_be_visible()
        return phone

    async def write(self, key: str, text: str) -> None:
        await self.phone(key).locator(".input").fill(text)
        await self.phone(key).locator(".input").press("Enter")


Opener = Callable[..., Awaitable[Screen]]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    if not CHROMIUM:
        pytest.fail("Chromium is not installed: apt-get install chromium, or name it in CHROMIUM")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def example() -> AsyncIterator[Example]:
    example = set_example(LocalTelegram())
    example.bot.first_name = "Рядом"
    yield example


@pytest_asyncio.fixture(loop_scope="session")
async def screen(browser: Browser, example: Example) -> AsyncIterator[Opener]:
    """Opens the page: `await screen(NARROW, tour=True)`; at the end no script may have failed."""
    errors: list[str] = []
    contexts = []
    async with run_bot_api(example.telegram) as served:
        bot = asyncio.ensure_future(echo(served.url, example))

        async def open_page(size: dict[str, int] = WIDE, *, tour: bool = False, **options: Any) -> Screen:
            context = await browser.new_context(viewport=size, reduced_motion="reduce", **options)  # type: ignore[arg-type]
            contexts.append(context)
            page = await context.new_page()
            page.on("pageerror", lambda error: errors.append(str(error)))
            page.on("console", lambda line: errors.append(line.text) if "Security" in line.text else None)
            if not tour:
                await page.add_init_script("localStorage.setItem('ryadom-preview-tour', 'seen')")
            await page.goto(served.url)
            await page.wait_for_selector("body.ready")
            return Screen(page, example, errors)

        yield open_page
        for context in contexts:
            await context.close()
        bot.cancel()
    assert errors == []
