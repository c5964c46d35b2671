"""Finding the government that a person meant, without ever guessing.

A name is looked up exactly, after differences of spelling are taken out. One government found is a
Match, several are Ambiguous; a slip of the pen is Misspelt, never taken for what it probably means;
an agency of no general-purpose government is refused as such; the rest is Unknown, with the nearest
names for a person to choose from. Columns beside a name only narrow what it can mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

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
from comity.places.columns import Within, cell, fits_county, narrowed, states_of
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
from comity.places.lookup import Asked, candidates_of, find_state, rank_of, readings_of
from comity.places.nearby import NEAREST, nearest_ids, probable_ids
from comity.places.offices import OFFICES, missing
from comity.places.other_meanings import TRIBE, is_tribe, lies_in, names_no_place, no_place
from comity.places.spelling import (
    LONGEST,
    Spelling,
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


_ID = re.compile(
    r"(?:ocd-division/country:us/)?((?:state|district|territory):[a-z]{2}(?:/[^#\s]+)?)(?:#([a-z_]+))?"
)
_CUT_SHORT = re.compile(r"(?:ocd-division/country:us/)?(?:state|district|territory):\S*")
_WHOLE = re.compile(r"[a-z]+:[a-z]{2}(?:/[a-z_]+:[^/:]+)*")
_ID_BEHIND = re.compile(rf"[^()]*\({_ID.pattern}\)")
_GEOID = re.compile(r"(?:place-|[0-9]{7}US)?([0-9]{2,10})", re.ASCII)


_LOUISIANA_MARSHAL = NotAGovernment(
    "a court's marshal", "in Louisiana a city's or ward's marshal is the officer of its court"
)


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

    def state_near(self, words: list[str]) -> int | None:
        """Return the position of the one State whose name is a slip of the pen away, or None."""
        from rapidfuzz.distance import OSA  # noqa: PLC0415 - imported only where a name is wrong

        key = "".join(words)
        found = {
            number
            for name, numbers in self._book.state_names.items()
            for number in numbers
            if len(key) > 3 and OSA.distance(key, name) <= (1 if len(key) < 8 else 2)
        }
        return found.pop() if len(found) == 1 else None

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


def find(name: str, book: PlaceBook) -> Found:
    """Find the government that a name, id or GEOID means; never raises and never guesses."""
    return resolve(Entry(name), book)


def resolve(entry: Entry, book: PlaceBook) -> Found:
    """Find the government that a line of a list means; never raises and never guesses.

    Where a column contradicts the name, or is itself misspelt, nothing is matched and the answer
    says which.
    """
    text = entry.name[:LONGEST].strip()
    state, county = cell(entry.state), cell(entry.county)
    within = Within(states_of(state, book) if state else (), county)
    if state and not within.states:
        return Unknown(reason=f"`{state}` is no State")
    found = _by_code(text, book)
    if found is not None:
        return (
            narrowed([found.government_id], found.office, within, book)
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
    if again is None or isinstance(again, Unknown):
        mended = None if within.states else _with_state_mended(misspelt_office(text) or text, book)
        of_state = None if mended is None else _resolve(mended, within, book)
        again = of_state if isinstance(of_state, Match) else again
    if isinstance(again, Match):
        return Misspelt((again.government_id,), again.office, f"probably `{mended}`")
    return answer if again is None or isinstance(again, Unknown) else again


def _with_state_mended(text: str, book: PlaceBook) -> str | None:
    """Return a name with a slip in its State's name mended (`Chicago, Ilinois`), or None."""
    before, comma, last = text.rpartition(",")
    pieces = [(before, last)] if comma else []
    words = text.split()
    if not comma:
        pieces = [(" ".join(words[:-n]), " ".join(words[-n:])) for n in (1, 2) if len(words) > n]
    for before, last in pieces:
        said = tokens(last)
        number = book.state_near(said) if said and not book.states_named(said) else None
        if number is not None and tokens(before):
            return f"{before}, {book.state_name(number)}"
    return None


def _by_code(text: str, book: PlaceBook) -> Match | NotAGovernment | Unknown | None:
    match = _ID.fullmatch(text) or _ID_BEHIND.fullmatch(text)
    if match is not None and _WHOLE.fullmatch(match[1]):
        return _find_id(match[1], match[2], book)
    if _CUT_SHORT.fullmatch(text):
        return Unknown(reason="it is no whole id, expected one such as state:il/county:cook")
    match = _GEOID.fullmatch(text)
    if match is not None:
        found = book.by_geoid(match[1])
        return Unknown() if found is None else Match(found)
    return None


