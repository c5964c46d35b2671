"""The tables of places: CSV in, checked rows out, when the library is compiled."""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from comity.places.spelling import tokens
from comity.strict_yaml.remark import BadInput, Remark

STATE_COLUMNS = (
    "id",
    "geoid",
    "name",
    "postal",
    "ap",
    "kind",
    "circuit",
    "also",
    "district",
    "population",
    "population_source",
)
COUNTY_COLUMNS = (
    "id",
    "geoid",
    "name",
    "kind",
    "same_as",
    "other_geoids",
    "also",
    "district",
    "population",
    "population_source",
    "from",
    "until",
    "succeeded_by",
)
MUNICIPALITY_COLUMNS = (
    "id",
    "geoid",
    "name",
    "word",
    "kind",
    "county",
    "other_geoids",
    "also",
    "district",
    "population",
    "population_source",
)
CIRCUITS = frozenset({"", "cadc", *(f"ca{number}" for number in range(1, 12))})
SOURCES = ("", "pep-2019", "acs-2019", "census-2020", "geonames-2025")
"""The keys of sources of populations; ATTRIBUTION.md tells what each is."""

MUNICIPAL_KINDS = ("municipality", "township")
ADDED_KINDS = (*MUNICIPAL_KINDS, "special_district", "tribe")
"""The kinds of municipalities.csv, and of one that a user has added."""

ID = re.compile(r"(state|district|territory):[a-z]{2}(/[a-z_]+:[^\s/#,;]+)*")
_DISTRICT = re.compile(r"([a-z]{2}[nsewcm]?d|nmid)?")


class Record(msgspec.Struct, frozen=True):
    """Hold one row of a table: its cells by column, and where it stands."""

    path: str
    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        """Return the cell of a column."""
        return self.cells[column]

    def listed(self, column: str) -> tuple[str, ...]:
        """Return the entries of a cell that holds several, divided by semicolons."""
        return tuple(part for part in self.cells[column].split(";") if part)


class Tables(msgspec.Struct, frozen=True):
    """Hold the rows of the three tables."""

    states: tuple[Record, ...]
    counties: tuple[Record, ...]
    municipalities: tuple[Record, ...]


class _Reader:
    """Read tables and collect what is wrong in them."""

    def __init__(self) -> None:
        self.remarks: list[Remark] = []
        self.seen: dict[str, Record] = {}
        self.geoids: set[str] = set()

    def wrong(self, record: Record, column: str, text: str) -> None:
        """Note what is wrong in one cell."""
        place = 1
        for name, cell in record.cells.items():
            if name == column:
                break
            place += len(_as_csv(cell)) + 1
        self.remarks.append(Remark(record.path, record.line, place, text))

    def read(
        self,
        path: Path,
        columns: tuple[str, ...],
        sizes: tuple[int, ...],
        *,
        added: bool = False,
    ) -> list[Record]:
        """Return the rows of one table whose columns and ids are in order.

        Of an added table, a row that the library has by now is left out, and a GEOID may be empty.
        """
        shown = str(path) if added else path.name
        try:
            text = path.read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            self.remarks.append(Remark(shown, 0, 0, f"cannot be read: {error}"))
            return []
        records: list[Record] = []
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        line = 1
        try:
            for cells in reader:
                if line == 1:
                    if tuple(cells) != columns:
                        expected = ",".join(columns)
                        self.remarks.append(
                            Remark(shown, 1, 1, f"has other columns, expected `{expected}`")
                        )
                        return []
                elif len(cells) != len(columns):
                    self.remarks.append(
                        Remark(shown, line, 1, f"has {len(cells)} cells, expected {len(columns)}")
                    )
                else:
                    record = Record(shown, line, dict(zip(columns, cells, strict=True)))
                    if not (added and self.has(record)):
                        self.check(record, sizes, added=added)
                        records.append(record)
                line = reader.line_num + 1
        except csv.Error as error:
            self.remarks.append(Remark(shown, line, 1, f"is no CSV: {error}"))
        return records

    def has(self, record: Record) -> bool:
        """Tell whether a row before this one has its id or its GEOID."""
        return record["id"] in self.seen or record["geoid"] in self.geoids

    def check(self, record: Record, sizes: tuple[int, ...], *, added: bool) -> None:
        """Check what all tables have: an id of its own, a GEOID and a name."""
        place, geoid = record["id"], record["geoid"]
        if ID.fullmatch(place) is None:
            self.wrong(record, "id", f"`{place}` is no id, expected such as state:il/county:cook")
        for known in (place, *_listed(record, "same_as")):
            if known in self.seen:
                other = self.seen[known]
                self.wrong(
                    record, "id", f"`{known}` is defined already at {other.path}:{other.line}"
                )
            self.seen.setdefault(known, record)
        if geoid:
            self.geoids.update((geoid, *_listed(record, "other_geoids")))
        if added and not geoid and record["kind"] in ("special_district", "tribe"):
            pass  # the list that named it gives it no code
        elif not (geoid.isascii() and geoid.isdigit() and len(geoid) in sizes):
            digits = " or ".join(str(size) for size in sizes)
            self.wrong(record, "geoid", f"`{geoid}` is no GEOID, expected {digits} digits")
        for column in ("name", "also"):
            for name in (record[column],) if column == "name" else record.listed(column):
                if not tokens(name):
                    self.wrong(record, column, "names nothing, expected a name")

    def one_of(self, record: Record, column: str, known: Mapping[str, object]) -> None:
        """Check that a cell is one of the values that are known."""
        if record[column] not in known:
            expected = ", ".join(each or "nothing" for each in list(known)[:12])
            self.wrong(record, column, f"`{record[column]}` is not known, expected {expected}")


