"""Which governments a question cannot tell apart, and what the answer is for each such group.

Governments under the same holdings are asked the same question. Of their books a question sees,
where it asks at one situation or at some, which of its columns a rule that is certainly in force
makes true, and what could still make the others true; where it asks of every situation, or of
effective rules, it sees the rules themselves. Governments alike in all of that have one answer.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

import msgspec

from comity.catalog import Library
from comity.evaluate.diagram import TRUE
from comity.evaluate.settle import Extent, Settled, Verdict
from comity.law.files import LegalTest
from comity.places.government import Government
from comity.policy.vocabulary import SUBJECTS
from comity.reason.columns import (
    PREEMPTION,
    Held,
    Unknown,
    facts_held,
    happened,
    matches,
    may_displace,
    set_aside,
)
from comity.reason.extremes import applies_in, choosing, quick_settled
from comity.reason.finding import UNANSWERABLE, settle_exactly
from comity.reason.history import reached
from comity.reason.lists import some_below, stands_on
from comity.reason.masks import Masks, masks_of
from comity.reason.question import (
    Asked,
    Below,
    Decided,
    Happened,
    Listed,
    Manner,
    Populous,
    Question,
    binding_holdings,
    in_scope,
    put,
)
from comity.reason.rules import Books, Maker, Rule, open_books
from comity.survey.makers import Makers, Standing, unnamed
from comity.survey.strata import Stratum

Readings = tuple[tuple[str, str], ...]
Unseen = tuple[tuple[tuple[str, Hashable], ...], frozenset[Hashable]]
"""The subjects that nobody surveyed, each with the kind of its unseen rules; and the kinds."""

MOST_GROUNDS = 6
"""How many smallest sets of readings on which a test is met are told."""


class SurveyPivot(msgspec.Struct, frozen=True):
    """Name a term, or a kind of fact, whose change alone can change an answer.

    A fact is named by whose it is (`own`, `county`, `state`), not by the government.
    """

    kind: str
    id: str


class Result(msgspec.Struct, frozen=True):
    """Hold the answer for governments that are alike in a question.

    `met_on` are smallest sets of readings on which the test is met whatever else is read how and
    whatever the missing facts are, each with the readings that were chosen, which are `chosen`;
    `refused` says why there is no answer.
    """

    outcome: Verdict
    law: Extent
    facts: Extent
    constructions: int
    met_on: tuple[Readings, ...] = ()
    refused: str | None = None
    chosen: Readings = ()


class Looked(msgspec.Struct, frozen=True):
    """Count the subjects of each maker that a question asks about, and those surveyed.

    `own` counts the government's own subjects at which somebody has looked, `own_known` those on
    which a rule of its own is known, whether or not anybody looked for all of them that day.
    """

    asked: int
    surveyed: int
    looked_at: int
    own_asked: int
    own: int
    own_known: int = 0

    @property
    def all(self) -> bool:
        """Tell whether every subject of every maker was surveyed."""
        return self.surveyed == self.asked

    @property
    def any(self) -> bool:
        """Tell whether somebody looked at one of them, or there is none to look at."""
        return self.looked_at > 0 or not self.asked


class Alike(msgspec.Struct, frozen=True):
    """Hold governments that are alike in a question.

    `pivots` are what the answer turns on, `looked` where somebody looked.
    """

    strata: tuple[Stratum, ...]
    result: Result
    pivots: tuple[SurveyPivot, ...]
    looked: Looked


class _Settled(msgspec.Struct, frozen=True):
    """Hold a result, the pivots among terms and recorded facts, and those among unseen rules."""

    result: Result
    pivots: tuple[SurveyPivot, ...] = ()
    unseen: frozenset[Hashable] = frozenset()


class Inquest:
    """Answer tests for strata of governments, in one manner; what is worked out is kept.

    Without `grounds` no result says on which readings a test is met.
    """

    def __init__(
        self,
        library: Library,
        strata: Sequence[Stratum],
        manner: Manner,
        parties: frozenset[str],
        protected: frozenset[str],
        *,
        grounds: bool = True,
    ) -> None:
        self.library = library
        self.manner = manner
        self.grounds = grounds
        self.parties = parties
        makers = Makers(library, manner.as_of, protected)
        self.strata = [(stratum, makers.over(stratum.one)) for stratum in strata]
        self._books: dict[str, Books] = {}

    def answer(self, test: LegalTest) -> Iterator[Alike]:
        """Give the answer to a test for every group of governments in its scope."""
        for question, held, members in self._questions(test):
            yield from self._answers(question, held, members)
        # What one test worked out is large, and few tests ask the same.
        for books in self._books.values():
            books.worked.clear()
        masks_of.cache_clear()

    def in_scope(self, test: LegalTest) -> Iterator[Stratum]:
        """Give the strata that a test is about."""
        return (stratum for stratum, _ in self.strata if in_scope(test, stratum.one))

    def _questions(
        self, test: LegalTest
    ) -> list[tuple[Question, Held, list[tuple[Stratum, tuple[Standing, ...]]]]]:
        """Put the test once for each set of holdings; join where the question is the same."""
        inner = tuple(reached(self.library, test)[0].values())
        under: dict[Hashable, list[tuple[Stratum, tuple[Standing, ...]]]] = {}
        told: dict[Hashable, Hashable] = {}
        for stratum, standing in self.strata:
            one = stratum.one
            if not in_scope(test, one):
                continue
            scope = tuple([in_scope(other, one) for other in inner])
            ids = (one.id, *one.same_as)
            who = one.id if not self.parties.isdisjoint(ids) else f"all of {one.state}"
            if (who, scope) not in told:
                told[who, scope] = (scope, tuple(self._law(one, inner)))
            under.setdefault(told[who, scope], []).append((stratum, standing))
        joined: dict[Hashable, tuple[Question, Held, list[tuple[Stratum, Any]]]] = {}
        for members in under.values():
            one = members[0][0].one
            question = put(self.library, one, test, self.manner)
            keys = question.circuit.columns(question.root)
            tests = {key.test for key in keys if isinstance(key, Asked) and key.test}
            held = facts_held(self.library, one, self.manner, tests)
            same = (
                question.root,
                tuple(question.circuit.gates),
                tuple([(axis.term, axis.meanings) for axis in question.axes]),
                question.constructions,
                held,
            )
            joined.setdefault(same, (question, held, []))[2].extend(members)
        return list(joined.values())

    def _law(self, one: Government, inner: Iterable[LegalTest]) -> Iterator[Hashable]:
        for other in inner:
            holdings = binding_holdings(self.library, one, other, self.manner)
            yield tuple([(h.ruling.ruling, id(h.effect), h.force) for h in holdings])

    def _answers(
        self,
        question: Question,
        held: Held,
        members: Sequence[tuple[Stratum, tuple[Standing, ...]]],
    ) -> Iterator[Alike]:
        view = _View(self.library, question, held, self.manner)
        groups: dict[tuple[int, Hashable], list[tuple[Stratum, tuple[Standing, ...]]]] = {}
        for stratum, standing in members:
            groups.setdefault(view.key(stratum.one, standing), []).append((stratum, standing))
        for (true, _), group in groups.items():
            stratum, standing = group[0]
            settled = self._settle(question, view, stratum, standing, true)
            split: dict[tuple[Looked, tuple[SurveyPivot, ...]], list[Stratum]] = {}
            same: dict[Hashable, list[Stratum]] = {}
            for stratum, standing in group:
                looked, parts = view.looked(standing), view.pivots(standing, true, settled.unseen)
                key = (looked, *map(id, parts))  # to compare them is dearer, and they are kept
                if key not in same:
                    pivots = (*settled.pivots, *chain.from_iterable(parts))
                    same[key] = split.setdefault((looked, pivots), [])
                same[key].append(stratum)
            for (looked, pivots), strata in split.items():
                yield Alike(tuple(strata), settled.result, pivots, looked)

    def books(self, government: Government) -> Books:
        """Return the books of a government on the day, opened once."""
        if government.id not in self._books:
            self._books[government.id] = open_books(self.library, government, self.manner.as_of)
        return self._books[government.id]

    def _settle(
        self,
        question: Question,
        view: _View,
        stratum: Stratum,
        standing: Sequence[Standing],
        true: int,
    ) -> _Settled:
        one, count = stratum.one, len(question.constructions)
        books = self.books(one)
        terms = {axis.term for axis in question.axes}
        chosen = tuple([(t, r) for t, r in self.manner.chosen if t in terms])
        try:
            rough = quick_settled(self.library, one, question, books, self.manner)
            if rough is not None and rough.outcome != "undetermined":
                met = (chosen,) if rough.outcome == "met" else ()
                return _Settled(
                    Result(rough.outcome, rough.law, rough.facts, count, met, chosen=chosen)
                )
            settled = settle_exactly(self.library, one, self.manner, books, question, ranked=False)
        except UNANSWERABLE as error:
            refused = str(error)
            return _Settled(
                Result("undetermined", "sometimes", "sometimes", count, refused=refused)
            )
        result = Result(
            settled.outcome,
            settled.law,
            settled.facts,
            count,
            tuple([(*chosen, *found) for found in grounds(question, settled)])
            if self.grounds
            else (),
            chosen=chosen,
        )
        makers = {stands.maker.id: stands for stands in standing}
        unseen = frozenset(
            view.kind(makers[unknown.maker], unknown.subject, true)
            for unknown in settled.unknowns
            if isinstance(unknown, Unknown) and unknown.maker and unknown.subject
        )
        return _Settled(result, tuple(_pivots(question, settled, one)), unseen)


class _View:
    """Tell what a question can see of a government's books."""

    def __init__(self, library: Library, question: Question, held: Held, manner: Manner) -> None:
        self.library = library
        self.day = manner.as_of
        keys = question.circuit.columns(question.root)
        asked = [key for key in keys if isinstance(key, Asked)]
        self.held = held
        self.none: dict[str, frozenset[tuple[str, str]]] = {}
        for who, subject, act in held.none:
            self.none[who] = self.none.get(who, frozenset()) | {(subject, act)}
        self.masks: Masks = masks_of(tuple(asked))
        self.facts = [key for key in keys if not isinstance(key, Asked | Decided)]
        decided = [key for key in keys if isinstance(key, Decided)]
        self.named = {name for key in decided for name in key.instruments}
        self.named |= {name for _, name in held.aside}
        self.tells_binds = len(set(self.masks.of_binds.values())) > 1
        self.wide = self.masks.effective | self.masks.every
        weighed: set[str] = set()
        for query in asked:
            if query.effective is not None:
                weighed |= set(SUBJECTS) if query.subjects is None else query.subjects
        self.weighed = weighed
        subjects = set(SUBJECTS) if any(a.subjects is None for a in asked) else set()
        for query in asked:
            subjects |= query.subjects or set()
        if self.masks.effective:
            subjects.add(PREEMPTION)
        self.subjects = [subject for subject in SUBJECTS if subject in subjects]
        self.columns = {
            subject: [
                (1 << number, query)
                for number, query in enumerate(asked)
                if query.subjects is None or subject in query.subjects
            ]
            for subject in self.subjects
        }
        self.asks_of: dict[Maker, tuple[str, ...]] = {}
        self.sights: dict[Hashable, tuple[int, tuple[Hashable, ...]]] = {}
        self.open: dict[Hashable, Unseen] = {}
        self.turned: dict[Hashable, tuple[SurveyPivot, ...]] = {}
        self.counted: dict[Hashable, tuple[int, int, int, int]] = {}

    def key(self, one: Government, standing: Sequence[Standing]) -> tuple[int, Hashable]:
        """Return which columns are true for certain, and all else that the question can see."""
        higher: frozenset[tuple[str, str]] = frozenset()
        if self.masks.demanding:
            higher = frozenset(
                (subject, rule.act)
                for stands in standing[1:]
                for subject in self.subjects
                for rule in stands.coded.rules.get(subject, ())
            )
        true = 0
        rest = []
        for stands in standing:
            certain, seen = self.sight(
                stands, higher if stands.maker.role == "own" else frozenset()
            )
            true |= certain
            rest.append(seen)
        makers = [
            (stands.maker.role, stands.maker.level, seen)
            for stands, seen in zip(standing, rest, strict=True)
            if seen != ("",)
        ]
        unseen = frozenset().union(*[self.unseen(stands, true)[1] for stands in standing])
        facts = tuple([self.fact(key, one) for key in self.facts])
        return (true, (tuple(makers), unseen, higher, facts))

    def sight(
        self, stands: Standing, higher: frozenset[tuple[str, str]]
    ) -> tuple[int, tuple[Hashable, ...]]:
        """Return the columns that a maker's rules make true for certain, and what else is seen."""
        maker, coded = stands.maker, stands.coded
        name = maker.id if self.is_named(maker) else ""
        key = (coded.number, maker.level, maker.role, name, higher)
        if key not in self.sights:
            self.sights[key] = self._sight(stands, higher, name)
        return self.sights[key]

    def _sight(
        self, stands: Standing, higher: frozenset[tuple[str, str]], name: str
    ) -> tuple[int, tuple[Hashable, ...]]:
        maker, coded = stands.maker, stands.coded
        everything = tuple([rule for group in coded.rules.values() for rule in group])
        books = Books(everything, (), {})
        overriding = any(rule.overrides for rule in everything)
        true = 0
        seen: list[Hashable] = [name]
        for subject in self.subjects:
            for rule in coded.rules.get(subject, ()):
                if (subject, rule.act) in higher:
                    rule = msgspec.structs.replace(rule, demanded=True)
                sure = rule.maybe is None and not rule.ended_by and not overriding
                keep = False
                for bit, asked in self.columns[subject]:
                    if true & bit or not matches(rule, asked):
                        continue
                    if set_aside(rule, asked, self.held):
                        continue
                    if bit & self.wide or not sure:
                        keep = True
                    elif _answers(rule, asked, books):
                        true |= bit
                if keep or self.may_displace(rule):
                    seen.append(unnamed(rule, maker, named=overriding or bool(name)))
        if overriding:
            seen.extend(unnamed(rule, maker, named=True) for rule in everything if rule.overrides)
        if name:
            seen.extend(unnamed(rule, maker, named=True) for rule in everything)
        return true, tuple(seen)

    def is_named(self, maker: Maker) -> bool:
        """Tell whether a holding names an instrument of the maker."""
        return any(name.startswith(f"{maker.id}/") for name in self.named)

    def may_displace(self, rule: Rule) -> bool:
        """Tell whether a rule may displace one of those of which the question asks what stands."""
        if not may_displace(rule):
            return False
        return rule.subject in self.weighed or not self.weighed.isdisjoint(rule.about)

    def asks(self, maker: Maker) -> tuple[str, ...]:
        """Return the subjects on which the question asks for rules of such a maker."""
        like = Maker("", maker.role, maker.level, maker.rank)
        if like not in self.asks_of:
            of_maker = self.masks.of_maker(like)
            self.asks_of[like] = tuple(
                [
                    subject
                    for subject in self.subjects
                    if self.masks.of_subject[subject] & of_maker
                    or (maker.rank > 0 and (subject in self.weighed or subject == PREEMPTION))
                ]
            )
        return self.asks_of[like]

    def unseen(self, stands: Standing, true: int) -> Unseen:
        """Return on which subjects a maker may have unseen rules, and what there may be of them."""
        maker, coded = stands.maker, stands.coded
        key = (coded.number, maker.level, maker.role, true, self.closed(maker))
        if key not in self.open:
            subjects = [s for s in self.asks(maker) if coded.looked[s] is not None]
            kinds = list(zip(subjects, self.kinds(stands, subjects, true), strict=True))
            self.open[key] = (tuple(kinds), frozenset([kind for _, kind in kinds]) - {None})
        return self.open[key]

    def kind(self, stands: Standing, subject: str, true: int) -> Hashable:
        """Return what the question can see of unseen rules on a subject; None: nothing.

        Makers and subjects of one kind are one to the question.
        """
        return next(self.kinds(stands, (subject,), true))

    def kinds(self, stands: Standing, subjects: Iterable[str], true: int) -> Iterator[Hashable]:
        """Give the kind of a maker's unseen rules on each of some subjects."""
        maker, masks = stands.maker, self.masks
        # A parent's rule reaches the government by whom it binds; that tells it from an own one
        # only where some query asks whom a rule binds.
        own_level = "own" if maker.role == "own" else maker.level
        whose = own_level if self.tells_binds else ""
        own = maker.role == "own" and masks.demanding > 0
        acts = self.closed(maker)
        open_to = masks.of_maker(maker) & ~true
        for subject in subjects:
            closed = frozenset([act for on, act in acts if on == subject]) if acts else frozenset()
            but = stands.coded.looked[subject]
            if subject in self.weighed or (subject == PREEMPTION and self.weighed):
                yield (subject, maker.role, maker.level, but, closed)
                continue
            seen = masks.of_subject[subject] & open_to
            demanded = subject if masks.demanding else None
            yield (seen, whose, own, demanded, but, closed) if seen else None

    def closed(self, maker: Maker) -> frozenset[tuple[str, str]]:
        """Return the subjects and acts of which a holding finds that the maker has no rule."""
        return self.none.get(maker.id, frozenset())

    def pivots(
        self, standing: Sequence[Standing], true: int, kinds: frozenset[Hashable]
    ) -> list[tuple[SurveyPivot, ...]]:
        """Return the pivots among the unseen rules of each maker, by whose they are."""
        found = []
        for stands in standing if kinds else ():
            maker, coded = stands.maker, stands.coded
            key = (coded.number, maker.level, maker.role, true, self.closed(maker), kinds)
            if key not in self.turned:
                level = "own" if maker.role == "own" else maker.level
                self.turned[key] = tuple(
                    [
                        SurveyPivot("rules", f"{level} {subject}")
                        for subject, kind in self.unseen(stands, true)[0]
                        if kind in kinds
                    ]
                )
            found.append(self.turned[key])
        return found

    def looked(self, standing: Sequence[Standing]) -> Looked:
        """Count where somebody looked, of all that the question asks about."""
        asked = surveyed = looked_at = own_asked = own = known = 0
        for stands in standing:
            key = (stands.coded.number, stands.maker.level, stands.maker.role)
            if key not in self.counted:
                subjects = self.asks(stands.maker)
                self.counted[key] = (
                    len(subjects),
                    sum(map(stands.coded.surveyed, subjects)),
                    sum(map(stands.coded.looked_for, subjects)),
                    sum([subject in stands.coded.rules for subject in subjects]),
                )
            count, all_of, some_of, with_rules = self.counted[key]
            asked, surveyed, looked_at = asked + count, surveyed + all_of, looked_at + some_of
            if stands.maker.role == "own":
                own_asked, own, known = count, some_of, with_rules
        return Looked(asked, surveyed, looked_at, own_asked, own, known)

    def fact(self, key: Hashable, one: Government) -> Hashable:
        """Return what is recorded of a government: lists, events, the number of inhabitants."""
        if isinstance(key, Listed):
            return stands_on(self.library, key.list, one, self.day)
        if isinstance(key, Below):
            return some_below(self.library, key.test, one, self.day)
        if isinstance(key, Populous):
            return None if one.population is None else one.population >= key.least
        assert isinstance(key, Happened)
        return tuple([happened(self.library, one, key, by, self.day) for by in key.by])


