"""How many governments the book has, how many people, which district, and since when."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from comity.places.find import Match, PlaceBook, compile_places

TABLES = Path(__file__).parents[2] / "src" / "comity" / "library" / "places"

DAY = "2024-01-01"
EQUIVALENTS = {
    "ak": 30, "al": 67, "ar": 75, "az": 15, "ca": 58, "co": 64, "ct": 9, "de": 3, "fl": 67,
    "ga": 159, "hi": 5, "ia": 99, "id": 44, "il": 102, "in": 92, "ks": 105, "ky": 120, "la": 64,
    "ma": 14, "md": 24, "me": 16, "mi": 83, "mn": 87, "mo": 115, "ms": 82, "mt": 56, "nc": 100,
    "nd": 53, "ne": 93, "nh": 10, "nj": 21, "nm": 33, "nv": 17, "ny": 62, "oh": 88, "ok": 77,
    "or": 36, "pa": 67, "pr": 78, "ri": 5, "sc": 46, "sd": 66, "tn": 95, "tx": 254, "ut": 29,
    "va": 133, "vt": 14, "wa": 39, "wi": 72, "wv": 55, "wy": 23,
}  # fmt: skip
"""County equivalents of each State since 2022, as the Census Bureau counts them."""

DISTRICTS = {
    "al": 3, "ar": 2, "ca": 4, "fl": 3, "ga": 3, "ia": 2, "il": 3, "in": 2, "ky": 2, "la": 3,
    "mi": 2, "mo": 2, "ms": 2, "nc": 3, "ny": 4, "oh": 2, "ok": 3, "pa": 3, "tn": 3, "tx": 4,
    "va": 2, "wa": 2, "wi": 2, "wv": 2,
}  # fmt: skip
"""The States of several districts, and how many."""


@pytest.fixture(scope="module")
def book() -> PlaceBook:
    return PlaceBook.from_bytes(compile_places(TABLES))


def test_every_state_the_district_and_five_territories(book: PlaceBook) -> None:
    kinds = Counter(place.kind for place in book.all())
    assert (kinds["state"], kinds["district"], kinds["territory"]) == (50, 1, 5)
    assert kinds["municipality"] + kinds["township"] >= 35_000
    assert kinds["municipality"] >= 17_000


def test_every_county_equivalent(book: PlaceBook) -> None:
    found: Counter[str] = Counter()
    for place in book.all(day=DAY):
        if place.kind in ("county", "consolidated") or independent(book, place.id):
            found[place.state[-2:]] += 1
    assert dict(found) == EQUIVALENTS


def independent(book: PlaceBook, place_id: str) -> bool:
    """Tell whether a place is a city that has the code of a county equivalent."""
    if id(book) not in INDEPENDENT:
        INDEPENDENT[id(book)] = {
            place.id
            for number in range(56)
            for place in book.index(number).places
            if place.kind == "municipality" and any(len(code) == 5 for code in place.other_geoids)
        }
    return place_id in INDEPENDENT[id(book)]


INDEPENDENT: dict[int, set[str]] = {}


def test_people_of_every_state_and_county(book: PlaceBook) -> None:
    without = {
        place.id
        for place in book.all()
        if place.population is None
        and place.kind in ("state", "district", "territory", "county", "consolidated")
    }
    assert without == {
        "state:ak/census_area:wade_hampton",
        "state:sd/county:shannon",
        "state:va/city:bedford",
    }


def test_the_counties_of_2019_add_up_to_their_states(book: PlaceBook) -> None:
    states: Counter[str] = Counter()
    for place in book.all(day="2019-07-01"):
        if place.kind in ("county", "consolidated") or independent(book, place.id):
            states[place.state] += place.population or 0
    for state in book.all("state"):
        if state.id == "state:ak":  # the two areas of 2019 are counted for 2020
            assert abs(states[state.id] - (state.population or 0)) < 1_000
        else:
            assert states[state.id] == state.population, state.id


def test_the_planning_regions_add_up_to_connecticut(book: PlaceBook) -> None:
    regions = [place for place in book.all("county") if "planning_region" in place.id]
    assert len(regions) == 9
    assert sum(place.population or 0 for place in regions) == 3_605_944


def test_no_municipality_has_more_people_than_its_county(book: PlaceBook) -> None:
    for place in book.all("municipality"):
        if len(place.parents) == 2 and place.population is not None:
            county = book.get(place.parents[1])
            assert county is not None
            assert county.population is not None
            # The numbers are of several years: a growing city may be ahead of its county.
            assert place.population < county.population * 1.1 + 100, place.id


@pytest.mark.parametrize(
    ("place", "people"),
    [
        ("state:ny/place:new_york", 8_336_817),  # five counties together
        ("state:ca/county:san_francisco", 881_549),  # city and county, once
        ("state:va/place:richmond", 230_436),  # a city in no county
        ("state:nv/place:carson_city", 55_916),
        ("territory:gu", 153_836),
        ("state:ny/county:kings", 2_559_903),
    ],
)
def test_people(book: PlaceBook, place: str, people: int) -> None:
    government = book.get(place)
    assert government is not None
    assert government.population == people


def test_every_county_has_its_district(book: PlaceBook) -> None:
    found: dict[str, set[str]] = {}
    for place in book.all():
        postal = place.state[-2:]
        if place.kind in ("county", "consolidated") or independent(book, place.id):
            assert place.district.startswith(postal), place.id
            found.setdefault(postal, set()).add(place.district)
        elif postal != "as" and postal not in DISTRICTS:
            assert place.district, place.id
    for postal, districts in found.items():
        assert len(districts) == DISTRICTS.get(postal, 1), postal
    assert sum(len(districts) for districts in found.values()) + 1 == 91  # with D.C.


@pytest.mark.parametrize(
    ("place", "district"),
    [
        ("state:il/county:cook", "ilnd"),
        ("state:ca/county:san_diego", "casd"),
        ("state:tx/county:travis", "txwd"),
        ("state:pa/county:schuylkill", "pamd"),
        ("state:wa/place:seattle", "wawd"),  # by its county
        ("state:va/place:alexandria", "vaed"),  # in no county
        ("state:mo/place:st_louis", "moed"),
        ("state:ny/place:new_york", ""),  # in two
        ("state:tx/place:houston", ""),  # county not told
        ("state:tx", ""),
        ("state:nj", "njd"),
        ("state:nj/place:newark", "njd"),
        ("territory:as", ""),
        ("territory:mp", "nmid"),
        ("district:dc", "dcd"),
    ],
)
def test_district(book: PlaceBook, place: str, district: str) -> None:
    government = book.get(place)
    assert government is not None
    assert government.district == district


@pytest.mark.parametrize(
    ("place", "other"),
    [
        ("az/place:peoria", None),  # in Maricopa and Yavapai
        ("ok/place:oklahoma_city", None),
        ("mo/place:kansas_city", None),
        ("tx/place:dallas", None),
        ("ga/place:atlanta", None),
        ("fl/place:marianna", "fl/county:jackson"),
        ("ky/place:bowling_green", "ky/county:warren"),
    ],
)
def test_the_county_of_a_city(book: PlaceBook, place: str, other: str | None) -> None:
    city = book.get(f"state:{place}")
    assert city is not None
    assert city.parents[1:] == ((f"state:{other}",) if other else ())


def test_cities_in_a_county(book: PlaceBook) -> None:
    assert sum(len(place.parents) == 2 for place in book.all("municipality")) >= 9_000


@pytest.mark.parametrize(
    ("name", "day", "existed"),
    [
        ("Hartford County, CT", "2022-06-05", True),
        ("Hartford County, CT", "2022-06-06", False),
        ("Capitol Planning Region, CT", "2022-06-05", False),
        ("Capitol Planning Region, CT", "2022-06-06", True),
        ("Valdez-Cordova Census Area, AK", "2019-01-01", True),
        ("Valdez-Cordova Census Area, AK", "2019-01-02", False),
        ("Chugach Census Area, AK", "2019-01-02", True),
        ("Copper River Census Area, AK", "2019-01-01", False),
        ("Wade Hampton Census Area, AK", "2015-06-30", True),
        ("Kusilvak Census Area, AK", "2015-07-01", True),
        ("Shannon County, SD", "2015-05-01", False),
        ("Oglala Lakota County, SD", "2015-05-01", True),
        ("Bedford Independent City, VA", "2013-06-30", True),
        ("Petersburg Borough, AK", "2013-01-03", True),
        ("Petersburg Census Area, AK", "2013-01-03", False),
        ("Cook County, IL", "1900-01-01", True),
    ],
)
def test_counties_come_and_go(book: PlaceBook, name: str, day: str, existed: bool) -> None:
    found = book.find(name)
    assert isinstance(found, Match)
    government = book.get(found.id)
    assert government is not None
    assert government.existed(day) is existed
    assert (government in list(book.all("county", day))) is existed


def test_who_took_over(book: PlaceBook) -> None:
    for place in book.all():
        assert bool(place.succeeded_by) == bool(place.until)
        for successor in place.succeeded_by:
            other = book.get(successor)
            assert other is not None
            assert other.state == place.state
            assert not other.until


@pytest.mark.parametrize(
    ("code", "place"),
    [
        ("46113", "state:sd/county:shannon"),
        ("46102", "state:sd/county:oglala_lakota"),
        ("02261", "state:ak/census_area:valdez-cordova"),
        ("02195", "state:ak/borough:petersburg"),  # of two with one code, the one that is
        ("09110", "state:ct/planning_region:capitol"),
        ("51515", "state:va/city:bedford"),
    ],
)
def test_codes_of_former_counties(book: PlaceBook, code: str, place: str) -> None:
    assert book.find(code) == Match(place)


@pytest.mark.parametrize("name", ["Bedford, VA", "Bedford City, VA", "City of Bedford, VA"])
def test_bedford_is_the_town(book: PlaceBook, name: str) -> None:
    assert book.find(name) == Match("state:va/place:bedford")
