"""The map: every county has its path, nothing unknown looks like an answer, any text is safe."""

from __future__ import annotations

import csv
import os
import re
from collections import Counter
from hashlib import sha256
from importlib.resources import files
from itertools import combinations
from pathlib import Path
from typing import get_args
from xml.etree import ElementTree as ET

import msgspec
import pytest

from comity.report.fills import FILLS, SHADES, Fill, Shade, paint
from comity.report.map import CIRCLE, TILES, MapInput, draw_map
from comity.report.shapes import Shapes, open_shapes, path, read

GOLDEN = Path(__file__).parent / "golden" / "map.svg"
PLACES = files("comity") / "library/places"
SVG = "{http://www.w3.org/2000/svg}"
COVERAGE = "Looked at: 412 of 39,238 governments (1.1 %), with 48 % of the population"

# Two States of two counties each, side by side, and an island so small that it needs a dot.
TINY = """frame\t400 200
inset\t66\tGuam\t300 100 80 80
renamed\t17999\t17001
beside\t17998\t17003
0 100 0-100 100 0
100 0 0 100
100 100-100 0
0 100 0 100 100 0 0-100
100 0 100 0 0 100-100 0
300 150 1 0 0 1-1 0 0-1
area\t17001\tUpper County\t50 50 50\t0 1 2
area\t17003\tLower County\t50 150 50\t-3-4
area\t18001\tUpper County\t150 50 50\t4-2
area\t66010\tGuam\t300 150 1\t5
"""

LAW: tuple[Shade, str] = ("contested_always", "contested: turns on how the law is read")
GIVEN = MapInput(
    title="Does it conflict with 8 U.S.C. § 1373(a)?",
    subtitle="",
    as_of="2026-11-24",
    known_on="2026-11-24",
    coverage_line=COVERAGE,
    receipt="comity 0.1, law abc",
    source="the library",
)


@pytest.fixture(scope="module")
def shapes() -> Shapes:
    return open_shapes()


@pytest.fixture(scope="module")
def tiny() -> Shapes:
    return read(TINY)


def drawn(given: MapInput, shapes: Shapes | None = None) -> ET.Element:
    return ET.fromstring(draw_map(given, shapes))


def titles(svg: ET.Element) -> dict[str, str]:
    return {
        made.get("id", ""): made.findtext(f"{SVG}title", "")
        for made in svg.iter(f"{SVG}path")
        if made.get("id")
    }


def fills(svg: ET.Element) -> dict[str, str]:
    return {
        made.get("id", ""): group.get("fill", "")
        for group in svg.iter(f"{SVG}g")
        for made in group.findall(f"{SVG}path")
        if made.get("id")
    }


def test_golden_map_of_a_tiny_country(tiny: Shapes) -> None:
    given = msgspec.structs.replace(
        GIVEN,
        subtitle="On every reading",
        areas={"17001": ("met", "met on its face"), "18001": ("not_met", "not met")},
        points=(
            ("state:il/place:a", "A", "17003", "contested_always", "turns on the law"),
            ("state:il/place:b", "B", "17003", "open", "facts are missing"),
        ),
        states={"17": LAW, "18": ("out_of_scope", "out of scope")},
        words={"met": "conflicts", "not_met": "does not conflict"},
    )
    text = draw_map(given, tiny)
    if os.environ.get("COMITY_BLESS"):
        GOLDEN.write_text(text, encoding="utf-8")
    assert GOLDEN.read_text(encoding="utf-8") == text


def test_every_county_of_the_tables_has_a_path(shapes: Shapes) -> None:
    with (PLACES / "counties.csv").open(encoding="utf-8") as file:
        geoids = [row["geoid"] for row in csv.DictReader(file)]
    with (PLACES / "municipalities.csv").open(encoding="utf-8") as file:
        own = [geoid for row in csv.DictReader(file) for geoid in row["other_geoids"].split(";")]
    lost = [geoid for geoid in [*geoids, *own] if len(geoid) == 5 and not shapes.now(geoid)]
    # Connecticut's counties have had no government since 1960 and are not in the data of 2023;
    # Bedford was a city of its own until 2013.
    assert lost == [*(f"090{number:02d}" for number in range(1, 16, 2)), "51515"]
    assert all(shapes.near(geoid) in shapes.areas for geoid in lost)
    assert len(titles(drawn(GIVEN))) == len(shapes.areas) == 3233


