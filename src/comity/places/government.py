"""What a government is: its id, name, kind, State, circuit and parents."""

from __future__ import annotations

from typing import Literal

import msgspec

Kind = Literal[
    "state",
    "district",
    "territory",
    "county",
    "municipality",
    "township",
    "consolidated",
    "special_district",
    "tribe",
]


class Government(msgspec.Struct, frozen=True):
    """Name one government.

    `id` is its Open Civic Data id without `ocd-division/country:us/`, `geoid` its Census code or
    empty, `state` the id of its State (its own, for a State), `circuit` the court of appeals
    (`ca9`) or empty for American Samoa, which lies in none. `parents` are ids, the State first and
    the county next, where it is known; `same_as` are other ids of the very same government.
    `population` is None where no source in the library gives it.
    """

    id: str
    name: str
    kind: Kind
    state: str
    geoid: str = ""
    circuit: str = ""
    parents: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    population: int | None = None
