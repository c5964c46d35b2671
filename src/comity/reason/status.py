"""Which law is operative: the status of a test and of each consequence, for one government."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from comity.catalog import Library
from comity.law.files import LegalTest
from comity.law.formula import several
from comity.law.precedent import decided, force_for, stands
from comity.places.government import Government
from comity.policy.dates import first_day, holds, last_day

Status = Literal[
    "proposed",
    "not_yet",
    "in_force",
    "partly_enjoined",
    "enjoined",
    "invalid",
    "withdrawn",
    "ended",
]


class ConsequenceStatus(msgspec.Struct, frozen=True):
    """Hold the status of one consequence, by which rulings, until when."""

    id: str
    status: Status
    by: tuple[str, ...] = ()
    until: str | None = None


class Operative(msgspec.Struct, frozen=True):
    """Hold the status of a test for a government on a day, and of each of its consequences."""

    status: Status
    by: tuple[str, ...]
    consequences: tuple[ConsequenceStatus, ...]


def operative(library: Library, government: Government, test: LegalTest, day: str) -> Operative:
    """Say which law is operative for a government on a day; the outcome is no part of it."""
    invalid = tuple(_invalidated(library, government, test, day))
    own = "invalid" if invalid else own_status(test, day)
    consequences = tuple(
        _consequence(library, government, test, name, day) for name in test.consequences
    )
    if own != "in_force":
        return Operative(own, invalid, consequences)
    live = [c for c in consequences if c.status not in ("not_yet", "ended")]
    enjoined = [c for c in live if c.status == "enjoined"]
    by = tuple(dict.fromkeys(ruling for c in live for ruling in c.by))
    if enjoined and len(enjoined) == len(live):
        return Operative("enjoined", by, consequences)
    if enjoined or any(c.status == "partly_enjoined" for c in live):
        return Operative("partly_enjoined", by, consequences)
    return Operative("in_force", (), consequences)


def own_status(test: LegalTest, day: str) -> Status:
    """Say where a test's authority stands on a day, whatever courts did with it."""
    if holds(test.in_force, day):
        return "in_force"
    begins = [first_day(interval.from_) for interval in test.in_force]
    if begins and min(begins) <= day:
        return "ended"
    if test.withdrawn is not None and first_day(test.withdrawn) <= day:
        return "withdrawn"
    if test.proposed is not None and first_day(test.proposed) <= day:
        return "proposed"
    return "not_yet"


def _invalidated(
    library: Library, government: Government, test: LegalTest, day: str
) -> Iterator[str]:
    for ruling, effect in library.orders.get(test.test, ()):
        if effect.invalidates != test.test or effect.weight != "holding":
            continue
        if not stands(ruling, effect, day):
            continue
        court = library.courts[ruling.court]
        if force_for(ruling, court, government, test, library.parties) is not None:
            yield ruling.ruling


def _consequence(
    library: Library, government: Government, test: LegalTest, name: str, day: str
) -> ConsequenceStatus:
    consequence = test.consequences[name]
    if not holds(consequence.in_force, day):
        begun = any(first_day(i.from_) <= day for i in consequence.in_force)
        return ConsequenceStatus(name, "ended" if begun else "not_yet")
    ends = [
        i.until
        for i in consequence.in_force
        if i.until is not None and first_day(i.from_) <= day <= last_day(i.until)
    ]
    until = min(ends, default=None)
    names = {f"{test.test}/{name}", f"{test.test}/all"}
    by: list[str] = []
    whole = False
    for ruling, effect in library.orders.get(test.test, ()):
        if names.isdisjoint((*several(effect.enjoins), *several(effect.vacates))):
            continue
        protects = library.protects(ruling, effect, day)
        if protects is None or not library.protected(protects, government):
            continue
        by.append(ruling.ruling)
        # An order with something carved out stays part of a consequence, not all of it.
        whole = whole or effect.carve_outs is None
    if by:
        status: Status = "enjoined" if whole else "partly_enjoined"
        return ConsequenceStatus(
            name, status, tuple(sorted(dict.fromkeys(by), key=lambda r: _day(library, r))), until
        )
    return ConsequenceStatus(name, "in_force", (), until)


def stopped_by(library: Library, test: LegalTest, name: str, day: str) -> tuple[str, ...]:
    """Return the rulings whose orders keep a consequence on a day from somebody, whoever it is.

    It is empty where the consequence has not begun or has ended.
    """
    if not holds(test.consequences[name].in_force, day):
        return ()
    named = {f"{test.test}/{name}", f"{test.test}/all"}
    return tuple(
        dict.fromkeys(
            ruling.ruling
            for ruling, effect in library.orders.get(test.test, ())
            if not named.isdisjoint((*several(effect.enjoins), *several(effect.vacates)))
            and library.protects(ruling, effect, day) is not None
        )
    )


def _day(library: Library, ruling: str) -> str:
    return decided(library.rulings[ruling])