def _resolve(text: str, within: Within, book: PlaceBook) -> Found:
    named = _find_name(text, None, within, book)  # without an office: Council, Idaho is a city
    if isinstance(named, Match) and not within.states:
        if names_no_place(text):
            return Unknown(reason="it names no place")
        named = _elsewhere_too(named, text, None, book) or named
        if isinstance(named, Unknown):
            return named
    if isinstance(named, Match | Ambiguous):
        return named
    refused = jointly_run(text)
    if refused is not None:
        return refused
    known = _by_its_own_name(text, within, book)
    if known is not None:
        return known
    office = without_office(text)
    found = None
    if office is not None and tokens(office.rest):
        found = _find_name(office.rest, office, within, book)
        if found is not None:
            found = _asked_back(found, office, within, book)
        if found is not None and not _is_a_state(found):
            return found  # Commerce is a city of Texas, whatever its police is called
    agency = _find_state_agency(text, within, book)
    if agency is not None:
        return agency
    if found is not None:
        return found
    of_place = office if office is not None and tokens(office.rest) else None
    place = of_place is not None and _named(of_place.rest, None, within, book)
    refused = None if place else no_government(text)  # University Park has no sheriff
    if refused is not None:
        return refused
    if named is not None:
        return named
    if of_place is not None and of_place.office in _TRIBAL and is_tribe(of_place.rest):
        return NotAGovernment(*TRIBE)
    alone = no_place(of_place.rest) if of_place and of_place.office == "police" else None
    if alone is not None:
        return alone
    if office is not None and of_place is None:
        return Unknown(office=office.office)
    return _wrong(office.rest if office else text, office, within, book)


_TRIBAL = ("police", "council", "courts", "jail", "prosecutor")
"""The offices that tribes have too."""

_OWN_NAMES = (
    (
        r"hawaii (?:state )?sheriffs?(?: (?:office|division|department|dept))?(?: hi| hawaii)?",
        "state:hi#police",
        "the Sheriff Division of the State, whose counties have no sheriffs",
    ),
    (
        r"hawaii police(?: department| dept)?(?: hi| hawaii)?",
        "state:hi/county:hawaii#police",
        "the police of Hawaii County",
    ),
    (
        r"charlotte mecklenburg police(?: department| dept)?(?: nc| north carolina)?",
        "state:nc/place:charlotte#police",
        "a department of the City of Charlotte, which serves a part of Mecklenburg County too",
    ),
)
"""Agencies whose own name is not that of the government to which they belong."""


def _by_its_own_name(text: str, within: Within, book: PlaceBook) -> Match | None:
    words = " ".join(tokens(text))
    for pattern, known, taken_as in _OWN_NAMES:
        place, _, office = known.partition("#")
        if re.fullmatch(pattern, words) and (
            not within.states or book.number(place) in within.states
        ):
            return Match(place, office, (Heard(" ".join(text.split()), taken_as),))
    return None


def _asked_back(found: Found, office: Named, within: Within, book: PlaceBook) -> Found:
    """Return an answer, or a question where a bare name may as well mean something else.

    A bare name beside an office and without a State is a match only where no other government has
    it, and neither a tribe, nor a State, nor a well-known place without a government.
    """
    if not isinstance(found, Match | Ambiguous):
        return found
    rest, local = office.rest, not office.of_states
    if any(names_no_place(asked.name) for asked in readings_of(rest, book)):
        return Unknown(office=office.office, reason="it names no place")
    ids = (found.government_id,) if isinstance(found, Match) else found.candidates
    if office.office in _TRIBAL and _is_a_tribes(ids, rest, within, book):
        return Unknown(
            ids[:NEAREST], (), office.office, "it is also the name of a tribe or reservation"
        )
    refused = no_place(rest) if office.office == "police" else None
    if refused is not None and (not within.states or _is_without_police(ids, book)):
        return refused
    if within.states:
        return found
    states = [
        place
        for place in find_state(tokens(rest), book)
        if place.startswith("state:") and "/" not in place
    ]
    if local and states and not book.is_code(tokens(rest)):
        inside = any(place.startswith(f"{state}/") for place in ids for state in states)
        if isinstance(found, Match) and inside:
            return found
        if isinstance(found, Match) or office.office != "sheriff":
            return Ambiguous(tuple(sorted({*states, *ids})), office.office)
    if isinstance(found, Match):
        return _elsewhere_too(found, rest, office, book) or found
    return found


