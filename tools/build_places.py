"""Build the tables of places from the Open Civic Data list of Census places.

    python tools/build_places.py us_census_places.csv src/comity/library/places

The source is us_census_places.csv of opencivicdata/ocd-division-ids (CC0). What the source does
not say stands in this file (circuits, abbreviations, consolidations, changes of counties) and in
tools/data: districts.txt (written by hand), population.csv and county_of.csv (gather_places.py).
The result depends on these and on nothing else; its rows are sorted by id.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterable
from pathlib import Path

TOLD_BY_ID = re.compile(r"(state:..)/place:.*_~(\w+)_county~")
DATA = Path(__file__).resolve().parent / "data"
PREFIX = "ocd-division/country:us/"

# postal, Census code, name, circuit (28 U.S.C. § 41), abbreviation in the Associated Press style
# (which spells out eight States and the territories).
STATES = """
al 01 Alabama|ca11|Ala.
ak 02 Alaska|ca9|Alaska
az 04 Arizona|ca9|Ariz.
ar 05 Arkansas|ca8|Ark.
ca 06 California|ca9|Calif.
co 08 Colorado|ca10|Colo.
ct 09 Connecticut|ca2|Conn.
de 10 Delaware|ca3|Del.
dc 11 District of Columbia|cadc|D.C.
fl 12 Florida|ca11|Fla.
ga 13 Georgia|ca11|Ga.
hi 15 Hawaii|ca9|Hawaii
id 16 Idaho|ca9|Idaho
il 17 Illinois|ca7|Ill.
in 18 Indiana|ca7|Ind.
ia 19 Iowa|ca8|Iowa
ks 20 Kansas|ca10|Kan.
ky 21 Kentucky|ca6|Ky.
la 22 Louisiana|ca5|La.
me 23 Maine|ca1|Maine
md 24 Maryland|ca4|Md.
ma 25 Massachusetts|ca1|Mass.
mi 26 Michigan|ca6|Mich.
mn 27 Minnesota|ca8|Minn.
ms 28 Mississippi|ca5|Miss.
mo 29 Missouri|ca8|Mo.
mt 30 Montana|ca9|Mont.
ne 31 Nebraska|ca8|Neb.
nv 32 Nevada|ca9|Nev.
nh 33 New Hampshire|ca1|N.H.
nj 34 New Jersey|ca3|N.J.
nm 35 New Mexico|ca10|N.M.
ny 36 New York|ca2|N.Y.
nc 37 North Carolina|ca4|N.C.
nd 38 North Dakota|ca8|N.D.
oh 39 Ohio|ca6|Ohio
ok 40 Oklahoma|ca10|Okla.
or 41 Oregon|ca9|Ore.
pa 42 Pennsylvania|ca3|Pa.
ri 44 Rhode Island|ca1|R.I.
sc 45 South Carolina|ca4|S.C.
sd 46 South Dakota|ca8|S.D.
tn 47 Tennessee|ca6|Tenn.
tx 48 Texas|ca5|Texas
ut 49 Utah|ca10|Utah
vt 50 Vermont|ca2|Vt.
va 51 Virginia|ca4|Va.
wa 53 Washington|ca9|Wash.
wv 54 West Virginia|ca4|W.Va.
wi 55 Wisconsin|ca7|Wis.
wy 56 Wyoming|ca10|Wyo.
as 60 American Samoa||American Samoa
gu 66 Guam|ca9|Guam
mp 69 Northern Mariana Islands|ca9|Northern Mariana Islands
pr 72 Puerto Rico|ca1|Puerto Rico
vi 78 U.S. Virgin Islands|ca3|U.S. Virgin Islands
"""
STATE_ALSO = {
    "dc": "Washington",
    "mp": "Commonwealth of the Northern Mariana Islands",
    "vi": "Virgin Islands",
}
# The district of a State or territory that has one (28 U.S.C. §§ 81A-131; 48 U.S.C. §§ 1424, 1611,
# 1821), as CourtListener names its court. American Samoa has none.
ONE_DISTRICT = """
ak akd
az azd
co cod
ct ctd
dc dcd
de ded
gu gud
hi hid
id idd
ks ksd
ma mad
md mdd
me med
mn mnd
mp nmid
mt mtd
nd ndd
ne ned
nh nhd
nj njd
nm nmd
nv nvd
or ord
pr prd
ri rid
sc scd
sd sdd
ut utd
vi vid
vt vtd
wy wyd
"""
TERRITORIES = ("as", "gu", "mp", "pr", "vi")

# County | the city or town that is the same government | shown name.
# A city in brackets has no row in the source; its id is the one that Open Civic Data gives it.
# Where no such id could be checked, none is written.
CONSOLIDATED = """
state:ak/borough:anchorage|state:ak/place:anchorage|Anchorage
state:ak/borough:juneau|state:ak/place:juneau|Juneau
state:ak/borough:sitka|state:ak/place:sitka|Sitka
state:ak/borough:wrangell|state:ak/place:wrangell|Wrangell
state:ca/county:san_francisco|state:ca/place:san_francisco|San Francisco
state:co/county:broomfield|state:co/place:broomfield|Broomfield
state:co/county:denver|state:co/place:denver|Denver
state:fl/county:duval|state:fl/place:jacksonville|Jacksonville
state:ga/county:bibb|state:ga/place:macon|Macon-Bibb County
state:ga/county:chattahoochee|state:ga/place:cusseta|Cusseta-Chattahoochee County
state:ga/county:clarke|[state:ga/place:athens]|Athens-Clarke County
state:ga/county:muscogee|state:ga/place:columbus|Columbus
state:ga/county:quitman|state:ga/place:georgetown|Georgetown-Quitman County
state:ga/county:richmond||Augusta-Richmond County
state:ga/county:webster|state:ga/place:webster_county_|Webster County
state:hi/county:honolulu||Honolulu
state:in/county:marion|state:in/place:indianapolis|Indianapolis
state:ks/county:greeley||Greeley County
state:ks/county:wyandotte|state:ks/place:kansas_city|Kansas City
state:ky/county:fayette|state:ky/place:lexington|Lexington-Fayette
state:ky/county:jefferson|[state:ky/place:louisville]|Louisville/Jefferson County
state:la/parish:lafayette|state:la/place:lafayette|Lafayette
state:la/parish:orleans|state:la/place:new_orleans|New Orleans
state:la/parish:terrebonne||Terrebonne Parish
state:ma/county:nantucket|state:ma/place:nantucket|Nantucket
state:mt/county:deer_lodge|state:mt/place:anaconda|Anaconda-Deer Lodge County
state:mt/county:silver_bow||Butte-Silver Bow
state:pa/county:philadelphia|state:pa/place:philadelphia|Philadelphia
state:tn/county:davidson|[state:tn/place:nashville]|Nashville-Davidson
state:tn/county:moore|state:tn/place:lynchburg|Lynchburg, Moore County
state:tn/county:trousdale|state:tn/place:hartsville|Hartsville/Trousdale County
"""

# County equivalents that began or ended after 2010, each day as the Census Bureau gives it in
# "Substantial Changes to Counties and County Equivalent Entities"; Connecticut's on the day of the
# notice (87 Fed. Reg. 34235). Id | GEOID | name | first day | last day | those that took it over.
# Where the source has the row, this one goes before it.
CHANGED = """
state:ak/borough:petersburg|02195|Petersburg Borough|2013-01-03||
state:ak/census_area:chugach|02063|Chugach Census Area|2019-01-02||
state:ak/census_area:copper_river|02066|Copper River Census Area|2019-01-02||
state:ak/census_area:kusilvak|02158|Kusilvak Census Area|2015-07-01||
state:ak/census_area:petersburg|02195|Petersburg Census Area||2013-01-02|borough:petersburg
state:ak/census_area:valdez-cordova|02261|Valdez-Cordova Census Area||2019-01-01|census_area:chugach census_area:copper_river
state:ak/census_area:wade_hampton|02270|Wade Hampton Census Area||2015-06-30|census_area:kusilvak
state:ct/county:fairfield|09001|Fairfield County||2022-06-05|planning_region:greater_bridgeport planning_region:naugatuck_valley planning_region:western_connecticut
state:ct/county:hartford|09003|Hartford County||2022-06-05|planning_region:capitol planning_region:naugatuck_valley planning_region:northwest_hills
state:ct/county:litchfield|09005|Litchfield County||2022-06-05|planning_region:naugatuck_valley planning_region:northwest_hills planning_region:western_connecticut
state:ct/county:middlesex|09007|Middlesex County||2022-06-05|planning_region:lower_connecticut_river_valley
state:ct/county:new_haven|09009|New Haven County||2022-06-05|planning_region:naugatuck_valley planning_region:south_central_connecticut
state:ct/county:new_london|09011|New London County||2022-06-05|planning_region:lower_connecticut_river_valley planning_region:southeastern_connecticut
state:ct/county:tolland|09013|Tolland County||2022-06-05|planning_region:capitol planning_region:northeastern_connecticut
state:ct/county:windham|09015|Windham County||2022-06-05|planning_region:northeastern_connecticut planning_region:southeastern_connecticut
state:ct/planning_region:capitol|09110|Capitol Planning Region|2022-06-06||
state:ct/planning_region:greater_bridgeport|09120|Greater Bridgeport Planning Region|2022-06-06||
state:ct/planning_region:lower_connecticut_river_valley|09130|Lower Connecticut River Valley Planning Region|2022-06-06||
state:ct/planning_region:naugatuck_valley|09140|Naugatuck Valley Planning Region|2022-06-06||
state:ct/planning_region:northeastern_connecticut|09150|Northeastern Connecticut Planning Region|2022-06-06||
state:ct/planning_region:northwest_hills|09160|Northwest Hills Planning Region|2022-06-06||
state:ct/planning_region:south_central_connecticut|09170|South Central Connecticut Planning Region|2022-06-06||
state:ct/planning_region:southeastern_connecticut|09180|Southeastern Connecticut Planning Region|2022-06-06||
state:ct/planning_region:western_connecticut|09190|Western Connecticut Planning Region|2022-06-06||
state:sd/county:oglala_lakota|46102|Oglala Lakota County|2015-05-01||
state:sd/county:shannon|46113|Shannon County||2015-04-30|county:oglala_lakota
state:va/city:bedford|51515|Bedford Independent City||2013-06-30|county:bedford place:bedford
"""  # noqa: E501 - one county is one line

# Governments that the source leaves out: id | GEOID | name. It has no row that the gazetteer marks
# "(balance)", the rest of a city beside the towns within it: the others are in CONSOLIDATED, and
# Milford (with Woodmont within it) is a city of its own.
LEFT_OUT = """
state:ct/place:milford|0947515|Milford city
"""

# A city whose people are those of several counties together.
SUM_OF = {
    "state:ny/place:new_york": ("36005", "36047", "36061", "36081", "36085"),
}

# Cities in no county, with the code that they have as the equivalent of one.
INDEPENDENT = """
md baltimore 510
mo st_louis 510
va alexandria 510
va bristol 520
va buena_vista 530
va charlottesville 540
va chesapeake 550
va colonial_heights 570
va covington 580
va danville 590
va emporia 595
va fairfax 600
va falls_church 610
va franklin 620
va fredericksburg 630
va galax 640
va hampton 650
va harrisonburg 660
va hopewell 670
va lexington 678
va lynchburg 680
va manassas 683
va manassas_park 685
va martinsville 690
va newport_news 700
va norfolk 710
va norton 720
va petersburg 730
va poquoson 735
va portsmouth 740
va radford 750
va richmond 760
va roanoke 770
va salem 775
va staunton 790
va suffolk 800
va virginia_beach 810
va waynesboro 820
va williamsburg 830
va winchester 840
"""

# The county of a city whose row does not tell it; cities that spread over several counties are
# left out, but for Chicago (Cook, and a part of its airport in DuPage).
COUNTY_OF = """
az maricopa: phoenix mesa chandler gilbert scottsdale tempe glendale
az pima: tucson south_tucson
az coconino: flagstaff
ca alameda: oakland berkeley fremont hayward
ca contra_costa: richmond concord
ca fresno: fresno
ca kern: bakersfield
ca los_angeles: los_angeles long_beach glendale pasadena santa_monica west_hollywood huntington_park
ca monterey: salinas
ca orange: anaheim santa_ana irvine huntington_beach los_alamitos
ca riverside: riverside
ca sacramento: sacramento
ca san_bernardino: san_bernardino
ca san_diego: san_diego chula_vista escondido oceanside
ca san_joaquin: stockton
ca san_mateo: east_palo_alto daly_city redwood_city
ca santa_clara: san_jose santa_clara palo_alto mountain_view sunnyvale
ca santa_cruz: santa_cruz watsonville
ca sonoma: santa_rosa
ca stanislaus: modesto
ca ventura: oxnard
ca yolo: davis
co boulder: boulder
co el_paso: colorado_springs
co larimer: fort_collins
co pueblo: pueblo
ct fairfield: bridgeport stamford norwalk danbury
ct hartford: hartford new_britain
ct middlesex: middletown
ct new_haven: new_haven waterbury meriden milford
de new_castle: wilmington
fl alachua: gainesville
fl broward: fort_lauderdale hollywood
fl hillsborough: tampa
fl leon: tallahassee
fl lee: fort_myers cape_coral
fl miami-dade: miami hialeah miami_beach
fl monroe: key_west
fl orange: orlando
fl palm_beach: west_palm_beach
fl pinellas: st_petersburg
ga chatham: savannah
ga dekalb: decatur clarkston
ia johnson: iowa_city
ia story: ames
id ada: boise_city
il cook: chicago cicero oak_park
il champaign: urbana champaign
il lake: waukegan
il sangamon: springfield
in allen: fort_wayne
in lake: gary east_chicago hammond
in monroe: bloomington
in st_joseph: south_bend
in vanderburgh: evansville
ks douglas: lawrence
ks sedgwick: wichita
ks shawnee: topeka
ma essex: lawrence lynn salem
ma hampden: springfield holyoke
ma hampshire: northampton
ma middlesex: cambridge somerville lowell newton
ma suffolk: boston chelsea revere
ma worcester: worcester
md anne_arundel: annapolis
md frederick: frederick
md montgomery: rockville gaithersburg takoma_park
md prince_george~s: hyattsville
me cumberland: portland
me androscoggin: lewiston
mi genesee: flint
mi kent: grand_rapids
mi kalamazoo: kalamazoo
mi washtenaw: ann_arbor ypsilanti
mi wayne: detroit hamtramck
mn hennepin: minneapolis
mn olmsted: rochester
mn ramsey: st_paul
mn st_louis: duluth
mo boone: columbia
mt missoula: missoula
mt lewis_and_clark: helena
nc buncombe: asheville
nc forsyth: winston-salem
nc guilford: greensboro
nc mecklenburg: charlotte
nc orange: carrboro
ne douglas: omaha
ne lancaster: lincoln
nh hillsborough: manchester nashua
nj camden: camden
nj essex: newark east_orange
nj hudson: jersey_city hoboken
nj mercer: trenton
nj passaic: paterson
nj union: elizabeth
nm bernalillo: albuquerque
nm doña_ana: las_cruces
nm santa_fe: santa_fe
nv clark: las_vegas north_las_vegas henderson
nv washoe: reno sparks
ny albany: albany
ny erie: buffalo
ny monroe: rochester
ny onondaga: syracuse
ny tompkins: ithaca
ny westchester: yonkers new_rochelle
oh cuyahoga: cleveland
oh hamilton: cincinnati
oh lorain: lorain oberlin
oh lucas: toledo
oh summit: akron
or benton: corvallis
or jackson: ashland medford
or lane: eugene springfield
pa allegheny: pittsburgh
pa berks: reading
pa dauphin: harrisburg
pa erie: erie
pa lackawanna: scranton
pa lancaster: lancaster
pa lehigh: allentown
pa luzerne: hazleton wilkes-barre
pa york: york
ri providence: providence central_falls pawtucket
tn hamilton: chattanooga
tn knox: knoxville
tn shelby: memphis
tx cameron: brownsville
tx el_paso: el_paso
tx hidalgo: mcallen
tx lubbock: lubbock
tx tarrant: arlington
tx webb: laredo el_cenizo
ut salt_lake: salt_lake_city
vt chittenden: burlington winooski
vt washington: montpelier
wa clark: vancouver
wa king: seattle bellevue renton kent burien
wa pierce: tacoma
wa snohomish: everett
wa spokane: spokane
wa thurston: olympia
wa yakima: yakima
wi dane: madison
wi racine: racine
wv kanawha: charleston
"""

# Cities that lie in several counties, though every package gives them one.
IN_SEVERAL = """
al: southside
az: peoria
ga: toccoa
ia: clive
il: hampshire
tx: ingleside portland
ut: bluffdale
"""

ALSO = {
    "state:ga/county:bibb": "Macon",
    "state:ga/county:chattahoochee": "Cusseta",
    "state:ga/county:clarke": "Athens",
    "state:ga/county:muscogee": "Columbus-Muscogee County",
    "state:ga/county:quitman": "Georgetown",
    "state:ga/county:richmond": "Augusta",
    "state:in/county:marion": "Indianapolis-Marion County",
    "state:ks/county:greeley": "Unified Greeley County",
    "state:ks/county:wyandotte": "Wyandotte County/Kansas City;Kansas City/Wyandotte County",
    "state:ga/county:webster": "Preston",
    "state:ky/county:fayette": "Lexington;Lexington-Fayette County;Lexington-Fayette Urban County",
    "state:ky/county:jefferson": "Louisville;Louisville Metro",
    "state:la/parish:terrebonne": "Houma",
    "state:mt/county:deer_lodge": "Anaconda",
    "state:mt/county:silver_bow": "Butte;Butte-Silver Bow County",
    "state:tn/county:davidson": (
        "Nashville;Nashville-Davidson County;"
        "Nashville and Davidson County;Metropolitan Nashville;Metro Nashville"
    ),
    "state:tn/county:moore": "Lynchburg",
    "state:tn/county:trousdale": "Hartsville",
    "state:id/place:boise_city": "Boise",
    "state:nj/county:essex/place:south_orange_village": "South Orange",
    "state:ny/county:bronx": "The Bronx;Bronx Borough",
    "state:ny/county:kings": "Brooklyn;Brooklyn Borough",
    "state:ny/county:new_york": "Manhattan;Manhattan Borough",
    "state:ny/county:queens": "Queens Borough",
    "state:ny/county:richmond": "Staten Island;Staten Island Borough",
    "state:ny/place:new_york": "New York City;NYC",
}
WORDS = ("city", "town", "village", "borough", "township", "plantation", "municipality")
ODD_WORDS = {"corporation": "city"}
NO_WORD = {"state:nj/place:princeton": "municipality"}

Row = dict[str, str]


def read_source(path: Path) -> dict[str, tuple[str, str]]:
    """Return name and GEOID of every row of the source by its shortened id."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        found = {
            row["id"].removeprefix(PREFIX): (
                row["name"].strip(),
                row["census_geoid"].strip().removeprefix("place-"),
            )
            for row in reader
        }
    for line in lines(LEFT_OUT):
        place, geoid, name = line.split("|")
        if place in found:
            raise SystemExit(f"LEFT_OUT: {place} is in the source")
        found[place] = (name, geoid)
    return found


