"""The book of places: what it says of each government, and the tables that it is made from."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from comity.places.find import Match, PlaceBook, compile_places
from comity.places.government import Government
from comity.strict_yaml.remark import BadInput

ROOT = Path(__file__).parents[2]
TABLES = ROOT / "src" / "comity" / "library" / "places"
SOURCE = ROOT.parent / "shared" / "data" / "us_census_places.csv"


@pytest.fixture(scope="module")
def compiled() -> bytes:
    return compile_places(TABLES)


@pytest.fixture(scope="module")
def book(compiled: bytes) -> PlaceBook:
    return PlaceBook.from_bytes(compiled)


def test_a_government_knows_its_parents_and_circuit(book: PlaceBook) -> None:
    assert book.get("state:il/place:chicago") == Government(
        "state:il/place:chicago",
        "Chicago",
        "municipality",
        "state:il",
        "1714000",
        "ca7",
        ("state:il", "state:il/county:cook"),
        population=2_664_452,
        district="ilnd",
    )
    state = book.get("state:ca")
    assert state == Government(
        "state:ca", "California", "state", "state:ca", "06", "ca9", population=39_512_223
    )
    boston = book.get("state:ma/place:boston")
    assert boston is not None
    assert boston.parents == ("state:ma", "state:ma/county:suffolk")
    new_york = book.get("state:ny/place:new_york")
    assert new_york is not None
    assert new_york.parents == ("state:ny",)
    assert book.get("state:zz") is None
    assert book.get("") is None


def test_a_consolidated_government_has_one_row_and_two_ids(book: PlaceBook) -> None:
    one = book.get("state:ca/county:san_francisco")
    assert one is not None
    assert (one.kind, one.same_as) == ("consolidated", ("state:ca/place:san_francisco",))
    assert book.get("state:ca/place:san_francisco") == one


def test_circuits_are_those_of_the_statute(book: PlaceBook) -> None:
    kinds = ("state", "district", "territory")
    circuits = {place.id: place.circuit for place in book.all() if place.kind in kinds}
    assert len(circuits) == 56
    sizes = {name: list(circuits.values()).count(name) for name in set(circuits.values())}
    assert sizes == {
        "": 1, "cadc": 1, "ca1": 5, "ca2": 3, "ca3": 4, "ca4": 5, "ca5": 3, "ca6": 4, "ca7": 3,
        "ca8": 7, "ca9": 11, "ca10": 6, "ca11": 3,
    }  # fmt: skip
    assert circuits["territory:as"] == ""
    assert circuits["territory:vi"] == "ca3"


def test_every_id_and_parent_resolves(book: PlaceBook) -> None:
    places = {place.id: place for place in book.all()}
    assert len(places) == sum(1 for _ in book.all())
    for place in places.values():
        assert all(parent in places for parent in place.parents)
        assert not set(place.same_as) & places.keys()
    assert sum(1 for _ in book.all("state")) == 50
    assert {place.kind for place in book.all("county")} == {"county"}


def test_every_full_name_is_found_again(book: PlaceBook) -> None:
    names = set()
    for place in book.all():
        name = book.full_name(place.id)
        assert name not in names
        names.add(name)
        found = book.find(name)
        if name in ("New York", "Washington"):  # each of them means two
            continue
        assert found == Match(place.id), name


def test_a_look_up_from_the_compiled_table(compiled: bytes) -> None:
    assert PlaceBook.from_bytes(compiled).find("Chicago, IL") == Match("state:il/place:chicago")


def test_compiling_twice_gives_the_same_bytes(compiled: bytes) -> None:
    assert compile_places(TABLES) == compiled
    assert PlaceBook.from_bytes(memoryview(compiled)).get("state:il") is not None


@pytest.mark.skipif(not SOURCE.is_file(), reason="the source is not shipped")
def test_the_tool_writes_the_tables_byte_for_byte(tmp_path: Path) -> None:
    tool = ROOT / "tools" / "build_places.py"
    subprocess.run([sys.executable, tool, SOURCE, tmp_path], check=True)
    for name in ("states.csv", "counties.csv", "municipalities.csv"):
        assert (tmp_path / name).read_bytes() == (TABLES / name).read_bytes()


WRONG = [
    (
        "17031,Cook County,county",
        "1703,Cook County,county",
        ":22: `1703` is no GEOID, expected 5 digits",
    ),
    ("17031,Cook County,county", "17031,Cook County,shire", ":40: `shire` is not known"),
    ("17031,Cook County,county", "17031,,county", ":28: names nothing"),
    ("state:il/county:cook,", "state:zz/county:cook,", ":1: `state:zz/county:cook` is in no State"),
    ("state:il/county:cook,", "state:il/county:kane,", "is defined already at counties.csv:"),
    ("state:il/county:cook,", "Cook,", ":1: `Cook` is no id"),
    ("state:il/county:cook,17031", "17031", ":1: has 12 cells, expected 13"),
    ("id,geoid,", "geoid,id,", "counties.csv:1:1: has other columns"),
    ("17031,Cook County", '17031,"Cook" County', "is no CSV"),
    (",ilnd,5150233,pep-2019", ",cook,5150233,pep-2019", ":56: `cook` is no district"),
    (",ilnd,5150233,pep-2019", ",ilnd,many,pep-2019", ":61: `many` is no number of people"),
    (",ilnd,5150233,pep-2019", ",ilnd,5150233,", ":61: stands without its source"),
    (
        ",ilnd,5150233,pep-2019",
        ",ilnd,5150233,me",
        ":69: `me` is not known, expected nothing, pep-2019",
    ),
    (",,2015-04-30,", ",,2015-4-30,", "`2015-4-30` is no day"),
    (",,2015-04-30,", ",2016-01-01,2015-04-30,", "lies before the first day"),
    (",state:sd/county:oglala_lakota", ",state:sd/county:oglala", "is in no table"),
]


@pytest.mark.parametrize(("right", "wrong", "remark"), WRONG)
def test_a_wrong_table_says_where(tmp_path: Path, right: str, wrong: str, remark: str) -> None:
    for path in TABLES.glob("*.csv"):
        shutil.copy(path, tmp_path)
    table = tmp_path / "counties.csv"
    text = table.read_text(encoding="utf-8")
    assert right in text
    table.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        compile_places(tmp_path)
    assert any(remark in str(found) for found in caught.value.remarks), caught.value.remarks


def test_a_missing_table_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"states\.csv: cannot be read"):
        compile_places(tmp_path)


def test_results_can_be_written_as_json(book: PlaceBook) -> None:
    assert msgspec.json.decode(msgspec.json.encode(book.find("Cook Co.")))["type"] == "ambiguous"
