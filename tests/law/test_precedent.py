"""Who is bound by which ruling, in pairs that differ in one thing; and which holding prevails."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from comity.law.files import Court, Effect, Event, LegalTest, Party, Ruling
from comity.law.precedent import (
    Force,
    Holding,
    concerns,
    decided,
    force_for,
    in_order,
    is_of,
    speaks_for,
    stands,
)
from comity.places.government import Government

CITY = Government("state:ca/place:y", "Y", "municipality", "state:ca", circuit="ca9")
OTHER = Government("state:ca/place:z", "Z", "municipality", "state:ca", circuit="ca9")
TEXAS = Government("state:tx/place:y", "Y", "municipality", "state:tx", circuit="ca5")
COURTS = {
    name: msgspec.convert({"name": name, **court}, Court)
    for name, court in {
        "scotus": {"rank": "supreme", "reach": "everywhere", "law": ["federal"]},
        "ca9": {"rank": "appeals", "reach": ["state:ca"], "law": ["federal"]},
        "ca5": {"rank": "appeals", "reach": ["state:tx"], "law": ["federal"]},
        "nd-cal": {"rank": "trial", "reach": [], "law": ["federal"]},
        "cal": {"rank": "state_high", "reach": ["state:ca"], "law": ["state:ca"]},
        "cal-app": {"rank": "state_appellate", "reach": ["state:ca"], "law": ["state:ca"]},
        "cal-super": {"rank": "state_trial", "reach": ["state:ca"], "law": ["state:ca"]},
    }.items()
}
PARTIES = {
    "us-doj": Party("DOJ", "agency"),
    "ice": Party("ICE", "agency", acts_for="us"),
    "aclu": Party("ACLU", "association"),
}
TEST = msgspec.convert(
    {
        "format": "1",
        "test": "t",
        "title": "t",
        "authority": {"cite": "c", "enacted_by": "e"},
        "applies_to": {"kinds": ["municipality"]},
        "applied_by": ["us-doj"],
        "words": {"met": "m", "not_met": "n"},
        "met_if": {"term": "x"},
        "checked": "never",
    },
    LegalTest,
)
AGAINST_US = {"parties": {"won": [CITY.id], "lost": ["us"]}}
STATE_LAW = {"on_law": ["state:ca"]}


def a_ruling(court: str, day: str = "2018-01-01", **more: Any) -> Ruling:
    plain = {
        "format": "1",
        "ruling": f"{court}-{day}",
        "cite": "c",
        "court": court,
        "on_law": ["federal"],
        "posture": "p",
        "parties": {},
        "events": [{"date": day, "what": "decided"}],
        "checked": "never",
    }
    return msgspec.convert({**plain, **more}, Ruling)


def force(ruling: Ruling, government: Government) -> Force | None:
    return force_for(ruling, COURTS[ruling.court], government, TEST, PARTIES)


@pytest.mark.parametrize(
    ("court", "more", "bound", "how", "free"),
    [
        # the Supreme Court binds everywhere, so nobody is free of it
        ("scotus", {}, TEXAS, "supreme", None),
        # a court of appeals binds its circuit and no other
        ("ca9", {}, CITY, "precedent", TEXAS),
        ("ca5", {}, TEXAS, "precedent", CITY),
        # en banc reaches no farther than a panel
        ("ca9", {"en_banc": True}, CITY, "precedent", TEXAS),
        # what a court of appeals says of preliminary relief is the law of its circuit
        ("ca9", {"stage": "preliminary"}, CITY, "precedent", TEXAS),
        # a trial court's judgment binds its adverse parties: not the neighbour
        ("nd-cal", AGAINST_US, CITY, "judgment", OTHER),
        # for the one who lost as for the one who won
        ("nd-cal", {"parties": {"won": ["us"], "lost": [CITY.id]}}, CITY, "judgment", OTHER),
        # an agency stands for the United States, an office for its government
        ("nd-cal", {"parties": {"won": [f"{CITY.id}#sheriff"], "lost": ["ice"]}}, CITY,
         "judgment", OTHER),
        # an unpublished decision on appeal is no precedent, but it is a judgment
        ("ca9", {"published": False, **AGAINST_US}, CITY, "judgment", OTHER),
        # a court of another circuit binds whoever came before it
        ("ca5", AGAINST_US, CITY, "judgment", OTHER),
        # a State's highest court binds there, on its own law
        ("cal", STATE_LAW, CITY, "precedent", TEXAS),
        # its appellate court as well, behind the highest
        ("cal-app", STATE_LAW, CITY, "state_appellate", TEXAS),
        # a state trial court only its parties
        ("cal-super", {**STATE_LAW, **AGAINST_US}, CITY, "judgment", OTHER),
    ],
)  # fmt: skip
def test_who_is_bound_and_who_is_not(
    court: str, more: Any, bound: Government, how: str, free: Government | None
) -> None:
    ruling = a_ruling(court, **more)
    assert force(ruling, bound) == how
    if free is not None:
        assert force(ruling, free) is None


@pytest.mark.parametrize(
    ("court", "binds", "but"),
    [
        # want of jurisdiction decides nothing, not even at the highest court
        ("scotus", {}, {"stage": "jurisdiction"}),
        # an unpublished decision is no precedent
        ("ca9", {}, {"published": False}),
        # a federal court's word on state law is no precedent for that law
        ("ca9", {}, STATE_LAW),
        # nor a state court's on federal law
        ("cal", STATE_LAW, {}),
        # preliminary relief of a trial court forecloses nothing
        ("nd-cal", AGAINST_US, {**AGAINST_US, "stage": "preliminary"}),
        # nor does a dismissal for standing
        ("nd-cal", AGAINST_US, {**AGAINST_US, "stage": "jurisdiction"}),
        # a judgment against somebody who does not apply the test binds nobody in it
        ("nd-cal", AGAINST_US, {"parties": {"won": [CITY.id], "lost": ["aclu"]}}),
        # nor one on whose side the United States stood
        ("nd-cal", AGAINST_US, {"parties": {"won": [CITY.id, "us"], "lost": ["aclu"]}}),
        # preliminary relief by another circuit is neither precedent nor judgment
        ("ca5", AGAINST_US, {**AGAINST_US, "stage": "preliminary"}),
        # who only spoke up is no adverse party
        ("nd-cal", AGAINST_US, {"parties": {"won": ["aclu"], "lost": ["us"], "others": [CITY.id]}}),
    ],
)
def test_what_takes_a_rulings_force_away(court: str, binds: Any, but: Any) -> None:
    assert force(a_ruling(court, **binds), CITY) is not None
    assert force(a_ruling(court, **but), CITY) is None


def test_a_consolidated_government_is_a_party_under_either_of_its_ids() -> None:
    both = msgspec.structs.replace(CITY, same_as=(OTHER.id,))
    assert is_of([OTHER.id], both)
    assert not is_of([OTHER.id], CITY)


@pytest.mark.parametrize(
    ("party", "whom"),
    [
        ("us", "us"),  # itself
        ("us-dhs", "us"),  # an agency, known or not
        ("ice", "us"),  # as parties.yaml says
        ("aclu", "aclu"),  # nobody else
        (f"{CITY.id}#sheriff", CITY.id),  # an office for its government
    ],
)
def test_for_whom_a_party_speaks(party: str, whom: str) -> None:
    assert speaks_for(party, PARTIES) == whom


# dates and later history


def test_a_ruling_binds_from_its_decision_until_it_is_reversed() -> None:
    reversed_ = a_ruling(
        "ca9",
        events=[
            {"date": "2018-01-01", "what": "decided"},
            {"date": "2019-01-01", "what": "reversed"},
        ],
    )
    days = ["2017-12-31", "2018-01-01", "2018-12-31", "2019-01-01"]
    assert [stands(reversed_, Effect(), day) for day in days] == [False, True, True, False]


@pytest.mark.parametrize(
    ("what", "left"),
    [("vacated", False), ("superseded", False), ("affirmed", True), ("stayed", True)],
)
def test_which_events_end_a_holding(what: str, left: bool) -> None:
    events = [{"date": "2018-01-01", "what": "decided"}, {"date": "2019", "what": what}]
    assert stands(a_ruling("ca9", events=events), Effect(), "2019-06-15") == left


def test_a_reversal_in_part_ends_that_part_alone() -> None:
    part = Event("2019-01-01", "reversed", effects=("a",))
    assert concerns(part, Effect(id="a"))
    assert not concerns(part, Effect(id="b"))
    assert concerns(Event("2019-01-01", "reversed"), Effect(id="b"))


def test_a_ruling_without_a_decision_never_binds() -> None:
    pending = a_ruling("ca9", events=[{"date": "2018-01-01", "what": "stayed"}])
    assert decided(pending) == "9999-12-31"
    assert not stands(pending, Effect(), "2020-06-15")


# which prevails


def order(*rulings: tuple[str, str, Any]) -> list[str]:
    """Return court and year of holdings in the order in which they prevail for the city."""
    found = []
    for court, year, more in rulings:
        ruling = a_ruling(court, f"{year}-01-01", **more)
        found.append(Holding(ruling, Effect(), force(ruling, CITY)))
    return [f"{h.ruling.court} {decided(h.ruling)[:4]}" for h in in_order(found, COURTS)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        # the Supreme Court before a court of appeals, though earlier
        (("scotus", "2010", {}), ("ca9", "2019", {})),
        # of the Supreme Court's words the latest
        (("scotus", "2019", {}), ("scotus", "2010", {})),
        # of two panels the earlier
        (("ca9", "2010", {}), ("ca9", "2019", {})),
        # the full court before an earlier panel
        (("ca9", "2019", {"en_banc": True}), ("ca9", "2010", {})),
        # the full court's latest word
        (("ca9", "2019", {"en_banc": True}), ("ca9", "2010", {"en_banc": True})),
        # a State's highest court before its appellate court, and by its latest word
        (("cal", "2010", STATE_LAW), ("cal-app", "2019", STATE_LAW)),
        (("cal", "2019", STATE_LAW), ("cal", "2010", STATE_LAW)),
        # a judgment before precedent that was there when it was given
        (("nd-cal", "2018", AGAINST_US), ("ca9", "2017", {})),
        # and behind what came later
        (("ca9", "2019", {}), ("nd-cal", "2018", AGAINST_US)),
        # of two judgments the later
        (("nd-cal", "2019", AGAINST_US), ("nd-cal", "2018", AGAINST_US)),
    ],
)
def test_which_of_two_prevails(first: Any, second: Any) -> None:
    wanted = [f"{court} {year}" for court, year, _ in (first, second)]
    assert order(first, second) == wanted
    assert order(second, first) == wanted


def test_two_judgments_stand_each_among_the_precedent_of_its_day() -> None:
    found = order(
        ("nd-cal", "2012", AGAINST_US),
        ("ca9", "2014", {}),
        ("nd-cal", "2016", AGAINST_US),
        ("ca9", "2018", {}),
    )
    # What came after a judgment goes before it, and brings the precedent it stands on along.
    assert found == ["ca9 2014", "ca9 2018", "nd-cal 2016", "nd-cal 2012"]
