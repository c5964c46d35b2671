"""Who holds what on a day: the positions of a rule, and the readings of a term."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from comity.catalog import Library
from comity.law.files import Holder, Reading, Ruling, Term
from comity.law.meaning import has_standing, holders_on, words_on
from comity.law.precedent import decided
from comity.policy.instrument import Checked
from comity.workbench.review.authorities import AUTHORITIES
from comity.workbench.review.remark import Position, Remark, Voice
from comity.workbench.review.rules import BY_CODE, Rule, Stance

MOST_NAMED = 3


def whole(date: str) -> bool:
    """Tell whether a date is known to the day."""
    return len(date) == len("2017-01-01")


def of_ruling(ruling: Ruling) -> Voice:
    """Name a ruling of the library."""
    return Voice(ruling.cite, ruling.ruling, isinstance(ruling.checked, Checked))


def of_authority(key: str) -> Voice:
    """Name an authority that the library has no file of."""
    cited = AUTHORITIES[key]
    return Voice(cited.cite, None, isinstance(cited.checked, Checked))


def of_party(library: Library, who: str) -> Voice:
    """Name a party, a government or the court of a ruling."""
    ruling = library.rulings.get(who)
    if ruling is not None:
        return of_ruling(ruling)
    party = library.parties.get(who)
    name = party.name if party is not None else library.places.full_name(who)
    return Voice(name, who, True)


def stands_on(library: Library, name: str, day: str) -> bool:
    """Tell whether a ruling was given by a day and is not reversed, vacated or superseded then."""
    return has_standing(Holder(name), library.rulings, day)


def heard(library: Library, stance: Stance, day: str) -> tuple[Voice, ...]:
    """Return who holds a position on a day: rulings that stand, authorities, those who argued."""
    found = [of_ruling(library.rulings[r]) for r in stance.rulings if stands_on(library, r, day)]
    found += [of_authority(key) for key in stance.cited if AUTHORITIES[key].date <= day]
    for who, name in stance.argued:
        ruling = library.rulings[name]
        if decided(ruling) <= day:
            party = of_party(library, who)
            found.append(Voice(f"{party.name}, in {ruling.cite}", who, party.checked))
    return tuple(found)


def stances(library: Library, rule: Rule, day: str, towards: str) -> tuple[Position, ...]:
    """Return the positions on a rule that somebody holds on a day, in the rule's order."""
    return tuple(
        Position(stance.says, voices)
        for stance in rule.stances
        if stance.towards in (None, towards) and (voices := heard(library, stance, day))
    )


def authority(library: Library, rule: Rule, day: str) -> tuple[Voice, ...]:
    """Return what a rule of law rests on, as far as it was decided by a day."""
    cited = (of_authority(key) for key in rule.cited if AUTHORITIES[key].date <= day)
    ruled = (
        of_ruling(library.rulings[name])
        for name in rule.rulings
        if decided(library.rulings[name]) <= day
    )
    return (*cited, *ruled)


def reading_voices(library: Library, reading: Reading, day: str) -> tuple[Voice, ...]:
    """Return who holds a reading on a day; last, whose enacted words alone carry it."""
    words = words_on(reading, library.rulings, day)
    argued = [who for who in holders_on(reading, library.rulings, day) if who not in words]
    within = (of_party(library, who) for who in words)
    return (
        *(of_party(library, who) for who in argued),
        *(Voice(f"the words of {voice.name}", voice.id, voice.checked) for voice in within),
    )


def readings(library: Library, term: Term, day: str) -> Iterator[tuple[str, Position]]:
    """Yield the readings of a term that somebody with standing holds on a day, with who does."""
    for name, reading in term.readings.items():
        holders = holders_on(reading, library.rulings, day)
        if holders:
            says = f"{term.term} read as {name}: {reading.gloss.rstrip('.')}"
            yield name, Position(says, reading_voices(library, reading, day))


def names(voices: Iterable[Voice]) -> str:
    """Name the first few of several, and say how many more there are."""
    listed = list(dict.fromkeys(voice.name for voice in voices))
    more = len(listed) - MOST_NAMED
    shown = "; ".join(listed[:MOST_NAMED])
    return f"{shown}; and {more} more" if more > 0 else shown


def remark(
    library: Library,
    code: str,
    day: str,
    arises_from: Iterable[str],
    *,
    towards: str = "federal",
    sides: Iterable[Position] | None = None,
    would_change: Iterable[str] = (),
    provisions: Iterable[str] = (),
    rests_on: Iterable[Voice] = (),
) -> Remark:
    """Make a remark of a rule; `sides` stand in for the rule's own where the law here has them.

    The reading on which it arises is that of the first side; where no side is recorded, that of
    the rule's own authority.
    """
    rule = BY_CODE[code]
    held = tuple(sides) if sides is not None else stances(library, rule, day, towards)
    rests = tuple(dict.fromkeys((*authority(library, rule, day), *rests_on)))
    first = names(held[0].held_by) if held else names(rests)
    return Remark(
        code=code,
        title=rule.title,
        on_reading_of=first or "the library itself, which says so of its own file",
        rule=rule.rule,
        authority=rests,
        arises_from=tuple(arises_from),
        sides=held,
        would_change=(rule.would_change, *would_change),
        provisions=tuple(provisions),
    )
