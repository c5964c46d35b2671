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

from comity.places.columns import cell, states_of
from comity.places.find import (
    Ambiguous,
    Entry,
    Found,
    Match,
    Misspelt,
    NotAGovernment,
    PlaceBook,
    Unknown,
)
from comity.places.spelling import parts, tokens
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

FullName = Callable[[str], str]


class Name(NamedTuple):
    """Hold one entry as printed, the heading that says its State, and what was found for it.

    `person` says that the name of a person was left out of what is printed.
    """

    printed: str
    under: str | None
    found: Found
    person: bool = False


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


def take(page: Page, book: PlaceBook, shown: str, select: str | None = None) -> Taken:
    """Return the entries of a saved list; raise BadInput where none is a name of a government.

    With `select`, only what stands under a heading or column header with these words is read.
    """
    look_up = _LookUp(book, page.lines)
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
    if len(alike) > 1 and _is_header(alike[0], look_up):
        left["the header of its column"] = [alike.pop(0).text]
    for _, section in groupby(alike, key=lambda line: line.headings):
        kept += _names_of(list(section), look_up, left)
    if len(kept) > MOST:
        raise _wrong(shown, f"has {len(kept):,} entries, more than the {MOST:,} a list may have")
    names = tuple(look_up.name(line) for line in kept)
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
            distinct = len({(line.text, line.headings) for line in members})
            scores.append((not look_up.is_for_states(members[0]), share * distinct, -group))
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
    if line.text.casefold().strip() in _HEADER:
        return True
    if look_up.has_no_header(line):
        return False
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


_TITLE = (
    r"(?:(?:under|chief)\s?)?(?:sheriff|deputy|mayor|governor|commissioner|supervisor|chief|judge"
    r"|district attorney|attorney general|county executive|prosecutor|marshal|councilm[ae]n"
    r"|councilwoman|councilmember|alder(?:man|woman|person)|senator|representative)"
)
_PERSON = r"(?P<person>(?:[A-Z][\w.'’-]*\s+){1,3}[A-Z][\w.'’-]+)"
_AFTER_TITLE = re.compile(rf"(?<!\w)(?i:{_TITLE})\s+{_PERSON}\s*(?=,|;|\(|$)")
_BEFORE_TITLE = re.compile(rf"^{_PERSON}\s*,\s*(?i:{_TITLE})\b")
_NOT_OF_A_PERSON = (
    "city county parish borough town township village state states district region of the and "
    "office department dept division bureau board court courts police sheriff sheriffs attorney "
    "general jail council commission coroner marshal association community"
)
_NO_PERSON = frozenset(_NOT_OF_A_PERSON.split())
LEFT_OUT_NAME = "[…]"
"""What stands in an entry where the name of a person was."""


