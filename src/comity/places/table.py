"""The tables of places: CSV in, checked rows out, when the library is compiled."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from comity.places.spelling import tokens
from comity.strict_yaml.remark import BadInput, Remark

STATE_COLUMNS = ("id", "geoid", "name", "postal", "ap", "kind", "circuit", "also")
COUNTY_COLUMNS = ("id", "geoid", "name", "kind", "same_as", "other_geoids", "also")
MUNICIPALITY_COLUMNS = (
    "id",
    "geoid",
    "name",
    "word",
    "kind",
    "county",
    "other_geoids",
    "also",
)
CIRCUITS = frozenset({"", "cadc", *(f"ca{number}" for number in range(1, 12))})
_ID = re.compile(r"(state|district|territory):[a-z]{2}(/[a-z_]+:[^\s/#,]+)*")


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

    def wrong(self, record: Record, column: str, text: str) -> None:
        """Note what is wrong in one cell."""
        place = 1
        for name, cell in record.cells.items():
            if name == column:
                break
            place += len(_as_csv(cell)) + 1
        self.remarks.append(Remark(record.path, record.line, place, text))

    def read(self, path: Path, columns: tuple[str, ...], sizes: tuple[int, ...]) -> list[Record]:
        """Return the rows of one table whose columns and ids are in order."""
        shown = path.name
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
                    self.check(record, sizes)
                    records.append(record)
                line = reader.line_num + 1
        except csv.Error as error:
            self.remarks.append(Remark(shown, line, 1, f"is no CSV: {error}"))
        return records

    def check(self, record: Record, sizes: tuple[int, ...]) -> None:
        """Check what all tables have: an id of its own, a GEOID and a name."""
        place, geoid = record["id"], record["geoid"]
        if _ID.fullmatch(place) is None:
            self.wrong(record, "id", f"`{place}` is no id, expected such as state:il/county:cook")
        for known in (place, *record.listed("same_as")) if "same_as" in record.cells else (place,):
            if known in self.seen:
                other = self.seen[known]
                self.wrong(
                    record, "id", f"`{known}` is defined already at {other.path}:{other.line}"
                )
            self.seen.setdefault(known, record)
        if not (geoid.isascii() and geoid.isdigit() and len(geoid) in sizes):
            digits = " or ".join(str(size) for size in sizes)
            self.wrong(record, "geoid", f"`{geoid}` is no GEOID, expected {digits} digits")
        for column in ("name", "also"):
            for name in (record[column],) if column == "name" else record.listed(column):
                if not tokens(name):
                    self.wrong(record, column, "names nothing, expected a name")

    def one_of(self, record: Record, column: str, known: Mapping[str, object]) -> None:
        """Check that a cell is one of the values that are known."""
        if record[column] not in known:
            expected = ", ".join(list(known)[:12])
            self.wrong(record, column, f"`{record[column]}` is not known, expected {expected}")


def read_tables(folder: Path) -> Tables:
    """Read the three tables of a folder; raise BadInput with every remark."""
    reader = _Reader()
    states = reader.read(folder / "states.csv", STATE_COLUMNS, (2,))
    counties = reader.read(folder / "counties.csv", COUNTY_COLUMNS, (5,))
    municipalities = reader.read(folder / "municipalities.csv", MUNICIPALITY_COLUMNS, (6, 7, 10))
    known_states = {record["id"]: record for record in states}
    known_counties = {record["id"]: record for record in counties}
    every: list[tuple[list[Record], Callable[[Record], None]]] = []

    def state(record: Record) -> None:
        kind = record["id"].partition(":")[0]
        reader.one_of(record, "kind", {kind: None})
        reader.one_of(record, "circuit", dict.fromkeys(sorted(CIRCUITS)))

    def county(record: Record) -> None:
        reader.one_of(record, "kind", {"county": None, "consolidated": None})
        for other in record.listed("same_as"):
            if _ID.fullmatch(other) is None:
                reader.wrong(record, "same_as", f"`{other}` is no id")

    def municipality(record: Record) -> None:
        reader.one_of(record, "kind", {"municipality": None, "township": None})
        if record["county"]:
            if record["county"] not in known_counties:
                reader.wrong(record, "county", f"`{record['county']}` is no county of counties.csv")
            elif state_of(record["county"]) != state_of(record["id"]):
                reader.wrong(record, "county", f"`{record['county']}` is in another State")

    every.extend([(states, state), (counties, county), (municipalities, municipality)])
    for records, check in every:
        for record in records:
            if state_of(record["id"]) not in known_states:
                reader.wrong(record, "id", f"`{record['id']}` is in no State of states.csv")
            check(record)
    if reader.remarks:
        raise BadInput(sorted(reader.remarks))
    return Tables(tuple(states), tuple(counties), tuple(municipalities))


def state_of(place: str) -> str:
    """Return the id of the State, District or territory that a place lies in."""
    return place.partition("/")[0]


def _as_csv(cell: str) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow([cell])
    return text.getvalue()
