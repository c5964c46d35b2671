"""What a person types, and the government that was meant; each pair with its reason."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.places.find import (
    Ambiguous,
    Entry,
    Heard,
    Match,
    Misspelt,
    NotAGovernment,
    PlaceBook,
    Unknown,
    compile_places,
)

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
    (
        "Cherokee County Sheriff's Office, AL",
        "state:al/county:cherokee#sheriff",
        "an office is itself, of its government",
    ),
    (
        "Alachua County Department of the Jail",
        "state:fl/county:alachua#jail",
        "the jail by its department",
    ),
    (
        "Miami-Dade Corrections and Rehabilitation",
        "state:fl/county:miami-dade#jail",
        "a county by its bare name, which no town has",
    ),
    ("Miami-Dade Police Department", "state:fl/county:miami-dade#police", "the same of police"),
    ("Lake City Marshal, Colorado", "state:co/place:lake_city#police", "a town's marshal"),
    (
        "Indian Creek Village Department of Public Safety, FL",
        "state:fl/place:indian_creek#police",
        "its department of public safety",
    ),
    ("Gulf County Board of County Commissioners", "state:fl/county:gulf#council", "its council"),
    ("Bexar Co. S.O.", "state:tx/county:bexar#sheriff", "as officers write it"),
    ("Dallas PD, TX", "state:tx/place:dallas#police", "the same"),
    ("Texas Department of Criminal Justice", "state:tx#jail", "runs the State's prisons"),
    ("Commerce Police Department, Texas", "state:tx/place:commerce#police", "not the State's"),
    ("Boston City Council, MA", "state:ma/place:boston#council", "its council"),
    ("Iowa City Council, Iowa", "state:ia/place:iowa_city#council", "of Iowa City, not of Iowa"),
    ("Skiatook City Council, OK", "state:ok/place:skiatook#council", "a town has one too"),
    ("Bossier Parish Police Jury", "state:la/parish:bossier#council", "no police: the council"),
    (
        "Luzerne County District Attorney's Office",
        "state:pa/county:luzerne#prosecutor",
        "its prosecutor",
    ),
    ("Mayor of Chicago", "state:il/place:chicago#executive", "its executive"),
    ("Florida Highway Patrol", "state:fl#police", "an agency of a State"),
    ("Texas Department of Public Safety", "state:tx#police", "the State Police by another name"),
    ("Department of Public Safety, Texas", "state:tx#police", "the State stands last"),
    ("Georgia Department of Corrections", "state:ga#jail", "a State's prisons"),
    ("Tennessee Highway Patrol", "state:tn#police", "an agency of a State"),
    ("Florida National Guard", "state:fl#executive", "the Governor commands it"),
    ("Mississippi Attorney General's Office", "state:ms#attorney_general", "an office of a State"),
    ("Virginia Department of Wildlife Resources", "state:va", "no office of the vocabulary fits"),
    ("New York Police Department", "state:ny/place:new_york#police", "a State has State Police"),
    ("Wyoming Police Department, Michigan", "state:mi/place:wyoming#police", "a city"),
    ("Metropolitan Nashville Police Department", "state:tn/county:davidson#police", "its own name"),
    ("Metropolitan Police Department, DC", "district:dc#police", "the District's"),
    ("College Station Police Department", "state:tx/place:college_station#police", "no college"),
    ("University Park Police Department, TX", "state:tx/place:university_park#police", "a city"),
    ("Constable, NY", "state:ny/county:franklin/place:constable", "a town, and no officer"),
    ("Orleans Parish/New Orleans", "state:la/parish:orleans", "two names of one government"),
    ("Town of Barnstable", "state:ma/place:barnstable_town", "a city called Barnstable Town"),
    ("Illinois' Cook County", "state:il/county:cook", "a letter of 2017 says it so"),
    ("Nevada's Clark County", "state:nv/county:clark", "the same"),
    ("Franklin, MA", "state:ma/place:franklin_town", "and not the county"),
    ("Methuen", "state:ma/place:methuen_town", "a city called Methuen Town"),
    ("Old Town, Maine", "state:me/place:old_town", "no city called Old"),
    ("E. Lansing, MI", "state:mi/place:east_lansing", "E. is East"),
    ("Dade County, FL", "state:fl/county:miami-dade", "its name until 1997"),
    ("LA County", "state:ca/county:los_angeles", "everyone's short form"),
    ("Philly", "state:pa/county:philadelphia", "everyone's short form"),
    ("Washington DC", "district:dc", "the District by its city"),
    ("Queens", "state:ny/county:queens", "a county of New York City"),
    ("Athens GA", "state:ga/county:clarke", "one with its county"),
    ("Indianapolis", "state:in/county:marion", "one with its county"),
    ("Winston-Salem", "state:nc/place:winston-salem", "a dash"),
    ("Coeur d'Alene", "state:id/place:coeur_d~alene", "an apostrophe"),
    ("Hawaii Sheriff Division", "state:hi#police", "the State's"),
    ("Hawaii Sheriff's Office", "state:hi#police", "no county has one"),
    ("Hawaii Police Department", "state:hi/county:hawaii#police", "the county's own name"),
    (
        "Charlotte-Mecklenburg Police Department",
        "state:nc/place:charlotte#police",
        "a department of the city",
    ),
    ("Milford, CT", "state:ct/place:milford", "in the gazetteer only its rest has a row"),
    ("Preston, GA", "state:ga/county:webster", "one with its county"),
    ("Lexington-Fayette Urban County Government", "state:ky/county:fayette", "as it signs"),
    ("Wyandotte County Unified Government", "state:ks/county:wyandotte", "as it signs"),
    ("Louisville Metro Government", "state:ky/county:jefferson", "only one is consolidated"),
    ("San Francisco City and County", "state:ca/county:san_francisco", "the words behind"),
    ("Commonwealth of the Northern Mariana Islands", "territory:mp", "what it calls itself"),
    ("South Orange, NJ", "state:nj/county:essex/place:south_orange_village", "as everyone says"),
    ("Borough of Manhattan", "state:ny/county:new_york", "a borough of New York City"),
    ("Borough of Staten Island", "state:ny/county:richmond", "the same"),
    ("Borough of Queens", "state:ny/county:queens", "the same"),
    ("Cañon City", "state:co/place:cañon_city", "a tilde"),
]


@pytest.mark.parametrize(("typed", "expected", "why"), ONE)
def test_one(book: PlaceBook, typed: str, expected: str, why: str) -> None:
    found = book.find(typed)
    assert isinstance(found, Match), (why, found)
    assert found.id == expected, why


SEVERAL = [
    ("LA", {"state:la", "state:ca/place:los_angeles"}, "State and city"),
    ("Dade County", {"state:fl/county:miami-dade", "state:ga/county:dade"}, "old name and name"),
    (
        "New York Department of Corrections",
        {"state:ny", "state:ny/place:new_york"},
        "State and city have one each",
    ),
    (
        "Garden City Council, MI",
        {"state:mi/place:garden", "state:mi/place:garden_city"},
        "of Garden City, or of Garden",
    ),
    ("City of Kansas City", {"state:ks/county:wyandotte", "state:mo/place:kansas_city"}, "two"),
    ("Baltimore", {"state:md/place:baltimore", "state:md/county:baltimore"}, "city and county"),
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
    ("Washington Sheriff", {"state:or/county:washington"}, "a county's: the District has none"),
    ("Georgia Police", {"state:ga", "state:vt/place:georgia"}, "not of a town in silence"),
    ("Iowa Police", {"state:ia", "state:la/place:iowa"}, "the same"),
    ("Oklahoma Police Department", {"state:ok", "state:pa/place:oklahoma"}, "the same"),
    (
        "Abington Police",
        {"state:ma/place:abington", "state:pa/county:montgomery/place:abington"},
        "townships of Pennsylvania have police",
    ),
]


@pytest.mark.parametrize(("typed", "among", "why"), SEVERAL)
def test_several(book: PlaceBook, typed: str, among: set[str], why: str) -> None:
    found = book.find(typed)
    assert isinstance(found, Ambiguous), (why, found)
    assert among <= set(found.candidates), why
    assert len(found.candidates) > 1
    assert list(found.candidates) == sorted(set(found.candidates))


NONE = [
    ("Chicgo", "state:il/place:chicago", "without a State nothing is called probable"),
    (
        "Sumter Police Department, FL",
        "state:fl/county:sumter",
        "a county by a name that towns have",
    ),
    ("Bethesda Police", "state:oh/place:bethesda", "the well-known one is in Maryland, and a CDP"),
    ("Bethesda", "state:oh/place:bethesda", "the same without an office"),
    (
        "Silver Spring Police",
        "state:pa/county:cumberland/place:silver_spring",
        "in Maryland, and no government",
    ),
    ("Silver Spring, MD", "state:md/place:clear_spring", "no government"),
    ("Leech Lake Police", "state:mn/county:cass/place:leech_lake", "a band's rather"),
    ("Leech Lake Police, MN", "state:mn/county:cass/place:leech_lake", "no township has police"),
    ("Mille Lacs Police", "state:mn/county:mille_lacs", "a band's rather than the county's"),
    ("White Earth Police", "state:nd/place:white_earth", "a band of Minnesota"),
    ("Fort Peck Police", "state:mt/place:fort_peck", "a reservation"),
    ("Nez Perce Police", "state:id/place:nezperce", "a tribe, and a city spelled otherwise"),
    ("City Council", None, "no place: not of a township called City"),
    ("City Council, MO", None, "the same with its State"),
    ("state:il/county:cook#foo", "state:il/county:cook", "no office"),
    ("state:il/", None, "an id that is cut short"),
    ("state:il/county", None, "an id that is cut short"),
    ("Paris, France", None, "not a government of the United States"),
    ("Snohomshire, Washington", None, "Washington is two, and one of them has no such name"),
    ("99999", None, "a GEOID that nobody has"),
    ("state:ca/place:san_fransisco", "state:ca/county:san_francisco", "a wrong id"),
    ("state:zz/place:nowhere", None, "a State that is none"),
    ("", None, "nothing"),
    (",;()", None, "nothing but marks"),
    ("Sheriff", None, "an office of nobody"),
    ("שלום", None, "right to left"),
    ("🦄", None, "no letter"),
    ("\x00", None, "no character that is written"),
    ("Chicago " * 2000, None, "longer than any name"),
]


@pytest.mark.parametrize(("typed", "nearest", "why"), NONE)
def test_none(book: PlaceBook, typed: str, nearest: str | None, why: str) -> None:
    found = book.find(typed)
    assert isinstance(found, Unknown), (why, found)
    if nearest is not None:
        assert found.nearest[0] == nearest, why


MISSPELT = [
    ("Chicgo, IL", "state:il/place:chicago", "a slip of the pen is shown, not taken"),
    ("Hoker County, NE", "state:ne/county:hooker", "the same of a county"),
    ("Lampass County Sheriff's Office, Texas", "state:tx/county:lampasas", "stands so on a list"),
    ("Tacoma Park, MD", "state:md/place:takoma_park", "stands so on a list"),
    ("Cincinnatti, OH", "state:oh/place:cincinnati", "stands so on a list"),
    ("Sunny Isles, FL", "state:fl/place:sunny_isles_beach", "a word is left out"),
    ("Hopewell County, VA", "state:va/place:hopewell", "a city in no county"),
    ("City of Brockport, NY", "state:ny/place:brockport", "a village: not Lockport"),
    ("City of Chicago Heights, Illinoys", "state:il/place:chicago_heights", "a slip in the State"),
    ("Chicago, Ilinois", "state:il/place:chicago", "the same"),
    ("Cook Conty, Ilinois", "state:il/county:cook", "two slips"),
    ("Cook Conty, IL", "state:il/county:cook", "a slip in the word of the county"),
    ("Chicago Polcie, IL", "state:il/place:chicago", "a slip in the word of the office"),
]


@pytest.mark.parametrize(("typed", "probable", "why"), MISSPELT)
def test_misspelt(book: PlaceBook, typed: str, probable: str, why: str) -> None:
    found = book.find(typed)
    assert isinstance(found, Misspelt), (why, found)
    assert found.probable[0] == probable, why


NO_GOVERNMENT = [
    ("Las Vegas Metropolitan Police Department", "city and a county", "of neither alone"),
    ("Melbourne International Airport Police Department", "airport", "not the city's"),
    ("Lee County Port Authority Police", "port", "not the county's"),
    ("Port of Seattle Police", "port", "not the city's"),
    ("MARTA Transit Police, GA", "transit", "of several counties"),
    ("University of Florida Police Department", "university", "not the State's"),
    ("Chicago Public Schools", "school", "a district"),
    ("Northwest Regional Police Department", "regional", "of several towns"),
    ("Albemarle District Jail", "regional jail", "of several counties"),
    ("Southwest Virginia Regional Jail Authority", "regional jail", "not the State's"),
    ("Constable Unity Township", "constable", "not the township's"),
    ("Lower Burrell Fourth Ward Constable", "constable", "of a ward"),
    ("Marshal's office of Ward 3", "ward's marshal", "of a ward"),
    ("Lake Charles City Marshal, Louisiana", "court's marshal", "in Louisiana the court's"),
    ("BART Police", "transit", "not of Bart Township"),
    ("SEPTA Police", "transit", "of several counties"),
    ("Transit Police", "transit", "no place is named: not of a township called Transit"),
    ("Park Police", "police of parks", "the same"),
    ("Campus Police", "university", "the same"),
    ("Airport Police", "airport", "the same"),
    ("School Police", "school", "the same"),
    ("Port Police", "port", "the same"),
    ("Harbor Police", "port", "the same"),
    ("Tribal Police", "tribe", "the same"),
    ("Mille Lacs Tribal Police", "tribe", "a sovereign of its own"),
    ("Mille Lacs Band Police", "tribe", "a sovereign of its own"),
    ("Franklin Regional Council", "a regional body", "which nobody called police"),
    ("Hartford County Sheriff, CT", "does not exist", "State marshals since 2000"),
    ("Capitol Planning Region Sheriff, CT", "does not exist", "an area of planning"),
    ("state:ct/county:hartford#sheriff", "does not exist", "the same by its id"),
    ("Anchorage Sheriff, AK", "does not exist", "Alaska has none"),
    ("Maui Sheriff", "does not exist", "Hawaii has none of a county"),
    ("Shannon County Sheriff, SD", "does not exist", "the county ended"),
    ("Chicago Attorney General", "does not exist", "a State has one"),
    ("Cook County Governor, IL", "does not exist", "a State has one"),
    ("Navajo Nation Police Department", "tribe", "a sovereign of its own"),
    ("Mashantucket Pequot Tribal Police", "tribe", "a sovereign of its own"),
    ("U.S. Marshals Service", "federal", "not a State's"),
]


@pytest.mark.parametrize(("typed", "what", "why"), NO_GOVERNMENT)
def test_no_government(book: PlaceBook, typed: str, what: str, why: str) -> None:
    found = book.find(typed)
    assert isinstance(found, NotAGovernment), (why, found)
    assert what in found.what, why


LINES = [
    (
        Entry("Lee County Sheriff's Office", "FLORIDA", "Lee County "),
        "state:fl/county:lee#sheriff",
        "columns that agree",
    ),
    (
        Entry("Lake City Police Department", "FLORIDA", "Columbia County"),
        "state:fl/place:lake_city#police",
        "the county in which a city lies",
    ),
    (Entry("Springfield", "Illinois", "#N/A"), "state:il/place:springfield", "an empty cell"),
    (
        Entry("Nevada Police Department", "MISSOURI"),
        "state:mo/place:nevada#police",
        "not the State",
    ),
    (
        Entry("Jefferson Township", "IN", "Allen County"),
        "state:in/county:allen/place:jefferson",
        "the county decides among dozens",
    ),
    (Entry("Washington", "VA"), "state:va/place:washington", "the column decides"),
    (Entry("Department of Corrections", "Utah"), "state:ut#jail", "the State only in its column"),
    (Entry("Bossier Parish", "LA", "Bossier County"), "state:la/parish:bossier", "parish, county"),
]


@pytest.mark.parametrize(("entry", "expected", "why"), LINES)
def test_columns_narrow(book: PlaceBook, entry: Entry, expected: str, why: str) -> None:
    found = book.resolve(entry)
    assert isinstance(found, Match), (why, found)
    assert found.id == expected, why


CONTRADICTED = [
    (Entry("Towson Police"), "a place in Maryland without", "no government has the name"),
    (Entry("Chicago, IL", "Texas"), "names another State", "the State in the name is another"),
    (Entry("state:il/place:chicago", "TX"), "does not lie in Texas", "so of an id"),
    (Entry("Chicago", "Illinoys"), "`Illinoys` is no State", "a column that is wrong"),
    (Entry("Chicago", "IL", "Kane County"), "lies in Cook County", "a county that is another"),
    (
        Entry("Madison County Sheriff's Office", "TENNESSEE", "Macon County"),
        "is not Macon County",
        "stands so on a list",
    ),
    (
        Entry("Texarkana Police Department", "ARKANSAS", "Bowie County"),
        "Arkansas has no county `Bowie County`",
        "stands so on a list; the county is in Texas",
    ),
]


@pytest.mark.parametrize(("entry", "reason", "why"), CONTRADICTED)
def test_columns_contradict(book: PlaceBook, entry: Entry, reason: str, why: str) -> None:
    found = book.resolve(entry)
    assert isinstance(found, Unknown), (why, found)
    assert reason in found.reason, why


def test_a_misspelt_column_is_not_taken_in_silence(book: PlaceBook) -> None:
    entry = Entry("Franklin County Sheriff's Office", "ALABAMA", "Frankin County")
    found = book.resolve(entry)
    assert isinstance(found, Match)
    assert found.id == "state:al/county:franklin#sheriff"
    assert Heard("Frankin County", "its county, misprinted") in found.heard
    # Where the name alone does not say which, a misprinted county does not decide either.
    two = book.resolve(Entry("Washington Township", "NJ", "Gloster County"))
    assert not isinstance(two, Match)


def test_what_was_heard_is_said(book: PlaceBook) -> None:
    found = book.find("Miami–Dade Sheriff’s Office")
    assert isinstance(found, Match)
    assert found.heard == (
        Heard("Sheriff’s Office", "the office sheriff"),
        Heard("Miami–Dade", "Miami-Dade County, Florida"),
    )
    assert book.find("Chicago, IL") == Match("state:il/place:chicago")


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
    + ["Corrections", "Constable", "University", "Highway", "Patrol", "Florida", "LA", "N."]
    + ["Snohomish", "Washington", "Virginia", "Hooker", "Sewickley", "Town", "/", "'s"]
    + ["state:il", "17031", "É", "Ⅻ", "ß", "\x00", "Township", "Department", "&", "census", "area"]
)


TEXTS = st.one_of(st.text(), st.lists(WORDS).map(" ".join), st.lists(WORDS).map("".join))


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.one_of(st.just(""), TEXTS), st.one_of(st.just(""), TEXTS))
def test_never_raises(name: str, state: str, county: str) -> None:
    for found in (_BOOK.find(name), _BOOK.resolve(Entry(name, state, county))):
        match found:
            case Match():
                named: tuple[str, ...] = (found.government_id,)
            case Ambiguous():
                named = found.candidates
            case Misspelt():
                named = (*found.probable, *found.elsewhere)
            case Unknown():
                named = (*found.nearest, *found.elsewhere)
            case NotAGovernment():
                named = ()
        assert all(_BOOK.get(place) is not None for place in named)


_BOOK = PlaceBook.from_bytes(compile_places(TABLES))
