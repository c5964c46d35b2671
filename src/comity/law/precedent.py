"""Whom a ruling binds, and what its holdings leave open of a term.

Precedent: the Supreme Court everywhere; a court of appeals in its circuit, from its earlier panel
on; a state court as courts.yaml says. Judgment: what a trial court decided binds its adverse
parties. Only a holding forecloses, and neither preliminary relief of a trial court nor a
dismissal for want of jurisdiction does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

from comity.law.files import Court, Effect, Event, LegalTest, Party, Ruling
from comity.places.government import Government
from comity.policy.dates import first_day

Force = Literal["supreme", "precedent", "state_appellate", "judgment"]
_ORDER: dict[str, int] = {"supreme": 0, "precedent": 1, "state_appellate": 2, "judgment": 3}
ENDINGS = ("reversed", "vacated", "superseded")


class Holding(msgspec.Struct, frozen=True):
    """Join an effect to its ruling and to the force with which it speaks."""

    ruling: Ruling
    effect: Effect
    force: Force | None = None


def decided(ruling: Ruling) -> str:
    """Return the day of decision, or the last day of all where the file has none."""
    days = [first_day(event.date) for event in ruling.events if event.what == "decided"]
    return min(days, default="9999-12-31")


def concerns(event: Event, effect: Effect) -> bool:
    """Tell whether an event is about an effect: about all of them where it names none."""
    return not event.effects or effect.id in event.effects


def stands(ruling: Ruling, effect: Effect, day: str) -> bool:
    """Tell whether what a ruling said stands on a day: decided, not reversed or vacated."""
    return decided(ruling) <= day and not any(
        event.what in ENDINGS and first_day(event.date) <= day and concerns(event, effect)
        for event in ruling.events
    )


def is_of(side: Iterable[str], government: Government) -> bool:
    """Tell whether a government is among the parties of one side."""
    ids = {government.id, *government.same_as}
    return any(party.split("#")[0] in ids for party in side)


def speaks_for(party: str, parties: Mapping[str, Party]) -> str:
    """Return whom a party acts for: `us` for a federal agency, else itself."""
    known = parties.get(party)
    if known is not None and known.acts_for is not None:
        return known.acts_for
    return "us" if party == "us" or party.startswith("us-") else party.split("#", maxsplit=1)[0]


def force_for(
    ruling: Ruling,
    court: Court,
    government: Government,
    test: LegalTest,
    parties: Mapping[str, Party],
) -> Force | None:
    """Say with which force a ruling's holdings bind a government in a test, or None."""
    if ruling.stage == "jurisdiction":
        return None
    reaches = court.reach == "everywhere" or bool(
        {government.id, government.state} & set(court.reach)
    )
    if court.rank not in ("trial", "state_trial") and ruling.published:
        if reaches and set(court.law) & set(ruling.on_law):
            if court.rank == "supreme":
                return "supreme"
            return "state_appellate" if court.rank == "state_appellate" else "precedent"
        if not reaches and ruling.stage == "merits" and _adverse(ruling, government, test, parties):
            return "judgment"
        return None
    if ruling.stage == "merits" and _adverse(ruling, government, test, parties):
        return "judgment"
    return None


def _adverse(
    ruling: Ruling, government: Government, test: LegalTest, parties: Mapping[str, Party]
) -> bool:
    appliers = {speaks_for(party, parties) for party in test.applied_by}
    won, lost = ruling.parties.won, ruling.parties.lost
    for side, other in ((won, lost), (lost, won)):
        if is_of(side, government) and appliers & {speaks_for(p, parties) for p in other}:
            return True
    return False


def in_order(holdings: Iterable[Holding], courts: Mapping[str, Court]) -> list[Holding]:
    """Put binding holdings in the order in which they prevail.

    The Supreme Court's latest decision first; then precedent: a federal court of appeals en banc
    before its panels, and of two panels the earlier, a State's highest court by its latest word;
    then intermediate state courts. A judgment goes before precedent that was there when it was
    given, and behind what came later; of two judgments the later prevails.
    """

    def key(holding: Holding) -> tuple[int, int, int, str]:
        day = int(decided(holding.ruling).replace("-", ""))
        force = _ORDER[holding.force or "judgment"]
        en_banc = 0 if holding.ruling.en_banc else 1
        of_panels = courts[holding.ruling.court].rank == "appeals"
        earliest_first = day if of_panels and en_banc else -day
        return (force, en_banc, earliest_first, holding.ruling.ruling)

    found = list(holdings)
    order = sorted((h for h in found if h.force != "judgment"), key=key)
    judgments = [h for h in found if h.force == "judgment"]
    for judgment in sorted(judgments, key=lambda h: (decided(h.ruling), h.ruling.ruling)):
        day = decided(judgment.ruling)
        later = [
            place
            for place, other in enumerate(order)
            if other.force != "judgment" and decided(other.ruling) > day
        ]
        order.insert(later[-1] + 1 if later else 0, judgment)
    return order
