"""The file of one published list: what its publisher printed, entry by entry, and when."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import msgspec

from comity.policy.dates import first_day, last_day, surely
from comity.policy.instrument import Check, Interval, PlaceId, Url
from comity.strict_yaml import BadInput, Remark, load_as, parse, read_source
from comity.strict_yaml.build import Id, PartialDate

Sha256 = Annotated[
    str,
    msgspec.Meta(pattern=r"^[0-9a-f]{64}$", description="a SHA-256 of 64 hexadecimal digits"),
]


class Stated(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Say in a sentence of ours by what criterion the publisher says that it listed whom."""

    says: str
    checked: Check
    source: Url | None = None


class Snapshot(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Name the saved page or file that a list was taken from: its hash, and when it was saved.

    `captured_by` is `said` where whoever imported it gave the day, `file` where it is the day on
    which the file was last changed.
    """

    sha256: Sha256
    captured: PartialDate
    captured_by: Literal["said", "file"]
    encoding: str
    taken: str


class ListEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Hold one entry as printed, the government that it means, and its days on the list.

    `under` is the heading under which it is printed, where its name alone does not say the State.
    """

    printed: str
    from_: PartialDate = msgspec.field(name="from")
    until: PartialDate | None = None
    under: str | None = None
    place: PlaceId | None = None
    note: str | None = None
    source: Url | None = None
    checked: Check | None = None


class PublishedList(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Hold a list of governments that somebody published, the criterion stated and its entries.

    `criterion` is the test of the library that has the definition; `snapshot` is there where the
    list was imported; `partial` says that not all of its entries are here. A list of the library
    names its publisher.
    """

    format: Literal["1"]
    list: Id
    title: str
    checked: Check
    entries: tuple[ListEntry, ...]
    publisher: Id | None = None
    published: PartialDate | None = None
    stated: Stated | None = None
    snapshot: Snapshot | None = None
    criterion: Id | None = None
    source: Url | None = None
    note: str | None = None
    partial: bool = False

    def on(self, day: str) -> frozenset[str]:
        """Return the governments that certainly stand on it on a day."""
        return frozenset(
            entry.place
            for entry in self.entries
            if entry.place is not None and surely(Interval(entry.from_, entry.until), day)
        )

    @property
    def first(self) -> str | None:
        """Return the day on which it was published, or from which its first entry stands on it."""
        return self.published or min((entry.from_ for entry in self.entries), default=None)


class Overview(msgspec.Struct, frozen=True):
    """Say in numbers what a list holds: entries, with a last day, with a government, checked."""

    list: str
    title: str
    publisher: str | None
    published: str | None
    entries: int
    ended: int
    resolved: int
    checked: int


def overview(published: PublishedList) -> Overview:
    """Return what a list holds, in numbers."""
    entries = published.entries
    return Overview(
        published.list,
        published.title,
        published.publisher,
        published.first,
        len(entries),
        sum(entry.until is not None for entry in entries),
        sum(entry.place is not None for entry in entries),
        sum(entry.checked not in (None, "never") for entry in entries),
    )


def read_list(path: Path, shown: str | None = None) -> PublishedList:
    """Read the file of one published list, in the library or anywhere else.

    Raises BadInput where it cannot be read or is the file of something else.
    """
    name = shown or str(path)
    node = parse(read_source(path, name), name)
    if node.get("list") is None:
        raise BadInput(
            [Remark(name, 1, 1, "is the file of no list, expected a map with the key `list`")]
        )
    value, remarks = load_as(node, PublishedList, name)
    if value is not None:
        for number, entry in enumerate(value.entries):
            if entry.until is not None and last_day(entry.until) < first_day(entry.from_):
                at = node.at(("entries", number, "until"))
                text = f"`until` is {entry.until}, before {entry.from_}"
                remarks.append(Remark(name, at.line, at.column, text))
    if value is None or remarks:
        raise BadInput(remarks)
    return value
