"""Finding the government that a person meant, without ever guessing.

A name is looked up exactly, after differences of spelling are taken out. One government found is a
Match, several are Ambiguous; a slip of the pen is Misspelt, never taken for what it probably means;
an agency of no general-purpose government is refused as such; the rest is Unknown, with the nearest
names for a person to choose from. Columns beside a name only narrow what it can mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec

from comity.places.agency import (
    Named,
    bare,
    jointly_run,
    misspelt_office,
    no_government,
    state_agency,
    without_office,
)
from comity.places.found import (
    Ambiguous,
    Entry,
    Found,
    Heard,
    Match,
    Misspelt,
    NotAGovernment,
    Unknown,
)
from comity.places.government import Government, Kind
from comity.places.index import Book, Everywhere, Index, Place, as_government, compile_places
from comity.places.spelling import (
    COUNTY_WORDS,
    LONGEST,
    Spelling,
    parts,
    plain,
    squeezed,
    tokens,
    typed,
)

__all__ = [
    "Ambiguous",
    "Entry",
    "Found",
    "Heard",
    "Match",
    "Misspelt",
    "NotAGovernment",
    "PlaceBook",
    "Unknown",
    "compile_places",
    "find",
    "resolve",
]

NEAREST = 5
"""How many names are suggested for one that is unknown."""

CLOSE = 70.0
"""How alike a name must be to be suggested, of 100."""

_ID = re.compile(
    r"(?:ocd-division/country:us/)?((?:state|district|territory):[a-z]{2}(?:/[^#\s]+)?)(?:#([a-z_]+))?"
)
_ID_BEHIND = re.compile(rf"[^()]*\({_ID.pattern}\)")
_POSSESSIVE = re.compile(r"([^,]+?)(?:['’]s|s['’])\s+(.*\w.*)", re.DOTALL)
_GEOID = re.compile(r"(?:place-|[0-9]{7}US)?([0-9]{2,10})", re.ASCII)


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


_LOUISIANA_MARSHAL = NotAGovernment(
    "a court's marshal", "in Louisiana a city's or ward's marshal is the officer of its court"
)


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
        self._by_name: dict[int, dict[str, list[Place]]] = {}
        self._everywhere: dict[str, tuple[int, ...]] | None = None

    @classmethod
    def from_bytes(cls, data: bytes | memoryview) -> PlaceBook:
        """Open what compile_places has written."""
        return cls(msgspec.msgpack.decode(data, type=Book))

    def find(self, name: str) -> Found:
        """Find the government that a name, id or GEOID means; never raises and never guesses."""
        return find(name, self)

    def resolve(self, entry: Entry) -> Found:
        """Find the government that a line of a list means, narrowed by its columns."""
        return resolve(entry, self)

    def get(self, place_id: str) -> Government | None:
        """Return the government with an id, be it the other id of a consolidated one, or None."""
        number = self._numbers.get(place_id.partition("/")[0])
        if number is None:
            return None
        place = self._ids(number).get(place_id)
        return None if place is None else self._government(number, place)

    def all(self, kind: Kind | None = None, day: str | None = None) -> Iterator[Government]:
        """Return every government, or every one of a kind, State by State in a fixed order.

        With a day (YYYY-MM-DD) only those that existed on it; without, former ones too.
        """
        for number in range(len(self._book.states)):
            for place in self.index(number).places:
                if kind is None or place.kind == kind:
                    government = self._government(number, place)
                    if day is None or government.existed(day):
                        yield government

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
        twins = [other for other in self._named(number, place.name) if other.id != state.id]
        if county is not None and (place.kind == "township" or len(twins) > 1):
            twins = [other for other in twins if other.county == place.county]
            name = f"{place.name}, {county.name}, {state.name}"
        else:
            name = f"{place.name}, {state.name}"
        return name if len(twins) == 1 else f"{name} ({place.id})"

    def _named(self, number: int, name: str) -> list[Place]:
        """Return the governments of a State that are shown by a name."""
        if number not in self._by_name:
            found: dict[str, list[Place]] = {}
            for place in self.index(number).places:
                found.setdefault(place.name, []).append(place)
            self._by_name[number] = found
        return self._by_name[number].get(name, [])

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

    def state_name(self, number: int) -> str:
        """Return the name of the State at a position."""
        return self._book.states[number].name

    def place(self, place_id: str) -> Place | None:
        """Return a government as compiled, by its id or its other id, or None."""
        number = self._numbers.get(place_id.partition("/")[0])
        return None if number is None else self._ids(number).get(place_id)

    def state_id(self, number: int) -> str:
        """Return the id of the State at a position."""
        return self._book.states[number].id

    def number(self, place_id: str) -> int:
        """Return the position of the State that a known id lies in."""
        return self._numbers[place_id.partition("/")[0]]

    def _ids(self, number: int) -> dict[str, Place]:
        if number not in self._by_id:
            places = self.index(number).places
            found = {other: place for place in places for other in place.same_as}
            found.update((place.id, place) for place in places)
            self._by_id[number] = found
        return self._by_id[number]

    def _government(self, number: int, place: Place) -> Government:
        state = self._book.states[number]
        return as_government(state, place, self._ids(number).get(place.county))


class _Within(NamedTuple):
    """Hold what the columns beside a name allow: States or any, and a county or none."""

    states: tuple[int, ...] = ()
    county: str = ""


def find(name: str, book: PlaceBook) -> Found:
    """Find the government that a name, id or GEOID means; never raises and never guesses."""
    return resolve(Entry(name), book)


def resolve(entry: Entry, book: PlaceBook) -> Found:
    """Find the government that a line of a list means; never raises and never guesses.

    Where a column contradicts the name, or is itself misspelt, nothing is matched and the answer
    says which.
    """
    text = entry.name[:LONGEST].strip()
    state, county = _cell(entry.state), _cell(entry.county)
    within = _Within(_states_of(state, book) if state else (), county)
    if state and not within.states:
        return Unknown(reason=f"`{state}` is no State")
    found = _by_code(text, book)
    if found is not None:
        return (
            _narrowed([found.government_id], found.office, within, book)
            if isinstance(found, Match)
            else found
        )
    if not tokens(text) or len(entry.name) > LONGEST:
        return Unknown()
    answer = _resolve(text, within, book)
    if not isinstance(answer, Unknown) or answer.reason:
        return answer
    mended = misspelt_office(text)
    again = None if mended is None else _resolve(mended, within, book)
    if isinstance(again, Match):
        return Misspelt((again.government_id,), again.office, f"probably `{mended}`")
    return answer if again is None or isinstance(again, Unknown) else again


def _cell(text: str) -> str:
    """Return what a cell says, or nothing where it says that it is empty."""
    cell = " ".join(text[:LONGEST].split())
    return "" if squeezed(" ".join(tokens(cell))) in ("na", "none", "null", "nan", "") else cell


def _states_of(text: str, book: PlaceBook) -> tuple[int, ...]:
    words = tokens(text)
    if words[:2] in (["state", "of"], ["commonwealth", "of"]):
        words = words[2:]
    numbers = book.states_named(words)
    states = tuple(n for n in numbers if not book.state_id(n).startswith("district:"))
    return states or numbers  # a column that says Washington means the State


def _by_code(text: str, book: PlaceBook) -> Match | Unknown | None:
    match = _ID.fullmatch(text) or _ID_BEHIND.fullmatch(text)
    if match is not None:
        return _find_id(match[1], match[2], book)
    match = _GEOID.fullmatch(text)
    if match is not None:
        found = book.by_geoid(match[1])
        return Unknown() if found is None else Match(found)
    return None


def _resolve(text: str, within: _Within, book: PlaceBook) -> Found:
    named = _find_name(text, None, within, book)  # without an office: Council, Idaho is a city
    if isinstance(named, Match | Ambiguous):
        return named
    agency = _find_state_agency(text, within, book)
    if agency is not None:
        return agency
    refused = jointly_run(text)
    if refused is not None:
        return refused
    office = without_office(text)
    if office is not None and tokens(office.rest):
        found = _find_name(office.rest, office, within, book)
        if found is not None:
            return found
    refused = no_government(text)
    if refused is not None:
        return refused
    if named is not None:
        return named
    if office is not None and not tokens(office.rest):
        return Unknown(office=office.office)
    rest = text if office is None else office.rest
    return _wrong(rest, office, within, book)


def _find_name(text: str, office: Named | None, within: _Within, book: PlaceBook) -> Found | None:
    """Return what has this very name, or None; Misspelt and Unknown say that a column is wrong."""
    candidates = _named(text, office, within, book)
    if not candidates and "/" in text:
        candidates = _both_sides(text, office, within, book)
    if not candidates:
        return None
    found = _narrowed(candidates, _office(office), within, book)
    if not isinstance(found, Match) or office is None:
        return found
    if "marshal" in office.said.casefold() and found.id.startswith("state:la/"):
        return _LOUISIANA_MARSHAL
    heard = [Heard(office.said, f"the office {office.office}")]
    government = book.get(found.government_id)
    assert government is not None
    if squeezed(plain(tokens(government.name))) not in squeezed(plain(tokens(text))):
        heard.append(Heard(text, book.full_name(found.government_id)))
    return Match(found.government_id, found.office, (*heard, *found.heard))


def _named(text: str, office: Named | None, within: _Within, book: PlaceBook) -> list[str]:
    """Return the ids of all governments that have a name, in the States that a column allows."""
    local = office is not None and not office.of_states
    states = [
        place
        for place in _find_state(tokens(text), book)
        if (not within.states or book.number(place) in within.states)
        and not (local and book.get(place).kind == "state")  # type: ignore[union-attr]
    ]
    if states and not local:
        return states
    candidates: dict[str, None] = dict.fromkeys(states)
    readings = _allowed(text, within, book)
    for asked in readings:
        candidates.update(dict.fromkeys(_candidates(asked, _office(office), book)))
    for asked in readings if not candidates else ():
        named = {book.state_id(number) for number in asked.states}
        for place in _find_state(tokens(asked.name), book):
            if place in named and not (local and place.startswith("state:")):
                candidates[place] = None
    return list(candidates)


def _office(office: Named | None) -> str | None:
    return None if office is None else office.office


def _allowed(text: str, within: _Within, book: PlaceBook) -> list[_Asked]:
    """Return the ways to read a name that the column of States allows."""
    found = []
    for asked in _readings(text, book):
        states = asked.states or within.states
        if asked.states and within.states:
            states = tuple(number for number in asked.states if number in within.states)
            if not states:
                continue
        if tokens(asked.name):
            found.append(asked._replace(states=states))
    return found


def _both_sides(text: str, office: Named | None, within: _Within, book: PlaceBook) -> list[str]:
    """Return what both sides of a stroke can mean: `Orleans Parish/New Orleans`."""
    first, comma, state = text.partition(",")
    found: dict[str, None] = {}
    for side in first.split("/"):
        ids = _named(side + comma + state, office, within, book) if tokens(side) else []
        if not ids:
            return []
        found.update(dict.fromkeys(ids))
    return list(found)


def _find_state_agency(text: str, within: _Within, book: PlaceBook) -> Match | Ambiguous | None:
    """Find the State whose agency a name says: `Florida Highway Patrol`."""
    words = tokens(bare(text))
    for article in (["the"], ["state", "of"], ["commonwealth", "of"]):
        if words[: len(article)] == article:
            words = words[len(article) :]
    for name, rest in _around_a_state(words, within, book):
        numbers = [
            number
            for number in (book.states_named(name) if name else within.states)
            if not within.states or number in within.states
        ]
        states = [n for n in numbers if book.state_id(n).startswith("state:")] or numbers
        is_one, office = state_agency(rest)
        if not is_one or not states:
            continue
        candidates = [book.state_id(number) for number in states]
        if office == "jail" and name and "state" not in rest and not book.is_code(name):
            same = _find_state(name, book)
            candidates += [place for place in same if "/" in place]
        if len(candidates) > 1:
            return Ambiguous(tuple(sorted(candidates)), office)
        if office is None:
            taken = (
                f"an agency of {book.full_name(candidates[0])}; no office of the vocabulary fits"
            )
        else:
            taken = f"the office {office} of {book.full_name(candidates[0])}"
        return Match(candidates[0], office, (Heard(" ".join(text.split()), taken),))
    return None


def _around_a_state(
    words: list[str], within: _Within, book: PlaceBook
) -> Iterator[tuple[list[str], list[str]]]:
    """Return each way to split words into a State's name and what stands before or behind it."""
    for length in range(min(4, len(words) - 1), 0, -1):
        if book.states_named(words[:length]):
            rest = words[length:]
            if book.states_named(rest[-1:]) and len(rest) > 1:
                yield words[:length], rest[:-1]
            yield words[:length], rest
        if book.states_named(words[-length:]):
            rest = words[:-length]
            while rest[-1:] in (["of"], ["state"], ["the"], ["for"]):
                rest = rest[:-1]
            yield words[-length:], rest
    if within.states and not within.county and words[1:2] in (["of"], ["patrol"], ["police"]):
        yield [], words