def test_the_country_is_whole(shapes: Shapes) -> None:
    assert len([geoid for geoid in shapes.areas if geoid < "60"]) == 3144
    assert len({geoid[:2] for geoid in shapes.areas}) == 56
    assert [geoid for geoid in shapes.areas if geoid[:2] == "09"] == [
        f"09{number}0" for number in range(11, 20)
    ]
    # The source itself has these four as lines or points; they are drawn as dots.
    flat = [
        geoid
        for geoid, area in shapes.areas.items()
        if all(len(set(points)) < 3 for points in shapes.outline(area))
    ]
    assert flat == ["51570", "51610", "51678", "51685"]


def test_neighbours_share_their_border(shapes: Shapes) -> None:
    used = Counter(
        max(index, ~index)
        for area in shapes.areas.values()
        for ring in area.rings
        for index in ring
    )
    assert set(used) == set(range(len(shapes.arcs)))
    assert max(used.values()) == 2
    assert sum(number == 2 for number in used.values()) > 8000


def test_rings_are_closed(shapes: Shapes) -> None:
    for area in shapes.areas.values():
        for ring in area.rings:
            ends = [
                (arc[0], arc[-1]) if index >= 0 else (arc[-1], arc[0])
                for index in ring
                for arc in [shapes.arcs[max(index, ~index)]]
            ]
            after = [*ends[1:], ends[0]]
            assert all(a[1] == b[0] for a, b in zip(ends, after, strict=True)), area.name


def test_the_file_is_the_one_that_is_attributed() -> None:
    raw = (PLACES / "shapes.txt").read_bytes()
    assert len(raw) <= 400_000
    assert sha256(raw).hexdigest() in (PLACES / "ATTRIBUTION.md").read_text(encoding="utf-8")


def test_a_map_of_all_counties_is_small_enough(shapes: Shapes) -> None:
    some = dict.fromkeys(list(shapes.areas)[::5], LAW)
    assert len(draw_map(msgspec.structs.replace(GIVEN, areas=some)).encode()) <= 500_000


def test_the_same_input_gives_the_same_bytes(shapes: Shapes) -> None:
    some: list[tuple[str, tuple[Shade, str]]] = [
        (geoid, ("open", "facts")) for geoid in list(shapes.areas)[:50]
    ]
    first = msgspec.structs.replace(GIVEN, areas=dict(some))
    second = msgspec.structs.replace(GIVEN, areas=dict(reversed(some)))
    assert draw_map(first) == draw_map(first) == draw_map(second)


def test_an_area_shows_its_outcome_and_its_sentence() -> None:
    svg = drawn(msgspec.structs.replace(GIVEN, areas={"17031": ("met", "met on its face")}))
    assert titles(svg)["c17031"] == "Cook County, IL: met on its face"
    assert fills(svg)["c17031"] == FILLS["met"].ground
    assert titles(svg)["c17043"] == "DuPage County, IL"
    assert fills(svg)["c17043"] == "url(#map-nobody_looked)"


def test_a_geoid_of_an_earlier_year_reaches_its_ground() -> None:
    svg = drawn(
        msgspec.structs.replace(
            GIVEN,
            areas={
                "02261": ("met", "Valdez-Cordova"),
                "46102": ("not_met", "by its own number"),
                "46113": ("met", "by its old number"),
                "09001": ("met", "no county of 2023"),
            },
        )
    )
    said = titles(svg)
    assert said["c02063"] == "Chugach Census Area, AK: Valdez-Cordova"
    assert said["c02066"] == "Copper River Census Area, AK: Valdez-Cordova"
    assert said["c46102"] == "Oglala Lakota County, SD: by its own number"
    assert "Not on this map, for they are no county equivalents of 2023: 09001." in words_of(svg)


def words_of(svg: ET.Element) -> list[str]:
    return [text.text or "" for text in svg.iter(f"{SVG}text")]


def test_the_legend_begins_with_the_coverage() -> None:
    said = words_of(drawn(GIVEN))
    first = said.index(COVERAGE)
    assert [line.split(" (")[0] for line in said[first + 1 : first + 8]] == [
        "met",
        "contested: turns on how the law is read",
        "facts are missing, and the reading may matter",
        "open: facts are missing",
        "not met",
        "out of scope",
        "nobody looked",
    ]


