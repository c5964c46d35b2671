"""The catalogue: codes, authorities and positions that exist, and one law for both sides."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from comity.catalog import Library
from comity.policy.instrument import Checked
from comity.workbench.evidence import MOST_WORDS, words
from comity.workbench.review.authorities import AUTHORITIES
from comity.workbench.review.rules import BY_CODE, RULES, Rule

DOCS = Path(__file__).parents[3] / "docs" / "review.md"


def test_codes_are_in_order_and_stand_once() -> None:
    codes = [rule.code for rule in RULES]
    assert codes == sorted(set(codes))
    assert all(re.fullmatch(r"REV[0-9]{3}", code) for code in codes)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_what_a_rule_names_exists(library: Library, rule: Rule) -> None:
    for name in (*rule.rulings, *(name for s in rule.stances for name in s.rulings)):
        assert name in library.rulings
    for who, name in (pair for stance in rule.stances for pair in stance.argued):
        assert who in library.parties
        ruling = library.rulings[name]
        sides = (*ruling.parties.won, *ruling.parties.lost, *ruling.parties.others)
        acts_for = library.parties[who].acts_for or who
        assert {who, acts_for, "us" if who.startswith("us-") else who} & {
            side.split("#")[0] for side in sides
        } or library.parties[who].kind == "government", "a party argued in its own suit"
    for key in (*rule.cited, *(key for stance in rule.stances for key in stance.cited)):
        assert key in AUTHORITIES


def test_every_authority_is_used_and_quotes_few_words() -> None:
    used = {key for r in RULES for key in (*r.cited, *(k for s in r.stances for k in s.cited))}
    assert used == set(AUTHORITIES)
    for cited in AUTHORITIES.values():
        if isinstance(cited.checked, Checked):
            assert cited.checked.saw is not None
            assert words(cited.checked.saw) <= MOST_WORDS


def test_no_position_is_put_without_its_rival_unless_nobody_holds_one() -> None:
    alone = {rule.code for rule in RULES if len(rule.stances) == 1}
    assert alone == {"REV006"}  # that silence means the day of enactment is not contested


def test_rules_of_form_read_definitions_and_local_rules_alike() -> None:
    both = [rule.code for rule in RULES if len(rule.reads) == 2]
    assert both == ["REV006", "REV007", "REV008", "REV015", "REV018"]


def test_every_rule_is_documented() -> None:
    text = DOCS.read_text(encoding="utf-8")
    for rule in BY_CODE.values():
        assert f"| {rule.code} | {rule.title} |" in text