def lines(text: str) -> list[str]:
    """Return the lines of a table in this file that are not empty."""
    return [line for line in text.splitlines() if line.strip()]


def read_populations() -> dict[str, tuple[str, str]]:
    """Return population and source by GEOID."""
    with (DATA / "population.csv").open(encoding="utf-8", newline="") as file:
        found = {row["geoid"]: (row["population"], row["source"]) for row in csv.DictReader(file)}
    for geoids in SUM_OF.values():
        sources = {found[geoid][1] for geoid in geoids}
        if len(sources) != 1:
            raise SystemExit(f"{geoids}: populations of several sources cannot be added")
    return found


def squeezed(name: str) -> str:
    """Return a county's name as one word in lower case."""
    return re.sub(r"[^a-zñ]", "", name.casefold())


def read_districts() -> dict[tuple[str, str], str]:
    """Return the district by postal code and squeezed name, a city's as `city: name`."""
    found: dict[tuple[str, str], str] = {}
    for line in lines((DATA / "districts.txt").read_text(encoding="utf-8")):
        if line.startswith("#"):
            continue
        court, counties = line.split(": ")
        for county in counties.split(", "):
            city = county.startswith("city ")
            name = squeezed(county.removeprefix("city "))
            key = (court[:2], f"city: {name}" if city else name)
            if key in found:
                raise SystemExit(f"districts.txt: {court[:2]} {county} is in two districts")
            found[key] = court
    return found


