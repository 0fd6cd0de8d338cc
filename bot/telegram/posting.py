"""New messages of a row: our own paragraphs, somebody's words between them, copies and albums."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from aiogram.methods import (
    CopyMessage,
    SendAudio,
    SendDocument,
    SendMediaGroup,
    SendMessage,
    SendPhoto,
    SendVideo,
    TelegramMethod,
)
from aiogram.types import (
    InputMediaAudio,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
    LinkPreviewOptions,
    MessageEntity,
    ReplyParameters,
)
from aiogram.utils.text_decorations import html_decoration
from pydantic import ValidationError

from bot.core import markup
from bot.core.ops import Album, AlbumItem, Copy, Entity, Send, Words
from bot.core.say import Message, Part
from bot.core.units import cut_short
from bot.storage.outbox import Row
from bot.telegram.answers import Do
from bot.telegram.render import Keyboard, Piece, Rendered

Call = TelegramMethod[Any]
Changes = frozenset[Do]

MAYBE_REPEAT = "common-maybe_repeat"
PLAIN_UNITS = 4_096
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

# A mention by account and an emoji of somebody's subscription say who wrote; they stay plain words.
_TELLING = frozenset({"text_mention", "custom_emoji"})
_ALONE: dict[str, Any] = {
    "photo": SendPhoto,
    "video": SendVideo,
    "document": SendDocument,
    "audio": SendAudio,
}
_MEDIA = {
    "photo": InputMediaPhoto,
    "video": InputMediaVideo,
    "document": InputMediaDocument,
    "audio": InputMediaAudio,
}


@dataclass(frozen=True, slots=True)
class Voice:
    """How a message becomes words, at the moment of sending."""

    message: Callable[[Message], Rendered]
    toast: Callable[[Message], str]


def new_messages(row: Row, op: Send | Words | Copy | Album, voice: Voice, changes: Changes) -> list[Call]:
    """New messages, the first of them as a reply if one is asked for."""
    match op:
        case Send(message=message):
            calls = our_words(row, message, voice, changes)
        case Words():
            calls = _words(row, op, voice, changes)
        case Copy():
            calls = [*_header(row, op.header, voice, changes), _copy(row, op)]
        case Album():
            calls = [*_header(row, op.header, voice, changes), _album(row, op)]
    if op.reply_to is not None and Do.AGAIN_LOOSE not in changes:
        quote = op.reply_quote if isinstance(op, Send | Words) else None
        reply = ReplyParameters(message_id=op.reply_to, allow_sending_without_reply=True, quote=quote)
        calls[0] = calls[0].model_copy(update={"reply_parameters": reply})
    return calls


def our_words(row: Row, message: Message, voice: Voice, changes: Changes) -> list[Call]:
    made = voice.message(_marked(row, message) or message)
    return _pieces(row, made.pieces, made.keyboard, changes, silent=message.silent, protect=message.protect)


def _pieces(
    row: Row,
    pieces: tuple[Piece, ...],
    keyboard: Keyboard | None,
    changes: Changes,
    *,
    silent: bool,
    protect: bool,
) -> list[Call]:
    last = len(pieces) - 1
    return [
        SendMessage(
            chat_id=row.chat or 0,
            text=text_of(piece, changes),
            parse_mode=mode_of(changes),
            link_preview_options=NO_PREVIEW,
            disable_notification=silent or None,
            protect_content=protect or None,
            reply_markup=keyboard if number == last else None,
        )
        for number, piece in enumerate(pieces)
    ]


def _words(row: Row, op: Words, voice: Voice, changes: Changes) -> list[Call]:
    """A relayed text between two of our paragraphs, in as many messages as it takes."""
    footer = _marked(row, op.footer)
    below = voice.message(footer) if footer else None
    above = _html(voice, op.header)
    whole = "\n\n".join(filter(None, (above, words_html(op.text, op.entities), _joined(below))))
    pieces = tuple(Piece(html, markup.plain_with_links(html)) for html in markup.pieces(whole))
    keyboard = below.keyboard if below else None
    ours = [message for message in (op.header, op.footer) if message]
    silent = any(message.silent for message in ours)
    protect = any(message.protect for message in ours)
    return _pieces(row, pieces, keyboard, changes, silent=silent, protect=protect)


def words_html(text: str, entities: tuple[Entity, ...]) -> str:
    """Somebody's words with their formatting as HTML; without it where it cannot be read."""
    try:
        known = [
            MessageEntity.model_validate(plain) for plain in entities if plain.get("type") not in _TELLING
        ]
        return html_decoration.unparse(text, known)
    except (ValidationError, UnicodeError):
        return markup.escaped(text)


def _html(voice: Voice, message: Message | None) -> str:
    return _joined(voice.message(message)) if message else ""


def _joined(made: Rendered | None) -> str:
    return "\n\n".join(piece.html for piece in made.pieces) if made else ""


def _header(row: Row, header: Message | None, voice: Voice, changes: Changes) -> list[Call]:
    marked = _marked(row, header)
    return our_words(replace(row, repeat=False), marked, voice, changes) if marked else []


def _copy(row: Row, op: Copy) -> Call:
    return CopyMessage(
        chat_id=row.chat or 0,
        from_chat_id=row.source_chat or 0,
        message_id=op.source_message,
        disable_notification=_quietly(op),
        protect_content=op.protect or None,
    )


def _quietly(op: Copy | Album) -> bool | None:
    """What comes under a header makes no more sound than the header."""
    return (op.header is not None and op.header.silent) or None


def _album(row: Row, op: Album) -> Call:
    """Two to ten files as a group; Telegram refuses a group of one, so a lone file goes by itself."""
    if len(op.items) == 1:
        return _alone(row, op, op.items[0])
    media = [_media(item) for item in op.items]
    return SendMediaGroup(
        chat_id=row.chat or 0,
        media=media,
        disable_notification=_quietly(op),
        protect_content=op.protect or None,
    )


def _alone(row: Row, op: Album, item: AlbumItem) -> Call:
    entities = [MessageEntity.model_validate(plain) for plain in item.entities]
    told = {
        "chat_id": row.chat or 0,
        item.kind: item.file_id,
        "caption": item.caption or None,
        "parse_mode": None,
        "caption_entities": entities or None,
        "disable_notification": _quietly(op),
        "protect_content": op.protect or None,
    }
    call: Call = _ALONE[item.kind](**told)
    return call


def _media(item: AlbumItem) -> Any:
    entities = [MessageEntity.model_validate(plain) for plain in item.entities]
    return _MEDIA[item.kind](
        media=item.file_id,
        caption=item.caption or None,
        parse_mode=None,
        caption_entities=entities or None,
    )


def _marked(row: Row, message: Message | None) -> Message | None:
    """With «(возможно, повтор)» where the row may have been sent already."""
    if not row.repeat:
        return message
    mark = Part(MAYBE_REPEAT)
    return replace(message, parts=(*message.parts, mark)) if message else Message(parts=(mark,))


def text_of(piece: Piece, changes: Changes) -> str:
    """HTML; or plain and cut, after Telegram refused our tags or the length."""
    return cut_short(piece.plain, PLAIN_UNITS) if Do.AGAIN_PLAIN in changes else piece.html


def mode_of(changes: Changes) -> str | None:
    """The parse mode that belongs to `text_of`."""
    return None if Do.AGAIN_PLAIN in changes else "HTML"
