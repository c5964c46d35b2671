"""What a name says of an agency: the office that it is, or that no government has such an office.

Only words are looked at here; which government they belong to is for `find`.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from comity.places.found import NotAGovernment
from comity.places.spelling import parts, tokens

__all__ = [
    "Named",
    "jointly_run",
    "misspelt_office",
    "no_government",
    "state_agency",
    "without_office",
]


class Named(NamedTuple):
    """Hold a name without its office, the office, the words that name it, and if a State has it."""

    rest: str
    office: str
    said: str
    of_states: bool


_UNIT = r"(?:office|department|dept|bureau|division|agency|board)"
_OF = r"(?:\s+(?:of|for)(?:\s+the)?)\s+"
_BEHIND = r"(?:\s+(?:office|department|dept|bureau|division|agency|services?))*"
_BEFORE = rf"(?:(?:the\s+)?{_UNIT}\s+of\s+(?:the\s+)?)?"

_OFFICES = (
    ("attorney_general", r"attorney\s+generals?"),
    ("prosecutor", r"(?:(?:district|states|commonwealths?|prosecuting)\s+attorneys?|prosecutors?)"),
    ("sheriff", r"(?:sheriffs?|so)"),
    (
        "jail",
        r"(?:(?:adult\s+(?:and\s+juvenile\s+)?)?detention(?:\s+(?:center|facility))?|jails?|prisons?(?:\s+system)?"
        r"|(?:community\s+)?corrections?(?:\s+and\s+(?:rehabilitation|detention))?"
        r"|correctional?\s+(?:facility|center|institution|complex)|house\s+of\s+corrections?"
        r"|justice\s+center)",
    ),
    ("police", r"(?:(?:metro(?:politan)?\s+)?police(?:\s+and\s+fire)?|pd)"),
    ("police", r"(?:public\s+safety|marshals?)"),
    (
        "council",
        r"(?:board\s+of\s+(?:county\s+)?(?:commissioners|supervisors|aldermen|selectmen)"
        r"|(?:commissioners|quorum|fiscal|levy)\s+court|police\s+jury|commissioners|council|commission|select\s+board|legislature"
        r"|general\s+assembly)",
    ),
    ("executive", r"(?:mayors?|governors?|executive|manager|administrator)"),
    (
        "courts",
        r"(?:(?:superior|circuit|municipal|probate|supreme|juvenile)\s+courts?"
        r"|courts?(?:\s+of\s+appeals)?)",
    ),
)
_LOCAL = re.compile(
    r"sheriff|^so\b|^pd\b|(?<!state )\bpolice|marshal|mayor|manager|aldermen|commissioners"
)
_HINT = re.compile(
    "sheriff|police|jail|detention|attorney|council|correct|safety|marshal|prosecutor|prison|commission"
    "|supervisors|aldermen|selectmen|select board|legislature|assembly|mayor|governor|executive"
    r"|manager|administrator|court|justice center|\b(?:so|pd)\b"
)
_QUOTES = re.compile(r"['’‘ʻʼ`\x00]|(?<=\w)\.(?=\s|$|,)|(?<=\b\w)\.")


@functools.cache
def _office_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the patterns of offices, compiled only when a name may hold one."""
    before = (
        rf"^(?P<said>{_BEFORE}(?:the\s+)?(?:city\s+|town\s+|county\s+)?%s{_BEHIND}){_OF}"
        r"(?P<rest>.+)$"
    )
    after = rf"^(?P<rest>.*?)(?:^|\s+)(?P<said>{_BEFORE}%s{_BEHIND})$"
    return tuple(
        (office, re.compile(pattern % phrase, re.IGNORECASE))
        for pattern in (before, after)
        for office, phrase in _OFFICES
    )


def bare(text: str) -> str:
    """Take out apostrophes and the full stops behind words, and make one space of many."""
    return " ".join(_QUOTES.sub("", text.replace("&", " and ")).split())


