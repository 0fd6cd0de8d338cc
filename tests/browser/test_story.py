"""The whole story on the page, by mouse, by keyboard, on a desk and in a hand."""

from playwright.async_api import expect

from tests.browser.conftest import NARROW, Opener, Screen


async def test_the_tour_leads_from_the_first_word_to_the_volunteers_answer(screen: Opener) -> None:
    shown = await screen(tour=True)
    page, marina, olga = shown.page, shown.phone("marina"), shown.phone("olga")
    tour = page.get_by_role("region", name="Экскурсия")
    await tour.get_by_role("button", name="Поехали").click()
    await expect(marina.locator(".tour-here")).to_have_text("Начать")
    await marina.get_by_role("button", name="Начать").click()
    await tour.get_by_role("button", name="Вставить текст").click()
    await marina.get_by_role("button", name="Отправить").click()
    await expect(marina.get_by_text("Пусть ничего не подписывает")).to_be_visible()
    await expect(tour).to_contain_text("Шаг 4")
    await marina.get_by_role("button", name="Нужен человек").last.click()
    await expect(tour).to_contain_text("Шаг 5")
    await olga.get_by_role("button", name="Беру").click()
    await expect(tour).to_contain_text("Шаг 6")
    await expect(olga.get_by_text("подробности")).to_be_visible()
    await olga.get_by_role("button", name="Что сделать с сообщением").last.click()
    await page.get_by_role("menuitem", name="Ответить").first.click()
    await shown.write("olga", "Здравствуйте. Где он сейчас?")
    await expect(marina.get_by_text("Где он сейчас?")).to_be_visible()
    await expect(marina).not_to_contain_text("Ольга")
    await tour.get_by_role("button", name="Дальше").click()
    await tour.get_by_role("button", name="Готово").click()
    await expect(tour).to_be_hidden()
    await page.reload()
    await expect(page.locator("body.ready")).to_be_visible()
    await expect(tour).to_be_hidden()


async def test_in_a_hand_there_is_one_phone_and_tabs_for_the_others(screen: Opener) -> None:
    shown = await screen(NARROW)
    await shown.begin("marina")
    await expect(shown.page.locator(".phone:visible")).to_have_count(1)
    await shown.phone("marina").get_by_role("button", name="Нужен человек").click()
    await expect(shown.chip("olga").locator(".badge")).to_have_text("1 (1 новое сообщение)")
    await shown.chip("olga").click()
    await expect(shown.phone("marina")).to_be_hidden()
    tab = shown.phone("olga").get_by_role("tab", name="Дежурные")
    await expect(tab.locator(".badge")).to_be_visible()
    await tab.click()
    await expect(shown.phone("olga").get_by_text("К-4F7 · P0")).to_be_visible()
    await expect(shown.chip("olga").locator(".badge")).to_have_count(0)
    assert await widths(shown) == []


async def widths(shown: Screen) -> list[str]:
    """What sticks out sideways."""
    found: list[str] = await shown.page.evaluate(
        "() => [...document.querySelectorAll('.phone:not([hidden]) *, .top *, .people *, .tour *')]"
        ".filter(n => n.checkVisibility() && !n.classList.contains('sr') && !n.closest('.sr, .panel'))"
        ".filter(n => n.getBoundingClientRect().right > innerWidth + 1).map(n => n.outerHTML.slice(0, 80))"
    )
    return found


async def test_everything_works_without_a_mouse(screen: Opener) -> None:
    shown = await screen()
    page, marina = shown.page, shown.phone("marina")
    await page.keyboard.press("Tab")
    await expect(page.locator(":focus")).to_have_text("Сразу к телефонам")
    await marina.get_by_role("button", name="Начать").focus()
    await page.keyboard.press("Enter")
    await expect(marina.locator(".keys")).to_be_visible()
    await marina.locator(".log").focus()
    await page.keyboard.press("ArrowUp")
    await expect(page.locator("article:focus")).to_contain_text("Что случилось?")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("menu")).to_be_visible()
    await expect(page.get_by_role("menuitem").first).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.locator("article:focus")).to_contain_text("Что случилось?")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Enter")
    await expect(marina.locator(".mode")).to_contain_text("Что случилось?")
    await expect(marina.locator(".input")).to_be_focused()
    await page.keyboard.type("мужа забрали")
    await page.keyboard.press("Enter")
    await expect(marina.locator(".out .quoted").last).to_contain_text("Что случилось?")
    await shown.chip("irina").focus()
    await page.keyboard.press("Enter")
    await expect(shown.phone("irina")).to_be_visible()
    await expect(shown.chip("irina")).to_have_attribute("aria-pressed", "true")


async def test_names_and_roles_are_there_for_a_screen_reader(screen: Opener) -> None:
    shown = await screen(tour=True)
    page = shown.page
    await shown.begin("marina")
    nameless = await page.evaluate(
        "() => [...document.querySelectorAll('button, a, input:not([hidden]), textarea, select, summary')]"
        ".filter(n => !(n.ariaLabel || n.textContent.trim() || n.labels?.length || n.hidden))"
        ".map(n => n.outerHTML)"
    )
    assert nameless == []
    log = page.get_by_role("log", name="Переписка: Марина — Бот «Рядом»")
    await shown.phone("marina").locator(".input").focus()
    await expect(log).to_have_attribute("aria-live", "polite")
    await expect(page.get_by_text("Всё здесь — пример.")).to_be_visible()
    assert await page.evaluate("document.documentElement.lang") == "ru"
