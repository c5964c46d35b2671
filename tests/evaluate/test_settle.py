"""The six cells, and pivots, on hand-made questions."""

from __future__ import annotations

import pytest

from comity.evaluate.circuit import Circuit
from comity.evaluate.diagram import FALSE, TRUE, Diagram
from comity.evaluate.settle import settle


def cells(*rows: str) -> tuple[str, str, str]:
    """Settle one term whose readings give the rows: `1`, `0`, `x`, `y` or `-x`."""
    diagram, circuit = Diagram(), Circuit()
    variables = {"x": diagram.of(diagram.variable()), "y": diagram.of(diagram.variable())}
    values = {"1": TRUE, "0": FALSE, **variables, "-x": diagram.complement(variables["x"])}
    root = circuit.choice(0, [circuit.column((number, row)) for number, row in enumerate(rows)])
    columns = {(number, row): values[row] for number, row in enumerate(rows)}
    unknowns = {"x": frozenset((0,)), "y": frozenset((1,))}
    constructions = [(number,) for number in range(len(rows))]
    found = settle(circuit, root, columns, diagram, constructions, [(0,)], unknowns)
    return found.outcome, found.law, found.facts


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (("1", "1"), ("met", "never", "never")),
        (("0", "0"), ("not_met", "never", "never")),
        (("1", "0"), ("undetermined", "always", "never")),  # contested
        (("1", "0", "x"), ("undetermined", "always", "sometimes")),  # whatever the facts
        (("x", "-x"), ("undetermined", "always", "always")),  # contested, and facts are missing
        (("x", "x"), ("undetermined", "never", "always")),  # open: facts are missing
        (("x", "y"), ("undetermined", "sometimes", "always")),  # alike at both extremes
        (("1", "x"), ("undetermined", "sometimes", "sometimes")),  # facts matter on one reading
    ],
)
def test_cells(rows: tuple[str, ...], expected: tuple[str, str, str]) -> None:
    assert cells(*rows) == expected


def test_no_construction_is_an_error() -> None:
    with pytest.raises(ValueError, match="no open construction"):
        settle(Circuit(), TRUE, {}, Diagram(), [], [], {})


def test_pivots() -> None:
    diagram, circuit = Diagram(), Circuit()
    x = diagram.of(diagram.variable())
    diagram.variable()
    inner = circuit.choice(1, [circuit.column("x"), FALSE])
    root = circuit.choice(0, [TRUE, inner])
    constructions = [(a, b, c) for a in (0, 1) for b in (0, 1) for c in (0, 1)]
    found = settle(
        circuit,
        root,
        {"x": x},
        diagram,
        constructions,
        [(0,), (1,), (2,)],
        {"x": frozenset((0,)), "y": frozenset((1,))},
    )
    assert [group for group, _ in found.axes] == [(0,), (1,)]  # the third never matters
    assert found.unknowns == ("x",)
    assert (found.met, found.not_met, found.depends) == (4, 2, 2)
