"""The engine and the oracle say the same, of drawn libraries and of all very small ones."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, event, given, settings

from comity.evaluate.diagram import TooLarge
from comity.reason.finding import Finding, find
from comity.reason.question import Manner
from oracle.brute import ALL_SUBJECTS, Answer, NothingOpen, TooBig, answer
from oracle.draw import (
    CITY,
    COUNTY,
    DAY,
    GOVERNMENTS,
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
    worlds,
)

PATIENT = settings(suppress_health_check=list(HealthCheck))


def said(finding: Finding) -> Answer:
    """Return what the engine says in the oracle's words."""
    return Answer(
        finding.outcome,
        finding.turns_on.law,
        finding.turns_on.facts,
        frozenset(p.id for p in finding.pivots if p.kind == "term"),
        frozenset((p.kind, p.id) for p in finding.pivots if p.kind != "term"),
        finding.constructions.open,
        finding.constructions.met,
        finding.constructions.not_met,
    )


def agree(world: World, limit: int = 3000, sides: int = 2) -> Answer:
    """Hold the engine against the oracle, and return what both say."""
    library = world.library()
    test = library.tests["t"]
    expected = answer(library, world.government, test, DAY, DAY, limit=limit, sides=sides)
    assert said(world.find()) == expected
    return expected


@PATIENT
@given(worlds())
def test_a_finding_is_what_enumeration_says(world: World) -> None:
    try:
        expected = agree(world, 600)
    except (NothingOpen, TooBig, TooLarge) as error:
        event(type(error).__name__)
        assume(False)
    event(f"{expected.outcome}, law {expected.law}, facts {expected.facts}")


# very small ones, all of them

HOLD = "detainer_hold"
EVERY = {"every_without": ["judicial_warrant"]}
QUERIES: list[dict[str, Any]] = [
    {"act": "prohibits"},
    {"act": "prohibits", "in": ["judicial_warrant"]},
    {"act": "excepts", "in": ["judicial_warrant"]},
    {"act": ["permits", "requires"], "in": "any"},
    {"act": "prohibits", "in": EVERY},
    {"act": "prohibits", "effective": True},
    {"act": ["prohibits", "requires"], "effective": False, "by": "own"},
]
LEAVES: list[dict[str, Any]] = [
    *({"some": {"subject": HOLD, **query}} for query in QUERIES),
    {"term": "fo"},
    {"event": {"kind": "notice"}},
    {"listed": "l"},
    {"subdivision": "w"},
    {"attribute": {"population": {"above": "100"}}},
]
FORMULAS: list[dict[str, Any]] = [
    *LEAVES,
    *({"not": leaf} for leaf in LEAVES),
    *(
        {how: [first, {"not": second} if negated else second]}
        for first, second in itertools.combinations([*LEAVES[:2], *LEAVES[5:]], 2)
        for how, negated in (("all", True), ("any", False))
    ),
]
BAR = {
    "id": "bar",
    "subject": HOLD,
    "act": "prohibits",
    "unless": [["judicial_warrant"]],
    "binds": ["all_officials"],
}
DUTY = {"id": "duty", "subject": HOLD, "act": "requires", "when": [["judicial_warrant"]]}
LOG = {"log": "g", "kind": "notice", "by": "us-doj", "checked": "never"}


def looked_at(*places: str) -> dict[str, Any]:
    """Return files in which everything was surveyed but holds by these governments."""
    some = a_survey([subject for subject in ALL_SUBJECTS if subject != HOLD])
    return {
        name: a_file(name, [], [some if name in places else a_survey("all")])
        for name in GOVERNMENTS
    }


def books(number: int) -> dict[str, Any]:
    """Return one of the policies of a city, a county and a State that are tried."""
    unseen = [(), (CITY,), (STATE,), (CITY, STATE)][number % 4]
    files = looked_at(*unseen)
    if number >= 4:
        vague = {"in_force": [{"from": "2020"}]} if number >= 8 else {}
        files[CITY]["instruments"] = [an_instrument("i", [BAR], **vague)]
        files[STATE]["instruments"] = [an_instrument("j", [DUTY])]
    return files


TERMS = [
    {"fo": a_term("fo", "formula", {"a": {"means": "always"}, "b": {"means": "never"}})},
    {
        "fo": a_term(
            "fo",
            "formula",
            {
                "a": {"means": {"some": {"subject": HOLD, "act": "requires"}}},
                "b": {"means": "never"},
            },
        ),
        "f1": a_term(
            "f1", "filter", {"a": {"drops": "nothing"}, "b": {"drops": {"by": "parents"}}}
        ),
    },
]


