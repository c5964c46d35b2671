"""The count of a library as text."""

from __future__ import annotations

from comity.workbench.summary import Count, Summary


def render(summary: Summary) -> str:
    """Write what stands in a library, a line for each kind of thing."""
    cases = summary.cases
    failing = cases.total - cases.held - cases.differ
    tests = summary.tests
    lines = [
        ("Tests", _seen(Count(tests.total, tests.checked))),
        ("  of federal law", _seen(tests.federal)),
        ("Terms", f"{summary.terms.total}"),
        ("Readings", f"{summary.readings.total}"),
        ("Rulings", _seen(summary.rulings)),
        ("Effects of rulings", _seen(summary.effects)),
        (
            "Cases",
            f"{cases.total}, {cases.held} held, {cases.differ} known to differ"
            + (f", {failing} failing" if failing else ""),
        ),
    ]
    return "".join(f"{name:<20}{said}\n" for name, said in lines)


def _seen(count: Count) -> str:
    return f"{count.total}, {count.checked} checked with the words that were seen"
