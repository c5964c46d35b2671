"""Checks of formulas: their form, their depth, circles among them, and facts of two signs."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import msgspec

from comity.catalog import Loaded
from comity.law.files import LegalTest, Reading, Term
from comity.law.formula import FORMS, LEVELS, Formula, Query, Situation, TermRef, several
from comity.policy.vocabulary import ACTS, SUBJECTS
from comity.workbench.codes import At, Check, Code, Files, Found

MOST_FACTS = 2_000
"""How many uses of facts are compared in one test: enough for any law, and a bound."""


def _roots(files: Files) -> Iterator[tuple[Loaded, At, Formula]]:
    for file, at, test in files.each(LegalTest):
        yield file, (*at, "met_if"), test.met_if
    for file, at, reading in files.each(Reading):
        if isinstance(reading.means, Formula):
            yield file, (*at, "means"), reading.means


def _parts(formula: Formula, at: At) -> Iterator[tuple[At, Formula]]:
    for key, value in (("all", formula.all), ("any", formula.any)):
        for number, part in enumerate(value or ()):
            yield (*at, key, number), part
    if formula.not_ is not None:
        yield (*at, "not"), formula.not_


def _forms(files: Files) -> Iterator[Found]:
    for file, at, formula in _roots(files):
        yield from _form(file, at, formula, 0)


def _form(file: Loaded, at: At, formula: Formula, level: int) -> Iterator[Found]:
    forms = ", ".join(name.rstrip("_") for name in FORMS)
    if formula.form == "none":
        yield Found(file, at, f"a formula that asks nothing, expected one of {forms}")
    elif formula.form == "several":
        found = [name.rstrip("_") for name in FORMS if getattr(formula, name) is not None]
        yield Found(
            file, at, f"a formula of several forms ({', '.join(found)}), expected one of them"
        )
    if formula.all == () or formula.any == ():
        yield Found(file, at, "an empty list of formulas, expected at least one")
    if formula.form in ("all", "any", "not_") and level == LEVELS:
        yield Found(file, at, f"more than {LEVELS} levels of all, any and not, expected a term")
        return
    if formula.attribute is not None:
        try:
            _ = formula.attribute.population.threshold
        except ValueError:
            yield Found(
                file,
                (*at, "attribute", "population"),
                "a bound of no kind or of several, expected one of above, at_least, below, at_most",
            )
    for where, part in _parts(formula, at):
        yield from _form(file, where, part, level + 1)


Name = tuple[str, str]


def _needs(files: Files, name: Name) -> Iterator[Name]:
    """Yield the tests and terms that a test or term refers to."""
    kind, key = name
    formulas: list[Formula] = []
    if kind == "test" and key in files.tests:
        test = files.tests[key]
        formulas.append(test.met_if)
        if test.validity is not None:
            yield "test", test.validity
        yield from (("term", one) for one in test.filters)
    elif kind == "term" and key in files.terms:
        for reading in files.terms[key].readings.values():
            if isinstance(reading.means, Formula):
                formulas.append(reading.means)
    while formulas:
        formula = formulas.pop()
        for what, target in (("term", formula.term), ("test", formula.test)):
            if target is not None:
                yield what, target
        if formula.subdivision is not None:
            yield "test", formula.subdivision
        if formula.some is not None:
            query = formula.some
            for value in (query.subject, query.act, query.in_, query.binds):
                if isinstance(value, TermRef | Situation) and value.term is not None:
                    yield "term", value.term
        formulas.extend(part for _, part in _parts(formula, ()))


def _reaches(files: Files, start: Name) -> tuple[Name, ...] | None:
    """Return a way from a test or term back to itself, or None."""
    seen: set[Name] = set()
    ways: list[tuple[Name, ...]] = [(start,)]
    while ways:
        way = ways.pop(0)
        for name in _needs(files, way[-1]):
            if name == start:
                return (*way, name)
            if name not in seen:
                seen.add(name)
                ways.append((*way, name))
    return None


def _circles(files: Files) -> Iterator[Found]:
    for file in files.checked:
        value = file.value
        if isinstance(value, LegalTest | Term):
            kind = "test" if isinstance(value, LegalTest) else "term"
            way = _reaches(
                files, (kind, value.test if isinstance(value, LegalTest) else value.term)
            )
            if way is not None:
                names = " → ".join(name for _, name in way)
                yield Found(file, (kind,), f"refers to itself in a circle: {names}")


class _Fact(msgspec.Struct, frozen=True):
    leaf: Formula
    positive: bool
    referred: bool
    choices: tuple[tuple[str, str], ...]
    at: At


def _facts(
    files: Files,
    formula: Formula,
    fact: _Fact,
    open_: tuple[Name, ...],
) -> Iterator[_Fact]:
    """Yield every leaf that asks for a fact, through the tests and terms that a formula names."""
    change = msgspec.structs.replace
    if formula.test is not None or formula.term is not None:
        name = ("test", formula.test) if formula.test is not None else ("term", formula.term or "")
        if name in open_:
            return
        inner: list[tuple[Formula, _Fact]] = []
        if formula.test in files.tests:
            inner.append((files.tests[formula.test or ""].met_if, change(fact, referred=True)))
        elif formula.term in files.terms:
            chosen = dict(fact.choices)
            term = formula.term or ""
            for reading, meaning in files.terms[term].readings.items():
                if isinstance(meaning.means, Formula) and chosen.get(term, reading) == reading:
                    choices = tuple({**chosen, term: reading}.items())
                    inner.append((meaning.means, change(fact, referred=True, choices=choices)))
        for part, state in inner:
            yield from _facts(files, part, state, (*open_, name))
        return
    parts = list(_parts(formula, fact.at))
    if not parts:
        yield change(fact, leaf=formula)
    for where, part in parts:
        positive = fact.positive is (formula.not_ is None)
        at = fact.at if fact.referred else where
        yield from _facts(files, part, change(fact, positive=positive, at=at), open_)


def _signs(files: Files) -> Iterator[Found]:
    for file, at, test in files.each(LegalTest):
        start = _Fact(test.met_if, True, False, (), (*at, "met_if"))
        walked = _located(files, test.test, test.met_if, start)
        facts = list(itertools.islice(walked, MOST_FACTS))
        for first, second in itertools.combinations(facts, 2):
            if first.positive == second.positive or not (first.referred or second.referred):
                continue
            if _compatible(first, second) and _same_fact(files, first.leaf, second.leaf):
                shown = second if second.referred else first
                yield Found(
                    file,
                    shown.at,
                    "asks for one fact with both signs, "
                    f"here through a reference ({_named(shown)})",
                )
                break


def _located(files: Files, test: str, formula: Formula, start: _Fact) -> Iterator[_Fact]:
    yield from _facts(files, formula, start, (("test", test),))


def _compatible(first: _Fact, second: _Fact) -> bool:
    """Tell whether one construction can bring both along."""
    chosen = dict(first.choices)
    return all(chosen.get(term, reading) == reading for term, reading in second.choices)


def _named(fact: _Fact) -> str:
    if fact.choices:
        return ", ".join(f"{term} as {reading}" for term, reading in fact.choices)
    return "a test"


def _same_fact(files: Files, first: Formula, second: Formula) -> bool:
    if first.some is not None and second.some is not None:
        return _same_query(files, first.some, second.some)
    return first.form == second.form and _written(first) == _written(second)


def _written(formula: Formula) -> bytes:
    return msgspec.json.encode(formula, order="sorted")


def _same_query(files: Files, first: Query, second: Query) -> bool:
    """Tell whether two queries ask the same of some provision that both can match."""
    rest = [(q.in_, q.of, q.binds, several(q.counterparty), q.effective) for q in (first, second)]
    makers = [set(several(q.by)) for q in (first, second)]
    return (
        rest[0] == rest[1]
        and (not all(makers) or bool(makers[0] & makers[1]))
        and bool(_words(files, first.subject, SUBJECTS) & _words(files, second.subject, SUBJECTS))
        and bool(_words(files, first.act, ACTS) & _words(files, second.act, ACTS))
    )


def _words(
    files: Files, value: str | tuple[str, ...] | TermRef | None, every: tuple[str, ...]
) -> set[str]:
    if value is None:
        return set(every)
    if isinstance(value, TermRef):
        term = files.terms.get(value.term)
        readings = term.readings.values() if term is not None else ()
        return {word for reading in readings for word in reading.covers or ()}
    return set(several(value))


CHECKS = (
    Check(
        Code(
            "LAW007",
            "a formula of no form, several forms, or too many levels",
            "A formula is exactly one of all, any, not, some, term, test, event, attribute, listed "
            "and subdivision; all and any have at least one part, and all, any and not stand at "
            "most three deep. What needs more is a term or a test of its own.",
            "met_if: {term: hinders, test: 8-usc-1373-a}",
        ),
        _forms,
    ),
    Check(
        Code(
            "LAW009",
            "references in a circle",
            "A test or term that refers to itself, directly or through others (formulas, filters, "
            "scopes, validity), has no answer.",
            "test: one\nmet_if: {test: one}",
        ),
        _circles,
    ),
    Check(
        Code(
            "LAW010",
            "one fact with both signs through references",
            "A test that wants a fact in one place and its absence in another, one of them inside "
            "a test or term that it refers to, hides a contradiction or a redundancy. Two readings "
            "of one term are never chosen together and are not compared.",
            "met_if:\n  all:\n    - test: bars-holds\n"
            "    - not: {some: {subject: detainer_hold, act: prohibits}}",
        ),
        _signs,
    ),
)
