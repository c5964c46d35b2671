"""A test, a term or a ruling in English, complete enough for a lawyer to review it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Protocol

from comity.law.files import (
    STANDING,
    Court,
    Drops,
    Effect,
    Event,
    Holder,
    LegalTest,
    Log,
    Party,
    Point,
    Process,
    Reading,
    Ruling,
    Term,
)
from comity.law.formula import EventQuery, Formula, Query, Situation, TermRef, leaves, several
from comity.law.page import Page
from comity.law.precedent import ENDINGS, concerns, decided
from comity.law.words import (
    ACTS,
    BINDS,
    CAPACITIES,
    CLARITY,
    COUNTERPARTIES,
    EVENTS,
    HAPPENED,
    KINDS,
    MAKERS,
    OVER,
    READ,
    STAGES,
    SUBJECTS,
    WEIGHTS,
    and_,
    by_day,
    checked_how,
    conditions_in,
    decided_on,
    held,
    left_out,
    on_day,
    or_,
    source_of,
    span,
    stopped,
    word_over,
)
from comity.policy.dates import first_day
from comity.policy.instrument import Checked

NOTHING_NEVER = "Nothing is marked so; what a note above says was not seen, was not."


class Shelf(Protocol):
    """What English is made from: the law of a library."""

    @property
    def terms(self) -> Mapping[str, Term]:
        """Return the terms by id."""

    @property
    def tests(self) -> Mapping[str, LegalTest]:
        """Return the tests by id."""

    @property
    def rulings(self) -> Mapping[str, Ruling]:
        """Return the rulings by id."""

    @property
    def logs(self) -> Mapping[str, Log]:
        """Return the logs by id."""

    @property
    def courts(self) -> Mapping[str, Court]:
        """Return the courts by id."""

    @property
    def parties(self) -> Mapping[str, Party]:
        """Return the parties by id."""


def _how_far(point: Point) -> str:
    said = ", only after the consequence" if point.only_after else ""
    return said + (", in part only" if point.in_part else "")


def _itself(name: str) -> str:
    return name


def _nothing(_provision: str) -> frozenset[str]:
    return frozenset()


class English:
    """Render the law of a library.

    `place_name` names a government by its id; `subjects_of` gives the subjects of a provision or
    an instrument, by which an order that suspends it is known to touch a test.
    """

    def __init__(
        self,
        shelf: Shelf,
        place_name: Callable[[str], str] = _itself,
        subjects_of: Callable[[str], frozenset[str]] = _nothing,
    ) -> None:
        self.shelf = shelf
        self.place_name = place_name
        self.subjects_of = subjects_of

    def show(self, name: str) -> str:
        """Render whatever has this id; raise KeyError where nothing has."""
        if name in self.shelf.tests:
            return self.test(self.shelf.tests[name])
        if name in self.shelf.terms:
            return self.term(self.shelf.terms[name])
        return self.ruling(self.shelf.rulings[name])

    def test(self, test: LegalTest) -> str:
        """Render a test, its open terms with their readings, and the rulings that touch it."""
        page = Page()
        page.title(f"{test.title} ({test.test})")
        page.heading("Authority")
        page.say(source_of(test.authority), 2)
        if test.authority.source:
            page.say(f"Text: {test.authority.source}", 2)
        page.note(test.authority.note, 2)
        page.heading("In force")
        self._in_force(page, test)
        page.heading("To whom it applies")
        within = test.applies_to.within
        where = f", within {self.place(within)}" if within else ""
        page.say(f"To {and_(KINDS[k] for k in test.applies_to.kinds)}{where}.", 2)
        page.say(f"Applied by {and_(self.who(name) for name in test.applied_by)}.", 2)
        page.heading("What it asks")
        self._asks(page, test)
        inner = list(self.inner_tests(test))
        for name in inner:
            page.say(
                f"The test {name} that is asked inside brings its own terms, filters, scope and "
                "rulings along; outside its scope it counts as not met.",
                2,
            )
        if test.validity:
            page.say(
                f"Whether it is itself valid is a question of its own: see {test.validity}.", 2
            )
        page.note(test.note, 2)
        page.say(checked_how(test.checked), 2)
        terms = self.terms_of(test)
        page.heading(f"Open terms ({len(terms)})")
        if not terms:
            page.say("None.", 2)
        for term in terms:
            self._term(page, term, 2)
        rulings = self.rulings_on(test, terms)
        page.heading(f"Rulings that touch it ({len(rulings)})")
        if not rulings:
            page.say("None.", 2)
        for ruling, effects in rulings:
            self._ruling(page, ruling, effects, 2)
        page.heading(f"Consequences ({len(test.consequences)})")
        self._consequences(page, test)
        self._provides(page, test)
        page.heading("What was never checked")
        page.items(self._unchecked(test, terms, rulings), NOTHING_NEVER)
        return page.text()

    def term(self, term: Term) -> str:
        """Render a term, its readings, and the rulings that construe it."""
        page = Page()
        page.title(f"“{term.phrase}” ({term.term})")
        self._term(page, term, 0)
        used = [name for name, test in self.shelf.tests.items() if term in self.terms_of(test)]
        page.say(f"It stands in: {', '.join(used) or 'no test'}.", 0)
        rulings = [
            (ruling, effects)
            for ruling in self._by_day()
            if (effects := [e for e in ruling.effects if e.construes == term.term])
        ]
        page.heading(f"Rulings that construe it ({len(rulings)})")
        if not rulings:
            page.say("None.", 2)
        for ruling, effects in rulings:
            self._ruling(page, ruling, effects, 2)
        page.heading("What was never checked")
        found = [*self._unchecked_term(term), *self._unchecked_rulings(rulings)]
        page.items(found, NOTHING_NEVER)
        return page.text()

    def ruling(self, ruling: Ruling) -> str:
        """Render a ruling with all of its effects."""
        page = Page()
        page.title(f"{ruling.title or ruling.cite} ({ruling.ruling})")
        self._ruling(page, ruling, list(ruling.effects), 0)
        page.heading("What was never checked")
        found = self._unchecked_rulings([(ruling, list(ruling.effects))])
        page.items(found, NOTHING_NEVER)
        return page.text()

    def terms_of(self, test: LegalTest) -> list[Term]:
        """Return the terms of a test in the order in which they stand, without its inner tests'."""
        found: dict[str, Term] = {}

        def put(name: str) -> None:
            if name in found or name not in self.shelf.terms:
                return
            term = self.shelf.terms[name]
            found[name] = term
            for reading in term.readings.values():
                if isinstance(reading.means, Formula):
                    walk(reading.means)

        def walk(formula: Formula) -> None:
            for leaf in leaves(formula):
                if leaf.term is not None:
                    put(leaf.term)
                if leaf.some is not None:
                    for name in _scope_terms(leaf.some):
                        put(name)

        walk(test.met_if)
        for name in test.filters:
            put(name)
        return list(found.values())

    def inner_tests(self, test: LegalTest) -> Iterator[str]:
        """Yield the tests that a test asks, by itself or by a reading of one of its terms."""
        names = (leaf.test or leaf.subdivision for leaf in self._leaves(test))
        yield from dict.fromkeys(name for name in names if name is not None)

    def rulings_on(
        self, test: LegalTest, terms: Iterable[Term]
    ) -> list[tuple[Ruling, list[Effect]]]:
        """Return the rulings that touch a test, by date, each with its effects that do."""
        names = {term.term for term in terms}
        subjects = set(self._subjects(test))
        found = []
        for ruling in self._by_day():
            effects = [e for e in ruling.effects if self._touches(e, test, names, subjects)]
            if effects:
                found.append((ruling, effects))
        return found

    def place(self, name: str) -> str:
        """Name a government, or an office of it."""
        place, _, office = name.partition("#")
        shown = self.place_name(place)
        return f"{shown} ({office.replace('_', ' ')})" if office else shown

    def who(self, name: str) -> str:
        """Name a party or a government."""
        if name in self.shelf.parties:
            return self.shelf.parties[name].name
        if name == "us":
            return "the United States"
        if name == "private":
            return "a private party"
        return self.place(name)

    def _by_day(self) -> list[Ruling]:
        return sorted(self.shelf.rulings.values(), key=lambda r: (decided(r), r.ruling))

    def _leaves(self, test: LegalTest) -> Iterator[Formula]:
        yield from leaves(test.met_if)
        for term in self.terms_of(test):
            for reading in term.readings.values():
                if isinstance(reading.means, Formula):
                    yield from leaves(reading.means)

    def _subjects(self, test: LegalTest) -> Iterator[str]:
        for leaf in self._leaves(test):
            if leaf.some is None:
                continue
            subject = leaf.some.subject
            if isinstance(subject, TermRef):
                term = self.shelf.terms.get(subject.term)
                for reading in term.readings.values() if term else ():
                    yield from reading.covers or ()
            else:
                yield from several(subject)

    def _touches(
        self, effect: Effect, test: LegalTest, terms: set[str], subjects: set[str]
    ) -> bool:
        if effect.construes is not None:
            return effect.construes in terms and (not effect.in_ or test.test in effect.in_)
        if test.test in (effect.applies, effect.invalidates):
            return True
        named = (*several(effect.enjoins), *several(effect.vacates))
        if any(name.partition("/")[0] == test.test for name in named):
            return True
        if effect.finds is not None:
            return bool(subjects.intersection(effect.finds.subject))
        return any(subjects & self.subjects_of(name) for name in several(effect.suspends))

    def _provides(self, page: Page, test: LegalTest) -> None:
        """Say what the text has on process, on whose rules count, and whence its words come."""
        process = test.process or Process()
        points = {
            "Statute named for its words": test.words_from,
            "Whose rules it means": test.unit,
            "Notice": process.notice,
            "Hearing": process.hearing,
            "Way off": process.way_off,
            "Standard": process.standard,
            "From when": process.effective,
        }
        page.heading("What the text provides")
        for name, point in points.items():
            if point is None:
                continue
            page.say(f"{name}: {'none' if point.missing else point.has}{_how_far(point)}.", 2)
            if point.saw:
                page.say(f"Seen: “{point.saw}”", 4)
            page.say(f"Read in {READ[point.read]}: {point.source}", 4)
            page.note(point.note, 4)
        missing = [name.lower() for name, point in points.items() if point is None]
        if missing:
            page.say(f"Not looked up: {', '.join(missing)}.", 2)

    def _in_force(self, page: Page, test: LegalTest) -> None:
        for interval in test.in_force:
            page.say(f"{held(interval)}.", 2)
            page.note(interval.note, 2)
        if test.proposed:
            page.say(f"Proposed {on_day(test.proposed)}.", 2)
        if test.withdrawn:
            page.say(f"Withdrawn {on_day(test.withdrawn)}; it never took effect.", 2)
        if not (test.in_force or test.proposed):
            page.say("No date is recorded.", 2)

    def _asks(self, page: Page, test: LegalTest) -> None:
        page.say(f"A government {test.words.met} where:", 2)
        self._formula(page, test.met_if, 4)
        page.say(f"Otherwise it {test.words.not_met}.", 2)
        if test.filters:
            phrases = and_(f"“{self.shelf.terms[f].phrase}” ({f})" for f in test.filters)
            page.say(
                f"Which rules count at all turns on {phrases}: a rule that the reading taken "
                "drops is left out.",
                2,
            )

    def _formula(self, page: Page, formula: Formula, indent: int, mark: str = "") -> None:
        depth = 0 if indent <= 4 else 1 if indent <= 10 else 2
        form = formula.form
        if form in ("all", "any"):
            many = "all of these hold" if form == "all" else "any one of these holds"
            page.say(f"{many}:", indent, mark)
            for number, part in enumerate(formula.parts, 1):
                self._formula(page, part, indent + max(len(mark), 2), _number(number, depth))
            return
        if formula.not_ is not None:
            inner = formula.not_
            if inner.some is not None and not _every(inner.some):
                page.say(f"there is no rule {self.query(inner.some)}.", indent, mark)
                return
            page.say("it is not so that:", indent, mark)
            self._formula(page, inner, indent + max(len(mark), 2), _number(1, depth))
            return
        page.say(f"{self.leaf(formula)}.", indent, mark)

    def leaf(self, formula: Formula) -> str:
        """Say what a leaf of a formula asks, as a clause without its full stop."""
        if formula.some is not None:
            start = "in every such situation there is" if _every(formula.some) else "there is"
            return f"{start} a rule {self.query(formula.some)}"
        if formula.term is not None:
            term = self.shelf.terms.get(formula.term)
            phrase = f"“{term.phrase}” " if term else ""
            return f"{phrase}holds on the reading taken of it (open term {formula.term})"
        if formula.test is not None:
            other = self.shelf.tests.get(formula.test)
            words = f": the government {other.words.met}" if other else ""
            return f"the test {formula.test} is met{words}"
        if formula.event is not None:
            return self.event(formula.event)
        if formula.attribute is not None:
            bound = formula.attribute.population
            said = [
                f"{name.replace('_', ' ')} {int(value):,}"
                for name in bound.__struct_fields__
                if (value := getattr(bound, name)) is not None
            ]
            return f"its population is {and_(said)}"
        if formula.listed is not None:
            return f"the government stands on the list {formula.listed}"
        return f"some government below it meets the test {formula.subdivision}"

    def event(self, event: EventQuery) -> str:
        """Say what an event asks."""
        senders = several(event.by)
        by = or_(self.who(name) for name in senders) if senders else "whoever applies the test"
        about = f" about {event.about}" if event.about else ""
        return f"{EVENTS[event.kind]}{about} was sent to the government by {by}"

    def query(self, query: Query) -> str:
        """Say which rule a query asks for, as the clause that follows `a rule`."""
        said = []
        if query.by is not None:
            said.append(f"made by {or_(MAKERS[maker] for maker in several(query.by))}")
        if query.of is not None:
            offices = (o.strip("#").replace("_", " ") for o in several(query.of))
            said.append(f"of the office of the {or_(offices)}")
        said.append(f"that {self._act(query)} {self._subject(query)}")
        if query.binds is not None:
            bound = (
                self._covered(query.binds)
                if isinstance(query.binds, TermRef)
                else or_(BINDS[word] for word in several(query.binds))
            )
            said.append(f"and binds {bound}")
        if query.counterparty is not None:
            towards = (COUNTERPARTIES[word] for word in several(query.counterparty))
            said.append(f"towards {or_(towards)}")
        said.append(f"and that applies {self._situation(query)}")
        if query.effective is True:
            said.append("and that no higher rule displaces there")
        elif query.effective is False:
            said.append("and that a higher rule displaces there")
        return " ".join(said)

    def _covered(self, ref: TermRef) -> str:
        term = self.shelf.terms.get(ref.term)
        phrase = f"“{term.phrase}”" if term else "its words"
        return f"whatever {phrase} covers on the reading taken (open term {ref.term})"

    def _act(self, query: Query) -> str:
        if query.act is None:
            return "says anything on"
        if isinstance(query.act, TermRef):
            return f"does {self._covered(query.act)} as to"
        return or_(ACTS[word] for word in several(query.act))

    def _subject(self, query: Query) -> str:
        if query.subject is None:
            return "anything"
        if isinstance(query.subject, TermRef):
            return self._covered(query.subject)
        names = [SUBJECTS[word] for word in several(query.subject)]
        return names[0] if len(names) == 1 else f"any of the following: {'; '.join(names)};"

    def _situation(self, query: Query) -> str:
        where = query.in_
        if where is None:
            return "where there is a request and no paper"
        if where == "any":
            return "in some situation"
        if isinstance(where, Situation):
            if where.term is not None:
                return f"in {self._covered(TermRef(where.term))}"
            if where.every_without is not None:
                return f"in every situation without {conditions_in(where.every_without, 'or')}"
            return f"in some situation without {conditions_in(where.some_without or (), 'or')}"
        return f"where there is {conditions_in(where, 'and')} with nothing more"

    def _term(self, page: Page, term: Term, indent: int) -> None:
        kinds = {
            "scope": f"how far the phrase reaches, over {OVER.get(term.over or '', 'words')}",
            "filter": "which rules count at all",
            "formula": "what the phrase asks",
        }
        page.gap()
        page.say(f"{term.term}: “{term.phrase}”", indent)
        page.say(f"Open: {kinds[term.kind]}.", indent + 2)
        page.note(term.note, indent + 2)
        page.say(checked_how(term.checked), indent + 2)
        for number, (name, reading) in enumerate(term.readings.items(), 1):
            page.gap()
            page.say(f"{name}: {reading.gloss}", indent + 2, f"Reading {number}, ")
            if reading.undecided is not None:
                page.say(f"No case decides it: {reading.undecided}", indent + 4)
            self._meaning(page, term, reading, indent + 4)
            ties = several(reading.only_with)
            if ties:
                page.say(f"It stands only together with {and_(ties)}.", indent + 4)
            page.note(reading.note, indent + 4)
            page.say(f"Held by ({len(reading.held_by)}):", indent + 4)
            for holder in reading.held_by:
                self._holder(page, holder, indent + 4)

    def _meaning(self, page: Page, term: Term, reading: Reading, indent: int) -> None:
        if term.kind == "scope":
            words = [word_over(term.over, word) for word in reading.covers or ()]
            page.say(f"It covers: {'; '.join(words) or 'nothing'}.", indent)
        elif term.kind == "filter":
            if isinstance(reading.drops, Drops):
                page.say(f"It leaves out {or_(left_out(reading.drops))}.", indent)
            else:
                page.say("It leaves nothing out.", indent)
        elif isinstance(reading.means, Formula):
            page.say("It then holds where:", indent)
            self._formula(page, reading.means, indent + 2)
        else:
            always = reading.means == "always"
            page.say(
                f"It then {'always' if always else 'never'} holds, whatever the rules are.", indent
            )

    def _holder(self, page: Page, holder: Holder, indent: int) -> None:
        ruling = self.shelf.rulings.get(holder.who)
        if ruling is not None:
            ends = [e for e in ruling.events if e.what in ENDINGS and not e.effects]
            end = min(ends, key=lambda event: first_day(event.date), default=None)
            until = f" until {end.what} {on_day(end.date)}" if end else ""
            begun = decided_on(ruling)
            who = f"{holder.who}: {ruling.cite}. Standing: a court, from {begun}{until}."
        else:
            says = "yes" if holder.as_ in STANDING else "none; it does not open the reading"
            dates = span(holder.from_, holder.until)
            who = f"{self.who(holder.who)}, {CAPACITIES[holder.as_]}, {dates}. Standing: {says}."
        page.say(who, indent, "- ")
        if holder.in_:
            page.say(stopped(f"In: {holder.in_}"), indent + 2)
        page.note(holder.note, indent + 2)
        if holder.source:
            page.say(f"Source: {holder.source}", indent + 2)
        if holder.checked is not None:
            page.say(checked_how(holder.checked), indent + 2)
        elif ruling is None:
            page.say("Whether it was checked is not recorded.", indent + 2)

    def _ruling(self, page: Page, ruling: Ruling, effects: Iterable[Effect], indent: int) -> None:
        court = self.shelf.courts.get(ruling.court)
        page.gap()
        page.say(f"{ruling.ruling}: {ruling.cite}", indent)
        inner = indent + 2
        marks = [
            court.name if court else ruling.court,
            "en banc" if ruling.en_banc else "",
            "" if ruling.published else "unpublished, which binds nobody",
            ruling.docket or "",
        ]
        page.say(f"Court: {', '.join(mark for mark in marks if mark)}.", inner)
        law = (f"the law of {self.place(n)}" if ":" in n else f"{n} law" for n in ruling.on_law)
        page.say(f"On {and_(law)}; {ruling.posture}; stage: {STAGES[ruling.stage]}.", inner)
        sides = [
            f"{side}: {'; '.join(self.who(name) for name in names)}"
            for side, names in (
                ("that won", ruling.parties.won),
                ("that lost", ruling.parties.lost),
                ("besides", ruling.parties.others),
            )
            if names
        ]
        if sides:
            page.say(f"Parties {'. Parties '.join(sides)}.", inner)
        for effect in effects:
            page.say(self.effect(effect), inner, "- ")
            page.note(effect.note, inner + 2)
            if effect.checked is not None:
                page.say(checked_how(effect.checked), inner + 2)
            for event in by_day(ruling.events):
                if event.effects and concerns(event, effect):
                    self._event(page, event, inner + 2)
        for said in ruling.vagueness:
            on = f"“{self.shelf.terms[said.term].phrase}”" if said.term else "the words"
            ground = said.ground.replace("_", " ")
            page.say(
                f"Found {on} of {and_(said.in_)} {CLARITY[said.found]} ({ground}); it chooses no "
                "reading.",
                inner,
                "- ",
            )
            page.note(said.note, inner + 2)
            if said.checked is not None:
                page.say(checked_how(said.checked), inner + 2)
        page.say(f"Decided {decided_on(ruling)}.", inner)
        for event in by_day(ruling.events):
            if not event.effects and event.what != "decided":
                self._event(page, event, inner)
        if all(event.what == "decided" for event in ruling.events):
            page.say("No later history is recorded.", inner)
        page.note(ruling.note, inner)
        if ruling.source:
            page.say(f"Source: {ruling.source}", inner)
        page.say(checked_how(ruling.checked), inner)

    def _event(self, page: Page, event: Event, indent: int) -> None:
        by = f" by {event.by}" if event.by else ""
        to = f"; it then protects {self._protected(event.protects)}" if event.protects else ""
        page.say(f"Later: {HAPPENED[event.what]} {on_day(event.date)}{by}{to}.", indent)
        page.note(event.note, indent)
        if event.checked is not None:
            page.say(checked_how(event.checked), indent)

    def effect(self, effect: Effect) -> str:
        """Say what a ruling did by one effect, and with what weight."""
        at = f" (at {effect.at})" if effect.at else ""
        return stopped(f"{WEIGHTS[effect.weight]}: {self._did(effect)}{at}")

    def _did(self, effect: Effect) -> str:
        if effect.construes is not None:
            return self._construes(effect)
        if effect.applies is not None:
            to = and_(effect.to) or "what was before it"
            words = {"met": "it is met", "not_met": "it is not met"}
            outcome = words.get(effect.outcome or "", "no outcome is recorded")
            return f"applies {effect.applies} to {to}: {outcome}"
        if effect.finds is not None:
            finds = effect.finds
            acts = or_(ACTS[act] for act in finds.act)
            subjects = "; or ".join(SUBJECTS[subject] for subject in finds.subject)
            return f"finds that {self.place(finds.by)} has no rule that {acts} {subjects}"
        if effect.invalidates is not None:
            return f"holds {effect.invalidates} itself invalid"
        for verb in ("enjoins", "vacates", "suspends"):
            named = several(getattr(effect, verb))
            if named:
                said = [f"{verb} {and_(named)}"]
                if effect.programme:
                    said.append(f"in {effect.programme}")
                said.append(f"protecting {self._protected(effect.protects or ('everyone',))}")
                if effect.against:
                    said.append(f"against {and_(self.who(name) for name in effect.against)}")
                if effect.carve_outs:
                    said.append(f"except: {effect.carve_outs.rstrip('.')}")
                return ", ".join(said)
        return "records nothing that the engine uses"

    def _construes(self, effect: Effect) -> str:
        term = self.shelf.terms.get(effect.construes or "")
        phrase = f"“{term.phrase}” " if term else ""
        over = term.over if term else None
        said = []
        if effect.adopts:
            others = ", which forecloses the others" if effect.weight == "holding" else ""
            said.append(f"adopts the reading {effect.adopts}{others}")
        if effect.forecloses:
            plural = "s" if len(effect.forecloses) > 1 else ""
            said.append(f"is against the reading{plural} {and_(effect.forecloses)}")
        for verb, words in (("leaves out", effect.excludes), ("takes in", effect.includes)):
            if words:
                said.append(f"{verb} {'; '.join(word_over(over, word) for word in words)}")
        tests = f", in {and_(effect.in_)}" if effect.in_ else ", in every test"
        return f"on {phrase}({effect.construes}): {and_(said) or 'decides nothing'}{tests}"

    def _protected(self, protects: Iterable[str | dict[str, str | tuple[str, ...]]]) -> str:
        said = []
        for entry in protects:
            if isinstance(entry, str):
                said.append("everyone" if entry == "everyone" else self.place(entry))
                continue
            for how, named in entry.items():
                if how == "members_of":
                    said.append(f"the members of {and_(several(named))}")
                else:
                    places = and_(self.place(name) for name in several(named))
                    said.append(f"{places} with all subdivisions")
        return and_(said)

    def _consequences(self, page: Page, test: LegalTest) -> None:
        if not test.consequences:
            page.say("None is recorded: no order can enjoin anything here.", 2)
        for name, consequence in test.consequences.items():
            page.say(stopped(f"{name}: {consequence.what}"), 2, "- ")
            if consequence.programme:
                page.say(stopped(f"Programme: {consequence.programme}"), 4)
            for interval in consequence.in_force:
                page.say(f"{held(interval)}.", 4)
                page.note(interval.note, 4)
            page.note(consequence.note, 4)
            if consequence.source:
                page.say(f"Source: {consequence.source}", 4)
            if consequence.checked is not None:
                page.say(checked_how(consequence.checked), 4)
            else:
                page.say("Whether it was checked is not recorded.", 4)

    def _unchecked(
        self,
        test: LegalTest,
        terms: Iterable[Term],
        rulings: Iterable[tuple[Ruling, list[Effect]]],
    ) -> Iterator[str]:
        if test.checked == "never":
            yield f"the test {test.test}"
        for name, consequence in test.consequences.items():
            if not isinstance(consequence.checked, Checked):
                yield f"the consequence {name}"
        for term in terms:
            yield from self._unchecked_term(term)
        yield from self._unchecked_rulings(rulings)

    def _unchecked_term(self, term: Term) -> Iterator[str]:
        if term.checked == "never":
            yield f"the term {term.term}"
        for name, reading in term.readings.items():
            for holder in reading.held_by:
                bare = holder.checked is None and holder.who not in self.shelf.rulings
                if bare or holder.checked == "never":
                    where = f", in {holder.in_}" if holder.in_ else ""
                    who = holder.who if holder.who in self.shelf.rulings else self.who(holder.who)
                    yield f"that {who}{where} holds {name} of {term.term}"

    def _unchecked_rulings(self, rulings: Iterable[tuple[Ruling, list[Effect]]]) -> Iterator[str]:
        for ruling, effects in rulings:
            if ruling.checked == "never":
                yield f"the ruling {ruling.ruling}"
            for effect in effects:
                if effect.checked == "never":
                    yield f"{ruling.ruling}: {self._did(effect)}"
            for event in ruling.events:
                about = not event.effects or any(concerns(event, e) for e in effects)
                if event.checked == "never" and about:
                    yield f"{ruling.ruling}: {HAPPENED[event.what]} {on_day(event.date)}"


def _scope_terms(query: Query) -> Iterator[str]:
    for value in (query.act, query.subject, query.binds):
        if isinstance(value, TermRef):
            yield value.term
    if isinstance(query.in_, Situation) and query.in_.term is not None:
        yield query.in_.term


def _every(query: Query) -> bool:
    return isinstance(query.in_, Situation) and query.in_.every_without is not None


def _number(number: int, depth: int) -> str:
    if depth == 0:
        return f"{number}. "
    letters = "abcdefghijklmnopqrstuvwxyz"
    if depth == 1 and number <= len(letters):
        return f"({letters[number - 1]}) "
    return f"({number}) "
