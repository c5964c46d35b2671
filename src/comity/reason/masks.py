"""Which queries a rule that nobody has seen can belong to: one bit for each query."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any

from comity.law.files import Drops
from comity.law.formula import several
from comity.policy.vocabulary import ACTS, BINDS, COUNTERPARTIES, SUBJECTS
from comity.reason.question import Asked
from comity.reason.rules import Alternative, Maker, Rule


class Masks:
    """Hold, for each value that a rule can have, the queries it can belong to, as bits.

    `worked` keeps what follows from the queries alone, whatever the books.
    """

    def __init__(self, asked: Sequence[Asked]) -> None:
        self.asked = asked
        self.whole = (1 << len(asked)) - 1
        self._saved: dict[Alternative, int] = {}
        self._excepted: dict[Alternative, int] = {}
        self.effective = self.bits(lambda a: a.effective is not None)
        self.every = self.bits(lambda a: a.situations[0] == "every")
        self.excepting = self.bits(lambda a: a.acts is not None and "excepts" in a.acts)
        self.of_subject = self.holding("subjects", SUBJECTS)
        self.by_act = self.holding("acts", ACTS)
        self.of_act = {
            act: mask | (self.excepting if act == "prohibits" else 0)
            for act, mask in self.by_act.items()
        }
        self.of_binds = self.holding("binds", BINDS)
        self.of_counterparty = self.holding("counterparties", COUNTERPARTIES)
        drops = [drop for a in asked for drop in a.drops]
        self.kinds = sorted({kind for drop in drops for kind in several(drop.kind)})
        named = {office for a in asked for office in (a.of or ()) if office}
        named |= {office.strip("#") for drop in drops for office in several(drop.of)}
        self.offices = sorted(named)
        single = {
            self.saved_with(frozenset((condition,))): frozenset((condition,))
            for condition in sorted({c for d in drops if d.saved_by for c in d.saved_by.also})
        }
        self.savings = [
            chosen
            for size in range(1, len(single) + 1)
            for chosen in itertools.combinations(single.values(), size)
        ]
        self.saves_itself = self.dropping(
            lambda d: d.saved_by is not None and bool(d.saved_by.also)
        )
        self.demanding = self.dropping(lambda d: d.demanded_by is not None)
        self._at: dict[Alternative, int] = {}
        self._makers: dict[Maker, int] = {}
        self.worked: dict[Hashable, Any] = {}

    def holding(self, key: str, values: Sequence[str]) -> dict[str, int]:
        """Return, for each value of a key, the queries that take it; those of no value take all."""
        every = 0
        found = dict.fromkeys(values, 0)
        for number, asked in enumerate(self.asked):
            taken = getattr(asked, key)
            if taken is None:
                every |= 1 << number
                continue
            for value in taken:
                if value in found:
                    found[value] |= 1 << number
        return {value: mask | every for value, mask in found.items()}

    def bits(self, belongs: Callable[[Asked], bool]) -> int:
        """Return the queries of a kind."""
        return sum(1 << number for number, a in enumerate(self.asked) if belongs(a))

    def dropping(self, drops: Callable[[Drops], bool]) -> int:
        """Return the queries of which some filter drops like this."""
        return self.bits(lambda a: any(drops(drop) for drop in a.drops))

    def of_maker(self, maker: Maker) -> int:
        """Return the queries that can be about a maker's rules."""
        role = "parents" if maker.role == "parent" else "own"
        if maker not in self._makers:
            kept = self.bits(lambda a: a.by is None or bool({role, maker.level} & a.by))
            self._makers[maker] = kept & ~self.dropping(lambda d: role in several(d.by))
        return self._makers[maker]

    def of_office(self, office: str | None) -> int:
        """Return the queries that can be about an office's rules."""
        kept = self.bits(lambda a: a.of is None or (office or "") in a.of)
        if office is None:
            return kept
        return kept & ~self.dropping(lambda d: office in {o.strip("#") for o in several(d.of)})

    def of_kind(self, kind: str | None) -> int:
        """Return the queries for an instrument of a kind, or of one that no query names."""
        if kind is None:
            return self.whole
        return self.whole & ~self.dropping(lambda d: kind in several(d.kind))

    def saved_with(self, exception: Alternative) -> int:
        """Return the queries under whose filters a rule with this exception counts as saved."""
        if exception not in self._saved:
            self._saved[exception] = self.dropping(
                lambda d: d.saved_by is not None and exception <= frozenset(d.saved_by.also)
            )
        return self._saved[exception]

    def of_demanded(self, demanded: bool) -> int:
        """Return the queries that can be about a rule which a parent demands, or does not."""
        return self.whole & ~self.demanding if demanded else self.whole

    def at(self, point: Alternative) -> int:
        """Return the queries that a rule satisfies which applies in this situation alone."""
        if point not in self._at:
            self._at[point] = self.bits(
                lambda a: (
                    point == a.situations[1]
                    if a.situations[0] == "at"
                    else not point & a.situations[1]
                )
            )
        return self._at[point]

    def excepted(self, alternative: Alternative) -> int:
        """Return the queries to which an exception of this kind answers."""
        if alternative not in self._excepted:
            self._excepted[alternative] = self.bits(
                lambda a: (
                    alternative <= a.situations[1]
                    if a.situations[0] == "at"
                    else not alternative & a.situations[1]
                )
            )
        return self._excepted[alternative]


@functools.lru_cache(maxsize=256)
def masks_of(asked: tuple[Asked, ...]) -> Masks:
    """Return the masks of some queries."""
    return Masks(asked)


def counterparties_for(masks: Masks, known: Iterable[Rule]) -> list[str]:
    """Return the counterparties that unseen rules need, so that no query is left out.

    Where a query asks for effective rules, one rule displaces another only if their counterparties
    meet: so for each kind that queries tell apart two are needed that do not meet, and those of
    the known rules. `any` meets all, and what it displaces several others displace as well.
    """
    found: dict[int, list[str]] = {}
    for counterparty in sorted(COUNTERPARTIES, key=lambda c: c == "any"):
        found.setdefault(masks.of_counterparty[counterparty], []).append(counterparty)
    if not masks.effective:
        return [alike[0] for alike in found.values()]
    used = {rule.counterparty for rule in known} - {"any"}
    return [
        counterparty
        for alike in found.values()
        for place, counterparty in enumerate(
            sorted(alike, key=lambda c: (c not in used, c == "any"))
        )
        if place < 2 or counterparty in used
    ]
