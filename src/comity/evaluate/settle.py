"""What the values of a question under its open constructions settle, and what they turn on."""

from __future__ import annotations

import functools
from collections.abc import Hashable, Mapping, Sequence
from typing import Literal, TypeVar

import msgspec

from comity.evaluate.circuit import Algebra, Circuit, Line
from comity.evaluate.diagram import FALSE, TRUE, Diagram

Extent = Literal["always", "sometimes", "never"]
N = TypeVar("N", bound=Hashable)
Verdict = Literal["met", "not_met", "undetermined"]


class Settled(msgspec.Struct, frozen=True):
    """Hold the outcome over all constructions and fillings, and how far each uncertainty decides.

    `values` has the diagram node of the test under each construction, in their order. `met`,
    `not_met` and `depends` count constructions; `axes` are the groups of axes that are pivots,
    ranked by influence, and `unknowns` the unknown facts that are.
    """

    outcome: Verdict
    law: Extent
    facts: Extent
    met: int
    not_met: int
    depends: int
    values: tuple[int, ...]
    axes: tuple[tuple[tuple[int, ...], float], ...]
    unknowns: tuple[Hashable, ...]


def diagram_algebra(diagram: Diagram) -> Algebra[int]:
    """Return the algebra whose values are nodes of a diagram."""
    return Algebra(FALSE, TRUE, diagram.every, diagram.some, diagram.complement)


def settle(
    circuit: Circuit,
    root: int,
    columns: Mapping[Hashable, int],
    diagram: Diagram,
    constructions: Sequence[tuple[int, ...]],
    tied: Sequence[tuple[int, ...]],
    unknowns: Mapping[N, frozenset[int]],
    *,
    ranked: bool = True,
) -> Settled:
    """Settle a question exactly, given the diagram node of each column; see `settle_values`."""
    values = _values(circuit.line(root, tuple(constructions)), columns, diagram)
    return settle_values(values, diagram, constructions, tied, unknowns, ranked=ranked)


def settle_values(
    values: tuple[int, ...],
    diagram: Diagram,
    constructions: Sequence[tuple[int, ...]],
    tied: Sequence[tuple[int, ...]],
    unknowns: Mapping[N, frozenset[int]],
    *,
    ranked: bool = True,
) -> Settled:
    """Settle a question exactly, given its value under each construction.

    `tied` partitions the axes into groups that change together, `unknowns` gives the variables of
    each unknown fact. Without `ranked` the pivots stand in the order of their axes, each with an
    influence of 0. Raises ValueError where there is no construction.
    """
    if not constructions:
        raise ValueError("no open construction")
    distinct = sorted(set(values))
    met = values.count(TRUE)
    not_met = values.count(FALSE)
    depends = len(values) - met - not_met
    return Settled(
        outcome=_verdict(values),
        law=_law(diagram, distinct),
        facts=_extent(depends, len(values)),
        met=met,
        not_met=not_met,
        depends=depends,
        values=values,
        axes=_axes(diagram, constructions, values, tied, ranked=ranked),
        unknowns=_unknowns(diagram, distinct, unknowns),
    )


def verdict(
    circuit: Circuit,
    root: int,
    columns: Mapping[Hashable, int],
    diagram: Diagram,
    constructions: Sequence[tuple[int, ...]],
) -> Verdict:
    """Return the outcome alone, which needs less than settling a question."""
    return _verdict(_values(circuit.line(root, tuple(constructions)), columns, diagram))


def _values(line: Line, columns: Mapping[Hashable, int], diagram: Diagram) -> tuple[int, ...]:
    """Return the node of a line's root under each of its constructions."""
    found: list[int] = []
    for op, parts, column in line.steps:
        if op == "column":
            node = columns[column]
        elif op == "and":
            node = diagram.every([found[part] for part in parts])
        elif op == "or":
            node = diagram.some([found[part] for part in parts])
        elif op == "not":
            node = diagram.complement(found[parts[0]])
        else:
            node = TRUE if op == "true" else FALSE
        found.append(node)
    return tuple([found[root] for root in line.roots])


def _verdict(values: Sequence[int]) -> Verdict:
    if all(value == TRUE for value in values):
        return "met"
    if all(value == FALSE for value in values):
        return "not_met"
    return "undetermined"


def _extent(count: int, total: int) -> Extent:
    if count == total:
        return "always"
    return "sometimes" if count else "never"


def _law(diagram: Diagram, distinct: Sequence[int]) -> Extent:
    if len(distinct) == 1:
        return "never"
    if FALSE in distinct and TRUE in distinct:
        return "always"
    for extreme in (False, True):
        if len({diagram.at(value, extreme) for value in distinct}) == 1:
            return "sometimes"  # there is a filling in which all agree
    all_met = diagram.every(distinct)
    none_met = diagram.complement(diagram.some(distinct))
    return "always" if all_met == FALSE and none_met == FALSE else "sometimes"


@functools.lru_cache(maxsize=1024)
def _rows(
    constructions: tuple[tuple[int, ...], ...], group: tuple[int, ...]
) -> tuple[tuple[int, ...], ...]:
    """Return the places of the constructions that differ in some axes alone, row by row."""
    rows: dict[tuple[int, ...], list[int]] = {}
    for place, construction in enumerate(constructions):
        rest = tuple([r for axis, r in enumerate(construction) if axis not in group])
        rows.setdefault(rest, []).append(place)
    return tuple(map(tuple, rows.values()))


def _axes(
    diagram: Diagram,
    constructions: Sequence[tuple[int, ...]],
    values: Sequence[int],
    tied: Sequence[tuple[int, ...]],
    *,
    ranked: bool,
) -> tuple[tuple[tuple[int, ...], float], ...]:
    found = []
    if len(set(values)) == 1:
        return ()
    every = tuple(constructions)
    for group in tied:
        rows = _rows(every, tuple(group))
        if all(len({values[place] for place in row}) == 1 for row in rows):
            continue
        swings = pairs = 0
        for row in rows if ranked else ():
            for extreme in (False, True):
                ends = [diagram.at(values[place], extreme) for place in row]
                yes = sum(ends)
                swings += 2 * yes * (len(ends) - yes)
                pairs += len(ends) * (len(ends) - 1)
        found.append((group, swings / pairs if pairs else 0.0))
    found.sort(key=lambda entry: (-entry[1], entry[0]))
    return tuple(found)


def _unknowns(
    diagram: Diagram, distinct: Sequence[int], unknowns: Mapping[N, frozenset[int]]
) -> tuple[Hashable, ...]:
    support = diagram.support(*distinct)
    return tuple(name for name, variables in unknowns.items() if variables & support)