def read_tables(folder: Path, added: Path | None = None) -> Tables:
    """Read the three tables of a folder, and what a second one adds to counties and municipalities.

    Raises BadInput with every remark.
    """
    reader = _Reader()
    states = reader.read(folder / "states.csv", STATE_COLUMNS, (2,))
    counties = reader.read(folder / "counties.csv", COUNTY_COLUMNS, (5,))
    municipalities = reader.read(folder / "municipalities.csv", MUNICIPALITY_COLUMNS, (6, 7, 10))
    more: list[Record] = []
    if added is not None:
        if (added / "counties.csv").is_file():
            counties += reader.read(added / "counties.csv", COUNTY_COLUMNS, (5,), added=True)
        if (added / "municipalities.csv").is_file():
            path = added / "municipalities.csv"
            more = reader.read(path, MUNICIPALITY_COLUMNS, (6, 7, 10), added=True)
    known_states = {record["id"]: record for record in states}
    known_counties = {record["id"]: record for record in counties}
    known = known_counties.keys() | {record["id"] for record in (*municipalities, *more)}
    every: list[tuple[list[Record], Callable[[Record], None]]] = []

    def people(record: Record) -> None:
        reader.one_of(record, "population_source", dict.fromkeys(SOURCES))
        number = record["population"]
        if number and not (number.isascii() and number.isdigit() and len(number) < 12):
            reader.wrong(record, "population", f"`{number}` is no number of people")
        if bool(number) != bool(record["population_source"]):
            reader.wrong(record, "population", "stands without its source, or the source without")
        if _DISTRICT.fullmatch(record["district"]) is None:
            reader.wrong(record, "district", f"`{record['district']}` is no district, such as ilnd")

    def state(record: Record) -> None:
        kind = record["id"].partition(":")[0]
        reader.one_of(record, "kind", {kind: None})
        reader.one_of(record, "circuit", dict.fromkeys(sorted(CIRCUITS)))

    def county(record: Record) -> None:
        reader.one_of(record, "kind", {"county": None, "consolidated": None})
        for other in record.listed("same_as"):
            if ID.fullmatch(other) is None:
                reader.wrong(record, "same_as", f"`{other}` is no id")
        for column in ("from", "until"):
            if record[column] and not _is_day(record[column]):
                reader.wrong(record, column, f"`{record[column]}` is no day, expected YYYY-MM-DD")
        if record["from"] and record["until"] and record["from"] > record["until"]:
            reader.wrong(record, "until", "lies before the first day")
        for other in record.listed("succeeded_by"):
            if other not in known:
                reader.wrong(record, "succeeded_by", f"`{other}` is in no table")

    def lies(record: Record) -> None:
        if record["county"]:
            if record["county"] not in known_counties:
                reader.wrong(record, "county", f"`{record['county']}` is no county of counties.csv")
            elif state_of(record["county"]) != state_of(record["id"]):
                reader.wrong(record, "county", f"`{record['county']}` is in another State")

    def municipality(record: Record) -> None:
        reader.one_of(record, "kind", dict.fromkeys(MUNICIPAL_KINDS))
        lies(record)

    def addition(record: Record) -> None:
        reader.one_of(record, "kind", dict.fromkeys(ADDED_KINDS))
        lies(record)

    every.extend([(states, state), (counties, county), (municipalities, municipality)])
    every.append((more, addition))
    for records, check in every:
        for record in records:
            if state_of(record["id"]) not in known_states:
                reader.wrong(record, "id", f"`{record['id']}` is in no State of states.csv")
            people(record)
            check(record)
    if reader.remarks:
        raise BadInput(sorted(reader.remarks))
    return Tables(tuple(states), tuple(counties), (*municipalities, *more))


def _listed(record: Record, column: str) -> tuple[str, ...]:
    return record.listed(column) if column in record.cells else ()


def state_of(place: str) -> str:
    """Return the id of the State, District or territory that a place lies in."""
    return place.partition("/")[0]


def _is_day(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _as_csv(cell: str) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow([cell])
    return text.getvalue()
