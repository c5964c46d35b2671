"""What `comity relief` says, and how it refuses."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import Result

from comity.report.relief import schema

Run = Callable[..., Result]
SCHEMA = Path(__file__).parents[2] / "docs" / "schema" / "relief.json"


def ask(run: Run, *arguments: str) -> dict[str, Any]:
    result = run("relief", *arguments, "--json")
    assert result.exit_code == 0, result.stderr
    answer: dict[str, Any] = json.loads(result.stdout)
    jsonschema.validate(answer, schema())
    return answer


def cites(orders: list[dict[str, Any]]) -> set[str]:
    return {order["ruling"] for order in orders}


@pytest.mark.parametrize(
    ("place", "day", "ruling", "where", "protected"),
    [
        # a plaintiff, by its own judgment
        ("Chicago, IL", "2018-10-01", "chicago-v-sessions-2018", "orders", "by name"),
        # a member of an association, from the day on which the stay was lifted
        ("Chicago, IL", "2018-10-01", "evanston-v-sessions-2018", "orders", "as a member of"),
        # an order against everybody, superseded by the judgment
        ("Hooker County, NE", "2018-10-01", "santa-clara-v-trump-2017", "ended", "with everyone"),
        # a subdivision of a State that sued with its subdivisions
        ("Oakland, CA", "2019-01-01", "sf-v-sessions-2018", "orders", "as a subdivision of"),
        # a State's mandate suspended, until the stay of the Fifth Circuit
        ("Travis County, TX", "2017-09-10", "el-cenizo-2017", "orders", "as a subdivision of"),
    ],
)
def test_who_is_protected_and_as_what(
    run: Run, place: str, day: str, ruling: str, where: str, protected: str
) -> None:
    found = [o for o in ask(run, place, "--as-of", day)[where] if o["ruling"] == ruling]
    assert found
    assert protected in found[0]["protected"]


def test_an_order_that_is_stayed_does_not_protect(run: Run) -> None:
    during = ask(run, "Chicago, IL", "--as-of", "2018-08-15")
    assert "evanston-v-sessions-2018" not in cites(during["orders"])
    assert "evanston-v-sessions-2018" in cites(
        ask(run, "Chicago, IL", "--as-of", "2018-09-01")["orders"]
    )


def test_a_programme_narrows_it(run: Run) -> None:
    all_of_them = ask(run, "San Francisco", "--as-of", "2025-09-01")["orders"]
    byrne = ask(run, "San Francisco", "--as-of", "2025-09-01", "--programme", "byrne jag")["orders"]
    assert cites(byrne) < cites(all_of_them)
    assert all(any("Byrne" in (s["programme"] or "") for s in o["stops"]) for o in byrne)


def test_a_circuit_that_upholds_a_condition_is_adverse_there_and_nowhere_else(run: Run) -> None:
    new_york = ask(run, "New York City", "--as-of", "2020-06-01")["adverse"]
    assert "new-york-v-doj-2020" in {one["ruling"] for one in new_york}
    chicago = ask(run, "Chicago, IL", "--as-of", "2020-06-01")["adverse"]
    assert "new-york-v-doj-2020" not in {one["ruling"] for one in chicago}


def test_nothing_found_is_not_said_to_be_nothing(run: Run) -> None:
    text = run("relief", "Hooker County, NE", "--as-of", "2016-01-01").stdout
    assert "does not say that there is none" in " ".join(text.split())


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("Chicgo, IL",), "Chicago"),  # a misspelt place
        (("Chicago, IL", "--as-of", "2018-13-01"), "no day"),
        (("Chicago, IL", "--programme", "Burn"), "--programme: nothing is called `Burn`"),
    ],
)
def test_bad_input_gets_one_line_and_status_2(
    run: Run, arguments: tuple[str, ...], line: str
) -> None:
    result = run("relief", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert line in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_golden_schema() -> None:
    text = json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
    if os.environ.get("COMITY_BLESS"):
        SCHEMA.write_text(text, encoding="utf-8")
    assert SCHEMA.read_text(encoding="utf-8") == text


def test_golden_text(run: Run, golden: Callable[[str, str], None]) -> None:
    text = run("relief", "Chicago, IL", "--as-of", "2018-10-01").stdout
    golden("relief-chicago-2018.txt", text.rsplit("This is not legal advice", 1)[0])
