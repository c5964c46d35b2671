"""What the engine says of one government, one test and one date."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from comity.catalog import Library
from comity.evaluate.diagram import TooLarge
from comity.evaluate.settle import Extent, Settled, settle
from comity.law.files import Holder, LegalTest
from comity.law.formula import several
from comity.law.meaning import has_standing
from comity.places.government import Government
from comity.policy.dates import first_day, in_force
from comity.policy.instrument import Checked
from comity.policy.vocabulary import SUBJECTS
from comity.reason.columns import Unknown, fill
from comity.reason.extremes import Rough, quick_settled
from comity.reason.leaning import Leaning, leaning_of
from comity.reason.question import (
    Asked,
    Dangling,
    Manner,
    NoOpenConstruction,
    NotImplementedYet,
    Question,
    in_scope,
    put,
)
from comity.reason.rules import Books, open_books
from comity.reason.situations import TooManySituations
from comity.reason.status import Operative, operative

UNANSWERABLE = (Dangling, NoOpenConstruction, NotImplementedYet, TooLarge, TooManySituations)
"""Why a question may have no answer: a fault of the library, or more than can be told apart."""

Outcome = Literal["met", "not_met", "undetermined", "out_of_scope"]


class TurnsOn(msgspec.Struct, frozen=True):
    """Say how far the law, and how far the facts, decide where the outcome is undetermined."""

    law: Extent
    facts: Extent


class Counts(msgspec.Struct, frozen=True):
    """Count constructions: in the library, open, and how the open ones come out."""

    total: int
    open: int
    met: int
    not_met: int
    depends: int


class Pivot(msgspec.Struct, frozen=True):
    """Name something whose change alone can change the answer; terms have a rank, facts none."""

    kind: Literal["term", "rules", "in_force", "event", "attribute"]
    id: str
    rank: int | None = None
    readings: tuple[str, ...] = ()


class Side(msgspec.Struct, frozen=True):
    """Hold a smallest set of readings, provisions and facts that suffices for an outcome."""

    outcome: Literal["met", "not_met"]
    readings: dict[str, str]
    provisions: tuple[str, ...]
    facts: tuple[str, ...]
    holders: dict[str, tuple[str, ...]]
    flipped_by: tuple[str, ...] = ()


class Flip(msgspec.Struct, frozen=True):
    """Hold a smallest change of the government's own provisions that settles the outcome."""

    to: Literal["met", "not_met"]
    repeal: tuple[str, ...] = ()
    adopt: tuple[str, ...] = ()


class Bound(msgspec.Struct, frozen=True):
    """Name a holding that binds the government here, the term it is on, and with which force."""

    ruling: str
    term: str
    force: str


class Suspended(msgspec.Struct, frozen=True):
    """Name a rule of the government or its parents that a ruling suspends for it."""

    provision: str
    by: str


class Finding(msgspec.Struct, frozen=True):
    """Hold the answer to one test; every part is explained in the documentation of `check`."""

    test: str
    title: str
    words: str
    outcome: Outcome
    turns_on: TurnsOn
    operative: Operative
    leaning: Leaning | None
    constructions: Counts
    pivots: tuple[Pivot, ...]
    reasons: tuple[Side, ...]
    flips: tuple[Flip, ...]
    validity: str | None
    missing: tuple[str, ...]
    unchecked: tuple[str, ...]
    chosen: tuple[str, ...] = ()
    bound_by: tuple[Bound, ...] = ()
    foreclosed: tuple[str, ...] = ()
    suspended: tuple[Suspended, ...] = ()


class Brief(msgspec.Struct, frozen=True):
    """Hold a finding without its reasons: enough for one among many."""

    test: str
    title: str
    words: str
    outcome: Outcome
    turns_on: TurnsOn
    operative: Operative
    leaning: Leaning | None
    constructions: Counts
    terms: tuple[str, ...] = ()
    chosen: tuple[str, ...] = ()


class Inquiry(msgspec.Struct, frozen=True):
    """Hold a question and what settles it, without reasons."""

    question: Question
    settled: Settled


def inquire(
    library: Library, government: Government, test: LegalTest, manner: Manner, books: Books
) -> Inquiry:
    """Settle a test for a government whose books are open."""
    question = put(library, government, test, manner)
    return Inquiry(question, settle_exactly(library, government, manner, books, question))


def settle_exactly(
    library: Library,
    government: Government,
    manner: Manner,
    books: Books,
    question: Question,
    *,
    ranked: bool = True,
) -> Settled:
    """Settle a question over every filling of what nobody knows; `ranked` as in `settle_values`."""
    columns = fill(library, government, books, question, manner)
    return settle(
        question.circuit,
        question.root,
        columns.values,
        columns.diagram,
        question.constructions,
        question.tied,
        columns.unknowns,
        ranked=ranked,
    )


