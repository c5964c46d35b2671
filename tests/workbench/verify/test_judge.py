"""Each kind of citation is put to its source, and what that says is judged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from comity.catalog import LIBRARY, load_folder
from comity.workbench.verify.citations import find_citations, find_docket
from comity.workbench.verify.items import Item, Words, items_of
from comity.workbench.verify.judge import Finding, find, verify
from comity.workbench.verify.network import Network

SECTION = "<p>§1373. Communication</p><p>may not prohibit, or in any way restrict</p>Sept. 30, 1996"
NAME = "Steinle v. City & County of San Francisco"
EO_TITLE = "Enhancing Public Safety in the Interior of the United States"
BILL_TITLE = "No Bailout for Sanctuary Cities Act"


def item(
    cite: str, *words: str, name: str | None = None, alone: bool = True, date: str = ""
) -> Item:
    citations = find_citations(cite)
    citation = citations[0] if citations else find_docket(cite)
    seen = tuple(Words(("checked",), one) for one in words)
    return Item("x", "x.yaml", cite, citation, name, (date,) if date else (), seen, alone)


@pytest.fixture
def asked(network: Callable[..., Network]) -> Callable[[Item], Finding]:
    return lambda one: find(one, network())


def sections(official: Any) -> None:
    official.says("/pages/link/uscode/8/1373", SECTION)
    official.says("/pages/link/uscode/8/9999", "<p>No results.</p>")


def orders(official: Any) -> None:
    order = {
        "title": EO_TITLE,
        "html_url": "https://www.federalregister.gov/documents/2017/01/30/2017-02102/a",
        "publication_date": "2017-01-30",
        "signing_date": "2017-01-25",
        "citation": "82 FR 8799",
        "executive_order_number": "13768",
        "raw_text_url": f"{official.address}/fr/text/1.txt",
    }
    other = {**order, "executive_order_number": 14159, "raw_text_url": None}
    official.says("/fr/documents.json", {"count": 2, "results": [other, order]})
    official.says("/fr/documents/84 FR 41292.json", {**order, "citation": "84 FR 41292"})
    official.says("/fr/documents/85 FR 1.json", {"count": 0, "results": []})
    official.says("/fr/text/1.txt", "<html><pre>prevents or hinders\nthe enforcement</pre></html>")


def bills(official: Any) -> None:
    official.says(
        "/gi/packages/BILLS-119hr32ih/summary",
        {"title": "To provide", "dateIssued": "2025-01-03", "detailsLink": "https://a.b/c"},
    )
    official.says("/pages/content/pkg/BILLS-119hr32ih/", f"<pre>{BILL_TITLE} has in effect</pre>")
    official.says(
        "/gi/packages/PLAW-104publ208/summary",
        {"title": "An act", "dateIssued": "1996-09-30", "detailsLink": "https://a.b/d"},
    )


def rules(official: Any) -> None:
    versions = [
        {"date": "2017-01-01", "name": "§ 287.7 Detainer provisions.", "removed": False},
        {"date": "2020-06-01", "name": "§ 287.7 Detainer provisions.", "removed": False},
    ]
    official.says("/ecfr/api/versioner/v1/versions/title-8.json", {"content_versions": versions})
    official.says(
        "/ecfr/api/versioner/v1/full/2020-06-01/title-8.xml",
        "<DIV8><P>A detainer <E>serves</E> to advise</P></DIV8>",
        kind="application/xml",
    )
    gone = [{"date": "2019-01-01", "name": "§ 1.1", "removed": True}]
    official.says("/ecfr/api/versioner/v1/versions/title-9.json", {"content_versions": gone})


def opinions(official: Any, courts: dict[str, Any]) -> None:
    def one(number: int, name: str, date: str) -> dict[str, Any]:
        url = f"/opinion/{number}/a/"
        return {"id": number, "absolute_url": url, "case_name": name, "date_filed": date}

    courts["919 F.3d 1154"] = [one(7, "Steinle v. City & Cnty. of S.F.", "2019-03-25")]
    courts["1 U.S. 1"] = [one(8, "Doe v. Roe", "1999-01-01"), one(9, "Steinle v. Y", "2001-02-03")]
    official.says(
        "/cl/opinions/?cluster=7",
        {"results": [{"html_with_citations": "<p>we <i>affirm</i></p>", "plain_text": ""}]},
    )
    official.says("/cl/opinions/?cluster=5", {"results": [{"plain_text": "we reverse"}]})
    docket = {
        "caseName": "King County v. Turner",
        "docketNumber": "2:25-cv-00814",
        "court_citation_string": "W.D. Wash.",
        "dateFiled": "2025-05-02",
        "docket_absolute_url": "/docket/1/king/",
    }
    appeal = {
        "caseName": "United States v. King County",
        "docketNumber": "23-35362",
        "court_citation_string": "9th Cir.",
        "dateFiled": "2024-11-29",
        "absolute_url": "/opinion/5/king/",
        "cluster_id": 5,
    }
    official.says("/cl/search/?type=r", {"count": 1, "results": [docket]})
    official.says("/cl/search/?type=o", {"count": 1, "results": [appeal]})


def state(finding: Finding) -> tuple[str, str]:
    return finding.state, " / ".join((*finding.differs, *finding.open, finding.why or ""))


KING = "King County v. Turner"
# the item, its state, a part of what is said, why
JUDGED = [
    (item("8 U.S.C. § 1373(a)", "in any way restrict"), "confirmed", "", "words of a section"),
    (item("8 U.S.C. § 1373", "is wholly free"), "differs", "is wholly free", "other words"),
    (item("8 U.S.C. § 1373; X", "is free", alone=False), "confirmed", "not here", "others' words"),
    (item("8 U.S.C. § 1373", date="1996-09-30"), "confirmed", "", "the day of the Act"),
    (item("8 U.S.C. § 1373", date="1997-09-30"), "confirmed", "is not said", "a day not said"),
    (item("8 U.S.C. § 9999"), "not_found", "", "a page that says there is none"),
    (item("8 U.S.C. § 1"), "not_found", "", "no page"),
    (item("Exec. Order No. 13768", name=EO_TITLE, date="2017-01-25"), "confirmed", "", "an order"),
    (item("Exec. Order No. 13768", "hinders the enforcement"), "confirmed", "", "its words"),
    (item("Exec. Order No. 13768", name="Other"), "differs", "its title is", "its title"),
    (item("Exec. Order No. 13768", date="2017-01-26"), "differs", "2017-01-25", "its day"),
    (item("Exec. Order No. 13768, 82 Fed. Reg. 8800"), "differs", "82 FR 8799", "its page"),
    (item("Exec. Order No. 14159", "a"), "confirmed", "not looked for", "no text is given"),
    (item("Exec. Order No. 99999"), "not_found", "", "no such order"),
    (item("84 Fed. Reg. 41,292", date="2017-01-30"), "confirmed", "", "a page"),
    (item("85 Fed. Reg. 1"), "not_found", "", "an empty list"),
    (item("86 Fed. Reg. 1"), "not_found", "", "no such page"),
    (item("H.R. 32, 119th Cong.", "in effect", date="2025-01-03"), "confirmed", "", "a bill"),
    (item("H.R. 32, 119th Cong.", name=BILL_TITLE), "confirmed", "", "its short title"),
    (item("H.R. 32, 119th Cong.", name="Other Act"), "differs", "does not stand", "another"),
    (item("H.R. 32, 119th Cong. (as received, rds)", "a"), "differs", "`rds`", "no such version"),
    (item("H.R. 33, 119th Cong."), "not_found", "", "no such bill"),
    (item("Pub. L. 104-208", date="1996-09-30"), "confirmed", "", "a law"),
    (item("Pub. L. 104-208", date="1996-10"), "differs", "1996-09-30", "its month"),
    (item("Pub. L. 104-209"), "not_found", "", "no such law"),
    (item("8 C.F.R. § 287.7", "detainer serves to"), "confirmed", "2020-06-01", "a regulation"),
    (item("9 C.F.R. § 1.1"), "differs", "removed on 2019-01-01", "removed"),
    (item("7 C.F.R. § 1.1"), "not_found", "", "no such title"),
    (item("919 F.3d 1154", "we affirm", name=NAME, date="2019"), "confirmed", "", "an opinion"),
    (item("919 F.3d 1154", "we reverse", name=NAME), "differs", "we reverse", "other words"),
    (item("919 F.3d 1154", name="Doe v. Roe"), "differs", "not Doe", "another case"),
    (item("919 F.3d 1154", name=NAME, date="2018"), "differs", "2019-03-25", "another day"),
    (item("1 U.S. 1", name=NAME, date="2001-02"), "confirmed", "", "one of two on a page"),
    (item("2 U.S. 2", name=NAME), "not_found", "", "no such opinion"),
    (
        item(f"{KING}, No. 2:25-cv-00814 (W.D. Wash. 2025)", name=KING),
        "confirmed",
        "alone",
        "RECAP",
    ),
    (item("A, No. 25-cv-814 (W.D. Wash. 2025)", date="2024-01-01"), "differs", "opened", "later"),
    (item("A, No. 25-cv-00814 (E.D. Wash. 2025)"), "not_found", "", "another court's docket"),
    (item("A, No. 25-cv-00815 (W.D. Wash. 2025)"), "not_found", "", "another docket"),
    (item("A, No. 23-35362 (9th Cir. 2024)", "we reverse"), "confirmed", "", "on appeal"),
    (item("A, No. 23-35362 (9th Cir. 2024)", date="2024-11-30"), "differs", "11-29", "its day"),
    (item("Fla. Stat. § 908.104(1)"), "not_asked", "no official source", "a State's statute"),
]


@pytest.mark.parametrize(
    ("one", "expected", "said", "why"), JUDGED, ids=[f"{j[0].cite} {j[3]}" for j in JUDGED]
)
def test_what_becomes_of_a_citation(
    one: Item,
    expected: str,
    said: str,
    why: str,
    official: Any,
    courts: dict[str, Any],
    asked: Callable[[Item], Finding],
) -> None:
    sections(official)
    orders(official)
    bills(official)
    rules(official)
    opinions(official, courts)
    finding = asked(one)
    assert finding.state == expected, (why, finding)
    assert said in state(finding)[1], why
    if finding.state == "confirmed":
        assert finding.saw, "what is confirmed says what was seen"
    assert bool(finding.proved) == any("“" in seen for seen in finding.saw if one.words)


SHAPES = [
    ("8 C.F.R. § 287.7", "/ecfr/", '{"content_versions": [{}]}', "another shape"),
    ("8 C.F.R. § 287.7", "/ecfr/", "[]", "another shape"),
    ("8 C.F.R. § 287.7", "/ecfr/", '{"content_ver', "no JSON"),
    ("Pub. L. 104-208", "/gi/", '{"dateIssued": 5}', "another shape"),
    ("Exec. Order No. 13768", "/fr/", '{"results": 3}', "another shape"),
    ("84 Fed. Reg. 1", "/fr/", '{"a": 3}', "another shape"),
    ("919 F.3d 1154", "/cl/", '[{"citation": "919 F.3d 1154", "status": 429}]', "did not look"),
    ("919 F.3d 1154", "/cl/", '[{"citation": "a", "status": 200, "clusters": [1]}]', "shape"),
    ("A, No. 23-35362 (9th Cir. 2024)", "/cl/", "null", "another shape"),
]


@pytest.mark.parametrize(("cite", "route", "body", "said"), SHAPES)
def test_another_shape_than_documented_is_a_failure(
    cite: str, route: str, body: str, said: str, official: Any, asked: Callable[[Item], Finding]
) -> None:
    official.says(route, body, kind="application/json")
    finding = asked(item(cite))
    assert finding.state == "failed"
    assert said in (finding.why or "")


def test_what_is_no_citation_for_the_look_up_is_not_found(
    official: Any, asked: Callable[[Item], Finding]
) -> None:
    official.says("/cl/citation-lookup/", {})
    assert asked(item("919 F.3d 1154")).state == "not_found"


def test_words_prove_nothing_where_the_case_is_another(
    official: Any, courts: dict[str, Any], asked: Callable[[Item], Finding]
) -> None:
    opinions(official, courts)
    assert asked(item("919 F.3d 1154", "we affirm", name="Doe v. Roe")).proved == ()


def test_a_run_counts_and_looks_up_at_once(
    official: Any, courts: dict[str, Any], network: Callable[..., Network]
) -> None:
    opinions(official, courts)
    told: list[str] = []
    report = verify(
        [item("919 F.3d 1154"), item("2 U.S. 2"), item("Fla. Stat. § 1"), item("8 C.F.R. § 1.1")],
        network(),
        lambda finding: told.append(finding.state),
    )
    assert told == ["confirmed", "not_found", "not_asked", "not_found"]
    assert (report.confirmed, report.not_found, report.not_asked) == (1, 2, 1)
    assert not report.agrees
    assert len([line for line in official.log if "citation-lookup" in line]) == 1


def test_every_test_and_ruling_of_the_library_is_an_item() -> None:
    files, _ = load_folder(LIBRARY / "law", "law/")
    items = items_of(files)
    ids = {getattr(f.value, "test", None) or getattr(f.value, "ruling", None) for f in files}
    assert {one.id for one in items} == ids - {None}
    for one in items:
        assert one.citation is None or one.citation.text
        assert "F. 4th" not in str(one.citation)
