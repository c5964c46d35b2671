"""Which governments a survey is about, as a person typed it: a State, and kinds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NoReturn, cast, get_args

from comity.catalog import Library
from comity.cli.input import refuse
from comity.places.find import Match
from comity.places.government import Government, Kind
from comity.strict_yaml import nearest


def the_state(library: Library, name: str) -> str:
    """Return the id of a State, District or territory by name or abbreviation, or refuse."""
    found = library.places.find(name)
    if isinstance(found, Match) and "/" not in found.government_id and found.office is None:
        return found.government_id
    numbers = library.places.states_named(name.casefold().split())
    if len(numbers) != 1:
        _no_state(library, name)
    return library.places.state_id(numbers[0])


def _no_state(library: Library, name: str) -> NoReturn:
    names = [state.name for state in map(library.places.get, _states(library)) if state]
    refuse(f"--state: `{name[:60]}` is no State{nearest(name, names)}")


def _states(library: Library) -> list[str]:
    return [place.id for place in library.places.all() if "/" not in place.id]


def the_kinds(names: Sequence[str]) -> tuple[Kind, ...]:
    """Return kinds of government, given singly or joined by `|` or `,`, or refuse."""
    found = [name for given in names for name in given.replace("|", ",").split(",") if name]
    wrong = [
        f"--kind: `{name[:60]}` is no kind of government, expected "
        f"{', '.join(get_args(Kind))}{nearest(name, get_args(Kind))}"
        for name in found
        if name not in get_args(Kind)
    ]
    if wrong:
        refuse(wrong)
    return cast("tuple[Kind, ...]", tuple(dict.fromkeys(found)))


def only(within: str | None, kinds: Sequence[Kind]) -> Callable[[Government], bool] | None:
    """Return what tells whether a government lies in a State and is of a kind; None for all."""
    if within is None and not kinds:
        return None

    def of(government: Government) -> bool:
        return within in (None, government.state) and (not kinds or government.kind in kinds)

    return of