def _answers(rule: Rule, asked: Asked, books: Books) -> bool:
    """Tell whether a rule that matches a query makes it true, where it asks at or in some."""
    how, bound = asked.situations
    if asked.acts is not None and "excepts" in asked.acts and rule.act == "prohibits":
        if how == "at" and any(alternative <= bound for alternative in rule.unless):
            return True
        if how != "at" and any(not alternative & bound for alternative in rule.unless):
            return True
        if "prohibits" not in asked.acts:
            return False
    return applies_in(rule, asked, books)


def _pivots(question: Question, settled: Settled, one: Government) -> Iterator[SurveyPivot]:
    for group, _ in settled.axes:
        for name in dict.fromkeys(question.axes[axis].term for axis in group):
            yield SurveyPivot("term", name)
    levels = {parent: "county" if "/" in parent else "state" for parent in one.parents}
    told: dict[SurveyPivot, None] = {}
    for unknown in settled.unknowns:
        assert isinstance(unknown, Unknown)
        name = unknown.id
        if unknown.kind == "rules":
            continue
        if unknown.kind == "attribute":
            name = "population"
        elif unknown.kind == "in_force":
            name = f"{levels.get(name.rpartition('/')[0], 'own')} instrument"
        told[SurveyPivot(unknown.kind, name)] = None
    yield from told


