"""The answers of `comity lists` as values, as text and as JSON, and their JSON Schema."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from comity.policy.dates import Answer, in_force
from comity.policy.imported_list import Taken
from comity.policy.instrument import Check, Interval
from comity.policy.published_list import Overview, PublishedList, Snapshot, Stated, overview
from comity.report.terminal import Bold, wrap
from comity.strict_yaml import plain

FEW = 10
"""How many entries without a government are named after an import."""


class Lists(msgspec.Struct, frozen=True):
    """Hold the answer to one call of `comity lists list`."""

    format: int
    lists: tuple[Overview, ...]


class ShownEntry(msgspec.Struct, frozen=True):
    """Hold one entry as printed, with the name of its government and whether it stands there."""

    printed: str
    from_: str = msgspec.field(name="from")
    until: str | None
    under: str | None
    place: str | None
    name: str | None
    stands: Answer | None
    note: str | None
    checked: Check


class Shown(msgspec.Struct, frozen=True):
    """Hold the answer to one call of `comity lists show`; `stands` is null without a day."""

    format: int
    as_of: str | None
    overview: Overview
    publisher_name: str | None
    stated: Stated | None
    criterion: str | None
    source: str | None
    snapshot: Snapshot | None
    checked: Check
    note: str | None
    entries: tuple[ShownEntry, ...]


def shown(
    published: PublishedList,
    as_of: str | None,
    publisher_name: str | None,
    full_name: Callable[[str], str],
) -> Shown:
    """Join a list with the names of its governments, and with a day."""
    entries = tuple(
        ShownEntry(
            entry.printed,
            entry.from_,
            entry.until,
            entry.under,
            entry.place,
            None if entry.place is None else full_name(entry.place),
            None if as_of is None else in_force((Interval(entry.from_, entry.until),), as_of),
            entry.note,
            entry.checked or "never",
        )
        for entry in published.entries
    )
    return Shown(
        1,
        as_of,
        overview(published),
        publisher_name,
        published.stated,
        published.criterion,
        published.source,
        published.snapshot,
        published.checked,
        published.note,
        entries,
    )


def to_json(answer: Lists | Shown) -> str:
    """Write an answer as JSON: the same question gives the same bytes."""
    return msgspec.json.format(msgspec.json.encode(answer), indent=2).decode() + "\n"


def schema(kind: type[Lists] | type[Shown]) -> dict[str, Any]:
    """Return the JSON Schema of an answer of one kind."""
    dialect = "https://json-schema.org/draft/2020-12/schema"
    return {"$schema": dialect, "title": kind.__name__, **msgspec.json.schema(kind)}


def render_all(answer: Lists, bold: Bold = str) -> str:
    """Write what lists there are."""
    lines: list[str] = []
    for one in answer.lists:
        ended = f", {one.ended} with a last day" if one.ended else ""
        lines += [bold(one.list), *wrap(f"{one.title}", 2, 2)]
        lines += wrap(
            f"{one.publisher or 'publisher not said'}, {one.published or 'day not said'}: "
            f"{_entries(one.entries)}{ended}; {one.resolved} with a government; "
            f"{one.checked} checked.",
            2,
            2,
        )
    return "\n".join(lines) + "\n"


def render(answer: Shown, bold: Bold = str) -> str:
    """Write a list as printed, each entry with its government, its days and where it was seen."""
    one = answer.overview
    publisher = answer.publisher_name or one.publisher or "publisher not said"
    lines = wrap(bold(plain(one.title)))
    lines += wrap(f"{one.list}: {publisher}, {one.published or 'day not said'}.")
    if answer.stated is not None:
        lines += wrap(f"Stated criterion: {answer.stated.says}", 0, 2)
        lines += wrap(_seen(answer.stated.checked), 2, 2)
    if answer.criterion is not None:
        lines += wrap(f"The test with that definition: {answer.criterion}", 0, 2)
    if answer.source is not None:
        lines += wrap(f"Source: {answer.source}", 0, 2)
    if answer.snapshot is not None:
        taken = answer.snapshot
        by = "as whoever imported it said" if taken.captured_by == "said" else "by the file's time"
        lines += wrap(
            f"Taken from a file saved on {taken.captured} ({by}): {taken.taken}, {taken.encoding}, "
            f"SHA-256 {taken.sha256}.",
            0,
            2,
        )
    lines += wrap(f"The list: {_seen(answer.checked)}", 0, 2)
    unresolved = one.entries - one.resolved
    lines += ["", f"{_entries(one.entries)}, {unresolved} with no government."]
    if answer.as_of is not None:
        lines += [*_on_the_day(answer)]
    for number, entry in enumerate(answer.entries, 1):
        lines += ["", *_entry(number, entry)]
    if answer.note is not None:
        lines += ["", *wrap(plain(answer.note))]
    return "\n".join(lines) + "\n"


def _entries(count: int) -> str:
    return "1 entry" if count == 1 else f"{count} entries"


def _on_the_day(answer: Shown) -> Iterator[str]:
    stands = [entry.stands for entry in answer.entries]
    maybe = stands.count("maybe")
    more = f", {maybe} more perhaps, for want of an exact day" if maybe else ""
    yield f"On {answer.as_of}: {stands.count('yes')} stand on it{more}."


def _entry(number: int, entry: ShownEntry) -> Iterator[str]:
    under = f" (under {entry.under})" if entry.under is not None else ""
    yield from wrap(f"{number}. {plain(entry.printed + under)}", 0, 4)
    who = "no government" if entry.place is None else f"{entry.name}  {entry.place}"
    yield from wrap(who, 4, 2)
    days = f"from {entry.from_}" if entry.until is None else f"from {entry.from_} to {entry.until}"
    on = {"yes": ", stands on it", "no": ", not on it", "maybe": ", perhaps on it", None: ""}
    yield from wrap(days + on[entry.stands], 4, 2)
    if entry.note is not None:
        yield from wrap(plain(entry.note), 4, 2)
    yield from wrap(_seen(entry.checked), 4, 2)


def _seen(checked: Check) -> str:
    if isinstance(checked, str):
        return "Nobody has checked it against a source."
    words = f": “{checked.saw}”" if checked.saw is not None else ""
    return f"Checked on {checked.date} at {checked.against}{words}"


def render_import(published: PublishedList, taken: Taken, cleaned: int) -> str:
    """Say what was taken from a saved page, and what was left out of it."""
    one = overview(published)
    assert published.snapshot is not None
    snapshot = published.snapshot
    lines = [
        f"took {_entries(one.entries)} from {taken.where}; {one.resolved} with a government, "
        f"{one.entries - one.resolved} without"
    ]
    without = [entry for entry in published.entries if entry.place is None]
    for entry in without[:FEW]:
        under = f" (under {entry.under})" if entry.under else ""
        lines.append(f"  without: {entry.printed}{under}")
    if len(without) > FEW:
        lines.append(f"  … and {len(without) - FEW} more")
    for left in taken.left_out:
        examples = "; ".join(left.examples)
        more = "; …" if left.count > len(left.examples) else ""
        lines.append(f"left out, {left.why}: {left.count} ({examples}{more})")
    if cleaned:
        lines.append(f"taken out: {cleaned} characters that cannot be seen")
    if snapshot.encoding == "Windows-1252":
        lines.append("it is not UTF-8 and was read as Windows-1252: look at names with accents")
    by = "--captured" if snapshot.captured_by == "said" else "the file's time of change"
    lines.append(f"captured {snapshot.captured}, by {by}; SHA-256 {snapshot.sha256}")
    return "\n".join(plain(line) for line in lines)
