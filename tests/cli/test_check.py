"""What `comity check` says, and how it refuses."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from click.testing import Result

from comity.catalog import open_library
from comity.reason.finding import find, find_briefly
from comity.reason.question import Manner
from comity.reason.rules import open_books
from comity.report.answer import schema

Run = Callable[..., Result]
Golden = Callable[[str, str], None]

SHOWN = (
    "8-usc-1373-a",
    "8-usc-1373-binds-states",
    "detainer-hold",
    "eo-13768-9a-discretion",
    "eo-13768-9a-hinders",
    "hr-32-119",
    "tex-gov-752-053",
)
"""The tests of the golden answers: each kind of answer once."""

POLICY = """\
format: 1
government: state:ne/county:hooker
kind: county
surveyed: [{by: own, subjects: all, from: "2017-01-01", until: "2026-11-24"}]
instruments:
  - instrument: draft
    title: A draft
    kind: ordinance
    in_force: [{from: "2018-01-01"}]
    checked: never
    provisions:
      - {id: hold, subject: detainer_hold, act: prohibits, unless: [[judicial_warrant]]}
"""


def ask(run: Run, *arguments: str) -> dict[str, object]:
    result = run("check", *arguments, "--json")
    assert result.exit_code == 0, result.stderr
    answer = json.loads(result.stdout)
    jsonschema.validate(answer, schema())
    assert isinstance(answer, dict)
    return answer


def one(run: Run, *arguments: str) -> dict[str, object]:
    findings = ask(run, *arguments)["findings"]
    assert isinstance(findings, list)
    assert len(findings) == 1
    found = findings[0]
    assert isinstance(found, dict)
    return found


def test_san_francisco_in_june_2018_is_contested_on_the_law(run: Run) -> None:
    found = one(run, "San Francisco, CA", "--test", "8-usc-1373-a", "--as-of", "2018-06-15")
    assert found["outcome"] == "undetermined"
    assert found["turns_on"] == {"law": "always", "facts": "never"}


def test_san_francisco_in_september_2020_does_not_conflict(run: Run) -> None:
    found = one(run, "San Francisco, CA", "--test", "8-usc-1373-a", "--as-of", "2020-09-15")
    assert found["outcome"] == "not_met"


def test_hindsight_shows_both(run: Run) -> None:
    arguments = ("San Francisco, CA", "--test", "8-usc-1373-a", "--as-of", "2018-06-15")
    found = one(run, *arguments, "--known-on", "2020-09-15")
    assert found["outcome"] == "not_met"
    assert found["then"] == {
        "outcome": "undetermined",
        "turns_on": {"law": "always", "facts": "never"},
    }


def test_the_order_of_2017_had_ended_in_february_2021(run: Run) -> None:
    found = one(run, "Chicago, IL", "--test", "eo-13768-9a-hinders", "--as-of", "2021-02-01")
    operative = found["operative"]
    assert isinstance(operative, dict)
    assert operative["status"] == "ended"


def test_a_hold_in_travis_county_in_2019(run: Run) -> None:
    found = one(run, "Travis County, TX", "--test", "detainer-hold", "--as-of", "2019-06-01")
    assert found["outcome"] == "met"


def test_no_hold_in_boston_in_2018(run: Run) -> None:
    found = one(run, "Boston, MA", "--test", "detainer-hold", "--as-of", "2018-06-01")
    assert found["outcome"] == "not_met"


def test_hooker_county_is_open_on_the_facts(run: Run) -> None:
    found = one(run, "Hooker County, NE", "--test", "8-usc-1373-a", "--as-of", "2018-06-01")
    assert found["outcome"] == "undetermined"
    assert found["turns_on"] == {"law": "sometimes", "facts": "always"}


def test_hooker_county_is_contested_under_discretion(run: Run) -> None:
    found = one(
        run, "Hooker County, NE", "--test", "eo-13768-9a-discretion", "--as-of", "2018-06-01"
    )
    assert found["outcome"] == "undetermined"
    turns_on = found["turns_on"]
    assert isinstance(turns_on, dict)
    assert turns_on["law"] == "always"


@pytest.mark.parametrize(
    ("place", "day", "name"),
    [
        ("Chicago, IL", "2018-04-01", "chicago-2018.txt"),
        ("San Francisco", "2018-06-15", "san-francisco-2018.txt"),
        ("Hooker County, NE", "2018-06-15", "hooker-2018.txt"),
        ("Travis County, TX", "2019-06-01", "travis-2019.txt"),
    ],
)
def test_golden_text(run: Run, golden: Golden, place: str, day: str, name: str) -> None:
    tests = [word for test in SHOWN for word in ("--test", test)]
    same(run("check", place, "--as-of", day, *tests), golden, name)


@pytest.mark.parametrize(
    ("place", "day", "name"),
    [
        ("Chicago, IL", "2025-06-01", "overview-chicago-2025.txt"),
        ("Hooker County, NE", "2018-06-01", "overview-hooker-2018.txt"),
    ],
)
def test_golden_overview(run: Run, golden: Golden, place: str, day: str, name: str) -> None:
    same(run("check", place, "--as-of", day), golden, name)


def test_what_is_said_at_a_glance_is_what_is_said_in_full(run: Run) -> None:
    library = open_library()
    place = library.places.get("state:il/place:chicago")
    assert place is not None
    manner = Manner("2020-06-01", "2020-06-01")
    books = open_books(library, place, manner.as_of)
    for test in library.tests.values():
        brief = find_briefly(library, place, test, manner, books)
        found = find(library, place, test, manner, books)
        for key in ("outcome", "turns_on", "operative", "words", "constructions", "chosen"):
            assert getattr(brief, key) == getattr(found, key), (test.test, key)
        if brief.leaning is not None:
            assert brief.leaning == found.leaning


def same(result: Result, golden: Golden, name: str) -> None:
    assert result.exit_code == 0
    assert "\x1b" not in result.stdout  # colour is for terminals
    # The hashes change with any file of the library.
    text = re.sub(
        r"law [0-9a-f]{12},\s+policies [0-9a-f]{12},\s+comity \S+\.", "law …", result.stdout
    )
    assert all(len(line) <= 80 or " " not in line.strip() for line in text.splitlines())
    golden(name, text)


def test_the_same_question_gives_the_same_bytes(run: Run) -> None:
    arguments = ("check", "Boston, MA", "--as-of", "2020-06-01", "--json")
    assert run(*arguments).stdout == run(*arguments).stdout


def test_ones_own_policy(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "draft.yaml"
    path.write_text(POLICY)
    found = one(
        run, "Hooker County, NE", "--test", "detainer-hold", "--as-of", "2018-06-01",
        "--policy", str(path),
    )  # fmt: skip
    assert found["outcome"] == "undetermined"  # the State could require it: nobody has looked
    again = one(run, "Hooker County, NE", "--test", "detainer-hold", "--as-of", "2018-06-01")
    assert found != again


def test_a_policy_may_declare_its_place(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "draft.yaml"
    text = POLICY.replace("county:hooker", "special_district:new_one")
    path.write_text(text.replace("kind: county", "kind: special_district\nname: New One District"))
    answer = ask(run, "New One District", "--as-of", "2018-06-01", "--policy", str(path))
    place = answer["place"]
    assert isinstance(place, dict)
    assert place["circuit"] == "ca8"


def test_a_reading_can_be_chosen(run: Run) -> None:
    arguments = ("San Francisco, CA", "--test", "8-usc-1373-a", "--as-of", "2018-06-15")
    found = one(run, *arguments, "--reading", "status-information=status_only")
    assert found["outcome"] == "not_met"


def test_all_readings_are_no_fewer(run: Run) -> None:
    arguments = ("Chicago, IL", "--test", "detainer-hold", "--as-of", "2018-06-15")
    some, every = one(run, *arguments), one(run, *arguments, "--all-readings")
    counts = [found["constructions"] for found in (some, every)]
    assert all(isinstance(count, dict) for count in counts)
    assert counts[0]["open"] <= counts[1]["open"]  # type: ignore[index]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("Chicagoo, IL",), "`Chicagoo, IL` is misspelt"),
        (("Springfield",), "can mean"),
        (("Chicago, IL", "--test", "8-usc-1373"), "(nearest: 8-usc-1373-a)"),
        (("Chicago, IL", "--as-of", "2018-02-30"), "no day of the calendar"),
        (("Chicago, IL", "--as-of", "yesterday"), "expected YYYY-MM-DD"),
        (("Chicago, IL", "--known-on", "2018"), "--known-on"),
        (("Chicago, IL", "--known-on", "2018-01-01", "--hindsight"), "expected one of them"),
        (("Chicago, IL", "--reading", "hinders"), "expected TERM=READING"),
        (("Chicago, IL", "--reading", "hinder=x"), "(nearest: hinders)"),
        (("Chicago, IL", "--reading", "hinders=x"), "has no reading `x`"),
        (("Chicago, IL", "--policy", "/nowhere.yaml"), "there is no such file"),
        (("Chicago, IL", "--policy", "/dev/zero"), "not a regular file"),
        (("",), "is no government"),
        (("x" * 100_000,), "is no government"),
        (("\x00\x1b[31m",), "is no government"),
    ],
)
def test_bad_input_is_one_line_and_status_2(
    run: Run, arguments: tuple[str, ...], expected: str
) -> None:
    result = run("check", *arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert expected in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert len(result.stderr) < 1000
    assert "\x1b" not in result.stderr


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("[[judicial_warrant]]", "[]", ""),  # no exception at all, written out
        ("[[judicial_warrant]]", "[[]]", ":12:"),
        ("[[judicial_warrant]]", "[[judical_warrant]]", "(nearest: judicial_warrant)"),
        ("unless", "when: [[judicial_warrant]], unless", "it could never apply"),
        ("government: state:ne/county:hooker", "government: state:ne/county:grant", "not of"),
        ("format: 1", "format: one", "expected 1"),
    ],
)
def test_a_broken_policy_is_refused_with_its_position(
    run: Run, tmp_path: Path, old: str, new: str, expected: str
) -> None:
    path = tmp_path / "draft.yaml"
    path.write_text(POLICY.replace(old, new))
    result = run("check", "Hooker County, NE", "--policy", str(path))
    if not expected:
        return
    assert result.exit_code == 2
    assert result.stdout == ""
    assert expected in result.stderr
    assert result.stderr.startswith(str(path))


def test_the_published_schema_is_that_of_the_answer() -> None:
    path = Path(__file__).parents[2] / "docs" / "schema" / "answer.json"
    text = json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
    if os.environ.get("COMITY_BLESS"):
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("check",), "Missing argument 'PLACE'."),
        (("chek",), "no command `chek` (nearest: check)"),
        (
            ("check", "Chicago, IL", "--tset", "x"),
            "No such option '--tset'. Did you mean '--test'?",
        ),
    ],
)
def test_a_wrong_call_is_one_line_too(run: Run, arguments: tuple[str, ...], expected: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr == expected + "\n"


def test_a_chosen_reading_is_said_to_be_chosen(run: Run) -> None:
    chosen = "anticommandeering-1373=commandeers"
    arguments = ("Chicago, IL", "--test", "8-usc-1373-binds-states", "--as-of", "2018-04-01")
    text = run("check", *arguments, "--reading", chosen).stdout
    assert "which you chose" in text
    assert "On the reading that you chose" in text
    assert one(run, *arguments, "--reading", chosen)["chosen"] == ["anticommandeering-1373"]


def test_a_test_that_did_not_exist_yet_is_answered_as_when_it_began(run: Run) -> None:
    found = one(run, "Chicago, IL", "--test", "eo-13768-9a-hinders", "--as-of", "2016-02-29")
    operative = found["operative"]
    assert isinstance(operative, dict)
    assert operative["status"] == "not_yet"


def test_many_rules_alike_are_quick(run: Run, tmp_path: Path) -> None:
    rule = (
        "      - {id: hold, subject: detainer_hold, act: prohibits, unless: [[judicial_warrant]]}\n"
    )
    rules = "".join(rule.replace("id: hold", f"id: hold-{n}") for n in range(200))
    path = tmp_path / "draft.yaml"
    path.write_text(POLICY.replace(rule, rules))
    found = one(
        run, "Hooker County, NE", "--test", "detainer-hold", "--as-of", "2018-06-01",
        "--policy", str(path),
    )  # fmt: skip
    assert found["outcome"] == "undetermined"


def test_a_hostile_name_moves_no_cursor(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "draft.yaml"
    text = POLICY.replace("title: A draft", 'title: "A \\e[31mdraft\\u202e"')
    path.write_text(text)
    result = run("check", "Hooker County, NE", "--policy", str(path), "--as-of", "2018-06-01")
    assert result.exit_code == 0
    assert "\x1b" not in result.stdout
    assert "\u202e" not in result.stdout


def test_an_office_is_named(run: Run) -> None:
    result = run("check", "Travis County Sheriff's Office", "--as-of", "2019-06-01")
    assert result.exit_code == 0
    assert "is an office of Travis County" in result.stderr


def test_places_find(run: Run) -> None:
    result = run("places", "find", "Cook Co.", "--json")
    assert result.exit_code in (0, 2)
    assert run("places", "find", "Chicago, IL").stdout.startswith("Chicago, Illinois")


def test_help_and_version(run: Run) -> None:
    assert run("--version").stdout.startswith("comity, version")
    assert "Example:" in run("check", "--help").stdout


def test_ones_own_policy_is_said_to_stand_for_the_librarys(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "draft.yaml"
    path.write_text(POLICY)
    asked = ("Hooker County, NE", "--test", "detainer-hold", "--policy", str(path))
    text = " ".join(run("check", *asked).stdout.split())
    assert "with the policy file that you gave" in text
    assert "in the place of whatever the library has" in text


def test_an_id_that_stands_twice_in_ones_own_policy_is_refused(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "draft.yaml"
    again = "      - {id: hold, subject: transfer_custody, act: prohibits}\n"
    path.write_text(POLICY + again)
    result = run("check", "Hooker County, NE", "--policy", str(path))
    assert result.exit_code == 2
    assert result.stderr == f"{path}:13:14: `hold` stands twice\n"


def test_a_chosen_reading_that_is_foreclosed_is_said_to_be(run: Run) -> None:
    chosen = "status-information=status_and_whereabouts"
    asked = ("San Francisco", "--test", "8-usc-1373-a", "--as-of", "2020-09-15")
    assert one(run, *asked, "--reading", chosen)["foreclosed"] == [chosen]
    text = run("check", *asked, "--reading", chosen).stdout
    assert f"You chose {chosen}, which nothing leaves open here" in " ".join(text.split())
    assert one(run, *asked)["foreclosed"] == []


def test_a_territory_and_its_cities_are_left_out_alike(run: Run) -> None:
    for place in ("Puerto Rico", "San Juan, PR"):
        assert one(run, place, "--test", "8-usc-1373-a")["outcome"] == "out_of_scope"


def test_what_binds_here_is_named(run: Run) -> None:
    asked = ("Suffolk County, NY", "--test", "detainer-hold", "--as-of", "2019-06-01")
    found = one(run, *asked)
    assert found["bound_by"] == [
        {"ruling": "wells-2018", "term": "authority-to-hold", "force": "state_appellate"}
    ]
    assert "Binding here: People ex rel. Wells" in run("check", *asked).stdout


def test_a_day_ahead_is_said_to_lie_ahead(run: Run) -> None:
    asked = ("Hooker County, NE", "--test", "8-usc-1373-a", "--as-of", "9999-12-31")
    assert run("check", *asked).stderr.startswith("9999-12-31 lies ahead")


@pytest.mark.parametrize(
    ("shell", "status", "said"),
    [
        ("{comity} law list --json | true", "141", ""),
        ("{comity} law list >&-", "2", "cannot write the answer: standard output is closed"),
        ("{comity} places find nope 2>/dev/full", "2", ""),
        ("PYTHONIOENCODING=latin1 {comity} law show 8-usc-1373-a >/dev/null", "0", ""),
    ],
)
def test_a_stream_that_cannot_be_written(shell: str, status: str, said: str) -> None:
    comity = f"{sys.executable} -m comity"
    script = f"set -o pipefail; {shell.format(comity=comity)}; echo $? >&2"
    done = subprocess.run(
        ["bash", "-c", script],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src")},
    )
    lines = done.stderr.splitlines()
    assert lines[-1] == status
    assert lines[:-1] == ([said] if said else [])
