"""`comity policy list`, `show` and `add`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from comity.catalog import load_text, open_library
from comity.cli import group
from comity.workbench.begin import begun


def run(*arguments: object) -> Result:
    return CliRunner().invoke(group, ["policy", *map(str, arguments)])


def test_the_index_counts_what_is_coded_and_says_that_the_rest_is_not() -> None:
    lines = run("list", "--state", "Nebraska").stdout.splitlines()
    assert "Nebraska  state:ne" in lines[1]
    assert "of all others nothing is coded" in lines[-1]


def test_the_index_can_be_asked_by_subject() -> None:
    result = run("list", "--subject", "detainer_hold", "--json")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert rows
    assert all("detainer_hold" in row["surveyed"] for row in rows)


def test_a_survey_that_has_not_begun_is_not_counted() -> None:
    rows = [
        json.loads(line)
        for line in run("list", "--as-of", "1990-01-01", "--json").stdout.splitlines()
    ]
    assert {len(row["surveyed"]) for row in rows} == {0, 1}  # New York City's order of 1989


def test_a_place_without_a_file_says_that_nobody_looked_and_what_its_State_has() -> None:
    text = " ".join(run("show", "Hooker County, NE").stdout.split())
    assert "nobody has looked, which says nothing of them" in text
    assert "What Nebraska has" in text


def test_a_day_shows_what_was_in_force() -> None:
    text = run("show", "Chicago, IL", "--as-of", "2018-04-01").stdout
    assert "[welcoming-city-ordinance]" in text
    assert "[welcoming-city-ordinance-2021]" not in text


def test_json_is_the_file() -> None:
    found = json.loads(run("show", "Chicago, IL", "--json").stdout)
    assert found["government"] == "state:il/place:chicago"
    assert run("show", "Hooker County, NE", "--json").stdout == "null\n"


def test_a_file_is_begun_that_check_takes(tmp_path: Path) -> None:
    # Of Cherokee County there is only what the register says.
    places = (("Hooker County, NE", False), ("Chicago, IL", True), ("Cherokee County, AL", True))
    for place, known in places:
        (tmp_path / f"{known}.yaml").unlink(missing_ok=True)
        out = tmp_path / f"{known}.yaml"
        assert run("add", place, "--out", out).exit_code == 0
        assert ("instruments: []" in out.read_text()) != known
        asked = ["check", place, "--policy", str(out), "--test", "8-usc-1373-a"]
        assert CliRunner().invoke(group, asked).exit_code == 0


WRONG = [
    (["list", "--subject", "detainer"], "nearest: detainer_hold", "a subject"),
    (["list", "--state", "Cook"], "is no State", "a State"),
    (["show", "Nowhere at all"], "no government", "a place"),
    (["add", "Chicago, IL", "--out", "x.txt"], "ends in .yaml", "an ending"),
]


@pytest.mark.parametrize(("arguments", "expected", "why"), WRONG, ids=[w[2] for w in WRONG])
def test_a_wrong_call_gets_one_line(arguments: list[str], expected: str, why: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2, why
    assert expected in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("name", ["state:il/place:chicago", "state:ca", "state:al/county:cherokee"])
def test_a_file_that_is_begun_says_what_the_library_has(name: str) -> None:
    library = open_library()
    place = library.places.get(name)
    assert place is not None
    assert load_text(begun(library, place), "a").value == library.file_of(name)


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    out = tmp_path / "a.yaml"
    out.write_text("mine")
    result = run("add", "Chicago, IL", "--out", out)
    assert result.exit_code == 2
    assert out.read_text() == "mine"
