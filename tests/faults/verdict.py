"""What became of a run: the disk, what people did, and what they see, compared."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from bot.preview.messages import Message
from bot.storage import cases, inbox, messages, people, sessions, volunteers
from bot.storage.tx import Tx
from tests.faults.families import TAG, Ledger
from tests.faults.street import RUNG_TIMES, Street
from tests.faults.texts import REPEAT, piece

PRIVACY = "🔒 Telegram"  # the note under a newcomer's first screen
TAKEN = piece("queue.ftl", "queue-taken")
SESSION_BUTTON = re.compile(r"(f|e)\|([0-9a-z]{6})\|.*|(n)\|back\|([0-9a-z]{6})")
KINDS = {"f": "Answer", "e": "Edit", "n": "Back"}

WRONG = ("lost", "doubled", "unreadable", "unmarked", "timers", "leaked")


@dataclass
class Verdict:
    """Figures of a run, and everything that is wrong, which must be nothing."""

    figures: dict[str, int] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    unmarked: list[str] = field(default_factory=list)
    timers: list[str] = field(default_factory=list)
    leaked: list[str] = field(default_factory=list)

    def wrong(self) -> dict[str, list[str]]:
        return {name: found for name in WRONG if (found := getattr(self, name))}

    def __str__(self) -> str:
        lines = [f"  {name:<14}{count:>7}" for name, count in self.figures.items()]
        lines += [
            f"  {name:<14}{len(found := getattr(self, name)):>7}  {'; '.join(found[:5])}" for name in WRONG
        ]
        return "\n".join(lines)


def judge(street: Street, ledger: Ledger) -> Verdict:
    """Opens the disk once more and compares."""
    verdict = Verdict({"starts": street.bot.starts, "families": len(ledger.families)})
    _leaks(street, verdict)
    store = street.store()
    try:
        if store.swept.missing:
            verdict.unreadable.append(f"keys missing: {len(store.swept.missing)}")
        for sql in (store.data, store.keys):
            if (found := sql.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
                verdict.unreadable.append(found)
        for look in (_updates, _opened, _texts, _replies, _presses, _cases, _timers):
            store.read(look, street, ledger, verdict)
    finally:
        store.close()
    _copies(street, ledger, verdict)
    _told(street, ledger, verdict)
    verdict.figures |= street.weather.counts
    return verdict


def _leaks(street: Street, verdict: Verdict) -> None:
    """No word of a letter on disk, in what the bots said, or in the group."""
    for file in (street.said, *street.folder.iterdir()):
        if "весть".encode() in file.read_bytes():
            verdict.leaked.append(file.name)
    if any("весть" in message.text for message in street.staff.from_bot()):
        verdict.leaked.append("the group")


def _updates(tx: Tx, street: Street, ledger: Ledger, verdict: Verdict) -> None:
    """Every update that Telegram ever had is done; what cannot be read is set aside, and nothing else."""
    sent = street.telegram.the_bot.updates.history.keys()
    done = {row[0] for row in tx.rows("SELECT update_id FROM inbox WHERE done_at IS NOT NULL")}
    verdict.lost += [f"update {number}" for number in sorted(sent - done)]
    aside = {update_id for _, update_id, _ in inbox.quarantined(tx)}
    verdict.lost += [f"malformed not set aside: {number}" for number in sorted(ledger.malformed - aside)]
    verdict.lost += [
        f"set aside without reason: {row}" for row in inbox.quarantined(tx) if row[1] not in ledger.malformed
    ]
    if len(aside) != len(inbox.quarantined(tx)):
        verdict.doubled.append("quarantine")
    verdict.figures |= {"updates": len(sent), "malformed": len(ledger.malformed), "quarantined": len(aside)}


def _opened(tx: Tx, street: Street, ledger: Ledger, verdict: Verdict) -> None:
    """Whatever is sealed opens."""
    del street, ledger
    looks: list[tuple[str, str, Any]] = [
        ("person", "SELECT id FROM person", people.chat_of),
        ("volunteer", "SELECT id FROM volunteer", volunteers.who),
        ("case", "SELECT id FROM case_", messages.of_case),
        ("conversation", "SELECT DISTINCT person_id FROM flow_session", sessions.current),
        ("quarantine", "SELECT id FROM quarantine", inbox.read_quarantined),
    ]
    for name, query, look in looks:
        for row in tx.rows(query):
            try:
                look(tx, row[0])
            except Exception as error:  # noqa: BLE001  # whatever it is, this one cannot be read
                verdict.unreadable.append(f"{name} {row[0]}: {type(error).__name__}")


def _texts(tx: Tx, street: Street, ledger: Ledger, verdict: Verdict) -> None:
    """Each letter is kept once, in the one case of its family."""
    del street
    kept: Counter[str] = Counter()
    for kept_ in _all_kept(tx):
        if kept_.author == "person":
            kept.update(TAG.findall(kept_.words["text"]))
    for tag in ledger.texts:
        if kept[tag] == 0:
            verdict.lost.append(f"text {tag}")
        if kept[tag] > 1:
            verdict.doubled.append(f"text {tag}")
    verdict.figures["texts"] = len(ledger.texts)


def _replies(tx: Tx, street: Street, ledger: Ledger, verdict: Verdict) -> None:
    """Each reply is kept once, or was refused to the volunteer's face."""
    del street
    kept = Counter(kept_.words["text"] for kept_ in _all_kept(tx) if kept_.author == "team")
    for words, (volunteer, message) in ledger.replies.items():
        refused = any(m.reply_to is not None and m.reply_to.id == message.id for m in volunteer.from_bot())
        if kept[words] == 0 and not refused:
            verdict.lost.append(f"reply {words}")
        if kept[words] > 1:
            verdict.doubled.append(f"reply {words}")
    verdict.figures["replies"] = len(ledger.replies)


