"""`comity law` as a person or a program runs it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from comity.catalog import KINDS, Library, open_library
from comity.cli import law
from comity.workbench.cases import CaseReport, CaseResult, Mismatch
from comity.workbench.schema import render
from comity.workbench.summary import CaseCount, Count, CountApart, Summary, Total
from comity.workbench.sweep import SweepFinding, SweepReport

CASES = CaseReport(1, 0, 0, (CaseResult("a", "t", "state:ks", "2018-01-01", "agrees", "Because."),))
FAILING = CaseReport(
    0,
    1,
    1,
    (
        CaseResult(
            "a", "t", "state:ks", "2018", "fails", "Because.", (Mismatch("law", "always", "never"),)
        ),
        CaseResult("b", "t", "state:ks", "2018", "differs", "Because.", (), "A letter says so."),
    ),
)
SWEPT = SweepReport(1, 1, 1, 1, 0, ())
FOUND = SweepReport(
    1, 1, 1, 1, 0, (SweepFinding("contradiction", "t", "A and B", "1999", "2000", ("x",) * 9),)
)


def run(*words: str) -> Result:
    return CliRunner().invoke(law.command, list(words))


def test_list_names_everything() -> None:
    library = open_library()
    result = run("list")
    assert result.exit_code == 0
    for name in (*library.tests, *library.terms, *library.rulings):
        assert f"  {name}: " in result.stdout


def test_list_as_json() -> None:
    library = open_library()
    value = json.loads(run("list", "--json").stdout)
    assert [entry["id"] for entry in value["tests"]] == list(library.tests)
    assert [entry["id"] for entry in value["terms"]] == list(library.terms)
    assert [entry["id"] for entry in value["rulings"]] == list(library.rulings)


SUMMARY = Summary(
    CountApart(3, 2, Count(2, 2)),
    Total(4),
    Total(9),
    Count(7, 5),
    Count(6, 6),
    CaseCount(12, 10, 1),
)


def test_summary_as_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("comity.workbench.summary.summarize", lambda *_: SUMMARY)
    result = run("list", "--summary", "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(result.stdout) == {
        "tests": {"total": 3, "checked": 2, "federal": {"total": 2, "checked": 2}},
        "terms": {"total": 4},
        "readings": {"total": 9},
        "effects": {"total": 7, "checked": 5},
        "rulings": {"total": 6, "checked": 6},
        "cases": {"total": 12, "held": 10, "differ": 1},
    }


def test_summary_as_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("comity.workbench.summary.summarize", lambda *_: SUMMARY)
    result = run("list", "--summary")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "Rulings             6, 6 checked with the words that were seen\n" in result.stdout


@pytest.mark.parametrize(("seconds", "lines"), [(0.0, 0), (0.6, 1), (1.0, 2)])
def test_progress_is_said_after_a_second(
    seconds: float, lines: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter([0.0, seconds, 2 * seconds, 3 * seconds])

    def summarize(_: Library, progress: Callable[[int, int], None]) -> Summary:
        for number in (1, 2, 3):
            progress(number, 3)
        return SUMMARY

    monkeypatch.setattr("comity.workbench.summary.summarize", summarize)
    monkeypatch.setattr("comity.cli.law.time.monotonic", lambda: next(clock))
    result = run("list", "--summary", "--json")
    assert len(result.stderr.splitlines()) == lines
    json.loads(result.stdout)  # progress stands on standard error alone


def test_pages_are_written_and_named(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "pages"
    result = run("pages", str(folder), "--as-of", "2018-06-15")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.split() == [str(path) for path in sorted(folder.iterdir())]
    assert "As of 2018-06-15" in (folder / "states.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "day", "said"),
    [
        ("file", "2018-06-15", "cannot write to"),  # a file stands where a folder would
        ("pages", "15 June 2018", "--as-of: `15 June 2018` is no day"),
    ],
)
def test_pages_that_cannot_be_written(name: str, day: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    result = run("pages", str(tmp_path / name), "--as-of", day)
    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1
    assert said in result.stderr


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("8-usc-1373-a", "WHAT IT ASKS"),
        ("hinders", "Reading 1, regulates_others"),
        ("lunn-2017", "finds that Massachusetts has no rule that authorizes or requires"),
    ],
)
def test_show(name: str, said: str) -> None:
    result = run("show", name)
    assert result.exit_code == 0
    assert said in " ".join(result.stdout.split())
    assert result.stderr == ""


@pytest.mark.parametrize(
    ("words", "nearest"),
    [
        (("show", "8-usc-1373"), "8-usc-1373-a"),
        (("show", "hinder"), "hinders"),
        (("show", "lunn-2018"), "lunn-2017"),
        (("schema", "tests"), "test"),
    ],
)
def test_an_unknown_id_is_one_line_with_the_nearest(words: tuple[str, str], nearest: str) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert words[1] in result.stderr
    assert f"(nearest: {nearest})" in result.stderr


@pytest.mark.parametrize("name", ["", "\x1b[31mred", "a\nb", "é" * 500, "../../etc/passwd"])
def test_an_odd_id_is_one_plain_line(name: str) -> None:
    result = run("show", name)
    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1
    assert "\x1b" not in result.stderr


@pytest.mark.parametrize("kind", KINDS)
def test_schema(kind: str) -> None:
    result = run("schema", kind)
    assert (result.exit_code, result.stdout) == (0, render(kind))


@pytest.mark.parametrize(
    ("cases", "swept", "status"),
    [(CASES, SWEPT, 0), (FAILING, SWEPT, 1), (CASES, FOUND, 1)],
)
@pytest.mark.parametrize("as_json", [False, True])
def test_the_exit_status_tells_whether_all_holds(
    cases: CaseReport,
    swept: SweepReport,
    status: int,
    as_json: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("comity.workbench.cases.run_cases", lambda _: cases)
    monkeypatch.setattr("comity.workbench.sweep.sweep", lambda _: swept)
    result = run("test", *(["--json"] if as_json else []))
    assert result.exit_code == status
    if as_json:
        value = json.loads(result.stdout)
        assert value["passed"] is (status == 0)
        assert len(value["cases"]["cases"]) == len(cases.cases)
        return
    assert (
        f"{cases.agree} agree, {cases.fail} fail, {cases.differ} known to differ" in result.stdout
    )
    assert ("FAILS a: t, state:ks, 2018" in result.stdout) is (cases is FAILING)
    assert ("law never, expected always" in result.stdout) is (cases is FAILING)
    assert ("FOUND contradiction: t: A and B" in result.stdout) is (swept is FOUND)
    assert ("and 4 more" in result.stdout) is (swept is FOUND)
