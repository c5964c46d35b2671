"""The value of every column of a question for one government, as a function of what is unknown.

A rule that nobody has seen could say anything. What it could make a question's queries say is
spanned by rules of the simplest kind: one act, one counterparty, one bound, applying in one
situation; any set of provisions answers the queries as some set of those does, and any set of
those can be written. So each such rule is a variable of its own, free of the others, and those
that no query can tell apart share one.
"""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Iterable, Sequence

import msgspec

from comity.catalog import Library
from comity.evaluate.diagram import FALSE, TRUE, Diagram
from comity.law.files import Drops
from comity.places.government import Government
from comity.policy.dates import first_day, holds, last_day
from comity.policy.vocabulary import ACTS, BARS, BINDS, COUNTERPARTIES, SUBJECTS
from comity.reason.question import Asked, Happened, Manner, Question, binding_holdings
from comity.reason.rules import Alternative, Books, Rule, Unsurveyed
from comity.reason.situations import points, unions

PREEMPTION = "preemption_of_local_policy"
SAVED = frozenset(("saved by itself",))


class Unknown(msgspec.Struct, frozen=True):
    """Name a fact that nobody has looked up: rules, whether in force, or whether it happened."""

    kind: str
    id: str
    maker: str | None = None
    subject: str | None = None


class Columns(msgspec.Struct, frozen=True):
    """Hold the diagram node of each column, and the variables of each unknown."""

    values: dict[Hashable, int]
    unknowns: dict[Unknown, frozenset[int]]
    unseen: tuple[tuple[Rule, int], ...] = ()


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


def _made_by(rule: Rule, by: frozenset[str]) -> bool:
    role = "parents" if rule.maker.role == "parent" else "own"
    return role in by or rule.maker.level in by


def _words(value: str | tuple[str, ...] | None) -> tuple[str, ...]:
    return () if value is None else (value,) if isinstance(value, str) else value


def dropped(rule: Rule, drops: Drops) -> bool:
    """Tell whether a filter's reading leaves a rule out."""
    role = "parents" if rule.maker.role == "parent" else "own"
    if role in _words(drops.by):
        return True
    if rule.kind in _words(drops.kind):
        return True
    if rule.office is not None and rule.office in {o.strip("#") for o in _words(drops.of)}:
        return True
    if drops.demanded_by is not None and rule.demanded:
        return True
    if drops.saved_by is not None:
        if rule.saved.intersection(_words(drops.saved_by.law)):
            return True
        also = frozenset(drops.saved_by.also)
        if also and (
            rule.saved is SAVED or any(alternative <= also for alternative in rule.unless)
        ):
            return True
    return False


def fill(
    library: Library,
    government: Government,
    books: Books,
    question: Question,
    manner: Manner,
    diagram: Diagram,
    *,
    apart: bool = False,
) -> Columns:
    """Return the value of every column of a question, and the variables of its unknowns.

    With `apart`, unseen rules of different makers or subjects share no variable.
    """
    keys = question.circuit.columns(question.root)
    asked = [key for key in keys if isinstance(key, Asked)]
    filler = _Filler(library, government, books, manner, diagram, asked, apart)
    values: dict[Hashable, int] = {}
    for key in keys:
        if isinstance(key, Asked):
            values[key] = filler.query(key)
        elif isinstance(key, Happened):
            values[key] = filler.event(key)
    return Columns(
        values, {u: frozenset(v) for u, v in filler.unknowns.items()}, tuple(filler.unseen)
    )


