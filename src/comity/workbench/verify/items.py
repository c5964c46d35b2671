"""What of the library can be asked: each citation of a test or a ruling, with day and words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from comity.catalog import Loaded
from comity.law.files import LegalTest, Ruling
from comity.policy.instrument import Check, Checked
from comity.workbench.codes import At
from comity.workbench.verify.citations import (
    Citation,
    find_citations,
    find_docket,
    name_of,
    year_of,
)


class Words(msgspec.Struct, frozen=True):
    """Hold words that the library says were seen, and where in its file it says so."""

    at: At
    words: str


class Item(msgspec.Struct, frozen=True):
    """Hold one citation of the library and what is said of it.

    `dates` are the days, months or years of which one should be the source's; `alone` is false
    where the same cite names other authorities too, of which the words may be.
    """

    id: str
    file: str
    cite: str
    citation: Citation | None
    name: str | None = None
    dates: tuple[str, ...] = ()
    words: tuple[Words, ...] = ()
    alone: bool = True


def items_of(files: Iterable[Loaded]) -> list[Item]:
    """Return the items of tests and rulings, in the order of the files."""
    found: list[Item] = []
    for file in files:
        if isinstance(file.value, LegalTest):
            found.extend(_of_test(file.path, file.value))
        elif isinstance(file.value, Ruling):
            found.append(_of_ruling(file.path, file.value))
    return found


def _of_test(path: str, test: LegalTest) -> Iterator[Item]:
    authority = test.authority
    citations = find_citations(authority.cite)
    alone = len(citations) == 1 and ";" not in authority.cite
    words = tuple(_words(("checked",), test.checked))
    date = authority.date or test.proposed
    dates = (date,) if date is not None else ()
    for citation in citations:
        name, when = authority.as_, dates
        if citation.kind == "opinion":
            year = year_of(authority.cite)
            name, when = name_of(authority.cite), (year,) if year else ()
        elif citation.kind == "regulation":
            name, when = None, ()
        elif citation.kind == "us_code":
            name = None
        yield Item(test.test, path, authority.cite, citation, name, when, words, alone)
    if not citations:
        yield Item(test.test, path, authority.cite, None)
    for citation in find_citations(authority.as_ or ""):
        if citation.kind == "public_law":
            yield Item(test.test, path, authority.as_ or "", citation, None, dates)


def _of_ruling(path: str, ruling: Ruling) -> Item:
    opinions = [one for one in find_citations(ruling.cite) if one.kind == "opinion"]
    citation = opinions[0] if opinions else find_docket(ruling.cite, ruling.docket)
    words = list(_words(("checked",), ruling.checked))
    for number, effect in enumerate(ruling.effects):
        words += _words(("effects", number, "checked"), effect.checked)
    dates = tuple(event.date for event in ruling.events if event.what in ("decided", "amended"))
    return Item(
        ruling.ruling, path, ruling.cite, citation, name_of(ruling.cite), dates, tuple(words)
    )


def _words(at: At, checked: Check | None) -> Iterator[Words]:
    if isinstance(checked, Checked) and checked.saw:
        yield Words(at, checked.saw)
