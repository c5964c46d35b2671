"""Which official source a citation is put to, in which requests, and what the answers say.

Nothing here goes out: each question is a generator that yields requests, is sent their answers and
returns what was seen. The shapes are those of the services' own documentation: govinfo's API and
pages (U.S. Code, bills, public laws), the Federal Register's API v1, the eCFR's versioner v1 and
CourtListener's API v4.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator
from typing import Literal, TypeVar
from urllib.parse import quote, urlencode

import msgspec

from comity.workbench.verify.citations import INTRODUCED, Citation
from comity.workbench.verify.quoted import Text, same_case, text_of, words_of

Source = Literal["govinfo", "govinfo_pages", "federal_register", "ecfr", "courtlistener"]
T = TypeVar("T")


class Request(msgspec.Struct, frozen=True):
    """Ask a source for a path below its address, or for an address of its own site.

    With `form` the fields are posted.
    """

    source: Source
    path: str
    expects: Literal["json", "text"] = "json"
    form: tuple[tuple[str, str], ...] = ()


class Answer(msgspec.Struct, frozen=True):
    """Hold an answer: status 200 or 404, the address it came from, its text, the day it came."""

    status: int
    address: str
    text: str
    day: str


class Unanswered(Exception):
    """Say why a source gave no answer that can be used."""


class Seen(msgspec.Struct, frozen=True):
    """Hold what a source says of a citation.

    `title` is compared as a whole, `case` as the name of a case; `text` is that of the document,
    None where the source gives none. `differs` holds what the source itself contradicts, `notes`
    what it leaves open.
    """

    found: bool
    day: str = ""
    address: str = ""
    label: str = ""
    title: str | None = None
    cases: tuple[str, ...] = ()
    date: str | None = None
    text: Text | None = None
    differs: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


Asking = Generator[Request, Answer, Seen]


class Wanted(msgspec.Struct, frozen=True):
    """Say what is to be compared: names and days only choose among several hits."""

    name: str | None
    dates: tuple[str, ...]
    text: bool


SOURCES: dict[str, Source] = {
    "us_code": "govinfo_pages",
    "regulation": "ecfr",
    "register_page": "federal_register",
    "executive_order": "federal_register",
    "public_law": "govinfo",
    "bill": "govinfo",
    "opinion": "courtlistener",
    "docket": "courtlistener",
}
"""The source for each kind of citation."""


def ask(citation: Citation, wanted: Wanted) -> Asking:
    """Return the question that a citation is."""
    return _ASKED[citation.kind](citation, wanted)


def same_day(ours: tuple[str, ...], theirs: str) -> bool:
    """Tell whether a day lies in one of the days, months or years."""
    return any(theirs.startswith(one) for one in ours)


# govinfo.


class _Summary(msgspec.Struct):
    dateIssued: str
    title: str = ""
    detailsLink: str = ""


def _us_code(citation: Citation, wanted: Wanted) -> Asking:
    del wanted  # its one page is its text
    title, section = citation.parts
    answer = yield Request(
        "govinfo_pages", f"/link/uscode/{title}/{section}?link-type=html", expects="text"
    )
    text = Text(text_of(answer.text))
    # The link service may answer with a page that says that there is none.
    if answer.status == 404 or not text.has(f"§ {section}"):
        return Seen(False, answer.day)
    return Seen(True, answer.day, answer.address, f"{title} U.S.C. § {section}", text=text)


def _public_law(citation: Citation, wanted: Wanted) -> Asking:
    del wanted  # a law can have thousands of pages
    congress, number = citation.parts
    answer = yield Request("govinfo", f"/packages/PLAW-{congress}publ{number}/summary")
    if answer.status == 404:
        return Seen(False, answer.day)
    summary = _decoded(answer, _Summary)
    return Seen(True, answer.day, summary.detailsLink, summary.title, date=summary.dateIssued)


def _bill(citation: Citation, wanted: Wanted) -> Asking:
    kind, number, congress, version = citation.parts
    # A bill is dated by the day on which it was introduced, in whatever version it is cited.
    first = f"BILLS-{congress}{kind}{number}{INTRODUCED[kind[0]]}"
    answer = yield Request("govinfo", f"/packages/{first}/summary")
    if answer.status == 404:
        return Seen(False, answer.day)
    summary = _decoded(answer, _Summary)
    seen = Seen(True, answer.day, summary.detailsLink, summary.title, date=summary.dateIssued)
    if not wanted.text:
        return seen
    cited = f"BILLS-{congress}{kind}{number}{version}"
    page = yield Request("govinfo_pages", f"/content/pkg/{cited}/html/{cited}.htm", expects="text")
    if page.status == 404:
        return msgspec.structs.replace(seen, differs=(f"there is no version `{version}` of it",))
    return msgspec.structs.replace(
        seen, address=page.address, day=page.day, text=Text(text_of(page.text))
    )


# The Federal Register.


class _Document(msgspec.Struct):
    title: str
    html_url: str
    publication_date: str
    citation: str | None = None
    executive_order_number: str | int | None = None
    signing_date: str | None = None
    raw_text_url: str | None = None


class _Documents(msgspec.Struct):
    results: list[_Document] = []


_FIELDS = [("fields[]", name) for name in _Document.__struct_fields__]


def _executive_order(citation: Citation, wanted: Wanted) -> Asking:
    number, volume, page = citation.parts
    query = [
        ("conditions[type][]", "PRESDOCU"),
        ("conditions[presidential_document_type][]", "executive_order"),
        ("conditions[term]", f'"Executive Order {number}"'),
        ("per_page", "100"),
        *_FIELDS,
    ]
    answer = yield Request("federal_register", f"/documents.json?{urlencode(query)}")
    found = _decoded(answer, _Documents).results if answer.status == 200 else []
    orders = [one for one in found if str(one.executive_order_number) == number]
    if not orders:
        return Seen(False, answer.day)
    wanted_page = f"{volume} FR {page}"
    order = next((one for one in orders if one.citation == wanted_page), orders[0])
    differs: tuple[str, ...] = ()
    if volume and order.citation is not None and order.citation != wanted_page:
        differs = (f"it stands at {order.citation}, not {wanted_page}",)
    seen = Seen(
        True,
        answer.day,
        order.html_url,
        f"Executive Order {number}, {order.title}",
        title=order.title,
        date=order.signing_date,
        differs=differs,
    )
    return (yield from _with_text(seen, order, wanted))


def _register_page(citation: Citation, wanted: Wanted) -> Asking:
    volume, page = citation.parts
    place = f"{volume} FR {page}"
    answer = yield Request(
        "federal_register", f"/documents/{quote(place)}.json?{urlencode(_FIELDS)}"
    )
    if answer.status == 404:
        return Seen(False, answer.day)
    # One document is answered as itself, several as a list.
    listed = _decoded(answer, dict[str, msgspec.Raw])
    documents = (
        _decoded(answer, _Documents).results
        if "results" in listed
        else [_decoded(answer, _Document)]
    )
    if not documents:
        return Seen(False, answer.day)
    document = documents[0]
    seen = Seen(
        True,
        answer.day,
        document.html_url,
        f"{document.citation or place}, {document.title}",
        title=document.title,
        date=document.publication_date,
    )
    return (yield from _with_text(seen, document, wanted))


def _with_text(seen: Seen, document: _Document, wanted: Wanted) -> Asking:
    if not wanted.text or document.raw_text_url is None:
        return seen
    page = yield Request("federal_register", document.raw_text_url, expects="text")
    if page.status == 404:
        return seen
    return msgspec.structs.replace(seen, text=Text(text_of(page.text)))


# The eCFR.


class _Version(msgspec.Struct):
    date: str
    name: str = ""
    removed: bool = False


class _Versions(msgspec.Struct):
    content_versions: list[_Version]


def _regulation(citation: Citation, wanted: Wanted) -> Asking:
    title, part, section = citation.parts
    within = {"part": part} | ({"section": f"{part}.{section}"} if section else {})
    answer = yield Request(
        "ecfr", f"/api/versioner/v1/versions/title-{title}.json?{urlencode(within)}"
    )
    versions = _decoded(answer, _Versions).content_versions if answer.status == 200 else []
    if not versions:
        return Seen(False, answer.day)
    newest = max(versions, key=lambda one: one.date)
    place = f"section-{part}.{section}" if section else f"part-{part}"
    origin = "/".join(answer.address.split("/")[:3])
    seen = Seen(
        True,
        answer.day,
        f"{origin}/current/title-{title}/{place}",
        f"{title} C.F.R. {newest.name or place}",
        differs=(f"it was removed on {newest.date}",) if newest.removed else (),
        notes=(f"as it stands since {newest.date}",),
    )
    if not wanted.text or newest.removed:
        return seen
    page = yield Request(
        "ecfr",
        f"/api/versioner/v1/full/{newest.date}/title-{title}.xml?{urlencode(within)}",
        expects="text",
    )
    if page.status == 404:
        return seen
    return msgspec.structs.replace(seen, text=Text(text_of(page.text)))


# CourtListener.


class _Cluster(msgspec.Struct):
    id: int
    absolute_url: str
    case_name: str
    date_filed: str
    case_name_full: str = ""


class LookedUp(msgspec.Struct):
    """Hold one citation of an answer to a look-up; `status` is that of the citation alone."""

    citation: str
    status: int
    normalized_citations: list[str] = []
    error_message: str | None = None
    clusters: list[msgspec.Raw] = []


class _Opinion(msgspec.Struct):
    plain_text: str | None = None
    html_with_citations: str | None = None


class _Opinions(msgspec.Struct):
    results: list[_Opinion]


class _Hit(msgspec.Struct):
    caseName: str
    docketNumber: str | None = None
    court_citation_string: str | None = None
    dateFiled: str | None = None
    absolute_url: str | None = None
    docket_absolute_url: str | None = None
    cluster_id: int | None = None


class _Hits(msgspec.Struct):
    results: list[_Hit]


def reporter_of(citation: Citation) -> str:
    """Return an opinion's citation as it is looked up: volume, reporter, page."""
    return " ".join(citation.parts)


