"""`comity audit`: every line of a list answered, and nothing said that misleads alone."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from comity.cli import group

LIST = """agency,state,county
Cook County Sheriff's Office,ILLINOIS,Cook County
City of Chicago,Illinois,
Chicgo Police Department,ILLINOIS,
Springfield,,
O'Hare Airport Police,ILLINOIS,
Cook County Sheriff's Office,ILLINOIS,Cook County
Hooker County,NE,
=HYPERLINK("http://x"),IL,
"""


@pytest.fixture
def a_list(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    path.write_text(LIST)
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(group, ["audit", *map(str, arguments)])


def rows_of(path: Path, *more: object) -> list[dict[str, object]]:
    result = run(path, "--test", "8-usc-1373-a", "--as-of", "2018-06-01", "--json", *more)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_every_line_has_its_answer_in_the_order_of_the_list(a_list: Path) -> None:
    rows = rows_of(a_list)
    assert [row["row"] for row in rows] == [2, 3, 4, 5, 6, 7, 8, 9]
    assert [row["problem"] for row in rows] == [
        None,
        None,
        "misspelt",
        "ambiguous",
        "not_a_government",
        "duplicate",
        None,
        "unknown",
    ]
    assert rows[0]["place"] == {"id": "state:il/county:cook", "name": "Cook County, Illinois"}
    assert rows[0]["office"] == "sheriff"
    assert rows[0]["entry"]["agency"] == "Cook County Sheriff's Office"  # type: ignore[index]
    assert rows[5]["duplicate_of"] == 2
    assert rows[2]["place"] is None
    candidates = rows[2]["candidates"]
    assert isinstance(candidates, list)
    assert candidates[0]["id"] == "state:il/place:chicago"


def test_unknown_never_looks_like_not_met(a_list: Path) -> None:
    hooker = rows_of(a_list)[6]
    ground = hooker["ground"]
    assert isinstance(ground, dict)
    assert ground["kind"] == "nobody_looked"
    assert "nobody has looked" in ground["sentence"]


def test_a_ground_names_the_readings_it_stands_on(a_list: Path) -> None:
    chicago = rows_of(a_list)[1]
    ground = chicago["ground"]
    assert isinstance(ground, dict)
    assert ground["outcome"] == "undetermined"
    assert all(ground["met_on"])
    assert chicago["pivots"]


def test_no_formula_comes_out(a_list: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.csv"
    assert run(a_list, "--test", "8-usc-1373-a", "--out", out).exit_code == 0
    rows = list(csv.reader(io.StringIO(out.read_text())))
    assert len(rows) == 9
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert '\'=HYPERLINK("http://x")' in rows[-1]


def test_a_page_shows_markup_as_text(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("name,note\nChicago,<script>alert(1)</script>\n\u202eytnuoC kooC,`x`\n")
    for ending, shown in ((".html", "&lt;script&gt;alert(1)"), (".md", "&lt;script&gt;alert")):
        out = tmp_path / f"report{ending}"
        result = run(path, "--test", "8-usc-1373-a", "--as-of", "2018-06-01", "--out", out)
        assert result.exit_code == 0, result.output
        text = out.read_text()
        assert shown in text
        assert "<script" not in text
        assert "\u202e" not in text
        assert "Chicago, Illinois" in text


def test_a_published_list_is_held_against_a_definition() -> None:
    result = run("doj-2025", "--test", "eo-14287-2a", "--json")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert len(rows) == 35
    assert rows[0]["entry"]["printed"] == "California"
    assert all(row["place"] for row in rows)


def test_of_a_list_that_is_not_whole_nobody_says_whom_it_leaves_out() -> None:
    text = " ".join(run("dhs-2025", "--test", "eo-14287-2a").stdout.split())
    assert "The library has only a part of" in text
    assert "does not name" not in text


def test_a_definition_that_was_not_law_on_the_day_is_said_to_be_none() -> None:
    result = run("oig-2016", "--test", "eo-14287-2a")
    assert "was not yet in force" in " ".join(result.stdout.split())
    rows = [
        json.loads(x)
        for x in run("oig-2016", "--test", "eo-14287-2a", "--json").stdout.splitlines()
    ]
    assert {row["status"] for row in rows} == {"not_yet"}


def test_each_sentence_of_the_summary_stands_alone(a_list: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.csv"
    said = run(a_list, "--test", "8-usc-1373-a", "--as-of", "2018-06-01", "--out", out).stdout
    for sentence in said.splitlines():
        assert "list.csv" in sentence


def test_the_list_itself_is_never_written_over(a_list: Path) -> None:
    before = a_list.read_bytes()
    result = run(a_list, "--test", "8-usc-1373-a", "--out", a_list)
    assert result.exit_code == 2
    assert a_list.read_bytes() == before


def test_the_summary_says_that_unseen_is_not_unmet(a_list: Path) -> None:
    text = run(a_list, "--test", "8-usc-1373-a", "--as-of", "2018-06-01").stdout
    assert "says nothing of a government" in " ".join(text.split())


WRONG = [
    (["nothing-such", "--test", "8-usc-1373-a"], "no list of the library", "an unknown list"),
    (["doj-2025", "--test", "8-usc-1373"], "nearest: 8-usc-1373", "an unknown test"),
    (["doj-2025", "--test", "8-usc-1373-a", "--out", "x.pdf"], "expected a file", "an ending"),
    (["dhs-205", "--test", "8-usc-1373-a"], "nearest: dhs-2025", "a misspelt list"),
    (["no.csv", "--test", "8-usc-1373-a"], "no such file", "a missing file"),
]


@pytest.mark.parametrize(("arguments", "expected", "why"), WRONG, ids=[w[2] for w in WRONG])
def test_a_wrong_call_gets_one_line_and_status_2(
    arguments: list[str], expected: str, why: str
) -> None:
    result = run(*arguments)
    assert result.exit_code == 2, why
    assert expected in result.stderr
    assert not result.stdout
    assert len(result.stderr.splitlines()) == 1


def test_the_list_of_agreements_is_answered_line_by_line(comity_data: Path) -> None:
    path = comity_data / "287g-2025-07-18.csv"
    rows = rows_of(path)
    assert len(rows) == 832
    local = [row for row in rows if row["entry"]["type"] != "State Agency"]  # type: ignore[index]
    answered = [row for row in local if row["place"] or row["problem"] == "not_a_government"]
    assert len(answered) >= 0.98 * len(local)


def test_an_office_that_does_not_exist_is_no_ground(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("agency,state\nstate:il/county:cook#foo,\nHartford County Sheriff,CT\n")
    rows = rows_of(path)
    assert [row["problem"] for row in rows] == ["unknown", "not_a_government"]
    assert "its foo" not in run(path, "--test", "8-usc-1373-a", "--as-of", "2018-06-01").output
