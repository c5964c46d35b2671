"""Each remark on a local rule can appear and can be absent."""

from __future__ import annotations

from typing import Any

import pytest
from seeded import SINCE, local_rule

from comity.catalog import Library
from comity.workbench.review.definition import review_definition
from comity.workbench.review.local_rule import CHECKS, review_local_rule
from comity.workbench.review.remark import Review
from comity.workbench.review.rules import BY_CODE

DAY = "2026-06-01"
STATUS = {"subject": "information_sharing_status", "act": "prohibits"}
HOLD = {"subject": "detainer_hold", "act": "prohibits"}
SAVING = {"subject": "savings_clause_1373", "act": "permits"}
NAMED = {**SAVING, "saves": {"law": ["8-usc-1373"], "communicated": True}}


def codes(review: Review) -> set[str]:
    return {remark.code for remark in review.remarks}


@pytest.mark.parametrize(
    ("code", "arises", "absent"),
    [
        # a bar on telling the Department; a liberty to hand over says nothing of it
        ("REV021", STATUS, {}),
        ("REV022", STATUS, {}),
        ("REV023", STATUS, {}),
        # an obstacle on the reading that a refusal obstructs; a liberty refuses nothing
        ("REV024", HOLD, {"subject": "detainer_hold", "act": "permits"}),
        ("REV025", HOLD, {"subject": "detainer_hold", "act": "permits"}),
        # a rule for others; a rule for its own officers
        ("REV027", {**HOLD, "binds": ["private_parties"]}, HOLD),
        ("REV028", {**HOLD, "binds": ["federal_agents"]}, HOLD),
        ("REV008", {"subject": "declaration", "act": "prohibits"}, {"subject": "declaration"}),
        # the clause says "other law" and no section
        ("REV030", {**SAVING, "saves": {"law": ["law-generally"]}}, NAMED),
        ("REV030", SAVING, {}),
        ("REV031", {**SAVING, "saves": {"law": ["8-usc-1373"], "communicated": False}}, NAMED),
    ],
)
def test_a_remark_follows_a_provision(
    library: Library, code: str, arises: dict[str, Any], absent: dict[str, Any]
) -> None:
    found = local_rule(library, arises)
    assert code in codes(found)
    for remark in found.remarks:
        if remark.code == code:
            assert remark.provisions == ("state:ne/county:hooker/draft/rule-0",)
    assert code not in codes(local_rule(library, absent))


@pytest.mark.parametrize(
    ("code", "arises", "absent"),
    [
        ("REV006", {"in_force": []}, {}),
        ("REV006", {"in_force": [{"from": "2025-01"}]}, {"in_force": SINCE}),
        # an elected office; the council
        ("REV007", {"of": "#sheriff"}, {"of": "#council"}),
        ("REV018", {"checked": "never"}, {}),
        ("REV029", {"cite": None}, {}),
        ("REV029", {"of": None}, {}),
    ],
)
def test_a_remark_follows_an_instrument(
    library: Library, code: str, arises: dict[str, Any], absent: dict[str, Any]
) -> None:
    assert code in codes(local_rule(library, **arises))
    assert code not in codes(local_rule(library, **absent))


def test_higher_law_of_the_state(library: Library) -> None:
    # Texas requires such holds; Nebraska's file says nothing of them
    assert "REV026" in codes(local_rule(library, HOLD, place="state:tx/county:loving"))
    assert "REV026" not in codes(local_rule(library, HOLD))


def test_a_ruling_that_suspends_a_rule(library: Library) -> None:
    # enjoined on 30 March 2023
    king = library.places.get("state:wa/county:king")
    assert king is not None
    assert "REV015" in codes(review_local_rule(library, king, "2024-12-01"))
    assert "REV015" not in codes(review_local_rule(library, king, "2022-01-01"))


def test_every_provision_that_suffices_is_named_once(library: Library) -> None:
    release = {"subject": "release_notification", "act": "prohibits"}
    found = local_rule(library, STATUS, release, {**STATUS, "unless": [["consent"]]})
    named = [p for r in found.remarks if r.code == "REV021" for p in r.provisions]
    assert sorted(name[-6:] for name in named) == ["rule-0", "rule-1", "rule-2"]


def test_a_binding_holding_takes_a_remark_away(library: Library) -> None:
    # In the Ninth Circuit a refusal is no obstacle since 2019; in the Eighth nobody has said.
    assert "REV024" not in codes(local_rule(library, HOLD, place="state:ca/county:alpine"))


def test_both_reviews_state_the_same_law(library: Library) -> None:
    theirs = local_rule(library, {"subject": "declaration", "act": "prohibits"}, of="#sheriff")
    ours = review_definition(library, library.tests["tex-gov-752-053"], DAY)
    shared = {r.code: r for r in theirs.remarks}
    compared = [r for r in ours.remarks if r.code in shared]
    assert compared
    for remark in compared:
        other = shared[remark.code]
        assert (remark.rule, remark.title) == (other.rule, other.title)
        assert remark.rule == BY_CODE[remark.code].rule


def test_every_rule_is_asked_where_nothing_is_coded(library: Library) -> None:
    place = library.places.get("state:ne/county:hooker")
    assert place is not None
    review = review_local_rule(library, place, DAY)
    asked = {one.code for one in (*review.remarks, *review.not_looked_up, *review.does_not_arise)}
    assert asked == set(CHECKS)
    assert not review.remarks
    assert {"REV018", "REV021"} <= {one.code for one in review.not_looked_up}


def test_a_rule_that_begins_later_is_not_read(library: Library) -> None:
    review = local_rule(library, STATUS, in_force=[{"from": "2030-01-01"}])
    assert not codes(review)
    assert any("2030-01-01" in one.what for one in review.not_looked_up)
