"""The file of one register: agreements that somebody lists, each of the office that signed it.

A register says of many offices in one place what a policy file would say of each: that an
agreement was made, of which kind and on which day. Its entries stand as printed; each is an
instrument of the office that it names, beside those of the government's own file.
"""

from typing import Annotated, Literal

import msgspec

from comity.policy.instrument import (
    Check,
    Checked,
    Instrument,
    Interval,
    Model,
    Provision,
    Survey,
    Url,
)
from comity.policy.vocabulary import Binds, Subject
from comity.strict_yaml.build import Id, PartialDate

OfficeId = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^(state|district|territory):[a-z]{2}(/[a-z_]+:[^\s/#]+)*#[a-z_]+$",
        description="an office's id such as state:ca/county:santa_clara#sheriff",
    ),
]


class RegisterEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Hold one agreement as printed, and the office that signed it; none where it is nobody's.

    `printed` are the agency, its kind, county and State as they stand there; `note` says why no
    government's office signed it.
    """

    row: str
    state: str
    agency: str
    model: Model
    signed: PartialDate
    kind: str | None = None
    county: str | None = None
    office: OfficeId | None = None
    note: str | None = None


class Register(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Hold a list of agreements as its publisher gave it on a day."""

    format: Literal["1"]
    register: Id
    title: str
    publisher: Id
    published: PartialDate
    subject: Subject
    source: Url
    checked: Check
    entries: tuple[RegisterEntry, ...]
    note: str | None = None


class Registered(msgspec.Struct, frozen=True):
    """Hold what registers say of one government: its offices' agreements, and where they looked."""

    instruments: tuple[Instrument, ...]
    surveyed: tuple[Survey, ...]


def registered(register: Register) -> dict[str, Registered]:
    """Return what a register says of each government, by id.

    An agreement is coded as a liberty of the office that made it (`permits`), the coding that
    claims least. The register was looked through for the offices that it names, from the day on
    which they first signed until the day on which it was published.
    """
    grouped: dict[str, list[RegisterEntry]] = {}
    for entry in register.entries:
        if entry.office is not None:
            grouped.setdefault(entry.office.partition("#")[0], []).append(entry)
    return {
        place: Registered(
            tuple(_instrument(register, entry) for entry in entries),
            tuple(_surveys(register, entries)),
        )
        for place, entries in grouped.items()
    }


def _instrument(register: Register, entry: RegisterEntry) -> Instrument:
    assert entry.office is not None
    office = entry.office.partition("#")[2]
    words = entry.model.replace("_", " ")
    return Instrument(
        instrument=f"{register.register}-{entry.row}",
        title=f"Agreement under 8 U.S.C. § 1357(g), {words}, signed by {entry.agency}",
        kind="agreement",
        in_force=(Interval(entry.signed),),
        checked=msgspec.structs.replace(register.checked, saw=entry.agency)
        if isinstance(register.checked, Checked)
        else register.checked,
        provisions=(
            Provision(
                id="agreement",
                subject=register.subject,
                act="permits",
                binds=(_binds(entry.office),),
                counterparty="dhs",
                model=entry.model,
                at=f"row {entry.row} of the list",
            ),
        ),
        of=f"#{office}",
        cite=f"{register.title}, row {entry.row}",
        source=register.source,
        note=" ".join(
            filter(
                None,
                [entry.note, "As listed; the agreement was not seen, nor whether it ended since."],
            )
        ),
    )


def _binds(office: str) -> Binds:
    """Return whom an agreement of an office binds: of a State's, that office alone."""
    if "/" not in office:
        return "named_agency"
    return "jail" if office.endswith("#jail") else "law_enforcement"


def _surveys(register: Register, entries: list[RegisterEntry]) -> list[Survey]:
    first: dict[str, str] = {}
    for entry in entries:
        assert entry.office is not None
        office = entry.office.partition("#")[2]
        first[office] = min(entry.signed, first.get(office, entry.signed))
    return [
        Survey(
            subjects=(register.subject,),
            from_=signed,
            until=register.published,
            by=f"#{office}",
            note=f"In {register.title}.",
        )
        for office, signed in sorted(first.items())
    ]
