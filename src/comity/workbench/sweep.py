"""A sweep over every date on which the law changes, every circuit, kind of place and test.

Between two change dates nothing of the law changes, so that what holds on them holds on every
day. Governments that stand under the same holdings in a test are asked once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from comity.catalog import Library
from comity.law.files import LegalTest, Ruling, Term
from comity.law.precedent import force_for
from comity.places.government import Government
from comity.policy.dates import first_day, last_day, moved
from comity.policy.instrument import Interval
from comity.reason.history import reached
from comity.reason.question import (
    Dangling,
    Manner,
    NoOpenConstruction,
    NotImplementedYet,
    in_scope,
    put,
)

Problem = Literal["no_open_construction", "contradiction", "gap", "overlap", "not_implemented"]
SHOWN_PLACES = 5


class SweepFinding(msgspec.Struct, frozen=True):
    """Hold one error of the library: in which test, on which change dates, for which places.

    `hindsight` tells that it comes out only where holdings are taken as known on the last date.
    """

    problem: Problem
    test: str
    text: str
    first: str = ""
    last: str = ""
    places: tuple[str, ...] = ()
    hindsight: bool = False


class SweepReport(msgspec.Struct, frozen=True):
    """Hold what a sweep found, and how much it looked at.

    `before` counts questions without an open construction on dates before the test was proposed
    or in force: nobody held a reading yet, which is no error.
    """

    dates: int
    places: int
    tests: int
    asked: int
    before: int
    findings: tuple[SweepFinding, ...]

    @property
    def passed(self) -> bool:
        """Tell whether nothing was found."""
        return not self.findings


class Bearing(msgspec.Struct, frozen=True):
    """Hold the tests, terms and rulings that can bear on the open constructions of a test."""

    tests: tuple[LegalTest, ...]
    terms: tuple[Term, ...]
    rulings: tuple[Ruling, ...]


def bearing(library: Library, test: LegalTest) -> Bearing:
    """Return what can bear on a test: what it rests on, and the rulings that speak of that."""
    tests, terms = reached(library, test)
    holders = {
        holder.who
        for term in terms.values()
        for reading in term.readings.values()
        for holder in reading.held_by
    }
    rulings = [
        ruling
        for ruling in library.rulings.values()
        if ruling.ruling in holders
        or any(
            effect.construes in terms or effect.applies in tests or effect.finds is not None
            for effect in ruling.effects
        )
    ]
    return Bearing(tuple(tests.values()), tuple(terms.values()), tuple(rulings))


def change_dates(library: Library, on: Bearing | None = None) -> list[str]:
    """Return every day from which the law, or all that bears on a test, may be another.

    That is a first day, or one after a last.
    """
    whole = Bearing(
        tuple(library.tests.values()),
        tuple(library.terms.values()),
        tuple(library.rulings.values()),
    )
    tests, terms, rulings = msgspec.structs.astuple(on or whole)
    days: set[str] = set()

    def begin(date: str | None) -> None:
        if date is not None:
            days.add(first_day(date))

    def end(date: str | None) -> None:
        if date is not None:
            after = moved(last_day(date), 1)
            if after is not None:
                days.add(after)

    def over(intervals: Iterable[Interval]) -> None:
        for interval in intervals:
            begin(interval.from_)
            end(interval.until)

    for term in terms:
        for reading in term.readings.values():
            for holder in reading.held_by:
                begin(holder.from_)
                end(holder.until)
    for ruling in rulings:
        for event in ruling.events:
            begin(event.date)
    for test in tests:
        over(test.in_force)
        begin(test.proposed)
        begin(test.withdrawn)
        for consequence in test.consequences.values():
            over(consequence.in_force)
    return sorted(days)


def representatives(library: Library) -> list[Government]:
    """Return the governments to ask for.

    One for each circuit and kind of place, every one with a file, every one that was a party to
    a ruling, and, of each State whose courts have ruled, one for each kind.
    """
    ruled = {ruling.court for ruling in library.rulings.values()}
    own_courts = {
        place
        for name, court in library.courts.items()
        if name in ruled and court.rank.startswith("state") and court.reach != "everywhere"
        for place in court.reach
    }
    named = set(library.governments)
    for ruling in library.rulings.values():
        sides = ruling.parties
        named.update(p.partition("#")[0] for p in (*sides.won, *sides.lost, *sides.others))
    found: dict[str, Government] = {}
    seen: set[tuple[str, str]] = set()
    for place in library.places.all():
        keys = {(place.circuit, place.kind)}
        if place.state in own_courts:
            keys.add((place.state, place.kind))
        if not keys <= seen or place.id in named or named.intersection(place.same_as):
            seen |= keys
            found[place.id] = place
    for name in library.governments:
        government = library.place(name)
        if government is not None:
            found.setdefault(government.id, government)
    return list(found.values())


def sweep(library: Library) -> SweepReport:
    """Ask every test on every day on which what bears on it changes, for every kind of place."""
    places = representatives(library)
    days: set[str] = set()
    found: dict[tuple[Problem, str, str], list[tuple[str, str, bool]]] = {}
    asked = before = 0
    for test in library.tests.values():
        begun = test.begun
        on = bearing(library, test)
        own_days = change_dates(library, on)
        days.update(own_days)
        for group in _alike(library, test, on, places):
            government = group[0]
            for day, known_on in _manners(own_days):
                problems = list(_ask(library, government, test, Manner(day, known_on)))
                asked += 1
                for problem, text in problems:
                    if problem == "no_open_construction" and (begun is None or day < begun):
                        before += 1
                        continue
                    places_found = found.setdefault((problem, test.test, text), [])
                    places_found.extend((day, place.id, known_on != day) for place in group)
    findings = [
        SweepFinding(
            problem,
            test,
            text,
            min(day for day, _, _ in where),
            max(day for day, _, _ in where),
            tuple(dict.fromkeys(place for _, place, _ in where)),
            all(later for _, _, later in where),
        )
        for (problem, test, text), where in found.items()
    ]
    findings.extend(_intervals(library))
    return SweepReport(len(days), len(places), len(library.tests), asked, before, tuple(findings))


def _manners(days: list[str]) -> Iterator[tuple[str, str]]:
    for day in days:
        yield day, day
        if day != days[-1]:
            yield day, days[-1]


def _alike(
    library: Library, test: LegalTest, on: Bearing, places: Iterable[Government]
) -> list[list[Government]]:
    """Group the places in scope by the force that each ruling has for them in each test.

    Nothing else of a government reaches the open constructions, so that one speaks for its group.
    """
    groups: dict[tuple[object, ...], list[Government]] = {}
    for place in places:
        if not in_scope(test, place):
            continue
        key: list[object] = []
        for other in on.tests:
            key.append(in_scope(other, place))
            key.extend(
                force_for(r, library.courts[r.court], place, other, library.parties)
                for r in on.rulings
            )
        groups.setdefault(tuple(key), []).append(place)
    return list(groups.values())


def _ask(
    library: Library, government: Government, test: LegalTest, manner: Manner
) -> Iterator[tuple[Problem, str]]:
    try:
        question = put(library, government, test, manner)
    except NoOpenConstruction as error:
        yield "no_open_construction", str(error).partition(" for ")[0]
    except (NotImplementedYet, Dangling) as error:
        yield "not_implemented", str(error)
    else:
        for conflict in question.conflicts:
            first, second = sorted((conflict.first, conflict.second))
            yield (
                "contradiction",
                f"{first} and {second} bind the same government and disagree on `{conflict.term}`",
            )


def _intervals(library: Library) -> Iterator[SweepFinding]:
    for test in library.tests.values():
        yield from _gaps(test.test, "in_force", test.in_force)
        for name, consequence in test.consequences.items():
            yield from _gaps(test.test, f"in_force of `{name}`", consequence.in_force)


def _gaps(test: str, what: str, intervals: Iterable[Interval]) -> Iterator[SweepFinding]:
    """Find intervals that overlap, end before they begin, or leave days out without a note."""
    ordered = sorted(intervals, key=lambda interval: first_day(interval.from_))
    for interval in ordered:
        if interval.until is not None and last_day(interval.until) < first_day(interval.from_):
            text = f"{what} ends on {interval.until}, before it begins on {interval.from_}"
            yield SweepFinding("gap", test, text, interval.from_, interval.until)
    for earlier, later in zip(ordered, ordered[1:], strict=False):
        if earlier.until is None or first_day(later.from_) <= first_day(earlier.until):
            text = f"{what} from {earlier.from_} overlaps the one from {later.from_}"
            yield SweepFinding("overlap", test, text, later.from_, earlier.until or "")
        elif later.note is None and (moved(last_day(earlier.until), 1) or "9") < first_day(
            later.from_
        ):
            text = f"{what} has a gap from {earlier.until} to {later.from_} that no note explains"
            yield SweepFinding("gap", test, text, earlier.until, later.from_)
