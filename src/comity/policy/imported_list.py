"""A published list made out of a saved page or file: which lines are its entries, whom they mean.

The entries are those of the one list or column with the most names of governments in it, as
printed; a name is looked up and never guessed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

import msgspec

from comity.places.find import Ambiguous, Found, Match, Unknown
from comity.policy.instrument import Checked
from comity.policy.published_list import ListEntry, PublishedList, Snapshot
from comity.policy.snapshot import LONGEST, Line, Page, headings_of
from comity.strict_yaml import BadInput, Remark, nearest
from comity.strict_yaml.node import DEFAULT_LIMITS

MOST = 5_000
"""How many entries a list may have."""

SAMPLE = 40
"""How many lines of each list or column are looked up to find the one with names in it."""

GROUPS = 30
"""How many lists and columns are looked at, the longest first."""

EXAMPLES = 3
"""How many lines are shown of those that were left out."""

ELSEWHERE = "in another list, column or paragraph that names governments too (see --select)"
"""Why lines were left out that somebody may have wanted."""

Find = Callable[[str], Found]
FullName = Callable[[str], str]


class Name(NamedTuple):
    """Hold one entry as printed, the heading that says its State, and what was found for it."""

    printed: str
    under: str | None
    found: Found


class LeftOut(msgspec.Struct, frozen=True):
    """Say why lines were left out, how many, and the first of them."""

    why: str
    count: int
    examples: tuple[str, ...]


class Taken(NamedTuple):
    """Hold the entries that were taken, where they stood, and what was left out."""

    names: tuple[Name, ...]
    where: str
    left_out: tuple[LeftOut, ...]


def take(page: Page, find: Find, shown: str, select: str | None = None) -> Taken:
    """Return the entries of a saved list; raise BadInput where none is a name of a government.

    With `select`, only what stands under a heading or column header with these words is read.
    """
    look_up = _LookUp(find)
    lines = list(page.lines)
    left: dict[str, list[str]] = {}
    if select is not None:
        within = [line for line in lines if _stands_under(line, select)]
        if not within:
            known = [text for text in headings_of(page) if text]
            hint = nearest(select, known) if known else ""
            raise _wrong(shown, f"has no heading or column called `{select[:60]}`{hint}")
        chosen = set(map(id, within))
        left["not under what was selected"] = [x.text for x in lines if id(x) not in chosen]
        lines = within
    groups = _with_names(lines, look_up)
    if not groups:
        raise _wrong(
            shown,
            "has no list, column or lines with names of governments in it"
            + ("" if select is None else f" under `{select[:60]}`"),
        )
    group = groups[0]
    others = [line for line in lines if line.group != group]
    more = {one.group for one in others if one.group in groups[1:]}
    for why, wanted in ((ELSEWHERE, True), ("in another list, column or paragraph", False)):
        left[why] = [line.text for line in others if (line.group in more) == wanted]
    kept: list[Line] = []
    alike = [line for line in lines if line.group == group]
    if _is_header(alike[0], look_up):
        left["the header of its column"] = [alike.pop(0).text]
    for _, section in groupby(alike, key=lambda line: line.headings):
        kept += _names_of(list(section), look_up, left)
    if len(kept) > MOST:
        raise _wrong(shown, f"has {len(kept):,} entries, more than the {MOST:,} a list may have")
    names = tuple(Name(line.text, *look_up.in_context(line)) for line in kept)
    return Taken(names, _where(kept[0], page), tuple(_summed(left)))


def _wrong(shown: str, text: str) -> BadInput:
    return BadInput([Remark(shown, 0, 0, text)])


def _stands_under(line: Line, words: str) -> bool:
    wanted = words.casefold()
    if any(wanted in heading.text.casefold() for heading in line.headings):
        return True
    return line.header is not None and wanted in line.header.get(line.column, "").casefold()


def _where(line: Line, page: Page) -> str:
    """Say in a few words where the entries stood."""
    if line.column >= 0:
        head = (line.header or {}).get(line.column)
        column = f"column {line.column + 1}"
        return f"{page.kind}, {column}" + (f" (`{head[:40]}`)" if head else "")
    return f"{page.kind}, {'paragraphs' if line.prose else 'lines of a list'}"


def _summed(left: dict[str, list[str]]) -> Iterator[LeftOut]:
    for why, texts in left.items():
        if texts:
            shown = tuple(text[:60] for text in texts[:EXAMPLES])
            yield LeftOut(why, len(texts), shown)


def _may_be_a_name(text: str) -> bool:
    return 1 < len(text) <= LONGEST and any(c.isalpha() for c in text)


def _with_names(lines: Iterable[Line], look_up: _LookUp) -> list[int]:
    """Return the groups of lines that hold names of governments, the one with most of them first.

    A column that says the State of another one comes last.
    """
    groups: dict[int, list[Line]] = {}
    for line in lines:
        if _may_be_a_name(line.text):
            groups.setdefault(line.group, []).append(line)
    scores: list[tuple[bool, float, int]] = []
    for group in sorted(groups, key=lambda one: -len(groups[one]))[:GROUPS]:
        members = groups[group]
        sample = members[:: max(1, len(members) // SAMPLE)]
        share = sum(look_up.is_name(line) for line in sample) / len(sample)
        if share:
            head = (members[0].header or {}).get(members[0].column, "")
            distinct = len({(line.text, line.headings) for line in members})
            scores.append((head.casefold() not in _STATE, share * distinct, -group))
    return [-group for _, _, group in sorted(scores, reverse=True)]


_HEADER = frozenset(
    (
        "agency",
        "city",
        "cities",
        "county",
        "counties",
        "entity",
        "government",
        "governments",
        "jurisdiction",
        "jurisdictions",
        "locality",
        "localities",
        "municipality",
        "municipalities",
        "name",
        "names",
        "place",
        "places",
        "state",
        "states",
    )
)


def _is_header(line: Line, look_up: _LookUp) -> bool:
    if line.header is None or line.row is None or line.row.items() != line.header.items():
        return False
    words = re.findall(r"[a-z]+", " ".join(line.row.values()).casefold())
    return bool(_HEADER & set(words)) and not isinstance(look_up.of(line.text), Match)


def _names_of(section: list[Line], look_up: _LookUp, left: dict[str, list[str]]) -> list[Line]:
    """Return the lines of one section that are entries of the list."""
    short = []
    for line in section:
        if _may_be_a_name(line.text):
            short.append(line)
        else:
            left.setdefault("too long for a name, or no word", []).append(line.text)
    if short and not short[0].prose and look_up.state_of(short[0]) is not None:
        return short  # under a State's name even one that is misspelt is meant to be a government
    named = [at for at, line in enumerate(short) if look_up.is_name(line)]
    if not named:
        left.setdefault("under a heading with no name of a government", []).extend(
            line.text for line in short
        )
        return []
    if not section[0].prose:
        return short
    # Between paragraphs of a list others may stand before and after it, such as who wrote it.
    first, last = named[0], named[-1]
    outside = [*short[:first], *short[last + 1 :]]
    left.setdefault("before the first name or after the last", []).extend(x.text for x in outside)
    return short[first : last + 1]


_MARKS = re.compile(r"(?:\s*(?:[*†‡§]+|\[[^\]]{0,8}\]|\(?[0-9]{1,2}\)))+$")
_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")
_STATE = frozenset(("state", "state/territory", "state or territory", "states", "st"))
_COUNTY = frozenset(("county", "counties", "county name"))


class _LookUp:
    """Look names up, each once, with the State that stands beside or above them."""

    def __init__(self, find: Find) -> None:
        self._find = find
        self._found: dict[str, Found] = {}

    def of(self, text: str) -> Found:
        """Return what a text alone means."""
        if text not in self._found:
            self._found[text] = self._find(text)
        return self._found[text]

    def is_name(self, line: Line) -> bool:
        """Tell whether a line names a government, or several."""
        return not isinstance(self.in_context(line)[1], Unknown)

    def in_context(self, line: Line) -> tuple[str | None, Found]:
        """Return the heading that says a line's State, or None, and whom the line means."""
        state = self.state_of(line)
        if state is not None and state != line.text:
            for spelled in _spellings(line):
                found = self.of(f"{spelled}, {state}")
                if isinstance(found, Match):
                    return state, found
        found = Unknown()
        for spelled in _spellings(line):
            found = self.of(spelled)
            if not isinstance(found, Unknown):
                break
        if state is None or state == line.text or isinstance(found, Match):
            return None, found
        return state, self.of(f"{next(_spellings(line))}, {state}")

    def state_of(self, line: Line) -> str | None:
        """Return the State that a column of the row names, or the nearest heading that does."""
        if line.row is not None and line.header is not None:
            for at, head in line.header.items():
                if at != line.column and head.casefold() in _STATE and line.row.get(at):
                    return line.row[at]
        for heading in reversed(line.headings):
            text = _BRACKETS.sub("", heading.text).rstrip(": ")
            if len(text) <= LONGEST:
                found = self.of(text)
                if isinstance(found, Match) and "/" not in found.government_id:
                    return text
        return None


