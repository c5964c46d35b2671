"""Governments that a user adds to the book: lists of others in, tables of our own out.

Two lists are read: the division ids of Open Civic Data (CSV) and the gazetteers of the U.S. Census
Bureau (divided by tabs or upright lines). What they name and the book has not becomes a row of
`counties.csv` or `municipalities.csv` in a folder of the user's, and the book is compiled with it.
"""

from __future__ import annotations

import contextlib
import csv
import hashlib
import io
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from comity.places.index import compile_places
from comity.places.table import (
    COUNTY_COLUMNS,
    ID,
    MUNICIPALITY_COLUMNS,
    read_tables,
)
from comity.strict_yaml.remark import BadInput, Remark

LARGEST = 100_000_000
"""How many bytes a list may have; that of Open Civic Data has a quarter of it."""

LONGEST_CELL = 1_000
MOST_LINES = 600_000
MOST_ADDED = 200_000

TABLES = ("counties.csv", "municipalities.csv")
COMPILED = "places.bin"
PREFIX = "ocd-division/country:us"
COUNTY_TYPES = {
    "county": "County",
    "parish": "Parish",
    "borough": "Borough",
    "census_area": "Census Area",
    "municipio": "Municipio",
    "planning_region": "Planning Region",
}
SPECIAL_TYPES = ("special_district", "sanitation", "sewer", "water", "health_care")
"""The types of special districts that are governments; `transit` may be a State's department."""

NO_GOVERNMENTS = {
    "a school district": "school_district",
    "a district or seat of a court": (
        "chancery_court circuit_court court_of_appeals district_court superior_court supreme_court"
    ),
    "a precinct, ward or other electoral district": (
        "anc board_of_education board_of_elections board_of_equalization board_of_regents cd "
        "commissioner_district constable_district council_district district executive_district "
        "governors_council la_metro_sector park_district precinct public_service_commission "
        "region school_board_district sldl sldu ward"
    ),
}
"""The types of Open Civic Data that are parts of a government or no kind that the book keeps."""

WORDS = ("city", "town", "village", "borough", "township", "plantation", "municipality")
FUNCTIONS = {
    "C": "one government with another that has its officials (C)",
    "F": "made up to fill a map (F)",
    "I": "inactive (I)",
    "N": "no functioning government (N)",
    "S": "a statistical area (S)",
    "T": "no government (T)",
}
"""The functional statuses of the Census Bureau that are no government of their own."""

Cells = dict[str, str]


class Tally(msgspec.Struct, frozen=True):
    """Say what became of the rows of a list: new, known before, and refused, each with why."""

    new: int
    known: int
    refused: dict[str, int]


class Added(msgspec.Struct):
    """Hold the book compiled with a user's tables, and from what it was compiled."""

    base: str
    stamp: tuple[tuple[str, int, int], ...]
    hashes: dict[str, str]
    book: memoryview


class _Line(NamedTuple):
    number: int
    cells: Cells


class _Refused(Exception):
    """Say why a row of a list becomes no row of ours."""


