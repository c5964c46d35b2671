"""Governments are answered together only where each alone has the very same answer."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, assume, given, settings

from comity.catalog import Library, open_library
from comity.evaluate.diagram import TooLarge
from comity.places.government import Government
from comity.reason.columns import Unknown
from comity.reason.finding import UNANSWERABLE, inquire
from comity.reason.question import Manner, NoOpenConstruction, in_scope
from comity.reason.rules import open_books
from comity.survey.alike import Alike, Inquest, grounds
from comity.survey.strata import Stratum, parties_named, protected_named, strata
from oracle.draw import DAY, GOVERNMENTS, World, worlds

DAYS = ("2008-03-01", "2018-04-01", "2025-02-01", "2026-11-24")


@pytest.fixture(scope="module")
def library() -> Library:
    return open_library()


def alone(
    library: Library, government: Government, test: str, manner: Manner
) -> tuple[object, ...] | None:
    """Return what is said of one government that is asked by itself."""
    books = open_books(library, government, manner.as_of)
    try:
        inquiry = inquire(library, government, library.tests[test], manner, books)
    except UNANSWERABLE:
        return None
    settled, question = inquiry.settled, inquiry.question
    pivots = {("term", question.axes[a].term) for group, _ in settled.axes for a in group}
    for unknown in settled.unknowns:
        assert isinstance(unknown, Unknown)
        if unknown.kind == "rules":
            maker = unknown.maker or ""
            whose = "own" if maker == government.id else "county" if "/" in maker else "state"
            pivots.add(("rules", f"{whose} {unknown.subject}"))
        else:
            pivots.add((unknown.kind, ""))
    met_on = frozenset(map(frozenset, grounds(question, settled)))
    return settled.outcome, settled.law, settled.facts, pivots, met_on


def together(alike: Alike) -> tuple[object, ...] | None:
    """Return the same of a group."""
    result = alike.result
    if result.refused is not None:
        return None
    pivots = {(p.kind, p.id if p.kind in ("term", "rules") else "") for p in alike.pivots}
    return (
        result.outcome,
        result.law,
        result.facts,
        pivots,
        frozenset(map(frozenset, result.met_on)),
    )


def inquest(library: Library, groups: list[Stratum], manner: Manner) -> Inquest:
    return Inquest(library, groups, manner, parties_named(library), protected_named(library))


@pytest.mark.parametrize("day", DAYS)
def test_any_government_of_a_group_has_its_answer(library: Library, day: str) -> None:
    chance = random.Random(day)
    manner = Manner(day, day)
    asked = inquest(library, strata(library, day), manner)
    for test in chance.sample(sorted(library.tests), 12):
        for alike in asked.answer(library.tests[test]):
            if chance.random() < 0.08:
                name = chance.choice(chance.choice(alike.strata).ids)
                government = library.places.get(name)
                assert government is not None
                assert together(alike) == alone(library, government, test, manner), (test, name)


@settings(suppress_health_check=list(HealthCheck))
@given(worlds())
def test_governments_of_a_drawn_library_too(world: World) -> None:
    library, manner = world.library(), Manner(DAY, DAY)
    groups = [Stratum(government, (government.id,), 0, 0) for government in GOVERNMENTS.values()]
    try:
        found = list(inquest(library, groups, manner).answer(library.tests["t"]))
    except (NoOpenConstruction, TooLarge):
        assume(False)
    answered = [stratum.one.id for alike in found for stratum in alike.strata]
    assert sorted(answered) == sorted(
        g.id for g in GOVERNMENTS.values() if in_scope(library.tests["t"], g)
    )
    for alike in found:
        for stratum in alike.strata:
            assert together(alike) == alone(library, stratum.one, "t", manner)


def test_a_State_that_is_a_party_is_not_all_that_lies_in_it(library: Library) -> None:
    # New York v. DOJ bound Virginia, and no county of Virginia that took no part.
    manner = Manner("2025-02-01", "2025-02-01")
    places = [library.places.get(n) for n in ("state:va", "state:va/county:augusta")]
    groups = [Stratum(p, (p.id,), 0, 0) for p in places if p is not None]
    test = library.tests["byrne-jag-power-certification"]
    found = {
        stratum.one.id: alike.result.law
        for alike in inquest(library, groups, manner).answer(test)
        for stratum in alike.strata
    }
    assert found["state:va/county:augusta"] == "always"
