"""Every word of the queue exists, takes the arguments it is given, and fits where it is shown."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.core import cards, refusals, status
from bot.core.cases import Outcome, Shut
from bot.core.facts import FactBook
from bot.core.facts_file import parse_facts
from bot.core.people import Role, Shift
from bot.core.queue_buttons import Verb, button, end_button
from bot.core.refusals import Refusal
from bot.core.say import Button, Message, Part
from bot.core.status import Duty
from bot.telegram.render import Rendered, render, render_toast
from bot.telegram.texts import Texts
from tests.core.queue_cases import NEW_YORK, NOON, RULES, a_case
from tests.services import queue_machine
from tests.services.desk_world import Row

ROOT = Path(__file__).resolve().parents[2]
BUTTON_CHARACTERS, TOAST_CHARACTERS, CRISIS_CHARACTERS = 28, 200, 400


@pytest.fixture(scope="module")
def facts() -> FactBook:
    return parse_facts((ROOT / "flows" / "facts.yaml").read_text("utf-8"))[0]


@pytest.fixture(scope="module")
def texts(facts: FactBook) -> Texts:
    """Strict: a missing text or argument fails the test."""
    return Texts.load(ROOT / "locales" / "ru", facts=facts, clock=lambda: NOON, zone=NEW_YORK, strict=True)


def said_in_walks(monkeypatch: pytest.MonkeyPatch) -> list[Row]:
    """Everything that some random walks put into the outbox."""
    rows: dict[tuple[object, ...], Row] = {}
    read = queue_machine.opened_rows

    def kept(tx: object, after: int = 0) -> list[Row]:
        got = read(tx, after)  # type: ignore[arg-type]
        said = (row for row in got if hasattr(row.op, "message"))
        rows.update({(*row.refs, row.dest.partition(":")[0]): row for row in said})
        return got

    monkeypatch.setattr(queue_machine, "opened_rows", kept)
    for seed in range(20, 24):
        queue_machine.walk(seed, 90)
    return list(rows.values())


def test_whatever_walks_say_can_be_shown(
    texts: Texts, facts: FactBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = said_in_walks(monkeypatch)
    assert len({ref for row in said for ref in row.refs}) > 25
    for row in said:
        made = render(row.message, texts, facts, NOON)
        assert made.html.strip()
        if row.dest.startswith("person:"):
            assert len(made.plain) <= CRISIS_CHARACTERS + 100  # with the numbers to call


def refused() -> list[Refusal]:
    args = {
        refusals.AlreadyTaken: {"alias": "О.7", "code": "K417", "count": 3, "unit": "minutes"},
        refusals.TooManyCases: {"cap": 4},
        refusals.PauseTooLong: {"days": 30},
    }
    return [kind(**args.get(kind, {})) for kind in Refusal.__subclasses__()]  # type: ignore[arg-type]


@pytest.mark.parametrize("refusal", refused(), ids=lambda refusal: type(refusal).__name__)
def test_a_refusal_fits_into_a_pop_up(refusal: Refusal, texts: Texts, facts: FactBook) -> None:
    said = render_toast(refusal.message(), texts, facts, NOON)
    assert 0 < len(said) < TOAST_CHARACTERS
    assert not said.endswith("…")


def test_a_loser_reads_who_has_it_and_since_when(texts: Texts, facts: FactBook) -> None:
    lost = refusals.AlreadyTaken(alias="О.7", code="K417", count=3, unit="minutes")
    assert render_toast(lost.message(), texts, facts, NOON) == "№K417 уже у О.7. Взяли 3 минуты назад."


def buttons() -> list[Button]:
    ends = [end_button(end, a_case()) for end in (*Outcome, Shut.SPAM, Shut.WRONG_DOOR, Shut.DUPLICATE)]
    return [*(button(verb) for verb in Verb), *ends]


@pytest.mark.parametrize("made", buttons(), ids=lambda made: made.label)
def test_a_button_has_words_that_fit(made: Button, texts: Texts) -> None:
    assert 0 < len(texts.label(made.label)) <= BUTTON_CHARACTERS


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (timedelta(minutes=30), "сегодня до 12:30 по Нью-Йорку"),
        (timedelta(hours=20), "завтра до 08:00 по Нью-Йорку"),
        (timedelta(days=3), "до 12:00 по Нью-Йорку, пятница, 27 ноября"),
    ],
)
def test_a_promise_is_a_time_with_its_city(due: timedelta, words: str, texts: Texts) -> None:
    assert texts.text("queue-by", by=NOON + due) == words


@pytest.mark.parametrize("shift", Shift)
@pytest.mark.parametrize("count", [0, 1, 3, 11])
def test_a_shift_reads_well(shift: Shift, count: int, texts: Texts) -> None:
    assert str(count) in texts.text(f"staff-shift_{shift}", count=count) or count == 0


@pytest.mark.parametrize("role", Role)
def test_a_newcomer_is_introduced_with_the_name_escaped(role: Role, texts: Texts) -> None:
    said = texts.text("staff-newcomer", name="<b>Ира</b>", role=str(role))
    assert "&lt;b&gt;Ира" in said


def test_a_card_reads_like_a_card(texts: Texts, facts: FactBook) -> None:
    case = a_case(priority=0, place="AZ", lang="uk")
    made: Rendered = render(cards.card(case, {}, ""), texts, facts, NOON)
    assert made.plain.split("\n")[0].startswith("🔴 P0 · №K417 · ")
    assert "украинский" in made.plain
    assert "AZ" in made.plain


def test_words_said_once_by_buttons_exist(texts: Texts, facts: FactBook) -> None:
    case, duty = a_case(), Duty(on_shift=True)
    said = [
        status.ask_cancel(case), status.other_help(case, RULES), status.status(case, duty, NOON, RULES),
        status.overview([case, case], duty, NOON, RULES), status.overview([], duty, NOON, RULES),
        cards.tombstone("K417"), *(Message((Part(f"staff-{name}"),)) for name in (
            "wait", "welcome", "refused", "already", "bad_link", "off")),
    ]  # fmt: skip
    for message in said:
        assert render(message, texts, facts, NOON).plain.strip()
