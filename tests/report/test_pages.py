"""The pages that the library writes of itself."""

from __future__ import annotations

import os
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import msgspec
import pytest

from comity.catalog import Library, open_library
from comity.report.law_timeline import draw_law
from comity.report.pages import DAY, pages, states_table, write_pages

DOCS = Path(__file__).parents[2] / "docs" / "library"
NAMES = ("definitions.md", "rulings.md", "states.md", "timeline.svg")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def library() -> Library:
    return open_library()


@pytest.fixture(scope="module")
def written(library: Library) -> dict[str, str]:
    return pages(library, DAY)


@pytest.mark.parametrize("name", NAMES)
def test_golden_pages_are_what_the_library_gives(
    library: Library, written: dict[str, str], name: str
) -> None:
    if os.environ.get("COMITY_BLESS"):
        write_pages(DOCS, library, DAY)
    assert (DOCS / name).read_text(encoding="utf-8") == written[name]


def test_there_are_no_other_pages(written: dict[str, str]) -> None:
    assert tuple(written) == NAMES
    assert {path.name for path in DOCS.iterdir()} == set(NAMES)


@pytest.mark.parametrize(("name", "kind"), [("definitions.md", "tests"), ("rulings.md", "rulings")])
def test_each_has_one_row(library: Library, written: dict[str, str], name: str, kind: str) -> None:
    for key in getattr(library, kind):
        rows = [line for line in written[name].splitlines() if f"`{key}`<br>" in line[:120]]
        assert len(rows) == 1, key


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith(".md")])
def test_every_row_has_as_many_cells_as_its_head(written: dict[str, str], name: str) -> None:
    width = 0
    for line in written[name].splitlines():
        cells = len(re.findall(r"(?<!\\)\|", line))
        if not line.startswith("|"):
            width = 0
        elif width:
            assert cells == width, line
        else:
            width = cells


def test_the_day_is_said_and_the_clock_is_not_asked(written: dict[str, str]) -> None:
    for name, text in written.items():
        assert DAY in text, name


@pytest.mark.parametrize(
    ("key", "says"),
    [
        ("eo-13768-9a-refusal", "ended: no longer in force"),
        ("hr-32-119", "proposed, not law"),
        ("eo-14159-17", "`funds`: enjoined for those whom `sf-v-trump-2025"),
        ("8-usc-1373-a", "2 readings"),
    ],
)
def test_a_definition_says_its_status_and_open_words(
    written: dict[str, str], key: str, says: str
) -> None:
    row = next(r for r in written["definitions.md"].splitlines() if f"`{key}`<br>" in r[:120])
    assert says in row


def test_what_nobody_looked_up_is_said(written: dict[str, str], library: Library) -> None:
    unknown = [t for t in library.tests.values() if t.process is None]
    rows = [r for r in written["definitions.md"].splitlines() if "| not looked up |" in r]
    assert len(rows) == len(unknown)


def test_a_later_reversal_stands_in_its_row(written: dict[str, str]) -> None:
    row = next(r for r in written["rulings.md"].splitlines() if "`us-v-california-2018`<br>" in r)
    assert "affirmed" in row


def test_the_states_are_fifty_one_each_once(library: Library) -> None:
    table = states_table(library, DAY)
    assert len({law.row.place for law in table}) == len(table) == 51
    by_id = {law.row.place: law for law in table}
    assert "lunn-2017" in [decision.ruling for decision in by_id["state:ma"].binding]
    assert "state:ca/values-act/hold" in by_id["state:ca"].rules
    assert by_id["state:tx"].row.may.outcome == "met"


def test_a_state_is_asked_as_of_its_day(library: Library) -> None:
    before = {law.row.place: law for law in states_table(library, "2017-07-01")}
    assert before["state:ma"].binding == ()  # Lunn was decided on 24 July
    assert before["state:ca"].rules == ("state:ca/trust-act-2014/hold",)  # Values Act: 2018


def test_the_timeline_reads_without_colour(written: dict[str, str], library: Library) -> None:
    svg = ET.fromstring(written["timeline.svg"])
    assert svg.get("role") == "img"
    title, desc = svg.find(f"{SVG}title"), svg.find(f"{SVG}desc")
    assert title is not None
    assert title.text == f"Definitions and rulings, 1996 to {DAY}"
    assert desc is not None
    assert "in force" in (desc.text or "")
    titles = [element.text or "" for element in svg.iter(f"{SVG}title")]
    for ruling in library.rulings.values():
        assert any(ruling.cite in text for text in titles), ruling.ruling
    for test in library.tests:
        assert any(text.startswith(f"{test}: ") for text in titles), test
    assert not re.search(r"<script|<style|href|https?://(?!www\.w3\.org)", written["timeline.svg"])


def test_the_timeline_ends_on_its_day(library: Library) -> None:
    early = draw_law(library, "2016-12-31")
    assert "sf-v-trump-2025" not in early
    assert "in force from 2025" not in early
    assert ">2018<" not in early


def test_a_sign_of_markdown_stays_a_sign(library: Library) -> None:
    test = library.tests["hr-32-119"]
    odd = library.with_law("tests", "hr-32-119", msgspec.structs.replace(test, title="a|b *c* <d>"))
    assert r"a\|b \*c\* \<d\>" in pages(odd, DAY)["definitions.md"]