@pytest.mark.parametrize("number", [0, 1, 6, 9])
def test_every_small_formula_is_what_enumeration_says(number: int) -> None:
    entry = {"place": CITY, "from": "2020-01-01", **({"until": "2020"} if number % 2 else {})}
    listed = a_list("l", entry)
    world = World(files=books(number), logs={"g": LOG} if number % 3 else {})
    world.published = {"l": listed}
    below = a_test("w", {"listed": "l"})
    for formula, terms in itertools.product(FORMULAS, TERMS):
        world.terms = terms
        filters = ["f1"] if "f1" in terms else []
        world.tests = {"t": a_test("t", formula, filters=filters), "w": below}
        library = world.library()
        test = library.tests["t"]
        place = GOVERNMENTS[CITY]
        expected = answer(library, place, test, DAY, DAY)
        how = Manner(as_of=DAY, known_on=DAY)
        assert said(find(library, place, test, how)) == expected, (formula, terms)


# what the oracle has shown to be hard

ALSO = {"saved_by": {"law": "law-a", "also": ["federal_law_required"]}}
SAVED = {"f1": a_term("f1", "filter", {"a": {"drops": "nothing"}, "b": {"drops": ALSO}})}
STATUTES = {"f1": a_term("f1", "filter", {"a": {"drops": {"kind": "statute"}}})}
NOTICE = {"kind": "notice"}
HARD: dict[str, tuple[Any, tuple[str, ...], dict[str, Any]]] = {
    "rules that nobody has seen can bar in every situation": (
        {"some": {"act": "requires", "in": EVERY}},
        (CITY,),
        {},
    ),
    "a rule can be of another kind than the one dropped": (
        {"some": {"act": "requires"}},
        (CITY,),
        STATUTES,
    ),
    "a county's rule can bind local governments and a jail": (
        {"some": {"act": "requires", "binds": "jail"}},
        (COUNTY,),
        {},
    ),
    "an office of a parent can have made a rule": (
        {"some": {"act": "requires", "of": "sheriff"}},
        (STATE,),
        {},
    ),
    "a rule does not apply where its own exception saves it": (
        {"some": {"act": "prohibits", "in": ["federal_law_required"]}},
        (CITY,),
        SAVED,
    ),
    "the exception that saves a rule is an exception": (
        {"some": {"act": "excepts", "in": ["federal_law_required"]}},
        (CITY,),
        SAVED,
    ),
    "one rule may have an exception that saves it and another": (
        {"some": {"act": "excepts", "in": ["judicial_warrant"]}},
        (CITY,),
        SAVED,
    ),
    "an exception can help to cover every situation": (
        {
            "some": {
                "act": ["excepts", "permits"],
                "in": {"every_without": ["judicial_warrant"]},
                "effective": True,
            }
        },
        (CITY, STATE),
        {},
    ),
    "a bar with an exception need not be one in the bare situation": (
        {
            "all": [
                {"some": {"act": "excepts", "in": ["consent"]}},
                {"not": {"some": {"act": "prohibits"}}},
            ]
        },
        (CITY,),
        {},
    ),
    "where more holds a bar applies as well, or an exception does": (
        {
            "any": [
                {"not": {"some": {"act": "prohibits"}}},
                {"some": {"act": ["excepts", "prohibits"], "in": ["judicial_warrant"]}},
            ]
        },
        (CITY,),
        {},
    ),
    "a bar in every situation is one in the barest, and holds or excepts in all that hold more": (
        {
            "any": [
                {
                    "all": [
                        {"some": {"by": "own", "in": ["judicial_warrant"]}},
                        {"some": {"act": ["excepts", "prohibits"], "in": ["judicial_warrant"]}},
                    ]
                },
                {"not": {"some": {"act": "prohibits", "by": "own", "in": EVERY}}},
            ]
        },
        (CITY, STATE),
        {},
    ),
    "a notice about something is a notice": (
        {"all": [{"event": {**NOTICE, "about": "t"}}, {"not": {"event": NOTICE}}]},
        (),
        {},
    ),
    "a bar in every situation is one in some": (
        {
            "all": [
                {"some": {"act": "prohibits", "in": EVERY}},
                {"not": {"some": {"act": "prohibits"}}},
            ]
        },
        (CITY,),
        {},
    ),
}


def on_holds(formula: Any) -> Any:
    """Return a formula whose queries all ask of holds."""
    if isinstance(formula, list):
        return [on_holds(part) for part in formula]
    if "some" in formula:
        return {"some": {"subject": HOLD, **formula["some"]}}
    if "event" in formula:
        return formula
    return {how: on_holds(part) for how, part in formula.items()}


@pytest.mark.parametrize("name", HARD)
def test_hard(name: str) -> None:
    formula, unseen, terms = HARD[name]
    world = World(terms=terms, files=looked_at(*unseen))
    world.tests["t"] = a_test("t", on_holds(formula), filters=sorted(terms))
    agree(world, sides=1)


def test_the_oracle_knows_the_simplest_answers() -> None:
    files = surveyed(CITY, an_instrument("i", [BAR]))
    world = World(files=files)
    for query, outcome in (
        ({"act": "prohibits"}, "met"),
        ({"act": "prohibits", "in": ["judicial_warrant"]}, "not_met"),
        ({"act": "excepts", "in": ["judicial_warrant"]}, "met"),
        ({"act": "prohibits", "in": EVERY}, "met"),
        ({"act": "prohibits", "effective": False}, "not_met"),
    ):
        world.tests["t"] = a_test("t", {"some": {"subject": HOLD, **query}})
        assert agree(world).outcome == outcome
    world.files = looked_at(CITY)
    world.tests["t"] = a_test("t", {"some": {"subject": HOLD, "act": "prohibits"}})
    assert agree(world).outcome == "undetermined"
    assert agree(world).unknown == {("rules", f"{CITY} {HOLD}")}


