"""Groups: who hears what, who joins and leaves, topics and pins."""

import pytest
from aiogram import Bot
from aiogram.types import Update

from bot.preview.people import Group, Person, group, person
from bot.preview.telegram import LocalTelegram


@pytest.fixture
def olga(telegram: LocalTelegram) -> Person:
    return person(telegram, "Ольга")


@pytest.fixture
def staff(telegram: LocalTelegram, olga: Person) -> Group:
    return group(telegram, "Дежурные", [olga])


def words(updates: list[Update]) -> list[str | None]:
    return [u.message.text for u in updates if u.message and u.message.text]


async def test_joining_and_leaving_is_told_to_the_bot(bot: Bot, staff: Group) -> None:
    staff.sets_bot("member")
    staff.sets_bot("kicked")
    changes = [u.my_chat_member for u in await bot.get_updates() if u.my_chat_member]
    assert [(c.old_chat_member.status, c.new_chat_member.status) for c in changes] == [
        ("left", "member"),
        ("member", "kicked"),
    ]


async def test_with_privacy_on_a_bot_hears_only_what_is_meant_for_it(
    bot: Bot, staff: Group, olga: Person
) -> None:
    staff.sets_bot("member")
    await olga.sends("девочки, кто взял Оклахому?", where=staff)
    await olga.sends("/status", where=staff)
    card = await bot.send_message(staff.chat.id, "К-17")
    await olga.replies(staff.chat.messages[card.message_id], "моя")
    assert words(await bot.get_updates()) == ["/status", "моя"]


async def test_an_administrator_hears_everything_and_anonymous_ones_have_no_name(
    bot: Bot, staff: Group, olga: Person
) -> None:
    staff.sets_bot()
    await olga.sends("беру", where=staff, anonymous=True)
    message = (await bot.get_updates())[-1].message
    assert message is not None
    assert message.sender_chat is not None
    assert message.from_user is not None
    assert (message.text, message.from_user.id) == ("беру", 1087968824)


async def test_a_press_in_the_group_names_who_pressed(bot: Bot, staff: Group, olga: Person) -> None:
    staff.sets_bot()
    markup = {"inline_keyboard": [[{"text": "Беру", "callback_data": "take:1"}]]}
    await bot.send_message(staff.chat.id, "К-17", reply_markup=markup)  # type: ignore[arg-type]
    await olga.presses("Беру", where=staff)
    query = (await bot.get_updates())[-1].callback_query
    assert query is not None
    assert (query.data, query.from_user.first_name) == ("take:1", "Ольга")
    assert query.message is not None
    assert query.message.chat.id == staff.chat.id


async def test_numbers_of_messages_run_per_supergroup_and_per_bot(
    bot: Bot, staff: Group, olga: Person, marina: Person
) -> None:
    staff.sets_bot()
    await marina.starts()
    await olga.starts()
    private = [await bot.send_message(p.user.id, "x") for p in (marina, olga)]
    assert len({m.message_id for m in private}) == 2
    one = await bot.send_message(staff.chat.id, "x")
    two = await bot.send_message(staff.chat.id, "x")
    assert two.message_id == one.message_id + 1


async def test_pins_members_and_leaving(bot: Bot, staff: Group, olga: Person) -> None:
    staff.sets_bot()
    card = await bot.send_message(staff.chat.id, "К-17")
    await bot.pin_chat_message(staff.chat.id, card.message_id)
    full = await bot.get_chat(staff.chat.id)
    assert full.pinned_message is not None
    assert full.pinned_message.message_id == card.message_id
    await bot.unpin_chat_message(staff.chat.id)
    assert (await bot.get_chat(staff.chat.id)).pinned_message is None
    assert (await bot.get_chat_member(staff.chat.id, olga.user.id)).status == "creator"
    assert await bot.get_chat_member_count(staff.chat.id) == 2
    assert len(await bot.get_chat_administrators(staff.chat.id)) == 2
    assert await bot.leave_chat(staff.chat.id)
    assert staff.chat.bots() == []


async def test_topics_are_made_renamed_closed_and_deleted(
    bot: Bot, telegram: LocalTelegram, olga: Person
) -> None:
    forum = group(telegram, "Форум", [olga], forum=True)
    forum.sets_bot()
    made = await bot.create_forum_topic(forum.chat.id, "К-17", icon_color=0x6FB9F0)
    thread = made.message_thread_id
    assert await bot.edit_forum_topic(forum.chat.id, thread, name="К-17 ✓")
    assert await bot.close_forum_topic(forum.chat.id, thread)
    assert await bot.reopen_forum_topic(forum.chat.id, thread)
    hers = await olga.sends("тут", where=forum, thread=thread)
    message = (await bot.get_updates())[-1].message
    assert message is not None
    assert (message.message_thread_id, message.is_topic_message) == (thread, True)
    assert await bot.delete_forum_topic(forum.chat.id, thread)
    assert forum.chat.found(hers.id) is None


async def test_private_topics_where_the_bot_has_them(bot: Bot, telegram: LocalTelegram, olga: Person) -> None:
    await olga.starts()
    telegram.the_bot.private_topics = True
    assert (await bot.get_me()).has_topics_enabled
    made = await bot.create_forum_topic(olga.user.id, "К-17")
    sent = await bot.send_message(olga.user.id, "x", message_thread_id=made.message_thread_id)
    assert sent.message_thread_id == made.message_thread_id


async def test_a_bot_says_what_it_is(bot: Bot) -> None:
    commands = [{"command": "start", "description": "Начать"}]
    assert await bot.set_my_commands(commands)  # type: ignore[arg-type]
    assert [c.command for c in await bot.get_my_commands()] == ["start"]
    assert await bot.set_my_description("Что это")
    assert (await bot.get_my_description()).description == "Что это"
    assert await bot.set_my_short_description("Кратко")
    assert await bot.delete_my_commands()
    assert await bot.get_my_commands() == []
    assert (await bot.get_webhook_info()).url == ""
