"""The file of one published list: what its publisher printed, entry by entry, and when."""

from typing import Literal

import msgspec

from comity.policy.dates import surely
from comity.policy.instrument import Check, Interval, PlaceId, Url
from comity.strict_yaml.build import Id, PartialDate


class ListEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Hold one entry as printed, the government that it means, and its days on the list."""

    printed: str
    from_: PartialDate = msgspec.field(name="from")
    until: PartialDate | None = None
    place: PlaceId | None = None
    note: str | None = None
    source: Url | None = None
    checked: Check | None = None


class PublishedList(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Hold a list of governments that somebody published, the criterion stated and its entries."""

    format: Literal["1"]
    list: Id
    title: str
    publisher: Id
    checked: Check
    entries: tuple[ListEntry, ...]
    criterion: Id | None = None
    source: Url | None = None
    note: str | None = None

    def on(self, day: str) -> frozenset[str]:
        """Return the governments that certainly stand on it on a day."""
        return frozenset(
            entry.place
            for entry in self.entries
            if entry.place is not None and surely(Interval(entry.from_, entry.until), day)
        )
