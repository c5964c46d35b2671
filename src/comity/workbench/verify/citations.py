"""What a citation names: a section, an order, a bill, a law, an opinion or a docket.

The patterns are the forms of the Bluebook that the library uses. Citations are found, not guessed:
what has none of these forms has no official source here.
"""

from __future__ import annotations

import re
from typing import Literal

import msgspec

Kind = Literal[
    "us_code",
    "regulation",
    "register_page",
    "executive_order",
    "public_law",
    "bill",
    "opinion",
    "docket",
]


class Citation(msgspec.Struct, frozen=True):
    """Hold one citation: its kind, its parts in the order of its kind, the words that were read.

    Parts: us_code (title, section); regulation (title, part, section); register_page (volume,
    page); executive_order (number, volume, page; the last two may be empty); public_law (congress,
    number); bill (type, number, congress, version); opinion (volume, reporter, page); docket
    (number, court; the court as the Bluebook abbreviates it).
    """

    kind: Kind
    parts: tuple[str, ...]
    text: str


_SECTION = r"[0-9]+[a-z]{0,2}(?:-[0-9]+[a-z]?)?"
_US_CODE = re.compile(rf"\b([0-9]{{1,2}}) U\. ?S\. ?C\. ?§§? ?({_SECTION})")
_PROPOSED = re.compile(r"\bproposed\s+$")
_REGULATION = re.compile(
    r"\b([0-9]{1,2}) C\. ?F\. ?R\. ?(?:§§?|pt\.|part) ?([0-9]+)(?:\.([0-9]+))?"
)
_REGISTER = re.compile(r"\b([0-9]{1,3}) Fed\. ?Reg\. ([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,6})\b")
_ORDER = re.compile(
    r"\b(?:Executive Order|Exec\. ?Order|E\. ?O\.)(?: No\.)? ?([0-9]{2},?[0-9]{3})\b"
)
_LAW = re.compile(r"\bPub(?:lic|\.) ?L(?:aw|\.)(?: No\.)? ?([0-9]{2,3})[-–]([0-9]{1,4})\b")
_BILL = re.compile(
    r"\b(H\. ?R\.|S\.|H\. ?J\. ?Res\.|S\. ?J\. ?Res\.|H\. ?Con\. ?Res\.|S\. ?Con\. ?Res\.) ?"
    r"([0-9]{1,5}), ([0-9]{2,3})(?:st|nd|rd|th|d) Cong\."
)
_VERSION = re.compile(r", ([a-z]{2,4})\)")

_SERIES = r"(?: ?[2-9](?:d|nd|rd|th))?"
_STATES = (
    r"Ala|Alaska|Ariz|Ark|Cal|Colo|Conn|Del|D\.C|Fla|Ga|Haw|Idaho|Ill|Ind|Iowa|Kan|Ky|La|Me|Md|Mass|"
    r"Mich|Minn|Miss|Mo|Mont|Neb|Nev|N\.H|N\.J|N\.M|N\.Y|N\.C|N\.D|Ohio|Okla|Or|Pa|P\.R|R\.I|S\.C|"
    r"S\.D|Tenn|Tex|Utah|Vt|Va|Wash|W\. ?Va|Wis|Wyo"
)
_REPORTER = "|".join(
    (
        r"U\. ?S\.",
        r"S\. ?Ct\.",
        rf"L\. ?Ed\.{_SERIES}",
        rf"F\. ?Supp\.{_SERIES}",
        r"F\. ?App'x|F\. ?App’x|Fed\. ?Appx\.",
        r"F\.R\.D\.",
        rf"F\.{_SERIES}",
        rf"(?:A|P|So|N\.E|N\.W|S\.E|S\.W)\.{_SERIES}",
        rf"(?:Cal\. ?Rptr|N\.Y\.S|Misc|A\.D)\.{_SERIES}",
        rf"(?:{_STATES})\.?(?: ?(?:App|Super|Ct\. ?App|Crim\. ?App)\.)?{_SERIES}",
    )
)
_OPINION = re.compile(rf"\b([0-9]{{1,4}}) ({_REPORTER}) ([0-9]{{1,5}}|_+)(?![0-9A-Za-z.])")
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_COURT = re.compile(rf"\(([^()]*?),? ?(?:{_MONTH} )?(?:[0-9]{{1,2}}, )?((?:1[789]|20)[0-9]{{2}})\)")
_FEDERAL = re.compile(r"(?:[NSEWMC]\. ?D\. ?\S.*|D\. ?\S.*|.* Cir\.|U\. ?S\.)")
_TRIAL_DOCKET = re.compile(
    r"\b(?:[0-9]{1,2}:)?([0-9]{2})[- ](cv|CV|Civ\.?|C|cr|CR)[- ]([0-9]{1,6})\b"
)
_CIVIL_DOCKET = re.compile(r"\bCV ([0-9]{2})-([0-9]{1,6})\b")
_APPEAL_DOCKET = re.compile(r"\bNo\. ([0-9]{2}(?:-[0-9]{2,5}|A[0-9]{1,4}))\b")

