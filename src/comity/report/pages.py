"""Pages that the library writes of itself: definitions, rulings, States and a timeline.

Each is Markdown, or a picture, of one day; nothing in them is written by hand.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from comity.catalog import Library
from comity.law.english import English
from comity.law.files import Effect, Event, LegalTest, Point, Ruling
from comity.law.formula import Formula, Query, Situation, TermRef, several
from comity.law.precedent import concerns, decided, stands
from comity.law.words import HAPPENED, MAKERS, READ, and_, by_day, decided_on, or_
from comity.policy.dates import first_day, holds
from comity.reason.detainer import DUTY, HOLD, Decision, Row, decisions
from comity.reason.detainer import states as by_state
from comity.reason.finding import Brief
from comity.reason.question import Manner
from comity.reason.rules import open_books
from comity.reason.status import own_status, stopped_by
from comity.report.law_timeline import draw_law, grouped
from comity.report.terminal import STATUS, TURNS, rule_in_words
from comity.strict_yaml.written import write_whole
from comity.workbench.summary import was_seen

DAY = "2026-11-24"
"""The day of which the committed pages speak; it moves when the library is looked through."""

HOLD_SUBJECTS = ("detainer_hold", "administrative_warrant_arrest")
POINTS = {
    "notice": "Notice",
    "hearing": "Hearing",
    "way_off": "Way off",
    "standard": "Standard",
    "effective": "From when",
}
BREAK = "<br>"


class StateLaw(msgspec.Struct, frozen=True):
    """Hold a State's line in the table of holds, and what stands behind it.

    `binding` are the rulings whose holdings on holds bind the State, `rules` its own rules in
    force that the library has, by their whole ids.
    """

    row: Row
    binding: tuple[Decision, ...]
    rules: tuple[str, ...]


def write_pages(folder: Path, library: Library, day: str) -> list[Path]:
    """Write every page into a folder, which is made; return the files. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, text in pages(library, day).items():
        write_whole(folder / name, text)
        written.append(folder / name)
    return written


def pages(library: Library, day: str) -> dict[str, str]:
    """Return the text of every page of a day by the name of its file."""
    english = English(library, library.places.full_name)
    return {
        "definitions.md": definitions(library, english, day),
        "rulings.md": rulings(library, english, day),
        "states.md": states(library, day),
        "timeline.svg": draw_law(library, day),
    }


def definitions(library: Library, english: English, day: str) -> str:
    """Write all definitions side by side: what each asks, who decides and how, what follows."""
    tests = list(library.tests.values())
    unseen = sum(not was_seen(test.checked) for test in tests)
    unread = sum(test.process is None for test in tests)
    lines = _opening(
        "Definitions side by side",
        day,
        f"{len(tests)} definitions and questions of law. Of {unseen} nobody has checked the words "
        f"(marked “never checked”); what process {unread} of them have, nobody has looked up.",
        "A word in “quotation marks” is an open phrase: it is read in as many ways as the number "
        "says, and `comity law show ID` has each with who holds it. Whether a law is operative "
        "for one government depends on where it lies and on the orders that protect it; "
        "`comity check PLACE` says so.",
    )
    for title, found in grouped(library, day).items():
        lines += [
            f"## {title} ({len(found)})",
            "",
            *_table(
                (
                    "Definition",
                    "What it asks",
                    "Who decides",
                    "On what process",
                    "What follows",
                    "Dates",
                    f"On {day}",
                ),
                (_definition(library, english, test, day) for test in found),
            ),
            "",
        ]
    return "\n".join(lines)


