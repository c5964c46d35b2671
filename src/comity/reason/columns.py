"""The value of every column of a question for one government, as a function of what is unknown.

A rule that nobody has seen could say anything. What it could make a question's queries say is
spanned by rules of the simplest kind: one act, one counterparty, one bound, applying in one
situation; any set of provisions answers the queries as some set of those does, and any set of
those can be written. So each such rule is a variable of its own, free of the others, and those
that no query can tell apart share one.
"""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Iterable, Iterator, Sequence

import msgspec

from comity.catalog import Library
from comity.evaluate.diagram import FALSE, MOST, TRUE, Diagram, TooLarge
from comity.law.files import Drops
from comity.law.formula import several
from comity.places.government import Government
from comity.policy.dates import first_day, holds, last_day
from comity.policy.vocabulary import ACTS, BARS, BINDS, SUBJECTS
from comity.reason.lists import some_below, stands_on
from comity.reason.masks import counterparties_for, masks_of
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
)
from comity.reason.rules import Alternative, Books, Maker, Rule, Unsurveyed, shared
from comity.reason.situations import exempted, points, unions

PREEMPTION = "preemption_of_local_policy"
MOST_SHARED = 20_000
"""Up to how many nodes a diagram is used again, so that no question fills it for another."""

MOST_UNSEEN = 4000
"""The most kinds of unseen rules that are told apart for one question."""


class Unknown(msgspec.Struct, frozen=True):
    """Name a fact that nobody has looked up: rules, in force or not, an event, a number."""

    kind: str
    id: str
    maker: str | None = None
    subject: str | None = None


Kind = tuple[
    str,
    str,
    tuple[str, ...],
    bool,
    tuple[Alternative, ...],
    tuple[Alternative, ...],
    int,
    Hashable,
]
"""A kind of rule that nobody has seen: its act, counterparty, what it is about, whether a parent
demands it, where it applies, what it excepts, which queries see it, as bits, and all of that which
queries can tell apart."""


class Columns(msgspec.Struct, frozen=True):
    """Hold the diagram node of each column, the variables of each unknown, and the diagram.

    `imagined` are the kinds of rule that nobody has seen, each with its variable; `truths` the
    facts that are known, where each of them was given a variable all the same.
    """

    values: dict[Hashable, int]
    unknowns: dict[Unknown, frozenset[int]]
    imagined: tuple[tuple[Unsurveyed, Kind, int], ...]
    diagram: Diagram
    truths: dict[Unknown, bool]


def matches(rule: Rule, asked: Asked) -> bool:
    """Tell whether a rule is of the kind that a query asks for, situations left aside."""
    if asked.subjects is not None and rule.subject not in asked.subjects:
        return False
    if asked.acts is not None and rule.act not in asked.acts:
        excepting = "excepts" in asked.acts and rule.act == "prohibits"
        if not excepting:
            return False
    if asked.by is not None and not _made_by(rule, asked.by):
        return False
    if asked.of is not None and (rule.office or "") not in asked.of:
        return False
    if asked.binds is not None and not asked.binds.intersection(rule.binds):
        return False
    if asked.counterparties is not None and rule.counterparty not in asked.counterparties:
        return False
    return not any(dropped(rule, drops) for drops in asked.drops)


def set_aside(rule: Rule, asked: Asked, held: Held) -> bool:
    """Tell whether a binding holding says that the rule's instrument does not meet the test."""
    aside = held.aside
    return bool(aside) and (
        (asked.test, rule.id) in aside or (asked.test, rule.id.rsplit("/", 1)[0]) in aside
    )


def dropped_by_maker(maker: Maker, asked: Asked) -> bool:
    """Tell whether a query asks for no rule of a maker, whatever the rule."""
    role = "parents" if maker.role == "parent" else "own"
    if asked.by is not None and not {role, maker.level} & asked.by:
        return True
    return any(role in several(drop.by) for drop in asked.drops)


