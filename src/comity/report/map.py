"""A map of the country as one SVG picture: a shape for each county equivalent, cities as circles.

A State as a government is not the sum of its counties, so States have tiles of their own. Nothing
here decides an outcome: what is drawn, and its sentence, is given.
"""

from __future__ import annotations

import csv
import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import combinations
from xml.etree import ElementTree as ET

import msgspec

from comity.report.fills import SHADES, Shade, define, paint, words
from comity.report.plate import INSIDE, MARGIN, WIDTH, begin, box, days, finish, legend
from comity.report.shapes import Area, Shapes, open_shapes, path
from comity.report.svg import INK, document, write

TILE, STEP, HEAD, ACROSS = 30, 33, 26, 12
"""Pixels: a tile, the step to the next, the heading over them; and how many stand in a row."""
SMALL = 5.0
"""Square pixels: a smaller area is drawn as a dot too, so that it can be seen."""
DOT, CIRCLE, LEAST = 1.5, 3.4, 1.3
"""Radii in pixels: of that dot, of a city where there is room, of a city where there is none."""
GAP, REACH, PUSHES = 1.2, 30.0, 40
"""Pixels between circles, and how far apart they may be to push each other; how often they do."""
NAMED = 12
"""How many of what could not be drawn are named."""

TILES = """
AK . . . . . . . . . . ME
. . . . . . . . . . VT NH
WA ID MT ND MN IL WI MI NY RI MA .
OR NV WY SD IA IN OH PA NJ CT . .
CA UT CO NE MO KY WV VA MD DE . .
. AZ NM KS AR TN NC SC DC . . .
. . . OK LA MS AL GA . . . .
HI . . TX . . . . FL . PR VI
. . . . . . . . AS GU MP .
"""
"""Where each State stands among the tiles."""


class MapInput(msgspec.Struct, frozen=True):
    """What a map shows.

    `areas` has, by GEOID, the outcome of the government of a county equivalent and a sentence;
    an area that is not in it was looked at by nobody. `points` has for each city its id, name, the
    GEOID of its county (or its own, where it lies in several), outcome and sentence. `states` has,
    by GEOID of two digits, the same of the State as a government. `words` are the test's own,
    `notes` stand under the legend.
    """

    title: str
    subtitle: str
    as_of: str
    known_on: str
    coverage_line: str
    receipt: str
    source: str
    areas: dict[str, tuple[Shade, str]] = {}
    points: tuple[tuple[str, str, str, Shade, str], ...] = ()
    states: dict[str, tuple[Shade, str]] = {}
    words: dict[str, str] = {}
    notes: tuple[str, ...] = ()


class _Spot(msgspec.Struct, frozen=True):
    """Where a city is drawn, in pixels."""

    id: str
    x: float
    y: float
    radius: float
    shade: Shade
    said: str


class _State(msgspec.Struct, frozen=True):
    geoid: str
    name: str
    postal: str


def draw_map(given: MapInput, shapes: Shapes | None = None) -> str:
    """Draw a map as an SVG document; `shapes` take the place of those of the library.

    Each county's path has the id `c` and its GEOID, and sets no fill of its own: it stands in a
    group of its outcome, so that a page recolours it by one attribute. A city stands at the point
    of its county that is farthest from the border, or around it where there are several, since
    no table here has the sites of cities. The same input gives the same bytes.
    """
    shapes = shapes or open_shapes()
    areas, lost = _areas(given, shapes)
    scale = INSIDE / shapes.width
    spots, nowhere = _spots(given, shapes, scale)
    left_out = sum(shade == "nobody_looked" for _, _, _, shade, _ in given.points)
    svg, top = begin(given, _description(given, areas))
    define(svg)
    define(svg, "map-", 1 / scale)
    _country(svg, given, shapes, areas, (top, scale))
    _cities(svg, spots, top)
    below = top + shapes.height * scale + 22
    wide = INSIDE - ACROSS * STEP - 40
    entries = _counted(given, areas, spots)
    notes = [*_notes(lost, nowhere, left_out), *given.notes]
    foot = legend(svg, below, wide, given, entries, notes, given.words)
    tiles = _states(svg, given, WIDTH - MARGIN - ACROSS * STEP, below)
    finish(svg, given, max(foot, tiles) + 12)
    return document(svg)


def _areas(given: MapInput, shapes: Shapes) -> tuple[dict[str, tuple[Shade, str]], list[str]]:
    """Return what each area on the map shows, and the GEOIDs that it has no area for."""
    found = dict.fromkeys(shapes.areas, _nobody(given))
    lost = []
    for geoid, said in sorted(given.areas.items(), key=lambda item: item[0] in shapes.areas):
        now = shapes.now(geoid)
        found.update(dict.fromkeys(now, said))
        if not now:
            lost.append(geoid)
    return found, sorted(lost)


