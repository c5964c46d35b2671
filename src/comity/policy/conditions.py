"""Conditions that can never hold, or say nothing: errors wherever a policy is read."""

from __future__ import annotations

from collections.abc import Iterator

from comity.policy.instrument import Government, Provision

Path = tuple[str | int, ...]


def impossible(provision: Provision) -> Iterator[tuple[Path, str]]:
    """Yield where a provision's conditions are empty or contradict one another, and how."""
    for key in ("when", "unless"):
        for place, alternative in enumerate(getattr(provision, key)):
            if not alternative:
                yield (key, place), f"`{key}` has an empty alternative, expected a condition in it"
    for place, alternative in enumerate(provision.when):
        for other in provision.unless:
            if other and set(other) <= set(alternative) and "other" not in other:
                yield (
                    ("when", place),
                    f"`when` has [{', '.join(alternative)}], where `unless` with "
                    f"[{', '.join(other)}] always holds: it could never apply",
                )


def impossible_in(file: Government) -> Iterator[tuple[Path, str]]:
    """Yield the same for every provision of a government's file."""
    for i, instrument in enumerate(file.instruments):
        for p, provision in enumerate(instrument.provisions):
            for path, text in impossible(provision):
                yield ("instruments", i, "provisions", p, *path), text