def over_each(rule: Rule, rules: Iterable[Rule]) -> list[Rule]:
    """Return the rules of the same maker that carve their situations out of a rule."""
    name = rule.id.rsplit("/", 1)[-1]
    return [
        other
        for other in rules
        if other.overrides
        and other.maker == rule.maker
        and other.id != rule.id
        and (
            (other.overrides == ("all",) and not rule.overrides)
            or name in other.overrides
            or rule.id in other.overrides
            or any(rule.id.endswith(f"/{o}") for o in other.overrides)
        )
    ]


def _made_by(rule: Rule, by: frozenset[str]) -> bool:
    role = "parents" if rule.maker.role == "parent" else "own"
    return role in by or rule.maker.level in by


def dropped(rule: Rule, drops: Drops) -> bool:
    """Tell whether a filter's reading leaves a rule out."""
    role = "parents" if rule.maker.role == "parent" else "own"
    if role in several(drops.by):
        return True
    if rule.kind in several(drops.kind):
        return True
    if rule.office is not None and rule.office in {o.strip("#") for o in several(drops.of)}:
        return True
    if drops.demanded_by is not None and rule.demanded:
        return True
    if drops.saved_by is not None:
        if rule.saved.intersection(several(drops.saved_by.law)):
            return True
        also = frozenset(drops.saved_by.also)
        if also and any(alternative <= also for alternative in rule.unless):
            return True
    return False


def happened(
    library: Library, government: Government, asked: Happened, sender: str, day: str
) -> bool | None:
    """Tell whether a sender sent it by a day, or None where no complete log says."""
    ids = {government.id, *government.same_as}
    test = library.tests[asked.test]
    begun = min((first_day(i.from_) for i in test.in_force), default=day)
    logs = [log for log in library.logs.values() if log.kind == asked.kind and log.by == sender]
    if any(
        entry.to in ids
        and last_day(entry.date) <= day
        and (asked.about is None or entry.about in (None, asked.about))
        for log in logs
        for entry in log.entries
    ):
        return True
    complete = any(
        holds([interval], max(begun, first_day(interval.from_)))
        and first_day(interval.from_) <= begun
        and holds([interval], day)
        for log in logs
        for interval in log.complete
    )
    return False if complete else None


def fill(
    library: Library,
    government: Government,
    books: Books,
    question: Question,
    manner: Manner,
    *,
    loose: bool = False,
) -> Columns:
    """Return the value of every column of a question, and the variables of its unknowns.

    With `loose`, lists and numbers have a variable though they are known. Questions that
    ask the same of the same books under the same holdings share their columns.
    """
    keys = question.circuit.columns(question.root)
    asked = [key for key in keys if isinstance(key, Asked)]
    abouts = sorted({key.about for key in keys if isinstance(key, Happened) and key.about})
    found = facts_held(library, government, manner, {key.test for key in asked if key.test})
    sizes = tuple(sorted({key.least for key in keys if isinstance(key, Populous)}))
    same = (tuple(asked), manner.as_of, found, loose, sizes)
    filler = books.worked.get(same)
    if filler is None or filler.diagram.size > MOST_SHARED:
        filler = _Filler(library, government, books, manner, asked, loose, found, sizes)
        books.worked[same] = filler
    assert isinstance(filler, _Filler)
    for key in asked:  # first of all, so that the unknowns stand in one order whoever asks
        filler.value(key, abouts)
    values = {key: filler.value(key, abouts) for key in keys}
    unknowns = {u: frozenset(v) for u, v in filler.unknowns.items()}
    return Columns(values, unknowns, tuple(filler.imagined), filler.diagram, filler.truths)


def unseen(unsurveyed: Unsurveyed, kind: Kind) -> Rule:
    """Return a rule of a kind that nobody has seen."""
    act, counterparty, about, demanded, where, excepted, seen_by, _ = kind
    return Rule(
        id=f"unseen {unsurveyed.id}",
        maker=unsurveyed.maker,
        subject=unsurveyed.subject,
        act=act,
        binds=(),
        counterparty=counterparty,
        about=about,
        demanded=demanded,
        points=where,
        excepted=excepted,
        seen_by=seen_by,
    )


class Held(msgspec.Struct, frozen=True):
    """Hold what binding holdings say of facts: acts that no maker has, instruments held aside."""

    none: frozenset[tuple[str, str, str]]
    aside: frozenset[tuple[str, str]]


