"""Which lines of a saved page become entries, and whom they mean."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.catalog import open_library
from comity.places.find import Ambiguous, Match, PlaceBook
from comity.policy.imported_list import ELSEWHERE, About, Name, Taken, imported, take, text_of
from comity.policy.published_list import Snapshot, overview, read_list
from comity.policy.snapshot import read_snapshot
from comity.strict_yaml import BadInput
from comity.workbench.format import format_text

ABOUT = About("a-list", "A list: of “names”", "us-dhs", "2025-05-29", "https://example.org/a")
SNAPSHOT = Snapshot("0" * 64, "2025-05-30", "said", "UTF-8", "HTML, lines of a list")


@pytest.fixture(scope="module")
def book() -> PlaceBook:
    return open_library().places


def taken(text: str, book: PlaceBook, shown: str = "a.html", select: str | None = None) -> Taken:
    return take(read_snapshot(text.encode(), shown), book, shown, select)


def places(names: tuple[Name, ...]) -> dict[str, str | None]:
    return {
        name.printed: name.found.id if isinstance(name.found, Match) else None for name in names
    }


def test_the_list_with_most_names_is_taken_and_the_rest_is_told(book: PlaceBook) -> None:
    found = taken(
        "<h1>Names</h1><p>Who these are, and why.</p><ul><li>Search</li><li>About us</li></ul>"
        "<div><ul><li>Boston, MA</li><li>Cook County, IL</li><li>Daine County, WI</li></ul></div>"
        "<p>See Travis County, Texas</p><p>Utah</p>",
        book,
    )
    assert places(found.names) == {
        "Boston, MA": "state:ma/place:boston",
        "Cook County, IL": "state:il/county:cook",
        "Daine County, WI": None,  # misspelt, and so of all the most worth keeping
    }
    told = {left.why: left for left in found.left_out}
    assert "Search" in told["in another list, column or paragraph"].examples
    assert "Utah" in told[ELSEWHERE].examples


def test_a_heading_says_the_state(book: PlaceBook) -> None:
    found = taken(
        "<h2>California</h2><ul><li>Orange County</ul><h2>Texas</h2><ul><li>Orange County*</ul>",
        book,
    )
    assert [(name.printed, name.under) for name in found.names] == [
        ("Orange County", "California"),
        ("Orange County*", "Texas"),
    ]
    assert list(places(found.names).values()) == [
        "state:ca/county:orange",
        "state:tx/county:orange",
    ]


def test_a_column_says_the_state_and_another_the_kind(book: PlaceBook) -> None:
    found = taken("State,County\nOregon,Washington\nIowa,Franklin\n", book, "a.csv")
    assert places(found.names) == {
        "Washington": "state:or/county:washington",
        "Franklin": "state:ia/county:franklin",
    }
    assert found.where == "CSV, column 2 (`County`)"


def test_brackets_and_marks_of_notes_are_printed_and_not_looked_up(book: PlaceBook) -> None:
    found = taken("<ul><li>Boulder County, Colorado (Denver)<li>Boston, MA [1]†</ul>", book)
    assert places(found.names) == {
        "Boulder County, Colorado (Denver)": "state:co/county:boulder",
        "Boston, MA [1]†": "state:ma/place:boston",
    }


NOTED = [
    ("<ul><li>Navajo Nation<li>Boston, MA</ul>", "a.html", "No government: it is a tribe", "first"),
    ("Name,State\nDona Anna County,NM\nBoston,MA\n", "a.csv", "Misspelt; probably Doña", "first"),
    ("City,State\nChicago,TX\nBoston,MA\n", "a.csv", "near it: Chicago, Illinois", "not moved"),
    ("City,State\nBethesda,MD\nBoston,MA\n", "a.csv", "near it: Bethesda, Ohio", "not moved"),
    ("City,State\nSilver Spring,Maryland\nBoston,MA\n", "a.csv", "without a government", "same"),
    ("<h2>Texas</h2><ul><li>Chicago<li>Dallas</ul>", "a.html", "Chicago, Illinois", "not moved"),
    ("Dona Anna County,NM\nBoston,MA\n", "a.csv", "Misspelt; probably Doña", "no header"),
    ("Chicago,TX\nBoston,MA\n", "a.csv", "near it: Chicago, Illinois", "no header, not moved"),
    ("City,State\nChicago,Illinoys\nBoston,MA\n", "a.csv", "`Illinoys` is no State", "said"),
]


@pytest.mark.parametrize(("text", "shown", "note", "why"), NOTED)
def test_an_entry_without_a_place_says_why(
    text: str, shown: str, note: str, why: str, book: PlaceBook
) -> None:
    entries = imported(taken(text, book, shown), ABOUT, SNAPSHOT, book.full_name).entries
    assert entries[0].place is None, why
    assert note in (entries[0].note or ""), why
    assert entries[1].place is not None
    assert entries[1].note is None


def test_headings_that_are_cities_too_are_the_states(book: PlaceBook) -> None:
    found = taken(
        "<h2>Washington</h2><ul><li>Seattle<li>King County</ul>"
        "<h2>New York</h2><ul><li>Albany<li>Boston, MA</ul>",
        book,
    )
    assert places(found.names) == {
        "Seattle": "state:wa/place:seattle",
        "King County": "state:wa/county:king",
        "Albany": "state:ny/place:albany",
        "Boston, MA": "state:ma/place:boston",
    }


@pytest.mark.parametrize(
    ("text", "printed", "place"),
    [
        ("Sheriff John Smith, Cook County, IL", "Sheriff […], Cook County, IL", "il/county:cook"),
        ("Mayor Jane Q. Doe, Chicago, IL", "Mayor […], Chicago, IL", "il/place:chicago"),
        ("John Smith, Sheriff, Cook County, IL", "[…], Sheriff, Cook County, IL", "il/county:cook"),
        ("Sheriff of Travis County, TX", "Sheriff of Travis County, TX", "tx/county:travis"),
    ],
)
def test_the_name_of_a_person_is_not_kept(
    text: str, printed: str, place: str, book: PlaceBook
) -> None:
    found = taken(f"<ul><li>{text}<li>Boston, MA</ul>", book)
    entry = imported(found, ABOUT, SNAPSHOT, book.full_name).entries[0]
    assert (entry.printed, entry.place) == (printed, f"state:{place}")
    assert ("name of a person was left out" in (entry.note or "")) == ("[…]" in printed)


def test_a_name_of_several_is_left_open_and_says_of_whom(book: PlaceBook) -> None:
    found = taken("Orange County\nBoston, MA\n", book, "a.txt")
    assert isinstance(found.names[0].found, Ambiguous)
    entry = imported(found, ABOUT, SNAPSHOT, book.full_name).entries[0]
    assert entry.place is None
    assert entry.note is not None
    assert entry.note.startswith("May mean Orange County, California or ")


def test_between_paragraphs_only_what_stands_among_names_is_taken(book: PlaceBook) -> None:
    found = taken("<p>Hello there<p>Boston, MA<p>Xyz<p>Utah<p>Share this", book)
    assert [name.printed for name in found.names] == ["Boston, MA", "Xyz", "Utah"]


def test_select_begins_under_a_heading_or_takes_a_column(book: PlaceBook) -> None:
    page = "<h2>Old</h2><ul><li>Utah<li>Ohio</ul><h2>New list</h2><ul><li>Iowa</ul><h2>x</h2>"
    assert list(places(taken(page, book, select="new LIST").names)) == ["Iowa"]
    table = "Where,County\nUtah,Clay\nOhio,Lane\n"
    assert list(places(taken(table, book, "a.csv", "where").names)) == ["Utah", "Ohio"]
    with pytest.raises(BadInput, match="has no heading or column called `Newlist` .nearest: New"):
        taken(page, book, select="Newlist")


@pytest.mark.parametrize("text", ["<p>Nobody at all", "<ul><li>xqzt<li>zzqy</ul>", "<p>."])
def test_a_page_without_names_is_refused(text: str, book: PlaceBook) -> None:
    with pytest.raises(BadInput, match="has no list, column or lines with names"):
        taken(text, book)


def test_more_entries_than_a_list_may_have_are_refused(book: PlaceBook) -> None:
    with pytest.raises(BadInput, match="more than the 5,000 a list may have"):
        taken("Boston, MA\n" * 5_001, book, "a.txt")


@settings(max_examples=50)  # bringing a file into form is slow
@given(
    names=st.lists(
        st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40), max_size=6
    )
)
def test_what_is_written_is_read_again_and_is_in_form(
    names: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    book = open_library().places
    found = taken("\n".join(["Utah", *names]), book, "a.txt")
    made = imported(found, ABOUT, SNAPSHOT, book.full_name)
    text = text_of(made, "a.txt")
    path: Path = tmp_path_factory.mktemp("lists") / "a.yaml"
    path.write_text(text, encoding="utf-8")
    assert read_list(path) == made
    assert format_text(text, "a.yaml") == text
    assert overview(made).entries == len(found.names) >= 1
