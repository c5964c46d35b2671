"""Conditions that can never hold, or say nothing: errors wherever a policy is read."""

from __future__ import annotations

from collections.abc import Iterator

from comity.policy.dates import first_day, last_day
from comity.policy.instrument import Government, Provision
from comity.policy.vocabulary import OFFICES

Path = tuple[str | int, ...]


def impossible(provision: Provision) -> Iterator[tuple[Path, str]]:
    """Yield where a provision's conditions are empty or contradict one another, and how."""
    for key in ("when", "unless"):
        for place, alternative in enumerate(getattr(provision, key)):
            if not alternative:
                yield (key, place), f"`{key}` has an empty alternative, expected a condition in it"
    for place, alternative in enumerate(provision.when):
        for other in provision.unless:
            matched = set(other) - {"time_limit"}
            if matched and matched <= set(alternative) and "other" not in other:
                yield (
                    ("when", place),
                    f"`when` has [{', '.join(alternative)}], where `unless` with "
                    f"[{', '.join(other)}] always holds: it could never apply",
                )


def mistaken_dates(file: Government) -> Iterator[tuple[Path, str]]:
    """Yield the intervals of a government's file that end before they begin."""
    for i, survey in enumerate(file.surveyed):
        if last_day(survey.until) < first_day(survey.from_):
            yield ("surveyed", i, "until"), f"`until` is {survey.until}, before {survey.from_}"
    for i, instrument in enumerate(file.instruments):
        for n, interval in enumerate(instrument.in_force):
            if interval.until and last_day(interval.until) < first_day(interval.from_):
                yield (
                    ("instruments", i, "in_force", n, "until"),
                    f"`until` is {interval.until}, before {interval.from_}",
                )
        if instrument.office is not None and instrument.office not in OFFICES:
            yield (
                ("instruments", i, "of"),
                f"`of` is `{instrument.of}`, expected one of #{', #'.join(OFFICES)}",
            )


def impossible_in(file: Government) -> Iterator[tuple[Path, str]]:
    """Yield the same for every provision of a government's file."""
    for i, instrument in enumerate(file.instruments):
        for p, provision in enumerate(instrument.provisions):
            for path, text in impossible(provision):
                yield ("instruments", i, "provisions", p, *path), text


def repeated_ids(file: Government) -> Iterator[tuple[Path, str]]:
    """Yield where an instrument, or a provision of one, has an id that stands there already."""
    instruments: set[str] = set()
    for i, instrument in enumerate(file.instruments):
        if instrument.instrument in instruments:
            yield ("instruments", i, "instrument"), f"`{instrument.instrument}` stands twice"
        instruments.add(instrument.instrument)
        provisions: set[str] = set()
        for p, provision in enumerate(instrument.provisions):
            if provision.id in provisions:
                yield ("instruments", i, "provisions", p, "id"), f"`{provision.id}` stands twice"
            provisions.add(provision.id)
