"""Diagrams against truth tables."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from comity.evaluate.diagram import FALSE, TRUE, Diagram

VARIABLES = 4
Tree = object
trees = st.recursive(
    st.integers(0, VARIABLES - 1),
    lambda inner: (
        st.tuples(st.sampled_from(["and", "or"]), inner, inner) | st.tuples(st.just("not"), inner)
    ),
    max_leaves=12,
)


def build(diagram: Diagram, tree: Tree) -> int:
    if isinstance(tree, int):
        return diagram.of(tree)
    assert isinstance(tree, tuple)
    if tree[0] == "not":
        return diagram.complement(build(diagram, tree[1]))
    join = diagram.both if tree[0] == "and" else diagram.either
    return join(build(diagram, tree[1]), build(diagram, tree[2]))


def truth(tree: Tree, row: tuple[bool, ...]) -> bool:
    if isinstance(tree, int):
        return row[tree]
    assert isinstance(tree, tuple)
    if tree[0] == "not":
        return not truth(tree[1], row)
    left, right = truth(tree[1], row), truth(tree[2], row)
    return (left and right) if tree[0] == "and" else (left or right)


ROWS = list(itertools.product((False, True), repeat=VARIABLES))


@given(trees)
def test_a_node_is_its_truth_table(tree: Tree) -> None:
    diagram = Diagram()
    node = build(diagram, tree)
    for row in ROWS:
        wanted = TRUE if truth(tree, row) else FALSE
        for size in range(len(row) + 1):
            fixed = dict(list(enumerate(row))[:size])
            rest = itertools.product((False, True), repeat=len(row) - size)
            alike = all(truth(tree, (*row[:size], *more)) == truth(tree, row) for more in rest)
            assert diagram.surely(node, fixed, wanted) is alike
        assert not diagram.surely(node, dict(enumerate(row)), TRUE + FALSE - wanted)


@given(trees, trees)
def test_the_same_function_is_the_same_node(one: Tree, other: Tree) -> None:
    diagram = Diagram()
    same = all(truth(one, row) == truth(other, row) for row in ROWS)
    assert (build(diagram, one) == build(diagram, other)) == same


@given(trees)
def test_support_is_what_it_depends_on(tree: Tree) -> None:
    diagram = Diagram()
    depends = {
        variable
        for variable in range(VARIABLES)
        for row in ROWS
        if truth(tree, row)
        != truth(tree, row[:variable] + (not row[variable],) + row[variable + 1 :])
    }
    assert diagram.support(build(diagram, tree)) == depends


@given(trees)
def test_a_satisfying_assignment_satisfies(tree: Tree) -> None:
    diagram = Diagram()
    node = build(diagram, tree)
    found = diagram.satisfying(node)
    assert (found is None) == (node == FALSE)
    if found is not None:
        assert diagram.surely(node, found, TRUE)
