"""The oracle of the engine: what a finding means, by enumeration, and nothing shared with it.

Worlds are enumerated: each construction (one open meaning for every term) and each filling (a
finite set of provisions for each maker and subject not surveyed, each undated instrument in or
out, each event of an incomplete log or not). A provision is asked situation by situation, and a
situation is a set of conditions. The one economy: two sets of provisions that no query can tell
apart count as one, and sets are closed under union.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from comity.catalog import Library
from comity.law.files import Drops, LegalTest, Reading, Ruling, Term
from comity.law.formula import Formula, Query, Situation, TermRef
from comity.places.government import Government
from comity.policy.instrument import Instrument, Interval, Provision

PREEMPTION = "preemption_of_local_policy"
ACTS = ("prohibits", "discourages", "permits", "authorizes", "requires")
ALL_SUBJECTS = (
    "detainer_hold", "administrative_warrant_arrest", "release_notification", "transfer_custody",
    "jail_access_interview", "nonpublic_area_access", "arrest_at_protected_place",
    "information_sharing_status", "information_sharing_whereabouts", "information_sharing_other",
    "database_access", "status_inquiry", "record_keeping_of_status", "enforcement_assistance",
    "agreement_287g", "detention_contract", "use_of_resources_funds", "system_use", "declaration",
    "lawful_presence_grant", "operations_disclosure", "benefits_services_access",
    "training_reporting", "notice_to_person", "savings_clause_1373",
    "savings_clause_law_generally", "preemption_of_local_policy", "penalty_on_official",
)  # fmt: skip
COUNTERPARTIES = ("any", "public", "dhs", "other_governments", "person")
BOUND = ("all_officials", "law_enforcement", "jail", "prosecutors", "schools", "courts")
BARS = ("prohibits", "discourages")
Bits = int
Sit = frozenset[str]


class TooBig(Exception):
    """Say that there are more fillings than the oracle wants to enumerate."""


@dataclass(frozen=True)
class Maker:
    """Hold who makes a rule, as seen from the government that is asked about."""

    id: str
    own: bool
    level: str
    rank: int


@dataclass(frozen=True)
class Kind:
    """Hold all of a provision but the situations in which it applies."""

    maker: Maker
    subject: str
    act: str
    binds: tuple[str, ...]
    counterparty: str
    office: str | None
    kind: str
    about: tuple[str, ...]
    laws: frozenset[str]
    demanded: bool


@dataclass(frozen=True)
class Known:
    """Hold a provision that stands in a file."""

    id: str
    instrument: str
    maker: Maker
    of: Kind
    when: tuple[Sit, ...]
    unless: tuple[Sit, ...]
    overrides: tuple[str, ...]

    def raw(self, situation: Sit) -> bool:
        """Tell whether it applies, overrides left aside."""
        if self.when and not any(a <= situation for a in self.when):
            return False
        return not any(a <= situation for a in self.unless)


@dataclass(frozen=True)
class Meant:
    """Hold one meaning of a term."""

    covers: frozenset[str]
    drops: Drops | None
    means: object


@dataclass(frozen=True)
class Ask:
    """Hold a query with its readings chosen."""

    test: str
    subjects: frozenset[str] | None
    acts: frozenset[str] | None
    mode: str
    bound: frozenset[str]
    by: frozenset[str] | None
    of: frozenset[str] | None
    binds: frozenset[str] | None
    counterparties: frozenset[str] | None
    effective: bool | None
    drops: tuple[Drops, ...]


@dataclass
class Answer:
    """Hold what the oracle says."""

    outcome: str
    law: str = "never"
    facts: str = "never"
    terms: frozenset[str] = frozenset()
    unknown: frozenset[tuple[str, str]] = frozenset()
    open: int = 0
    met: int = 0
    not_met: int = 0
    fillings: int = field(default=0, compare=False)


# dates


def _day(date: str, last: bool) -> str:
    if len(date) == 4:
        return date + ("-12-31" if last else "-01-01")
    if len(date) == 7:
        days = {"02": "28", "04": "30", "06": "30", "09": "30", "11": "30"}
        return date + "-" + (days.get(date[5:], "31") if last else "01")
    return date


def _within(interval: Interval, day: str) -> str:
    can = _day(interval.from_, False) <= day and (
        interval.until is None or day <= _day(interval.until, True)
    )
    sure = _day(interval.from_, True) <= day and (
        interval.until is None or day <= _day(interval.until, False)
    )
    return "yes" if sure else "maybe" if can else "no"


def _any_within(intervals: Iterable[Interval], day: str) -> str:
    found = [_within(interval, day) for interval in intervals]
    return "yes" if "yes" in found else "maybe" if "maybe" in found else "no"


# constructions


def _decided(ruling: Ruling) -> str:
    return min(_day(e.date, False) for e in ruling.events if e.what == "decided")


def _stands(ruling: Ruling, day: str) -> bool:
    return _decided(ruling) <= day and not any(
        e.what in ("reversed", "vacated", "superseded") and _day(e.date, False) <= day
        for e in ruling.events
    )


def _binds(library: Library, ruling: Ruling, government: Government, day: str) -> bool:
    court = library.courts[ruling.court]
    if not _stands(ruling, day) or ruling.stage != "merits" or not ruling.published:
        return False
    reached = court.reach == "everywhere" or government.state in court.reach
    return court.rank in ("supreme", "appeals") and reached


def _meant(term: Term, reading: Reading, excluded: Iterable[str], included: Iterable[str]) -> Meant:
    if term.kind == "scope":
        return Meant(
            (frozenset(reading.covers or ()) - frozenset(excluded)) | frozenset(included),
            None,
            None,
        )
    drops = reading.drops if isinstance(reading.drops, Drops) else None
    return Meant(frozenset(), drops, reading.means)


class NothingOpen(Exception):
    """Say that no reading of a term is open."""


def _open(
    library: Library,
    government: Government,
    test: str,
    term: Term,
    as_of: str,
    known_on: str,
    all_readings: bool,
) -> dict[Meant, list[str]]:
    shut: set[str] = set()
    excluded: set[str] = set()
    included: set[str] = set()
    plain = {name: _meant(term, r, (), ()) for name, r in term.readings.items()}
    for ruling in library.rulings.values():
        if not _binds(library, ruling, government, known_on):
            continue
        for effect in ruling.effects:
            if effect.construes != term.term or effect.weight != "holding":
                continue
            if effect.in_ and test not in effect.in_:
                continue
            excluded |= set(effect.excludes)
            included |= set(effect.includes)
            for name, meaning in plain.items():
                if effect.adopts is not None and meaning != plain[effect.adopts]:
                    shut.add(name)
                if any(meaning == plain[other] for other in effect.forecloses):
                    shut.add(name)
    found: dict[Meant, list[str]] = {}
    for name, reading in term.readings.items():
        held = all_readings
        for holder in reading.held_by:
            if holder.who in library.rulings:
                held |= _stands(library.rulings[holder.who], as_of)
            elif holder.as_ in ("party", "letter", "applies", "enacts"):
                begun = holder.from_ is None or _day(holder.from_, False) <= as_of
                held |= begun and (holder.until is None or as_of <= _day(holder.until, True))
        if held and name not in shut:
            found.setdefault(_meant(term, reading, excluded, included), []).append(name)
    if not found:
        raise NothingOpen(term.term)
    return found


Chosen = dict[tuple[str, str], Meant]


class _Oracle:
    def __init__(
        self, library: Library, government: Government, as_of: str, known_on: str, all_: bool
    ) -> None:
        self.library = library
        self.government = government
        self.as_of = as_of
        self.known_on = known_on
        self.all_readings = all_

    # walking formulas

    def scoped(self, test: LegalTest) -> bool:
        within = test.applies_to.within
        return self.government.kind in test.applies_to.kinds and (
            within is None or within in (self.government.id, *self.government.parents)
        )

    def uses(self, formula: Formula, test: LegalTest) -> Iterator[tuple[str, str]]:
        """Yield the terms of a formula, each with the test in which it stands."""
        for part in (*(formula.all or ()), *(formula.any or ())):
            yield from self.uses(part, test)
        if formula.not_ is not None:
            yield from self.uses(formula.not_, test)
        if formula.term is not None:
            yield test.test, formula.term
            for meaning in self.opened(test.test, formula.term):
                if isinstance(meaning.means, Formula):
                    yield from self.uses(meaning.means, test)
        if formula.test is not None and self.scoped(self.library.tests[formula.test]):
            inner = self.library.tests[formula.test]
            yield from self.uses(inner.met_if, inner)
        if formula.some is not None:
            for name in (*test.filters, *_scope_terms(formula.some)):
                yield test.test, name

    @cache  # noqa: B019 - lives as long as one question
    def opened(self, test: str, term: str) -> dict[Meant, list[str]]:
        return _open(
            self.library, self.government, test, self.library.terms[term],
            self.as_of, self.known_on, self.all_readings,
        )  # fmt: skip

    def constructions(self, places: Sequence[tuple[str, str]]) -> list[Chosen]:
        """Return all choices of a meaning for each term, one word with one meaning."""
        found = []
        for picks in itertools.product(*(self.opened(*place) for place in places)):
            chosen = dict(zip(places, picks, strict=True))
            if self.consistent(chosen):
                found.append(chosen)
        return found

    def consistent(self, chosen: Chosen) -> bool:
        for (test, term), meaning in chosen.items():
            for (other, same), another in chosen.items():
                if (
                    same == term
                    and another != meaning
                    and (meaning in self.opened(other, term) and another in self.opened(test, term))
                ):
                    return False
            for tie in self.ties(test, term, meaning):
                needed, reading = tie.split("=")
                for (there, name), other_meaning in chosen.items():
                    if name == needed and reading not in self.opened(there, name)[other_meaning]:
                        return False
        return True

    def ties(self, test: str, term: str, meaning: Meant) -> tuple[str, ...]:
        listed = []
        for name in self.opened(test, term)[meaning]:
            ties = self.library.terms[term].readings[name].only_with
            listed.append((ties,) if isinstance(ties, str) else ties)
        return listed[0] if all(listed) else ()

    def truth(self, formula: Formula, test: LegalTest, chosen: Chosen, world: _World) -> bool:
        if formula.all is not None:
            return all(self.truth(part, test, chosen, world) for part in formula.all)
        if formula.any is not None:
            return any(self.truth(part, test, chosen, world) for part in formula.any)
        if formula.not_ is not None:
            return not self.truth(formula.not_, test, chosen, world)
        if formula.term is not None:
            means = chosen[test.test, formula.term].means
            if isinstance(means, Formula):
                return self.truth(means, test, chosen, world)
            return means == "always"
        if formula.test is not None:
            inner = self.library.tests[formula.test]
            return self.scoped(inner) and self.truth(inner.met_if, inner, chosen, world)
        if formula.event is not None:
            by = formula.event.by or test.applied_by
            senders = (by,) if isinstance(by, str) else by
            return any(
                world.event((test.test, formula.event.kind, formula.event.about, s))
                for s in senders
            )
        if formula.listed is not None:
            return self.stands_on(formula.listed, self.government)
        if formula.subdivision is not None:
            return any(
                self.government.id in place.parents and self.lists(formula.subdivision, place)
                for place in map(self.library.places.get, self.printed())
                if place is not None
            )
        if formula.attribute is not None:
            bound = formula.attribute.population
            number = world.number()
            return (
                (bound.above is None or number > int(bound.above))
                and (bound.at_least is None or number >= int(bound.at_least))
                and (bound.below is None or number < int(bound.below))
                and (bound.at_most is None or number <= int(bound.at_most))
            )
        assert formula.some is not None
        return world.query(self.ask(formula.some, test, chosen))

    # lists

    def printed(self) -> set[str]:
        return {
            entry.place
            for one in self.library.published.values()
            for entry in one.entries
            if entry.place is not None
        }

    def stands_on(self, name: str, place: Government) -> bool:
        return any(
            entry.place in (place.id, *place.same_as)
            and _day(entry.from_, True) <= self.as_of
            and (entry.until is None or self.as_of <= _day(entry.until, False))
            for entry in self.library.published[name].entries
        )

    def lists(self, name: str, place: Government) -> bool:
        test = self.library.tests[name]

        def so(formula: Formula) -> bool:
            if formula.all is not None:
                return all(so(part) for part in formula.all)
            if formula.any is not None:
                return any(so(part) for part in formula.any)
            if formula.test is not None:
                return self.lists(formula.test, place)
            assert formula.listed is not None
            return self.stands_on(formula.listed, place)

        return place.kind in test.applies_to.kinds and so(test.met_if)

    def ask(self, query: Query, test: LegalTest, chosen: Chosen) -> Ask:
        def words(value: object) -> frozenset[str] | None:
            if value is None:
                return None
            if isinstance(value, TermRef):
                return chosen[test.test, value.term].covers
            return frozenset((value,) if isinstance(value, str) else value)  # type: ignore[call-overload]

        mode, bound = "at", frozenset[str]()
        if query.in_ == "any":
            mode = "any"
        elif isinstance(query.in_, Situation):
            if query.in_.some_without is not None:
                mode, bound = "any", frozenset(query.in_.some_without)
            elif query.in_.every_without is not None:
                mode, bound = "every", frozenset(query.in_.every_without)
            else:
                assert query.in_.term is not None
                bound = chosen[test.test, query.in_.term].covers
        elif query.in_ is not None:
            bound = frozenset(query.in_)
        of = words(query.of)
        drops = [chosen[test.test, name].drops for name in test.filters]
        return Ask(
            test.test, words(query.subject), words(query.act), mode, bound, words(query.by),
            None if of is None else frozenset(o.removeprefix("#") for o in of),
            words(query.binds), words(query.counterparty), query.effective,
            tuple(d for d in drops if d is not None),
        )  # fmt: skip


def _scope_terms(query: Query) -> list[str]:
    found = [v.term for v in (query.subject, query.act, query.binds) if isinstance(v, TermRef)]
    if isinstance(query.in_, Situation) and query.in_.term is not None:
        found.append(query.in_.term)
    return found


class _World:
    """Answer the leaves of a formula in one filling."""

    def query(self, ask: Ask) -> bool:
        raise NotImplementedError

    def event(self, key: tuple[str, str, str | None, str]) -> bool:
        raise NotImplementedError

    def number(self) -> int:
        raise NotImplementedError


class _Listening(_World):
    """Note what is asked."""

    def __init__(self) -> None:
        self.asks: dict[Ask, int] = {}
        self.events: dict[tuple[str, str, str | None, str], None] = {}

    def query(self, ask: Ask) -> bool:
        self.asks.setdefault(ask, len(self.asks))
        return False

    def event(self, key: tuple[str, str, str | None, str]) -> bool:
        self.events.setdefault(key)
        return False

    def number(self) -> int:
        return 0


# provisions


def _listed(value: str | tuple[str, ...] | None) -> tuple[str, ...]:
    return () if value is None else (value,) if isinstance(value, str) else value


def _suits(rule: Kind, ask: Ask, unless: Iterable[Sit]) -> bool:
    """Tell whether a provision is such as a query asks for, act and situation left aside."""
    side = "own" if rule.maker.own else "parents"
    if ask.subjects is not None and rule.subject not in ask.subjects:
        return False
    if ask.by is not None and side not in ask.by and rule.maker.level not in ask.by:
        return False
    if ask.of is not None and rule.office not in ask.of:
        return False
    if ask.binds is not None and not set(rule.binds) & ask.binds:
        return False
    if ask.counterparties is not None and rule.counterparty not in ask.counterparties:
        return False
    for drops in ask.drops:
        if side in _listed(drops.by) or rule.kind in _listed(drops.kind):
            return False
        if rule.office in [o.removeprefix("#") for o in _listed(drops.of)]:
            return False
        if drops.demanded_by is not None and rule.demanded:
            return False
        if drops.saved_by is not None:
            if rule.laws & set(_listed(drops.saved_by.law)):
                return False
            if any(alternative <= set(drops.saved_by.also) for alternative in unless):
                return False
    return True


def _level(kind: str) -> tuple[str, int]:
    if kind in ("state", "district", "territory"):
        return "state", 2
    return ("county", 1) if kind in ("county", "consolidated") else ("local", 0)


def _conditions(listed: Iterable[Iterable[str]], rule: str) -> tuple[Sit, ...]:
    found = [
        frozenset(f"other of {rule}" if c == "other" else c for c in alternative) - {"time_limit"}
        for alternative in listed
    ]
    return tuple(alternative for alternative in found if alternative)


@dataclass(frozen=True)
class Shape:
    """Hold in which situations a provision applies, and in which one of its `unless` holds."""

    applies: int
    excepts: int
    unless: tuple[int, ...]


@cache
def shapes(count: int) -> tuple[Shape, ...]:
    """Return the shapes of all provisions over so many conditions; situations are numbers.

    Several alternatives of `when` are several provisions; so one at a time.
    """
    subsets = range(1 << count)
    found: dict[tuple[int, int, tuple[int, ...]], Shape] = {}
    chains: list[tuple[int, ...]] = [()]
    for new in range(1, 1 << count):
        chains += [
            (*chain, new) for chain in chains if all(old & new not in (old, new) for old in chain)
        ]
    for unless in chains:
        excepts = sum(1 << s for s in subsets if any(a & s == a for a in unless))
        for when in subsets:
            applies = sum(1 << s for s in subsets if when & s == when) & ~excepts
            if applies:
                found.setdefault((applies, excepts, unless), Shape(applies, excepts, unless))
    return tuple(found.values())


Role = tuple[int, str, str, str, tuple[str, ...]]
"""Rank, subject, act, counterparty and what a preemption is about."""


def _role(rule: Kind) -> Role:
    about = rule.about if rule.subject == PREEMPTION and rule.act == "prohibits" else ()
    return (rule.maker.rank, rule.subject, rule.act, rule.counterparty, about)


def _displaces(higher: Role, lower: Role) -> bool:
    if higher[0] <= lower[0]:
        return False
    if lower[2] in BARS and lower[1] in higher[4]:
        return True
    if higher[1] != lower[1]:
        return False
    if higher[3] != lower[3] and "any" not in (higher[3], lower[3]):
        return False
    if higher[2] == "requires":
        return lower[2] in BARS
    return higher[2] == "prohibits" and lower[2] in ("requires", "permits", "authorizes")


Feature = tuple[object, ...]


class _Facts:
    """Turn provisions into what queries can see of them, and fillings into unions of that."""

    def __init__(
        self, oracle: _Oracle, asks: dict[Ask, int], known: list[Known], limit: int
    ) -> None:
        self.oracle = oracle
        self.asks = list(asks)
        self.limit = limit
        self.known = known
        words: set[str] = set()
        for ask in self.asks:
            words |= ask.bound
            for drops in ask.drops:
                words |= set(drops.saved_by.also) if drops.saved_by is not None else set()
        private: set[str] = set()
        for rule in known:
            for alternative in (*rule.when, *rule.unless):
                private |= {c for c in alternative if c.startswith("other of ")}
                words |= {c for c in alternative if not c.startswith("other of ")}
        wide = [a for a in self.asks if a.mode != "at"]
        fine = [a for a in wide if a.mode == "every" or a.effective is not None]
        fresh = [f"fresh {n}" for n in range(1 + (bool(fine) and len(wide) > 1))]
        if not wide:
            fresh = fresh[:1]
            words = set().union(*(a.bound for a in self.asks)) | {
                c for a in self.asks for d in a.drops if d.saved_by for c in d.saved_by.also
            }
        self.words = [*sorted(words), *fresh]
        self.all = [*self.words, *sorted(private)] if wide else self.words
        if len(self.words) > 4 or len(self.all) > 6:
            raise TooBig
        self.every_situation = [
            frozenset(s)
            for size in range(len(self.all) + 1)
            for s in itertools.combinations(self.all, size)
        ]
        self.situations = {ask: self.situations_of(ask) for ask in self.asks}
        self.effective = [a for a in self.asks if a.effective is not None]
        self.sides = 1
        self.where = list(dict.fromkeys(s for a in self.effective for s in self.situations[a]))

    def situations_of(self, ask: Ask) -> list[Sit]:
        if ask.mode == "at":
            return [ask.bound]
        return [s for s in self.every_situation if not s & ask.bound]

    def number(self, situation: Sit) -> int:
        """Return what unseen provisions can see of a situation."""
        return sum(1 << n for n, word in enumerate(self.words) if word in situation)

    def features(
        self, rule: Kind, applies: frozenset[Sit], excepts: frozenset[Sit], unless: Sequence[Sit]
    ) -> set[Feature]:
        found: set[Feature] = set()
        at: dict[Sit, list[int]] = {}
        for index, ask in enumerate(self.asks):
            if not _suits(rule, ask, unless):
                continue
            for situation in self.situations[ask]:
                plain = situation in applies and (ask.acts is None or rule.act in ask.acts)
                excepted = (
                    situation in excepts
                    and rule.act == "prohibits"
                    and ask.acts is not None
                    and "excepts" in ask.acts
                )
                if not (plain or excepted):
                    continue
                if ask.effective is not None:
                    at.setdefault(situation, []).append(index)
                elif ask.mode == "every":
                    found.add(("seen", index, situation))
                else:
                    found.add(("seen", index))
                    break
        for situation, seen in at.items():
            found.add(("counts", situation, _role(rule), tuple(seen)))
        if rule.act in ("requires", "prohibits") and rule.maker.rank:
            for situation in self.where:
                if situation in applies:
                    found.add(("bears", situation, _role(rule)))
        return found

    def known_features(self, inside: frozenset[str]) -> set[Feature]:
        """Return what the known provisions show, with these instruments in force."""
        live = [rule for rule in self.known if rule.instrument in inside]
        found: set[Feature] = set()
        places = dict.fromkeys((*self.every_situation, *(a.bound for a in self.asks)))
        for rule in live:
            over = [o for o in live if o is not rule and _over(o, rule)]
            applies = frozenset(
                s for s in places if rule.raw(s) and not any(o.raw(s) for o in over)
            )
            excepts = frozenset(s for s in places if any(a <= s for a in rule.unless))
            found |= self.features(rule.of, applies, excepts, rule.unless)
        return found

    def unseen(
        self, maker: Maker, subject: str, looked: tuple[str, ...], closed: set[str]
    ) -> list[set[Feature]]:
        """Return what each provision that nobody looked for could show."""
        places = dict.fromkeys((*self.every_situation, *(a.bound for a in self.asks)))
        numbers = {s: self.number(s) for s in places}
        found: dict[frozenset[Feature], None] = {}
        done: set[object] = set()
        alsos = [
            frozenset(d.saved_by.also) for a in self.asks for d in a.drops if d.saved_by is not None
        ]
        forms: dict[object, tuple[frozenset[Sit], frozenset[Sit], list[Sit]]] = {}
        for shape in shapes(len(self.words)):
            unless = [
                frozenset(w for n, w in enumerate(self.words) if a >> n & 1) for a in shape.unless
            ]
            saved = tuple(any(a <= also for a in unless) for also in alsos)
            forms.setdefault(
                (shape.applies, shape.excepts, saved),
                (
                    frozenset(s for s, n in numbers.items() if shape.applies >> n & 1),
                    frozenset(s for s, n in numbers.items() if shape.excepts >> n & 1),
                    unless,
                ),
            )
        for rule in self.kinds(maker, subject, looked):
            if rule.act in closed:
                continue
            suits = tuple(
                _suits(rule, ask, ())
                and (
                    ask.acts is None
                    or rule.act in ask.acts
                    or (rule.act == "prohibits" and "excepts" in ask.acts)
                )
                for ask in self.asks
            )
            bears = bool(self.where) and rule.maker.rank > 0
            if not any(suits) and not bears:
                continue
            group = (suits, rule.act, _role(rule) if self.where else None)
            if group in done:
                continue
            done.add(group)
            for applies, excepts, unless in forms.values():
                seen = frozenset(self.features(rule, applies, excepts, unless))
                if seen:
                    found.setdefault(seen)
        return [set(f) for f in found]

    def kinds(self, maker: Maker, subject: str, looked: tuple[str, ...]) -> Iterator[Kind]:
        counterparties = {"any"}
        binds: set[str] = set()
        offices: set[str | None] = {None}
        kinds = {"statute", "ordinance", "regulation"}
        about: set[str] = {PREEMPTION}
        for ask in self.asks:
            counterparties |= ask.counterparties or set()
            binds |= ask.binds or set()
            offices |= ask.of or set()
            about |= ask.subjects or set(ALL_SUBJECTS)
            for drops in ask.drops:
                kinds |= set(_listed(drops.kind))
                offices |= {o.removeprefix("#") for o in _listed(drops.of)}
        counterparties |= {rule.of.counterparty for rule in self.known}
        # Somebody of whom no query asks, and a side of which nothing speaks: two, where rules of
        # several makers could displace one another and those of different sides must not meet.
        binds |= {next((b for b in BOUND if b not in binds), "all_officials")}
        silent = [p for p in COUNTERPARTIES if p not in counterparties]
        counterparties |= set(silent[: self.sides])
        bound: set[tuple[str, ...]] = {(b,) for b in binds}
        if not maker.own and maker.level == "county":
            bound = {("local_governments",), *(("local_governments", b) for b in binds)}
        elif not maker.own:
            bound = {b for b in bound if b != ("named_agency",)}
            if "named_agency" in binds:
                bound |= {("named_agency", b) for b in BOUND if b != "named_agency"}
        abouts: list[tuple[str, ...]] = [()]
        if subject == PREEMPTION and self.where:
            abouts = [(s,) for s in sorted(about)]
        demanded = {r.of.act for r in self.known if not r.maker.own and r.of.subject == subject}
        for act, party, bind, office, kind, what in itertools.product(
            ACTS,
            sorted(counterparties),
            sorted(bound),
            sorted(offices - set(looked), key=str),
            sorted(kinds),
            abouts,
        ):
            yield Kind(
                maker, subject, act, bind, party, office, kind, what, frozenset(),
                maker.own and act in demanded,
            )  # fmt: skip


def _over(other: Known, rule: Known) -> bool:
    if other.maker != rule.maker:
        return False
    return "all" in other.overrides or rule.id.rsplit("/", 1)[-1] in other.overrides


def _bits(
    sets: Iterable[Iterable[set[Feature]]],
) -> tuple[dict[Feature, int], dict[int, Feature]]:
    """Number the features, leave out what displaces nothing, merge what nothing tells apart."""
    all_: dict[Feature, None] = {}
    for group in sets:
        for features in group:
            for feature in sorted(features, key=repr):
                all_.setdefault(feature)
    seen = [f for f in all_ if f[0] == "seen"]
    counts = [f for f in all_ if f[0] == "counts"]
    bears = [f for f in all_ if f[0] == "bears"]
    kept = list(counts)
    while True:
        more = [
            b
            for b in bears
            if b not in kept and any(k[1] == b[1] and _displaces(b[2], k[2]) for k in kept)  # type: ignore[arg-type]
        ]
        if not more:
            break
        kept += more
    heavy = [b for b in kept if b[0] == "bears"]
    bit: dict[Feature, int] = {f: n for n, f in enumerate(seen)}
    back: dict[int, Feature] = dict(enumerate(seen))
    groups: dict[object, int] = {}
    for feature in kept:
        below = (
            frozenset(k for k in kept if k[1] == feature[1] and _displaces(feature[2], k[2]))  # type: ignore[arg-type]
            if feature[0] == "bears"
            else feature[3]
        )
        above = frozenset(
            b
            for b in heavy
            if b[1] == feature[1] and _displaces(b[2], feature[2])  # type: ignore[arg-type]
        )
        sign = (feature[0], feature[1], below, above)
        if sign not in groups:
            groups[sign] = len(back)
            back[groups[sign]] = feature
        bit[feature] = groups[sign]
    return bit, back


def _closed(masks: Iterable[Bits], limit: int) -> list[Bits]:
    found = {0}
    for mask in sorted(set(masks), key=int.bit_count):
        if mask in found:
            continue
        found |= {old | mask for old in found}
        if len(found) > limit:
            raise TooBig
    return sorted(found)


def _join(first: Iterable[Bits], second: Iterable[Bits], limit: int) -> list[Bits]:
    first = list(first)
    second = list(second)
    if len(first) * len(second) > 40 * limit:
        raise TooBig
    found = {a | b for a in first for b in second}
    if len(found) > limit:
        raise TooBig
    return sorted(found)


class _Filled(_World):
    """Answer queries from the union of what all provisions show."""

    def __init__(self, facts: _Facts, bit: dict[Feature, int], back: dict[int, Feature]) -> None:
        self.facts = facts
        self.index = {ask: n for n, ask in enumerate(facts.asks)}
        self.bit = bit
        self.back = back
        self.bits = 0
        self.happened: frozenset[object] = frozenset()
        self.cache: dict[tuple[int, int], bool] = {}

    def event(self, key: tuple[str, str, str | None, str]) -> bool:
        return key[1:] in self.happened or key in self.happened

    def number(self) -> int:
        return next(f[1] for f in self.happened if f[0] == "number")  # type: ignore[index,no-any-return]

    def query(self, ask: Ask) -> bool:
        key = (self.index[ask], self.bits)
        if key not in self.cache:
            self.cache[key] = self.asked(ask, key[0])
        return self.cache[key]

    def asked(self, ask: Ask, index: int) -> bool:
        if ask.effective is None:
            if ask.mode == "every":
                return all(
                    self.has(("seen", index, situation)) for situation in self.facts.situations[ask]
                )
            return self.has(("seen", index))
        wanted = ask.effective
        there = [self.back[n] for n in range(self.bits.bit_length()) if self.bits >> n & 1]

        def displaced(feature: Feature) -> bool:
            return any(
                b[0] == "bears"
                and b[1] == feature[1]
                and _displaces(b[2], feature[2])  # type: ignore[arg-type]
                and not displaced(b)
                for b in there
            )

        def at(situation: Sit) -> bool:
            return any(
                f[0] == "counts"
                and f[1] == situation
                and index in f[3]  # type: ignore[operator]
                and displaced(f) != wanted
                for f in there
            )

        over = all if ask.mode == "every" else any
        return over(at(situation) for situation in self.facts.situations[ask])

    def has(self, feature: Feature) -> bool:
        return feature in self.bit and bool(self.bits >> self.bit[feature] & 1)


def _makers(oracle: _Oracle) -> list[Maker]:
    government = oracle.government
    found = [Maker(government.id, True, *_level(government.kind))]
    for parent in government.parents:
        place = oracle.library.place(parent)
        assert place is not None
        found.append(Maker(parent, False, *_level(place.kind)))
    return found


def _laws(
    name: str, own: Instrument, provision: Provision, live: list[Instrument]
) -> frozenset[str]:
    del name
    found: set[str] = set()
    for instrument in live:
        for clause in instrument.provisions:
            if clause.saves is None or clause is provision:
                continue
            named = clause.saves.provisions
            if (named == "all" and instrument is own) or (
                named != "all"
                and (
                    (instrument is own and provision.id in named)
                    or f"{own.instrument}/{provision.id}" in named
                )
            ):
                found |= set(clause.saves.law)
    return frozenset(found)


def _known(
    oracle: _Oracle, makers: list[Maker], suspended: frozenset[str]
) -> tuple[list[Known], set[str], list[str], dict[str, set[str]]]:
    """Return known provisions, instruments surely in force, those perhaps, and who ends whom."""
    rules: list[Known] = []
    sure: set[str] = set()
    perhaps: list[str] = []
    ends: dict[str, set[str]] = {}
    for maker in makers:
        file = oracle.library.file_of(maker.id)
        if file is None:
            continue
        state = {i.instrument: _any_within(i.in_force, oracle.as_of) for i in file.instruments}
        gone = {e for i in file.instruments if state[i.instrument] == "yes" for e in i.supersedes}
        live = [
            i for i in file.instruments if state[i.instrument] != "no" and i.instrument not in gone
        ]
        for instrument in live:
            name = f"{maker.id}/{instrument.instrument}"
            if state[instrument.instrument] == "yes":
                sure.add(name)
            else:
                perhaps.append(name)
            for earlier in instrument.supersedes:
                ends.setdefault(name, set()).add(f"{maker.id}/{earlier}")
            for p in instrument.provisions:
                full = f"{name}/{p.id}"
                if name in suspended or full in suspended:
                    continue
                binds = (p.binds,) if isinstance(p.binds, str) else p.binds
                if not maker.own and maker.level == "county" and "local_governments" not in binds:
                    continue
                if not maker.own and set(binds) == {"named_agency"}:
                    continue
                of = instrument.of.removeprefix("#") if instrument.of else None
                kind = Kind(
                    maker, p.subject, p.act, binds, p.counterparty or "any", of, instrument.kind,
                    p.about, _laws(name, instrument, p, live), False,
                )  # fmt: skip
                rules.append(
                    Known(
                        full, name, maker, kind,
                        _conditions(p.when, full), _conditions(p.unless, full),
                        ("all",) if p.overrides == "all" else tuple(p.overrides),
                    )
                )  # fmt: skip
    higher = {(r.of.subject, r.of.act) for r in rules if not r.maker.own}
    marked = [
        Known(
            r.id, r.instrument, r.maker,
            Kind(**{**r.of.__dict__, "demanded": (r.of.subject, r.of.act) in higher}),
            r.when, r.unless, r.overrides,
        )
        if r.maker.own
        else r
        for r in rules
    ]  # fmt: skip
    return marked, sure, perhaps, ends


def _unlooked(oracle: _Oracle, maker: Maker, subject: str) -> tuple[str, ...] | None:
    file = oracle.library.file_of(maker.id)
    offices: list[str] = []
    for survey in file.surveyed if file is not None else ():
        if _within(Interval(survey.from_, survey.until), oracle.as_of) != "yes":
            continue
        if survey.subjects == "all" or subject in survey.subjects:
            if survey.by == "own":
                return None
            offices.append(survey.by.removeprefix("#"))
    return tuple(offices)


def _suspended(oracle: _Oracle) -> frozenset[str]:
    found: set[str] = set()
    for ruling in oracle.library.rulings.values():
        if _stands(ruling, oracle.as_of):
            for effect in ruling.effects:
                protects = effect.protects or ("everyone",)
                if effect.suspends and {"everyone", oracle.government.id} & set(protects):  # type: ignore[arg-type]
                    found |= set(_listed(effect.suspends))
    return frozenset(found)


def _events(
    oracle: _Oracle, keys: Iterable[tuple[str, str, str | None, str]]
) -> tuple[set[object], dict[object, str]]:
    """Return the events that happened, and those that no complete log settles, with names."""
    happened: set[object] = set()
    unknown: dict[object, str] = {}
    for key in keys:
        test, kind, about, sender = key
        begun = min(
            (_day(i.from_, False) for i in oracle.library.tests[test].in_force),
            default=oracle.as_of,
        )
        logs = [g for g in oracle.library.logs.values() if g.kind == kind and g.by == sender]
        if any(
            e.to in (oracle.government.id, *oracle.government.same_as)
            and _day(e.date, True) <= oracle.as_of
            and (about is None or e.about is None or e.about == about)
            for g in logs
            for e in g.entries
        ):
            happened.add(key)
        elif not any(
            _day(i.from_, False) <= begun
            and (i.until is None or oracle.as_of <= _day(i.until, True))
            for g in logs
            for i in g.complete
        ):
            unknown[key[1:]] = f"{kind} by {sender}" + (f" about {about}" if about else "")
    return happened, unknown


def _bounds(library: Library) -> set[int]:
    """Return every number that some formula names as a bound on the population."""
    found: set[int] = set()

    def walk(formula: Formula) -> None:
        for part in (*(formula.all or ()), *(formula.any or ())):
            walk(part)
        if formula.not_ is not None:
            walk(formula.not_)
        if formula.attribute is not None:
            bound = formula.attribute.population
            found.update(
                int(n) for n in (bound.above, bound.at_least, bound.below, bound.at_most) if n
            )

    for test in library.tests.values():
        walk(test.met_if)
    return found


def _consistent_events(happened: frozenset[object], keys: Iterable[object]) -> bool:
    """Tell whether a notice about something is a notice, too."""
    there = set(keys)
    return all(
        (key[0], None, key[2]) not in there or (key[0], None, key[2]) in happened  # type: ignore[index]
        for key in happened
        if len(key) == 3  # type: ignore[arg-type]
    )


def answer(
    library: Library,
    government: Government,
    test: LegalTest,
    as_of: str,
    known_on: str,
    *,
    all_readings: bool = False,
    limit: int = 3000,
    sides: int = 2,
) -> Answer:
    """Say what the engine ought to say; raise TooBig where there is too much to enumerate.

    `sides` are the counterparties, among those of which nothing speaks, that unseen rules of
    several makers may look to.
    """
    oracle = _Oracle(library, government, as_of, known_on, all_readings)
    if not oracle.scoped(test):
        return Answer("out_of_scope")
    places = list(dict.fromkeys(oracle.uses(test.met_if, test)))
    constructions = oracle.constructions(places)
    if not constructions:
        raise NothingOpen(test.test)
    listening = _Listening()
    for chosen in constructions:
        _walk(oracle, test.met_if, test, chosen, listening)

    makers = _makers(oracle)
    known, sure, perhaps, ends = _known(oracle, makers, _suspended(oracle))
    facts = _Facts(oracle, listening.asks, known, limit)

    closed: dict[tuple[str, str], set[str]] = {}
    for ruling in library.rulings.values():
        if _binds(library, ruling, government, known_on):
            for effect in ruling.effects:
                if effect.finds is not None:
                    for subject in effect.finds.subject:
                        acts = closed.setdefault((effect.finds.by, subject), set())
                        acts |= set(effect.finds.act)
    reach: set[str] = set()
    for ask in facts.asks:
        reach |= set(ALL_SUBJECTS) if ask.subjects is None else ask.subjects
    if facts.effective:
        reach.add(PREEMPTION)
    unseen: dict[tuple[str, str], list[set[Feature]]] = {}
    makers_unseen = sum(
        any(_unlooked(oracle, maker, subject) is not None for subject in reach) for maker in makers
    )
    if facts.effective and makers_unseen > 1:
        facts.sides = sides
    for maker in makers:
        for subject in sorted(reach):
            looked = _unlooked(oracle, maker, subject)
            if looked is not None:
                name = ("rules", f"{maker.id} {subject}")
                shut = closed.get((maker.id, subject), set())
                unseen[name] = facts.unseen(maker, subject, looked, shut)

    inside: dict[frozenset[str], set[Feature]] = {}
    for size in range(len(perhaps) + 1):
        for chosen_in in itertools.combinations(perhaps, size):
            live = sure | set(chosen_in)
            over = {e for name in live for e in ends.get(name, ())}
            inside[frozenset(chosen_in)] = facts.known_features(frozenset(live - over))

    bit, back = _bits([*unseen.values(), list(inside.values())])

    def mask(features: Iterable[Feature]) -> Bits:
        value = 0
        for feature in features:
            if feature in bit:
                value |= 1 << bit[feature]
        return value

    closures = {name: _closed(map(mask, options), limit) for name, options in unseen.items()}
    stated = {chosen_in: mask(features) for chosen_in, features in inside.items()}
    happened, unknown_events = _events(oracle, listening.events)
    event_keys = list(unknown_events)
    eventful = [
        frozenset(some)
        for size in range(len(event_keys) + 1)
        for some in itertools.combinations(event_keys, size)
        if _consistent_events(frozenset(some), event_keys)
    ]

    numbers = [government.population]
    if government.population is None:
        bounds = _bounds(library)
        numbers = sorted({0, *(n + more for n in bounds for more in (-1, 0, 1) if n + more >= 0)})
    eventful = [some | {("number", n)} for some in eventful for n in numbers]

    world = _Filled(facts, bit, back)
    memo: dict[tuple[Bits, frozenset[object]], tuple[bool, ...]] = {}

    def f(bits: Bits, events: frozenset[object]) -> tuple[bool, ...]:
        key = (bits, events)
        if key not in memo:
            world.bits, world.happened = bits, events | happened
            memo[key] = tuple(
                oracle.truth(test.met_if, test, chosen, world) for chosen in constructions
            )
        return memo[key]

    def united(without: object = None) -> list[Bits]:
        found = [0]
        for name, options in closures.items():
            if name != without:
                found = _join(found, options, limit)
        return found

    everything = united()
    if len(everything) * len(stated) * len(eventful) > 4 * limit:
        raise TooBig
    values = {
        f(bits | base, events)
        for bits in everything
        for base in stated.values()
        for events in eventful
    }
    flat = {value for row in values for value in row}
    columns = [{row[n] for row in values} for n in range(len(constructions))]
    result = Answer(
        "undetermined" if len(flat) > 1 else "met" if True in flat else "not_met",
        open=len(constructions),
        met=sum(column == {True} for column in columns),
        not_met=sum(column == {False} for column in columns),
        fillings=len(everything) * len(stated) * len(eventful),
    )
    result.law = _extent([len(set(row)) > 1 for row in values])
    result.facts = _extent([len(column) > 1 for column in columns])

    pivots: set[tuple[str, str]] = set()
    for vague in perhaps:
        for chosen_in, base in stated.items():
            if vague not in chosen_in:
                other = stated[chosen_in | {vague}]
                if other != base and any(
                    f(bits | base, e) != f(bits | other, e) for bits in everything for e in eventful
                ):
                    pivots.add(("in_force", vague))
    for key in event_keys:
        for events in eventful:
            if (
                key not in events
                and events | {key} in eventful
                and any(
                    f(bits | base, events) != f(bits | base, events | {key})
                    for bits in everything
                    for base in stated.values()
                )
            ):
                pivots.add(("event", unknown_events[key]))
    for events in eventful:
        rest = events - {e for e in events if e[0] == "number"}  # type: ignore[index]
        for n in numbers:
            if any(
                f(bits | base, events) != f(bits | base, rest | {("number", n)})
                for bits in everything
                for base in stated.values()
            ):
                pivots.add(("attribute", f"population of {government.id}"))
    tried: dict[tuple[Bits, ...], bool] = {}
    for name, options in closures.items():
        token = tuple(options)
        if token not in tried:
            others = united(name)
            if len(others) * len(options) * len(stated) * len(eventful) > 60 * limit:
                raise TooBig
            tried[token] = any(
                f(o | base, e) != f(o | base | option, e)
                for base in stated.values()
                for e in eventful
                for o in others
                for option in options
            )
        if tried[token]:
            pivots.add(name)
    result.unknown = frozenset(pivots)
    result.terms = frozenset(_term_pivots(oracle, places, constructions, values))
    return result


def _extent(found: Sequence[bool]) -> str:
    return "always" if all(found) else "sometimes" if any(found) else "never"


def _walk(
    oracle: _Oracle, formula: Formula, test: LegalTest, chosen: Chosen, world: _World
) -> None:
    """Ask every leaf that a construction can reach, without stopping early."""
    for part in (*(formula.all or ()), *(formula.any or ())):
        _walk(oracle, part, test, chosen, world)
    if formula.not_ is not None:
        _walk(oracle, formula.not_, test, chosen, world)
    elif formula.term is not None:
        means = chosen[test.test, formula.term].means
        if isinstance(means, Formula):
            _walk(oracle, means, test, chosen, world)
    elif formula.test is not None:
        inner = oracle.library.tests[formula.test]
        if oracle.scoped(inner):
            _walk(oracle, inner.met_if, inner, chosen, world)
    elif formula.event is not None:
        by = formula.event.by or test.applied_by
        for sender in (by,) if isinstance(by, str) else by:
            world.event((test.test, formula.event.kind, formula.event.about, sender))
    elif formula.some is not None:
        oracle.truth(formula, test, chosen, world)


def _term_pivots(
    oracle: _Oracle,
    places: Sequence[tuple[str, str]],
    constructions: Sequence[Chosen],
    values: Iterable[tuple[bool, ...]],
) -> Iterator[str]:
    names = list(dict.fromkeys(term for _, term in places))
    group = {name: frozenset((name,)) for name in names}
    for test, term in places:
        for meaning in oracle.opened(test, term):
            for tie in oracle.ties(test, term, meaning):
                other = tie.split("=")[0]
                if other in group:
                    joined = group[term] | group[other]
                    group.update(dict.fromkeys(joined, joined))
    for members in set(group.values()):
        rest = [tuple(c[p] for p in places if p[1] not in members) for c in constructions]
        for row in values:
            there: dict[object, bool] = {}
            if any(
                there.setdefault(key, value) != value for key, value in zip(rest, row, strict=True)
            ):
                yield from members
                break
