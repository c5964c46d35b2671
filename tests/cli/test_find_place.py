"""`comity places find`: one clear line for each answer, and status 2 for all but a match."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from comity.cli import group


def find(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(group, ["places", "find", *arguments], catch_exceptions=False)
    return result.exit_code, result.stdout, result.stderr


FOUND = [
    (("Chicago, IL",), "Chicago, Illinois  state:il/place:chicago  ca7\n", "a place"),
    (
        ("Cherokee County Sheriff's Office, AL",),
        "Cherokee County, Alabama  state:al/county:cherokee#sheriff  ca11\n"
        "  heard `Sheriff's Office` as the office sheriff\n",
        "an office is itself, and the answer says so",
    ),
    (
        ("Florida Department of Agriculture",),
        "Florida  state:fl  ca11\n"
        "  heard `Florida Department of Agriculture` as an agency of Florida; "
        "no office of the vocabulary fits\n",
        "an agency without an office is not taken for its State in silence",
    ),
    (
        ("Washington", "--state", "Virginia"),
        "Washington, Virginia  state:va/place:washington  ca4\n",
        "a column decides",
    ),
]


@pytest.mark.parametrize(("arguments", "expected", "why"), FOUND)
def test_a_match(arguments: tuple[str, ...], expected: str, why: str) -> None:
    assert find(*arguments) == (0, expected, ""), why


NOT_FOUND = [
    (
        ("LA",),
        "`LA` can mean 2 governments: Los Angeles, California; Louisiana\n",
        "candidates",
    ),
    (("Chicgo, IL",), "`Chicgo, IL` is misspelt; probably Chicago, Illinois is meant\n", "a slip"),
    (
        ("Hopewell County, VA",),
        "`Hopewell County, VA` is misspelt (Hopewell is no county); "
        "probably Hopewell, Virginia is meant\n",
        "what is wrong",
    ),
    (
        ("Lee County Port Authority Police",),
        "`Lee County Port Authority Police` is no government: it is a port's police; it belongs "
        "to the authority that runs a port\n",
        "refused as what it is",
    ),
    (
        ("Madison County Sheriff", "--state", "TN", "--county", "Macon County"),
        "`Madison County Sheriff` is no government that the library knows: Madison County is not "
        "Macon County (nearest: Madison County, Tennessee)\n",
        "columns that contradict the name",
    ),
    (
        ("Chicago", "--state", "Illinoys"),
        "`Chicago` is no government that the library knows: `Illinoys` is no State\n",
        "a wrong column",
    ),
]


@pytest.mark.parametrize(("arguments", "line", "why"), NOT_FOUND)
@pytest.mark.parametrize("options", [(), ("--json",)])
def test_no_match(
    arguments: tuple[str, ...], line: str, why: str, options: tuple[str, ...]
) -> None:
    assert find(*arguments, *options) == (2, "", line), why


@pytest.mark.parametrize(
    "name", ["\x00", "🦄", "\u202eabc", "x" * 10_000, " ", ",;()", "/", "#", "'s x"]
)
def test_no_traceback(name: str) -> None:
    status, out, error = find(name)
    assert (status, out, error.count("\n")) == (2, "", 1)
    assert len(error) < 300


def test_json_has_the_office_and_what_was_heard() -> None:
    status, out, error = find("Tennessee Highway Patrol", "--json")
    assert (status, error) == (0, "")
    assert json.loads(out) == {
        "id": "state:tn#police",
        "name": "Tennessee",
        "state": "state:tn",
        "circuit": "ca6",
        "government": "state:tn",
        "office": "police",
        "heard": [
            {"said": "Tennessee Highway Patrol", "taken_as": "the office police of Tennessee"}
        ],
    }


def test_other_commands_answer_for_the_government_and_say_so() -> None:
    arguments = ["relief", "Florida Department of Agriculture"]
    result = CliRunner().invoke(group, arguments, catch_exceptions=False)
    assert result.exit_code == 0
    assert "is an office of Florida" in result.stderr


def test_what_ended_or_began_is_said() -> None:
    line = "  ended on 2015-04-30; succeeded by Oglala Lakota County, South Dakota"
    assert line in find("Shannon County, SD")[1]
    answer = json.loads(find("Shannon County, SD", "--json")[1])
    assert answer["until"] == "2015-04-30"
    assert answer["succeeded_by"] == ["state:sd/county:oglala_lakota"]
    assert "began on 2015-07-01" in find("Kusilvak Census Area, AK")[1]
    assert "from" not in json.loads(find("Chicago, IL", "--json")[1])


@pytest.mark.parametrize(("day", "lines"), [("2015-04-30", 0), ("2015-05-01", 1)])
def test_an_answer_for_a_day_on_which_it_was_not_there_says_so(day: str, lines: int) -> None:
    arguments = ["check", "Shannon County, SD", "--test", "8-usc-1373-a", "--as-of", day]
    result = CliRunner().invoke(group, arguments, catch_exceptions=False)
    assert result.exit_code in (0, 1)
    assert result.stderr.count("did not exist on 2015-05-01: it ended on 2015-04-30") == lines
