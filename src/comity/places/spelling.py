"""How names are spelled: one form for all spellings of a name, and what a typed name is made of."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

LONGEST = 200
"""How many characters of a typed name are looked at."""

COUNTY_WORDS = frozenset(
    {"county", "parish", "borough", "census area", "municipio", "municipality"}
)
"""The words that county equivalents bear; `county` stands for any of them."""

_TYPED_WORDS = {
    "county": "county",
    "co": "county",
    "cnty": "county",
    "parish": "parish",
    "borough": "borough",
    "boro": "borough",
    "city": "city",
    "town": "town",
    "village": "village",
    "township": "township",
    "twp": "township",
    "plantation": "plantation",
    "municipality": "municipality",
    "municipio": "municipio",
    "state": "state",
}
_TRAILING = {
    "census area": "census area",
    "city and borough": "borough",
    "city and county": "consolidated",
    **_TYPED_WORDS,
}
_GOVERNMENT = re.compile(
    r"( (?:unified|consolidated|metro|metropolitan|urban county|city county))? governments?$"
)
_LEADING = {
    "city and county of": "consolidated",
    "consolidated city of": "consolidated",
    "city and borough of": "consolidated",
    "metropolitan government of": "consolidated",
    "unified government of": "consolidated",
    "city and parish of": "consolidated",
    "charter township of": "township",
    "commonwealth of": "state",
    "territory of": "state",
    **{f"{word} of": word for word in set(_TYPED_WORDS.values())},
}
_SAME = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}
_POINTS = {"n": "north", "s": "south", "e": "east", "w": "west"}
_DROPPED = re.compile(r"['’ʻʼ`.]")
_DASHES = re.compile(r"[\W_]+")


class Spelling(NamedTuple):
    """Hold a name without the word that says what it is, and that word or the empty text."""

    name: str
    word: str


def tokens(text: str) -> list[str]:
    """Split a name into lower-case words without accents, apostrophes, full stops or dashes."""
    apart = unicodedata.normalize("NFKD", text.replace("&", " and "))
    bare = "".join(character for character in apart if not unicodedata.combining(character))
    return _DASHES.sub(" ", _DROPPED.sub("", bare.casefold())).split()


def plain(words: list[str]) -> str:
    """Join words into the form in which names are compared (St. = Saint, Mt. = Mount)."""
    return " ".join(_SAME.get(word, word) for word in words)


def squeezed(name: str) -> str:
    """Take out the spaces, so that De Kalb and DeKalb have one key."""
    return name.replace(" ", "")


def written(name: str) -> Spelling:
    """Split a county's name as the tables write it: `Cook County` into `cook` and `county`."""
    words = tokens(name)
    if words[-2:] == ["census", "area"]:
        return Spelling(plain(words[:-2]), "census area")
    if words[-3:] == ["city", "and", "borough"]:
        return Spelling(plain(words[:-3]), "borough")
    if len(words) > 1 and words[-1] in COUNTY_WORDS:
        return Spelling(plain(words[:-1]), words[-1])
    return Spelling(plain(words), "city")


def typed(text: str) -> list[Spelling]:
    """Return how a typed name may be meant: as it stands, and without a word of its kind.

    `City of Chicago`, `Chicago city` and `Cook Co.` say what they are; so may `Kansas City`, which
    is also returned as it stands, and first.
    """
    words = tokens(text)
    found: dict[Spelling, None] = {}
    long = [_POINTS[words[0]], *words[1:]] if words[1:] and words[0] in _POINTS else []
    government = _GOVERNMENT.search(" ".join(words))
    without = " ".join(words)[: government.start()].split() if government is not None else []
    word = "consolidated" if government is not None and government[1] else ""
    for each in (words, words[1:] if words[:1] == ["the"] else [], long, without):
        if each:
            found[Spelling(plain(each), word if each is without else "")] = None
        for length in (3, 4, 2):
            leading = _LEADING.get(" ".join(each[:length]))
            if leading is not None and len(each) > length:
                found[Spelling(plain(each[length:]), leading)] = None
        for length in (3, 2, 1):
            trailing = _TRAILING.get(" ".join(each[-length:]))
            if trailing is not None and len(each) > length:
                found[Spelling(plain(each[:-length]), trailing)] = None
                break
    return list(found)


def parts(text: str) -> list[str]:
    """Split a typed name at commas, semicolons and brackets."""
    return [part.strip() for part in re.split(r"[,;()\[\]]", text) if tokens(part)]
