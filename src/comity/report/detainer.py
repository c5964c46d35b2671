"""The answers of `comity detainer` as values, as text and as JSON, and their JSON Schemas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal

import msgspec

from comity.catalog import Library
from comity.reason.detainer import Decision, Detainer, Row
from comity.reason.finding import Brief, Finding
from comity.report.answer import Answer, Answered, Place, Receipt, answered
from comity.report.history import Change
from comity.report.terminal import (
    TURNS,
    Bold,
    closing,
    finding_lines,
    named,
    rule_in_words,
    wrap,
)

PAPER = {
    "i-247a": "a detainer on Form I-247A",
    "i-200": "an administrative warrant on Form I-200",
    "i-205": "an administrative warrant of removal on Form I-205",
    "judicial_warrant": "a warrant that a judge has signed",
}
Word = Literal["yes", "no", "open on the law", "open on the facts"]


class Papers(msgspec.Struct, frozen=True):
    """Hold the answer to one call of `comity detainer`."""

    format: int
    as_of: str
    place: Place
    answer: Detainer
    history: tuple[Change, ...]
    receipt: Receipt


class Line(msgspec.Struct, frozen=True):
    """Hold one line of the table: a State, and in a word whether officers may and must hold."""

    place: str
    name: str
    may: Word
    must: Word
    leaning: str | None
    acts: tuple[str, ...]
    looked: str | None


class Table(msgspec.Struct, frozen=True):
    """Hold the table of the States and the District for one day."""

    format: int
    as_of: str
    rows: tuple[Line, ...]
    receipt: Receipt


def to_json(answer: Papers | Table) -> str:
    """Write an answer as JSON: the same question gives the same bytes."""
    return msgspec.json.format(msgspec.json.encode(answer), indent=2).decode() + "\n"


def schema(kind: type[Papers] | type[Table] = Papers) -> dict[str, Any]:
    """Return the JSON Schema of an answer."""
    made = msgspec.json.schema(kind)
    title = "Detainer" if kind is Papers else "Detainers"
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **made}


def line(row: Row) -> Line:
    """Return a State's line of the table."""
    leaning = row.may.leaning.outcome if row.may.leaning is not None else None
    return Line(
        row.place, row.name, in_a_word(row.may), in_a_word(row.must), leaning, row.acts, row.looked
    )


def in_a_word(brief: Brief) -> Word:
    """Say an outcome in a word; open on the law where it is contested whatever the facts."""
    if brief.outcome == "met":
        return "yes"
    if brief.outcome == "not_met":
        return "no"
    return "open on the law" if brief.turns_on.law == "always" else "open on the facts"


def render(papers: Papers, library: Library, bold: Bold = str) -> str:
    """Write an answer as text."""
    answer = papers.answer
    shown = " and ".join(PAPER[paper] for paper in answer.papers)
    lines = [named(papers.place, bold), f"as of {papers.as_of}", *wrap(f"with {shown}", 0, 2)]
    beyond = [c for c in answer.situation if c not in _shown(answer)]
    if beyond:
        lines += wrap(f"where {', '.join(beyond)} holds", 0, 2)
    if answer.agreement is not None:
        lines += wrap(f"by officers under an agreement, model {answer.agreement}", 0, 2)
    lines += ["", bold("May they hold?")]
    if answer.may is None:
        lines += wrap(
            "A warrant of a judge is authority by itself. What the library has on detainers and "
            "administrative warrants does not speak of it, and bars nothing that it commands.",
            2,
            2,
        )
    else:
        lines += _finding(answer.may, papers, library, bold)
    if answer.must is not None:
        lines += ["", bold("Must they, by the law of the State or their own?")]
        lines += _finding(answer.must, papers, library, bold)
    lines += ["", bold("For how long?"), *_limits(answer)]
    if answer.known:
        lines += ["", bold("Which rules on such a hold are known?")]
        for name in answer.known:
            lines += wrap(f"- {rule_in_words(name, library)}", 2, 2)
    lines += ["", bold("What is looked up of the rules on holds?")]
    for maker in answer.silent:
        lines += wrap(f"- {maker}: somebody looked, and found no rule of its own", 2, 2)
    for maker in answer.ruled:
        besides = "for this day nobody looked for others" if maker in answer.unseen else ""
        lines += wrap(f"- {maker}: rules are known; {besides or 'all was looked through'}", 2, 2)
    for maker in answer.unseen:
        if maker not in answer.ruled:
            lines += wrap(f"- {maker}: for this day nobody has looked; unknown is not “none”", 2, 2)
    lines += ["", bold("Who pays for a hold without authority?")]
    lines += wrap(
        "A hold past release is a new seizure under the Fourth Amendment, for which the office or "
        "the county answers under 42 U.S.C. § 1983, and in tort as its State's law says. Rulings, "
        "the nearest first, each with the weight that the library gives it:",
        2,
        0,
    )
    for decision in answer.decisions:
        lines += wrap(_decision(decision), 4, 2)
    if papers.history:
        lines += ["", bold("How the answer changed")]
        lines += [row for change in papers.history for row in wrap(_change(change), 2, 2)]
    return "\n".join([*lines, "", *closing(papers.receipt)]) + "\n"


