"""Charts as SVG pictures: contested shares, outcomes over time, definitions against governments.

The fills are those of the map. Every chart counts only what it is given, and says what it leaves
out.
"""

from __future__ import annotations

import datetime
import textwrap
from collections.abc import Callable, Iterable, Sequence
from xml.etree import ElementTree as ET

import msgspec

from comity.report.fills import SHADES, Shade, define, paint, words
from comity.report.plate import (
    INSIDE,
    MARGIN,
    WIDTH,
    Caption,
    begin,
    box,
    days,
    finish,
    legend,
    rule,
)
from comity.report.svg import LETTER, document, lines, write

LAST_DAY, AFTER = 16.0, ""
"""How wide, in pixels, a last day is drawn that nothing follows; and the stop after it."""
ROWS, COLUMNS = 120, 40
"""How many governments and how many tests a heat map has room for."""


class Share(msgspec.Struct, frozen=True):
    """The contested share of a test, from 0 to 1, by count and, where known, by population.

    `low` is what turns on the law whatever the facts; `high` adds what may turn on it.
    """

    test: str
    low: float
    high: float
    low_population: float | None = None
    high_population: float | None = None
    of: str = ""
    """Of how many it is the share, in words."""


class Moment(msgspec.Struct, frozen=True):
    """How many governments had which outcome from a date on."""

    date: str
    counts: dict[Shade, int]


class Matrix(msgspec.Struct, frozen=True):
    """Governments, by name, and their outcomes under each test, in the order of the columns."""

    tests: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Shade, ...]], ...]


def contested_share_chart(caption: Caption, shares: Sequence[Share]) -> str:
    """Draw for each test how much of the governments its wording leaves open, as a range."""
    told = [f"{share.test}: {_range(share.low, share.high)} of governments" for share in shares]
    svg, top = begin(caption, ". ".join([caption.coverage_line, days(caption), *told]))
    define(svg)
    entries: list[tuple[Shade, str]] = [
        ("contested_always", "whatever the facts"),
        ("contested_sometimes", "up to this much more is contested"),
    ]
    both = any(share.low_population is not None for share in shares)
    bars_said = "The upper bar counts governments, the lower and thinner one their population. "
    notes = [
        "The share of governments whose outcome turns on how the law is read. "
        + (bars_said if both else "")
        + "It measures the readings that the library knows: a reading that nobody is known to hold "
        "is not in it."
    ]
    y = legend(svg, top, INSIDE, caption, entries, notes) + 26
    left, wide = MARGIN + 330.0, INSIDE - 330.0 - 170.0
    axis = y
    y += 14
    bars: list[tuple[Share, float, list[str], list[str]]] = []
    for share in shares:
        said = lines(share.test, 316, 13)
        more = lines(share.of, 316, 11) if share.of else []
        bars.append((share, y, said, more))
        y += max(44, 17 * len(said) + 14 * len(more) + 14)
    for tenth in range(0, 11, 2):
        x = left + wide * tenth / 10
        rule(svg, f"M{x:.1f} {axis + 4:.1f}V{y:.1f}", dashed=True)
        write(svg, x, axis - 2, f"{tenth * 10} %", anchor="middle", size=11)
    for share, at, said, more in bars:
        for place, line in enumerate(said):
            write(svg, MARGIN, at + 13 + 17 * place, line, size=13)
        for place, line in enumerate(more):
            write(svg, MARGIN, at + 12 + 17 * len(said) + 14 * place, line, size=11)
        _bar(svg, (left, at + 2, wide, 16), (share.low, share.high), f"{share.test}, by count")
        write(svg, left + wide + 10, at + 15, _range(share.low, share.high), size=12, weight="600")
        if share.low_population is not None and share.high_population is not None:
            people = share.low_population, share.high_population
            _bar(svg, (left, at + 21, wide, 9), people, f"{share.test}, by population")
            write(svg, left + wide + 10, at + 30, f"{_range(*people)} by population", size=11)
    if not shares:
        write(svg, MARGIN, y + 10, "No test was asked.", size=13)
        y += 20
    finish(svg, caption, y + 12)
    return document(svg)


