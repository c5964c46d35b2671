"""Put a test to a government: its open readings as axes, its formula as a circuit."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from comity.catalog import Library
from comity.evaluate.circuit import FALSE, TRUE, Circuit
from comity.law.files import Drops, LegalTest, Term
from comity.law.formula import Formula, Query, Situation, TermRef, leaves, negates
from comity.law.meaning import Conflict, Meaning, OpenMeanings, open_meanings
from comity.law.precedent import Holding, in_order
from comity.places.government import Government

Situations = tuple[str, frozenset[str]]
"""How a query chooses situations: `at` one, `any`, `some` without, or `every` without."""


class Asked(msgspec.Struct, frozen=True):
    """Hold a query with every reading chosen; None stands for whatever there is.

    `test` is empty unless a binding holding says something of facts in that test alone, so that
    tests that ask the same share what it costs to answer.
    """

    test: str
    subjects: frozenset[str] | None
    acts: frozenset[str] | None
    situations: Situations
    by: frozenset[str] | None
    of: frozenset[str] | None
    binds: frozenset[str] | None
    counterparties: frozenset[str] | None
    effective: bool | None
    drops: frozenset[Drops]


class Happened(msgspec.Struct, frozen=True):
    """Ask whether something was sent to the government by one of these senders."""

    test: str
    kind: str
    about: str | None
    by: tuple[str, ...]


class Decided(msgspec.Struct, frozen=True):
    """Ask whether an instrument is in force that a binding holding says meets the test."""

    test: str
    instruments: tuple[str, ...]


class Listed(msgspec.Struct, frozen=True):
    """Ask whether the government stands on a published list."""

    list: str


class Below(msgspec.Struct, frozen=True):
    """Ask whether some government below it meets a test that asks for nothing but lists."""

    test: str


class Populous(msgspec.Struct, frozen=True):
    """Ask whether the government has at least so many inhabitants."""

    least: int


class Axis(msgspec.Struct, frozen=True):
    """Hold a term and its open meanings; `tests` are those in which they stand open like this."""

    term: str
    meanings: tuple[Meaning, ...]
    tests: tuple[str, ...]


class NoOpenConstruction(Exception):
    """Say that the library leaves a term of a test without an open reading: its own error."""


class Dangling(Exception):
    """Say that a test names what the library does not have: its own error."""


class Question(msgspec.Struct, frozen=True):
    """Hold a test put to a government on a day: circuit, axes, open constructions, holdings.

    `opened` are the terms that it asks for, each with the test in which it stands, and `tests` all
    tests that it asks; `bound` tells that some holding binds the government in it.
    """

    test: LegalTest
    circuit: Circuit
    root: int
    axes: tuple[Axis, ...]
    constructions: tuple[tuple[int, ...], ...]
    tied: tuple[tuple[int, ...], ...]
    total: int
    spoke: tuple[Holding, ...]
    conflicts: tuple[Conflict, ...]
    closed: tuple[str, ...] = ()
    opened: tuple[tuple[str, str], ...] = ()
    tests: tuple[str, ...] = ()
    bound: bool = False

    def readings(self, construction: Sequence[int]) -> dict[str, str]:
        """Name the reading that a construction chooses for each term."""
        return {
            axis.term: axis.meanings[choice].readings[0]
            for axis, choice in zip(self.axes, construction, strict=True)
        }


class Manner(msgspec.Struct, frozen=True):
    """Say how to ask: as of which day, known on which, with which readings opened or chosen.

    With `follow`, the holdings of these rulings are followed whether they bind or not.
    """

    as_of: str
    known_on: str
    all_readings: bool = False
    chosen: tuple[tuple[str, str], ...] = ()
    follow: frozenset[str] | None = None


def in_scope(test: LegalTest, government: Government) -> bool:
    """Tell whether a test is about a government; it leaves out a territory with all in it."""
    kinds = test.applies_to.kinds
    if government.kind not in kinds:
        return False
    if government.state.startswith("territory:") and "territory" not in kinds:
        return False
    within = test.applies_to.within
    return within is None or within in (government.id, *government.parents)


def binding_holdings(
    library: Library, government: Government, test: LegalTest, manner: Manner
) -> list[Holding]:
    """Return the holdings that bind a government in a test, in the order in which they prevail."""
    holdings = library.holdings_in(test.test, manner.known_on)
    if manner.follow is not None:
        followed = (
            Holding(ruling, effect, "precedent")
            for ruling, effect in holdings
            if ruling.ruling in manner.follow
        )
        return in_order(followed, library.courts)
    key = (government, test.test, test.applied_by, manner.known_on)
    if key not in library.bound:
        found = [
            Holding(ruling, effect, force)
            for ruling, effect in holdings
            if (force := library.force(ruling, government, test)) is not None
        ]
        library.bound[key] = tuple(in_order(found, library.courts))
    return list(library.bound[key])


def says_facts(holding: Holding) -> bool:
    """Tell whether a holding finds a fact, or says that something does not meet a test."""
    effect = holding.effect
    return effect.finds is not None or (effect.applies is not None and effect.outcome == "not_met")


class _Builder:
    def __init__(
        self, library: Library, government: Government, test: LegalTest, manner: Manner
    ) -> None:
        self.library = library
        self.government = government
        self.manner = manner
        self.circuit = Circuit()
        self.axes: list[Axis] = []
        self.places: dict[tuple[str, tuple[Meaning, ...]], int] = {}
        self.opened: dict[tuple[str, str], OpenMeanings] = {}
        self.holdings: dict[str, list[Holding]] = {}
        # Before an authority exists nobody holds a reading of it: it is read as when it began.
        self.day = max(manner.as_of, test.begun or manner.as_of)

    def binding(self, test: LegalTest) -> list[Holding]:
        if test.test not in self.holdings:
            self.holdings[test.test] = binding_holdings(
                self.library, self.government, test, self.manner
            )
        return self.holdings[test.test]

    def open(self, term: Term, test: LegalTest) -> OpenMeanings:
        key = (term.term, test.test)
        if key not in self.opened:
            binding = in_order(
                (h for h in self.binding(test) if h.effect.construes == term.term),
                self.library.courts,
            )
            found = open_meanings(
                term,
                binding,
                self.library.rulings,
                self.day,
                all_readings=self.manner.all_readings,
            )
            chosen = [r for name, r in self.manner.chosen if name == term.term]
            if chosen:
                found = _choose(term, found, chosen[-1])
            self.opened[key] = found
        return self.opened[key]

    def axis(self, term: Term, test: LegalTest) -> int:
        opened = self.open(term, test)
        if not opened.meanings:
            raise NoOpenConstruction(
                f"no reading of `{term.term}` is open in `{test.test}` for "
                f"{self.government.id} on {self.manner.as_of}"
            )
        key = (term.term, opened.meanings)
        if key not in self.places:
            self.places[key] = len(self.axes)
            self.axes.append(Axis(term.term, opened.meanings, (test.test,)))
        else:
            place = self.places[key]
            axis = self.axes[place]
            if test.test not in axis.tests:
                self.axes[place] = msgspec.structs.replace(axis, tests=(*axis.tests, test.test))
        return self.places[key]

    def term(self, name: str) -> Term:
        if name not in self.library.terms:
            raise Dangling(
                f"the library has no term `{name}`; `comity lint` says where it is named"
            )
        return self.library.terms[name]

    def test(self, name: str) -> LegalTest:
        if name not in self.library.tests:
            raise Dangling(
                f"the library has no test `{name}`; `comity lint` says where it is named"
            )
        return self.library.tests[name]

    def whole(self, test: LegalTest) -> int:
        """Return the node of a test: its formula, or what a holding says meets it."""
        root = self.formula(test.met_if, test)
        met = tuple(
            name
            for holding in self.binding(test)
            if holding.effect.applies == test.test and holding.effect.outcome == "met"
            for name in holding.effect.to
        )
        if not met:
            return root
        return self.circuit.some([root, self.circuit.column(Decided(test.test, met))])

    def formula(self, formula: Formula, test: LegalTest) -> int:
        form = formula.form
        if form == "all":
            return self.circuit.every([self.formula(part, test) for part in formula.parts])
        if form == "any":
            return self.circuit.some([self.formula(part, test) for part in formula.parts])
        if form == "not_":
            return self.circuit.complement(self.formula(formula.parts[0], test))
        if formula.term is not None:
            term = self.term(formula.term)
            axis = self.axis(term, test)
            return self.circuit.choice(
                axis, [self.means(meaning, test) for meaning in self.axes[axis].meanings]
            )
        if formula.test is not None:
            inner = self.test(formula.test)
            if not in_scope(inner, self.government):
                return FALSE
            return self.whole(inner)
        if formula.event is not None:
            by = formula.event.by
            senders = (by,) if isinstance(by, str) else by or test.applied_by
            return self.circuit.column(
                Happened(test.test, formula.event.kind, formula.event.about, tuple(senders))
            )
        if formula.some is not None:
            return self.query(formula.some, test)
        if formula.listed is not None:
            self.published(formula.listed)
            return self.circuit.column(Listed(formula.listed))
        if formula.subdivision is not None:
            self.lists_alone(self.test(formula.subdivision).met_if, formula.subdivision)
            return self.circuit.column(Below(formula.subdivision))
        assert formula.attribute is not None
        try:
            least, from_it_on = formula.attribute.population.threshold
        except ValueError:
            raise Dangling(
                f"a bound on the population in `{test.test}` is none or several; `comity lint` "
                "says where"
            ) from None
        node = self.circuit.column(Populous(least))
        return node if from_it_on else self.circuit.complement(node)

    def published(self, name: str) -> None:
        if name not in self.library.published:
            raise Dangling(
                f"the library has no list `{name}`; `comity lint` says where it is named"
            )
        if self.library.published[name].partial:
            raise NotImplementedYet(
                f"only a part of the list `{name}` is in the library: who is not on it is unknown"
            )

    def lists_alone(self, formula: Formula, name: str) -> None:
        """Make sure that a test below asks for lists alone, each on its own or with others."""
        for leaf in leaves(formula):
            if leaf.test is not None:
                self.lists_alone(self.test(leaf.test).met_if, name)
            elif leaf.listed is not None:
                self.published(leaf.listed)
            else:
                raise NotImplementedYet(
                    f"`subdivision: {name}` asks for more than lists, which cannot be answered yet"
                )
        if negates(formula):
            raise NotImplementedYet(
                f"`subdivision: {name}` asks who stands on no list, which cannot be answered yet"
            )

    def means(self, meaning: Meaning, test: LegalTest) -> int:
        if meaning.means == "always":
            return TRUE
        if meaning.means == "never" or meaning.means is None:
            return FALSE
        assert isinstance(meaning.means, Formula)
        return self.formula(meaning.means, test)

    def query(self, query: Query, test: LegalTest) -> int:
        axes = [self.axis(self.term(name), test) for name in test.filters]
        scopes = {name: self.axis(self.term(name), test) for name in _scopes(query)}
        order = [*axes, *scopes.values()]

        fixed = self.asked(query, test)
        covered = [
            (key, scopes[value.term])
            for key, value in (
                ("subjects", query.subject),
                ("acts", query.act),
                ("binds", query.binds),
            )
            if isinstance(value, TermRef)
        ]
        where = query.in_
        at = scopes[where.term] if isinstance(where, Situation) and where.term else None

        def branch(position: int, chosen: dict[int, Meaning]) -> int:
            if position == len(order):
                read: dict[str, object] = {key: chosen[axis].covers for key, axis in covered}
                if at is not None:
                    read["situations"] = ("at", chosen[at].covers)
                drops = [drop for axis in axes if (drop := chosen[axis].drops) is not None]
                return self.circuit.column(
                    msgspec.structs.replace(fixed, drops=frozenset(drops), **read)
                )
            axis = order[position]
            return self.circuit.choice(
                axis,
                [
                    branch(position + 1, {**chosen, axis: meaning})
                    for meaning in self.axes[axis].meanings
                ],
            )

        return branch(0, {})

    def asked(self, query: Query, test: LegalTest) -> Asked:
        """Return a query as far as no reading decides of it."""

        def words(value: object) -> frozenset[str] | None:
            if value is None or value == "any" or isinstance(value, TermRef):
                return None
            if isinstance(value, str):
                return frozenset((value,))
            assert isinstance(value, tuple)
            return frozenset(value)

        where = query.in_
        situations: Situations = ("at", frozenset())
        if where == "any":
            situations = ("any", frozenset())
        elif isinstance(where, Situation):
            if where.every_without is not None:
                situations = ("every", frozenset(where.every_without))
            elif where.some_without is not None:
                situations = ("some", frozenset(where.some_without))
        elif where is not None:
            situations = ("at", frozenset(where))
        counterparties = query.counterparty
        return Asked(
            test=test.test if any(map(says_facts, self.binding(test))) else "",
            subjects=words(query.subject),
            acts=words(query.act),
            situations=situations,
            by=words(query.by),
            of=None if (of := words(query.of)) is None else frozenset(o.strip("#") for o in of),
            binds=words(query.binds),
            counterparties=None
            if counterparties is None
            else frozenset(
                (counterparties,) if isinstance(counterparties, str) else counterparties
            ),
            effective=query.effective,
            drops=frozenset(),
        )


class NotImplementedYet(Exception):
    """Say that a form of formula is part of the format but not yet of the engine."""


def _scopes(query: Query) -> Iterator[str]:
    for value in (query.subject, query.act, query.binds):
        if isinstance(value, TermRef):
            yield value.term
    if isinstance(query.in_, Situation) and query.in_.term is not None:
        yield query.in_.term


def _choose(term: Term, found: OpenMeanings, reading: str) -> OpenMeanings:
    kept = tuple(meaning for meaning in found.meanings if reading in meaning.readings)
    if not kept:
        value = term.readings[reading]
        drops = value.drops if isinstance(value.drops, Drops) else None
        kept = (Meaning(term.term, (reading,), frozenset(value.covers or ()), drops, value.means),)
        return msgspec.structs.replace(found, meanings=kept, closed=(f"{term.term}={reading}",))
    return msgspec.structs.replace(found, meanings=kept)


def put(library: Library, government: Government, test: LegalTest, manner: Manner) -> Question:
    """Put a test to a government; raise NoOpenConstruction where a term has no open reading."""
    builder = _Builder(library, government, test, manner)
    root = builder.whole(test)
    axes = tuple(builder.axes)
    needed = _needs(library, axes)
    every = itertools.product(*(range(len(axis.meanings)) for axis in axes))
    same = [
        (i, j)
        for i, j in itertools.combinations(range(len(axes)), 2)
        if axes[i].term == axes[j].term
    ]
    constructions = tuple(
        construction
        for construction in every
        if not (needed or same) or _consistent(axes, needed, same, construction)
    )
    if not constructions:
        raise NoOpenConstruction(
            f"no construction of `{test.test}` is open for {government.id} on {manner.as_of}"
        )
    total = 1
    for name in dict.fromkeys(axis.term for axis in axes):
        contents = {
            (frozenset(r.covers or ()), r.drops, r.means)
            for r in library.terms[name].readings.values()
        }
        total *= len(contents)
    spoke = {
        (h.ruling.ruling, h.effect.construes): h
        for opened in builder.opened.values()
        for h in opened.spoke
    }
    return Question(
        test=test,
        circuit=builder.circuit,
        root=root,
        axes=axes,
        constructions=constructions,
        tied=_tied(axes, needed),
        total=total,
        spoke=tuple(spoke.values()),
        conflicts=tuple(c for opened in builder.opened.values() for c in opened.conflicts),
        closed=tuple(dict.fromkeys(c for o in builder.opened.values() for c in o.closed)),
        opened=tuple(builder.opened),
        tests=tuple(builder.holdings),
        bound=bool(spoke)
        or any(
            h.effect.finds is not None or h.effect.applies is not None
            for holdings in builder.holdings.values()
            for h in holdings
        ),
    )


def openings(
    library: Library,
    government: Government,
    test: LegalTest,
    manner: Manner,
    opened: Iterable[tuple[str, str]],
) -> tuple[object, ...]:
    """Return all that a question put in a manner rests on: open meanings, and holdings on facts.

    Questions of one test are the same where these are, as long as no court adopts a reading that
    nobody holds.
    """
    builder = _Builder(library, government, test, manner)
    meanings = tuple(
        builder.open(library.terms[term], library.tests[name]).meanings for term, name in opened
    )
    tests = dict.fromkeys((test.test, *(name for _, name in opened)))
    facts = tuple(
        holding.effect
        for name in tests
        for holding in builder.binding(library.tests[name])
        if holding.effect.finds is not None or holding.effect.applies is not None
    )
    return meanings, facts


def still_open(
    library: Library,
    government: Government,
    test: LegalTest,
    manner: Manner,
    question: Question,
) -> list[frozenset[int]] | None:
    """Return which meanings of each axis of a question stay open in another manner.

    Return None where others open, or where an axis splits: then it is another question.
    """
    builder = _Builder(library, government, test, manner)
    found = []
    for axis in question.axes:
        term = library.terms[axis.term]
        choices = {builder.open(term, library.tests[name]).meanings for name in axis.tests}
        if len(choices) > 1:
            return None
        (meanings,) = choices
        if not set(meanings) <= set(axis.meanings):
            return None
        found.append(frozenset(axis.meanings.index(meaning) for meaning in meanings))
    return found


def _needs(library: Library, axes: Sequence[Axis]) -> dict[tuple[int, int], list[tuple[str, str]]]:
    """Return what each meaning needs: (axis, meaning) → the readings it may only stand with."""
    found: dict[tuple[int, int], list[tuple[str, str]]] = {}
    for place, axis in enumerate(axes):
        for choice, meaning in enumerate(axis.meanings):
            options = []
            for name in meaning.readings:
                ties = library.terms[axis.term].readings[name].only_with
                options.append([ties] if isinstance(ties, str) else list(ties))
            # A meaning that some reading holds without a tie is free of ties.
            if all(options):
                found[(place, choice)] = [
                    (tie.split("=")[0], tie.split("=")[1]) for tie in options[0]
                ]
    return found


def _consistent(
    axes: Sequence[Axis],
    needed: Mapping[tuple[int, int], list[tuple[str, str]]],
    same: Iterable[tuple[int, int]],
    construction: Sequence[int],
) -> bool:
    """Tell whether the chosen meanings can stand together; `same` are axes of one term."""
    chosen = [axis.meanings[choice] for axis, choice in zip(axes, construction, strict=True)]
    for (place, choice), ties in needed.items():
        if construction[place] != choice:
            continue
        for term, reading in ties:
            if any(
                axis.term == term and reading not in meaning.readings
                for axis, meaning in zip(axes, chosen, strict=True)
            ):
                return False
    for i, j in same:
        # One word has one meaning, except where a holding leaves it another in one test only.
        if chosen[i] == chosen[j]:
            continue
        if chosen[i] in axes[j].meanings and chosen[j] in axes[i].meanings:
            return False
    return True


def _tied(
    axes: Sequence[Axis], needed: Mapping[tuple[int, int], list[tuple[str, str]]]
) -> tuple[tuple[int, ...], ...]:
    group = list(range(len(axes)))

    def join(a: int, b: int) -> None:
        old, new = group[b], group[a]
        for place, number in enumerate(group):
            if number == old:
                group[place] = new

    for i, j in itertools.combinations(range(len(axes)), 2):
        if axes[i].term == axes[j].term:
            join(i, j)
    for (place, _), ties in needed.items():
        for term, _reading in ties:
            for other, axis in enumerate(axes):
                if axis.term == term:
                    join(place, other)
    return tuple(
        tuple(place for place, number in enumerate(group) if number == wanted)
        for wanted in dict.fromkeys(group)
    )
