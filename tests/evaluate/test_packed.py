"""Many governments at once settle as each does alone."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.evaluate import packed as many
from comity.evaluate.circuit import FALSE, TRUE, Circuit
from comity.evaluate.diagram import Diagram
from comity.evaluate.settle import Settled, settle

KEYS = ("a", "b", "c", "d")
SIZES = (2, 3, 2)
TIED = [(0,), (1, 2)]
EXTENTS = {many.NEVER: "never", many.SOMETIMES: "sometimes", many.ALWAYS: "always"}
EVERY = list(product(*[range(size) for size in SIZES]))


@st.composite
def circuits(draw: st.DrawFn, signed: bool) -> tuple[Circuit, int]:
    circuit = Circuit()
    nodes = [TRUE, FALSE, *[circuit.column(key) for key in KEYS]]
    if not signed:  # a column and its complement are two columns: each occurs with one sign
        nodes.append(circuit.complement(circuit.column("e")))
    ops = ["and", "or", "choice", "not"] if signed else ["and", "or", "choice"]
    for _ in range(draw(st.integers(2, 10))):
        op = draw(st.sampled_from(ops))
        part = st.sampled_from(nodes)
        if op == "choice":
            axis = draw(st.integers(0, len(SIZES) - 1))
            parts = [draw(part) for _ in range(SIZES[axis])]
            nodes.append(circuit.choice(axis, parts))
        elif op == "not":
            nodes.append(circuit.complement(draw(part)))
        else:
            parts = draw(st.lists(part, min_size=2, max_size=4))
            nodes.append(circuit.every(parts) if op == "and" else circuit.some(parts))
    return circuit, nodes[-1]


@st.composite
def questions(draw: st.DrawFn, signed: bool):
    circuit, root = draw(circuits(signed))
    keys = KEYS if signed else (*KEYS, "e")
    rows = draw(st.lists(st.tuples(*[st.sampled_from("01?") for _ in keys]), max_size=12))
    rows *= draw(st.sampled_from([1, 1, 11]))  # some groups take more than one word
    groups = [draw(st.integers(0, 2)) for _ in rows]
    opened = [draw(st.lists(st.sampled_from(EVERY), min_size=1, unique=True)) for _ in range(2)] + [
        EVERY
    ]
    return circuit, root, keys, rows, groups, opened


def packing(keys, rows, groups) -> many.Packed:
    cells = np.array(rows, dtype="U1").reshape(len(rows), len(keys)).T
    return many.pack(keys, cells == "1", cells != "0", np.array(groups, dtype=np.intp))


def alone(circuit, root, keys, row, constructions) -> Settled:
    diagram = Diagram()
    columns, unknowns = {}, {}
    for key, cell in zip(keys, row, strict=True):
        if cell == "?":
            variable = diagram.variable()
            columns[key] = diagram.of(variable)
            if key == "e":  # it stands under a complement alone, so its extremes change places
                columns[key] = diagram.complement(columns[key])
            unknowns[key] = frozenset((variable,))
        else:
            columns[key] = TRUE if cell == "1" else FALSE
    return settle(circuit, root, columns, diagram, constructions, TIED, unknowns)


def outcome(found: many.Verdicts, place: int) -> str:
    cells = (found.met[place], found.not_met[place], found.undetermined[place])
    return ("met", "not_met", "undetermined")[cells.index(True)]


@settings(deadline=None)
@given(
    narrow=st.sampled_from([1, 2, 16]),
    longest=st.sampled_from([0, many._LONGEST]),  # without a line, and with one
    line=st.sampled_from([1, many._LINE]),
    question=questions(signed=True),
)
def test_exact_agrees_with_diagrams(narrow: int, longest: int, line: int, question) -> None:
    circuit, root, keys, rows, groups, opened = question
    packed = packing(keys, rows, groups)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(many, "_NARROW", narrow)  # small circuits have few wide nodes otherwise
        patch.setattr(many, "_LONGEST", longest)
        patch.setattr(many, "_LINE", line)
        asked = many.prepare(circuit, root, keys, opened)
        found = many.exact(asked, packed)
        bounds = many.verdicts(asked, packed)
    assert (asked.line is None) == (longest == 0)
    other = many.prepare(circuit, root, keys, opened)
    assert np.array_equal(many.verdicts(other, packed).words, bounds.words)
    known: dict[tuple[tuple[str, ...], int], Settled] = {}
    for place, (row, group) in enumerate(zip(rows, groups, strict=True)):
        if (row, group) not in known:
            known[row, group] = alone(circuit, root, keys, row, opened[group])
        one = known[row, group]
        assert outcome(found, place) == one.outcome
        assert outcome(bounds, place) in (one.outcome, "undetermined")
    assert not found.unfilled.any()


@settings(deadline=None)
@given(narrow=st.sampled_from([1, 2, 16]), question=questions(signed=False))
def test_full_agrees_with_diagrams_where_each_column_has_one_sign(narrow: int, question) -> None:
    circuit, root, keys, rows, groups, opened = question
    packed = packing(keys, rows, groups)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(many, "_NARROW", narrow)
        asked = many.prepare(circuit, root, keys, opened)
    found = many.full(asked, packed, TIED)
    known: dict[tuple[tuple[str, ...], int], Settled] = {}
    for place, (row, group) in enumerate(zip(rows, groups, strict=True)):
        if (row, group) not in known:
            known[row, group] = alone(circuit, root, keys, row, opened[group])
        one = known[row, group]
        assert outcome(found.verdicts, place) == one.outcome
        assert EXTENTS[int(found.facts[place])] == one.facts
        law = EXTENTS[int(found.law[place])]
        if law == "never" and "?" in row:
            assert one.law != "always"
        else:
            assert law == one.law
        pivots = {axes for axes, influence in one.axes if influence}
        shown = [axes for axes, turns in zip(TIED, found.pivots, strict=True) if turns[place]]
        assert set(shown) == pivots


def parity(count: int, build: Callable[[Circuit, int, int], int]) -> tuple[Circuit, int]:
    circuit = Circuit()
    root = circuit.column(0)
    for key in range(1, count):
        root = build(circuit, root, circuit.column(key))
    tautology = circuit.some([root, circuit.complement(root)])
    return circuit, tautology


def xor(circuit: Circuit, a: int, b: int) -> int:
    return circuit.some(
        [
            circuit.every([a, circuit.complement(b)]),
            circuit.every([circuit.complement(a), b]),
        ]
    )


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 6, 7, 9, 16, 17])
def test_fillings_of_every_width(count: int) -> None:
    circuit, root = parity(count, xor)
    governments = 5
    unknown = np.ones((count, governments), dtype=np.bool_)
    packed = many.pack(range(count), ~unknown, unknown, np.zeros(governments, dtype=np.intp))
    question = many.prepare(circuit, root, range(count), [[()]])
    found = many.exact(question, packed)
    fits = count <= many.MOST_UNKNOWN
    assert found.met.all() == fits
    assert found.unfilled.all() != fits
    assert many.verdicts(question, packed).undetermined.all()


def test_constructions_that_go_together_are_kept_together() -> None:
    # Open: both terms strict, or both loose. Each alone has two readings, so folding each term by
    # itself would find a construction that is not open.
    circuit = Circuit()
    a, b = circuit.column("a"), circuit.column("b")
    one = circuit.choice(0, [a, b])
    other = circuit.choice(1, [b, a])
    root = circuit.some([one, other])
    yes = np.array([[True], [False]])
    packed = many.pack(("a", "b"), yes, yes, np.zeros(1, dtype=np.intp))
    together = many.prepare(circuit, root, ("a", "b"), [[(0, 0), (1, 1)]])
    assert many.verdicts(together, packed).met.all()
    apart = many.prepare(circuit, root, ("a", "b"), [list(product((0, 1), repeat=2))])
    assert many.verdicts(apart, packed).undetermined.all()
    assert apart.line is not None
    assert not any(step[0] is np.bitwise_xor for step in apart.line.steps)


def test_no_construction_is_an_error() -> None:
    packed = packing(("a",), ["1"], [0])
    circuit = Circuit()
    question = many.prepare(circuit, circuit.column("a"), ("a",), [[]])
    with pytest.raises(ValueError, match="no open construction"):
        many.verdicts(question, packed)
    with pytest.raises(ValueError, match="other columns"):
        many.verdicts(many.prepare(circuit, TRUE, ("b",), [[]]), packed)


def test_columns_must_fit() -> None:
    yes, no = np.ones((1, 2), dtype=np.bool_), np.zeros((1, 2), dtype=np.bool_)
    group = np.zeros(2, dtype=np.intp)
    with pytest.raises(ValueError, match="shape"):
        many.pack(("a", "b"), yes, yes, group)
    with pytest.raises(ValueError, match="not possibly"):
        many.pack(("a",), yes, no, group)
