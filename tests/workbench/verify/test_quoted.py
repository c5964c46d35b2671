from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.workbench.verify.quoted import Text, same_case, text_of, words_of

LAW = "may not prohibit, or in any way restrict, any government entity or official from sending"

# markup, quotation, whether it stands there, why
QUOTED = [
    (f"<p>{LAW}</p>", "in any way restrict", True, "as printed"),
    (f"<p>{LAW}</p>", "in any way forbid", False, "another word"),
    (f"<p>{LAW}</p>", "any way restrict in", False, "another order"),
    ("<p>un<b>lawful</b> act</p>", "unlawful act", True, "an inline tag ends no word"),
    ("<p>one</p><p>two</p>", "one two", True, "a paragraph does"),
    ("<p>one</p><p>two</p>", "onetwo", False, "a paragraph does"),
    ("the “sanctuary” rule—as it is", 'the "sanctuary" rule - as it is', True, "typesetting"),
    ("the jurisdiction [[Page 8801]] shall", "jurisdiction shall", True, "a page of the Register"),
    ("the juris&shy;diction shall", "jurisdiction shall", True, "a soft hyphen"),
    ("we *1163 affirm", "we affirm", True, "a star page"),
    ("we<sup>12</sup> affirm", "we affirm", True, "a footnote's mark"),
    ("<style>we affirm</style>", "we affirm", False, "no text of the law"),
    ("one two three four", "one … four", True, "an ellipsis"),
    ("one two three four", "one . . . three", True, "an ellipsis of dots"),
    ("one two three four", "four ... one", False, "an ellipsis keeps the order"),
    ("one two", "…", False, "no words at all"),
    ("one two", "on", False, "a part of a word"),
    ("<p>§&nbsp;1373. Communication", "§ 1373", True, "a section's sign"),
    ("a < b and c", "b and c", True, "a sign that opens no tag"),
]


@pytest.mark.parametrize(
    ("markup", "words", "stands", "why"), QUOTED, ids=[f"{why} {n}" for _, n, _, why in QUOTED]
)
def test_whether_words_stand_there(markup: str, words: str, stands: bool, why: str) -> None:
    assert Text(text_of(markup)).has(words) is stands, why


@given(st.lists(st.text(alphabet="abcdeé", min_size=1, max_size=5), min_size=3, max_size=30))
def test_any_run_of_its_words_stands_there(words: list[str]) -> None:
    text = Text(", ".join(words))
    assert text.has(" ".join(words[1:-1]))
    assert text.has(f"{words[0]} … {words[-1]}")


@given(st.text(max_size=200))
def test_any_text_stands_in_itself_or_has_no_words(text: str) -> None:
    assert Text(text).has(" ".join(words_of(text))) or not words_of(text)
    text_of(text)


@pytest.mark.parametrize("sign", ["<", "<a ", "<script>", "<!-", "&amp", "</", "[[Page "])
def test_a_text_made_to_be_slow_is_read_quickly(sign: str) -> None:
    begun = time.monotonic()
    Text(text_of(sign * 100_000)).has("one … two")
    assert time.monotonic() - begun < 1


@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [
        ("City & County of San Francisco v. Trump", "City and County of S.F. v. Trump", True),
        ("Lunn v. Commonwealth", "Commonwealth v. Lunn", True),
        ("Steinle v. City & County of San Francisco", "Doe v. Roe", False),
        ("United States v. California", "United States v. Texas", False),
        ("United States v. State", "State v. United States", True),
    ],
)
def test_whether_names_are_those_of_one_case(ours: str, theirs: str, same: bool) -> None:
    assert same_case(ours, theirs) is same
