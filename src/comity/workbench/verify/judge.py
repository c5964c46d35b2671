"""What an answer says of a citation: confirmed, differs, not found, not asked, or failed."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from typing import Literal, Protocol

import msgspec

from comity.workbench.codes import At
from comity.workbench.verify.items import Item
from comity.workbench.verify.quoted import same_case, same_title
from comity.workbench.verify.sources import (
    SOURCES,
    Answer,
    Request,
    Seen,
    Source,
    Unanswered,
    Wanted,
    ask,
    reporter_of,
    same_day,
)

State = Literal["confirmed", "differs", "not_found", "not_asked", "failed"]
NO_SOURCE = "no official source here answers for this kind of citation"


class Proof(msgspec.Struct, frozen=True):
    """Say that the words which stand at a place of a file stand in the source's text too."""

    at: At
    words: str


class Finding(msgspec.Struct, frozen=True):
    """Hold what became of one citation.

    `saw` is what agrees, `differs` what the source says otherwise, `open` what it does not say;
    `why` is the reason for which it was not asked or failed. `day` is the day of the answer.
    """

    id: str
    file: str
    cite: str
    asked: str | None
    source: Source | None
    state: State
    saw: tuple[str, ...] = ()
    differs: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    why: str | None = None
    address: str | None = None
    day: str | None = None
    proved: tuple[Proof, ...] = ()


class Report(msgspec.Struct, frozen=True):
    """Hold the findings in the order of the library, and how many there are of each state."""

    findings: tuple[Finding, ...]
    confirmed: int
    differs: int
    not_found: int
    not_asked: int
    failed: int
    written: tuple[str, ...] = ()

    @property
    def agrees(self) -> bool:
        """Tell whether nothing differs and everything that was asked for was found."""
        return not self.differs and not self.not_found


class Asker(Protocol):
    """Answer requests, or raise Unanswered; take look-ups together where that spares requests."""

    def answer(self, request: Request) -> Answer:
        """Return the answer to a request."""

    def gather(self, citations: tuple[str, ...]) -> None:
        """Look up citations in as few requests as can be, so that `answer` has them."""


def verify(
    items: Iterable[Item], asker: Asker, tell: Callable[[Finding], None] = lambda _: None
) -> Report:
    """Ask for every item, and tell each finding as soon as it is there."""
    wanted = list(items)
    asker.gather(
        tuple(
            dict.fromkeys(
                reporter_of(item.citation)
                for item in wanted
                if item.citation is not None and item.citation.kind == "opinion"
            )
        )
    )
    findings = []
    for item in wanted:
        finding = find(item, asker)
        tell(finding)
        findings.append(finding)
    count = [one.state for one in findings].count
    return Report(
        tuple(findings),
        count("confirmed"),
        count("differs"),
        count("not_found"),
        count("not_asked"),
        count("failed"),
    )


def find(item: Item, asker: Asker) -> Finding:
    """Ask for one item and judge the answer."""
    if item.citation is None:
        return Finding(item.id, item.file, item.cite, None, None, "not_asked", why=NO_SOURCE)
    citation = item.citation
    source = SOURCES[citation.kind]
    finding = Finding(item.id, item.file, item.cite, citation.text, source, "failed")
    wants_text = bool(item.words) or (citation.kind == "bill" and item.name is not None)
    asking = ask(citation, Wanted(item.name, item.dates, wants_text))
    try:
        request = next(asking)
        while True:
            request = asking.send(asker.answer(request))
    except StopIteration as done:
        seen: Seen = done.value
    except Unanswered as error:
        return msgspec.structs.replace(finding, why=str(error))
    if not seen.found:
        return msgspec.structs.replace(finding, state="not_found", day=seen.day)
    return judge(item, seen, finding)


def judge(item: Item, seen: Seen, finding: Finding) -> Finding:
    """Compare what the library says of a citation with what its source says."""
    saw = [seen.label]
    differs = list(seen.differs)
    left = list(seen.notes)
    _name(item, seen, saw, differs)
    _day(item, seen, saw, differs, left)
    sure = not differs
    proved = []
    for one in item.words:
        if seen.text is None:
            left.append(f"its text is not given, so “{one.words}” was not looked for")
        elif seen.text.has(one.words):
            saw.append(f"“{one.words}”")
            proved.append(Proof(one.at, one.words))
        elif item.alone:
            differs.append(f"these words do not stand there: “{one.words}”")
        else:
            left.append(f"not here, but other sources are cited with it: “{one.words}”")
    return msgspec.structs.replace(
        finding,
        state="differs" if differs else "confirmed",
        saw=tuple(saw),
        differs=tuple(differs),
        open=tuple(left),
        address=seen.address or None,
        day=seen.day,
        proved=tuple(proved) if sure else (),
    )


def _name(item: Item, seen: Seen, saw: list[str], differs: list[str]) -> None:
    if item.name is None:
        return
    if seen.cases and not same_case(item.name, *seen.cases):
        differs.append(f"it is {seen.cases[0]}, not {item.name}")
    elif seen.title is not None and not same_title(item.name, seen.title):
        differs.append(f"its title is “{seen.title}”, not “{item.name}”")
    elif seen.title is None and not seen.cases and seen.text is not None:
        if seen.text.has(item.name):
            saw.append(f"“{item.name}”")
        else:
            differs.append(f"its title “{item.name}” does not stand there")


def _day(item: Item, seen: Seen, saw: list[str], differs: list[str], left: list[str]) -> None:
    if not item.dates:
        return
    if seen.date is not None:
        if same_day(item.dates, seen.date):
            saw.append(seen.date)
        else:
            differs.append(f"its date is {seen.date}, not {' or '.join(item.dates)}")
        return
    for date in item.dates:
        written = next((form for form in _spelt(date) if seen.text and seen.text.has(form)), None)
        if written is not None:
            saw.append(written)
            return
    left.append(f"the day {' or '.join(item.dates)} is not said")


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")


def _spelt(date: str) -> tuple[str, ...]:
    """Return a day as a text writes it; nothing for a month or a year, which says too little."""
    try:
        day = datetime.date.fromisoformat(date)
    except ValueError:
        return ()
    rest = f"{day.day}, {day.year}"
    return f"{_MONTHS[day.month - 1]}. {rest}", f"{_FULL[day.month - 1]} {rest}"


_FULL = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
