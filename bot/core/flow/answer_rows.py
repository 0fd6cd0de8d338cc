"""The buttons that answer a step, by its kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from bot.core.flow import buttons
from bot.core.flow.accepting import LATER, SKIP, UNKNOWN
from bot.core.flow.conditions import Moment
from bot.core.flow.library import Library
from bot.core.flow.model import TYPED, Style
from bot.core.flow.plan import Node
from bot.core.flow.session import Screen
from bot.core.flow.spans import on_calendar
from bot.core.flow.taking import DONE, NEXT
from bot.core.say import Arg, Button

Row = tuple[Button, ...]
CHOSEN = "✅ "
MARKS = {"taken": "🔸 ", "done": CHOSEN}
_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}
_TASK: tuple[tuple[str, Style], ...] = (("done", "success"), ("failed", ""), ("later", ""))


def answer_rows(library: Library, session: str, node: Node, shown: Screen, moment: Moment) -> Iterator[Row]:
    """Rows in the order a hurried person needs them: the answers first."""
    maker = _Rows(library, session, node, shown, moment)
    match node.kind:
        case "say":
            return maker.going_on()
        case "task":
            return maker.task()
        case "board":
            return maker.board()
        case "ask" if node.step.ask in TYPED:
            return maker.typed()
        case "ask":
            return maker.listed()
    return iter(())


def own_or_common(library: Library, own: str, common: str) -> str:
    """A step's own words where it has them."""
    return own if own in library.texts else common


class _Rows:
    def __init__(self, library: Library, session: str, node: Node, shown: Screen, moment: Moment) -> None:
        self.library, self.session, self.node, self.shown, self.moment = library, session, node, shown, moment
        self.ref = f"{node.flow}-{node.id}"

    def button(self, label: str, option: str, *, style: Style = "", mark: str = "", **args: Arg) -> Button:
        data = buttons.answer(self.session, self.node.key, option)
        return Button(label, data=data, style=style, mark=mark, args=args)

    def common(self, name: str, option: str, style: Style = "", mark: str = "") -> Button:
        """A button with the step's own words, or with those it has everywhere."""
        label = own_or_common(self.library, f"{self.ref}.{name}", f"common-{name}")
        return self.button(label, option, style=style, mark=mark)

    def going_on(self) -> Iterator[Row]:
        yield (self.common("next", NEXT, "primary"),)

    def task(self) -> Iterator[Row]:
        for name, style in _TASK:
            yield (self.common(name, name, style, CHOSEN if self.shown.prior == name else ""),)

    def board(self) -> Iterator[Row]:
        states = self.shown.prior if isinstance(self.shown.prior, dict) else {}
        for name in self.node.step.tracks:
            data = buttons.track(self.session, self.node.key, name)
            yield (Button(f"{self.ref}.{name}", data=data, mark=MARKS.get(states.get(name, ""), "")),)
        yield (self.common("next", DONE, "primary"),)

    def listed(self) -> Iterator[Row]:
        """Of a multi «Готово» stands where «Ничего из этого» was: either something is ticked or nothing."""
        step = self.node.step
        chosen = self.shown.prior if isinstance(self.shown.prior, list) else [self.shown.prior]
        together = any(name in chosen and not option.alone for name, option in step.options.items())
        options = [
            (name, self.option(name, option.style, CHOSEN if name in chosen else ""))
            for name, option in step.options.items()
            if not (option.alone and together)
        ]
        yield from _paired(options)
        if step.ask == "checklist" or (step.ask == "multi" and together):
            yield (self.common("done", DONE, "success"),)
        if step.ask == "checklist":
            yield (self.common("later", LATER),)

    def option(self, name: str, style: Style, mark: str) -> Button:
        own = f"{self.ref}.{name}"
        label = own_or_common(self.library, own, "common-unknown") if name == "unknown" else own
        return self.button(label, name, style=style, mark=mark)

    def typed(self) -> Iterator[Row]:
        yield from self.choices()
        offered = self.shown.refusal.choices if self.shown.refusal else ()
        if self.node.step.ask == "date" and not offered:
            yield from ((self.button(f"answers-day.{name}", name),) for name in self.near_days())
        yield (self.common("unknown", UNKNOWN),)
        if not self.node.step.required:
            yield (self.common("skip", SKIP),)

    def choices(self) -> Iterator[Row]:
        """The readings a refusal offers."""
        for choice in self.shown.refusal.choices if self.shown.refusal else ():
            match self.node.step.ask:
                case "date":
                    day = date(int(choice[1:5]), int(choice[5:7]), int(choice[7:]))
                    yield (self.button("answers-choice_date", choice, day=day),)
                case "time":
                    yield (self.button("answers-choice_time", choice, time=f"{choice[1:3]}:{choice[3:]}"),)
                case "us_state":
                    yield (self.button("answers-us_state", choice.lower(), code=choice),)

    def near_days(self) -> Iterator[str]:
        """Yesterday, today, tomorrow, as far as the limits allow them; at least one limit must be set."""
        today = self.moment.today
        limits = self.node.step.limits
        first, last = (None if d is None else on_calendar(d, today) for d in (limits.first, limits.last))
        for name, shift in _DAYS.items():
            day = today + timedelta(days=shift)
            if (first or last) and (first is None or day >= first) and (last is None or day <= last):
                yield name


def _paired(options: Iterable[tuple[str, Button]]) -> Iterator[Row]:
    """Yes and no share a row when they follow each other; everything else has its own."""
    waiting: Button | None = None
    for name, button in options:
        if waiting and name == "no":
            yield (waiting, button)
            waiting = None
            continue
        if waiting:
            yield (waiting,)
        waiting = button if name == "yes" else None
        if name != "yes":
            yield (button,)
    if waiting:
        yield (waiting,)
