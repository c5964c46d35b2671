"""Read a definition as a court would: each rule of law asked of a test's file and its rulings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

import msgspec

from comity.catalog import Library
from comity.law.files import Consequence, LegalTest, Point, Reading, Ruling, Term, Vagueness
from comity.law.formula import Formula, Query, TermRef, leaves, several
from comity.law.meaning import content, holders_on
from comity.law.precedent import ENDINGS, decided, stands
from comity.law.words import READ
from comity.law.words import SUBJECTS as IN_ENGLISH
from comity.policy.dates import first_day, holds
from comity.policy.instrument import Checked
from comity.policy.vocabulary import SUBJECTS
from comity.reason.history import reached
from comity.reason.status import own_status
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

EXECUTIVE = ("executive_order", "memorandum", "grant_terms", "regulation")
"""Kinds of authority that no legislature enacted."""

BY_COURT = ("suit", "penalty", "offence", "void")
"""Kinds of consequence that follow by a court's judgment alone."""

STATUS = frozenset(("information_sharing_status", "record_keeping_of_status", "status_inquiry"))
"""What 8 U.S.C. § 1373 speaks of: exchanging, keeping and requesting status information."""

DISCRETION = re.compile(r"discretion|\bdeems?\b|as (?:appropriate|necessary)", re.IGNORECASE)
SPEECH = re.compile(r"\bendorse\b|\bdeclar", re.IGNORECASE)
LOCAL_KINDS = ("county", "municipality", "township", "consolidated", "special_district")
TRIAL = ("trial", "state_trial")


class Case(msgspec.Struct, frozen=True):
    """Hold a definition before the court: the test, the day, and what it rests on."""

    library: Library
    test: LegalTest
    day: str
    tests: tuple[LegalTest, ...]
    terms: tuple[Term, ...]

    @property
    def kind(self) -> str | None:
        """Return the kind of its authority."""
        return self.test.authority.kind

    @property
    def of_state(self) -> bool:
        """Tell whether a State made it, for its own governments."""
        return self.test.applies_to.within is not None

    @property
    def doctrine(self) -> bool:
        """Tell whether courts made it, so that nobody drafted it."""
        return self.kind == "doctrine"

    @property
    def funds(self) -> dict[str, Consequence]:
        """Return the consequences in money."""
        return {n: c for n, c in self.test.consequences.items() if c.kind == "funds"}

    @property
    def by_court(self) -> bool:
        """Tell whether every consequence follows by a court's judgment alone."""
        kinds = {consequence.kind for consequence in self.test.consequences.values()}
        return bool(kinds) and kinds <= set(BY_COURT)

    def held(self, term: Term) -> dict[str, Reading]:
        """Return the readings that somebody with standing holds on the day."""
        # Before an authority exists nobody holds a reading of it: it is read as when it began.
        day = self.reading_day
        return {
            name: reading
            for name, reading in term.readings.items()
            if holders_on(reading, self.library.rulings, day)
        }

    @property
    def reading_day(self) -> str:
        """Return the day on which readings are asked for: no earlier than the authority."""
        return max(self.day, self.test.begun or self.day)

    def positions(self, term: Term, *, only: Iterable[str] | None = None) -> tuple[Position, ...]:
        """Return the readings of a term as positions."""
        wanted = None if only is None else set(only)
        return tuple(
            position
            for name, position in readings(self.library, term, self.reading_day)
            if wanted is None or name in wanted
        )

    def say(self, code: str, arises_from: Iterable[str], **more: object) -> Remark:
        """Make a remark on this definition."""
        towards = "state" if self.of_state else "federal"
        return remark(
            self.library,
            code,
            self.day,
            arises_from,
            towards=towards,
            **more,  # type: ignore[arg-type]
        )


def review_definition(library: Library, test: LegalTest, day: str) -> Review:
    """Review a test as of a day; every rule that reads definitions is asked."""
    tests, terms = reached(library, test)
    case = Case(library, test, day, tuple(tests.values()), tuple(terms.values()))
    said = [one for code in CHECKS for one in CHECKS[code](case)]
    return Review(
        format=1,
        asked="definition",
        id=test.test,
        title=test.title,
        as_of=day,
        status=own_status(test, day),
        remarks=tuple(one for one in said if isinstance(one, Remark)),
        not_looked_up=tuple(one for one in said if isinstance(one, NotLookedUp)),
        does_not_arise=tuple(one for one in said if isinstance(one, NotArising)),
    )


