"""The answer of `comity survey`: coverage first, then what follows, as text, JSON and rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from comity.catalog import Library
from comity.report.answer import Receipt
from comity.report.overview import NOT_LAW
from comity.report.terminal import STATUS, TURNS, Bold, closing, wrap
from comity.survey.alike import Readings
from comity.survey.nation import Row, Share, Survey

SHOWN_PIVOTS = 8


class Surveyed(Survey, frozen=True):
    """Hold the answer to one test, what was chosen, and what it was computed from."""

    chosen: dict[str, str]
    state: str | None
    kinds: tuple[str, ...]
    receipt: Receipt


def surveyed(
    found: Survey,
    chosen: Sequence[tuple[str, str]],
    state: str | None,
    kinds: Sequence[str],
    receipt: Receipt,
) -> Surveyed:
    """Join a survey with what was asked and its receipt."""
    fields = {name: getattr(found, name) for name in found.__struct_fields__}
    return Surveyed(**fields, chosen=dict(chosen), state=state, kinds=tuple(kinds), receipt=receipt)


def to_line(found: Surveyed) -> str:
    """Write an answer as one line of JSON."""
    return msgspec.json.encode(found).decode()


def schema() -> dict[str, Any]:
    """Return the JSON Schema of one line."""
    made = msgspec.json.schema(Surveyed)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Survey", **made}


def percent(share: float | None) -> str:
    """Write a share as a percentage that is never rounded to nothing or to all."""
    if share is None:
        return "unknown"
    if 0 < share < 0.001:
        return "less than 0.1 %"
    if 0.999 < share < 1:
        return "more than 99.9 %"
    return f"{share * 100:.1f} %"


def coverage_line(found: Survey) -> str:
    """Say how much of the governments in scope anybody has looked at."""
    coverage = found.coverage
    if not found.governments:
        return "Nobody asked for is in the scope of the test."
    if not found.own_rules_asked:
        return "The test asks nothing of a government's own rules."
    return (
        f"Own rules looked at, on one subject or more: {_share(coverage.own_rules, found)}. "
        f"Every subject of every maker surveyed: {_share(coverage.surveyed, found)}."
    )


def _share(share: Share, found: Survey) -> str:
    count = round(share.by_count * found.governments)
    people = ""
    if share.by_population is not None:
        people = f", {percent(share.by_population)} by population"
    return f"{count:,} of {found.governments:,} ({percent(share.by_count)}{people})"


def render_surveys(found: Sequence[Surveyed], library: Library, bold: Bold = str) -> str:
    """Write surveys as text; how much anybody has looked at stands before anything else."""
    lines: list[str] = []
    for one in found:
        lines.extend(_one(one, library, bold))
        lines.append("")
    if any(one.population_known for one in found):
        lines += wrap(
            "By population each government weighs as many as live there, where that is known; who "
            "lives in a city lives in its county and State too, so the weights count no people."
        )
    lines += wrap(
        "A contested share measures the readings that the library holds, and how far each "
        "government's rules were looked up."
    )
    if found:
        lines += closing(found[0].receipt)
    return "\n".join(lines) + "\n"


def _one(found: Surveyed, library: Library, bold: Bold) -> Iterator[str]:
    test = library.tests[found.test]
    known = f", known on {found.known_on}" if found.known_on != found.as_of else ""
    yield from wrap(bold(f"{found.test}") + f"  {test.title}, as of {found.as_of}{known}")
    yield from wrap(coverage_line(found), 2, 2)
    yield from wrap(f"Status: {STATUS[found.status]}.", 2, 2)
    for term, reading in found.chosen.items():
        yield from wrap(f"On the reading that you chose: {term} = {reading}.", 2, 2)
    within = f"{found.governments:,} governments in scope"
    if found.out_of_scope:
        within += f", {found.out_of_scope:,} out of it"
    yield from wrap(f"{within}:", 2, 2)
    outcomes = found.outcomes
    on = "on the reading chosen" if found.chosen else "on each open reading"
    if found.status in NOT_LAW:
        on += f", were it law ({STATUS[found.status]})"
    for many, words in ((outcomes.met, test.words.met), (outcomes.not_met, test.words.not_met)):
        yield from wrap(f"{many:,}  {words}, {on} and whatever is missing", 4, 2)
    for cell in found.turns_on.cells:
        sentence = TURNS.get((cell.law, cell.facts), "open")
        yield from wrap(f"{cell.governments:,}  {sentence}", 4, 2)
    contested = found.contested
    people = ""
    if contested.by_population is not None:
        people = (
            f"; {percent(contested.by_population.low)} to "
            f"{percent(contested.by_population.high)} by population"
        )
    yield from wrap(
        f"Left to how it is read: {percent(contested.by_count.low)} for certain, "
        f"{percent(contested.by_count.high)} at most{people}.",
        2,
        2,
    )
    if found.pivots:
        named = "; ".join(
            f"{_pivot(pivot.kind, pivot.id)} ({pivot.governments:,})"
            for pivot in found.pivots[:SHOWN_PIVOTS]
        )
        more = len(found.pivots) - SHOWN_PIVOTS
        yield from wrap(f"Turns on: {named}{f'; and {more} more' if more > 0 else ''}.", 2, 2)
    for reason, many in found.refused.items():
        yield from wrap(f"No answer for {many:,}: {reason}.", 2, 2)


def _pivot(kind: str, name: str) -> str:
    if kind == "term":
        return f"term {name}"
    if kind == "rules":
        whose, _, subject = name.partition(" ")
        return f"{'the ' if whose != 'own' else ''}{whose} rules on {subject}"
    return f"{kind.replace('_', ' ')} {name}"


COLUMNS = (
    "test",
    "as_of",
    "known_on",
    "status",
    "chosen",
    "id",
    "geoid",
    "name",
    "kind",
    "state",
    "population",
    "outcome",
    "turns_on_law",
    "turns_on_facts",
    "subjects_asked",
    "subjects_surveyed",
    "own_subjects_looked_at",
    "met_on",
    "pivots",
    "law",
    "policy",
    "version",
)
"""The columns of a data file: one row for each government in scope of each test."""


def row_cells(row: Row, found: Surveyed, library: Library) -> tuple[object, ...]:
    """Return the cells of a government's row, in the order of COLUMNS."""
    place, alike = row.government, row.alike
    return (
        found.test,
        found.as_of,
        found.known_on,
        found.status,
        on_readings(alike.result.chosen) if alike.result.chosen else "",
        place.id,
        place.geoid,
        library.places.full_name(place.id),
        place.kind,
        place.state,
        place.population,
        alike.result.outcome,
        alike.result.law,
        alike.result.facts,
        alike.looked.asked,
        alike.looked.surveyed,
        alike.looked.own,
        " | ".join(map(on_readings, alike.result.met_on)),
        " | ".join(f"{pivot.kind}: {pivot.id}" for pivot in alike.pivots),
        found.receipt.law,
        found.receipt.policy,
        found.receipt.version,
    )


