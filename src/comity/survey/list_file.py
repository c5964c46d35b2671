"""The rows of a list of names that somebody hands in: CSV, TSV, XLSX, JSON, or a name a line.

A file is hostile input: its size, its rows and what an archive unpacks to are bounded, nothing in
it is run, and what cannot be read is named with its place.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO, Any

import msgspec

from comity.strict_yaml import BadInput, Remark

NAME_COLUMNS = ("agency", "name", "jurisdiction", "place", "county")
"""The headings that can hold the name, the first that a list has before the others."""

MOST_BYTES = 64 * 1024 * 1024
MOST_ROWS = 100_000
MOST_COLUMNS = 256
MOST_UNPACKED = 512 * 1024 * 1024
LONGEST_CELL = 10_000
MOST_CELLS = 4_000_000
"""The most cells of a workbook's grid, empty ones counted: that is what its reader builds."""

SHEETS = (".xlsx", ".xlsm")
ENDINGS = (".csv", ".tsv", ".tab", ".txt", ".json", ".jsonl", *SHEETS)
_CELL = re.compile(rb'<(?:[a-z]+:)?(?:c|row)\b[^<>]*?\br="([A-Z]{0,4})([0-9]{1,9})"')
_NUMBERED = re.compile(r"\s*(?:[-*•–]|#?[0-9]{1,5}[.)]|#[0-9]{1,5})\s+")


class Row(msgspec.Struct, frozen=True):
    """Hold one line: its number as a reader counts, its cells by heading, and what it names."""

    number: int
    cells: dict[str, str]
    name: str
    state: str = ""
    county: str = ""
    place: str | None = None


class ListOfNames(msgspec.Struct, frozen=True):
    """Hold the rows of a list in their order, and what a reader should know of the reading."""

    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()


class MissingReader(Exception):
    """Say that what a kind of file is read with is not installed."""


def read_list(
    path: Path, shown: str, name_column: str | None = None, state_column: str | None = None
) -> ListOfNames:
    """Read a list of names; raise BadInput with what is wrong in it, or MissingReader."""
    try:
        if path.is_dir() or not path.exists():
            raise _wrong(shown, "is no file" if path.exists() else "there is no such file")
        if path.stat().st_size > MOST_BYTES:
            raise _wrong(shown, f"is larger than {MOST_BYTES // 1024 // 1024} MiB")
        data = path.read_bytes()
    except OSError as error:
        raise _wrong(shown, f"cannot be read: {error.strerror}") from None
    ending = path.suffix.lower()
    if ending and ending not in ENDINGS:
        raise _wrong(shown, f"is no list that can be read, expected {', '.join(ENDINGS)}")
    notes: list[str] = []
    if ending in SHEETS or data[:4] == b"PK\x03\x04":
        table = _sheet(data, path, shown)
    elif ending in (".json", ".jsonl"):
        table = _json(_decoded(data, shown, notes), shown, ending)
    else:
        text = _decoded(data, shown, notes)
        table = _table(text, ending, shown, name_column)
    rows = _rows(table, shown, name_column, state_column)
    if not rows:
        raise _wrong(shown, "holds no name, expected one a line")
    return ListOfNames(tuple(rows), tuple(notes))


class _Table(msgspec.Struct, frozen=True):
    """Hold headings, and each row with its number; without headings the first cell is the name."""

    headings: tuple[str, ...] | None
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def _wrong(shown: str, text: str, line: int = 0, column: int = 0) -> BadInput:
    return BadInput([Remark(shown, line, column, text)])


def _too_many(shown: str) -> BadInput:
    return _wrong(
        shown,
        f"has more than {MOST_ROWS:,} rows, expected a list that a person could publish; split it",
        MOST_ROWS + 1,
        1,
    )


def _decoded(data: bytes, shown: str, notes: list[str]) -> str:
    """Return the text of a file: UTF-8, UTF-16 with its mark, or line by line Windows-1252."""
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"", "utf-8-sig")):
        if data.startswith(mark):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                break
            where = text.find("\0")
            if where >= 0:
                raise _no_text(shown, text.count("\n", 0, where) + 1)
            return text
    if b"\0" in data:
        raise _no_text(shown, data[: data.index(b"\0")].count(b"\n") + 1)
    lines, other = [], 0
    for line in data.split(b"\n"):
        try:
            lines.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            other += 1
            lines.append(line.decode("cp1252", errors="replace"))
    notes.append(f"{shown}: {other:,} lines are not UTF-8 and were read as Windows-1252")
    return "\n".join(lines)


def _no_text(shown: str, line: int) -> BadInput:
    return _wrong(shown, "is no text, expected CSV, TSV, XLSX, JSON or a name a line", line, 1)


