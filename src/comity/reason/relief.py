"""Which orders protect a government on a day, in which programme; and what speaks against it."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from comity.catalog import Library
from comity.law.files import Effect, LegalTest, Ruling
from comity.law.formula import several
from comity.law.precedent import concerns, decided, force_for
from comity.places.government import Government
from comity.policy.dates import first_day, holds
from comity.policy.instrument import Checked
from comity.reason.leaning import leaning_of
from comity.reason.question import Manner, NoOpenConstruction, in_scope, put
from comity.reason.rules import Books, open_books

KINDS = ("enjoins", "vacates", "suspends")


class Stopped(msgspec.Struct, frozen=True):
    """Name what an order stops: a consequence of a test, or a provision; and its programme."""

    id: str
    what: str
    programme: str | None = None
    in_force: bool = True


class Step(msgspec.Struct, frozen=True):
    """Hold one step of an order's later history."""

    date: str
    what: str
    by: str | None = None
    note: str | None = None


class Order(msgspec.Struct, frozen=True):
    """Hold an order that protects a government, or once did.

    `until` is the day on which it ceased to, and None where it protects on the day asked about;
    `appeal` is what has happened to it since it was given, by that day, and `note` what the library
    says of the decision besides.
    """

    ruling: str
    cite: str
    court: str
    does: str
    stops: tuple[Stopped, ...]
    protected: str
    against: tuple[str, ...]
    carve_outs: str | None
    stage: str
    since: str
    until: str | None
    appeal: tuple[Step, ...]
    checked: bool
    note: str | None = None


class Adverse(msgspec.Struct, frozen=True):
    """Name a ruling that binds the government and on which a test comes out as met."""

    ruling: str
    cite: str
    force: str
    test: str
    words: str


class Relief(msgspec.Struct, frozen=True):
    """Hold the orders that protect a government on a day, those that did, and what is adverse."""

    orders: tuple[Order, ...]
    ended: tuple[Order, ...]
    adverse: tuple[Adverse, ...]


def relief(
    library: Library, government: Government, day: str, programme: str | None = None
) -> Relief:
    """Return what protects a government on a day, in a programme or in all of them.

    A programme is meant by any part of its name, or by the id of a test.
    """
    found = [
        order
        for ruling in sorted(library.rulings.values(), key=decided)
        if decided(ruling) <= day
        for order in _orders(library, government, ruling, day)
    ]
    if programme is not None:
        found = [order for order in found if any(_of(s, programme) for s in order.stops)]
    return Relief(
        tuple(order for order in found if order.until is None),
        tuple(order for order in found if order.until is not None),
        tuple(_adverse(library, government, day, programme)),
    )


def programmes(library: Library) -> list[str]:
    """Return every programme that a consequence or an order names."""
    found: dict[str, None] = {}
    for test in library.tests.values():
        found.update((c.programme, None) for c in test.consequences.values() if c.programme)
    found.update((e.programme, None) for _, e in library.effects() if e.programme)
    return sorted(found)


def _of(stopped: Stopped, programme: str) -> bool:
    wanted = programme.casefold()
    test = stopped.id.split("/")[0].casefold()
    return wanted == test or wanted in (stopped.programme or "").casefold()


def _orders(library: Library, government: Government, ruling: Ruling, day: str) -> Iterator[Order]:
    for effect in ruling.effects:
        does = next((kind for kind in KINDS if getattr(effect, kind) is not None), None)
        # An order against a State protects those below it, and not the State.
        if does is None or {government.id, *government.same_as} & set(effect.against):
            continue
        spells = _spells(library, government, ruling, effect, day)
        if not spells:
            continue
        since, until, how = spells[-1]
        appeal = tuple(
            Step(event.date, event.what.replace("_", " "), event.by, event.note)
            for event in ruling.events
            if event.what != "decided" and first_day(event.date) <= day and concerns(event, effect)
        )
        checked = effect.checked or ruling.checked
        yield Order(
            ruling=ruling.ruling,
            cite=ruling.cite,
            court=library.courts[ruling.court].name,
            does=does,
            stops=tuple(_stops(library, effect, does, day)),
            # A vacatur reaches everyone, unless the file names whom it is known to reach.
            protected=how if effect.protects or does != "vacates" else "by vacatur, with everyone",
            against=effect.against,
            carve_outs=effect.carve_outs,
            stage=ruling.stage,
            since=since,
            until=until,
            appeal=appeal,
            checked=isinstance(checked, Checked),
            note=next((e.note for e in ruling.events if e.what == "decided"), None),
        )