def _open(code: str, what: str) -> NotLookedUp:
    return NotLookedUp(code, BY_CODE[code].title, what)


def _none(code: str, why: str) -> NotArising:
    return NotArising(code, BY_CODE[code].title, why)


def _point(point: Point) -> str:
    """Say what a point has, how much of the text was read, and where."""
    said = "nothing on it" if point.missing else point.has
    saw = f" (“{point.saw}”)" if point.saw else ""
    note = f". {point.note}" if point.note else ""
    return f"{said}{saw}; read in {READ[point.read]}: {point.source}{note}"


def _no_text(code: str) -> NotArising:
    return _none(code, "a doctrine that courts apply between parties; nobody drafted it")


def _words(case: Case) -> Iterator[Said]:
    code, point = "REV001", case.test.words_from
    if case.doctrine:
        yield _no_text(code)
    elif case.kind == "statute":
        yield _none(code, "the words are a statute's own")
    elif case.kind == "bill":
        yield _none(code, "a bill: enacted, its words would be a statute's own")
    elif point is None:
        yield _open(code, "from which statute the words come, if from any")
    elif point.missing or point.in_part:
        seen = case.test.checked
        saw = seen.saw if isinstance(seen, Checked) else None
        yield case.say(
            code,
            [
                *([f"words seen: “{saw}”"] if saw else []),
                f"statute that the authority names for them: {_point(point)}",
            ],
        )
    else:
        yield _none(code, f"the authority names {_point(point)}")


def _discretion(case: Case) -> Iterator[Said]:
    code = "REV002"
    if case.doctrine:
        yield _no_text(code)
        return
    process = case.test.process
    point = process.standard if process is not None else None
    found: list[str] = []
    sides: tuple[Position, ...] | None = None
    if point is not None and (point.missing or DISCRETION.search(f"{point.has} {point.saw}")):
        found.append(f"standard: {_point(point)}")
    for name, consequence in case.test.consequences.items():
        seen = consequence.checked
        if isinstance(seen, Checked) and seen.saw and DISCRETION.search(seen.saw):
            found.append(f"consequence {name}: “{seen.saw}”")
    for term in case.terms:
        held = case.held(term)
        always = [name for name, reading in held.items() if reading.means == "always"]
        if always:
            found.append(
                f"{term.term} (“{term.phrase}”): on the reading {', '.join(always)} every "
                "government meets it"
            )
            others = [name for name in held if name not in always]
            sides = (
                *case.positions(term, only=always),
                *case.positions(term, only=others),
            )
    if found:
        yield case.say(code, found, sides=sides)
    elif point is not None:
        yield _none(code, f"a standard is given: {_point(point)}")
    elif case.by_court:
        yield _none(code, "nothing follows but by a court, which applies the words")
    else:
        yield _open(code, "by what standard whoever applies it decides")


def _process(code: str, what: str, get: Callable[[LegalTest], Point | None]) -> Check:
    def check(case: Case) -> Iterator[Said]:
        point = get(case.test)
        if not case.test.consequences:
            yield _none(code, "the library knows of no consequence")
        elif case.by_court:
            text = f"; in the text: {_point(point)}" if point is not None else ""
            yield _none(code, f"nothing follows but by a suit, which is served and heard{text}")
        elif point is None:
            yield _open(code, what)
        elif point.missing or point.only_after or point.in_part or _without_ground(code, point):
            when = (
                "it comes only after the consequence: "
                if point.only_after
                else "in part only: "
                if point.in_part
                else ""
            )
            yield case.say(code, [f"{when}{_point(point)}", *_at_stake(case)])
        else:
            yield _none(code, _point(point))

    return check


def _without_ground(code: str, point: Point) -> bool:
    return code == "REV005" and DISCRETION.search(point.has) is not None


def _at_stake(case: Case) -> Iterator[str]:
    for name, consequence in case.test.consequences.items():
        # A suit is served and heard, whatever else follows without.
        if consequence.kind != "suit":
            yield f"consequence {name}: {consequence.what}"


def _effective(case: Case) -> Iterator[Said]:
    code = "REV006"
    process = case.test.process
    point = process.effective if process is not None else None
    if case.doctrine:
        yield _no_text(code)
    elif point is not None and point.missing:
        yield case.say(code, [_point(point)])
    elif point is not None:
        yield _none(code, _point(point))
    elif case.kind == "bill":
        yield _open(code, "from when the bill would apply")
    elif not case.test.in_force:
        yield case.say(code, ["no first day is recorded in `in_force`"])
    elif partial := [i.from_ for i in case.test.in_force if not whole(i.from_)]:
        yield case.say(code, [f"the first day is known here only as {', '.join(partial)}"])
    else:
        yield _none(code, f"in force from {case.test.in_force[0].from_}")