def rulings(library: Library, english: English, day: str) -> str:
    """Write every ruling of the library, the latest first: what it decided, and what became."""
    known = sorted(library.rulings.values(), key=lambda r: (decided(r), r.ruling), reverse=True)
    effects = list(library.effects())
    unseen = sum(not was_seen(effect.checked or ruling.checked) for ruling, effect in effects)
    weights = Counter(effect.weight for _, effect in effects)
    lines = _opening(
        "Rulings",
        day,
        f"{len(known)} rulings, which did {len(effects)} things that the library uses; of {unseen} "
        "of these nobody saw the words. By weight: "
        + ", ".join(f"{number} {name}" for name, number in weights.most_common())
        + ". Only a holding forecloses a reading.",
        "That no later history is recorded does not say that there is none.",
    )
    for year in dict.fromkeys(decided(ruling)[:4] for ruling in known):
        found = [ruling for ruling in known if decided(ruling)[:4] == year]
        lines += [
            f"## {year} ({len(found)})",
            "",
            *_table(
                ("Ruling", "Court", "Date", "What it decided, with its weight", "Later", "Seen"),
                (_ruling(library, english, ruling) for ruling in found),
            ),
            "",
        ]
    return "\n".join(lines)


def states(library: Library, day: str) -> str:
    """Write what the law of each State and of the District says of holds on a day."""
    may, must = library.tests[HOLD].words, library.tests[DUTY].words
    table = states_table(library, day)
    dark = sum(law.row.looked is None or law.row.looked < day for law in table)
    known = Counter(law.row.may.outcome for law in table)
    lines = _opening(
        "Holds, State by State",
        day,
        f"In {dark} of {len(table)} nobody has looked through the State's law on holds up to that "
        "day: rules that the library lacks may stand beside those below. The first answer is open "
        f"in {known['undetermined']}. In {known['met']} it is the same on every open reading: "
        f"“{may.met}”; in {known['not_met']}: “{may.not_met}”.",
        f"Asked are two tests of the State itself, for a detainer with a Form I-200 warrant and no "
        f"agreement: `{HOLD}`, and `{DUTY}` (“{must.met}”, or “{must.not_met}”). What counties and "
        "cities have decided for themselves is left out; `comity detainer PLACE` has the reasons.",
    )
    heads = ("State", "May they", "Must they", "Rulings that bind", "Rules of the State")
    lines += _table((*heads, "Looked through until"), (_state(library, law) for law in table))
    return "\n".join([*lines, ""])


def states_table(library: Library, day: str) -> tuple[StateLaw, ...]:
    """Ask each State and the District, by name, of holds on a day, and what its law rests on."""
    manner = Manner(day, day)
    found = []
    for row in by_state(library, day):
        state = library.places.get(row.place)
        assert state is not None  # the rows are made from the places
        binding = [d for d in decisions(library, state, manner) if d.force is not None]
        rules = [
            rule.id
            for rule in open_books(library, state, day).rules
            if rule.subject in HOLD_SUBJECTS
        ]
        found.append(StateLaw(row, tuple(binding), tuple(rules)))
    return tuple(found)


def _state(library: Library, law: StateLaw) -> Sequence[str]:
    rules = [_escaped(rule_in_words(rule, library)) for rule in law.rules]
    return (
        _escaped(law.row.name),
        _answer(law.row.may),
        _answer(law.row.must),
        BREAK.join(f"`{d.ruling}`, {d.says} a hold" for d in law.binding) or "none",
        BREAK.join(rules) or "none coded",
        law.row.looked or "nobody has",
    )


def _answer(brief: Brief) -> str:
    if brief.outcome == "undetermined":
        said = TURNS[(brief.turns_on.law, brief.turns_on.facts)]
        terms = ", ".join(f"`{term}`" for term in brief.terms)
        return f"{said}; open: {terms}" if terms and brief.turns_on.law != "never" else said
    yes = "yes" if brief.outcome == "met" else "no"
    return f"{yes}, on every open reading"


def _definition(library: Library, english: English, test: LegalTest, day: str) -> Sequence[str]:
    within = test.applies_to.within
    named = [f"`{test.test}`", _escaped(test.title), _escaped(test.authority.cite)]
    if within is not None:
        named.insert(0, f"{_escaped(english.place(within))}:")
    if not was_seen(test.checked):
        named.append("never checked")
    follows = [
        f"`{name}`: {_escaped(consequence.what)}" for name, consequence in test.consequences.items()
    ]
    return (
        BREAK.join(named),
        _asks(library, test),
        _escaped(and_(english.who(name) for name in test.applied_by)),
        _process(test),
        BREAK.join(follows) or "nothing is recorded",
        BREAK.join(_dates(test)),
        BREAK.join(_status(library, test, day)),
    )


