"""What a finding says beside its outcome: leaning, validity, what is missing, what is unchecked."""

from __future__ import annotations

from typing import Any

import pytest

from comity.reason.finding import Finding, find
from comity.reason.question import Manner, NoOpenConstruction
from comity.reason.situations import MOST, TooManySituations, unions
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
    a_term,
    a_test,
    an_instrument,
    surveyed,
)

HOLD, NOTICE = "detainer_hold", "release_notification"
YES_NO = {"a": {"means": "always"}, "b": {"means": "never"}}
SEEN = {"date": "2026-01-01", "against": "https://example.org", "saw": "words"}
BAR = {"id": "p", "subject": HOLD, "act": "prohibits"}
A_BAR = {"some": {"subject": HOLD, "act": "prohibits"}}


def on_a_word(**readings: Any) -> World:
    """Return a world in which all turns on one word, and every fact is known."""
    world = World(files=surveyed(), terms={"x": a_term("x", "formula", readings or YES_NO)})
    world.tests["t"] = a_test("t", {"term": "x"})
    return world


def construing(world: World, *courts: tuple[str, Any]) -> World:
    """Return the world with a ruling of each court, which adopts a reading."""
    for court, effect in courts:
        name = f"{court}-{len(world.rulings)}"
        world.rulings[name] = a_ruling(name, court, [{"construes": "x", **effect}])
    return world


# leaning


def test_where_no_court_has_ruled_nothing_leans() -> None:
    found = on_a_word().find()
    assert (found.outcome, found.turns_on.law, found.leaning) == ("undetermined", "always", None)


@pytest.mark.parametrize(
    ("courts", "outcome", "leaning"),
    [
        # one court elsewhere, one way: it leans that way and stays open
        ([("ca5", {"adopts": "a"})], "undetermined", ("met", ("ca5-0",), ())),
        ([("ca5", {"adopts": "b"})], "undetermined", ("not_met", ("ca5-0",), ())),
        # two courts, two ways: they differ, each on its side
        (
            [("ca5", {"adopts": "a"}), ("ca5", {"adopts": "b"})],
            "undetermined",
            ("courts_differ", ("ca5-0",), ("ca5-1",)),
        ),
        # what was said in passing leans nowhere
        ([("ca5", {"adopts": "a", "weight": "dictum"})], "undetermined", None),
        # a court that binds settles it, and the leaning says by whom
        ([("ca9", {"adopts": "a"})], "met", ("met", ("ca9-0",), ())),
        # settled here, though a court elsewhere differs
        (
            [("ca9", {"adopts": "a"}), ("ca5", {"adopts": "b"})],
            "met",
            ("courts_differ", ("ca9-0",), ("ca5-1",)),
        ),
    ],
)
def test_leaning(courts: Any, outcome: str, leaning: Any) -> None:
    found = construing(on_a_word(), *courts).find()
    said = found.leaning
    assert found.outcome == outcome
    assert (None if said is None else (said.outcome, said.for_, said.against)) == leaning


def test_rulings_that_leave_two_readings_lean_nowhere() -> None:
    world = on_a_word(**YES_NO, c={"means": A_BAR})
    found = construing(world, ("ca5", {"forecloses": ["c"]})).find()
    assert found.leaning is not None
    assert (found.leaning.outcome, found.leaning.for_) == ("undetermined", ())


def test_two_rulings_that_settle_it_only_together_are_both_named() -> None:
    never = {"means": {"not": A_BAR}}
    world = on_a_word(a=never, b={"means": "never"}, c={"means": A_BAR})
    construing(world, ("ca5", {"forecloses": ["b"]}), ("ca5", {"forecloses": ["c"]}))
    found = world.find().leaning
    assert found is not None
    assert (found.outcome, found.for_) == ("met", ("ca5-0", "ca5-1"))


