from __future__ import annotations

import msgspec
import pytest

from comity.catalog import Library, open_library
from comity.law.files import Case
from comity.workbench.cases import CaseReport, run_case, run_cases

AGREES = Case(
    case="discretion",
    place="state:ks/county:sedgwick",
    test="eo-13768-9a-discretion",
    as_of="2017-04-01",
    outcome="undetermined",
    why="Nobody binds here.",
)


@pytest.fixture(scope="module")
def library() -> Library:
    return open_library()


@pytest.fixture(scope="module")
def report(library: Library) -> CaseReport:
    return run_cases(library)


def test_the_laws_own_cases_agree(report: CaseReport) -> None:
    failed = [
        (result.case, *map(str, result.mismatches))
        for result in report.cases
        if result.state == "fails"
    ]
    assert failed == []


def test_every_case_is_run(library: Library, report: CaseReport) -> None:
    assert [result.case for result in report.cases] == [case.case for case in library.cases]
    assert report.agree + report.fail + report.differ == len(library.cases)


def test_a_case_that_agrees(library: Library) -> None:
    assert run_case(library, AGREES).state == "agrees"


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"outcome": "met"}, "outcome"),
        ({"law": "never"}, "law"),
        ({"facts": "never"}, "facts"),
        ({"status": "enjoined"}, "status"),
        ({"leaning": "elsewhere"}, "leaning"),
        ({"place": "state:ks/county:nowhere_at_all"}, "place"),
        ({"test": "no-such-test"}, "test"),
    ],
)
def test_a_case_that_fails_says_in_what(
    library: Library, changed: dict[str, str], what: str
) -> None:
    result = run_case(library, msgspec.structs.replace(AGREES, **changed))
    assert result.state == "fails"
    assert [mismatch.what for mismatch in result.mismatches] == [what]
    assert "expected" in str(result.mismatches[0])


def test_a_place_may_be_named(library: Library) -> None:
    case = msgspec.structs.replace(AGREES, place="Sedgwick County, KS")
    assert run_case(library, case).state == "agrees"


def test_every_reading_is_decided_by_a_case(report: CaseReport) -> None:
    assert report.undecided == ()


def test_a_case_may_read_a_term_as_somebody_does(library: Library) -> None:
    read = {"reading": {"discretion": "unbounded"}, "outcome": "met"}
    case = msgspec.structs.replace(AGREES, **read)
    report = run_cases(library, [case])
    assert report.agree == 1
    assert "discretion=unbounded" not in report.undecided
    assert "discretion=bounded_by_1373" in report.undecided
    unknown = msgspec.structs.replace(case, reading={"discretion": "boundless"})
    assert [m.what for m in run_case(library, unknown).mismatches] == ["reading"]


def test_a_difference_that_is_gone_fails(library: Library) -> None:
    case = msgspec.structs.replace(AGREES, differs="It once did.")
    result = run_case(library, case)
    assert result.state == "fails"
    assert [mismatch.what for mismatch in result.mismatches] == ["difference"]


def test_a_case_that_differs_is_counted_apart(library: Library) -> None:
    case = msgspec.structs.replace(AGREES, outcome="met", differs="The letter says so.")
    report = run_cases(library, [case, AGREES])
    assert (report.agree, report.fail, report.differ) == (1, 0, 1)
    assert report.passed
    assert report.cases[0].mismatches