def find(
    library: Library,
    government: Government,
    test: LegalTest,
    manner: Manner,
    books: Books | None = None,
    *,
    flips: bool = True,
) -> Finding:
    """Find whether a government meets a test, as of a date, known on a date.

    Without `flips` it does not say what would change the answer, which costs most in large books.
    Raises NoOpenConstruction where the library leaves a term without a reading.
    """
    status = operative(library, government, test, manner.as_of)
    if not in_scope(test, government):
        return Finding(
            test=test.test,
            title=test.title,
            words="out of its scope",
            outcome="out_of_scope",
            turns_on=TurnsOn("never", "never"),
            operative=status,
            leaning=None,
            constructions=Counts(0, 0, 0, 0, 0),
            pivots=(),
            reasons=(),
            flips=(),
            validity=None,
            missing=(),
            unchecked=_unchecked_test(test),
        )
    if books is None:
        books = open_books(library, government, manner.as_of)
    question = put(library, government, test, manner)
    settled, reasons, changes = _settle(library, government, manner, books, question, flips=flips)
    return Finding(
        test=test.test,
        title=test.title,
        words=_words(test, settled.outcome),
        outcome=settled.outcome,
        turns_on=TurnsOn(settled.law, settled.facts),
        operative=status,
        leaning=leaning_of(library, government, test, manner, books, question, settled.outcome),
        constructions=Counts(
            question.total,
            len(question.constructions),
            settled.met,
            settled.not_met,
            settled.depends,
        ),
        pivots=_pivots(question, settled),
        reasons=reasons,
        flips=changes,
        validity=_validity(library, government, test, manner),
        missing=tuple(_missing(library, settled.unknowns, manner.as_of)),
        unchecked=tuple(
            dict.fromkeys(_unchecked(library, test, question, reasons, status, manner.as_of))
        ),
        chosen=_chosen(manner, question),
        bound_by=tuple(
            Bound(h.ruling.ruling, h.effect.construes or "", h.force or "judgment")
            for h in question.spoke
        ),
        foreclosed=question.closed,
        suspended=tuple(_suspended(library, government, question, manner.as_of)),
    )


def _suspended(
    library: Library, government: Government, question: Question, day: str
) -> Iterable[Suspended]:
    """Give the rules that would be asked about, had not a ruling suspended them here."""
    asked = [key for key in question.circuit.columns(question.root) if isinstance(key, Asked)]
    subjects: set[str] = set()
    for query in asked:
        subjects |= set(SUBJECTS) if query.subjects is None else query.subjects
    for ruling, effect in library.relief(government, day, "suspends"):
        for name in several(effect.suspends):
            for maker in (government.id, *government.parents):
                file = library.file_of(maker)
                for instrument in file.instruments if file is not None else ():
                    stem = f"{maker}/{instrument.instrument}"
                    if in_force(instrument.in_force, day) == "no":
                        continue
                    for rule in instrument.provisions:
                        full = f"{stem}/{rule.id}"
                        if name in (stem, full) and rule.subject in subjects:
                            yield Suspended(full, ruling.ruling)


def find_briefly(
    library: Library,
    government: Government,
    test: LegalTest,
    manner: Manner,
    books: Books,
) -> Brief:
    """Find whether a government meets a test, without reasons; raise as `find` does.

    `terms` are those that stand open, whether the answer turns on them or not.
    """
    status = operative(library, government, test, manner.as_of)
    if not in_scope(test, government):
        never = TurnsOn("never", "never")
        counts = Counts(0, 0, 0, 0, 0)
        return Brief(
            test.test, test.title, "out of its scope", "out_of_scope", never, status, None, counts
        )
    question = put(library, government, test, manner)
    settled: Rough | Settled | None = quick_settled(library, government, question, books, manner)
    if settled is None:
        settled = settle_exactly(library, government, manner, books, question)
    leaning = None
    if settled.outcome == "undetermined" and settled.law != "never":
        leaning = leaning_of(library, government, test, manner, books, question, settled.outcome)
    return Brief(
        test=test.test,
        title=test.title,
        words=_words(test, settled.outcome),
        outcome=settled.outcome,
        turns_on=TurnsOn(settled.law, settled.facts),
        operative=status,
        leaning=leaning,
        constructions=Counts(
            question.total,
            len(question.constructions),
            settled.met,
            settled.not_met,
            settled.depends,
        ),
        terms=tuple(dict.fromkeys(a.term for a in question.axes if len(a.meanings) > 1)),
        chosen=_chosen(manner, question),
    )


def _chosen(manner: Manner, question: Question) -> tuple[str, ...]:
    terms = {axis.term for axis in question.axes}
    return tuple(name for name in dict(manner.chosen) if name in terms)


def _words(test: LegalTest, outcome: str) -> str:
    if outcome == "met":
        return test.words.met
    if outcome == "not_met":
        return test.words.not_met
    return f"open: {test.words.met}, or {test.words.not_met}"


def _pivots(question: Question, settled: Settled) -> tuple[Pivot, ...]:
    found: list[Pivot] = []
    rank = 0
    last = None
    for place, (group, influence) in enumerate(settled.axes, 1):
        if influence != last:
            rank, last = place, influence
        for name in dict.fromkeys(question.axes[axis].term for axis in group):
            readings = tuple(
                meaning.readings[0]
                for axis in group
                if question.axes[axis].term == name
                for meaning in question.axes[axis].meanings
            )
            found.append(Pivot("term", name, rank, tuple(dict.fromkeys(readings))))
    for unknown in settled.unknowns:
        assert isinstance(unknown, Unknown)
        found.append(Pivot(unknown.kind, unknown.id))  # type: ignore[arg-type]
    return tuple(found)


