"""What a bare name may mean that is no government of the book: tribes, unincorporated places.

A police department called by such a name alone is seldom that of the town elsewhere that has the
name too. The sets are short, of what is well known; a name that is in none of them is not cleared.
"""

from __future__ import annotations

from functools import cache

from comity.places.found import NotAGovernment
from comity.places.spelling import plain, squeezed, tokens

TRIBES = """
acoma; agua caliente; blackfeet; bad river; bay mills; bois forte; cherokee; cheyenne river;
chickasaw; choctaw; chippewa cree; cocopah; coeur d'alene; colorado river; colville; comanche;
crow; crow creek; eastern cherokee; flathead; fond du lac; forest county potawatomi; fort apache;
fort belknap; fort berthold; fort hall; fort mcdowell; fort mojave; fort peck; gila river;
grand portage; grand ronde; grand traverse band; ho chunk; hoopa; hoopa valley; hopi; hualapai;
isleta; jicarilla; kalispel; keweenaw bay; klamath; lac courte oreilles; lac du flambeau; laguna;
leech lake; lower brule; lower elwha; lummi; makah; mashantucket; mashantucket pequot;
mashpee wampanoag; menominee; mescalero; miccosukee; mille lacs; mille lacs band; mohegan;
morongo; muckleshoot; muscogee; navajo; nez perce; nisqually; northern cheyenne; oglala sioux;
oneida; osage; passamaquoddy; pascua yaqui; pechanga; penobscot; pine ridge; poarch creek;
prairie island; puyallup; pyramid lake; quinault; red cliff; red lake; rocky boy; rosebud;
rosebud sioux; sac and fox; saint regis mohawk; salt river; san carlos; san carlos apache;
san ildefonso; sandia; santee sioux; sault tribe; seminole; seneca; shoshone bannock;
sisseton wahpeton; southern ute; spirit lake; standing rock; stockbridge munsee;
suquamish; swinomish; taos pueblo; tohono o'odham; tulalip; turtle mountain; umatilla; upper sioux;
ute mountain; warm springs; white earth; white mountain apache; wind river; winnebago;
yakama; yankton sioux; yavapai apache; yurok; zuni
"""
"""Tribes, bands and reservations by the names that their police go by."""

UNINCORPORATED = {
    "Arizona": "catalina foothills; casas adobes; sun city; sun city west; san tan valley; anthem",
    "California": "east los angeles; arden arcade; florence graham; hacienda heights"
    "; el dorado hills; castro valley; altadena; spring valley; fallbrook; bay point; granite bay",
    "Colorado": "highlands ranch; security widefield; ken caryl; columbine; pueblo west",
    "Florida": "brandon; riverview; lehigh acres; spring hill; poinciana; town n country; kendall"
    "; the villages; alafaya; fountainbleau; palm harbor; wesley chapel; tamiami; land o lakes",
    "Georgia": "martinez; evans; candler mcafee",
    "Hawaii": "hilo; kailua; kaneohe; waipahu; pearl city; mililani; kihei; lihue; wailuku",
    "Louisiana": "metairie; marrero; prairieville; laplace; chalmette; terrytown; bayou cane",
    "Maryland": "bethesda; silver spring; columbia; germantown; ellicott city; glen burnie; dundalk"
    "; towson; waldorf; wheaton; potomac; catonsville; essex; severn; aspen hill; olney"
    "; lochearn; odenton; north bethesda; suitland; parkville; pikesville; rossville",
    "Nevada": "paradise; sunrise manor; enterprise; spring valley; summerlin; pahrump",
    "New Jersey": "iselin; colonia; fords",
    "New York": "levittown; brentwood; hicksville; commack; coram; centereach; massapequa"
    "; huntington station; west babylon; east meadow; hauppauge; elmont; baldwin",
    "Oregon": "aloha; hayesville; altamont; bethany; cedar mill",
    "Pennsylvania": "levittown; king of prussia; drexel hill; back mountain; ardmore; bryn mawr",
    "Texas": "the woodlands; atascocita; spring; cypress; channelview; mission bend; cinco ranch"
    "; canyon lake; steiner ranch",
    "Virginia": "reston; mclean; dale city; centreville; tysons; tuckahoe; burke; annandale"
    "; lake ridge; chantilly; springfield; woodbridge; ashburn; sterling; glen allen; oakton"
    "; south riding; mechanicsville; bailey's crossroads; short pump; west springfield",
    "Washington": "parkland; spanaway; silverdale; graham; south hill",
}
"""Well-known places without a government of their own, by the State in which they lie."""

TRANSIT = "bart; marta; septa; wmata; mbta; mta; dart; metra; trimet; capmetro; vta; rtd"

TRIBE = (
    "a tribe",
    "a tribe is a sovereign of its own, and in the library no government of a State",
)
"""What a tribe is, and why it is refused."""

WORDS_OF_AGENCIES = {
    "transit; railroad; railway; metro transit": (
        "a transit agency's police",
        "it belongs to a transit agency or railroad",
    ),
    "park; parks; forest; us park; national park": (
        "the police of parks",
        "it names no place, and belongs to whoever has the parks",
    ),
    "campus; university; college": (
        "a university's or college's",
        "it belongs to a university or college, which is no general-purpose government",
    ),
    "airport": (
        "an airport's police",
        "it belongs to an airport or to the authority that runs it",
    ),
    "school; schools": (
        "a school district's",
        "a school district is no general-purpose government",
    ),
    "port; harbor; harbour": (
        "a port's police",
        "it belongs to the authority that runs a port",
    ),
    "tribal; tribe; tribes; indian; reservation": TRIBE,
}  # fmt: skip
"""Words that say what an agency is, and name no place when they stand alone."""

KINDS = "city; county; town; township; village; borough; parish; state; local; municipal; metro"


def key_of(name: str) -> str:
    """Return the form in which names are compared here, without an article or a dash."""
    words = tokens(name)
    return squeezed(plain(words[1:] if words[:1] == ["the"] and len(words) > 1 else words))


@cache
def _keys(names: str) -> frozenset[str]:
    return frozenset(key_of(name) for name in names.split(";") if tokens(name))


@cache
def _words() -> dict[str, tuple[str, str]]:
    return {key: said for names, said in WORDS_OF_AGENCIES.items() for key in _keys(names)}


@cache
def _unincorporated() -> dict[str, tuple[str, ...]]:
    return {
        key: tuple(state for state, names in UNINCORPORATED.items() if key in _keys(names))
        for names in UNINCORPORATED.values()
        for key in _keys(names)
    }


def is_tribe(name: str) -> bool:
    """Tell whether a name is that of a well-known tribe, band or reservation."""
    words = tokens(name)
    while len(words) > 1 and words[-1] in ("band", "tribe", "nation", "indian", "reservation"):
        words = words[:-1]
    return key_of(" ".join(words)) in _keys(TRIBES)


def lies_in(name: str) -> tuple[str, ...]:
    """Return the States in which a well-known place without a government has a name."""
    return _unincorporated().get(key_of(name), ())


def names_no_place(name: str) -> bool:
    """Tell whether a name is only the word for a kind of government: the city, of nowhere."""
    return key_of(name) in _keys(KINDS)


def no_place(name: str) -> NotAGovernment | None:
    """Refuse what stands before `Police` where it says what agency it is, and names no place."""
    key = key_of(name)
    if key in _keys(TRANSIT):
        return NotAGovernment(*_words()["transit"])
    return NotAGovernment(*_words()[key]) if key in _words() else None
