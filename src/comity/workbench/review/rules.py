"""The catalogue of rules by which definitions and local rules are read, and who holds what.

Each rule names no side: it says what a court asks, on which authority, and the positions that are
taken on it. The first position of a rule is the one on which a remark arises. A rule that reads
definitions and local rules alike stands here once.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from comity.workbench.review.remark import Asked

BOTH: tuple[Asked, ...] = ("definition", "local_rule")
DEFINITION: tuple[Asked, ...] = ("definition",)
LOCAL: tuple[Asked, ...] = ("local_rule",)


class Stance(msgspec.Struct, frozen=True):
    """Hold a position on a rule: rulings by id, other authorities by key, and who argued it.

    `argued` are parties, each with the ruling that reports it. `towards` limits a stance to what
    the United States or a State imposes.
    """

    says: str
    rulings: tuple[str, ...] = ()
    cited: tuple[str, ...] = ()
    argued: tuple[tuple[str, str], ...] = ()
    towards: Literal["federal", "state"] | None = None


class Rule(msgspec.Struct, frozen=True):
    """Document one rule of law; a code, once given, keeps its meaning."""

    code: str
    title: str
    reads: tuple[Asked, ...]
    rule: str
    explanation: str
    would_change: str
    cited: tuple[str, ...] = ()
    rulings: tuple[str, ...] = ()
    stances: tuple[Stance, ...] = ()


DUE_PROCESS = (
    Stance(
        "due process protects a local government against the United States, so that it is owed "
        "this before it loses money",
        ("santa-clara-v-trump-2017", "santa-clara-v-trump-2017-final", "sf-v-trump-2025"),
        ("river-vale",),
        towards="federal",
    ),
    Stance(
        "whoever stands to lose by a government's act is owed this first",
        (),
        ("mullane", "mathews"),
        towards="state",
    ),
    Stance(
        "due process protects no State, and on this side no local government either",
        (),
        ("katzenbach", "east-st-louis", "sault"),
        towards="federal",
    ),
    Stance(
        "due process gives a local government nothing against its own State: what it is owed, "
        "State law says",
        (),
        ("trenton", "hunter", "east-st-louis"),
        towards="state",
    ),
)

PROCESS = (
    *DUE_PROCESS,
    Stance(
        "no process is owed where no interest in liberty or property is taken, and to be named on "
        "a list, by itself, takes none",
        (),
        ("roth", "paul"),
    ),
)
"""The positions on process itself, which add what must be at stake to whom it protects."""

RULES: tuple[Rule, ...] = (
    Rule(
        "REV001",
        "words that are no statute's",
        DEFINITION,
        "The Executive has no power to make law: what it orders rests on an Act of Congress or on "
        "the Constitution, and an Act is applied in its own words.",
        "A definition that stands in an order, a memorandum or the terms of a grant is asked for "
        "the statute from which its words come. Words of a statute, quoted and named, carry what "
        "courts have said of them; other words carry nothing. `words_from` in the test's file "
        "says which statute the authority itself names.",
        "words of a statute that is named, in place of the authority's own; or an Act of Congress "
        "that enacts them",
        ("youngstown",),
        ("sf-v-trump-2018",),
        (
            Stance(
                "an order may not add to what Congress enacted",
                ("sf-v-trump-2018", "santa-clara-v-trump-2017"),
                ("youngstown",),
            ),
            Stance(
                "the order only directs officers within the law that there is",
                (),
                (),
                (("us-doj", "sf-v-trump-2018"), ("us-doj", "santa-clara-v-trump-2017")),
            ),
        ),
    ),
    Rule(
        "REV002",
        "discretion without a standard",
        DEFINITION,
        "Whoever applies a law needs a standard by which a court can tell whether he applied it: "
        "an intelligible principle from the legislature, and words explicit enough that "
        "enforcement is not arbitrary.",
        "Words that leave to an official whom to name are asked for the measure that binds him. "
        "It arises from `process: {standard: …}`, from words of discretion among those seen, and "
        "from a reading of an open term on which any government meets the test.",
        "a measure in the text itself (a section of law, a finding of fact, a time) by which a "
        "naming can be reviewed",
        ("grayned", "hampton"),
        (),
        (
            Stance(
                "a power without a measure is reviewable by nothing, and void for it",
                ("santa-clara-v-trump-2017", "sf-v-trump-2025"),
                ("grayned",),
            ),
            Stance(
                '"consistent with law" is a measure, and whoever gives money may choose',
                ("los-angeles-v-barr-cops-2019",),
                (),
                (("us-doj", "santa-clara-v-trump-2017"),),
            ),
        ),
    ),
    Rule(
        "REV003",
        "no notice",
        DEFINITION,
        "Before somebody whom due process protects is deprived of an interest in liberty or "
        "property, he is told of it in a way that can reach him.",
        "It arises where somebody read the text and found no notice before the consequence, or "
        "only one that comes after it. Whom due process protects at all is REV016. Whether what "
        "follows touches an interest in liberty or property is not settled here.",
        "notice to each government before anything follows, with the provision that is held "
        "against it and a time to answer",
        ("roth", "mullane", "mathews"),
        (),
        PROCESS,
    ),
    Rule(
        "REV004",
        "no hearing",
        DEFINITION,
        "Before somebody whom due process protects is deprived of an interest in liberty or "
        "property, he is heard by somebody who can decide otherwise; how, depends on what is at "
        "stake, on the risk of error and on the burden.",
        "A suit is a hearing: where nothing follows but by a court's judgment, the remark does "
        "not arise. Whether what follows touches an interest in liberty or property is not "
        "settled here.",
        "an answer that must be weighed before anything follows, a decision with reasons, and "
        "review of it",
        ("roth", "mathews"),
        (),
        PROCESS,
    ),
    Rule(
        "REV005",
        "no way off",
        DEFINITION,
        "What was done on a ground that is gone is undone, and an error can be put right; whether "
        "it can weighs in what process is due.",
        "It arises where a government is listed or loses money and the text says neither how it "
        "is cleared nor by whom, or not on which ground.",
        "a request, a time in which it is decided, and the ground on which a name is taken off",
        ("mathews",),
        (),
        PROCESS,
    ),
    Rule(
        "REV006",
        "no day from which it applies",
        BOTH,
        "A law whose day is not said takes effect when it is enacted; what binds, and from when, "
        "must be capable of being known.",
        "For a definition it arises where the text was read and says no day, or where the library "
        "knows none or knows it only to the month or year, which may be its own gap. For a local "
        "rule the same is asked of each instrument.",
        "a day, in the text",
        ("gozlon-peretz", "publication"),
        (),
        (Stance("silence means the day of enactment", (), ("gozlon-peretz",)),),
    ),
    Rule(
        "REV007",
        "unclear whose rule it is",
        BOTH,
        "Who makes a government's policy is a question of the State's law, office by office; a "
        "federal law that reaches into how a State orders its own governments says so plainly.",
        "Does a State answer for its city, a city for what its State commands, a county for an "
        "elected sheriff? A definition that does not say leaves it to whoever applies it; a local "
        "rule of an independently elected office may not be the government's.",
        "words that say whose rules count: its own, those that bind it, those of an office that "
        "it does not command",
        ("mcmillian", "nixon", "hunter"),
        (),
        (
            Stance(
                "an elected office may speak for the State or for itself and not for the county",
                (),
                ("mcmillian",),
            ),
            Stance(
                "a county or city is a subdivision with all its offices, and answers as one",
                (),
                ("hunter",),
            ),
        ),
    ),
    Rule(
        "REV008",
        "reach over speech",
        BOTH,
        "A law may govern what officials do; what elected officials say on matters of policy, it "
        "may not punish.",
        "It arises where declarations, public statements or endorsements count by themselves.",
        "leaving out declarations and endorsements, or counting them only as evidence of a rule",
        ("bond", "garcetti"),
        ("el-cenizo-2018",),
        (
            Stance(
                "a bar on endorsing or declaring, laid on elected officials, reaches protected "
                "speech",
                ("el-cenizo-2018",),
                ("bond",),
            ),
            Stance(
                "official acts alone are meant, and what is said by virtue of an office may be "
                "governed",
                (),
                ("garcetti",),
                (("texas", "el-cenizo-2018"),),
            ),
        ),
    ),
    Rule(
        "REV009",
        "reach beyond 8 U.S.C. § 1373",
        DEFINITION,
        "§ 1373 speaks of exchanging, asking for and keeping information regarding status; how far "
        "these words reach is contested.",
        "Asked of orders, memoranda and grant terms alone: Congress may enact more, a State may "
        "ask more of its own governments, and what limits them is asked by other rules. The "
        "rulings are on how far the section reaches; on what else an order may rest is REV001. The "
        "subjects are those that the test's formula reaches on the readings held that day.",
        "confining the words to what § 1373 names; or the statute that carries the rest",
        (),
        ("us-v-california-2019", "steinle-2019"),
    ),
    Rule(
        "REV010",
        "words that a court found vague",
        DEFINITION,
        "Words are void for vagueness where a reader of ordinary intelligence cannot know what "
        "they forbid; a condition on money must be clear enough to be accepted knowingly.",
        "It arises from `vagueness` in the rulings of the library alone; the library forms no "
        "opinion of its own on words.",
        "other words, or a definition of these; or a ruling of a higher court that they have a "
        "clear core",
        ("grayned", "pennhurst"),
    ),
    Rule(
        "REV011",
        "a condition unrelated to the money",
        DEFINITION,
        "Whether a condition on federal money is related to the federal interest in the programme "
        "that it pays for is a test of South Dakota v. Dole, which upheld the condition before it: "
        "an unrelated one might be illegitimate.",
        "It arises for each consequence in federal money that names no programme, and for each "
        "that a ruling here stopped on this ground. What another programme is for was not looked "
        "up.",
        "naming the programmes, and confining the condition to those whose purpose it serves",
        ("dole",),
        (),
        (
            Stance(
                "cooperation in immigration enforcement has nothing to do with most grants",
                ("illinois-v-fema-2025", "california-v-dot-2025-final", "california-v-dot-2025"),
            ),
            Stance(
                "enforcing federal law is a federal interest, and law enforcement grants serve it",
                ("los-angeles-v-barr-cops-2019",),
                (),
                (("us-dhs", "illinois-v-fema-2025"), ("us-dot", "california-v-dot-2025")),
            ),
        ),
    ),
    Rule(
        "REV012",
        "a condition that is ambiguous",
        DEFINITION,
        "Congress must put a condition on money unambiguously, so that whoever takes it knows "
        "what he promises.",
        "It arises for federal money where an open term of the test has more than one meaning "
        "that somebody with standing holds that day; the terms are named with their readings.",
        "words that leave one meaning, or a holding that binds everywhere",
        ("pennhurst", "dole"),
        (),
        (
            Stance(
                "nobody can accept knowingly what nobody can define",
                ("illinois-v-fema-2025",),
                ("pennhurst",),
            ),
            Stance(
                "a condition can be clear that it is one though its edges are disputed",
                (),
                (),
                (("us-dhs", "illinois-v-fema-2025"),),
            ),
        ),
    ),
    Rule(
        "REV013",
        "a condition that compels",
        DEFINITION,
        "Pressure by money turns into compulsion where so much is at stake that there is no real "
        "choice.",
        "It arises for federal money without a named programme, and for a programme on which a "
        "ruling here found compulsion. What share of a budget is at stake is not in the library.",
        "a smaller stake, or one confined to the programme that the condition concerns",
        ("nfib", "dole"),
        (),
        (
            Stance(
                "to put all or most federal money at stake leaves no choice",
                (
                    "illinois-v-fema-2025",
                    "santa-clara-v-trump-2017",
                    "sf-v-trump-2025",
                ),
                ("nfib",),
            ),
            Stance(
                "a State or city may decline the money",
                ("new-york-v-doj-2020",),
                ("dole",),
            ),
        ),
    ),
    Rule(
        "REV014",
        "commandeering",
        DEFINITION,
        "Congress may neither order States and their subdivisions to enforce a federal programme "
        "nor dictate what they may legislate; it may regulate private persons and States alike, "
        "and may put conditions on money.",
        "Asked of federal law that commands, or that is enforced otherwise than by money. What "
        "only says what follows for money is asked by REV013. A State's command to its own "
        "governments is no commandeering.",
        "a condition on money in its place; or confining it to what private persons must do as "
        "well",
        (),
        ("printz-1997", "murphy-2018"),
        (
            Stance(
                "to be forbidden to order one's own officers is to be commanded",
                ("printz-1997", "murphy-2018"),
            ),
            Stance(
                "to share information, or to stand aside, is not to be enlisted",
                ("city-of-new-york-1999", "reno-v-condon-2000"),
            ),
        ),
    ),
    Rule(
        "REV015",
        "conflict with a ruling that binds",
        BOTH,
        "A holding of a court of appeals or of a State's appellate court binds within its reach, "
        "a judgment binds its parties, and an order of relief whomever it protects.",
        "For a definition it arises where a reading that whoever applies the test holds is "
        "foreclosed by precedent somewhere, or where an order stops a consequence. For a local "
        "rule it arises where a ruling suspends a provision, or holds that an instrument meets a "
        "test.",
        "later history of the ruling; or giving up the reading, or the rule, where it binds",
    ),
    Rule(
        "REV016",
        "whom due process protects",
        DEFINITION,
        "Due process protects persons. A State is none against the United States; whether a city "
        "or county is, is contested; against its own State it has no such right.",
        "It decides how far REV003, REV004, REV005 and REV010 go. It arises for every test that "
        "has consequences for a State or a local government.",
        "process that the text itself gives, which nobody then needs to derive from due process",
        ("katzenbach", "trenton"),
        (),
        DUE_PROCESS,
    ),
    Rule(
        "REV017",
        "money withheld without an Act of Congress",
        DEFINITION,
        "Congress spends, and Congress puts the conditions; the Executive may not withhold what "
        "was appropriated, or add a condition, without its authority.",
        "It arises where an order, a memorandum or the terms of a grant attach a consequence in "
        "federal money.",
        "the section of the grant's own statute that allows the condition",
        ("youngstown",),
        ("sf-v-trump-2018",),
        (
            Stance(
                "the Executive may not withhold without authority from Congress",
                (
                    "sf-v-trump-2018",
                    "sf-v-trump-2025",
                    "king-county-v-turner-2025",
                    "philadelphia-v-ag-2019",
                    "providence-v-barr-2020",
                    "chicago-v-barr-2020",
                ),
                ("youngstown",),
            ),
            Stance(
                "the grant statutes give the agency power enough, or the order asks for no more "
                "than the law allows",
                ("new-york-v-doj-2020", "los-angeles-v-barr-cops-2019"),
                (),
                (("us-doj", "sf-v-trump-2018"),),
            ),
        ),
    ),
    Rule(
        "REV018",
        "words that nobody has checked",
        BOTH,
        "A court reads the text itself; what stands on memory or on a report proves nothing.",
        "It arises for a test, a term, a consequence or a provision that the library marks "
        "`checked: never`. It is a remark on the file, not on the law.",
        "looking at the text, and noting the words that stand there",
    ),
    Rule(
        "REV021",
        "conflict with 8 U.S.C. § 1373(a)",
        LOCAL,
        "No government entity or official may prohibit, or in any way restrict, sending to or "
        "receiving from the Department information on citizenship or immigration status.",
        "Asked of the engine, as `comity check --test 8-usc-1373-a` does; the remark names every "
        "provision that suffices by itself, reading by reading.",
        "a clause that lets through what the section protects, or repeal of the provision",
        (),
        (),
    ),
    Rule(
        "REV022",
        "conflict with 8 U.S.C. § 1373(b)",
        LOCAL,
        "No person or agency may prohibit, or in any way restrict, requesting, keeping or "
        "exchanging immigration status information.",
        "Asked of the engine, as `comity check --test 8-usc-1373-b` does.",
        "a clause that lets through what the section protects, or repeal of the provision",
    ),
    Rule(
        "REV023",
        "conflict with 8 U.S.C. § 1644",
        LOCAL,
        "No State or local government entity may be prohibited, or in any way restricted, from "
        "sending to or receiving from the Department status information.",
        "Asked of the engine, as `comity check --test 8-usc-1644` does.",
        "a clause that lets through what the section protects, or repeal of the provision",
    ),
    Rule(
        "REV024",
        "obstacle to federal law",
        LOCAL,
        "State and local law gives way where it stands as an obstacle to what Congress enacted.",
        "Asked of the engine by the test obstacle-preemption.",
        "repeal of the provision, or confining it to the government's own officers",
        ("supremacy", "kansas-v-garcia"),
        ("arizona-2012",),
    ),
    Rule(
        "REV025",
        "regulating or discriminating against the United States",
        LOCAL,
        "State and local law may neither regulate the United States directly nor discriminate "
        "against it or those with whom it deals.",
        "Asked of the engine by the test intergovernmental-immunity.",
        "repeal of the provision, or a rule that treats all alike",
        ("supremacy", "us-v-washington"),
    ),
    Rule(
        "REV026",
        "conflict with higher State law",
        LOCAL,
        "A local government has the powers that its State leaves it; what the State requires or "
        "forbids displaces a local rule.",
        "Asked of the engine by the test conflicts-with-state-law, which asks of a complete "
        "detainer with an administrative warrant; charters of home rule are not asked.",
        "repeal of the provision, or a change of the State's law",
        ("hunter", "trenton"),
    ),
    Rule(
        "REV027",
        "reach over private parties",
        LOCAL,
        "A rule that keeps others from dealing with the United States may regulate it or "
        "discriminate against it, whatever a government may decline to do itself.",
        "It arises for each provision that binds private parties and forbids something.",
        "confining the provision to the government's own officers and property",
        ("us-v-washington",),
        (),
        (
            Stance(
                "such a rule regulates or discriminates against those who deal with the United "
                "States",
                ("geo-v-newsom-2022", "us-v-king-county-2024", "corecivic-v-new-jersey-2025"),
                ("us-v-washington",),
            ),
            Stance(
                "a government lays down as a proprietor, or for all alike, what is done on its "
                "premises or by those whom it licenses",
                ("us-v-new-york-courts-2025",),
                (),
                (
                    ("california", "us-v-california-2019"),
                    ("king-county", "us-v-king-county-2024"),
                ),
            ),
        ),
    ),
    Rule(
        "REV028",
        "reach over federal agents",
        LOCAL,
        "A State may not regulate the operations of the United States.",
        "It arises for each provision that binds federal agents and forbids or requires something.",
        "confining the provision to the government's own officers and property",
        ("us-v-washington", "supremacy"),
        (),
        (
            Stance(
                "such a rule regulates the United States directly",
                (),
                ("us-v-washington",),
            ),
            Stance(
                "it lays down what is done in the government's own courts and buildings",
                ("us-v-new-york-courts-2025",),
            ),
        ),
    ),
    Rule(
        "REV029",
        "no maker or citation",
        LOCAL,
        "Whether a rule binds depends on who made it and with which power; it is shown by its "
        "place in the law.",
        "It arises for each instrument in force that names no office (`of`) in a local "
        "government, or no citation (`cite`).",
        "naming the office that made it, and where it stands",
        ("hunter",),
    ),
    Rule(
        "REV030",
        "a savings clause that names no law",
        LOCAL,
        "What a savings clause saves is asked of its words.",
        "It arises for a clause whose `saves` names no law: whether it lets through what § 1373 "
        "protects is then a question of every reader.",
        "naming the sections that are saved",
    ),
    Rule(
        "REV031",
        "a savings clause that staff were not told of",
        LOCAL,
        "Whether a clause on paper is enough, or staff must know of it, is contested.",
        "It arises where `communicated` is false; where nobody looked, the review says so.",
        "a notice to those whom the rule binds, on record",
    ),
)
"""Every rule, by its code."""

BY_CODE: dict[str, Rule] = {rule.code: rule for rule in RULES}
