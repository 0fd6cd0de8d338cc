"""``python -m bot play FLOW``: a flow in a terminal, with its texts, on the same engine as the bot.

Type the number of a button or an answer in words. ``/back``, ``/edit STEP``, ``/answers``, ``/now FLOW``
(an interrupt), ``/wait 2d`` (time passes), ``/show``, ``/quit``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bot import clock
from bot.content import Content
from bot.core import markup
from bot.core.answers.match import match_option
from bot.core.flow import buttons, engine, screens
from bot.core.flow.library import NEW_YORK
from bot.core.flow.model import TYPED
from bot.core.flow.session import (
    Answer,
    Back,
    Edit,
    Effect,
    Event,
    Go,
    Interrupt,
    Return,
    Screen,
    Session,
    Show,
)
from bot.core.flow.spans import read_span
from bot.core.say import Button, Message
from bot.telegram.render import render

SESSION, COVERING = "play00", "play01"


def play(
    root: Path,
    flow: str,
    *,
    read: Callable[[], str] = input,
    write: Callable[[str], None] = print,
    now: Callable[[], datetime] = clock.now,
) -> int:
    """The exit status: 0, or 1 when there is no such flow."""
    content = Content.load(root, clock=now, zone=NEW_YORK)
    if flow not in content.library.flows:
        write(f"Нет потока «{flow}». Есть: {', '.join(content.library.flows)}")
        return 1
    session, effects = engine.start(content.library, flow, SESSION, now())
    player = Player(content, write, now(), session)
    player.tell(effects)
    while (line := _line(read)) is not None:
        player.does(line.strip())
    write("\n".join(player.transcript))
    return 0


def _line(read: Callable[[], str]) -> str | None:
    """None at the end of the input and at /quit."""
    try:
        line = read()
    except EOFError:
        return None
    return None if line.strip() == "/quit" else line


@dataclass
class Player:
    """A terminal in the place of Telegram."""

    content: Content
    write: Callable[[str], None]
    now: datetime
    session: Session
    rows: tuple[Button, ...] = ()
    transcript: list[str] = field(default_factory=list)

    def does(self, line: str) -> None:
        """One line typed: a command, the number of a button, or an answer."""
        command, _, rest = line.partition(" ")
        if command == "/wait":
            self.now += read_span(rest)
            self.step(Show())
        elif command == "/answers":
            self.write(
                "\n".join(f"{key} = {value}" for key, value in self.session.answers.items()) or "пусто"
            )
        elif command in _COMMANDS:
            self.step(_COMMANDS[command](rest))
        elif line.isdecimal() and 0 < int(line) <= len(self.rows):
            self.press(self.rows[int(line) - 1])
        else:
            self.step(Answer(self.session.shown or "", self.meant(line)))

    def meant(self, line: str) -> str:
        """The option whose button was typed, at a choice; elsewhere the words themselves."""
        node = self.content.library.plans[self.session.flow].nodes.get(self.session.shown or "")
        if node is None or node.step.ask in TYPED:
            return line
        pressed = [(button, buttons.parse(button.data)) for button in self.rows if button.data]
        labels = {
            button.option: self.label(shown)
            for shown, button in pressed
            if isinstance(button, buttons.Pressed)
        }
        return match_option(labels, line) or line

    def press(self, button: Button) -> None:
        """A button of the last screen."""
        match buttons.parse(button.data) if button.data else None:
            case buttons.Pressed(_, key_hash, option):
                key = self.content.library.plans[self.session.flow].hashes.get(key_hash, "")
                self.step(Answer(key, option))
            case buttons.Back():
                self.step(Back())
            case buttons.Uncover():
                self.step(Return())
            case buttons.Current():
                self.step(Show())
            case buttons.Card() | buttons.Phrase() | buttons.Track() | buttons.Hints() as opening:
                opened = screens.opened(self.content.library, self.session, opening, self.now)
                self.show(opened) if opened else self.step(Show())
            case _:
                self.write(f"[{button.data or button.url or button.copy}]")

    def step(self, event: Event) -> None:
        self.transcript.append(_written(event))
        self.session, effects = engine.step(self.content.library, self.session, event, self.now)
        self.tell(effects)

    def tell(self, effects: list[Effect]) -> None:
        for effect in effects:
            if isinstance(effect, Screen):
                self.transcript.append(f"  → {effect.key}" + (f" ({effect.note})" if effect.note else ""))
                self.show(screens.screen(self.content.library, self.session, effect, self.now))
            else:
                self.transcript.append(f"  + {effect}")
                self.write(f"  + {effect}")
            if isinstance(effect, Go):
                self.step(Interrupt(effect.flow, COVERING))

    def show(self, message: Message) -> None:
        made = render(message, self.content.texts, self.content.facts, self.now)
        words = "\n".join(piece.plain for piece in made.pieces)
        self.rows = tuple(button for row in message.rows for button in row)
        doors = "\n".join(f"  {number}. {self.label(button)}" for number, button in enumerate(self.rows, 1))
        self.write(f"\n{words}\n\n{doors}")

    def label(self, button: Button) -> str:
        words = markup.plain(self.content.texts.label_at(button.label, button.args, self.now))
        return f"{button.mark}{words}"


def _written(event: Event) -> str:
    """For the transcript of a test: what was answered is shown here, and nowhere in logs."""
    if isinstance(event, Answer):
        return f"{event.key}: {event.raw}"
    if isinstance(event, Edit):
        return f"/edit {event.key}"
    return f"/{type(event).__name__.lower()}"


_COMMANDS: dict[str, Callable[[str], Event]] = {
    "/back": lambda _rest: Back(),
    "/edit": Edit,
    "/show": lambda _rest: Show(),
    "/now": lambda rest: Interrupt(rest, COVERING),
}
