"""Finding the government that a person meant, without ever guessing.

A name is looked up exactly, after differences of spelling are taken out. One government found is a
Match, several are Ambiguous, none is Unknown, with the nearest names for a person to choose from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec

from comity.places.government import Government, Kind
from comity.places.index import Book, Everywhere, Index, Place, compile_places
from comity.places.spelling import (
    COUNTY_WORDS,
    LONGEST,
    Spelling,
    parts,
    squeezed,
    tokens,
    typed,
    without_office,
)

__all__ = ["Ambiguous", "Found", "Match", "PlaceBook", "Unknown", "compile_places", "find"]

NEAREST = 5
"""How many names are suggested for one that is unknown."""

CLOSE = 70.0
"""How alike a name must be to be suggested, of 100."""

_ID = re.compile(
    r"(?:ocd-division/country:us/)?((?:state|district|territory):[a-z]{2}(?:/[^#\s]+)?)(?:#([a-z_]+))?"
)
_ID_BEHIND = re.compile(rf"[^()]*\({_ID.pattern}\)")
_GEOID = re.compile(r"(?:place-|[0-9]{7}US)?([0-9]{2,10})", re.ASCII)


class Match(msgspec.Struct, frozen=True, tag="match"):
    """Name the one government, or office of it, that was meant."""

    government_id: str
    office: str | None = None

    @property
    def id(self) -> str:
        """Return the id, with the office where one is named (`state:tx/county:travis#sheriff`)."""
        return self.government_id if self.office is None else f"{self.government_id}#{self.office}"


class Ambiguous(msgspec.Struct, frozen=True, tag="ambiguous"):
    """List the ids of all governments that a name may mean, and the office that it names."""

    candidates: tuple[str, ...]
    office: str | None = None


class Unknown(msgspec.Struct, frozen=True, tag="unknown"):
    """Say that nothing has this name.

    `nearest` are ids of governments with a similar name, in the State that was named if one was;
    `elsewhere` are ids of governments that have this very name in other States.
    """

    nearest: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    office: str | None = None


Found = Match | Ambiguous | Unknown


class _Asked(NamedTuple):
    """Hold one way to read a typed name: the name, its county or none, its States or none."""

    name: str
    county: str | None
    states: tuple[int, ...]


class PlaceBook:
    """Hold all governments, and decode those of a State only when one of them is asked for."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._numbers = {state.id: number for number, state in enumerate(book.states)}
        self._indexes: dict[int, Index] = {}
        self._by_id: dict[int, dict[str, Place]] = {}
        self._everywhere: dict[str, tuple[int, ...]] | None = None

    @classmethod
    def from_bytes(cls, data: bytes | memoryview) -> PlaceBook:
        """Open what compile_places has written."""
        return cls(msgspec.msgpack.decode(data, type=Book))

    def find(self, name: str) -> Found:
        """Find the government that a name, id or GEOID means; never raises and never guesses."""
        return find(name, self)

    def get(self, place_id: str) -> Government | None:
        """Return the government with an id, be it the other id of a consolidated one, or None."""
        number = self._numbers.get(place_id.partition("/")[0])
        if number is None:
            return None
        place = self._ids(number).get(place_id)
        return None if place is None else self._government(number, place)

    def all(self, kind: Kind | None = None) -> Iterator[Government]:
        """Return every government, or every one of a kind, State by State in a fixed order."""
        for number in range(len(self._book.states)):
            for place in self.index(number).places:
                if kind is None or place.kind == kind:
                    yield self._government(number, place)

    def full_name(self, place_id: str) -> str:
        """Return a name that no other government has: with its State, a township with its county.

        Where that is not enough, the id stands behind it. Returns the id where nothing has it.
        """
        number = self._numbers.get(place_id.partition("/")[0])
        place = None if number is None else self._ids(number).get(place_id)
        if number is None or place is None:
            return place_id
        state = self._book.states[number]
        if place.id == state.id:
            return place.name
        county = self._ids(number).get(place.county)
        twins = [
            other
            for other in self.index(number).places
            if other.name == place.name and other.id != state.id
        ]
        if county is not None and (place.kind == "township" or len(twins) > 1):
            twins = [other for other in twins if other.county == place.county]
            name = f"{place.name}, {county.name}, {state.name}"
        else:
            name = f"{place.name}, {state.name}"
        return name if len(twins) == 1 else f"{name} ({place.id})"

    def index(self, number: int) -> Index:
        """Return the governments of one State, by the State's position in the book."""
        if number not in self._indexes:
            self._indexes[number] = msgspec.msgpack.decode(self._book.segments[number], type=Index)
        return self._indexes[number]

    def by_geoid(self, geoid: str) -> str | None:
        """Return the id of the government with a GEOID, or None."""
        for number, state in enumerate(self._book.states):
            if geoid.startswith(state.geoid):
                for place in self.index(number).places:
                    if geoid == place.geoid or geoid in place.other_geoids:
                        return place.id
        return None

    def states_with(self, key: str) -> tuple[int, ...]:
        """Return the positions of the States where a name without its spaces occurs."""
        return self.names().get(key, ())

    def names(self) -> dict[str, tuple[int, ...]]:
        """Return every name without its spaces, and the positions of the States where it occurs."""
        if self._everywhere is None:
            decoded = msgspec.msgpack.decode(self._book.everywhere, type=Everywhere)
            self._everywhere = decoded.positions
        return self._everywhere

    def states_named(self, words: list[str]) -> tuple[int, ...]:
        """Return the positions of the States that words name: in full, by post or by AP style."""
        key = "".join(words)
        if key in self._book.state_codes:
            return (self._book.state_codes[key],)
        return self._book.state_names.get(key, ())

    def is_code(self, words: list[str]) -> bool:
        """Tell whether words are a State's abbreviation."""
        return "".join(words) in self._book.state_codes

    def state_id(self, number: int) -> str:
        """Return the id of the State at a position."""
        return self._book.states[number].id

    def _ids(self, number: int) -> dict[str, Place]:
        if number not in self._by_id:
            places = self.index(number).places
            found = {other: place for place in places for other in place.same_as}
            found.update((place.id, place) for place in places)
            self._by_id[number] = found
        return self._by_id[number]

    def _government(self, number: int, place: Place) -> Government:
        state = self._book.states[number]
        parents: tuple[str, ...] = ()
        if place.id != state.id:
            parents = (state.id, place.county) if place.county else (state.id,)
        return Government(
            place.id,
            place.name,
            place.kind,
            state.id,
            place.geoid,
            state.circuit,
            parents,
            place.same_as,
        )


