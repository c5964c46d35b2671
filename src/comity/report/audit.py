"""The answer of `comity audit`: a line for each name, a summary, and a sheet for each name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from comity.catalog import Library
from comity.law.meaning import holders_on
from comity.reason.status import Status
from comity.report.answer import Receipt
from comity.report.data_file import as_csv
from comity.report.terminal import STATUS, Bold, closing, wrap
from comity.strict_yaml import plain
from comity.survey.audit import AuditRow, Named, Reached, Summary

PROBLEMS = {
    "ambiguous": "can mean several governments",
    "misspelt": "are not written as any government is; what was probably meant stands beside them",
    "not_a_government": "name no general-purpose government or office of one",
    "unknown": "name no government that the library knows",
    "duplicate": "name a government or office that an earlier line names",
    "no_name": "name nothing",
}
GROUNDS = {
    "met_on_every_reading": "the criterion is met on every open reading",
    "met_on_some_reading": "the criterion is met on some reading, and on others not or not yet",
    "met_on_no_reading": "the criterion is met on no open reading",
    "none_found": "no rule was found that meets it, as far as somebody looked",
    "facts_missing": "open",
    "nobody_looked": "no ground is known and none is ruled out, since nobody has looked",
    "out_of_scope": "the criterion is not about such a government",
}
SHOWN_OTHERS = 12
SHOWN_READINGS = 6


class Audit(msgspec.Struct, frozen=True):
    """Hold the answer to one list: what it was held against, and what became of each line."""

    list: str
    list_hash: str
    test: str
    title: str
    as_of: str
    known_on: str
    status: Status
    chosen: dict[str, str]
    rows: tuple[AuditRow, ...]
    summary: Summary
    receipt: Receipt
    notes: tuple[str, ...] = ()


def to_line(row: AuditRow) -> str:
    """Write a row as one line of JSON."""
    return msgspec.json.encode(row).decode()


def schema() -> dict[str, Any]:
    """Return the JSON Schema of one line."""
    made = msgspec.json.schema(AuditRow)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Audit", **made}


def summary_sentences(audit: Audit) -> Iterator[str]:
    """Say what became of a list in sentences each of which can be quoted alone."""
    summary = audit.summary
    on = f"as of {audit.as_of}"
    if audit.known_on != audit.as_of:
        on += f", known on {audit.known_on}"
    if audit.chosen:
        chosen = ", ".join(f"{term} = {reading}" for term, reading in audit.chosen.items())
        on += f", on the reading that was chosen ({chosen})"
    held = f"“{audit.title}” ({audit.test}) {on}"
    yield (
        f"{audit.list}: {_lines(summary.lines)}, in which {summary.governments:,} different "
        f"governments were recognised, held against {held}."
    )
    if audit.status != "in_force":
        yield f"On {audit.as_of} {audit.test} was {STATUS[audit.status]}."
    if not summary.whole:
        yield (
            f"The library has only a part of {audit.list}: that a government is missing here says "
            "nothing of whether it was named."
        )
    for problem, many in sorted(summary.problems.items(), key=lambda item: -item[1]):
        yield f"In {audit.list} {_lines(many)} of {summary.lines:,} {PROBLEMS[problem]}."
    total = summary.governments
    for kind, many in sorted(summary.grounds.items(), key=lambda item: -item[1]):
        yield (
            f"For {many:,} of the {total:,} governments recognised in {audit.list}, held against "
            f"{held}, {GROUNDS[kind]}, by what the library holds."
        )
    if summary.own_rules_unseen:
        yield (
            f"For {summary.own_rules_unseen:,} of the {total:,} governments recognised in "
            f"{audit.list} nobody has looked at their own rules for {audit.test}; where a ground "
            "is given all the same, it stands on what their State or county has. That nobody has "
            "looked says nothing of a government, neither that it meets the criterion nor that it "
            "does not."
        )


def _lines(many: int) -> str:
    return f"{many:,} line" if many == 1 else f"{many:,} lines"


def reached_sentences(reached: Reached, audit: Audit, library: Library) -> str:
    """Say whom else the criterion reaches on a reading on which it reaches entries of the list."""
    on = " and ".join(
        f"`{term}` read as {reading} (held by "
        f"{', '.join(_holders(library, term, reading, audit.as_of)) or 'nobody that day'})"
        for term, reading in reached.readings.items()
    )
    held = (
        f"With {on or 'every open reading alike'}, {audit.test} as of {audit.as_of} is met for "
        f"{reached.entries:,} of those recognised in {audit.list}"
    )
    others = len(reached.others)
    if not others:
        return f"{held}, and for no others that the library knows of."
    shown = "; ".join(named.name for named in reached.others[:SHOWN_OTHERS])
    more = f"; and {others - SHOWN_OTHERS:,} more" if others > SHOWN_OTHERS else ""
    return f"{held}, and for {others:,} that it does not name: {shown}{more}."


def render(audit: Audit, library: Library, bold: Bold = str) -> str:
    """Write an audit as text: the summary, then a line for each name."""
    lines = [*wrap(bold("Audit of ") + audit.list)]
    for sentence in summary_sentences(audit):
        lines += wrap(sentence, 2, 2)
    for note in audit.notes:
        lines += wrap(note, 2, 2)
    if audit.summary.reached:
        lines += ["", bold("On the same reading")]
        for reached in audit.summary.reached[:SHOWN_READINGS]:
            lines += wrap(reached_sentences(reached, audit, library), 2, 2)
        more = len(audit.summary.reached) - SHOWN_READINGS
        if more > 0:
            lines += wrap(f"Sets of readings not shown here: {more}; --out writes them all.", 2, 2)
    lines += ["", bold("Line by line")]
    for row in audit.rows:
        lines += wrap(line_of(row), 2, 4)
    lines += ["", *closing(audit.receipt)]
    return "\n".join(lines) + "\n"


def line_of(row: AuditRow) -> str:
    """Say what became of one line, in one sentence."""
    printed = plain(next(iter(named_cells(row)), ""))
    if row.place is None:
        text = f"row {row.row}, {printed}: {(row.problem or '').replace('_', ' ')}: "
        text += row.explanation
        if row.candidates:
            text += f" ({names(row.candidates)})"
        return text
    office = f", its {row.office.replace('_', ' ')}" if row.office else ""
    text = f"row {row.row}, {printed}: {row.place.name}{office}"
    assert row.ground is not None
    text += f": {row.ground.sentence}"
    return f"{text} [{row.explanation}]" if row.explanation else text


def named_cells(row: AuditRow) -> list[str]:
    """Return the cells of a line that hold something, the name among the first."""
    return [cell for cell in row.entry.values() if cell]


def names(named: Sequence[Named]) -> str:
    """Name governments, at most eight, and how many more there are."""
    shown = "; ".join(one.name for one in named[:8])
    return f"{shown}; and {len(named) - 8} more" if len(named) > 8 else shown


COLUMNS = (
    "row",
    "place",
    "place_name",
    "office",
    "candidates",
    "problem",
    "explanation",
    "ground",
    "ground_kind",
    "turns_on_law",
    "turns_on_facts",
    "pivots",
    "test",
    "as_of",
    "known_on",
    "status",
    "law",
    "policy",
    "version",
)


def to_csv(audit: Audit) -> str:
    """Write an audit as CSV: the columns of the list as printed, then the answers."""
    headings: dict[str, None] = {}
    for row in audit.rows:
        headings.update(dict.fromkeys(row.entry))
    columns = (*headings, *(f"comity {column}" for column in COLUMNS))
    return as_csv(columns, (_cells(row, headings, audit) for row in audit.rows))


def _cells(row: AuditRow, headings: Mapping[str, None], audit: Audit) -> tuple[object, ...]:
    ground, turns_on = row.ground, row.turns_on
    return (
        *(row.entry.get(heading, "") for heading in headings),
        row.row,
        row.place.id if row.place else "",
        row.place.name if row.place else "",
        row.office or "",
        " | ".join(named.id for named in row.candidates),
        row.problem or "",
        row.explanation,
        ground.sentence if ground else "",
        ground.kind if ground else "",
        turns_on.law if turns_on else "",
        turns_on.facts if turns_on else "",
        " | ".join(f"{pivot.kind}: {pivot.id}" for pivot in row.pivots),
        audit.test,
        audit.as_of,
        audit.known_on,
        audit.status,
        audit.receipt.law,
        audit.receipt.policy,
        audit.receipt.version,
    )


class Sheet(msgspec.Struct, frozen=True):
    """Hold what is said of one government, however many lines name it."""

    place: Named
    lines: tuple[AuditRow, ...]
    holders: tuple[tuple[str, str, str], ...]
    pivots: tuple[str, ...]
    finding: str


def sheets(audit: Audit, library: Library, findings: Mapping[str, str]) -> Iterator[Sheet]:
    """Give a sheet for each government that a line names, in the order of the list.

    `findings` are the full answers as text, by id.
    """
    grouped: dict[str, list[AuditRow]] = {}
    for row in audit.rows:
        if row.place is not None:
            grouped.setdefault(row.place.id, []).append(row)
    for place, rows in grouped.items():
        first = rows[0]
        assert first.place is not None
        assert first.ground is not None
        holders = dict.fromkeys(
            (term, reading, ", ".join(_holders(library, term, reading, audit.as_of)))
            for readings in first.ground.met_on
            for term, reading in readings.items()
        )
        yield Sheet(
            first.place,
            tuple(rows),
            tuple(holders),
            tuple(f"{pivot.kind.replace('_', ' ')}: {pivot.id}" for pivot in first.pivots),
            findings.get(place, ""),
        )


def _holders(library: Library, term: str, reading: str, day: str) -> tuple[str, ...]:
    names = holders_on(library.terms[term].readings[reading], library.rulings, day)
    return tuple(library.parties[name].name if name in library.parties else name for name in names)


def to_page(audit: Audit, library: Library, findings: Mapping[str, str], ending: str) -> str:
    """Write an audit as a page of HTML or Markdown: summary first, then a sheet for each name."""
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415

    environment = Environment(
        loader=PackageLoader("comity.report"),
        autoescape=ending == ".html",
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["md"] = _in_markdown
    environment.filters["plain"] = plain
    return environment.get_template(f"audit{ending}").render(
        audit=audit,
        sentences=list(summary_sentences(audit)),
        reached=[reached_sentences(one, audit, library) for one in audit.summary.reached],
        sheets=list(sheets(audit, library, findings)),
        unresolved=[row for row in audit.rows if row.place is None],
        line_of=line_of,
        names=names,
    )


def _in_markdown(text: object) -> str:
    """Return a text in which Markdown and HTML have no say."""
    found = plain(str(text))
    for sign in "\\`*_{}[]()#+!|<>~":
        found = found.replace(sign, f"\\{sign}")
    return found.replace("\\<", "&lt;").replace("\\>", "&gt;")
