"""The fills that every picture gives an outcome: a colour, and a pattern where colour may fail.

They keep apart for every kind of colour vision and in grey, which tests measure. What nobody looked
at is white paper with hatching and can be taken for no outcome; what is settled is solid.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args
from xml.etree import ElementTree as ET

import msgspec

Shade = Literal[
    "met",
    "contested_always",
    "contested_sometimes",
    "open",
    "not_met",
    "out_of_scope",
    "nobody_looked",
]
"""An outcome as a picture shows it, in the order of every legend."""

SHADES: tuple[Shade, ...] = get_args(Shade)


class Fill(msgspec.Struct, frozen=True):
    """A ground, the ink drawn on it, and the drawing: the `d` of a path in a tile of `size`."""

    words: str
    ground: str
    ink: str = ""
    drawing: str = ""
    size: float = 6
    stroke: float = 0
    """The width of the lines of the drawing; 0 where it is filled instead."""
    share: float = 0
    """About how much of the ground the ink covers."""


RISING = "M-1 1L1-1M0 6L6 0M5 7L7 5"
FALLING = "M-1 5L1 7M0 0L6 6M5-1L7 1"
DOTS = "M.5 1.5a1 1 0 1 0 2 0a1 1 0 1 0-2 0zM3.5 4.5a1 1 0 1 0 2 0a1 1 0 1 0-2 0z"

FILLS: dict[Shade, Fill] = {
    "met": Fill("met", "#eaa52a"),
    "contested_always": Fill(
        "contested: turns on how the law is read", "#45206f", "#9d83cf", RISING, 6, 0.9, 0.21
    ),
    "contested_sometimes": Fill(
        "facts are missing, and the reading may matter", "#b795dd", "#6a429f", FALLING, 6, 1.1, 0.26
    ),
    "open": Fill("open: facts are missing", "#fbf3dc", "#57575f", DOTS, 6, 0, 0.17),
    "not_met": Fill("not met", "#1a8483"),
    "out_of_scope": Fill("out of scope", "#d0d4dc"),
    "nobody_looked": Fill("nobody looked", "#ffffff", "#a9a9b2", RISING, 6, 0.6, 0.14),
}
"""The house's fills: no red and no green, which would praise or blame."""


def words(shade: Shade, said: Mapping[str, str] | None = None) -> str:
    """Return what a legend calls a shade; a test's own words come first."""
    return (said or {}).get(shade) or FILLS[shade].words


def paint(shade: Shade, prefix: str = "") -> str:
    """Return the value of `fill` for a shade, where `define` was called with that prefix."""
    fill = FILLS[shade]
    return f"url(#{prefix}{shade})" if fill.drawing else fill.ground


def define(svg: ET.Element, prefix: str = "", scale: float = 1) -> None:
    """Write the patterns into a picture; `scale` makes up for a scaled group that uses them."""
    defs = ET.SubElement(svg, "defs")
    for shade, fill in FILLS.items():
        if not fill.drawing:
            continue
        size = f"{fill.size:g}"
        pattern = ET.SubElement(
            defs,
            "pattern",
            id=f"{prefix}{shade}",
            width=size,
            height=size,
            patternUnits="userSpaceOnUse",
        )
        if scale != 1:
            pattern.set("patternTransform", f"scale({scale:.4g})")
        ET.SubElement(pattern, "rect", width=size, height=size, fill=fill.ground)
        drawn = ET.SubElement(pattern, "path", d=fill.drawing)
        if fill.stroke:
            drawn.set("stroke", fill.ink)
            drawn.set("stroke-width", f"{fill.stroke:g}")
        else:
            drawn.set("fill", fill.ink)
