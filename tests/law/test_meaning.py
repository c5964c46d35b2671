"""Which meanings of a term are open: who holds them on a date, and what holdings leave of them."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from comity.law.files import Effect, Holder, Ruling, Term
from comity.law.meaning import (
    Conflict,
    OpenMeanings,
    has_standing,
    holders_on,
    open_meanings,
    standing_holdings,
)
from comity.law.precedent import Force, Holding

DAY = "2020-06-15"
HOLD, NOTICE, ASK = "detainer_hold", "release_notification", "status_inquiry"


def a_ruling(name: str, *effects: Any, day: str = "2018-01-01", **more: Any) -> Ruling:
    plain = {
        "format": "1",
        "ruling": name,
        "cite": "c",
        "court": "ca9",
        "on_law": ["federal"],
        "posture": "p",
        "parties": {},
        "events": [{"date": day, "what": "decided"}],
        "checked": "never",
        "effects": effects,
    }
    return msgspec.convert({**plain, **more}, Ruling)


def a_term(kind: str, over: str | None = None, **readings: Any) -> Term:
    full = {
        name: {"gloss": name, "held_by": [{"who": "us-doj"}], **reading}
        for name, reading in readings.items()
    }
    plain = {"format": "1", "term": "x", "kind": kind, "phrase": "x", "readings": full}
    return msgspec.convert({**plain, "over": over} if over else plain, Term)


YES_NO = a_term("formula", a={"means": "always"}, b={"means": "never"})
TWICE = a_term("formula", a={"means": "always"}, b={"means": "never"}, c={"means": "always"})
SCOPE = a_term("scope", "subject", a={"covers": [HOLD]}, b={"covers": [HOLD, NOTICE]})


def holdings(*effects: Any, force: Force = "precedent") -> list[Holding]:
    """Return one binding holding of a ruling of its own for each effect."""
    found = []
    for number, effect in enumerate(effects):
        ruling = a_ruling(f"r{number}", {"construes": "x", **effect})
        found.append(Holding(ruling, ruling.effects[0], force))
    return found


def opened(term: Term, binding: list[Holding] | None = None, **more: Any) -> OpenMeanings:
    rulings = {h.ruling.ruling: h.ruling for h in binding or ()}
    return open_meanings(term, binding or [], {**rulings, **more.pop("rulings", {})}, DAY, **more)


def names(found: OpenMeanings) -> list[tuple[str, ...]]:
    return [meaning.readings for meaning in found.meanings]


# who holds a reading


@pytest.mark.parametrize(
    ("holder", "holds"),
    [
        (Holder("us-doj"), True),  # a party, of no date
        (Holder("us-doj", from_="2020"), True),  # since some day of that year
        (Holder("us-doj", from_="2020-06-16"), False),  # not yet
        (Holder("us-doj", until="2020"), True),  # until the end of it
        (Holder("us-doj", until="2020-06-14"), False),  # no longer
        (Holder("us-doj", as_="letter"), True),  # a formal letter gives standing
        (Holder("us-doj", as_="amicus"), False),  # a friend of the court has none
        (Holder("us-doj", as_="commentary"), False),  # nor has a commentator
    ],
)
def test_who_has_standing_on_a_day(holder: Holder, holds: bool) -> None:
    assert has_standing(holder, {}, DAY) is holds


@pytest.mark.parametrize(
    ("day", "later", "holds"),
    [
        ("2018-01-01", None, True),  # since its decision
        ("2021-01-01", None, False),  # not before
        ("2018-01-01", {"date": "2020-01-01", "what": "reversed"}, False),  # until reversed
        ("2018-01-01", {"date": "2021-01-01", "what": "reversed"}, True),  # which comes later
        ("2018-01-01", {"date": "2020-01-01", "what": "affirmed"}, True),  # affirmed is no end
    ],
)
def test_a_court_holds_what_it_decided_until_it_is_reversed(
    day: str, later: Any, holds: bool
) -> None:
    events = [{"date": day, "what": "decided"}, *([later] if later else [])]
    ruling = a_ruling("r", events=events)
    assert has_standing(Holder("r"), {"r": ruling}, DAY) is holds


def test_holders_are_named_once() -> None:
    held_by = [{"who": "us-doj"}, {"who": "us-doj", "as": "letter"}, {"who": "z", "as": "amicus"}]
    term = a_term("formula", a={"means": "always", "held_by": held_by})
    assert holders_on(term.readings["a"], {}, DAY) == ("us-doj",)


def test_what_nobody_with_standing_holds_is_opened_on_demand_only() -> None:
    amicus = {"means": "never", "held_by": [{"who": "z", "as": "amicus"}]}
    term = a_term("formula", a={"means": "always"}, b=amicus)
    assert names(opened(term)) == [("a",)]
    assert names(opened(term, all_readings=True)) == [("a",), ("b",)]


# what holdings do


@pytest.mark.parametrize(
    ("effect", "left"),
    [
        ({}, [("a", "c"), ("b",)]),  # a holding that says nothing leaves all
        ({"adopts": "b"}, [("b",)]),  # adopting one forecloses the rest
        ({"forecloses": ["b"]}, [("a", "c")]),  # foreclosing one leaves the rest
        ({"forecloses": ["a"]}, [("b",)]),  # and takes the same meaning by another name
        ({"adopts": "a"}, [("a", "c")]),  # which adopting keeps
        ({"forecloses": ["z"]}, [("a", "c"), ("b",)]),  # an unknown reading takes nothing
    ],
)
def test_adopting_and_foreclosing(effect: Any, left: list[tuple[str, ...]]) -> None:
    assert names(opened(TWICE, holdings(effect))) == left


def test_what_a_binding_court_adopts_is_open_though_nobody_else_holds_it() -> None:
    lonely = {"means": "never", "held_by": [{"who": "z", "as": "amicus"}]}
    term = a_term("formula", a={"means": "always"}, b=lonely)
    assert names(opened(term, holdings({"adopts": "b"}))) == [("b",)]


@pytest.mark.parametrize(
    ("effects", "covers"),
    [
        ([], [{HOLD}, {HOLD, NOTICE}]),  # two readings
        ([{"excludes": [NOTICE]}], [{HOLD}]),  # without notices they are the same
        ([{"includes": [NOTICE]}], [{HOLD, NOTICE}]),  # with them as well
        ([{"includes": [ASK]}], [{HOLD, ASK}, {HOLD, NOTICE, ASK}]),  # a word for both
        ([{"excludes": [HOLD]}, {"includes": [HOLD]}], [set(), {NOTICE}]),  # the first prevails
        ([{"includes": [ASK]}, {"excludes": [ASK]}], [{HOLD, ASK}, {HOLD, NOTICE, ASK}]),  # so here
        ([{"excludes": [ASK]}, {"excludes": [ASK]}], [{HOLD}, {HOLD, NOTICE}]),  # twice is once
    ],
)
def test_excluding_and_including(effects: list[Any], covers: list[set[str]]) -> None:
    found = opened(SCOPE, holdings(*effects))
    assert [set(meaning.covers) for meaning in found.meanings] == covers


def test_a_holding_that_would_leave_nothing_yields_to_the_one_before() -> None:
    found = opened(YES_NO, holdings({"adopts": "a"}, {"adopts": "b"}))
    assert names(found) == [("a",)]
    assert [h.ruling.ruling for h in found.spoke] == ["r0"]


def test_two_courts_of_one_day_and_force_are_in_conflict() -> None:
    binding = holdings({"adopts": "a"}, {"adopts": "b"})
    assert opened(YES_NO, binding).conflicts == (Conflict("x", "r0", "r1"),)


def test_a_higher_court_or_a_later_day_is_no_conflict() -> None:
    first, second = holdings({"adopts": "a"}, {"adopts": "b"})
    higher = msgspec.structs.replace(first, force="supreme")
    assert not opened(YES_NO, [higher, second]).conflicts
    ruling = a_ruling("r9", {"construes": "x", "adopts": "b"}, day="2019-01-01")
    later = Holding(ruling, ruling.effects[0], "precedent")
    assert not opened(YES_NO, [first, later]).conflicts


def test_courts_that_agree_are_no_conflict() -> None:
    found = opened(YES_NO, holdings({"adopts": "a"}, {"forecloses": ["b"]}))
    assert not found.conflicts
    assert len(found.spoke) == 2


# every holding, binding or not


@pytest.mark.parametrize(
    ("effect", "more", "found"),
    [
        ({}, {}, True),  # a holding on the term
        ({"construes": "y"}, {}, False),  # on another
        ({"weight": "dictum"}, {}, False),  # said in passing
        ({"in": ["t"]}, {}, True),  # in this test
        ({"in": ["u"]}, {}, False),  # in another
        ({}, {"stage": "jurisdiction"}, False),  # where nothing was decided
        ({}, {"day": "2021-01-01"}, False),  # after the day
        ({}, {"on_law": ["state:ma"]}, False),  # on the law of another State
        ({}, {"on_law": ["state:ca"]}, True),  # on the law of this one
    ],
)
def test_which_holdings_stand(effect: Any, more: Any, found: bool) -> None:
    ruling = a_ruling("r", {"construes": "x", **effect}, **more)
    assert bool(standing_holdings([ruling], "x", "t", DAY, "state:ca")) is found


def test_an_effect_that_says_nothing_does_nothing() -> None:
    assert Effect().does == "none"
    assert Effect(construes="x", suspends="y").does == "several"
    assert Effect(construes="x").does == "construes"
