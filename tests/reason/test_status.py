"""Which law is operative, for whom, on which day; the outcome is no part of it."""

from __future__ import annotations

from typing import Any

import pytest

from comity.catalog import Library
from comity.reason.finding import find
from comity.reason.question import Manner
from comity.reason.status import Operative, operative
from oracle.draw import CITY, COUNTY, DAY, GOVERNMENTS, STATE, World, a_ruling, a_test

SINCE = [{"from": "2019-01-01"}]
ONE = {"money": {"what": "w", "in_force": SINCE}}
TWO = {**ONE, "letter": {"what": "w", "in_force": SINCE}}
DECIDED = {"date": "2020-01-01", "what": "decided"}


def a_world(consequences: Any = None, **more: Any) -> World:
    test = a_test("t", {"some": {"subject": "detainer_hold"}}, **more)
    return World(tests={"t": {**test, "consequences": consequences or {}}})


def status(world: World, place: str = CITY, day: str = DAY) -> Operative:
    library: Library = world.library()
    return operative(library, GOVERNMENTS[place], library.tests["t"], day)


def ordered(effect: Any, *later: Any, consequences: Any = None) -> World:
    """Return a world in which a court has ordered something in January 2020."""
    world = a_world(ONE if consequences is None else consequences)
    world.rulings["r"] = a_ruling("r", "ca9", [effect], events=[DECIDED, *later])
    return world


# of the test itself


@pytest.mark.parametrize(
    ("law", "day", "wanted"),
    [
        ({"in_force": [{"from": "2019-01-01"}]}, DAY, "in_force"),
        ({"in_force": [{"from": "2021-01-01"}]}, DAY, "not_yet"),
        ({"in_force": [{"from": "2019-01-01", "until": "2020-06-14"}]}, DAY, "ended"),
        ({"in_force": [{"from": "2019-01-01", "until": "2020-06-15"}]}, DAY, "in_force"),
        ({"in_force": [], "proposed": "2020-01-01"}, DAY, "proposed"),
        ({"in_force": [], "proposed": "2020-07-01"}, DAY, "not_yet"),
        ({"in_force": [], "proposed": "2019", "withdrawn": "2020-02"}, DAY, "withdrawn"),
        ({"in_force": [], "proposed": "2019", "withdrawn": "2021"}, DAY, "proposed"),
        ({"in_force": [{"from": "2021-01-01"}], "proposed": "2019"}, DAY, "proposed"),
        ({"in_force": []}, DAY, "not_yet"),
    ],
)
def test_the_status_of_the_test_itself(law: Any, day: str, wanted: str) -> None:
    assert status(a_world(**law), day=day).status == wanted


def test_a_bill_has_its_own_status_whatever_its_consequences() -> None:
    world = ordered({"enjoins": "t/money"})
    world.tests["t"].update(in_force=[], proposed="2019")
    found = status(world)
    assert found.status == "proposed"
    assert found.consequences[0].status == "enjoined"


@pytest.mark.parametrize(
    ("court", "more", "place", "wanted"),
    [
        ("scotus", {}, CITY, "invalid"),  # everywhere
        ("ca9", {}, CITY, "invalid"),  # in the circuit
        ("ca5", {}, CITY, "in_force"),  # not in another
        ("ca9", {"weight": "dictum"}, CITY, "in_force"),  # not by what was said in passing
        ("ca9", {"invalidates": "u"}, CITY, "in_force"),  # not of another test
    ],
)
def test_a_test_is_invalid_where_a_holding_binds(
    court: str, more: Any, place: str, wanted: str
) -> None:
    world = a_world()
    world.rulings["r"] = a_ruling("r", court, [{"invalidates": "t", **more}])
    found = status(world, place)
    assert found.status == wanted
    assert found.by == (("r",) if wanted == "invalid" else ())


def test_a_test_is_invalid_from_the_decision_until_the_reversal() -> None:
    world = a_world()
    events = [DECIDED, {"date": "2020-05-01", "what": "reversed"}]
    world.rulings["r"] = a_ruling("r", "ca9", [{"invalidates": "t"}], events=events)
    days = ["2019-12-31", "2020-01-01", "2020-05-01"]
    assert [status(world, day=day).status for day in days] == ["in_force", "invalid", "in_force"]


# of its consequences


@pytest.mark.parametrize(
    ("interval", "wanted", "until"),
    [
        ({"from": "2019-01-01"}, "in_force", None),
        ({"from": "2019-01-01", "until": "2020-12-31"}, "in_force", "2020-12-31"),
        ({"from": "2019-01-01", "until": "2020-06-14"}, "ended", None),
        ({"from": "2021-01-01"}, "not_yet", None),
    ],
)
def test_a_consequence_has_dates_of_its_own(interval: Any, wanted: str, until: str | None) -> None:
    (found,) = status(a_world({"money": {"what": "w", "in_force": [interval]}})).consequences
    assert (found.status, found.until) == (wanted, until)


