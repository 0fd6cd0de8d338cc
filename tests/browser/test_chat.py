"""What one can do in a chat of the page, and what the bot gets of it."""

from pathlib import Path

from playwright.async_api import expect

from tests.browser.conftest import Opener


async def test_files_albums_and_a_voice_arrive_as_what_they_are(screen: Opener, tmp_path: Path) -> None:
    shown = await screen()
    marina = await shown.begin("marina")
    for item in ("Альбом", "Голосовое", "Геопозиция"):
        await marina.get_by_role("button", name="Прикрепить").click()
        await shown.page.get_by_role("menuitem", name=item).click()
    await expect(marina.locator(".out .album .photo")).to_have_count(3)
    await expect(marina.locator(".out .voice")).to_contain_text("2 секунды")
    paper = tmp_path / "решение.pdf"
    paper.write_bytes(b"%PDF")
    await marina.locator(".input").fill("вот бумага")
    await marina.locator("input[type=file]").set_input_files(paper)
    await expect(marina.locator(".out").last).to_contain_text("решение.pdf")
    await expect(marina.locator(".out").last).to_contain_text("вот бумага")
    kinds = [m.media for m in shown.example.people["marina"].messages() if m.media]
    assert kinds == ["photo", "photo", "photo", "voice", "document"]


async def test_buttons_copy_open_alert_and_tell(screen: Opener) -> None:
    shown = await screen(permissions=["clipboard-read", "clipboard-write"])
    marina = await shown.begin("marina")
    await marina.get_by_role("button", name="Скопировать А-номер").click()
    await expect(marina.get_by_text("Скопировано: A214567890")).to_be_visible()
    assert await shown.page.evaluate("navigator.clipboard.readText()") == "A214567890"
    await shown.page.context.route("https://locator.ice.gov/**", lambda route: route.fulfill(body="ok"))
    async with shown.page.expect_popup() as popup:
        await marina.get_by_role("button", name="Сайт локатора").click()
    assert (await popup.value).url == "https://locator.ice.gov/odls/"
    await marina.get_by_role("button", name="На чек-ине в ICE").click()
    alert = shown.page.get_by_role("dialog")
    await expect(alert).to_contain_text("Это важно знать")
    await alert.get_by_role("button", name="Понятно").click()
    await expect(alert).to_have_count(0)
    await marina.get_by_role("button", name="Нужен человек").click()
    await expect(marina.locator(".toast")).to_have_text("Передаю волонтёрам")
    await expect(marina.locator(".waiting")).to_have_count(0)


async def test_a_message_is_changed_and_taken_back(screen: Opener) -> None:
    shown = await screen()
    marina = await shown.begin("marina")
    await shown.write("marina", "он зашел в 9")
    mine = marina.locator(".out", has_text="он зашел в 9")
    await mine.get_by_role("button", name="Что сделать с сообщением").click()
    await shown.page.get_by_role("menuitem", name="Изменить").click()
    await shown.write("marina", "он зашел в 10")
    changed = marina.locator(".out", has_text="он зашел в 10")
    await expect(changed).to_contain_text("изменено")
    await changed.click(button="right")
    await shown.page.get_by_role("menuitem", name="Удалить").click()
    await expect(changed).to_have_count(0)


async def test_words_are_never_taken_for_markup(screen: Opener) -> None:
    shown = await screen()
    marina = await shown.begin("marina")
    evil = "<img src=x onerror=\"document.body.id='hacked'\"> & <b>не жирно</b>"
    await shown.write("marina", evil)
    await expect(marina.locator(".out").last).to_contain_text(evil)
    assert await shown.page.evaluate("document.body.id") == ""


async def test_formatting_is_shown_and_phones_can_be_called(screen: Opener) -> None:
    shown = await screen()
    marina = await shown.begin("marina")
    await shown.write("marina", "мужа забрали")
    answer = marina.locator(".in").last
    await expect(answer.locator("strong")).to_have_text("Пусть ничего не подписывает.")
    await expect(answer.locator("blockquote")).to_have_text("Russian, please")
    await expect(answer.get_by_role("link", name="+1 888 351 4024")).to_have_attribute(
        "href", "tel:+18883514024"
    )


async def test_a_selected_piece_is_quoted(screen: Opener) -> None:
    shown = await screen()
    marina = await shown.begin("marina")
    words = marina.locator(".in .text strong")
    await words.dblclick()
    await words.click(button="right")
    await shown.page.get_by_role("menuitem", name="Ответить на выделенное").click()
    await shown.write("marina", "муж не вышел")
    person = shown.example.people["marina"]
    mine = await person.wait(
        lambda: next((m for m in person.messages() if m.text == "муж не вышел"), None), "it was not sent"
    )
    assert mine.quote is not None
    assert mine.quote["text"] in "Что случилось?"


async def test_a_number_is_shared_only_after_a_question(screen: Opener) -> None:
    shown = await screen()
    marina = await shown.begin("marina")
    await shown.write("marina", "/contact")
    await marina.get_by_role("button", name="Поделиться моим номером").click()
    await shown.page.get_by_role("dialog").get_by_role("button", name="Отменить").click()
    person = shown.example.people["marina"]
    assert not [m for m in person.messages() if "contact" in m.content]
    await marina.get_by_role("button", name="Поделиться моим номером").click()
    await shown.page.get_by_role("dialog").get_by_role("button", name="Поделиться").click()
    await expect(marina.locator(".out").last).to_contain_text(person.user.phone)


async def test_blocking_the_bot_and_letting_it_in_again(screen: Opener) -> None:
    shown = await screen()
    marina = await shown.begin("marina")
    await marina.get_by_role("button", name="Ещё: Марина").click()
    await shown.page.get_by_role("menuitem", name="Заблокировать бота").click()
    await expect(marina.get_by_role("button", name="Разблокировать бота")).to_be_visible()
    assert shown.example.people["marina"].chat.blocked
    await marina.get_by_role("button", name="Разблокировать бота").click()
    await expect(marina.locator(".input")).to_be_visible()


async def test_an_invitation_link_opens_the_bot(screen: Opener) -> None:
    shown = await screen()
    await shown.phone("olga").get_by_role("button", name="Ещё: Ольга").click()
    await shown.page.get_by_role("menuitem", name="Открыть ссылку-приглашение").click()
    dialog = shown.page.get_by_role("dialog")
    await dialog.get_by_label("Ссылка").fill(f"https://t.me/{shown.example.bot.username}?start=i_77")
    await dialog.get_by_role("button", name="Открыть").click()
    await expect(shown.phone("olga").locator(".out").last).to_contain_text("/start i_77")
