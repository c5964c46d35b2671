"""A review as text, as one value with its receipt, and the catalogue of its rules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from comity.report.answer import Receipt
from comity.report.terminal import STATUS, Bold, closing, wrap
from comity.strict_yaml import plain
from comity.workbench.review.remark import Position, Remark, Review, Voice
from comity.workbench.review.rules import RULES, Rule

MOST_VOICES = 6
READS = {"definition": "definitions", "local_rule": "local rules"}


class Reviewed(Review, frozen=True):
    """Hold a review with what it was computed from."""

    receipt: Receipt


def with_receipt(review: Review, receipt: Receipt) -> Reviewed:
    """Join a review with its receipt."""
    fields = {name: getattr(review, name) for name in review.__struct_fields__}
    return Reviewed(**fields, receipt=receipt)


def to_json(review: Reviewed) -> str:
    """Write a review as JSON: the same question gives the same bytes."""
    return msgspec.json.format(msgspec.json.encode(review), indent=2).decode() + "\n"


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a review."""
    made = msgspec.json.schema(Reviewed)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Review", **made}


def render(review: Reviewed, bold: Bold = str) -> str:
    """Write a review as text; its first line says on whose readings it stands."""
    lines = wrap(
        "On the readings of those whom each remark names, and not of the library: "
        f"{plain(review.title)} ({review.id}), as of {review.as_of}."
    )
    status = STATUS.get(review.status, review.status)
    lines += wrap(
        f"{status[0].upper()}{status[1:]}. The same rules of law read definitions and local "
        "rules; a remark is what a court would ask, and no finding that something is unlawful."
    )
    if review.receipt.own_policy is not None:
        own = review.receipt.own_policy[:12]
        lines += wrap(f"Read from the policy file that you gave ({own}).")
    told: set[tuple[Position, ...]] = set()
    for remark in review.remarks:
        lines.append("")
        lines += _remark(remark, bold, told)
    lines += _listed(
        "Not looked up, so neither a remark nor a clean bill:",
        [(n.code, n.title, n.what) for n in review.not_looked_up],
    )
    lines += _listed(
        "Asked, and not arising:", [(n.code, n.title, n.why) for n in review.does_not_arise]
    )
    lines += ["", *closing(review.receipt)]
    return "\n".join(lines) + "\n"


def _remark(remark: Remark, bold: Bold, told: set[tuple[Position, ...]]) -> Iterator[str]:
    yield from wrap(
        f"{bold(remark.code)} On the reading of {plain(remark.on_reading_of)}: {remark.title}.",
        0,
        2,
    )
    yield from wrap(f"Rule: {remark.rule}", 2, 2)
    if remark.authority:
        yield from wrap(f"Authority: {_voices(remark.authority)}.", 2, 2)
    yield "  Arises from:"
    for text in remark.arises_from:
        yield from wrap(f"- {plain(text)}", 4, 2)
    if remark.sides in told:
        yield from wrap("Who holds what: as above.", 2, 2)
    elif len(remark.sides) > 1:
        yield "  Who holds what:"
        for side in remark.sides:
            yield from wrap(f"- {plain(side.says)} ({_voices(side.held_by)})", 4, 2)
    elif remark.sides:
        side = remark.sides[0]
        yield from wrap(
            f"The one side that the library records as held that day: {plain(side.says)} "
            f"({_voices(side.held_by)}).",
            2,
            2,
        )
    if remark.sides:
        told.add(remark.sides)
    yield from wrap(f"What would change it: {'; '.join(remark.would_change)}.", 2, 2)


def _voices(voices: tuple[Voice, ...]) -> str:
    shown = [
        plain(voice.name)
        + (f" [{voice.id}]" if voice.id else "")
        + ("" if voice.checked else ", not checked")
        for voice in voices[:MOST_VOICES]
    ]
    more = len(voices) - MOST_VOICES
    return "; ".join(shown) + (f"; and {more} more" if more > 0 else "")


def _listed(heading: str, entries: list[tuple[str, str, str]]) -> Iterator[str]:
    if entries:
        yield ""
        yield heading
        for code, title, text in entries:
            yield from wrap(f"{code} {title}: {plain(text)}", 2, 2)


def explain(rule: Rule) -> str:
    """Return the documentation of one rule as Markdown."""
    reads = " and ".join(READS[asked] for asked in rule.reads)
    sides = "".join(f"- {stance.says}\n" for stance in rule.stances)
    return (
        f"## {rule.code}: {rule.title}\n\nReads {reads}.\n\n{rule.rule}\n\n{rule.explanation}\n\n"
        + (f"Positions:\n\n{sides}\n" if sides else "")
        + f"What would change it: {rule.would_change}.\n"
    )


def documentation() -> str:
    """Return the catalogue of rules as Markdown."""
    return "\n".join(explain(rule) for rule in RULES)