class _Filler:
    def __init__(
        self,
        library: Library,
        government: Government,
        books: Books,
        manner: Manner,
        diagram: Diagram,
        asked: Sequence[Asked],
        apart: bool,
    ) -> None:
        self.apart = apart
        self.library = library
        self.government = government
        self.books = books
        self.manner = manner
        self.diagram = diagram
        self.asked = asked
        self.unknowns: dict[Unknown, list[int]] = {}
        self.guards: dict[str, int] = {}
        self.displacements: dict[Hashable, int] = {}
        self.held: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
        self.reach = _reach(asked)
        self.known = [rule for rule in books.rules if self.concerns(rule)]
        self.by_maker: dict[str, list[Rule]] = {}
        for rule in books.rules:
            self.by_maker.setdefault(rule.maker.id, []).append(rule)
        self.groups = _groups(asked)
        self.looked_at: dict[frozenset[str], list[Alternative]] = {}
        self.unseen: list[tuple[Rule, int]] = []
        self.imagine()

    def points(self, subject: str) -> list[Alternative]:
        """Return the situations that matter for rules on a subject."""
        group = self.groups.get(subject, frozenset((subject,)))
        if group not in self.looked_at:
            asked = [a for a in self.asked if a.subjects is None or a.subjects & group]
            rules = [
                rule for rule in self.known if rule.subject in group or group & set(rule.about)
            ]
            self.looked_at[group] = points(asked, rules)
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
        variable = self.diagram.variable()
        self.unknowns.setdefault(unknown, []).append(variable)
        return self.diagram.of(variable)

    def over(self, rule: Rule) -> list[Rule]:
        """Return the rules of the same maker that carve their situations out of a rule."""
        name = rule.id.rsplit("/", 1)[-1]
        return [
            other
            for other in self.by_maker.get(rule.maker.id, ())
            if other.overrides
            and other.id != rule.id
            and (
                (other.overrides == ("all",) and not rule.overrides)
                or name in other.overrides
                or rule.id in other.overrides
                or any(rule.id.endswith(f"/{o}") for o in other.overrides)
            )
        ]

    def applies(self, rule: Rule, situation: Alternative) -> int:
        """Return when a rule applies in a situation, with what overrides it."""
        if not rule.applies(situation):
            return FALSE
        if rule.point is not None:
            return TRUE
        return self.diagram.every(
            self.diagram.complement(self.guard(other))
            for other in self.over(rule)
            if other.applies(situation)
        )

    def everything(self) -> list[tuple[Rule, int]]:
        return [(rule, self.guard(rule)) for rule in self.known] + self.unseen

    def displaced(self, rule: Rule, situation: Alternative) -> int:
        """Return when a higher rule, itself not displaced, displaces a rule in a situation."""
        key = (rule.maker.rank, rule.subject, rule.act, rule.counterparty, situation)
        if key not in self.displacements:
            self.displacements[key] = self.displacement(rule, situation)
        return self.displacements[key]

    def displacement(self, rule: Rule, situation: Alternative) -> int:
        nodes = []
        for other, guard in self.everything():
            if other.maker.rank <= rule.maker.rank or not displaces(other, rule):
                continue
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
        rules = [
            (rule, guard)
            for rule, guard in self.everything()
            if matches(rule, asked) and not self.held_aside(rule, asked)
        ]
        how, bound = asked.situations
        if how == "at":
            return self.at(rules, asked, bound)
        if how == "every":
            known = [rule for rule, _ in rules if rule.point is None]
            over = [other for rule in known for other in self.over(rule)]
            listed = [a for r in (*known, *over) for a in (*r.when, *r.unless)]
            wanted = [p for p in (*unions(listed), *self.points_of(asked)) if not p & bound]
            return self.diagram.every(
                self.at(rules, asked, point) for point in dict.fromkeys(wanted)
            )
        if asked.effective is not None:
            return self.diagram.some(
                self.at(rules, asked, point) for point in self.points_of(asked) if not point & bound
            )
        return self.diagram.some(
            self.diagram.both(guard, self.sometimes(rule, asked, bound)) for rule, guard in rules
        )

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
        if rule.excepted is not None:
            return rule.excepted <= situation
        return any(alternative <= situation for alternative in rule.unless)

    def sometimes(self, rule: Rule, asked: Asked, bound: frozenset[str]) -> int:
        """Return when a rule applies in some situation that has nothing of a bound."""
        nodes = []
        if asked.acts is not None and "excepts" in asked.acts and rule.act == "prohibits":
            alternatives = rule.unless if rule.excepted is None else (rule.excepted,)
            if any(not alternative & bound for alternative in alternatives):
                return TRUE
        if asked.acts is None or rule.act in asked.acts:
            if rule.point is not None:
                return FALSE if rule.point & bound else TRUE
            over = self.over(rule)
            listed = [a for r in (rule, *over) for a in (*r.when, *r.unless)] if over else rule.when
            for situation in unions(listed):
                if not situation & bound:
                    nodes.append(self.applies(rule, situation))
        return self.diagram.some(nodes)

    def held_aside(self, rule: Rule, asked: Asked) -> bool:
        """Tell whether a binding holding says that the rule's instrument does not meet the test."""
        if asked.test not in self.held:
            named: set[str] = set()
            test = self.library.tests[asked.test]
            for holding in binding_holdings(self.library, self.government, test, self.manner):
                if holding.effect.applies == asked.test and holding.effect.outcome == "not_met":
                    named.update(holding.effect.to)
            self.held[asked.test] = (frozenset(named), frozenset())
        named_ = self.held[asked.test][0]
        return bool(named_) and (rule.id in named_ or rule.id.rsplit("/", 1)[0] in named_)

    def event(self, asked: Happened) -> int:
        """Return whether an event happened: known from the logs, or one unknown for each sender."""
        nodes = []
        day = self.manner.as_of
        ids = {self.government.id, *self.government.same_as}
        test = self.library.tests[asked.test]
        begun = min((first_day(i.from_) for i in test.in_force), default=day)
        for sender in asked.by:
            logs = [
                log
                for log in self.library.logs.values()
                if log.kind == asked.kind and log.by == sender
            ]
            happened = any(
                entry.to in ids
                and last_day(entry.date) <= day
                and (asked.about is None or entry.about in (None, asked.about))
                for log in logs
                for entry in log.entries
            )
            complete = any(
                holds([interval], max(begun, first_day(interval.from_)))
                and first_day(interval.from_) <= begun
                and holds([interval], day)
                for log in logs
                for interval in log.complete
            )
            if happened:
                nodes.append(TRUE)
            elif not complete:
                name = f"{asked.kind} by {sender}" + (
                    f" about {asked.about}" if asked.about else ""
                )
                nodes.append(self.in_log(Unknown("event", name)))
        return self.diagram.some(nodes)

    def in_log(self, unknown: Unknown) -> int:
        if unknown in self.unknowns:
            return self.diagram.of(self.unknowns[unknown][0])
        return self.new(unknown)

    # what nobody has seen

    def imagine(self) -> None:
        """Add a variable for each kind of rule that nobody has seen and some query could see."""
        shared: dict[Hashable, int] = {}
        closed = self.closed()
        for unsurveyed in self.books.unsurveyed:
            if unsurveyed.subject not in self.reach and unsurveyed.subject != PREEMPTION:
                continue
            unknown = Unknown("rules", unsurveyed.id, unsurveyed.maker.id, unsurveyed.subject)
            for rule, sight in self.kinds(unsurveyed):
                seen = (sight, unsurveyed.id) if self.apart else sight
                if (rule.maker.id, rule.subject, rule.act) in closed:
                    continue
                if seen not in shared:
                    shared[seen] = self.diagram.variable()
                    self.unseen.append((rule, self.diagram.of(shared[seen])))
                variables = self.unknowns.setdefault(unknown, [])
                if shared[seen] not in variables:
                    variables.append(shared[seen])

    def closed(self) -> set[tuple[str, str, str]]:
        """Return what holdings have found no maker to have: (maker, subject, act)."""
        found: set[tuple[str, str, str]] = set()
        for asked in {a.test for a in self.asked}:
            test = self.library.tests[asked]
            for holding in binding_holdings(self.library, self.government, test, self.manner):
                finds = holding.effect.finds
                if finds is not None:
                    found.update(itertools.product((finds.by,), finds.subject, finds.act))
        return found

    def kinds(self, unsurveyed: Unsurveyed) -> Iterable[tuple[Rule, Hashable]]:
        """Return the simplest rules that a maker could have, each with what queries see of it."""
        maker, subject = unsurveyed.maker, unsurveyed.subject
        asked = self.asked
        effective = any(a.effective is not None for a in asked)
        offices: list[str | None] = [None]
        if maker.role == "own":
            named = {o for a in asked for o in (a.of or ()) if o}
            named |= {o.strip("#") for a in asked for d in a.drops for o in _words(d.of)}
            offices += sorted(named - set(unsurveyed.but))
            if unsurveyed.but and not named:
                offices = [None]
        kinds = ["statute", *sorted({k for a in asked for d in a.drops for k in _words(d.kind)})]
        binds: Sequence[str] = BINDS
        if maker.role == "parent" and maker.level == "county":
            binds = ("local_governments",)
        elif all(a.binds is None for a in asked):
            binds = ("all_officials",)
        counterparties: Sequence[str] = COUNTERPARTIES
        if all(a.counterparties is None for a in asked):
            counterparties = ("any",)
        saved: list[frozenset[str]] = [frozenset()]
        if any(d.saved_by is not None and d.saved_by.also for a in asked for d in a.drops):
            saved.append(SAVED)
        about: list[tuple[str, ...]] = [()]
        if subject == PREEMPTION and effective:
            about = [(s,) for s in SUBJECTS if s in self.reach]
        higher = {r.act for r in self.books.rules if r.subject == subject and r.maker.role != "own"}
        for act, bind, counterparty, office, kind, save, what in itertools.product(
            ACTS, binds, counterparties, offices, kinds, saved, about
        ):
            rule = Rule(
                id=f"unseen {maker.id} {subject}",
                maker=maker,
                subject=subject,
                act=act,
                binds=(bind,),
                counterparty=counterparty,
                office=office,
                kind=kind,
                saved=save,
                about=what,
                demanded=maker.role == "own" and act in higher,
                point=frozenset(),
            )
            columns = [number for number, a in enumerate(asked) if matches(rule, a)]
            role: Hashable = None
            if effective and (may_displace(rule) or columns):
                role = (maker.rank, subject, act, counterparty, what)
                if not columns and maker.rank == 0:
                    role = None
            if not columns and role is None:
                continue
            for point in self.points(what[0] if what else subject):
                for excepted in self.exceptions(act, subject, columns, point):
                    sight = msgspec.structs.replace(rule, point=point, excepted=excepted)
                    seen = frozenset(
                        (number, point if asked[number].situations[0] == "every" else None)
                        for number in columns
                        if self.sees(asked[number], sight)
                    )
                    if role is None and not seen:
                        continue
                    yield sight, (seen, role, point if role is not None else None, excepted)

    def exceptions(
        self, act: str, subject: str, columns: Sequence[int], point: Alternative
    ) -> list[Alternative | None]:
        asks = any("excepts" in (self.asked[number].acts or ()) for number in columns)
        if not asks or act != "prohibits":
            return [None]
        return [None, *(p for p in self.points(subject) if p and not p <= point)]

    def sees(self, asked: Asked, rule: Rule) -> bool:
        assert rule.point is not None
        how, bound = asked.situations
        by_act = asked.acts is None or rule.act in asked.acts
        if how == "at":
            return (by_act and rule.point == bound) or self.excepts(rule, asked, bound)
        if by_act and not rule.point & bound:
            return True
        return rule.excepted is not None and not rule.excepted & bound


def _groups(asked: Sequence[Asked]) -> dict[str, frozenset[str]]:
    """Return, for each subject, those that some query over many situations asks of together."""
    found = {subject: frozenset((subject,)) for subject in SUBJECTS}
    for query in asked:
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
    return rule.maker.rank > 0 and (
        rule.act in ("requires", "prohibits") or rule.subject == PREEMPTION
    )


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