def test_a_holding_that_a_law_does_not_conflict_leans_though_it_binds_nobody_here() -> None:
    world = World(files=surveyed(CITY, an_instrument("i", [BAR])))
    world.terms["x"] = a_term("x", "filter", {"a": {"drops": "nothing"}})
    world.tests["t"] = a_test("t", A_BAR, filters=["x"])
    effect = {"applies": "t", "to": [f"{CITY}/i"], "outcome": "not_met"}
    world.rulings["r"] = a_ruling("r", "ca5", [effect])
    found = world.find()
    assert found.outcome == "met"
    assert found.leaning is not None
    assert (found.leaning.outcome, found.leaning.for_) == ("not_met", ("r",))
    world.rulings["r"] = a_ruling("r", "ca9", [effect])
    assert world.find().outcome == "not_met"
    world.rulings["r"] = a_ruling("r", "ca5", [{**effect, "to": ["state:tx/i"]}])
    assert world.find().leaning is None


def test_a_holding_that_a_law_conflicts_binds_while_that_law_is_in_force() -> None:
    world = World(files=surveyed(CITY, an_instrument("i", [{**BAR, "subject": NOTICE}])))
    world.tests["t"] = a_test("t", A_BAR)
    assert world.find().outcome == "not_met"  # the formula alone sees no bar on holding
    effect = {"applies": "t", "to": [f"{CITY}/i"], "outcome": "met"}
    world.rulings["r"] = a_ruling("r", "ca9", [effect])
    assert world.find().outcome == "met"
    world.rulings["r"] = a_ruling("r", "ca5", [effect])
    assert world.find().outcome == "not_met"  # another circuit's word does not bind here


def test_a_reading_that_only_unchecked_holders_hold_is_said_to_be_so() -> None:
    world = on_a_word()
    assert "who holds x=a" in world.find().unchecked
    world.terms["x"]["readings"]["a"]["held_by"][0]["checked"] = SEEN
    assert "who holds x=a" not in world.find().unchecked


# hindsight


def test_hindsight_counts_a_holding_given_since() -> None:
    world = on_a_word()
    events = [{"date": "2021-01-01", "what": "decided"}]
    effect = {"construes": "x", "adopts": "a"}
    world.rulings["r"] = a_ruling("r", "ca9", [effect], events=events)
    assert world.find().outcome == "undetermined"
    assert world.find(known_on="2022-01-01").outcome == "met"


def test_hindsight_does_not_make_a_later_reading_held_on_the_day() -> None:
    world = on_a_word(a={"means": "always"}, b={"means": "never", "held_by": [{"who": "r"}]})
    events = [{"date": "2021-01-01", "what": "decided"}]
    world.rulings["r"] = a_ruling("r", "ca5", [{"construes": "x", "adopts": "b"}], events=events)
    assert world.find().outcome == world.find(known_on="2022-01-01").outcome == "met"
    assert world.find(as_of="2022-01-01", known_on="2022-01-01").outcome == "undetermined"


# validity


@pytest.mark.parametrize(
    ("courts", "kinds", "wanted"),
    [
        ([], ["municipality"], "contested"),  # it turns on the word
        ([("ca9", {"adopts": "a"})], ["municipality"], "m"),  # a court has said
        ([("ca9", {"adopts": "b"})], ["municipality"], "n"),  # the other thing
        ([], ["state"], None),  # it is not asked of cities
    ],
)
def test_validity_is_shown_and_not_folded_in(courts: Any, kinds: Any, wanted: str | None) -> None:
    world = construing(on_a_word(), *courts)
    world.tests["v"] = {**world.tests["t"], "test": "v", "applies_to": {"kinds": kinds}}
    world.tests["t"] = a_test("t", A_BAR, validity="v")
    found = world.find()
    assert (found.outcome, found.validity) == ("not_met", wanted)


def test_a_test_without_a_test_of_validity_says_nothing() -> None:
    assert on_a_word().find().validity is None


# scope


def test_out_of_scope_says_so_and_no_more() -> None:
    world = on_a_word()
    world.tests["t"]["applies_to"] = {"kinds": ["state"]}
    found = world.find()
    assert (found.outcome, found.words) == ("out_of_scope", "out of its scope")
    assert not found.pivots
    assert not found.reasons