def _find_id(place_id: str, office: str | None, book: PlaceBook) -> Match | Unknown:
    government = book.get(place_id)
    if government is not None:
        return Match(government.id, office)
    state, last = place_id.partition("/")[0], place_id.rpartition(":")[2]
    if state == place_id or book.get(state) is None:
        return Unknown(office=office)
    numbers = book.states_named([state.rpartition(":")[2]])
    return Unknown(_nearest(last.replace("_", " ").replace("~", ""), numbers, book), (), office)


def _narrowed(
    candidates: list[str], office: str | None, within: _Within, book: PlaceBook
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
    fits = [place for place in kept if _fits(place, within.county, book)]
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
    near = [place for place in kept if _fits(place, within.county, book, near=True)]
    if near:
        return Misspelt(
            tuple(near[:NEAREST]), office, f"the county is printed as `{within.county}`"
        )
    return Unknown(tuple(kept[:NEAREST]), (), office, _why_not(kept[0], within.county, book))


def _fits(place_id: str, county: str, book: PlaceBook, *, near: bool = False) -> bool:
    """Tell whether a place is a county, lies in it, or may lie in it because nobody knows."""
    place = book.place(place_id)
    if place is None or place.kind in ("state", "territory", "district"):
        return True
    counties = (_near_counties if near else _counties)(county, book.number(place_id), book)
    if place.id in counties or place.county in counties:
        return True
    return _lies_nowhere_known(place) and bool(counties)


def _lies_nowhere_known(place: Place) -> bool:
    """Tell whether nobody knows the county of a city, or there are several."""
    return place.kind == "municipality" and not place.county and not _is_county(place)


def _is_county(place: Place) -> bool:
    """Tell whether a place is a county, the same as one, or a city that is in none."""
    return place.kind in ("county", "consolidated") or any(
        len(geoid) == 5 for geoid in place.other_geoids
    )


def _counties(name: str, number: int, book: PlaceBook) -> set[str]:
    """Return the ids of the counties of a State, and cities that are in none, with a name."""
    index = book.index(number)
    found = set()
    for spelling in typed(parts(name)[0] if parts(name) else ""):
        key = squeezed(spelling.name)
        for position in index.positions.get(key, ()):
            place = index.places[position]
            if _is_county(place) and _best(place, spelling, key) is not None:
                found.add(place.id)
    return found


def _near_counties(name: str, number: int, book: PlaceBook) -> set[str]:
    """Return the ids of the counties of a State whose names are a slip of the pen away."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - imported only where a name is wrong

    found = set()
    key = squeezed(typed(name)[-1].name) if typed(name) else ""
    for place in book.index(number).places:
        if _is_county(place) and any(
            OSA.distance(key, squeezed(other)) <= _slips(key) for other, _ in place.spellings
        ):
            found.add(place.id)
    return found


def _slips(key: str) -> int:
    """Return how many slips of the pen a name of its length may hold."""
    return 0 if len(key) < 4 else 1 if len(key) < 6 else 2


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
        squeezed(name) == key and _rank(place, word, "") == 0 for name, word in place.spellings
    )


def _readings(text: str, book: PlaceBook) -> Iterator[_Asked]:
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
    alike = min((rank for rank, _ in found), default=0)
    found += [
        (alike, place)
        for place in _by_short_name(asked, book)
        if all(place.id != other.id for _, other in found)
    ]
    if office == "sheriff":
        found = [entry for entry in found if _may_have_sheriff(entry[1])]
    if office == "police":
        found = _police_of(found, book)
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


def _by_short_name(asked: _Asked, book: PlaceBook) -> list[Place]:
    """Return the governments that everyone calls by a short name."""
    found = []
    for place_id in _SHORT_NAMES.get(squeezed(" ".join(tokens(asked.name))), ()):
        place = book.place(place_id)
        if place is not None and (not asked.states or book.number(place_id) in asked.states):
            found.append(place)
    return found


def _may_have_sheriff(place: Place) -> bool:
    """Tell whether a place is a county, the same as one, a city that is in none, or New York."""
    return place.kind == "district" or _is_county(place) or place.id == "state:ny/place:new_york"


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


def _answer(candidates: list[str], office: str | None) -> Match | Ambiguous:
    if len(candidates) == 1:
        return Match(candidates[0], office)
    return Ambiguous(tuple(sorted(candidates)), office)


def _wrong(text: str, office: Named | None, within: _Within, book: PlaceBook) -> Found:
    """Say what was probably meant by a name that nothing has, or what is nearest to it."""
    readings = _allowed(text, within, book)
    if not readings:
        names = " or ".join(book.state_name(number) for number in within.states)
        return Unknown(office=_office(office), reason=f"names another State than {names}")
    asked = next((reading for reading in readings if reading.states), readings[0])
    elsewhere: list[str] = []
    if asked.states:
        elsewhere = sorted(_candidates(asked._replace(states=()), _office(office), book))
    most = 1 if elsewhere else 2
    probable = [
        place
        for place in _probable(readings, office, most, book)
        if not within.county
        or _fits(place, within.county, book)
        or _fits(place, within.county, book, near=True)
    ]
    if probable:
        first = book.place(probable[0])
        reason = ""
        if (
            first is not None
            and first.kind == "municipality"
            and tokens(asked.name)[-1:] == ["county"]
        ):
            reason = f"{first.name} is a city, and no county of {book.state_name(asked.states[0])}"
        return Misspelt(tuple(probable[:NEAREST]), _office(office), reason, tuple(elsewhere))
    near = _nearest(asked.name, asked.states, book)
    return Unknown(near, tuple(elsewhere), _office(office))


def _leaves_out_a_word(said: str, name: str, place: Place) -> bool:
    """Tell whether a city's name begins with what was said: `Sunny Isles`, of Sunny Isles Beach."""
    return place.kind == "municipality" and len(said) > 5 and name.startswith(f"{said} ")


def _probable(
    readings: list[_Asked], office: Named | None, most: int, book: PlaceBook
) -> list[str]:
    """Return the ids of the places of the named States that are a few slips away, best first.

    A county named for a city that is in none, and a name of which the last word is left out, count
    as one slip.
    """
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - imported only where a name is wrong

    found: dict[str, int] = {}
    for asked in readings:
        for spelling in typed(asked.name) if asked.states else ():
            key = squeezed(spelling.name)
            allowed = min(_slips(key), most)
            for number in asked.states:
                for place in book.index(number).places:
                    if place.kind in ("state", "territory", "district"):
                        continue
                    if _office(office) == "sheriff" and not _may_have_sheriff(place):
                        continue
                    for name, word in place.spellings:
                        slips = OSA.distance(key, squeezed(name), score_cutoff=allowed)
                        if slips > allowed:
                            if not _leaves_out_a_word(spelling.name, name, place):
                                continue
                            slips = 1
                        rank = _rank(place, word, spelling.word)
                        if rank is None and not (spelling.word == "county" and _is_county(place)):
                            continue
                        if rank == 2 and _office(office) == "police" and place.kind == "county":
                            continue
                        slips = slips * 4 + (3 if rank is None else rank)
                        found[place.id] = min(slips, found.get(place.id, slips))
    best = min((slips // 4 for slips in found.values()), default=0)
    return sorted(
        (place for place, slips in found.items() if slips // 4 == best),
        key=lambda place: (found[place], place),
    )


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
