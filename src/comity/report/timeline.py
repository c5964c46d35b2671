"""A history as one SVG picture: three lanes over the years, and a numbered list of causes.

Nothing is told by colour alone: every kind of stretch has a pattern, a title and, where it fits,
its words.
"""

from __future__ import annotations

import datetime
import textwrap
from collections.abc import Callable, Iterator
from xml.etree import ElementTree as ET

from comity.catalog import Library
from comity.reason.finding import Outcome
from comity.report.history import Change, History, because, lean, stands
from comity.report.svg import EDGE, document, sheet, write
from comity.report.terminal import STATUS

WIDTH, LEFT, RIGHT = 960, 130, 20
LANE, GAP, TOP = 34, 10, 84
LINE = 17
LETTER = 6.4
"""About how wide a letter of twelve pixels is."""

FILLS = {
    "met": "#c98a2b",
    "not_met": "#2a8f88",
    "law": "url(#stripes)",
    "facts": "url(#dots)",
    "out_of_scope": "#ffffff",
}
"""The fill of each kind of outcome; what turns on the law is striped, what on facts is dotted."""

STATUS_FILLS = {"in_force": "#8d80b8", "enjoined": "url(#bars)", "partly_enjoined": "url(#bars)"}
PLAIN = "#e9e9ec"


def draw(history: History, library: Library) -> str:
    """Draw a history as an SVG document.

    Time runs to the right, in days; the first stretch begins with the first change.
    """
    names = _numbered(history)
    below = TOP + 3 * (LANE + GAP) + 66
    height = below + LINE * max(1, sum(len(text) for _, text in names)) + 24
    title = f"{history.test}: {history.place.name}, {history.from_} to {history.to}"
    told = (f"{change.date}: {stands(change, library, history.test)}" for change in history.changes)
    svg = sheet(WIDTH, height, title, "; ".join(told))
    _patterns(svg)
    ET.SubElement(svg, "rect", width=str(WIDTH), height=str(height), fill="#ffffff")
    write(svg, 16, 28, f"{history.place.name}: {history.test}", size=17, weight="600")
    write(svg, 16, 48, history.title)
    if not history.changes:
        write(svg, 16, TOP, "There was no such law yet, proposed or in force.")
        return document(svg)

    start, end = history.changes[0].date, history.to
    scale = _scale(start, end)
    lanes: list[tuple[str, Callable[[Change], str], Callable[[Change], str]]] = [
        ("Outcome", lambda c: FILLS[_kind(c)], lambda c: _outcome(c, library, history.test)),
        (
            "The courts",
            lambda c: FILLS.get(_side(c), PLAIN),
            lambda c: lean(c, library, history.test),
        ),
        (
            "Status",
            lambda c: STATUS_FILLS.get(c.operative.status, PLAIN),
            lambda c: STATUS[c.operative.status],
        ),
    ]
    for place, (name, fill, words) in enumerate(lanes):
        y = TOP + place * (LANE + GAP)
        write(svg, 16, y + LANE / 2 + 4, name, weight="600")
        for first, last, change in _stretches(history, words):
            x, until = scale(first), scale(last)
            _stretch(svg, x, y, max(until - x, 1.0), fill(change), words(change), first)
    _axis(svg, scale, start, end)
    before = 0.0
    for number, change in enumerate(history.changes[1:], 1):
        x = scale(change.date)
        raised = 13 if x - before < 16 else 0
        before = 0.0 if raised else x
        write(svg, x, TOP - 6 - raised, str(number), anchor="middle", size=11)
    _legend(svg, below - 12, library, history.test)
    y = below
    for label, lines in names:
        for place, line in enumerate(lines):
            if not place:
                write(svg, 16, y, label, weight="600")
            write(svg, LEFT, y, line)
            y += LINE
    return document(svg)


def _numbered(history: History) -> list[tuple[str, list[str]]]:
    found = []
    for number, change in enumerate(history.changes[1:], 1):
        text = "; ".join(because(cause) for cause in change.causes)
        found.append((f"{number}  {change.date}", textwrap.wrap(text, 120) or [""]))
    return found


def _scale(start: str, end: str) -> Callable[[str], float]:
    first, last = (datetime.date.fromisoformat(day).toordinal() for day in (start, end))
    wide = WIDTH - LEFT - RIGHT

    def at(day: str) -> float:
        return LEFT + wide * (datetime.date.fromisoformat(day).toordinal() - first) / max(
            last - first, 1
        )

    return at


