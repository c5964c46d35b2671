"""Smallest sets that suffice for an outcome, and what would change it."""

from __future__ import annotations

from typing import Any

import pytest

from comity.reason.finding import Finding, Flip
from oracle.draw import (
    CITY,
    STATE,
    World,
    a_file,
    a_list,
    a_ruling,
    a_survey,
    a_term,
    a_test,
    an_instrument,
    surveyed,
)

HOLD, NOTICE, ASK, DATA = (
    "detainer_hold",
    "release_notification",
    "status_inquiry",
    "database_access",
)
YES_NO = {"a": {"means": "always"}, "b": {"means": "never"}}


def rule(name: str, subject: str = HOLD, act: str = "prohibits", **more: Any) -> dict[str, Any]:
    return {"id": name, "subject": subject, "act": act, **more}


def some(subject: str = HOLD, act: str = "prohibits", **more: Any) -> dict[str, Any]:
    return {"some": {"subject": subject, "act": act, **more}}


def of_city(formula: Any, *rules: Any, **terms: Any) -> World:
    files = surveyed(CITY, *([an_instrument("i", list(rules))] if rules else []))
    return World(files=files, terms=terms, tests={"t": a_test("t", formula)})


def own(*names: str) -> tuple[str, ...]:
    return tuple(f"{CITY}/i/{name}" for name in names)


def only(found: Finding) -> Any:
    (side,) = found.reasons
    return side


# smallest sets


def test_one_bar_of_two_suffices_and_two_that_are_needed_are_both_named() -> None:
    either = of_city(some(), rule("p"), rule("q")).find()
    assert len(only(either).provisions) == 1
    both = of_city({"all": [some(), some(NOTICE)]}, rule("p"), rule("q", NOTICE)).find()
    assert only(both).provisions == own("p", "q")
    assert (only(both).outcome, only(both).facts) == ("met", ())


def test_what_does_not_count_is_no_reason() -> None:
    found = of_city(some(), rule("p"), rule("q", NOTICE)).find()
    assert only(found).provisions == own("p")


def test_where_nothing_is_found_the_surveys_are_the_reason() -> None:
    found = of_city(some(by="own")).find()
    assert (only(found).outcome, only(found).provisions) == ("not_met", ())
    assert only(found).facts == (f"{CITY} {HOLD}",)


def test_a_set_of_more_than_three_among_many_suffices_without_anything_to_spare() -> None:
    subjects = (HOLD, NOTICE, ASK, DATA)
    rules = [rule(f"{name}{n}", s) for name, s in zip("abcd", subjects, strict=True) for n in "12"]
    found = of_city({"all": [some(s) for s in subjects]}, *rules).find()
    assert sorted(name[-2] for name in only(found).provisions) == [*"abcd"]


def test_a_reading_is_named_with_its_holders_where_another_is_open() -> None:
    contested = of_city({"term": "x"}, x=a_term("x", "formula", YES_NO)).find()
    assert [(s.outcome, s.readings) for s in contested.reasons] == [
        ("met", {"x": "a"}),
        ("not_met", {"x": "b"}),
    ]
    assert contested.reasons[0].holders == {"x": ("us-doj",)}


def test_a_reading_that_does_not_matter_is_not_named() -> None:
    formula = {"any": [some(), {"term": "x"}]}
    found = of_city(formula, rule("p"), x=a_term("x", "formula", YES_NO)).find()
    assert (only(found).outcome, only(found).readings) == ("met", {})
    (settled,) = of_city({"term": "x"}, x=a_term("x", "formula", {"a": YES_NO["a"]})).find().reasons
    assert settled.readings == {}  # the only one left: nobody holds another


# what would change it


def test_repeal_of_the_only_bar() -> None:
    found = of_city(some(), rule("p"))
    assert found.find().flips == (Flip("not_met", repeal=own("p")),)
    found.files[CITY]["surveyed"] = [a_survey([NOTICE])]
    assert found.find().flips == ()  # where nobody has looked, another bar could stand


def test_repeal_is_of_all_that_bar() -> None:
    two = of_city(some(), rule("p"), rule("q")).find()
    assert two.flips == (Flip("not_met", repeal=own("p", "q")),)
    four = of_city(some(), *(rule(name) for name in "pqrs")).find()
    assert four.flips == (Flip("not_met", repeal=own(*"pqrs")),)


def test_repeal_of_many_spares_what_need_not_go() -> None:
    pair = {"all": [some(NOTICE, "requires"), some(ASK, "requires")]}
    rules = [rule("n", NOTICE, "requires"), rule("a", ASK, "requires"), *map(rule, "pqrs")]
    (flip,) = of_city({"any": [some(), pair]}, *rules).find().flips
    assert set(flip.repeal) >= set(own(*"pqrs"))
    assert len(flip.repeal) == 5


