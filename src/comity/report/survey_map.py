"""From a survey of the nation to what a map shows: which area, tile or circle has which answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from comity.catalog import Library
from comity.places.government import Government
from comity.report.fills import Shade
from comity.report.map import MapInput
from comity.report.shapes import Shapes, open_shapes
from comity.report.survey import Surveyed
from comity.report.survey_picture import (
    SOURCE,
    asked_in_words,
    asks_own,
    chosen_in_words,
    coverage_in_short,
    own_words,
    receipt_in_words,
    sentence,
    shade,
)
from comity.survey.alike import Alike

AREAS = ("county", "consolidated")
CITIES = ("municipality", "township")
NO_COUNTY = "no county government"
OUT = "out of scope"

Answers = dict[str, tuple[Shade, str]]


class _Found(msgspec.Struct):
    """What each government shows, by its id, and which cities stand on a map as circles."""

    said: Answers
    circles: list[str]
    cities: int


def survey_map(
    library: Library,
    found: Surveyed,
    groups: Sequence[Alike],
    title: str | None = None,
    shapes: Shapes | None = None,
) -> MapInput:
    """Join the answers to one test with the areas, tiles and circles of a map.

    A city that is a county equivalent fills its area. Another is a circle where somebody looked at
    its own rules, or where it is met or contested for certain when others of its State and kind
    are not; all other cities are counted. `title` takes the place of the test's own.
    """
    shapes = shapes or open_shapes()
    test = library.tests[found.test]
    seen = _answers(library, found, groups)
    areas, filled, gone = _areas(library, shapes, seen.said, found.as_of)
    circles = [name for name in seen.circles if name not in filled]
    points = []
    for name in circles:
        place = library.place(name)
        assert place is not None
        points.append(
            (name, library.places.full_name(name), _site(library, place), *seen.said[name])
        )
    undrawn = seen.cities - len(circles) - len(filled)
    notes = []
    if undrawn:
        notes.append(
            f"Not drawn: {undrawn:,} other cities, towns and townships, whose own rules nobody "
            "looked at."
        )
    for state, many in Counter(place.state for place in gone).items():
        notes.append(
            f"Not drawn: {many:,} counties of {library.places.full_name(state)}, which are no "
            "county equivalents of 2023."
        )
    subtitle = asked_in_words(test, found.as_of, titled=title is not None)
    return MapInput(
        title=title or test.title,
        subtitle=". ".join(filter(None, (subtitle, chosen_in_words(list(found.chosen.items()))))),
        as_of=found.as_of,
        known_on=found.known_on,
        coverage_line=coverage_in_short(found, own_asked=asks_own(groups)),
        receipt=receipt_in_words(found.receipt),
        source=SOURCE,
        areas=areas,
        points=tuple(points),
        states={
            place.geoid: seen.said.get(place.id, ("out_of_scope", OUT))
            for place in library.places.all()
            if "/" not in place.id
        },
        words={**own_words(test), "out_of_scope": "out of scope, or no county government"},
        notes=tuple(notes),
    )


def _answers(library: Library, found: Surveyed, groups: Iterable[Alike]) -> _Found:
    test = library.tests[found.test]
    said: Answers = {}
    alone: dict[tuple[str, str], list[tuple[str, Shade]]] = {}
    crowd: set[tuple[str, str, Shade]] = set()
    circles: list[str] = []
    cities = 0
    for alike in groups:
        shown = shade(alike), sentence(alike, test)
        for stratum in alike.strata:
            one = stratum.one
            said.update(dict.fromkeys(stratum.ids, shown))
            if one.kind not in CITIES:
                continue
            cities += stratum.governments
            if alike.looked.own or alike.looked.own_known:
                circles += stratum.ids
            elif stratum.governments > 1:
                crowd.add((one.state, one.kind, shown[0]))
            else:
                alone.setdefault((one.state, one.kind), []).append((one.id, shown[0]))
    for (state, kind), ones in alone.items():
        circles += [
            name
            for name, shown in ones
            if shown in ("met", "contested_always") and (state, kind, shown) not in crowd
        ]
    return _Found(said, sorted(circles), cities)


def _areas(
    library: Library, shapes: Shapes, said: Answers, day: str
) -> tuple[Answers, frozenset[str], list[Government]]:
    """Return what each area shows, the cities that fill one, and counties that have none now."""
    areas: Answers = {}
    taken: set[str] = set()
    gone = []
    for place in library.places.all(day=day):
        if place.kind not in AREAS:
            continue
        now = shapes.now(place.geoid)
        if now:
            taken.update(now)
            areas[place.geoid] = said.get(place.id, ("out_of_scope", OUT))
        else:
            gone.append(place)
    filled: set[str] = set()
    for geoid in shapes.areas:
        if geoid in taken:
            continue
        name = library.places.by_geoid(geoid) or library.places.by_geoid(geoid[:2])
        one = library.place(name) if name is not None else None
        if one is None or one.kind not in (*CITIES, "district"):
            areas[geoid] = "out_of_scope", NO_COUNTY
            continue
        areas[geoid] = said.get(one.id, ("out_of_scope", OUT))
        if one.kind in CITIES and one.id in said:
            filled.add(one.id)
    return areas, frozenset(filled), gone


def _site(library: Library, place: Government) -> str:
    """Return the GEOID by which a city is put on a map: its county's, or else its own."""
    county = library.place(place.parents[1]) if len(place.parents) > 1 else None
    return place.geoid if county is None else county.geoid