def _spells(
    library: Library, government: Government, ruling: Ruling, effect: Effect, day: str
) -> list[tuple[str, str | None, str]]:
    """Return from when until when an order protected a government, up to a day, and as what."""
    days = sorted(
        {decided(ruling), *(first_day(e.date) for e in ruling.events if concerns(e, effect))}
    )
    found: list[tuple[str, str | None, str]] = []
    for when in days:
        if when > day:
            break
        protects = library.protects(ruling, effect, when)
        how = None if protects is None else library.protected_as(protects, government)
        running = bool(found) and found[-1][1] is None
        if how is not None and not running:
            found.append((when, None, how))
        elif how is None and running:
            found[-1] = (found[-1][0], when, found[-1][2])
    return found


def _stops(library: Library, effect: Effect, does: str, day: str) -> Iterator[Stopped]:
    for name in several(getattr(effect, does)):
        if does == "suspends":
            yield Stopped(name, "a provision", effect.programme)
            continue
        test_id, _, consequence = name.partition("/")
        test = library.tests.get(test_id)
        if test is None:
            continue
        chosen = test.consequences if consequence == "all" else {consequence: None}
        for key in chosen:
            one = test.consequences.get(key)
            if one is not None:
                yield Stopped(
                    f"{test_id}/{key}",
                    one.what,
                    effect.programme or one.programme,
                    holds(one.in_force, day),
                )
        if not test.consequences:
            yield Stopped(test_id, test.title, effect.programme)


def _adverse(
    library: Library, government: Government, day: str, programme: str | None
) -> Iterator[Adverse]:
    """Give the rulings that bind here and on which a test comes out as met.

    Asked are the tests that have a consequence in a programme, or one that some order stops, and
    whether their law is valid.
    """
    manner = Manner(day, day)
    books = open_books(library, government, day)
    told: set[tuple[str, str]] = set()
    for test in library.tests.values():
        stopped = {
            name
            for _, effect in library.orders.get(test.test, ())
            for name in (*several(effect.enjoins), *several(effect.vacates))
        }
        wanted = [
            Stopped(f"{test.test}/{name}", c.what, c.programme)
            for name, c in test.consequences.items()
            if c.programme or {f"{test.test}/{name}", f"{test.test}/all"} & stopped
        ]
        if not wanted or not in_scope(test, government):
            continue
        if programme is not None and not any(_of(one, programme) for one in wanted):
            continue
        validity = library.tests.get(test.validity or "")
        for asked, opened in ((test, books), (validity, Books((), (), {}))):
            if asked is None or not in_scope(asked, government):
                continue
            for name in _met_by(library, government, asked, manner, opened):
                ruling = library.rulings[name]
                court = library.courts[ruling.court]
                force = force_for(ruling, court, government, asked, library.parties)
                if force is not None and (name, asked.test) not in told:
                    told.add((name, asked.test))
                    yield Adverse(name, ruling.cite, force, asked.test, asked.words.met)


def _met_by(
    library: Library, government: Government, test: LegalTest, manner: Manner, books: Books
) -> tuple[str, ...]:
    try:
        question = put(library, government, test, manner)
    except NoOpenConstruction:
        return ()
    leaning = leaning_of(library, government, test, manner, books, question)
    return leaning.for_ if leaning is not None else ()
