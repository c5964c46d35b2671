"""Checks of rulings: what an effect does, when it was decided, and whether two disagree."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import msgspec

from comity.catalog import Loaded
from comity.law.files import EFFECTS, Effect, Ruling, Term
from comity.law.meaning import content
from comity.law.precedent import decided, stands
from comity.policy.dates import first_day, last_day
from comity.workbench.codes import At, Check, Code, Files, Found

TRIAL = ("trial", "state_trial")


class _Spoken(msgspec.Struct, frozen=True):
    file: Loaded | None
    at: At
    ruling: Ruling
    effect: Effect


def _holdings(files: Files) -> Iterator[_Spoken]:
    checked = {id(file) for file in files.checked}
    for file in files.all:
        if not isinstance(file.value, Ruling):
            continue
        ruling: Ruling = file.value
        for number, effect in enumerate(ruling.effects):
            if effect.construes is not None and effect.weight == "holding":
                shown = file if id(file) in checked else None
                yield _Spoken(shown, ("effects", number), ruling, effect)


def _disagree(files: Files) -> Iterator[Found]:
    for first, second in itertools.combinations(_holdings(files), 2):
        term = files.terms.get(first.effect.construes or "")
        if term is None or first.effect.construes != second.effect.construes:
            continue
        if not (_bind_together(files, first, second) and _leave_nothing(term, first, second)):
            continue
        shown, other = (second, first) if second.file is not None else (first, second)
        if shown.file is not None:
            yield Found(
                shown.file,
                shown.at,
                f"binds the same governments as `{other.ruling.ruling}` on the same day and leaves "
                f"no reading of `{term.term}` open together with it",
            )


def _bind_together(files: Files, first: _Spoken, second: _Spoken) -> bool:
    one, two = first.ruling, second.ruling
    day = decided(one)
    court = files.courts.get(one.court)
    if court is None or one.court != two.court or day != decided(two):
        return False
    if not (stands(one, first.effect, day) and stands(two, second.effect, day)):
        return False
    if "jurisdiction" in (one.stage, two.stage):
        return False
    tests = (set(first.effect.in_), set(second.effect.in_))
    if all(tests) and not tests[0] & tests[1]:
        return False
    if court.rank in TRIAL:
        return one.stage == two.stage == "merits" and bool(_suitors(one) & _suitors(two))
    return (
        one.published
        and two.published
        and one.en_banc == two.en_banc
        and bool(set(one.on_law) & set(two.on_law))
    )


def _suitors(ruling: Ruling) -> set[str]:
    return {side.split("#")[0] for side in (*ruling.parties.won, *ruling.parties.lost)} - {
        "us",
        "private",
    }


def _leave_nothing(term: Term, first: _Spoken, second: _Spoken) -> bool:
    return not _left(term, first.effect) & _left(term, second.effect)


def _left(term: Term, effect: Effect) -> set[str]:
    """Return the readings that a holding leaves open; those of one meaning go together."""
    meanings = {name: content(reading) for name, reading in term.readings.items()}
    left = set(meanings)
    if effect.adopts in meanings:
        left = {name for name in left if meanings[name] == meanings[effect.adopts or ""]}
    gone = [meanings[name] for name in effect.forecloses if name in meanings]
    return {name for name in left if meanings[name] not in gone}


def _does(files: Files) -> Iterator[Found]:
    for file, at, effect in files.each(Effect):
        if effect.does == "none":
            yield Found(file, at, f"an effect that does nothing, expected one of {_EFFECTS}")
        elif effect.does == "several":
            found = [name for name in EFFECTS if getattr(effect, name) is not None]
            yield Found(
                file,
                at,
                f"an effect that does several things ({', '.join(found)}), expected one each",
            )


_EFFECTS = ", ".join(EFFECTS)


def _decided(files: Files) -> Iterator[Found]:
    for file, at, ruling in files.each(Ruling):
        days = [first_day(event.date) for event in ruling.events if event.what == "decided"]
        if not days:
            yield Found(
                file, (*at, "events"), "no event is `decided`, so the ruling never binds", True
            )
            continue
        for number, event in enumerate(ruling.events):
            if event.what != "decided" and last_day(event.date) < min(days):
                yield Found(
                    file,
                    (*at, "events", number, "date"),
                    f"`{event.what}` on {event.date}, before the decision of {min(days)}",
                )


def _preliminary(files: Files) -> Iterator[Found]:
    for file, at, ruling in files.each(Ruling):
        court = files.courts.get(ruling.court)
        if court is None or court.rank not in TRIAL or ruling.stage != "preliminary":
            continue
        for number, effect in enumerate(ruling.effects):
            if effect.construes is not None and effect.weight == "holding":
                yield Found(
                    file,
                    (*at, "effects", number),
                    "a trial court's preliminary ruling forecloses nothing, expected another "
                    "weight than `holding` on `construes`",
                )


CHECKS = (
    Check(
        Code(
            "LAW011",
            "two holdings that bind the same government disagree",
            "Two holdings of one court and one day on one term, in one test, that together leave "
            "no reading open: no rule of precedence decides between them, so one is miscoded, or "
            "narrower than it is written.",
            "# in one file: {construes: hinders, adopts: broad}\n"
            "# in another, of the same court and day: {construes: hinders, adopts: narrow}",
        ),
        _disagree,
    ),
    Check(
        Code(
            "LAW013",
            "an effect that does nothing, or several things",
            f"An effect does exactly one of: {_EFFECTS}. Two things are two effects, since later "
            "history may end one and leave the other.",
            "effects: [{id: nothing, weight: holding}]",
        ),
        _does,
    ),
    Check(
        Code(
            "LAW014",
            "a ruling without its decision, or an event before it",
            "A ruling binds from its event `decided`; without one it never does. What happens to "
            "it happens afterwards.",
            'events: [{date: "2019-01-01", what: affirmed}]',
        ),
        _decided,
    ),
    Check(
        Code(
            "LAW015",
            "a trial court's preliminary ruling as a holding",
            "Preliminary relief forecloses no reading. What a trial court said of a term on the "
            "way to it is `dictum` or `alternative`; its relief is an effect of its own.",
            "stage: preliminary\neffects: [{construes: hinders, adopts: broad, weight: holding}]",
        ),
        _preliminary,
    ),
)