def _unit(case: Case) -> Iterator[Said]:
    code, point = "REV007", case.test.unit
    if point is not None:
        if point.missing:
            yield case.say(code, [_point(point)])
        else:
            yield _none(code, _point(point))
        return
    found = False
    for term in case.terms:
        drops = [content(reading).drops for reading in case.held(term).values()]
        if len(set(drops)) > 1 and any(d is not None and (d.by or d.demanded_by) for d in drops):
            found = True
            wide = [n for n, r in case.held(term).items() if content(r).drops is None]
            narrow = [name for name in case.held(term) if name not in wide]
            yield case.say(
                code,
                [f"{term.term}: “{term.phrase}”: whether what its State commands counts is open"],
                sides=[*case.positions(term, only=wide), *case.positions(term, only=narrow)],
            )
    asks = [q for test in case.tests for q in _queries(test.met_if, case.terms)]
    if not found and asks and all(query.by is not None for query in asks):
        makers = sorted({maker for query in asks for maker in several(query.by)})
        yield _none(code, f"it says whose rules it asks for: {', '.join(makers)}")
    elif not found and asks:
        yield _open(code, "whether a government answers for what its State commands")
    elif not found:
        yield _none(code, "it asks for no rule of any government")
    if asks and {"county", "consolidated"} & set(case.test.applies_to.kinds):
        yield _open(code, "whether a county answers for an elected sheriff")


def _queries(formula: Formula, terms: Iterable[Term]) -> Iterator[Query]:
    known = {term.term: term for term in terms}
    waiting, seen = [formula], set[str]()
    while waiting:
        for leaf in leaves(waiting.pop()):
            if leaf.some is not None:
                yield leaf.some
            term = known.get(leaf.term or "")
            if term is not None and term.term not in seen:
                seen.add(term.term)
                waiting += [r.means for r in term.readings.values() if isinstance(r.means, Formula)]


def _covered(case: Case, query: Query) -> frozenset[str]:
    """Return the subjects that a query can ask for, on some reading held on the day."""
    if query.subject is None:
        return frozenset(SUBJECTS)
    if isinstance(query.subject, TermRef):
        term = case.library.terms.get(query.subject.term)
        held = case.held(term).values() if term is not None else ()
        return frozenset(word for reading in held for word in reading.covers or ())
    return frozenset(several(query.subject))


def _direct(case: Case) -> frozenset[str]:
    """Return the subjects that the tests ask for in their own formulas, whatever the readings."""
    found: set[str] = set()
    for test in case.tests:
        for leaf in leaves(test.met_if):
            if leaf.some is not None and not isinstance(leaf.some.subject, TermRef):
                found |= _covered(case, leaf.some)
    return frozenset(found)


def _subjects_of(case: Case, reading: Reading) -> frozenset[str]:
    """Return the subjects that a reading reaches."""
    if reading.means == "always":
        return frozenset(SUBJECTS)
    if isinstance(reading.means, Formula):
        asked = (leaf.some for leaf in leaves(reading.means) if leaf.some is not None)
        return frozenset(word for query in asked for word in _covered(case, query))
    return frozenset(w for w in reading.covers or () if w in SUBJECTS)


def _english(words: Iterable[str]) -> str:
    return "; ".join(IN_ENGLISH[word] for word in SUBJECTS if word in set(words))


def _speech(case: Case) -> Iterator[Said]:
    code = "REV008"
    found: list[str] = []
    sides: list[Position] = []
    for term in case.terms:
        held = case.held(term)
        on = [n for n, r in held.items() if r.covers and "declaration" in r.covers]
        on += [n for n, r in held.items() if _speaks(r.means)]
        if on:
            found.append(f"{term.term} (“{term.phrase}”): on the reading {', '.join(on)}")
            sides += case.positions(term, only=on)
            sides += case.positions(term, only=[n for n in held if n not in on])
    if any(_speaks(test.met_if) for test in case.tests):
        found.append("the formula asks for declarations or public statements by themselves")
    seen = case.test.checked
    if isinstance(seen, Checked) and seen.saw and SPEECH.search(seen.saw):
        found.append(f"words seen: “{seen.saw}”")
    if found:
        yield case.say(code, found, sides=sides or None)
    else:
        yield _none(code, "neither the formula nor the words seen count what is only said")


