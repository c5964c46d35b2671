"""The rules that a government stands under on a day, and what nobody has looked up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

import msgspec

from comity.catalog import Library
from comity.places.government import Government
from comity.policy.dates import first_day, in_force, last_day, surely
from comity.policy.instrument import Government as GovernmentFile
from comity.policy.instrument import Instrument, Interval, Provision
from comity.policy.vocabulary import OFFICES, SUBJECTS

Alternative = frozenset[str]
STATES = ("state", "district", "territory")


class Maker(msgspec.Struct, frozen=True):
    """Hold who makes rules for a government: itself, or a parent; the higher rank displaces."""

    id: str
    role: Literal["own", "parent"]
    level: Literal["state", "county", "local"]
    rank: int


class Rule(msgspec.Struct, frozen=True):
    """Hold one provision in force on the day, ready to be asked.

    `maybe` is the instrument whose start or end leaves it open whether it is in force; `ended_by`
    are instruments of open start that would end it. `saved` are the laws whose savings clause
    covers it. `points` and `excepted` are set on a rule that nobody has seen: it applies in those
    situations alone, and excepts those alternatives; `seen_by` are the queries it answers, as
    bits.
    """

    id: str
    maker: Maker
    subject: str
    act: str
    binds: tuple[str, ...]
    counterparty: str
    office: str | None = None
    kind: str = "statute"
    when: tuple[Alternative, ...] = ()
    unless: tuple[Alternative, ...] = ()
    about: tuple[str, ...] = ()
    saved: frozenset[str] = frozenset()
    demanded: bool = False
    overrides: tuple[str, ...] = ()
    maybe: str | None = None
    ended_by: tuple[str, ...] = ()
    points: tuple[Alternative, ...] = ()
    excepted: tuple[Alternative, ...] = ()
    seen_by: int = 0

    def applies(self, situation: Alternative) -> bool:
        """Tell whether the rule applies in a situation, overrides left aside."""
        if self.points:
            return shared(situation) in self.points
        if self.when and not any(alternative <= situation for alternative in self.when):
            return False
        return not any(alternative <= situation for alternative in self.unless)


def shared(situation: Alternative) -> Alternative:
    """Return the conditions of a situation that two rules can both name: no rule's own `other`."""
    if not any(condition.startswith("other:") for condition in situation):
        return situation
    return frozenset(c for c in situation if not c.startswith("other:"))


class Unsurveyed(msgspec.Struct, frozen=True):
    """Name rules that nobody looked for: one maker, one subject, except some offices."""

    maker: Maker
    subject: str
    but: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Return the name of this unknown."""
        return f"{self.maker.id} {self.subject}"


class Books(msgspec.Struct, frozen=True):
    """Hold the rules of a government and its parents on a day, and what was not surveyed.

    `worked` and `extremes` keep what has been worked out of them, since tests ask the same of the
    same books.
    """

    rules: tuple[Rule, ...]
    unsurveyed: tuple[Unsurveyed, ...]
    surveyed: dict[str, tuple[str, ...]]
    worked: dict[Any, Any] = msgspec.field(default_factory=dict)
    extremes: dict[Any, tuple[bool, bool]] = msgspec.field(default_factory=dict)


def makers(library: Library, government: Government) -> list[Maker]:
    """Return who makes rules for a government: itself first, then its parents."""
    found = [Maker(government.id, "own", _level(government.kind), _rank(government.kind))]
    for parent in government.parents:
        place = library.places.get(parent)
        kind = place.kind if place is not None else "state"
        found.append(Maker(parent, "parent", _level(kind), _rank(kind)))
    return found


def _level(kind: str) -> Literal["state", "county", "local"]:
    if kind in STATES:
        return "state"
    return "county" if kind in ("county", "consolidated") else "local"


def _rank(kind: str) -> int:
    return {"state": 2, "county": 1, "local": 0}[_level(kind)]


def open_books(library: Library, government: Government, day: str) -> Books:
    """Collect the provisions in force on a day for a government, none suspended, and the unknowns.

    Of a parent's rules those count that reach the government; see `reaches`.
    """
    suspended = library.suspended(government, day)
    rules: list[Rule] = []
    unsurveyed: list[Unsurveyed] = []
    surveyed: dict[str, tuple[str, ...]] = {}
    for maker in makers(library, government):
        file = library.file_of(maker.id)
        found = list(rules_of(file, maker, day, suspended)) if file is not None else []
        found = [rule for rule in found if reaches(rule)]
        rules.extend(found)
        looked: list[str] = []
        for subject, offices in looked_at(file, day).items():
            if offices is None:
                looked.append(subject)
            else:
                unsurveyed.append(Unsurveyed(maker, subject, offices))
        surveyed[maker.id] = tuple(looked)
    higher = [rule for rule in rules if rule.maker.role == "parent"]
    marked = [
        msgspec.structs.replace(rule, demanded=True)
        if rule.maker.role == "own" and _demanded(rule, higher)
        else rule
        for rule in rules
    ]
    return Books(tuple(marked), tuple(unsurveyed), surveyed)


def reaches(rule: Rule) -> bool:
    """Tell whether a maker's rule is one for the government that is asked about.

    A county's rule reaches a city only where it binds local governments; a State's, unless it
    binds nothing but an agency that it names.
    """
    if rule.maker.role == "own":
        return True
    if rule.maker.level == "county":
        return "local_governments" in rule.binds
    return set(rule.binds) != {"named_agency"}


def _demanded(rule: Rule, higher: Iterable[Rule]) -> bool:
    """Tell whether a parent's rule says the same: the act on the subject is not its own choice."""
    return any(other.subject == rule.subject and other.act == rule.act for other in higher)


