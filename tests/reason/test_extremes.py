"""What the two extreme fillings settle is what the whole enumeration of fillings settles."""

from __future__ import annotations

from hypothesis import HealthCheck, assume, event, given, settings

from comity.evaluate.diagram import TooLarge
from comity.reason.extremes import quick_verdict
from comity.reason.question import Manner, NoOpenConstruction, put
from comity.reason.rules import open_books
from oracle.draw import DAY, World, worlds


@settings(suppress_health_check=list(HealthCheck))
@given(worlds())
def test_the_quick_verdict_is_the_exact_one(world: World) -> None:
    library, manner = world.library(), Manner(DAY, DAY)
    test = library.tests["t"]
    books = open_books(library, world.government, DAY)
    try:
        question = put(library, world.government, test, manner)
        found = quick_verdict(library, world.government, question, books, manner)
        event("none" if found is None else found)
        assume(found is not None)
        assert world.find().outcome == found
    except (NoOpenConstruction, TooLarge):
        assume(False)