def _speaks(formula: Formula | str | None) -> bool:
    """Tell whether a formula asks for a public statement, or for declarations by name."""
    if not isinstance(formula, Formula):
        return False
    for leaf in leaves(formula):
        if leaf.event is not None and leaf.event.kind == "public_statement":
            return True
        query = leaf.some
        if (
            query is not None
            and not isinstance(query.subject, TermRef)
            and "declaration" in several(query.subject)
        ):
            return True
    return False


def _beyond(case: Case) -> Iterator[Said]:
    code = "REV009"
    if case.doctrine:
        yield _no_text(code)
        return
    if case.of_state:
        yield _none(code, "a State may ask more of its own governments than § 1373 does")
        return
    if case.kind == "bill":
        yield _none(code, "a bill: Congress may enact more; what limits it is asked by REV011-014")
        return
    if case.kind == "statute":
        yield _none(code, "a statute: how far its words reach is asked of its terms")
        return
    if case.kind is None:
        yield _open(code, "what kind of authority it is")
        return
    found = []
    direct = _direct(case) - STATUS
    if direct:
        found.append(f"in its own words: {_english(direct)}")
    wide: list[Position] = []
    narrow: list[Position] = []
    for term in case.terms:
        on: list[str] = []
        for name, reading in case.held(term).items():
            if term.kind == "filter" or (term.kind == "scope" and term.over != "subject"):
                continue
            more = _subjects_of(case, reading) - STATUS
            if more:
                on.append(name)
                what = "any subject" if more == set(SUBJECTS) - STATUS else _english(more)
                found.append(f"{term.term} read as {name}: {what}")
            else:
                narrow += case.positions(term, only=[name])
        wide += case.positions(term, only=on)
    if not found:
        yield _none(code, "on every reading held that day it asks for status information alone")
        return
    seen = isinstance(case.test.checked, Checked)
    own = Voice(f"{case.test.authority.cite}, in its own words", None, seen)
    if direct:
        wide.insert(0, Position(f"it reaches {_english(direct)}", (own,)))
    yield case.say(code, found, sides=[*wide, *narrow])


def _vague(case: Case) -> Iterator[Said]:
    code = "REV010"
    found: list[str] = []
    vague: list[Voice] = []
    clear: list[Voice] = []
    defended: list[Voice] = []
    gone: list[str] = []
    for ruling in sorted(case.library.rulings.values(), key=decided):
        for said in ruling.vagueness:
            if case.test.test not in said.in_ or decided(ruling) > case.day:
                continue
            if not _stands(ruling, said, case.day):
                gone.append(ruling.cite)
                continue
            if said.found == "not_vague":
                clear.append(of_ruling(ruling))
                continue
            vague.append(of_ruling(ruling))
            defended += [
                Voice(f"{of_party(case.library, who).name}, in {ruling.cite}", who, True)
                for who in ruling.parties.lost
            ]
            how = "likely " if said.found == "likely_vague" else ""
            on = f" of {said.term}" if said.term else ""
            found.append(f"{ruling.cite}: {how}vague{on}. {said.note or ''}".rstrip())
    if found:
        yield case.say(
            code,
            found,
            sides=[
                Position("the words are too vague", tuple(vague)),
                Position("the words are clear enough", tuple(clear or defended)),
            ],
        )
    elif clear:
        before = f"; what {', '.join(gone)} found no longer stands" if gone else ""
        yield _none(code, f"held not vague: {'; '.join(v.name for v in clear)}{before}")
    else:
        yield _none(code, "no ruling of the library that stands says so of its words")


def _stands(ruling: Ruling, said: Vagueness, day: str) -> bool:
    """Tell whether what a ruling found of words stands on a day."""
    return not any(
        event.what in ENDINGS
        and first_day(event.date) <= day
        and (not event.effects or said.effect in event.effects)
        for event in ruling.events
    )


def _federal_money(case: Case, code: str) -> Iterator[NotArising]:
    """Yield why a rule on federal money does not arise, if it does not."""
    if case.doctrine:
        yield _no_text(code)
    elif case.of_state:
        yield _none(code, "a State's own law: what it does with its own money is State law's")
    elif not case.funds:
        yield _none(code, "no consequence in money is recorded")


