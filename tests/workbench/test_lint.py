"""Each code is found in a file that is wrong in one way, and not in its counterpart."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from comity.cli.lint import command
from comity.strict_yaml import BadInput
from comity.workbench.lint import CODES, documentation, lint

DOCS = Path(__file__).parents[2] / "docs" / "lint.md"

TERM = """format: 1
term: seeded
kind: scope
over: subject
phrase: words
readings:
  narrow: {gloss: less, covers: [detainer_hold], held_by: [{who: us-doj, as: letter}]}
  wide: {gloss: more, covers: [detainer_hold, transfer_custody], held_by: [{who: us-dhs}]}
"""
TEST = """format: 1
test: seeded-test
title: Seeded
authority: {cite: none, enacted_by: Nobody}
in_force: [{from: "2017-01-01", until: "2017-12-31"}, {from: "2018-01-01"}]
applies_to: {kinds: [state], within: "state:tx"}
applied_by: [us-doj]
words: {met: is, not_met: is not}
filters: [has-in-effect]
met_if:
  all:
    - some: {subject: {term: seeded}, act: [prohibits], of: "#sheriff"}
    - any: [{not: {test: 8-usc-1373-a}}]
checked: {date: "2026-11-24", against: "https://example.org/a", saw: the words}
"""
RULING = """format: 1
ruling: seeded-ruling
cite: none
court: nd-cal
on_law: [federal]
posture: none
stage: preliminary
parties: {won: [state:ca], lost: [us]}
events: [{date: "2018-01-01", what: decided}, {date: "2018-02-01", what: affirmed}]
effects: [{id: one, construes: seeded, adopts: narrow, in: [seeded-test], weight: dictum}]
checked: never
"""
OTHER = """format: 1
ruling: other-ruling
cite: none
court: ca9
on_law: [federal]
posture: none
parties: {won: [state:ca], lost: [us]}
events: [{date: "2018-01-01", what: decided}]
effects: [{id: one, construes: seeded, adopts: narrow, in: [seeded-test]}]
checked: never
"""
THIRD = OTHER.replace("other-ruling", "third-ruling")
HOLDS = """format: 1
test: bars-holds
title: Bars holds
authority: {cite: none, enacted_by: Nobody}
applies_to: {kinds: [state]}
applied_by: [us-doj]
words: {met: is, not_met: is not}
met_if: {some: {subject: detainer_hold, act: [prohibits]}}
checked: never
"""
GOVERNMENT = """format: 1
government: state:tx/county:travis
kind: county
surveyed:
  - {by: own, subjects: [detainer_hold], from: "2018-01-01", until: "2018-12-31"}
  - {by: own, subjects: [detainer_hold], from: "2019-01-01", until: "2019-12-31"}
instruments:
  - instrument: order
    of: "#sheriff"
    title: Order
    kind: directive
    in_force: [{from: "2018-01-01"}]
    supersedes: [older]
    checked: never
    provisions:
      - id: hold
        subject: detainer_hold
        act: prohibits
        when: [[administrative_warrant]]
        unless: [[judicial_warrant, time_limit]]
        overrides: [other]
      - {id: other, subject: transfer_custody, act: prohibits}
      - {id: saving, subject: savings_clause_1373, act: permits, saves: {law: [8-usc-1373]}}
      - {id: over, subject: preemption_of_local_policy, act: prohibits, about: [detainer_hold]}
  - instrument: older
    title: Older
    kind: directive
    in_force: [{from: "2010", until: "2017"}]
    checked: never
    provisions: []