NOWHERE: Mapping[str, tuple[str, ...] | None] = dict.fromkeys(SUBJECTS, ())


def looked_at(file: GovernmentFile | None, day: str) -> Mapping[str, tuple[str, ...] | None]:
    """Return, for each subject, None where it was surveyed, else the offices whose rules were."""
    surveys = [
        survey
        for survey in (file.surveyed if file is not None else ())
        if surely(Interval(survey.from_, survey.until), day)
    ]
    if not surveys:
        return NOWHERE
    by: dict[str, set[str]] = {subject: set() for subject in SUBJECTS}
    for survey in surveys:
        for subject in SUBJECTS if survey.subjects == "all" else survey.subjects:
            by[subject].add(survey.by.removeprefix("#"))
    return {
        subject: None if "own" in who else tuple(office for office in OFFICES if office in who)
        for subject, who in by.items()
    }


def rules_of(
    file: GovernmentFile, maker: Maker, day: str, suspended: frozenset[str]
) -> Iterator[Rule]:
    """Give the provisions of a file that are in force on a day, or may be, none suspended."""
    state = {i.instrument: in_force(i.in_force, day) for i in file.instruments}
    ended_by: dict[str, list[str]] = {}
    over: set[str] = set()
    for instrument in file.instruments:
        for earlier in instrument.supersedes:
            begins = [interval.from_ for interval in instrument.in_force]
            if any(last_day(begin) <= day for begin in begins):
                over.add(earlier)
            elif any(first_day(begin) <= day for begin in begins):
                ended_by.setdefault(earlier, []).append(
                    f"{file.government}/{instrument.instrument}"
                )
    live = [
        instrument
        for instrument in file.instruments
        if state[instrument.instrument] != "no" and instrument.instrument not in over
    ]
    for instrument in live:
        name = f"{file.government}/{instrument.instrument}"
        if name in suspended:
            continue
        for provision in instrument.provisions:
            if f"{name}/{provision.id}" in suspended:
                continue
            yield _rule(
                provision,
                instrument,
                name,
                maker,
                saved=_saved(provision, instrument, live, suspended, file.government),
                maybe=name if state[instrument.instrument] == "maybe" else None,
                ended_by=tuple(ended_by.get(instrument.instrument, ())),
            )


def _saved(
    provision: Provision,
    instrument: Instrument,
    live: Iterable[Instrument],
    suspended: frozenset[str],
    government: str,
) -> frozenset[str]:
    laws: set[str] = set()
    for other in live:
        for clause in other.provisions:
            if clause.saves is None or f"{government}/{other.instrument}/{clause.id}" in suspended:
                continue
            named = clause.saves.provisions
            covered = (
                other is instrument
                if named == "all"
                else (other is instrument and provision.id in named)
                or f"{instrument.instrument}/{provision.id}" in named
                or (other is not instrument and instrument.instrument in named)
            )
            if covered and clause is not provision:
                laws.update(clause.saves.law)
    return frozenset(laws)


def alternatives(listed: Iterable[Iterable[str]], rule: str) -> tuple[Alternative, ...]:
    """Return alternatives for matching: no time limits, and `other` the rule's own condition."""
    found = []
    for alternative in listed:
        conditions = frozenset(
            f"other:{rule}" if condition == "other" else condition
            for condition in alternative
            if condition != "time_limit"
        )
        if conditions:
            found.append(conditions)
    return tuple(found)


def _rule(
    provision: Provision,
    instrument: Instrument,
    name: str,
    maker: Maker,
    *,
    saved: frozenset[str],
    maybe: str | None,
    ended_by: tuple[str, ...],
) -> Rule:
    rule = f"{name}/{provision.id}"
    binds = provision.binds
    overrides = ("all",) if provision.overrides == "all" else tuple(provision.overrides)
    # A `when` of nothing but a time limit is no condition; an `unless` of nothing else, none.
    return Rule(
        id=rule,
        maker=maker,
        subject=provision.subject,
        act=provision.act,
        binds=(binds,) if isinstance(binds, str) else binds,
        counterparty=provision.counterparty or "any",
        office=instrument.office,
        kind=instrument.kind,
        when=alternatives(provision.when, rule),
        unless=alternatives(provision.unless, rule),
        about=provision.about,
        saved=saved,
        overrides=overrides,
        maybe=maybe,
        ended_by=ended_by,
    )
