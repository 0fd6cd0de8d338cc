"""A tiny scripted bot for the page's tests: it asks, hands over to the group, and carries words both ways."""

from __future__ import annotations

from typing import Any

from aiohttp import ClientSession

from bot.preview.example import Example

Json = dict[str, Any]
HELLO = "Здравствуйте. Я бот-помощник.\n\n<b>Что случилось?</b>"
COMFORT = (
    "Мне жаль, что это случилось.\n\n<b>Пусть ничего не подписывает.</b>\n📞 +1 888 351 4024\n"
    "<blockquote>Russian, please</blockquote>Где его задержали?"
)
CARD = "🔴 <b>К-4F7 · P0</b>\nЗадержали на отметке · Калифорния\nязык: русский · ждёт 1 мин"
DETAILS = "<b>К-4F7</b>: подробности\nМуж не вышел с отметки. Ответьте сюда — и текст уйдёт семье."
STEPS = [
    [{"text": "На чек-ине в ICE", "callback_data": "where"}],
    [{"text": "Дома или на улице", "callback_data": "where"}],
    [{"text": "Нужен человек", "callback_data": "human", "style": "danger"}],
    [{"text": "Скопировать А-номер", "copy_text": {"text": "A214567890"}}],
    [{"text": "Сайт локатора", "url": "https://locator.ice.gov/odls/"}],
]
TAKE = [[{"text": "Беру", "callback_data": "take", "style": "success"}]]
NUMBER = [[{"text": "Поделиться моим номером", "request_contact": True}], [{"text": "Пропустить"}]]


class EchoBot:
    """Polls, and answers by a fixed script."""

    def __init__(self, web: ClientSession, example: Example) -> None:
        self.web, self.example = web, example
        self.taken: dict[int, int] = {}  # message of the volunteer's chat → the person's chat
        self.asking = 0

    async def call(self, method: str, **fields: Any) -> Any:
        async with self.web.post(f"/bot{self.example.bot.token}/{method}", json=fields) as answer:
            return (await answer.json()).get("result")

    async def say(self, chat: int, text: str, markup: Json | None = None, **fields: Any) -> Json:
        sent: Json | None = await self.call(
            "sendMessage", chat_id=chat, text=text, parse_mode="HTML", reply_markup=markup or {}, **fields
        )
        return sent or {}

    async def run(self) -> None:
        offset = 0
        await self.call("setMyDescription", description="Помогу, если близкого задержала ICE. Это бесплатно.")
        await self.call("setMyCommands", commands=[{"command": "status", "description": "Где моя заявка"}])
        while True:
            for update in await self.call("getUpdates", offset=offset, timeout=20) or []:
                offset = update["update_id"] + 1
                await self.handle(update)

    async def handle(self, update: Json) -> None:
        if "callback_query" in update:
            await self.pressed(update["callback_query"])
        elif "message" in update and update["message"]["chat"]["type"] == "private":
            await self.heard(update["message"])

    async def heard(self, message: Json) -> None:
        chat, number, text = message["chat"]["id"], message["message_id"], message.get("text", "")
        if target := self.taken.get(message.get("reply_to_message", {}).get("message_id", 0)):
            await self.call("copyMessage", chat_id=target, from_chat_id=chat, message_id=number)
        elif text == "/start":
            await self.say(chat, HELLO, {"inline_keyboard": STEPS})
        elif text == "/contact":
            await self.say(chat, "Телефон?", {"keyboard": NUMBER})
        else:
            await self.call("sendChatAction", chat_id=chat, action="typing")
            await self.say(chat, COMFORT, {"inline_keyboard": STEPS}, reply_parameters={"message_id": number})

    async def pressed(self, query: Json) -> None:
        match query["data"]:
            case "human":
                self.asking = query["from"]["id"]
                await self.answer(query, text="Передаю волонтёрам")
                await self.say(self.example.staff.chat.id, CARD, {"inline_keyboard": TAKE})
            case "take":
                await self.take(query)
            case _:
                await self.answer(query, text="Это важно знать", show_alert=True)

    async def answer(self, query: Json, **fields: Any) -> None:
        await self.call("answerCallbackQuery", callback_query_id=query["id"], **fields)

    async def take(self, query: Json) -> None:
        await self.answer(query)
        card = {"chat_id": query["message"]["chat"]["id"], "message_id": query["message"]["message_id"]}
        await self.call("editMessageText", **card, text="К-4F7 · заявку взяли")
        sent = await self.say(query["from"]["id"], DETAILS)
        self.taken[sent["message_id"]] = self.asking


async def echo(url: str, example: Example) -> None:
    """Run until cancelled; the volunteers have started the bot already."""
    for key in ("olga", "irina", "natalya"):
        example.people[key].chat.started = True
    async with ClientSession(url) as web:
        await EchoBot(web, example).run()
