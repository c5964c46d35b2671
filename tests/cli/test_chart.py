"""What `comity chart` draws, and how it refuses."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import Result

Run = Callable[..., Result]
SVG = "{http://www.w3.org/2000/svg}"

CONTESTED = ("contested", "--test", "hr-32-119", "--test", "8-usc-1373-a", "--as-of", "2025-02-01")
OUTCOMES = (
    *("outcomes", "--test", "8-usc-1373-a", "--state", "IL"),
    *("--from", "2017-01-01", "--to", "2019-01-01"),
)
DEFINITIONS = (
    *("definitions", "--place", "Chicago, IL", "--place", "Cook County, IL"),
    *("--test", "8-usc-1373-a", "--test", "hr-32-119", "--as-of", "2018-06-01"),
)
each_kind = pytest.mark.parametrize("asked", [CONTESTED, OUTCOMES, DEFINITIONS])


def drawn(run: Run, path: Path, *arguments: str) -> ET.Element:
    result = run("chart", *arguments, "--out", str(path))
    assert result.exit_code == 0, result.stderr
    assert result.stdout.endswith(f"Written: {path}\n")
    return ET.fromstring(path.read_text())


def words_of(svg: ET.Element) -> list[str]:
    return [made.text or "" for made in svg.iter(f"{SVG}text")]


def titles(svg: ET.Element) -> list[str]:
    return [made.text or "" for made in svg.iter(f"{SVG}title")]


@each_kind
def test_the_same_question_gives_the_same_bytes(
    run: Run, tmp_path: Path, asked: tuple[str, ...]
) -> None:
    drawn(run, tmp_path / "a.svg", *asked)
    drawn(run, tmp_path / "b.svg", *asked)
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()


@each_kind
def test_a_chart_has_its_source_and_receipt(
    run: Run, tmp_path: Path, asked: tuple[str, ...]
) -> None:
    said = " ".join(words_of(drawn(run, tmp_path / "a.svg", *asked)))
    assert "Own rules looked at" in said
    assert "Source: the law and the policies in the library of Comity" in said
    assert "Receipt: comity 0" in said


@each_kind
def test_a_title_of_ones_own_is_text_and_no_markup(
    run: Run, tmp_path: Path, asked: tuple[str, ...]
) -> None:
    svg = drawn(run, tmp_path / "a.svg", *asked, "--title", "<b>&</b>")
    assert svg.findtext(f"{SVG}title") == "<b>&</b>"
    assert "<b>" not in (tmp_path / "a.svg").read_text()


def test_a_chart_as_png(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "a.png"
    assert run("chart", *DEFINITIONS, "--width", "400", "--out", str(out)).exit_code == 0
    assert int.from_bytes(out.read_bytes()[16:20], "big") == 400


def test_shares_are_ranges_and_say_what_they_are_of(run: Run, tmp_path: Path) -> None:
    said = " ".join(words_of(drawn(run, tmp_path / "a.svg", *CONTESTED)))
    assert re.search(r"hr-32-119: 39,\d{3} in scope", said)
    assert "proposed, not law" in said
    assert ">99 %" in said


def test_a_state_and_a_kind_are_named(run: Run, tmp_path: Path) -> None:
    svg = drawn(run, tmp_path / "a.svg", *CONTESTED, "--state", "IL", "--kind", "county")
    assert "Only Illinois; county" in words_of(svg)


def test_outcomes_end_with_the_last_day(run: Run, tmp_path: Path) -> None:
    svg = drawn(run, tmp_path / "a.svg", *OUTCOMES)
    said = words_of(svg)
    assert "Each day as known then, the last of them 2019-01-01" in said
    assert any("on 2019-01-01)" in line for line in said)
    looked = [title for title in titles(svg) if "nobody looked at" in title and "from" in title]
    assert [title.split(":")[0] for title in looked] == [
        "from 2017-01-01",
        "from 2018-01-01",
        "from 2019-01-01",
    ]


def test_rows_are_the_places_named_and_columns_the_tests(run: Run, tmp_path: Path) -> None:
    found = titles(drawn(run, tmp_path / "a.svg", *DEFINITIONS))
    cells = [title for title in found if ", Illinois, " in title]
    assert [cell.split(":")[0] for cell in cells] == [
        f"{place}, Illinois, {test}"
        for place in ("Chicago", "Cook County")
        for test in ("8-usc-1373-a", "hr-32-119")
    ]


def test_rows_and_columns_of_their_own_accord(run: Run, tmp_path: Path) -> None:
    asked = ("definitions", "--as-of", "2018-06-01", "--state", "CA", "--kind", "county")
    found = titles(drawn(run, tmp_path / "a.svg", *asked))
    cells = [title for title in found if ", California, " in title]
    assert any(cell.startswith("Santa Clara County, California, 8-usc-1373-a") for cell in cells)
    assert not any("hr-32-119" in cell for cell in cells)  # a bill is not in force


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("pie", "--out", "{dir}/a.svg"), "no chart `pie`, expected contested"),
        (("definition", "--out", "{dir}/a.svg"), "definitions"),
        ((*CONTESTED, "--out", "{dir}/a.jpg"), "ends in .svg or .png"),
        (CONTESTED, "--out"),
        (("contested", "--test", "hr-32", "--out", "{dir}/a.svg"), "hr-32-119"),
        ((*CONTESTED, "--state", "Illinoi", "--out", "{dir}/a.svg"), "Illinois"),
        ((*CONTESTED, "--kind", "city", "--out", "{dir}/a.svg"), "no kind of government"),
        (("outcomes", "--out", "{dir}/a.svg"), "--test"),
        ((*OUTCOMES, "--from", "2019-01-01", "--out", "{dir}/a.svg"), "is not before --to"),
        ((*OUTCOMES, "--from", "0900-01-01", "--out", "{dir}/a.svg"), "1,000 at most"),
        ((*OUTCOMES, "--step", "week", "--out", "{dir}/a.svg"), "week"),
        ((*DEFINITIONS, "--place", "Nowhere at all", "--out", "{dir}/a.svg"), "no government"),
        ((*DEFINITIONS, "--state", "IL", "--out", "{dir}/a.svg"), "not with --state"),
        (("definitions", "--as-of", "1700-01-01", "--out", "{dir}/a.svg"), "no test was in force"),
        (
            ("definitions", "--as-of", "2018-06-01", "--kind", "tribe", "--out", "{dir}/a.svg"),
            "nothing is coded on 2018-06-01",
        ),
        ((*DEFINITIONS, "--out", "{dir}/none/a.svg"), "cannot be written"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_a_line(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    result = run("chart", *(argument.replace("{dir}", str(tmp_path)) for argument in arguments))
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    assert list(tmp_path.iterdir()) == []
