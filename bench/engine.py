"""Time one legal test over 90,837 governments by comity and by its peers, in one run, one thread.

Usage: python bench/engine.py [--json] [--runs N]. The data are synthetic, from a fixed seed; every
peer answers a sample of the same governments, and unequal answers are an error. Each figure is
explained in bench/README.md.
"""

from __future__ import annotations

import argparse
import dataclasses
import importlib.metadata
import json
import os
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[_name] = "1"
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

import numpy as np  # noqa: E402

from comity.evaluate import packed as many  # noqa: E402
from comity.evaluate.circuit import Circuit  # noqa: E402

GOVERNMENTS = 90_837
FACTS = 25
AXES = 8
GROUPS = 12
SEED = 20_261_124
MET, NOT_MET, UNDETERMINED = 1, 0, -1


class Workload:
    """Hold a test, the facts of each government, and what each circuit has foreclosed."""

    def __init__(self, mixed: bool, governments: int = GOVERNMENTS) -> None:
        random = np.random.default_rng(SEED)
        self.circuit, self.root = question(mixed)
        chance = random.uniform(0.25, 0.75, size=(FACTS, 1))
        truth = random.random((FACTS, governments)) < chance
        unknown = random.random((FACTS, governments)) < 0.1
        self.low, self.high = truth & ~unknown, truth | unknown
        self.group = random.integers(0, GROUPS, governments)
        # The first circuit forecloses nothing, the others one or two readings, each its own.
        self.foreclosed: list[dict[int, int]] = [{}]
        while len(self.foreclosed) < GROUPS:
            axes = random.choice(AXES, size=int(random.integers(1, 3)), replace=False)
            closed = {int(axis): int(random.integers(0, 2)) for axis in sorted(axes)}
            if closed not in self.foreclosed:
                self.foreclosed.append(closed)
        self.open = [
            [
                point
                for point in product((0, 1), repeat=AXES)
                if all(point[axis] != reading for axis, reading in closed.items())
            ]
            for closed in self.foreclosed
        ]
        self.question = many.prepare(self.circuit, self.root, range(FACTS), self.open)
        self.packed = many.pack(range(FACTS), self.low, self.high, self.group)

    def nodes(self) -> list[int]:
        """Return the nodes of the test that are not facts, parts before wholes."""
        gates = self.circuit.gates
        return [n for n in self.circuit.below(self.root) if gates[n].op != "column"]


def question(mixed: bool) -> tuple[Circuit, int]:
    """Return a test of 8 terms with two readings each; `mixed` gives five facts both signs."""
    circuit = Circuit()
    f = [circuit.column(number) for number in range(FACTS)]
    no = circuit.complement
    if not mixed:
        f[3], f[8], f[13] = no(f[3]), no(f[8]), no(f[13])

    def term(axis: int, narrow: int, wide: int) -> int:
        return circuit.choice(axis, [narrow, wide])

    every, some = circuit.every, circuit.some
    t = [
        term(0, every([f[0], f[1]]), some([f[0], f[2]])),
        term(1, every([f[3], f[4]]), some([f[4], f[5]])),
        term(2, f[6], some([f[6], f[7]])),
        term(3, every([f[8], f[9]]), some([f[9], f[10]])),
        term(4, every([f[11], f[12]]), f[12]),
        term(5, every([f[13], f[14]]), some([f[13], f[15]])),
        term(6, f[16], some([f[16], f[17]])),
        term(7, every([f[18], f[19]]), some([f[19], f[20]])),
    ]
    if mixed:
        t[1], t[3] = no(t[1]), some([no(t[3]), every([f[1], no(f[0])])])
        f[21] = every([f[21], some([no(f[6]), no(f[13])])])
    first = some([every([t[0], t[1]]), f[21]])
    second = every([some([t[2], t[3]]), f[22]])
    third = some([every([t[4], t[5]]), every([t[0], f[23]])])
    fourth = every([some([t[6], t[7]]), some([t[1], f[24]])])
    left = some([every([first, second]), every([f[2], t[2]])])
    right = every([some([third, fourth]), some([f[20], no(f[21]) if mixed else f[15], t[6]])])
    root = some([every([left, right]), every([second, fourth, f[12]]), every([first, third, t[7]])])
    return circuit, root


