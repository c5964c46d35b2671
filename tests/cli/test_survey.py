"""`comity survey`: coverage first, and the same figures in every form."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from comity.cli import group

ASKED = ("--test", "8-usc-1373-a", "--as-of", "2018-06-01", "--state", "CA")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(group, ["survey", *map(str, arguments)])


def lines(*arguments: object) -> list[dict[str, Any]]:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))


def test_a_line_of_json_has_what_is_promised() -> None:
    (found,) = lines(*ASKED)
    promised = "test as_of known_on governments coverage outcomes turns_on contested pivots receipt"
    assert set(promised.split()) <= set(found)
    for share in ("surveyed", "looked_at"):
        assert 0 <= found["coverage"][share]["by_count"] <= 1
        assert 0 <= found["coverage"][share]["by_population"] <= 1
    assert sum(found["outcomes"].values()) == found["governments"]
    assert sum(found["turns_on"]["law"].values()) == found["outcomes"]["undetermined"]
    for by in ("by_count", "by_population"):
        assert 0 <= found["contested"][by]["low"] <= found["contested"][by]["high"] <= 1


def test_the_nation_has_twenty_thousand_governments_and_no_unsurveyed_one_is_contested() -> None:
    (found,) = lines("--test", "hr-32-119", "--as-of", "2025-02-01")
    assert found["governments"] >= 20_000
    assert found["contested"]["by_count"]["low"] < found["coverage"]["looked_at"]["by_count"]
    # Nobody has looked at nearly all of them: for certain they are contested nowhere.
    assert found["turns_on"]["law"]["always"] < 200


def test_states_and_the_rest_are_the_nation() -> None:
    whole = lines("--test", "8-usc-1373-a", "--as-of", "2018-06-01")[0]
    parts: Counter[str] = Counter()
    for kind in ("state", "district", "county", "municipality", "township", "consolidated"):
        parts.update(
            lines("--test", "8-usc-1373-a", "--as-of", "2018-06-01", "--kind", kind)[0]["outcomes"]
        )
    assert parts == whole["outcomes"]


def test_every_form_has_the_same_rows(tmp_path: Path) -> None:
    rows: list[Any] = []
    for ending in ("csv", "jsonl", "parquet"):
        out = tmp_path / f"rows.{ending}"
        (found,) = lines(*ASKED, "--out", out)
        if ending == "csv":
            rows.append(table(out))
        elif ending == "jsonl":
            rows.append([json.loads(line) for line in out.read_text().splitlines()])
        else:
            parquet = pytest.importorskip("pyarrow.parquet")
            rows.append(parquet.read_table(out).to_pylist())
        assert Counter(row["outcome"] for row in rows[-1]) == {
            name: many for name, many in found["outcomes"].items() if many
        }
    assert [row["id"] for row in rows[0]] == [row["id"] for row in rows[1]]
    assert rows[1] == rows[2]


def test_a_chosen_reading_stands_beside_every_answer(tmp_path: Path) -> None:
    chosen = "status-information=status_and_whereabouts"
    out = tmp_path / "rows.csv"
    result = run(*ASKED, "--reading", chosen, "--out", out)
    assert "on each open reading" not in " ".join(result.stdout.split())
    for row in table(out):
        assert row["chosen"] == chosen
        if row["outcome"] == "met":
            assert row["met_on"].startswith(chosen)


@pytest.mark.parametrize(
    ("test", "day", "said"),
    [
        ("hr-32-119", "2010-01-01", "not yet in force"),
        ("hr-32-119", "2025-06-01", "proposed, not law"),
        ("8-usc-1373-a", "1995-12-31", "not yet in force"),
        ("8-usc-1373-a", "2018-06-01", "Status: in force."),
    ],
)
def test_it_says_whether_the_definition_was_law(test: str, day: str, said: str) -> None:
    text = " ".join(run("--test", test, "--as-of", day, "--state", "VT").stdout.split())
    assert said in text


def test_coverage_stands_before_anything_that_follows() -> None:
    text = run(*ASKED).stdout
    assert text.index("looked at") < text.index("conflicts with")


def test_nobody_in_scope_is_said() -> None:
    text = run("--test", "tex-gov-752-053", "--state", "CA").stdout
    assert "Nobody asked for is in the scope" in text


def test_answers_over_time(tmp_path: Path) -> None:
    out = tmp_path / "series.csv"
    arguments = (
        "--test",
        "8-usc-1373-a",
        "--state",
        "VT",
        "--from",
        "2017-01-01",
        "--to",
        "2019-01-01",
    )
    result = run("--history", *arguments, "--out", out)
    assert result.exit_code == 0
    rows = table(out)
    assert [row["as_of"] for row in rows] == ["2017-01-01", "2018-01-01", "2019-01-01"]
    assert {row["state"] for row in rows} == {"state:vt"}


WRONG = [
    (["--test", "8-usc-1373"], "nearest: 8-usc-1373", "a test"),
    (["--kind", "countty"], "nearest: county", "a kind"),
    (["--state", "Kalifornia"], "nearest: California", "a State"),
    (["--state", "CA", "--state", "TX"], "one State at a time", "two States"),
    (["--step", "month"], "only with --history", "a step without a history"),
    (["--as-of", "2018-02-30"], "no day of the calendar", "a day"),
    (["--out", "x.xlsx"], "expected a file that ends in", "an ending"),
    (["--history", "--as-of", "2018-01-01"], "not with --history", "a day of a history"),
    (
        ["--history", "--test", "hr-32-119", "--step", "month", "--from", "0001-01-01"],
        "more than 2,000 days",
        "too many days",
    ),
]


@pytest.mark.parametrize(("arguments", "expected", "why"), WRONG, ids=[w[2] for w in WRONG])
def test_a_wrong_call_gets_one_line(arguments: list[str], expected: str, why: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2, why
    assert expected in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert not result.stdout


def test_a_file_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    result = run(*ASKED, "--out", tmp_path / "none" / "rows.csv")
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr
