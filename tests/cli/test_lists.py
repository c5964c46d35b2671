"""What `comity lists` shows, what it makes of a saved page, and how it refuses."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import Result

from comity.policy.published_list import read_list
from comity.report.lists import Lists, Shown, schema

Run = Callable[..., Result]
DOCS = Path(__file__).parents[2] / "docs" / "schema"
PAGE = (
    "<!doctype html><title>Names</title><h2>California</h2><ul><li>Orange County<li>Berkeley</ul>"
    "<h2>Wisconsin</h2><ul><li>Daine County</ul>"
)


def ask(run: Run, kind: type[Lists] | type[Shown], *arguments: str) -> dict[str, Any]:
    result = run("lists", *arguments, "--json")
    assert result.exit_code == 0, result.stderr
    answer: dict[str, Any] = json.loads(result.stdout)
    jsonschema.validate(answer, schema(kind))
    return answer


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_text(PAGE)
    return path


def test_all_lists_are_given_in_the_order_of_their_days(run: Run) -> None:
    lists = ask(run, Lists, "list")["lists"]
    assert [one["published"] for one in lists] == sorted(one["published"] for one in lists)
    doj = next(one for one in lists if one["list"] == "doj-2025")
    assert (doj["entries"], doj["ended"], doj["resolved"]) == (35, 2, 35)
    assert run("lists").stdout == run("lists", "list").stdout


@pytest.mark.parametrize(
    ("day", "stands"),
    [
        ("2025-08-04", "no"),  # the day before it was published
        ("2025-08-05", "yes"),
        ("2025-09-26", "yes"),  # the day of its removal is its last
        ("2025-09-27", "no"),
    ],
)
def test_a_day_says_who_stood_on_it(run: Run, day: str, stands: str) -> None:
    entries = ask(run, Shown, "show", "doj-2025", "--as-of", day)["entries"]
    (nevada,) = [entry for entry in entries if entry["printed"] == "Nevada"]
    assert nevada["stands"] == stands


def test_a_day_known_to_the_month_is_perhaps(run: Run) -> None:
    result = run("lists", "show", "ice-ddor-2017", "--as-of", "2017-03-25")
    assert "more perhaps, for want of an exact day" in result.stdout
    assert "perhaps on it" in result.stdout


def test_a_list_is_shown_as_printed_with_where_it_was_seen(run: Run) -> None:
    text = " ".join(run("lists", "show", "oig-2016").stdout.split())
    assert "8. Orleans Parish, Louisiana New Orleans, Louisiana state:la/parish:orleans" in text
    assert "Checked on 2026-11-24 at https://www.cis.org/" in text
    assert "Stated criterion: A sample of grantees" in text


def test_a_saved_page_becomes_a_list(run: Run, page: Path, tmp_path: Path) -> None:
    out = tmp_path / "list.yaml"
    arguments = ["--publisher", "us-dhs", "--published", "2025-05-29", "--captured", "2025-05-30"]
    result = run("lists", "import", str(page), *arguments, "--out", str(out))
    assert result.exit_code == 0, result.stderr
    assert (
        "took 3 entries from HTML, lines of a list; 2 with a government, 1 without" in result.stdout
    )
    assert "without: Daine County (under Wisconsin)" in result.stdout
    made = read_list(out)
    assert (made.list, made.title, made.checked) == ("names", "Names", "never")
    assert made.snapshot is not None
    assert made.snapshot.sha256 == hashlib.sha256(PAGE.encode()).hexdigest()
    assert (made.snapshot.captured, made.snapshot.captured_by) == ("2025-05-30", "said")
    assert [entry.place for entry in made.entries] == [
        "state:ca/county:orange",
        "state:ca/place:berkeley",
        None,
    ]
    assert "(under California)" in run("lists", "show", str(out)).stdout
    assert run("lint", str(out)).exit_code == 0
    assert run("format", "--check", str(out)).exit_code == 0


def test_without_out_the_list_is_printed_and_the_rest_told_apart(run: Run, page: Path) -> None:
    os.utime(page, (1_000_000_000, 1_000_000_000))
    result = run("lists", "import", str(page))
    assert result.stdout.startswith("format: 1\nlist: names\n")
    assert 'captured: "2001-09-09"\n  captured_by: "file"' in result.stdout
    assert "captured 2001-09-09, by the file's time of change" in result.stderr
    assert result.stdout == run("lists", "import", str(page)).stdout


def test_a_publisher_that_the_library_does_not_know_is_told(run: Run, page: Path) -> None:
    result = run("lists", "import", str(page), "--publisher", "us-dsh")
    assert result.exit_code == 0
    assert "--publisher: the library knows no `us-dsh` (nearest: us-dhs)" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["show", "doj-2052"], "is no list of the library (nearest: doj-2025)"),
        (["show", "nothing.yaml"], "there is no such file"),
        (["show", "doj-2025", "--as-of", "soon"], "--as-of: `soon` is no day"),
        (["import", "nothing.html"], "cannot be read"),
        (["import", "/dev/null"], "is not a regular file"),
        (["import", "."], "cannot be read"),
        (["import", "{page}", "--select", "Wiskonsin"], "(nearest: Wisconsin)"),
        (["import", "{page}", "--id", "No Id"], "--id: `No Id` is no id"),
        (["import", "{page}", "--source", "file:///x"], "--source: `file:///x` is no address"),
        (["import", "{page}", "--captured", "2025-02-30"], "no day of the calendar"),
        (["import", "{page}", "--title", " "], "--title: empty"),
        (["import", "{page}", "--out", "{page}/x/y"], "cannot be written"),
    ],
)
def test_bad_input_is_one_line(run: Run, page: Path, arguments: list[str], why: str) -> None:
    result = run("lists", *(part.replace("{page}", str(page)) for part in arguments))
    assert result.exit_code == 2
    assert why in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert result.stdout == ""
    assert page.read_text() == PAGE


def test_nothing_is_half_written(run: Run, tmp_path: Path) -> None:
    bad = tmp_path / "bad.html"
    bad.write_bytes(b"<ul><li>Iowa\0</ul>")
    out = tmp_path / "list.yaml"
    out.write_text("mine")
    assert run("lists", "import", str(bad), "--out", str(out)).exit_code == 2
    assert out.read_text() == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.html", "list.yaml"]


@pytest.mark.parametrize("link", [None, "symlink_to", "hardlink_to"])
def test_the_snapshot_is_never_written_over(
    run: Run, page: Path, tmp_path: Path, link: str | None
) -> None:
    out = page
    if link is not None:
        out = tmp_path / "other.yaml"
        getattr(out, link)(page)
    result = run("lists", "import", str(page), "--out", str(out))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"--out: {out}: is the snapshot itself, expected another file\n"
    assert page.read_text() == PAGE


@pytest.mark.parametrize(("kind", "name"), [(Lists, "lists.json"), (Shown, "shown-list.json")])
def test_golden_schema(kind: type[Lists] | type[Shown], name: str) -> None:
    text = json.dumps(schema(kind), indent=2, ensure_ascii=False) + "\n"
    path = DOCS / name
    if os.environ.get("COMITY_BLESS"):
        path.write_text(text)
    assert path.read_text() == text
