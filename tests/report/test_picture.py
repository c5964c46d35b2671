"""A PNG has its words, its patterns and the same bytes, whatever fonts the machine has."""

from __future__ import annotations

import struct
import sys
import zlib

import pytest

from comity.report.fills import define, paint
from comity.report.picture import CannotDraw, to_png
from comity.report.svg import document, sheet, write


def picture(words: str = "", fill: str = "#ffffff") -> str:
    svg = sheet(200, 100, "a title", "a description")
    define(svg)
    write(svg, 10, 60, words, size=30)
    svg.insert(3, svg.makeelement("rect", {"width": "200", "height": "100", "fill": fill}))
    return document(svg)


def pixels(png: bytes) -> tuple[int, int, bytes]:
    """Return width, height and what is packed, once unpacked; filters are left on."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    at, data = 8, b""
    while at < len(png):
        size, kind = struct.unpack(">I4s", png[at : at + 8])
        if kind == b"IDAT":
            data += png[at + 8 : at + 8 + size]
        at += size + 12
    width, height = struct.unpack(">II", png[16:24])
    return width, height, zlib.decompress(data)


@pytest.fixture
def _installed() -> None:
    pytest.importorskip("resvg_py")
    pytest.importorskip("fontpkg_noto_sans")


@pytest.mark.usefixtures("_installed")
def test_a_png_is_as_wide_as_asked() -> None:
    assert pixels(to_png(picture(), 400))[:2] == (400, 200)


@pytest.mark.usefixtures("_installed")
def test_words_and_weights_appear_without_a_font_of_the_machine() -> None:
    plain, said = to_png(picture()), to_png(picture("Looked at"))
    assert pixels(plain)[2] != pixels(said)[2]
    assert len(set(pixels(said)[2])) > 20  # black, white and the steps between


@pytest.mark.usefixtures("_installed")
def test_a_pattern_is_drawn() -> None:
    assert pixels(to_png(picture(fill=paint("nobody_looked"))))[2] != pixels(to_png(picture()))[2]


@pytest.mark.usefixtures("_installed")
def test_the_same_picture_gives_the_same_bytes() -> None:
    assert to_png(picture("twice")) == to_png(picture("twice"))


@pytest.mark.usefixtures("_installed")
def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(ValueError, match="root node"):
        to_png("<svg")


@pytest.mark.parametrize("width", [0, -5, 99, 8001])
def test_a_width_out_of_bounds_is_refused(width: int) -> None:
    with pytest.raises(ValueError, match="between 100 and 8000"):
        to_png(picture(), width)


@pytest.mark.parametrize("missing", ["resvg_py", "fontpkg_noto_sans"])
def test_what_is_missing_is_named(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(CannotDraw, match=r"comity\[picture\]"):
        to_png(picture())
