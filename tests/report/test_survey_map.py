"""From a survey to a map: nothing unknown looks like an answer, and nothing is drawn twice."""

from __future__ import annotations

from collections import Counter

import pytest

from comity.catalog import Library, open_library
from comity.places.government import Government
from comity.reason.question import Manner
from comity.report.answer import receipt
from comity.report.chart import Moment
from comity.report.fills import Shade
from comity.report.map import MapInput, draw_map
from comity.report.shapes import open_shapes
from comity.report.survey import Surveyed, surveyed
from comity.report.survey_chart import (
    caption_of_shares,
    changes,
    counted,
    matrix_of,
    most_coded,
    shades_of,
    share_of,
)
from comity.report.survey_map import NO_COUNTY, survey_map
from comity.report.survey_picture import asks_own, coverage_in_short, sentence, shade
from comity.survey.alike import Alike, Looked, Result
from comity.survey.nation import Nation, summed
from comity.survey.strata import Stratum

TEST = "8-usc-1373-a"
NONE = Looked(asked=6, surveyed=3, looked_at=3, own_asked=3, own=0)
SOME = Looked(asked=6, surveyed=4, looked_at=4, own_asked=3, own=1)
UNASKED = Looked(asked=3, surveyed=3, looked_at=3, own_asked=0, own=0)

MET = Result("met", "never", "never", 4)
NOT_MET = Result("not_met", "never", "never", 4)
LAW = Result("undetermined", "always", "never", 4)
LAW_AND_FACTS = Result("undetermined", "always", "sometimes", 4)
MAYBE = Result("undetermined", "sometimes", "always", 4)
FACTS = Result("undetermined", "never", "always", 4)
REFUSED = Result("undetermined", "sometimes", "sometimes", 4, refused="too many to count")


@pytest.fixture(scope="module")
def library() -> Library:
    return open_library()


def stratum(library: Library, *names: str) -> Stratum:
    one = library.places.get(names[0])
    assert one is not None
    return Stratum(one, names, 0, 0)


def alike(library: Library, result: Result, looked: Looked, *names: str) -> Alike:
    return Alike((stratum(library, *names),), result, (), looked)


@pytest.mark.parametrize(
    ("result", "looked", "expected"),
    [
        (MET, SOME, "met"),
        (MET, NONE, "met"),  # the rules of its State settle it
        (NOT_MET, NONE, "not_met"),
        (LAW, SOME, "contested_always"),
        (LAW_AND_FACTS, NONE, "contested_always"),  # whatever its own rules are
        (MAYBE, SOME, "contested_sometimes"),
        (MAYBE, NONE, "nobody_looked"),  # however its State's rules colour it
        (FACTS, NONE, "nobody_looked"),
        (FACTS, SOME, "open"),
        (FACTS, UNASKED, "open"),  # a test that asks nothing of its own rules
    ],
)
def test_an_answer_has_one_shade(
    library: Library, result: Result, looked: Looked, expected: Shade
) -> None:
    assert shade(alike(library, result, looked, "state:il/county:cook")) == expected


@pytest.mark.parametrize(
    ("result", "looked", "expected"),
    [
        (MET, NONE, "conflicts with § 1373(a), on each reading; {none}"),
        (NOT_MET, SOME, "does not conflict with § 1373(a), on each reading; {one}"),
        (LAW_AND_FACTS, SOME, "contested, whatever the facts that are missing; {one}"),
        (FACTS, UNASKED, "open: facts are missing"),
        (MAYBE, NONE, "nobody looked at its own rules"),
        (REFUSED, SOME, "no answer: too many to count; {one}"),
    ],
)
def test_a_sentence_says_how_much_was_looked_at(
    library: Library, result: Result, looked: Looked, expected: str
) -> None:
    said = sentence(alike(library, result, looked, "state:il/county:cook"), library.tests[TEST])
    assert said == expected.format(
        none="own rules looked at on none of 3 subjects",
        one="own rules looked at on 1 of 3 subjects",
    )


class Real:
    """The survey of the nation under one test on one day."""

    def __init__(self, library: Library, test: str, day: str) -> None:
        self.inquest = Nation(library).inquest(Manner(day, day))
        self.groups = list(self.inquest.answer(library.tests[test]))
        found = summed(self.inquest, library.tests[test], self.groups)
        self.found: Surveyed = surveyed(found, (), None, (), receipt(library, "0", None))
        self.given: MapInput = survey_map(library, self.found, self.groups)


@pytest.fixture(scope="module", params=[(TEST, "2018-06-01"), ("detainer-hold", "2026-11-24")])
def real(library: Library, request: pytest.FixtureRequest) -> Real:
    return Real(library, *request.param)


def test_every_area_has_an_answer_or_a_reason_for_none(library: Library, real: Real) -> None:
    shapes = open_shapes()
    drawn = {now for geoid in real.given.areas for now in shapes.now(geoid)}
    assert drawn == set(shapes.areas)
    none = [geoid for geoid, (_, said) in real.given.areas.items() if said == NO_COUNTY]
    # Islands and districts of territories; and Connecticut's planning regions before 2022.
    regions = set() if real.given.as_of > "2022-06-06" else {"09"}
    assert {geoid[:2] for geoid in none} == {"60", "66", "69", "78"} | regions
    assert set(real.given.states) == {
        place.geoid for place in library.places.all() if "/" not in place.id
    }


def test_an_unsurveyed_county_is_an_answer_only_where_its_own_rules_do_not_matter(
    library: Library, real: Real
) -> None:
    by_id = {name: one for one in real.groups for each in one.strata for name in each.ids}
    for place in library.places.all("county"):
        one = by_id.get(place.id)
        if (
            one is None
            or not open_shapes().now(place.geoid)
            or one.looked.own
            or one.looked.own_known
        ):
            continue
        shown, said = real.given.areas[place.geoid]
        settled = one.result.outcome != "undetermined"
        assert (shown in ("met", "not_met")) == settled
        assert shown not in ("open", "contested_sometimes")
        assert "on none of" in said or shown == "nobody_looked"