def without_office(text: str) -> Named | None:
    """Split an office off a name, wherever it stands: `Travis County Sheriff, TX`.

    Returns None where it names none. The longest rest is taken off: of `Office of the Sheriff`,
    all of it.
    """
    found = _split(text)
    if found is not None:
        return found._replace(said=_as_written(found.said, text))
    split = parts(text)
    for position, part in enumerate(split if len(split) > 1 else ()):
        found = _split(part)
        if found is not None:
            rest = filter(None, [*split[:position], found.rest, *split[position + 1 :]])
            return found._replace(rest=", ".join(rest), said=_as_written(found.said, part))
    return None


def _as_written(said: str, text: str) -> str:
    """Return the words of a text that are the given ones, with their apostrophes."""
    words = text.split()
    length = len(said.split())
    for first in range(len(words)):
        for last in range(first + 1, min(len(words), first + length + 1) + 1):
            piece = " ".join(words[first:last]).strip(",;")
            if bare(piece) == said:
                return piece
    return said


def _split(text: str) -> Named | None:
    written = bare(text)
    if _HINT.search(written.casefold()) is None:
        return None
    for office, pattern in _office_patterns():
        match = pattern.match(written)
        if match is not None:
            said = match["said"].strip()
            states = _LOCAL.search(said.casefold()) is None
            return Named(match["rest"].strip(), office, said, states)
    return None


_REFUSED = (
    (
        r"^(?:us|united states) |\b(?:fbi|border patrol|immigration and customs enforcement)\b",
        "a federal agency",
        "it belongs to the United States, and to no State or local government",
    ),
    (
        r"\b(?:tribe|tribes|tribal|rancheria|nation|pueblo of|band of"
        r"|indian (?:community|reservation|colony))\b",
        "a tribe",
        "a tribe is a sovereign of its own, and in the library no government of a State",
    ),
    (
        r"\b(?:university|universities|college|campus)\b",
        "a university's or college's",
        "it belongs to a university or college, which is no general-purpose government",
    ),
    (
        r"\b(?:schools?|isd|academy|board of education|department of education)\b",
        "a school district's",
        "a school district is no general-purpose government",
    ),
    (
        r"\b(?:airports?|aviation)\b",
        "an airport's police",
        "it belongs to an airport or to the authority that runs it",
    ),
    (
        r"\b(?:ports? authority|seaport|port police|harbor police|^port of)\b",
        "a port's police",
        "it belongs to the authority that runs a port",
    ),
    (
        r"\b(?:transit|railroad|railway|transportation authority)\b",
        "a transit agency's police",
        "it belongs to a transit agency or railroad",
    ),
    (
        r"\b(?:hospital|medical center|park district|water district|housing authority)\b",
        "a special district's",
        "it belongs to a district for one purpose, which is no general-purpose government",
    ),
    (
        r"\bmarshals?\b.*\b(?:ward|precinct)\b|\b(?:ward|precinct)\b.*\bmarshals?\b",
        "a ward's marshal",
        "a ward's marshal serves its court and is no office of a general-purpose government",
    ),
    (
        r"\bconstables?\b",
        "a constable",
        "a constable of a ward, precinct or township is an officer apart, "
        "and no office of its government",
    ),
    (
        r"\b(?:regional|district|joint|interlocal|multi county)\b"
        r".*\b(?:jails?|detention|corrections?|correctional)\b",
        "a regional jail",
        "it is run for several counties, and belongs to none alone",
    ),
    (
        r"\bregional\b.*\b(?:police|public safety)\b|\bpolice authority\b",
        "a regional police department",
        "it is of several governments together, and belongs to none alone",
    ),
    (
        r"\bregional\b",
        "a regional body",
        "it is of several governments together, and belongs to none alone",
    ),
    (
        r"\b(?:authority|public trust|task force|special district)\b",
        "an authority or task force",
        "it is a body apart, and no office of a general-purpose government",
    ),
)


