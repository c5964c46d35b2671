"""Which rules a government stands under on a day, and what nobody has looked up."""

from __future__ import annotations

from typing import Any

import pytest

from comity.places.government import Government
from comity.reason.rules import Books, alternatives, makers, open_books
from oracle.draw import (
    CITY,
    COUNTY,
    DAY,
    GOVERNMENTS,
    STATE,
    World,
    a_file,
    a_ruling,
    a_survey,
    an_instrument,
    surveyed,
)

HOLD, NOTICE = "detainer_hold", "release_notification"


def a_bar(name: str = "p", **more: Any) -> dict[str, Any]:
    return {"id": name, "subject": HOLD, "act": "prohibits", **more}


def books(world: World, place: str = CITY, day: str = DAY) -> Books:
    return open_books(world.library(), GOVERNMENTS[place], day)


def ids(world: World, place: str = CITY, day: str = DAY) -> list[str]:
    return [rule.id for rule in books(world, place, day).rules]


def of(place: str, *instruments: Any) -> World:
    return World(files=surveyed(place, *instruments))


# whose rules


@pytest.mark.parametrize(
    ("binds", "reached"),
    [
        (["all_officials"], False),  # a county's officials are not the city's
        (["local_governments"], True),  # a rule for local governments is for cities
        (["jail", "local_governments"], True),  # among others too
    ],
)
def test_a_county_reaches_a_city_only_through_local_governments(
    binds: list[str], reached: bool
) -> None:
    world = of(COUNTY, an_instrument("i", [a_bar(binds=binds)]))
    assert ids(world) == ([f"{COUNTY}/i/p"] if reached else [])
    assert ids(world, COUNTY) == [f"{COUNTY}/i/p"]


def test_a_state_reaches_everybody_below_and_nobody_reaches_up() -> None:
    world = of(STATE, an_instrument("i", [a_bar()]))
    assert ids(world) == ids(world, COUNTY) == [f"{STATE}/i/p"]
    assert not ids(of(CITY, an_instrument("i", [a_bar()])), STATE)


def test_makers_rank_state_county_city() -> None:
    found = makers(World().library(), GOVERNMENTS[CITY])
    assert [(m.id, m.role, m.level, m.rank) for m in found] == [
        (CITY, "own", "local", 0),
        (STATE, "parent", "state", 2),
        (COUNTY, "parent", "county", 1),
    ]


def test_a_parent_that_is_no_known_place_is_taken_for_a_state() -> None:
    lonely = Government("state:zz/place:q", "Q", "township", "state:zz", parents=("state:zz",))
    assert [m.level for m in makers(World().library(), lonely)] == ["local", "state"]


@pytest.mark.parametrize(
    ("act", "binds", "demanded"),
    [
        ("prohibits", ["all_officials"], True),  # the State says the same
        ("discourages", ["all_officials"], False),  # the State says another thing
    ],
)
def test_what_a_parent_demands_is_marked(act: str, binds: list[str], demanded: bool) -> None:
    world = of(CITY, an_instrument("i", [a_bar()]))
    above = {"id": "q", "subject": HOLD, "act": act, "binds": binds}
    world.files[STATE]["instruments"] = [an_instrument("j", [above])]
    assert [r.demanded for r in books(world).rules if r.maker.id == CITY] == [demanded]
    assert not [r for r in books(world).rules if r.demanded and r.maker.id != CITY]


# which are in force


@pytest.mark.parametrize(
    ("interval", "day", "rules", "maybe"),
    [
        ({"from": "2017-01-01"}, DAY, 1, False),  # in force
        ({"from": "2021-01-01"}, DAY, 0, False),  # not yet
        ({"from": "2017-01-01", "until": "2020-06-14"}, DAY, 0, False),  # no longer
        ({"from": "2020"}, DAY, 1, True),  # some day of this year
        ({"from": "2017-01-01", "until": "2020-06"}, DAY, 1, True),  # to some day of this month
        ({"from": "2020"}, "2021-01-01", 1, False),  # surely since last year
    ],
)
def test_partial_dates_leave_open_what_is_in_force(
    interval: Any, day: str, rules: int, maybe: bool
) -> None:
    world = of(CITY, an_instrument("i", [a_bar()], in_force=[interval]))
    found = books(world, day=day).rules
    assert len(found) == rules
    assert [rule.maybe for rule in found] == [f"{CITY}/i" if maybe else None] * rules


@pytest.mark.parametrize(
    ("begins", "left", "ended_by"),
    [
        ("2019-01-01", ["j"], ()),  # the later law has ended the earlier
        ("2021-01-01", ["i"], ()),  # it is not there yet
        ("2020", ["i", "j"], (f"{CITY}/j",)),  # it may be there
    ],
)
def test_a_later_law_supersedes_an_earlier(
    begins: str, left: list[str], ended_by: tuple[str, ...]
) -> None:
    later = an_instrument("j", [a_bar()], supersedes=["i"], in_force=[{"from": begins}])
    world = of(CITY, an_instrument("i", [a_bar()]), later)
    assert ids(world) == [f"{CITY}/{name}/p" for name in left]
    for rule in books(world).rules:
        assert rule.ended_by == (ended_by if rule.id == f"{CITY}/i/p" else ())