def _nobody(given: MapInput) -> tuple[Shade, str]:
    return "nobody_looked", words("nobody_looked", given.words)


def _spots(given: MapInput, shapes: Shapes, scale: float) -> tuple[list[_Spot], list[str]]:
    """Return where each city is drawn, and the names of those that lie in no one county."""
    within: dict[str, list[tuple[str, str, Shade, str]]] = defaultdict(list)
    nowhere = []
    for id_, name, county, shade, said in given.points:
        where = shapes.near(county)
        if shade == "nobody_looked":
            continue
        if where:
            within[where].append((id_, name, shade, said))
        else:
            nowhere.append(name)
    spots = []
    for county, cities in sorted(within.items()):
        area = shapes.areas[county]
        cities.sort(key=lambda city: city[0])
        room = max(0.85 * area.radius * scale, 5.0)
        radius = max(LEAST, min(CIRCLE, 0.8 * room / math.sqrt(len(cities))))
        for number, (id_, name, shade, said) in enumerate(cities):
            dx, dy = _around(number, len(cities), room - radius)
            x, y = (area.centre[0] * scale + dx, area.centre[1] * scale + dy)
            spots.append(_Spot(id_, x, y, radius, shade, f"{name}: {said}"))
    return _apart(spots), sorted(nowhere)


def _apart(spots: list[_Spot]) -> list[_Spot]:
    """Push circles of neighbouring counties that cover one another apart, each half the way."""
    places = [(spot.x, spot.y) for spot in spots]
    near = [
        (a, b, spots[a].radius + spots[b].radius + GAP)
        for a, b in combinations(range(len(spots)), 2)
        if math.dist(places[a], places[b]) < REACH
    ]
    for _ in range(PUSHES):
        moved = False
        for a, b, least in near:
            (ax, ay), (bx, by) = places[a], places[b]
            away = math.dist(places[a], places[b])
            if away >= least - GAP / 2:
                continue
            moved = True
            dx, dy = ((bx - ax) / away, (by - ay) / away) if away else (1.0, 0.0)
            half = (least - away) / 2
            places[a] = (ax - dx * half, ay - dy * half)
            places[b] = (bx + dx * half, by + dy * half)
        if not moved:
            break
    return [
        msgspec.structs.replace(spot, x=x, y=y) for spot, (x, y) in zip(spots, places, strict=True)
    ]


def _around(number: int, of: int, room: float) -> tuple[float, float]:
    """Return the place of one among many in a circle, as the seeds of a sunflower lie."""
    if of == 1:
        return 0.0, 0.0
    away = room * math.sqrt((number + 0.5) / of)
    turn = number * math.pi * (3 - math.sqrt(5))
    return away * math.cos(turn), away * math.sin(turn)


def _country(
    svg: ET.Element,
    given: MapInput,
    shapes: Shapes,
    areas: dict[str, tuple[Shade, str]],
    place: tuple[float, float],
) -> None:
    """Draw each area under its title: its name, and its sentence unless nobody looked at it.

    That one sentence stands once, at the group of these areas, so that the file stays small.
    """
    top, scale = place
    _, unseen = _nobody(given)
    country = ET.SubElement(svg, "g", id="counties")
    country.set("transform", f"translate({MARGIN} {top:.1f}) scale({scale:.6g})")
    country.set("stroke", "#6f6f79")
    country.set("stroke-width", f"{0.35 / scale:.2g}")
    country.set("stroke-linejoin", "round")
    states = {state.geoid: state for state in _table()}
    groups = {shade: ET.SubElement(country, "g", fill=paint(shade, "map-")) for shade in SHADES}
    small = {shade: ET.SubElement(country, "g", fill=paint(shade, "map-")) for shade in SHADES}
    for geoid, (shade, said) in areas.items():
        area = shapes.areas[geoid]
        outline = [points for points in shapes.outline(area) if points]
        drawn = path(outline, closed=True)
        tiny = sum(map(_extent, outline)) * scale**2 < SMALL
        if tiny:
            drawn += _disc(area, round(DOT / scale))
        made = ET.SubElement((small if tiny else groups)[shade], "path", id=f"c{geoid}", d=drawn)
        name = f"{area.name}, {states[geoid[:2]].postal}"
        ET.SubElement(made, "title").text = name if said == unseen else f"{name}: {said}"
    for shade, group in (*groups.items(), *small.items()):
        if len(group):
            ET.SubElement(group, "title").text = words(shade, given.words)
        else:
            country.remove(group)
    borders = ET.SubElement(country, "path", d=path(shapes.between_states(), closed=False))
    borders.set("fill", "none")
    borders.set("stroke", "#26262c")
    borders.set("stroke-width", f"{0.8 / scale:.2g}")
    borders.set("stroke-linecap", "round")
    for inset in shapes.insets:
        x, y = MARGIN + inset.x * scale, top + inset.y * scale
        middle = x + inset.width * scale / 2
        write(svg, middle, y + inset.height * scale + 15, inset.name, anchor="middle", size=10)