def find(name: str, index: PlaceBook) -> Found:
    """Find the government that a name, id or GEOID means; never raises and never guesses."""
    text = name[:LONGEST].strip()
    match = _ID.fullmatch(text) or _ID_BEHIND.fullmatch(text)
    if match is not None:
        return _find_id(match[1], match[2], index)
    match = _GEOID.fullmatch(text)
    if match is not None:
        found = index.by_geoid(match[1])
        return Unknown() if found is None else Match(found)
    if not tokens(text) or len(name) > LONGEST:
        return Unknown()
    rest, office = _split_office(text)
    if office is None:
        return _find_name(text, None, index)
    named = _find_name(text, None, index, suggest=False)  # Council, Idaho is a city
    if not isinstance(named, Unknown):
        return named
    return _find_name(rest, office, index) if tokens(rest) else Unknown(office=office)


def _find_name(text: str, office: str | None, book: PlaceBook, *, suggest: bool = True) -> Found:
    state = _find_state(tokens(text), book)
    if state:
        return _answer(state, office)
    readings = list(_readings(text, book))
    candidates: dict[str, None] = {}
    for asked in readings:
        candidates.update(dict.fromkeys(_candidates(asked, office, book)))
    for asked in readings if not candidates else ():
        named = {book.state_id(number) for number in asked.states}
        within = _find_state(tokens(asked.name), book)
        candidates.update((place, None) for place in within if place in named)
    if candidates:
        return _answer(list(candidates), office)
    return _unknown(readings, office, book) if suggest else Unknown()


def _find_id(place_id: str, office: str | None, book: PlaceBook) -> Found:
    government = book.get(place_id)
    if government is not None:
        return Match(government.id, office)
    state, last = place_id.partition("/")[0], place_id.rpartition(":")[2]
    if state == place_id or book.get(state) is None:
        return Unknown(office=office)
    numbers = book.states_named([state.rpartition(":")[2]])
    return Unknown(_nearest(last.replace("_", " ").replace("~", ""), numbers, book), (), office)


def _split_office(text: str) -> tuple[str, str | None]:
    """Split an office off a typed name, wherever it stands: `Travis County Sheriff, TX`."""
    rest, office = without_office(text)
    if office is not None:
        return rest, office
    split = parts(text)
    for position, part in enumerate(split):
        rest, office = without_office(part)
        if office is not None:
            return ", ".join(
                filter(None, [*split[:position], rest, *split[position + 1 :]])
            ), office
    return text, None


