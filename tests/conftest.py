"""What all tests share: profiles of hypothesis, and data that is not part of the project."""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import settings

# No deadline: on a busy machine a slow example is not a wrong one.
settings.register_profile("dev", max_examples=200, deadline=None, print_blob=True)
settings.register_profile("ci", settings.get_profile("dev"), derandomize=True)
settings.register_profile("long", settings.get_profile("dev"), max_examples=10_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))

# Whoever runs the tests may have added governments to their own book; the tests have none.
os.environ["COMITY_HOME"] = os.devnull

NO_DATA = "COMITY_DATA is not set: it names a folder of data that is not part of the project"


@pytest.fixture(scope="session")
def comity_data() -> Path:
    """Return the folder that COMITY_DATA names; skip where it is unset, fail where it is wrong."""
    named = os.environ.get("COMITY_DATA")
    if not named:
        pytest.skip(NO_DATA)
    folder = Path(named)
    if not folder.is_dir():
        pytest.fail(f"COMITY_DATA names {named}, which is no folder")
    return folder


def skipped_for_lack_of_data(reports: list[pytest.TestReport]) -> int:
    """Count the tests that were skipped because COMITY_DATA is not set."""
    return sum(
        isinstance(report.longrepr, tuple) and NO_DATA in report.longrepr[2] for report in reports
    )


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter,
) -> Generator[None, None, None]:
    """Say last of all how many tests did not run, so that a green line is not read as more."""
    yield
    count = skipped_for_lack_of_data(terminalreporter.stats.get("skipped", []))
    if count:
        terminalreporter.write_line(
            f"NOT RUN for lack of COMITY_DATA: {count} test{'s' if count > 1 else ''}", yellow=True
        )
