from __future__ import annotations

import msgspec
import pytest

from comity.catalog import Library, open_library
from comity.law.files import Case
from comity.report.summary import render
from comity.workbench.summary import CaseCount, Summary, is_federal, summarize, was_seen


class Few(Library):
    """A library with few cases, since running all takes a while."""

    asked: tuple[Case, ...] = ()

    @property
    def cases(self) -> tuple[Case, ...]:
        return self.asked


CASE = Case(
    case="discretion",
    place="state:ks/county:sedgwick",
    test="eo-13768-9a-discretion",
    as_of="2017-04-01",
    outcome="undetermined",
    why="Nobody binds here.",
)
FAILS = msgspec.structs.replace(CASE, outcome="met")
DIFFERS = msgspec.structs.replace(FAILS, differs="A letter says so.")


@pytest.fixture(scope="module")
def library() -> Few:
    few = Few(open_library()._packed)
    few.asked = (CASE, CASE, FAILS, DIFFERS)
    return few


@pytest.fixture(scope="module")
def summary(library: Few) -> Summary:
    return summarize(library)


def test_cases_are_held_differ_or_fail(summary: Summary) -> None:
    assert summary.cases == CaseCount(4, 2, 1)


def test_everything_is_counted(library: Few, summary: Summary) -> None:
    assert summary.tests.total == len(library.tests)
    assert summary.terms.total == len(library.terms)
    assert summary.readings.total == sum(len(t.readings) for t in library.terms.values())
    assert summary.rulings.total == len(library.rulings)
    assert summary.effects.total == len(list(library.effects()))


def test_what_was_never_checked_is_not_counted_as_checked(library: Few, summary: Summary) -> None:
    name, ruling = next((k, r) for k, r in library.rulings.items() if len(r.effects) == 1)
    assert was_seen(ruling.checked)
    inherits = (msgspec.structs.replace(ruling.effects[0], checked=None),)
    seen = library.with_law("rulings", name, msgspec.structs.replace(ruling, effects=inherits))
    never = msgspec.structs.replace(ruling, effects=inherits, checked="never")
    unseen = library.with_law("rulings", name, never)
    counts = [_without_cases(kept) for kept in (seen, unseen)]
    assert counts[1].rulings.checked == summary.rulings.checked - 1
    assert counts[1].effects.checked == counts[0].effects.checked - 1


def test_a_check_without_words_is_none(library: Few) -> None:
    checked = library.tests["8-usc-1373-a"].checked
    assert was_seen(checked)
    assert checked != "never"
    assert not was_seen(msgspec.structs.replace(checked, saw=None))
    assert not was_seen("never")
    assert not was_seen(None)


@pytest.mark.parametrize(
    ("test", "federal"),
    [
        ("8-usc-1373-a", True),
        ("hr-1928-119", True),  # private plaintiffs apply it, Congress would enact it
        ("intergovernmental-immunity", True),
        ("tex-gov-752-053", False),
        ("conflicts-with-state-law", False),  # asked everywhere, and still not federal
    ],
)
def test_federal_tests_are_told_apart(library: Few, test: str, federal: bool) -> None:
    assert is_federal(library.tests[test], library.parties) is federal


def test_progress_is_told_case_by_case(library: Few) -> None:
    said: list[tuple[int, int]] = []
    summarize(library, lambda number, total: said.append((number, total)))
    assert said == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_as_text(summary: Summary) -> None:
    text = render(summary)
    assert "Cases               4, 2 held, 1 known to differ, 1 failing\n" in text
    held = msgspec.structs.replace(summary, cases=CaseCount(3, 2, 1))
    assert "failing" not in render(held)


def _without_cases(library: Library) -> Summary:
    few = Few(library._packed)
    few.rulings = library.rulings
    return summarize(few)