def look_up(citations: tuple[str, ...]) -> Request:
    """Return the request that looks up citations, one or many at once."""
    return Request("courtlistener", "/citation-lookup/", form=(("text", "; ".join(citations)),))


def _opinion(citation: Citation, wanted: Wanted) -> Asking:
    cited = reporter_of(citation)
    answer = yield look_up((cited,))
    # Where it reads no citation the answer is an empty object.
    entries = [] if answer.text.strip() in ("{}", "") else _decoded(answer, list[LookedUp])
    if not entries or entries[0].status in (400, 404):
        return Seen(False, answer.day)
    entry = entries[0]
    if entry.status not in (200, 300) or not entry.clusters:
        raise Unanswered(f"did not look it up: {entry.error_message or entry.status}")
    clusters = [_shaped(raw, _Cluster) for raw in entry.clusters]
    # Several decisions may begin on one page.
    cluster = min(
        clusters,
        key=lambda one: (
            not same_case(wanted.name or "", one.case_name, one.case_name_full),
            not same_day(wanted.dates, one.date_filed),
        ),
    )
    origin = "/".join(answer.address.split("/")[:3])
    seen = Seen(
        True,
        answer.day,
        f"{origin}{cluster.absolute_url}",
        f"{cluster.case_name}, {cited}",
        cases=(cluster.case_name, cluster.case_name_full),
        date=cluster.date_filed,
    )
    return (yield from _with_opinion(seen, cluster.id, wanted))