@pytest.mark.parametrize(("within", "outcome"), [(STATE, "met"), ("state:tx", "out_of_scope")])
def test_scope_can_be_one_state(within: str, outcome: str) -> None:
    world = on_a_word(a={"means": "always"})
    world.tests["t"]["applies_to"] = {"kinds": ["municipality"], "within": within}
    assert world.find().outcome == outcome


# missing


def test_what_nobody_has_looked_up_is_named_where_it_can_matter() -> None:
    world = World(files=surveyed(), tests={"t": a_test("t", A_BAR)})
    world.files[CITY] = a_file(CITY, [], [a_survey([NOTICE])])
    found = world.find()
    assert (found.outcome, found.turns_on.facts) == ("undetermined", "always")
    assert found.missing == (f"rules of {CITY} on {HOLD}: nobody has looked",)
    world.files[CITY] = a_file(CITY, [], [a_survey([HOLD])])
    assert world.find().missing == ()


def test_a_partial_date_is_missing_where_it_can_matter() -> None:
    vague = an_instrument("i", [BAR], in_force=[{"from": "2020"}])
    world = World(files=surveyed(CITY, vague), tests={"t": a_test("t", A_BAR)})
    assert world.find().missing == (
        f"whether {CITY}/i was in force: its date is known only in part",
    )
    sure = an_instrument("j", [BAR])
    world.files = surveyed(CITY, vague, sure)
    assert (world.find().outcome, world.find().missing) == ("met", ())


@pytest.mark.parametrize(
    ("log", "outcome"),
    [
        ({}, "undetermined"),  # nobody says that the log is complete
        ({"complete": [{"from": "2018-01-01"}]}, "not_met"),  # it is, and has nothing
        ({"complete": [{"from": "2018-01-01", "until": "2020-01-01"}]}, "undetermined"),
        ({"entries": [{"to": CITY, "date": "2020-01-01"}]}, "met"),  # one was sent
        ({"entries": [{"to": COUNTY, "date": "2020-01-01"}]}, "undetermined"),  # to another
        ({"entries": [{"to": CITY, "date": "2021-01-01"}]}, "undetermined"),  # later
        ({"entries": [{"to": CITY, "date": "2020"}]}, "undetermined"),  # this year or not yet
        ({"by": "us-dhs", "complete": [{"from": "2018-01-01"}]}, "undetermined"),  # another's
    ],
)
def test_an_event_is_known_from_a_log_or_missing(log: Any, outcome: str) -> None:
    plain = {"log": "g", "kind": "notice", "by": "us-doj", "checked": "never"}
    world = World(files=surveyed(), logs={"g": {**plain, **log}})
    world.tests["t"] = a_test("t", {"event": {"kind": "notice"}})
    found = world.find()
    assert found.outcome == outcome
    wanted = ("whether there was a notice by us-doj: no complete log",)
    assert found.missing == (wanted if outcome == "undetermined" else ())


# unchecked


def test_everything_that_nobody_checked_is_named() -> None:
    world = on_a_word(a={"means": A_BAR}, b={"means": "never"})
    construing(world, ("ca9", {"adopts": "a"}))
    world.files = surveyed(CITY, an_instrument("i", [BAR]))
    money = {"what": "w", "in_force": [{"from": "2019-01-01"}], "checked": "never"}
    world.tests["t"]["consequences"] = {"money": money}
    assert world.find().unchecked == (
        "test t",
        "consequence t/money",
        "term x",
        "who holds x=a",
        "ruling ca9-0",
        f"provision {CITY}/i/p",
    )


def test_what_was_checked_is_not_named() -> None:
    world = on_a_word(a={"means": A_BAR}, b={"means": "never"})
    construing(world, ("ca9", {"adopts": "a"}))
    world.files = surveyed(CITY, an_instrument("i", [BAR], checked=SEEN))
    holder = world.terms["x"]["readings"]["a"]["held_by"][0]
    for thing in (world.tests["t"], world.terms["x"], world.rulings["ca9-0"], holder):
        thing["checked"] = SEEN
    assert world.find().unchecked == ()


# readings


def test_a_reading_that_is_chosen_is_followed_even_if_foreclosed() -> None:
    world = construing(on_a_word(), ("ca9", {"adopts": "a"}))
    assert world.find().outcome == "met"
    assert world.find(chosen=(("x", "a"),)).outcome == "met"
    assert world.find(chosen=(("x", "b"),)).outcome == "not_met"
    assert world.find(chosen=(("y", "b"),)).outcome == "met"