def test_a_map_is_read_aloud() -> None:
    svg = drawn(msgspec.structs.replace(GIVEN, states={"17": ("met", "met")}))
    assert svg.get("role") == "img"
    assert svg.findtext(f"{SVG}title") == GIVEN.title
    told = svg.findtext(f"{SVG}desc", "")
    assert told.startswith(COVERAGE)
    assert "States, met: Illinois" in told


def test_each_state_has_one_tile() -> None:
    svg = drawn(msgspec.structs.replace(GIVEN, states={"48": ("not_met", "not met")}))
    tiles = {
        group.get("id"): group.findtext(f"{SVG}title")
        for group in svg.iter(f"{SVG}g")
        if (group.get("id") or "").startswith("s")
    }
    assert len(tiles) == len(re.findall("[A-Z]{2}", TILES)) == 56
    assert tiles["s48"] == "Texas: not met"
    assert tiles["s17"] == "Illinois: nobody looked"


def circles(svg: ET.Element) -> list[tuple[float, float, float, str]]:
    return [
        (float(made.get("cx", "")), float(made.get("cy", "")), float(made.get("r", "")), name)
        for made in svg.iter(f"{SVG}circle")
        if (name := made.get("data-id", ""))
    ]


def test_a_city_stands_within_its_county_and_many_stand_apart(tiny: Shapes) -> None:
    many = tuple((f"p{n:02}", f"P {n}", "17003", "open", "facts") for n in range(20))
    found = circles(drawn(msgspec.structs.replace(GIVEN, points=many), tiny))
    assert len(found) == 20
    scale = 1160 / 400
    for x, y, radius, _ in found:
        assert x - radius > 0
        assert x + radius < 100 * scale
        assert 100 * scale < y - radius
        assert y + radius < 200 * scale
    for (ax, ay, ar, _), (bx, by, br, _) in combinations(found, 2):
        assert ((ax - bx) ** 2 + (ay - by) ** 2) ** 0.5 > ar + br
    alone = circles(drawn(msgspec.structs.replace(GIVEN, points=many[:1]), tiny))
    assert alone == [(50 * scale, 150 * scale, CIRCLE, "p00")]


def test_cities_of_neighbouring_counties_do_not_cover_one_another() -> None:
    # New York, and two cities of Hudson County, which is smaller than a circle.
    near = (("a", "36061"), ("b", "34017"), ("c", "34017"))
    points = tuple((name, name, county, *LAW) for name, county in near)
    found = circles(drawn(msgspec.structs.replace(GIVEN, points=points)))
    for (ax, ay, ar, _), (bx, by, br, _) in combinations(found, 2):
        assert ((ax - bx) ** 2 + (ay - by) ** 2) ** 0.5 > ar + br


def test_cities_that_cannot_be_drawn_are_named() -> None:
    svg = drawn(
        msgspec.structs.replace(
            GIVEN,
            points=(
                ("a", "Kansas City", "", "met", "met"),
                ("b", "Nowhere", "17031", "nobody_looked", ""),
                ("c", "Hartford", "09003", "met", "met"),
            ),
        )
    )
    assert [id_ for *_, id_ in circles(svg)] == ["c"]
    assert "Not drawn, for they lie in no one county here: Kansas City." in words_of(svg)
    assert "Cities at which nobody looked are not drawn: 1." in words_of(svg)


