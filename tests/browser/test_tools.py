"""The director's hand: the clock and the faults."""

from datetime import datetime

from playwright.async_api import Browser, expect

from bot.preview.example import set_example
from bot.preview.http import run_bot_api
from bot.preview.telegram import LocalTelegram
from tests.browser.conftest import NARROW, Opener


async def test_the_clock_is_moved_and_the_app_hears_of_it(screen: Opener) -> None:
    shown = await screen(NARROW)
    heard: list[datetime] = []

    async def hook(now: datetime) -> None:
        heard.append(now)

    shown.example.telegram.clock.on_advance(hook)
    clock = shown.page.locator("summary").first
    await clock.click()
    await shown.page.get_by_role("button", name="+1 час").click()
    await expect(shown.page.locator(".clock-now")).to_contain_text("вперёд на 1 ч")
    await shown.page.get_by_role("button", name="+1 день").click()
    await expect(clock).to_contain_text("+1 д 1 ч")
    assert len(heard) == 2
    await shown.page.keyboard.press("Escape")
    await expect(shown.page.locator(".clock-now")).to_be_hidden()


async def test_a_fault_is_made_seen_and_mended(screen: Opener) -> None:
    shown = await screen()
    page = shown.page
    await page.locator("summary", has_text="Сбои").click()
    await page.get_by_label("Что случится").select_option("Обрыв до доставки")
    await page.get_by_label("С каким вызовом").select_option("отправка текста")
    await page.get_by_role("button", name="Устроить сбой").click()
    await expect(page.locator(".fault-list")).to_contain_text("сработал 0 раз")
    await page.keyboard.press("Escape")
    await shown.phone("marina").locator(".big").click()
    await page.locator("summary", has_text="Сбои").click()
    await expect(page.locator(".fault-list")).to_contain_text("сработал 1 раз")
    await page.get_by_role("button", name="Всё починить").click()
    await expect(page.locator(".fault-list")).to_contain_text("Сейчас всё работает.")
    assert shown.example.telegram.faults.all == []


async def test_the_page_waits_for_a_bot_that_went_away_and_starts_anew(browser: Browser) -> None:
    first, second = set_example(LocalTelegram()), set_example(LocalTelegram())
    await first.people["olga"].starts("раньше")
    await second.people["olga"].starts("теперь")
    page = await browser.new_page()
    async with run_bot_api(first.telegram) as served:
        await page.goto(served.url)
        await expect(page.get_by_text("/start раньше")).to_be_visible()
    await expect(page.get_by_text("Связь с ботом прервалась")).to_be_visible()
    async with run_bot_api(second.telegram, port=int(served.url.rpartition(":")[2])):
        await expect(page.get_by_text("/start теперь")).to_be_visible()
        await expect(page.get_by_text("Связь с ботом прервалась")).to_be_hidden()
        await page.close()
