"""The outcome alone, from the two extreme fillings: nothing of what is unknown, and all of it.

Where a question uses every unknown with one sign these two settle each construction, and no
diagram is needed. Where it does not, or where rules displace one another, there is no answer here.
"""

from __future__ import annotations

import functools
from collections.abc import Hashable, Sequence

import msgspec

from comity.catalog import Library
from comity.evaluate.circuit import Circuit
from comity.evaluate.settle import Extent, Verdict
from comity.places.government import Government
from comity.policy.vocabulary import ACTS
from comity.reason.columns import (
    Held,
    dropped_by_maker,
    facts_held,
    happened,
    matches,
    over_each,
    set_aside,
)
from comity.reason.question import Asked, Happened, Manner, Question
from comity.reason.rules import Alternative, Books, Rule, Unsurveyed
from comity.reason.situations import unions

Bounds = tuple[bool, bool]
"""Whether a column is true with nothing of what is unknown, and with all of it."""


class Values(msgspec.Struct, frozen=True):
    """Hold which constructions are true with nothing of what is unknown, and which with all of it.

    Each is a set of constructions, as bits; `count` is how many there are, and `choosing` which of
    them choose each meaning of each axis.
    """

    low: int
    high: int
    count: int
    choosing: tuple[tuple[int, ...], ...]


class Mixed(Exception):
    """Say that the two extremes do not settle a question."""


class Rough(msgspec.Struct, frozen=True):
    """Hold how far a question is settled, and how many of its constructions come out how."""

    outcome: Verdict
    law: Extent
    facts: Extent
    met: int
    not_met: int
    depends: int


def quick_verdict(
    library: Library, government: Government, question: Question, books: Books, manner: Manner
) -> Verdict | None:
    """Return the outcome of a question, or None where its extremes do not settle it."""
    values = extreme_values(library, government, question, books, manner)
    return None if values is None else verdict_of(values)


def quick_settled(
    library: Library, government: Government, question: Question, books: Books, manner: Manner
) -> Rough | None:
    """Return how far a question is settled, or None where its extremes do not tell.

    All constructions can be met at once only with all of what is unknown, and none of them only
    with nothing of it. Two that the extremes leave open alike may differ in between: they are
    for the diagrams.
    """
    values = extreme_values(library, government, question, books, manner)
    if values is None:
        return None
    every = (1 << values.count) - 1
    met, not_met, depends = values.low, every & ~values.high, values.high & ~values.low
    if depends == every and values.count > 1:
        return None
    law: Extent = "never" if every in (met, not_met, depends) else "sometimes"
    if met and not_met:
        law = "always"
    facts: Extent = "sometimes" if depends else "never"
    return Rough(
        outcome=verdict_of(values),
        law=law,
        facts="always" if depends == every else facts,
        met=met.bit_count(),
        not_met=not_met.bit_count(),
        depends=depends.bit_count(),
    )


def verdict_of(values: Values, kept: int = -1) -> Verdict:
    """Return the outcome over constructions with these values, or over those of them `kept`."""
    every = (1 << values.count) - 1 & kept
    if values.low & every == every:
        return "met"
    return "undetermined" if values.high & every else "not_met"


def extreme_values(
    library: Library, government: Government, question: Question, books: Books, manner: Manner
) -> Values | None:
    """Return what each construction is with nothing of what is unknown, and with all of it.

    Return None where these extremes do not settle it.
    """
    circuit, root = question.circuit, question.root
    try:
        keys = circuit.columns(root)
        tests = {key.test for key in keys if isinstance(key, Asked) and key.test}
        held = facts_held(library, government, manner, tests)
        bounds = {
            key: _event(library, government, key, manner.as_of)
            if isinstance(key, Happened)
            else _bounds(key, books, held)
            for key in keys
        }
    except Mixed:
        return None
    if _of_both_signs(circuit, root, bounds):
        return None
    masks = choosing(question)
    count = len(question.constructions)
    low, high = _together(circuit, root, bounds, masks, (1 << count) - 1)
    return Values(low, high, count, masks)


def choosing(question: Question) -> tuple[tuple[int, ...], ...]:
    """Return which constructions choose each meaning of each axis, as bits."""
    sizes = tuple([len(axis.meanings) for axis in question.axes])
    return _choosing(question.constructions, sizes)


@functools.lru_cache(maxsize=256)
def _choosing(
    constructions: tuple[tuple[int, ...], ...], sizes: tuple[int, ...]
) -> tuple[tuple[int, ...], ...]:
    found = [[0] * size for size in sizes]
    for number, construction in enumerate(constructions):
        for axis, choice in enumerate(construction):
            found[axis][choice] |= 1 << number
    return tuple(map(tuple, found))