HOSTILE = [
    '</title><script>alert("1")</script>',
    'O\'Brien & "Sons" <County>',
    "a]]>b<!--c",
    "nul\0bell\x07 escape\x1b[31m",
    "שלום مرحبا \u202eevil\u2069",
    "lone \ud800 surrogate",
    "x" * 400,
    "",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_a_name_contains_the_map_stays_a_map(text: str, tiny: Shapes) -> None:
    given = msgspec.structs.replace(
        GIVEN,
        title=text,
        subtitle=text,
        as_of=text,
        known_on=text,
        coverage_line=text,
        receipt=text,
        source=text,
        areas={"17001": ("met", text), text: ("met", text)},
        points=((text, text, "17003", "met", text), (text, text, text, "met", text)),
        words={"met": text},
    )
    written = draw_map(given, tiny)
    svg = ET.fromstring(written.encode())
    plain = ET.fromstring(draw_map(msgspec.structs.replace(given, title="x"), tiny).encode())
    assert {made.tag for made in svg.iter()} == {made.tag for made in plain.iter()}
    shown = re.sub("[\0\x07\x1b\u202e\u2069\ud800]", "\ufffd", text)
    assert svg.findtext(f"{SVG}title") == shown
    assert titles(svg)["c17001"] == f"Upper County, IL: {shown}"


def test_long_titles_are_wrapped() -> None:
    svg = drawn(msgspec.structs.replace(GIVEN, title="whether a State " * 30, receipt="a" * 900))
    assert all(len(text) * 0.5 * 11 < 1160 for text in words_of(svg))


# Colours, as tests of colour vision have them: linear RGB, the matrices of Machado, Oliveira and
# Fernandes (2009) at full strength, and distances in CIELAB.
VISION = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
Triple = tuple[float, float, float]


def light(colour: str) -> Triple:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return r, g, b


def mean(fill: Fill) -> Triple:
    """What the eye mixes where an area is too small for its pattern to be seen."""
    ground, ink = light(fill.ground), light(fill.ink or fill.ground)
    r, g, b = (a + (z - a) * fill.share for a, z in zip(ground, ink, strict=True))
    return r, g, b


def seen(colour: Triple, vision: str) -> Triple:
    r, g, b = (
        min(1.0, max(0.0, sum(a * c for a, c in zip(row, colour, strict=True))))
        for row in VISION[vision]
    )
    return r, g, b


def lab(colour: Triple) -> Triple:
    rows = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    white = (0.95047, 1.0, 1.08883)
    x, y, z = (
        t ** (1 / 3) if t > 0.008856 else 7.787 * t + 4 / 29
        for t in (
            sum(a * c for a, c in zip(row, colour, strict=True)) / w
            for row, w in zip(rows, white, strict=True)
        )
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


PAIRS = list(combinations(SHADES, 2))


@pytest.mark.parametrize("vision", VISION)
def test_shades_keep_apart_for_every_eye(vision: str) -> None:
    labs = {shade: lab(seen(mean(fill), vision)) for shade, fill in FILLS.items()}
    for a, b in PAIRS:
        apart = sum((p - q) ** 2 for p, q in zip(labs[a], labs[b], strict=True)) ** 0.5
        # 2.3 can just be told apart; patterns help only where there is room for them.
        assert apart >= (9 if FILLS[a].drawing != FILLS[b].drawing else 20), (a, b, apart)


def test_shades_keep_apart_in_grey() -> None:
    grey = {shade: lab(mean(fill))[0] for shade, fill in FILLS.items()}
    for a, b in PAIRS:
        other = FILLS[a].drawing != FILLS[b].drawing
        assert abs(grey[a] - grey[b]) >= (4 if other else 10), (a, b, grey[a], grey[b])


def test_the_stated_share_of_ink_is_about_that_of_the_drawing() -> None:
    for shade, fill in FILLS.items():
        if fill.stroke:  # a diagonal of a square tile
            share = fill.stroke * 2**0.5 / fill.size
        else:
            share = 2 * 3.1416 / fill.size**2 if fill.drawing else 0
        assert fill.share == pytest.approx(share, abs=0.01), shade


def test_unknown_is_hatched_paper_and_what_is_settled_is_solid() -> None:
    assert FILLS["nobody_looked"].ground == "#ffffff"
    assert all(FILLS[shade].drawing for shade in ("nobody_looked", "open"))
    assert not any(FILLS[shade].drawing for shade in ("met", "not_met", "out_of_scope"))
    assert len({paint(shade) for shade in SHADES}) == len(SHADES) == len(get_args(Shade))


def test_a_path_says_its_steps_shortly() -> None:
    square = [(1, 2), (5, 2), (5, -3), (4, -4), (2, -3)]
    assert path([square], closed=True) == "M1 2h4v-5l-1-1-2 1z"
    assert path([square[:2]], closed=False) == "M1 2h4"


def test_a_line_that_is_none_of_shapes_is_refused() -> None:
    with pytest.raises(ValueError, match="not a line of shapes"):
        read("area\tonly\n")
