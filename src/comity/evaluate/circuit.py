"""Circuits: and, or, not over columns, with a branch for each reading where a term stands."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Generic, TypeVar

import msgspec

V = TypeVar("V")

FALSE = 0
TRUE = 1


class Gate(msgspec.Struct, frozen=True):
    """Hold one node: `op` is false, true, column, and, or, not or choice.

    `parts` are nodes; a choice has one part for each reading of its `axis`. `axes` are all the
    axes on which the node depends.
    """

    op: str
    parts: tuple[int, ...] = ()
    column: Hashable = None
    axis: int = -1
    axes: tuple[int, ...] = ()


class Circuit:
    """Hold the nodes of a question, each once."""

    def __init__(self) -> None:
        self.gates: list[Gate] = [Gate("false"), Gate("true")]
        self._known: dict[tuple[object, ...], int] = {}
        self._below: dict[int, tuple[int, ...]] = {}
        self._lines: dict[tuple[int, tuple[tuple[int, ...], ...]], Line] = {}

    def _add(self, gate: Gate) -> int:
        key = (gate.op, gate.parts, gate.column, gate.axis)
        found = self._known.get(key)
        if found is None:
            found = len(self.gates)
            self.gates.append(gate)
            self._known[key] = found
        return found

    def _axes(self, parts: Sequence[int]) -> tuple[int, ...]:
        return tuple(sorted({axis for part in parts for axis in self.gates[part].axes}))

    def column(self, key: Hashable) -> int:
        """Return the node of a column."""
        return self._add(Gate("column", column=key))

    def every(self, parts: Sequence[int]) -> int:
        """Return the conjunction of nodes."""
        return self._join("and", parts, TRUE, FALSE)

    def some(self, parts: Sequence[int]) -> int:
        """Return the disjunction of nodes."""
        return self._join("or", parts, FALSE, TRUE)

    def _join(self, op: str, parts: Sequence[int], neutral: int, absorbing: int) -> int:
        kept = tuple(sorted({part for part in parts if part != neutral}))
        if absorbing in kept:
            return absorbing
        if not kept:
            return neutral
        if len(kept) == 1:
            return kept[0]
        return self._add(Gate(op, kept, axes=self._axes(kept)))

    def complement(self, part: int) -> int:
        """Return the negation of a node."""
        if part in (FALSE, TRUE):
            return TRUE - part
        gate = self.gates[part]
        if gate.op == "not":
            return gate.parts[0]
        return self._add(Gate("not", (part,), axes=gate.axes))

    def choice(self, axis: int, parts: Sequence[int]) -> int:
        """Return the node that is `parts[r]` where the axis stands at its reading r."""
        if len(set(parts)) == 1:
            return parts[0]
        axes = tuple(sorted({axis, *self._axes(parts)}))
        return self._add(Gate("choice", tuple(parts), axis=axis, axes=axes))

    def columns(self, root: int) -> list[Hashable]:
        """Return the columns that a node reads, each once, in a fixed order."""
        return [
            self.gates[node].column for node in self.below(root) if self.gates[node].op == "column"
        ]

    def below(self, root: int) -> tuple[int, ...]:
        """Return the nodes at or under a root, parts before wholes."""
        if root in self._below:
            return self._below[root]
        seen: set[int] = set()
        stack = [root]
        while stack:
            node = stack.pop()
            if node not in seen:
                seen.add(node)
                stack.extend(self.gates[node].parts)
        self._below[root] = tuple(sorted(seen))
        return self._below[root]

    def line(self, root: int, constructions: tuple[tuple[int, ...], ...]) -> Line:
        """Return what has to be worked out for a root under constructions, made once."""
        key = (root, constructions)
        if key not in self._lines:
            self._lines[key] = _line(self, root, constructions)
        return self._lines[key]


class Line(msgspec.Struct, frozen=True):
    """Hold a root under some constructions as a line of operations, parts before wholes.

    Each step is false, true, not, and, or, or a column, with the numbers of earlier steps; what
    several constructions have in common is one step. `roots` has a step for each construction.
    """

    steps: tuple[tuple[str, tuple[int, ...], Hashable], ...]
    roots: tuple[int, ...]


def _line(circuit: Circuit, root: int, constructions: Sequence[tuple[int, ...]]) -> Line:
    numbers: dict[tuple[str, tuple[int, ...], Hashable], int] = {}
    placed: dict[tuple[int, tuple[int, ...]], int] = {}

    def place(node: int, construction: tuple[int, ...]) -> int:
        gate = circuit.gates[node]
        while gate.op == "choice":
            node = gate.parts[construction[gate.axis]]
            gate = circuit.gates[node]
        key = (node, tuple([construction[axis] for axis in gate.axes]))
        found = placed.get(key)
        if found is None:
            parts = tuple([place(part, construction) for part in gate.parts])
            step = (gate.op, parts, gate.column)
            found = placed[key] = numbers.setdefault(step, len(numbers))
        return found

    roots = tuple([place(root, construction) for construction in constructions])
    return Line(tuple(numbers), roots)


class Algebra(msgspec.Struct, Generic[V], frozen=True):
    """Say how and, or and not work on the values of columns."""

    false: V
    true: V
    every: Callable[[list[V]], V]
    some: Callable[[list[V]], V]
    complement: Callable[[V], V]


class Evaluation(Generic[V]):
    """Evaluate a circuit for constructions; a node is computed once for each choice it sees."""

    def __init__(
        self, circuit: Circuit, columns: Mapping[Hashable, V], algebra: Algebra[V]
    ) -> None:
        self._circuit = circuit
        self._columns = columns
        self._algebra = algebra
        self._memo: dict[tuple[int, tuple[int, ...]], V] = {}

    def value(self, node: int, construction: Sequence[int]) -> V:
        """Return the value of a node under a construction (a reading's number for each axis)."""
        gate = self._circuit.gates[node]
        op = gate.op
        if op == "column":
            return self._columns[gate.column]
        if op == "choice":
            return self.value(gate.parts[construction[gate.axis]], construction)
        key = (node, tuple([construction[axis] for axis in gate.axes]))
        found = self._memo.get(key)
        if found is not None:
            return found
        algebra = self._algebra
        if op == "not":
            result = algebra.complement(self.value(gate.parts[0], construction))
        elif op in ("and", "or"):
            values = [self.value(part, construction) for part in gate.parts]
            result = algebra.every(values) if op == "and" else algebra.some(values)
        else:
            result = algebra.true if op == "true" else algebra.false
        self._memo[key] = result
        return result
