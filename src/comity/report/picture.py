"""A picture as PNG, with a font of its own: the same bytes on every machine, nothing fetched."""

from __future__ import annotations

from importlib.resources import as_file, files

NARROWEST, WIDEST = 100, 8000
FONT, FONT_PACKAGE, FONT_FILE = "Noto Sans", "fontpkg_noto_sans", "NotoSans[wdth,wght].ttf"
"""One file with every weight; the package of the font is read, never run."""


class CannotDraw(Exception):
    """What a PNG is drawn with is not installed: the extra `picture`."""


def to_png(svg: str, width: int = 1200) -> bytes:
    """Draw an SVG document as PNG, so many pixels wide.

    Fonts of the machine are left alone, so a letter that Noto Sans lacks (Hebrew, Arabic, Chinese)
    is an empty box. Raises `CannotDraw` without the extra, `ValueError` for a width that is
    not between `NARROWEST` and `WIDEST` and for what is no SVG.
    """
    if not NARROWEST <= width <= WIDEST:
        raise ValueError(f"{width} pixels wide: between {NARROWEST} and {WIDEST}, please")
    try:
        import resvg_py  # noqa: PLC0415 - only who wants a PNG has it

        font = files(FONT_PACKAGE) / "files" / FONT_FILE
    except ImportError as missing:
        needed = "a PNG needs resvg-py and Noto Sans: install `comity[picture]`"
        raise CannotDraw(needed) from missing
    with as_file(font) as path:
        return bytes(
            resvg_py.svg_to_bytes(
                svg_string=svg,
                width=width,
                skip_system_fonts=True,
                font_files=[str(path)],
                font_family=FONT,
                sans_serif_family=FONT,
            )
        )
