from __future__ import annotations

import os
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from comity.catalog import Library, open_library
from comity.cli.law import english_of
from comity.law import words
from comity.law.english import English
from comity.law.files import Capacity, Event, LegalTest, Weight
from comity.law.formula import Formula, Maker, QueryAct
from comity.law.page import WIDTH
from comity.policy.vocabulary import (
    Binds,
    Condition,
    Counterparty,
    EventKind,
    GovernmentKind,
    Subject,
)

GOLDEN = Path(__file__).parent / "golden"
BLESS = os.environ.get("COMITY_BLESS") == "1"
LIBRARY = open_library()


@pytest.fixture(scope="module")
def pages() -> English:
    return english_of(LIBRARY)


@pytest.mark.parametrize("test", sorted(LIBRARY.tests))
def test_golden_english(pages: English, test: str) -> None:
    page = pages.test(LIBRARY.tests[test])
    path = GOLDEN / f"{test}.txt"
    if BLESS:
        path.parent.mkdir(exist_ok=True)
        path.write_text(page, encoding="utf-8")
    assert path.is_file(), "COMITY_BLESS=1 writes it"
    assert page == path.read_text(encoding="utf-8")


def test_golden_files_are_of_bundled_tests_only() -> None:
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(LIBRARY.tests)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (words.SUBJECTS, Subject),
        (words.ACTS, QueryAct),
        (words.CONDITIONS, Condition),
        (words.BINDS, Binds),
        (words.COUNTERPARTIES, Counterparty),
        (words.MAKERS, Maker),
        (words.EVENTS, EventKind),
        (words.KINDS, GovernmentKind),
        (words.CAPACITIES, Capacity),
        (words.WEIGHTS, Weight),
        (words.HAPPENED, {f.name: f for f in msgspec.structs.fields(Event)}["what"].type),
    ],
)
def test_every_word_of_the_vocabulary_has_its_english(table: dict[str, str], words: object) -> None:
    assert set(table) == set(_flat(words))


def _flat(words: object) -> list[str]:
    found: list[str] = []
    for word in get_args(words):
        found.extend([word] if isinstance(word, str) else _flat(word))
    return found


@pytest.mark.parametrize("name", sorted([*LIBRARY.tests, *LIBRARY.terms, *LIBRARY.rulings]))
def test_every_page_is_wrapped_and_says_what_was_never_checked(pages: English, name: str) -> None:
    page = pages.show(name)
    assert "WHAT WAS NEVER CHECKED" in page
    for line in page.splitlines():
        assert len(line) <= WIDTH or " " not in line.strip(), line
        assert line == line.rstrip()
        assert "\x1b" not in line


def test_a_page_names_every_reading_holder_and_document(pages: English) -> None:
    for test in LIBRARY.tests.values():
        page = " ".join(pages.test(test).split())
        for term in pages.terms_of(test):
            for name, reading in term.readings.items():
                assert f"{name}: {' '.join(reading.gloss.split())}" in page
                for holder in reading.held_by:
                    if holder.in_:
                        assert " ".join(holder.in_.split()) in page
                    else:
                        assert f"- {holder.who}: " in page


def test_rulings_register_themselves(pages: English) -> None:
    test = LIBRARY.tests["detainer-hold"]
    names = [r.ruling for r, _ in pages.rulings_on(test, pages.terms_of(test))]
    assert "lunn-2017" in names  # it finds a fact, and construes a term
    assert "el-cenizo-2017" in names  # it suspends a provision on the subject
    assert "murphy-2018" not in names


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        (
            {"some": {"subject": "detainer_hold", "act": ["excepts"], "in": ["judicial_warrant"]}},
            "there is a rule that bars, with an exception for that situation, holding a person",
        ),
        (
            {"some": {"act": "prohibits", "in": {"every_without": ["judicial_warrant"]}}},
            "in every situation without a warrant signed by a judge",
        ),
        (
            {"some": {"act": "prohibits", "in": {"some_without": ["consent"]}}},
            "in some situation without the person's consent",
        ),
        ({"some": {"act": "prohibits"}}, "where there is a request and no paper"),
        (
            {"some": {"act": "prohibits", "in": "any", "effective": False}},
            "a higher rule displaces",
        ),
        ({"some": {"act": "prohibits", "by": "state", "in": "any"}}, "a rule made by the State"),
        ({"some": {"act": "prohibits", "of": "#sheriff"}}, "of the office of the sheriff"),
        ({"event": {"kind": "designation", "by": "us-dhs"}}, "a designation was sent"),
        ({"attribute": {"population": {"above": "100000"}}}, "its population is above 100,000"),
        ({"listed": "big-cities"}, "stands on the list big-cities"),
        ({"subdivision": "8-usc-1373-a"}, "some government below it meets the test"),
        ({"test": "8-usc-1373-a"}, "conflicts with § 1373(a)"),
        ({"term": "hinders"}, "(open term hinders)"),
    ],
)
def test_each_form_of_formula_has_its_words(
    pages: English, formula: dict[str, object], said: str
) -> None:
    assert said in pages.leaf(msgspec.convert(formula, Formula))


def test_all_any_and_not_are_numbered(pages: English) -> None:
    some = {"some": {"act": "prohibits", "in": "any"}}
    every = {"some": {"act": "prohibits", "in": {"every_without": ["consent"]}}}
    formula = {"all": [{"any": [some, {"not": some}]}, {"not": every}]}
    page = pages.test(_with(LIBRARY, msgspec.convert(formula, Formula)))
    assert "all of these hold:" in page
    assert "  1. any one of these holds:" in page
    assert "(a) there is a rule" in page
    assert "(b) there is no rule" in page
    assert "  2. it is not so that:" in page


def _with(library: Library, formula: Formula) -> LegalTest:
    return msgspec.structs.replace(library.tests["detainer-hold"], met_if=formula)
