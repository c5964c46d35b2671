"""What every picture shares: a sheet with title and description, words, and the finished text.

A picture holds no script, no style sheet of others and no link.
"""

from __future__ import annotations

import re
import textwrap
from xml.etree import ElementTree as ET

INK, EDGE = "#1d1d22", "#55555f"
LETTER = 0.6
"""About how wide a letter is, in parts of its height."""
UNWRITABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
"""What XML cannot hold, and the marks that turn the words after them around."""


def sheet(width: int, height: int, title: str, description: str) -> ET.Element:
    """Return a white sheet of so many pixels, with the words that are read aloud for it."""
    svg = ET.Element(
        "svg",
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width} {height}",
        width=str(width),
        height=str(height),
        role="img",
    )
    svg.set("font-family", "system-ui, sans-serif")
    svg.set("font-size", "12")
    ET.SubElement(svg, "title").text = title
    ET.SubElement(svg, "desc").text = description
    return svg


def write(
    parent: ET.Element,
    x: float,
    y: float,
    said: str,
    *,
    anchor: str = "start",
    size: int = 12,
    weight: str = "400",
) -> None:
    """Write words at a point, in pixels from the left upper corner to their base line."""
    text = ET.SubElement(parent, "text", x=f"{x:.1f}", y=f"{y:.1f}", fill=INK)
    text.set("text-anchor", anchor)
    text.set("font-size", str(size))
    text.set("font-weight", weight)
    text.text = said


def lines(said: str, wide: float, size: int) -> list[str]:
    """Break words into lines that fit so many pixels; at least one line."""
    return textwrap.wrap(said, max(1, int(wide / (size * LETTER)))) or [""]


def document(svg: ET.Element) -> str:
    """Return a picture as text, with a mark in the place of each character it may not hold."""
    return UNWRITABLE.sub("\ufffd", ET.tostring(svg, encoding="unicode")) + "\n"