def _spellings(line: Line) -> Iterator[str]:
    """Give the ways to look a line up: a county by its column, and without marks of a note."""
    head = (line.header or {}).get(line.column, "").casefold()
    if head in _COUNTY and not re.search(r"\b(?:county|parish|borough)\b", line.text, re.I):
        yield f"{line.text} County"
    yield line.text
    bare = _MARKS.sub("", line.text)
    if bare != line.text and bare:
        yield bare
    without = _BRACKETS.sub("", bare)
    if without not in (bare, "") and without != line.text:
        yield without


class About(NamedTuple):
    """Hold what whoever imports a list says of it."""

    id: str
    title: str
    publisher: str | None
    published: str | None
    source: str | None


def imported(taken: Taken, about: About, snapshot: Snapshot, full_name: FullName) -> PublishedList:
    """Return the list, each entry with the government that it means, or why it has none."""
    first = about.published or snapshot.captured
    entries = []
    for name in taken.names:
        place: str | None = None
        note: str | None
        match name.found:
            case Match(place, office):
                note = None if office is None else f"An office of it: {office}."
            case Ambiguous(candidates):
                note = f"May mean {_some(candidates, full_name)}."
            case Unknown(near, elsewhere):
                note = "No government of this name was found."
                close = (*elsewhere, *near)
                if close:
                    note = f"No government of this name was found; near it: {full_name(close[0])}."
        entries.append(ListEntry(name.printed, first, under=name.under, place=place, note=note))
    note = None
    if about.published is None:
        note = "When it was published was not said: an entry begins on the day of the snapshot."
    return PublishedList(
        "1",
        about.id,
        about.title,
        "never",
        tuple(entries),
        about.publisher,
        about.published,
        snapshot=snapshot,
        source=about.source,
        note=note,
    )