def district_of(place: str, districts: dict[tuple[str, str], str]) -> str:
    """Return the district of a county or independent city; taken out of those that are left."""
    postal, last = place.partition("/")[0][-2:], squeezed(place.rpartition(":")[2])
    one = dict(line.split(" ") for line in lines(ONE_DISTRICT))
    if postal in one:
        return one[postal]
    kind = place.rpartition("/")[2].partition(":")[0]
    key = (postal, f"city: {last}" if kind in ("place", "city") else last)
    if key not in districts:
        raise SystemExit(f"districts.txt: {place} is in no district")
    return districts.pop(key)


def build_states(populations: dict[str, tuple[str, str]]) -> list[Row]:
    """Return a row for each State, the District and the territories."""
    rows = []
    one = dict(line.split(" ") for line in lines(ONE_DISTRICT))
    for line in lines(STATES):
        postal, geoid, rest = line.split(" ", 2)
        name, circuit, ap = rest.split("|")
        kind = "district" if postal == "dc" else "territory" if postal in TERRITORIES else "state"
        rows.append(
            {
                "id": f"{kind}:{postal}",
                "geoid": geoid,
                "name": name,
                "postal": postal.upper(),
                "ap": ap,
                "kind": kind,
                "circuit": circuit,
                "also": STATE_ALSO.get(postal, ""),
                "district": one.get(postal, ""),
                **people(geoid, populations),
            }
        )
    return rows


