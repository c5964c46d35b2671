"""Conditions that can never hold are named where they stand; possible ones pass."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from comity.policy.conditions import impossible, impossible_in
from comity.policy.instrument import Government, Provision

WARRANT, CONSENT = "judicial_warrant", "consent"


def a_provision(**conditions: Any) -> dict[str, Any]:
    return {"id": "p", "subject": "detainer_hold", "act": "permits", **conditions}


def places(**conditions: Any) -> list[tuple[str | int, ...]]:
    provision = msgspec.convert(a_provision(**conditions), Provision)
    return [place for place, _ in impossible(provision)]


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ({}, []),  # no condition: it applies everywhere
        ({"when": [[WARRANT]], "unless": [[CONSENT]]}, []),  # a warrant without consent
        ({"when": [[WARRANT]], "unless": [[WARRANT]]}, [("when", 0)]),  # never both
        ({"when": [[WARRANT, CONSENT]], "unless": [[WARRANT]]}, [("when", 0)]),  # more is no less
        ({"when": [[WARRANT]], "unless": [[WARRANT, CONSENT]]}, []),  # a warrant, no consent
        ({"when": [[CONSENT], [WARRANT]], "unless": [[WARRANT]]}, [("when", 1)]),  # one of two
        ({"when": [["other"]], "unless": [["other"]]}, []),  # two conditions of the rule's own
        ({"when": [[]]}, [("when", 0)]),  # an empty alternative says nothing
        ({"when": [[WARRANT]], "unless": [[]]}, [("unless", 0)]),  # and is said once
    ],
)
def test_where_conditions_are_impossible(conditions: Any, expected: list[Any]) -> None:
    assert places(**conditions) == expected


def a_file(*provisions: dict[str, Any]) -> Government:
    instrument = {
        "instrument": "i",
        "title": "I",
        "kind": "statute",
        "in_force": [{"from": "2017"}],
        "checked": "never",
        "provisions": provisions,
    }
    place = {"format": "1", "government": "state:ca", "kind": "state"}
    return msgspec.convert({**place, "instruments": [instrument]}, Government)


def test_a_file_says_in_which_provision() -> None:
    bad = a_provision(when=[[WARRANT]], unless=[[WARRANT]])
    found = list(impossible_in(a_file(a_provision(), bad)))
    assert [place for place, _ in found] == [("instruments", 0, "provisions", 1, "when", 0)]
    assert "could never apply" in found[0][1]


def test_a_file_without_fault_says_nothing() -> None:
    assert not list(impossible_in(a_file(a_provision(when=[[WARRANT]]))))
