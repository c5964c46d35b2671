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
    `population` is None where no source in the library gives it. `district` is the federal district
    court that it lies in as CourtListener names it (`ilnd`), empty where it lies in several or
    nobody knows. `from_` and `until` are the first and the last day of a county equivalent that
    began or ended (YYYY-MM-DD), `succeeded_by` the ids of those that took it over.
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
    district: str = ""
    from_: str = msgspec.field(default="", name="from")
    until: str = ""
    succeeded_by: tuple[str, ...] = ()

    def existed(self, day: str) -> bool:
        """Tell whether it existed on a day (YYYY-MM-DD)."""
        return self.from_ <= day and (not self.until or day <= self.until)
