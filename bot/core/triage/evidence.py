"""Evidence that adds up: what no single rule says, several concepts close together may."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Found = Sequence[tuple[int, str]]  # place and concept, in order of place


@dataclass(frozen=True, slots=True)
class Evidence:
    """Points of different concepts within `within` words; one of `core` and one beside it must be there.

    What speaks against (`less`, points below zero) counts from as far again on either side.
    """

    flow: str
    enough: float
    within: int
    core: frozenset[str]
    points: Mapping[str, float]  # of `core` and all else that counts
    less: Mapping[str, float]


def proved(evidence: Evidence, hits: Mapping[str, list[int]]) -> bool:
    """Is there a stretch of the message whose points are enough?"""
    if hits.keys().isdisjoint(evidence.core):
        return False
    fors, against = _found(evidence.points, hits), _found(evidence.less, hits)
    return any(_stretch(evidence, start, fors, against) for start in sorted({at for at, _ in fors}))


def _found(points: Mapping[str, float], hits: Mapping[str, list[int]]) -> list[tuple[int, str]]:
    return sorted((at, concept) for concept in points if concept in hits for at in hits[concept])


def _stretch(evidence: Evidence, start: int, fors: Found, against: Found) -> bool:
    end = start + evidence.within
    here = _between(fors, start, end)
    if here <= evidence.core or here.isdisjoint(evidence.core):
        return False
    doubts = _between(against, start - evidence.within, end + evidence.within)
    speaks_for = sum(evidence.points[concept] for concept in here)
    return speaks_for + sum(evidence.less[concept] for concept in doubts) >= evidence.enough


def _between(found: Found, start: int, end: int) -> set[str]:
    first, behind = bisect_left(found, (start, "")), bisect_left(found, (end + 1, ""))
    return {concept for _, concept in found[first:behind]}
