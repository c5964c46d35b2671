"""Rows as a data file: CSV, JSON Lines or Parquet, written whole or not at all."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from comity.strict_yaml.written import write_bytes

ENDINGS = (".csv", ".jsonl", ".parquet")
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class NoWriter(Exception):
    """Say that what a kind of file is written with is not installed."""


def inert(cell: object) -> object:
    """Return a cell that no spreadsheet takes for a formula: such a text begins with an apostrophe.

    Method: OWASP, CSV Injection.
    """
    if isinstance(cell, str) and cell.lstrip(" ").startswith(STARTS_A_FORMULA):
        return f"'{cell}"
    return cell


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Write rows as CSV with a heading; no cell is a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(map(inert, columns))
    writer.writerows([inert(cell) for cell in row] for row in rows)
    return text.getvalue()


def write_rows(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write rows in the form that the file's ending names; raise OSError or NoWriter."""
    if path.suffix.lower() == ".csv":
        data = as_csv(columns, rows).encode()
    elif path.suffix.lower() == ".jsonl":
        data = b"".join(
            msgspec.json.encode(dict(zip(columns, row, strict=True))) + b"\n" for row in rows
        )
    else:
        data = _as_parquet(columns, rows)
    write_bytes(path, data)


def _as_parquet(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    try:
        import pyarrow as pa  # noqa: PLC0415 - only for this kind of file
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError as error:
        raise NoWriter('Parquet needs pyarrow: pip install "comity[survey]"') from error
    found = list(rows)
    table = pa.table(
        {column: [row[number] for row in found] for number, column in enumerate(columns)}
    )
    sink = pa.BufferOutputStream()
    parquet.write_table(table, sink, compression="zstd")
    return bytes(sink.getvalue())