def _shown(answer: Detainer) -> set[str]:
    from comity.reason.detainer import PAPERS  # noqa: PLC0415 - beside the types

    return {condition for paper in answer.papers for condition in PAPERS[paper]}


def _finding(finding: Finding, papers: Papers, library: Library, bold: Bold) -> Iterator[str]:
    one: Answered = answered(finding, None)
    day = papers.as_of
    whole = Answer(1, day, day, papers.place, {}, (one,), papers.receipt)
    yield from finding_lines(one, whole, library, bold, set())


def _limits(answer: Detainer) -> Iterator[str]:
    if not answer.limits:
        what = "as the warrant says" if answer.may is None else "the library has no limit on it"
        yield from wrap(f"{what[0].upper()}{what[1:]}.", 2)
    for limit in answer.limits:
        yield from wrap(f"- {limit.what} ({limit.source})", 2, 2)


def _decision(decision: Decision) -> str:
    force = {"judgment": ", a judgment it was party to"}.get(decision.force or "", ", binding")
    where = "here" + force if decision.where == "here" else decision.where
    return f"- {decision.says} a hold ({decision.weight}; {where}): {decision.cite}"


def _change(change: Change) -> str:
    said = {"met": "may hold", "not_met": "may not hold"}.get(change.outcome)
    turns = TURNS.get((change.turns_on.law, change.turns_on.facts), change.outcome)
    causes = "; ".join(f"{cause.name or cause.id}: {cause.what}" for cause in change.causes)
    return f"{change.date}  {said or turns}" + (f" ({causes})" if causes else "")


def render_table(table: Table, bold: Bold = str) -> str:
    """Write the table as text, 80 columns wide."""
    lines = [
        bold("May State and local officers hold past release, must they?"),
        f"on a detainer with a Form I-200 warrant, under no agreement, as of {table.as_of}",
        "",
        f"{'':22}{'may':7}{'must':7}{'its known rules':22}looked through until",
    ]
    for row in table.rows:
        may, must = (word.removeprefix("open on the ") for word in (row.may, row.must))
        known = ", ".join(row.acts) or ("none found" if row.looked else "")
        lines.append(
            f"{row.name[:21]:22}{may:7}{must:7}{known:22}{row.looked or 'nobody has'}".rstrip()
        )
    lines += ["", *wrap(_count(table.rows)), "", *closing(table.receipt)]
    return "\n".join(lines) + "\n"


def _count(rows: Sequence[Line]) -> str:
    said = [
        f"{sum(row.may == word for row in rows)} {word}"
        for word in ("yes", "no", "open on the law", "open on the facts")
    ]
    return (
        f"May: {', '.join(said)}. “law” is open on how the law is read; “facts” is open on what "
        "nobody has looked up, for that day or at all: a rule that is known stands beside it, and "
        "another could. `comity detainer PLACE` has the reasons."
    )
