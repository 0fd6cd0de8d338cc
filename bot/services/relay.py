"""Words between a family and the volunteer of their case: one function a direction, nothing dropped.

A message is kept, sealed, before anything else. Its copy waits a moment in the outbox, so that a burst of
short texts or an album arrives as one; a copy that has left is never changed. Neither side ever sees a
name, a username or a Telegram id of the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from bot.core.cases import Case
from bot.core.incoming import Incoming
from bot.core.ops import Album, AlbumItem, Copy, Lane, Op, Send, Words
from bot.core.say import Button, Message, say
from bot.services import outgoing
from bot.storage import holding, messages, msgmap, outbox, seats, volunteers
from bot.storage.database import Tx
from bot.storage.messages import Kept

HOLD = timedelta(seconds=1.5)
BURST_CHARACTERS = 3_000
ALBUM_MOST = 10
ALBUM_KINDS = frozenset({"photo", "video", "document", "audio"})


def words_of(incoming: Incoming) -> messages.Words:
    """What is kept of a message: its words as typed, their formatting, the file by its id."""
    return {
        "text": incoming.raw_text,
        "entities": list(incoming.entities),
        "file_id": incoming.file_id,
        "reply_to": incoming.reply_to,
        "quote": incoming.quote,
    }


def keep_from_person(tx: Tx, person_id: str, case_id: str | None, incoming: Incoming) -> Kept | None:
    """Stores what a person said; None when this very message is stored already."""
    return _keep(tx, person_id, case_id, f"person:{person_id}", "person", incoming)


def keep_from_team(tx: Tx, case: Case, volunteer_id: str, incoming: Incoming) -> Kept | None:
    """Stores what a volunteer said to the family."""
    return _keep(tx, case.person_id, case.id, f"volunteer:{volunteer_id}", "team", incoming)


def _keep(
    tx: Tx, person_id: str, case_id: str | None, dest: str, author: str, incoming: Incoming
) -> Kept | None:
    messages.add(
        tx,
        case_id=case_id,
        person_id=person_id,
        author=author,
        source_dest=dest,
        source_message=incoming.message_id,
        kind=incoming.kind,
        album=incoming.album,
        words=words_of(incoming),
    )
    return messages.at(tx, dest, incoming.message_id)


def to_team(tx: Tx, case: Case, kept: Kept, volunteer_id: str) -> None:
    """A copy of the family's message into the private chat of a volunteer on the case."""
    header = say("relay-from_family", code=case.code)
    deliver(tx, case, kept, f"volunteer:{volunteer_id}", header, Lane.CASE)


def to_seats(tx: Tx, case: Case, kept: Kept) -> None:
    """The same for everybody on the case: the translator hears what the manager hears."""
    for volunteer_id in seats.holders(tx, case.id):
        to_team(tx, case, kept, volunteer_id)


def to_family(tx: Tx, case: Case, kept: Kept) -> None:
    """A volunteer's words: marked copies for the others on the case, then into the family's chat."""
    for volunteer_id in seats.holders(tx, case.id):
        to_colleague(tx, case, kept, volunteer_id)
    to_person(tx, case, kept)


def to_colleague(tx: Tx, case: Case, kept: Kept, volunteer_id: str) -> None:
    """What the family was told, for somebody else on the case: nobody answers twice."""
    if kept.source_dest != f"volunteer:{volunteer_id}":
        alias = volunteers.alias_of(tx, kept.source_dest.removeprefix("volunteer:"))
        header = say("relay-from_colleague", code=case.code, alias=alias)
        deliver(tx, case, kept, f"volunteer:{volunteer_id}", header, Lane.CASE)


def to_person(tx: Tx, case: Case, kept: Kept) -> None:
    """A copy of the volunteer's message into the family's chat."""
    header = outgoing.fitted(tx, case.person_id, say("relay-from_team"))
    deliver(tx, case, kept, f"person:{case.person_id}", header, Lane.CASE)


