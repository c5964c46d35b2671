"""From nodes to types: every error with its position and the nearest right word."""

from __future__ import annotations

import pytest

from comity.law.files import LegalTest
from comity.strict_yaml import load_as, parse

GOOD = """\
format: 1
test: t
title: A test
authority: {cite: 1 U.S.C. § 1, enacted_by: Congress, date: "1996-09-30"}
in_force: [{from: "1996-09-30"}]
applies_to: {kinds: [state, county]}
applied_by: [us-doj]
words: {met: does, not_met: does not}
met_if:
  some: {subject: detainer_hold, act: [prohibits], in: any}
checked: never
"""


def test_a_good_file_is_typed() -> None:
    value, remarks = load_as(parse(GOOD, "t.yaml"), LegalTest, "t.yaml")
    assert remarks == []
    assert value is not None
    assert value.met_if.some is not None
    assert value.met_if.some.subject == ("detainer_hold",)
    assert value.met_if.some.in_ == "any"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("county]", "countty]", "t.yaml:6:29: `kinds` is `countty`"),  # the nearest is named
        ("title: A", "titel: A", "t.yaml:3:1: the key `titel` is unknown here"),
        ('1996-09-30"}\n', '1996-02-30"}\n', "no day of the calendar"),  # no such day
        ('from: "1996-09-30"', "from: 30 Sept.", "expected a date"),
        ("[us-doj]", "us-doj", "`applied_by` is text, expected a list"),
        (
            "words: {met: does, not_met: does not}",
            "words: {met: does}",
            "missing the key `not_met`",
        ),
        ("format: 1", "format: 2", "`format` is `2`, expected 1"),  # another version of the format
        ("act: [prohibits]", "act: [prohibit]", "(nearest: prohibits)"),
        ("checked: never", "checked: nevr", "(nearest: never)"),
    ],
)
def test_what_does_not_fit(old: str, new: str, expected: str) -> None:
    _, remarks = load_as(parse(GOOD.replace(old, new), "t.yaml"), LegalTest, "t.yaml")
    assert any(expected in str(remark) for remark in remarks)


def test_all_errors_at_once() -> None:
    text = GOOD.replace("county]", "countty]").replace("title:", "titel:")
    value, remarks = load_as(parse(text, "t.yaml"), LegalTest, "t.yaml")
    assert value is None
    assert len(remarks) == 3  # the kind, the unknown key, and the key that is missing for it
