"""The bundled library, opened once."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from comity.catalog import Library, open_library

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def library() -> Library:
    """Return the bundled library."""
    return open_library()
