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
    nearly: float  # from here on it is worth asking
    within: int
    core: frozenset[str]
    points: Mapping[str, float]  # of `core` and all else that counts
    less: Mapping[str, float]


def strength(evidence: Evidence, hits: Mapping[str, list[int]]) -> float:
    """The points of the stretch of the message that has most; 0 where no stretch counts."""
    if hits.keys().isdisjoint(evidence.core):
        return 0.0
    fors, against = _found(evidence.points, hits), _found(evidence.less, hits)
    return max(_stretch(evidence, start, fors, against) for start in {at for at, _ in fors})


def _found(points: Mapping[str, float], hits: Mapping[str, list[int]]) -> list[tuple[int, str]]:
    return sorted((at, concept) for concept in points if concept in hits for at in hits[concept])


def _stretch(evidence: Evidence, start: int, fors: Found, against: Found) -> float:
    end = start + evidence.within
    here = _between(fors, start, end)
    if here <= evidence.core or here.isdisjoint(evidence.core):
        return 0.0
    doubts = _between(against, start - evidence.within, end + evidence.within)
    speaks_for = sum(evidence.points[concept] for concept in here)
    return speaks_for + sum(evidence.less[concept] for concept in doubts)


def _between(found: Found, start: int, end: int) -> set[str]:
    first, behind = bisect_left(found, (start, "")), bisect_left(found, (end + 1, ""))
    return {concept for _, concept in found[first:behind]}