def on_readings(readings: Readings) -> str:
    """Name a set of readings; the empty one stands for all that are open."""
    return " and ".join(f"{term}={reading}" for term, reading in readings) or "every open reading"


def series_cells(found: Surveyed) -> tuple[object, ...]:
    """Return the cells of one day of a series, in the order of SERIES_COLUMNS."""
    coverage, contested = found.coverage, found.contested
    return (
        found.test,
        found.as_of,
        found.status,
        found.state or "",
        " ".join(found.kinds),
        on_readings(tuple(found.chosen.items())) if found.chosen else "",
        found.governments,
        coverage.own_rules.by_count,
        coverage.surveyed.by_count,
        found.outcomes.met,
        found.outcomes.not_met,
        found.outcomes.undetermined,
        contested.by_count.low,
        contested.by_count.high,
        found.receipt.law,
        found.receipt.policy,
        found.receipt.version,
    )


SERIES_COLUMNS = (
    "test",
    "as_of",
    "status",
    "state",
    "kinds",
    "chosen",
    "governments",
    "own_rules_looked_at",
    "surveyed",
    "met",
    "not_met",
    "undetermined",
    "contested_low",
    "contested_high",
    "law",
    "policy",
    "version",
)


def render_series(found: Iterable[Surveyed], library: Library, bold: Bold = str) -> str:
    """Write the answers to tests on many days, a line a day."""
    lines: list[str] = []
    last: Surveyed | None = None
    for one in found:
        if last is None or last.test != one.test:
            lines += ["", *wrap(bold(one.test) + f"  {library.tests[one.test].title}")]
            lines.append("  day         in scope  own rules      met  not met     open  contested")
            lines.append("                        looked at")
        low, high = one.contested.by_count.low, one.contested.by_count.high
        lines.append(
            f"  {one.as_of}  {one.governments:>8,}  {percent(one.coverage.own_rules.by_count):>9}"
            f"  {one.outcomes.met:>7,}  {one.outcomes.not_met:>7,}  {one.outcomes.undetermined:>7,}"
            f"  {low * 100:.1f} to {high * 100:.1f} %"
        )
        last = one
    if last is not None:
        lines += ["", *closing(last.receipt)]
    return "\n".join(lines).lstrip("\n") + "\n"
