"""The file of one government: its instruments, their provisions, and what was surveyed."""

from typing import Annotated, Literal

import msgspec

from comity.policy.vocabulary import (
    Act,
    Binds,
    Condition,
    Counterparty,
    GovernmentKind,
    InstrumentKind,
    Subject,
)
from comity.strict_yaml.build import Id, PartialDate

Url = Annotated[
    str, msgspec.Meta(pattern=r"^https?://\S+$", description="an address that begins with https://")
]
PlaceId = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^(state|district|territory):[a-z]{2}(/[a-z_]+:[^\s/#]+)*$",
        description="a government's id such as state:ca/county:santa_clara",
    ),
]
Model = Literal["jail_enforcement", "warrant_service", "task_force"]
"""The models of an agreement under 8 U.S.C. § 1357(g)."""

Alternatives = tuple[tuple[Condition, ...], ...]
"""Alternatives, each a set of conditions that must hold together."""


class Checked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Record that words were seen: the day, the address, and at most 25 words that stand there."""

    date: PartialDate
    against: Url
    saw: str | None = None


Check = Literal["never"] | Checked


class Interval(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Say from which first day until which last day something held; no `until`: it still does."""

    from_: PartialDate = msgspec.field(name="from")
    until: PartialDate | None = None
    note: str | None = None


class Survey(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Say whose rules somebody looked for, on which subjects, in force over which interval."""

    subjects: Literal["all"] | tuple[Subject, ...]
    from_: PartialDate = msgspec.field(name="from")
    until: PartialDate
    by: str = "own"
    note: str | None = None


class Saves(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Say what a savings clause leaves untouched, and which provisions give way to it."""

    law: tuple[str, ...]
    provisions: Literal["all"] | tuple[str, ...] = "all"
    communicated: bool | None = None


class Offences(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Keep what a rule says of the crimes that it names; shown, never computed."""

    list: str | tuple[str, ...] | None = None
    lookback_years: str | None = None
    stage: str | None = None


class Provision(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Hold one rule: subject, act, whom it binds, towards whom, when and unless what."""

    id: Id
    subject: Subject
    act: Act
    binds: Binds | tuple[Binds, ...] = ("all_officials",)
    counterparty: Counterparty | None = None
    when: Alternatives = ()
    unless: Alternatives = ()
    about: tuple[Subject, ...] = ()
    saves: Saves | None = None
    overrides: Literal["all"] | tuple[str, ...] = ()
    model: Model | None = None
    penalty: Literal["criminal", "civil", "removal", "funds", "immunity_loss"] | None = None
    offences: Offences | None = None
    at: str | None = None
    note: str | None = None
    checked: Check | None = None


class Instrument(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Hold one statute, ordinance, order, policy, agreement or documented practice."""

    instrument: Id
    title: str
    kind: InstrumentKind
    in_force: tuple[Interval, ...]
    checked: Check
    provisions: tuple[Provision, ...]
    of: str | None = None
    cite: str | None = None
    source: Url | None = None
    supersedes: tuple[str, ...] = ()
    note: str | None = None

    @property
    def office(self) -> str | None:
        """Return the office that made it (`sheriff`), or None for the government as such."""
        return self.of.removeprefix("#") if self.of else None


class Government(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Hold the file of one government."""

    format: Literal["1"]
    government: PlaceId
    kind: GovernmentKind
    surveyed: tuple[Survey, ...] = ()
    instruments: tuple[Instrument, ...] = ()
    same_as: tuple[PlaceId, ...] = ()
    name: str | None = None
    parents: tuple[PlaceId, ...] = ()
    note: str | None = None
