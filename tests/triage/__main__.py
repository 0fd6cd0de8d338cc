"""`python -m tests.triage`: figures of every part, and each miss on the messages that may be tuned on.

What is held out shows its figures only: a miss that was looked at is a miss that was tuned on.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.triage import FLOWS
from tests.triage import measure
from tests.triage.measure import KINDS, PARTS, Judged


def report(parts: Sequence[str] = tuple(PARTS)) -> str:
    """The table of figures, a column for each part."""
    found = {part: measure.judged(part) for part in parts}
    found["whole"] = measure.judged(*parts)
    lines = [f"{'':22}" + "".join(f"{name + f' ({len(one)})':>20}  " for name, one in found.items())]
    lines += [_line("alarms raised", [measure.alarm_recall(one) for one in found.values()])]
    lines += [_line("  or one tap away", [measure.in_front(one) for one in found.values()])]
    for group in ("lookalike", "calm", "other"):
        lines += [_line(f"false: {group}", [measure.false_alarms(one, group) for one in found.values()])]
        lines += [_line("  asked", [measure.asked(one, group) for one in found.values()])]
    for flow in FLOWS:
        lines += [_line(f"{flow}: recall", [measure.recall(one, flow) for one in found.values()])]
        lines += [_line("  precision", [measure.precision(one, flow) for one in found.values()])]
    lines += [_line(f"kind {kind}", [measure.recall(one, kind) for one in found.values()]) for kind in KINDS]
    return "\n".join(lines)


def misses(found: Sequence[Judged]) -> str:
    return "\n".join(_miss(one) for one in found if _wrong(one))


def _line(name: str, shares: Sequence[object]) -> str:
    return f"{name:22}" + "".join(f"{share!s:>20}  " for share in shares)


def _wrong(one: Judged) -> list[str]:
    marks = {
        "MISSED": one.missed_alarm,
        "FALSE": one.false_alarm,
        "flow": not one.right,
        "hint": not one.hints_right,
    }
    return [mark for mark, true in marks.items() if true]


def _miss(one: Judged) -> str:
    said = f"{one.verdict.kind} {', '.join(one.verdict.flows)}{' P0' if one.verdict.p0 else ''}"
    text = one.message.text.replace("\n", " / ")[:120]
    label = f"{'+'.join(_wrong(one)):8} {one.message.want or 'lookalike':12}"
    return f"{label} {text}\n{'':8} → {said}  {one.verdict.why[:3]}"


if __name__ == "__main__":
    print(report())
    print()
    print(misses(measure.judged(*measure.TUNED)))