def _is_without_police(ids: tuple[str, ...], book: PlaceBook) -> bool:
    """Tell whether all of some governments are townships of States where none has police."""
    places = [book.place(each) for each in ids]
    return all(
        place is not None
        and place.kind == "township"
        and place.id.partition("/")[0] not in _TOWNSHIP_POLICE
        for place in places
    )


def _is_a_tribes(ids: tuple[str, ...], name: str, within: Within, book: PlaceBook) -> bool:
    """Tell whether a tribe is rather meant than the one place of its name that was found."""
    place = book.place(ids[0])
    if len(ids) > 1 or place is None:
        return False
    weak = place.kind in ("township", "county")
    return any(
        is_tribe(asked.name) and (weak or not asked.states)
        for asked in _allowed(name, within, book)
    )


_TOWNSHIP_POLICE = ("state:mi", "state:nj", "state:oh", "state:pa")
"""The States in which townships have police departments, so that a bare name may be theirs."""


def _elsewhere_too(
    found: Match, name: str, office: Named | None, book: PlaceBook
) -> Ambiguous | Unknown | None:
    """Ask back where the bare name of a match is that of other places too; None where it is not."""
    mine = book.number(found.government_id)
    states = lies_in(name)
    if states and book.state_name(mine) not in states:
        return Unknown(
            (found.government_id,),
            (),
            found.office,
            f"a place in {' and '.join(states)} without a government of its own has the name too; "
            "name the State",
        )
    readings = list(readings_of(name, book))
    if office is None or office.office == "sheriff" or any(asked.states for asked in readings):
        return None
    also = {
        place.id
        for spelling in typed(name)
        for number in book.states_with(squeezed(spelling.name))
        if number != mine and book.state_id(number) in _TOWNSHIP_POLICE
        for place in _towns(spelling, number, book)
    }
    return Ambiguous(tuple(sorted({found.government_id, *also})), found.office) if also else None


def _towns(spelling: Spelling, number: int, book: PlaceBook) -> Iterator[Place]:
    """Return the townships of a State that have a name, spelled so."""
    index = book.index(number)
    for position in index.positions.get(squeezed(spelling.name), ()):
        place = index.places[position]
        if place.kind == "township" and any(
            name == spelling.name and rank_of(place, word, spelling.word) is not None
            for name, word in place.spellings
        ):
            yield place


def _is_a_state(found: Found) -> bool:
    """Tell whether an answer has to do with a State."""
    candidates: tuple[str, ...] = ()
    if isinstance(found, Match):
        candidates = (found.government_id,)
    elif isinstance(found, Ambiguous):
        candidates = found.candidates
    return any("/" not in place for place in candidates)


_OF_A_CITY = re.compile(r"(.*\S)\s+(?:city|town|village)(?=\s*(?:,|$))", re.IGNORECASE)
_CITY_OFFICE = re.compile("council|manager|administrator|commission|marshal", re.IGNORECASE)


def _find_name(text: str, office: Named | None, within: Within, book: PlaceBook) -> Found | None:
    """Return what has this very name, or None; Misspelt and Unknown say that a column is wrong."""
    candidates = _named(text, office, within, book)
    if not candidates and "/" in text:
        candidates = _both_sides(text, office, within, book)
    city = _OF_A_CITY.match(text)  # Garden City Council: of Garden City, or of Garden
    if office is not None and city is not None and _CITY_OFFICE.match(office.said):
        rest = city[1] + text[city.end() :]
        also = _named(rest, office._replace(of_states=False), within, book)
        towns = [each for each in also if (place := book.place(each)) and place.kind != "county"]
        candidates = list(dict.fromkeys([*candidates, *towns]))
    if not candidates:
        return None
    if office is not None:
        has, refused = _with_office(candidates, office, book)
        if refused is not None and not has:
            return refused
        candidates = has
    found = narrowed(candidates, _office(office), within, book)
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


def _with_office(
    candidates: list[str], office: Named, book: PlaceBook
) -> tuple[list[str], NotAGovernment | None]:
    """Return the candidates that may have an office, and why the last of the others has none."""
    has, refused = [], None
    for each in candidates:
        place = book.place(each)
        why = None if place is None else missing(place, office.office, office.said)
        if why is None:
            has.append(each)
        else:
            refused = why
    return has, refused


