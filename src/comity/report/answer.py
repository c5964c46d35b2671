"""The answer of `comity check` as one value, and its JSON Schema."""

from __future__ import annotations

from typing import Any

import msgspec

from comity.catalog import Library, digest
from comity.places.government import Government
from comity.reason.finding import Finding, Outcome, TurnsOn


class Place(msgspec.Struct, frozen=True):
    """Name the government that was asked about."""

    id: str
    name: str
    state: str
    circuit: str | None


class Then(msgspec.Struct, frozen=True):
    """Hold what could be said on the day itself, where hindsight says otherwise."""

    outcome: Outcome
    turns_on: TurnsOn


class Answered(Finding, frozen=True):
    """Hold a finding, and with hindsight what could be said then."""

    then: Then | None = None


class Receipt(msgspec.Struct, frozen=True):
    """Name what the answer was computed from: version, and a hash of each room of the library."""

    version: str
    law: str
    policy: str
    places: str
    lists: str
    own_policy: str | None = None


class Answer(msgspec.Struct, frozen=True):
    """Hold the answer to one call of `comity check`."""

    format: int
    as_of: str
    known_on: str
    place: Place
    chosen: dict[str, str]
    findings: tuple[Answered, ...]
    receipt: Receipt


def receipt(library: Library, version: str, own_policy: bytes | None) -> Receipt:
    """Return the receipt of an answer from a library."""

    return Receipt(
        version,
        library.whole["law/"],
        library.whole["policy/"],
        library.whole["places/"],
        library.whole["lists/"],
        None if own_policy is None else digest(own_policy),
    )


def place_of(library: Library, government: Government) -> Place:
    """Return how an answer names a government."""
    known = library.places.get(government.id) is not None
    name = library.places.full_name(government.id) if known else government.name
    return Place(government.id, name, government.state, government.circuit or None)


def answered(finding: Finding, then: Finding | None) -> Answered:
    """Join a finding with what could be said on the day itself, where that differs."""
    fields = {name: getattr(finding, name) for name in finding.__struct_fields__}
    differs = then is not None and (then.outcome, then.turns_on) != (
        finding.outcome,
        finding.turns_on,
    )
    past = Then(then.outcome, then.turns_on) if then is not None and differs else None
    return Answered(**fields, then=past)


def to_json(answer: Answer) -> str:
    """Write an answer as JSON: the same question gives the same bytes."""
    return msgspec.json.format(msgspec.json.encode(answer), indent=2).decode() + "\n"


def schema() -> dict[str, Any]:
    """Return the JSON Schema of an answer."""
    made = msgspec.json.schema(Answer)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Answer", **made}