def people(geoid: str, populations: dict[str, tuple[str, str]]) -> Row:
    """Return the cells on the population of a place, empty where no source has it."""
    number, source = populations.get(geoid, ("", ""))
    return {"population": number, "population_source": source}


def with_changes(source: dict[str, tuple[str, str]]) -> dict[str, Row]:
    """Put the county equivalents that changed into the source; return what is said of each."""
    changes: dict[str, Row] = {}
    for line in lines(CHANGED):
        place, geoid, name, start, end, successors = line.split("|")
        source[place] = (name, geoid)
        state = place.partition("/")[0]
        changes[place] = {
            "from": start,
            "until": end,
            "succeeded_by": ";".join(f"{state}/{each}" for each in successors.split()),
        }
    return changes


def build_counties(
    source: dict[str, tuple[str, str]],
    populations: dict[str, tuple[str, str]],
    districts: dict[tuple[str, str], str],
) -> tuple[list[Row], set[str]]:
    """Return a row for each county equivalent, and the ids of cities that one of them is."""
    consolidated = {line.split("|")[0]: line.split("|")[1:] for line in lines(CONSOLIDATED)}
    merged: set[str] = set()
    rows = []
    changes = with_changes(source)
    always = {"from": "", "until": "", "succeeded_by": ""}
    for place, (name, geoid) in source.items():
        if len(geoid) != 5:
            continue
        row = {
            "id": place,
            "geoid": geoid,
            "name": name,
            "kind": "county",
            "same_as": "",
            "other_geoids": "",
            "also": ALSO.get(place, ""),
            "district": district_of(place, districts),
            **people(geoid, populations),
            **changes.get(place, always),
        }
        if place in consolidated:
            city, shown = consolidated.pop(place)
            row["kind"] = "consolidated"
            row["name"] = shown
            row["same_as"] = city.strip("[]")
            if city and not city.startswith("["):
                row["other_geoids"] = source[city][1]
                merged.add(city)
            elif city and city.strip("[]") in source:
                raise SystemExit(f"{city} has a row in the source: write it without brackets")
            names = [] if name == shown else [name]
            row["also"] = ";".join(names + [part for part in row["also"].split(";") if part])
        rows.append(row)
    if consolidated:
        raise SystemExit(f"not in the source: {', '.join(consolidated)}")
    name, geoid = source["state:nv/place:carson_city"]
    rows.append(
        {
            "id": "state:nv/place:carson_city",
            "geoid": "32510",
            "name": name,
            "kind": "consolidated",
            "same_as": "",
            "other_geoids": geoid,
            "also": "",
            "district": district_of("state:nv/place:carson_city", districts),
            **people("32510", populations),
            **always,
        }
    )
    merged.add("state:nv/place:carson_city")
    return rows, merged


