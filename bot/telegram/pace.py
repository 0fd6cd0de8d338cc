"""Telegram's pace, as pure decisions on a monotonic clock that the caller reads.

Only new messages take part, in a group edits too: answers to a press and edits in private chats are
not what Telegram counts, and a 429 stays the only authority. Two classes of rows: *live* (alarms,
people, case messages) and *bulk* (cards, status lines, broadcasts). Live rows never wait behind bulk:
bulk leaves only when no live message waits for its slot, and takes at most a part of the overall rate
and of a group's minute. Slots are paced, not a bucket: a full bucket lets twice the rate through in
its first second.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from math import inf

MINUTE = 60.0
SPREADING = 5.0  # seconds: refusals of two chats so close together are not about one chat


@dataclass(frozen=True, slots=True)
class Limits:
    """Messages per second unless said otherwise."""

    overall: float = 28.0
    bulk: float = 25.0
    chat: float = 1.0
    chat_burst: int = 6
    group_minute: int = 20
    group_minute_bulk: int = 14


UNLIMITED = Limits(
    overall=inf, bulk=inf, chat=inf, chat_burst=1_000_000, group_minute=1_000_000, group_minute_bulk=1_000_000
)


@dataclass(slots=True)
class _Chat:
    until: float = 0.0  # refused by Telegram until then
    booked: float = 0.0  # a private chat: the moment its sends would have taken at the steady rate
    sent: deque[float] = field(default_factory=deque)  # a group: its sends of the last minute


class Pace:
    """Who has to wait, and until when. All times are seconds of one monotonic clock."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._chats: dict[str, _Chat] = {}
        self._slot = 0.0
        self._bulk_slot = 0.0
        self._refusals: deque[tuple[float, str]] = deque(maxlen=2)

    def book(self, dest: str, now: float, *, group: bool, bulk: bool, messages: int = 1) -> float:
        """Counts messages that are about to leave; returns when they may (`now` or later)."""
        leaves = max(now, self._slot)
        self._slot = leaves + messages / self._limits.overall
        if bulk:
            self._bulk_slot = max(now, self._bulk_slot) + messages / self._limits.bulk
        chat = self._chats.setdefault(dest, _Chat())
        if group:
            chat.sent.extend([leaves] * messages)
        else:
            chat.booked = max(chat.booked, leaves) + messages / self._limits.chat
        return leaves

    def refused(self, dest: str, now: float, seconds: float) -> None:
        """A 429: this chat waits. When chats are refused one after the other, all of bulk waits."""
        self._chats.setdefault(dest, _Chat()).until = now + seconds
        self._refusals.append((now, dest))
        first, last = self._refusals[0], self._refusals[-1]
        if first[1] != last[1] and last[0] - first[0] <= SPREADING:
            self._bulk_slot = max(self._bulk_slot, now + seconds)

    def bulk_at(self) -> float:
        """When the next bulk row may leave."""
        return max(self._slot, self._bulk_slot)

    def waiting(self, now: float, *, bulk: bool) -> dict[str, float]:
        """Destinations that must wait, and until when."""
        self._forget(now)
        free = {dest: self._free_at(chat, bulk=bulk) for dest, chat in self._chats.items()}
        return {dest: at for dest, at in free.items() if at > now}

    def _free_at(self, chat: _Chat, *, bulk: bool) -> float:
        limits = self._limits
        burst_ends = chat.booked - (limits.chat_burst - 1) / limits.chat if chat.booked else 0.0
        allowed = limits.group_minute_bulk if bulk else limits.group_minute
        crowded = chat.sent[-allowed] + MINUTE if len(chat.sent) >= allowed else 0.0
        return max(chat.until, burst_ends, crowded)

    def _forget(self, now: float) -> None:
        for dest, chat in list(self._chats.items()):
            while chat.sent and chat.sent[0] <= now - MINUTE:
                chat.sent.popleft()
            if not chat.sent and chat.until <= now and chat.booked <= now:
                del self._chats[dest]