def _named(text: str, office: Named | None, within: Within, book: PlaceBook) -> list[str]:
    """Return the ids of all governments that have a name, in the States that a column allows."""
    local = office is not None and not office.of_states
    states = [
        place
        for place in find_state(tokens(text), book)
        if (not within.states or book.number(place) in within.states)
        and not (local and book.get(place).kind == "state")  # type: ignore[union-attr]
    ]
    if states and not local:
        return states
    candidates: dict[str, None] = dict.fromkeys(states)
    readings = _allowed(text, within, book)
    for asked in readings:
        candidates.update(dict.fromkeys(candidates_of(asked, _office(office), book)))
    for asked in readings if not candidates else ():
        named = {book.state_id(number) for number in asked.states}
        for place in find_state(tokens(asked.name), book):
            if place in named and not (local and place.startswith("state:")):
                candidates[place] = None
    return list(candidates)


def _office(office: Named | None) -> str | None:
    return None if office is None else office.office


def _allowed(text: str, within: Within, book: PlaceBook) -> list[Asked]:
    """Return the ways to read a name that the column of States allows."""
    found = []
    for asked in readings_of(text, book):
        states = asked.states or within.states
        if asked.states and within.states:
            states = tuple(number for number in asked.states if number in within.states)
            if not states:
                continue
        if tokens(asked.name):
            found.append(asked._replace(states=states))
    return found


def _both_sides(text: str, office: Named | None, within: Within, book: PlaceBook) -> list[str]:
    """Return what both sides of a stroke can mean: `Orleans Parish/New Orleans`."""
    first, comma, state = text.partition(",")
    found: dict[str, None] = {}
    for side in first.split("/"):
        ids = _named(side + comma + state, office, within, book) if tokens(side) else []
        if not ids:
            return []
        found.update(dict.fromkeys(ids))
    return list(found)


def _find_state_agency(text: str, within: Within, book: PlaceBook) -> Match | Ambiguous | None:
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
            same = find_state(name, book)
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


_FIRST_OF_AGENCY = (["department"], ["division"], ["bureau"], ["office"], ["highway"], ["state"])


def _around_a_state(
    words: list[str], within: Within, book: PlaceBook
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
    if within.states and not within.county and words[:1] in _FIRST_OF_AGENCY:
        yield [], words


def _find_id(
    place_id: str, office: str | None, book: PlaceBook
) -> Match | NotAGovernment | Unknown:
    government = book.get(place_id)
    if office is not None and office not in OFFICES:
        near = () if government is None else (government.id,)
        return Unknown(near, reason=f"`#{office}` is no office, expected {', '.join(OFFICES)}")
    place = book.place(place_id)
    refused = None if place is None else missing(place, office, "")
    if refused is not None:
        return refused
    if government is not None:
        return Match(government.id, office)
    state, last = place_id.partition("/")[0], place_id.rpartition(":")[2]
    if state == place_id or book.get(state) is None:
        return Unknown(office=office)
    numbers = book.states_named([state.rpartition(":")[2]])
    return Unknown(nearest_ids(last.replace("_", " ").replace("~", ""), numbers, book), (), office)


def _wrong(text: str, office: Named | None, within: Within, book: PlaceBook) -> Found:
    """Say what was probably meant by a name that nothing has, or what is nearest to it."""
    readings = _allowed(text, within, book)
    if not readings:
        names = " or ".join(book.state_name(number) for number in within.states)
        return Unknown(office=_office(office), reason=f"names another State than {names}")
    asked = next((reading for reading in readings if reading.states), readings[0])
    elsewhere: list[str] = []
    if asked.states:
        elsewhere = sorted(candidates_of(asked._replace(states=()), _office(office), book))
    most = 1 if elsewhere else 2
    probable = [
        place
        for place in probable_ids(readings, _office(office), most, book)
        if not within.county
        or fits_county(place, within.county, book)
        or fits_county(place, within.county, book, near=True)
    ]
    if probable:
        first = book.place(probable[0])
        assert first is not None
        other = [
            spelling.word
            for spelling in typed(asked.name)
            if any(squeezed(name) == squeezed(spelling.name) for name, _ in first.spellings)
        ]
        reason = f"{first.name} is no {other[-1]}" if other and other[-1] else ""
        return Misspelt(tuple(probable[:NEAREST]), _office(office), reason, tuple(elsewhere))
    near = nearest_ids(asked.name, asked.states, book)
    named = {book.state_name(number) for number in asked.states}
    states = [state for state in lies_in(asked.name) if not named or state in named]
    why = f"a place in {' and '.join(states)} without a government of its own" if states else ""
    return Unknown(near, tuple(elsewhere), _office(office), why)
