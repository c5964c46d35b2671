"""The columns that a list prints beside a name: what they allow, and what contradicts it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from comity.places.found import Ambiguous, Heard, Match, Misspelt, Unknown
from comity.places.index import Place
from comity.places.lookup import best_rank, is_county
from comity.places.nearby import NEAREST, near_counties
from comity.places.spelling import LONGEST, parts, squeezed, tokens, typed

if TYPE_CHECKING:
    from comity.places.find import PlaceBook


class Within(NamedTuple):
    """Hold what the columns beside a name allow: States or any, and a county or none."""

    states: tuple[int, ...] = ()
    county: str = ""


def cell(text: str) -> str:
    """Return what a cell says, or nothing where it says that it is empty."""
    cell = " ".join(text[:LONGEST].split())
    return "" if squeezed(" ".join(tokens(cell))) in ("na", "none", "null", "nan", "") else cell


def states_of(text: str, book: PlaceBook) -> tuple[int, ...]:
    """Return the positions of the States that a column names; Washington is the State there."""
    words = tokens(text)
    if words[:2] in (["state", "of"], ["commonwealth", "of"]):
        words = words[2:]
    numbers = book.states_named(words)
    states = tuple(n for n in numbers if not book.state_id(n).startswith("district:"))
    return states or numbers


def narrowed(
    candidates: list[str], office: str | None, within: Within, book: PlaceBook
) -> Match | Ambiguous | Misspelt | Unknown:
    """Return those candidates that the columns allow, or say which column contradicts the name."""
    kept = [
        place for place in candidates if not within.states or book.number(place) in within.states
    ]
    if not kept:
        names = " or ".join(book.state_name(number) for number in within.states)
        return Unknown(tuple(candidates[:NEAREST]), (), office, f"it does not lie in {names}")
    if not within.county:
        return _answer(kept, office)
    fits = [place for place in kept if fits_county(place, within.county, book)]
    if fits:
        found = _answer(fits, office)
        place = book.place(fits[0])
        if isinstance(found, Match) and place is not None and _lies_nowhere_known(place):
            return Match(
                found.government_id,
                office,
                (Heard(within.county, "its county, which the library does not know"),),
            )
        return found
    near = [place for place in kept if fits_county(place, within.county, book, near=True)]
    if near == kept and len(kept) == 1:  # the name alone says which; the county is misprinted
        return Match(kept[0], office, (Heard(within.county, "its county, misprinted"),))
    if near:
        return Misspelt(
            tuple(near[:NEAREST]), office, f"the county is printed as `{within.county}`"
        )
    return Unknown(tuple(kept[:NEAREST]), (), office, _why_not(kept[0], within.county, book))


def _answer(candidates: list[str], office: str | None) -> Match | Ambiguous:
    if len(candidates) == 1:
        return Match(candidates[0], office)
    return Ambiguous(tuple(sorted(candidates)), office)


def fits_county(place_id: str, county: str, book: PlaceBook, *, near: bool = False) -> bool:
    """Tell whether a place is a county, lies in it, or may lie in it because nobody knows."""
    place = book.place(place_id)
    if place is None or place.kind in ("state", "territory", "district"):
        return True
    counties = (near_counties if near else _counties)(county, book.number(place_id), book)
    if place.id in counties or place.county in counties:
        return True
    return _lies_nowhere_known(place) and bool(counties)


def _lies_nowhere_known(place: Place) -> bool:
    """Tell whether nobody knows the county of a city, or there are several."""
    return place.kind == "municipality" and not place.county and not is_county(place)


def _counties(name: str, number: int, book: PlaceBook) -> set[str]:
    """Return the ids of the counties of a State, and cities that are in none, with a name."""
    index = book.index(number)
    found = set()
    for spelling in typed(parts(name)[0] if parts(name) else ""):
        key = squeezed(spelling.name)
        for position in index.positions.get(key, ()):
            place = index.places[position]
            if is_county(place) and best_rank(place, spelling, key) is not None:
                found.add(place.id)
    return found


def _why_not(place_id: str, county: str, book: PlaceBook) -> str:
    place = book.place(place_id)
    number = book.number(place_id)
    assert place is not None
    if not _counties(county, number, book):
        return f"{book.state_name(number)} has no county `{county}`"
    lies_in = book.place(place.county) if place.county else None
    if lies_in is not None:
        return f"{place.name} lies in {lies_in.name}, not in {county}"
    return f"{place.name} is not {county}"
