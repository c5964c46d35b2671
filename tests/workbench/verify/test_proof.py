"""What was proved is written, and nothing else changes."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from comity.catalog import load_file, sources
from comity.cli import group
from comity.cli import verify as cli
from comity.workbench.format import comments, format_text
from comity.workbench.verify import network, proof

RULING = """format: 1
# the head
ruling: steinle-2019
cite: Steinle v. City & County of San Francisco, 919 F.3d 1154 (9th Cir. 2019)
court: ca9
on_law: [federal]
posture: appeal   # from dismissal
parties: {won: [state:ca/county:san_francisco], lost: [private]}
events:
  - {date: "2019-03-25", what: decided}
effects:
  - id: one
    construes: status-information
    excludes: [release_notification]
    in: [8-usc-1373-a]
    weight: holding
    checked: {date: "2020-01-01", against: "https://example.org/b", saw: no such words}
checked:
  # seen on a page of others
  date: "2020-01-01"
  against: https://example.org/a
  saw: >-
    we affirm the decision
    of the district court
"""
TEST = """format: 1
test: florida
title: Florida
authority: {cite: Fla. Stat. § 908.104(1), enacted_by: Legislature}
applies_to: {kinds: [state]}
applied_by: [us-doj]
words: {met: is, not_met: is not}
met_if:
  some: {subject: detainer_hold, act: [prohibits], in: any}
checked: never
"""


@pytest.fixture
def library(tmp_path: Path) -> Path:
    for name, text in (("rulings/steinle-2019", RULING), ("tests/florida", TEST)):
        path = tmp_path / "library" / "law" / f"{name}.yaml"
        path.parent.mkdir(parents=True)
        path.write_text(format_text(text, name))
    return tmp_path / "library"


@pytest.fixture
def run(
    library: Path,
    official: Any,
    waiting: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[..., Result]:
    monkeypatch.setattr(network, "Clock", waiting.clock)
    real = cli.run
    monkeypatch.setattr(cli, "run", lambda only, *, write: real(only, write=write, library=library))
    environment = {**official.environment(), "COMITY_CACHE": str(tmp_path / "cache")}
    return lambda *arguments, **more: CliRunner().invoke(
        group, ["law", "verify", *arguments], env={**environment, **more}
    )


@pytest.fixture
def steinle(official: Any, courts: dict[str, Any]) -> None:
    courts["919 F.3d 1154"] = [
        {
            "id": 7,
            "absolute_url": "/opinion/7/steinle/",
            "case_name": "Steinle v. San Francisco",
            "date_filed": "2019-03-25",
        }
    ]
    text = "Accordingly, we affirm the decision of the district court."
    official.says("/cl/opinions/", {"results": [{"plain_text": text}]})


def test_what_was_proved_is_written_and_nothing_else(
    run: Callable[..., Result], library: Path, official: Any, steinle: None
) -> None:
    path = library / "law" / "rulings" / "steinle-2019.yaml"
    before = path.read_text()
    result = run("--write")
    assert result.exit_code == 1, "the words of an effect do not stand there"
    assert "wrote law/rulings/steinle-2019.yaml" in result.stdout
    after = path.read_text()
    assert comments(after) == comments(before)
    assert format_text(after, "x") == after
    changed = set(after.splitlines()) ^ set(before.splitlines())
    assert {line.split(":")[0].strip() for line in changed} == {"date", "against"}
    ruling = load_file(path, "x").value
    new = ruling.checked
    assert new.date == "2026-11-24"
    assert new.against == f"{official.address}/opinion/7/steinle/"
    assert new.saw == "we affirm the decision of the district court"
    assert ruling.effects[0].checked.against == "https://example.org/b"


def test_nothing_is_written_unless_asked_for(
    run: Callable[..., Result], library: Path, steinle: None
) -> None:
    before = [path.read_bytes() for path in sources(library)]
    run()
    assert [path.read_bytes() for path in sources(library)] == before


def test_a_second_run_asks_and_writes_nothing(
    run: Callable[..., Result], library: Path, official: Any, steinle: None
) -> None:
    run("--write")
    asked = len(official.log)
    before = [path.read_bytes() for path in sources(library)]
    assert "wrote" not in run("--write").stdout
    assert len(official.log) == asked
    assert [path.read_bytes() for path in sources(library)] == before


def test_a_file_that_cannot_be_written_is_said(
    run: Callable[..., Result],
    library: Path,
    steinle: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(path: Path, text: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(proof, "write_whole", full)
    result = run("--write")
    assert "steinle-2019.yaml: cannot be written: No space left" in result.stderr
    assert "wrote" not in result.stdout


@pytest.mark.parametrize(
    ("arguments", "status", "shown"),
    [
        ((), 1, "0 confirmed, 1 differ, 0 not found, 1 not asked, 0 failed."),
        (("--only", "florida"), 0, "Not asked (1)"),
        (("--only", "florida", "--only", "steinle-2019"), 1, "these words do not stand there"),
    ],
)
def test_the_status_and_what_is_shown(
    arguments: tuple[str, ...], status: int, shown: str, run: Callable[..., Result], steinle: None
) -> None:
    result = run(*arguments)
    assert result.exit_code == status
    assert shown in " ".join(result.stdout.split())


def test_the_findings_as_json(run: Callable[..., Result], steinle: None) -> None:
    report = json.loads(run("--json").stdout)
    assert report["differs"] == 1
    steinle_found, florida = report["findings"]
    assert florida["state"] == "not_asked"
    assert steinle_found["source"] == "courtlistener"
    assert steinle_found["proved"] == [
        {"at": ["checked"], "words": "we affirm the decision of the district court"}
    ]


def test_a_failure_is_shown_and_changes_no_status(
    run: Callable[..., Result], official: Any
) -> None:
    official.says("/cl/", "busy", status=500)
    result = run("--only", "steinle-2019")
    assert result.exit_code == 0
    assert "Failed (1)" in result.stdout
    assert "answered 500, 3 times" in result.stdout
    assert "was not checked" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "environment", "said"),
    [
        (("--only", "steinle-2018"), {}, "(nearest: steinle-2019)"),
        ((), {"COMITY_ECFR_URL": "nowhere"}, "COMITY_ECFR_URL: `nowhere` is no address"),
        (("--only", "steinle-2019"), {"COMITY_CACHE": "/dev/null"}, "cannot be kept there"),
    ],
)
def test_bad_input_is_one_line(
    arguments: tuple[str, ...],
    environment: dict[str, str],
    said: str,
    run: Callable[..., Result],
    steinle: None,
) -> None:
    result = run(*arguments, **environment)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_without_its_library_it_says_what_to_install(
    run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "comity.workbench.verify.network", None)
    monkeypatch.delattr("comity.workbench.verify.network")
    result = run()
    assert (result.exit_code, result.stdout) == (2, "")
    assert "comity[verify]" in result.stderr
