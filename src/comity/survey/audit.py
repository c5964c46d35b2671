"""A list held against a test: whom each line names, and on what ground that name could stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

import msgspec

from comity.catalog import Library
from comity.evaluate.settle import Extent, Verdict
from comity.law.files import LegalTest
from comity.places.find import PlaceBook
from comity.places.found import Ambiguous, Entry, Found, Match, Misspelt, NotAGovernment, Unknown
from comity.reason.question import Manner
from comity.reason.status import Status, own_status
from comity.survey.alike import Alike, Looked, Readings, Result, SurveyPivot
from comity.survey.list_file import Row

Problem = Literal["ambiguous", "misspelt", "not_a_government", "unknown", "duplicate", "no_name"]
GroundKind = Literal[
    "met_on_every_reading",
    "met_on_some_reading",
    "facts_missing",
    "none_found",
    "met_on_no_reading",
    "nobody_looked",
    "out_of_scope",
]


class Named(msgspec.Struct, frozen=True):
    """Name a government."""

    id: str
    name: str


class Ground(msgspec.Struct, frozen=True):
    """Say on what ground a name could stand on a list with this criterion.

    `met_on` are smallest sets of readings on which the criterion is met whatever the missing facts
    are; an empty set says on every open reading. `subjects_surveyed` of `subjects_asked` were
    looked through, of every maker; `own_looked_at` of the government's own, and `own_known` is
    how many of these somebody looked at or knows a rule on.
    """

    kind: GroundKind
    outcome: Verdict | None
    met_on: tuple[dict[str, str], ...]
    subjects_surveyed: int
    subjects_asked: int
    own_looked_at: int
    own_known: int
    sentence: str


class TurnsOnRow(msgspec.Struct, frozen=True):
    """Say how far the law, and how far the facts, decide."""

    law: Extent
    facts: Extent


class AuditRow(msgspec.Struct, frozen=True):
    """Hold the answer to one line of a list, in the words of the line.

    `place` is the government that it names, or None; `candidates` those that it may name;
    `office` the office of it that is named; `problem` what is wrong with the line, and
    `explanation` in a sentence. `status` says whether the test was law on the day.
    """

    row: int
    entry: dict[str, str]
    place: Named | None
    candidates: tuple[Named, ...]
    office: str | None
    problem: Problem | None
    ground: Ground | None
    turns_on: TurnsOnRow | None
    pivots: tuple[SurveyPivot, ...]
    explanation: str
    duplicate_of: int | None
    test: str
    as_of: str
    known_on: str
    status: Status


class Reached(msgspec.Struct, frozen=True):
    """Name governments not on the list that the criterion reaches on a reading of its entries."""

    readings: dict[str, str]
    entries: int
    others: tuple[Named, ...]


class Summary(msgspec.Struct, frozen=True):
    """Count the lines of a list by what became of them; distinct governments by their ground.

    `own_rules_unseen` are those of whose own rules nobody has looked at one, whatever the ground.
    `reached` is empty where the list is not whole: who else stood on it is not known then.
    """

    lines: int
    governments: int
    problems: dict[str, int]
    grounds: dict[str, int]
    own_rules_unseen: int
    whole: bool
    reached: tuple[Reached, ...]


class Criterion(msgspec.Struct, frozen=True):
    """Say against what a list is held: the test, the day, and where its authority stood then."""

    test: str
    as_of: str
    known_on: str
    status: Status


def criterion(test: LegalTest, manner: Manner) -> Criterion:
    """Return what a list is held against."""
    return Criterion(test.test, manner.as_of, manner.known_on, own_status(test, manner.as_of))


def audit(
    library: Library, rows: Iterable[Row], groups: Iterable[Alike], against: Criterion
) -> Iterator[AuditRow]:
    """Answer every line of a list, given what a test says of every government in its scope."""
    answers = _by_place(groups)
    places = library.places
    found: dict[tuple[str, str, str, str | None], Found] = {}
    first: dict[tuple[str, str | None, tuple[str, ...]], int] = {}
    grounds: dict[str, tuple[Ground, TurnsOnRow | None, tuple[SurveyPivot, ...]]] = {}
    for row in rows:
        key = (row.name, row.state, row.county, row.place)
        if key not in found:
            found[key] = _found(row, places)
        heard = found[key]
        place = heard.government_id if isinstance(heard, Match) else None
        if place is None:
            yield _unresolved(row, heard, places, against)
            continue
        assert isinstance(heard, Match)
        if place not in grounds:
            grounds[place] = _ground(answers.get(place))
        ground, turns_on, pivots = grounds[place]
        twin = first.setdefault((place, heard.office, tuple(row.cells.values())), row.number)
        same = first.setdefault((place, heard.office, ()), row.number)
        of = same if same != row.number else None
        exact = twin != row.number
        yield AuditRow(
            row=row.number,
            entry=row.cells,
            place=Named(place, places.full_name(place)),
            candidates=(),
            office=heard.office,
            problem="duplicate" if of is not None else None,
            ground=ground,
            turns_on=turns_on,
            pivots=pivots,
            explanation=_heard(heard, of, exact=exact),
            duplicate_of=of,
            test=against.test,
            as_of=against.as_of,
            known_on=against.known_on,
            status=against.status,
        )


def _by_place(groups: Iterable[Alike]) -> dict[str, Alike]:
    return {place: alike for alike in groups for s in alike.strata for place in s.ids}


def _found(row: Row, places: PlaceBook) -> Found:
    if row.place is not None:
        return Match(row.place)
    return places.resolve(Entry(row.name, row.state, row.county))


def _heard(heard: Match, of: int | None, *, exact: bool) -> str:
    said = "; ".join(f"`{one.said}` read as {one.taken_as}" for one in heard.heard)
    if of is None:
        return said
    again = "the same line as" if exact else "names the same as"
    return "; ".join(filter(None, [f"{again} row {of}", said]))


def _unresolved(row: Row, heard: Found, places: PlaceBook, against: Criterion) -> AuditRow:
    def named(ids: Iterable[str]) -> tuple[Named, ...]:
        return tuple(Named(place, places.full_name(place)) for place in dict.fromkeys(ids))

    candidates: tuple[Named, ...] = ()
    problem: Problem = "unknown"
    office = None
    if isinstance(heard, Ambiguous):
        problem, office, candidates = "ambiguous", heard.office, named(heard.candidates)
        text = f"can mean {len(heard.candidates)} governments"
    elif isinstance(heard, Misspelt):
        problem, office, candidates = "misspelt", heard.office, named(heard.probable)
        text = heard.reason or "is written otherwise; what was probably meant stands beside it"
    elif isinstance(heard, NotAGovernment):
        problem, text = "not_a_government", f"{heard.what}: {heard.reason}"
    elif not row.name.strip():
        problem, text = "no_name", "names nothing"
    else:
        assert isinstance(heard, Unknown)
        office = heard.office
        candidates = named((*heard.elsewhere[:5], *heard.nearest))
        text = heard.reason or "is no government that the library knows"
    return AuditRow(
        row=row.number,
        entry=row.cells,
        place=None,
        candidates=candidates,
        office=office,
        problem=problem,
        ground=None,
        turns_on=None,
        pivots=(),
        explanation=text,
        duplicate_of=None,
        test=against.test,
        as_of=against.as_of,
        known_on=against.known_on,
        status=against.status,
    )


def _ground(
    alike: Alike | None,
) -> tuple[Ground, TurnsOnRow | None, tuple[SurveyPivot, ...]]:
    if alike is None:
        ground = Ground(
            "out_of_scope", None, (), 0, 0, 0, 0, "the criterion is not about such a government"
        )
        return ground, None, ()
    result, looked = alike.result, alike.looked
    met_on = tuple(dict(readings) for readings in result.met_on)
    kind = ground_of(alike)
    ground = Ground(
        kind,
        result.outcome,
        met_on,
        looked.surveyed,
        looked.asked,
        looked.own,
        max(looked.own, looked.own_known),
        sentence(kind, result, looked),
    )
    return ground, TurnsOnRow(result.law, result.facts), alike.pivots


def ground_of(alike: Alike) -> GroundKind:
    """Name the ground on which a government could stand on a list."""
    result, looked = alike.result, alike.looked
    if result.outcome == "met" and not result.chosen:
        return "met_on_every_reading"
    if result.met_on:
        return "met_on_some_reading"
    if result.outcome == "not_met":
        return "met_on_no_reading"
    if looked.asked and not (looked.looked_at or looked.own_known):
        return "nobody_looked"
    if looked.own_asked and not (looked.own or looked.own_known):
        return "nobody_looked"
    return "none_found" if result.facts != "never" else "facts_missing"


def sentence(kind: GroundKind, result: Result, looked: Looked) -> str:
    """Say a ground in words that can stand alone without misleading."""
    of = f"{looked.surveyed} of {looked.asked} subjects surveyed"
    if looked.own_asked:
        own = f"rules of its own are known on {looked.own_known} of {looked.own_asked}"
        seen = looked.own or looked.own_known
        of += f"; {own if seen else 'nobody has looked at its own rules'}"
    if kind == "met_on_every_reading":
        return f"met on every open reading, whoever holds it ({of})"
    if kind == "met_on_some_reading":
        on = "; or ".join(
            " and ".join(f"{term} read as {reading}" for term, reading in readings)
            for readings in result.met_on
        )
        others = "others were not asked" if result.chosen else "on others not, or facts are missing"
        return f"met if {on}; {others} ({of})"
    if kind == "met_on_no_reading":
        on = " and ".join(f"{term} read as {reading}" for term, reading in result.chosen)
        return f"not met {f'with {on}' if on else 'on any open reading'} ({of})"
    if kind == "nobody_looked":
        return f"nobody has looked: no ground is known, and none is ruled out ({of})"
    if kind == "none_found":
        return f"none found; {of}"
    return f"open ({of})"


def summarise(
    library: Library, rows: Sequence[AuditRow], groups: Sequence[Alike], *, whole: bool
) -> Summary:
    """Count what became of the lines, and name others that the same readings reach.

    Of a list that is not `whole` nobody can say whom it leaves out.
    """
    problems: dict[str, int] = {}
    grounds: dict[str, set[str]] = {}
    listed: set[str] = set()
    unseen: set[str] = set()
    used: dict[Readings, set[str]] = {}
    for row in rows:
        if row.problem is not None:
            problems[row.problem] = problems.get(row.problem, 0) + 1
        if row.place is None or row.ground is None:
            continue
        listed.add(row.place.id)
        if row.ground.kind != "out_of_scope" and not row.ground.own_known:
            unseen.add(row.place.id)
        grounds.setdefault(row.ground.kind, set()).add(row.place.id)
        for readings in row.ground.met_on:
            used.setdefault(tuple(readings.items()), set()).add(row.place.id)
    return Summary(
        lines=len(rows),
        governments=len(listed),
        problems=problems,
        grounds={kind: len(places) for kind, places in grounds.items()},
        own_rules_unseen=len(unseen),
        whole=whole,
        reached=tuple(_reached(library, groups, listed, used)) if whole else (),
    )


def _reached(
    library: Library,
    groups: Iterable[Alike],
    listed: set[str],
    used: Mapping[Readings, set[str]],
) -> Iterator[Reached]:
    """Give, for each set of readings, who else meets the criterion on it and is not listed."""
    others: dict[Readings, list[str]] = {readings: [] for readings in used}
    for alike in groups:
        for readings, found in others.items():
            if any(set(met) <= set(readings) for met in alike.result.met_on):
                found.extend(
                    place
                    for stratum in alike.strata
                    for place in stratum.ids
                    if place not in listed
                )
    for readings in sorted(used, key=lambda r: (-len(used[r]), r)):
        named = tuple(
            Named(place, library.places.full_name(place)) for place in sorted(others[readings])
        )
        yield Reached(dict(readings), len(used[readings]), named)
