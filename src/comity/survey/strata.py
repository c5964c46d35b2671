"""The governments of the nation, in strata that nothing in the library tells apart.

A government stands in a stratum of its own where something names it: a policy file, a party, an
order, a list, a log. All others of one State, kind and county with a file (or in some county, or
in none that is known) stand under the same law and the same rules, and share what is unknown.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable

import msgspec

from comity.catalog import Library
from comity.law.formula import leaves, several
from comity.places.government import Government


class Stratum(msgspec.Struct, frozen=True):
    """Hold governments that stand alike, and one that stands for all.

    `population` is that of those of them whose number is known, `counted` how many those are.
    """

    one: Government
    ids: tuple[str, ...]
    population: int
    counted: int

    @property
    def governments(self) -> int:
        """Return how many governments stand in it."""
        return len(self.ids)


def parties_named(library: Library) -> frozenset[str]:
    """Return the governments that a ruling or the reach of a court may name."""
    found: set[str] = set()
    for ruling in library.rulings.values():
        sides = ruling.parties
        found.update(p.partition("#")[0] for p in (*sides.won, *sides.lost, *sides.others))
    for court in library.courts.values():
        if court.reach != "everywhere":
            found.update(court.reach)
    return frozenset(found)


def protected_named(library: Library) -> frozenset[str]:
    """Return the governments that an order, or a list of members, names as protected."""
    found = {place for listed in library.lists.values() for place in listed}
    for ruling, effect in library.effects():
        for protects in (effect.protects, *(event.protects for event in ruling.events)):
            for entry in protects or ():
                if isinstance(entry, str):
                    found.add(entry)
                else:
                    found.update(name for named in entry.values() for name in several(named))
    return frozenset(found)


def recorded(library: Library) -> frozenset[str]:
    """Return the governments that a log or a published list names, and those above them."""
    found = {entry.to for log in library.logs.values() for entry in log.entries}
    for published in library.published.values():
        found.update(entry.place for entry in published.entries if entry.place is not None)
    above: set[str] = set()
    for name in found:
        place = library.place(name)
        if place is not None:
            above.update(place.parents)
    return frozenset(found | above)


def strata(
    library: Library, day: str, of: Callable[[Government], bool] | None = None
) -> list[Stratum]:
    """Return the strata of the governments that are asked for, or of all that existed on a day."""
    named = {
        *library.coded,
        *parties_named(library),
        *protected_named(library),
        *recorded(library),
        *(test.applies_to.within for test in library.tests.values() if test.applies_to.within),
    }
    bounds = _bounds(library)
    found: dict[object, list[Government]] = {}
    for government in library.places.all(day=day):
        if of is not None and not of(government):
            continue
        key: object = government.id
        if government.id not in named and named.isdisjoint(government.same_as):
            county = government.parents[1] if len(government.parents) > 1 else None
            key = (
                government.state,
                government.kind,
                county if county in named else county is not None,
                _size(government, bounds),
            )
        found.setdefault(key, []).append(government)
    return [_stratum(group) for group in found.values()]


def _stratum(group: Iterable[Government]) -> Stratum:
    places = tuple(group)
    known = [place.population for place in places if place.population is not None]
    return Stratum(places[0], tuple([place.id for place in places]), sum(known), len(known))


def _bounds(library: Library) -> list[int]:
    """Return the numbers of inhabitants that some test asks for."""
    found = set()
    for test in library.tests.values():
        for leaf in leaves(test.met_if):
            if leaf.attribute is not None:
                found.add(leaf.attribute.population.threshold[0])
    for term in library.terms.values():
        for reading in term.readings.values():
            if reading.means is not None and not isinstance(reading.means, str):
                for leaf in leaves(reading.means):
                    if leaf.attribute is not None:
                        found.add(leaf.attribute.population.threshold[0])
    return sorted(found)


def _size(government: Government, bounds: list[int]) -> int | None:
    known = government.population
    return None if known is None else bisect_right(bounds, known)
