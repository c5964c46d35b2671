"""Verdicts for many governments at once, on two rails of packed bits.

A value is an array of 64-bit words, each bit a government. Its shape is `(rails, *axes, words)`:
rail 0 says "met for certain", rail 1 "met possibly"; an axis has its open readings where the
node depends on it, and size 1 elsewhere, so a node over k terms is computed for the readings of
those k terms only. Governments are sorted by group, and all governments of a group have the same
open constructions.

Verdicts need the extremes alone, so they are computed on one line of operations where it is short
enough. "On all constructions" and "on some" pass down to the lowest node through which an axis
reaches the root with one sign: a node that only rises (or only falls) with its part is least where
its part is least. What is left of the axis there is its strictest and its loosest reading.

The rails are exact where no unknown column occurs with both signs; `exact` fills in those that do.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial, reduce
from itertools import combinations, product
from math import prod
from operator import ge
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comity.evaluate.circuit import Circuit, Gate

Bits = NDArray[np.bool_]
Words = NDArray[np.uint64]

MOST_UNKNOWN = 16
NEVER, SOMETIMES, ALWAYS = 0, 1, 2

_ONES = np.uint64(0xFFFF_FFFF_FFFF_FFFF)
_NARROW = 16  # slices
_SPAN = 1 << 11  # words of a narrow node that are evaluated at a time
_BLOCK = 1 << 15  # words of one rail of the widest node: what stays in a core's cache
_FILL = 1 << 13  # words of a column that `exact` fills at a time
_LONGEST = 1 << 10  # nodes, each counted once a reading, of the longest line
_LINE = 1 << 11  # words of a line that are evaluated at a time
_ZEROS, _ALL = 0, 1  # the first two values of a line


@dataclass(frozen=True, eq=False)
class Packed:
    """Hold the columns of many governments.

    `rails` is `(2, columns, words)`; `order` `(governments,)` lists the governments as they are
    packed; group g has `sizes[g]` of them, from bit 0 of word `starts[g]` on. `places`
    `(governments,)` gives the bit of each government.
    """

    keys: tuple[Hashable, ...]
    rails: Words
    order: NDArray[np.intp]
    sizes: tuple[int, ...]
    starts: tuple[int, ...]
    places: NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Verdicts:
    """Hold which governments meet a test under every open construction, or under none.

    `words` is `(3, words)`, packed: met, not met, unfilled. The others are `(governments,)`, in
    the order in which they were packed from, and are unpacked when they are read.
    """

    words: Words
    places: NDArray[np.intp]

    @property
    def met(self) -> Bits:
        """Return `(governments,)`: met under every open construction."""
        return _unpacked(self.words[0])[self.places]

    @property
    def not_met(self) -> Bits:
        """Return `(governments,)`: met under no open construction."""
        return _unpacked(self.words[1])[self.places]

    @property
    def unfilled(self) -> Bits:
        """Return `(governments,)`: too many unknowns to fill; the verdict is by bounds."""
        return _unpacked(self.words[2])[self.places]

    @property
    def undetermined(self) -> Bits:
        """Return `(governments,)`: neither met nor not met."""
        return ~_unpacked(self.words[0] | self.words[1])[self.places]


@dataclass(frozen=True, eq=False)
class Full:
    """Hold verdicts, and how far each uncertainty decides, as the two extremes settle it.

    `law` and `facts` are `(governments,)` of NEVER, SOMETIMES or ALWAYS. `pivots` is
    `(groups of axes, governments)`: whether some open constructions that differ only in that
    group of axes differ at an extreme. Readings that differ only between the extremes (one
    turns on one unknown fact, one on another) are not told apart: law is then NEVER.
    """

    verdicts: Verdicts
    law: NDArray[np.int8]
    facts: NDArray[np.int8]
    pivots: Bits


@dataclass(frozen=True, eq=False)
class _Plan:
    """Hold what evaluating the root for one group needs."""

    circuit: Circuit
    root: int
    readings: tuple[tuple[int, ...], ...]  # the readings of each axis in some open construction
    wide: tuple[int, ...]  # the nodes that are evaluated for this group alone
    slices: int  # of the widest node
    rows: dict[Hashable, int]
    narrow: tuple[int, ...]  # the nodes that are evaluated for all groups, on all readings
    # Those of them that a wide node, or the caller, reads, and how to keep the group's readings.
    used: tuple[tuple[int, tuple[tuple[Any, ...], ...]], ...]
    open: Bits | None  # over `readings`; None: all of them
    seen: Bits | None  # `open` along the axes of the root alone


@dataclass(frozen=True, eq=False)
class _Line:
    """Hold the extremes of a test as operations on rows of words, for all groups at once.

    Slots are: zeros, ones, the columns read, the masks, scratch rows. A mask is set for the
    groups that it lists. `met` and `possible` are slots: low on all open constructions, high on
    some.
    """

    reads: tuple[tuple[int, int], ...]  # rail, row
    masks: tuple[tuple[int, ...], ...]
    scratch: int
    steps: tuple[tuple[np.ufunc, int, int, int], ...]  # operation, inputs, output
    met: int
    possible: int


@dataclass(frozen=True, eq=False)
class Question:
    """Hold a test and, for each group, what evaluating it needs; None: no open construction.

    `line` gives bounds, and `filled` exact verdicts; None where it would be too long.
    """

    keys: tuple[Hashable, ...]
    mixed: tuple[int, ...]
    plans: tuple[_Plan | None, ...]
    line: _Line | None
    filled: _Line | None


def prepare(
    circuit: Circuit,
    root: int,
    keys: Sequence[Hashable],
    constructions: Sequence[Sequence[tuple[int, ...]]],
) -> Question:
    """Return the question whether a node holds, given the open constructions of each group."""
    rows: dict[Hashable, int] = {key: row for row, key in enumerate(keys)}
    signs = _signs(circuit, root)
    twice = [circuit.gates[node] for node, sign in signs.items() if sign == 3]
    mixed = tuple(sorted(rows[gate.column] for gate in twice if gate.op == "column"))
    plans = [
        _plan(circuit, root, rows, opened) if len(opened) else None for opened in constructions
    ]
    line = filled = _line(circuit, root, rows, plans, signs, ())
    if mixed:
        filled = _line(circuit, root, rows, plans, signs, mixed)
    return Question(tuple(keys), mixed, tuple(plans), line, filled)


def pack(
    keys: Sequence[Hashable], certain: Bits, possible: Bits, group: NDArray[np.integer[Any]]
) -> Packed:
    """Pack `(columns, governments)` rails, given the group `(governments,)` of each government.

    Raises ValueError where shapes differ or a value is certain and not possible.
    """
    wanted = (len(keys), len(group))
    if certain.shape != wanted or possible.shape != wanted:
        raise ValueError(f"expected columns of shape {wanted}")
    if np.any(certain & ~possible):
        raise ValueError("met for certain, but not possibly")
    order = np.argsort(group, kind="stable")
    counts = np.bincount(group) if len(group) else np.zeros(0, dtype=np.intp)
    sizes = tuple(int(size) for size in counts)
    words = [-(-size // 64) for size in sizes]
    starts = tuple(sum(words[:place]) for place in range(len(words)))
    rails = np.zeros((2, len(keys), sum(words)), dtype=np.uint64)
    octets = rails.view(np.uint8)
    begun = 0
    for size, start in zip(sizes, starts, strict=True):
        chosen = order[begun : begun + size]
        begun += size
        for rail, source in enumerate((certain, possible)):
            found = np.packbits(source[:, chosen], axis=1, bitorder="little")
            octets[rail, :, start * 8 : start * 8 + found.shape[1]] = found
    places = np.empty(len(order), dtype=np.intp)
    filled = [
        np.arange(start * 64, start * 64 + size) for size, start in zip(sizes, starts, strict=True)
    ]
    places[order] = np.concatenate([np.zeros(0, dtype=np.intp), *filled])
    return Packed(tuple(keys), rails, order, sizes, starts, places)


def verdicts(question: Question, packed: Packed) -> Verdicts:
    """Return the verdicts by bounds, over the open constructions of each group.

    Raises ValueError where a group with governments has no open construction.
    """
    if question.line is not None:
        return _lined(question, packed, question.line)
    found = np.zeros((3, packed.rails.shape[2]), dtype=np.uint64)
    for plan, begin, end, values in _blocks(question, packed):
        low, high = _extremes(plan, values)
        found[0, begin:end] = low
        found[1, begin:end] = ~high
    return Verdicts(found, packed.places)


def full(question: Question, packed: Packed, tied: Sequence[tuple[int, ...]]) -> Full:
    """Return verdicts, and what they turn on; `tied` groups the axes that change together.

    Raises ValueError where a group with governments has no open construction.
    """
    found = np.zeros((7 + len(tied), packed.rails.shape[2]), dtype=np.uint64)
    for plan, begin, end, values in _blocks(question, packed):
        value = _root(plan, values)
        low, high = _open(plan, value)
        part = found[:, begin:end]
        all_low, some_low = _fold(np.bitwise_and, low), _fold(np.bitwise_or, low)
        all_high, some_high = _fold(np.bitwise_and, high), _fold(np.bitwise_or, high)
        differ = low ^ high
        part[0] = all_low
        part[1] = ~some_high
        part[3] = (some_low & ~all_low) | (some_high & ~all_high)
        part[4] = some_low & ~all_high
        part[5] = _fold(np.bitwise_or, differ)
        part[6] = _fold(np.bitwise_and, differ)
        for place, axes in enumerate(tied):
            part[7 + place] = _turns(plan, value, axes)
    rows = _unpacked(found)[:, packed.places]
    law = np.where(rows[4], ALWAYS, np.where(rows[3], SOMETIMES, NEVER)).astype(np.int8)
    facts = np.where(rows[6], ALWAYS, np.where(rows[5], SOMETIMES, NEVER)).astype(np.int8)
    return Full(Verdicts(found[:3], packed.places), law, facts, rows[7:])


def exact(question: Question, packed: Packed) -> Verdicts:
    """Return the verdicts over every filling of the unknown columns, each a fact of its own.

    On a line, a column of both signs is an axis of its own, with its two rails as readings.
    Otherwise bounds first. Where they leave open whether all constructions agree, the unknown
    columns that occur with both signs are filled in every way, up to MOST_UNKNOWN in one
    government; beyond that `unfilled` says so.

    Raises ValueError where a group with governments has no open construction.
    """
    if question.filled is not None:
        return _lined(question, packed, question.filled)
    rows = np.array(question.mixed, dtype=np.intp)
    found = np.zeros((3, packed.rails.shape[2]), dtype=np.uint64)
    doubtful: list[tuple[_Plan, list[NDArray[np.intp]]]] = []
    for plan, begin, end, values in _blocks(question, packed):
        low, high = _open(plan, _root(plan, values))
        met = found[0, begin:end] = _fold(np.bitwise_and, low)
        not_met = ~_fold(np.bitwise_or, high)
        found[1, begin:end] = not_met
        if not len(rows):
            continue
        # Certainly met on one construction and certainly not on another: filling changes nothing.
        open_ = ~(_fold(np.bitwise_or, low) & ~_fold(np.bitwise_and, high)) & ~met & ~not_met
        if not doubtful or plan is not doubtful[-1][0]:
            doubtful.append((plan, []))
        doubtful[-1][1].append(np.flatnonzero(_unpacked(open_)) + begin * 64)
    for plan, parts in doubtful:
        _fill(plan, packed, np.concatenate(parts), rows, found)
    return Verdicts(found, packed.places)


def _fill(
    plan: _Plan, packed: Packed, places: NDArray[np.intp], rows: NDArray[np.intp], found: Words
) -> None:
    """Settle the governments at these bits by filling the mixed columns `rows` in every way."""
    octets = packed.rails.view(np.uint8)
    shifts = (places & 7).astype(np.uint8)
    bits: NDArray[np.uint8] = (octets[:, :, places >> 3] >> shifts) & np.uint8(1)
    unknown = bits[0, rows] ^ bits[1, rows]
    counts = unknown.sum(axis=0)
    ranks = np.cumsum(unknown, axis=0) - unknown
    # 0 and 1 stand for themselves, 2 + i for the i-th unknown of its government.
    bits[:, rows] = np.where(unknown == 1, 2 + ranks, bits[0, rows])
    settled = found.view(np.uint8)
    counts[(counts > 0) & (counts < 3)] = 3  # a field has a byte at least
    for count in np.unique(counts).tolist():
        chosen = np.flatnonzero(counts == count)
        if count > MOST_UNKNOWN:
            np.bitwise_or.at(settled[2], places[chosen] >> 3, _bit(places[chosen]))
            continue
        if not count:
            continue
        table = _patterns(count)
        step = max(1, _FILL // table.shape[1])
        for begin in range(0, len(chosen), step):
            part = chosen[begin : begin + step]
            met, not_met = _filled(plan, table, bits[:, :, part])
            for row, yes in enumerate((met, not_met)):
                at = places[part[yes]]
                np.bitwise_or.at(settled[row], at >> 3, _bit(at))


def _filled(plan: _Plan, table: NDArray[Any], codes: NDArray[np.uint8]) -> tuple[Bits, Bits]:
    """Return which of `(rails, columns, governments)` are met, or not met, on every filling."""
    size = codes.shape[2]
    if np.array_equal(codes[0], codes[1]):
        codes = codes[:1]  # nothing else is unknown: one rail
    fields = table[codes].reshape(*codes.shape[:2], -1)
    short = -fields.shape[2] % (8 // fields.itemsize)
    if short:
        fields = np.pad(fields, ((0, 0), (0, 0), (0, short)))
    rails = np.ascontiguousarray(fields).view(np.uint64)
    words = rails.shape[2]
    found = np.empty((2, words), dtype=np.uint64)
    block = _width(plan)
    for begin in range(0, words, block):
        part = rails[:, :, begin : begin + block]
        values = _wide(plan, _narrow(plan, part), slice(None))
        found[0, begin : begin + block], found[1, begin : begin + block] = _extremes(plan, values)
    per = found.view(table.dtype).reshape(2, -1, table.shape[1])[:, :size]
    full_field = np.array(-1, dtype=np.int64).astype(table.dtype)
    return (per[0] == full_field).all(axis=1), (per[1] == 0).all(axis=1)


def _patterns(count: int) -> NDArray[Any]:
    """Return false, true and each of `count` variables as truth tables, one a row."""
    width = max(3, count)
    line = np.arange(1 << width)
    bits = [line < 0, line >= 0, *[(line >> place) & 1 == 1 for place in range(count)]]
    octets = np.packbits(np.array(bits), axis=1, bitorder="little")
    kind = {3: np.uint8, 4: np.uint16, 5: np.uint32}.get(width, np.uint64)
    return octets.view(kind)


def _bit(places: NDArray[np.intp]) -> NDArray[np.uint8]:
    return (1 << (places & 7)).astype(np.uint8)


def _signs(circuit: Circuit, root: int) -> dict[int, int]:
    """Return for each node under the root whether it occurs plain (1), complemented (2), both."""
    signs: dict[int, int] = {root: 1}
    for node in reversed(circuit.below(root)):
        sign = signs[node]
        gate = circuit.gates[node]
        passed = ((sign & 1) << 1) | (sign >> 1) if gate.op == "not" else sign
        for part in gate.parts:
            signs[part] = signs.get(part, 0) | passed
    return signs


def _plan(
    circuit: Circuit, root: int, rows: dict[Hashable, int], constructions: Sequence[tuple[int, ...]]
) -> _Plan:
    table = np.asarray(constructions, dtype=np.intp).reshape(len(constructions), -1)
    readings = []
    places = []
    for column in table.T:
        kept, place = np.unique(column, return_inverse=True)
        readings.append(tuple(int(reading) for reading in kept))
        places.append(place.reshape(-1))
    shape = tuple(len(kept) for kept in readings)
    gates = circuit.gates
    nodes = circuit.below(root)
    counts = {gates[n].axis: len(gates[n].parts) for n in nodes if gates[n].op == "choice"}
    narrow = [n for n in nodes if prod(counts[axis] for axis in gates[n].axes) <= _NARROW]
    wide = tuple(sorted(set(nodes) - set(narrow)))
    read = {root, *[part for node in wide for part in gates[node].parts]}
    axes = gates[root].axes
    opened = np.zeros(shape, dtype=np.bool_)
    opened[tuple(places)] = True
    seen: Bits = np.any(
        opened, axis=tuple(a for a in range(len(shape)) if a not in axes), keepdims=True
    )
    slices = max(prod(shape[axis] for axis in circuit.gates[node].axes) for node in nodes)
    return _Plan(
        circuit,
        root,
        tuple(readings),
        wide,
        slices,
        rows,
        tuple(narrow),
        tuple((node, _kept(gates[node].axes, readings, counts)) for node in narrow if node in read),
        None if opened.all() else opened,
        None if seen.all() else seen,
    )


def _kept(
    axes: Sequence[int], readings: Sequence[tuple[int, ...]], counts: Mapping[int, int]
) -> tuple[tuple[Any, ...], ...]:
    """Return the indices that keep the readings of each axis: one view, then copies if need be."""
    view: list[slice] = [slice(None)] * (len(readings) + 1)
    copies: list[tuple[Any, ...]] = []
    for axis in axes:
        kept = readings[axis]
        if kept == tuple(range(kept[0], kept[-1] + 1)):
            view[axis + 1] = slice(kept[0], kept[-1] + 1)
        else:
            copies.append((slice(None),) * (axis + 1) + (list(kept),))
    narrowed = any(len(readings[axis]) < counts[axis] for axis in axes)
    return ((tuple(view),) if narrowed else ()) + tuple(copies)


def _width(plan: _Plan) -> int:
    return max(16, _BLOCK // plan.slices)


def _blocks(
    question: Question, packed: Packed
) -> Iterator[tuple[_Plan, int, int, dict[int, Words]]]:
    """Yield each block of words: its group's plan, its bounds, and the nodes under the root."""
    groups = _groups(question, packed)
    for begun in range(0, packed.rails.shape[2], _SPAN):
        ended = min(begun + _SPAN, packed.rails.shape[2])
        values: dict[int, Words] | None = None
        for plan, start, end in groups:
            first, last = max(start, begun), min(end, ended)
            if first >= last:
                continue
            if values is None:
                values = _narrow(plan, packed.rails[:, :, begun:ended])
            width = -(-(last - first) // max(1, round((last - first) / _width(plan))))
            for at in range(first, last, width):
                stop = min(at + width, last)
                yield plan, at, stop, _wide(plan, values, slice(at - begun, stop - begun))


def _groups(question: Question, packed: Packed) -> list[tuple[_Plan, int, int]]:
    """Return the groups that have governments: each one's plan and bounds."""
    if question.keys != packed.keys:
        raise ValueError("a question over other columns")
    ends = [start + -(-size // 64) for size, start in zip(packed.sizes, packed.starts, strict=True)]
    groups = []
    for number, (start, end) in enumerate(zip(packed.starts, ends, strict=True)):
        if start == end:
            continue
        plan = question.plans[number] if number < len(question.plans) else None
        if plan is None:
            raise ValueError("no open construction")
        groups.append((plan, start, end))
    return groups


def _narrow(plan: _Plan, rails: Words) -> dict[int, Words]:
    """Return the narrow nodes on all readings, for columns `(rails, columns, words)`."""
    flat = (rails.shape[0], *[1] * len(plan.readings), rails.shape[2])
    values: dict[int, Words] = {}
    for node in plan.narrow:
        gate = plan.circuit.gates[node]
        if gate.op == "column":
            values[node] = rails[:, plan.rows[gate.column]].reshape(flat)
        elif gate.op in ("true", "false"):
            values[node] = np.full(flat, _ONES if gate.op == "true" else 0, dtype=np.uint64)
        elif gate.op == "choice":
            values[node] = _choice(gate.axis, range(len(gate.parts)), gate.parts, values)
        else:
            values[node] = _gate(gate, values)
    return values


def _wide(plan: _Plan, narrow: Mapping[int, Words], words: slice) -> dict[int, Words]:
    """Return the nodes on the readings of a group; of wide ones, all but the root."""
    values: dict[int, Words] = {}
    for node, indices in plan.used:
        value = narrow[node][..., words]
        for index in indices:
            value = value[index]
        values[node] = value
    for node in plan.wide:
        if node == plan.root:
            continue
        gate = plan.circuit.gates[node]
        if gate.op == "choice":
            values[node] = _choice(gate.axis, plan.readings[gate.axis], gate.parts, values)
        else:
            values[node] = _gate(gate, values)
    return values


def _gate(gate: Gate, values: Mapping[int, Words]) -> Words:
    if gate.op == "not":
        return np.invert(values[gate.parts[0]][::-1])
    parts = sorted([values[part] for part in gate.parts], key=lambda value: value.size)
    return _join(np.bitwise_and if gate.op == "and" else np.bitwise_or, parts)


def _join(op: np.ufunc, parts: Sequence[Words]) -> Words:
    """Return the conjunction or disjunction, narrow parts first."""
    result: Words = op(parts[0], parts[1])
    for part in parts[2:]:
        fits = all(map(ge, result.shape, part.shape))
        result = op(result, part, out=result) if fits else op(result, part)
    return result


def _choice(
    axis: int, readings: Sequence[int], parts: Sequence[int], values: Mapping[int, Words]
) -> Words:
    taken = []
    for place, reading in enumerate(readings):
        value = values[parts[reading]]
        if value.shape[axis + 1] > 1:
            value = value[(slice(None),) * (axis + 1) + (slice(place, place + 1),)]
        taken.append(value)
    if len(taken) == 1:
        return taken[0]
    shape = list(np.broadcast_shapes(*[value.shape for value in taken]))
    shape[axis + 1] = len(taken)
    result = np.empty(shape, dtype=np.uint64)
    for place, value in enumerate(taken):
        result[(slice(None),) * (axis + 1) + (slice(place, place + 1),)] = value
    return result


def _extremes(plan: _Plan, values: dict[int, Words]) -> tuple[Words, Words]:
    """Return `(words,)` twice: met for certain on all open constructions, possibly on some.

    "On some" passes through "or" and "on all" through "and", so that the root, which is the
    widest node, is joined on one rail only.
    """
    gate = plan.circuit.gates[plan.root]
    if plan.root in values or plan.seen is not None or gate.op not in ("and", "or"):
        value = _open(plan, _root(plan, values))
        return _fold(np.bitwise_and, value[0]), _fold(np.bitwise_or, value[-1])
    both = [values[part] for part in gate.parts]
    both.sort(key=lambda value: value.size)
    words = both[0].shape[-1]
    joined, passed = (
        (np.bitwise_and, np.bitwise_or) if gate.op == "or" else (np.bitwise_or, np.bitwise_and)
    )
    rail, other = (0, -1) if gate.op == "or" else (-1, 0)
    single = _fold(joined, _join(passed, [value[rail] for value in both]).reshape(-1, words))
    folded = [_fold(passed, value[other].reshape(-1, words)) for value in both]
    rest = _join(passed, folded)
    return (single, rest) if gate.op == "or" else (rest, single)


def _root(plan: _Plan, values: dict[int, Words]) -> Words:
    """Return the root `(rails, *axes, words)`."""
    if plan.root not in values:
        gate = plan.circuit.gates[plan.root]
        if gate.op == "choice":
            return _choice(gate.axis, plan.readings[gate.axis], gate.parts, values)
        return _gate(gate, values)
    return values[plan.root]


def _open(plan: _Plan, value: Words) -> Words:
    """Return the root on open constructions only, `(rails, constructions, words)`."""
    if plan.seen is None:
        return value.reshape(value.shape[0], -1, value.shape[-1])
    shape = (value.shape[0], *plan.seen.shape, value.shape[-1])
    return np.broadcast_to(value, shape)[:, plan.seen]


def _fold(op: np.ufunc, value: Words) -> Words:
    """Return `(words,)` from `(constructions, words)`, halving: long runs of words are fast."""
    while len(value) > 1:
        half = len(value) // 2
        folded: Words = op(value[:half], value[half : 2 * half])
        if len(value) % 2:
            op(folded[0], value[-1], out=folded[0])
        value = folded
    result: Words = value[0]
    return result


def _turns(plan: _Plan, value: Words, axes: tuple[int, ...]) -> Words:
    """Return `(words,)`: whether the root changes with these axes, the others being held."""
    mine = [axis for axis in axes if len(plan.readings[axis]) > 1]
    zero = np.zeros(value.shape[-1], dtype=np.uint64)
    if all(value.shape[axis + 1] == 1 for axis in mine):
        return zero
    opened = plan.open
    if opened is not None:  # which constructions are open decides which may be compared
        value = np.broadcast_to(value, (value.shape[0], *opened.shape, value.shape[-1]))
    moved = np.moveaxis(value, [axis + 1 for axis in mine], range(len(mine)))
    lines = moved.reshape(prod(moved.shape[: len(mine)]), -1, value.shape[-1])
    if opened is None:
        pairs = [(0, other) for other in range(1, len(lines))]
        return _fold(
            np.bitwise_or, np.stack([_fold(np.bitwise_or, lines[a] ^ lines[b]) for a, b in pairs])
        )
    gates = np.moveaxis(opened, mine, range(len(mine))).reshape(len(lines), -1)
    gates = np.tile(gates, (1, value.shape[0]))
    for a, b in combinations(range(len(lines)), 2):
        both = gates[a] & gates[b]
        if both.any():
            zero |= _fold(np.bitwise_or, lines[a][both] ^ lines[b][both])
    return zero


class _Writer:
    """Write a line; a value is a number, and each is computed once."""

    def __init__(self) -> None:
        self.steps: list[tuple[np.ufunc, int, int] | None] = [None, None]
        self.leaves: dict[tuple[str, Any], int] = {}
        self._known: dict[tuple[np.ufunc, int, int], int] = {}

    def leaf(self, kind: str, what: Any) -> int:
        """Return the value of a column's rail, or of a mask."""
        found = self.leaves.get((kind, what))
        if found is None:
            found = self.leaves[kind, what] = len(self.steps)
            self.steps.append(None)
        return found

    def join(self, op: np.ufunc, a: int, b: int) -> int:
        """Return the value of `a & b` or `a | b`."""
        absorbing, neutral = (_ZEROS, _ALL) if op is np.bitwise_and else (_ALL, _ZEROS)
        if absorbing in (a, b):
            return absorbing
        if b == neutral or a == b:
            return a
        return b if a == neutral else self._step(op, min(a, b), max(a, b))

    def complement(self, a: int) -> int:
        """Return the value of `~a`."""
        if a in (_ZEROS, _ALL):
            return _ALL - a
        return self._step(np.bitwise_xor, _ALL, a)

    def fold(self, op: np.ufunc, values: Sequence[tuple[int, int]]) -> int:
        """Return the conjunction or disjunction of values, each but where its mask is set."""
        met = op is np.bitwise_and
        kept = [
            self.join(np.bitwise_or, value, mask)
            if met
            else self.join(np.bitwise_and, value, self.complement(mask))
            for value, mask in values
        ]
        return reduce(partial(self.join, op), kept)

    def _step(self, op: np.ufunc, a: int, b: int) -> int:
        found = self._known.get((op, a, b))
        if found is None:
            found = self._known[op, a, b] = len(self.steps)
            self.steps.append((op, a, b))
        return found


@dataclass(frozen=True, eq=False)
class _Outline:
    """Hold what a line is written from; `folds` are the axes that are folded at a node.

    A column that is filled both ways has an axis too: -1 for row 0, -2 for row 1, and so on.
    """

    circuit: Circuit
    nodes: tuple[int, ...]
    rows: Mapping[Hashable, int]
    readings: Mapping[int, tuple[int, ...]]
    axes: Mapping[int, tuple[int, ...]]  # of each node, before it is folded
    left: Mapping[int, tuple[int, ...]]  # and after
    folds: Mapping[int, tuple[int, ...]]
    shut: Mapping[tuple[int, int], tuple[int, ...]]  # the groups in which a reading is closed
    points: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]  # of the root; where each is closed


def _line(
    circuit: Circuit,
    root: int,
    rows: Mapping[Hashable, int],
    plans: Sequence[_Plan | None],
    signs: Mapping[int, int],
    mixed: Sequence[int],
) -> _Line | None:
    """Return the line of a test, on which the columns in these rows are filled both ways."""
    outline = _outline(circuit, root, rows, plans, signs, mixed)
    if outline is None:
        return None
    writer = _Writer()
    return _allotted(writer, _written(outline, writer))


def _outline(
    circuit: Circuit,
    root: int,
    rows: Mapping[Hashable, int],
    plans: Sequence[_Plan | None],
    signs: Mapping[int, int],
    mixed: Sequence[int],
) -> _Outline | None:
    """Return where each axis is folded, or None where too much is left of them."""
    groups = [(number, plan) for number, plan in enumerate(plans) if plan is not None]
    if not groups:
        return None
    gates = circuit.gates
    nodes = circuit.below(root)
    above = {root: root}  # the lowest node through which all paths to the root pass

    def common(a: int, b: int) -> int:
        while a != b:
            a, b = (above[a], b) if a < b else (a, above[b])
        return a

    for node in reversed(nodes):
        for part in gates[node].parts:
            above[part] = common(above[part], node) if part in above else node
    folds: dict[int, tuple[int, ...]] = {}

    def fold(axis: int, stands: Sequence[int]) -> None:
        node = reduce(common, stands)
        while signs[node] == 3:
            node = above[node]
        folds[node] = (*folds.get(node, ()), axis)

    readings: dict[int, tuple[int, ...]] = {}
    shut: dict[tuple[int, int], tuple[int, ...]] = {}
    tied = []
    for axis in gates[root].axes:
        kept = sorted({reading for _, plan in groups for reading in plan.readings[axis]})
        readings[axis] = tuple(kept)
        for reading in kept:
            shut[axis, reading] = tuple(
                n for n, plan in groups if reading not in plan.readings[axis]
            )
        if any(plan.seen is not None and not _free(plan.seen, axis) for _, plan in groups):
            tied.append(axis)
            continue
        fold(axis, [n for n in nodes if gates[n].op == "choice" and gates[n].axis == axis])
    own: dict[int, int] = {}
    for node in nodes:
        if gates[node].op == "choice":
            own[node] = gates[node].axis
        elif gates[node].op == "column" and rows[gates[node].column] in mixed:
            own[node] = -1 - rows[gates[node].column]
            readings[own[node]] = (0, 1)
            fold(own[node], [node])
    axes: dict[int, tuple[int, ...]] = {}
    left: dict[int, tuple[int, ...]] = {}
    size = 0
    for node in nodes:
        gate = gates[node]
        mine = {axis for part in gate.parts for axis in left[part]}
        if node in own:
            mine.add(own[node])
        axes[node] = tuple(sorted(mine))
        left[node] = tuple(sorted(mine.difference(folds.get(node, ()))))
        size += prod(len(readings[axis]) for axis in axes[node])
        if size > _LONGEST:
            return None
    points = []
    for point in product(*[readings[axis] for axis in tied]):
        closed = tuple(n for n, plan in groups if not _stands(plan, tied, point))
        if len(closed) < len(groups):
            points.append((point, closed))
    return _Outline(circuit, tuple(nodes), rows, readings, axes, left, folds, shut, tuple(points))


def _free(opened: Bits, axis: int) -> bool:
    """Return whether which constructions are open does not depend on this axis."""
    return bool((opened == opened.take([0], axis=axis)).all())


def _stands(plan: _Plan, axes: Sequence[int], point: Sequence[int]) -> bool:
    """Return whether a construction with these readings of some axes is open."""
    at: list[Any] = [slice(None)] * len(plan.readings)
    for axis, reading in zip(axes, point, strict=True):
        if reading not in plan.readings[axis]:
            return False
        if plan.seen is not None:
            at[axis] = plan.readings[axis].index(reading)
    return plan.seen is None or bool(plan.seen[tuple(at)].any())


def _written(outline: _Outline, writer: _Writer) -> tuple[int, int]:
    """Write the root, and return its values: low on all open constructions, high on some."""
    values: dict[int, dict[tuple[int, ...], tuple[int, int]]] = {}
    for node in outline.nodes:
        axes = outline.axes[node]
        found = {}
        for point in product(*[outline.readings[axis] for axis in axes]):
            found[point] = _worked(
                outline, writer, node, dict(zip(axes, point, strict=True)), values
            )
        for axis in outline.folds.get(node, ()):
            place = axes.index(axis)
            gathered: dict[tuple[int, ...], list[tuple[tuple[int, int], int]]] = {}
            for point, value in found.items():
                groups = outline.shut.get((axis, point[place]), ())
                mask = writer.leaf("mask", groups) if groups else _ZEROS
                rest = (*point[:place], *point[place + 1 :])
                gathered.setdefault(rest, []).append((value, mask))
            axes = (*axes[:place], *axes[place + 1 :])
            found = {rest: _folded(writer, lines) for rest, lines in gathered.items()}
        values[node] = found
    root = values[outline.nodes[-1]]
    lines = []
    for point, groups in outline.points:
        lines.append((root[point], writer.leaf("mask", groups) if groups else _ZEROS))
    return _folded(writer, lines)


def _folded(writer: _Writer, lines: Sequence[tuple[tuple[int, int], int]]) -> tuple[int, int]:
    return (
        writer.fold(np.bitwise_and, [(value[0], mask) for value, mask in lines]),
        writer.fold(np.bitwise_or, [(value[1], mask) for value, mask in lines]),
    )


def _worked(
    outline: _Outline,
    writer: _Writer,
    node: int,
    point: Mapping[int, int],
    values: Mapping[int, Mapping[tuple[int, ...], tuple[int, int]]],
) -> tuple[int, int]:
    """Return the rails of a node at a point of its axes."""
    gate = outline.circuit.gates[node]
    if gate.op == "column":
        row = outline.rows[gate.column]
        if point:
            rail = writer.leaf("column", (point[-1 - row], row))
            return rail, rail
        return writer.leaf("column", (0, row)), writer.leaf("column", (1, row))
    if gate.op in ("true", "false"):
        return (_ALL, _ALL) if gate.op == "true" else (_ZEROS, _ZEROS)
    used = (gate.parts[point[gate.axis]],) if gate.op == "choice" else gate.parts
    parts = [values[part][tuple(point[axis] for axis in outline.left[part])] for part in used]
    if gate.op == "choice":
        return parts[0]
    if gate.op == "not":
        low, high = parts[0]
        return writer.complement(high), writer.complement(low)
    op = partial(writer.join, np.bitwise_and if gate.op == "and" else np.bitwise_or)
    return reduce(op, [part[0] for part in parts]), reduce(op, [part[1] for part in parts])


def _allotted(writer: _Writer, results: tuple[int, int]) -> _Line:
    """Return the line with what neither result needs left out, and rows used again."""
    needed = set(results)
    last: dict[int, int] = {}
    for value in range(len(writer.steps) - 1, -1, -1):
        step = writer.steps[value]
        if step is not None and value in needed:
            needed.update(step[1:])
            for part in step[1:]:
                last.setdefault(part, value)
    slots = {_ZEROS: _ZEROS, _ALL: _ALL}
    leaves: dict[str, list[Any]] = {"column": [], "mask": []}
    for wanted, kept in leaves.items():
        for (kind, what), value in writer.leaves.items():
            if kind == wanted and value in needed:
                slots[value] = len(slots)
                kept.append(what)
    fixed = top = len(slots)
    spare: list[int] = []
    steps = []
    for value, step in enumerate(writer.steps):
        if step is None or value not in needed:
            continue
        op, a, b = step
        from_ = slots[a], slots[b]
        for part in {a, b}:
            if slots[part] >= fixed and last[part] == value and part not in results:
                spare.append(slots[part])
        if not spare:
            spare.append(top)
            top += 1
        slots[value] = spare.pop()
        steps.append((op, *from_, slots[value]))
    return _Line(
        tuple(leaves["column"]),
        tuple(leaves["mask"]),
        top - fixed,
        tuple(steps),
        slots[results[0]],
        slots[results[1]],
    )


def _lined(question: Question, packed: Packed, line: _Line) -> Verdicts:
    """Return the verdicts that a line gives."""
    _groups(question, packed)
    words = packed.rails.shape[2]
    found = np.zeros((3, words), dtype=np.uint64)
    masks = np.zeros((len(line.masks), words), dtype=np.uint64)
    for row, groups in enumerate(line.masks):
        for group in groups:
            if group < len(packed.sizes):
                start = packed.starts[group]
                masks[row, start : start - (-packed.sizes[group] // 64)] = _ONES
    size = min(words, _LINE)
    constants = np.empty((2, size), dtype=np.uint64)
    constants[0], constants[1] = 0, _ONES
    scratch = np.empty((line.scratch, size), dtype=np.uint64)
    for begin in range(0, words, _LINE):
        end = min(begin + _LINE, words)
        rails = packed.rails[:, :, begin:end]
        slots: list[Words] = [
            *constants[:, : end - begin],
            *[rails[read] for read in line.reads],
            *masks[:, begin:end],
            *scratch[:, : end - begin],
        ]
        for op, a, b, to in line.steps:
            op(slots[a], slots[b], slots[to])
        found[0, begin:end] = slots[line.met]
        np.invert(slots[line.possible], out=found[1, begin:end])
    return Verdicts(found, packed.places)


def _unpacked(words: Words) -> Bits:
    octets = np.ascontiguousarray(words).view(np.uint8)
    return np.unpackbits(octets, axis=-1, bitorder="little").view(np.bool_)