class _LookUp:
    """Look names up, each once, with the State and county that stand beside or above them."""

    def __init__(self, book: PlaceBook, lines: Iterable[Line]) -> None:
        self._book = book
        self._found: dict[Entry, Found] = {}
        self._only_states = self._columns_of_states(lines)

    def _columns_of_states(self, lines: Iterable[Line]) -> frozenset[tuple[int, int]]:
        """Return the columns without a header that hold States alone, beside one that does not.

        Each is known by its table, which is the same object for all rows, and its number.
        """
        all_states: dict[tuple[int, int], bool] = {}
        for line in lines:
            if line.header is not None and line.column >= 0:
                key = (id(line.header), line.column)
                is_state = bool(states_of(line.text, self._book))
                all_states[key] = all_states.get(key, True) and is_state
        others = {table for (table, _), only in all_states.items() if not only}
        return frozenset(key for key, only in all_states.items() if only and key[0] in others)

    def is_for_states(self, line: Line) -> bool:
        """Tell whether a line stands in a column that says the States of another one."""
        head = (line.header or {}).get(line.column, "")
        return head.casefold().strip() in _STATE or (
            (id(line.header), line.column) in self._only_states
        )

    def has_no_header(self, line: Line) -> bool:
        """Tell whether the first row of a line's table has a State in it, as no header has."""
        return any(table == id(line.header) for table, _ in self._only_states)

    def _state_beside(self, line: Line) -> str | None:
        """Return the State that another column of the row says, by its header or its cells."""
        said = _beside(line, _STATE)
        if said is not None or line.row is None or self.is_for_states(line):
            return said
        columns = (at for table, at in sorted(self._only_states) if table == id(line.header))
        return next((line.row[at] for at in columns if line.row.get(at)), None)

    def _resolve(self, entry: Entry) -> Found:
        if entry not in self._found:
            self._found[entry] = self._book.resolve(entry)
        return self._found[entry]

    def name(self, line: Line) -> Name:
        """Return a line as an entry, the name of a person in front of an office left out."""
        under, found = self.in_context(line)
        if isinstance(found, Match | Ambiguous):
            return Name(line.text, under, found)
        for pattern in (_AFTER_TITLE, _BEFORE_TITLE):
            match = pattern.search(line.text)
            if match is None or not self._is_person(match["person"]):
                continue
            start, end = match.span("person")
            rest = " ".join((line.text[:start] + line.text[end:]).split())
            rest = rest.replace(" ,", ",").strip(" ,;")
            under, found = self.in_context(line._replace(text=rest))
            return Name(f"{line.text[:start]}{LEFT_OUT_NAME}{line.text[end:]}", under, found, True)
        return Name(line.text, under, found)

    def _is_person(self, words: str) -> bool:
        if _NO_PERSON & {*tokens(words)}:
            return False
        return isinstance(self.of(words), Unknown)

    def of(self, text: str) -> Found:
        """Return what a text alone means."""
        return self._resolve(Entry(text))

    def is_name(self, line: Line) -> bool:
        """Tell whether a line names a government, or several, be it in another State."""
        return not (
            isinstance(self.in_context(line)[1], Unknown)
            and all(isinstance(self.of(spelled), Unknown) for spelled in _spellings(line))
        )

    def in_context(self, line: Line) -> tuple[str | None, Found]:
        """Return the heading or cell that says a line's State, or None, and whom the line means.

        A State beside or above a name only narrows what it can mean: nothing is moved to another.
        A heading does not count for a name that is printed with its own State.
        """
        in_column = self._state_beside(line)
        state = in_column or self._heading_of(line)
        if state is None or (not in_column and self._says_its_state(line.text)):
            return None, self._first(line, "", _beside(line, _COUNTY) or "")
        found = self._first(line, self._as_column(state), _beside(line, _COUNTY) or "")
        return (None if state == line.text else state), found

    def _first(self, line: Line, state: str, county: str) -> Found:
        """Return the first match of a line's spellings, else the first answer of any use."""
        answers = [self._resolve(Entry(text, state, county)) for text in _spellings(line)]
        for answer in answers:
            if isinstance(answer, Match):
                return answer
        return next((one for one in answers if not isinstance(one, Unknown)), answers[0])

    def _says_its_state(self, text: str) -> bool:
        """Tell whether a name is printed with its own State, behind a comma or in brackets."""
        split = parts(text)
        return len(split) > 1 and bool(self._book.states_named(tokens(split[-1])))

    def _as_column(self, text: str) -> str:
        """Return the State that a cell or heading names, as a column is read; else as it stands."""
        found = Unknown() if states_of(text, self._book) else self.of(text)
        if isinstance(found, Match) and "/" not in found.government_id:
            return self._book.state_name(self._book.number(found.government_id))
        return text

    def state_of(self, line: Line) -> str | None:
        """Return the State that a column of the row names, or the nearest heading that does."""
        return self._state_beside(line) or self._heading_of(line)

    def _heading_of(self, line: Line) -> str | None:
        for heading in reversed(line.headings):
            text = _BRACKETS.sub("", heading.text).rstrip(": ")
            if len(text) > LONGEST:
                continue
            if states_of(text, self._book) and not self._book.is_code(tokens(text)):
                return text
            found = self.of(text)
            if isinstance(found, Match) and "/" not in found.government_id:
                return text
        return None


def _beside(line: Line, heads: frozenset[str]) -> str | None:
    """Return what the row has in another column with one of some headers, or None."""
    if line.row is not None and line.header is not None:
        for at, head in line.header.items():
            said = line.row.get(at, "")
            if at != line.column and head.casefold().strip() in heads and cell(said):
                return said
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
        place = name.found.government_id if isinstance(name.found, Match) else None
        note = _note(name.found, full_name)
        if name.person:
            left = f"The name of a person was left out ({LEFT_OUT_NAME})."
            note = left if note is None else f"{left} {note}"
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


def _note(found: Found, full_name: FullName) -> str | None:
    """Say which office an entry names, or why it has no government; None for a plain match."""
    match found:
        case Match(_, office):
            return None if office is None else f"An office of it: {office}."
        case Ambiguous(candidates):
            return f"May mean {_some(candidates, full_name)}."
        case Misspelt(probable, _, reason):
            why = f" ({reason})" if reason else ""
            return f"Misspelt{why}; probably {_some(probable, full_name)} is meant."
        case NotAGovernment(what, reason):
            return f"No government: it is {what}; {reason}."
        case Unknown(near, elsewhere, _, reason):
            close = (*elsewhere, *near)
            why = f": {reason}" if reason else ""
            return f"No government of this name was found{why}" + (
                f"; near it: {full_name(close[0])}." if close else "."
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
