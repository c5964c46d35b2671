"""A history names every day on which the answer changes, and what it would not be without."""

from __future__ import annotations

import datetime
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, assume, given, settings

from comity.catalog import Library, open_library
from comity.evaluate.diagram import TooLarge
from comity.reason.history import Cause, Point, history, state
from comity.reason.question import NoOpenConstruction
from oracle.draw import (
    CITY,
    GOVERNMENTS,
    STATE,
    World,
    a_file,
    a_ruling,
    a_survey,
    a_term,
    a_test,
    an_instrument,
    surveyed,
    worlds,
)

BAR = {"id": "p", "subject": "detainer_hold", "act": "prohibits"}
FROM, TO = "2019-01-01", "2021-12-31"


@pytest.fixture(scope="module")
def library() -> Library:
    return open_library()


def of_city(world: World, from_: str = FROM, to: str = TO) -> tuple[Point, ...]:
    library = world.library()
    return history(library, GOVERNMENTS[CITY], library.tests["t"], from_, to)


def a_world(*instruments: Any, **terms: Any) -> World:
    world = World(files=surveyed(CITY, *instruments))
    world.terms.update(terms)
    formula: Any = {"some": {"subject": "detainer_hold", "act": "prohibits"}}
    if terms:
        formula = {"term": next(iter(terms))}
    world.tests["t"] = a_test("t", formula)
    return world


def told(points: tuple[Point, ...]) -> list[tuple[str, str, list[str]]]:
    return [(p.date, p.state.outcome, [f"{c.kind} {c.what}" for c in p.causes]) for p in points]


def test_a_rule_begins_and_ends() -> None:
    there = {"in_force": [{"from": "2020-02-01", "until": "2020-03-31"}]}
    world = a_world({**an_instrument("i", [BAR]), **there})
    assert told(of_city(world)) == [
        ("2019-01-01", "not_met", []),
        ("2020-02-01", "met", ["instrument begins"]),
        ("2020-04-01", "not_met", ["instrument ends"]),
    ]


def test_a_day_known_in_part_is_open_in_between() -> None:
    world = a_world({**an_instrument("i", [BAR]), "in_force": [{"from": "2020-02"}]})
    assert told(of_city(world)) == [
        ("2019-01-01", "not_met", []),
        ("2020-02-01", "undetermined", ["instrument begins, on a day known only in part"]),
        ("2020-02-29", "met", ["instrument begins, on a day known only in part"]),
    ]


def test_a_ruling_forecloses_until_it_is_reversed() -> None:
    term = a_term("x", "formula", {"a": {"means": "always"}, "b": {"means": "never"}})
    world = a_world(x=term)
    adopts = {"construes": "x", "weight": "holding", "adopts": "a", "in": ["t"]}
    events = [{"date": "2020-02-01", "what": "decided"}, {"date": "2021-01-01", "what": "reversed"}]
    world.rulings["r"] = a_ruling("r", "scotus", [adopts], events=events)
    assert told(of_city(world)) == [
        ("2019-01-01", "undetermined", []),
        ("2020-02-01", "met", ["ruling decided"]),
        ("2021-01-01", "undetermined", ["ruling reversed"]),
    ]


def test_a_holder_gives_a_reading_up() -> None:
    term = a_term("x", "formula", {"a": {"means": "always"}, "b": {"means": "never"}})
    term["readings"]["b"]["held_by"] = [{"who": "us-doj", "until": "2020-05-31"}]
    (_, second) = of_city(a_world(x=term))
    assert second.date == "2020-06-01"
    assert second.causes == (Cause("holder", "us-doj", "gives up x=b"),)
    assert second.changed == ("outcome", "turns_on")


def test_of_several_things_of_a_day_those_count_that_are_needed() -> None:
    early = {"in_force": [{"from": "2020-02-01"}]}
    needed = {**an_instrument("i", [BAR]), **early}
    other = {**an_instrument("j", [{**BAR, "act": "requires"}]), **early}
    (_, second) = of_city(a_world(needed, other))
    assert [cause.id for cause in second.causes] == [f"{CITY}/i"]


def test_two_that_do_the_same_are_causes_together() -> None:
    early = {"in_force": [{"from": "2020-02-01"}]}
    twice = [{**an_instrument(name, [BAR]), **early} for name in ("i", "j")]
    (_, second) = of_city(a_world(*twice))
    assert [(cause.id, cause.together) for cause in second.causes] == [
        (f"{CITY}/i", True),
        (f"{CITY}/j", True),
    ]


def test_a_survey_changes_what_is_known() -> None:
    world = a_world()
    world.files[CITY] = a_file(CITY, [], [{**a_survey("all"), "from": "2020-02-01"}])
    assert told(of_city(world)) == [
        ("2019-01-01", "undetermined", []),
        ("2020-02-01", "not_met", ["survey begins"]),
    ]


def test_nothing_before_the_test_began() -> None:
    world = a_world()
    assert of_city(world, "2001-01-01", "2018-12-31") == ()
    assert [p.date for p in of_city(world, "2001-01-01", TO)] == ["2019-01-01"]


def test_a_rule_of_the_state_counts() -> None:
    world = a_world()
    bar = {**an_instrument("i", [BAR]), "in_force": [{"from": "2020-02-01"}]}
    world.files[STATE]["instruments"] = [bar]
    assert [cause.id for cause in of_city(world)[1].causes] == [f"{STATE}/i"]


def days(first: str, last: str) -> list[str]:
    day, end = datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)
    return [
        (day + datetime.timedelta(days=number)).isoformat()
        for number in range((end - day).days + 1)
    ]


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(worlds())
def test_a_history_is_what_every_day_says(world: World) -> None:
    library = world.library()
    place, test = world.government, library.tests["t"]
    # Every drawn date lies at an edge of a month or a year.
    asked = [
        day for day in days("2018-12-30", "2021-01-02") if day[8:] in ("01", "02", "15", "30", "31")
    ]
    try:
        points = history(library, place, test, asked[0], asked[-1])
        each = [(day, state(library, place, test, day)) for day in asked if day >= "2019-01-01"]
    except (NoOpenConstruction, TooLarge):
        assume(False)
    for day, now in each:
        assert [point.state for point in points if point.date <= day][-1] == now


@pytest.mark.parametrize(
    ("place", "test", "first", "last"),
    [
        ("state:ca/county:santa_clara", "eo-13768-9a-refusal", "2017-04-01", "2017-05-31"),
        ("state:tx/county:travis", "detainer-hold", "2017-08-20", "2017-10-05"),
        ("state:ca/county:san_francisco", "8-usc-1373-a", "2019-04-10", "2019-04-25"),
        ("state:fl/county:miami-dade", "detainer-hold", "2019-06-20", "2019-07-10"),
        ("state:ky/county:jefferson", "8-usc-1373-a", "2017-10-15", "2017-11-05"),
    ],
)
def test_the_librarys_histories_are_what_every_day_says(
    library: Library, place: str, test: str, first: str, last: str
) -> None:
    government = library.place(place)
    assert government is not None
    points = history(library, government, library.tests[test], first, last)
    assert len(points) > 1
    for day in days(first, last):
        now = state(library, government, library.tests[test], day)
        assert [point.state for point in points if point.date <= day][-1] == now
    for before, after in zip(points, points[1:], strict=False):
        assert before.state != after.state
        assert after.causes
        assert set(after.changed) <= set(msgspec.structs.asdict(after.state))