def _named_money(code: str, what: str) -> Check:
    """Check relatedness or compulsion: by the programme, and by what was stopped on that ground."""
    stopped = {name for stance in BY_CODE[code].stances[:1] for name in stance.rulings}

    def check(case: Case) -> Iterator[Said]:
        out = list(_federal_money(case, code))
        yield from out
        if out:
            return
        found: list[str] = []
        unknown: list[str] = []
        for name, consequence in case.funds.items():
            orders = _orders(case, name)
            by = [ruling.cite for ruling in orders if ruling.ruling in stopped]
            if by:
                found.append(f"{name}: {consequence.what}; stopped by {'; '.join(by)}")
            elif consequence.programme is None:
                found.append(f"{name}: {consequence.what}; no programme is named")
            else:
                unknown.append(f"{name} ({consequence.programme})")
        if found:
            yield case.say(code, found)
        if unknown:
            yield _open(code, f"{what}: {'; '.join(unknown)}")

    return check


def _orders(case: Case, consequence: str) -> list[Ruling]:
    """Return the rulings that stop a consequence and have force on the day."""
    wanted = {f"{case.test.test}/{consequence}", f"{case.test.test}/all"}
    return list(
        {
            ruling.ruling: ruling
            for ruling, effect in case.library.orders.get(case.test.test, ())
            if wanted & {*several(effect.enjoins), *several(effect.vacates)}
            and case.library.protects(ruling, effect, case.day) is not None
        }.values()
    )


def _ambiguous(case: Case) -> Iterator[Said]:
    code = "REV012"
    out = list(_federal_money(case, code))
    yield from out
    if out:
        return
    found = []
    for term in case.terms:
        held = case.held(term)
        # Which rules count at all is asked by REV007.
        if term.kind != "filter" and len({content(reading) for reading in held.values()}) > 1:
            found.append(f"{term.term} (“{term.phrase}”): {', '.join(held)}")
    if found:
        yield case.say(code, found)
    else:
        yield _none(code, "no term of it has two meanings that somebody holds that day")


def _commandeering(case: Case) -> Iterator[Said]:
    code = "REV014"
    if case.of_state:
        yield _none(code, "a State's command to its own governments; see Hunter v. Pittsburgh")
        return
    if case.doctrine and case.test.validity is None and not _asks_validity(case):
        yield _no_text(code)
        return
    direct = [
        f"consequence {name}: {consequence.what}"
        for name, consequence in case.test.consequences.items()
        if consequence.kind in ("suit", "penalty", "offence", "removal", "void")
    ]
    if case.test.authority.commands:
        direct.insert(0, f"{case.test.authority.cite} itself orders or forbids")
    validity = case.library.tests.get(case.test.validity or "") or (
        case.test if _asks_validity(case) else None
    )
    if validity is not None:
        _, terms = reached(case.library, validity)
        for term in terms.values():
            held = case.held(term)
            invalid = [name for name, reading in held.items() if reading.means == "never"]
            valid = [name for name in held if name not in invalid]
            if not invalid:
                yield _none(code, "nobody with standing says so on that day")
                continue
            yield case.say(
                code,
                direct or [f"it asks {validity.title.lower()}"],
                sides=[*case.positions(term, only=invalid), *case.positions(term, only=valid)],
                would_change=["a decision of the Supreme Court on the section"],
            )
    elif case.test.authority.commands is None and not direct:
        yield _open(code, "whether the authority itself commands anything")
    elif direct:
        yield case.say(code, direct)
    else:
        yield _none(code, "it commands nothing: it says what follows, which REV013 asks")


def _asks_validity(case: Case) -> bool:
    """Tell whether the test is itself the question whether a law is valid."""
    return any(test.validity == case.test.test for test in case.library.tests.values())


