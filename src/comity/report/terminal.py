"""An answer as text that a lawyer reads on a terminal, at 80 columns and without colour."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Sequence

from comity.catalog import Library
from comity.law.meaning import holders_on, words_on
from comity.reason.finding import Brief, Finding, Outcome, Pivot, Side, TurnsOn
from comity.reason.leaning import Leaning
from comity.reason.status import Status
from comity.report.answer import Answer, Answered, Place, Receipt
from comity.strict_yaml import plain

WIDTH = 80

TURNS = {
    ("always", "never"): "contested: turns on how the law is read",
    ("always", "sometimes"): "contested, whatever the facts that are missing",
    ("always", "always"): "contested, and facts are missing",
    ("never", "always"): "open: facts are missing",
    ("sometimes", "always"): "open: facts are missing, and the reading may matter",
    ("sometimes", "sometimes"): "open: facts are missing that matter on one reading",
}
"""The sentence for each way in which law (first) and facts can leave an outcome undetermined."""

STATUS = {
    "proposed": "proposed, not law",
    "not_yet": "not yet in force",
    "in_force": "in force",
    "partly_enjoined": "in force, enjoined in part",
    "enjoined": "in force, enjoined",
    "invalid": "held invalid",
    "withdrawn": "withdrawn, never took effect",
    "ended": "ended: no longer in force",
}

Bold = Callable[[str], str]


def render(answer: Answer, library: Library, bold: Bold = str) -> str:
    """Write an answer as text; `bold` marks headings where the terminal can."""
    lines = list(heading(answer, bold))
    asked = answer.findings
    others: list[str] = []
    if len(asked) == len(library.tests):
        others = [finding.test for finding in asked if finding.outcome == "out_of_scope"]
        asked = tuple(finding for finding in asked if finding.outcome != "out_of_scope")
    if len(asked) > 1:
        lines.append("")
        for finding in asked:
            lines.extend(wrap(f"{finding.test}: {_short(finding)}", 2, 4))
    shown: set[str] = set()
    for finding in asked:
        lines.append("")
        lines.extend(finding_lines(finding, answer, library, bold, shown))
    if others:
        lines += ["", *of_others(others)]
    lines.append("")
    lines.extend(closing(answer.receipt))
    return "\n".join(lines) + "\n"


def of_others(tests: Sequence[str]) -> list[str]:
    """Name the tests that are not asked of such a government."""
    return wrap(f"Asked of other governments alone ({len(tests)}): {', '.join(tests)}.")


def closing(receipt: Receipt) -> list[str]:
    """Say what an answer is not, and what it was computed from."""
    return wrap(
        "This is not legal advice. It measures what the library holds: "
        f"law {receipt.law[:12]}, policies {receipt.policy[:12]}, comity {receipt.version}."
    )


def wrap(text: str, indent: int = 0, hang: int = 0) -> list[str]:
    """Break a text into lines that fit the page, indented, all but the first a little more."""
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + hang),
        break_long_words=False,
        break_on_hyphens=False,
    )


def named(place: Place, bold: Bold = str) -> str:
    """Name a government with its id and its circuit."""
    circuit = place.circuit
    where = "the D.C. Circuit" if circuit == "cadc" else f"circuit {circuit[2:]}" if circuit else ""
    return bold(plain(place.name)) + f"  ({place.id}{', ' + where if where else ''})"


def heading(answer: Answer, bold: Bold) -> Iterator[str]:
    """Say of whom, as of when and on which terms an answer is."""
    yield named(answer.place, bold)
    known = "" if answer.known_on == answer.as_of else f", knowing the rulings of {answer.known_on}"
    yield f"as of {answer.as_of}{known}"
    if answer.receipt.own_policy is not None:
        yield from wrap(
            f"with the policy file that you gave ({answer.receipt.own_policy[:12]}) in the place "
            "of whatever the library has for this government",
            0,
            2,
        )
    for term, reading in answer.chosen.items():
        yield from wrap(f"with {term} read as {reading}, which you chose", 0, 2)


def finding_lines(
    finding: Answered, answer: Answer, library: Library, bold: Bold, shown: set[str]
) -> Iterator[str]:
    """Write one finding in full; `shown` are the terms whose readings stand above."""
    day = answer.as_of

    yield from wrap(bold(finding.test) + f"  {finding.title}", 0, 2)
    yield from wrap(_first(finding, library), 2, 2)
    if finding.leaning is not None:
        yield from wrap(_leaning(finding, finding.leaning, library), 2, 2)
    elif finding.outcome == "undetermined":
        yield "  The courts: none has ruled on this, by federal law or that of this State."
    yield from wrap(_status(finding), 2, 2)
    if finding.then is not None:
        then = finding.then
        said = TURNS.get((then.turns_on.law, then.turns_on.facts), then.outcome.replace("_", " "))
        yield from wrap(f"On the day itself it could be said: {said}.", 2, 2)
    if finding.validity is not None:
        yield from wrap(f"Validity of the law itself: {finding.validity}.", 2, 2)
    for choice in finding.foreclosed:
        yield from wrap(f"You chose {choice}, which nothing leaves open here on that day.", 2, 2)
    if finding.bound_by:
        yield from wrap(f"Binding here: {_binding(finding, library)}.", 2, 2)
    for rule in finding.suspended:
        by = library.rulings[rule.by].cite
        words = rule_in_words(rule.provision, library)
        yield from wrap(f"Suspended here by {by}, and not counted: {words}", 2, 2)
    for side in finding.reasons:
        yield from _side(finding, side, library, day)
    terms = [pivot for pivot in finding.pivots if pivot.kind == "term"]
    if terms:
        yield "  Turns on, most influential first:"
        for pivot in terms:
            yield from _term(pivot, library, day, whole=pivot.id not in shown)
            shown.add(pivot.id)
    if finding.missing:
        yield "  Unknown, and it can matter:"
        for line in finding.missing:
            yield from wrap(f"- {line}", 4, 2)
    for flip in finding.flips:
        change = "repealing " + ", ".join(flip.repeal) if flip.repeal else ""
        change = change or "adopting a rule that " + ", ".join(flip.adopt).replace("_", " ")
        yield from wrap(
            f"What would change it: {change} gives, on every open reading: "
            f"{_in_words(finding, flip.to, library)}.",
            2,
            2,
        )
    if finding.unchecked:
        yield from wrap(
            "Rests on what nobody has checked against a source: "
            + ", ".join(finding.unchecked)
            + ".",
            2,
            2,
        )


def _short(finding: Finding) -> str:
    settled = f"settled on every open reading: {finding.words}"
    return in_short(finding.outcome, finding.turns_on, settled, finding.operative.status)


def in_short(outcome: Outcome, turns_on: TurnsOn, settled: str, status: Status) -> str:
    """Say in a few words how far a finding is settled, and never an outcome without its ground."""
    if outcome == "out_of_scope":
        return f"out of scope ({STATUS[status]})"
    if outcome == "undetermined":
        return f"{TURNS[(turns_on.law, turns_on.facts)]} ({STATUS[status]})"
    return f"{settled} ({STATUS[status]})"


def _in_words(finding: Finding, outcome: str, library: Library) -> str:
    words = library.tests[finding.test].words
    return words.met if outcome == "met" else words.not_met


def open_outcome(finding: Finding | Brief, library: Library) -> str:
    """Say how far an open outcome is open, and what its constructions give."""
    counts = finding.constructions
    words = library.tests[finding.test].words
    sentence = TURNS[(finding.turns_on.law, finding.turns_on.facts)]
    parts = [
        f"{number} {what if number != 1 else one}"
        for number, what, one in (
            (counts.met, f"give “{words.met}”", f"gives “{words.met}”"),
            (counts.not_met, f"give “{words.not_met}”", f"gives “{words.not_met}”"),
            (
                counts.depends,
                "depend on what nobody has looked up",
                "depends on what nobody has looked up",
            ),
        )
        if number
    ]
    of = f"Of {counts.open} open construction{'' if counts.open == 1 else 's'}"
    return f"{sentence[0].upper()}{sentence[1:]}. {of} {', '.join(parts)}."


def _first(finding: Finding, library: Library) -> str:
    if finding.outcome == "out_of_scope":
        return "Out of scope: the library does not ask this of such a government."
    counts = finding.constructions
    if finding.outcome == "undetermined":
        return open_outcome(finding, library)
    if finding.chosen:
        return f"On the reading that you chose, whatever else is open: {finding.words}."
    every = (
        "On the one reading that is open"
        if counts.open == 1
        else f"On each of the {counts.open} readings that are open"
    )
    return f"{every}, whoever holds it: {finding.words}."


def _leaning(finding: Finding, leaning: Leaning, library: Library) -> str:
    def cited(rulings: tuple[str, ...]) -> str:
        return "; ".join(library.rulings[name].cite for name in rulings)

    if leaning.outcome == "courts_differ":
        return (
            f"The courts differ: {_in_words(finding, 'met', library)}: {cited(leaning.for_)}. "
            f"{_in_words(finding, 'not_met', library)}: {cited(leaning.against)}."
        )
    if leaning.outcome == "undetermined":
        return "The courts: what they have held does not settle it."
    for_ = f" ({cited(leaning.for_)})" if leaning.for_ else ""
    against = f"; against: {cited(leaning.against)}" if leaning.against else ""
    return (
        "The courts, if every holding is followed, binding here or not: "
        f"{_in_words(finding, leaning.outcome, library)}{for_}{against}."
    )


def _status(finding: Finding) -> str:
    status = STATUS[finding.operative.status]
    by = f" by {', '.join(finding.operative.by)}" if finding.operative.by else ""
    parts = [
        f"{c.id}: {STATUS[c.status]}{' by ' + ', '.join(c.by) if c.by else ''}"
        for c in finding.operative.consequences
    ]
    return f"Status: {status}{by}." + (f" Consequences: {'; '.join(parts)}." if parts else "")


def _binding(finding: Finding, library: Library) -> str:
    """Name the holdings that leave fewer readings open here, each with the terms it is on."""
    terms: dict[str, list[str]] = {}
    for bound in finding.bound_by:
        terms.setdefault(bound.ruling, []).append(bound.term)
    return "; ".join(
        f"{library.rulings[ruling].cite} (on {', '.join(dict.fromkeys(on))})"
        for ruling, on in terms.items()
    )


def _side(finding: Finding, side: Side, library: Library, day: str) -> Iterator[str]:
    words = _in_words(finding, side.outcome, library)
    if side.readings:
        readings = " and ".join(
            f"{term} read as {reading} ({_holders(term, reading, library, day)})"
            for term, reading in side.readings.items()
        )
        yield from wrap(f"With {readings}: {words}, because", 2, 2)
    else:
        ground = "the reading that you chose" if finding.chosen else "any reading"
        yield from wrap(f"On {ground}: {words}, because", 2, 2)
    for name in side.provisions:
        yield from wrap(f"- {rule_in_words(name, library)}", 4, 2)
    for fact in side.facts:
        if " is " in fact:
            yield from wrap(f"- {fact}", 4, 2)
            continue
        maker, subject = fact.rsplit(" ", 1)
        yield from wrap(
            f"- {maker} has no further rule on {subject.replace('_', ' ')} (surveyed)", 4, 2
        )
    if not side.provisions and not side.facts:
        yield from wrap("- no rule of any government is needed for it", 4, 2)


def _holders(term: str, reading: str, library: Library, day: str) -> str:
    """Say who holds a reading on a day, those who argue or decide before enacted words alone."""
    found = library.terms[term].readings[reading]
    words = words_on(found, library.rulings, day)
    argued = [who for who in holders_on(found, library.rulings, day) if who not in words]
    if not argued and not words:
        return "held by nobody with standing that day"
    shown = ", ".join(argued[:3]) + (f" and {len(argued) - 3} more" if len(argued) > 3 else "")
    said = [f"held by {shown}"] if argued else []
    said += [f"within the words of {', '.join(words)}"] if words else []
    return "; ".join(said)


def rule_in_words(name: str, library: Library) -> str:
    """Say what a rule does, with its conditions, pinpoint and id."""
    maker, instrument, provision = name.rsplit("/", 2)
    file = library.file_of(maker)
    for found in file.instruments if file is not None else ():
        if found.instrument != instrument:
            continue
        for rule in found.provisions:
            if rule.id == provision:
                unless = " or ".join(" and ".join(a) for a in rule.unless)
                when = " or ".join(" and ".join(a) for a in rule.when)
                cite = plain(
                    ", ".join(part for part in (found.cite or found.title, rule.at) if part)
                )
                return (
                    f"{rule.act} {rule.subject}"
                    + (f", when {when}" if when else "")
                    + (f", unless {unless}" if unless else "")
                    + f": {cite} [{name}]"
                )
    return name


def _term(pivot: Pivot, library: Library, day: str, *, whole: bool) -> Iterator[str]:
    term = library.terms[pivot.id]
    if not whole:
        yield from wrap(f"{pivot.rank}. {pivot.id}, as above: {', '.join(pivot.readings)}", 4, 3)
        return
    yield from wrap(f'{pivot.rank}. {pivot.id}: "{term.phrase}"', 4, 3)
    for name in pivot.readings:
        reading = term.readings[name]
        holders = _holders(pivot.id, name, library, day)
        yield from wrap(f"- {name}: {reading.gloss.rstrip('.')} ({holders})", 7, 2)
