"""The review pages: whole and true, by mouse, by keyboard, in a hand, on paper; without a script."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html import unescape
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from bot.commands.map import save
from bot.commands.review import write
from bot.core import reviews
from bot.core.facts import Correction, FactBook
from bot.core.flow.library import NEW_YORK
from bot.preview.example import Example
from bot.preview.http import run_bot_api
from bot.review import pages
from bot.review.book import FILES, Book, View
from bot.review.web import ADDRESS, Review
from tests.browser.conftest import NARROW, WIDE, Opener

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
HREF = re.compile(r'<a\b[^>]*?\shref="([^"]*)"')
ID = re.compile(r'\sid="([^"]*)"')


@pytest.fixture(scope="session")
def book() -> Book:
    return Book.load(ROOT, clock=lambda: NOW, zone=NEW_YORK)


@pytest.fixture(scope="session")
def files(book: Book) -> dict[str, str]:
    """Every page, by the name of its file."""
    view = View(book, book.facts, NOW, FILES)
    made = {FILES.flow(name): pages.flow(view, name) for name in book.library.flows}
    return made | {"index.html": pages.index(view)}


class Reader:
    """Somebody who reads the pages: a browser without scripts."""

    def __init__(self, page: Page, url: str, review: Review) -> None:
        self.page, self.url, self.review = page, url, review

    async def open(self, path: str = "") -> Page:
        await self.page.goto(f"{self.url}{ADDRESS}{path}")
        return self.page


@pytest_asyncio.fixture(loop_scope="session")
async def reader(browser: Browser, book: Book, request: pytest.FixtureRequest) -> AsyncIterator[Reader]:
    """On a desk; with `indirect` in a window of another size."""
    review = Review(lambda: book, lambda: NOW)
    async with run_bot_api(extra_routes=review.routes()) as served:
        context = await browser.new_context(
            viewport=getattr(request, "param", WIDE), reduced_motion="reduce", java_script_enabled=False
        )
        yield Reader(await context.new_page(), served.url, review)
        await context.close()


def view(book: Book, facts: FactBook) -> View:
    return View(book, facts, NOW, FILES)


async def test_every_text_of_every_page_could_be_made(book: Book, files: dict[str, str]) -> None:
    assert files
    assert book.texts.failures == Counter()


async def test_no_link_of_any_page_leads_nowhere(files: dict[str, str]) -> None:
    ids = {name: ID.findall(page) for name, page in files.items()}
    lost = [
        (name, href)
        for name, page in files.items()
        for href in map(unescape, HREF.findall(page))
        if not href.startswith("https://") and not _found(href, name, ids)
    ]
    assert lost == []


def _found(href: str, page: str, ids: dict[str, list[str]]) -> bool:
    file, _, anchor = href.partition("#")
    return (file or page) in ids and (not anchor or anchor in ids[file or page])


async def test_no_id_stands_twice_on_a_page(files: dict[str, str]) -> None:
    twice = {
        name: [one for one, n in Counter(ID.findall(page)).items() if n > 1] for name, page in files.items()
    }
    assert {name: found for name, found in twice.items() if found} == {}


async def test_every_screen_stands_on_its_page_with_its_facts_and_on_the_map(
    book: Book, files: dict[str, str]
) -> None:
    for name, flow in book.library.flows.items():
        page = files[FILES.flow(name)]
        assert page.count('<a class="box ') >= len(flow.steps)
        for id_, step in flow.steps.items():
            section = _section(page, id_)
            assert section, f"{name}/{id_}"
            shown = set(re.findall(r'class="fact-number">([\d.a-z]+)<', section))
            assert set(step.facts) <= shown, f"{name}/{id_}"
            cards = {f'id="m-{id_}-card-{card}"' for card in step.cards}
            assert all(card in section for card in cards), f"{name}/{id_}"


async def test_each_screen_says_whether_a_person_has_read_its_words(book: Book) -> None:
    day, arrest = date(2026, 11, 20), book.library.flows["arrest"]
    words = reviews.words_of(book.ftl, arrest, "where")
    read = (
        reviews.Review("arrest/where", day, words, "Анна <Н.>"),
        reviews.Review("arrest/time", day, "0" * 16),
    )
    page = pages.flow(view(replace(book, reviews={one.place: one for one in read}), book.facts), "arrest")
    assert _section(page, "where").count("слова проверены</span> 20 ноября 2026 · Анна &lt;Н.&gt;") == 1
    assert "текст изменён после проверки</span> 20 ноября 2026<" in _section(page, "time")
    assert "слова ещё не проверяли" in _section(page, "order")
    assert "слова ещё не проверяли" not in _section(page, "spine")  # a flow inside: its words are its own
    assert re.search(r"<b>1 / \d+</b> слова проверены", page)
    assert "<b>1</b> текст изменён после проверки" in page


def _section(page: str, id_: str) -> str:
    return page.partition(f'id="s-{id_}"')[2].partition("</section>")[0]


async def test_a_fact_is_shown_as_it_stands_now(book: Book) -> None:
    corrected = book.facts.corrected(
        [Correction("1.10", {"phone": "+1 800 555 0100"}, "v", NOW.date(), "https://www.ice.gov/new")]
    )
    page = pages.flow(view(book, corrected), "arrest")
    row = page.partition('class="fact-number">1.10<')[2].partition("</li>")[0]
    assert "+1 800 555 0100" in row
    assert "pill-fresh" in row
    assert "https://www.ice.gov/new" in row
    assert "+1 800 555 0100" in page.partition('id="s-kids"')[2].partition('class="basis"')[0]


@pytest.mark.parametrize(("age", "state"), [(40, "overdue"), (70, "expired")])
async def test_a_fact_too_long_unreviewed_stands_out_and_is_counted(book: Book, age: int, state: str) -> None:
    old = replace(book.facts.fact("1.10"), reviewed=NOW.date() - timedelta(days=age))
    facts = FactBook({**book.facts.facts, "1.10": old})
    page = pages.flow(view(book, facts), "arrest")
    assert f"pill-{state}" in page.partition('class="fact-number">1.10<')[2].partition("</li>")[0]
    assert re.search(r'class="tile off"><b>1</b> просрочено', page)
    overdue = re.search(r'href="arrest.html">.*?</tr>', pages.index(view(book, facts)), re.DOTALL)
    assert overdue
    assert '<td class="off" data-name="Просрочено">1</td>' in overdue[0]


async def test_typed_answers_are_tried_on_the_page(files: dict[str, str]) -> None:
    page = files["intake.html"]
    assert re.search(r"<dt>Луизана</dt><dd>Записано: Луизиана\.</dd>", page)
    assert "квитанции" in page.partition("<dt>MSC2190012345</dt>")[2].partition("</dd>")[0]


async def test_words_stand_on_the_page_as_words(book: Book) -> None:
    hostile = replace(book.facts.fact("1.10"), about='<script>alert("1")</script>')
    page = pages.flow(view(book, FactBook({**book.facts.facts, "1.10": hostile})), "arrest")
    assert "<script" not in page
    assert "&lt;script&gt;alert(&quot;1&quot;)" in page


async def test_the_preview_leads_to_the_list_and_the_list_to_a_flow(
    browser: Browser, example: Example, book: Book
) -> None:
    review = Review(lambda: book, lambda: NOW)
    links = [(ADDRESS, "Все экраны")]
    async with run_bot_api(example.telegram, extra_routes=review.routes(), links=links) as served:
        context = await browser.new_context(viewport=NARROW)  # type: ignore[arg-type]
        page = await context.new_page()
        faults: list[str] = []
        page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
        await page.goto(served.url)
        await page.get_by_role("link", name="Все экраны").click()
        await expect(page.get_by_role("row", name=re.compile("Задержали близкого")).first).to_be_visible()
        await page.get_by_role("link", name="Задержали близкого", exact=True).click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Задержали близкого")
        colour = await page.locator(".bubble").first.evaluate("n => getComputedStyle(n).backgroundColor")
        assert colour == "rgb(255, 255, 255)"  # the style passes its own policy
        await context.close()
        assert faults == []


async def test_a_preview_without_extras_has_no_dead_link(screen: Opener) -> None:
    shown = await screen()
    await expect(shown.page.locator("#tools a")).to_have_count(0)


async def test_a_flow_that_is_not_there_is_not_found(reader: Reader) -> None:
    answer = await reader.page.goto(f"{reader.url}{ADDRESS}/nothing")
    assert answer
    assert answer.status == 404


async def test_corrections_of_the_running_bot_are_followed(reader: Reader, book: Book) -> None:
    fact = replace(
        book.facts.fact("1.10"), reviewed=NOW.date(), values={"phone": "+1 800 555 0100", "hours": "-"}
    )
    reader.review.follow(lambda: FactBook({**book.facts.facts, "1.10": fact}))
    page = await reader.open("/arrest")
    await expect(page.locator("#s-kids .bubble")).to_contain_text("+1 800 555 0100")


async def test_buttons_and_boxes_lead_to_screens_and_memos_open_in_place(reader: Reader) -> None:
    page = await reader.open("/arrest")
    await page.locator("#s-support").get_by_role("link", name=re.compile("^Начать")).click()
    await expect(page).to_have_url(re.compile("#s-where$"))
    await expect(page.locator("#s-where")).to_be_in_viewport()
    await page.get_by_role("link", name=re.compile("Ордер на депортацию")).first.click()
    await expect(page.locator("#s-order h2")).to_be_in_viewport()
    memo = page.locator("#m-order-card-what_order")
    await expect(memo.locator(".bubble")).to_be_hidden()
    await memo.locator("summary").click()
    await expect(memo.locator(".bubble")).to_be_visible()
    await expect(memo.locator(".fact").first).to_be_visible()
    await page.locator("#s-support").get_by_role("link", name=re.compile("Агенты рядом")).click()
    await expect(page).to_have_url(re.compile(f"{ADDRESS}/door$"))


async def test_a_box_of_another_flow_leads_to_its_page(reader: Reader) -> None:
    page = await reader.open("/arrest")
    await page.locator(".map a.call").first.focus()
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(re.compile(f"{ADDRESS}/arrest_"))


async def test_the_pages_can_be_walked_by_keyboard_and_are_named_for_a_screen_reader(reader: Reader) -> None:
    page = await reader.open("/flight")
    await page.keyboard.press("Tab")
    await expect(page.locator(":focus")).to_have_text("Сразу к экранам")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await expect(page.locator("#screens :focus")).to_have_count(1)
    await expect(page.get_by_role("region", name=re.compile("Какой рейс"))).to_be_visible()
    assert await page.get_by_role("heading", level=1).count() == 1
    nameless = await page.locator("a, summary").evaluate_all(
        "all => all.filter(n => !(n.getAttribute('aria-label') || n.textContent.trim())).map(n => n.outerHTML)"
    )
    assert nameless == []


@pytest.mark.parametrize("reader", [NARROW, {"width": 320, "height": 640}], indirect=True)
@pytest.mark.parametrize("path", ["", "/arrest", "/flight", "/find_locator", "/intake", "/lawyer_verify"])
async def test_nothing_sticks_out_sideways_in_a_hand(reader: Reader, path: str) -> None:
    page = await reader.open(path)
    assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    wide = await page.locator("main *").evaluate_all(
        "all => all.filter(n => n.checkVisibility() && !n.closest('.sr'))"
        ".filter(n => n.getBoundingClientRect().right > innerWidth + 1).map(n => n.outerHTML.slice(0, 90))"
    )
    assert wide == []


async def test_on_paper_it_is_black_on_white_and_everything_is_open(reader: Reader) -> None:
    await reader.page.emulate_media(media="print", color_scheme="dark")
    page = await reader.open("/arrest")
    ink, paper = await page.evaluate("(s => [s.color, s.backgroundColor])(getComputedStyle(document.body))")
    assert (ink, paper) == ("rgb(0, 0, 0)", "rgb(255, 255, 255)")
    closed = page.locator("#m-order-card-what_order .bubble")
    assert await closed.evaluate("n => n.getBoundingClientRect().height") > 0
    facts = page.locator("#m-order-card-what_order > .basis")
    beside = "(facts, words) => facts.getBoundingClientRect().left - words.getBoundingClientRect().right"
    assert (
        await facts.evaluate(beside, await closed.element_handle()) >= 0
    )  # not below: half a sheet is saved
    await expect(page.locator("#s-support .verdict")).to_be_visible()
    await expect(page.locator(".top nav")).to_be_hidden()
    assert (await page.pdf(format="A4")).startswith(b"%PDF")


async def test_a_wide_map_can_be_read_and_begins_at_its_first_box(reader: Reader) -> None:
    page = await reader.open("/arrest")
    scale = "n => n.getBoundingClientRect().width / n.viewBox.baseVal.width"
    assert await page.locator(".map").evaluate(scale) > 0.8
    inside = "n => { const b = n.closest('.map-box').getBoundingClientRect(), r = n.getBoundingClientRect();"
    first = page.locator(".map .box").first
    assert await first.evaluate(f"{inside} return r.left >= b.left && r.right <= b.right }}")


async def test_somebody_who_was_sent_one_page_is_told_what_its_signs_mean(files: dict[str, str]) -> None:
    page = files["arrest.html"]
    assert "Число на кнопке — номер экрана" in page
    assert 'href="index.html#terms"' in page
    assert "P0 · сейчас" in page


async def test_what_comes_with_a_press_in_the_chat_stands_on_the_page_from_the_beginning(
    files: dict[str, str],
) -> None:
    """«Готово» of a list to be ticked, and what a screen has no room for."""
    ticked = _section(files["arrest.html"], "needs").partition('class="keys"')[2]
    assert re.search(r"Ничего из этого <small", ticked)  # answers at once: it leads on
    assert ticked.count(">Готово <small") == 1
    crowded = _section(files["congress_call.html"], "script")
    inside = crowded.partition('id="m-script-hints"')[2]
    assert 'id="m-script-phrase-32"' in inside
    assert 'id="m-script-card-digits"' in inside


async def test_the_pages_are_written_as_files_that_need_nothing_else(tmp_path: Path) -> None:
    written = write(ROOT, tmp_path / "out", now=lambda: NOW)
    assert (tmp_path / "out" / "index.html") in written
    for path in written:
        page = path.read_text("utf-8")
        assert "<script" not in page
        assert not re.search(r"<(?:link|img|iframe)\b", page)
        assert str(tmp_path) not in page
        assert str(ROOT) not in page


async def test_maps_are_written_as_files(tmp_path: Path) -> None:
    one, folder = tmp_path / "one.svg", tmp_path / "maps"
    assert save(ROOT, "arrest", svg=one, out=folder) == "Картинок: 2."
    assert "arrest_home.svg" in one.read_text("utf-8")
    assert (folder / "arrest.svg").read_text("utf-8") == one.read_text("utf-8")
    assert save(ROOT, "nothing", out=folder) == "Нет потока «nothing»."
    assert "arrest" in save(ROOT, svg=tmp_path / "none.svg")
    assert not (tmp_path / "none.svg").exists()


async def test_conditions_are_said_in_words(book: Book) -> None:
    page = pages.flow(view(book, book.facts), "stay_appeal")
    assert "раньше, чем 30 дн. назад" in page
    assert "Где забрали: На чек-ине" in pages.flow(view(book, book.facts), "arrest")