"""
PARTIES = """format: 1
parties: {seeded-party: {name: Seeded, kind: association}}
"""
HELD = "held_by: [{who: us-doj, as: letter}]"
FILES = {
    "term": TERM,
    "test": TEST,
    "ruling": RULING,
    "other": OTHER,
    "third": THIRD,
    "holds": HOLDS,
    "government": GOVERNMENT,
    "parties": PARTIES,
}
COMMON = ("term", "test", "ruling")
LONG = " ".join(["word"] * 26)

# code, file, what is replaced, by what, why
SEEDED = [
    ("LAW001", "test", "filters: [has-in-effect]", "filters: [has-in-efect]", "a term misspelt"),
    ("LAW001", "test", "applied_by: [us-doj]", "applied_by: [us-dojj]", "a party misspelt"),
    ("LAW001", "test", "state:tx", "state:zz", "no such State"),
    ("LAW001", "ruling", "nd-cal", "nd-call", "a court misspelt"),
    ("LAW001", "ruling", "adopts: narrow", "adopts: narow", "a reading misspelt"),
    ("LAW001", "ruling", "in: [seeded-test]", "in: [seeded-tst]", "a test misspelt"),
    ("LAW001", "ruling", "lost: [us]", "lost: [them]", "a side that is nobody"),
    ("LAW001", "term", "who: us-dhs", "who: us-dhz", "a holder misspelt"),
    ("LAW001", "term", "gloss: less,", "gloss: less, only_with: hinders=no,", "a tie to nothing"),
    ("LAW001", "ruling", "what: affirmed", "what: vacated, effects: [two]", "no such effect"),
    (
        "LAW001",
        "ruling",
        "construes: seeded, adopts: narrow",
        "enjoins: seeded-test/none",
        "no such consequence",
    ),
    ("LAW003", "term", "detainer_hold, transfer_custody", "detainer_hold", "two of one meaning"),
    ("LAW004", "term", HELD, "held_by: []", "nobody holds it"),
    ("LAW004", "term", "as: letter", "as: commentary", "only commentary"),
    ("LAW005", "test", 'until: "2017-12-31"', 'until: "2016-12-31"', "ends before it begins"),
    ("LAW005", "term", "as: letter", 'from: "2018", until: "2017"', "a holder's dates"),
    ("LAW006", "test", 'until: "2017-12-31"', 'until: "2018-01-01"', "one day is shared"),
    ("LAW007", "test", "{not: {test: 8-usc-1373-a}}", "{}", "a leaf that asks nothing"),
    (
        "LAW007",
        "test",
        "{not: {test: 8-usc-1373-a}}",
        "{test: 8-usc-1373-a, term: hinders}",
        "two forms",
    ),
    (
        "LAW007",
        "test",
        "{not: {test: 8-usc-1373-a}}",
        "{not: {not: {test: 8-usc-1373-a}}}",
        "four levels",
    ),
    ("LAW008", "term", "covers: [detainer_hold]", "means: always", "means on a scope"),
    ("LAW008", "term", "covers: [detainer_hold]", "covers: [detainer]", "a word of no vocabulary"),
    ("LAW008", "term", "over: subject\n", "", "a scope over nothing"),
    ("LAW008", "ruling", "adopts: narrow", "excludes: [detainer]", "a holding on no word"),
    ("LAW009", "test", "test: 8-usc-1373-a", "test: seeded-test", "a test of itself"),
    ("LAW012", "test", ", saw: the words", "", "no words"),
    ("LAW012", "test", "the words", LONG, "26 words"),
    ("LAW013", "ruling", "construes: seeded, adopts: narrow, ", "", "does nothing"),
    ("LAW013", "ruling", "adopts: narrow", "applies: seeded-test", "does two things"),
    ("LAW014", "ruling", "what: decided", "what: amended", "never decided"),
    ("LAW014", "ruling", "2018-02-01", "2017-02-01", "affirmed before it was decided"),
    ("LAW015", "ruling", "weight: dictum", "weight: holding", "preliminary relief holds nothing"),
    ("POL001", "government", "[[administrative_warrant]]", "[]", "no alternative"),
    ("POL001", "government", "[[administrative_warrant]]", "[[]]", "an empty alternative"),
    (
        "POL001",
        "government",
        "[[administrative_warrant]]",
        "[[judicial_warrant, time_limit]]",
        "never applies",
    ),
    ("POL002", "government", "id: saving", "id: over", "two provisions of one id"),
    ("POL002", "government", "instrument: order", "instrument: older", "two of one id"),
    ("POL003", "government", "overrides: [other]", "overrides: [othr]", "no such provision"),
    ("POL003", "government", "supersedes: [older]", "supersedes: [oldest]", "no such instrument"),
    (
        "POL003",
        "government",
        "{law: [8-usc-1373]}",
        "{law: [8-usc-1373], provisions: [none]}",
        "saves what is not there",
    ),
    (
        "POL003",
        "ruling",
        "construes: seeded, adopts: narrow",
        "suspends: state:tx/sb-4/none",
        "suspends what is not there",
    ),
    ("POL004", "government", ", about: [detainer_hold]", "", "displaces nothing"),
    ("POL004", "government", ", saves: {law: [8-usc-1373]}", "", "saves nothing"),
    (
        "POL004",
        "government",
        "savings_clause_1373, act: permits",
        "savings_clause_1373, act: requires",
        "a clause that demands",
    ),
    ("POL005", "government", 'until: "2018-12-31"', 'until: "2019-06-30"', "looked twice"),
    ("POL005", "government", 'until: "2018-12-31"', 'until: "2017-12-31"', "ends first"),
    ("POL006", "government", "[[judicial_warrant, time_limit]]", "[[time_limit]]", "only time"),
    ("POL007", "government", '"#sheriff"', '"#sherif"', "an office misspelt"),
    ("POL007", "test", '"#sheriff"', '"#mayor"', "an office of no vocabulary"),
    (
        "LNT001",
        "term",
        "term: seeded",
        "# lint: allow LAW003\nterm: seeded",
        "allowed without a reason",
    ),
    (
        "LNT002",
        "term",
        "term: seeded",
        "# lint: allow LAW003 because of old\nterm: seeded",
        "nothing to allow",
    ),
]


def codes(folder: Path, **files: str) -> list[str]:
    paths = []
    for name, text in files.items():
        path = folder / f"{name}.yaml"
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return [remark.code for remark in lint(paths)]


@pytest.mark.parametrize("name", [name for name in FILES if name != "parties"])
def test_the_counterpart_of_every_faulty_file_is_clean(name: str, tmp_path: Path) -> None:
    files = {one: FILES[one] for one in COMMON}
    assert codes(tmp_path, **{**files, name: FILES[name]}) == []


@pytest.mark.parametrize(
    ("code", "name", "old", "new", "why"),
    SEEDED,
    ids=[f"{code}-{why.replace(' ', '-')}" for code, _, _, _, why in SEEDED],
)
def test_a_fault_has_its_code(
    code: str, name: str, old: str, new: str, why: str, tmp_path: Path
) -> None:
    assert old in FILES[name], why
    files = {one: FILES[one] for one in COMMON}
    files[name] = FILES[name].replace(old, new, 1)
    found = codes(tmp_path, **files)
    assert code in found, why
    assert set(found) <= {code, "LAW002"}, why


def test_a_term_and_a_party_that_nothing_uses(tmp_path: Path) -> None:
    assert codes(tmp_path, term=TERM) == ["LAW002"]
    assert codes(tmp_path, parties=PARTIES, term=TERM, test=TEST) == ["LAW002"]
    used = TERM.replace("who: us-dhs", "who: seeded-party")
    assert codes(tmp_path, parties=PARTIES, term=used, test=TEST) == []


def test_one_fact_with_both_signs_through_a_reference(tmp_path: Path) -> None:
    both = HOLDS.replace("bars-holds", "both").replace(
        "{some: {subject: detainer_hold, act: [prohibits]}}",
        "{all: [{test: bars-holds}, {not: {some: {subject: detainer_hold, act: prohibits}}}]}",
    )
    assert codes(tmp_path, holds=HOLDS, both=both) == ["LAW010"]
    apart = both.replace("subject: detainer_hold, act", "subject: transfer_custody, act")
    assert codes(tmp_path, holds=HOLDS, both=apart) == []


def test_two_holdings_of_one_day_that_disagree(tmp_path: Path) -> None:
    wide = THIRD.replace("adopts: narrow", "adopts: wide")
    common = {"term": TERM, "test": TEST, "other": OTHER}
    assert codes(tmp_path, third=wide, **common) == ["LAW011"]
    later = wide.replace("2018-01-01", "2018-01-02")
    assert codes(tmp_path, third=later, **common) == []


def test_a_circle_of_two_is_found_in_both(tmp_path: Path) -> None:
    one = HOLDS.replace("{some: {subject: detainer_hold, act: [prohibits]}}", "{test: two}")
    two = one.replace("bars-holds", "two").replace("{test: two}", "{test: bars-holds}")
    assert codes(tmp_path, one=one, two=two) == ["LAW009", "LAW009"]


def test_an_allowance_with_a_reason_allows_on_its_line_and_the_next(tmp_path: Path) -> None:
    reason = "# lint: allow LAW002 because the test comes next"
    assert codes(tmp_path, term=TERM.replace("term: seeded", f"{reason}\nterm: seeded")) == []
    assert codes(tmp_path, term=TERM.replace("term: seeded", f"term: seeded {reason}")) == []


def test_an_allowance_inside_a_text_is_no_comment(tmp_path: Path) -> None:
    text = TERM.replace("phrase: words", "phrase: |-\n  # lint: allow LAW002 because of text")
    assert codes(tmp_path, term=text) == ["LAW002"]


def test_a_remark_stands_at_its_value(tmp_path: Path) -> None:
    path = tmp_path / "test.yaml"
    path.write_text(
        TEST.replace("{term: seeded}", "detainer_hold").replace("in-effect", "in-efect")
    )
    (remark,) = lint([path])
    line = TEST.splitlines().index("filters: [has-in-effect]") + 1
    assert (remark.line, remark.column, remark.code) == (line, 11, "LAW001")
    assert "nearest: has-in-effect" in remark.text


def test_every_code_is_documented_and_seeded() -> None:
    elsewhere = {"LAW002", "LAW010", "LAW011"}
    assert {code for code, *_ in SEEDED} | elsewhere == set(CODES)
    for code in CODES.values():
        assert code.title
        assert code.explanation
        assert code.example


def test_the_documentation_is_the_generated_one() -> None:
    assert DOCS.read_text(encoding="utf-8") == documentation()


def test_a_schema_error_is_an_input_error(tmp_path: Path) -> None:
    path = tmp_path / "term.yaml"
    path.write_text(TERM.replace("kind: scope", "kind: scop"))
    with pytest.raises(BadInput):
        lint([path])
    result = CliRunner().invoke(command, [str(path)])
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith(f"{path}:3:7: ")


@pytest.mark.parametrize(
    "where", ["[other]", "{some_without: [other]}", "{every_without: [other]}"]
)
def test_a_query_cannot_name_a_condition_that_is_each_rules_own(where: str, tmp_path: Path) -> None:
    path = tmp_path / "test.yaml"
    query = f"{{subject: detainer_hold, in: {where}}}"
    path.write_text(
        TEST.replace('{subject: {term: seeded}, act: [prohibits], of: "#sheriff"}', query)
    )
    with pytest.raises(BadInput) as caught:
        lint([path])
    assert "`other`, expected one of judicial_warrant" in str(caught.value)


def test_at_most_twenty_input_errors_are_printed(tmp_path: Path) -> None:
    path = tmp_path / "courts.yaml"
    courts = "".join(f"  c{n}: {{name: C}}\n" for n in range(30))
    path.write_text(f"format: 1\ncourts:\n{courts}")
    result = CliRunner().invoke(command, [str(path)])
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 21
    assert result.stderr.splitlines()[-1].startswith("… and ")


@pytest.mark.parametrize("name", ["missing.yaml", "."])
def test_no_file_is_an_input_error(name: str, tmp_path: Path) -> None:
    assert CliRunner().invoke(command, [str(tmp_path / name)]).exit_code == 2


def test_one_id_in_two_files_is_an_input_error(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(TERM)
    (tmp_path / "b.yaml").write_text(TERM)
    assert CliRunner().invoke(command, [str(tmp_path)]).exit_code == 2


def test_the_command_prints_lines_or_json(tmp_path: Path) -> None:
    path = tmp_path / "term.yaml"
    path.write_text(TERM)
    plain = CliRunner().invoke(command, [str(path)])
    assert plain.exit_code == 1
    assert plain.stdout.startswith(f"{path}:2:7: LAW002 ")
    listed = json.loads(CliRunner().invoke(command, ["--json", str(path)]).stdout)
    assert list(listed[0]) == ["path", "line", "column", "code", "text"]
    assert listed[0]["code"] == "LAW002"
    (tmp_path / "test.yaml").write_text(TEST)
    clean = CliRunner().invoke(command, ["--json", str(tmp_path)])
    assert clean.exit_code == 0
    assert json.loads(clean.stdout) == []


def test_explain_prints_the_documentation_of_a_code() -> None:
    result = CliRunner().invoke(command, ["--explain", "law003"])
    assert result.exit_code == 0
    assert CODES["LAW003"].explanation in result.stdout
    unknown = CliRunner().invoke(command, ["--explain", "LAW999"])
    assert unknown.exit_code == 2