def _asks(library: Library, test: LegalTest) -> str:
    """Give the elements of a definition in short, one a line where it joins several."""
    formula = test.met_if
    if formula.all or formula.any:
        first = "all of:" if formula.all else "any of:"
        lines = [first, *(f"– {_short(library, part)}" for part in formula.parts)]
    else:
        lines = [_short(library, formula)]
    if test.filters:
        lines.append(f"counting only by {and_(_phrase(library, name) for name in test.filters)}")
    return BREAK.join(lines)


def _short(library: Library, formula: Formula) -> str:
    if formula.not_ is not None:
        return f"not ({_short(library, formula.not_)})"
    if formula.parts:
        join = " and " if formula.all else " or "
        return f"({join.join(_short(library, part) for part in formula.parts)})"
    return _leaf(library, formula)


def _leaf(library: Library, leaf: Formula) -> str:
    if leaf.some is not None:
        return _query(library, leaf.some)
    if leaf.term is not None:
        return _phrase(library, leaf.term)
    if leaf.test is not None:
        return f"meets `{leaf.test}`"
    if leaf.event is not None:
        about = f" under `{leaf.event.about}`" if leaf.event.about else ""
        return f"a {leaf.event.kind.replace('_', ' ')} was sent to it{about}"
    if leaf.attribute is not None:
        least, up = leaf.attribute.population.threshold
        return f"a population of {'at least' if up else 'less than'} {least:,}"
    if leaf.subdivision is not None:
        return f"some government below it meets `{leaf.subdivision}`"
    return f"it stands on the list `{leaf.listed}`"


def _query(library: Library, query: Query) -> str:
    act = _either(library, query.act, "says anything on").replace(
        "excepts", "bars with an exception"
    )
    said = f"a rule that {act} {_either(library, query.subject, 'anything')}"
    more = []
    if query.by is not None:
        more.append("made by " + or_(MAKERS[maker] for maker in several(query.by)))
    if query.of is not None:
        more.append(f"of the office of the {_spaced(several(query.of)).replace('#', '')}")
    if query.binds is not None:
        more.append(f"binding {_either(library, query.binds, '')}")
    if query.counterparty is not None:
        more.append(f"towards {_spaced(several(query.counterparty)).replace('dhs', 'DHS')}")
    more.append(_situation(library, query))
    if query.effective is not None:
        more.append(f"{'not ' if query.effective else ''}displaced by a higher rule")
    return f"{said} ({'; '.join(more)})"


def _either(library: Library, words: str | tuple[str, ...] | TermRef | None, nothing: str) -> str:
    if isinstance(words, TermRef):
        return _phrase(library, words.term)
    return _spaced(several(words)) or nothing


def _spaced(words: Iterable[str]) -> str:
    return or_(word.replace("_", " ") for word in words)


def _situation(library: Library, query: Query) -> str:
    where = query.in_
    if where is None:
        return "on a request without paper"
    if isinstance(where, Situation):
        if where.term is not None:
            return f"in {_phrase(library, where.term)}"
        if where.every_without is not None:
            return f"in every situation without {_spaced(where.every_without)}"
        return f"in some situation without {_spaced(where.some_without or ())}"
    if where == "any":
        return "in some situation"
    return f"with {and_(word.replace('_', ' ') for word in where)}"


def _phrase(library: Library, name: str) -> str:
    term = library.terms[name]
    return f"“{_escaped(term.phrase)}” ({len(term.readings)} readings)"


def _process(test: LegalTest) -> str:
    """Say what an authority has on process, as far as somebody looked it up."""
    if test.process is None:
        return "not looked up"
    return BREAK.join(
        f"{name}: {_point(getattr(test.process, key))}" for key, name in POINTS.items()
    )


def _point(point: Point | None) -> str:
    if point is None:
        return "not looked up"
    said = ["none found" if point.missing else _escaped(point.has)]
    said += ["only after the consequence has begun"] if point.only_after else []
    said += ["in part"] if point.in_part else []
    said += [f"read in {READ[point.read]}"] if point.read != "whole" else []
    return ", ".join(said)


