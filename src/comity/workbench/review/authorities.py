"""The decisions and statutes that the rules of a review rest on and the library has no file of.

Rulings of the library are named in the rules by their ids.
"""

from __future__ import annotations

import msgspec

from comity.policy.instrument import Check, Checked

SEEN = "2026-11-24"


class Cited(msgspec.Struct, frozen=True):
    """Name a decision or statute, the day it dates from, and the words that were seen of it."""

    cite: str
    date: str
    checked: Check


def _seen(cite: str, date: str, against: str, saw: str) -> Cited:
    return Cited(cite, date, Checked(SEEN, against, saw))


AUTHORITIES: dict[str, Cited] = {
    "bond": _seen(
        "Bond v. Floyd, 385 U.S. 116 (1966)",
        "1966-12-05",
        "http://law.jrank.org/pages/25285/Bond-v-Floyd-Maximum-Freedom-Say-Anything-Anywhere-at-Any-Time.html",
        "legislators be given the widest latitude to express their views on issues of policy",
    ),
    "dole": _seen(
        "South Dakota v. Dole, 483 U.S. 203 (1987)",
        "1987-06-23",
        "https://d27r7ebsgu0es2.cloudfront.net/reports/R44797.json",
        "be germane to the federal interest in the particular national projects or programs to "
        "which the money is directed",
    ),
    "east-st-louis": _seen(
        "City of East St. Louis v. Circuit Court, 986 F.2d 1142 (7th Cir. 1993)",
        "1993-02-25",
        "https://d1tvxue8o4w0fl.cloudfront.net/case/east-st-louis-v-circuit-court",
        "are not ‘persons' within the meaning of the Due Process Clause",
    ),
    "garcetti": _seen(
        "Garcetti v. Ceballos, 547 U.S. 410 (2006)",
        "2006-05-30",
        "http://bresler.org/Legal/HTML/Garcetti-Ceballos.html",
        "when public employees make statements pursuant to their official duties, the employees "
        "are not speaking as citizens for First Amendment purposes",
    ),
    "gozlon-peretz": _seen(
        "Gozlon-Peretz v. United States, 498 U.S. 395 (1991)",
        "1991-02-19",
        "https://case-law.vlex.com/vid/v-united-states-gozlon-891350210",
        "contains no provision for its effective date and therefore took effect on its date of "
        "enactment",
    ),
    "grayned": _seen(
        "Grayned v. City of Rockford, 408 U.S. 104 (1972)",
        "1972-06-26",
        "https://www.lexisnexis.com/lawschool/resources/p/casebrief-grayned-v-city-of-rockford.aspx",
        "if arbitrary and discriminatory enforcement is to be prevented, laws must provide "
        "explicit standards for those who apply them",
    ),
    "hampton": _seen(
        "J. W. Hampton, Jr. & Co. v. United States, 276 U.S. 394 (1928)",
        "1928-04-09",
        "http://edge.sagepub.com/epsteinpowers11e/student-resources/chapter-5-interbranch-interactions/j-w-hampton-and-co-v-united",
        "shall lay down by legislative act an intelligible principle",
    ),
    "hunter": _seen(
        "Hunter v. City of Pittsburgh, 207 U.S. 161 (1907)",
        "1907-11-18",
        "https://casetext.com/case/hunter-v-pittsburgh",
        "Municipal corporations are political subdivisions of the State, created by it and at all "
        "times wholly under its legislative control",
    ),
    "kansas-v-garcia": _seen(
        "Kansas v. Garcia, 589 U.S. 191 (2020)",
        "2020-03-03",
        "https://libertarianhub.com/2020/03/09/getting-it-right-on-preemption-kansas-v-garcia/",
        "overlap to some degree with federal criminal provisions does not even begin to make a "
        "case for conflict preemption",
    ),
    "katzenbach": _seen(
        "South Carolina v. Katzenbach, 383 U.S. 301 (1966)",
        "1966-03-07",
        "https://www.lexisnexis.com/community/casebrief/p/casebrief-south-carolina-v-katzenbach",
        "cannot, by any reasonable mode of interpretation, be expanded to encompass the States of "
        "the Union",
    ),
    "mathews": _seen(
        "Mathews v. Eldridge, 424 U.S. 319 (1976)",
        "1976-02-24",
        "http://wneclaw.com/lawed/mathewstest.html",
        "identification of the specific dictates of due process generally requires consideration "
        "of three distinct factors",
    ),
    "mcmillian": _seen(
        "McMillian v. Monroe County, 520 U.S. 781 (1997)",
        "1997-06-02",
        "http://supct.law.cornell.edu/supct/html/96-542.ZO.html",
        "Sheriff Tate represents the State of Alabama and is therefore not a county policymaker",
    ),
    "mullane": _seen(
        "Mullane v. Central Hanover Bank & Trust Co., 339 U.S. 306 (1950)",
        "1950-04-24",
        "https://www.courtlib.us/mullane-v-central-hanover-bank-and-trust-co",
        "notice reasonably calculated under all the circumstances to apprise interested parties "
        "of the pendency of the action",
    ),
    "nfib": _seen(
        "National Federation of Independent Business v. Sebelius, 567 U.S. 519 (2012)",
        "2012-06-28",
        "https://studylib.net/doc/6859834/coercion--conditions--and-commandeering",
        "Medicaid expansion was “a gun to the head.”",
    ),
    "nixon": _seen(
        "Nixon v. Missouri Municipal League, 541 U.S. 125 (2004)",
        "2004-03-24",
        "https://case-law.vlex.com/vid/nixon-v-missouri-municipal-890689695",
        "Congress needs to be clear before it constrains traditional state authority to order its "
        "government",
    ),
    "paul": _seen(
        "Paul v. Davis, 424 U.S. 693 (1976)",
        "1976-03-23",
        "https://vdocument.in/paul-v-davis-424-us-693-1976.html",
        "Reputation alone, apart from some more tangible interests such as employment, does not "
        'implicate any "liberty" or "property" interests',
    ),
    "pennhurst": _seen(
        "Pennhurst State School & Hospital v. Halderman, 451 U.S. 1 (1981)",
        "1981-04-20",
        "https://law.onecle.com/ussc/503/503us356.html",
        "if Congress intends to impose a condition on the grant of federal moneys, it must do so "
        "unambiguously",
    ),
    "publication": _seen(
        "5 U.S.C. § 553(d)",
        "1946-06-11",
        "https://webarchive.library.unt.edu/web/20121016165919/http://www.law.cornell.edu/uscode/text/5/553",
        "The required publication or service of a substantive rule shall be made not less than 30 "
        "days before",
    ),
    "river-vale": _seen(
        "Township of River Vale v. Town of Orangetown, 403 F.2d 684 (2d Cir. 1968)",
        "1968-11-01",
        "http://casetext.com/case/township-of-river-vale-v-town-of-orangetown",
        'holding that municipal corporation, like any "corporation," is person within protection '
        "of Fourteenth Amendment",
    ),
    "roth": _seen(
        "Board of Regents v. Roth, 408 U.S. 564 (1972)",
        "1972-06-29",
        "https://www.pelosolaw.com/casebriefs/conlaw2/roth.html",
        "in order to require procedural due process, a person must show that they were denied a "
        "liberty interest or a property interest",
    ),
    "sault": _seen(
        "City of Sault Ste. Marie v. Andrus, 532 F. Supp. 157 (D.D.C. 1980)",
        "1980-08-29",
        "http://print.casetext.com/case/city-of-sault-ste-marie-mich-v-andrus",
        'holding that a city is not a "person" within the meaning of the Due Process Clause of '
        "the Fifth Amendment",
    ),
    "supremacy": Cited("U.S. Const. art. VI, cl. 2", "1788-06-21", "never"),
    "trenton": _seen(
        "City of Trenton v. New Jersey, 262 U.S. 182 (1923)",
        "1923-05-07",
        "https://supreme.justia.com/us/262/182/",
        "is unrestrained by the Contract Clause, or the Fourteenth Amendment, of the federal "
        "Constitution",
    ),
    "us-v-washington": _seen(
        "United States v. Washington, 596 U.S. 832 (2022)",
        "2022-06-21",
        "https://case-law.vlex.com/vid/united-states-v-washington-927987420",
        "generally immunizes the Federal Government from state laws that directly regulate or "
        "discriminate against it",
    ),
    "youngstown": _seen(
        "Youngstown Sheet & Tube Co. v. Sawyer, 343 U.S. 579 (1952)",
        "1952-06-02",
        "http://www.historycentral.com/documents/Youngstown.html",
        "must stem either from an act of Congress or from the Constitution itself",
    ),
}
