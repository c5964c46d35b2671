"""What `comity detainer` says, and how it refuses."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import Result

from comity.report.detainer import Papers, Table, schema

Run = Callable[..., Result]
DOCS = Path(__file__).parents[2] / "docs" / "schema"
BOTH = ("--paper", "i-247a+i-200")


def ask(run: Run, *arguments: str) -> dict[str, Any]:
    result = run("detainer", *arguments, "--json")
    assert result.exit_code == 0, result.stderr
    answer: dict[str, Any] = json.loads(result.stdout)
    jsonschema.validate(answer, schema())
    return answer


@pytest.mark.parametrize(
    ("place", "day", "options", "may", "must"),
    [
        # Wells binds Suffolk County
        ("Suffolk County, NY", "2019-01-01", BOTH, "not_met", "undetermined"),
        # Senate Bill 4 requires it
        ("Travis County, TX", "2019-06-01", BOTH, "met", "met"),
        # Lunn found no authority in Massachusetts
        ("Boston, MA", "2018-06-01", BOTH, "not_met", "undetermined"),
        # a State's bar binds officers under an agreement too (Nash)
        (
            "Teller County, CO",
            "2024-08-01",
            ("--paper", "i-247a+i-205", "--agreement", "warrant_service"),
            "not_met",
            "not_met",
        ),
        # nobody has looked
        ("Hooker County, NE", "2019-01-01", BOTH, "undetermined", "undetermined"),
    ],
)
def test_may_and_must(
    run: Run, place: str, day: str, options: tuple[str, ...], may: str, must: str
) -> None:
    answer = ask(run, place, "--as-of", day, *options)["answer"]
    assert (answer["may"]["outcome"], answer["must"]["outcome"]) == (may, must)


def test_a_condition_can_lift_a_bar(run: Run) -> None:
    """California's law of 2014 barred holds of those without a conviction of a listed kind."""
    options = ("Los Angeles, CA", "--as-of", "2015-06-01", *BOTH)
    plain = ask(run, *options)["answer"]["may"]
    convicted = ask(run, *options, "--condition", "criminal_conviction")["answer"]["may"]
    assert plain["outcome"] == "not_met"
    assert convicted["outcome"] != "not_met"


def test_a_judges_warrant_is_authority_by_itself(run: Run) -> None:
    found = run("detainer", "San Francisco", "--paper", "judicial_warrant")
    assert "authority by itself" in " ".join(found.stdout.split())
    options = ("--paper", "i-247a+judicial_warrant", "--history")
    answer = ask(run, "San Francisco", *options)
    assert (answer["answer"]["may"], answer["answer"]["must"]) == (None, None)
    assert (answer["answer"]["limits"], answer["history"]) == ([], [])


def test_a_history_is_of_the_situation_that_was_named(run: Run) -> None:
    options = ("Los Angeles, CA", *BOTH, "--history", "--as-of", "2017-06-01")
    plain = {change["outcome"] for change in ask(run, *options)["history"]}
    convicted = ask(run, *options, "--condition", "criminal_conviction")["history"]
    assert "not_met" in plain
    assert "not_met" not in {change["outcome"] for change in convicted}


def test_without_an_administrative_warrant_warrant_service_adds_nothing(run: Run) -> None:
    options = ("Hooker County, NE", "--paper", "i-247a", "--as-of", "2020-01-01")
    served = ask(run, *options, "--agreement", "warrant_service")["answer"]["may"]
    assert served["test"] == "detainer-hold"
    under = ask(run, *options, "--agreement", "task_force")["answer"]["may"]
    assert under["test"] == "detainer-hold-agreement"


def test_decisions_stand_nearest_first(run: Run) -> None:
    found = ask(run, "Suffolk County, NY", *BOTH, "--as-of", "2019-01-01")["answer"]["decisions"]
    assert found[0]["ruling"] == "wells-2018"
    assert (found[0]["says"], found[0]["where"]) == ("against", "here")
    assert {one["date"] <= "2019-01-01" for one in found} == {True}


def test_how_the_answer_changed(run: Run) -> None:
    history = ask(run, "Boston, MA", *BOTH, "--history", "--as-of", "2018-06-01")["history"]
    assert history[0]["date"] == "2010-01-01"
    assert any(
        change["outcome"] == "not_met" and change["date"] == "2017-07-24" for change in history
    )


def test_the_table_has_fifty_one_rows(run: Run) -> None:
    result = run("detainer", "--all", "--as-of", "2024-11-01", "--json")
    table = json.loads(result.stdout)
    jsonschema.validate(table, schema(Table))
    rows = {row["place"]: row for row in table["rows"]}
    assert len(rows) == 51
    assert (rows["state:tx"]["may"], rows["state:tx"]["must"]) == ("yes", "yes")
    assert (rows["state:ca"]["may"], rows["state:ca"]["acts"]) == ("no", ["prohibits"])
    unseen = {row["place"]: row["may"] for row in table["rows"] if row["looked"] is None}
    del unseen["state:ma"]  # its highest court has ruled, whatever the rules are
    assert unseen  # nobody has: open, and never “no”
    assert "no" not in unseen.values()
    assert rows["state:wy"]["may"] == "open on the facts"


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ((), "no place"),
        (("Boston, MA",), "--paper: left out"),
        (("Boston, MA", "--paper", "i-247b"), "`i-247b` is no paper"),
        (("Boston, MA", *BOTH, "--agreement", "taskforce"), "(nearest: task_force)"),
        (("Boston, MA", *BOTH, "--condition", "conviction"), "is no condition of the vocabulary"),
        (("--all", *BOTH), "--all: the table is of a detainer"),
        (("Bostn, MA", *BOTH), "Boston"),
    ],
)
def test_bad_input_gets_one_line_and_status_2(
    run: Run, arguments: tuple[str, ...], line: str
) -> None:
    result = run("detainer", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert line in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(("kind", "name"), [(Papers, "detainer.json"), (Table, "detainers.json")])
def test_golden_schema(kind: type[Papers] | type[Table], name: str) -> None:
    text = json.dumps(schema(kind), indent=2, ensure_ascii=False) + "\n"
    if os.environ.get("COMITY_BLESS"):
        (DOCS / name).write_text(text, encoding="utf-8")
    assert (DOCS / name).read_text(encoding="utf-8") == text


def test_golden_text(run: Run, golden: Callable[[str, str], None]) -> None:
    text = run("detainer", "Suffolk County, NY", *BOTH, "--as-of", "2019-01-01").stdout
    golden("detainer-suffolk-2019.txt", text.rsplit("This is not legal advice", 1)[0])