def codes(found: many.Verdicts) -> np.ndarray:
    """Return one figure for each government."""
    return np.where(found.met, MET, np.where(found.not_met, NOT_MET, UNDETERMINED))


def timed(runs: int, call: Callable[[], Any]) -> float:
    """Return the median of some runs in milliseconds, after one that warms up."""
    call()
    found = []
    for _ in range(runs):
        begun = time.perf_counter()
        call()
        found.append((time.perf_counter() - begun) * 1000)
    return statistics.median(found)


# The limits: one loop over words, all nodes in registers or on the stack.


def kernel(work: Workload, group: int) -> Any:
    """Compile the test for one group: all nodes of all open constructions of one word, fused."""
    from numba import njit  # noqa: PLC0415

    gates = work.circuit.gates
    kept = [[r for r in (0, 1) if work.foreclosed[group].get(a) != r] for a in range(AXES)]
    lines = ["def run(low, high, met, not_met):", "    for w in range(low.shape[1]):"]
    names: dict[tuple[int, tuple[int, ...]], str] = {}
    roots = []

    def name(node: int, point: dict[int, int]) -> str:
        return names[node, tuple(point[axis] for axis in gates[node].axes)]

    for node in work.circuit.below(work.root):
        gate = gates[node]
        if gate.op in ("true", "false"):
            raise ValueError("a constant in the test")
        for readings in product(*[kept[axis] for axis in gate.axes]):
            point = dict(zip(gate.axes, readings, strict=True))
            own = f"{node}_{''.join(map(str, readings))}"
            if gate.op == "choice":
                names[node, readings] = name(gate.parts[point[gate.axis]], point)
                continue
            names[node, readings] = own
            if gate.op == "column":
                texts = [f"{rail}[{gate.column}, w]" for rail in ("low", "high")]
            elif gate.op == "not":
                part = name(gate.parts[0], point)
                texts = [f"~h{part}", f"~l{part}"]
            else:
                sign = " & " if gate.op == "and" else " | "
                parts = [name(part, point) for part in gate.parts]
                texts = [sign.join(rail + part for part in parts) for rail in "lh"]
            lines += [f"        l{own} = {texts[0]}", f"        h{own} = {texts[1]}"]
            if node == work.root:
                sign = ("&=", "|=") if roots else ("=", "=")
                lines += [f"        every {sign[0]} l{own}", f"        some {sign[1]} h{own}"]
                roots.append(own)
    lines += ["        met[w] = every", "        not_met[w] = ~some"]
    space: dict[str, Any] = {}
    exec("\n".join(lines), space)  # the text is made above, from the test alone
    return njit(nogil=True)(space["run"])


