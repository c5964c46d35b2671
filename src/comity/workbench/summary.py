"""How much stands in the library, and how much of it somebody saw at its source."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from comity.catalog import Library
from comity.law.files import LegalTest, Party
from comity.law.precedent import speaks_for
from comity.policy.instrument import Check, Checked
from comity.workbench.cases import run_case

Progress = Callable[[int, int], None]
"""Called with the number of cases that have been run, and of all."""


class Total(msgspec.Struct, frozen=True):
    """Count things of which no check is counted."""

    total: int


class Count(msgspec.Struct, frozen=True):
    """Count things, and those among them that were checked and say which words were seen."""

    total: int
    checked: int


class CountApart(msgspec.Struct, frozen=True):
    """Count tests, and those of federal law apart."""

    total: int
    checked: int
    federal: Count


class CaseCount(msgspec.Struct, frozen=True):
    """Count the law's own cases: answered as expected, and known to differ; the rest fail."""

    total: int
    held: int
    differ: int


class Summary(msgspec.Struct, frozen=True):
    """Count what stands in a library.

    A case is `held` where the engine answers as it expects, and counts under `differ` where the
    case itself says that it is known to differ; what is in neither fails.
    """

    tests: CountApart
    terms: Total
    readings: Total
    effects: Count
    rulings: Count
    cases: CaseCount


def summarize(library: Library, progress: Progress | None = None) -> Summary:
    """Count what stands in a library and what of it was checked, and run its cases.

    An effect that says nothing of its own check was checked as its ruling was.
    """
    tests = library.tests.values()
    federal = [test for test in tests if is_federal(test, library.parties)]
    terms = library.terms.values()
    whole = _count(test.checked for test in tests)
    return Summary(
        CountApart(whole.total, whole.checked, _count(test.checked for test in federal)),
        Total(len(terms)),
        Total(sum(len(term.readings) for term in terms)),
        _count(effect.checked or ruling.checked for ruling, effect in library.effects()),
        _count(ruling.checked for ruling in library.rulings.values()),
        _cases(library, progress),
    )


def was_seen(check: Check | None) -> bool:
    """Tell whether something was checked against a source, with the words that were seen there."""
    return isinstance(check, Checked) and check.saw is not None


def is_federal(test: LegalTest, parties: dict[str, Party]) -> bool:
    """Tell whether a test is of federal law, made by Congress or applied by the United States."""
    if test.applies_to.within is not None:
        return False
    applied = any(speaks_for(party, parties) == "us" for party in test.applied_by)
    return applied or test.authority.enacted_by == "Congress"


def _count(checks: Iterable[Check]) -> Count:
    seen = [was_seen(check) for check in checks]
    return Count(len(seen), sum(seen))


def _cases(library: Library, progress: Progress | None) -> CaseCount:
    cases = library.cases
    states = []
    for number, case in enumerate(cases, 1):
        states.append(run_case(library, case).state)
        if progress is not None:
            progress(number, len(cases))
    return CaseCount(len(states), states.count("agrees"), states.count("differs"))
