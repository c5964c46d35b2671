"""What `comity history` says, writes and refuses."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from click.testing import Result

from comity.report.history import schema

Run = Callable[..., Result]
Golden = Callable[[str, str], None]
SANTA_CLARA = ("Santa Clara County, CA", "--test", "eo-13768-9a-refusal", "--to", "2026-06-01")
SVG = "{http://www.w3.org/2000/svg}"


def test_golden_history_of_santa_clara(run: Run, golden: Golden) -> None:
    result = run("history", *SANTA_CLARA)
    assert result.exit_code == 0
    text = result.stdout.rsplit("This is not legal advice", 1)[0]
    assert all(len(line) <= 80 for line in text.splitlines())
    golden("history-santa-clara.txt", text)


def test_the_json_is_as_published(run: Run) -> None:
    answer = json.loads(run("history", *SANTA_CLARA, "--json").stdout)
    jsonschema.validate(answer, schema())
    days = {change["date"]: change["operative"]["status"] for change in answer["changes"]}
    assert days["2017-04-25"] == "partly_enjoined"


def test_the_published_golden_schema_is_that_of_a_history() -> None:
    path = Path(__file__).parents[2] / "docs" / "schema" / "history.json"
    text = json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
    if os.environ.get("COMITY_BLESS"):
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text


def test_between_two_days(run: Run) -> None:
    asked = ("--test", "8-usc-1373-a", "--from", "2019-01-01", "--to", "2019-12-31")
    answer = json.loads(run("history", "San Francisco, CA", *asked, "--json").stdout)
    assert [change["date"] for change in answer["changes"]] == ["2019-01-01", "2019-04-18"]
    (cause,) = answer["changes"][1]["causes"]
    assert (cause["kind"], cause["id"]) == ("ruling", "us-v-california-2019")


def test_a_law_that_had_not_begun(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "none.svg"
    asked = ("--test", "hr-32-119", "--to", "2020-01-01", "--out", str(path))
    result = run("history", "Chicago, IL", *asked)
    assert "There was no such law yet" in result.stdout
    assert "There was no such law yet" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("place", "test"),
    [
        ("Santa Clara County, CA", "eo-13768-9a-refusal"),
        ("San Francisco, CA", "8-usc-1373-a"),
        ("Chicago, IL", "tex-gov-752-053"),
    ],
)
def test_the_timeline_is_a_picture_of_its_own(
    run: Run, tmp_path: Path, place: str, test: str
) -> None:
    path = tmp_path / "line.SVG"
    result = run("history", place, "--test", test, "--out", str(path))
    assert result.exit_code == 0
    text = path.read_text(encoding="utf-8")
    picture = ET.fromstring(text)
    answer = json.loads(run("history", place, "--test", test, "--json").stdout)
    assert picture.findtext(f"{SVG}title") is not None
    words = " ".join(t.text or "" for t in picture.iter(f"{SVG}text"))
    for change in answer["changes"][1:]:
        assert change["date"] in words
    assert "<script" not in text
    assert "href" not in text
    assert text.count("http") == text.count("http://www.w3.org/2000/svg")
    _, _, wide, high = map(float, picture.attrib["viewBox"].split())
    for rect in picture.iter(f"{SVG}rect"):
        assert float(rect.get("x", 0)) + float(rect.attrib["width"]) <= wide
        assert float(rect.get("y", 0)) + float(rect.attrib["height"]) <= high


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("Nowhere, XX", "--test", "8-usc-1373-a"), "no government"),
        (("Chicago, IL", "--test", "8-usc-1373"), "no test of the library"),
        (("Chicago, IL", "--test", "8-usc-1373-a", "--from", "2018"), "--from: `2018` is no day"),
        (("Chicago, IL", "--test", "8-usc-1373-a", "--to", "2018-13-01"), "no day of the calendar"),
        (
            ("Chicago, IL", "--test", "8-usc-1373-a", "--from", "2019-01-01", "--to", "2018-01-01"),
            "is after --to",
        ),
        (("Chicago, IL", "--test", "8-usc-1373-a", "--out", "x.png"), "ends in .svg"),
        (
            ("Chicago, IL", "--test", "8-usc-1373-a", "--out", "no-such-folder/x.svg"),
            "cannot be written",
        ),
        (("Chicago, IL",), "Missing option"),
    ],
)
def test_a_wrong_call_gets_one_line(run: Run, arguments: tuple[str, ...], said: str) -> None:
    result = run("history", *arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert said in result.stderr


def test_law_diff_of_the_library_with_itself(run: Run) -> None:
    result = run("law", "diff", "src/comity/library", ".")
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("0 of ")


def test_law_diff_finds_and_refuses(run: Run, tmp_path: Path) -> None:
    result = run("law", "diff", "no-such-revision", str(tmp_path))
    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 2


def test_a_link_stays_a_link_and_what_is_no_file_is_refused(run: Run, tmp_path: Path) -> None:
    picture, link = tmp_path / "a.svg", tmp_path / "b.svg"
    picture.write_text("old")
    picture.chmod(0o600)
    link.symlink_to(picture)
    asked = ("history", "Chicago, IL", "--test", "hr-32-119", "--out")
    assert run(*asked, str(link)).exit_code == 0
    assert link.is_symlink()
    assert picture.read_text().startswith("<svg")
    assert picture.stat().st_mode & 0o777 == 0o600
    pipe = tmp_path / "p.svg"
    os.mkfifo(pipe)
    refused = run(*asked, str(pipe))
    assert refused.exit_code == 2
    assert "something is there that is no file" in refused.stderr