def line_kernel(work: Workload) -> Any:
    """Compile comity's own line of operations, fused; `shut` has a word for each mask and group."""
    from numba import njit  # noqa: PLC0415

    line = work.question.line
    if line is None:
        raise ValueError("no line")
    names = ["zeros", "ones"]
    names += [f"{('low', 'high')[rail]}[{row}, w]" for rail, row in line.reads]
    names += [f"shut[{row}, g]" for row in range(len(line.masks))]
    names += [f"s{number}" for number in range(line.scratch)]
    signs = {np.bitwise_and: "&", np.bitwise_or: "|", np.bitwise_xor: "^"}
    lines = [
        "def run(low, high, shut, starts, ends, met, not_met, zeros, ones):",
        "    for g in range(len(starts)):",
        "        for w in range(starts[g], ends[g]):",
    ]
    for op, a, b, to in line.steps:
        lines.append(f"            {names[to]} = {names[a]} {signs[op]} {names[b]}")
    lines.append(f"            met[w] = {names[line.met]}")
    lines.append(f"            not_met[w] = ~{names[line.possible]}")
    space: dict[str, Any] = {}
    exec("\n".join(lines), space)  # the text is made above, from the test alone
    run = njit(nogil=True)(space["run"])
    zeros, ones = np.uint64(0), ~np.uint64(0)
    shut = np.zeros((len(line.masks), GROUPS), dtype=np.uint64)
    for row, groups in enumerate(line.masks):
        shut[row, list(groups)] = ones
    packed = work.packed
    starts = np.array(packed.starts)
    ends = starts + -(-np.array(packed.sizes) // 64)

    def call(found: np.ndarray) -> None:
        run(packed.rails[0], packed.rails[1], shut, starts, ends, *found, zeros, ones)

    return call


def all_kernels(work: Workload) -> Any:
    """Compile one kernel for each group, of all nodes of all open constructions."""
    packed = work.packed
    kernels = [kernel(work, group) for group in range(GROUPS)]
    spans = []
    for size, start in zip(packed.sizes, packed.starts, strict=True):
        spans.append(slice(start, start + -(-size // 64)))

    def call(found: np.ndarray) -> None:
        for run, span in zip(kernels, spans, strict=True):
            run(packed.rails[0][:, span], packed.rails[1][:, span], found[0, span], found[1, span])

    return call


def limit(work: Workload, call: Any, runs: int) -> tuple[float, np.ndarray]:
    """Return a kernel's time from packed facts to packed verdicts, and the verdicts."""
    packed = work.packed
    found = np.zeros((2, packed.rails.shape[2]), dtype=np.uint64)
    spent = timed(runs, lambda: call(found))
    bits = np.unpackbits(found.view(np.uint8), axis=1, bitorder="little").view(np.bool_)
    answers = np.full(len(packed.order), UNDETERMINED)
    begun = 0
    for size, start in zip(packed.sizes, packed.starts, strict=True):
        chosen = packed.order[begun : begun + size]
        answers[chosen[bits[0, start * 64 : start * 64 + size]]] = MET
        answers[chosen[bits[1, start * 64 : start * 64 + size]]] = NOT_MET
        begun += size
    return spent, answers


# The peers. Each takes a sample of governments and returns seconds and answers.

Answers = tuple[float, np.ndarray]


def by_clingo(work: Workload, sample: np.ndarray) -> Answers:
    """Ground once; for each government two solves under assumptions, met and not met."""
    import clingo  # noqa: PLC0415

    text = [f"{{ f(0..{FACTS - 1}) }}.", f"{{ r(0..{AXES - 1}) }}."]
    gates = work.circuit.gates

    def atom(node: int) -> str:
        gate = gates[node]
        return f"f({gate.column})" if gate.op == "column" else f"n({node})"

    for node in work.nodes():
        gate = gates[node]
        parts = [atom(part) for part in gate.parts]
        if gate.op == "and":
            text.append(f"n({node}) :- {', '.join(parts)}.")
        elif gate.op == "or":
            text += [f"n({node}) :- {part}." for part in parts]
        elif gate.op == "not":
            text.append(f"n({node}) :- not {parts[0]}.")
        else:
            text.append(f"n({node}) :- not r({gate.axis}), {parts[0]}.")
            text.append(f"n({node}) :- r({gate.axis}), {parts[1]}.")
    control = clingo.Control(["--parallel-mode=1"])
    control.add("base", [], "\n".join(text))
    control.ground([("base", [])])

    def literal(kind: str, number: int) -> int:
        symbol = clingo.Function(kind, [clingo.Number(number)])
        return control.symbolic_atoms[symbol].literal

    facts = [literal("f", number) for number in range(FACTS)]
    terms = [literal("r", axis) for axis in range(AXES)]
    root = literal("n", work.root)
    closed = [
        [-terms[axis] if reading else terms[axis] for axis, reading in readings.items()]
        for readings in work.foreclosed
    ]
    low, high, group = work.low[:, sample].T, work.high[:, sample].T, work.group[sample]
    found = []
    begun = time.perf_counter()
    for yes, maybe, circuit in zip(low.tolist(), high.tolist(), group.tolist(), strict=True):
        known = closed[circuit] + [
            lit if a else -lit for lit, a, b in zip(facts, yes, maybe, strict=True) if a == b
        ]
        if control.solve(assumptions=[*known, -root]).unsatisfiable:
            found.append(MET)
        elif control.solve(assumptions=[*known, root]).unsatisfiable:
            found.append(NOT_MET)
        else:
            found.append(UNDETERMINED)
    return time.perf_counter() - begun, np.array(found)


def by_z3(work: Workload, sample: np.ndarray) -> Answers:
    """Assert once; for each government two checks under assumptions, met and not met."""
    import z3  # noqa: PLC0415

    facts = [z3.Bool(f"f{number}") for number in range(FACTS)]
    terms = [z3.Bool(f"r{axis}") for axis in range(AXES)]
    solver = z3.SolverFor("QF_FD")
    gates = work.circuit.gates
    values: dict[int, Any] = {}
    for node in work.circuit.below(work.root):
        gate = gates[node]
        parts = [values[part] for part in gate.parts]
        if gate.op == "column":
            values[node] = facts[gate.column]
            continue
        values[node] = z3.Bool(f"n{node}")
        if gate.op == "and":
            solver.add(values[node] == z3.And(parts))
        elif gate.op == "or":
            solver.add(values[node] == z3.Or(parts))
        elif gate.op == "not":
            solver.add(values[node] == z3.Not(parts[0]))
        else:
            solver.add(values[node] == z3.If(terms[gate.axis], parts[1], parts[0]))
    root = values[work.root]
    against, unfacts = z3.Not(root), [z3.Not(fact) for fact in facts]
    closed = [
        [z3.Not(terms[axis]) if reading else terms[axis] for axis, reading in readings.items()]
        for readings in work.foreclosed
    ]
    low, high, group = work.low[:, sample].T, work.high[:, sample].T, work.group[sample]
    found = []
    begun = time.perf_counter()
    for yes, maybe, circuit in zip(low.tolist(), high.tolist(), group.tolist(), strict=True):
        known = closed[circuit] + [
            facts[i] if a else unfacts[i]
            for i, (a, b) in enumerate(zip(yes, maybe, strict=True))
            if a == b
        ]
        if solver.check(*known, against) == z3.unsat:
            found.append(MET)
        elif solver.check(*known, root) == z3.unsat:
            found.append(NOT_MET)
        else:
            found.append(UNDETERMINED)
    return time.perf_counter() - begun, np.array(found)


def by_duckdb(work: Workload, sample: np.ndarray) -> Answers:
    """Join governments with open constructions; SQL's NULL is the unknown."""
    import duckdb  # noqa: PLC0415

    link = duckdb.connect(config={"threads": "1", "enable_external_access": "false"})
    link.execute("SET autoinstall_known_extensions = false")
    facts = ", ".join(f"f{number} BOOLEAN" for number in range(len(work.low)))
    link.execute(f"CREATE TABLE governments (id INTEGER, circuit INTEGER, {facts})")
    terms = ", ".join(f"r{axis} BOOLEAN" for axis in range(len(work.open[0][0])))
    link.execute(f"CREATE TABLE constructions (circuit INTEGER, {terms})")
    for circuit, points in enumerate(work.open):
        rows = ", ".join(str((circuit, *map(bool, point))) for point in points)
        link.execute(f"INSERT INTO constructions VALUES {rows}")
    states = work.low[:, sample].astype(int) + work.high[:, sample]
    words = np.array(["false", "NULL", "true"])[states].T
    for begin in range(0, len(sample), 1000):
        rows = ", ".join(
            f"({begin + i}, {work.group[sample[begin + i]]}, {', '.join(row)})"
            for i, row in enumerate(words[begin : begin + 1000].tolist())
        )
        link.execute(f"INSERT INTO governments VALUES {rows}")
    gates = work.circuit.gates
    text = "SELECT * FROM governments JOIN constructions USING (circuit)"

    def name(node: int) -> str:
        return f"f{gates[node].column}" if gates[node].op == "column" else f"n{node}"

    for node in work.nodes():
        gate = gates[node]
        parts = [name(part) for part in gate.parts]
        if gate.op == "not":
            value = f"NOT {parts[0]}"
        elif gate.op == "choice":
            value = f"CASE WHEN r{gate.axis} THEN {parts[1]} ELSE {parts[0]} END"
        else:
            value = f" {gate.op.upper()} ".join(parts)
        text = f"SELECT *, {value} AS n{node} FROM ({text})"
    value = name(work.root)
    text = (
        f"SELECT id, bool_and(coalesce({value}, false)), bool_or(coalesce({value}, true)) "
        f"FROM ({text}) GROUP BY id ORDER BY id"
    )
    begun = time.perf_counter()
    rows = link.execute(text).fetchall()
    spent = time.perf_counter() - begun
    return spent, np.array([MET if a else UNDETERMINED if b else NOT_MET for _, a, b in rows])


def by_openfisca(work: Workload, sample: np.ndarray) -> Answers:
    """A person for each government and open construction; a formula for each node and rail."""
    from openfisca_core.entities import build_entity  # noqa: PLC0415
    from openfisca_core.periods import DateUnit  # noqa: PLC0415
    from openfisca_core.simulations import SimulationBuilder  # noqa: PLC0415
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem  # noqa: PLC0415
    from openfisca_core.variables import Variable  # noqa: PLC0415

    case = build_entity("case", "cases", "A government under a construction", is_person=True)
    system = TaxBenefitSystem([case])
    gates = work.circuit.gates

    def add(name: str, formula: Any = None) -> None:
        fields: dict[str, Any] = {
            "value_type": bool,
            "entity": case,
            "definition_period": DateUnit.YEAR,
            "label": name,
        }
        if formula:
            fields["formula"] = formula
        system.add_variable(type(name, (Variable,), fields))

    def name(node: int, rail: str) -> str:
        gate = gates[node]
        return f"f{gate.column}_{rail}" if gate.op == "column" else f"n{node}_{rail}"

    def formula(node: int, rail: str) -> Any:
        gate = gates[node]
        other = {"low": "high", "high": "low"}[rail]
        names = [name(part, other if gate.op == "not" else rail) for part in gate.parts]

        def run(case: Any, period: Any) -> Any:
            if gate.op == "not":
                return ~case(names[0], period)
            if gate.op == "choice":
                reading = case(f"r{gate.axis}", period)
                return np.where(reading, case(names[1], period), case(names[0], period))
            value = case(names[0], period)
            for part in names[1:]:
                more = case(part, period)
                value = value & more if gate.op == "and" else value | more
            return value

        return run

    for number in range(len(work.low)):
        add(f"f{number}_low")
        add(f"f{number}_high")
    for axis in range(len(work.open[0][0])):
        add(f"r{axis}")
    for node in work.nodes():
        for rail in ("low", "high"):
            add(name(node, rail), formula(node, rail))

    counts = np.array([len(work.open[circuit]) for circuit in work.group[sample]])
    rows = np.repeat(sample, counts)
    points = np.concatenate([np.array(work.open[g], dtype=bool) for g in work.group[sample]])
    simulation = SimulationBuilder().build_default_simulation(system, len(rows))
    for number in range(len(work.low)):
        simulation.set_input(f"f{number}_low", "2026", work.low[number, rows])
        simulation.set_input(f"f{number}_high", "2026", work.high[number, rows])
    for axis in range(len(work.open[0][0])):
        simulation.set_input(f"r{axis}", "2026", points[:, axis])
    first = np.concatenate(([0], np.cumsum(counts)[:-1]))
    begun = time.perf_counter()
    low = simulation.calculate(name(work.root, "low"), "2026")
    high = simulation.calculate(name(work.root, "high"), "2026")
    met = np.logical_and.reduceat(low, first)
    not_met = ~np.logical_or.reduceat(high, first)
    spent = time.perf_counter() - begun
    return spent, np.where(met, MET, np.where(not_met, NOT_MET, UNDETERMINED))


# Name: the function, its distribution, and how many governments it is given.
PEERS: dict[str, tuple[Callable[[Workload, np.ndarray], Answers], str, int]] = {
    "clingo": (by_clingo, "clingo", 10_000),
    "openfisca": (by_openfisca, "openfisca-core", 10_000),
    "z3": (by_z3, "z3-solver", 2_000),
    "duckdb": (by_duckdb, "duckdb", 10_000),
}


def installed(distribution: str) -> str | None:
    """Return the version of a distribution, or None where it is absent."""
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return None


def agree(who: str, found: np.ndarray, wanted: np.ndarray) -> None:
    """Stop the run where answers differ."""
    wrong = int((found != wanted).sum())
    if found.shape != wanted.shape or wrong:
        raise SystemExit(f"{who}: {wrong} of {len(wanted)} answers differ")


def measure(runs: int) -> dict[str, Any]:
    """Run everything and return the figures."""
    work, mixed = Workload(mixed=False), Workload(mixed=True)

    def ask(how: Any, of: Workload, *more: Any) -> Any:
        return how(of.question, of.packed, *more)

    answers = codes(ask(many.verdicts, work))
    tied = [(axis,) for axis in range(AXES)]
    agree("full", codes(ask(many.full, work, tied).verdicts), answers)
    packed_ms = timed(runs, lambda: ask(many.verdicts, work))
    verdict_ms = timed(runs, lambda: codes(ask(many.verdicts, work)))
    found: dict[str, Any] = {
        "verdict_ms": verdict_ms,
        "full_ms": timed(runs, lambda: ask(many.full, work, tied)),
        "exact_ms": timed(runs, lambda: codes(ask(many.exact, mixed))),
        "packed_ms": packed_ms,
        "prepare_ms": timed(
            runs, lambda: many.prepare(work.circuit, work.root, range(FACTS), work.open)
        ),
    }
    # With no line (as where terms of both signs leave too many readings): node by node.
    sliced = dataclasses.replace(work.question, line=None)
    agree("sliced", codes(many.verdicts(sliced, work.packed)), answers)
    found["sliced_ms"] = timed(runs, lambda: many.verdicts(sliced, work.packed))
    filling = dataclasses.replace(mixed.question, line=None, filled=None)
    agree("filling", codes(many.exact(filling, mixed.packed)), codes(ask(many.exact, mixed)))
    found["exact_ratio"] = found["exact_ms"] / verdict_ms
    bounds, exact = ask(many.verdicts, mixed), ask(many.exact, mixed)
    found["settled_by_filling"] = int(bounds.undetermined.sum() - exact.undetermined.sum())
    found["unfilled"] = int(exact.unfilled.sum())
    quadruple = Workload(mixed=False, governments=4 * GOVERNMENTS)
    found["growth"] = timed(runs, lambda: codes(ask(many.verdicts, quadruple))) / verdict_ms
    tracemalloc.start()
    codes(ask(many.verdicts, work))
    found["peak_mb"] = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()

    if installed("numba"):
        for name, compiled in (("kernel", all_kernels), ("line_kernel", line_kernel)):
            spent, same = limit(work, compiled(work), runs)
            agree(name, same, answers)
            found[f"{name}_ms"] = spent
        found["limit_ratio"] = packed_ms / found["kernel_ms"]
        found["line_ratio"] = packed_ms / found["line_kernel_ms"]
    else:
        for key in ("kernel_ms", "line_kernel_ms", "limit_ratio", "line_ratio"):
            found[key] = "absent"

    sizes = np.array([len(points) for points in work.open])[work.group]
    ours = verdict_ms / 1000 / int(sizes.sum())
    order = np.random.default_rng(SEED).permutation(GOVERNMENTS)
    found["peers"], found["samples"], found["versions"] = {}, {}, {}
    for who, (run, distribution, count) in PEERS.items():
        version = installed(distribution)
        if version is None:
            found["peers"][who] = "absent"
            continue
        sample = order[:count]
        spent, same = run(work, sample)
        agree(who, same, answers[sample])
        found["peers"][who] = spent / int(sizes[sample].sum()) / ours
        found["samples"][who] = count
        found["versions"][who] = version
    if installed("clingo"):  # exactness too is checked by a peer
        sample = order[:1_000]
        agree("exact", codes(exact)[sample], by_clingo(mixed, sample)[1])
    outcomes = [int((answers == code).sum()) for code in (MET, NOT_MET, UNDETERMINED)]
    found["workload"] = {
        "governments": GOVERNMENTS,
        "constructions": 1 << AXES,
        "open": [len(points) for points in work.open],
        "operators": len(work.nodes()),
        "operators_mixed": len(mixed.nodes()),
        "met, not met, undetermined": outcomes,
    }
    return found


def rounded(value: Any) -> Any:
    """Return figures as they are read: three digits or more."""
    if isinstance(value, dict):
        return {key: rounded(part) for key, part in value.items()}
    if isinstance(value, float):
        return float(f"{value:.3g}") if value < 100 else round(value)
    return value


def main() -> None:
    """Measure on one processor and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--runs", type=int, default=15)
    options = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    found = rounded(measure(options.runs))
    if options.json:
        print(json.dumps(found))
        return
    for key, value in found.items():
        for name, part in value.items() if isinstance(value, dict) else [("", value)]:
            print(f"{key:20} {name:27} {part}")


if __name__ == "__main__":
    main()