def _missing(library: Library, unknowns: Iterable[object], day: str) -> Iterable[str]:
    for unknown in unknowns:
        assert isinstance(unknown, Unknown)
        if unknown.kind == "rules":
            assert unknown.maker is not None
            assert unknown.subject is not None
            until = looked_until(library, unknown.maker, unknown.subject, day)
            looked = (
                f"looked through until {until}, and not since" if until else "nobody has looked"
            )
            yield f"rules of {unknown.maker} on {unknown.subject}: {looked}"
        elif unknown.kind == "attribute":
            yield f"{unknown.id}: not in the library"
        elif unknown.kind == "in_force":
            yield f"whether {unknown.id} was in force: its date is known only in part"
        else:
            yield f"whether there was a {unknown.id}: no complete log"


def looked_until(library: Library, maker: str, subject: str, day: str) -> str | None:
    """Return the last day for which somebody looked through a maker's rules, begun by a day."""
    file = library.file_of(maker)
    surveys = (
        survey.until
        for survey in (file.surveyed if file is not None else ())
        if survey.by == "own"
        and (survey.subjects == "all" or subject in survey.subjects)
        and first_day(survey.from_) <= day
    )
    return max(surveys, default=None)


def _validity(
    library: Library, government: Government, test: LegalTest, manner: Manner
) -> str | None:
    if test.validity is None or test.validity not in library.tests:
        return None
    other = library.tests[test.validity]
    if not in_scope(other, government):
        return None
    books = Books((), (), {})
    settled = inquire(library, government, other, manner, books).settled
    return "contested" if settled.outcome == "undetermined" else _words(other, settled.outcome)


def _unchecked_test(test: LegalTest) -> tuple[str, ...]:
    own = () if isinstance(test.checked, Checked) else (f"test {test.test}",)
    return own + tuple(
        f"consequence {test.test}/{name}"
        for name, consequence in test.consequences.items()
        if consequence.checked == "never"
    )


def _unchecked(
    library: Library,
    test: LegalTest,
    question: Question,
    reasons: Iterable[Side],
    status: Operative,
    day: str,
) -> Iterable[str]:
    yield from _unchecked_test(test)
    for name in dict.fromkeys(axis.term for axis in question.axes):
        term = library.terms[name]
        if not isinstance(term.checked, Checked):
            yield f"term {name}"
        for reading in dict.fromkeys(
            r
            for axis in question.axes
            if axis.term == name
            for m in axis.meanings
            for r in m.readings
        ):
            standing = [
                holder
                for holder in term.readings[reading].held_by
                if has_standing(holder, library.rulings, day)
            ]
            if standing and all(_is_unchecked(holder, library) for holder in standing):
                yield f"who holds {name}={reading}"
    for ruling in status.by:
        if not isinstance(library.rulings[ruling].checked, Checked):
            yield f"ruling {ruling}"
    for holding in question.spoke:
        checked = holding.effect.checked or holding.ruling.checked
        if not isinstance(checked, Checked):
            yield f"ruling {holding.ruling.ruling}"
    for name in dict.fromkeys(p for side in reasons for p in side.provisions):
        maker = name.rsplit("/", 2)[0]
        file = library.file_of(maker)
        for instrument in file.instruments if file is not None else ():
            for provision in instrument.provisions:
                if f"{maker}/{instrument.instrument}/{provision.id}" == name:
                    checked = provision.checked or instrument.checked
                    if not isinstance(checked, Checked):
                        yield f"provision {name}"


def _is_unchecked(holder: Holder, library: Library) -> bool:
    ruling = library.rulings.get(holder.who)
    checked = holder.checked or (ruling.checked if ruling is not None else "never")
    return not isinstance(checked, Checked)


def _settle(
    library: Library,
    government: Government,
    manner: Manner,
    books: Books,
    question: Question,
    *,
    flips: bool,
) -> tuple[Settled, tuple[Side, ...], tuple[Flip, ...]]:
    """Settle a question, with its reasons and what would change it.

    Questions of the same circuit over the same readings are settled once.
    """
    from comity.reason.reasons import explain, loosen  # noqa: PLC0415 - it needs the types above

    same = (
        "settled",
        flips,
        manner,
        question.root,
        tuple(question.circuit.gates),
        tuple((axis.term, axis.meanings) for axis in question.axes),
        question.constructions,
    )
    if same not in books.worked:
        try:
            loose = loosen(library, government, manner, books, question)
            settled = loose.settled()
            books.worked[same] = (
                settled,
                *explain(library, manner, loose, settled, flips=flips),
            )
        except TooLarge:
            # The answer is exact all the same; its reasons are too many to compare.
            settled = settle_exactly(library, government, manner, books, question)
            books.worked[same] = (settled, (), ())
    found: tuple[Settled, tuple[Side, ...], tuple[Flip, ...]] = books.worked[same]
    return found
