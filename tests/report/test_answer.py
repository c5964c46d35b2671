"""Tests of what an answer was computed from."""

from __future__ import annotations

import msgspec

from comity.catalog import open_library
from comity.report.answer import receipt


def test_the_receipt_names_every_room_that_the_library_hashes() -> None:
    # An answer may turn on any of them: one that is left out could change the answer unseen.
    library = open_library()
    named = msgspec.structs.asdict(receipt(library, "1", None)).values()
    assert library.whole.keys() == {"law/", "policy/", "places/", "lists/"}
    assert set(library.whole.values()) <= set(named)
