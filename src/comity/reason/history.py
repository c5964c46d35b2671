"""How the answer to one test about one government changed, and what each change was due to.

What can change an answer changes on a known set of days. On each of them the answer is compared
with the day before; a change is due to a thing (a ruling, an instrument, a holder) where the
answer would be another had that one thing stayed as it was the day before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal, TypeVar

import msgspec
from msgspec.structs import replace

from comity.catalog import Library
from comity.law.files import Entry, Event, Holder, LegalTest, Log, Ruling, Term
from comity.law.formula import Formula, Situation, TermRef, leaves, several
from comity.places.government import Government
from comity.policy.dates import first_day, holds, in_force, last_day, moved, surely
from comity.policy.instrument import Government as GovernmentFile
from comity.policy.instrument import Interval, Survey
from comity.policy.published_list import ListEntry, PublishedList
from comity.reason.finding import Outcome, TurnsOn, inquire
from comity.reason.leaning import Leaning, leaning_of
from comity.reason.question import Manner, in_scope
from comity.reason.rules import open_books
from comity.reason.status import Operative, operative

CauseKind = Literal[
    "instrument", "survey", "ruling", "holder", "test", "consequence", "log", "list"
]
Undo = Callable[[Library], Library]
FIRST_DAY, LAST_DAY = "0001-01-01", "9999-12-31"
T = TypeVar("T")


class State(msgspec.Struct, frozen=True):
    """Hold what is compared from one day to the next."""

    outcome: Outcome
    turns_on: TurnsOn
    leaning: Leaning | None
    operative: Operative


class Cause(msgspec.Struct, frozen=True):
    """Name what changed on a day: `id` as in the library, `what` happened to it.

    `together` tells that it is no cause alone, but one of several of that day that are.
    """

    kind: CauseKind
    id: str
    what: str
    together: bool = False


class Point(msgspec.Struct, frozen=True):
    """Hold the state from a day on, which parts of it are new, and why; the first has no cause."""

    date: str
    state: State
    changed: tuple[str, ...]
    causes: tuple[Cause, ...]


class _Turn(msgspec.Struct, frozen=True):
    """Hold a thing that changes on a day, and how to leave it as it was the day before."""

    day: str
    cause: Cause
    undo: Undo


def state(library: Library, government: Government, test: LegalTest, day: str) -> State:
    """Return the state of a test for a government on a day, knowing the rulings of that day.

    Raises NoOpenConstruction where the library leaves a term without a reading.
    """
    status = operative(library, government, test, day)
    if not in_scope(test, government):
        return State("out_of_scope", TurnsOn("never", "never"), None, status)
    books = open_books(library, government, day)
    manner = Manner(day, day)
    inquiry = inquire(library, government, test, manner, books)
    settled = inquiry.settled
    leaning = leaning_of(
        library, government, test, manner, books, inquiry.question, settled.outcome
    )
    return State(settled.outcome, TurnsOn(settled.law, settled.facts), leaning, status)


def history(
    library: Library,
    government: Government,
    test: LegalTest,
    from_: str,
    to: str,
    *,
    from_before: bool = False,
) -> tuple[Point, ...]:
    """Return every change of a test's answer for a government between two days, both included.

    It begins with the state on the first day, or on the day on which the test began, if later;
    it is empty where the test had not begun by the last day. With `from_before` it begins on the
    first day all the same: the test is asked as if it had been written.
    """
    first = test.begun
    if first is None or (first > to and not from_before):
        return ()
    start = from_ if from_before else max(from_, first)
    turns = _by_day(_turns(library, government, test), start, to)
    now = state(library, government, test, start)
    points = [Point(start, now, (), ())]
    for day, there in turns:
        then = state(library, government, test, day)
        if then != now:
            changed = tuple(
                name
                for name in State.__struct_fields__
                if getattr(then, name) != getattr(now, name)
            )
            causes = _causes(library, government, test.test, then, there)
            points.append(Point(day, then, changed, causes))
            now = then
    return tuple(points)


def _by_day(turns: Iterable[_Turn], start: str, to: str) -> list[tuple[str, list[_Turn]]]:
    days: dict[str, list[_Turn]] = {}
    for turn in turns:
        if start < turn.day <= to:
            days.setdefault(turn.day, []).append(turn)
    return sorted(days.items())


def _causes(
    library: Library, government: Government, test: str, now: State, turns: list[_Turn]
) -> tuple[Cause, ...]:
    """Return what the state would not be without; a least set of things, where no one is."""
    day = turns[0].day

    def differs(undone: Iterable[_Turn]) -> bool:
        past = library
        for turn in undone:
            past = turn.undo(past)
        return state(past, government, past.tests[test], day) != now

    alone = [turn.cause for turn in turns if differs((turn,))]
    if alone:
        return tuple(dict.fromkeys(alone))
    least = list(turns)
    if differs(least):
        for turn in turns:
            fewer = [other for other in least if other is not turn]
            if differs(fewer):
                least = fewer
    return tuple(dict.fromkeys(replace(t.cause, together=len(least) > 1) for t in least))


# what turns, and on which day


def _turns(library: Library, government: Government, test: LegalTest) -> Iterator[_Turn]:
    tests, terms = reached(library, test)
    for name in (government.id, *government.parents):
        file = library.file_of(name)
        place = library.place(name)
        if file is not None and place is not None:
            yield from _of_file(file, place)
    for ruling in library.rulings.values():
        if _bears(ruling, government, tests, terms):
            yield from _of_ruling(ruling)
    for term in terms.values():
        yield from _of_term(term, library)
    for other in tests.values():
        yield from _of_test(other)
    for log in library.logs.values():
        yield from _of_log(log, government)
    for published in library.published.values():
        yield from _of_list(published, government, library)


def reached(library: Library, test: LegalTest) -> tuple[dict[str, LegalTest], dict[str, Term]]:
    """Return the tests and the terms that a test rests on, itself among them, by id."""
    tests: dict[str, LegalTest] = {}
    terms: dict[str, Term] = {}
    waiting = [("test", test.test)]
    while waiting:
        kind, name = waiting.pop()
        if kind == "test" and name in library.tests and name not in tests:
            found = tests[name] = library.tests[name]
            waiting += [("term", term) for term in found.filters]
            waiting += _named(found.met_if)
        elif kind == "term" and name in library.terms and name not in terms:
            term = terms[name] = library.terms[name]
            for reading in term.readings.values():
                if reading.means is not None and not isinstance(reading.means, str):
                    waiting += _named(reading.means)
    return tests, terms


def _named(formula: Formula) -> Iterator[tuple[str, str]]:
    """Give the tests and the terms that a formula names."""
    for leaf in leaves(formula):
        if leaf.test is not None:
            yield "test", leaf.test
        if leaf.term is not None:
            yield "term", leaf.term
        if leaf.some is not None:
            for value in (leaf.some.subject, leaf.some.act, leaf.some.in_, leaf.some.binds):
                if isinstance(value, TermRef | Situation) and value.term is not None:
                    yield "term", value.term


def _bears(
    ruling: Ruling,
    government: Government,
    tests: dict[str, LegalTest],
    terms: dict[str, Term],
) -> bool:
    """Tell whether a ruling could say or hold anything that the test rests on."""
    makers = {government.id, *government.parents, *government.same_as}
    for effect in ruling.effects:
        named = (*several(effect.enjoins), *several(effect.vacates))
        suspended = several(effect.suspends)
        if (
            effect.construes in terms
            or {effect.applies, effect.invalidates} & set(tests)
            or any(consequence.split("/")[0] in tests for consequence in named)
            or (effect.finds is not None and effect.finds.by in makers)
            or any(s.startswith(f"{maker}/") for s in suspended for maker in makers)
        ):
            return True
    return any(
        holder.who == ruling.ruling
        for term in terms.values()
        for reading in term.readings.values()
        for holder in reading.held_by
    )


def _of_file(file: GovernmentFile, place: Government) -> Iterator[_Turn]:
    name = file.government

    def put(change: Callable[[GovernmentFile], GovernmentFile]) -> Undo:
        def undo(library: Library) -> Library:
            known = library.file_of(name)
            assert known is not None
            return library.with_policy(change(known), place)

        return undo

    def kept(instrument: str, old: Interval, new: tuple[Interval, ...]) -> Undo:
        def change(known: GovernmentFile) -> GovernmentFile:
            return replace(
                known,
                instruments=tuple(
                    replace(i, in_force=_swapped(i.in_force, old, new))
                    if i.instrument == instrument
                    else i
                    for i in known.instruments
                ),
            )

        return put(change)

    def looked(old: Survey, new: tuple[Survey, ...]) -> Undo:
        return put(lambda known: replace(known, surveyed=_swapped(known.surveyed, old, new)))

    for instrument in file.instruments:
        for old in instrument.in_force:
            for day, what, new in _edges(old):
                cause = Cause("instrument", f"{name}/{instrument.instrument}", what)
                yield _Turn(day, cause, kept(instrument.instrument, old, new))
    for survey in file.surveyed:
        for day, what, left in _edges(Interval(survey.from_, survey.until), "surely"):
            more = tuple(replace(survey, from_=one.from_, until=LAST_DAY) for one in left)
            yield _Turn(day, Cause("survey", f"{name} {survey.by}", what), looked(survey, more))


def _of_ruling(ruling: Ruling) -> Iterator[_Turn]:
    def without(event: Event) -> Undo:
        def change(known: Ruling) -> Ruling:
            return replace(known, events=_swapped(known.events, event, ()))

        return _put("rulings", ruling.ruling, change)

    for event in ruling.events:
        by = f" by {event.by}" if event.by is not None else ""
        cause = Cause("ruling", ruling.ruling, f"{event.what.replace('_', ' ')}{by}")
        yield _Turn(first_day(event.date), cause, without(event))


def _of_term(term: Term, library: Library) -> Iterator[_Turn]:
    def holding(name: str, old: Holder, new: tuple[Holder, ...]) -> Undo:
        def change(known: Term) -> Term:
            reading = known.readings[name]
            held = replace(reading, held_by=_swapped(reading.held_by, old, new))
            return replace(known, readings={**known.readings, name: held})

        return _put("terms", term.term, change)

    for name, reading in term.readings.items():
        for holder in reading.held_by:
            if holder.who in library.rulings:
                continue
            for day, what, left in _edges(
                Interval(holder.from_ or FIRST_DAY, holder.until), "widely"
            ):
                more = tuple(replace(holder, from_=one.from_, until=one.until) for one in left)
                verb = "takes up" if what == "begins" else "gives up"
                cause = Cause("holder", holder.who, f"{verb} {term.term}={name}")
                yield _Turn(day, cause, holding(name, holder, more))


def _of_test(test: LegalTest) -> Iterator[_Turn]:
    def put(change: Callable[[LegalTest], LegalTest]) -> Undo:
        return _put("tests", test.test, change)

    def kept(old: Interval, new: tuple[Interval, ...]) -> Undo:
        return put(lambda known: replace(known, in_force=_swapped(known.in_force, old, new)))

    def followed(name: str, old: Interval, new: tuple[Interval, ...]) -> Undo:
        def change(known: LegalTest) -> LegalTest:
            one = known.consequences[name]
            other = replace(one, in_force=_swapped(one.in_force, old, new))
            return replace(known, consequences={**known.consequences, name: other})

        return put(change)

    for old in test.in_force:
        for day, what, new in _edges(old, "widely"):
            yield _Turn(day, Cause("test", test.test, what), kept(old, new))
    if test.proposed is not None:
        cause = Cause("test", test.test, "is proposed")
        yield _Turn(first_day(test.proposed), cause, put(lambda t: replace(t, proposed=None)))
    if test.withdrawn is not None:
        cause = Cause("test", test.test, "is withdrawn")
        yield _Turn(first_day(test.withdrawn), cause, put(lambda t: replace(t, withdrawn=None)))
    for name, consequence in test.consequences.items():
        for old in consequence.in_force:
            for day, what, new in _edges(old, "widely"):
                cause = Cause("consequence", f"{test.test}/{name}", what)
                yield _Turn(day, cause, followed(name, old, new))


def _of_log(log: Log, government: Government) -> Iterator[_Turn]:
    def without(entry: Entry) -> Undo:
        def change(known: Log) -> Log:
            return replace(known, entries=_swapped(known.entries, entry, ()))

        return _put("logs", log.log, change)

    def complete(old: Interval, new: tuple[Interval, ...]) -> Undo:
        def change(known: Log) -> Log:
            return replace(known, complete=_swapped(known.complete, old, new))

        return _put("logs", log.log, change)

    for entry in log.entries:
        if entry.to in (government.id, *government.same_as):
            cause = Cause("log", log.log, f"{log.kind.replace('_', ' ')} by {log.by}")
            yield _Turn(last_day(entry.date), cause, without(entry))
    for old in log.complete:
        for day, what, new in _edges(old, "widely"):
            yield _Turn(day, Cause("log", log.log, what), complete(old, new))


def _of_list(published: PublishedList, government: Government, library: Library) -> Iterator[_Turn]:
    """Give the days on which the government, or one below it, comes on a list or off it."""

    def otherwise(old: ListEntry, new: tuple[Interval, ...]) -> Undo:
        entries = tuple(replace(old, from_=one.from_, until=one.until) for one in new)

        def change(known: PublishedList) -> PublishedList:
            return replace(known, entries=_swapped(known.entries, old, entries))

        return _put("published", published.list, change)

    own = {government.id, *government.same_as}
    for entry in published.entries:
        place = library.place(entry.place) if entry.place is not None else None
        if place is None or not own & {place.id, *place.parents}:
            continue
        for day, what, new in _edges(Interval(entry.from_, entry.until), "surely"):
            yield _Turn(
                day, Cause("list", f"{published.list} {entry.printed}", what), otherwise(entry, new)
            )


def _put(where: str, name: str, change: Callable[[Any], Any]) -> Undo:
    return lambda library: library.with_law(where, name, change(getattr(library, where)[name]))


def _swapped(items: tuple[T, ...], old: T, new: tuple[T, ...]) -> tuple[T, ...]:
    """Return a tuple with one thing left out, and others put in its place."""
    return tuple(one for item in items for one in (new if item is old or item == old else (item,)))


def _edges(
    interval: Interval, partly: Literal["openly", "widely", "surely"] = "openly"
) -> Iterator[tuple[str, str, tuple[Interval, ...]]]:
    """Give each day on which an interval begins or ends to hold, and what it is without that.

    Partial dates give two days each, or are taken widely, or only so far as they are sure.
    """

    def answer(day: str | None) -> str:
        if day is None:
            return "no"
        if partly == "openly":
            return in_force((interval,), day)
        return (
            "yes"
            if (holds((interval,), day) if partly == "widely" else surely(interval, day))
            else "no"
        )

    days = [first_day(interval.from_), last_day(interval.from_)]
    if interval.until is not None:
        ends = (first_day(interval.until), last_day(interval.until))
        days += [after for end in ends if (after := moved(end, 1)) is not None]
    for day in dict.fromkeys(days):
        before, now = answer(moved(day, -1)), answer(day)
        if now == before:
            continue
        what = "begins" if now == "yes" or before == "no" else "ends"
        if "maybe" in (before, now):
            what = f"{what}, on a day known only in part"
        yield day, what, _held(day, before)


def _held(day: str, answer: str) -> tuple[Interval, ...]:
    """Return intervals that give an answer on a day: in force, not, or perhaps."""
    if answer == "no":
        return ()
    if answer == "yes":
        return (Interval(FIRST_DAY),)
    year = day[:4]
    # A year's last day is sure to lie after its beginning, its first day before its end.
    return (Interval(year) if day[5:] != "12-31" else Interval(FIRST_DAY, year),)