def told_counties(source: dict[str, tuple[str, str]]) -> dict[str, str]:
    """Return the county of each place that this file gives one."""
    found = {}
    for line in lines(COUNTY_OF):
        where, cities = line.split(": ")
        state, county = where.split(" ")
        for city in cities.split(" "):
            place = f"state:{state}/place:{city}"
            for known in (place, f"state:{state}/county:{county}"):
                if known not in source:
                    raise SystemExit(f"COUNTY_OF: {known} is not in the source")
            found[place] = f"state:{state}/county:{county}"
    return found


def gathered_counties() -> dict[str, str]:
    """Return the county of each place that packages agree on, but for those in several."""
    several = {
        f"state:{line.split(': ')[0]}/place:{city}"
        for line in lines(IN_SEVERAL)
        for city in line.split(": ")[1].split(" ")
    }
    with (DATA / "county_of.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["id"]: row["county"] for row in csv.DictReader(file)}
    return {place: county for place, county in rows.items() if place not in several}


def split_name(place: str, name: str) -> tuple[str, str, str]:
    """Split the source's name into the name, its word (city, town, …) and other names."""
    bare, _, word = name.rpartition(" ")
    if word not in WORDS and word not in ODD_WORDS:
        bare, word = name, NO_WORD.get(place, "")
        if not word and bare.startswith("Township "):
            word = "township"
        if not word:
            raise SystemExit(f"{place}: no word for what kind of place {name!r} is")
    also = ""
    if bare.endswith(")"):
        bare, _, also = bare.removesuffix(")").partition(" (")
        if also.endswith((" County", " Counties")):
            bare, also = f"{bare} ({also})", ""
    elif ", " in bare:
        also = bare.partition(", ")[0]
    return bare, ODD_WORDS.get(word, word), also


def build_municipalities(
    source: dict[str, tuple[str, str]],
    merged: set[str],
    populations: dict[str, tuple[str, str]],
    districts: dict[tuple[str, str], str],
) -> list[Row]:
    """Return a row for each city, town, village, borough and township."""
    independent = {}
    codes = {line.split("|")[0].split(" ")[0]: line.split(" ")[1] for line in lines(STATES)}
    for line in lines(INDEPENDENT):
        state, city, code = line.split(" ")
        independent[f"state:{state}/place:{city}"] = codes[state] + code
    county_of = gathered_counties() | told_counties(source)
    by_geoid = {geoid: place for place, (_, geoid) in source.items() if len(geoid) == 5}
    rows = []
    for place, (name, geoid) in source.items():
        if len(geoid) == 5 or place in merged:
            continue
        bare, word, also = split_name(place, name)
        parent = place.rpartition("/")[0]
        county = parent if "/" in parent else county_of.get(place, "")
        if not county and len(geoid) == 10:
            county = by_geoid.get(geoid[:5], "")
        told = TOLD_BY_ID.fullmatch(place)
        if told is not None and f"{told[1]}/county:{told[2]}" in source:
            county = f"{told[1]}/county:{told[2]}"
        own_code = independent.pop(place, "")
        number = people(own_code or geoid, populations)
        if place in SUM_OF:
            parts = [populations[each] for each in SUM_OF[place]]
            total = sum(int(each) for each, _ in parts)
            number = {"population": str(total), "population_source": parts[0][1]}
        rows.append(
            {
                "id": place,
                "geoid": geoid,
                "name": bare,
                "word": word,
                "kind": "township" if word in ("township", "plantation") else "municipality",
                "county": county,
                "other_geoids": own_code,
                "also": ";".join(part for part in (also, ALSO.get(place, "")) if part),
                "district": district_of(place, districts) if own_code else "",
                **number,
            }
        )
    if independent:
        raise SystemExit(f"not in the source: {', '.join(independent)}")
    return rows


def write(path: Path, rows: Iterable[Row]) -> None:
    """Write rows sorted by id, with Unix line ends."""
    ordered = sorted(rows, key=lambda row: row["id"])
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(ordered[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(ordered)


def main(arguments: list[str]) -> int:
    """Read the source, write the three tables."""
    if len(arguments) != 2:
        sys.stderr.write("usage: build_places.py us_census_places.csv FOLDER\n")
        return 2
    source = read_source(Path(arguments[0]))
    folder = Path(arguments[1])
    folder.mkdir(parents=True, exist_ok=True)
    populations, districts = read_populations(), read_districts()
    counties, merged = build_counties(source, populations, districts)
    write(folder / "states.csv", build_states(populations))
    write(folder / "counties.csv", counties)
    municipalities = build_municipalities(source, merged, populations, districts)
    write(folder / "municipalities.csv", municipalities)
    if districts:
        raise SystemExit(f"districts.txt: not in the source: {sorted(districts)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