@pytest.mark.parametrize("how", ["enjoins", "vacates"])
def test_an_order_against_the_only_consequence_is_the_headline(how: str) -> None:
    found = status(ordered({how: "t/money"}))
    assert (found.status, found.by) == ("enjoined", ("r",))


@pytest.mark.parametrize(
    ("named", "headline", "each"),
    [
        ("t/money", "partly_enjoined", ["enjoined", "in_force"]),  # one of two
        (["t/money", "t/letter"], "enjoined", ["enjoined", "enjoined"]),  # both
        ("t/all", "enjoined", ["enjoined", "enjoined"]),  # all
        ("u/money", "in_force", ["in_force", "in_force"]),  # another test's
    ],
)
def test_an_order_against_some_consequences(named: Any, headline: str, each: list[str]) -> None:
    found = status(ordered({"enjoins": named}, consequences=TWO))
    assert found.status == headline
    assert [c.status for c in found.consequences] == each


def test_a_consequence_that_has_ended_does_not_keep_the_rest_in_force() -> None:
    ended = {"what": "w", "in_force": [{"from": "2019-01-01", "until": "2019-12-31"}]}
    found = status(ordered({"enjoins": "t/money"}, consequences={**ONE, "old": ended}))
    assert found.status == "enjoined"


def test_an_order_with_carve_outs_reaches_part_of_a_consequence() -> None:
    carved = {"enjoins": "t/money", "carve_outs": "conditions that law itself imposes"}
    world = ordered(carved)
    found = status(world)
    assert (found.status, found.consequences[0].status) == ("partly_enjoined", "partly_enjoined")
    world.rulings["s"] = a_ruling("s", "ca9", [{"enjoins": "t/money"}])
    found = status(world)
    assert found.status == "enjoined"
    assert found.consequences[0].by == ("s", "r")  # by date


@pytest.mark.parametrize(
    ("protects", "place", "wanted"),
    [
        ([], CITY, "enjoined"),  # nobody named: everyone
        (["everyone"], CITY, "enjoined"),
        ([CITY], CITY, "enjoined"),  # the one that sued
        ([CITY], COUNTY, "in_force"),  # not its neighbour
        ([{"states_with_subdivisions": [STATE]}], CITY, "enjoined"),  # the State and all in it
        ([{"states_with_subdivisions": "state:tx"}], CITY, "in_force"),  # another State
        ([STATE], CITY, "in_force"),  # the State as such
        ([{"members_of": "mayors"}], CITY, "enjoined"),  # who is on a list
        ([{"members_of": "mayors"}], COUNTY, "in_force"),  # who is not
    ],
)
def test_whom_an_order_protects(protects: Any, place: str, wanted: str) -> None:
    library = ordered({"enjoins": "t/money", "protects": protects}).library()
    library.lists["mayors"] = (CITY,)
    assert operative(library, GOVERNMENTS[place], library.tests["t"], DAY).status == wanted


@pytest.mark.parametrize(
    ("events", "wanted"),
    [
        ([], "enjoined"),
        ([("2020-03-01", "stayed")], "in_force"),  # stayed on appeal
        ([("2020-03-01", "stayed"), ("2020-05-01", "stay_lifted")], "enjoined"),  # and again
        ([("2020-07-01", "stayed")], "enjoined"),  # stayed later only
        ([("2020-03-01", "affirmed")], "enjoined"),
        ([("2020-03-01", "reversed")], "in_force"),
        ([("2020-03-01", "vacated")], "in_force"),
        ([("2020-03-01", "moot")], "in_force"),
        ([("2020-03", "ended")], "in_force"),
    ],
)
def test_an_order_lasts_as_its_events_say(events: Any, wanted: str) -> None:
    later = [{"date": date, "what": what} for date, what in events]
    assert status(ordered({"enjoins": "t/money"}, *later)).status == wanted


def test_an_order_has_no_force_before_it_is_given() -> None:
    assert status(ordered({"enjoins": "t/money"}), day="2019-12-31").status == "in_force"


def test_an_order_narrowed_protects_those_who_are_left() -> None:
    narrowed = {"date": "2020-03-01", "what": "narrowed", "protects": [CITY]}
    world = ordered({"enjoins": "t/money"}, narrowed)
    assert [status(world, place).status for place in (CITY, COUNTY)] == ["enjoined", "in_force"]
    assert status(world, COUNTY, "2020-02-01").status == "enjoined"


def test_a_stay_in_part_leaves_the_rest() -> None:
    world = a_world(TWO)
    effects = [{"id": "a", "enjoins": "t/money"}, {"id": "b", "enjoins": "t/letter"}]
    stay = {"date": "2020-03-01", "what": "stayed", "effects": ["a"]}
    world.rulings["r"] = a_ruling("r", "ca9", effects, events=[DECIDED, stay])
    assert [c.status for c in status(world).consequences] == ["in_force", "enjoined"]


def test_the_outcome_is_computed_whatever_the_status() -> None:
    library = ordered({"enjoins": "t/money"}).library()
    found = find(library, GOVERNMENTS[CITY], library.tests["t"], Manner(DAY, DAY))
    assert found.operative.status == "enjoined"
    assert found.outcome == "undetermined"
