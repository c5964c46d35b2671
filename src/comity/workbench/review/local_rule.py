"""Read a government's own rules by the same law: conflicts by asking the engine, form by the file.

The engine gives one smallest set of rules that suffices for an outcome. To name every provision
that does, those of a set are taken out of the books and the question is put again, until nothing
coded suffices on any open reading. So each provision appears once, on a smallest set of readings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import msgspec

from comity.catalog import Library
from comity.law.formula import several
from comity.law.precedent import stands
from comity.law.words import SUBJECTS as IN_ENGLISH
from comity.places.government import Government
from comity.policy.dates import covers, first_day, holds
from comity.policy.instrument import Checked, Instrument, Provision
from comity.policy.vocabulary import BARS
from comity.reason.finding import Finding, Flip, Side, find
from comity.reason.history import reached
from comity.reason.question import Manner
from comity.reason.rules import STATES, Books, open_books
from comity.workbench.review.remark import (
    NotArising,
    NotLookedUp,
    Position,
    Remark,
    Review,
    Said,
    Voice,
)
from comity.workbench.review.rules import BY_CODE, RULES
from comity.workbench.review.voices import of_party, of_ruling, readings, remark, whole

ASKED = {
    "REV021": "8-usc-1373-a",
    "REV022": "8-usc-1373-b",
    "REV023": "8-usc-1644",
    "REV024": "obstacle-preemption",
    "REV025": "intergovernmental-immunity",
    "REV026": "conflicts-with-state-law",
}
"""The test of the library by which the engine is asked for each rule."""

MOST_SETS = 40
MOST_SHOWN = 3
INDEPENDENT = ("sheriff", "prosecutor", "courts")
"""Offices that are often elected or of another branch, so that a council does not command them."""

GENERAL = "law-generally"
SAVINGS = ("savings_clause_1373", "savings_clause_law_generally")


class Case(msgspec.Struct, frozen=True):
    """Hold local rules before the court: the government, the day, its instruments in force."""

    library: Library
    government: Government
    day: str
    books: Books
    instruments: tuple[Instrument, ...]
    later: tuple[Instrument, ...]

    @property
    def provisions(self) -> Iterator[tuple[Instrument, Provision, str]]:
        """Yield every provision in force, with its instrument and its name in the library."""
        for instrument in self.instruments:
            for provision in instrument.provisions:
                name = f"{self.government.id}/{instrument.instrument}/{provision.id}"
                yield instrument, provision, name

    def say(self, code: str, arises_from: Iterable[str], **more: object) -> Remark:
        """Make a remark on these rules."""
        return remark(self.library, code, self.day, arises_from, **more)  # type: ignore[arg-type]


def review_local_rule(library: Library, government: Government, day: str) -> Review:
    """Review the rules of a government and its offices in force on a day.

    Raises what `find` raises where the engine cannot answer.
    """
    file = library.file_of(government.id)
    held = tuple(i for i in file.instruments if holds(i.in_force, day)) if file else ()
    dateless = tuple(i for i in file.instruments if not i.in_force) if file else ()
    later = tuple(
        i
        for i in (file.instruments if file else ())
        if i.in_force and min(first_day(t.from_) for t in i.in_force) > day
    )
    books = open_books(library, government, day)
    case = Case(library, government, day, books, (*held, *dateless), later)
    said = [one for code in CHECKS for one in CHECKS[code](case)]
    if not case.instruments:
        # What nobody has seen breaks no rule of law, and keeps none.
        said = [_unseen(one, later) if isinstance(one, NotArising) else one for one in said]
    known = library.places.get(government.id) is not None
    return Review(
        format=1,
        asked="local_rule",
        id=government.id,
        title=library.places.full_name(government.id) if known else government.name,
        as_of=day,
        status=f"{len(held)} instruments in force" if len(held) != 1 else "1 instrument in force",
        remarks=tuple(one for one in said if isinstance(one, Remark)),
        not_looked_up=tuple(one for one in said if isinstance(one, NotLookedUp)),
        does_not_arise=tuple(one for one in said if isinstance(one, NotArising)),
    )


def _unseen(one: NotArising, later: tuple[Instrument, ...]) -> NotLookedUp:
    """Say of a rule that there is nothing to read by it."""
    what = (
        "every instrument begins after the day asked about"
        if later
        else "the library has no instrument of it that is in force on that day"
    )
    return NotLookedUp(one.code, one.title, what)


def _open(code: str, what: str) -> NotLookedUp:
    return NotLookedUp(code, BY_CODE[code].title, what)


def _none(code: str, why: str) -> NotArising:
    return NotArising(code, BY_CODE[code].title, why)


# What the engine is asked.


def _sufficient(case: Case, test: str, first: Finding) -> Iterator[Side]:
    """Yield smallest sets that suffice for `met`, each without the provisions of those before."""
    library, books = case.library, case.books
    manner = Manner(case.day, case.day)
    found = first
    for _ in range(MOST_SETS):
        side = next((side for side in found.reasons if side.outcome == "met"), None)
        if side is None or not side.provisions:
            return
        yield side
        own = {name for name in side.provisions if _is_own(case, name)}
        out = own or set(side.provisions)
        left = tuple(rule for rule in books.rules if rule.id not in out)
        if len(left) == len(books.rules):
            return
        books = Books(left, books.unsurveyed, books.surveyed)
        test_asked = library.tests[test]
        found = find(library, case.government, test_asked, manner, books, flips=False)


def _is_own(case: Case, provision: str) -> bool:
    return provision.rsplit("/", 2)[0] == case.government.id


def _engine(code: str) -> Check:
    name = ASKED[code]

    def check(case: Case) -> Iterator[Said]:
        library = case.library
        test = library.tests[name]
        manner = Manner(case.day, case.day)
        finding = find(library, case.government, test, manner, case.books)
        if finding.outcome == "out_of_scope":
            yield _none(code, "the library does not ask this of such a government")
            return
        if finding.operative.status != "in_force":
            status = finding.operative.status.replace("_", " ")
            yield _none(code, f"{test.authority.cite} is {status} on that day")
            return
        groups: dict[tuple[tuple[str, str], ...], list[Side]] = {}
        higher: list[str] = []
        for side in _sufficient(case, name, finding):
            if any(_is_own(case, provision) for provision in side.provisions):
                groups.setdefault(tuple(sorted(side.readings.items())), []).append(side)
            else:
                higher += side.provisions
        for sides in groups.values():
            yield _conflict(case, code, finding, sides)
        if finding.missing and finding.turns_on.facts != "never":
            yield _open(code, _missing(finding))
        if not groups and not (finding.missing and finding.turns_on.facts != "never"):
            own = "no coded rule of its own gives rise to it on any open reading"
            above = f"; a rule above it does: {', '.join(higher)}" if higher else ""
            yield _none(code, own + above + _bound(case, finding))

    return check


def _missing(finding: Finding) -> str:
    shown = "; ".join(finding.missing[:MOST_SHOWN])
    more = len(finding.missing) - MOST_SHOWN
    return f"{shown}{f'; and {more} more' if more > 0 else ''}"


def _bound(case: Case, finding: Finding) -> str:
    cites = dict.fromkeys(case.library.rulings[b.ruling].cite for b in finding.bound_by)
    return f"; binding here: {'; '.join(cites)}" if cites else ""


def _conflict(case: Case, code: str, finding: Finding, sides: list[Side]) -> Remark:
    library = case.library
    test = library.tests[finding.test]
    chosen = sides[0].readings
    provisions = list(dict.fromkeys(p for side in sides for p in side.provisions))
    arises = [" together with ".join(_told(case, p) for p in side.provisions) for side in sides]
    positions: list[Position] = []
    change: list[str] = []
    if chosen:
        with_ = "; ".join(
            f"{term} read as {name}: {library.terms[term].readings[name].gloss.rstrip('.')}"
            for term, name in chosen.items()
        )
        who = [
            voice
            for term, name in chosen.items()
            for found, position in readings(library, library.terms[term], case.day)
            if found == name
            for voice in position.held_by
        ]
        positions.append(Position(f"{test.words.met}, with {with_}", tuple(dict.fromkeys(who))))
        open_here = {pivot.id: pivot.readings for pivot in finding.pivots if pivot.kind == "term"}
        for term, name in chosen.items():
            others = [
                position
                for found, position in readings(library, library.terms[term], case.day)
                if found != name and found in open_here.get(term, ())
            ]
            positions += others
            if others:
                change.append(f"a holding that forecloses {term} read as {name}")
    else:
        every = Voice("every reading of it that is open here", None, True)
        positions.append(Position(f"{test.words.met}, whatever is open", (every,)))
    positions += _validity(case, finding)
    change += [_flip(finding, flip, library) for flip in finding.flips]
    change.append("without the provisions named, nothing coded of its own gives rise to it")
    rests = [
        Voice(test.authority.cite, test.test, isinstance(test.checked, Checked)),
        *(of_ruling(library.rulings[bound.ruling]) for bound in finding.bound_by),
    ]
    return case.say(
        code,
        arises,
        sides=positions,
        would_change=change,
        provisions=provisions,
        rests_on=rests,
    )


def _flip(finding: Finding, flip: Flip, library: Library) -> str:
    test = library.tests[finding.test]
    words = test.words.met if flip.to == "met" else test.words.not_met
    how = f"repealing {', '.join(flip.repeal)}" if flip.repeal else ""
    how = how or f"adopting a rule that {', '.join(flip.adopt).replace('_', ' ')}"
    return f"{how} gives, on every open reading: {words}"


def _validity(case: Case, finding: Finding) -> Iterator[Position]:
    """Yield the readings on which the law itself binds nobody, where that is contested."""
    test = case.library.tests.get(case.library.tests[finding.test].validity or "")
    if test is None or finding.validity is None:
        return
    for term in reached(case.library, test)[1].values():
        for name, position in readings(case.library, term, case.day):
            if term.readings[name].means == "never":
                says = f"the section cannot bind it at all: {position.says}"
                yield Position(says, position.held_by)


def _told(case: Case, name: str) -> str:
    maker, instrument, provision = name.rsplit("/", 2)
    file = case.library.file_of(maker)
    for found in file.instruments if file is not None else ():
        for rule in found.provisions:
            if (found.instrument, rule.id) == (instrument, provision):
                return _rule(found, rule, name)
    return name


def _rule(instrument: Instrument, rule: Provision, name: str) -> str:
    unless = " or ".join(" and ".join(a) for a in rule.unless)
    where = ", ".join(part for part in (instrument.cite or instrument.title, rule.at) if part)
    return (
        f"{name}: {rule.act} {IN_ENGLISH[rule.subject]}"
        + (f", unless {unless.replace('_', ' ')}" if unless else "")
        + f" ({where})"
    )


# What the file is asked.


def _effective(case: Case) -> Iterator[Said]:
    code = "REV006"
    found = []
    for instrument in case.instruments:
        if not instrument.in_force:
            found.append(f"{instrument.instrument}: no interval is given, so that nothing reads it")
        for interval in instrument.in_force:
            ends = (interval.from_, *((interval.until,) if interval.until else ()))
            partial = [day for day in ends if not whole(day)]
            if partial and covers(interval, case.day):
                found.append(f"{instrument.instrument}: known here only as {', '.join(partial)}")
    if found:
        yield case.say(code, found)
    else:
        yield _none(code, "each instrument in force has its days")
    for instrument in case.later:
        start = min(interval.from_ for interval in instrument.in_force)
        yield _open(code, f"{instrument.instrument} is not read: it begins on {start}")


def _office(case: Case) -> Iterator[Said]:
    code = "REV007"
    found = [
        f"{instrument.instrument}: a rule of the {instrument.office}"
        for instrument in case.instruments
        if instrument.office in INDEPENDENT
    ]
    if found:
        yield case.say(code, found)
    else:
        yield _none(code, "no rule in force is of an office that is often independent")


def _speech(case: Case) -> Iterator[Said]:
    code = "REV008"
    found = [
        (name, _rule(instrument, rule, name))
        for instrument, rule, name in case.provisions
        if (rule.subject == "declaration" or "declaration" in rule.about) and rule.act in BARS
    ]
    if found:
        yield case.say(code, [text for _, text in found], provisions=[name for name, _ in found])
    else:
        yield _none(code, "no rule in force bars declaring or saying anything by itself")


def _binding(case: Case) -> Iterator[Said]:
    code = "REV015"
    library = case.library
    found: list[str] = []
    names: list[str] = []
    rulings: list[Voice] = []
    parties: list[Voice] = []
    own = {name for _, _, name in case.provisions}
    instruments = {f"{case.government.id}/{i.instrument}" for i in case.instruments}
    for ruling, effect in library.effects():
        hit = [
            name
            for named in several(effect.suspends)
            for name in sorted(own | instruments)
            if name == named or name.startswith(f"{named}/")
        ]
        if hit and library.protects(ruling, effect, case.day) is not None:
            found.append(f"{', '.join(hit)}: suspended by {ruling.cite}")
        elif (
            effect.applies is not None
            and effect.outcome == "met"
            and effect.weight == "holding"
            and stands(ruling, effect, case.day)
            and (hit := sorted(instruments & set(effect.to)))
        ):
            found.append(f"{', '.join(hit)}: held to meet {effect.applies} by {ruling.cite}")
        else:
            continue
        names += [name for name in hit if name in own]
        rulings.append(of_ruling(ruling))
        parties += [of_party(library, who) for who in ruling.parties.lost]
    if found:
        sides = [Position("the ruling binds within its reach", tuple(dict.fromkeys(rulings)))]
        if parties:
            sides.append(Position("the rule was defended", tuple(dict.fromkeys(parties))))
        yield case.say(code, found, sides=sides, provisions=dict.fromkeys(names))
    else:
        yield _none(code, "no ruling of the library suspends a rule in force or holds against it")


def _unchecked(case: Case) -> Iterator[Said]:
    code = "REV018"
    found = [
        name
        for instrument, provision, name in case.provisions
        if not isinstance(provision.checked or instrument.checked, Checked)
    ]
    if found:
        yield case.say(code, found, provisions=found)
    elif case.instruments:
        yield _none(code, "each provision in force was checked against a source")
    else:
        yield _open(code, "no instrument in force is coded")


def _bound_parties(code: str, word: str, acts: tuple[str, ...]) -> Check:
    def check(case: Case) -> Iterator[Said]:
        found = [
            (name, _rule(instrument, rule, name))
            for instrument, rule, name in case.provisions
            if word in several(rule.binds) and rule.act in acts
        ]
        if found:
            yield case.say(
                code, [text for _, text in found], provisions=[name for name, _ in found]
            )
        else:
            yield _none(code, f"no rule in force that binds {word.replace('_', ' ')} does so")

    return check


def _maker(case: Case) -> Iterator[Said]:
    code = "REV029"
    local = case.government.kind not in STATES
    found = []
    for instrument in case.instruments:
        missing = [
            what
            for what, value in (
                ("no office that made it", instrument.of if local else "the State"),
                ("no citation", instrument.cite),
            )
            if value is None
        ]
        if missing:
            found.append(f"{instrument.instrument} ({instrument.title}): {' and '.join(missing)}")
    if found:
        yield case.say(code, found)
    else:
        yield _none(code, "each instrument in force names its maker and its place in the law")


def _clauses(case: Case) -> Iterator[tuple[Instrument, Provision, str]]:
    for instrument, provision, name in case.provisions:
        if provision.subject in SAVINGS:
            yield instrument, provision, name


def _savings_sides(case: Case, narrow: bool) -> tuple[Position, ...]:
    """Return the readings of the savings clause, first the one on which it is not enough."""
    term = case.library.terms.get("savings-clause")
    if term is None:
        return ()
    found = list(readings(case.library, term, case.day))
    found.sort(key=lambda pair: (term.readings[pair[0]].drops != "nothing") is narrow)
    return tuple(position for _, position in found)


def _names_no_law(case: Case) -> Iterator[Said]:
    code = "REV030"
    clauses = list(_clauses(case))
    found = [
        (name, _rule(instrument, rule, name))
        for instrument, rule, name in clauses
        if rule.saves is None or set(rule.saves.law) <= {GENERAL}
    ]
    if found:
        yield case.say(
            code,
            [text for _, text in found],
            sides=_savings_sides(case, narrow=True),
            provisions=[name for name, _ in found],
        )
    elif clauses:
        yield _none(code, "each savings clause in force names the law that it saves")
    else:
        yield _none(code, "no savings clause is in force")


def _not_told(case: Case) -> Iterator[Said]:
    code = "REV031"
    clauses = list(_clauses(case))
    untold = [
        (name, _rule(instrument, rule, name))
        for instrument, rule, name in clauses
        if rule.saves is not None and rule.saves.communicated is False
    ]
    unknown = [n for _, r, n in clauses if r.saves is None or r.saves.communicated is None]
    if untold:
        yield case.say(
            code,
            [text for _, text in untold],
            sides=_savings_sides(case, narrow=True),
            provisions=[name for name, _ in untold],
        )
    if unknown:
        yield _open(code, f"whether staff were told of {', '.join(unknown)}")
    if not untold and not unknown:
        told = "staff were told of each clause" if clauses else "no savings clause is in force"
        yield _none(code, told)


Check = Callable[[Case], Iterator[Said]]

CHECKS: dict[str, Check] = {
    **{code: _engine(code) for code in ASKED},
    "REV006": _effective,
    "REV007": _office,
    "REV008": _speech,
    "REV015": _binding,
    "REV018": _unchecked,
    "REV027": _bound_parties("REV027", "private_parties", BARS),
    "REV028": _bound_parties("REV028", "federal_agents", (*BARS, "requires")),
    "REV029": _maker,
    "REV030": _names_no_law,
    "REV031": _not_told,
}
"""The check of each rule that reads local rules: what the engine is asked first, then the form."""

assert set(CHECKS) == {rule.code for rule in RULES if "local_rule" in rule.reads}
