"""What a wrong name may have meant. Only here are names compared by likeness."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from comity.places.index import Place
from comity.places.lookup import Asked, best_rank, is_county, may_have_sheriff, rank_of
from comity.places.spelling import Spelling, squeezed, typed

if TYPE_CHECKING:
    from comity.places.find import PlaceBook

NEAREST = 5
"""How many names are suggested for one that is unknown."""


CLOSE = 70.0
"""How alike a name must be to be suggested, of 100."""


def _slips(key: str) -> int:
    """Return how many slips of the pen a name of its length may hold."""
    return 0 if len(key) < 4 else 1 if len(key) < 6 else 2


def near_counties(name: str, number: int, book: PlaceBook) -> set[str]:
    """Return the ids of the counties of a State whose names are a slip of the pen away."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - imported only where a name is wrong

    found = set()
    key = squeezed(typed(name)[-1].name) if typed(name) else ""
    for place in book.index(number).places:
        if is_county(place) and any(
            OSA.distance(key, squeezed(other)) <= _slips(key) for other, _ in place.spellings
        ):
            found.add(place.id)
    return found


def _leaves_out_a_word(said: str, name: str, place: Place) -> bool:
    """Tell whether a city's name begins with what was said: `Sunny Isles`, of Sunny Isles Beach."""
    return place.kind == "municipality" and len(said) > 5 and name.startswith(f"{said} ")


def probable_ids(
    readings: list[Asked], office: str | None, most: int, book: PlaceBook
) -> list[str]:
    """Return the ids of the places of the named States that are a few slips away, best first.

    The right name of another kind of place, and a name of which the last word is left out, count as
    one slip.
    """
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - imported only where a name is wrong

    found: dict[str, int] = {}
    for asked in readings:
        for spelling in typed(asked.name) if asked.states else ():
            key = squeezed(spelling.name)
            allowed = min(_slips(key), most)
            for number in asked.states:
                for place in book.index(number).places:
                    if place.kind in ("state", "territory", "district"):
                        continue
                    if office == "sheriff" and not may_have_sheriff(place):
                        continue
                    for name, word in place.spellings:
                        slips = OSA.distance(key, squeezed(name), score_cutoff=allowed)
                        if slips > allowed:
                            if not _leaves_out_a_word(spelling.name, name, place):
                                continue
                            slips = 1
                        rank = rank_of(place, word, spelling.word)
                        if rank is None:
                            if slips > 0:
                                continue
                            slips = 1
                        if rank == 2 and office == "police" and place.kind == "county":
                            continue
                        slips = slips * 4 + (3 if rank is None else rank)
                        found[place.id] = min(slips, found.get(place.id, slips))
    best = min((slips // 4 for slips in found.values()), default=0)
    return sorted(
        (place for place, slips in found.items() if slips // 4 == best),
        key=lambda place: (found[place], place),
    )


def nearest_ids(name: str, states: tuple[int, ...], book: PlaceBook) -> tuple[str, ...]:
    """Return ids of the places whose names are most like a name, best first."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - imported only where a name is wrong

    asked = typed(name)
    if not asked:
        return ()
    keys: Iterable[str] = (
        {key: None for number in states for key in book.index(number).positions}
        if states
        else book.names()
    )
    pool = list(keys)
    scores: dict[str, float] = {}
    word = asked[-1].word
    for spelling in asked:
        for key, score, _ in process.extract(
            squeezed(spelling.name), pool, scorer=fuzz.ratio, limit=NEAREST, score_cutoff=CLOSE
        ):
            scores[key] = max(score, scores.get(key, 0.0))
    found: list[tuple[float, int, str]] = []
    for key, score in scores.items():
        for number in states or book.states_with(key):
            index = book.index(number)
            for position in index.positions.get(key, ()):
                place = index.places[position]
                rank = best_rank(place, Spelling(key, word), key)
                found.append((-score, 9 if rank is None else rank, place.id))
    return tuple(place for _, _, place in sorted(found)[:NEAREST])
