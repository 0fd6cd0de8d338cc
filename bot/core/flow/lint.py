"""Checks of flow files as a whole: names, targets, graph, paths. Codes as in the README's table."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.flow.findings import Finding, Remark, errors, line_of
from bot.core.flow.lint_conditions import condition_findings
from bot.core.flow.lint_graph import call_findings, graph_findings, question_findings, room_findings
from bot.core.flow.lint_names import name_findings, target_findings
from bot.core.flow.model import Flow
from bot.core.flow.parse import Parsed
from bot.core.flow.paths import Report, explored
from bot.core.flow.sources import Sources

LONGEST_PATH = 12


def lint_all(sources: Sources) -> list[Finding]:
    """Findings beyond the form of single files, in order of file and line."""
    found = [*name_findings(sources)]
    for parsed in sources.parsed:
        if parsed.flow:
            found += [_placed(parsed, remark) for remark in _remarks(sources, parsed.flow)]
    if not errors([*sources.findings, *found]):
        for parsed in sources.parsed:
            if parsed.flow:
                found += [
                    _placed(parsed, remark) for remark in _on_paths(explored(sources.flows, parsed.flow))
                ]
    return sorted(found)


def _remarks(sources: Sources, flow: Flow) -> Iterator[Remark]:
    targets = list(target_findings(sources, flow))
    yield from targets
    yield from question_findings(flow)
    yield from room_findings(flow)
    if not targets:  # a graph with holes would be reported twice
        yield from graph_findings(flow)
        yield from condition_findings(sources.flows, flow)
        yield from call_findings(sources.flows, flow)


def _on_paths(report: Report) -> Iterator[Remark]:
    for step, key in sorted(report.not_asked):
        words = f"шаг «{step}»: условие смотрит на «{key}», но до него доходят и без этого ответа"
        yield "E12", ("steps", step, "next"), words
    for step, index in sorted(report.never_taken):
        yield "W11", ("steps", step, "next", str(index)), f"шаг «{step}»: эта ветка никогда не выбирается"
    if report.longest > LONGEST_PATH:
        yield "W15", ("flow",), f"самый длинный путь — {report.longest} экранов, советуем до {LONGEST_PATH}"


def _placed(parsed: Parsed, remark: Remark) -> Finding:
    code, path, words = remark
    return Finding(parsed.file, line_of(parsed.lines, path), code, words)
