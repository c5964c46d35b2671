"""Each remark on a definition can appear and can be absent; results for every bundled test."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from seeded import SEEN, SINCE, definition, point

from comity.catalog import Library, open_library
from comity.workbench.review.authorities import AUTHORITIES
from comity.workbench.review.definition import CHECKS, review_definition
from comity.workbench.review.remark import Review

GOLDEN = Path(__file__).parent / "golden"
DAY = "2026-06-01"
NOTICE = point("thirty days before anything follows")
MONEY = {"what": "no money", "kind": "funds", "in_force": SINCE}
LISTING = {"what": "a list", "kind": "listing", "in_force": SINCE}
SUIT = {"suit": {"what": "a suit", "kind": "suit", "in_force": SINCE}}
STATUTE = {"cite": "A statute", "kind": "statute", "commands": False, "enacted_by": "Congress"}
ORDERS = {"cite": "A statute", "kind": "statute", "commands": True, "enacted_by": "Congress"}


def asks(**query: Any) -> dict[str, Any]:
    return {"some": {"act": ["prohibits"], "by": "own", "in": "any", **query}}


ANY_MAKER = {"some": {"subject": ["detainer_hold"], "act": ["prohibits"], "in": "any"}}


@pytest.mark.parametrize(
    ("code", "arises", "absent"),
    [
        # a memorandum that names no statute; a statute's words are its own
        ("REV001", {"words_from": point()}, {"authority": STATUTE}),
        # words that a statute carries in part only
        ("REV001", {"words_from": point("§ 1", in_part=True)}, {"words_from": point("§ 1")}),
        # nobody is told by what to decide; a finding of fact is a standard
        (
            "REV002",
            {"process": {"standard": point()}},
            {"process": {"standard": point("a finding")}},
        ),
        # words of discretion are no standard
        (
            "REV002",
            {"process": {"standard": point("what he deems warranted")}},
            {"process": {"standard": point("the day on which it was told")}},
        ),
        # on one reading of the term every government meets it
        ("REV002", {"met_if": {"term": "discretion"}}, {"consequences": SUIT}),
        ("REV003", {"process": {"notice": point()}}, {"process": {"notice": NOTICE}}),
        # what comes after the loss is no notice of it
        (
            "REV003",
            {"process": {"notice": point("a letter", only_after=True)}},
            {"process": {"notice": point()}, "consequences": SUIT},
        ),
        ("REV004", {"process": {"hearing": point()}}, {"process": {"hearing": point("a judge")}}),
        # a suit is a hearing
        (
            "REV004",
            {"process": {"hearing": point("a judge", in_part=True)}},
            {"process": {"hearing": point()}, "consequences": SUIT},
        ),
        ("REV005", {"process": {"way_off": point()}}, {"process": {"way_off": point("a request")}}),
        # a list that is changed as somebody sees fit names no ground
        (
            "REV005",
            {"process": {"way_off": point("it is updated as necessary")}},
            {"process": {"way_off": point("on repeal")}},
        ),
        ("REV006", {"in_force": []}, {}),
        # a day known to the month alone
        ("REV006", {"in_force": [{"from": "2025-01"}]}, {"process": {"effective": point("today")}}),
        ("REV006", {"process": {"effective": point()}}, {}),
        # whether a State's command counts is open; the query says whose rules it asks for
        ("REV007", {"filters": ["has-in-effect"], "met_if": ANY_MAKER}, {}),
        ("REV007", {"unit": point()}, {"unit": point("its own rules")}),
        # a declaration is speech; a rule on status is not
        ("REV008", {"met_if": asks(subject=["declaration"])}, {}),
        ("REV008", {"checked": {**SEEN, "saw": "adopt, enforce, or endorse"}}, {}),
        # a hold is more than § 1373 speaks of; status is what it speaks of
        ("REV009", {"met_if": asks(subject=["detainer_hold"])}, {}),
        # a statute may ask more
        ("REV009", {"met_if": {"term": "interferes"}}, {"authority": STATUTE}),
        # no programme is named; no money is at stake
        ("REV011", {}, {"consequences": SUIT}),
        ("REV011", {}, {"consequences": {"money": {**MONEY, "programme": "Grants for x"}}}),
        # the readings of the term differ; the query has one meaning
        ("REV012", {"met_if": {"term": "interferes"}}, {}),
        ("REV013", {}, {"consequences": SUIT}),
        # a command; and a condition on money, which commands nothing
        ("REV014", {"authority": ORDERS}, {}),
        ("REV014", {"consequences": SUIT}, {}),
        # a State may command its own
        (
            "REV014",
            {"authority": ORDERS},
            {"applies_to": {"kinds": ["county"], "within": "state:tx"}},
        ),
        ("REV016", {}, {"consequences": {}}),
        # an order gives or takes money; Congress does
        ("REV017", {}, {"authority": STATUTE}),
        ("REV018", {"checked": "never"}, {}),
    ],
)
def test_a_remark_arises_and_is_absent(
    library: Library, code: str, arises: dict[str, Any], absent: dict[str, Any]
) -> None:
    assert code in codes(definition(library, **arises))
    assert code not in codes(definition(library, **absent))


@pytest.mark.parametrize(
    ("code", "test", "present", "absent"),
    [
        # found vague on 24 April 2025
        ("REV010", "eo-14159-17", "2025-05-01", "2025-03-01"),
        # the Fifth Circuit found a clear core
        ("REV010", "tex-gov-752-053", "2017-12-01", "2019-01-01"),
        # the Ninth Circuit foreclosed the wide reading on 18 April 2019, and others stopped money
        ("REV015", "8-usc-1373-a", "2019-05-01", "2016-05-01"),
        # nobody with standing held that § 1373 commandeers before the suits of 2017
        ("REV014", "8-usc-1373-a", "2026-01-01", "2010-01-01"),
    ],
)
def test_a_remark_follows_the_rulings_of_the_day(
    library: Library, code: str, test: str, present: str, absent: str
) -> None:
    assert code in codes(review_definition(library, library.tests[test], present))
    assert code not in codes(review_definition(library, library.tests[test], absent))


@pytest.mark.parametrize(
    ("code", "key"), [("REV003", "notice"), ("REV004", "hearing"), ("REV005", "way_off")]
)
def test_what_nobody_looked_up_is_no_remark(library: Library, code: str, key: str) -> None:
    bare = definition(library)
    assert code in {found.code for found in bare.not_looked_up}
    looked = definition(library, process={key: point("a word")})
    assert code not in {found.code for found in looked.not_looked_up}


@pytest.mark.parametrize(("code", "key"), [("REV003", "notice"), ("REV004", "hearing")])
def test_a_suit_lacks_neither_notice_nor_hearing(library: Library, code: str, key: str) -> None:
    review = definition(
        library, process={key: point()}, consequences={**SUIT, "money": MONEY, "list": LISTING}
    )
    found = next(remark for remark in review.remarks if remark.code == code)
    stakes = [text for text in found.arises_from if text.startswith("consequence ")]
    assert stakes == ["consequence money: no money", "consequence list: a list"]
    cites = {voice.name for side in found.sides[1:] for voice in side.held_by}
    # that nothing is owed where no liberty or property is taken is the other side's answer
    assert {AUTHORITIES["roth"].cite, AUTHORITIES["paul"].cite} <= cites


@pytest.mark.parametrize("day", ["1996-01-01", "2017-06-01", DAY])
@pytest.mark.parametrize("test", sorted(open_library().tests))
def test_every_rule_is_asked_and_every_remark_names_its_reading(
    library: Library, test: str, day: str
) -> None:
    review = review_definition(library, library.tests[test], day)
    asked = {one.code for one in (*review.remarks, *review.not_looked_up, *review.does_not_arise)}
    assert asked == set(CHECKS)
    for remark in review.remarks:
        assert remark.on_reading_of
        assert remark.arises_from
        assert remark.would_change
        assert all(side.held_by for side in remark.sides)


def codes(review: Review) -> set[str]:
    return {remark.code for remark in review.remarks}


def outline(review: Review) -> str:
    """Return what a review finds, less what the catalogue says of each rule."""
    lines = [f"{review.id}, as of {review.as_of}: {review.status}"]
    for remark in review.remarks:
        lines += ["", f"{remark.code} on the reading of {remark.on_reading_of}: {remark.title}"]
        lines += [f"  from {text}" for text in remark.arises_from]
        lines += [
            f"  side {side.says}\n    held by {'; '.join(v.id or v.name for v in side.held_by)}"
            for side in remark.sides
        ]
    lines.append("")
    lines += [f"not looked up {one.code}: {one.what}" for one in review.not_looked_up]
    lines += [f"not arising {one.code}: {one.why}" for one in review.does_not_arise]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("test", sorted(open_library().tests))
def test_golden_review_of_a_bundled_test(library: Library, test: str) -> None:
    text = outline(review_definition(library, library.tests[test], DAY))
    path = GOLDEN / f"{test}.txt"
    if os.environ.get("COMITY_BLESS"):
        path.write_text(text, encoding="utf-8")
    assert path.is_file(), "COMITY_BLESS=1 writes it"
    assert text == path.read_text(encoding="utf-8")


def test_golden_reviews_are_of_bundled_tests_only() -> None:
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(open_library().tests)
