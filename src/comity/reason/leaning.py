"""Where the courts lean: the outcome if every holding were followed, and each ruling's own side."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from comity.catalog import Library
from comity.evaluate.diagram import TooLarge
from comity.evaluate.settle import verdict
from comity.law.files import Effect, LegalTest
from comity.places.government import Government
from comity.reason.columns import fill
from comity.reason.extremes import Values, extreme_values, verdict_of
from comity.reason.question import (
    Manner,
    NoOpenConstruction,
    Question,
    openings,
    put,
    still_open,
)
from comity.reason.rules import Books


class Leaning(msgspec.Struct, frozen=True):
    """Hold the outcome if every holding were followed, binding or not, and the rulings by side."""

    outcome: Literal["met", "not_met", "undetermined", "courts_differ"]
    for_: tuple[str, ...] = msgspec.field(name="for")
    against: tuple[str, ...]


def leaning_of(
    library: Library,
    government: Government,
    test: LegalTest,
    manner: Manner,
    books: Books,
    question: Question,
    found_so_far: str | None = None,
) -> Leaning | None:
    """Follow every holding that stands, binding or not; where they differ, each side alone.

    `found_so_far` is the outcome of the question as it stands, where it is known.

    A ruling's side is the outcome where its own holdings alone are followed. Nothing is said where
    the answer would be the same had no court ruled.
    """
    found = _speaking(library, government, test, manner, books, question)
    if not found:
        return None
    following = _Following(library, government, test, manner, books)
    unbound = not (question.bound or manner.chosen)
    nobody = following.nobody(question if unbound else None, found_so_far)
    sides = {name: following.outcome([name]) for name in found}
    together = following.outcome(found)
    if nobody == together != "undetermined":
        return None  # the answer turns on nothing that a court has decided
    met = tuple(name for name, side in sides.items() if side == "met")
    not_met = tuple(name for name, side in sides.items() if side == "not_met")
    if met and not_met:
        return Leaning("courts_differ", met, not_met)
    if together == "met":
        return Leaning("met", met or tuple(found), ())
    if together == "not_met":
        return Leaning("not_met", not_met or tuple(found), ())
    return Leaning("undetermined", met, not_met)


def _speaking(
    library: Library,
    government: Government,
    test: LegalTest,
    manner: Manner,
    books: Books,
    question: Question,
) -> list[str]:
    """Return the rulings whose holdings speak of a question, binding or not, in order."""
    found: set[str] = set()
    courts = {"federal", government.state}
    for axis in question.axes:
        for inner in axis.tests:
            for ruling, effect in library.holdings_in(inner, manner.known_on):
                speaks = effect.construes == axis.term and ruling.stage != "jurisdiction"
                if speaks and not courts.isdisjoint(ruling.on_law):
                    found.add(ruling.ruling)
    for ruling, effect in library.holdings_on_facts(manner.known_on):
        if ruling.stage == "jurisdiction" or courts.isdisjoint(ruling.on_law):
            continue
        applies = effect.applies == test.test and bool(set(effect.to) & _instruments(books))
        finds = effect.finds is not None and effect.finds.by in (government.id, *government.parents)
        if applies or finds:
            found.add(ruling.ruling)
    return sorted(found)


class _Following:
    """Answer a question as if the holdings of some rulings were followed, and no others."""

    def __init__(
        self,
        library: Library,
        government: Government,
        test: LegalTest,
        manner: Manner,
        books: Books,
    ) -> None:
        self.library = library
        self.government = government
        self.test = test
        self.manner = manner
        self.books = books
        self.instruments = _instruments(books)
        self.known: dict[object, str] = {}
        self.base: Question | None = None
        self.values: Values | None = None

    def nobody(self, question: Question | None, outcome: str | None) -> str:
        """Return the outcome had no court ruled; `question` is that question, where it is known."""
        manner = self.followed(())
        if question is None:
            try:
                question = put(self.library, self.government, self.test, manner)
            except NoOpenConstruction:
                return "undetermined"
            outcome = None
        self.base = question
        self.values = extreme_values(self.library, self.government, question, self.books, manner)
        if outcome is None:
            outcome = self.settle(question, manner, self.values)
        self.known[self.key(manner)] = outcome
        return outcome

    def outcome(self, names: Iterable[str]) -> str:
        """Return the outcome where the holdings of these rulings are followed."""
        manner = self.followed(names)
        effects = [effect for name in names for effect in self.library.rulings[name].effects]
        key: object = None
        if self.base is not None and all(effect.adopts is None for effect in effects):
            key = self.key(manner)
            if key in self.known:
                return self.known[key]
        found = None if any(map(self.on_facts, effects)) else self.narrowed(manner)
        if found is None:
            try:
                question = put(self.library, self.government, self.test, manner)
            except NoOpenConstruction:
                return "undetermined"  # what no court has decided is held by nobody that day
            found = self.settle(question, manner)
        if key is not None:
            self.known[key] = found
        return found

    def on_facts(self, effect: Effect) -> bool:
        """Tell whether an effect says something of facts here, so that the books read otherwise."""
        if effect.finds is not None:
            return effect.finds.by in (self.government.id, *self.government.parents)
        tests = () if self.base is None else self.base.tests
        return effect.applies in tests and not self.instruments.isdisjoint(effect.to)

    def followed(self, names: Iterable[str]) -> Manner:
        return msgspec.structs.replace(self.manner, follow=frozenset(names), chosen=())

    def key(self, manner: Manner) -> object:
        assert self.base is not None
        return openings(self.library, self.government, self.test, manner, self.base.opened)

    def narrowed(self, manner: Manner) -> str | None:
        """Return the outcome over those constructions of the base that stay open, if these are all.

        Holdings that only foreclose leave fewer constructions, with the values that they have.
        """
        if self.base is None or self.values is None:
            return None
        left = still_open(self.library, self.government, self.test, manner, self.base)
        if left is None:
            return None
        kept = (1 << self.values.count) - 1
        for axis, choices in zip(self.values.choosing, left, strict=True):
            here = 0
            for choice in choices:
                here |= axis[choice]
            kept &= here
        return verdict_of(self.values, kept) if kept else None

    def settle(self, question: Question, manner: Manner, values: Values | None = None) -> str:
        if values is None:
            values = extreme_values(self.library, self.government, question, self.books, manner)
        if values is not None:
            return verdict_of(values)
        try:
            columns = fill(self.library, self.government, self.books, question, manner)
        except TooLarge:
            return "undetermined"
        return verdict(
            question.circuit,
            question.root,
            columns.values,
            columns.diagram,
            question.constructions,
        )


def _instruments(books: Books) -> set[str]:
    return {rule.id.rsplit("/", 1)[0] for rule in books.rules} | {r.id for r in books.rules}