def test_cities_of_which_nothing_is_known_are_counted_and_not_drawn(real: Real) -> None:
    assert 0 < len(real.given.points) < 100
    assert all(shown != "nobody_looked" for *_, shown, _ in real.given.points)
    cities = sum(
        each.governments
        for one in real.groups
        for each in one.strata
        if each.one.kind in ("municipality", "township")
    )
    filled = 40  # the cities of Virginia, Baltimore and St. Louis
    assert real.given.notes[0].startswith(
        f"Not drawn: {cities - len(real.given.points) - filled:,} other cities"
    )


def test_every_coded_city_has_a_site(library: Library) -> None:
    shapes = open_shapes()
    for name in library.governments:
        place = library.places.get(name)
        if place is None or place.kind not in ("municipality", "township"):
            continue
        county = library.places.get(place.parents[1]) if len(place.parents) > 1 else place
        assert county is not None
        assert shapes.near(county.geoid), name


def given(library: Library, groups: list[Alike], title: str | None = None) -> MapInput:
    inquest = Nation(library, lambda one: one.id == "state:il").inquest(
        Manner("2018-06-01", "2018-06-01")
    )
    found = summed(inquest, library.tests[TEST], groups)
    return survey_map(
        library, surveyed(found, (), None, (), receipt(library, "0", None)), groups, title
    )


def test_a_city_on_its_own_account_is_drawn_and_a_crowd_is_not(library: Library) -> None:
    crowd = ("state:tx/place:austin", "state:tx/place:dallas")
    alone = "state:tx/place:houston"
    both = given(
        library,
        [alike(library, MET, NONE, *crowd), alike(library, MET, NONE, alone)],
    )
    assert both.points == ()  # Houston is met because all cities of Texas are
    other = given(
        library,
        [alike(library, NOT_MET, NONE, *crowd), alike(library, MET, NONE, alone)],
    )
    assert [name for name, *_ in other.points] == [alone]
    unseen = given(library, [alike(library, MAYBE, NONE, alone)])
    assert unseen.points == ()


def test_a_city_that_is_a_county_equivalent_fills_its_area(library: Library) -> None:
    drawn = given(library, [alike(library, LAW, SOME, "state:md/place:baltimore")])
    assert drawn.areas["24510"][0] == "contested_always"
    assert drawn.points == ()
    assert drawn.areas["24005"] == ("out_of_scope", "out of scope")  # the county beside it


def test_a_consolidated_government_and_the_district_fill_their_areas(library: Library) -> None:
    drawn = given(
        library,
        [
            alike(library, MET, SOME, "state:ky/county:jefferson"),
            alike(library, NOT_MET, SOME, "district:dc"),
        ],
    )
    assert drawn.areas["21111"][0] == "met"
    assert drawn.areas["11001"][0] == drawn.states["11"][0] == "not_met"


def test_a_title_of_ones_own_leaves_the_tests_own_below_it(library: Library) -> None:
    drawn = given(library, [], "</svg><script>")
    assert drawn.title == "</svg><script>"
    assert drawn.subtitle.startswith(library.tests[TEST].title)
    assert "<script>" not in draw_map(drawn)


def test_coverage_comes_first_and_never_counts_what_is_not_asked(
    library: Library, real: Real
) -> None:
    assert real.given.coverage_line.startswith("Own rules looked at, on one subject or more: ")
    unasked = [alike(library, LAW, UNASKED, "state:il/county:cook")]
    assert not asks_own(unasked)
    assert coverage_in_short(real.found, own_asked=False).startswith("Asks nothing of a gov")


def test_charts_count_as_maps_do(library: Library, real: Real) -> None:
    counts = counted(real.groups)
    shades = shades_of(real.groups)
    assert Counter(shades.values()) == counts
    assert sum(counts.values()) == real.found.governments
    share = share_of(real.found, library, own_asked=True)
    assert 0 <= share.low <= share.high <= 1
    assert f"{real.found.governments:,} in scope" in share.of
    caption = caption_of_shares([(real.found, True), (real.found, False)], library, None)
    assert caption.coverage_line.startswith("Own rules looked at")


def test_a_history_keeps_its_changes_and_its_last_day() -> None:
    days = [Moment(f"20{n:02}-01-01", {"open": n // 2}) for n in range(10, 14)]
    assert changes(days) == [days[0], days[2], days[3]]
    assert changes(days[:1]) == days[:1]


def test_a_matrix_leaves_out_what_is_about_none_of_its_rows(library: Library) -> None:
    cook, texas = "state:il/county:cook", "state:tx"
    matrix = matrix_of(library, [cook, texas], {"a": {cook: "met"}, "b": {}})
    assert matrix.tests == ("a",)
    assert matrix.rows == (("Cook County, Illinois", ("met",)), ("Texas", ("out_of_scope",)))


def test_most_coded_are_those_with_most_provisions_in_force(library: Library) -> None:
    found = most_coded(library, library.coded, "2026-11-24", 5)
    assert len(found) == 5
    assert found == sorted(found)
    assert most_coded(library, library.coded, "1800-01-01", 5) == []
    assert most_coded(library, ["state:ne/county:hooker"], "2026-11-24", 5) == []


def test_a_government_without_an_answer_is_out_of_scope(library: Library) -> None:
    place = library.places.get("state:il/county:cook")
    assert isinstance(place, Government)
    assert given(library, []).areas[place.geoid] == ("out_of_scope", "out of scope")
