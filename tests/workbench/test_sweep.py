from __future__ import annotations

import msgspec
import pytest

from comity.catalog import Library, open_library
from comity.law.files import LegalTest, Ruling, Term
from comity.law.formula import Formula
from comity.policy.instrument import Interval
from comity.workbench.sweep import change_dates, representatives, sweep

replace = msgspec.structs.replace


@pytest.fixture(scope="module")
def library() -> Library:
    return open_library()


def changed(
    library: Library,
    *,
    tests: dict[str, LegalTest] | None = None,
    terms: dict[str, Term] | None = None,
    rulings: dict[str, Ruling] | None = None,
) -> Library:
    packed = replace(
        library._packed,
        tests={**library.tests, **(tests or {})},
        terms={**library.terms, **(terms or {})},
        rulings={**library.rulings, **(rulings or {})},
    )
    other = Library(packed)
    other.__dict__["places"] = library.places  # decoded once
    return other


def test_the_sweep_of_the_library_finds_nothing(library: Library) -> None:
    report = sweep(library)
    assert report.findings == ()
    assert report.asked > 1000


def test_every_circuit_kind_and_file_is_represented(library: Library) -> None:
    chosen = representatives(library)
    assert {place.id for place in chosen} >= set(library.governments)
    every = {(place.circuit, place.kind) for place in library.places.all()}
    assert {(place.circuit, place.kind) for place in chosen} == every
    assert len({place.id for place in chosen}) == len(chosen)


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("2017-07-24", "Lunn was decided"),
        ("2017-01-25", "the order begins"),
        ("2021-01-21", "the day after its last"),
        ("2021-05-01", "the day after a month that was the last"),
        ("2016-01-01", "a holder's year"),
    ],
)
def test_change_dates(library: Library, day: str, why: str) -> None:
    days = change_dates(library)
    assert day in days, why
    assert days == sorted(set(days))


def test_a_term_that_nobody_holds_is_found(library: Library) -> None:
    term = library.terms["discretion"]
    readings = {name: replace(r, held_by=r.held_by[:0]) for name, r in term.readings.items()}
    report = sweep(changed(library, terms={"discretion": replace(term, readings=readings)}))
    found = [f for f in report.findings if f.test == "eo-13768-9a-discretion"]
    assert [f.problem for f in found] == ["no_open_construction"]
    assert "discretion" in found[0].text
    assert found[0].first == "2017-01-25"  # not before the order
    assert not found[0].hindsight
    assert len(found[0].places) > 50


def test_two_holdings_that_disagree_are_a_contradiction(library: Library) -> None:
    panel = library.rulings["city-of-new-york-1999"]
    effect = replace(panel.effects[0], adopts="commandeers")
    twin = replace(panel, ruling="twin-1999", effects=(effect,))
    report = sweep(changed(library, rulings={"twin-1999": twin}))
    found = [f for f in report.findings if f.problem == "contradiction"]
    assert {f.test for f in found} == {"8-usc-1373-binds-states"}
    assert "city-of-new-york-1999 and twin-1999" in found[0].text
    assert all(":ny" in p or ":ct" in p or ":vt" in p for p in found[0].places)


@pytest.mark.parametrize(
    ("intervals", "problems"),
    [
        ([("2017-01-25", "2021-01-20", None)], []),
        ([("2017-01-25", "2018-01-01", None), ("2018-01-02", None, None)], []),
        ([("2017-01-25", "2018-01", None), ("2018-02", None, None)], []),
        ([("2017-01-25", "2018-01-01", None), ("2018-03-01", None, None)], ["gap"]),
        ([("2017-01-25", "2018-01-01", None), ("2018-03-01", None, "enacted anew")], []),
        ([("2017-01-25", "2018-01-01", None), ("2018-01-01", None, None)], ["overlap"]),
        ([("2017-01-25", None, None), ("2018-01-01", None, None)], ["overlap"]),
        ([("2017-01-25", "2016-01-01", None)], ["gap"]),
    ],
)
def test_gaps_and_overlaps_of_in_force(
    library: Library, intervals: list[tuple[str, str | None, str | None]], problems: list[str]
) -> None:
    test = library.tests["8-usc-1373-binds-states"]
    always = msgspec.convert({"not": {"some": {"subject": "declaration"}}}, Formula)
    told = replace(test, in_force=tuple(Interval(*i) for i in intervals), met_if=always)
    only = replace(library._packed, tests={told.test: told}, rulings={}, terms={})
    other = Library(only)
    other.__dict__["places"] = library.places
    assert [f.problem for f in sweep(other).findings] == problems


@pytest.mark.parametrize(
    "formula",
    [
        {"listed": "big-cities"},  # a list that the library does not have
        {"subdivision": "8-usc-1373-a"},  # a test below that asks for more than lists
    ],
)
def test_what_the_engine_cannot_ask_is_found(library: Library, formula: dict[str, str]) -> None:
    test = replace(
        library.tests["8-usc-1373-binds-states"], met_if=msgspec.convert(formula, Formula)
    )
    report = sweep(changed(library, tests={test.test: test}))
    assert "not_implemented" in {f.problem for f in report.findings if f.test == test.test}
