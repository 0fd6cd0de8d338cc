"""Figures in a row, at the head of a page."""

from __future__ import annotations

from dataclasses import dataclass

from bot.review.html import Child, Html, tag


@dataclass(frozen=True, slots=True)
class Tile:
    """`warns`: anything but nought stands out."""

    figure: Child
    words: str
    warns: bool = False

    def shown(self) -> Html:
        look = "tile off" if self.warns and self.figure else "tile"
        return tag("li", tag("b", self.figure), " ", self.words, cls=look)


def tiles(*found: Tile | None) -> Html:
    return tag("ul", (tile.shown() for tile in found if tile), cls="tiles")