def _together(
    circuit: Circuit,
    root: int,
    bounds: dict[Hashable, Bounds],
    choosing: tuple[tuple[int, ...], ...],
    every: int,
) -> tuple[int, int]:
    """Evaluate a circuit for all constructions at once, each a bit."""
    low: dict[int, int] = {}
    high: dict[int, int] = {}
    for node in circuit.below(root):  # parts before wholes
        gate = circuit.gates[node]
        op = gate.op
        if op == "column":
            least, most = bounds[gate.column]
            low[node], high[node] = (every if least else 0), (every if most else 0)
        elif op == "choice":
            at_least = at_most = 0
            for part, chosen in zip(gate.parts, choosing[gate.axis], strict=True):
                at_least |= low[part] & chosen
                at_most |= high[part] & chosen
            low[node], high[node] = at_least, at_most
        elif op == "not":
            (part,) = gate.parts
            low[node], high[node] = every & ~high[part], every & ~low[part]
        elif op == "and":
            at_least = at_most = every
            for part in gate.parts:
                at_least &= low[part]
                at_most &= high[part]
            low[node], high[node] = at_least, at_most
        elif op == "or":
            at_least = at_most = 0
            for part in gate.parts:
                at_least |= low[part]
                at_most |= high[part]
            low[node], high[node] = at_least, at_most
        else:
            low[node] = high[node] = every if op == "true" else 0
    return low[root], high[root]


def _of_both_signs(circuit: Circuit, root: int, bounds: dict[Hashable, Bounds]) -> bool:
    """Tell whether columns that are not known stand both under a `not` and under none."""
    signs: set[bool] = set()
    seen: set[tuple[int, bool]] = set()
    waiting = [(root, True)]
    while waiting:
        node, sign = waiting.pop()
        if (node, sign) in seen:
            continue
        seen.add((node, sign))
        gate = circuit.gates[node]
        if gate.op == "column":
            low, high = bounds[gate.column]
            if low != high:
                signs.add(sign)
        waiting += [(part, sign != (gate.op == "not")) for part in gate.parts]
    return len(signs) > 1


def _event(library: Library, government: Government, asked: Happened, day: str) -> Bounds:
    found = [happened(library, government, asked, sender, day) for sender in asked.by]
    return True in found, True in found or None in found


def _bounds(key: Hashable, books: Books, held: Held) -> Bounds:
    if (
        not isinstance(key, Asked)
        or key.effective is not None
        or (key.acts is not None and "excepts" in key.acts)
    ):
        raise Mixed
    found = books.extremes.get((key, held))
    if found is None:
        found = books.extremes[key, held] = _asked(key, books, held)
    return found


def _asked(asked: Asked, books: Books, held: Held) -> Bounds:
    if asked.subjects is not None and not asked.subjects:
        return False, False  # a reading that courts have trimmed to nothing
    known = [
        rule for rule in books.rules if matches(rule, asked) and not set_aside(rule, asked, held)
    ]
    unseen = any(_could_match(one, asked, books, held) for one in books.unsurveyed)
    if asked.situations[0] == "every":
        certain = [rule for rule in known if rule.maybe is None and not rule.ended_by]
        low = _everywhere(certain, asked, books)
        return low, low or unseen or _everywhere(known, asked, books)
    high = False
    for rule in known:
        if applies_in(rule, asked, books):
            if rule.maybe is None and not rule.ended_by:
                return True, True
            high = True
    return False, high or unseen


def _everywhere(rules: Sequence[Rule], asked: Asked, books: Books) -> bool:
    """Tell whether in every situation that has nothing of the bound some of the rules applies."""
    over = {rule.id: _over(rule, books) for rule in rules}
    listed = [a for rule in rules for r in (rule, *over[rule.id]) for a in (*r.when, *r.unless)]
    return all(
        any(
            rule.applies(situation) and not any(o.applies(situation) for o in over[rule.id])
            for rule in rules
        )
        for situation in unions(listed)
        if not situation & asked.situations[1]
    )


def _over(rule: Rule, books: Books) -> list[Rule]:
    over = over_each(rule, books.rules)
    if any(other.maybe is not None or other.ended_by for other in over):
        raise Mixed
    return over


def applies_in(rule: Rule, asked: Asked, books: Books) -> bool:
    """Tell whether a known rule applies where a query asks, with what overrides it."""
    over = _over(rule, books)

    def applies(situation: Alternative) -> bool:
        return rule.applies(situation) and not any(other.applies(situation) for other in over)

    how, bound = asked.situations
    if how == "at":
        return applies(bound)
    listed = [a for r in (rule, *over) for a in (*r.when, *r.unless)] if over else rule.when
    return any(applies(situation) for situation in unions(listed) if not situation & bound)


def _could_match(unsurveyed: Unsurveyed, asked: Asked, books: Books, held: Held) -> bool:
    """Tell whether a rule that nobody looked for could be of the kind that a query asks for."""
    maker, subject = unsurveyed.maker, unsurveyed.subject
    if asked.subjects is not None and subject not in asked.subjects:
        return False
    if dropped_by_maker(maker, asked):
        return False
    if asked.of is not None:
        offices = asked.of - set(unsurveyed.but)
        if not offices - {o.strip("#") for d in asked.drops for o in d.offices}:
            return False
    if frozenset() in (asked.binds, asked.counterparties):
        return False
    acts = set(ACTS if asked.acts is None else asked.acts)
    acts -= {act for who, on, act in held.none if (who, on) == (maker.id, subject)}
    if maker.role == "own" and any(drop.demanded_by is not None for drop in asked.drops):
        acts -= {r.act for r in books.rules if r.subject == subject and r.maker.role != "own"}
    return bool(acts)