def facts_held(
    library: Library, government: Government, manner: Manner, tests: Iterable[str]
) -> Held:
    """Return what holdings that bind a government in these tests say of facts."""
    none: set[tuple[str, str, str]] = set()
    aside: set[tuple[str, str]] = set()
    for test in tests:
        for holding in binding_holdings(library, government, library.tests[test], manner):
            effect = holding.effect
            if effect.finds is not None:
                finds = effect.finds
                none.update(itertools.product((finds.by,), finds.subject, finds.act))
            if effect.applies == test and effect.outcome == "not_met":
                aside.update((test, named) for named in effect.to)
    return Held(frozenset(none), frozenset(aside))


class _Filler:
    def __init__(
        self,
        library: Library,
        government: Government,
        books: Books,
        manner: Manner,
        asked: Sequence[Asked],
        loose: bool,
        found: Held,
        sizes: tuple[int, ...],
    ) -> None:
        self.found = found
        self.sizes = sizes
        self.truths: dict[Unknown, bool] = {}
        self.loose = loose
        self.library = library
        self.government = government
        self.books = books
        self.manner = manner
        self.asked = asked
        self.values: dict[Hashable, int] = {}
        self.unknowns: dict[Unknown, list[int]] = {}
        self.guards: dict[str, int] = {}
        self.displacements: dict[Hashable, int] = {}
        self.above: dict[Hashable, list[tuple[Rule, int]]] = {}
        self.guarded: list[tuple[Rule, int]] | None = None
        self.displacing: dict[str, list[tuple[Rule, int]]] | None = None
        self.reach = _reach(asked)
        self.known = [rule for rule in books.rules if self.concerns(rule)]
        self.by_maker: dict[str, list[Rule]] = {}
        for rule in books.rules:
            self.by_maker.setdefault(rule.maker.id, []).append(rule)
        self.groups = _groups(asked)
        self.masks = masks_of(tuple(asked))
        self.diagram, self.variables = self.shared_diagram()
        self.counterparties = tuple(counterparties_for(self.masks, self.known))
        self.numbers = {a: number for number, a in enumerate(asked)}
        self.looked_at: dict[frozenset[str], list[Alternative]] = {}
        self.shared_points: dict[str, tuple[Alternative, ...]] = {}
        self.unseen: list[tuple[Rule, int]] = []
        self.imagined: list[tuple[Unsurveyed, Kind, int]] = []
        self.larger: dict[int, int] = {}
        if loose:
            # What many queries add to the same unseen rules costs least above these in the order.
            self.known_guards()
        self.imagine()

    def shared_diagram(self) -> tuple[Diagram, dict[Hashable, int]]:
        """Return a diagram, and the variables that other books gave it for the same queries.

        Where each query asks at one situation or at some, of rules in the books, its value is a
        disjunction, small in any order; so the books of all governments can share one diagram, and
        what is worked out for one need not be for the next.
        """
        worked = self.masks.worked
        if self.loose or self.masks.effective or self.masks.every:
            return Diagram(), {}
        found: tuple[Diagram, dict[Hashable, int]] | None = worked.get("diagram")
        if found is None or max(found[0].size, 8 * found[0].variables) > MOST_SHARED:
            found = worked["diagram"] = (Diagram(MOST + MOST_SHARED), {})
        return found

    def variable(self, key: Hashable) -> int:
        """Return the variable of something unknown, the same in all books that share a diagram."""
        if key not in self.variables:
            self.variables[key] = self.diagram.variable()
        return self.variables[key]

    def value(self, key: Hashable, abouts: Sequence[str]) -> int:
        """Return the value of a column; `abouts` are what the events of its question are about."""
        if isinstance(key, Happened):
            return self.event(key, abouts)
        if key not in self.values:
            if isinstance(key, Asked):
                self.values[key] = self.query(key)
            elif isinstance(key, Listed):
                on = stands_on(self.library, key.list, self.government, self.manner.as_of)
                self.values[key] = self.known_fact(f"on the list {key.list}", on)
            elif isinstance(key, Below):
                some = some_below(self.library, key.test, self.government, self.manner.as_of)
                self.values[key] = self.known_fact(
                    f"above a government that meets {key.test}", some
                )
            elif isinstance(key, Populous):
                self.values[key] = self.populous(key.least)
            else:
                assert isinstance(key, Decided)
                self.values[key] = self.diagram.some(
                    self.guard(rule)
                    for rule in self.books.rules
                    if rule.id in key.instruments or rule.id.rsplit("/", 1)[0] in key.instruments
                )
        return self.values[key]

    def points(self, subject: str) -> list[Alternative]:
        """Return the situations that matter for rules on a subject."""
        group = self.groups.get(subject, frozenset((subject,)))
        if group not in self.looked_at:
            asked = [a for a in self.asked if a.subjects is None or a.subjects & group]
            rules = [
                rule
                for rule in self.known
                if rule.subject in group or group & set(rule.about) or rule.overrides
            ]
            told = tuple(
                dict.fromkeys(a for rule in rules for a in (*rule.when, *rule.unless))
                if any(a.situations[0] == "every" or a.effective is not None for a in asked)
                else ()
            )
            worked = self.masks.worked
            if (group, told) not in worked:
                worked[group, told] = points(asked, rules)
            self.looked_at[group] = worked[group, told]
        return self.looked_at[group]

    def points_of(self, asked: Asked) -> list[Alternative]:
        return self.points(min(asked.subjects or SUBJECTS))

    def concerns(self, rule: Rule) -> bool:
        """Tell whether any query could see a rule, or a rule that it displaces."""
        return (
            rule.subject in self.reach
            or (rule.subject == PREEMPTION and bool(self.reach & set(rule.about)))
            or bool(rule.overrides)
        )

    # what is known

    def guard(self, rule: Rule) -> int:
        """Return when a known rule is in force: true, or a variable where a date is partial."""
        node = TRUE
        if rule.maybe is not None:
            node = self.in_force(rule.maybe)
        for later in rule.ended_by:
            node = self.diagram.both(node, self.diagram.complement(self.in_force(later)))
        return node

    def in_force(self, instrument: str) -> int:
        if instrument not in self.guards:
            self.guards[instrument] = self.new(Unknown("in_force", instrument))
        return self.guards[instrument]

    def new(self, unknown: Unknown) -> int:
        variables = self.unknowns.setdefault(unknown, [])
        variable = self.variable((unknown, len(variables)))
        variables.append(variable)
        return self.diagram.of(variable)

    def over(self, rule: Rule) -> list[Rule]:
        """Return the rules of the same maker that carve their situations out of a rule."""
        return over_each(rule, self.by_maker.get(rule.maker.id, ()))

    def applies(self, rule: Rule, situation: Alternative) -> int:
        """Return when a rule applies in a situation, with what overrides it."""
        if not rule.applies(situation):
            return FALSE
        if rule.points:
            return TRUE
        return self.diagram.every(
            self.diagram.complement(self.guard(other))
            for other in self.over(rule)
            if other.applies(situation)
        )

    def known_guards(self) -> list[tuple[Rule, int]]:
        if self.guarded is None:
            self.guarded = [(rule, self.guard(rule)) for rule in self.known]
        return self.guarded

    def higher(self, rule: Rule) -> list[tuple[Rule, int]]:
        """Return the rules that displace one like this where both apply."""
        key = (rule.maker.rank, rule.subject, rule.act, rule.counterparty)
        if key not in self.above:
            if self.displacing is None:
                self.displacing = {}
                for other, guard in self.known_guards() + self.unseen:
                    if may_displace(other):
                        for subject in {other.subject, *other.about}:
                            self.displacing.setdefault(subject, []).append((other, guard))
            self.above[key] = [
                (other, guard)
                for other, guard in self.displacing.get(rule.subject, ())
                if other.maker.rank > rule.maker.rank and displaces(other, rule)
            ]
        return self.above[key]

    def displaced(self, rule: Rule, situation: Alternative) -> int:
        """Return when a higher rule, itself not displaced, displaces a rule in a situation."""
        key = (rule.maker.rank, rule.subject, rule.act, rule.counterparty, situation)
        if key not in self.displacements:
            self.displacements[key] = self.displacement(rule, situation)
        return self.displacements[key]

    def displacement(self, rule: Rule, situation: Alternative) -> int:
        nodes = []
        for other, guard in self.higher(rule):
            node = self.diagram.both(guard, self.applies(other, situation))
            if node != FALSE:
                stands_up = self.diagram.complement(self.displaced(other, situation))
                nodes.append(self.diagram.both(node, stands_up))
        return self.diagram.some(nodes)

    def effective(self, rule: Rule, situation: Alternative, wanted: bool | None) -> int:
        if wanted is None:
            return TRUE
        node = self.displaced(rule, situation)
        return self.diagram.complement(node) if wanted else node

    # queries

    def query(self, asked: Asked) -> int:
        """Return the value of a query."""
        if asked.subjects is not None and not asked.subjects:
            return FALSE  # a reading that courts have trimmed to nothing
        bit = 1 << self.numbers[asked]
        known = [
            (rule, guard)
            for rule, guard in self.known_guards()
            if (asked.subjects is None or rule.subject in asked.subjects)  # soonest said
            and matches(rule, asked)
            and not set_aside(rule, asked, self.found)
        ]
        others = [(rule, guard) for rule, guard in self.unseen if rule.seen_by & bit]
        how, bound = asked.situations
        plain = asked.effective is None and "excepts" not in (asked.acts or ())
        if how == "every" and plain:
            there: dict[Alternative, list[int]] = {}
            for rule, guard in others:
                for point in rule.points:
                    there.setdefault(point, []).append(guard)
            return self.diagram.every(
                self.diagram.some([*there.get(shared(point), ()), self.at(known, asked, point)])
                for point in self.points_of(asked)
                if not point & bound
            )
        if how == "every":
            return self.diagram.every(
                self.at([*known, *others], asked, point)
                for point in self.points_of(asked)
                if not point & bound
            )
        if asked.effective is not None:
            points = (
                [bound]
                if how == "at"
                else [point for point in self.points_of(asked) if not point & bound]
            )
            return self.diagram.some(self.at([*known, *others], asked, point) for point in points)
        # What answers to a query at one situation or at some is what `seen_by` says.
        nodes = [self.diagram.some(guard for _, guard in others)]
        if how == "at":
            nodes.append(self.at(known, asked, bound))
        else:
            nodes += [
                self.diagram.both(guard, self.sometimes(rule, asked, bound))
                for rule, guard in known
            ]
        return self.diagram.some(nodes)

    def at(self, rules: Iterable[tuple[Rule, int]], asked: Asked, situation: Alternative) -> int:
        nodes = []
        for rule, guard in rules:
            node = FALSE
            if asked.acts is None or rule.act in asked.acts:
                node = self.applies(rule, situation)
            if node == FALSE and self.excepts(rule, asked, situation):
                node = TRUE
            if node != FALSE:
                node = self.diagram.both(node, self.effective(rule, situation, asked.effective))
                nodes.append(self.diagram.both(guard, node))
        return self.diagram.some(nodes)

    def excepts(self, rule: Rule, asked: Asked, situation: Alternative) -> bool:
        if asked.acts is None or "excepts" not in asked.acts or rule.act != "prohibits":
            return False
        if rule.points:
            return any(alternative <= situation for alternative in rule.excepted)
        return any(alternative <= situation for alternative in rule.unless)

    def sometimes(self, rule: Rule, asked: Asked, bound: frozenset[str]) -> int:
        """Return when a known rule applies in some situation that has nothing of a bound."""
        nodes = []
        excepting = asked.acts is not None and "excepts" in asked.acts and rule.act == "prohibits"
        if excepting and any(not alternative & bound for alternative in rule.unless):
            return TRUE
        if asked.acts is None or rule.act in asked.acts:
            over = self.over(rule)
            listed = [a for r in (rule, *over) for a in (*r.when, *r.unless)] if over else rule.when
            for situation in unions(listed):
                if not situation & bound:
                    nodes.append(self.applies(rule, situation))
        return self.diagram.some(nodes)

    def event(self, asked: Happened, abouts: Sequence[str]) -> int:
        """Return whether an event happened: known from the logs, or one unknown for each sender."""
        nodes = []
        for sender in asked.by:
            known = happened(self.library, self.government, asked, sender, self.manner.as_of)
            if known:
                nodes.append(TRUE)
            elif known is None:
                name = f"{asked.kind} by {sender}"
                named = abouts if asked.about is None else (asked.about,)
                nodes += [self.in_log(Unknown("event", f"{name} about {a}")) for a in named]
                if asked.about is None:
                    nodes.append(self.in_log(Unknown("event", name)))
        return self.diagram.some(nodes)

    def in_log(self, unknown: Unknown) -> int:
        if unknown in self.unknowns:
            return self.diagram.of(self.unknowns[unknown][0])
        return self.new(unknown)

    def known_fact(self, name: str, value: bool) -> int:
        """Return a known fact; where facts are told apart, as a variable whose truth is noted."""
        if not self.loose:
            return TRUE if value else FALSE
        unknown = Unknown("fact", name)
        self.truths[unknown] = value
        return self.new(unknown)

    def populous(self, least: int) -> int:
        """Return whether the government has so many inhabitants, one unknown for all bounds."""
        known = self.government.population
        if known is not None:
            return self.known_fact(f"of {least:,} or more inhabitants", known >= least)
        if not self.larger:
            unknown = Unknown("attribute", f"population of {self.government.id}")
            reached = TRUE
            for size in self.sizes:  # whoever has more than a bound has more than any lower one
                reached = self.diagram.both(reached, self.new(unknown))
                self.larger[size] = reached
        return self.larger[least]

    # what nobody has seen

    def imagine(self) -> None:
        """Add a variable for each kind of rule that nobody has seen and some query could see."""
        closed = self.found.none
        found: list[tuple[Unsurveyed, Kind]] = []
        for unsurveyed in self.books.unsurveyed:
            if unsurveyed.subject not in self.reach and unsurveyed.subject != PREEMPTION:
                continue
            told: set[Hashable] = set()
            for kind in self.kinds(unsurveyed):
                key = kind[-1]
                if key in told or (
                    closed and (unsurveyed.maker.id, unsurveyed.subject, kind[0]) in closed
                ):
                    continue
                told.add(key)
                found.append((unsurveyed, kind))
                if len(found) > MOST_UNSEEN:
                    raise TooLarge(
                        f"more than {MOST_UNSEEN:,} kinds of rule that nobody has seen would have "
                        "to be told apart"
                    )
        # Rules that can displace one another stand together: the diagrams stay small.
        found.sort(
            key=lambda f: (
                sorted(f[1][4][0]),
                f[1][2] or (f[0].subject,),
                f[1][1],
                f[0].maker.rank,
            )
        )
        shared: dict[Hashable, int] = {}
        within: dict[int, tuple[Unsurveyed, dict[int, None]]] = {}
        for unsurveyed, kind in found:
            key = kind[-1]
            if key not in shared:
                shared[key] = self.variable(key)
                self.unseen.append((unseen(unsurveyed, kind), self.diagram.of(shared[key])))
            variable = shared[key]
            self.imagined.append((unsurveyed, kind, variable))
            within.setdefault(id(unsurveyed), (unsurveyed, {}))[1][variable] = None
        for one, variables in within.values():
            name = Unknown("rules", one.id, one.maker.id, one.subject)
            self.unknowns.setdefault(name, []).extend(variables)

    def marks(self, maker: Maker, but: tuple[str, ...]) -> frozenset[int]:
        """Return the sets of queries that rules of a maker can belong to, but for some offices.

        They differ in whom a rule binds, in the office and in the kind of instrument; values that
        every query treats alike are one.
        """
        must = 0
        if maker.role == "parent" and maker.level == "county":
            must = self.masks.of_binds["local_governments"]
        masks = self.masks
        key = ("marks", maker.role, maker.level == "state", must, but)
        if key not in masks.worked:
            offices = [None, *(o for o in masks.offices if o not in but)]
            marks = {must | masks.of_binds[bind] for bind in BINDS}
            if maker.role == "parent" and maker.level == "state":
                # What binds nothing but an agency of the State's own reaches nobody below.
                agency = masks.of_binds["named_agency"]
                others = [masks.of_binds[bind] for bind in BINDS if bind != "named_agency"]
                marks = {*others, *(agency | other for other in others)}
            marks = {mark & office for mark in marks for office in map(masks.of_office, offices)}
            marks = {mark & masks.of_kind(kind) for mark in marks for kind in (None, *masks.kinds)}
            masks.worked[key] = frozenset(marks)
        found: frozenset[int] = masks.worked[key]
        return found

    def kinds(self, unsurveyed: Unsurveyed) -> Sequence[Kind]:
        """Return the simplest rules that a maker could have, each with what queries see of it.

        Where nothing is displaced, makers and subjects that stand in the same queries have the
        same.
        """
        maker, subject = unsurveyed.maker, unsurveyed.subject
        masks = self.masks
        base = masks.of_subject[subject] & masks.of_maker(maker)
        displaces = masks.effective > 0 and maker.rank > 0
        if not base and not displaces:
            return ()
        marks = self.marks(maker, unsurveyed.but)
        higher: frozenset[str] = frozenset()
        if maker.role == "own" and masks.demanding:
            higher = frozenset(
                r.act for r in self.books.rules if r.subject == subject and r.maker.role != "own"
            )
        if subject == PREEMPTION and masks.effective:
            return list(self.kinds_of(maker, subject, base, marks, higher, displaces))
        same: Hashable = (base, marks, higher, self.points_on(subject), self.counterparties)
        if displaces or base & (masks.effective | masks.every):
            same = (same, maker.rank, subject, displaces)
        if same not in masks.worked:
            masks.worked[same] = list(self.kinds_of(maker, subject, base, marks, higher, displaces))
        found: Sequence[Kind] = masks.worked[same]
        return found

    def kinds_of(
        self,
        maker: Maker,
        subject: str,
        base: int,
        marks: frozenset[int],
        higher: frozenset[str],
        displaces: bool,
    ) -> Iterator[Kind]:
        masks = self.masks
        about: list[tuple[str, ...]] = [()]
        if subject == PREEMPTION and masks.effective:
            about = [(other,) for other in SUBJECTS if other in self.reach]
        acts: Sequence[str] = ACTS
        counterparties: Sequence[str] = self.counterparties
        if subject == PREEMPTION and not base:
            # No query asks for it: all that it does is to displace bars, whoever the other side,
            # and, where it is required, a lower rule that would displace them.
            below = any(rule.subject == PREEMPTION for rule in self.known)
            acts = ("prohibits", "requires") if below else ("prohibits",)
            counterparties = ["any"]
        for act, counterparty, what in itertools.product(acts, counterparties, about):
            demanded = act in higher
            narrow = base & masks.of_act[act] & masks.of_counterparty[counterparty]
            narrow &= masks.of_demanded(demanded)
            if not narrow and not displaces:
                continue
            rule = Rule(
                id="unseen",
                maker=maker,
                subject=subject,
                act=act,
                binds=(),
                counterparty=counterparty,
                about=what,
                demanded=demanded,
                points=(frozenset(),),
            )
            for where, excepted, seen, key in self.shown(rule, narrow, marks, displaces):
                yield act, counterparty, what, demanded, where, excepted, seen, key

    def points_on(self, subject: str) -> tuple[Alternative, ...]:
        """Return the situations that matter for unseen rules on a subject."""
        if subject not in self.shared_points:
            self.shared_points[subject] = tuple(dict.fromkeys(map(shared, self.points(subject))))
        return self.shared_points[subject]

    def shown(
        self, rule: Rule, narrow: int, marks: frozenset[int], displaces: bool
    ) -> list[tuple[tuple[Alternative, ...], tuple[Alternative, ...], int, Hashable]]:
        """Return what queries see of a rule, for each set of queries that it can belong to."""
        masks = self.masks
        points = self.points_on(rule.about[0] if rule.about else rule.subject)
        displaces = displaces and may_displace(rule)
        found: list[tuple[tuple[Alternative, ...], tuple[Alternative, ...], int, Hashable]] = []
        for mark in {narrow & mark for mark in marks}:
            found += self.sights(rule, mark, points, displaces)
            for exceptions in masks.savings if masks.saves_itself & mark else ():
                found += self.sights(rule, mark, points, displaces, exceptions)
        return found

    def sights(
        self,
        rule: Rule,
        mark: int,
        points: Sequence[Alternative],
        displaces: bool,
        saving: tuple[Alternative, ...] = (),
    ) -> Iterator[tuple[tuple[Alternative, ...], tuple[Alternative, ...], int, Hashable]]:
        """Give each situation that matters where a rule applies, with the queries that see it.

        With `saving`, the rule gives way to these, as one does that leaves other law untouched.
        """
        masks = self.masks
        if not mark and not displaces:
            return
        role: Hashable = None
        if displaces or mark & masks.effective:
            role = (rule.maker.rank, rule.subject, rule.act, rule.counterparty, rule.about)
        plain = mark & masks.by_act[rule.act]
        excepting = mark & masks.excepting if rule.act == "prohibits" else 0
        for point in points:
            if any(alternative <= point for alternative in saving):
                continue
            for also, exceptions in self.shapes(point, points) if excepting else [((), ())]:
                excepted = (*saving, *exceptions)
                seen = plain & masks.at(point)
                for other in also:
                    seen |= plain & masks.at(other)
                for alternative in excepted:
                    seen |= excepting & masks.excepted(alternative)
                for alternative in excepted:
                    seen &= ~masks.saved_with(alternative)
                if not seen and not displaces:
                    continue
                where = (point, *also)
                here = where if role is not None or seen & masks.every else None
                told = here is not None and excepting
                yield where, excepted, seen, (seen, role, here, excepted if told else ())

    def shapes(
        self, point: Alternative, points: Sequence[Alternative]
    ) -> Iterator[tuple[tuple[Alternative, ...], tuple[Alternative, ...]]]:
        """Give where else a bar on a point applies, and what it excepts, as queries can tell.

        Wherever more holds than in the point the bar applies as well, or an exception does.
        """
        above = [other for other in points if other > point]
        for number, taken in enumerate(exempted(above)):
            if number > MOST_UNSEEN:
                raise TooLarge(
                    f"more than {MOST_UNSEEN:,} ways to except situations from a rule that nobody "
                    "has seen would have to be told apart"
                )
            also = tuple(other for other in above if other not in taken)
            least = tuple(one for one in taken if not any(other < one for other in taken))
            yield also, least
            for other in points:
                beside = other and not other <= point and other not in taken
                if beside and all(one in taken for one in above if other <= one):
                    yield also, (*least, other)


