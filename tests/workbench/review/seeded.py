"""A definition and a local rule, each clean but for what a test changes in it."""

from __future__ import annotations

from typing import Any

import msgspec

from comity.catalog import Library
from comity.law.files import LegalTest
from comity.policy.instrument import Government as GovernmentFile
from comity.workbench.review.definition import review_definition
from comity.workbench.review.local_rule import review_local_rule
from comity.workbench.review.remark import Review

SEEN = {"date": "2026-11-24", "against": "https://example.org/a", "saw": "the words"}
SINCE = [{"from": "2025-01-01"}]
DEFINITION: dict[str, Any] = {
    "format": "1",
    "test": "seeded",
    "title": "Seeded",
    "authority": {
        "cite": "A memorandum",
        "kind": "memorandum",
        "commands": False,
        "enacted_by": "Somebody",
    },
    "in_force": SINCE,
    "applies_to": {"kinds": ["state", "county", "municipality"]},
    "applied_by": ["us-dhs"],
    "words": {"met": "is one", "not_met": "is none"},
    "met_if": {
        "some": {
            "subject": ["information_sharing_status"],
            "act": ["prohibits"],
            "by": "own",
            "in": "any",
        }
    },
    "consequences": {"money": {"what": "no money", "kind": "funds", "in_force": SINCE}},
    "checked": SEEN,
}
PROVISION: dict[str, Any] = {"id": "rule", "subject": "transfer_custody", "act": "permits"}
INSTRUMENT: dict[str, Any] = {
    "instrument": "draft",
    "of": "#council",
    "title": "A draft",
    "cite": "A code § 1",
    "kind": "ordinance",
    "in_force": SINCE,
    "checked": SEEN,
}
DAY = "2026-06-01"


def point(has: str = "none", **more: Any) -> dict[str, Any]:
    """Return a point of process as a file has it."""
    return {"has": has, "read": "whole", "source": "https://example.org/a", **more}


def definition(library: Library, day: str = DAY, **changes: Any) -> Review:
    """Review the clean definition with some keys changed."""
    test = msgspec.convert({**DEFINITION, **changes}, LegalTest)
    return review_definition(library.with_law("tests", "seeded", test), test, day)


def local_rule(
    library: Library,
    *provisions: dict[str, Any],
    place: str = "state:ne/county:hooker",
    **changes: Any,
) -> Review:
    """Review the clean local rule with other provisions, or with keys of its instrument changed."""
    government = library.places.get(place)
    assert government is not None
    rules = [{**PROVISION, **p, "id": f"rule-{n}"} for n, p in enumerate(provisions or ({},))]
    instrument = {**INSTRUMENT, **changes, "provisions": rules}
    survey = {"by": "own", "subjects": "all", "from": "2000-01-01", "until": "2030-01-01"}
    file = msgspec.convert(
        {
            "format": "1",
            "government": place,
            "kind": government.kind,
            "surveyed": [survey],
            "instruments": [instrument],
        },
        GovernmentFile,
    )
    return review_local_rule(library.with_policy(file, government), government, DAY)
