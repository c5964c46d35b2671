"""Whether a government, or one below it, stands on published lists on a day."""

from __future__ import annotations

from comity.catalog import Library
from comity.law.formula import Formula, leaves
from comity.places.government import Government
from comity.reason.question import in_scope


def stands_on(library: Library, name: str, place: Government, day: str) -> bool:
    """Tell whether a government stands on a published list on a day."""
    return bool(library.published[name].on(day) & {place.id, *place.same_as})


def some_below(library: Library, name: str, government: Government, day: str) -> bool:
    """Tell whether some government below this one stands where a test of lists asks."""
    named = {
        place
        for published in _lists_of(library, library.tests[name].met_if)
        for place in library.published[published].on(day)
    }
    places = (library.place(place) for place in sorted(named))
    return any(
        _meets(library, name, place, day)
        for place in places
        if place is not None and government.id in place.parents
    )


def _lists_of(library: Library, formula: Formula) -> set[str]:
    found: set[str] = set()
    for leaf in leaves(formula):
        if leaf.test is not None:
            found |= _lists_of(library, library.tests[leaf.test].met_if)
        elif leaf.listed is not None:
            found.add(leaf.listed)
    return found


def _meets(library: Library, name: str, place: Government, day: str) -> bool:
    test = library.tests[name]
    return in_scope(test, place) and _holds(library, test.met_if, place, day)


def _holds(library: Library, formula: Formula, place: Government, day: str) -> bool:
    if formula.test is not None:
        return _meets(library, formula.test, place, day)
    if formula.listed is not None:
        return stands_on(library, formula.listed, place, day)
    join = all if formula.all is not None else any
    return join(_holds(library, part, place, day) for part in formula.parts)