def _extent(points: list[tuple[int, int]]) -> float:
    pairs = zip(points, points[1:] + points[:1], strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2


def _disc(area: Area, radius: int) -> str:
    x, y = area.centre
    half = f"a{radius} {radius} 0 1 1"
    return f"M{x - radius} {y}{half} {2 * radius} 0{half}-{2 * radius} 0z"


def _cities(svg: ET.Element, spots: list[_Spot], top: float) -> None:
    group = ET.SubElement(svg, "g", id="cities")
    group.set("transform", f"translate({MARGIN} {top:.1f})")
    group.set("stroke", INK)
    for spot in spots:
        made = ET.SubElement(group, "circle", cx=f"{spot.x:.1f}", cy=f"{spot.y:.1f}")
        made.set("r", f"{spot.radius:.1f}")
        made.set("fill", paint(spot.shade))
        made.set("stroke-width", "1" if spot.radius > 2 else "0.6")
        made.set("data-id", spot.id)
        ET.SubElement(made, "title").text = spot.said


def _counted(
    given: MapInput, areas: dict[str, tuple[Shade, str]], spots: list[_Spot]
) -> Iterator[tuple[Shade, str]]:
    counts = Counter(shade for shade, _ in areas.values())
    cities = Counter(spot.shade for spot in spots)
    tiles = Counter(shade for shade, _ in given.states.values())
    for shade in SHADES:
        said = _some(counts[shade], "county or equivalent", "counties and equivalents")
        if cities[shade]:
            said += ", " + _some(cities[shade], "city", "cities")
        if tiles[shade]:
            said += ", " + _some(tiles[shade], "tile", "tiles")
        yield shade, said


def _notes(lost: list[str], nowhere: list[str], left_out: int) -> Iterator[str]:
    yield (
        "Circle: a city or town, drawn in the middle of its county or, where several meet, beside "
        "it, and not at its own site. Small dot: a "
        "county equivalent that could not be seen at this scale. County equivalents are those of "
        "2023; each territory has a scale of its own. Borders: U.S. Census Bureau, by way of "
        "us-atlas-2023 (ISC), thinned."
    )
    if left_out:
        yield f"Cities at which nobody looked are not drawn: {left_out:,}."
    if lost:
        yield f"Not on this map, for they are no county equivalents of 2023: {_named(lost)}."
    if nowhere:
        yield f"Not drawn, for they lie in no one county here: {_named(nowhere)}."


def _some(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _named(names: list[str]) -> str:
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {more:,} more" if more > 0 else "")


@cache
def _table() -> tuple[_State, ...]:
    with (files("comity") / "library/places/states.csv").open(encoding="utf-8") as file:
        return tuple(
            _State(row["geoid"], row["name"], row["postal"]) for row in csv.DictReader(file)
        )


def _states(svg: ET.Element, given: MapInput, x: float, y: float) -> float:
    """Draw the States as governments: a tile and its letters for each; return the foot."""
    write(svg, x, y + 12, "The States' own governments", size=14, weight="600")
    states = {state.postal: state for state in _table()}
    for row, line in enumerate(TILES.strip().split("\n")):
        for column, postal in enumerate(line.split()):
            if postal == ".":
                continue
            state = states[postal]
            shade, said = given.states.get(state.geoid) or _nobody(given)
            left, upper = x + column * STEP, y + HEAD + row * STEP
            group = ET.SubElement(svg, "g", id=f"s{state.geoid}")
            ET.SubElement(group, "title").text = f"{state.name}: {said}"
            box(group, left, upper, TILE, TILE, paint(shade))
            back = ET.SubElement(group, "rect", x=f"{left + 4:.1f}", y=f"{upper + 8:.1f}")
            back.set("width", str(TILE - 8))
            back.set("height", "14")
            back.set("rx", "2")
            back.set("fill", "#ffffff")
            back.set("fill-opacity", "0.88")
            write(group, left + TILE / 2, upper + 19, postal, anchor="middle", weight="600")
    return y + HEAD + (TILES.count("\n") - 1) * STEP


def _description(given: MapInput, areas: dict[str, tuple[Shade, str]]) -> str:
    """Return the map in words, for those who hear it: the coverage, then what is how often."""
    counts = Counter(shade for shade, _ in areas.values())
    said = [
        given.coverage_line,
        days(given),
        "Counties and equivalents: "
        + ", ".join(f"{words(shade, given.words)} {counts[shade]:,}" for shade in SHADES),
    ]
    for shade in SHADES:
        names = [
            state.name
            for state in _table()
            if given.states.get(state.geoid, _nobody(given))[0] == shade
        ]
        if names and shade != "nobody_looked":
            said.append(f"States, {words(shade, given.words)}: {', '.join(names)}")
    return ". ".join(said) + "."
