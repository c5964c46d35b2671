"""Every command that the documentation shows is run, and every option is documented."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from comity.cli import COMMANDS, group
from comity.cli.check import command as check

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def commands() -> list[str]:
    found = []
    for page in PAGES:
        for block in re.findall(r"```sh\n(.*?)```", page.read_text(), re.S):
            found += [line for line in block.splitlines() if line.startswith("comity ")]
    return found


@pytest.mark.parametrize("line", commands())
def test_a_documented_command_runs(line: str) -> None:
    result = CliRunner().invoke(group, shlex.split(line)[1:], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    silent = line in ("comity lint", "comity format --check")  # nothing to say is good news
    assert bool(result.stdout) != silent


def test_commands_are_shown() -> None:
    shown = {shlex.split(line)[1] for line in commands()}
    assert set(COMMANDS) <= shown


def test_every_option_of_check_is_documented() -> None:
    text = (ROOT / "docs" / "check.md").read_text()
    for option in check.params:
        for name in option.opts:
            if name.startswith("--"):
                assert f"`{name}" in text


def test_the_policy_in_the_documentation_is_taken(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "format.md").read_text()
    block = re.search(r"```yaml\n(.*?)```", text, re.S)
    assert block is not None
    path = tmp_path / "draft.yaml"
    path.write_text(block.group(1))
    arguments = ["check", "Hooker County, NE", "--policy", str(path), "--as-of", "2018-06-01"]
    assert CliRunner().invoke(group, arguments).exit_code == 0
