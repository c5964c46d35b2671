"""The meanings of a term that are open to a government in a test, on a date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from comity.law.files import STANDING, Drops, Holder, Reading, Ruling, Term
from comity.law.formula import Formula
from comity.law.precedent import Holding, decided, stands
from comity.policy.dates import first_day, last_day


class Meaning(msgspec.Struct, frozen=True):
    """Hold one meaning of a term, and the readings that share it."""

    term: str
    readings: tuple[str, ...]
    covers: frozenset[str] = frozenset()
    drops: Drops | None = None
    means: Formula | str | None = None


class Conflict(msgspec.Struct, frozen=True):
    """Name two holdings of one force that bind the same government and disagree on a term."""

    term: str
    first: str
    second: str


class OpenMeanings(msgspec.Struct, frozen=True):
    """Hold the open meanings of a term, the holdings that spoke, and where they disagree.

    `closed` are readings, as TERM=READING, that were chosen though they are not open.
    """

    meanings: tuple[Meaning, ...]
    spoke: tuple[Holding, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    closed: tuple[str, ...] = ()


class _Content(msgspec.Struct, frozen=True):
    covers: frozenset[str]
    drops: Drops | None
    means: Formula | str | None


def content(reading: Reading) -> _Content:
    """Return what a reading means, without who holds it."""
    drops = reading.drops if isinstance(reading.drops, Drops) else None
    return _Content(frozenset(reading.covers or ()), drops, reading.means)


def has_standing(holder: Holder, rulings: Mapping[str, Ruling], day: str) -> bool:
    """Tell whether a holder holds the reading on a day, with standing.

    A court holds it from its decision until that is reversed; an agency, a legislature or a
    party within the dates that its file gives.
    """
    ruling = rulings.get(holder.who)
    if ruling is not None:
        ended = any(
            event.what in ("reversed", "vacated", "superseded")
            and not event.effects
            and first_day(event.date) <= day
            for event in ruling.events
        )
        return decided(ruling) <= day and not ended
    if holder.as_ not in STANDING:
        return False
    begun = holder.from_ is None or first_day(holder.from_) <= day
    return begun and (holder.until is None or day <= last_day(holder.until))


def words_on(reading: Reading, rulings: Mapping[str, Ruling], day: str) -> tuple[str, ...]:
    """Return whose enacted words alone carry a reading on a day: nobody argues it in a suit."""
    return tuple(
        dict.fromkeys(
            h.who for h in reading.held_by if h.as_ == "enacts" and has_standing(h, rulings, day)
        )
    )


def holders_on(reading: Reading, rulings: Mapping[str, Ruling], day: str) -> tuple[str, ...]:
    """Return who holds a reading on a day, with standing, each once."""
    return tuple(dict.fromkeys(h.who for h in reading.held_by if has_standing(h, rulings, day)))


def open_meanings(
    term: Term,
    binding: Sequence[Holding],
    rulings: Mapping[str, Ruling],
    day: str,
    *,
    all_readings: bool = False,
) -> OpenMeanings:
    """Return the meanings that somebody with standing holds on a day and no holding forecloses.

    `binding` are the holdings on this term that bind the government, in the order in which they
    prevail. A holding that excludes subjects trims a scope reading and goes no further.
    """
    contents = {name: content(reading) for name, reading in term.readings.items()}
    allowed = dict.fromkeys(contents, True)
    adopted: set[str] = set()
    excluded: dict[str, Holding] = {}
    included: dict[str, Holding] = {}
    spoke: list[Holding] = []
    conflicts: list[Conflict] = []

    def same(reading: str) -> list[str]:
        wanted = contents.get(reading)
        return [name for name, meaning in contents.items() if meaning == wanted]

    def disagree(holding: Holding) -> None:
        for earlier in spoke:
            same_day = decided(earlier.ruling) == decided(holding.ruling)
            if earlier.force == holding.force and same_day and earlier.ruling != holding.ruling:
                conflicts.append(Conflict(term.term, earlier.ruling.ruling, holding.ruling.ruling))

    for holding in binding:
        effect = holding.effect
        left = {name for name, is_open in allowed.items() if is_open}
        if effect.adopts is not None:
            left &= set(same(effect.adopts))
        for reading in effect.forecloses:
            left -= set(same(reading))
        if not left:
            disagree(holding)
            continue
        for name in allowed:
            allowed[name] = name in left
        if effect.adopts is not None:
            adopted.add(effect.adopts)
        for word in effect.excludes:
            if word not in included:
                excluded.setdefault(word, holding)
        for word in effect.includes:
            if word not in excluded:
                included.setdefault(word, holding)
        spoke.append(holding)

    grouped: dict[_Content, list[str]] = {}
    for name, candidate in term.readings.items():
        if not allowed[name]:
            continue
        held = any(has_standing(holder, rulings, day) for holder in candidate.held_by)
        if not (held or all_readings or name in adopted):
            continue
        meaning = contents[name]
        if term.kind == "scope":
            covers = (meaning.covers - set(excluded)) | set(included)
            meaning = _Content(covers, None, None)
        grouped.setdefault(meaning, []).append(name)
    meanings = tuple(
        Meaning(term.term, tuple(sorted(names)), meaning.covers, meaning.drops, meaning.means)
        for meaning, names in grouped.items()
    )
    return OpenMeanings(
        tuple(sorted(meanings, key=lambda m: m.readings)), tuple(spoke), tuple(conflicts)
    )


def standing_holdings(
    rulings: Iterable[Ruling], term: str, test: str, day: str, state: str
) -> list[tuple[Ruling, Holding]]:
    """Return every holding on a term, in a test, that stands on a day, binding or not.

    What a court holds on the law of one State alone says nothing of another `state`.
    """
    found = []
    for ruling in rulings:
        if ruling.stage == "jurisdiction" or not {"federal", state} & set(ruling.on_law):
            continue
        for effect in ruling.effects:
            if effect.construes != term or effect.weight != "holding":
                continue
            if effect.in_ and test not in effect.in_:
                continue
            if stands(ruling, effect, day):
                found.append((ruling, Holding(ruling, effect)))
    return found