INTRODUCED = {"h": "ih", "s": "is"}
"""The version of a bill as it was introduced, by its chamber."""


def find_citations(text: str) -> tuple[Citation, ...]:
    """Return what a text cites, in the order of the text; of an opinion its first reporter alone.

    What a bill proposes to amend is not cited, and the pages of a volume that has none yet ("604
    U.S. ___") are no citation.
    """
    found: list[tuple[int, Citation]] = []
    found.extend(_orders_and_pages(text))
    for match in _US_CODE.finditer(text):
        if not _PROPOSED.search(text[: match.start()]):
            found.append(_one("us_code", match, match[1], match[2]))
    for match in _REGULATION.finditer(text):
        found.append(_one("regulation", match, match[1], match[2], match[3] or ""))
    for match in _LAW.finditer(text):
        found.append(_one("public_law", match, match[1], match[2]))
    for match in _BILL.finditer(text):
        kind = re.sub(r"[^a-z]", "", match[1].lower())
        version = _VERSION.search(text, match.end())
        named = version[1] if version else INTRODUCED[kind[0]]
        found.append(_one("bill", match, kind, match[2], match[3], named))
    opinion = _OPINION.search(text)
    if opinion and not opinion[3].startswith("_"):
        found.append(_one("opinion", opinion, opinion[1], _spaced(opinion[2]), opinion[3]))
    found.sort(key=lambda one: one[0])
    return tuple(dict.fromkeys(citation for _, citation in found))


def find_docket(text: str, docket: str | None = None) -> Citation | None:
    """Return the docket of a federal court that a case is cited by, or None.

    A trial court's number is brought into the form `25-cv-00814`, whatever form it was given in.
    """
    court = court_of(text)
    if court is None or not _FEDERAL.fullmatch(court):
        return None
    for source in (text, docket or ""):
        trial = _TRIAL_DOCKET.search(source)
        civil = _CIVIL_DOCKET.search(source)
        appeal = _APPEAL_DOCKET.search(source)
        if trial:
            kind = "cr" if trial[2].lower() == "cr" else "cv"
            number = f"{trial[1]}-{kind}-{int(trial[3]):05d}"
        elif civil:
            number = f"{civil[1]}-cv-{int(civil[2]):05d}"
        elif appeal:
            number = appeal[1]
        else:
            continue
        return Citation("docket", (number, court), f"No. {number} ({court})")
    return None


def court_of(text: str) -> str | None:
    """Return the court in the parenthesis of a case's citation, or None."""
    matches = list(_COURT.finditer(text))
    return matches[-1][1].strip() or None if matches else None


def year_of(text: str) -> str | None:
    """Return the year in the parenthesis of a case's citation, or None."""
    matches = list(_COURT.finditer(text))
    return matches[-1][2] if matches else None


def name_of(text: str) -> str:
    """Return the name of a case: what stands before its reporter, its number or its court."""
    opinion = _OPINION.search(text)
    ends = [opinion.start()] if opinion else []
    ends += [at for at in (text.find(", No. "), text.find(" (")) if at >= 0]
    name = text[: min(ends, default=len(text))].strip(" ,")
    return re.sub(r", (?:19|20)[0-9]{2} (?:MT|COA|NY Slip Op) .*$", "", name)


def _orders_and_pages(text: str) -> list[tuple[int, Citation]]:
    """Join an executive order to the page of the Register that follows it."""
    pages = list(_REGISTER.finditer(text))
    found: list[tuple[int, Citation]] = []
    for order in _ORDER.finditer(text):
        stop = text.find(";", order.end())
        after = [p for p in pages if order.end() <= p.start() and (stop < 0 or p.start() < stop)]
        page = after[0] if after else None
        if page:
            pages.remove(page)
        volume, number = (page[1], page[2].replace(",", "")) if page else ("", "")
        found.append(_one("executive_order", order, order[1].replace(",", ""), volume, number))
    found.extend(_one("register_page", p, p[1], p[2].replace(",", "")) for p in pages)
    return found


def _one(kind: Kind, match: re.Match[str], *parts: str) -> tuple[int, Citation]:
    return match.start(), Citation(kind, parts, match[0])


def _spaced(reporter: str) -> str:
    """Return a reporter with the spaces of the Bluebook: `F. Supp. 3d`, `F.3d`, `U.S.`."""
    joined = re.sub(r"\s+", "", reporter).replace("’", "'")
    if not re.search(r"[A-Z][a-z]", joined):
        return joined
    return re.sub(r"\.(?=[A-Z]|[2-9](?:d|nd|rd|th)$)", ". ", joined)
