"""Every definition and every ruling of a library over the years, as one SVG picture.

Nothing is told by colour: what a bar or a mark stands for is its outline, its hatching and its
lane, and every one has a title that is read aloud.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator
from xml.etree import ElementTree as ET

from comity.catalog import Library
from comity.law.files import LegalTest, Ruling
from comity.law.precedent import ENDINGS, decided
from comity.policy.dates import first_day, last_day, moved
from comity.reason.status import own_status, stopped_by
from comity.report.svg import EDGE, INK, document, sheet, write
from comity.workbench.summary import is_federal

START = "1996-01-01"
WIDTH, LEFT, RIGHT, TOP = 1000, 232, 20, 104
ROW, BAR, HEAD = 15, 9, 24
MARK = 7
"""The width of a mark of a ruling, and how far two of one quarter stand apart, in pixels."""

MERITS = "#a9a9b3"
"""The fill of a mark of a ruling on the merits, light enough for a line through it to show."""

Scale = Callable[[str], float]
LANES = (
    ("Supreme Court", ("supreme",)),
    ("Courts of appeals", ("appeals",)),
    ("Federal trial courts", ("trial",)),
    ("State courts", ("state_high", "state_appellate", "state_trial")),
)


def grouped(library: Library, day: str) -> dict[str, list[LegalTest]]:
    """Group definitions, each group by when they began: federal law first, then that of States."""
    groups: dict[str, list[LegalTest]] = {
        "Federal law in force": [],
        "Proposed federal law": [],
        "Federal law that is not in force": [],
        "Law of one State": [],
        "Law of the States in general": [],
    }
    for test in library.tests.values():
        if test.applies_to.within is not None:
            name = "Law of one State"
        elif not is_federal(test, library.parties):
            name = "Law of the States in general"
        elif own_status(test, day) == "in_force":
            name = "Federal law in force"
        elif not test.in_force:
            name = "Proposed federal law"
        else:
            name = "Federal law that is not in force"
        groups[name].append(test)
    return {
        name: sorted(found, key=lambda t: (t.applies_to.within or "", t.begun or day, t.test))
        for name, found in groups.items()
        if found
    }


def draw_law(library: Library, day: str) -> str:
    """Draw when each definition was proposed or in force, and when each ruling was given.

    Time runs to the right, in days, from 1996 until the day; what began earlier is cut off there.
    """
    groups = {
        name: begun
        for name, found in grouped(library, day).items()
        if (begun := [test for test in found if test.begun is not None and test.begun <= day])
    }
    lanes = [(name, _columns(library, ranks, day)) for name, ranks in LANES]
    height = TOP + sum(HEAD + ROW * len(found) for found in groups.values()) + HEAD
    height += sum(_high(columns) for _, columns in lanes) + 40
    svg = sheet(
        WIDTH,
        height,
        f"Definitions and rulings, 1996 to {day}",
        _described(groups, lanes, day),
    )
    _hatching(svg)
    ET.SubElement(svg, "rect", width=str(WIDTH), height=str(height), fill="#ffffff")
    write(svg, 16, 28, f"Definitions and rulings, 1996 to {day}", size=17, weight="600")
    _legend(svg)
    scale = _scale(day)
    _years(svg, scale, day, height)
    y = TOP
    for name, found in groups.items():
        write(svg, 16, y + 15, f"{name} ({len(found)})", weight="600")
        y += HEAD
        for test in found:
            _row(svg, library, test, y, scale, day)
            y += ROW
    count = sum(len(stack) for _, columns in lanes for stack in columns.values())
    write(
        svg, 16, y + 15, f"Rulings, by the quarter in which they were given ({count})", weight="600"
    )
    y += HEAD
    for name, columns in lanes:
        y += _high(columns)
        write(svg, 24, y - 6, name, size=11)
        ET.SubElement(svg, "path", d=f"M{LEFT} {y}H{WIDTH - RIGHT}", stroke="#c9c9d1")
        for quarter, stack in columns.items():
            x = min(max(scale(quarter) + MARK / 2, LEFT + MARK / 2), WIDTH - RIGHT - MARK / 2)
            for place, ruling in enumerate(stack):
                _mark(svg, x, y - 6 - place * MARK, ruling, day)
    return document(svg)


def _described(
    groups: dict[str, list[LegalTest]],
    lanes: list[tuple[str, dict[str, list[Ruling]]]],
    day: str,
) -> str:
    bars = "; ".join(f"{name}: {len(found)}" for name, found in groups.items())
    marks = "; ".join(
        f"{name}: {sum(len(stack) for stack in columns.values())}" for name, columns in lanes
    )
    return (
        f"Bars over the years from 1996 to {day} show when each definition was proposed or in "
        f"force ({bars}). Marks show when each ruling was given ({marks}). The tables of "
        "definitions and of rulings beside this picture hold the same."
    )


def _scale(day: str) -> Scale:
    first, last = (datetime.date.fromisoformat(d).toordinal() for d in (START, day))
    wide = WIDTH - LEFT - RIGHT

    def at(when: str) -> float:
        within = min(max(datetime.date.fromisoformat(when).toordinal(), first), last)
        return LEFT + wide * (within - first) / max(last - first, 1)

    return at


def _columns(library: Library, ranks: Iterable[str], day: str) -> dict[str, list[Ruling]]:
    """Return the rulings of courts of some ranks by the first day of their quarter."""
    found: dict[str, list[Ruling]] = {}
    for ruling in sorted(library.rulings.values(), key=lambda r: (decided(r), r.ruling)):
        when = decided(ruling)
        if when <= day and library.courts[ruling.court].rank in ranks:
            month = (int(when[5:7]) - 1) // 3 * 3 + 1
            found.setdefault(f"{when[:4]}-{month:02d}-01", []).append(ruling)
    return found


def _high(columns: dict[str, list[Ruling]]) -> int:
    return max(22, MARK * max((len(stack) for stack in columns.values()), default=0) + 12)


def _row(
    svg: ET.Element, library: Library, test: LegalTest, y: float, scale: Scale, day: str
) -> None:
    write(svg, 24, y + 10, test.test, size=11)
    if test.proposed is not None:
        adopted = min((first_day(i.from_) for i in test.in_force), default=day)
        until = first_day(test.withdrawn) if test.withdrawn is not None else adopted
        said = f"{test.test}: proposed from {test.proposed}"
        said += f", withdrawn {test.withdrawn}" if test.withdrawn is not None else ""
        bar = _bar(svg, scale(first_day(test.proposed)), scale(until), y, "#ffffff", said)
        bar.set("stroke-dasharray", "3 2")
    for interval in test.in_force:
        if first_day(interval.from_) > day:
            continue
        first, last = first_day(interval.from_), min(last_day(interval.until or day), day)
        until = f"until {interval.until}" if interval.until is not None else "on"
        said = f"{test.test}: in force from {interval.from_} {until}"
        _bar(svg, scale(first), scale(last), y, "#b9b3cf", said)
        for begun, ended in _stopped(library, test, first, last):
            said = f"{test.test}: an order stops some of what follows, {begun} to {ended}"
            _bar(svg, scale(begun), scale(ended), y, "url(#bars)", said)


def _stopped(library: Library, test: LegalTest, first: str, last: str) -> Iterator[tuple[str, str]]:
    """Give each stretch between two days over which some order stops a consequence for some."""
    days = {
        first_day(event.date)
        for ruling, _ in library.orders.get(test.test, ())
        for event in ruling.events
    }
    for consequence in test.consequences.values():
        for interval in consequence.in_force:
            days.add(first_day(interval.from_))
            if interval.until is not None:
                days.add(moved(last_day(interval.until), 1) or last)
    begun = None
    for when in sorted({first, *(d for d in days if first < d < last)}):
        stopped = any(stopped_by(library, test, name, when) for name in test.consequences)
        if stopped and begun is None:
            begun = when
        elif not stopped and begun is not None:
            yield begun, when
            begun = None
    if begun is not None:
        yield begun, last


def _bar(svg: ET.Element, x: float, until: float, y: float, fill: str, said: str) -> ET.Element:
    bar = ET.SubElement(
        svg,
        "rect",
        x=f"{x:.1f}",
        y=f"{y + 2:.1f}",
        width=f"{max(until - x, 2.0):.1f}",
        height=str(BAR),
        fill=fill,
        stroke=EDGE,
    )
    ET.SubElement(bar, "title").text = said
    return bar


def _mark(svg: ET.Element, x: float, y: float, ruling: Ruling, day: str) -> None:
    group = ET.SubElement(svg, "g")
    ended = next(
        (
            event
            for event in ruling.events
            if event.what in ENDINGS and not event.effects and first_day(event.date) <= day
        ),
        None,
    )
    said = f"{decided(ruling)}: {ruling.cite}"
    if ruling.stage != "merits":
        said += {"preliminary": "; preliminary"}.get(ruling.stage, "; on jurisdiction only")
    if ended is not None:
        said += f"; {ended.what} {ended.date}"
    ET.SubElement(group, "title").text = said
    fill = MERITS if ruling.stage == "merits" else "#ffffff"
    ET.SubElement(group, "circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r="2.6", fill=fill, stroke=EDGE)
    if ended is not None:
        _strike(group, x, y)


def _strike(parent: ET.Element, x: float, y: float) -> None:
    ET.SubElement(parent, "path", d=f"M{x - 3.5:.1f} {y - 3.5:.1f}l7 7", stroke=INK)


def _years(svg: ET.Element, scale: Scale, day: str, height: int) -> None:
    for year in range(int(START[:4]), int(day[:4]) + 1):
        x = scale(f"{year:04d}-01-01")
        line = ET.SubElement(svg, "path", d=f"M{x:.1f} {TOP - 8}V{height - 28}", stroke="#dcdce2")
        if year % 2:
            line.set("stroke-dasharray", "2 3")
            continue
        for y in (TOP - 12, height - 14):
            write(svg, x, y, str(year), anchor="middle", size=11)


def _legend(svg: ET.Element) -> None:
    y = 46.0
    x = 16.0
    for fill, dashed, said in (
        ("#b9b3cf", False, "in force"),
        ("#ffffff", True, "proposed, not law"),
        ("url(#bars)", False, "an order stops some of what follows, for some"),
    ):
        bar = _bar(svg, x, x + 22, y, fill, said)
        if dashed:
            bar.set("stroke-dasharray", "3 2")
        write(svg, x + 28, y + 10, said, size=11)
        x += 28 + len(said) * 6 + 18
    x = 16.0
    for fill, struck, said in (
        (MERITS, False, "ruling on the merits"),
        ("#ffffff", False, "preliminary, or on jurisdiction only"),
        (MERITS, True, "struck through: later reversed, vacated or superseded"),
    ):
        ET.SubElement(svg, "circle", cx=f"{x + 4}", cy=f"{y + 24}", r="2.6", fill=fill, stroke=EDGE)
        if struck:
            _strike(svg, x + 4, y + 24)
        write(svg, x + 14, y + 28, said, size=11)
        x += 14 + len(said) * 6 + 18


def _hatching(svg: ET.Element) -> None:
    pattern = ET.SubElement(
        ET.SubElement(svg, "defs"),
        "pattern",
        id="bars",
        width="4",
        height="4",
        patternUnits="userSpaceOnUse",
    )
    ET.SubElement(pattern, "rect", width="4", height="4", fill="#ffffff")
    ET.SubElement(pattern, "path", d="M1 0V4", stroke=EDGE).set("stroke-width", "2")