def _groups(asked: Sequence[Asked]) -> dict[str, frozenset[str]]:
    """Return, for each subject, those that some query over many situations asks of together."""
    found = {subject: frozenset((subject,)) for subject in SUBJECTS}
    for query in asked:
        if query.subjects is not None and not query.subjects:
            continue
        if (
            query.situations[0] == "every"
            or (query.situations[0] == "some" and query.effective is not None)
            or (query.situations[0] == "any" and query.effective is not None)
        ):
            joined: frozenset[str] = frozenset().union(
                *(found[subject] for subject in query.subjects or SUBJECTS)
            )
            found.update(dict.fromkeys(joined, joined))
    return found


def _reach(asked: Sequence[Asked]) -> set[str]:
    found: set[str] = set()
    for query in asked:
        found |= set(SUBJECTS) if query.subjects is None else query.subjects
    return found


def may_displace(rule: Rule) -> bool:
    """Tell whether a rule is of a kind that can displace a lower one."""
    return rule.maker.rank > 0 and rule.act in ("requires", "prohibits")


def displaces(higher: Rule, lower: Rule) -> bool:
    """Tell whether a higher rule's act displaces a lower rule's, where both apply.

    What a higher rule requires, a lower one may not bar; what it prohibits, a lower one may not
    require, permit or authorize; preemption about a subject displaces lower bars on it.
    """
    preempts = higher.subject == PREEMPTION and higher.act == "prohibits"
    if preempts and lower.act in BARS and lower.subject in higher.about:
        return True
    if higher.subject != lower.subject:
        return False
    parties = {higher.counterparty, lower.counterparty}
    if len(parties) > 1 and "any" not in parties:
        return False
    if higher.act == "requires":
        return lower.act in BARS
    return higher.act == "prohibits" and lower.act in ("requires", "permits", "authorizes")
