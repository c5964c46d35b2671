"""What must not change an answer, and what may change it in one direction only."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from comity.evaluate.diagram import TooLarge
from comity.reason.finding import Finding
from comity.reason.question import NoOpenConstruction
from oracle.draw import SUBJECTS, World, a_ruling, a_survey, an_instrument, worlds

PATIENT = settings(
    max_examples=max(10, settings.default.max_examples // 8),
    suppress_health_check=list(HealthCheck),
)


def found(world: World) -> Finding:
    """Ask the engine; a world without an open construction is no example."""
    try:
        return world.find()
    except (NoOpenConstruction, TooLarge):
        assume(False)
        raise


def core(finding: Finding) -> Any:
    """Return what of a finding must not depend on how the library is written."""
    return (
        finding.outcome,
        finding.turns_on,
        finding.constructions.open,
        frozenset(p.id for p in finding.pivots),
    )


@PATIENT
@given(worlds(), st.sampled_from(["state:ca", "state:ca/county:x", "state:ca/place:y"]), st.data())
def test_learning_what_was_not_surveyed_never_reopens_a_settled_finding(
    world: World, place: str, data: st.DataObject
) -> None:
    before = found(world)
    subjects = data.draw(st.sampled_from(["all", SUBJECTS[:1], SUBJECTS]))
    world.files[place]["surveyed"].append(a_survey(subjects))
    after = found(world)
    if before.outcome != "undetermined":
        assert after.outcome == before.outcome
    rank = {"never": 0, "sometimes": 1, "always": 2}
    if before.turns_on.facts == "never":
        assert rank[after.turns_on.facts] == 0


@PATIENT
@given(worlds(), st.data())
def test_learning_a_date_never_reopens_a_settled_finding(world: World, data: st.DataObject) -> None:
    # A saved or demanded rule is judged on the books as they stand, dates and all.
    assume("saved_by" not in str(world.terms) and "demanded" not in str(world.terms))
    vague = [
        i
        for f in world.files.values()
        for i in f["instruments"]
        if i["in_force"][0] in ({"from": "2020"}, {"from": "2020-06"})
    ]
    assume(vague)
    before = found(world)
    day = data.draw(st.sampled_from(["2020-06-14", "2020-06-16"]))
    data.draw(st.sampled_from(vague))["in_force"] = [{"from": day}]
    after = found(world)
    if before.outcome != "undetermined":
        assert after.outcome == before.outcome


@PATIENT
@given(worlds(), st.data())
def test_foreclosing_a_reading_never_opens_one(world: World, data: st.DataObject) -> None:
    assume(world.terms)
    before = found(world)
    term = data.draw(st.sampled_from(sorted(world.terms)))
    reading = data.draw(st.sampled_from("ab"))
    effect = {"construes": term, "forecloses": [reading]}
    world.rulings["r9"] = a_ruling("r9", "scotus", [effect])
    after = found(world)
    assert after.constructions.open <= before.constructions.open
    if before.outcome != "undetermined" and not before.pivots:
        assert after.outcome == before.outcome


def mirrored(formula: Any) -> Any:
    """Return a formula with its parts in the other order."""
    if not isinstance(formula, dict):
        return formula
    return {
        key: [mirrored(v) for v in reversed(value)]
        if key in ("all", "any")
        else mirrored(value)
        if key == "not"
        else value
        for key, value in formula.items()
    }


@PATIENT
@given(worlds())
def test_the_order_in_which_things_are_written_changes_nothing(world: World) -> None:
    before = core(found(world))
    other = copy.deepcopy(world)
    for name in ("terms", "tests", "rulings", "logs", "files"):
        setattr(other, name, dict(reversed(getattr(other, name).items())))
    for file in other.files.values():
        file["surveyed"].reverse()
        file["instruments"].reverse()
        for instrument in file["instruments"]:
            instrument["provisions"] = [*reversed(instrument["provisions"])]
            for provision in instrument["provisions"]:
                for key in ("when", "unless"):
                    provision[key] = [[*reversed(a)] for a in reversed(provision.get(key, []))]
    for term in other.terms.values():
        term["readings"] = dict(reversed(term["readings"].items()))
    for test in other.tests.values():
        test["met_if"] = mirrored(test["met_if"])
        test["filters"] = [*reversed(test.get("filters", []))]
    assert core(found(other)) == before


@PATIENT
@given(worlds(), st.data())
def test_two_readings_of_one_meaning_are_one(world: World, data: st.DataObject) -> None:
    assume(world.terms)
    before = found(world)
    term = data.draw(st.sampled_from(sorted(world.terms)))
    reading = world.terms[term]["readings"][data.draw(st.sampled_from("ab"))]
    assume("only_with" not in str(world.terms))
    world.terms[term]["readings"]["z"] = {**reading, "gloss": "in other words"}
    after = found(world)
    assert core(after) == core(before)
    assert after.constructions == before.constructions


@PATIENT
@given(worlds(), st.data())
def test_one_provision_with_two_alternatives_is_two_provisions(
    world: World, data: st.DataObject
) -> None:
    """One section and two sections with the same law give the same answer."""
    files = [f for f in world.files.values() if f["instruments"]]
    assume(files)
    # `other` is a condition of its own in each rule, so such a rule cannot be split.
    provision = {
        "id": "split",
        "subject": data.draw(st.sampled_from(SUBJECTS)),
        "act": data.draw(st.sampled_from(["prohibits", "requires", "permits"])),
        "when": [["judicial_warrant"], ["consent"]],
        "unless": data.draw(st.sampled_from([[], [["public_safety"]]])),
        "binds": ["local_governments"],
    }
    file = data.draw(st.sampled_from(files))
    more = data.draw(st.sampled_from([{}, {"in_force": [{"from": "2020"}]}, {"kind": "practice"}]))
    one = copy.deepcopy(file["instruments"])
    file["instruments"].append(an_instrument("split", [provision], **more))
    whole = core(found(world))
    parts = [
        {**provision, "id": f"split-{n}", "when": [alternative]}
        for n, alternative in enumerate(provision["when"])
    ]
    file["instruments"] = [*one, an_instrument("split", parts, **more)]
    assert core(found(world)) == whole
