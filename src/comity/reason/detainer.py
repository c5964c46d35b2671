"""May local officers hold somebody past release on these papers, must they, and who says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec
from msgspec.structs import replace

from comity.catalog import Library
from comity.law.files import Effect, LegalTest, Ruling, Term, Words
from comity.law.formula import Formula, Query
from comity.law.precedent import decided, force_for, stands
from comity.places.government import Government
from comity.policy.dates import in_force
from comity.reason.finding import Brief, Finding, find, find_briefly, looked_until
from comity.reason.history import Point, history
from comity.reason.question import Manner
from comity.reason.rules import makers, open_books

PAPERS: dict[str, tuple[str, ...]] = {
    "i-247a": ("valid_detainer",),
    "i-200": ("administrative_warrant",),
    "i-205": ("administrative_warrant", "removal_order"),
    "judicial_warrant": ("judicial_warrant",),
}
"""What each paper shows of the situation."""

MODELS = ("jail_enforcement", "task_force", "warrant_service")
HOLD, AGREEMENT, DUTY, AUTHORITY = (
    "detainer-hold",
    "detainer-hold-agreement",
    "detainer-duty",
    "authority-to-hold",
)
ASKED = ("valid_detainer", "administrative_warrant")
"""The situation in which the library's tests of holds are written."""

HOLDS = ("detainer_hold", "administrative_warrant_arrest")

SINCE = "2010-01-01"
"""The first day of a history of holds."""


class Decision(msgspec.Struct, frozen=True):
    """Name a ruling on holds, what it says of them, with which weight, and whether it binds."""

    ruling: str
    cite: str
    date: str
    says: Literal["for", "against"]
    weight: str
    force: str | None
    where: Literal["here", "this State", "this circuit", "elsewhere"]
    note: str | None = None


class Limit(msgspec.Struct, frozen=True):
    """Hold how long a hold may last, and where that stands."""

    what: str
    source: str


class Detainer(msgspec.Struct, frozen=True):
    """Hold what may and must be done on some papers.

    `may` and `must` are left out where a judge has signed a warrant: that is authority by itself,
    and no rule on detainers speaks of it. `known` are the rules on such a hold that are known, as
    they stand in the books; `ruled` names makers of whom a rule on holds is known, `silent` those
    whose rules somebody looked for and found none, `unseen` those of whom nobody looked for what
    there is, or for what there is besides.
    """

    papers: tuple[str, ...]
    situation: tuple[str, ...]
    agreement: str | None
    may: Finding | None
    must: Finding | None
    limits: tuple[Limit, ...]
    decisions: tuple[Decision, ...]
    known: tuple[str, ...]
    ruled: tuple[str, ...]
    silent: tuple[str, ...]
    unseen: tuple[str, ...]


class Row(msgspec.Struct, frozen=True):
    """Hold one State's line in the table: may its officers hold, must they.

    `acts` are those of its known rules on such a hold, whatever else there may be, and `looked`
    the last day for which somebody looked through its rules on holds.
    """

    place: str
    name: str
    may: Brief
    must: Brief
    acts: tuple[str, ...]
    looked: str | None


def situation_of(papers: Iterable[str], conditions: Iterable[str]) -> tuple[str, ...]:
    """Return the conditions that hold where these papers are shown and these conditions are met."""
    shown = (condition for paper in papers for condition in PAPERS[paper])
    return tuple(sorted({*shown, *conditions}))


def test_for(situation: tuple[str, ...], agreement: str | None) -> str:
    """Return which test of the library asks whether officers may hold.

    An officer of the model of warrant service acts on an administrative warrant, and without one
    as one under no agreement.
    """
    serves = agreement == "warrant_service" and "administrative_warrant" not in situation
    return HOLD if agreement is None or serves else AGREEMENT


def detainer(
    library: Library,
    government: Government,
    manner: Manner,
    papers: tuple[str, ...],
    conditions: tuple[str, ...] = (),
    agreement: str | None = None,
) -> Detainer:
    """Say whether officers of a government may and must hold; raise as `find` does."""
    situation = situation_of(papers, conditions)
    asked = in_situation(library, situation)
    books = open_books(asked, government, manner.as_of)
    may = must = None
    name = test_for(situation, agreement)
    signed = "judicial_warrant" in situation
    if not signed:
        may = find(asked, government, asked.tests[name], manner, books)
        must = find(asked, government, asked.tests[DUTY], manner, books)
    looked = {maker.id: books.surveyed[maker.id] for maker in makers(library, government)}
    ruled = {rule.maker.id for rule in books.rules if rule.subject in HOLDS}
    return Detainer(
        papers=papers,
        situation=situation,
        agreement=agreement,
        may=may,
        must=must,
        limits=()
        if signed
        else tuple(_limits(library, government, library.tests[name], papers, manner.as_of)),
        decisions=tuple(decisions(library, government, manner)),
        known=tuple(
            rule.id
            for rule in books.rules
            if not signed and rule.subject in HOLDS and rule.applies(frozenset(situation))
        ),
        ruled=tuple(m for m in looked if m in ruled),
        silent=tuple(m for m, on in looked.items() if "detainer_hold" in on and m not in ruled),
        unseen=tuple(m for m, on in looked.items() if "detainer_hold" not in on),
    )


