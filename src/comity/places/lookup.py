"""Exact look-up: the ways to read a typed name, and the governments that each of them means."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from comity.places.index import Index, Place
from comity.places.spelling import COUNTY_WORDS, Spelling, parts, squeezed, tokens, typed

if TYPE_CHECKING:
    from comity.places.find import PlaceBook

_POSSESSIVE = re.compile(r"([^,]+?)(?:['’]s|s['’])\s+(.*\w.*)", re.DOTALL)


_SHORT_NAMES = {
    "la": ("state:ca/place:los_angeles",),
    "lacounty": ("state:ca/county:los_angeles",),
    "dadecounty": ("state:fl/county:miami-dade",),
    "metrodade": ("state:fl/county:miami-dade",),
    "metropolitandade": ("state:fl/county:miami-dade",),
    "philly": ("state:pa/county:philadelphia",),
    "sf": ("state:ca/county:san_francisco",),
    "nola": ("state:la/parish:orleans",),
    "slc": ("state:ut/place:salt_lake_city",),
}
"""What everyone calls some cities, which no table of names has."""


class Asked(NamedTuple):
    """Hold one way to read a typed name: the name, its county or none, its States or none."""

    name: str
    county: str | None
    states: tuple[int, ...]


def find_state(words: list[str], book: PlaceBook) -> list[str]:
    """Return the States that a whole name means, with a city of that name inside one of them.

    A State's plain name means the State, though cities in other States have it too.
    """
    if words[:1] == ["the"]:
        words = words[1:]
    if words[-1:] == ["state"] and len(words) > 1:
        return [
            place
            for place in map(book.state_id, book.states_named(words[:-1]))
            if place.startswith("state:")
        ]
    if words[:2] in (["state", "of"], ["commonwealth", "of"], ["territory", "of"]):
        return [
            place
            for place in map(
                book.state_id, book.states_named(words[3 if words[2:3] == ["the"] else 2 :])
            )
            if not place.startswith("district:")
        ]
    numbers = book.states_named(words)
    found = [book.state_id(number) for number in numbers]
    if found:
        found += _SHORT_NAMES.get(squeezed(" ".join(words)), ())
    if numbers and not book.is_code(words):
        for number in numbers:
            index = book.index(number)
            key = squeezed(" ".join(words))
            for position in index.positions.get(key, ()):
                place = index.places[position]
                if _is_plain(place, key) and place.id not in found:
                    found.append(place.id)
    return found


def _is_plain(place: Place, key: str) -> bool:
    """Tell whether a place is called by a name alone, as a county or township is not."""
    return any(
        squeezed(name) == key and rank_of(place, word, "") == 0 for name, word in place.spellings
    )


def readings_of(text: str, book: PlaceBook) -> Iterator[Asked]:
    """Return the ways to read a typed name: which words are the State, which the county."""
    split = parts(text)
    last = tokens(split[-1])
    owner = _POSSESSIVE.match(text)
    if owner is not None:
        states = book.states_named(tokens(owner[1])) or book.states_named(tokens(owner[1] + "s"))
        if states:
            yield from _with_county(parts(owner[2]), states)
            return
    states = book.states_named(last)
    if len(split) > 1 and states:
        yield from _with_county(split[:-1], states)
        return
    yield from _with_county(split, ())
    for length in range(1, min(5, len(last))):
        states = book.states_named(last[-length:])
        if states:
            head = " ".join(last[:-length])
            yield from _with_county([*split[:-1], head], states)


def _with_county(split: list[str], states: tuple[int, ...]) -> Iterator[Asked]:
    yield Asked(" ".join(split), None, states)
    if len(split) == 2:
        yield Asked(split[0], split[1], states)


def _spellings(name: str) -> Iterator[tuple[Spelling, str]]:
    """Return how a typed name may be meant, and where alone it may be: an id's first part, or "".

    Massachusetts has cities called Barnstable Town, which everyone calls Barnstable.
    """
    for spelling in typed(name):
        yield spelling, ""
        if spelling.word in ("", "city", "town"):
            yield Spelling(f"{spelling.name} town", ""), "state:ma/place:"


def candidates_of(asked: Asked, office: str | None, book: PlaceBook) -> list[str]:
    """Return the ids of the governments that one reading of a typed name means."""
    ranked: dict[str, tuple[int, Place]] = {}
    for spelling, only in _spellings(asked.name):
        key = squeezed(spelling.name)
        for number in asked.states or book.states_with(key):
            index = book.index(number)
            for position in index.positions.get(key, ()):
                place = index.places[position]
                rank = best_rank(place, spelling, key)
                if not place.id.startswith(only):
                    continue
                if place.kind in ("state", "territory") or rank is None:
                    continue
                if asked.county is not None:
                    lies_in = _lies_in(place, asked.county, index)
                    if lies_in is None:
                        continue
                    rank += lies_in
                if place.id not in ranked or rank < ranked[place.id][0]:
                    ranked[place.id] = (rank, place)
    found = list(ranked.values())
    alike = min((rank for rank, _ in found), default=0)
    found += [
        (alike, place)
        for place in _by_short_name(asked, book)
        if all(place.id != other.id for _, other in found)
    ]
    if office == "sheriff":
        found = [entry for entry in found if may_have_sheriff(entry[1])]
    if office == "police":
        found = _police_of(found, book)
    if not found:
        return []
    best = min(rank for rank, _ in found)
    chosen = [place.id for rank, place in found if rank == best]
    if len(chosen) > 1 and not asked.states:
        chosen += [place.id for rank, place in found if best < rank and rank % 4 == 2]
    return chosen


def best_rank(place: Place, spelling: Spelling, key: str) -> int | None:
    """Return the best rank of a typed name among the spellings of a place, or None."""
    best: int | None = None
    for name, word in place.spellings:
        if squeezed(name) != key:
            continue
        rank = rank_of(place, word, spelling.word)
        if rank is not None:
            rank += 0 if name == spelling.name else 4
            best = rank if best is None or rank < best else best
    return best


def rank_of(place: Place, word: str, asked: str) -> int | None:
    """Rank how a typed word fits the word of a place: 0 bare name, 1 same word, 2 shortened.

    None where the typed word says that another kind of place is meant.
    """
    shortened = place.kind == "township" or (
        place.kind in ("county", "consolidated") and word in COUNTY_WORDS - {"municipio"}
    )
    if not asked:
        return 2 if shortened else 0
    if asked == word:
        return 1
    if place.kind == "consolidated" and asked in ("consolidated", "city"):
        return 1 if word == "city" else None
    if asked == "county" and place.kind in ("county", "consolidated") and word in COUNTY_WORDS:
        return 1
    return None


def _lies_in(place: Place, county: str, index: Index) -> int | None:
    """Return 0 where a place lies in the county beside it, 8 where nobody knows, else None."""
    best = None
    for spelling in typed(county):
        for position in index.positions.get(squeezed(spelling.name), ()):
            other = index.places[position]
            if other.kind not in ("county", "consolidated") or other.id == place.id:
                continue
            if best_rank(other, spelling, squeezed(spelling.name)) is None:
                continue
            if place.county == other.id:
                return 0
            if not place.county and not place.other_geoids and place.kind == "municipality":
                best = 8
    return best


def _by_short_name(asked: Asked, book: PlaceBook) -> list[Place]:
    """Return the governments that everyone calls by a short name."""
    found = []
    for place_id in _SHORT_NAMES.get(squeezed(" ".join(tokens(asked.name))), ()):
        place = book.place(place_id)
        if place is not None and (not asked.states or book.number(place_id) in asked.states):
            found.append(place)
    return found


def is_county(place: Place) -> bool:
    """Tell whether a place is a county, the same as one, or a city that is in none."""
    return place.kind in ("county", "consolidated") or any(
        len(geoid) == 5 for geoid in place.other_geoids
    )


def may_have_sheriff(place: Place) -> bool:
    """Tell whether a place is a county, the same as one, a city that is in none, or New York."""
    return is_county(place) or place.id == "state:ny/place:new_york"


def _police_of(found: list[tuple[int, Place]], book: PlaceBook) -> list[tuple[int, Place]]:
    """Leave out counties by a shortened name, unless no city or town anywhere has that name.

    `Lee Police Department` is the police of a place called Lee, or of nobody that is known.
    """
    towns = [each for each in found if each[1].kind != "county" or each[0] % 4 != 2]
    if towns or not found:
        return towns
    for name, _ in found[0][1].spellings:
        for number in book.states_with(squeezed(name)):
            index = book.index(number)
            for position in index.positions.get(squeezed(name), ()):
                if index.places[position].kind != "county":
                    return []
    return found
