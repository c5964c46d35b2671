"""What `comity map` draws, and how it refuses."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import Result

from comity.catalog import open_library
from comity.report import picture
from comity.report.fills import FILLS
from comity.report.shapes import open_shapes

Run = Callable[..., Result]
SVG = "{http://www.w3.org/2000/svg}"
ASKED = ("map", "--test", "8-usc-1373-a", "--as-of", "2018-06-01")
MOST = 600_000


def titles(svg: ET.Element) -> dict[str, str]:
    return {
        made.get("id", ""): made.findtext(f"{SVG}title", "")
        for made in svg.iter(f"{SVG}path")
        if made.get("id")
    }


def fills(svg: ET.Element) -> dict[str, str]:
    return {
        made.get("id", ""): group.get("fill", "")
        for group in svg.iter(f"{SVG}g")
        for made in group.findall(f"{SVG}path")
        if made.get("id")
    }


def test_a_map_of_the_country(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "map.svg"
    result = run(*ASKED, "--out", str(out))
    assert result.exit_code == 0
    assert "Own rules looked at" in result.stdout
    assert result.stdout.endswith(f"Written: {out}\n")
    assert out.stat().st_size <= MOST
    text = out.read_text()
    svg = ET.fromstring(text)
    assert set(titles(svg)) == {f"c{geoid}" for geoid in open_shapes().areas}
    # Santa Clara's rules were looked at on that day; nobody looked at Hooker County's.
    assert titles(svg)["c06085"].startswith("Santa Clara County, CA: ")
    assert titles(svg)["c31091"] == "Hooker County, NE"
    assert fills(svg)["c31091"] == "url(#map-nobody_looked)"
    said = [made.text or "" for made in svg.iter(f"{SVG}text")]
    first = next(n for n, line in enumerate(said) if line.startswith("Own rules looked at"))
    assert said[first - 1] != "met"
    assert not any(words in said[:first] for words in ("conflicts with § 1373(a)",))
    whole = open_library().whole
    for room in ("law/", "policy/", "places/", "lists/"):
        assert whole[room] in text.replace("\n", "")


def test_the_same_question_gives_the_same_bytes(run: Run, tmp_path: Path) -> None:
    for ending in ("svg", "png"):
        first, second = tmp_path / f"a.{ending}", tmp_path / f"b.{ending}"
        assert run(*ASKED, "--out", str(first)).exit_code == 0
        assert run(*ASKED, "--out", str(second)).exit_code == 0
        assert first.read_bytes() == second.read_bytes()


def test_states_that_settle_it_show_and_counties_nobody_looked_at_do_not(
    run: Run, tmp_path: Path
) -> None:
    out = tmp_path / "map.svg"
    result = run("map", "--test", "detainer-hold", "--as-of", "2026-11-24", "--out", str(out))
    assert result.exit_code == 0
    assert out.stat().st_size <= MOST
    svg = ET.fromstring(out.read_text())
    assert fills(svg)["c48301"] == FILLS["met"].ground  # Loving County: Texas requires it
    assert "own rules looked at on none of" in titles(svg)["c48301"]
    assert fills(svg)["c39049"] == "url(#map-nobody_looked)"  # Franklin County, Ohio


def test_a_png_is_as_wide_as_asked(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "map.PNG"
    assert run(*ASKED, "--width", "300", "--out", str(out)).exit_code == 0
    data = out.read_bytes()
    assert data.startswith(b"\x89PNG")
    assert int.from_bytes(data[16:20], "big") == 300


def test_a_title_of_ones_own_is_text_and_no_markup(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "map.svg"
    title = 'A "B" & <script>alert(1)</script>\n</title>'
    assert run(*ASKED, "--title", title, "--out", str(out)).exit_code == 0
    svg = ET.fromstring(out.read_text())
    assert svg.findtext(f"{SVG}title") == " ".join(title.split())
    assert not re.search("<script", out.read_text())
    said = [made.text or "" for made in svg.iter(f"{SVG}text")]
    assert any(line.startswith(open_library().tests["8-usc-1373-a"].title) for line in said)


def test_a_chosen_reading_is_named_on_the_map(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "map.svg"
    choice = "status-information=status_only"
    assert run(*ASKED, "--reading", choice, "--out", str(out)).exit_code == 0
    assert "On the reading chosen: status-information = status_only" in out.read_text()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--test", "8-usc-1373-a", "--out", "{dir}/map.pdf"), "ends in .svg or .png"),
        (("--test", "8-usc-1373-a", "--out", "{dir}/svg"), "ends in .svg or .png"),
        (("--test", "8-usc-1373", "--out", "{dir}/m.svg"), "8-usc-1373-a"),
        (
            (
                "--test",
                "8-usc-1373-a",
            ),
            "--out",
        ),
        (("--out", "{dir}/m.svg"), "--test"),
        (("--test", "8-usc-1373-a", "--as-of", "2018", "--out", "{dir}/m.svg"), "YYYY-MM-DD"),
        (("--test", "8-usc-1373-a", "--reading", "x=y", "--out", "{dir}/m.svg"), "no term `x`"),
        (("--test", "8-usc-1373-a", "--title", " ", "--out", "{dir}/m.svg"), "--title: is empty"),
        (("--test", "8-usc-1373-a", "--title", "x" * 201, "--out", "{dir}/m.svg"), "200 at most"),
        (("--test", "8-usc-1373-a", "--width", "9", "--out", "{dir}/m.png"), "100 to 8000"),
        (("--test", "8-usc-1373-a", "--width", "900", "--out", "{dir}/m.svg"), "only for a .png"),
        (("--test", "8-usc-1373-a", "--width", "x", "--out", "{dir}/m.png"), "x"),
        (("--test", "8-usc-1373-a", "--out", "{dir}/none/m.svg"), "cannot be written"),
        (("--test", "8-usc-1373-a", "--out", "{dir}/folder.svg"), "cannot be written"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_a_line(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    (tmp_path / "folder.svg").mkdir()
    result = run("map", *(argument.replace("{dir}", str(tmp_path)) for argument in arguments))
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["folder.svg"]


def test_a_png_without_the_extra_is_refused_in_a_line(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture, "FONT_PACKAGE", "no_such_package_of_a_font")
    out = tmp_path / "map.png"
    result = run(*ASKED, "--out", str(out))
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert "comity[picture]" in result.stderr
    assert result.stdout == ""
    assert not out.exists()


def test_a_file_that_was_there_stays_where_nothing_can_be_drawn(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture, "FONT_PACKAGE", "no_such_package_of_a_font")
    out = tmp_path / "map.png"
    out.write_bytes(b"before")
    assert run(*ASKED, "--out", str(out)).exit_code == 2
    assert out.read_bytes() == b"before"
