"""What a person types, and the government that was meant; each pair with its reason."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.places.find import Ambiguous, Match, PlaceBook, Unknown, compile_places

TABLES = Path(__file__).parents[2] / "src" / "comity" / "library" / "places"


@pytest.fixture(scope="module")
def book() -> PlaceBook:
    return PlaceBook.from_bytes(compile_places(TABLES))


ONE = [
    ("Chicago, IL", "state:il/place:chicago", "city and postal code"),
    ("Chicago Illinois", "state:il/place:chicago", "no comma"),
    ("Chicago, Ill.", "state:il/place:chicago", "the press writes Ill."),
    ("City of Chicago", "state:il/place:chicago", "the only Chicago that is a city"),
    ("  chicago ,  il ", "state:il/place:chicago", "case and spaces do not matter"),
    ("Chicago (Illinois)", "state:il/place:chicago", "brackets are as good as a comma"),
    ("Chicago, Cook County, IL", "state:il/place:chicago", "the county beside it agrees"),
    ("Cook County, IL", "state:il/county:cook", "county and State"),
    ("Cook Co., IL", "state:il/county:cook", "Co. before a State is County"),
    ("County of Santa Clara, CA", "state:ca/county:santa_clara", "the word stands first"),
    (
        "Santa Clara, CA",
        "state:ca/place:santa_clara",
        "a bare name is the city's, not the county's",
    ),
    ("Hooker County, NE", "state:ne/county:hooker", "was on a list that was withdrawn"),
    ("St. Louis County, MO", "state:mo/county:st_louis", "not the city"),
    ("Saint Louis, MO", "state:mo/place:st_louis", "Saint is St."),
    ("Miami–Dade", "state:fl/county:miami-dade", "a dash; only one county has the name"),
    ("Miami Dade County, Fla.", "state:fl/county:miami-dade", "no dash"),
    ("De Kalb County, Georgia", "state:ga/county:dekalb", "spaces within a name"),
    ("Prince Georges County, MD", "state:md/county:prince_george~s", "no apostrophe"),
    ("Dona Ana County", "state:nm/county:doña_ana", "no tilde"),
    ("Mayaguez, PR", "territory:pr/municipio:mayagüez", "a municipio goes by its bare name"),
    ("Orleans Parish", "state:la/parish:orleans", "parishes are counties"),
    ("Anchorage, AK", "state:ak/borough:anchorage", "one government, two ids"),
    ("state:il/place:chicago", "state:il/place:chicago", "an id"),
    ("ocd-division/country:us/state:il", "state:il", "an id in full"),
    (
        "state:ca/place:san_francisco",
        "state:ca/county:san_francisco",
        "the other id of one government",
    ),
    ("17031", "state:il/county:cook", "the GEOID of a county"),
    ("1714000", "state:il/place:chicago", "the GEOID of a place"),
    ("0500000US17031", "state:il/county:cook", "a GEOID as data.census.gov writes it"),
    ("0667000", "state:ca/county:san_francisco", "the city's GEOID of a consolidated government"),
    ("51510", "state:va/place:alexandria", "an independent city as the equivalent of a county"),
    ("Illinois", "state:il", "a State"),
    ("IL", "state:il", "a State by post"),
    ("Commonwealth of Massachusetts", "state:ma", "what it calls itself"),
    ("Oregon", "state:or", "cities in other States have the name too: the State is meant"),
    ("Washington State", "state:wa", "the word tells it from the District"),
    ("DC", "district:dc", "the District"),
    ("Washington, D.C.", "district:dc", "the District by its city"),
    ("Guam", "territory:gu", "a territory"),
    ("San Francisco", "state:ca/county:san_francisco", "one in the country"),
    ("City and County of San Francisco", "state:ca/county:san_francisco", "its own name"),
    ("Denver Co", "state:co/county:denver", "Colorado or County: the same government"),
    (
        "Louisville, KY",
        "state:ky/county:jefferson",
        "one with its county, and no row in the source",
    ),
    ("Louisville/Jefferson County, KY", "state:ky/county:jefferson", "its name since 2003"),
    ("Nashville, Tenn.", "state:tn/county:davidson", "one with its county"),
    ("Davidson County, TN", "state:tn/county:davidson", "the same by its county"),
    ("Kansas City, Kansas", "state:ks/county:wyandotte", "the State decides which"),
    ("NYC", "state:ny/place:new_york", "everyone's short form"),
    ("New York City", "state:ny/place:new_york", "not a city called New York City"),
    (
        "New York, NY",
        "state:ny/place:new_york",
        "within the State, only the city has the bare name",
    ),
    ("New York County, NY", "state:ny/county:new_york", "Manhattan"),
    ("Webster City, IA", "state:ia/place:webster_city", "Webster is another city of Iowa"),
    ("City of Ithaca, NY", "state:ny/place:ithaca", "not the town"),
    ("Town of Ithaca, NY", "state:ny/county:tompkins/place:ithaca", "not the city"),
    (
        "Jefferson Township, Allen County, IN",
        "state:in/county:allen/place:jefferson",
        "Indiana has dozens: the county decides",
    ),
    ("Travis County Sheriff's Office", "state:tx/county:travis#sheriff", "an office"),
    (
        "Travis County Sheriff’s Office, TX",
        "state:tx/county:travis#sheriff",
        "and its State after it",
    ),
    ("Sheriff of Cook County, Illinois", "state:il/county:cook#sheriff", "the office stands first"),
    ("Santa Clara Sheriff, CA", "state:ca/county:santa_clara#sheriff", "a sheriff is a county's"),
    ("Chicago Police Department", "state:il/place:chicago#police", "an office of a city"),
    ("Arkansas State Police, Arkansas", "state:ar#police", "an office of a State"),
    ("Texas Attorney General", "state:tx#attorney_general", "an office of a State"),
    (
        "City of Reno, Lamar County, Texas",
        "state:tx/place:reno_~lamar_county~",
        "Texas has two: the county decides",
    ),
    ("The Forks Plantation, Maine", "state:me/place:the_forks", "the article is a part of it"),
    ("Council, Idaho", "state:id/place:council", "a city whose name is an office"),
    ("City of Creede, CO", "state:co/place:city_of_creede", "its very name, with town behind it"),
    ("state:tx/county:travis#sheriff", "state:tx/county:travis#sheriff", "the id of an office"),
]


@pytest.mark.parametrize(("typed", "expected", "why"), ONE)
def test_one(book: PlaceBook, typed: str, expected: str, why: str) -> None:
    found = book.find(typed)
    assert isinstance(found, Match), (why, found)
    assert found.id == expected, why


SEVERAL = [
    ("New York", {"state:ny", "state:ny/place:new_york"}, "State and city"),
    ("Washington", {"state:wa", "district:dc"}, "State and District"),
    (
        "Cook Co.",
        {"state:il/county:cook", "state:mn/county:cook"},
        "three States; none in Colorado",
    ),
    ("Portland", {"state:or/place:portland", "state:me/place:portland"}, "no guess by size"),
    ("Saint Louis", {"state:mo/place:st_louis", "state:mn/county:st_louis"}, "city and county"),
    ("Kansas City", {"state:ks/county:wyandotte", "state:mo/place:kansas_city"}, "two States"),
    ("Boulder Co", {"state:co/county:boulder", "state:co/place:boulder"}, "County or Colorado"),
    (
        "Ithaca, NY",
        {"state:ny/place:ithaca", "state:ny/county:tompkins/place:ithaca"},
        "city, town",
    ),
    ("Jefferson Township, IN", {"state:in/county:allen/place:jefferson"}, "dozens in one State"),
    ("Washington County Sheriff's Office", {"state:or/county:washington"}, "an office of many"),
]


@pytest.mark.parametrize(("typed", "among", "why"), SEVERAL)
def test_several(book: PlaceBook, typed: str, among: set[str], why: str) -> None:
    found = book.find(typed)
    assert isinstance(found, Ambiguous), (why, found)
    assert among <= set(found.candidates), why
    assert len(found.candidates) > 1
    assert list(found.candidates) == sorted(set(found.candidates))


NONE = [
    ("Chicgo, IL", "state:il/place:chicago", "a slip of the pen is shown, not taken"),
    ("Hoker County, NE", "state:ne/county:hooker", "the same of a county"),
    ("Lampass County Sheriff's Office, Texas", "state:tx/county:lampasas", "stands so on a list"),
    ("City of Chicago Heights, Illinoys", None, "a State that is none"),
    ("Las Vegas Metropolitan Police Department", None, "of a city and a county: of neither alone"),
    ("Paris, France", None, "not a government of the United States"),
    ("99999", None, "a GEOID that nobody has"),
    ("state:ca/place:san_fransisco", "state:ca/county:san_francisco", "a wrong id"),
    ("state:zz/place:nowhere", None, "a State that is none"),
    ("", None, "nothing"),
    (",;()", None, "nothing but marks"),
    ("Sheriff", None, "an office of nobody"),
]


@pytest.mark.parametrize(("typed", "nearest", "why"), NONE)
def test_none(book: PlaceBook, typed: str, nearest: str | None, why: str) -> None:
    found = book.find(typed)
    assert isinstance(found, Unknown), (why, found)
    if nearest is not None:
        assert found.nearest[0] == nearest, why


def test_never_across_states_in_silence(book: PlaceBook) -> None:
    found = book.find("Chicago, TX")
    assert isinstance(found, Unknown)
    assert all(place.startswith("state:tx") for place in found.nearest)
    assert found.elsewhere == ("state:il/place:chicago",)


def test_an_exact_name_needs_no_rapidfuzz(book: PlaceBook) -> None:
    code = (
        "import sys; from pathlib import Path; from comity.places.find import *;"
        f"PlaceBook.from_bytes(compile_places(Path({str(TABLES)!r}))).find('Chicago, IL');"
        "sys.exit('rapidfuzz' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


WORDS = st.sampled_from(
    ["Chicago", "Cook", "County", "Co.", "of", "City", "the", ",", "(", ")", "State", "New", "York"]
    + ["Washington", "IL", "Sheriff's", "Office", "Police", "St.", "Ste", "Mt", "—", "#", "/", ":"]
    + ["state:il", "17031", "É", "Ⅻ", "ß", "\x00", "Township", "Department", "&", "census", "area"]
)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(), st.lists(WORDS).map(" ".join), st.lists(WORDS).map("".join)))
def test_never_raises(text: str) -> None:
    found = _BOOK.find(text)
    named = {
        Match: lambda f: (f.government_id,),
        Ambiguous: lambda f: f.candidates,
        Unknown: lambda f: (*f.nearest, *f.elsewhere),
    }[type(found)](found)  # type: ignore[no-untyped-call]
    assert all(_BOOK.get(place) is not None for place in named)


_BOOK = PlaceBook.from_bytes(compile_places(TABLES))