def jointly_run(text: str) -> NotAGovernment | None:
    """Refuse the agency that two governments run together and that bears the name of one of them.

    Nev. Rev. Stat. ch. 280 is the law that the Las Vegas Metropolitan Police Department stands on.
    """
    if " ".join(tokens(text)).startswith("las vegas metropolitan police"):
        return NotAGovernment(
            "a police department of a city and a county together",
            "it is of Las Vegas and of Clark County, and of neither alone",
        )
    return None


def no_government(text: str) -> NotAGovernment | None:
    """Say what an agency of no general-purpose government is, by the words of its name."""
    words = " ".join(tokens(text))
    for pattern, what, reason in _REFUSED:
        if re.search(pattern, words) is not None:
            return NotAGovernment(what, reason)
    return None


_STATE_OFFICES = (
    ("jail", r"\b(?:corrections?|correctional|prisons?|doc|criminal justice)\b"),
    ("attorney_general", r"\b(?:attorney generals?|department of justice)\b"),
    (
        "police",
        r"\b(?:police|troopers?|patrol|public safety|dps|law enforcement|investigations?"
        r"|criminal apprehension|narcotics|department of safety)\b",
    ),
    (
        "executive",
        r"\b(?:national guard|state guard|military department|adjutant general|governors?)\b",
    ),
    ("schools", r"\b(?:education|public instruction)\b"),
    ("courts", r"\b(?:courts?|judiciary)\b"),
    ("council", r"\b(?:legislature|general assembly|state senate|house of representatives)\b"),
)
_STATE_WORDS = (
    "state department dept division bureau office agency commission board service "
    "services of the and for on to enforcement law public safety homeland security police "
    "highway patrol troopers trooper dps doc corrections correction correctional "
    "rehabilitation prisons criminal investigation investigations apprehension narcotics "
    "dangerous drugs control attorney general generals justice national guard military "
    "affairs adjutant governor governors education instruction courts court supreme "
    "appeals judiciary legislature assembly senate house representatives wildlife fish "
    "game fisheries parks recreation natural resources environmental environment "
    "protection conservation quality marine agriculture consumer financial insurance "
    "revenue lottery gaming alcohol alcoholic beverage beverages tobacco racing "
    "transportation motor vehicles vehicle fire marshal marshals labor health human "
    "children families commerce inspector community supervision freshwater probation "
    "parole forestry lands"
)
"""The words of which the names of agencies of a State are made, beside the State's own name."""
_OF_A_STATE = frozenset(_STATE_WORDS.split())


def state_agency(words: list[str]) -> tuple[bool, str | None]:
    """Tell whether words beside a State's name name an agency of it, and the office that fits it.

    The office is None for an agency that no office of the vocabulary fits. Plain `Police` names no
    agency of a State: there are cities called Nevada.
    """
    of_a_state = bool(words) and set(words) <= _OF_A_STATE
    if not of_a_state or ("police" in words and "state" not in words):
        return False, None
    text = " ".join(words)
    for office, pattern in _STATE_OFFICES:
        if re.search(pattern, text) is not None:
            return True, office
    return len(words) > 1, None


_OFFICE_WORDS = (
    "sheriff", "sheriffs", "police", "department", "office", "constable", "constables",
    "corrections", "correctional", "detention", "attorney", "commissioners",
    "county", "parish", "township", "borough",
)  # fmt: skip


def misspelt_office(text: str) -> str | None:
    """Return a name with the slips in its words of office mended, or None where there are none.

    A word that says what kind of government is meant (`Cook Conty`) is mended as well.
    """
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - imported only where a name is wrong

    mended = []
    for word in bare(text).split():
        low = word.casefold().rstrip(",")
        near = [
            right
            for right in _OFFICE_WORDS
            if len(low) > 4 and OSA.distance(low, right, score_cutoff=1) == 1
        ]
        right = near[0] + word[len(low) :] if near and low not in _OFFICE_WORDS else word
        mended.append(right.capitalize() if right != word and word[:1].isupper() else right)
    return " ".join(mended) if mended != bare(text).split() else None