def states(library: Library, as_of: str) -> Iterator[Row]:
    """Give the answer of each State and the District, for a detainer with a Form I-200 warrant."""
    manner = Manner(as_of, as_of)
    for place in states_and_district(library):
        books = open_books(library, place, as_of)
        may = find_briefly(library, place, library.tests[HOLD], manner, books)
        must = find_briefly(library, place, library.tests[DUTY], manner, books)
        acts = {
            rule.act
            for rule in books.rules
            if rule.subject == "detainer_hold" and rule.applies(frozenset(ASKED))
        }
        looked = looked_until(library, place.id, "detainer_hold", as_of)
        yield Row(place.id, place.name, may, must, tuple(sorted(acts)), looked)


def states_and_district(library: Library) -> list[Government]:
    """Return the fifty States and the District of Columbia, by name."""
    found = [p for p in library.places.all() if p.kind in ("state", "district")]
    return sorted(found, key=lambda place: place.name)


def changes(
    library: Library,
    government: Government,
    to: str,
    papers: tuple[str, ...],
    conditions: tuple[str, ...] = (),
    agreement: str | None = None,
) -> tuple[Point, ...]:
    """Return how the answer changed since SINCE; nothing where a judge has signed a warrant.

    The form of 2017 is taken as shown on every day: what changes is the law.
    """
    situation = situation_of(papers, conditions)
    if "judicial_warrant" in situation:
        return ()
    asked = in_situation(library, situation)
    test = asked.tests[test_for(situation, agreement)]
    return history(asked, government, test, SINCE, to, from_before=True)


def in_situation(library: Library, situation: tuple[str, ...]) -> Library:
    """Return the library with its tests of holds put in another situation than they are written."""
    if set(situation) == set(ASKED):
        return library
    asked = library
    for name in (HOLD, AGREEMENT, DUTY):
        test = library.tests[name]
        moved = replace(
            test,
            title=_these(test.title),
            words=Words(_these(test.words.met), _these(test.words.not_met)),
            met_if=_moved(test.met_if, situation),
        )
        asked = asked.with_law("tests", name, moved)
    term: Term = library.terms[AUTHORITY]
    readings = {
        name: replace(reading, means=_moved(reading.means, situation))
        if isinstance(reading.means, Formula)
        else reading
        for name, reading in term.readings.items()
    }
    return asked.with_law("terms", AUTHORITY, replace(term, readings=readings))


def _these(words: str) -> str:
    """Say of any papers what a test says of those in which it is written."""
    return words.replace("a detainer with an administrative warrant", "these papers")


def _moved(formula: Formula, situation: tuple[str, ...]) -> Formula:
    if formula.some is not None:
        query: Query = formula.some
        here = isinstance(query.in_, tuple) and set(query.in_) == set(ASKED)
        return replace(formula, some=replace(query, in_=situation)) if here else formula
    parts = {
        "all": formula.all and tuple(_moved(part, situation) for part in formula.all),
        "any": formula.any and tuple(_moved(part, situation) for part in formula.any),
        "not_": formula.not_ and _moved(formula.not_, situation),
    }
    return replace(formula, **parts)


def _limits(
    library: Library,
    government: Government,
    test: LegalTest,
    papers: tuple[str, ...],
    day: str,
) -> Iterator[Limit]:
    if "i-247a" in papers:
        for consequence in test.consequences.values():
            yield Limit(consequence.what, test.authority.cite)
    for maker in makers(library, government):
        file = library.file_of(maker.id)
        for instrument in file.instruments if file is not None else ():
            if in_force(instrument.in_force, day) == "no":
                continue
            for rule in instrument.provisions:
                timed = any("time_limit" in a for a in (*rule.when, *rule.unless))
                if rule.subject == "detainer_hold" and timed:
                    cite = instrument.cite or instrument.title
                    yield Limit(rule.note or "only up to a number of hours or days", cite)


def decisions(library: Library, government: Government, manner: Manner) -> list[Decision]:
    """Return the rulings on holds that stand, nearest first, whatever their weight."""
    found = []
    test = library.tests[HOLD]
    for ruling in library.rulings.values():
        for effect in ruling.effects:
            says = _says(effect)
            if says is None or not stands(ruling, effect, manner.known_on):
                continue
            court = library.courts[ruling.court]
            force = None
            if effect.weight == "holding":
                force = force_for(ruling, court, government, test, library.parties)
            found.append(
                Decision(
                    ruling.ruling,
                    ruling.cite,
                    decided(ruling),
                    says,
                    effect.weight,
                    force,
                    "here" if force is not None else _where(library, ruling, government),
                    effect.note,
                )
            )
            break
    order = ("here", "this State", "this circuit", "elsewhere")
    return sorted(found, key=lambda d: (order.index(d.where), d.date))


def _says(effect: Effect) -> Literal["for", "against"] | None:
    if effect.construes == AUTHORITY:
        suffices = "request_suffices"
        if effect.adopts == suffices:
            return "for"
        return "against" if suffices in effect.forecloses or effect.adopts else None
    if effect.applies in (HOLD, AGREEMENT):
        return "for" if effect.outcome == "met" else "against"
    if effect.finds is not None and "detainer_hold" in effect.finds.subject:
        return "against"
    return None


def _where(
    library: Library, ruling: Ruling, government: Government
) -> Literal["this State", "this circuit", "elsewhere"]:
    court = library.courts[ruling.court]
    parties = (*ruling.parties.won, *ruling.parties.lost, *ruling.parties.others)
    if government.state in ruling.on_law or any(
        party == government.state or party.startswith(f"{government.state}/") for party in parties
    ):
        return "this State"
    if court.reach != "everywhere" and government.state in court.reach:
        return "this circuit"
    return "elsewhere"