def _dates(test: LegalTest) -> Iterator[str]:
    if test.proposed is not None:
        yield f"proposed {test.proposed}"
    if test.withdrawn is not None:
        yield f"withdrawn {test.withdrawn}"
    for interval in test.in_force:
        yield f"{interval.from_} – {interval.until or ''}".rstrip()


def _status(library: Library, test: LegalTest, day: str) -> Iterator[str]:
    """Say what is operative on a day for whoever it may be, and by which orders for whom not."""
    own = own_status(test, day)
    yield STATUS[own]
    if own != "in_force":
        return
    invalid = [
        f"`{ruling.ruling}`"
        for ruling, effect in library.orders.get(test.test, ())
        if effect.invalidates == test.test
        and effect.weight == "holding"
        and stands(ruling, effect, day)
    ]
    if invalid:
        yield f"held invalid, where it binds, by {and_(dict.fromkeys(invalid))}"
    for name, consequence in test.consequences.items():
        if consequence.in_force and not holds(consequence.in_force, day):
            begun = any(first_day(interval.from_) <= day for interval in consequence.in_force)
            yield f"`{name}`: {STATUS['ended' if begun else 'not_yet']}"
            continue
        by = [f"`{ruling}`" for ruling in stopped_by(library, test, name, day)]
        if by:
            verb = "protects" if len(by) == 1 else "protect"
            yield f"`{name}`: enjoined for those whom {and_(by)} {verb}"


def _ruling(library: Library, english: English, ruling: Ruling) -> Sequence[str]:
    cite = _escaped(ruling.cite)
    court = [_escaped(library.courts[ruling.court].name), _escaped(ruling.posture)]
    if ruling.en_banc:
        court.append("en banc")
    if not ruling.published:
        court.append("unpublished")
    if ruling.stage != "merits":
        court.append({"preliminary": "preliminary relief"}.get(ruling.stage, "jurisdiction only"))
    did = [_escaped(english.effect(effect)) for effect in ruling.effects]
    return (
        f"`{ruling.ruling}`{BREAK}" + (_link(cite, ruling.source) if ruling.source else cite),
        BREAK.join(court),
        decided_on(ruling),
        BREAK.join(did) or "nothing that a definition of the library turns on",
        BREAK.join(_later(ruling)) or "none recorded",
        _seen(ruling),
    )


def _later(ruling: Ruling) -> Iterator[str]:
    for event in by_day(ruling.events):
        if event.what == "decided":
            continue
        by = f" by {_escaped(event.by)}" if event.by else ""
        part = ", in part" if event.effects and _spares(ruling, event) else ""
        yield f"{event.date}: {HAPPENED[event.what]}{by}{part}"


def _spares(ruling: Ruling, event: Event) -> bool:
    return any(not concerns(event, effect) for effect in ruling.effects)


def _seen(ruling: Ruling) -> str:
    """Say whether the words were seen of the ruling, and of each thing that it did."""
    if not was_seen(ruling.checked):
        return "no"
    unseen = [effect for effect in ruling.effects if not _effect_seen(ruling, effect)]
    if not unseen:
        return "yes"
    return f"yes, but not for {len(unseen)} of {len(ruling.effects)}"


def _effect_seen(ruling: Ruling, effect: Effect) -> bool:
    return was_seen(effect.checked or ruling.checked)


def _opening(title: str, day: str, *paragraphs: str) -> list[str]:
    lines = [f"# {title}", ""]
    for paragraph in (
        f"As of {day}, as the library stands. `comity law pages` writes this page; it is not "
        "written by hand. It is not legal advice.",
        *paragraphs,
    ):
        lines += [paragraph, ""]
    return lines


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
    return lines + [f"| {' | '.join(row)} |" for row in rows]


def _link(said: str, address: str) -> str:
    """Link words to an address, in which nothing may end the link or the cell."""
    for sign, code in (("|", "%7C"), ("(", "%28"), (")", "%29")):
        address = address.replace(sign, code)
    return f"[{said}]({address})"


def _escaped(text: str) -> str:
    """Keep a text from being read as Markdown or HTML, on one line."""
    return re.sub(r"([\\|<>*`\[\]$#~])", r"\\\1", " ".join(text.split()))
