"""What the team sees of a case outside its seats: the card in the group, and the alarms.

Both are built from `CardFacts`, which cannot hold a name, a number or a word of a person: every field is
a code, a level, an id of a text or a two-letter name, and anything else raises.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.core.cases import Ball, Case, Outcome, Shut, State
from bot.core.codes import CODE
from bot.core.people import Seat
from bot.core.queue_buttons import Verb, button, end_button, seat_button
from bot.core.say import Arg, Button, Message, Part
from bot.core.spans import span

Rows = tuple[tuple[Button, ...], ...]
Free = Mapping[Seat, int]  # seats that nobody holds, with the turn of each

GIVEN_FROM = 4  # the rung at which coordinators are called
NOTHING = "none"  # in Fluent a variant needs a name
_KIND = re.compile(r"[a-z][a-z0-9_]{0,23}")
_STAGE = re.compile(r"|[a-z][a-z0-9_]*(-[a-z0-9_]+)+(\.[a-z0-9_]+)?")
_TWO_LETTERS = re.compile(r"|[A-Z]{2}|[a-z]{2}")


@dataclass(frozen=True, slots=True)
class CardFacts:
    """All that may be said of a case in the group. Raises ValueError on anything that is not dull."""

    code: str
    priority: int
    kind: str  # a flow's id
    state: State
    ball: Ball | None
    stage: str  # a reference into the texts, or empty
    place: str  # a US state, or empty
    lang: str
    needs: frozenset[Seat]
    since: datetime  # when the family first asked

    def __post_init__(self) -> None:
        dull = (
            CODE.fullmatch(self.code)
            and self.priority in range(4)
            and _KIND.fullmatch(self.kind)
            and _STAGE.fullmatch(self.stage)
            and _TWO_LETTERS.fullmatch(self.place)
            and _TWO_LETTERS.fullmatch(self.lang)
        )
        if not dull:
            raise ValueError("not a fact for a card")

    def args(self) -> dict[str, Arg]:
        """As arguments of a text."""
        return {
            "code": self.code,
            "priority": self.priority,
            "kind": f"{self.kind}-flow.kind",
            "state": f"{self.state}_{self.ball}" if self.ball else str(self.state),
            "stage": self.stage or NOTHING,
            "place": self.place or NOTHING,
            "lang": self.lang or NOTHING,
            "since": self.since,
        }


def facts_of(case: Case, free: Free | None = None) -> CardFacts:
    """The dull side of a case."""
    return CardFacts(
        code=case.code,
        priority=case.priority,
        kind=case.kind,
        state=case.state,
        ball=case.ball,
        stage=case.stage,
        place=case.place,
        lang=case.lang,
        needs=frozenset(free or {}),
        since=case.queued_at or case.opened_at,
    )


def card(case: Case, free: Free, alias: str = "") -> Message:
    """The card in the group. `alias`: of the volunteer who has the case."""
    facts = facts_of(case, free)
    state = Part(f"staff-state.{facts.args()['state']}", {"alias": alias, "since": facts.since})
    wanted = (Part(f"staff-need.{seat}") for seat in sorted(facts.needs))
    return Message(
        parts=(Part("staff-card", facts.args()), state, *wanted),
        rows=tuple((seat_button(seat, case, free[seat]),) for seat in sorted(facts.needs)),
        silent=case.priority > 1,
    )


def tombstone(code: str) -> Message:
    """What is left of a card after its case was erased."""
    return Message(parts=(Part("staff-erased", {"code": code}),))


def alarm(case: Case, rung: int, now: datetime) -> Message:
    """A call to one volunteer: nobody has this case. `rung` 1–5 says how far the call has gone.

    When it has come to the coordinators they can also give it to somebody at work.
    """
    facts = facts_of(case)
    waits = span(now - facts.since)
    return Message(
        parts=(Part("alarm-unclaimed", facts.args() | waits | {"rung": rung}),),
        rows=(
            (button(Verb.TAKE, case, "primary"),),
            *((_of_leaders(case),) if rung >= GIVEN_FROM else ()),
        ),
    )


def over(case: Case, alias: str) -> Message:
    """In place of a call: `alias` has the case, or it waits no more."""
    return about("alarm-over", case, alias=alias or NOTHING)


def taken_back(case: Case, alias: str) -> Message:
    """To coordinators: the case waits again, for `alias` did not answer in time."""
    return about("alarm-taken_back_lead", case, (button(Verb.TAKE, case),), _of_leaders(case), alias=alias)


def asks_leader(case: Case, alias: str) -> Message:
    """To coordinators: `alias`, who is on the case, needs one of them."""
    return about("alarm-coordinator", case, (button(Verb.DETAILS, case),), alias=alias)


def _of_leaders(case: Case) -> tuple[Button, ...]:
    """What a coordinator can do with a case that waits, beside taking it."""
    return (button(Verb.GIVE, case), button(Verb.DETAILS, case))


def translator_alarm(case: Case, turn: int) -> Message:
    """A call to a translator; `turn` of that seat."""
    return about("alarm-translator", case, (seat_button(Seat.TRANSLATOR, case, turn),))


def woken(case: Case) -> Message:
    """To whoever put it off: the day has come."""
    rows = ((button(Verb.DETAILS, case),),) if case.owner is not None else ()
    return about("alarm-woken", case, *rows)


def translator_left(case: Case, alias: str) -> Message:
    """To whoever leads the case: the translator, `alias`, has gone; their last line is in the details."""
    return about("alarm-translator_left", case, (button(Verb.DETAILS, case),), alias=alias)


def about(ref: str, case: Case, *rows: tuple[Button, ...], **args: Arg) -> Message:
    """A word to a volunteer about a case, with the facts of its card as arguments."""
    return Message(parts=(Part(ref, facts_of(case).args() | args),), rows=rows)


def warning(case: Case, left: Mapping[str, Arg]) -> Message:
    """To the owner: an answer is due; `left` is a span."""
    return about("alarm-reply_due", case, (button(Verb.RELEASE, case),), **left)


def work_rows(case: Case) -> Rows:
    """What the owner of a case can do with it."""
    return (
        (button(Verb.RESOLVE, case, "success"), button(Verb.RELEASE, case)),
        (button(Verb.PAUSE, case), button(Verb.TRANSLATOR, case)),
        (button(Verb.RAISE, case), button(Verb.LOWER, case)),
        (button(Verb.COORDINATOR, case),),
    )


def translator_rows(case: Case) -> Rows:
    """What a translator can do: leave, and call for attention."""
    leave = replace(button(Verb.RELEASE, case), label="queue-do.leave")
    return ((leave,), (button(Verb.RAISE, case), button(Verb.COORDINATOR, case)))


def leader_rows(case: Case) -> Rows:
    """What a coordinator who has stepped in can do."""
    give = ((button(Verb.GIVE, case),),) if case.state is State.QUEUED else ()
    return (*give, (button(Verb.RAISE, case), button(Verb.LOWER, case)), (button(Verb.SHUT, case),))


def outcome_rows(case: Case) -> Rows:
    """How did it end?"""
    ends = [end_button(outcome, case) for outcome in Outcome]
    return tuple(tuple(ends[i : i + 2]) for i in range(0, len(ends), 2))


def pause_rows(case: Case) -> Rows:
    """For how long?"""
    return ((button(Verb.PAUSE_1, case), button(Verb.PAUSE_3, case), button(Verb.PAUSE_7, case)),)


def shut_rows(case: Case) -> Rows:
    """Why is it closed without work?"""
    return tuple((end_button(why, case),) for why in (Shut.SPAM, Shut.WRONG_DOOR, Shut.DUPLICATE))