def backlog(tx: Tx, case: Case, volunteer_id: str, *, again: bool = False) -> None:
    """What the family said, and was told, so far, to whoever has just taken a seat.

    What lies in their chat from an earlier turn comes once more only when it is asked for (`again`).
    """
    dest = f"volunteer:{volunteer_id}"
    said = [kept for kept in messages.of_case(tx, case.id) if kept.author == "person" or kept.delivered_to]
    fresh = [kept for kept in said if again or not _has(tx, kept, dest)]
    if len(fresh) < len(said):
        everything = Button("relay-above.all", data=f"s|all|{case.id}")
        above = Send(say("relay-above", (everything,), code=case.code))
        outbox.put(tx, dest=dest, op=above, lane=Lane.CASE, owner="staff")
    for kept in fresh:
        (to_team if kept.author == "person" else to_colleague)(tx, case, kept, volunteer_id)


def _has(tx: Tx, kept: Kept, dest: str) -> bool:
    """Whether a chat holds every version of a message, as a copy or because it was written there."""
    copies = msgmap.copies_of(tx, kept.source_dest, kept.source_message)
    there = sum(copy.dst_dest == dest and copy.part == 0 for copy in copies)
    return kept.source_dest == dest or there >= kept.versions


def deliver(tx: Tx, case: Case, kept: Kept, dest: str, header: Message, lane: Lane) -> None:
    """One copy, joined to the one that still waits where they belong together."""
    if _joined(tx, case, kept, dest, header):
        return
    op = _op(tx, kept, dest, header)
    hold = HOLD if kept.album or kept.kind == "text" else timedelta()
    row = outbox.put(
        tx, dest=dest, op=op, lane=lane, owner=f"case:{case.id}", case_id=case.id, not_before=tx.now + hold
    )
    messages.delivered(tx, kept.id, dest, row)


def _op(tx: Tx, kept: Kept, dest: str, header: Message) -> Op:
    reply_to = _there(tx, kept, dest)
    source = f"{kept.source_dest}|{kept.source_message}"
    words = kept.words
    if kept.kind == "text":
        quote = (words.get("quote") or None) if reply_to else None
        entities = tuple(words["entities"])
        return Words(
            words["text"], entities, header=header, reply_to=reply_to, reply_quote=quote, map_from=source
        )
    if kept.album and kept.kind in ALBUM_KINDS and words.get("file_id"):
        return Album((_item(kept),), header=header, reply_to=reply_to)
    return Copy(kept.source_dest, kept.source_message, header=header, reply_to=reply_to, map_from=source)


def _item(kept: Kept) -> AlbumItem:
    kind: Any = kept.kind
    words = kept.words
    source = f"{kept.source_dest}|{kept.source_message}"
    return AlbumItem(kind, words["file_id"], words["text"], tuple(words["entities"]), map_from=source)


def _there(tx: Tx, kept: Kept, dest: str) -> int | None:
    """The message in the other chat that this one answers: a copy of its target, the source, or its twin."""
    target = kept.words.get("reply_to")
    if target is None:
        return None
    pair = msgmap.source_of(tx, kept.source_dest, target)
    if pair is not None and pair.src_dest == dest:
        return pair.src_msg
    source = (pair.src_dest, pair.src_msg) if pair is not None else (kept.source_dest, target)
    copies = [copy for copy in msgmap.copies_of(tx, *source) if copy.dst_dest == dest]
    return copies[-1].dst_msg if copies else None


