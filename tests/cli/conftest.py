"""Run the command line in this process, and compare with golden files."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from comity.cli import group

GOLDEN = Path(__file__).parent / "golden"
Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    """Return a function that runs `comity` with arguments."""

    def call(*arguments: str) -> Result:
        return CliRunner().invoke(group, list(arguments), catch_exceptions=False)

    return call


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """Return a function that compares a text with a golden file, or writes it anew."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if os.environ.get("COMITY_BLESS"):
            path.write_text(text, encoding="utf-8")
        assert path.is_file(), f"{name} is missing; `make bless` writes it"
        assert text == path.read_text(encoding="utf-8")

    return compare