def test_a_foreclosed_filter_that_is_chosen_drops_what_it_says() -> None:
    drops = {"a": {"drops": "nothing"}, "b": {"drops": {"by": "own"}}}
    world = World(files=surveyed(CITY, an_instrument("i", [BAR])))
    world.terms["x"] = a_term("x", "filter", drops)
    world.tests["t"] = a_test("t", A_BAR, filters=["x"])
    construing(world, ("ca9", {"adopts": "a"}))
    assert world.find().outcome == "met"
    assert world.find(chosen=(("x", "b"),)).outcome == "not_met"


def tied(**ties: Any) -> World:
    world = on_a_word(a={"means": "always"}, b={"means": "never", **ties})
    world.terms["y"] = a_term("y", "formula", YES_NO)
    world.tests["t"] = a_test("t", {"all": [{"term": "x"}, {"term": "y"}]})
    return world


def test_readings_that_are_tied_stand_together() -> None:
    assert tied().find().constructions.open == 4
    assert tied(only_with="y=a").find().constructions.open == 3
    assert tied(only_with=["y=a"]).find().constructions.open == 3
    ranks = [(p.id, p.rank) for p in tied(only_with="y=a").find().pivots]
    assert ranks == [("x", 1), ("y", 1)]  # terms that a tie connects are one pivot


def test_a_reading_falls_with_the_one_that_it_needs() -> None:
    world = tied(only_with="y=a")
    world.rulings["r"] = a_ruling("r", "ca9", [{"construes": "y", "adopts": "b"}])
    found = world.find()
    assert (found.outcome, found.constructions.open) == ("not_met", 1)


def test_without_an_open_reading_there_is_no_finding() -> None:
    lonely = {"means": "always", "held_by": [{"who": "z", "as": "amicus"}]}
    with pytest.raises(NoOpenConstruction, match="no reading of `x`"):
        on_a_word(a=lonely).find()
    world = tied(only_with="y=a")
    del world.terms["x"]["readings"]["a"]
    world.rulings["r"] = a_ruling("r", "ca9", [{"construes": "y", "adopts": "b"}])
    with pytest.raises(NoOpenConstruction, match="no construction of `t`"):
        world.find()


def test_one_word_has_one_meaning_in_a_test_and_in_one_inside_it() -> None:
    world = on_a_word()
    world.tests["u"] = a_test("u", {"term": "x"})
    world.tests["t"] = a_test("t", {"any": [{"test": "u"}, {"not": {"term": "x"}}]})
    assert world.find().outcome == "met"
    construing(world, ("ca9", {"adopts": "b", "in": ["u"]}))
    assert world.find().outcome == "undetermined"  # a holding leaves it another in one only


def test_a_test_inside_that_is_out_of_scope_is_not_met() -> None:
    world = on_a_word(a={"means": "always"})
    world.tests["u"] = a_test("u", {"term": "x"}, applies_to={"kinds": ["county"]})
    world.tests["t"] = a_test("t", {"test": "u"})
    assert world.find().outcome == "not_met"
    world.place = COUNTY
    assert world.find().outcome == "met"


def test_too_many_situations_are_refused_and_not_guessed() -> None:
    many = [frozenset((str(number),)) for number in range(MOST.bit_length())]
    assert len(unions(many[:3])) == 8
    with pytest.raises(TooManySituations):
        unions(many)


def test_before_an_authority_exists_it_is_read_as_when_it_began() -> None:
    held = [{"who": "us-doj", "from": "2019-01-01"}]
    world = on_a_word(a={"means": "always", "held_by": held})
    library = world.library()

    def on(day: str) -> Finding:
        return find(library, GOVERNMENTS[CITY], library.tests["t"], Manner(day, day))

    assert (on("2018-06-15").outcome, on("2018-06-15").operative.status) == ("met", "not_yet")
    assert (on(DAY).outcome, on(DAY).operative.status) == ("met", "in_force")
