"""Smallest sets of readings, provisions and facts that suffice, and what would change an answer."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Sequence

import msgspec

from comity.catalog import Library
from comity.evaluate.circuit import Evaluation
from comity.evaluate.diagram import FALSE, TRUE, Diagram
from comity.evaluate.settle import Settled, diagram_algebra, settle_values
from comity.law.meaning import holders_on
from comity.places.government import Government
from comity.policy.vocabulary import SUBJECTS
from comity.reason.columns import Columns, Unknown, displaces, fill, unseen
from comity.reason.finding import Flip, Side
from comity.reason.question import Manner, Question
from comity.reason.rules import Books, Rule, Unsurveyed, makers

LARGEST = 3
"""How many elements more than the indispensable ones are tried together."""

TRIES = 4000
"""How many sets of one size are tried at most, before any set will do that has nothing to spare."""


class Loose(msgspec.Struct, frozen=True):
    """Hold a question in which every provision could be absent and every survey could be open.

    `values` are its values under each construction, `as_it_stands` those of what is known, and
    `owners` whose rules nobody has seen, or could not have, where a variable is true.
    """

    question: Question
    columns: Columns
    values: tuple[int, ...]
    provisions: dict[str, int]
    facts: dict[str, dict[int, bool]]
    owners: dict[int, frozenset[str]]
    as_it_stands: dict[int, bool]
    unknowns: dict[Unknown, frozenset[int]]
    rules: dict[str, Rule]
    alike: dict[str, tuple[str, ...]]

    @property
    def diagram(self) -> Diagram:
        """Return the diagram of all the values."""
        return self.columns.diagram

    def fixed(self, provisions: Iterable[str], facts: Iterable[str]) -> dict[int, bool]:
        """Return the assignment that holds provisions in force and surveyed facts closed.

        A kind of rule that several makers could have is closed where all of them are.
        """
        closed = frozenset(facts)
        found = {self.provisions[name]: True for name in provisions}
        found.update((v, False) for v, owners in self.owners.items() if owners <= closed)
        for name in closed:
            found.update(self.facts[name])
        return found

    def settled(self) -> Settled:
        """Settle the question as it stands."""
        question, diagram = self.question, self.diagram
        distinct = list(dict.fromkeys(self.values))
        now = diagram.restricted(distinct, self.as_it_stands)
        standing = dict(zip(distinct, now, strict=True))
        values = tuple(standing[value] for value in self.values)
        return settle_values(values, diagram, question.constructions, question.tied, self.unknowns)


def _loose(
    library: Library, government: Government, books: Books
) -> tuple[Books, frozenset[str], dict[str, Rule], dict[str, tuple[str, ...]]]:
    """Return books in which nothing is certain, what was unsurveyed, the rules, those alike."""
    alike: dict[Rule, list[str]] = {}
    for rule in books.rules:
        alike.setdefault(msgspec.structs.replace(rule, id=""), []).append(rule.id)
    first = {name: names[0] for names in alike.values() for name in names}
    rules = tuple(
        rule if rule.maybe else msgspec.structs.replace(rule, maybe=first[rule.id])
        for rule in books.rules
    )
    missing = {unsurveyed.id: unsurveyed for unsurveyed in books.unsurveyed}
    every = tuple(
        missing.get(f"{maker.id} {subject}", Unsurveyed(maker, subject))
        for maker in makers(library, government)
        for subject in SUBJECTS
    )
    return (
        Books(rules, every, {}),
        frozenset(missing),
        {rule.id: rule for rule in books.rules},
        {names[0]: tuple(names) for names in alike.values()},
    )


def loosen(
    library: Library, government: Government, manner: Manner, books: Books, question: Question
) -> Loose:
    """Make a variable of each provision known to be in force and of each surveyed subject."""
    if "loose" not in books.worked:
        books.worked["loose"] = _loose(library, government, books)
    loose, missing, known, groups = books.worked["loose"]
    columns = fill(library, government, loose, question, manner, loose=True)
    diagram = columns.diagram
    evaluation = Evaluation(question.circuit, columns.values, diagram_algebra(diagram))
    values = tuple(evaluation.value(question.root, c) for c in question.constructions)
    support = diagram.support(*set(values))
    provisions: dict[str, int] = {}
    facts: dict[str, dict[int, bool]] = {}
    owners: dict[int, set[str]] = {}
    unknowns: dict[Unknown, frozenset[int]] = {}
    stands: dict[int, bool] = {}
    for unknown, variables in columns.unknowns.items():
        relevant = variables & support
        if not relevant:
            continue
        truth = columns.truths.get(unknown)
        if truth is not None:
            name = f"{government.id} is {'' if truth else 'not '}{unknown.id}"
            facts[name] = dict.fromkeys(relevant, truth)
            stands.update(facts[name])
        elif unknown.kind == "in_force" and unknown.id in known:
            (provisions[unknown.id],) = relevant
            stands[provisions[unknown.id]] = True
        elif unknown.kind == "rules":
            for variable in relevant:
                owners.setdefault(variable, set()).add(unknown.id)
            if unknown.id in missing:
                unknowns[unknown] = relevant
            else:
                facts[unknown.id] = {}
        else:
            unknowns[unknown] = relevant
    stands.update((v, False) for v, those in owners.items() if not those & missing)
    return Loose(
        question=question,
        columns=columns,
        values=values,
        provisions=provisions,
        facts=facts,
        owners={variable: frozenset(those) for variable, those in owners.items()},
        as_it_stands=stands,
        unknowns=unknowns,
        rules=known,
        alike=groups,
    )


Element = tuple[str, str]
"""A kind (`reading`, `provision`, `fact`) and a name."""


def _smallest(
    elements: Sequence[Element],
    suffices: Callable[[frozenset[Element]], bool],
    idle: frozenset[Element] = frozenset(),
) -> frozenset[Element] | None:
    """Return a smallest sufficient set, given that more never suffices less; None if none does.

    Each of the `idle` can be left out alone.

    Where more than TRIES sets of one size would have to be tried, the set returned is one from
    which nothing can be left out.
    """
    whole = frozenset(elements)
    if not suffices(whole):
        return None
    needed = frozenset(e for e in elements if e not in idle and not suffices(whole - {e}))
    if suffices(needed):
        return needed
    rest = [e for e in elements if e not in needed]
    for size in range(1, min(LARGEST, len(rest)) + 1):
        if math.comb(len(rest), size) > TRIES:
            break
        for chosen in itertools.combinations(rest, size):
            if suffices(needed | frozenset(chosen)):
                return needed | frozenset(chosen)
    kept = whole
    for element in elements:
        if element not in needed and suffices(kept - {element}):
            kept -= {element}
    return kept


def explain(
    library: Library, manner: Manner, loose: Loose, settled: Settled, *, flips: bool = True
) -> tuple[tuple[Side, ...], tuple[Flip, ...]]:
    """Return what suffices for each outcome, and what would change the answer."""
    return _sides(library, loose, manner, settled), _flips(loose, settled) if flips else ()


def _sides(library: Library, loose: Loose, manner: Manner, settled: Settled) -> tuple[Side, ...]:
    """Return, for each outcome that some open construction settles, what suffices for it."""
    question = loose.question
    found = []
    for outcome, wanted in (("met", TRUE), ("not_met", FALSE)):
        if wanted in settled.values:
            construction = question.constructions[settled.values.index(wanted)]
            found.append(_side(library, loose, outcome, wanted, construction, manner))
    return tuple(found)


def _side(
    library: Library,
    loose: Loose,
    outcome: str,
    wanted: int,
    construction: tuple[int, ...],
    manner: Manner,
) -> Side:
    question = loose.question
    groups = {
        question.axes[group[0]].term: group
        for group in question.tied
        if len({c[axis] for c in question.constructions for axis in group}) > 1
    }
    elements: list[Element] = [("provision", name) for name in loose.provisions]
    elements += [("fact", name) for name in loose.facts]
    elements += [("reading", name) for name in groups]

    alike: dict[frozenset[int], set[int]] = {}

    def together(held: frozenset[int]) -> set[int]:
        """Return the values under every construction that reads these axes alike."""
        if held not in alike:
            alike[held] = {
                value
                for c, value in zip(question.constructions, loose.values, strict=True)
                if all(c[axis] == construction[axis] for axis in held)
            }
        return alike[held]

    def suffices(chosen: frozenset[Element]) -> bool:
        fixed = loose.fixed(
            [name for kind, name in chosen if kind == "provision"],
            [name for kind, name in chosen if kind == "fact"],
        )
        held = frozenset(
            axis for kind, name in chosen if kind == "reading" for axis in groups[name]
        )
        return all(loose.diagram.surely(value, fixed, wanted) for value in together(held))

    every = frozenset(axis for group in groups.values() for axis in group)
    (only,) = together(every)
    support = loose.diagram.support(only)
    idle = {("provision", name) for name, v in loose.provisions.items() if v not in support}
    used = frozenset[str]().union(*(o for v, o in loose.owners.items() if v in support))
    idle |= {
        ("fact", name)
        for name, variables in loose.facts.items()
        if name not in used and not variables.keys() & support
    }
    smallest = _smallest(elements, suffices, frozenset(idle)) or frozenset(elements)
    terms = [
        question.axes[axis].term
        for kind, name in sorted(smallest)
        if kind == "reading"
        for axis in groups[name]
    ]
    readings = question.readings(construction)
    chosen = {term: readings[term] for term in dict.fromkeys(terms)}
    return Side(
        outcome="met" if outcome == "met" else "not_met",
        readings=chosen,
        provisions=tuple(sorted(name for kind, name in smallest if kind == "provision")),
        facts=tuple(sorted(name for kind, name in smallest if kind == "fact")),
        holders={
            term: holders_on(library.terms[term].readings[reading], library.rulings, manner.as_of)
            for term, reading in chosen.items()
        },
    )


def _flips(loose: Loose, settled: Settled) -> tuple[Flip, ...]:
    """Return smallest changes of its own provisions that settle the outcome on every reading.

    A provision that a parent's rule demands is not the government's to repeal, and one that a
    higher rule displaces is not its to adopt.
    """
    own = [
        name
        for name in loose.provisions
        if loose.rules[name].maker.role == "own" and not loose.rules[name].demanded
    ]
    others = [name for name in loose.provisions if name not in own]
    found = []
    for to, wanted in (("met", TRUE), ("not_met", FALSE)):
        if settled.outcome == to:
            continue
        repeal = _repeal(loose, own, others, wanted)
        repeal = tuple(name for one in repeal for name in loose.alike[one])
        if repeal:
            found.append(Flip("met" if to == "met" else "not_met", repeal=repeal))
            continue
        if settled.outcome in ("met", "not_met"):
            adopt = _adopt(loose, [*own, *others], wanted)
            if adopt:
                found.append(Flip("met" if to == "met" else "not_met", adopt=adopt))
    return tuple(found)


def _repeal(
    loose: Loose, own: Sequence[str], others: Sequence[str], wanted: int
) -> tuple[str, ...]:
    closed = loose.fixed(others, loose.facts)

    def settles(repealed: Sequence[str]) -> bool:
        fixed = {**closed, **{loose.provisions[name]: name not in repealed for name in own}}
        return all(loose.diagram.surely(value, fixed, wanted) for value in set(loose.values))

    for size in range(1, min(LARGEST, len(own)) + 1):
        if math.comb(len(own), size) > TRIES:
            break
        for chosen in itertools.combinations(own, size):
            if settles(chosen):
                return chosen
    if not own or not settles(own):
        return ()
    kept = list(own)
    for name in own:
        without = [other for other in kept if other != name]
        if settles(without):
            kept = without
    return tuple(kept)


def _adopt(loose: Loose, provisions: Sequence[str], wanted: int) -> tuple[str, ...]:
    for unsurveyed, kind, variable in loose.columns.imagined:
        if unsurveyed.maker.role != "own":
            continue
        rule = unseen(unsurveyed, kind)
        if any(
            other.maker.rank > rule.maker.rank
            and displaces(other, rule)
            and other.applies(rule.points[0] if rule.points else frozenset())
            for other in loose.rules.values()
        ):
            continue
        fixed = loose.fixed(provisions, loose.facts)
        fixed[variable] = True
        if all(loose.diagram.surely(value, fixed, wanted) for value in set(loose.values)):
            return (f"{rule.act} {rule.subject}",)
    return ()