def test_what_a_parent_has_is_not_the_citys_to_repeal() -> None:
    world = World(files=surveyed(STATE, an_instrument("i", [rule("p")])))
    world.tests["t"] = a_test("t", some())
    found = world.find()
    assert (found.outcome, found.flips) == ("met", ())


@pytest.mark.parametrize(
    ("act", "flips"),
    [
        ("prohibits", ()),  # the State demands the very bar
        ("permits", (Flip("not_met", repeal=own("p")),)),  # the State demands none
    ],
)
def test_what_a_parent_demands_is_not_the_citys_to_repeal(
    act: str, flips: tuple[Flip, ...]
) -> None:
    world = of_city(some(by="own"), rule("p"))
    world.files[STATE]["instruments"] = [an_instrument("j", [rule("q", act=act)])]
    assert world.find().flips == flips


def test_a_repeal_must_settle_it_on_every_reading() -> None:
    formula = {"any": [some(), {"term": "x"}]}
    contested = of_city(formula, rule("p"), x=a_term("x", "formula", YES_NO))
    assert contested.find().flips == ()
    contested.rulings["r"] = a_ruling("r", "ca9", [{"construes": "x", "adopts": "b"}])
    assert contested.find().flips == (Flip("not_met", repeal=own("p")),)


def test_a_contested_finding_can_be_settled_by_repeal_one_way() -> None:
    formula = {"all": [some(), {"term": "x"}]}
    found = of_city(formula, rule("p"), x=a_term("x", "formula", YES_NO)).find()
    assert found.outcome == "undetermined"
    assert found.flips == (Flip("not_met", repeal=own("p")),)


def test_adoption_where_nothing_is_there_to_repeal() -> None:
    found = of_city(some(by="own")).find()
    assert found.flips == (Flip("met", adopt=(f"prohibits {HOLD}",)),)


@pytest.mark.parametrize(
    ("act", "adopts"),
    [
        ("requires", False),  # the State requires holds: a bar would be displaced
        ("permits", True),  # it permits them: a bar stands
    ],
)
def test_what_a_higher_law_displaces_is_not_the_citys_to_adopt(act: str, adopts: bool) -> None:
    world = of_city(some(by="own"))
    world.files[STATE]["instruments"] = [an_instrument("j", [rule("q", act=act)])]
    assert world.find().flips == ((Flip("met", adopt=(f"prohibits {HOLD}",)),) if adopts else ())


def test_what_only_a_state_could_adopt_is_no_advice_to_a_city() -> None:
    assert of_city(some(by="state")).find().flips == ()


def test_where_facts_are_missing_no_adoption_is_advised() -> None:
    world = of_city(some(by="own"))
    world.files[CITY] = a_file(CITY, [], [a_survey([NOTICE])])
    found = world.find()
    assert (found.outcome, found.reasons, found.flips) == ("undetermined", (), ())


# lists and numbers


@pytest.mark.parametrize(
    ("formula", "entry", "population", "outcome", "facts"),
    [
        ({"listed": "l"}, CITY, None, "met", (f"{CITY} is on the list l",)),
        ({"listed": "l"}, STATE, None, "not_met", (f"{CITY} is not on the list l",)),
        (
            {"attribute": {"population": {"above": "100"}}},
            STATE,
            101,
            "met",
            (f"{CITY} is of 101 or more inhabitants",),
        ),
        (
            {"any": [{"listed": "l"}, some()]},  # the rule alone would do, and so does the list
            CITY,
            None,
            "met",
            (f"{CITY} is on the list l",),
        ),
    ],
)
def test_a_list_or_a_number_can_be_the_reason(
    formula: Any, entry: str, population: int | None, outcome: str, facts: tuple[str, ...]
) -> None:
    world = of_city(formula)
    world.published = {"l": a_list("l", {"place": entry, "from": "2020-01-01"})}
    world.population = population
    found = world.find()
    assert found.outcome == outcome
    assert only(found).facts == facts


def test_a_population_that_is_not_known_leaves_the_answer_open() -> None:
    found = of_city({"attribute": {"population": {"at_least": "500"}}}).find()
    assert (found.outcome, found.turns_on.facts) == ("undetermined", "always")
    assert found.missing == (f"population of {CITY}: not in the library",)


def test_a_state_above_a_listed_city_is_reached() -> None:
    world = of_city({"subdivision": "w"})
    world.published = {"l": a_list("l", {"place": CITY, "from": "2020-01-01"})}
    world.tests["w"] = a_test("w", {"listed": "l"})
    assert world.find().outcome == "not_met"  # nothing lies below the city
    world.place = STATE
    assert world.find().outcome == "met"
