"""The answer of `comity history` as one value, as text and as JSON, and its JSON Schema."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from comity.catalog import Library
from comity.reason.finding import Outcome, TurnsOn
from comity.reason.history import Cause, Point
from comity.reason.leaning import Leaning
from comity.reason.status import Operative
from comity.report.answer import Place, Receipt
from comity.report.terminal import STATUS, Bold, closing, in_short, named, wrap
from comity.strict_yaml import plain


class Named(Cause, frozen=True):
    """Hold a cause with the name by which a reader knows it: a citation, a title, a party."""

    name: str = ""


class Change(msgspec.Struct, frozen=True):
    """Hold the answer from a day on, what of it is new, and why."""

    date: str
    outcome: Outcome
    turns_on: TurnsOn
    leaning: Leaning | None
    operative: Operative
    changed: tuple[str, ...]
    causes: tuple[Named, ...]


class History(msgspec.Struct, frozen=True):
    """Hold the answer to one call of `comity history`; without changes the test had not begun."""

    format: int
    place: Place
    test: str
    title: str
    from_: str = msgspec.field(name="from")
    to: str
    changes: tuple[Change, ...]
    receipt: Receipt


def told(library: Library, points: Iterable[Point]) -> tuple[Change, ...]:
    """Return the points of a history with every cause named."""
    return tuple(
        Change(
            point.date,
            point.state.outcome,
            point.state.turns_on,
            point.state.leaning,
            point.state.operative,
            point.changed,
            tuple(_named(library, cause) for cause in point.causes),
        )
        for point in points
    )


def _named(library: Library, cause: Cause) -> Named:
    return Named(cause.kind, cause.id, cause.what, cause.together, _name(library, cause))


def _name(library: Library, cause: Cause) -> str:
    if cause.kind == "ruling":
        return library.rulings[cause.id].cite
    if cause.kind == "holder":
        party = library.parties.get(cause.id)
        return party.name if party is not None else cause.id
    if cause.kind in ("test", "consequence"):
        return library.tests[cause.id.split("/")[0]].authority.cite
    if cause.kind == "instrument":
        maker, instrument = cause.id.rsplit("/", 1)
        file = library.file_of(maker)
        for found in file.instruments if file is not None else ():
            if found.instrument == instrument:
                return found.cite or found.title
    if cause.kind == "survey":
        maker = cause.id.split(" ")[0]
        place = library.place(maker)
        name = place.name if place is not None else maker
        return f"what was looked through of {name} (knowledge, not law)"
    return cause.id


def because(cause: Named) -> str:
    """Say a cause in a line."""
    return plain(f"{cause.name}: {cause.what} [{cause.id}]")


def stands(change: Change, library: Library, test: str) -> str:
    """Say in a line how the answer stands from a change on."""
    words = library.tests[test].words
    settled = words.met if change.outcome == "met" else words.not_met
    return in_short(
        change.outcome,
        change.turns_on,
        f"settled on every open reading: {settled}",
        change.operative.status,
    )


def lean(change: Change, library: Library, test: str) -> str:
    """Say where the courts lean from a change on."""
    leaning = change.leaning
    if leaning is None:
        return "no ruling matters"
    if leaning.outcome == "courts_differ":
        return "the courts differ"
    if leaning.outcome == "undetermined":
        return "rulings do not settle it"
    words = library.tests[test].words
    return words.met if leaning.outcome == "met" else words.not_met


def render(history: History, library: Library, bold: Bold = str) -> str:
    """Write a history as text, one paragraph for each change."""
    lines = [named(history.place, bold)]
    lines += wrap(bold(history.test) + f"  {history.title}", 0, 2)
    lines.append(f"from {history.from_} to {history.to}")
    if not history.changes:
        lines.append("")
        lines += wrap("There was no such law yet, proposed or in force.")
    for change in history.changes:
        lines.append("")
        lines += wrap(f"{change.date}  {stands(change, library, history.test)}", 0, 12)
        lines += _more(change, library, history.test)
        together = [cause for cause in change.causes if cause.together]
        for cause in change.causes:
            joined = "together with others of that day, " if together else ""
            lines += wrap(f"because: {joined}{because(cause)}", 12, 2)
    lines.append("")
    lines += closing(history.receipt)
    return "\n".join(lines) + "\n"


def _more(change: Change, library: Library, test: str) -> Iterator[str]:
    if "leaning" in change.changed:
        yield from wrap(f"The courts: {lean(change, library, test)}.", 12, 2)
    if "operative" in change.changed or not change.changed:
        for consequence in change.operative.consequences:
            by = f" by {', '.join(consequence.by)}" if consequence.by else ""
            yield from wrap(f"{consequence.id}: {STATUS[consequence.status]}{by}", 12, 2)


def to_json(history: History) -> str:
    """Write a history as JSON: the same question gives the same bytes."""
    return msgspec.json.format(msgspec.json.encode(history), indent=2).decode() + "\n"


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a history."""
    made = msgspec.json.schema(History)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "History", **made}
