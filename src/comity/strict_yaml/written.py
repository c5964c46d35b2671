"""Write a file as a whole or not at all."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def write_whole(path: Path, text: str) -> None:
    """Put a text in the place of a file; see `write_bytes`."""
    write_bytes(path, text.encode())


def write_bytes(path: Path, data: bytes) -> None:
    """Put bytes in the place of a file, which keeps its mode; what a link points to is written.

    Raises OSError where it cannot be, also where something other than a file is there.
    """
    path = path.resolve()
    if path.exists() and not path.is_file():
        raise OSError(None, "something is there that is no file")
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        partial.write_bytes(data)
        if path.exists():
            partial.chmod(path.stat().st_mode & 0o7777)
        partial.replace(path)
    finally:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
