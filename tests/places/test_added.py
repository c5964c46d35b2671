"""Governments that a user adds: which rows are taken, and that nothing is written by halves."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from comity.catalog import open_library
from comity.cli import group

ROOT = Path(__file__).parents[2]
Import = Callable[..., Result]

DIVISIONS = """\
id,name,census_geoid,validThrough,sameAs
ocd-division/country:us,United States,,,
ocd-division/country:us/state:il,Illinois,,,
ocd-division/country:us/state:il/place:chicago,Chicago city,place-1714000,,
ocd-division/country:us/state:co/special_district:regional_transportation,Regional Transportation District,,,
ocd-division/country:us/state:il/county:cook/sanitation:forest_preserve,Cook County Forest Preserve,,,
ocd-division/country:us/state:az/tribe:navajo_nation,Navajo Nation,,,
ocd-division/country:us/state:il/sldl:1,Illinois House district 1,,,
ocd-division/country:us/state:co/school_district:academy_20,Academy 20,,,
ocd-division/country:us/state:il/place:newtown_x,Newtown X city,place-1799998,,
ocd-division/country:us/state:il/place:old_x,Old X city,place-1799997,2012-01-01,
ocd-division/country:us/state:il/place:same_x,Same X city,place-1799996,,ocd-division/country:us/state:il/place:chicago
ocd-division/country:us/state:il/place:uncoded,Uncoded city,,,
ocd-division/country:us/state:il/place:designated,Designated CDP,place-1799995,,
"""  # noqa: E501
GAZETTEER = (
    "USPS\tGEOID\tANSICODE\tNAME\tLSAD\tFUNCSTAT\tALAND\n"
    "IL\t1714000\t00428803\tChicago city\t25\tA\t1\n"
    'IL\t1799998\t1\tNew"town city\t25\tA\t1\n'
    "IL\t1799999\t1\tNowhere CDP\t57\tS\t1\n"
    "GA\t1399999\t1\tConsolidated city\t25\tC\t1\n"
    "ZZ\t9999999\t1\tNo State city\t25\tA\t1\n"
    "IL\t1399998\t1\tOther State city\t25\tA\t1\n"
    "IL\t1703199999\t1\tNew Trier Hollow township\t44\tA\t1\n"
    "IL\t1799990\t1\t=SUM(A1) city\t25\tA\t1\n"
)


@pytest.fixture
def take(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Import:
    monkeypatch.setenv("COMITY_HOME", str(tmp_path / "home"))

    def run(content: str | bytes, *options: str, name: str = "list.csv") -> Result:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return CliRunner().invoke(
            group, ["places", "import", str(path), *options], catch_exceptions=False
        )

    return run


def test_divisions_are_added_and_found(take: Import, tmp_path: Path) -> None:
    result = take(DIVISIONS)
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "4 new, 2 known, 7 refused",
        "  1 refused: the United States themselves",
        "  1 refused: a precinct, ward or other electoral district",
        "  1 refused: a school district",
        "  1 refused: no longer there (validThrough)",
        "  1 refused: another id of one that the list has too (sameAs)",
        "  1 refused: a place without a Census code, which may be no government",
        "  1 refused: a statistical area (CDP)",
        f"written to {tmp_path / 'home' / 'places'}",
    ]
    places = open_library().places
    rtd = places.get("state:co/special_district:regional_transportation")
    assert rtd is not None
    assert (rtd.kind, rtd.circuit, rtd.district) == ("special_district", "ca10", "cod")
    assert places.find("Navajo Nation, AZ") == places.find("state:az/tribe:navajo_nation")
    preserve = places.get("state:il/county:cook/sanitation:forest_preserve")
    assert preserve is not None
    assert preserve.kind == "special_district"
    assert preserve.parents == ("state:il", "state:il/county:cook")
    assert preserve.district == "ilnd"
    assert places.get("state:il/place:chicago") is not None


def test_a_gazetteer_is_added(take: Import) -> None:
    result = take(GAZETTEER, name="2024_Gaz_place_national.txt")
    assert result.exit_code == 0
    assert result.stdout.startswith("2 new, 1 known, 5 refused\n")
    assert "1 refused: a statistical area (S)" in result.stdout
    places = open_library().places
    trier = places.get("state:il/county:cook/place:new_trier_hollow")
    assert trier is not None
    assert (trier.kind, trier.district) == ("township", "ilnd")
    assert places.find("1799998") == places.find('New"town, IL')


def test_a_gazetteer_of_counties_and_upright_lines_are_read(take: Import) -> None:
    result = take("USPS|GEOID|NAME|ALAND\nAK|02999|Unorganized Census Area|1\nIL|17031|Cook|1\n")
    assert result.stdout.startswith("1 new, 1 known, 0 refused\n")
    assert open_library().places.get("state:ak/census_area:unorganized") is not None


def test_a_second_import_finds_nothing_new(take: Import, tmp_path: Path) -> None:
    take(DIVISIONS)
    tables = {path: path.read_bytes() for path in (tmp_path / "home" / "places").iterdir()}
    assert take(DIVISIONS).stdout.startswith("0 new, 6 known, 7 refused\n")
    assert take(GAZETTEER).stdout.startswith("1 new, 2 known, 5 refused\n")
    assert open_library().places.get("state:az/tribe:navajo_nation") is not None
    assert set(tables) == set((tmp_path / "home" / "places").iterdir())


def test_into_another_folder(take: Import, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert take(DIVISIONS, "--into", str(tmp_path / "other")).exit_code == 0
    assert open_library().places.get("state:az/tribe:navajo_nation") is None
    monkeypatch.setenv("COMITY_HOME", str(tmp_path / "other"))
    assert open_library().places.get("state:az/tribe:navajo_nation") is not None


def test_the_receipt_names_what_was_added(take: Import) -> None:
    before = open_library()
    take(DIVISIONS)
    after = open_library()
    assert before.whole["places/"] != after.whole["places/"]
    assert before.whole["law/"] == after.whole["law/"]
    assert "places/added/municipalities.csv" in after.hashes


def test_the_book_is_compiled_once_and_again_after_a_change(take: Import, tmp_path: Path) -> None:
    take(DIVISIONS)
    compiled = tmp_path / "home" / "places" / "places.bin"
    first = compiled.stat().st_mtime_ns
    open_library()
    assert compiled.stat().st_mtime_ns == first
    table = compiled.with_name("municipalities.csv")
    table.write_text(table.read_text().replace("Navajo Nation", "Diné Nation"))
    assert open_library().places.find("Dine Nation, AZ") == open_library().places.find(
        "state:az/tribe:navajo_nation"
    )
    assert compiled.stat().st_mtime_ns != first


def test_a_row_that_the_library_has_by_now_is_left_out(take: Import, tmp_path: Path) -> None:
    take(DIVISIONS)
    table = tmp_path / "home" / "places" / "municipalities.csv"
    table.write_text(
        table.read_text().replace("state:il/place:newtown_x,1799998", "state:il/place:x,1714000")
    )
    places = open_library().places
    assert places.get("state:il/place:x") is None
    assert places.get("state:az/tribe:navajo_nation") is not None


def test_a_broken_table_is_said_and_no_traceback(take: Import, tmp_path: Path) -> None:
    take(DIVISIONS)
    table = tmp_path / "home" / "places" / "municipalities.csv"
    table.write_text(table.read_text().replace(",tribe,", ",nation,"))
    result = CliRunner().invoke(group, ["places", "find", "Chicago, IL"])
    assert result.exit_code == 2
    assert result.stdout == ""
    assert f"{table}:" in result.stderr
    assert "`nation` is not known" in result.stderr


HOSTILE = {
    "empty": (b"", ":1:1: is empty"),
    "other columns": (b"a,b\n1,2\n", ":1:1: has other columns"),
    "binary": (b"\x7fELF\x02\x01\x01\x00\xff\xfe", ":1:9: is no UTF-8 text"),
    "a NUL": (b"id,name\nocd-division/country:us/state:il\0,x\n", ":2:33: has the control sign"),
    "an escape": (b"id,name\nocd-division/country:us,\x1b[2J\n", ":2:25: has the control sign"),
    "mixed encodings": ("id,name\nx,é\n".encode() + b"\xe9,y\n", ":3:1: is no UTF-8 text"),
    "a row too short": (b"id,name\nocd-division/country:us\n", ":2:1: has 1 cells, expected 2"),
    "no division": (b"id,name\nocd-division/country:fr/x:y,X\n", ":2:1: `ocd-division/country:fr"),
    "a quote left open": (b'id,name\n"ocd-division/country:us,x\n', ":2:1: is no table"),
    "a column twice": (b"id,name,name\n", ":1:1: names a column twice"),
    "a cell too long": (
        b"id,name\nocd-division/country:us/state:il," + b"x" * 5000 + b"\n",
        ":2:34: `name` has 5000 signs",
    ),
    "a million lines": (
        b"id,name\n" + b"ocd-division/country:us/state:il,x\n" * 1_000_000,
        "has more than 600000 rows",
    ),
}


@pytest.mark.parametrize(("content", "remark"), HOSTILE.values(), ids=list(HOSTILE))
def test_what_cannot_be_read_is_refused(
    take: Import, tmp_path: Path, content: bytes, remark: str
) -> None:
    result = take(content)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert remark in result.stderr
    assert not (tmp_path / "home").exists()


def test_a_missing_list_and_a_folder_are_refused(take: Import, tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        result = CliRunner().invoke(group, ["places", "import", str(path)])
        assert result.exit_code == 2
        assert "cannot be read" in result.stderr


def test_a_folder_that_cannot_be_made_is_refused(take: Import, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = take(DIVISIONS, "--into", str(tmp_path / "file"))
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr


def test_hostile_ids_become_no_row(take: Import) -> None:
    prefix = "ocd-division/country:us"
    ids = (
        f"{prefix}/state:il/place:../../x",
        f"{prefix}/state:zz/place:x",
        f"{prefix}/state:il/tribe:a b",
        f"{prefix}/state:il/tribe:a#sheriff",
        f"{prefix}//",
        f"{prefix}/state:il/",
    )
    rows = "".join(f"{each},Somewhere city,place-1799991\n" for each in ids)
    assert take(f"id,name,census_geoid\n{rows}").stdout.startswith("0 new, 0 known, 6 refused\n")


def test_without_additions_a_start_looks_at_one_folder_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMITY_HOME", str(tmp_path))
    asked: list[str] = []
    real = os.stat

    def stat(path: str, *arguments: object, **named: object) -> os.stat_result:
        if str(path).startswith(str(tmp_path)):
            asked.append(str(path))
        return real(path, *arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "stat", stat)
    open_library()
    assert asked == [f"{tmp_path}/places"]


def test_the_real_list_of_census_places_is_known(
    take: Import, comity_data: Path, tmp_path: Path
) -> None:
    source = comity_data / "us_census_places.csv"
    result = take(source.read_bytes())
    assert result.exit_code == 0
    assert result.stdout == "0 new, 39242 known, 0 refused\n"
    assert not (tmp_path / "home").exists()


def test_the_commands_of_the_page_do_what_it_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Run `$ comity …` of docs/places.md in a folder that has the list, and compare."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COMITY_HOME", "mine")
    (tmp_path / "country-us.csv").write_text(DIVISIONS)
    text = (ROOT / "docs" / "places.md").read_text()
    shown = re.findall(r"^\$ (comity .*)\n((?:(?!\$|```).*\n)*)", text, re.M)
    assert shown
    for line, expected in shown:
        result = CliRunner().invoke(group, shlex.split(line)[1:], catch_exceptions=False)
        assert result.stdout == expected
