"""The law's own cases: what a ruling, a letter or a statute lets expect, against the engine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from comity.catalog import Library
from comity.law.files import Case
from comity.places.find import Match
from comity.places.government import Government
from comity.policy.dates import first_day
from comity.reason.finding import UNANSWERABLE, Brief, Finding, find, find_briefly
from comity.reason.question import Manner, put
from comity.reason.rules import open_books

State = Literal["agrees", "fails", "differs"]
NO_LEANING = "none"
"""How a case says that no court has ruled."""


class Mismatch(msgspec.Struct, frozen=True):
    """Hold one thing that came out otherwise than expected."""

    what: str
    expected: str
    found: str

    def __str__(self) -> str:
        return f"{self.what} {self.found}, expected {self.expected}"


class CaseResult(msgspec.Struct, frozen=True):
    """Hold how one case came out; `differs` says why a known difference stands."""

    case: str
    test: str
    place: str
    as_of: str
    state: State
    why: str
    mismatches: tuple[Mismatch, ...] = ()
    differs: str | None = None


class CaseReport(msgspec.Struct, frozen=True):
    """Hold all cases and their counts; those with a known difference are counted apart.

    `undecided` are the readings, as TERM=READING, that no case which agrees has tried.
    """

    agree: int
    fail: int
    differ: int
    cases: tuple[CaseResult, ...]
    undecided: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Tell whether no case fails."""
        return self.fail == 0


def run_cases(library: Library, cases: Iterable[Case] | None = None) -> CaseReport:
    """Run the law's own cases of a library, or those given."""
    asked = library.cases if cases is None else tuple(cases)
    results = tuple(run_case(library, case) for case in asked)
    states = [result.state for result in results]
    decided: set[str] = set()
    for case, result in zip(asked, results, strict=True):
        if result.state == "agrees" and case.outcome in ("met", "not_met"):
            decided.update(_decided(library, case))
    every = [
        f"{name}={reading}"
        for name, term in library.terms.items()
        for reading, held in term.readings.items()
        if held.undecided is None
    ]
    return CaseReport(
        states.count("agrees"),
        states.count("fails"),
        states.count("differs"),
        results,
        tuple(reading for reading in every if reading not in decided),
    )


def run_case(library: Library, case: Case) -> CaseResult:
    """Run one case: never raises, since a case that cannot be asked has failed."""
    mismatches = tuple(_mismatches(library, case))
    if case.differs is not None and not mismatches:
        mismatches = (Mismatch("difference", "one, as `differs` says", "none any more"),)
        state: State = "fails"
    else:
        state = "differs" if case.differs is not None else "fails" if mismatches else "agrees"
    return CaseResult(
        case.case, case.test, case.place, case.as_of, state, case.why, mismatches, case.differs
    )


def _manner(case: Case) -> Manner:
    as_of = first_day(case.as_of)
    known_on = as_of if case.known_on is None else first_day(case.known_on)
    return Manner(as_of, known_on, chosen=tuple(case.reading.items()))


def _decided(library: Library, case: Case) -> Iterator[str]:
    """Give the readings on which a settled outcome rests: the open ones, or those chosen."""
    government = _place(library, case.place)
    assert government is not None
    question = put(library, government, library.tests[case.test], _manner(case))
    for axis in question.axes:
        for meaning in axis.meanings:
            for reading in meaning.readings:
                yield f"{axis.term}={reading}"


def _mismatches(library: Library, case: Case) -> Iterable[Mismatch]:
    government = _place(library, case.place)
    if government is None:
        return [Mismatch("place", "one that is known", f"`{case.place}`, which is not")]
    if case.test not in library.tests:
        return [Mismatch("test", "one that is known", f"`{case.test}`, which is not")]
    for term, reading in case.reading.items():
        if term not in library.terms or reading not in library.terms[term].readings:
            return [Mismatch("reading", "one that is known", f"`{term}={reading}`, which is not")]
    test, manner = library.tests[case.test], _manner(case)
    books = open_books(library, government, manner.as_of)
    # Only a case that says how the courts lean needs more than a brief answer.
    ask = find_briefly if case.leaning is None else find
    try:
        return compare(case, ask(library, government, test, manner, books))
    except UNANSWERABLE as error:
        return [Mismatch("outcome", case.outcome or "any", f"none: {error}")]


def _place(library: Library, name: str) -> Government | None:
    government = library.place(name)
    if government is None:
        found = library.places.find(name)
        if isinstance(found, Match):
            government = library.place(found.government_id)
    return government


def compare(case: Case, finding: Finding | Brief) -> list[Mismatch]:
    """Compare what a case expects with a finding; what it leaves out it does not expect."""
    leaning = NO_LEANING if finding.leaning is None else finding.leaning.outcome
    pairs = (
        ("outcome", case.outcome, finding.outcome),
        ("law", case.law, finding.turns_on.law),
        ("facts", case.facts, finding.turns_on.facts),
        ("status", case.status, finding.operative.status),
        ("leaning", case.leaning, leaning),
    )
    if all(expected is None for _, expected, _ in pairs):
        return [Mismatch("case", "something that is expected", "nothing")]
    return [
        Mismatch(what, expected, found)
        for what, expected, found in pairs
        if expected is not None and expected != found
    ]
