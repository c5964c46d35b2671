"""Time `comity survey` and `comity audit` from a cold start, and one question in its peers.

Usage: python bench/survey.py [--json] [--runs N] [--audit FILE]. Each figure is explained in
bench/README.md. Peers answer for every government; unequal answers are an error.
"""

from __future__ import annotations

import argparse
import copy
import json
import os
import statistics
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "bench")]

DAY = "2025-02-01"
TEST = "hr-32-119"
TESTS = (TEST, "8-usc-1373-a")
AUDIT_DAY = "2025-07-18"
AUDIT_FILE = "287g-2025-07-18.csv"
NATION = 90_837
"""How many governments the Census of Governments counts."""

NUMPY = [sys.executable, "-c", "import numpy"]
COMITY = [sys.executable, "-c", "from comity.cli import main; main()"]
COMMANDS: dict[str, tuple[list[str], float]] = {
    "one": (["survey", "--test", TEST, "--as-of", DAY, "--json"], 8.0),
    "all": (["survey", "--as-of", DAY, "--json"], 30.0),
    "audit": (["audit", "", "--test", TEST, "--as-of", AUDIT_DAY, "--json"], 15.0),
}
"""What is asked, and the ratio that is promised."""

PROMISED_MB = 500


# Commands. This process stays small until they are done: a child's peak is never less than what
# its parent took when it was started.


def environment() -> dict[str, str]:
    """Return the environment of a command: the package of this checkout comes first."""
    path = os.pathsep.join(filter(None, (str(ROOT / "src"), os.environ.get("PYTHONPATH"))))
    return {**os.environ, "PYTHONPATH": path}