def _some(places: tuple[str, ...], full_name: FullName) -> str:
    names = " or ".join(full_name(place) for place in places[:3])
    return names if len(places) <= 3 else f"{names}, or one of {len(places) - 3} more"


def text_of(published: PublishedList, shown: str) -> str:
    """Write a list as a file in the canonical form; raise BadInput where it would be too large."""
    lines = [f"format: {published.format}", f"list: {published.list}"]
    for key in ("title", "publisher", "published"):
        lines += _pair(key, getattr(published, key), "")
    stated = published.stated
    if stated is not None:
        lines += [
            "stated:",
            *_pair("says", stated.says, "  "),
            *_pair("source", stated.source, "  "),
        ]
        lines += _checked(stated.checked, "  ")
    lines += _checked(published.checked, "")
    if published.snapshot is not None:
        lines.append("snapshot:")
        for field in msgspec.structs.fields(Snapshot):
            lines += _pair(field.name, getattr(published.snapshot, field.name), "  ")
    lines.append("entries:" if published.entries else "entries: []")
    for entry in published.entries:
        mine = _pair("printed", entry.printed, "    ")
        for key, value in (
            ("from", entry.from_),
            ("until", entry.until),
            ("under", entry.under),
            ("place", entry.place),
            ("note", entry.note),
            ("source", entry.source),
        ):
            mine += _pair(key, value, "    ")
        if entry.checked is not None:
            mine += _checked(entry.checked, "    ")
        lines += [f"  - {mine[0].lstrip()}", *mine[1:]]
    for key in ("criterion", "source", "note"):
        lines += _pair(key, getattr(published, key), "")
    text = "\n".join(lines) + "\n"
    if len(text.encode()) > DEFAULT_LIMITS.size:
        raise _wrong(shown, f"would be larger than {DEFAULT_LIMITS.size:,} bytes as a list")
    return text


def _pair(key: str, value: str | None, indent: str) -> list[str]:
    # A JSON string is a YAML string in double quotes, whatever stands in it.
    return [] if value is None else [f"{indent}{key}: {json.dumps(value, ensure_ascii=False)}"]


def _checked(checked: str | Checked, indent: str) -> list[str]:
    if isinstance(checked, str):
        return [f"{indent}checked: {checked}"]
    inner = indent + "  "
    return [
        f"{indent}checked:",
        *_pair("date", checked.date, inner),
        *_pair("against", checked.against, inner),
        *_pair("saw", checked.saw, inner),
    ]
