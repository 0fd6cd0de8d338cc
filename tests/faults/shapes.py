"""Real updates of every shape that can reach the bot, and one-field changes of them."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

STRANGE: tuple[Any, ...] = (
    None, True, -1, 0, 2**31, 2**63, -(2**63) - 1, 1.5, "", " ", "x" * 5000, "\u202e\u2066\u0000", "٣", "\ud800",
    2**64, -(10**40), 10**400, float("inf"), float("nan"), -5, "x" * 30_000, "\x00", "\udfff\ud800", "a\x00b",
    json.loads("[" * 80 + "]" * 80), [], {}, [[]], {"id": "x"}, [None], "2026-11-24", "/start v_x", "f|000000|00000000|x", "💔" * 600,
)  # fmt: skip
Path = tuple[Any, ...]


def shapes(user: int, staff: int) -> list[dict[str, Any]]:
    """One update of each shape, without numbers of their own, from an account of its own."""
    who = {"id": user, "is_bot": False, "first_name": "Имя", "language_code": "ru"}
    chat = {"id": user, "type": "private", "first_name": "Имя"}
    group = {"id": staff, "type": "supergroup", "title": "Дежурные"}
    bot = {"id": 7_000_000_001, "is_bot": True, "first_name": "Bot", "username": "ryadom_preview_bot"}
    member = {"status": "member", "user": bot}
    base = {"message_id": 5, "from": who, "chat": chat, "date": 1_795_500_000}
    ours = {"message_id": 4, "from": bot, "chat": chat, "date": 1_795_500_000, "text": "Что случилось?"}
    photo = {"file_id": "p", "file_unique_id": "u", "width": 90, "height": 90, "file_size": 1000}
    file = {"file_id": "f", "file_unique_id": "u", "file_size": 1000}
    said: list[dict[str, Any]] = [
        {"text": "мужа забрали на чек-ине"},
        {"text": "/start"},
        {"text": "смотри https://t.me", "entities": [{"type": "url", "offset": 7, "length": 12}]},
        {"text": "ответ", "reply_to_message": ours, "quote": {"text": "Что", "position": 0}},
        {"text": "чужое", "forward_origin": {"type": "hidden_user", "sender_user_name": "Кто", "date": 1}},
        {"photo": [photo, {**photo, "width": 320}], "caption": "паспорт", "media_group_id": "13500000000000001"},
        {"document": {**file, "file_name": "a.pdf", "mime_type": "application/pdf"}},
        {"voice": {**file, "duration": 4, "mime_type": "audio/ogg"}, "caption": "голос"},
        {"video": {**file, "duration": 4, "width": 9, "height": 9}},
        {"video_note": {**file, "duration": 4, "length": 9}},
        {"audio": {**file, "duration": 4}},
        {"sticker": {**file, "type": "regular", "width": 9, "height": 9, "is_animated": False, "is_video": False}},
        {"contact": {"phone_number": "+15550100199", "first_name": "X", "user_id": user}},
        {"location": {"latitude": 38.5, "longitude": -121.4}},
        {"poll": {
            "id": "1", "question": "?", "options": [{"text": "да", "voter_count": 0}], "total_voter_count": 0,
            "is_closed": False, "is_anonymous": True, "type": "regular", "allows_multiple_answers": False,
        }},
    ]  # fmt: skip
    query = {"id": "9", "from": who, "chat_instance": "1", "data": "m|arrest", "message": ours}
    change = {"chat": chat, "from": who, "date": 1, "old_chat_member": member, "new_chat_member": member}
    return [
        *({"message": {**base, **content}} for content in said),
        {"edited_message": {**base, "text": "исправлено", "edit_date": 1_795_500_001}},
        {"message": {**base, "chat": group, "migrate_to_chat_id": staff - 1}},
        {"message": {**base, "chat": {**group, "id": -77}, "text": "в чужой группе"}},
        {"callback_query": query},
        {"callback_query": {**query, "data": "q|next", "message": {**ours, "chat": group}}},
        {"callback_query": {**query, "message": {"message_id": 4, "chat": chat, "date": 0}}},
        {"my_chat_member": {**change, "new_chat_member": {"status": "kicked", "user": bot, "until_date": 0}}},
        {"my_chat_member": {**change, "chat": {**group, "id": -78}}},
        {"channel_post": {**base, "text": "не звали"}},
        {"message_reaction": {"chat": chat, "message_id": 1, "date": 1}},
    ]


def places(thing: Any, at: Path = ()) -> list[Path]:
    """The way to each value inside."""
    inside = thing.items() if isinstance(thing, dict) else enumerate(thing) if isinstance(thing, list) else ()
    return [(*at, key) for key, _ in inside] + [p for key, value in inside for p in places(value, (*at, key))]


def mutated(update: dict[str, Any], rng: random.Random) -> dict[str, Any]:
    """The same update with one to three fields gone, changed, doubled, or added."""
    made = copy.deepcopy(update)
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        if not (ways := places(made)):
            break
        *way, last = rng.choice(ways)
        holder: Any = made
        for step in way:
            holder = holder[step]
        match rng.randrange(5):
            case 0:
                del holder[last]
            case 1 | 2:
                holder[last] = rng.choice(STRANGE)
            case 3:
                holder[last] = [holder[last], holder[last]]
            case _ if isinstance(holder, dict):
                holder[f"{last}_new"] = rng.choice(STRANGE)
    return made
