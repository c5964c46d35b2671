"""Many tests of one government at a glance: how far each is settled, and never a bare outcome."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from comity.catalog import Library
from comity.reason.finding import Brief
from comity.reason.leaning import Leaning
from comity.report.answer import Place, Receipt, Then
from comity.report.terminal import STATUS, TURNS, Bold, closing, of_others, open_outcome, wrap


class Glance(Brief, frozen=True):
    """Hold a brief finding, and with hindsight what could be said then."""

    then: Then | None = None


class Overview(msgspec.Struct, frozen=True):
    """Hold brief findings on many tests of one government; `later` were written after the day."""

    as_of: str
    known_on: str
    place: Place
    findings: tuple[Glance, ...]
    later: tuple[str, ...]
    receipt: Receipt


GROUPS = (
    ("In force on that day", ("in_force", "partly_enjoined", "enjoined", "invalid")),
    ("Proposed on that day, and not law", ("proposed",)),
    ("Not in force on that day", ("not_yet", "ended", "withdrawn")),
)


NOT_LAW = ("proposed", "not_yet", "ended", "withdrawn")
"""What the words of an outcome never stand without."""


def glance(brief: Brief, then: Brief | None) -> Glance:
    """Join a brief finding with what could be said on the day itself, where that differs."""
    fields = {name: getattr(brief, name) for name in brief.__struct_fields__}
    past = None
    if then is not None and (then.outcome, then.turns_on) != (brief.outcome, brief.turns_on):
        past = Then(then.outcome, then.turns_on)
    return Glance(**fields, then=past)


def render_overview(
    overview: Overview, heading: Sequence[str], library: Library, bold: Bold
) -> str:
    """Write brief findings as text, in groups by what was in force."""
    lines = list(heading)
    asked = [finding for finding in overview.findings if finding.outcome != "out_of_scope"]
    for title, statuses in GROUPS:
        found = [finding for finding in asked if finding.operative.status in statuses]
        if found:
            lines += ["", bold(f"{title} ({len(found)})")]
            for finding in found:
                lines.append("")
                lines.extend(_brief(finding, library, bold))
    others = [finding.test for finding in overview.findings if finding.outcome == "out_of_scope"]
    if others:
        lines += ["", *of_others(others)]
    if overview.later:
        lines += ["", *_later(overview.later)]
    lines += ["", *_more(), *closing(overview.receipt)]
    return "\n".join(lines) + "\n"


def _later(tests: tuple[str, ...]) -> list[str]:
    return wrap(
        f"Not written yet on that day, and asked only with --test or --full ({len(tests)}): "
        f"{', '.join(tests)}."
    )


def _more() -> list[str]:
    return wrap(
        "For the reasons, with pinpoint and citation, for what each answer turns on, what nobody "
        "has looked up and what would change it: --test ID, or --full for all."
    )


def _brief(finding: Glance, library: Library, bold: Bold) -> Iterator[str]:
    yield from wrap(bold(finding.test) + f"  {finding.title}", 2, 2)
    yield from wrap(_ground(finding, library), 4, 2)
    if finding.leaning is not None:
        yield from wrap(_leaning(finding.leaning, finding.test, library), 4, 2)
    if finding.then is not None:
        turns = TURNS.get((finding.then.turns_on.law, finding.then.turns_on.facts))
        said = turns or finding.then.outcome.replace("_", " ")
        yield from wrap(f"On the day itself it could be said: {said}.", 4, 2)
    status = finding.operative.status
    if status != "in_force" or finding.operative.by:
        by = f", by {', '.join(finding.operative.by)}" if finding.operative.by else ""
        yield from wrap(f"Status: {STATUS[status]}{by}.", 4, 2)


def _ground(finding: Glance, library: Library) -> str:
    counts = finding.constructions
    if finding.outcome == "undetermined":
        terms = f" Open terms: {', '.join(finding.terms)}." if finding.terms else ""
        return open_outcome(finding, library) + terms
    words = finding.words
    if finding.operative.status in NOT_LAW:
        words += f" ({STATUS[finding.operative.status]})"
    if finding.chosen:
        return f"On the reading that you chose, whatever else is open: {words}."
    if counts.open == 1:
        return f"On the one reading that is open, whoever holds it: {words}."
    return f"On each of the {counts.open} open constructions, whoever holds it: {words}."


def _leaning(leaning: Leaning, test: str, library: Library) -> str:
    words = library.tests[test].words
    if leaning.outcome == "undetermined":
        return "The courts: what they have held does not settle it."
    sides = (
        f"{len(leaning.for_)} ruling{'' if len(leaning.for_) == 1 else 's'} for, "
        f"{len(leaning.against)} against"
    )
    if leaning.outcome == "courts_differ":
        return f"The courts differ ({len(leaning.for_)} for, {len(leaning.against)} against)."
    outcome = words.met if leaning.outcome == "met" else words.not_met
    return f"The courts, if every holding is followed, binding here or not: {outcome} ({sides})."