def grounds(question: Question, settled: Settled) -> Iterator[Readings]:
    """Give the smallest sets of readings on which the test is met, whatever else is open.

    Sets of one reading first, then of two, and so on; a set that contains a smaller one is left
    out.
    """
    every = [value == TRUE for value in settled.values]
    if not any(every):
        return
    if all(every):
        yield ()
        return
    choices = choosing(question)
    whole = (1 << len(every)) - 1
    met = sum(1 << number for number, value in enumerate(every) if value)
    axes = [axis for group, _ in settled.axes for axis in group]
    level: list[tuple[tuple[tuple[int, int], ...], int]] = [((), whole)]
    found: list[frozenset[tuple[int, int]]] = []
    for _ in axes:
        following = []
        for chosen, mask in level:
            after = axes.index(chosen[-1][0]) + 1 if chosen else 0
            for axis in axes[after:]:
                for choice in range(len(question.axes[axis].meanings)):
                    picked = (*chosen, (axis, choice))
                    if any(map(set(picked).issuperset, found)):
                        continue
                    left = mask & choices[axis][choice]
                    if not left & met:
                        continue
                    if not left & ~met:
                        found.append(frozenset(picked))
                        yield tuple(
                            (question.axes[a].term, question.axes[a].meanings[c].readings[0])
                            for a, c in picked
                        )
                        if len(found) == MOST_GROUNDS:
                            return
                    else:
                        following.append((picked, left))
        level = following
