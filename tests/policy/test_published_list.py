"""The lists of the library, and the logs that have the same letters."""

from __future__ import annotations

from pathlib import Path

import pytest

from comity.catalog import LIBRARY, Library, open_library
from comity.policy.published_list import read_list
from comity.strict_yaml import BadInput


@pytest.fixture(scope="module")
def library() -> Library:
    return open_library()


@pytest.mark.parametrize(
    ("name", "entries"),
    [
        ("oig-2016", 10),
        ("doj-letters-2017-04", 9),
        ("doj-letters-2017-08", 4),
        ("doj-letters-2017-11", 29),
        ("doj-letters-2018-01", 23),
        ("doj-2025", 35),
    ],
)
def test_a_list_has_as_many_entries_as_its_publisher_counts(
    library: Library, name: str, entries: int
) -> None:
    published = library.published[name]
    assert len(published.entries) == entries
    assert len({entry.printed for entry in published.entries}) == entries


@pytest.mark.parametrize(
    "name", ["doj-letters-2017-04", "doj-letters-2017-11", "doj-letters-2018-01"]
)
def test_a_list_of_letters_and_the_log_have_the_same_letters(library: Library, name: str) -> None:
    published = library.published[name]
    sent = {
        entry.to
        for entry in library.logs["notices-doj-1373"].entries
        if entry.date == published.published
    }
    assert {entry.place for entry in published.entries} == sent
    assert {entry.from_ for entry in published.entries} == {published.published}


def test_letters_on_another_programme_are_in_no_log_of_notices(library: Library) -> None:
    day = library.published["doj-letters-2017-08"].published
    assert all(entry.date != day for log in library.logs.values() for entry in log.entries)


def test_the_nine_letters_are_the_ten_of_the_memorandum_without_connecticut(
    library: Library,
) -> None:
    ten = {entry.place for entry in library.published["oig-2016"].entries}
    nine = {entry.place for entry in library.published["doj-letters-2017-04"].entries}
    assert ten - nine == {"state:ct"}
    assert nine < ten


def test_whoever_got_a_letter_of_august_2025_stands_on_the_list_of_that_month(
    library: Library,
) -> None:
    listed = library.published["doj-2025"].on("2025-08-13")
    assert {entry.to for entry in library.logs["notices-eo-14287"].entries} <= listed


def test_every_list_of_the_library_names_publisher_day_and_criterion(library: Library) -> None:
    for published in library.published.values():
        assert published.publisher in library.parties
        assert published.published is not None
        assert published.stated is not None
        assert published.first == published.published
        for entry in published.entries:
            assert entry.place is not None or entry.note is not None, entry.printed


def test_every_government_on_a_list_is_a_place(library: Library) -> None:
    for published in library.published.values():
        for entry in published.entries:
            assert entry.place is None or library.places.get(entry.place) is not None


def test_a_list_is_read_from_a_file_too(library: Library) -> None:
    path = LIBRARY / "lists" / "oig-2016.yaml"
    assert read_list(path) == library.published["oig-2016"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("government: state:ca\n", "is the file of no list"),
        ("list: a\n", "is missing the key `entries`"),
        (
            "format: 1\nlist: a\ntitle: A\nchecked: never\nentries:\n  - printed: Iowa\n"
            '    from: "2020-02"\n    until: "2019"\n',
            "`until` is 2019, before 2020-02",
        ),
        ("[", "a.yaml:"),
    ],
)
def test_a_file_of_no_list_is_refused(text: str, why: str, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(text)
    with pytest.raises(BadInput) as caught:
        read_list(path)
    assert why in str(caught.value)
