"""The compiled book of places: one segment for each State, decoded when it is asked for."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from comity.places.government import Government, Kind
from comity.places.spelling import Spelling, plain, squeezed, tokens, written

if TYPE_CHECKING:
    from comity.places.table import Record, Tables

ONE_WORD = "city"
"""The word of a place that is called by its bare name."""


class State(msgspec.Struct, frozen=True, array_like=True):
    """Hold what the book says of a State before its segment is opened."""

    id: str
    name: str
    geoid: str
    circuit: str
    district: str


class Place(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Hold one government as compiled, with every spelling of its name and the word of each.

    `district` is empty where that of its county, or of its State, is meant; `dates` are its first
    day, its last day and the ids of its successors, and empty for what always was.
    """

    id: str
    name: str
    kind: Kind
    geoid: str
    county: str
    same_as: tuple[str, ...]
    other_geoids: tuple[str, ...]
    spellings: tuple[tuple[str, str], ...]
    population: int | None
    district: str
    dates: tuple[str, ...]


class Index(msgspec.Struct, frozen=True):
    """Hold the governments of a State, and the positions of each name without its spaces."""

    places: tuple[Place, ...]
    positions: dict[str, tuple[int, ...]]


class Everywhere(msgspec.Struct, frozen=True):
    """Hold the positions of the States in which each name occurs."""

    positions: dict[str, tuple[int, ...]]


class Book(msgspec.Struct, frozen=True):
    """Hold the whole book: States and their names, and a segment of bytes for each."""

    states: tuple[State, ...]
    state_names: dict[str, tuple[int, ...]]
    state_codes: dict[str, int]
    segments: tuple[memoryview, ...]
    everywhere: memoryview


def compile_places(folder: Path, added: Path | None = None) -> bytes:
    """Compile the tables of a folder, and those that a user added, into one binary.

    Raises BadInput where a table is wrong.
    """
    from comity.places.table import read_tables  # noqa: PLC0415 - only where tables are read

    return msgspec.msgpack.encode(_book(read_tables(folder, added)))


def as_government(state: State, place: Place, county: Place | None) -> Government:
    """Return what the book says of a place, given its State and the county that it names."""
    parents: tuple[str, ...] = ()
    if place.id != state.id:
        parents = (state.id, place.county) if place.county else (state.id,)
    start, end, *successors = place.dates or ("", "")
    return Government(
        place.id,
        place.name,
        place.kind,
        state.id,
        place.geoid,
        state.circuit,
        parents,
        place.same_as,
        place.population,
        place.district or (county.district if county is not None else "") or state.district,
        start,
        end,
        tuple(successors),
    )


def _book(tables: Tables) -> Book:
    grouped: dict[str, list[Place]] = {}
    states: list[State] = []
    names: dict[str, list[int]] = defaultdict(list)
    codes: dict[str, int] = {}
    for number, record in enumerate(tables.states):
        states.append(
            State(*(record[name] for name in ("id", "name", "geoid", "circuit", "district")))
        )
        for name in (record["name"], *record.listed("also")):
            names[squeezed(" ".join(tokens(name)))].append(number)
        for code in (record["postal"], record["ap"]):
            key = squeezed(" ".join(tokens(code)))
            if key not in names:
                codes[key] = number
        grouped[record["id"]] = [_state(record)]
    for record in tables.counties:
        grouped[record["id"].partition("/")[0]].append(_county(record))
    for state, places in _municipalities(tables.municipalities).items():
        grouped[state].extend(places)
    everywhere: dict[str, list[int]] = defaultdict(list)
    segments = []
    for number, place in enumerate(states):
        index = _index(grouped[place.id])
        segments.append(memoryview(msgspec.msgpack.encode(index)))
        for key in index.positions:
            everywhere[key].append(number)
    return Book(
        tuple(states),
        {key: tuple(numbers) for key, numbers in names.items()},
        codes,
        tuple(segments),
        memoryview(
            msgspec.msgpack.encode(
                Everywhere({key: tuple(everywhere[key]) for key in sorted(everywhere)})
            )
        ),
    )


def _index(places: list[Place]) -> Index:
    positions: dict[str, list[int]] = defaultdict(list)
    for position, place in enumerate(places):
        for key in dict.fromkeys(squeezed(name) for name, _ in place.spellings):
            positions[key].append(position)
    return Index(tuple(places), {key: tuple(positions[key]) for key in sorted(positions)})


def _state(record: Record) -> Place:
    spellings = [Spelling(plain(tokens(record["name"])), "state")]
    spellings += [Spelling(plain(tokens(name)), ONE_WORD) for name in record.listed("also")]
    kind = msgspec.convert(record["kind"], Kind)
    return Place(
        record["id"],
        record["name"],
        kind,
        record["geoid"],
        "",
        (),
        (),
        tuple(spellings),
        _population(record),
        "",
        (),
    )


def _population(record: Record) -> int | None:
    return int(record["population"]) if record["population"] else None


def _county(record: Record) -> Place:
    spellings = [written(record["name"]), *(written(name) for name in record.listed("also"))]
    if record["kind"] == "consolidated":
        spellings.append(Spelling(plain(tokens(record["name"])), ONE_WORD))
    return Place(
        record["id"],
        record["name"],
        msgspec.convert(record["kind"], Kind),
        record["geoid"],
        "",
        record.listed("same_as"),
        record.listed("other_geoids"),
        tuple(dict.fromkeys(spellings)),
        _population(record),
        record["district"],
        (record["from"], record["until"], *record.listed("succeeded_by"))
        if record["from"] or record["until"]
        else (),
    )


def _municipalities(records: tuple[Record, ...]) -> dict[str, list[Place]]:
    """Return the places of each State; those that share a bare name are shown with their word."""
    shared = Counter(
        (record["id"].partition("/")[0], record["name"])
        for record in records
        if record["kind"] != "township"
    )
    found: dict[str, list[Place]] = defaultdict(list)
    for record in records:
        state, name, word = record["id"].partition("/")[0], record["name"], record["word"]
        shown = name
        if record["kind"] == "township":
            shown = name if name.startswith("Township ") else f"{name} {word.capitalize()}"
        elif word and shared[state, name] > 1:
            shown = f"{word.capitalize()} of {name}"
        names = (name, *record.listed("also"))
        found[state].append(
            Place(
                record["id"],
                shown,
                msgspec.convert(record["kind"], Kind),
                record["geoid"],
                record["county"],
                (),
                record.listed("other_geoids"),
                tuple(dict.fromkeys(Spelling(plain(tokens(each)), word) for each in names)),
                _population(record),
                record["district"],
                (),
            )
        )
    return found
