"""What every picture of a survey says: the shade of an answer, its sentence, what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from comity.law.files import LegalTest
from comity.reason.status import own_status
from comity.report.answer import Receipt
from comity.report.fills import Shade
from comity.report.survey import percent
from comity.report.terminal import STATUS, TURNS
from comity.survey.alike import Alike
from comity.survey.nation import Survey

NARROW = "\u00a0%"
"""A percent sign at which no line is broken."""
NOT_ASKED = "Asks nothing of a government's own rules"
SOURCE = (
    "the law and the policies in the library of Comity, each file with its own sources. "
    "It measures what the library holds, and is not legal advice."
)


def shade(alike: Alike) -> Shade:
    """Return how a picture shows an answer.

    Where nobody looked at a government's own rules, an open answer is shown as just that, however
    the rules of its State colour it; an answer that these settle stays settled.
    """
    result, looked = alike.result, alike.looked
    if result.outcome != "undetermined":
        return result.outcome
    if result.law == "always":
        return "contested_always"
    if looked.own_asked and not (looked.own or looked.own_known):
        return "nobody_looked"
    return "contested_sometimes" if result.law == "sometimes" else "open"


def sentence(alike: Alike, test: LegalTest) -> str:
    """Say an answer, and at how many of its own subjects somebody looked."""
    result, looked = alike.result, alike.looked
    if result.refused is not None:
        said = f"no answer: {result.refused}"
    elif result.outcome != "undetermined":
        settled = test.words.met if result.outcome == "met" else test.words.not_met
        on = ", ".join(f"{term} = {reading}" for term, reading in result.chosen)
        said = f"{settled}, {f'on the reading chosen, {on}' if on else 'on each reading'}"
    elif shade(alike) == "nobody_looked":
        return own_words(test)["nobody_looked"]
    else:
        said = TURNS.get((result.law, result.facts), "open")
    if not looked.own_asked:
        return said
    subjects = f"{looked.own_asked} subject{'s' if looked.own_asked > 1 else ''}"
    if not looked.own and looked.own_known:
        return f"{said}; own rules known on {looked.own_known} of {subjects}"
    return f"{said}; own rules looked at on {looked.own or 'none'} of {subjects}"


def own_words(test: LegalTest | None) -> dict[str, str]:
    """Return what a legend calls the shades: in a test's own words, where there is one test."""
    found = {"nobody_looked": "nobody looked at its own rules"}
    if test is not None:
        found |= {"met": test.words.met, "not_met": test.words.not_met}
    return found


def asks_own(groups: Iterable[Alike]) -> bool:
    """Tell whether a test asks for a government's own rules at all."""
    return any(alike.looked.own_asked for alike in groups)


def coverage_in_short(found: Survey, *, own_asked: bool = True) -> str:
    """Say at how many governments' own rules anybody has looked, if the test asks for them."""
    own, whole = found.coverage.own_rules, found.coverage.surveyed
    many = found.governments
    said = (
        f"Own rules looked at, on one subject or more: {round(own.by_count * many):,} of {many:,} "
        f"governments ({percent(own.by_count)}). "
        if own_asked
        else f"{NOT_ASKED}, of {many:,} governments. "
    )
    said += f"Every subject of every maker surveyed: {round(whole.by_count * many):,}."
    if found.refused:
        said += f" No answer for {sum(found.refused.values()):,}."
    return said.replace(" %", NARROW)


def asked_in_words(test: LegalTest, day: str, *, titled: bool) -> str:
    """Name a test by its authority, and say where that stands on a day."""
    title = f"{test.title}. " if titled else ""
    return f"{title}{test.authority.cite} [{test.test}]; {STATUS[own_status(test, day)]}"


def chosen_in_words(chosen: Sequence[tuple[str, str]]) -> str:
    """Say which readings were chosen; nothing where none was."""
    if not chosen:
        return ""
    return f"On the reading chosen: {', '.join(f'{term} = {reading}' for term, reading in chosen)}"


def receipt_in_words(receipt: Receipt) -> str:
    """Name what a picture was computed from."""
    return (
        f"comity {receipt.version}, law {receipt.law}, policies {receipt.policy}, "
        f"places {receipt.places}, lists {receipt.lists}"
    )
