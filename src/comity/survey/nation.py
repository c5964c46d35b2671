"""The answer to a test for many governments: how much anybody has looked at, and what follows.

Shares run from 0 to 1 of the governments in the scope of the test. By population each government
weighs as many as live there, as far as the number is known; who lives in a city lives in its
county and its State as well, so the weights are no count of people.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

import msgspec

from comity.catalog import Library
from comity.law.files import LegalTest
from comity.places.government import Government
from comity.reason.question import Manner, in_scope
from comity.reason.status import Status, own_status
from comity.survey.alike import Alike, Inquest
from comity.survey.strata import Stratum, parties_named, protected_named, strata

EXTENTS = ("always", "sometimes", "never")


class Share(msgspec.Struct, frozen=True):
    """Hold a share by count and by population; None where no number of inhabitants is known."""

    by_count: float
    by_population: float | None


class Coverage(msgspec.Struct, frozen=True):
    """Say for how much of the governments in scope anybody has looked.

    `surveyed`: at every subject that the test asks about, of every maker; `looked_at`: at one of
    them at least; `own_rules`: at one at least of the government's own.
    """

    surveyed: Share
    looked_at: Share
    own_rules: Share


class Range(msgspec.Struct, frozen=True):
    """Hold a share from below and from above."""

    low: float
    high: float


class Contested(msgspec.Struct, frozen=True):
    """Hold how much of the country the wording leaves to how it is read.

    From below: the answer turns on the law whatever the missing facts are; from above: it may.
    """

    by_count: Range
    by_population: Range | None


class Outcomes(msgspec.Struct, frozen=True):
    """Count governments by outcome."""

    met: int
    not_met: int
    undetermined: int


class Cell(msgspec.Struct, frozen=True):
    """Count the undetermined governments for which law and facts decide this far."""

    law: str
    facts: str
    governments: int


class TurnsOnCounts(msgspec.Struct, frozen=True):
    """Count undetermined governments by how far the law, and how far the facts, decide."""

    law: dict[str, int]
    facts: dict[str, int]
    cells: tuple[Cell, ...]


class PivotCount(msgspec.Struct, frozen=True):
    """Say for how many governments something is a pivot.

    A term is named by its id, unseen rules by whose they are (`own`, `county`, `state`) and their
    subject.
    """

    kind: str
    id: str
    governments: int


class Survey(msgspec.Struct, frozen=True):
    """Hold the answer to one test for many governments.

    `status` says where the test's authority stood that day. `governments` are those in scope;
    `out_of_scope` are the others that were asked for; `own_rules_asked` are those in scope of
    whose own rules the test asks at all. `refused` says for how many there is no answer, and why:
    they count as undetermined.
    """

    test: str
    as_of: str
    known_on: str
    status: Status
    governments: int
    coverage: Coverage
    outcomes: Outcomes
    turns_on: TurnsOnCounts
    contested: Contested
    pivots: tuple[PivotCount, ...]
    out_of_scope: int
    own_rules_asked: int
    population_known: int
    refused: dict[str, int]


class Nation:
    """Hold the governments that are asked for, and answer tests for them on any day."""

    def __init__(self, library: Library, of: Callable[[Government], bool] | None = None) -> None:
        self.library = library
        self._of = of
        self._parties = parties_named(library)
        self._protected = protected_named(library)
        self._on: dict[str, list[Stratum]] = {}

    def strata(self, day: str) -> list[Stratum]:
        """Return the governments of a day in strata."""
        if day not in self._on:
            self._on = {day: strata(self.library, day, self._of)}
        return self._on[day]

    def inquest(self, manner: Manner, *, grounds: bool = True) -> Inquest:
        """Return what answers tests for these governments in one manner; `grounds` as there."""
        return Inquest(
            self.library,
            self.strata(manner.as_of),
            manner,
            self._parties,
            self._protected,
            grounds=grounds,
        )


def survey(inquest: Inquest, test: LegalTest) -> Survey:
    """Answer one test for the governments of an inquest."""
    return summed(inquest, test, list(inquest.answer(test)))


def summed(inquest: Inquest, test: LegalTest, groups: Iterable[Alike]) -> Survey:
    """Add up the answers to a test."""
    tally = _Tally()
    for alike in groups:
        tally.add(alike)
    outside = sum(
        stratum.governments for stratum, _ in inquest.strata if not in_scope(test, stratum.one)
    )
    return tally.survey(test, inquest.manner, outside)


class _Tally:
    """Add up groups of governments, by count and by population."""

    def __init__(self) -> None:
        self.count: Counter[str] = Counter()
        self.people: Counter[str] = Counter()
        self.cells: Counter[tuple[str, str]] = Counter()
        self.pivots: Counter[tuple[str, str]] = Counter()
        self.refused: Counter[str] = Counter()
        self.known = 0

    def add(self, alike: Alike) -> None:
        """Add one group."""
        many = sum(stratum.governments for stratum in alike.strata)
        people = sum(stratum.population for stratum in alike.strata)
        self.known += sum(stratum.counted for stratum in alike.strata)
        result = alike.result
        for name in _marks(alike):
            self.count[name] += many
            self.people[name] += people
        if result.outcome == "undetermined":
            self.cells[result.law, result.facts] += many
        for pivot in alike.pivots:
            self.pivots[pivot.kind, pivot.id] += many
        if result.refused is not None:
            self.refused[result.refused] += many

    def share(self, name: str) -> Share:
        """Return the share of what bears a mark."""
        count, people = self.count["all"], self.people["all"]
        return Share(
            round(self.count[name] / count, 6) if count else 0.0,
            round(self.people[name] / people, 6) if people else None,
        )

    def survey(self, test: LegalTest, manner: Manner, outside: int) -> Survey:
        """Return the sums."""
        low, high = self.share("contested"), self.share("contestable")
        by_population = None
        if low.by_population is not None and high.by_population is not None:
            by_population = Range(low.by_population, high.by_population)
        law, facts = Counter[str](), Counter[str]()
        for (one, other), many in self.cells.items():
            law[one] += many
            facts[other] += many
        return Survey(
            test=test.test,
            as_of=manner.as_of,
            known_on=manner.known_on,
            status=own_status(test, manner.as_of),
            governments=self.count["all"],
            coverage=Coverage(
                self.share("surveyed"), self.share("looked_at"), self.share("own_rules")
            ),
            outcomes=Outcomes(self.count["met"], self.count["not_met"], self.count["undetermined"]),
            turns_on=TurnsOnCounts(
                {extent: law[extent] for extent in EXTENTS},
                {extent: facts[extent] for extent in EXTENTS},
                tuple(
                    Cell(one, other, self.cells[one, other])
                    for one in EXTENTS
                    for other in EXTENTS
                    if (one, other) in self.cells
                ),
            ),
            contested=Contested(Range(low.by_count, high.by_count), by_population),
            pivots=tuple(
                PivotCount(kind, name, many)
                for (kind, name), many in sorted(
                    self.pivots.items(), key=lambda item: (-item[1], item[0])
                )
            ),
            out_of_scope=outside,
            own_rules_asked=self.count["own_rules_asked"],
            population_known=self.known,
            refused=dict(sorted(self.refused.items())),
        )


def _marks(alike: Alike) -> Iterator[str]:
    result = alike.result
    yield "all"
    yield result.outcome
    if alike.looked.all:
        yield "surveyed"
    if alike.looked.any:
        yield "looked_at"
    if alike.looked.own or not alike.looked.own_asked:
        yield "own_rules"
    if alike.looked.own_asked:
        yield "own_rules_asked"
    if result.outcome == "undetermined":
        if result.law == "always":
            yield "contested"
        if result.law != "never":
            yield "contestable"


class Row(msgspec.Struct, frozen=True):
    """Hold the answer to a test for one government."""

    government: Government
    alike: Alike


def rows(library: Library, groups: Iterable[Alike]) -> Iterator[Row]:
    """Give the answer for each government, State by State in the order of the book."""
    found = {place: alike for alike in groups for stratum in alike.strata for place in stratum.ids}
    for government in library.places.all():
        alike = found.get(government.id)
        if alike is not None:
            yield Row(government, alike)