@pytest.mark.parametrize(
    ("suspends", "left"),
    [
        (f"{CITY}/i", []),  # the whole law
        (f"{CITY}/i/p", ["q"]),  # one provision of it
        ([f"{CITY}/i/p", f"{CITY}/i/q"], []),  # two of them
        (f"{COUNTY}/i/p", ["p", "q"]),  # somebody else's
    ],
)
def test_what_an_order_suspends_is_out(suspends: Any, left: list[str]) -> None:
    world = of(CITY, an_instrument("i", [a_bar("p"), a_bar("q")]))
    world.rulings["r"] = a_ruling("r", "ca9", [{"suspends": suspends}])
    assert ids(world) == [f"{CITY}/i/{name}" for name in left]


@pytest.mark.parametrize(
    ("protects", "out"),
    [([CITY], True), ([COUNTY], False), ([{"states_with_subdivisions": [STATE]}], True)],
)
def test_a_law_is_suspended_for_whom_the_order_protects(protects: Any, out: bool) -> None:
    world = of(CITY, an_instrument("i", [a_bar()]))
    effect = {"suspends": f"{CITY}/i", "protects": protects}
    world.rulings["r"] = a_ruling("r", "ca9", [effect])
    assert (not ids(world)) is out


# savings clauses


@pytest.mark.parametrize(
    ("where", "named", "saved"),
    [
        ("i", "all", True),  # all of its own law
        ("i", ["p"], True),  # the provision by name
        ("i", ["q"], False),  # another
        ("j", "all", False),  # all of its own law is not all of this one
        ("j", ["i"], True),  # this law by name
        ("j", ["i/p"], True),  # the provision of this law by name
        ("j", ["p"], False),  # one of that name in its own
    ],
)
def test_what_a_savings_clause_covers(where: str, named: Any, saved: bool) -> None:
    saves = {"law": ["law-a"], "provisions": named}
    clause = {"id": "s", "subject": "savings_clause_1373", "act": "permits", "saves": saves}
    provisions: dict[str, list[Any]] = {"i": [a_bar("p"), a_bar("q")], "j": [a_bar("z")]}
    provisions[where].append(clause)
    world = of(CITY, *(an_instrument(name, listed) for name, listed in provisions.items()))
    wanted = frozenset({"law-a"}) if saved else frozenset()
    assert {r.id: r.saved for r in books(world).rules}[f"{CITY}/i/p"] == wanted
    world.rulings["r"] = a_ruling("r", "ca9", [{"suspends": f"{CITY}/{where}/s"}])
    assert not {r.id: r.saved for r in books(world).rules}[f"{CITY}/i/p"]


# conditions


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        ([["consent"]], [{"consent"}]),
        ([["time_limit"]], []),  # a limit of time is no condition
        ([["consent", "time_limit"]], [{"consent"}]),  # nor is it with another
        ([["other"]], [{"other:r"}]),  # `other` is the rule's own
    ],
)
def test_alternatives_for_matching(listed: Any, expected: list[set[str]]) -> None:
    assert [set(a) for a in alternatives(listed, "r")] == expected


# surveys


def world_with(*surveys: Any) -> World:
    world = of(CITY)
    world.files[CITY] = a_file(CITY, [], [*surveys])
    return world


@pytest.mark.parametrize(
    ("survey", "known"),
    [
        (a_survey("all"), True),  # everything was looked for
        (a_survey([HOLD]), True),  # this was
        (a_survey([NOTICE]), False),  # only something else was
        (a_survey("all", "#sheriff"), False),  # only one office's rules were
        ({**a_survey("all"), "until": "2020-06-14"}, False),  # only up to the day before
        ({**a_survey("all"), "until": "2020"}, False),  # up to nobody knows which day of 2020
    ],
)
def test_what_was_surveyed_is_known(survey: Any, known: bool) -> None:
    found = books(world_with(survey))
    assert (HOLD in found.surveyed[CITY]) is known
    assert (f"{CITY} {HOLD}" not in {u.id for u in found.unsurveyed}) is known


def test_offices_are_surveyed_one_by_one() -> None:
    world = world_with(a_survey([HOLD], "#sheriff"), a_survey([HOLD], "#police"))
    (unsurveyed,) = [u for u in books(world).unsurveyed if u.id == f"{CITY} {HOLD}"]
    assert set(unsurveyed.but) == {"sheriff", "police"}
    world.files[CITY]["surveyed"].append(a_survey([HOLD]))
    assert f"{CITY} {HOLD}" not in {u.id for u in books(world).unsurveyed}


def test_of_a_place_without_a_file_nothing_is_known() -> None:
    found = books(World())
    assert not found.rules
    assert found.surveyed == {CITY: (), STATE: (), COUNTY: ()}
    assert {u.maker.id for u in found.unsurveyed} == {CITY, STATE, COUNTY}
