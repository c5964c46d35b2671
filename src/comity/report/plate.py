"""The plate on which maps and charts are drawn: what it is called, of which day, and whence.

Every picture carries its coverage as the first line of its legend, and its source and receipt at
the foot, so that it cannot be cut loose from what it does not know.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol
from xml.etree import ElementTree as ET

import msgspec

from comity.report.fills import Shade, paint, words
from comity.report.svg import EDGE, INK, lines, sheet, write

WIDTH, MARGIN = 1200, 20
INSIDE = WIDTH - 2 * MARGIN


class Captioned(Protocol):
    """What can stand around a picture."""

    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def subtitle(self) -> str: ...  # noqa: D102
    @property
    def as_of(self) -> str: ...  # noqa: D102
    @property
    def known_on(self) -> str: ...  # noqa: D102
    @property
    def coverage_line(self) -> str: ...  # noqa: D102
    @property
    def receipt(self) -> str: ...  # noqa: D102
    @property
    def source(self) -> str: ...  # noqa: D102


class Caption(msgspec.Struct, frozen=True):
    """What stands around a chart; `words` are what a test calls its outcomes, by shade."""

    title: str
    subtitle: str
    as_of: str
    known_on: str
    coverage_line: str
    receipt: str
    source: str
    words: dict[str, str] = {}


def days(given: Captioned) -> str:
    """Say of which day a picture is; two days where what was known is of another."""
    if not given.as_of:
        return f"As known on {given.known_on}"
    if not given.known_on:
        return f"Each day as known then, the last of them {given.as_of}"
    if given.as_of == given.known_on:
        return f"As of {given.as_of}, and as known then"
    return f"As of {given.as_of}, as known on {given.known_on}"


def begin(given: Captioned, description: str) -> tuple[ET.Element, float]:
    """Return a plate with its heading, and how far down, in pixels, the picture may begin."""
    svg = sheet(WIDTH, 0, given.title, description)
    ET.SubElement(svg, "rect", width=str(WIDTH), fill="#ffffff")
    y = 16.0
    for line in lines(given.title, INSIDE, 22):
        y += 28
        write(svg, MARGIN, y, line, size=22, weight="600")
    y += 6
    for line in lines(given.subtitle, INSIDE, 14) if given.subtitle else ():
        y += 19
        write(svg, MARGIN, y, line, size=14)
    y += 20
    write(svg, MARGIN, y, days(given), size=13)
    return svg, y + 12


def finish(svg: ET.Element, given: Captioned, y: float) -> None:
    """Write the foot below y, and give the plate its height."""
    for said in (f"Source: {given.source}", f"Receipt: {given.receipt}"):
        for line in lines(said, INSIDE, 11):
            y += 15
            write(svg, MARGIN, y, line, size=11)
    height = str(round(y + 16))
    svg.set("height", height)
    svg.set("viewBox", f"0 0 {WIDTH} {height}")
    svg[2].set("height", height)


def legend(
    svg: ET.Element,
    y: float,
    wide: float,
    given: Captioned,
    entries: Iterable[tuple[Shade, str]],
    notes: Iterable[str] = (),
    said: Mapping[str, str] | None = None,
) -> float:
    """Write the coverage, then a swatch and words for each shade, then notes; return the foot."""
    y += 12
    for line in lines(given.coverage_line, wide, 14):
        write(svg, MARGIN, y, line, size=14, weight="600")
        y += 20
    y -= 6
    for shade, more in entries:
        swatch(svg, MARGIN, y, shade)
        text = words(shade, said) + (f" ({more})" if more else "")
        for line in lines(text, wide - 34, 13):
            write(svg, MARGIN + 34, y + 13, line, size=13)
            y += 16
        y += 6
    y += 14
    for note in notes:
        for line in lines(note, wide, 11):
            write(svg, MARGIN, y, line, size=11)
            y += 15
    return y


def swatch(svg: ET.Element, x: float, y: float, shade: Shade) -> None:
    """Draw the sample of a legend, 26 by 16 pixels."""
    box(svg, x, y, 26, 16, paint(shade))


def box(svg: ET.Element, x: float, y: float, wide: float, high: float, fill: str) -> ET.Element:
    """Draw a rectangle with a thin edge."""
    made = ET.SubElement(svg, "rect", x=f"{x:.1f}", y=f"{y:.1f}")
    made.set("width", f"{wide:.1f}")
    made.set("height", f"{high:.1f}")
    made.set("fill", fill)
    made.set("stroke", EDGE)
    made.set("stroke-width", "0.8")
    return made


def rule(svg: ET.Element, d: str, *, dashed: bool = False) -> None:
    """Draw a thin line of an axis or a grid."""
    made = ET.SubElement(svg, "path", d=d, fill="none", stroke="#b9b9c2" if dashed else INK)
    if dashed:
        made.set("stroke-dasharray", "2 3")