def _table(text: str, ending: str, shown: str, name_column: str | None) -> _Table:
    if text.count("\n") > MOST_ROWS + 1:
        raise _too_many(shown)
    if ending not in (".csv", ".tsv", ".tab"):
        first = next((line for line in text.splitlines() if line.strip()), "")
        known = {heading.strip().casefold() for heading in first.replace("\t", ",").split(",")}
        if not known & {*NAME_COLUMNS, (name_column or "agency").casefold()} or (
            "," not in first and "\t" not in first and name_column is None
        ):
            return _Table(
                None,
                tuple(
                    (number, (line.strip()[:LONGEST_CELL],))
                    for number, line in enumerate(text.splitlines(), 1)
                    if line.strip()
                ),
            )
    return _separated(text, ending, shown, name_column)


def _separated(text: str, ending: str, shown: str, name_column: str | None) -> _Table:
    heading = next((line for line in text.splitlines() if line.strip()), "")
    comma = "\t" if ending in (".tsv", ".tab") else max(",;\t|", key=heading.count)
    try:
        return _headed(_cells(text, comma, shown, strict=True), name_column)
    except csv.Error as error:
        if "unexpected end" in str(error):
            begun = 1 + text.count("\n", 0, text.rfind('"'))
            raise _wrong(shown, "has a quotation mark that is never closed", begun, 1) from None
    return _headed(_cells(text, comma, shown, strict=False), name_column)