def _joined(tx: Tx, case: Case, kept: Kept, dest: str, header: Message) -> bool:
    """Adds a message to the copy of the one before it in this chat, when that copy has not left yet."""
    row = holding.last_waiting(tx, dest, case.id)
    waiting = holding.waiting_op(tx, row) if row is not None else None
    before = _last_in(tx, waiting)
    if row is None or before is None or getattr(waiting, "header", None) != header:
        return False
    if before.source_dest != kept.source_dest:
        return False
    if (
        kept.album
        and before.album == kept.album
        and isinstance(waiting, Album)
        and len(waiting.items) < ALBUM_MOST
    ):
        joined: Op = _with_item(waiting, kept)
    elif _one_burst(waiting, before, kept):
        assert isinstance(waiting, Words)  # noqa: S101 - `_one_burst` has looked
        joined = _with_words(waiting, kept)
    else:
        return False
    holding.amend(tx, row, joined, f"case:{case.id}", not_before=tx.now + HOLD)
    messages.delivered(tx, kept.id, dest, row)
    return True


def _last_in(tx: Tx, waiting: Op | None) -> Kept | None:
    """The last of the messages that a waiting text or album is the copy of."""
    if not isinstance(waiting, Words | Album):
        return None
    sources = (waiting.items[-1].map_from if isinstance(waiting, Album) else waiting.map_from) or ""
    dest, _, message = sources.rpartition(",")[2].rpartition("|")
    return messages.at(tx, dest, int(message)) if message else None


def _with_item(waiting: Album, kept: Kept) -> Album:
    return Album((*waiting.items, _item(kept)), waiting.header, waiting.reply_to, waiting.protect)


def _one_burst(waiting: Op | None, before: Kept, kept: Kept) -> bool:
    return (
        isinstance(waiting, Words)
        and before.kind == kept.kind == "text"
        and kept.words.get("reply_to") is None
        and len(waiting.text) + len(kept.words["text"]) < BURST_CHARACTERS
    )


def _with_words(waiting: Words, kept: Kept) -> Words:
    """The next text under the one that waits; formatting moves with it (offsets are in UTF-16 units)."""
    shift = len(waiting.text.encode("utf-16-le")) // 2 + 1
    moved = tuple(entity | {"offset": entity["offset"] + shift} for entity in kept.words["entities"])
    return Words(
        f"{waiting.text}\n{kept.words['text']}",
        (*waiting.entities, *moved),
        header=waiting.header,
        footer=waiting.footer,
        reply_to=waiting.reply_to,
        reply_quote=waiting.reply_quote,
        map_from=f"{waiting.map_from},{kept.source_dest}|{kept.source_message}",
    )


def mirror_edit(tx: Tx, case: Case, kept: Kept, text: str, entities: list[Any], dests: Sequence[str]) -> None:
    """An edited message: both versions to the other side, as an answer to the first copy."""
    if text == kept.words["text"]:
        return
    messages.rewrite(tx, kept, text, entities)
    for dest in dests:
        _mirror(tx, case, kept, text, entities, dest)


def _mirror(tx: Tx, case: Case, kept: Kept, text: str, entities: list[Any], dest: str) -> None:
    copies = [p for p in msgmap.copies_of(tx, kept.source_dest, kept.source_message) if p.dst_dest == dest]
    if not copies and kept.delivered_to == dest and _rewritten(tx, case, kept, text, entities):
        return
    op = Words(
        text,
        tuple(entities),
        header=say("relay-edited", before=kept.words["text"] or "—"),
        reply_to=copies[-1].dst_msg if copies else None,
        map_from=f"{kept.source_dest}|{kept.source_message}",
    )
    outbox.put(tx, dest=dest, op=op, lane=Lane.CASE, owner=f"case:{case.id}", case_id=case.id)


def _rewritten(tx: Tx, case: Case, kept: Kept, text: str, entities: list[Any]) -> bool:
    """A copy that has not left yet, of this message alone, simply takes the new words."""
    waiting = holding.waiting_op(tx, kept.outbox_row) if kept.outbox_row else None
    if kept.outbox_row is None or not isinstance(waiting, Words) or waiting.text != kept.words["text"]:
        return False
    fresh = Words(
        text,
        tuple(entities),
        header=waiting.header,
        footer=waiting.footer,
        reply_to=waiting.reply_to,
        map_from=waiting.map_from,
    )
    holding.amend(tx, kept.outbox_row, fresh, f"case:{case.id}")
    return True
