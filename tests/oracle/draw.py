"""Small libraries to try the engine on: built in memory, or drawn by hypothesis."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import Any

import msgspec
from hypothesis import strategies as st

from comity.catalog import Library, Packed
from comity.evaluate.diagram import DEEPEST
from comity.law.files import Court, LegalTest, Log, Ruling, Term
from comity.places.government import Government
from comity.policy.instrument import Government as GovernmentFile
from comity.policy.published_list import PublishedList
from comity.reason.finding import Finding, find
from comity.reason.question import Manner

DAY = "2020-06-15"
STATE, COUNTY, CITY = "state:ca", "state:ca/county:x", "state:ca/place:y"
ALL_KINDS = ["state", "county", "municipality"]
GOVERNMENTS = {
    STATE: Government(STATE, "S", "state", STATE, circuit="ca9"),
    COUNTY: Government(COUNTY, "X", "county", STATE, circuit="ca9", parents=(STATE,)),
    CITY: Government(CITY, "Y", "municipality", STATE, circuit="ca9", parents=(STATE, COUNTY)),
}
SUBJECTS = ["detainer_hold", "release_notification"]
CONDITIONS = ["judicial_warrant", "consent"]
ACTS = ["prohibits", "discourages", "permits", "authorizes", "requires"]
PREEMPTION = "preemption_of_local_policy"
COURTS = {
    "scotus": {"name": "S", "rank": "supreme", "reach": "everywhere"},
    "ca9": {"name": "9", "rank": "appeals", "reach": [STATE]},
    "ca5": {"name": "5", "rank": "appeals", "reach": ["state:tx"]},
}


class Places:
    """Stand for the book of places."""

    def get(self, place: str) -> Government | None:
        """Return one of three governments."""
        return GOVERNMENTS.get(place)


@dataclass
class World:
    """Hold a library as plain data, easy to change and to print."""

    terms: dict[str, Any] = field(default_factory=dict)
    tests: dict[str, Any] = field(default_factory=dict)
    rulings: dict[str, Any] = field(default_factory=dict)
    logs: dict[str, Any] = field(default_factory=dict)
    files: dict[str, Any] = field(default_factory=dict)
    published: dict[str, Any] = field(default_factory=dict)
    place: str = CITY
    population: int | None = None

    @property
    def government(self) -> Government:
        """Return the government that is asked about."""
        return msgspec.structs.replace(GOVERNMENTS[self.place], population=self.population)

    def library(self) -> Library:
        """Build the library."""
        files = {
            name: msgspec.convert({"format": "1", **value}, GovernmentFile)
            for name, value in self.files.items()
        }
        packed = Packed(
            terms={n: msgspec.convert({"format": "1", **v}, Term) for n, v in self.terms.items()},
            tests={
                n: msgspec.convert({"format": "1", **v}, LegalTest) for n, v in self.tests.items()
            },
            rulings={
                n: msgspec.convert({"format": "1", **v}, Ruling) for n, v in self.rulings.items()
            },
            logs={n: msgspec.convert({"format": "1", **v}, Log) for n, v in self.logs.items()},
            courts={n: msgspec.convert(v, Court) for n, v in COURTS.items()},
            parties={},
            lists={},
            published=msgspec.msgpack.encode(
                {
                    n: msgspec.convert({"format": "1", **v}, PublishedList)
                    for n, v in self.published.items()
                }
            ),
            registers=b"\x80",
            registered=b"\x80",
            governments={n: msgspec.msgpack.encode(f) for n, f in files.items()},
            cases=b"\x90",
            places=b"",
            hashes={},
            whole={},
        )
        library = Library(packed)
        library.__dict__["places"] = Places()
        return library

    def find(self, test: str = "t", **manner: Any) -> Finding:
        """Ask the engine."""
        library = self.library()
        how = Manner(**{"as_of": DAY, "known_on": DAY, **manner})
        # Hypothesis lowers the limit that the engine sets for its deepest diagrams.
        lowered = sys.getrecursionlimit()
        sys.setrecursionlimit(lowered + DEEPEST)
        try:
            return find(library, self.government, library.tests[test], how)
        finally:
            sys.setrecursionlimit(lowered)


def a_term(name: str, kind: str, readings: dict[str, Any], over: str | None = None) -> Any:
    """Return a term; each reading is held by an agency unless it says who holds it."""
    full = {
        key: {"gloss": key, "held_by": [{"who": "us-doj"}], **value}
        for key, value in readings.items()
    }
    term = {"term": name, "kind": kind, "phrase": name, "readings": full}
    return {**term, "over": over} if over else term


def a_test(name: str, met_if: Any, **more: Any) -> Any:
    """Return a test."""
    return {
        "test": name,
        "title": name,
        "authority": {"cite": "c", "enacted_by": "e"},
        "applies_to": {"kinds": ALL_KINDS},
        "applied_by": ["us-doj"],
        "words": {"met": "m", "not_met": "n"},
        "met_if": met_if,
        "checked": "never",
        "in_force": [{"from": "2019-01-01"}],
        **more,
    }


def a_ruling(name: str, court: str, effects: list[Any], **more: Any) -> Any:
    """Return a ruling of 2018."""
    return {
        "ruling": name,
        "cite": name,
        "court": court,
        "on_law": ["federal"],
        "posture": "p",
        "parties": {},
        "events": [{"date": "2018-01-01", "what": "decided"}],
        "effects": effects,
        "checked": "never",
        **more,
    }


def a_list(name: str, *entries: Any) -> Any:
    """Return a published list."""
    return {
        "list": name,
        "title": name,
        "publisher": "us-doj",
        "checked": "never",
        "entries": [{"printed": "p", **entry} for entry in entries],
    }


def an_instrument(name: str, provisions: list[Any], **more: Any) -> Any:
    """Return an instrument in force since 2017."""
    return {
        "instrument": name,
        "title": name,
        "kind": "statute",
        "in_force": [{"from": "2017-01-01"}],
        "checked": "never",
        "provisions": provisions,
        **more,
    }


def a_survey(subjects: Any, by: str = "own") -> Any:
    """Return a survey of these subjects."""
    return {"subjects": subjects, "from": "2016-01-01", "until": "2024-01-01", "by": by}


def a_file(place: str, instruments: list[Any], surveyed: list[Any]) -> Any:
    """Return the file of a government."""
    kind = GOVERNMENTS[place].kind
    return {"government": place, "kind": kind, "surveyed": surveyed, "instruments": instruments}


def surveyed(place: str = CITY, *instruments: Any) -> dict[str, Any]:
    """Return files in which everything was surveyed, with instruments of one government."""
    return {
        name: a_file(name, list(instruments) if name == place else [], [a_survey("all")])
        for name in GOVERNMENTS
    }


# drawing

_conditions = st.sampled_from([*CONDITIONS, "other", "time_limit"])


@st.composite
def _alternatives(draw: st.DrawFn, size: int = 2) -> list[list[str]]:
    found = draw(
        st.lists(
            st.lists(_conditions, min_size=1, max_size=2, unique=True).map(sorted),
            max_size=size,
            unique_by=tuple,
        )
    )
    return [a for a in found if not any(set(b) < set(a) for b in found)]


@st.composite
def _provision(draw: st.DrawFn, name: str, *, effective: bool) -> dict[str, Any]:
    subject = draw(st.sampled_from(SUBJECTS))
    found: dict[str, Any] = {"id": name, "subject": subject, "act": draw(st.sampled_from(ACTS))}
    if draw(st.integers(0, 9)) < 6:
        found["when"] = draw(_alternatives(1))
    found["unless"] = [
        u
        for u in draw(_alternatives())
        if not any(set(u) <= set(w) and "other" not in u for w in found.get("when", ()))
        and not any(set(u) <= set(w) for w in found.get("when", ()))
    ]
    if draw(st.booleans()):
        found["counterparty"] = draw(st.sampled_from(["dhs", "public", "any"]))
    found["binds"] = draw(
        st.sampled_from(
            [
                ["all_officials"],
                ["jail"],
                ["local_governments"],
                ["local_governments", "jail"],
                ["named_agency"],
            ]
        )
    )
    if effective and draw(st.integers(0, 5)) == 0:
        found.update(subject=PREEMPTION, act="prohibits", about=[subject])
        found.pop("counterparty", None)
    return found


@st.composite
def _file(
    draw: st.DrawFn, place: str, most: int, *, effective: bool, unknown: bool
) -> dict[str, Any]:
    provisions = [
        draw(_provision(f"p{n}", effective=effective)) for n in range(draw(st.integers(0, most)))
    ]
    if provisions and draw(st.integers(0, 4)) == 0:
        provisions[0]["overrides"] = draw(st.sampled_from(["all", ["p1"]]))
    half = draw(st.integers(0, len(provisions)))
    instruments = []
    for number, part in enumerate((provisions[:half], provisions[half:])):
        if not part:
            continue
        more: dict[str, Any] = {"kind": draw(st.sampled_from(["statute", "practice"]))}
        if draw(st.integers(0, 2)) == 0:
            more["in_force"] = [
                draw(
                    st.sampled_from(
                        [
                            {"from": "2020"},
                            {"from": "2020-06"},
                            {"from": "2017-01-01", "until": "2020"},
                            {"from": "2021-01-01"},
                            {"from": "2017-01-01", "until": "2020-06-15"},
                        ]
                    )
                )
            ]
        elif number and instruments and draw(st.integers(0, 3)) == 0:
            more["supersedes"] = ["i0"]
        if draw(st.integers(0, 3)) == 0:
            more["of"] = draw(st.sampled_from(["#sheriff", "#police"]))
        instruments.append(an_instrument(f"i{number}", part, **more))
    if instruments and "in_force" in instruments[0] and draw(st.booleans()):
        instruments[0]["in_force"] = [{"from": "2017-01-01"}]
    if instruments and draw(st.integers(0, 3)) == 0:
        # Its own instrument is of a certain date: what a savings clause of uncertain date covers
        # is not settled by the design.
        clause = {
            "id": "s",
            "subject": "savings_clause_1373",
            "act": "permits",
            "saves": {"law": ["law-a"], "provisions": draw(st.sampled_from(["all", ["p0"]]))},
        }
        if "2017-01-01" in str(instruments[0]["in_force"]) and "until" not in str(
            instruments[0]["in_force"]
        ):
            instruments[0]["provisions"] = [*instruments[0]["provisions"], clause]
    looked: list[Any] = [a_survey([PREEMPTION])] if draw(st.integers(0, 3)) else []
    subjects = [s for s in SUBJECTS if not unknown or draw(st.integers(0, 2))]
    if subjects:
        looked.append(a_survey(subjects))
    elif place == CITY and draw(st.booleans()):
        looked.append(a_survey("all", "#sheriff"))
    return a_file(place, instruments, looked)


@st.composite
def _query(draw: st.DrawFn, *, scopes: list[str], effective: bool) -> dict[str, Any]:
    found: dict[str, Any] = {}
    subject = draw(st.integers(0, 2))
    if "sc" in scopes and subject:
        found["subject"] = {"term": "sc"}
    else:
        found["subject"] = draw(st.sampled_from([*SUBJECTS, SUBJECTS]))
    acts = st.lists(st.sampled_from([*ACTS, "excepts"]), min_size=1, max_size=2, unique=True)
    if "ac" in scopes and draw(st.integers(0, 2)):
        found["act"] = {"term": "ac"}
    elif draw(st.integers(0, 5)):
        found["act"] = draw(acts)
    found["in"] = draw(
        st.sampled_from(
            [
                [],
                ["judicial_warrant"],
                ["judicial_warrant", "consent"],
                "any",
                {"some_without": ["consent"]},
                {"every_without": ["judicial_warrant"]},
                {"every_without": ["judicial_warrant", "consent"]},
            ]
        )
    )
    if "in" in scopes and draw(st.booleans()):
        found["in"] = {"term": "in"}
    if found["in"] == []:
        del found["in"]
    for key, values in (
        ("counterparty", ["any", ["dhs", "any"], "dhs"]),
        ("by", ["own", "state", "county", "parents"]),
        ("binds", ["jail", ["all_officials", "local_governments"], "named_agency"]),
        ("of", ["sheriff"]),
    ):
        if draw(st.integers(0, 3)) == 0:
            found[key] = draw(st.sampled_from(values))
    if effective:
        value = draw(st.sampled_from([None, True, False]))
        if value is not None:
            found["effective"] = value
    return found


def _combined(leaf: Any) -> Any:
    """Return formulas of at most three leaves."""
    signed = leaf | leaf.map(lambda x: {"not": x})
    pair = st.tuples(st.sampled_from(["all", "any"]), st.lists(signed, min_size=2, max_size=2)).map(
        lambda x: {x[0]: x[1]}
    )
    three = st.tuples(st.sampled_from(["all", "any"]), pair, signed).map(
        lambda x: {x[0]: [x[1], x[2]]}
    )
    return signed | pair | three


DROPS = [
    "nothing",
    {"by": "parents"},
    {"kind": "practice"},
    {"of": "sheriff"},
    {"demanded_by": "parents"},
    {"saved_by": {"law": "law-a"}},
    {"saved_by": {"law": "law-a", "also": ["consent"]}},
]
SCOPES = {
    "sc": ("subject", [["detainer_hold"], ["release_notification"], SUBJECTS]),
    "ac": ("act", [["prohibits"], ["prohibits", "discourages"], ["requires"], ["permits"]]),
    "in": ("in", [[], ["judicial_warrant"], ["consent"]]),
}


@st.composite
def worlds(draw: st.DrawFn, *, unknown: bool = True) -> World:
    """Draw a small library with one test `t`, perhaps another inside it, and policies."""
    world = World(place=draw(st.sampled_from([CITY, CITY, COUNTY, STATE])))
    effective = draw(st.integers(0, 2)) == 0
    holders = st.sampled_from(
        [
            [{"who": "us-doj"}],
            [{"who": "us-doj"}],
            [{"who": "us-doj", "from": "2019-01-01", "until": "2022"}],
            [{"who": "us-doj", "until": "2019"}],
            [{"who": "amici", "as": "amicus"}],
            [{"who": "r0"}],
        ]
    )
    scopes = draw(st.lists(st.sampled_from(sorted(SCOPES)), max_size=1, unique=True))
    for name in scopes:
        over, values = SCOPES[name]
        two = draw(st.lists(st.sampled_from(values), min_size=2, max_size=2))
        world.terms[name] = a_term(
            name, "scope", {"a": {"covers": two[0]}, "b": {"covers": two[1]}}, over
        )
    query = _query(scopes=scopes, effective=effective).map(lambda q: {"some": q})
    filters = draw(st.lists(st.sampled_from(["f1", "f2"]), max_size=2, unique=True))
    for name in filters:
        two = draw(st.lists(st.sampled_from(DROPS), min_size=2, max_size=2))
        world.terms[name] = a_term(name, "filter", {"a": {"drops": two[0]}, "b": {"drops": two[1]}})
    leaves = query
    if draw(st.integers(0, 2)) == 0:
        means = [
            draw(st.just("always") | st.just("never") | query | query.map(lambda q: {"not": q}))
            for _ in range(2)
        ]
        world.terms["fo"] = a_term(
            "fo", "formula", {"a": {"means": means[0]}, "b": {"means": means[1]}}
        )
        leaves = leaves | st.just({"term": "fo"})
    if draw(st.integers(0, 3)) == 0:
        leaves = leaves | st.just({"event": {"kind": "notice"}})
        log: dict[str, Any] = {"log": "g", "kind": "notice", "by": "us-doj", "checked": "never"}
        if draw(st.booleans()):
            log["complete"] = [
                draw(
                    st.sampled_from(
                        [
                            {"from": "2016-01-01"},
                            {"from": "2019-06-01"},
                            {"from": "2016-01-01", "until": "2020-01-01"},
                        ]
                    )
                )
            ]
        if draw(st.integers(0, 2)) == 0:
            log["entries"] = [
                {
                    "to": draw(st.sampled_from([CITY, COUNTY])),
                    "date": draw(st.sampled_from(["2020-01-01", "2021-01-01"])),
                }
            ]
        world.logs["g"] = log
    if draw(st.integers(0, 5)) == 0:
        more = {"from": draw(st.sampled_from(["2020-01-01", "2020-06", "2021-01-01"]))}
        if draw(st.booleans()):
            more["until"] = draw(st.sampled_from(["2020-06-15", "2020", "2020-06-14"]))
        world.published["l"] = a_list("l", {"place": draw(st.sampled_from([CITY, COUNTY])), **more})
        world.tests["w"] = a_test("w", {"listed": "l"})
        leaves = leaves | st.sampled_from([{"listed": "l"}, {"subdivision": "w"}])
        world.place = draw(st.sampled_from([CITY, COUNTY]))
    if draw(st.integers(0, 5)) == 0:
        world.population = draw(st.sampled_from([None, None, 100, 500]))
        sizes = [{"above": "100"}, {"at_least": "500"}, {"below": "101"}, {"at_most": "500"}]
        leaves = leaves | st.sampled_from([{"attribute": {"population": s}} for s in sizes])
    if draw(st.integers(0, 3)) == 0:
        inner = draw(query | query.map(lambda q: {"not": q}))
        world.tests["u"] = a_test(
            "u",
            inner,
            filters=draw(st.sampled_from([[], filters, filters[:1]])),
            applies_to={"kinds": draw(st.sampled_from([ALL_KINDS, ["county"]]))},
        )
        leaves = leaves | st.just({"test": "u"})
    world.tests["t"] = a_test("t", draw(_combined(leaves)), filters=filters)
    names = sorted(world.terms)
    effects: list[Any] = []
    for name in names:
        readings = world.terms[name]["readings"]
        for reading in readings.values():
            reading["held_by"] = draw(holders)
        if draw(st.integers(0, 3)) == 0:
            effect: dict[str, Any] = {
                "construes": name,
                "weight": draw(st.sampled_from(["holding", "holding", "dictum"])),
            }
            how = draw(st.sampled_from(["forecloses", "adopts", "excludes"]))
            if how == "forecloses":
                effect["forecloses"] = [draw(st.sampled_from("ab"))]
            elif how == "adopts":
                effect["adopts"] = draw(st.sampled_from("ab"))
                readings[effect["adopts"]]["held_by"] = [{"who": "us-doj"}]
            elif world.terms[name].get("over") == "subject":
                effect["excludes"] = ["release_notification"]
            if draw(st.integers(0, 2)) == 0:
                effect["in"] = [draw(st.sampled_from(sorted(world.tests)))]
            effects.append(effect)
    if len(names) > 1 and draw(st.integers(0, 4)) == 0:
        one, other = draw(st.permutations(names))[:2]
        world.terms[one]["readings"]["a"]["only_with"] = f"{other}={draw(st.sampled_from('ab'))}"
    if draw(st.integers(0, 5)) == 0:
        effects.append({"suspends": draw(st.sampled_from([f"{CITY}/i0", f"{STATE}/i0/p0"]))})
    if draw(st.integers(0, 5)) == 0:
        finds = {"by": STATE, "subject": SUBJECTS[:1], "act": ["requires", "authorizes"]}
        effects.append({"finds": {**finds, "none": "true"}})
    more: dict[str, Any] = {}
    if draw(st.integers(0, 3)) == 0:
        more["stage"] = "jurisdiction"
    if draw(st.integers(0, 3)) == 0:
        more["events"] = [
            {"date": "2018-01-01", "what": "decided"},
            {"date": draw(st.sampled_from(["2019-01-01", "2021-01-01"])), "what": "reversed"},
        ]
    court = draw(st.sampled_from(["scotus", "ca9", "ca9", "ca5"]))
    world.rulings["r0"] = a_ruling("r0", court, effects, **more)
    for place, most in ((CITY, 3), (COUNTY, 1), (STATE, 2)):
        world.files[place] = draw(_file(place, most, effective=effective, unknown=unknown))
    return world
