"""The types of every file of the law: one struct for each kind of file."""

from typing import Literal

import msgspec

from comity.law.formula import Formula
from comity.policy.dates import first_day
from comity.policy.instrument import Check, Interval, PlaceId, Url
from comity.policy.vocabulary import Act, EventKind, GovernmentKind, InstrumentKind, Subject
from comity.strict_yaml.build import Id, PartialDate

Format = Literal["1"]
Weight = Literal["holding", "alternative", "dictum", "analogous"]
Capacity = Literal["party", "letter", "applies", "enacts", "amicus", "commentary"]
STANDING: tuple[str, ...] = ("party", "letter", "applies", "enacts")


class Holder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Say who holds a reading, in which document, from when until when."""

    who: str
    in_: str | None = msgspec.field(default=None, name="in")
    from_: PartialDate | None = msgspec.field(default=None, name="from")
    until: PartialDate | None = None
    as_: Capacity = msgspec.field(default="party", name="as")
    note: str | None = None
    source: Url | None = None
    checked: Check | None = None


class SavedBy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Name the law whose savings clause drops a provision, and conditions that do the same."""

    law: str | tuple[str, ...]
    also: tuple[str, ...] = ()


class Drops(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Say which provisions a filter's reading leaves out."""

    by: Literal["parents", "own"] | tuple[Literal["parents", "own"], ...] | None = None
    kind: InstrumentKind | tuple[InstrumentKind, ...] | None = None
    of: str | tuple[str, ...] | None = None
    demanded_by: Literal["parents"] | tuple[Literal["parents"], ...] | None = None
    saved_by: SavedBy | None = None

    @property
    def offices(self) -> tuple[str, ...]:
        """Return the offices whose rules are left out."""
        return () if self.of is None else (self.of,) if isinstance(self.of, str) else self.of


class Reading(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Hold one of the rival meanings of a term, and who holds it.

    `undecided` says why no case decides it, where none does.
    """

    gloss: str
    held_by: tuple[Holder, ...]
    covers: tuple[str, ...] | None = None
    drops: Literal["nothing"] | Drops | None = None
    means: Literal["always", "never"] | Formula | None = None
    only_with: str | tuple[str, ...] = ()
    note: str | None = None
    undecided: str | None = None


class Term(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Hold an open-textured phrase and its readings."""

    format: Format
    term: Id
    kind: Literal["scope", "filter", "formula"]
    phrase: str
    readings: dict[Id, Reading]
    over: Literal["subject", "act", "in", "binds"] | None = None
    note: str | None = None
    checked: Check = "never"


AuthorityKind = Literal[
    "statute", "bill", "regulation", "executive_order", "memorandum", "grant_terms", "doctrine"
]
ConsequenceKind = Literal[
    "funds", "suit", "penalty", "offence", "removal", "listing", "void", "other"
]


class Authority(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Name the legal source of a test; `memorandum` is any guidance, letter or notice.

    It `commands` where it orders or forbids governments something itself, and does not only say
    what follows for them.
    """

    cite: str
    enacted_by: str
    kind: AuthorityKind | None = None
    commands: bool | None = None
    date: PartialDate | None = None
    as_: str | None = msgspec.field(default=None, name="as")
    source: Url | None = None
    note: str | None = None


class Scope(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Say which governments a test is about."""

    kinds: tuple[GovernmentKind, ...]
    within: PlaceId | None = None


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Hold the outcomes of a test in its own words."""

    met: str
    not_met: str


class Consequence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Say what follows for a government that meets a test, and when that was in force."""

    what: str
    in_force: tuple[Interval, ...]
    kind: ConsequenceKind | None = None
    programme: str | None = None
    source: Url | None = None
    note: str | None = None
    checked: Check | None = None


NONE = "none"
"""What a point has where somebody read the text and found nothing on it."""


class Point(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Say what an authority has on one point, where that was read, and how much of the text was.

    `has` is `none`, or what the authority has in a few words; `saw` are words that stand there.
    `report` is somebody else's account of the text. What comes `only_after` the consequence has
    begun is no protection against it; what it has `in_part` leaves something without it.
    """

    has: str
    read: Literal["whole", "part", "report"]
    source: Url
    only_after: bool = False
    in_part: bool = False
    saw: str | None = None
    note: str | None = None

    @property
    def missing(self) -> bool:
        """Tell whether whoever read the text found nothing on the point."""
        return self.has == NONE


class Process(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Hold what an authority has on process, before anything follows for a government.

    A point that is left out is one that nobody looked up.
    """

    notice: Point | None = None
    hearing: Point | None = None
    way_off: Point | None = None
    standard: Point | None = None
    effective: Point | None = None


class LegalTest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Hold a legal question about a government, taken from an authority."""

    format: Format
    test: Id
    title: str
    authority: Authority
    applies_to: Scope
    applied_by: tuple[str, ...]
    words: Words
    met_if: Formula
    checked: Check
    in_force: tuple[Interval, ...] = ()
    proposed: PartialDate | None = None
    withdrawn: PartialDate | None = None
    validity: Id | None = None
    filters: tuple[Id, ...] = ()
    consequences: dict[Id, Consequence] = {}
    words_from: Point | None = None
    unit: Point | None = None
    process: Process | None = None
    note: str | None = None

    @property
    def begun(self) -> str | None:
        """Return the first day on which it was proposed or in force, or None where never."""
        begins = [first_day(interval.from_) for interval in self.in_force]
        if self.proposed is not None:
            begins.append(first_day(self.proposed))
        return min(begins, default=None)


class Event(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Hold one step in the life of a ruling."""

    date: PartialDate
    what: Literal[
        "decided",
        "amended",
        "stayed",
        "stay_lifted",
        "narrowed",
        "affirmed",
        "reversed",
        "vacated",
        "superseded",
        "moot",
        "ended",
        "appealed",
        "appeal_dropped",
    ]
    by: str | None = None
    effects: tuple[Id, ...] = ()
    protects: tuple[str | dict[str, str | tuple[str, ...]], ...] | None = None
    note: str | None = None
    source: Url | None = None
    checked: Check | None = None


class Finds(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Say that a maker has no provision with these subjects and acts."""

    by: PlaceId
    subject: tuple[Subject, ...]
    act: tuple[Act, ...]
    none: Literal["true"]


class Effect(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Hold one thing that a ruling did: construes, applies, finds, enjoins, vacates, suspends, …"""

    weight: Weight = "holding"
    id: Id | None = None
    construes: Id | None = None
    excludes: tuple[str, ...] = ()
    includes: tuple[str, ...] = ()
    forecloses: tuple[Id, ...] = ()
    adopts: Id | None = None
    in_: tuple[Id, ...] = msgspec.field(default=(), name="in")
    applies: Id | None = None
    to: tuple[str, ...] = ()
    outcome: Literal["met", "not_met"] | None = None
    finds: Finds | None = None
    enjoins: str | tuple[str, ...] | None = None
    vacates: str | tuple[str, ...] | None = None
    suspends: str | tuple[str, ...] | None = None
    invalidates: str | None = None
    protects: tuple[str | dict[str, str | tuple[str, ...]], ...] = ()
    against: tuple[str, ...] = ()
    carve_outs: str | None = None
    programme: str | None = None
    at: str | None = None
    note: str | None = None
    checked: Check | None = None

    @property
    def does(self) -> str:
        """Name the one thing that the effect does, or say none or several."""
        found = [name for name in EFFECTS if getattr(self, name) is not None]
        return found[0] if len(found) == 1 else ("none" if not found else "several")


EFFECTS = ("construes", "applies", "finds", "enjoins", "vacates", "suspends", "invalidates")


class Vagueness(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Say what a ruling found of the clarity of a test's words, or of one term in it.

    It chooses no reading, so that it is no effect and the engine does not see it. It shares the
    later history of the ruling, or of the one `effect` that rests on it.
    """

    in_: tuple[Id, ...] = msgspec.field(name="in")
    found: Literal["vague", "likely_vague", "not_vague"]
    ground: Literal["due_process", "spending_clause"] = "due_process"
    term: Id | None = None
    effect: Id | None = None
    note: str | None = None
    checked: Check | None = None


class Sides(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Name who won and who lost; the United States and its agencies are `us`."""

    won: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


class Ruling(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Hold what a court decided, its later history and its effects."""

    format: Format
    ruling: Id
    cite: str
    court: Id
    on_law: tuple[str, ...]
    posture: str
    parties: Sides
    events: tuple[Event, ...]
    checked: Check
    effects: tuple[Effect, ...] = ()
    vagueness: tuple[Vagueness, ...] = ()
    stage: Literal["merits", "preliminary", "jurisdiction"] = "merits"
    en_banc: bool = False
    published: bool = True
    title: str | None = None
    docket: str | None = None
    source: Url | None = None
    note: str | None = None


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Hold one event of a log."""

    to: PlaceId
    date: PartialDate
    about: Id | None = None
    source: Url | None = None
    note: str | None = None
    checked: Check | None = None


class Log(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Hold events of one kind by one sender, and the intervals over which they are complete."""

    format: Format
    log: Id
    kind: EventKind
    by: Id
    checked: Check
    complete: tuple[Interval, ...] = ()
    entries: tuple[Entry, ...] = ()
    note: str | None = None


class Party(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Name somebody who holds readings or stands in a suit; never a private person."""

    name: str
    kind: Literal[
        "agency", "government", "association", "legislature", "person_office", "scholar", "private"
    ]
    acts_for: str | None = None
    note: str | None = None


class Member(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Name a government on a list, and the date for which that is documented."""

    place: PlaceId
    as_of: PartialDate | None = None
    note: str | None = None
    checked: Check = "never"


class Members(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Hold a list of governments that an order names together, with where each is documented."""

    name: str
    members: tuple[Member, ...]
    note: str | None = None


class Parties(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Hold parties.yaml."""

    format: Format
    parties: dict[str, Party]
    lists: dict[Id, Members] = {}


class Court(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Say whom a court binds by precedent, and on which law."""

    name: str
    rank: Literal["supreme", "appeals", "trial", "state_high", "state_appellate", "state_trial"]
    reach: Literal["everywhere"] | tuple[str, ...]
    law: tuple[str, ...] = ("federal",)
    note: str | None = None
    checked: Check | None = None


class Courts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Hold courts.yaml."""

    format: Format
    courts: dict[str, Court]


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Expect an outcome for a place, a test and a date, and say why.

    With `reading` it expects what follows where terms are read so, as whoever decided or argued
    the case read them. Without `outcome` it expects the status alone, as an order of relief does.
    """

    case: Id
    place: str
    test: Id
    as_of: PartialDate
    why: str
    outcome: Literal["met", "not_met", "undetermined", "out_of_scope"] | None = None
    known_on: PartialDate | None = None
    reading: dict[Id, Id] = {}
    law: Literal["always", "sometimes", "never"] | None = None
    facts: Literal["always", "sometimes", "never"] | None = None
    status: str | None = None
    leaning: str | None = None
    source: Url | None = None
    differs: str | None = None


class Cases(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Hold a file of cases."""

    format: Format
    cases: tuple[Case, ...]
