"""What `comity law review` and `comity policy review` say, and what they refuse."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from click.testing import Result

from comity.report.review import schema

Run = Callable[..., Result]
Golden = Callable[[str, str], None]
DAY = ("--as-of", "2026-06-01")
PLACES = {
    "chicago": "Chicago, IL",
    "san-francisco": "San Francisco, CA",
    "boston": "Boston, MA",
    "travis": "Travis County, TX",
    "miami-dade": "Miami-Dade County, FL",
    "new-orleans": "New Orleans, LA",
}
DRAFT = """format: 1
government: state:ne/county:hooker
kind: county
surveyed: [{by: own, subjects: all, from: "2017-01-01", until: "2026-11-24"}]
instruments:
  - instrument: draft
    title: A draft
    kind: ordinance
    in_force: [{from: "2018-01-01"}]
    checked: never
    provisions:
      - {id: tell, subject: information_sharing_status, act: prohibits, at: § 1}
"""


def without_receipt(text: str) -> str:
    return text.rsplit("This is not legal advice", 1)[0]


@pytest.mark.parametrize("name", PLACES)
def test_golden_review_of_a_place(run: Run, golden: Golden, name: str) -> None:
    result = run("policy", "review", PLACES[name], *DAY)
    assert result.exit_code == 0
    golden(f"review-{name}.txt", without_receipt(result.stdout))


@pytest.mark.parametrize("name", ["eo-13768-9a-discretion", "eo-14287-2a", "fl-stat-908-103"])
def test_golden_review_of_a_definition_in_full(run: Run, golden: Golden, name: str) -> None:
    result = run("law", "review", name, *DAY)
    assert result.exit_code == 0
    golden(f"review-{name}.txt", without_receipt(result.stdout))


@pytest.mark.parametrize(
    "asked", [("law", "review", "eo-14159-17"), ("policy", "review", "Chicago, IL")]
)
def test_the_first_line_says_on_whose_readings(run: Run, asked: tuple[str, ...]) -> None:
    text = run(*asked, *DAY).stdout
    assert text.startswith(
        "On the readings of those whom each remark names, and not of the library"
    )
    for line in text.splitlines():
        if line.startswith("REV"):
            assert line[len("REV001") :].startswith(" On the reading of ")
        assert len(line) <= 80 or "https://" in line


@pytest.mark.parametrize(
    "asked", [("law", "review", "8-usc-1373-a"), ("policy", "review", "Boston, MA")]
)
def test_the_json_is_as_published(run: Run, asked: tuple[str, ...]) -> None:
    answer = json.loads(run(*asked, *DAY, "--json").stdout)
    jsonschema.validate(answer, schema())
    assert all(remark["on_reading_of"] for remark in answer["remarks"])
    assert answer["receipt"]["own_policy"] is None


def test_the_published_golden_schema_is_that_of_a_review() -> None:
    path = Path(__file__).parents[2] / "docs" / "schema" / "review.json"
    text = json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
    if os.environ.get("COMITY_BLESS"):
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text


def test_a_file_is_read_in_the_place_of_the_library(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "draft.yaml"
    path.write_text(DRAFT, encoding="utf-8")
    answer = json.loads(run("policy", "review", str(path), *DAY, "--json").stdout)
    codes = {remark["code"] for remark in answer["remarks"]}
    assert {"REV021", "REV022", "REV023", "REV018", "REV029"} <= codes
    assert answer["id"] == "state:ne/county:hooker"
    assert answer["receipt"]["own_policy"]
    assert "Read from the policy file" in run("policy", "review", str(path), *DAY).stdout


@pytest.mark.parametrize(
    "asked", [("law", "review", "--explain", "rev006"), ("policy", "review", "--explain", "REV006")]
)
def test_a_rule_is_explained(run: Run, asked: tuple[str, ...]) -> None:
    text = run(*asked).stdout
    assert text.startswith("## REV006: no day from which it applies")
    assert "Reads definitions and local rules." in text


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("law", "review", "eo-14287-2b"), "`eo-14287-2b` is no test of the library"),
        (("law", "review"), "no TEST was named"),
        (("law", "review", "eo-14287-2a", "--as-of", "2025"), "`2025` is no day"),
        (("law", "review", "--explain", "REV999"), "no rule has the code `REV999`"),
        (("policy", "review"), "no PLACE or FILE was named"),
        (("policy", "review", "Nowhereville, IL"), "`Nowhereville, IL` is no government"),
        (("policy", "review", "nowhere.yaml"), "nowhere.yaml"),
        (("policy", "revew"), "revew"),
    ],
)
def test_bad_input_is_one_line(run: Run, asked: tuple[str, ...], said: str) -> None:
    result = run(*asked)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert said in result.stderr