def run(command: Sequence[str], allowed: Sequence[int] = (0,)) -> tuple[float, float, float]:
    """Run a command once; return its milliseconds, those of processors, and its peak in MB."""
    begun = time.perf_counter()
    with subprocess.Popen(
        command, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as child:
        _, status, usage = os.wait4(child.pid, 0)
        spent = (time.perf_counter() - begun) * 1000
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in allowed:
        raise SystemExit(f"{' '.join(command[3:])}: status {child.returncode}")
    used = (usage.ru_utime + usage.ru_stime) * 1000
    return spent, used, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6


def together(command: Sequence[str]) -> float | str:
    """Return the most MB that all processes of a command take together, what they share once."""
    if not Path("/proc/self/smaps_rollup").exists():
        return "absent"
    most = 0
    with subprocess.Popen(
        command,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as child:
        while child.poll() is None:
            most = max(most, sum(map(proportional, session(child.pid))))
            time.sleep(0.02)
    return most * 1024 / 1e6


def session(leader: int) -> Iterator[Path]:
    """Give the processes of a session."""
    for folder in Path("/proc").iterdir():
        try:
            if folder.name.isdigit() and os.getsid(int(folder.name)) == leader:
                yield folder
        except OSError:
            continue


def proportional(folder: Path) -> int:
    """Return the KiB that a process takes, its part alone of what it shares."""
    try:
        lines = (folder / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def known(command: str) -> bool:
    """Tell whether comity has a command."""
    asked = [*COMITY, command, "--help"]
    return not subprocess.run(asked, env=environment(), capture_output=True, check=False).returncode


def commands(runs: int, listed: Path | None) -> dict[str, Any]:
    """Time each command and `import numpy` in turn, so that what slows one slows both."""
    found: dict[str, Any] = {}
    for name, (words, promised) in COMMANDS.items():
        allowed = (0, 1) if name == "audit" else (0,)
        if name == "audit" and (listed is None or not known("audit")):
            found[name] = "absent"
            continue
        command = [*COMITY, *(word or str(listed) for word in words)]
        most = together(command)
        run(NUMPY)
        pairs = [(run(command, allowed), run(NUMPY)) for _ in range(runs)]
        spent, numpy, used, least = (
            statistics.median(pair[who][key] for pair in pairs) for key in (0, 1) for who in (0, 1)
        )
        found[name] = {
            "ms": spent,
            "numpy_ms": numpy,
            "ratio": spent / numpy,
            "promised": promised,
            "cpu_ms": used,
            "cpu_ratio": used / least,
            "peak_mb": max(pair[0][2] for pair in pairs),
            "promised_mb": PROMISED_MB,
            "together_mb": most,
        }
        if name == "audit" and listed is not None:
            found[name]["lines"] = len(listed.read_text(errors="replace").splitlines())
    return found


# The same question in peers.


def parts(library: Any, strata: Sequence[Any], name: str, day: str) -> Iterator[Any]:
    """Give a test as it is put: for each set of holdings its circuit, and the facts of each place.

    A fact is a column of the question, true or not with nothing of what is unknown, and with all
    of it. Each stratum is looked at for itself; comity's own grouping has no part in this.
    """
    from comity.reason.columns import facts_held  # noqa: PLC0415
    from comity.reason.extremes import _bounds, extreme_values  # noqa: PLC0415
    from comity.reason.question import Asked, Manner, in_scope, put  # noqa: PLC0415
    from comity.reason.rules import open_books  # noqa: PLC0415

    manner, test = Manner(day, day), library.tests[name]
    found: dict[Any, tuple[Any, list[Any], list[str], list[list[tuple[bool, bool]]]]] = {}
    for stratum in strata:
        one = stratum.one
        if not in_scope(test, one):
            continue
        question = put(library, one, test, manner)
        keys = question.circuit.columns(question.root)
        tests = {key.test for key in keys if isinstance(key, Asked) and key.test}
        held = facts_held(library, one, manner, tests)
        books = open_books(library, one, day)
        if extreme_values(library, one, question, books, manner) is None:
            raise SystemExit(f"{name}: two fillings do not settle it for {one.id}")
        bounds = [_bounds(key, books, held) for key in keys]
        same = (question.root, tuple(question.circuit.gates), question.constructions, held)
        _, _, ids, facts = found.setdefault(same, (question, keys, [], []))
        ids += stratum.ids
        facts += [bounds] * len(stratum.ids)
    for question, keys, ids, facts in found.values():
        yield ids, workload(question, keys, facts)


def workload(question: Any, keys: Sequence[Any], facts: Sequence[Any]) -> Any:
    """Return a question as bench/engine.py has it: terms of two readings, no constants.

    A term of more readings is several of two; what is always or never so is a fact that is known.
    """
    import numpy as np  # noqa: PLC0415
    from engine import Workload  # noqa: PLC0415

    from comity.evaluate.circuit import Circuit  # noqa: PLC0415

    circuit = Circuit()
    width = [max(1, (len(axis.meanings) - 1).bit_length()) for axis in question.axes]
    first = [sum(width[:axis]) for axis in range(len(width))]

    def choice(axis: int, chosen: Sequence[int], bit: int) -> int:
        if bit < 0:
            return chosen[0]
        # Readings that there are not are like the last one, so that no case is left out.
        half = 1 << bit
        low, high = chosen[:half], chosen[half:] or chosen[-1:]
        return circuit.choice(
            first[axis] + bit, [choice(axis, low, bit - 1), choice(axis, high, bit - 1)]
        )

    nodes: dict[int, int] = {}
    for node in question.circuit.below(question.root):
        gate = question.circuit.gates[node]
        below = [nodes[part] for part in gate.parts]
        if gate.op == "column":
            nodes[node] = circuit.column(keys.index(gate.column))
        elif gate.op == "choice":
            nodes[node] = choice(gate.axis, below, width[gate.axis] - 1)
        elif gate.op == "not":
            nodes[node] = circuit.complement(below[0])
        elif gate.op in ("true", "false"):
            nodes[node] = circuit.column(len(keys) + (gate.op == "true"))
        else:
            nodes[node] = (circuit.every if gate.op == "and" else circuit.some)(below)

    work = Workload.__new__(Workload)
    work.circuit, work.root = circuit, nodes[question.root]
    rails = np.zeros((2, len(keys) + 2, len(facts)), dtype=bool)
    rails[:, : len(keys)] = np.array(facts, dtype=bool).reshape(len(facts), -1, 2).T
    rails[:, len(keys) + 1] = True
    work.low, work.high = rails
    work.group = np.zeros(len(facts), dtype=int)
    work.open = [
        [
            tuple(
                construction[axis] >> bit & 1
                for axis in range(len(width))
                for bit in range(width[axis])
            )
            for construction in question.constructions
        ]
    ]
    return work


def answers(library: Any, name: str, day: str) -> dict[str, str]:
    """Return comity's answer for each government, from the loaded library."""
    from comity.reason.question import Manner  # noqa: PLC0415
    from comity.survey.nation import Nation  # noqa: PLC0415

    found: dict[str, str] = {}
    for alike in Nation(library).inquest(Manner(day, day)).answer(library.tests[name]):
        for stratum in alike.strata:
            found.update(dict.fromkeys(stratum.ids, alike.result.outcome))
    return found


def timed(call: Callable[[], Any]) -> tuple[float, Any]:
    """Return how many milliseconds a call took, and what it returned."""
    begun = time.perf_counter()
    found = call()
    return (time.perf_counter() - begun) * 1000, found


def peers(library: Any, name: str, runs: int) -> dict[str, Any]:
    """Answer a test for every government by comity and by its peers in turn."""
    import numpy as np  # noqa: PLC0415
    from engine import MET, NOT_MET, PEERS, UNDETERMINED, agree, installed  # noqa: PLC0415

    from comity.survey.strata import strata  # noqa: PLC0415

    first, ours = timed(lambda: answers(library, name, DAY))
    groups = strata(library, DAY)
    facts, works = timed(lambda: list(parts(library, groups, name, DAY)))
    ids = [place for places, _ in works for place in places]
    if sorted(ids) != sorted(ours):
        raise SystemExit(f"{name}: comity does not answer for every government in scope")
    code = {"met": MET, "not_met": NOT_MET, "undetermined": UNDETERMINED}
    wanted = np.array([code[ours[place]] for place in ids])
    there = {who: PEERS[who] for who in ("duckdb", "openfisca")}
    spent: dict[str, list[float]] = {"comity": [], **{who: [] for who in there}}
    for _ in range(runs):
        spent["comity"].append(timed(lambda: answers(library, name, DAY))[0])
        for who, (ask, distribution, _) in there.items():
            if installed(distribution) is None:
                continue
            told = [ask(work, np.arange(len(places))) for places, work in works]
            agree(f"{name} by {who}", np.concatenate([found for _, found in told]), wanted)
            spent[who].append(sum(seconds for seconds, _ in told) * 1000)
    medians = {who: statistics.median(times) for who, times in spent.items() if times}
    return {
        "governments": len(ids),
        "questions": len(works),
        "rows": sum(len(places) * len(work.open[0]) for places, work in works),
        "met, not met, undetermined": [
            int((wanted == value).sum()) for value in (MET, NOT_MET, UNDETERMINED)
        ],
        "first_ms": first,
        "facts_ms": facts,
        "ms": medians,
        "ratio": {
            who: medians[who] / medians["comity"] if who in medians else "absent" for who in there
        },
    }


# A nation of more governments.


class Larger:
    """A book of places with more governments of the kinds that nothing names."""

    def __init__(self, book: Any, copied: Sequence[Any], more: int) -> None:
        self._book, self._copied, self._more = book, copied, more

    def all(self, kind: Any = None, day: str | None = None) -> Iterator[Any]:
        from msgspec.structs import replace  # noqa: PLC0415

        yield from self._book.all(kind, day)
        for number in range(self._more):
            one = self._copied[number % len(self._copied)]
            yield replace(one, id=f"{one.id}_{number}")

    def __getattr__(self, name: str) -> Any:
        return getattr(self._book, name)


def larger(library: Any, governments: int) -> Any:
    """Return a library of so many governments: copies of those that share a stratum."""
    from comity.survey.strata import strata  # noqa: PLC0415

    shared = {place for one in strata(library, DAY) if one.governments > 1 for place in one.ids}
    every = list(library.places.all(day=DAY))
    copied = [place for place in every if place.id in shared]
    found = copy.copy(library)
    found.places = Larger(library.places, copied, max(0, governments - len(every)))
    return found


def growth(library: Any, runs: int) -> dict[str, Any]:
    """Answer one test for the nation and for a larger one in turn."""
    both = (library, larger(library, NATION))
    counts = [len(answers(one, TEST, DAY)) for one in both]
    pairs = [
        [timed(lambda one=one: answers(one, TEST, DAY))[0] for one in both] for _ in range(runs)
    ]
    spent = [statistics.median(pair[place] for pair in pairs) for place in (0, 1)]
    peaks = []
    for one in both:
        tracemalloc.start()
        answers(one, TEST, DAY)
        peaks.append(tracemalloc.get_traced_memory()[1] / 1e6)
        tracemalloc.stop()
    totals = [sum(1 for _ in one.places.all()) for one in both]
    return {
        "governments": totals,
        "in_scope": counts,
        "ms": spent,
        "peak_mb": peaks,
        "time_ratio": spent[1] / spent[0],
        "memory_ratio": peaks[1] / peaks[0],
        "governments_ratio": totals[1] / totals[0],
    }


def measure(runs: int, listed: Path | None) -> dict[str, Any]:
    """Run everything and return the figures."""
    load = [os.getloadavg()[0]]
    found: dict[str, Any] = {"commands": commands(runs, listed)}
    # From here on one processor: neither comity nor a peer shares its work out.
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    import gc  # noqa: PLC0415

    gc.disable()  # as the command does
    from engine import installed  # noqa: PLC0415

    from comity.catalog import open_library  # noqa: PLC0415

    library = open_library()
    found["peers"] = {name: peers(library, name, runs) for name in TESTS}
    found["growth"] = growth(library, runs)
    found["versions"] = {
        who: installed(who) or "absent" for who in ("numpy", "duckdb", "openfisca-core")
    }
    found["load"] = [*load, os.getloadavg()[0]]
    return found


def rounded(value: Any) -> Any:
    """Return figures as they are read: three digits or more."""
    if isinstance(value, dict):
        return {key: rounded(part) for key, part in value.items()}
    if isinstance(value, list):
        return [rounded(part) for part in value]
    if isinstance(value, float):
        return float(f"{value:.3g}") if value < 100 else round(value)
    return value


def lines(value: Any, name: str = "") -> Iterator[str]:
    """Give each figure with the keys that lead to it."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from lines(part, f"{name} {key}".strip())
    else:
        yield f"{name:45} {value}"


def main() -> None:
    """Measure on two processors and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--audit", type=Path, metavar="FILE", help="the list that is audited")
    options = parser.parse_args()
    if options.runs < 1:
        parser.error("--runs: expected 1 or more")
    listed = options.audit
    if listed is None and os.environ.get("COMITY_DATA"):
        listed = Path(os.environ["COMITY_DATA"]) / AUDIT_FILE
        listed = listed if listed.exists() else None
    elif listed is not None and not listed.exists():
        parser.error(f"--audit: there is no {listed}")
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:2])
    found = rounded(measure(options.runs, listed))
    print(json.dumps(found) if options.json else "\n".join(lines(found)))


if __name__ == "__main__":
    main()
