"""The names that published lists print: none is found to be another place than the list's."""

from __future__ import annotations

from pathlib import Path

import pytest

from comity.catalog import load_file
from comity.places.find import Ambiguous, Entry, Match, Misspelt, PlaceBook, compile_places
from comity.policy.published_list import PublishedList

LIBRARY = Path(__file__).parents[2] / "src" / "comity" / "library"
LISTS = sorted((LIBRARY / "lists").glob("*.yaml"))


@pytest.fixture(scope="module")
def book() -> PlaceBook:
    return PlaceBook.from_bytes(compile_places(LIBRARY / "places"))


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_a_printed_name_is_the_place_of_the_list(book: PlaceBook, path: Path) -> None:
    value = load_file(path, path.name).value
    assert isinstance(value, PublishedList)
    agree = 0
    expected = [entry for entry in value.entries if entry.place is not None]
    for entry in expected:
        assert entry.place is not None
        place = book.get(entry.place.partition("#")[0])
        assert place is not None
        state = book.get(place.state)
        assert state is not None
        # A list prints its cities and counties below their State, or with it.
        found = book.resolve(Entry(entry.printed, state.name if place != state else ""))
        if isinstance(found, Match):
            assert found.government_id == place.id, entry.printed
            agree += 1
        elif isinstance(found, Ambiguous):
            assert place.id in found.candidates, entry.printed
        elif isinstance(found, Misspelt):
            assert place.id in found.probable, entry.printed
    assert agree >= 0.8 * len(expected)