def test_a_reading_that_courts_have_trimmed_to_nothing_covers_nothing() -> None:
    world = World(files=surveyed(CITY, an_instrument("i", [BAR])))
    world.terms["sc"] = a_term("sc", "scope", {"a": {"covers": [HOLD]}}, over="subject")
    trims = [{"construes": "sc", "weight": "holding", "excludes": [HOLD], "in": ["t"]}]
    world.tests["t"] = a_test("t", {"some": {"subject": {"term": "sc"}, "in": EVERY}})
    assert agree(world).outcome == "met"
    world.rulings["r"] = a_ruling("r", "scotus", trims)
    assert agree(world).outcome == "not_met"


def test_a_countys_requirement_can_look_to_a_side_that_the_states_bar_does_not() -> None:
    world = World(files=looked_at(CITY, COUNTY))
    bar = {**BAR, "counterparty": "public"}
    world.files[STATE]["instruments"] = [an_instrument("i", [bar])]
    query = {"subject": HOLD, "act": "prohibits", "by": "own", "effective": True}
    world.tests["t"] = a_test("t", {"some": query})
    assert ("rules", f"{COUNTY} {HOLD}") in agree(world).unknown


def test_rules_of_a_state_and_a_city_can_look_to_two_sides_that_no_query_names() -> None:
    notice = {"subject": "release_notification", "act": "permits"}
    formula = {
        "any": [
            {"some": {**notice, "effective": True}},
            {"not": {"some": {**notice, "counterparty": "any", "by": "county"}}},
        ]
    }
    bar = {"subject": "release_notification", "act": "prohibits", "counterparty": "dhs"}
    files = surveyed(STATE, an_instrument("i", [{"id": "p", **bar}]))
    permit = {"id": "p", **notice, "binds": ["local_governments"]}
    files[COUNTY]["instruments"] = [an_instrument("i", [permit])]
    files[CITY]["surveyed"] = []
    world = World(files=files, tests={"t": a_test("t", formula)})
    assert agree(world, 20_000).unknown == {("rules", f"{CITY} release_notification")}


def test_what_one_rule_alone_can_name_may_be_absent() -> None:
    bar = {"subject": "release_notification", "act": "prohibits", "in": "any", "effective": True}
    narrow = {
        "id": "p",
        "subject": "preemption_of_local_policy",
        "act": "prohibits",
        "when": [["judicial_warrant", "other"]],
        "about": ["release_notification"],
    }
    files = surveyed(STATE, an_instrument("i", [narrow], in_force=[{"from": "2020"}]))
    files[COUNTY]["surveyed"] = []
    world = World(files=files, tests={"t": a_test("t", {"some": bar})}, place=COUNTY)
    assert agree(world).unknown == {("rules", f"{COUNTY} release_notification")}


def test_a_rule_can_bind_officials_of_whom_no_query_asks() -> None:
    world = World(files=looked_at(CITY))
    query = {"subject": HOLD, "binds": ["all_officials", "local_governments"]}
    world.tests["t"] = a_test("t", {"any": [{"not": {"some": {"subject": HOLD}}}, {"some": query}]})
    assert agree(world).outcome == "undetermined"


def test_a_court_adopts_the_reading_that_it_names() -> None:
    world = World(files=surveyed())
    same = {"a": {"means": "always", "only_with": "y=a"}, "b": {"means": "always"}}
    same["b"]["held_by"] = [{"who": "us-doj", "until": "2019"}]
    world.terms["x"] = a_term("x", "formula", same)
    world.terms["y"] = a_term("y", "formula", {"a": {"means": "always"}, "b": {"means": "never"}})
    adopts = {"construes": "x", "weight": "holding", "adopts": "a", "in": ["t"]}
    world.rulings["r"] = a_ruling("r", "scotus", [adopts])
    world.tests["t"] = a_test("t", {"all": [{"term": "x"}, {"term": "y"}]})
    assert agree(world).outcome == "met"


def test_more_exceptions_than_can_be_told_apart_are_refused_at_once() -> None:
    world = World(files=looked_at(CITY))
    conditions = ("consent", "approval", "public_safety", "court_order", "probable_cause")
    rules = [{**BAR, "id": f"p{n}", "when": [[c]]} for n, c in enumerate(conditions)]
    world.files[CITY]["instruments"] = [an_instrument("i", rules)]
    query = {"subject": HOLD, "act": ["excepts", "prohibits"], "in": EVERY}
    world.tests["t"] = a_test("t", {"some": query})
    with pytest.raises(TooLarge, match="ways to except situations"):
        world.find()
