"""Answers kept on disk, one file each, so that a run that was stopped asks nothing twice."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from comity.strict_yaml.written import write_whole
from comity.workbench.verify.sources import Answer

KEPT_DAYS = 30
"""For how many days an answer is taken from disk."""


class _Kept(msgspec.Struct, frozen=True):
    asked: str
    at: float
    answer: Answer


class Kept:
    """Keep answers in a folder, each written whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, asked: str, now: float) -> Answer | None:
        """Return the answer to what was asked, or None where it is not there, torn or too old."""
        try:
            kept = msgspec.json.decode(self._path(asked).read_bytes(), type=_Kept)
        except (OSError, msgspec.DecodeError):
            return None
        fresh = 0 <= now - kept.at < KEPT_DAYS * 86_400
        return kept.answer if kept.asked == asked and fresh else None

    def put(self, asked: str, now: float, answer: Answer) -> None:
        """Keep an answer; raise OSError where the folder cannot be written."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        data = msgspec.json.encode(_Kept(asked, now, answer)).decode()
        write_whole(self._path(asked), data)

    def _path(self, asked: str) -> Path:
        return self._folder / f"{hashlib.sha256(asked.encode()).hexdigest()}.json"
