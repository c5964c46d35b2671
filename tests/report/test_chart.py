"""The charts: what they count is what they are given, and what they leave out they say."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import msgspec
import pytest

from comity.report.chart import (
    COLUMNS,
    LAST_DAY,
    ROWS,
    Matrix,
    Moment,
    Share,
    contested_share_chart,
    definitions_heat_map,
    outcomes_over_time_chart,
)
from comity.report.fills import SHADES, Shade, paint
from comity.report.plate import Caption

GOLDEN = Path(__file__).parent / "golden"
SVG = "{http://www.w3.org/2000/svg}"
COVERAGE = "Looked at: 3 of 39,238 governments (<0.1 %), with 2 % of the population"
CAPTION = Caption(
    title="Three governments",
    subtitle="As an example",
    as_of="2026-11-24",
    known_on="2026-11-25",
    coverage_line=COVERAGE,
    receipt="comity 0.1, law abc",
    source="the library",
    words={"met": "conflicts"},
)
SHARES = (Share("8-usc-1373-a", 0.25, 0.5, 0.1, 0.6, "of 4"), Share("none", 0, 0), Share("x", 1, 1))
MOMENTS = (
    Moment("2017-01-25", {"met": 1, "open": 2, "nobody_looked": 97}),
    Moment("2019-03-25", {"contested_always": 2, "not_met": 2, "nobody_looked": 96}),
)
MATRIX = Matrix(("a", "b"), (("Cook County", ("met", "nobody_looked")), ("Texas", ("open", "met"))))

CHARTS: dict[str, Callable[[Caption], str]] = {
    "contested": lambda caption: contested_share_chart(caption, SHARES),
    "over-time": lambda caption: outcomes_over_time_chart(caption, MOMENTS, "2026-11-24"),
    "definitions": lambda caption: definitions_heat_map(caption, MATRIX),
}
each_chart = pytest.mark.parametrize("name", CHARTS)


def words_of(svg: ET.Element) -> list[str]:
    return [text.text or "" for text in svg.iter(f"{SVG}text")]


def titles(svg: ET.Element) -> list[str]:
    return [made.text or "" for made in svg.iter(f"{SVG}title")]


@each_chart
def test_golden_chart(name: str) -> None:
    text = CHARTS[name](CAPTION)
    kept = GOLDEN / f"chart-{name}.svg"
    if os.environ.get("COMITY_BLESS"):
        kept.write_text(text, encoding="utf-8")
    assert kept.read_text(encoding="utf-8") == text


@each_chart
def test_a_chart_says_what_it_rests_on(name: str) -> None:
    svg = ET.fromstring(CHARTS[name](CAPTION))
    said = words_of(svg)
    assert said[0] == "Three governments"
    assert "As of 2026-11-24, as known on 2026-11-25" in said
    swatches = [at for at, text in enumerate(said) if " (" in text and text != COVERAGE]
    assert said.index(COVERAGE) < swatches[0]
    assert said[-2:] == ["Source: the library", "Receipt: comity 0.1, law abc"]
    assert svg.get("role") == "img"
    assert svg.findtext(f"{SVG}desc", "").startswith(COVERAGE)


@each_chart
@pytest.mark.parametrize(
    "text", ["</svg><&>\"'", "a\0b \u202e\ud800 שלום", "word " * 300, "x" * 999]
)
def test_any_text_is_safe_and_fits(name: str, text: str) -> None:
    values = dict.fromkeys(
        ("title", "subtitle", "as_of", "known_on", "coverage_line", "receipt", "source"), text
    )
    svg = ET.fromstring(CHARTS[name](Caption(**values)).encode())
    assert svg.findtext(f"{SVG}title") == re.sub("[\0\u202e\ud800]", "\ufffd", text)
    days = f"As of {text}"[:40]
    assert all(len(line) < 220 for line in words_of(svg) if not line.startswith(days))


def test_a_share_is_a_range_and_never_rounded_to_nothing() -> None:
    svg = ET.fromstring(contested_share_chart(CAPTION, [Share("a", 0.001, 0.999, 0.2, 0.2)]))
    assert {"<1 to >99 %", "20 % by population"} <= set(words_of(svg))
    assert "a, by population: 20 %" in titles(svg)


@pytest.mark.parametrize("share", [Share("a", 0.5, 0.4), Share("a", -0.1, 0.4), Share("a", 0, 1.2)])
def test_a_share_that_is_none_is_refused(share: Share) -> None:
    with pytest.raises(ValueError, match="no range of shares"):
        contested_share_chart(CAPTION, [share])


def test_a_last_day_that_nothing_follows_can_be_seen() -> None:
    svg = ET.fromstring(outcomes_over_time_chart(CAPTION, MOMENTS, "2019-03-25"))
    assert "from 2019-03-25: nobody looked at 96 % of 100" in titles(svg)
    wide = [float(made.get("width", "")) for made in svg.iter(f"{SVG}rect")]
    assert LAST_DAY in wide


def test_bands_are_as_high_as_their_counts() -> None:
    svg = ET.fromstring(outcomes_over_time_chart(CAPTION, MOMENTS, "2026-11-24"))
    bands = {
        made.findtext(f"{SVG}title"): [
            float(y) for y in re.findall(r" ([\d.]+)", made.get("d", ""))
        ]
        for made in svg.iter(f"{SVG}path")
        if made.find(f"{SVG}title") is not None
    }
    assert list(bands) == [
        "conflicts: 0 to 1",
        "contested: turns on how the law is read: 0 to 2",
        "open: facts are missing: 0 to 2",
        "not met: 0 to 2",
    ]
    heights = bands["conflicts: 0 to 1"]
    assert heights[4] - heights[3] == 0  # from the second date on there is none
    assert heights[7] - heights[0] == pytest.approx(340 / 4)  # one of four


def test_those_at_whom_nobody_looked_have_a_panel_of_their_own() -> None:
    svg = ET.fromstring(outcomes_over_time_chart(CAPTION, MOMENTS, "2026-11-24"))
    assert "from 2017-01-25: nobody looked at 97 % of 100" in titles(svg)
    assert "nobody looked (96 on 2019-03-25)" in words_of(svg)


@pytest.mark.parametrize(
    ("moments", "until"),
    [((), "2026-11-24"), (MOMENTS[::-1], "2026-11-24"), (MOMENTS, "2019-03-24")],
)
def test_dates_rise(moments: tuple[Moment, ...], until: str) -> None:
    with pytest.raises(ValueError, match="dates that rise"):
        outcomes_over_time_chart(CAPTION, moments, until)


def test_a_heat_map_says_what_it_leaves_out() -> None:
    shades: tuple[Shade, ...] = ("open",) * (COLUMNS + 3)
    tests = tuple(f"test-{number}" for number in range(COLUMNS + 3))
    rows = tuple((f"Place {number}", shades) for number in range(ROWS + 5))
    said = words_of(ET.fromstring(definitions_heat_map(CAPTION, Matrix(tests, rows))))
    assert "Left out, for want of room: 5 of 125 governments and 3 of 43 tests." in said
    assert f"Place {ROWS - 1}" in said
    assert f"Place {ROWS}" not in said
    assert f"test-{COLUMNS}" not in said


def test_a_cell_has_the_fill_and_the_words_of_its_outcome() -> None:
    svg = ET.fromstring(definitions_heat_map(CAPTION, MATRIX))
    cells = {
        made.findtext(f"{SVG}title"): made.get("fill")
        for made in svg.iter(f"{SVG}path")
        if made.find(f"{SVG}title") is not None
    }
    assert cells == {
        "Cook County, a: conflicts": paint("met"),
        "Cook County, b: nobody looked": paint("nobody_looked"),
        "Texas, a: open: facts are missing": paint("open"),
        "Texas, b: conflicts": paint("met"),
    }


def test_a_row_with_too_few_outcomes_is_refused() -> None:
    with pytest.raises(ValueError, match="Texas: 1 outcomes for 2 tests"):
        definitions_heat_map(CAPTION, Matrix(("a", "b"), (("Texas", ("met",)),)))


def test_nothing_asked_is_said() -> None:
    assert "Nothing was asked." in definitions_heat_map(CAPTION, Matrix((), ()))
    assert "No test was asked." in contested_share_chart(CAPTION, ())


def test_a_test_has_its_own_words() -> None:
    caption = msgspec.structs.replace(CAPTION, words=dict.fromkeys(SHADES, "said otherwise"))
    assert "nobody looked (" not in definitions_heat_map(caption, MATRIX)