def _bar(
    svg: ET.Element,
    where: tuple[float, float, float, float],
    share: tuple[float, float],
    name: str,
) -> None:
    x, y, wide, high = where
    low, top = share
    if not 0 <= low <= top <= 1:
        raise ValueError(f"{name}: from {low} to {top} is no range of shares")
    group = ET.SubElement(svg, "g")
    ET.SubElement(group, "title").text = f"{name}: {_range(low, top)}"
    parts: list[tuple[float, float, Shade]] = [
        (0.0, low, "contested_always"),
        (low, top, "contested_sometimes"),
    ]
    for begun, ended, shade in parts:
        if ended > begun:
            box(group, x + wide * begun, y, max(1, wide * (ended - begun)), high, paint(shade))
    rule(group, f"M{x:.1f} {y - 2:.1f}V{y + high + 2:.1f}")


def _range(low: float, high: float) -> str:
    first, last = _percent(low), _percent(high)
    if first == last:
        return f"{first} %"
    return f"{first} to {last} %" if {"<1", ">99"} & {first, last} else f"{first}–{last} %"


def _percent(share: float) -> str:
    """Say a share in per cent, and never 0 or 100 for what is neither."""
    if 0 < share < 0.01:
        return "<1"
    if 0.99 < share < 1:
        return ">99"
    return f"{share * 100:.0f}"