def _stretches(
    history: History, words: Callable[[Change], str]
) -> Iterator[tuple[str, str, Change]]:
    """Give each stretch over which a lane says the same: from when, until when, and what."""
    begun = history.changes[0]
    for change in history.changes[1:]:
        if words(change) != words(begun):
            yield begun.date, change.date, begun
            begun = change
    yield begun.date, history.to, begun


def _kind(change: Change) -> str:
    if change.outcome != "undetermined":
        return change.outcome
    return "law" if change.turns_on.law == "always" else "facts"


def _outcome(change: Change, library: Library, test: str) -> str:
    settled: dict[Outcome, str] = {
        "met": library.tests[test].words.met,
        "not_met": library.tests[test].words.not_met,
        "out_of_scope": "out of scope",
        "undetermined": "contested on the law" if _kind(change) == "law" else "open on the facts",
    }
    return settled[change.outcome]


def _side(change: Change) -> str:
    return change.leaning.outcome if change.leaning is not None else ""


def _patterns(svg: ET.Element) -> None:
    defs = ET.SubElement(svg, "defs")

    def pattern(name: str, size: int, ground: str) -> ET.Element:
        made = ET.SubElement(
            defs,
            "pattern",
            id=name,
            width=str(size),
            height=str(size),
            patternUnits="userSpaceOnUse",
        )
        ET.SubElement(made, "rect", width=str(size), height=str(size), fill=ground)
        return made

    stripes = pattern("stripes", 8, "#f3ead9")
    ET.SubElement(stripes, "path", d="M0 8L8 0", stroke="#b9b1a2")
    dots = pattern("dots", 8, "#f2f2f4")
    ET.SubElement(dots, "circle", cx="4", cy="4", r="1.2", fill="#a3a3ad")
    bars = pattern("bars", 8, "#d8d3ea")
    ET.SubElement(bars, "path", d="M2 0V8", stroke="#8d80b8")


def _stretch(
    svg: ET.Element, x: float, y: float, wide: float, fill: str, words: str, first: str
) -> None:
    group = ET.SubElement(svg, "g")
    ET.SubElement(group, "title").text = f"from {first}: {words}"
    ET.SubElement(
        group,
        "rect",
        x=f"{x:.1f}",
        y=f"{y:.1f}",
        width=f"{wide:.1f}",
        height=str(LANE),
        fill=fill,
        stroke=EDGE,
    )
    if len(words) * LETTER + 8 <= wide:
        back = ET.SubElement(
            group,
            "rect",
            x=f"{x + 3:.1f}",
            y=f"{y + 8:.1f}",
            width=f"{len(words) * LETTER + 2:.1f}",
            height="18",
            fill="#ffffff",
        )
        back.set("fill-opacity", "0.85")
        write(group, x + 5, y + LANE / 2 + 4, words)


def _axis(svg: ET.Element, scale: Callable[[str], float], start: str, end: str) -> None:
    y = TOP + 3 * (LANE + GAP) + 2
    years = range(int(start[:4]) + 1, int(end[:4]) + 1)
    step = max(1, -(-len(years) // 14))
    for year in years:
        x = scale(f"{year:04d}-01-01")
        ET.SubElement(
            svg, "path", d=f"M{x:.1f} {TOP - 2}V{y + 4}", stroke="#c9c9d1", fill="none"
        ).set("stroke-dasharray", "2 3")
        if (year - years[0]) % step == 0:
            write(svg, x, y + 16, str(year), anchor="middle", size=11)


def _legend(svg: ET.Element, y: float, library: Library, test: str) -> None:
    words = library.tests[test].words
    x = float(LEFT)
    for kind, said in (
        ("met", words.met),
        ("not_met", words.not_met),
        ("law", "contested on the law"),
        ("facts", "open on the facts"),
    ):
        ET.SubElement(
            svg,
            "rect",
            x=f"{x:.1f}",
            y=f"{y - 22:.1f}",
            width="14",
            height="12",
            fill=FILLS[kind],
            stroke=EDGE,
        )
        shown = textwrap.shorten(said, 42, placeholder="…")
        write(svg, x + 19, y - 12, shown, size=11)
        x += 19 + len(shown) * LETTER + 16