def _all_kept(tx: Tx) -> list[messages.Kept]:
    rows = tx.rows("SELECT source_dest, source_message FROM relay_message")
    return [kept for row in rows if (kept := messages.at(tx, row[0], row[1]))]


def _presses(tx: Tx, street: Street, ledger: Ledger, verdict: Verdict) -> None:
    """Each press of a conversation's button was one event of that conversation: not none, not two."""
    del ledger
    pressed: Counter[tuple[str, str]] = Counter()
    for update in street.telegram.the_bot.updates.history.values():
        found = SESSION_BUTTON.fullmatch(str((update.get("callback_query") or {}).get("data", "")))
        if found:
            pressed[found[2] or found[4], KINDS[found[1] or found[3]]] += 1
    query = "SELECT session_id, kind, count(*) FROM flow_event WHERE kind IN ('Answer', 'Edit', 'Back') GROUP BY 1, 2"
    happened = Counter({(row[0], row[1]): row[2] for row in tx.rows(query)})
    verdict.lost += [f"press {one}" for one in pressed - happened]
    verdict.doubled += [f"press {one}" for one in happened - pressed]
    verdict.figures["presses"] = pressed.total()


def _cases(tx: Tx, street: Street, ledger: Ledger, verdict: Verdict) -> None:
    """One case for each family, submitted once, claimed once."""
    del street
    for who in ledger.families:
        person_ = people.find(tx, who.user.id)
        own = cases.of_person(tx, person_.id) if person_ else []
        if len(own) != 1:
            (verdict.doubled if own else verdict.lost).append(f"case of {who.user.first_name}: {len(own)}")
            continue
        query = "SELECT type FROM case_event WHERE case_id = ? AND type IN ('open', 'submit', 'claim')"
        events = Counter(row[0] for row in tx.rows(query, (own[0].id,)))
        verdict.doubled += [f"{name} of {own[0].code}" for name, count in events.items() if count > 1]
        verdict.lost += [
            f"{name} of {own[0].code}" for name in ("open", "submit", "claim") if not events[name]
        ]


def _timers(tx: Tx, street: Street, ledger: Ledger, verdict: Verdict) -> None:
    """The ladder of the request that nobody took: each rung rang, and rang once."""
    del ledger
    query = """
    SELECT rung, count(*) FROM case_event JOIN case_ ON case_.id = case_id
    WHERE code = ? AND type = 'rung' GROUP BY rung
    """
    rang = {row[0]: row[1] for row in tx.rows(query, (street.quiet,))}
    verdict.timers += [
        f"rung {n} rang {rang.get(n, 0)} times" for n in range(1, len(RUNG_TIMES) + 1) if rang.get(n) != 1
    ]
    verdict.figures["rungs"] = sum(rang.values())


def _copies(street: Street, ledger: Ledger, verdict: Verdict) -> None:
    """Each letter and each reply arrived; all but the first copy say that they may be repeats."""
    repeats = 0
    seen: dict[str, list[tuple[Message, bool]]] = defaultdict(list)
    for room in (*street.team, *ledger.families):
        above = ""
        for message in room.from_bot():
            marked = REPEAT in message.text or (bool(message.media) and REPEAT in above)
            names = TAG.findall(message.text) if room in street.team else _replies_in(message.text)
            for name in names:
                seen[name].append((message, marked))
            above = message.text
    for name in (*ledger.texts, *_delivered(ledger)):
        copies = seen.get(name, [])
        if not copies:
            verdict.lost.append(f"not delivered: {name}")
        plain = sum(not marked for _, marked in copies)
        repeats += max(0, len(copies) - 1)
        if plain > 1:
            verdict.unmarked.append(f"{name}: {plain} copies without a mark")
        if len({message.chat.id for message, _ in copies}) > 1:
            verdict.doubled.append(f"{name} in several chats")
    verdict.figures["repeats"] = repeats


def _told(street: Street, ledger: Ledger, verdict: Verdict) -> None:
    """What a family is told once, it is told once without a mark."""
    for chat in street.telegram.chats.values():
        notes = [message.text for message in chat.live() if PRIVACY in message.text]
        if sum(REPEAT not in text for text in notes) > 1:
            verdict.unmarked.append(f"«{PRIVACY}» in {chat.key}")
    for who in ledger.families:
        told = [message.text for message in who.from_bot() if TAKEN in message.text]
        if not told:
            verdict.lost.append(f"{who.user.first_name} was not told «{TAKEN}»")
        if sum(REPEAT not in text for text in told) > 1:
            verdict.unmarked.append(f"«{TAKEN}» to {who.user.first_name}")


def _replies_in(text: str) -> list[str]:
    return re.findall(r"ответ \d{3}-\d{3} раз \d+", text)


def _delivered(ledger: Ledger) -> list[str]:
    """Replies that were not refused: at least one to each letter has arrived, or its family still waits."""
    refused = {
        words
        for words, (volunteer, message) in ledger.replies.items()
        if any(m.reply_to is not None and m.reply_to.id == message.id for m in volunteer.from_bot())
    }
    return [words for words in ledger.replies if words not in refused]
