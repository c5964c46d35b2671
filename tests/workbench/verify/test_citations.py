from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.workbench.verify.citations import court_of, find_citations, find_docket, name_of

EO = "Executive Order 13768 § 9(a), third sentence, 82 Fed. Reg. 8799"
BILL = "H.R. 3003, 115th Cong. § 2(a)(1), proposed 8 U.S.C. § 1373(a) (as received, rds)"

# text, what it cites, why
FOUND = [
    ("8 U.S.C. § 1373(a)", [("us_code", "8", "1373")], "the section without its paragraph"),
    ("42 U.S.C. § 2000e-16b", [("us_code", "42", "2000e-16b")], "a section with letters"),
    ("42 USC 1983", [], "no form of the Bluebook"),
    ("34 U. S. C. §§ 10151, 10152", [("us_code", "34", "10151")], "the first of several"),
    ("8 C.F.R. § 287.7", [("regulation", "8", "287", "7")], "a section"),
    ("8 C.F.R. pt. 287", [("regulation", "8", "287", "")], "a part"),
    (EO, [("executive_order", "13768", "82", "8799")], "an order with its page is one citation"),
    ("Exec. Order No. 14,159", [("executive_order", "14159", "", "")], "a number with a comma"),
    ("84 Fed. Reg. 41,292", [("register_page", "84", "41292")], "a page with a comma"),
    ("Pub. L. No. 104-208, 110 Stat. 3009", [("public_law", "104", "208")], "not section 110"),
    ("Public Law 104–193", [("public_law", "104", "193")], "spelt out, with a dash"),
    ("H.R. 32, 119th Cong.", [("bill", "hr", "32", "119", "ih")], "as introduced"),
    ("S. 87, 115th Cong. § 3", [("bill", "s", "87", "115", "is")], "of the Senate"),
    ("S. J. Res. 3, 113th Cong.", [("bill", "sjres", "3", "113", "is")], "a resolution"),
    (BILL, [("bill", "hr", "3003", "115", "rds")], "the version, and nothing that it proposes"),
    ("919 F.3d 1154 (9th Cir. 2019)", [("opinion", "919", "F.3d", "1154")], "F.3d"),
    ("8 F.4th 176 (3d Cir. 2021)", [("opinion", "8", "F.4th", "176")], "F.4th"),
    ("12 F. 34", [("opinion", "12", "F.", "34")], "the first series"),
    ("350 F. Supp. 3d 1236", [("opinion", "350", "F. Supp. 3d", "1236")], "F. Supp. 3d"),
    ("350 F.Supp.3d 1236", [("opinion", "350", "F. Supp. 3d", "1236")], "without spaces"),
    ("584 U. S. 453", [("opinion", "584", "U.S.", "453")], "as the Court prints it"),
    ("138 S. Ct. 1461", [("opinion", "138", "S. Ct.", "1461")], "S. Ct."),
    ("604 U.S. ___ (2025)", [], "no page yet"),
    ("477 Mass. 517", [("opinion", "477", "Mass.", "517")], "a State's own"),
    ("174 Cal. App. 4th 1407", [("opinion", "174", "Cal. App. 4th", "1407")], "its App."),
    ("194 N.E.3d 84", [("opinion", "194", "N.E.3d", "84")], "a region's"),
    ("168 A.D.3d 31", [("opinion", "168", "A.D.3d", "31")], "New York's"),
    ("46 Misc. 3d 273", [("opinion", "46", "Misc. 3d", "273")], "New York's trial courts"),
    ("399 Mont. 254, 460 P.3d 867", [("opinion", "399", "Mont.", "254")], "the first of two"),
    ("890 F.3d 164, withdrawing 885 F.3d 332", [("opinion", "890", "F.3d", "164")], "the first"),
    ("2014 WL 1414305", [], "a private database"),
    ("Fla. Stat. § 908.104(1)", [], "a State's statute"),
    ("Okla. Stat. tit. 74, § 20j(C)", [], "a State's statute with a title"),
    ("2025 N.H. Laws ch. 39 (House Bill 511)", [], "a State's session law"),
    ("U.S. Const. amend. X", [], "the Constitution"),
    ("", [], "nothing"),
]


@pytest.mark.parametrize(("text", "expected", "why"), FOUND, ids=[why for _, _, why in FOUND])
def test_what_a_text_cites(text: str, expected: list[tuple[str, ...]], why: str) -> None:
    assert [(one.kind, *one.parts) for one in find_citations(text)] == expected, why


# citation of a case, its docket field, number and court, why
DOCKETS = [
    ("A v. B, No. 2:25-cv-00814 (W.D. Wash. May 7, 2025)", None, ("25-cv-00814", "W.D. Wash.")),
    ("A v. B, No. 25-cv-01350-WHO (N.D. Cal. 2025)", None, ("25-cv-01350", "N.D. Cal.")),
    ("A v. B, No. 18 C 4853 (N.D. Ill. Aug. 9, 2018)", None, ("18-cv-04853", "N.D. Ill.")),
    ("A v. B, No. CV 12-09012, 2018 WL 1 (C.D. Cal. 2018)", None, ("12-cv-09012", "C.D. Cal.")),
    ("A v. B, No. 23-35362 (9th Cir. Nov. 29, 2024)", None, ("23-35362", "9th Cir.")),
    ("A v. B, No. 25A103 (U.S. Aug. 21, 2025)", None, ("25A103", "U.S.")),
    ("A v. B (D.R.I. Sept. 12, 2025)", "No. 1:25-cv-00447", ("25-cv-00447", "D.R.I.")),
    ("A v. B (D.R.I. Sept. 12, 2025)", None, None),
    ("A v. B, No. A18-2011 (Minn. Ct. App. Sept. 23, 2019)", None, None),
    ("A v. B, No. 18CV30549 (Colo. Dist. Ct., El Paso County, Dec. 6, 2018)", None, None),
]


@pytest.mark.parametrize(("text", "field", "expected"), DOCKETS)
def test_the_docket_of_a_federal_court(
    text: str, field: str | None, expected: tuple[str, str] | None
) -> None:
    docket = find_docket(text, field)
    assert (docket and docket.parts) == expected


@pytest.mark.parametrize(
    ("text", "name", "court"),
    [
        ("Steinle v. City of X, 919 F.3d 1154 (9th Cir. 2019)", "Steinle v. City of X", "9th Cir."),
        ("Illinois v. FEMA, No. 1:25-cv-00206 (D.R.I. 2025)", "Illinois v. FEMA", "D.R.I."),
        ("Ramon v. Short, 2020 MT 69, 399 Mont. 254", "Ramon v. Short", None),
        ("Lunn v. Commonwealth, 477 Mass. 517 (2017)", "Lunn v. Commonwealth", None),
    ],
)
def test_the_name_of_a_case_and_its_court(text: str, name: str, court: str | None) -> None:
    assert name_of(text) == name
    assert court_of(text) == court


@given(st.text(alphabet=" .,§()0123456789FUSCRegSuppdthNo-:vABCongLPubExecOrder", max_size=80))
def test_any_text_is_read(text: str) -> None:
    for citation in find_citations(text):
        assert citation.text in text
    find_docket(text, text)
    name_of(text)


@given(st.integers(1, 999), st.sampled_from(["U.S.", "F.3d", "F. Supp. 2d"]), st.integers(1, 9999))
def test_an_opinion_is_read_back(volume: int, reporter: str, page: int) -> None:
    (found,) = find_citations(f"A v. B, {volume} {reporter} {page} (2019)")
    assert found.parts == (str(volume), reporter, str(page))