def stamp(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Return name, size and time of a user's tables, those that there are."""
    found = []
    for name in TABLES:
        try:
            status = (folder / name).stat()
        except OSError:
            continue
        found.append((name, status.st_size, status.st_mtime_ns))
    return tuple(found)


def open_added(library: Path, base: str, folder: Path) -> Added | None:
    """Return the book compiled with the tables of a folder; None where it has none.

    `library` is the folder of the library's own tables and `base` their hash. Compiled once: again
    only where a table or the library has changed. Raises BadInput where a table is wrong.
    """
    found = stamp(folder)
    if not found:
        return None
    compiled = folder / COMPILED
    try:
        added = msgspec.msgpack.decode(compiled.read_bytes(), type=Added)
    except (OSError, msgspec.MsgspecError):
        added = None
    if added is not None and (added.base, added.stamp) == (base, found):
        return added
    return _compile(library, base, folder, folder)


def _compile(library: Path, base: str, tables: Path, into: Path) -> Added:
    """Compile the book with added tables, and keep it beside them where that can be written."""
    book = compile_places(library, tables)
    hashes = {
        f"places/added/{name}": hashlib.sha256((tables / name).read_bytes()).hexdigest()
        for name, _, _ in stamp(tables)
    }
    added = Added(base, stamp(tables), hashes, memoryview(book))
    with contextlib.suppress(OSError):  # the answer is the same without, only slower
        _write(into / COMPILED, msgspec.msgpack.encode(added))
    return added


def _write(path: Path, data: bytes) -> None:
    """Write a file that is there whole or not at all."""
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with partial.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def add_list(source: Path, shown: str, library: Path, base: str, folder: Path) -> Tally:
    """Add to the tables of a folder what a list names and the book has not.

    `shown` is the list's path in remarks. Nothing is written where anything is wrong: BadInput has
    the remarks. Raises OSError where the folder cannot be written.
    """
    lines = _read(source, shown)
    book = _Known(library, folder)
    refused: Counter[str] = Counter()
    known = 0
    for line in lines:
        try:
            if not book.add(line.cells):
                known += 1
        except _Refused as why:
            refused[str(why)] += 1
    if book.count > MOST_ADDED:
        raise BadInput(
            [Remark(shown, 0, 0, f"would add {book.count} governments, more than {MOST_ADDED}")]
        )
    if book.count:
        book.write(library, base, folder)
    return Tally(book.count, known, dict(sorted(refused.items(), key=lambda each: -each[1])))


def _wrong(shown: str, line: int, column: int, text: str) -> BadInput:
    return BadInput([Remark(shown, line, column, text)])


def _text(source: Path, shown: str) -> str:
    """Return the text of a list, or say at which place it is none."""
    try:
        with source.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise _wrong(shown, 0, 0, f"cannot be read: {error.strerror}") from error
    if len(data) > LARGEST:
        raise _wrong(shown, 0, 0, f"has more than {LARGEST // 1_000_000} megabytes")
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        column = error.start - before.rfind(b"\n")
        line = before.count(b"\n") + 1
        raise _wrong(shown, line, column, "is no UTF-8 text") from error
    for sign in ("\0", "\x1b"):
        if sign in text:
            at = text.index(sign)
            line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
            raise _wrong(shown, line, column, f"has the control sign U+{ord(sign):04X}")
    return text


def _read(source: Path, shown: str) -> list[_Line]:
    """Return the rows of a list, each by column; raise BadInput at the first that is wrong."""
    text = _text(source, shown)
    if not text.strip():
        raise _wrong(shown, 1, 1, "is empty, expected a list of governments")
    first = text.partition("\n")[0]
    divider = "\t" if "\t" in first else "|" if "|" in first else ","
    if divider == ",":
        table = csv.reader(io.StringIO(text, newline=""), strict=True)
    else:  # a gazetteer quotes nothing
        table = csv.reader(io.StringIO(text, newline=""), delimiter=divider, quoting=csv.QUOTE_NONE)
    found: list[_Line] = []
    columns: list[str] = []
    number = 1
    try:
        for cells in table:
            row = [cell.strip() for cell in cells]
            if not columns:
                columns = row
                _check_columns(columns, shown)
            elif len(row) != len(columns) and any(row):
                expected = f"has {len(row)} cells, expected {len(columns)}"
                raise _wrong(shown, number, 1, expected)
            elif any(row):
                _check_cells(cells, columns, shown, number)
                found.append(_Line(number, dict(zip(columns, row, strict=True))))
            if len(found) > MOST_LINES:
                raise _wrong(shown, number, 1, f"has more than {MOST_LINES} rows")
            number = table.line_num + 1
    except csv.Error as error:
        raise _wrong(shown, number, 1, f"is no table: {error}") from error
    return found


def _check_columns(columns: list[str], shown: str) -> None:
    if {"id", "name"} <= set(columns) or {"USPS", "GEOID", "NAME"} <= set(columns):
        if len(set(columns)) != len(columns):
            raise _wrong(shown, 1, 1, "names a column twice")
        return
    expected = "`id` and `name` (Open Civic Data) or `USPS`, `GEOID` and `NAME` (gazetteer)"
    raise _wrong(shown, 1, 1, f"has other columns, expected {expected}")


def _check_cells(cells: list[str], columns: list[str], shown: str, number: int) -> None:
    column = 1
    for name, cell in zip(columns, cells, strict=True):
        if len(cell) > LONGEST_CELL:
            text = f"`{name}` has {len(cell)} signs, more than {LONGEST_CELL}"
            raise _wrong(shown, number, column, text)
        if name == "id" and not (cell.strip() + "/").startswith(PREFIX + "/"):
            text = f"`{cell[:60]}` is no division of the United States, expected {PREFIX}/…"
            raise _wrong(shown, number, column, text)
        column += len(cell) + 1


class _Known:
    """Hold what the book has by id and by GEOID, and collect what is added to it."""

    def __init__(self, library: Path, folder: Path) -> None:
        tables = read_tables(library, folder if stamp(folder) else None)
        self.ids: set[str] = set()
        self.geoids: set[str] = set()
        self.counties: dict[str, str] = {}
        self.rows: dict[str, list[Cells]] = {name: [] for name in TABLES}
        self.count = 0
        self.states = {record["postal"]: record["id"] for record in tables.states}
        for record in (*tables.states, *tables.counties, *tables.municipalities):
            several = record.cells.get("same_as", ""), record.cells.get("other_geoids", "")
            self.ids.update((record["id"], *filter(None, several[0].split(";"))))
            self.geoids.update((record["geoid"], *filter(None, several[1].split(";"))))
            if Path(record.path).parent == folder:
                self.rows[Path(record.path).name].append(record.cells)
        self.geoids.discard("")
        for record in tables.counties:
            self.counties[record["geoid"]] = record["id"]
        self.codes = {record["geoid"]: record["id"] for record in tables.states}

    def add(self, cells: Cells) -> bool:
        """Add what a row names; return False where the book has it, raise _Refused for no place."""
        return self._division(cells) if "id" in cells else self._gazetteer(cells)

    def _division(self, cells: Cells) -> bool:
        """Add a row of Open Civic Data."""
        place = cells["id"].removeprefix(PREFIX).removeprefix("/")
        if not place:
            raise _Refused("the United States themselves")
        if place in self.ids:
            return False
        kind = place.rpartition("/")[2].partition(":")[0]
        if cells.get("sameAs"):
            raise _Refused("another id of one that the list has too (sameAs)")
        if cells.get("validThrough"):
            raise _Refused("no longer there (validThrough)")
        if kind not in (*COUNTY_TYPES, *SPECIAL_TYPES, "place", "tribe"):
            for why, kinds in NO_GOVERNMENTS.items():
                if kind in kinds.split():
                    raise _Refused(why)
            raise _Refused(f"no kind that the book keeps: {kind[:40]}")
        if ID.fullmatch(place) is None:
            raise _Refused("an id that cannot be read")
        state, _, rest = place.partition("/")
        if state not in self.codes.values() or not rest:
            raise _Refused("in no State that the book knows")
        name = cells["name"]
        code = re.search(r"([0-9]*)$", cells.get("census_geoid", ""))
        geoid = code[1] if code is not None else ""
        if geoid and geoid in self.geoids:
            return False
        if kind in COUNTY_TYPES:
            if "/" in rest:
                raise _Refused(f"no kind that the book keeps: {kind} in another place")
            return self._county(place, geoid, name)
        parent = place.rpartition("/")[0]
        county = parent if parent in self.counties.values() else ""
        if kind != "place":
            known = "tribe" if kind == "tribe" else "special_district"
            return self._other(place, geoid if len(geoid) in (7, 10) else "", name, known, county)
        if not geoid:
            raise _Refused("a place without a Census code, which may be no government")
        return self._place(place, geoid, name, county)

    def _gazetteer(self, cells: Cells) -> bool:
        """Add a row of a gazetteer."""
        geoid, name = cells["GEOID"], cells["NAME"]
        state = self.states.get(cells["USPS"])
        if state is None:
            raise _Refused("in no State that the book knows")
        if geoid in self.geoids:
            return False
        if not (geoid.isascii() and geoid.isdigit()) or self.codes.get(geoid[:2]) != state:
            raise _Refused("a GEOID that is none of the State")
        function = cells.get("FUNCSTAT", "A")
        if function in FUNCTIONS:
            raise _Refused(FUNCTIONS[function])
        if len(geoid) == 5:
            for kind, word in COUNTY_TYPES.items():
                if name.endswith(f" {word}"):
                    slug = _slug(name.removesuffix(f" {word}"))
                    return self._county(self._free(f"{state}/{kind}:{slug}", geoid), geoid, name)
            return self._county(self._free(f"{state}/county:{_slug(name)}", geoid), geoid, name)
        if len(geoid) not in (7, 10):
            raise _Refused("a GEOID of no county, place or county subdivision")
        county = self.counties.get(geoid[:5], "") if len(geoid) == 10 else ""
        bare = _split(name)[0]
        place = self._free(f"{county or state}/place:{_slug(bare)}", geoid)
        return self._place(place, geoid, name, county)

    def _free(self, place: str, geoid: str) -> str:
        """Return an id that no government has, with the GEOID where the plain one is taken."""
        return f"{place}_{geoid}" if place in self.ids else place

    def _county(self, place: str, geoid: str, name: str) -> bool:
        if len(geoid) != 5:
            raise _Refused("a county without a Census code of five digits")
        cells = {"id": place, "geoid": geoid, "name": name, "kind": "county"}
        self._put("counties.csv", COUNTY_COLUMNS, cells)
        self.counties[geoid] = place
        return True

    def _place(self, place: str, geoid: str, name: str, county: str) -> bool:
        bare, word = _split(name)
        if word == "cdp" or name.endswith(" CDP"):
            raise _Refused("a statistical area (CDP)")
        if not word:
            raise _Refused("a name that says no kind (city, town, …): may be no government")
        if len(geoid) not in (7, 10):
            raise _Refused("a GEOID of no place or county subdivision")
        kind = "township" if word in ("township", "plantation") else "municipality"
        cells = {"id": place, "geoid": geoid, "name": bare, "word": word, "kind": kind}
        self._put("municipalities.csv", MUNICIPALITY_COLUMNS, cells | {"county": county})
        return True

    def _other(self, place: str, geoid: str, name: str, kind: str, county: str) -> bool:
        cells = {"id": place, "geoid": geoid, "name": name, "kind": kind, "county": county}
        self._put("municipalities.csv", MUNICIPALITY_COLUMNS, cells)
        return True

    def _put(self, table: str, columns: tuple[str, ...], cells: Cells) -> None:
        name = cells["name"]
        if not re.search(r"[^\W_]", name) or ";" in name:
            raise _Refused("no name that can be looked up")
        if any(not sign.isprintable() for value in cells.values() for sign in value):
            raise _Refused("a control sign in its cells")
        if name[0] in "=+-@":
            raise _Refused("a name that a spreadsheet would run")
        self.rows[table].append(dict.fromkeys(columns, "") | cells)
        self.ids.add(cells["id"])
        if cells["geoid"]:
            self.geoids.add(cells["geoid"])
        self.count += 1

    def write(self, library: Path, base: str, folder: Path) -> None:
        """Check the tables by compiling them, then put them in the place of the old ones."""
        folder.mkdir(parents=True, exist_ok=True)
        partial = folder / f".partial.{os.getpid()}"
        partial.mkdir(exist_ok=True)
        try:
            for name in TABLES:
                if self.rows[name]:
                    _write(partial / name, _table(self.rows[name]))
            _compile(library, base, partial, partial)
            # Counties first: whoever looks in between sees no place in a county that is missing.
            for name in (*TABLES, COMPILED):
                if (partial / name).is_file():
                    (partial / name).replace(folder / name)
        finally:
            for path in partial.iterdir():
                path.unlink()
            partial.rmdir()


def _table(rows: list[Cells]) -> bytes:
    text = io.StringIO()
    ordered = sorted(rows, key=lambda row: row["id"])
    writer = csv.DictWriter(text, fieldnames=list(ordered[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(ordered)
    return text.getvalue().encode("utf-8")


def _split(name: str) -> tuple[str, str]:
    """Split a name as the Census Bureau writes it (`Grantsburg village`) into name and word."""
    bare, _, word = name.rpartition(" ")
    if bare and word in WORDS:
        return bare.removesuffix(" charter"), word
    if name.startswith("Township "):
        return name, "township"
    if name.endswith("CDP"):
        return bare, "cdp"
    return name, ""


def _slug(name: str) -> str:
    """Write a name as Open Civic Data does in its ids."""
    text = unicodedata.normalize("NFC", name).lower().replace("'", "~").replace("’", "~")
    return re.sub(r"[^\w.~-]", "_", text)


def as_lines(tally: Tally) -> Iterator[str]:
    """Say in words what became of a list."""
    yield f"{tally.new} new, {tally.known} known, {sum(tally.refused.values())} refused"
    for why, count in tally.refused.items():
        yield f"  {count} refused: {why}"


__all__ = ["Added", "Tally", "add_list", "as_lines", "open_added", "stamp"]
