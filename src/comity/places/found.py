"""What is asked of the book of places, and the five answers that it can give."""

from __future__ import annotations

import msgspec

__all__ = [
    "Ambiguous",
    "Entry",
    "Found",
    "FoundPlace",
    "Heard",
    "Match",
    "Misspelt",
    "NotAGovernment",
    "Unknown",
]


class Entry(msgspec.Struct, frozen=True):
    """Hold one line of a list as it is printed.

    `state` and `county` are columns that only narrow what `name` can mean; a mark for an empty cell
    (`#N/A`, `-`) is the same as none.
    """

    name: str
    state: str = ""
    county: str = ""


class Heard(msgspec.Struct, frozen=True):
    """Say which words were taken as what: `Sheriff's Office` as `the office sheriff`."""

    said: str
    taken_as: str


class Match(msgspec.Struct, frozen=True, tag="match"):
    """Name the one government, or office of it, that was meant, and what was heard as what.

    An agency of a State that no office of the vocabulary fits has no office; `heard` then says so.
    """

    government_id: str
    office: str | None = None
    heard: tuple[Heard, ...] = ()

    @property
    def id(self) -> str:
        """Return the id, with the office where one is named (`state:tx/county:travis#sheriff`)."""
        return self.government_id if self.office is None else f"{self.government_id}#{self.office}"


class Ambiguous(msgspec.Struct, frozen=True, tag="ambiguous"):
    """List the ids of all governments that a name may mean, and the office that it names."""

    candidates: tuple[str, ...]
    office: str | None = None


class Misspelt(msgspec.Struct, frozen=True, tag="misspelt"):
    """Say that a name, or a column beside it, is written wrongly, and what was probably meant.

    `probable` are ids of governments of the State that was named, best first; `reason` says what is
    wrong; `elsewhere` are ids of governments that have this very name in other States.
    """

    probable: tuple[str, ...]
    office: str | None = None
    reason: str = ""
    elsewhere: tuple[str, ...] = ()


class NotAGovernment(msgspec.Struct, frozen=True, tag="not_a_government"):
    """Refuse an agency that belongs to no general-purpose government: what it is, and why."""

    what: str
    reason: str


class Unknown(msgspec.Struct, frozen=True, tag="unknown"):
    """Say that nothing has this name, or that the columns beside it contradict it (`reason`).

    `nearest` are ids of governments with a similar name, in the State that was named if one was;
    `elsewhere` are ids of governments that have this very name in other States.
    """

    nearest: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    office: str | None = None
    reason: str = ""


Found = Match | Ambiguous | Misspelt | NotAGovernment | Unknown


class FoundPlace(msgspec.Struct, frozen=True):
    """Hold the answer of `comity places find`, the first four as every answer names a place.

    `id` has the office behind it where one was named, `government` has not. `from`, `until` and
    `succeeded_by` are there only for a county equivalent that began or ended.
    """

    id: str
    name: str
    state: str
    circuit: str | None
    government: str
    office: str | None
    heard: tuple[Heard, ...]
    from_: str | msgspec.UnsetType = msgspec.field(default=msgspec.UNSET, name="from")
    until: str | msgspec.UnsetType = msgspec.UNSET
    succeeded_by: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET
