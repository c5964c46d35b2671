"""The answer of `comity relief` as one value, as text and as JSON, and its JSON Schema."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from comity.reason.relief import Adverse, Order, Relief, Step
from comity.report.answer import Place, Receipt
from comity.report.terminal import Bold, closing, named, wrap

STAGE = {
    "preliminary": "a preliminary order",
    "merits": "on the merits",
    "jurisdiction": "on jurisdiction",
}
DOES = {"enjoins": "enjoins", "vacates": "vacates", "suspends": "suspends"}


class Protected(msgspec.Struct, frozen=True):
    """Hold the answer to one call of `comity relief`."""

    format: int
    as_of: str
    place: Place
    programme: str | None
    orders: tuple[Order, ...]
    ended: tuple[Order, ...]
    adverse: tuple[Adverse, ...]
    receipt: Receipt


def protected(
    as_of: str, place: Place, programme: str | None, found: Relief, receipt: Receipt
) -> Protected:
    """Join what protects a government with whom and what was asked."""
    return Protected(1, as_of, place, programme, found.orders, found.ended, found.adverse, receipt)


def to_json(answer: Protected) -> str:
    """Write an answer as JSON: the same question gives the same bytes."""
    return msgspec.json.format(msgspec.json.encode(answer), indent=2).decode() + "\n"


def schema() -> dict[str, Any]:
    """Return the JSON Schema of an answer."""
    made = msgspec.json.schema(Protected)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Relief", **made}


def render(answer: Protected, bold: Bold = str) -> str:
    """Write an answer as text."""
    lines = [named(answer.place, bold), f"as of {answer.as_of}"]
    if answer.programme is not None:
        lines.append(f"in the programme “{answer.programme}”")
    lines += ["", bold(f"Orders that protect it on that day ({len(answer.orders)})")]
    if not answer.orders:
        lines += wrap(
            "None in the library. It has the orders that somebody coded, and those of an order "
            "whose names a source gives: that none is here does not say that there is none.",
            2,
        )
    for order in answer.orders:
        lines += ["", *_order(order, bold)]
    if answer.ended:
        lines += ["", bold(f"Orders that once did ({len(answer.ended)})")]
        for order in answer.ended:
            lines += ["", *_order(order, bold)]
    lines += ["", bold(f"Rulings that bind here to the contrary ({len(answer.adverse)})")]
    if not answer.adverse:
        lines += wrap("None in the library.", 2)
    for adverse in answer.adverse:
        force = {"judgment": "as a judgment against it"}.get(adverse.force, "as precedent")
        lines += wrap(
            f"- {adverse.cite}, {force}: on its holdings, {adverse.words} ({adverse.test}).", 2, 2
        )
    return "\n".join([*lines, "", *closing(answer.receipt)]) + "\n"


def _order(order: Order, bold: Bold) -> Iterator[str]:
    yield from wrap(bold(order.cite), 2, 2)
    ended = f" until {order.until}" if order.until is not None else ""
    against = f", against {', '.join(order.against)}" if order.against else ""
    yield from wrap(
        f"{order.court}, {STAGE[order.stage]}: protects it {order.protected}, since "
        f"{order.since}{ended}{against}.",
        4,
        2,
    )
    for stopped in order.stops:
        programme = f", {stopped.programme}" if stopped.programme else ""
        now = "" if stopped.in_force else " (not in force on that day)"
        yield from wrap(f"- {DOES[order.does]} {stopped.id}{programme}: {stopped.what}{now}", 4, 2)
    if order.carve_outs is not None:
        yield from wrap(f"Left out of it: {order.carve_outs}", 4, 2)
    if order.appeal:
        yield from wrap(f"Since then: {'; '.join(map(_step, order.appeal))}.", 4, 2)
    else:
        yield from wrap("Since then: nothing in the library, an appeal included.", 4, 2)
    if order.note is not None:
        yield from wrap(f"Of the decision: {order.note}", 4, 2)
    if not order.checked:
        yield from wrap("Nobody has checked it against a source.", 4, 2)


def _step(step: Step) -> str:
    by = f" by {step.by}" if step.by else ""
    return f"{step.what}{by} on {step.date}"