def _cells(text: str, comma: str, shown: str, *, strict: bool) -> list[tuple[int, tuple[str, ...]]]:
    """Return the rows of a table; with `strict` a quotation mark where none belongs is an error."""
    rows: list[tuple[int, tuple[str, ...]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=comma, strict=strict)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                if len(cells) > MOST_COLUMNS:
                    raise _wrong(shown, f"has more than {MOST_COLUMNS} cells in a row", line, 1)
                rows.append((line, tuple([cell[:LONGEST_CELL] for cell in cells])))
                if len(rows) > MOST_ROWS + 1:
                    raise _too_many(shown)
            line = reader.line_num + 1
    except csv.Error as error:
        if strict:
            raise
        raise _wrong(shown, f"is no table: {error}", line, 1) from None
    return rows


def _headed(rows: list[tuple[int, tuple[str, ...]]], name_column: str | None) -> _Table:
    """Take the first row as headings; a single column without a known heading has none."""
    if not rows:
        return _Table(None, ())
    known = {*NAME_COLUMNS, *((name_column.casefold(),) if name_column is not None else ())}
    headings = tuple([cell.strip() for cell in rows[0][1]])
    if max(len(cells) for _, cells in rows) == 1 and headings[0].casefold() not in known:
        return _Table(None, tuple(rows))
    return _Table(headings, tuple(rows[1:]))


def _sheet(data: bytes, path: Path, shown: str) -> _Table:
    try:
        from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415
    except ImportError as error:
        raise MissingReader(
            f'{shown}: a workbook is read with python-calamine: pip install "comity[survey]"'
        ) from error
    if zipfile.is_zipfile(io.BytesIO(data)):
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                unpacked = sum(part.file_size for part in archive.infolist())
                if unpacked > MOST_UNPACKED:
                    raise _wrong(shown, f"unpacks to more than {MOST_UNPACKED // 1024 // 1024} MiB")
                for part in archive.namelist():
                    if "worksheets/" in part and part.endswith(".xml"):
                        with archive.open(part) as sheet_file:
                            _bound(sheet_file, shown)
        except (zipfile.BadZipFile, zlib.error, ValueError, OSError, NotImplementedError):
            raise _wrong(shown, "is no workbook that can be read") from None
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
        rows: list[tuple[int, tuple[str, ...]]] = []
        for number, cells in enumerate(sheet.iter_rows(), 1):
            if number > MOST_ROWS + 1:
                raise _too_many(shown)
            rows.append((number, tuple([_cell(cell) for cell in cells[:MOST_COLUMNS]])))
    except (CalamineError, OSError, ValueError) as error:
        text = " ".join(str(error).split())[:120]
        raise _wrong(shown, f"is no workbook that can be read: {text}") from None
    del path
    while rows and not any(rows[0][1]):
        del rows[0]
    while rows and not any(rows[-1][1]):
        del rows[-1]
    return _headed(rows, None)  # a row that is empty in between may hold a broken formula


def _bound(sheet: IO[bytes], shown: str) -> None:
    """Refuse a sheet whose grid is too large; its reader would build the whole of it."""
    rows = columns = 0
    rest = b""
    while chunk := sheet.read(1 << 20):
        text = rest + chunk
        for match in _CELL.finditer(text):
            rows = max(rows, int(match[2]))
            column = 0
            for letter in match[1]:
                column = column * 26 + letter - 64
            columns = max(columns, column)
        rest = text[-200:]
        if rows > MOST_ROWS + 1:
            raise _too_many(shown)
        if columns > MOST_COLUMNS:
            raise _wrong(shown, f"has more than {MOST_COLUMNS} columns")
        if rows * max(columns, 1) > MOST_CELLS:
            raise _wrong(shown, f"has a grid of more than {MOST_CELLS:,} cells; save it as CSV")


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()[:LONGEST_CELL]


def _json(text: str, shown: str, ending: str) -> _Table:
    found: Any
    at = 1
    try:
        if ending == ".jsonl":
            found = []
            for number, line in enumerate(text.splitlines(), 1):
                if line.strip():
                    at = number
                    found.append(msgspec.json.decode(line))
        else:
            found = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
        raise _wrong(shown, f"is no JSON: {' '.join(str(error).split())[:120]}", at, 1) from None
    if isinstance(found, dict):
        lists = [value for value in found.values() if isinstance(value, list)]
        found = lists[0] if len(lists) == 1 else None
    if not isinstance(found, list):
        raise _wrong(shown, "holds no list, expected names, or objects with a name", 1, 1)
    if len(found) > MOST_ROWS:
        raise _too_many(shown)
    if all(isinstance(item, str) for item in found):
        return _Table(None, tuple((n, (item[:LONGEST_CELL],)) for n, item in enumerate(found, 1)))
    headings: dict[str, None] = {}
    for number, item in enumerate(found, 1):
        if not isinstance(item, dict):
            raise _wrong(shown, f"entry {number} is no object, as others are", 1, 1)
        headings.update(dict.fromkeys(item))
        if len(headings) > MOST_COLUMNS:
            raise _wrong(shown, f"has more than {MOST_COLUMNS} different keys", 1, 1)
    return _Table(
        tuple(headings),
        tuple(
            (number, tuple([_cell(item.get(heading)) for heading in headings]))
            for number, item in enumerate(found, 1)
        ),
    )


def _rows(
    table: _Table, shown: str, name_column: str | None, state_column: str | None
) -> list[Row]:
    if table.headings is None:
        if name_column or state_column:
            option = "--name-column" if name_column else "--state-column"
            raise _wrong(shown, f"has no headings, and {option} names one")
        return [
            Row(number, {"name": cells[0]}, _NUMBERED.sub("", cells[0], count=1))
            for number, cells in table.rows
        ]
    width = max((len(cells) for _, cells in table.rows), default=0)
    headings = _distinct([*table.headings, *[""] * (width - len(table.headings))])
    folded = [heading.casefold() for heading in table.headings]
    name = _column(folded, table.headings, name_column, NAME_COLUMNS, shown, "--name-column")
    if name is None:
        shown_headings = ", ".join(f"`{h[:40]}`" for h in table.headings[:12])
        raise _wrong(
            shown,
            f"has no column {', '.join(NAME_COLUMNS[:-1])} or {NAME_COLUMNS[-1]} among "
            f"{shown_headings}; --name-column says which holds the names",
            1,
            1,
        )
    state = _column(folded, table.headings, state_column, ("state",), shown, "--state-column")
    county = folded.index("county") if "county" in folded else None
    if county == name:
        county = None
    rows = []
    for number, cells in table.rows:
        padded = (*cells, *[""] * (len(headings) - len(cells)))

        def at(place: int | None, padded: Sequence[str] = padded) -> str:
            return "" if place is None else padded[place].strip()

        named = dict(zip(headings, padded, strict=False))
        rows.append(Row(number, named, at(name), at(state), at(county)))
    return rows


def _distinct(headings: Iterable[str]) -> list[str]:
    """Return headings as printed; one that is empty or repeated gets its number."""
    found: list[str] = []
    for number, heading in enumerate(headings, 1):
        name = heading or f"column {number}"
        found.append(name if name not in found else f"{name} ({number})")
    return found


def _column(
    folded: Sequence[str],
    headings: Sequence[str],
    asked: str | None,
    known: Sequence[str],
    shown: str,
    option: str,
) -> int | None:
    name = asked.strip().casefold() if asked is not None else None
    if name is None:
        name = next((heading for heading in known if heading in folded), None)
        if name is None:
            return None
    if folded.count(name) > 1:
        raise _wrong(shown, f"has the heading `{name}` twice, expected once", 1, 1)
    if name in folded:
        return folded.index(name)
    assert asked is not None
    from comity.strict_yaml import nearest  # noqa: PLC0415 - only for a wrong heading

    raise _wrong(
        shown,
        f"has no column `{asked[:60]}` ({option}), expected one of "
        f"{', '.join(heading[:40] for heading in headings[:12])}{nearest(asked, headings)}",
        1,
        1,
    )
