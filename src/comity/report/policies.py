"""What is coded of governments: an index of all, and one file as a lawyer reads it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from comity.catalog import Library
from comity.law.words import SUBJECTS, checked_how, held
from comity.places.government import Government
from comity.policy.dates import in_force
from comity.policy.instrument import Government as GovernmentFile
from comity.policy.instrument import Instrument, Survey
from comity.report.terminal import Bold, rule_in_words, wrap
from comity.strict_yaml import plain


class Coded(msgspec.Struct, frozen=True):
    """Count what is coded of one government, and name the subjects surveyed on a day."""

    id: str
    name: str
    instruments: int
    in_force: int
    provisions: int
    surveyed: tuple[str, ...]
    looked_at_until: str | None


def coded(library: Library, name: str, day: str) -> Coded:
    """Return what is coded of a government that has a file or stands in a register."""
    file = library.file_of(name)
    assert file is not None
    on = {
        subject
        for survey in file.surveyed
        if survey.from_ <= day
        for subject in (SUBJECTS if survey.subjects == "all" else survey.subjects)
    }
    live = [i for i in file.instruments if in_force(i.in_force, day) != "no"]
    return Coded(
        name,
        library.places.full_name(name),
        len(file.instruments),
        len(live),
        sum(len(i.provisions) for i in file.instruments),
        tuple(subject for subject in SUBJECTS if subject in on),
        max((survey.until for survey in file.surveyed if survey.from_ <= day), default=None),
    )


def render_index(found: Sequence[Coded], bold: Bold = str) -> str:
    """Write a line for each government of which something is coded."""
    lines = [bold("instruments  rules  subjects surveyed  until       government")]
    for one in found:
        lines.append(
            f"{one.instruments:>11}  {one.provisions:>5}  {len(one.surveyed):>17}  "
            f"{one.looked_at_until or 'never':<10}  {one.name}  {one.id}"
        )
    lines.append(f"{len(found):,} governments; of all others nothing is coded.")
    return "\n".join(lines) + "\n"


def render_policy(
    library: Library, government: Government, day: str | None, bold: Bold = str
) -> str:
    """Write what is coded of a government, and what its parents impose; all, or as of a day."""
    when = "" if day is None else f", as of {day}"
    title = f"{library.places.full_name(government.id)}  {government.id}{when}"
    lines = wrap(bold(plain(title)))
    for name in (government.id, *reversed(government.parents)):
        file = library.file_of(name)
        if name != government.id:
            if file is None:
                continue
            lines += ["", bold(f"What {library.places.full_name(name)} has")]
        if file is None:
            lines += wrap(
                "Nothing is coded of its own rules: nobody has looked, which says nothing of them.",
                2,
            )
            continue
        lines.extend(_file(library, file, day, bold))
    return "\n".join(lines) + "\n"


def _file(library: Library, file: GovernmentFile, day: str | None, bold: Bold) -> Iterator[str]:
    for instrument in file.instruments:
        if day is not None and in_force(instrument.in_force, day) == "no":
            continue
        yield ""
        yield from _instrument(library, file.government, instrument, bold)
    if not file.instruments:
        yield from wrap("No instrument is coded.", 2)
    yield ""
    yield from wrap("Where somebody looked:", 2)
    surveys = [s for s in file.surveyed if day is None or s.from_ <= day <= s.until]
    for survey in surveys:
        yield from wrap(_survey(survey), 4, 2)
    if not surveys:
        yield from wrap("nowhere" if day is None else f"nowhere for {day}", 4)


def _instrument(
    library: Library, government: str, instrument: Instrument, bold: Bold
) -> Iterator[str]:
    office = f", of its {instrument.office.replace('_', ' ')}" if instrument.office else ""
    yield from wrap(
        bold(f"{plain(instrument.title)}") + f" [{instrument.instrument}]{office}", 2, 2
    )
    if instrument.cite:
        yield from wrap(plain(instrument.cite), 4, 2)
    spans = "; ".join(held(interval) for interval in instrument.in_force) or "never in force"
    yield from wrap(f"{instrument.kind.replace('_', ' ')}, {spans}", 4, 2)
    for provision in instrument.provisions:
        name = f"{government}/{instrument.instrument}/{provision.id}"
        yield from wrap(f"- {rule_in_words(name, library)}", 4, 2)
    yield from wrap(plain(f"Source: {instrument.source or 'none named'}"), 4, 2)
    yield from wrap(plain(checked_how(instrument.checked)), 4, 2)


def _survey(survey: Survey) -> str:
    subjects = survey.subjects if survey.subjects == "all" else ", ".join(survey.subjects)
    whose = "its own rules" if survey.by == "own" else f"rules of its {survey.by.lstrip('#')}"
    note = f" ({survey.note})" if survey.note else ""
    return plain(f"{whose}, in force from {survey.from_} until {survey.until}: {subjects}{note}")


def policy_json(library: Library, government: Government) -> str:
    """Write a government's file as JSON, with what registers say of it; null: nothing is coded."""
    file: Any = library.file_of(government.id)
    return msgspec.json.format(msgspec.json.encode(file), indent=2).decode() + "\n"
