"""The shapes of county equivalents, as `tools/build_shapes.py` wrote them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

import msgspec

WHOLE = re.compile(r"-?\d+")

Point = tuple[int, int]


class Area(msgspec.Struct, frozen=True):
    """A county equivalent of 2023: its name, the point farthest from its border, its rings."""

    geoid: str
    name: str
    centre: Point
    radius: int
    rings: tuple[tuple[int, ...], ...]
    """Indices of arcs, end to end; `~i` is arc i backwards."""


class Inset(msgspec.Struct, frozen=True):
    """A territory drawn apart, at a scale of its own: GEOID of two digits, name, box."""

    geoid: str
    name: str
    x: int
    y: int
    width: int
    height: int


class Shapes(msgspec.Struct, frozen=True):
    """All areas, in whole units of the frame; neighbours share their arcs."""

    width: int
    height: int
    insets: tuple[Inset, ...]
    renamed: dict[str, tuple[str, ...]]
    """GEOIDs of the tables of places that are no longer in use, and what took their ground."""
    beside: dict[str, str]
    """For each county of Connecticut, the planning region that has most of its ground; for cities
    to which the tables give no county, the county in which they are drawn."""
    arcs: tuple[tuple[Point, ...], ...]
    areas: dict[str, Area]

    def outline(self, area: Area) -> Iterator[list[Point]]:
        """Give the corners of each ring, the first not repeated."""
        for ring in area.rings:
            yield [
                point
                for index in ring
                for point in (self.arcs[index] if index >= 0 else self.arcs[~index][::-1])[:-1]
            ]

    def between_states(self) -> Iterator[tuple[Point, ...]]:
        """Give the arcs at which two States meet."""
        users: dict[int, set[str]] = defaultdict(set)
        for area in self.areas.values():
            for ring in area.rings:
                for index in ring:
                    users[max(index, ~index)].add(area.geoid[:2])
        return (self.arcs[index] for index in sorted(users) if len(users[index]) > 1)

    def now(self, geoid: str) -> tuple[str, ...]:
        """Return the areas that a GEOID, maybe one of an earlier year, stands for; none if none."""
        if geoid in self.areas:
            return (geoid,)
        return self.renamed.get(geoid, ())

    def near(self, geoid: str) -> str | None:
        """Return the one area at which something in a county, maybe of an earlier year, stands."""
        return next(iter(self.now(geoid)), self.beside.get(geoid))


@cache
def open_shapes() -> Shapes:
    """Read the shapes that come with the library."""
    return read((files("comity") / "library/places/shapes.txt").read_text(encoding="utf-8"))


def read(text: str) -> Shapes:
    """Read shapes from text: a line for each frame, inset, renaming, arc and area."""
    width = height = 0
    insets = []
    renamed = {}
    beside = {}
    arcs = []
    areas = {}
    for line in text.splitlines():
        match line.split("\t"):
            case [arc]:
                arcs.append(tuple(_walk(_whole(arc))))
            case ["area", geoid, name, spot, rings]:
                x, y, radius = _whole(spot)
                whole = tuple(tuple(_whole(ring)) for ring in rings.split(";"))
                areas[geoid] = Area(geoid, name, (x, y), radius, whole)
            case ["frame", size]:
                width, height = _whole(size)
            case ["inset", geoid, name, box]:
                insets.append(Inset(geoid, name, *_whole(box)))
            case ["renamed", old, new]:
                renamed[old] = tuple(new.split())
            case ["beside", old, new]:
                beside[old] = new
            case _:
                raise ValueError(f"not a line of shapes: {line}")
    return Shapes(width, height, tuple(insets), renamed, beside, tuple(arcs), areas)


def path(lines: Iterable[list[Point] | tuple[Point, ...]], *, closed: bool) -> str:
    """Return lines as the `d` of an SVG path, in relative steps."""
    said = []
    for points in lines:
        (x, y), last = points[0], "M"
        said.append(f"M{x}{_next(y)}")
        for bx, by in points[1:]:
            dx, dy, x, y = bx - x, by - y, bx, by
            letter = "h" if not dy else "v" if not dx else "l"
            first = str if letter != last else _next
            step = {"h": first(dx), "v": first(dy), "l": first(dx) + _next(dy)}[letter]
            said.append(step if letter == last else letter + step)
            last = letter
        if closed:
            said.append("z")
    return "".join(said)


def _next(number: int) -> str:
    return str(number) if number < 0 else f" {number}"


def _whole(text: str) -> list[int]:
    return [int(number) for number in WHOLE.findall(text)]


def _walk(numbers: list[int]) -> Iterator[Point]:
    x = y = 0
    for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + dx, y + dy
        yield x, y