def _with_opinion(seen: Seen, cluster: int, wanted: Wanted) -> Asking:
    if not wanted.text:
        return seen
    query = {"cluster": cluster, "fields": "plain_text,html_with_citations"}
    answer = yield Request("courtlistener", f"/opinions/?{urlencode(query)}")
    opinions = _decoded(answer, _Opinions).results if answer.status == 200 else []
    text = "\n".join(
        text_of(one.html_with_citations) if one.html_with_citations else one.plain_text or ""
        for one in opinions
    )
    return msgspec.structs.replace(seen, text=Text(text)) if text.strip() else seen


def _docket(citation: Citation, wanted: Wanted) -> Asking:
    number, court = citation.parts
    # Opinions of the courts of appeals are found by their docket; of a trial court only the docket
    # itself is sure to be there, since its orders are seldom collected.
    trial = "D." in court and "Cir." not in court
    query = [("type", "r" if trial else "o"), ("q", f'docketNumber:"{number}"')]
    if not trial:
        query += [("stat_Published", "on"), ("stat_Unpublished", "on")]
    answer = yield Request("courtlistener", f"/search/?{urlencode(query)}")
    found = _decoded(answer, _Hits).results if answer.status == 200 else []
    hits = [
        one
        for one in found
        if _same_docket(number, one.docketNumber or "")
        and words_of(one.court_citation_string or court) == words_of(court)
    ]
    if not hits:
        return Seen(False, answer.day)
    hit = min(
        hits,
        key=lambda one: (
            not same_case(wanted.name or "", one.caseName),
            trial or not same_day(wanted.dates, one.dateFiled or ""),
        ),
    )
    origin = "/".join(answer.address.split("/")[:3])
    address = f"{origin}{hit.docket_absolute_url or hit.absolute_url or '/'}"
    label = f"{hit.caseName}, No. {hit.docketNumber}"
    if not trial:
        seen = Seen(True, answer.day, address, label, cases=(hit.caseName,), date=hit.dateFiled)
        return (
            seen
            if hit.cluster_id is None
            else (yield from _with_opinion(seen, hit.cluster_id, wanted))
        )
    late = hit.dateFiled is not None and any(
        day < hit.dateFiled[: len(day)] for day in wanted.dates
    )
    return Seen(
        True,
        answer.day,
        address,
        label,
        cases=(hit.caseName,),
        differs=(f"its docket was opened on {hit.dateFiled} only",) if late else (),
        notes=("the docket alone: what was ordered on that day is not said",),
    )


def _same_docket(ours: str, theirs: str) -> bool:
    def core(number: str) -> list[str]:
        parts = re.findall(r"[0-9]+|[A-Za-z]+", number.rpartition(":")[2].lower())
        return [part.lstrip("0") or "0" for part in parts]

    wanted = core(ours)
    return core(theirs.removeprefix("No. "))[: len(wanted)] == wanted


_ASKED: dict[str, Callable[[Citation, Wanted], Asking]] = {
    "us_code": _us_code,
    "regulation": _regulation,
    "register_page": _register_page,
    "executive_order": _executive_order,
    "public_law": _public_law,
    "bill": _bill,
    "opinion": _opinion,
    "docket": _docket,
}


def _decoded(answer: Answer, kind: type[T]) -> T:
    return _shaped(answer.text.encode(), kind)


def _shaped(data: bytes | msgspec.Raw, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(data, type=kind)
    except msgspec.ValidationError as error:
        raise Unanswered(f"gave an answer of another shape than documented: {error}") from None
    except msgspec.DecodeError:
        raise Unanswered("gave an answer that is no JSON") from None