def outcomes_over_time_chart(caption: Caption, moments: Sequence[Moment], until: str) -> str:
    """Draw how many governments had which outcome, in steps, until a date.

    Those at which nobody looked have a panel of their own, by share: beside them the others could
    not be seen. The last moment may be the end. Raises `ValueError` where dates do not rise or
    there are none.
    """
    stops = [*(moment.date for moment in moments), until]
    to_the_day = len(moments) > 1 and moments[-1].date == until
    if to_the_day:
        stops = stops[:-1]
    if not moments or any(a >= b for a, b in zip(stops, stops[1:], strict=False)):
        raise ValueError("dates that rise are needed, and an end after the last of them")
    told = [f"{moment.date}: {_counted(moment.counts, caption)}" for moment in moments]
    svg, top = begin(caption, ". ".join([caption.coverage_line, days(caption), *told]))
    define(svg)
    last = moments[-1].counts
    entries = [(shade, f"{last.get(shade, 0):,} on {moments[-1].date}") for shade in SHADES]
    notes = [
        ("The narrow step at the right is the last day. " if to_the_day else "")
        + "A step may be a change of law or of rules, or one of knowledge: what somebody looked "
        "at is known from the first to the last day for which it was looked at."
    ]
    y = legend(svg, top, INSIDE, caption, entries, notes, caption.words) + 34
    left, wide = MARGIN + 60.0, INSIDE - 80.0
    on = _scale(stops[0], until, left, wide - LAST_DAY * to_the_day)
    if to_the_day:
        stops = [*stops, AFTER]

    def at(day: str) -> float:
        return left + wide if day == AFTER else on(day)

    asked: tuple[Shade, ...] = tuple(shade for shade in SHADES if shade != "nobody_looked")
    most = max(sum(moment.counts.get(shade, 0) for shade in asked) for moment in moments) or 1
    step = _step(most)
    ceiling = -(-most // step) * step
    high = 340.0
    write(
        svg,
        MARGIN,
        y - 12,
        "Governments with an answer, or at whose own rules somebody looked",
        weight="600",
    )
    for mark in range(0, ceiling + 1, step):
        level = y + high - high * mark / ceiling
        rule(svg, f"M{left:.1f} {level:.1f}h{wide:.1f}", dashed=True)
        write(svg, left - 8, level + 4, f"{mark:,}", anchor="end", size=11)
    _bands(svg, caption, (stops, moments), asked, at, (y, high, float(ceiling)))
    y += high + 46
    write(
        svg,
        MARGIN,
        y - 10,
        "Of all governments in scope: these (dark), and all others (hatched)",
        weight="600",
    )
    totals = [max(1, sum(moment.counts.values())) for moment in moments]
    slim = 46.0
    for start, end, moment, total in zip(stops, stops[1:], moments, totals, strict=False):
        nobody = moment.counts.get("nobody_looked", 0) / total
        x, until_x = at(start), at(end)
        group = ET.SubElement(svg, "g")
        said = f"from {start}: nobody looked at {_percent(nobody)} % of {total:,}"
        ET.SubElement(group, "title").text = said
        made = box(group, x, y, until_x - x, slim * nobody, paint("nobody_looked"))
        made.set("stroke-width", "0.4")
        looked = box(group, x, y + slim * nobody, until_x - x, slim * (1 - nobody), "#55555f")
        looked.set("stroke-width", "0.4")
    write(svg, left - 8, y + 10, "100 %", anchor="end", size=11)
    write(svg, left - 8, y + slim, "0 %", anchor="end", size=11)
    y += slim
    _years(svg, at, stops[0], until, y)
    finish(svg, caption, y + 40)
    return document(svg)


def _bands(
    svg: ET.Element,
    caption: Caption,
    series: tuple[list[str], Sequence[Moment]],
    shades: tuple[Shade, ...],
    at: Callable[[str], float],
    frame: tuple[float, float, float],
) -> None:
    """Stack each shade on those before it; a band is one path, in steps."""
    stops, moments = series
    y, high, ceiling = frame
    under = [0] * len(moments)
    for shade in shades:
        over = [
            low + moment.counts.get(shade, 0) for low, moment in zip(under, moments, strict=True)
        ]
        if over != under:
            upper = _steps(stops, over, at, lambda n: y + high - high * n / ceiling)
            lower = _steps(stops, under, at, lambda n: y + high - high * n / ceiling)
            drawn = "L".join(f"{px:.1f} {py:.1f}" for px, py in [*upper, *reversed(lower)])
            band = ET.SubElement(svg, "path", d=f"M{drawn}z", fill=paint(shade), stroke="#55555f")
            band.set("stroke-width", "0.8")
            numbers = [moment.counts.get(shade, 0) for moment in moments]
            ET.SubElement(
                band, "title"
            ).text = f"{words(shade, caption.words)}: {min(numbers):,} to {max(numbers):,}"
        under = over


def _steps(
    stops: list[str],
    levels: list[int],
    at: Callable[[str], float],
    height: Callable[[int], float],
) -> list[tuple[float, float]]:
    points = []
    for start, end, level in zip(stops, stops[1:], levels, strict=False):
        points += [(at(start), height(level)), (at(end), height(level))]
    return points


def _step(most: int) -> int:
    """Return a round distance between marks, for some five of them."""
    size = 1
    while True:
        for times in (1, 2, 5):
            if most <= 6 * times * size:
                return times * size
        size *= 10


def _scale(start: str, end: str, left: float, wide: float) -> Callable[[str], float]:
    first, last = (datetime.date.fromisoformat(day).toordinal() for day in (start, end))

    def at(day: str) -> float:
        gone = datetime.date.fromisoformat(day).toordinal() - first
        return left + wide * gone / max(1, last - first)

    return at


def _years(svg: ET.Element, at: Callable[[str], float], start: str, end: str, y: float) -> None:
    years = range(int(start[:4]) + 1, int(end[:4]) + 1)
    every = max(1, -(-len(years) // 16))
    ends = [at(start), at(end)]
    for day in (start, end):
        write(svg, at(day), y + 32, day, anchor="start" if day == start else "end", size=11)
    for year in years:
        x = at(f"{year:04d}-01-01")
        rule(svg, f"M{x:.1f} {y:.1f}v5")
        near = min(abs(x - other) for other in ends)
        if (year - years[0]) % every == 0 and near > 24:
            write(svg, x, y + 17, str(year), anchor="middle", size=11)
    for x in ends:
        rule(svg, f"M{x:.1f} {y:.1f}v20")


def _counted(counts: dict[Shade, int], caption: Caption) -> str:
    return ", ".join(
        f"{words(shade, caption.words)} {counts[shade]:,}" for shade in SHADES if counts.get(shade)
    )


def definitions_heat_map(caption: Caption, matrix: Matrix) -> str:
    """Draw the outcome of each government under each test.

    The first `ROWS` governments and `COLUMNS` tests are drawn, in the order given; a note says how
    many are not. Raises `ValueError` where a row has not one outcome for each test.
    """
    for name, outcomes in matrix.rows:
        if len(outcomes) != len(matrix.tests):
            raise ValueError(f"{name}: {len(outcomes)} outcomes for {len(matrix.tests)} tests")
    tests, rows = matrix.tests[:COLUMNS], matrix.rows[:ROWS]
    drawn: dict[Shade, int] = dict.fromkeys(SHADES, 0)
    for _, outcomes in rows:
        for shade in outcomes[: len(tests)]:
            drawn[shade] += 1
    said = f"{len(rows)} governments under {len(tests)} tests: {_counted(drawn, caption)}"
    svg, top = begin(caption, ". ".join([caption.coverage_line, days(caption), said]))
    define(svg)
    notes = list(_left_out(matrix, len(rows), len(tests)))
    entries = [(shade, f"{drawn[shade]:,}") for shade in SHADES]
    y = legend(svg, top, INSIDE, caption, entries, notes, caption.words) + 12
    names = [textwrap.shorten(name, 40, placeholder="…") for name, _ in rows]
    left = MARGIN + min(290.0, 14 + max((len(name) for name in names), default=0) * 12 * LETTER)
    heads = [textwrap.shorten(test, 38, placeholder="…") or test[:37] + "…" for test in tests]
    tall = 12 + max((len(head) for head in heads), default=0) * 12 * LETTER * 0.87
    slant = tall * 0.55
    wide = min(30.0, (WIDTH - MARGIN - left - slant) / max(1, len(tests)))
    high = 17.0
    y += tall
    for place, head in enumerate(heads):
        x = left + wide * (place + 0.5)
        write(svg, 0, 0, head, size=12)
        svg[-1].set("transform", f"translate({x + 3:.1f} {y - 6:.1f}) rotate(-60)")
    for number, (name, outcomes) in enumerate(rows):
        upper = y + number * high
        write(svg, left - 8, upper + high - 4, names[number], anchor="end", size=12)
        row = ET.SubElement(svg, "g", stroke="#ffffff")
        row.set("stroke-width", "1")
        for place, (test, shade) in enumerate(zip(tests, outcomes, strict=False)):
            d = f"M{left + place * wide:.1f} {upper:.1f}h{wide:.1f}v{high:.0f}h-{wide:.1f}z"
            cell = ET.SubElement(row, "path", d=d, fill=paint(shade))
            ET.SubElement(cell, "title").text = f"{name}, {test}: {words(shade, caption.words)}"
    foot = y + len(rows) * high
    for place in range(0, len(tests) + 1, 5):
        rule(svg, f"M{left + place * wide:.1f} {y:.1f}V{foot:.1f}")
    for number in (*range(0, len(rows) + 1, 10), len(rows)):
        rule(svg, f"M{left:.1f} {y + number * high:.1f}h{wide * len(tests):.1f}")
    finish(svg, caption, foot + 12)
    return document(svg)


def _left_out(matrix: Matrix, rows: int, tests: int) -> Iterable[str]:
    missing = []
    if len(matrix.rows) > rows:
        missing.append(f"{len(matrix.rows) - rows:,} of {len(matrix.rows):,} governments")
    if len(matrix.tests) > tests:
        missing.append(f"{len(matrix.tests) - tests:,} of {len(matrix.tests):,} tests")
    if missing:
        yield f"Left out, for want of room: {' and '.join(missing)}."
    if not matrix.rows or not matrix.tests:
        yield "Nothing was asked."
