"""What is wrong in a file, and where."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

SHOWN = 20
"""How many remarks are printed before only their count is."""


def plain(text: str) -> str:
    """Return a text on one line, without what could move a terminal's cursor or hide a word."""
    return "".join(c if c.isprintable() else "�" for c in text)


class Remark(msgspec.Struct, frozen=True, order=True):
    """Say what is wrong at one position: `line` and `column` count from 1, 0 means the file."""

    path: str
    line: int
    column: int
    text: str
    code: str = ""

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}:{self.column}" if self.line else self.path
        code = f"{self.code} " if self.code else ""
        return plain(f"{place}: {code}{self.text}")


class BadInput(Exception):
    """Carry every remark on an input that cannot be used; the command line exits with 2."""

    def __init__(self, remarks: Sequence[Remark]) -> None:
        super().__init__("; ".join(str(remark) for remark in remarks))
        self.remarks = tuple(remarks)


def render(remarks: Iterable[Remark]) -> str:
    """Write one line for each remark, at most SHOWN, then how many more there are."""
    found = list(remarks)
    lines = [str(remark) for remark in found[:SHOWN]]
    if len(found) > SHOWN:
        lines.append(f"… and {len(found) - SHOWN} more ({len(found)} in all)")
    return "\n".join(lines)


def nearest(word: str, known: Iterable[str]) -> str:
    """Return ' (nearest: WORD)' for the closest known word, or nothing where none is close."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - imported only where a word is wrong

    best = process.extractOne(word[:80], list(known), scorer=fuzz.ratio, score_cutoff=60)
    return f" (nearest: {best[0]})" if best else ""
