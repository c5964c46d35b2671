"""Checks of ids: every one that is used is known, and every one that is known is used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import msgspec

from comity.catalog import Loaded
from comity.law.files import (
    Case,
    Court,
    Effect,
    Entry,
    Event,
    Finds,
    Holder,
    LegalTest,
    Log,
    Member,
    Parties,
    Party,
    Reading,
    Ruling,
    Scope,
    Term,
    Vagueness,
)
from comity.law.formula import EventQuery, Formula, Situation, TermRef, several
from comity.policy.instrument import Government
from comity.policy.published_list import ListEntry, PublishedList
from comity.policy.register import Register, RegisterEntry
from comity.strict_yaml import nearest
from comity.workbench.codes import At, Check, Code, Files, Found
from comity.workbench.provisions import full_names


class Reference(NamedTuple):
    """Hold one use of an id: where it stands, what it may name, and the id."""

    at: At
    kinds: tuple[str, ...]
    name: str


def references(files: Files, file: Loaded) -> Iterator[Reference]:
    """Yield every reference in a file to something that has an id."""
    for at, value in files.inside(file):
        for key, kinds, names in _uses(value):
            for number, name in enumerate(several(names)):
                yield Reference((*at, *key, number), kinds, name)


Use = tuple[At, tuple[str, ...], str | tuple[str, ...] | None]
SIDE = ("place", "party", "`private`")


def _uses(value: msgspec.Struct) -> Iterator[Use]:
    match value:
        case Formula():
            yield ("term",), ("term",), value.term
            yield ("test",), ("test",), value.test
            yield ("subdivision",), ("test",), value.subdivision
            yield ("listed",), ("published list",), value.listed
        case EventQuery():
            yield ("by",), ("party",), value.by
        case TermRef() | Situation():
            yield ("term",), ("term",), value.term
        case LegalTest():
            yield ("validity",), ("test",), value.validity
            yield ("filters",), ("term",), value.filters
            yield ("applied_by",), ("party",), value.applied_by
        case Scope():
            yield ("within",), ("place",), value.within
        case Reading():
            yield ("only_with",), ("reading",), value.only_with
        case Holder():
            yield ("who",), ("party", "ruling", "place"), value.who
        case Effect():
            yield from _uses_of_effect(value)
        case Vagueness():
            yield ("term",), ("term",), value.term
            yield ("in",), ("test",), value.in_
        case Finds():
            yield ("by",), ("place",), value.by
        case Event():
            yield ("by",), ("ruling", "court"), value.by
            yield from _protected(("protects",), value.protects or ())
        case Ruling():
            yield ("court",), ("court",), value.court
            yield ("on_law",), ("place", "`federal`"), value.on_law
            for side in ("won", "lost", "others"):
                yield ("parties", side), SIDE, getattr(value.parties, side)
        case Log():
            yield ("by",), ("party",), value.by
        case PublishedList():
            yield ("publisher",), ("party",), value.publisher
            yield ("criterion",), ("test",), value.criterion
        case Register():
            yield ("publisher",), ("party",), value.publisher
        case RegisterEntry():
            office = value.office
            yield ("office",), ("place",), None if office is None else office.partition("#")[0]
        case ListEntry():
            yield ("place",), ("place",), value.place
        case Entry():
            yield ("to",), ("place",), value.to
        case Party():
            yield ("acts_for",), ("party", "place"), value.acts_for
        case Court():
            yield ("law",), ("place", "`federal`"), value.law
            if value.reach != "everywhere":
                yield ("reach",), ("place",), value.reach
        case Member():
            yield ("place",), ("place",), value.place
        case Case():
            yield ("test",), ("test",), value.test
            if ":" in value.place:
                yield ("place",), ("place",), value.place
        case Government():
            if value.name is None:
                yield ("government",), ("place",), value.government
            yield ("parents",), ("place",), value.parents


def _uses_of_effect(effect: Effect) -> Iterator[Use]:
    yield ("construes",), ("term",), effect.construes
    yield ("in",), ("test",), effect.in_
    yield ("applies",), ("test",), effect.applies
    yield ("invalidates",), ("test",), effect.invalidates
    yield ("to",), ("place", "instrument"), effect.to
    yield ("against",), SIDE, effect.against
    yield ("enjoins",), ("consequence",), effect.enjoins
    yield ("vacates",), ("consequence",), effect.vacates
    yield from _protected(("protects",), effect.protects)


def _protected(at: At, protects: Iterable[str | dict[str, str | tuple[str, ...]]]) -> Iterator[Use]:
    for number, entry in enumerate(protects):
        if isinstance(entry, str):
            yield (*at, number), ("place", "`everyone`"), entry
            continue
        for how, names in entry.items():
            if how == "members_of":
                yield (*at, number, how), ("list",), names
            elif how == "states_with_subdivisions":
                yield (*at, number, how), ("place",), names
            else:
                yield (*at, number), ("`members_of`", "`states_with_subdivisions`"), how


class _Known:
    def __init__(self, files: Files) -> None:
        self.files = files
        self.names: dict[str, Any] = {
            "term": files.terms,
            "test": files.tests,
            "ruling": files.rulings,
            "party": files.parties,
            "court": files.courts,
            "list": files.lists,
            "published list": files.published,
            "reading": {f"{t.term}={r}" for t in files.terms.values() for r in t.readings},
            "consequence": {
                f"{test.test}/{name}"
                for test in files.tests.values()
                for name in (*test.consequences, "all")
            },
            "instrument": full_names(files.governments.values()),
        }

    def has(self, kind: str, name: str) -> bool:
        if kind.startswith("`"):
            return name == kind.strip("`")
        if kind == "place":
            place = name.split("#", maxsplit=1)[0]
            if not place.startswith(("state:", "district:", "territory:")):
                return False
            return place in self.files.declared or self.files.places.get(place) is not None
        if kind == "instrument" and name not in self.names[kind]:
            # Nothing is coded of that government: there is nothing to compare with.
            maker = "/".join(part for part in name.split("/") if ":" in part)
            return self.has("place", maker) and maker not in self.files.governments
        return name in self.names[kind]

    def candidates(self, kinds: tuple[str, ...], name: str) -> list[str]:
        found: list[str] = []
        for kind in kinds:
            if kind.startswith("`"):
                found.append(kind.strip("`"))
            elif kind != "place":
                found.extend(self.names[kind])
            elif ":" in name:
                state = name.split("/", maxsplit=1)[0]
                places = [place.id for place in self.files.places.all()]
                same_state = [p for p in places if p == state or p.startswith(f"{state}/")]
                found.extend(same_state or [p for p in places if "/" not in p])
        return found


def _dangling(files: Files) -> Iterator[Found]:
    known = _Known(files)
    for file in files.checked:
        for reference in references(files, file):
            if not any(known.has(kind, reference.name) for kind in reference.kinds):
                hint = nearest(reference.name, known.candidates(reference.kinds, reference.name))
                what = " or ".join(reference.kinds)
                yield Found(
                    file, reference.at, f"`{reference.name}` is unknown, expected {what}{hint}"
                )
    yield from _dangling_readings(files)
    yield from _dangling_effects(files)


def _dangling_readings(files: Files) -> Iterator[Found]:
    for file, at, effect in files.each(Effect):
        term = files.terms.get(effect.construes or "")
        if term is None:
            continue
        for key, names in (("adopts", several(effect.adopts)), ("forecloses", effect.forecloses)):
            for number, name in enumerate(names):
                if name not in term.readings:
                    yield Found(
                        file,
                        (*at, key, number),
                        f"`{name}` is unknown, expected a reading of the term `{term.term}`"
                        f"{nearest(name, term.readings)}",
                    )


def _dangling_effects(files: Files) -> Iterator[Found]:
    for file, at, ruling in files.each(Ruling):
        ids = {effect.id for effect in ruling.effects if effect.id is not None}
        for i, event in enumerate(ruling.events):
            for j, name in enumerate(event.effects):
                if name not in ids:
                    yield Found(
                        file,
                        (*at, "events", i, "effects", j),
                        f"`{name}` is unknown, expected the id of an effect of this ruling"
                        f"{nearest(name, ids)}",
                    )


def _unused(files: Files) -> Iterator[Found]:
    used = {
        (kind, reference.name.split("#")[0])
        for file in files.all
        for reference in references(files, file)
        for kind in reference.kinds
    }
    # A reading that needs another term's reading uses that term.
    used |= {("term", name.split("=")[0]) for kind, name in used if kind == "reading"}
    for file in files.checked:
        value = file.value
        if isinstance(value, Term) and ("term", value.term) not in used:
            yield Found(file, ("term",), f"no test and no ruling uses the term `{value.term}`")
        elif isinstance(value, Parties):
            for name in value.parties:
                if ("party", name) not in used:
                    yield Found(
                        file,
                        ("parties", name),
                        f"the party `{name}` holds nothing and stood in no suit",
                        on_key=True,
                    )


CHECKS = (
    Check(
        Code(
            "LAW001",
            "an id that nothing bears",
            "Terms, tests, readings, rulings, courts, parties, lists and governments are meant by "
            "their id, from other files. An id that nothing bears binds, drops or protects "
            "nothing, in silence. A single file is compared with the bundled library.",
            "filters: [has-in-efect]",
        ),
        _dangling,
    ),
    Check(
        Code(
            "LAW002",
            "an id that nothing uses",
            "A term that no test or ruling uses, a party that holds no reading and stood in no "
            "suit: something was forgotten, or is left over. Where it is kept on purpose, allow "
            "it and say why. A court may stand ready for a ruling to come.",
            "parties:\n  nobody:\n    name: Association that holds no reading\n"
            "    kind: association",
        ),
        _unused,
    ),
)