def _find_state(words: list[str], book: PlaceBook) -> list[str]:
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
            for place in map(book.state_id, book.states_named(words[2:]))
            if not place.startswith("district:")
        ]
    numbers = book.states_named(words)
    found = [book.state_id(number) for number in numbers]
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
        squeezed(name) == key and _rank(place, word, "") == 0 for name, word in place.spellings
    )


def _readings(text: str, book: PlaceBook) -> Iterator[_Asked]:
    """Return the ways to read a typed name: which words are the State, which the county."""
    split = parts(text)
    last = tokens(split[-1])
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


def _with_county(split: list[str], states: tuple[int, ...]) -> Iterator[_Asked]:
    yield _Asked(" ".join(split), None, states)
    if len(split) == 2:
        yield _Asked(split[0], split[1], states)


def _candidates(asked: _Asked, office: str | None, book: PlaceBook) -> list[str]:
    """Return the ids of the governments that one reading of a typed name means."""
    ranked: dict[str, tuple[int, Place]] = {}
    for spelling in typed(asked.name):
        key = squeezed(spelling.name)
        for number in asked.states or book.states_with(key):
            index = book.index(number)
            for position in index.positions.get(key, ()):
                place = index.places[position]
                rank = _best(place, spelling, key)
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
    if office == "sheriff":
        found = [entry for entry in found if _may_have_sheriff(entry[1])] or found
    if not found:
        return []
    best = min(rank for rank, _ in found)
    chosen = [place.id for rank, place in found if rank == best]
    if len(chosen) > 1 and not asked.states:
        chosen += [place.id for rank, place in found if best < rank and rank % 4 == 2]
    return chosen


def _best(place: Place, spelling: Spelling, key: str) -> int | None:
    """Return the best rank of a typed name among the spellings of a place, or None."""
    best: int | None = None
    for name, word in place.spellings:
        if squeezed(name) != key:
            continue
        rank = _rank(place, word, spelling.word)
        if rank is not None:
            rank += 0 if name == spelling.name else 4
            best = rank if best is None or rank < best else best
    return best


def _rank(place: Place, word: str, asked: str) -> int | None:
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
            if _best(other, spelling, squeezed(spelling.name)) is None:
                continue
            if place.county == other.id:
                return 0
            if not place.county and not place.other_geoids and place.kind == "municipality":
                best = 8
    return best


def _may_have_sheriff(place: Place) -> bool:
    """Tell whether a place is a county, the same as one, or a city that is in none."""
    return place.kind in ("county", "consolidated", "district") or (
        place.kind == "municipality" and any(len(geoid) == 5 for geoid in place.other_geoids)
    )


def _answer(candidates: list[str], office: str | None) -> Found:
    if len(candidates) == 1:
        return Match(candidates[0], office)
    return Ambiguous(tuple(sorted(candidates)), office)


def _unknown(readings: list[_Asked], office: str | None, book: PlaceBook) -> Unknown:
    """Return the nearest names in the State that was named, and the same name in other States."""
    asked = next((reading for reading in readings if reading.states), readings[0])
    elsewhere: list[str] = []
    if asked.states:
        elsewhere = _candidates(asked._replace(states=()), office, book)
    return Unknown(_nearest(asked.name, asked.states, book), tuple(sorted(elsewhere)), office)


def _nearest(name: str, states: tuple[int, ...], book: PlaceBook) -> tuple[str, ...]:
    """Return ids of the places whose names are most like a name, best first."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - imported only where a name is wrong

    asked = typed(name)
    if not asked:
        return ()
    keys: Iterable[str] = (
        {key: None for number in states for key in book.index(number).positions}
        if states
        else book.names()
    )
    pool = list(keys)
    scores: dict[str, float] = {}
    word = asked[-1].word
    for spelling in asked:
        for key, score, _ in process.extract(
            squeezed(spelling.name), pool, scorer=fuzz.ratio, limit=NEAREST, score_cutoff=CLOSE
        ):
            scores[key] = max(score, scores.get(key, 0.0))
    found: list[tuple[float, int, str]] = []
    for key, score in scores.items():
        for number in states or book.states_with(key):
            index = book.index(number)
            for position in index.positions[key]:
                place = index.places[position]
                rank = _best(place, Spelling(key, word), key)
                found.append((-score, 9 if rank is None else rank, place.id))
    return tuple(place for _, _, place in sorted(found)[:NEAREST])
