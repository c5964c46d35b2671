"""Pictures into files: which name, title and width they may have, and how they are written."""

from __future__ import annotations

from pathlib import Path

from comity.cli.input import refuse
from comity.report.picture import NARROWEST, WIDEST, CannotDraw, to_png
from comity.strict_yaml.written import write_bytes, write_whole

PIXELS = 1200
"""How wide a PNG is, unless something else is asked for."""
LONGEST = 200
"""Letters of a title."""


def the_picture(out: str, width: int | None) -> Path:
    """Return the file a picture goes to, or refuse what names none, or a width it cannot have."""
    path = Path(out)
    ending = path.suffix.lower()
    if ending not in (".svg", ".png"):
        refuse(f"--out: `{out[:80]}` names no picture, expected a file that ends in .svg or .png")
    if width is not None and ending != ".png":
        refuse("--width: only for a .png; an .svg has no pixels")
    if width is not None and not NARROWEST <= width <= WIDEST:
        refuse(f"--width: {width}, expected {NARROWEST} to {WIDEST} pixels")
    return path


def the_title(title: str | None) -> str | None:
    """Return a title of one's own on one line, or refuse what is none."""
    if title is None:
        return None
    found = " ".join(title.split())
    if not found:
        refuse("--title: is empty, expected some words")
    if len(found) > LONGEST:
        refuse(f"--title: {len(found)} letters, expected {LONGEST} at most")
    return found


def put_picture(path: Path, svg: str, width: int | None) -> None:
    """Write a picture in the form that the ending of its file asks for, or refuse."""
    try:
        if path.suffix.lower() == ".svg":
            write_whole(path, svg)
        else:
            write_bytes(path, to_png(svg, width or PIXELS))
    except CannotDraw as error:
        refuse(f"{path}: {error}")
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        refuse(f"{path}: cannot be written: {why}")