def _binding(case: Case) -> Iterator[Said]:
    code = "REV015"
    library = case.library
    found: list[str] = []
    against: list[Voice] = []
    holding: list[Voice] = []
    appliers = set(case.test.applied_by)
    ids = {test.test for test in case.tests}
    for ruling, effect in library.holdings(case.day):
        court = library.courts[ruling.court]
        if court.rank in TRIAL or not ruling.published or ruling.stage == "jurisdiction":
            continue
        term = library.terms.get(effect.construes or "")
        if term is None or term not in case.terms or (effect.in_ and not ids & set(effect.in_)):
            continue
        kept = content(term.readings[effect.adopts]) if effect.adopts else None
        for name, reading in case.held(term).items():
            closed = name in effect.forecloses or (kept is not None and content(reading) != kept)
            trimmed = set(effect.excludes) & set(reading.covers or ())
            if not (closed or trimmed):
                continue
            by = appliers & set(holders_on(reading, library.rulings, case.reading_day))
            if by:
                where = "everywhere" if court.reach == "everywhere" else f"within {court.name}"
                what = (
                    f"{term.term} read as {name}"
                    if closed
                    else f"{_english(trimmed)} within {term.term} as {name}"
                )
                found.append(f"{what} is foreclosed {where} by {ruling.cite}")
                against.append(of_ruling(ruling))
                holding += [of_party(library, who) for who in sorted(by)]
    for name, consequence in case.test.consequences.items():
        for ruling in _orders(case, name) if holds(consequence.in_force, case.day) else ():
            found.append(f"consequence {name} is stopped, for those it protects, by {ruling.cite}")
            against.append(of_ruling(ruling))
            holding += [of_party(library, who) for who in case.test.applied_by]
    for ruling, effect in library.orders.get(case.test.test, ()):
        if effect.invalidates == case.test.test and stands(ruling, effect, case.day):
            found.append(f"held invalid by {ruling.cite}")
            against.append(of_ruling(ruling))
    if not found:
        yield _none(code, "no precedent forecloses what its applier holds, and no order stops it")
        return
    sides = [Position("the ruling binds within its reach", tuple(dict.fromkeys(against)))]
    if holding:
        sides.append(
            Position("the reading or the consequence is maintained", tuple(dict.fromkeys(holding)))
        )
    yield case.say(code, dict.fromkeys(found), sides=sides)


def _entity(case: Case) -> Iterator[Said]:
    code = "REV016"
    kinds = set(case.test.applies_to.kinds)
    if case.doctrine:
        yield _no_text(code)
        return
    if not case.test.consequences:
        yield _none(code, "the library knows of no consequence")
        return
    local = [kind for kind in LOCAL_KINDS if kind in kinds]
    found = []
    if "state" in kinds:
        found.append("it applies to States: due process protects none against the United States")
    if local and case.of_state:
        found.append(f"it is a State's own law for its {', '.join(local)}")
    elif local:
        found.append(f"it applies to local governments ({', '.join(local)}): contested")
    yield case.say(code, found)
    others = [kind for kind in ("tribe", "territory", "district") if kind in kinds]
    if others:
        yield _open(code, f"whether due process protects a {' or '.join(others)}")


def _appropriation(case: Case) -> Iterator[Said]:
    code = "REV017"
    out = list(_federal_money(case, code))
    if out:
        yield from out
    elif case.kind in ("statute", "bill"):
        yield _none(code, "Congress itself attaches the consequence")
    elif case.kind is None:
        yield _open(code, "what kind of authority attaches the consequence")
    else:
        yield case.say(code, [f"{n}: {c.what}" for n, c in case.funds.items()])


def _unchecked(case: Case) -> Iterator[Said]:
    code = "REV018"
    found = [f"test {t.test}" for t in case.tests if not isinstance(t.checked, Checked)]
    found += [f"term {t.term}" for t in case.terms if not isinstance(t.checked, Checked)]
    found += [
        f"consequence {case.test.test}/{name}"
        for name, consequence in case.test.consequences.items()
        if consequence.checked == "never"
    ]
    if found:
        yield case.say(code, found)
    else:
        yield _none(code, "the test, its terms and its consequences were checked against a source")


Check = Callable[[Case], Iterator[Said]]

CHECKS: dict[str, Check] = {
    "REV001": _words,
    "REV002": _discretion,
    "REV003": _process(
        "REV003",
        "whether the text gives notice before anything follows",
        lambda test: test.process.notice if test.process is not None else None,
    ),
    "REV004": _process(
        "REV004",
        "whether the text gives a hearing before anything follows",
        lambda test: test.process.hearing if test.process is not None else None,
    ),
    "REV005": _process(
        "REV005",
        "whether the text says how a government is cleared",
        lambda test: test.process.way_off if test.process is not None else None,
    ),
    "REV006": _effective,
    "REV007": _unit,
    "REV008": _speech,
    "REV009": _beyond,
    "REV010": _vague,
    "REV011": _named_money("REV011", "whether the condition serves the programme"),
    "REV012": _ambiguous,
    "REV013": _named_money("REV013", "what share of a budget the programme is"),
    "REV014": _commandeering,
    "REV015": _binding,
    "REV016": _entity,
    "REV017": _appropriation,
    "REV018": _unchecked,
}
"""The check of each rule that reads definitions."""

assert set(CHECKS) == {rule.code for rule in RULES if "definition" in rule.reads}
