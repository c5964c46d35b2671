"""The canonical form says the same, keeps comments, and is its own canonical form."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import assume, given
from hypothesis import strategies as st

from comity.catalog import KINDS, LIBRARY, load_file, sources
from comity.cli.format import command
from comity.strict_yaml import BadInput, parse
from comity.workbench.codes import keys_of, walk
from comity.workbench.format import ORDER, comments, format_file, format_text, order_of

FILES = sources(LIBRARY)
GOVERNMENT = """# head
kind: county   # beside
format: 1

# above the name
government: state:tx/county:travis
instruments:
# above the item
- title: 'Order'
  # above the id
  instrument: order
  kind: directive
  in_force: [{until: 2018-06-30, from: 2018}]
  checked: never
  provisions:
  - act: prohibits
    subject: detainer_hold
    id: hold
    note: >-
      a folded text
      # that is no comment
# at the end
"""
CANONICAL = """# head
format: 1

# above the name
government: state:tx/county:travis
kind: county   # beside
instruments:
# above the item
  # above the id
  - instrument: order
    title: "Order"
    kind: directive
    in_force: [{from: "2018", until: "2018-06-30"}]
    checked: never
    provisions:
      - id: hold
        subject: detainer_hold
        act: prohibits
        note: >-
          a folded text
          # that is no comment
# at the end
"""


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_library_file_says_the_same_and_settles(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    formatted = format_text(text, path.name)
    assert format_text(formatted, path.name) == formatted
    assert comments(formatted) == comments(text)
    assert formatted.endswith("\n")
    assert not formatted.endswith("\n\n")


def test_the_canonical_form() -> None:
    assert format_text(GOVERNMENT, "x.yaml") == CANONICAL
    assert format_text(CANONICAL, "x.yaml") == CANONICAL


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp")), min_size=1
).filter(lambda text: text.strip() != "" and "\ufeff" not in text)


@given(WORDS, st.randoms(use_true_random=False), st.sampled_from(['"', "'", ">-", "|-"]))
def test_any_text_in_any_order_is_kept(text: str, order: random.Random, style: str) -> None:
    text = text.strip()
    if style == '"':
        escaped = text.replace("\\", "\\\\").replace('"', '\\"')
        written = f'"{escaped}"'
    elif style == "'":
        doubled = text.replace("'", "''")
        written = f"'{doubled}'"
    else:
        written = f"{style}\n  {text}"
    term = [
        "format: 1\n",
        "# a comment\nterm: one\n",
        "kind: scope\n",
        "over: subject # beside\n",
        f"phrase: {written}\n",
        "readings: {}\n",
        "note: 2017-01-01\n",
    ]
    order.shuffle(term)
    source = "".join(term)
    try:
        parse(source, "x.yaml")
    except BadInput:
        assume(False)
    formatted = format_text(source, "x.yaml")
    assert format_text(formatted, "x.yaml") == formatted
    assert comments(formatted) == comments(source)


def test_every_order_names_each_key_of_its_struct_once() -> None:
    kinds = {kind.__name__: kind for kind in KINDS.values()}
    for path in FILES:
        for _, value in walk(load_file(path, path.name).value):
            kinds.setdefault(type(value).__name__, type(value))
    assert set(ORDER) <= set(kinds)
    for kind in kinds.values():
        assert sorted(order_of(kind)) == sorted(key for _, key in keys_of(kind))


def test_a_file_with_an_error_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text(GOVERNMENT.replace("kind: county", "kind: conty"))
    before = path.read_bytes()
    result = CliRunner().invoke(command, [str(path)])
    assert result.exit_code == 2
    assert "conty" in result.stderr
    assert path.read_bytes() == before


def test_check_lists_and_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "file.yaml"
    path.write_text(GOVERNMENT)
    result = CliRunner().invoke(command, ["--check", str(tmp_path)])
    assert result.exit_code == 1
    assert str(path) in result.stdout
    assert path.read_text() == GOVERNMENT
    assert CliRunner().invoke(command, [str(tmp_path)]).exit_code == 0
    assert path.read_text() == CANONICAL
    assert [one.name for one in tmp_path.iterdir()] == ["file.yaml"]
    assert CliRunner().invoke(command, ["--check", str(tmp_path)]).exit_code == 0


def test_the_mode_of_a_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "file.yaml"
    path.write_text(GOVERNMENT)
    path.chmod(0o640)
    assert format_file(path, "file.yaml")
    assert path.stat().st_mode & 0o777 == 0o640


def test_windows_line_ends_become_plain_ones(tmp_path: Path) -> None:
    path = tmp_path / "file.yaml"
    path.write_bytes(CANONICAL.replace("\n", "\r\n").encode())
    assert format_file(path, "file.yaml")
    assert path.read_text() == CANONICAL


def test_a_failed_write_leaves_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file.yaml"
    path.write_text(GOVERNMENT)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(BadInput):
        format_file(path, "file.yaml")
    assert path.read_text() == GOVERNMENT
    assert [one.name for one in tmp_path.iterdir()] == ["file.yaml"]


def test_no_file_and_an_empty_folder_are_input_errors(tmp_path: Path) -> None:
    assert CliRunner().invoke(command, [str(tmp_path)]).exit_code == 2
    assert CliRunner().invoke(command, [str(tmp_path / "no.yaml")]).exit_code == 2
