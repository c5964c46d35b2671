"""The check of checks: whoever says that words were seen gives them, and few of them."""

from __future__ import annotations

from collections.abc import Iterator

from comity.law.files import Point
from comity.policy.instrument import Checked
from comity.workbench.codes import Check, Code, Files, Found

MOST_WORDS = 25


def words(text: str) -> int:
    """Count the words of a quotation; a dash or an ellipsis that stands alone is none."""
    return sum(any(letter.isalnum() for letter in word) for word in text.split())


def _unproved(files: Files) -> Iterator[Found]:
    for file, at, checked in files.each(Checked):
        if checked.saw is None:
            yield Found(file, at, "a check without `saw`, expected the words that were seen there")
        elif words(checked.saw) > MOST_WORDS:
            yield Found(
                file,
                (*at, "saw"),
                f"`saw` has {words(checked.saw)} words, expected at most {MOST_WORDS}",
            )
        if checked.date.startswith(("0000", "9999")):
            yield Found(
                file, (*at, "date"), f"`{checked.date}` stands for no day, expected the day seen"
            )
    for file, at, point in files.each(Point):
        if point.saw is not None and words(point.saw) > MOST_WORDS:
            yield Found(
                file,
                (*at, "saw"),
                f"`saw` has {words(point.saw)} words, expected at most {MOST_WORDS}",
            )
        if point.missing and point.saw is not None:
            yield Found(
                file, (*at, "saw"), "`saw` of a point that has `none`, expected no words seen"
            )


CHECKS = (
    Check(
        Code(
            "LAW012",
            "a check that proves nothing",
            "`checked` says that words were seen on a day at an address. It needs `saw`, the words "
            "themselves, at most 25 of them (more is copying a text in), and a real date: the "
            "years 0000 and 9999 stand for none. What nobody has checked says `checked: never`. "
            "A point (`process`, `unit`, `words_from`) may hold as many, and no words where it has "
            "`none`.",
            'checked: {date: "2026-11-24", against: https://example.org/statute}',
        ),
        _unproved,
    ),
)
