"""The form of a file: what YAML may hold, and where it is wrong."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.strict_yaml import BadInput, Limits, Node, parse, read_source, render


def remarks(text: str, limits: Limits | None = None) -> list[str]:
    with pytest.raises(BadInput) as caught:
        parse(text, "f.yaml", limits or Limits())
    return [str(remark) for remark in caught.value.remarks]


def plain(node: Node) -> object:
    if node.text is not None:
        return node.text
    if node.items is not None:
        return [plain(item) for item in node.items]
    return {key.text: plain(value) for key, value in node.entries or ()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 06037", {"a": "06037"}),  # not the octal 3103
        ("a: NO", {"a": "NO"}),  # Nebraska's neighbour is no boolean
        ("a: 8:30", {"a": "8:30"}),  # not the sexagesimal 510
        ("a: 2019-13-01", {"a": "2019-13-01"}),  # a date is text until the schema asks for one
        ("on: {b: [c, ~]}", {"on": {"b": ["c", "~"]}}),  # nothing is true or null by itself
    ],
)
def test_every_scalar_is_text(text: str, expected: object) -> None:
    assert plain(parse(text, "f.yaml")) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\na: 2\n", "f.yaml:2:1: the key `a` stands twice (first at line 1)"),  # silent loss
        ("a: &x 1\nb: *x\n", "f.yaml:1:4: an anchor `&x`"),  # what stands elsewhere is not seen
        ("a: !!int 3\n", "f.yaml:1:4: a tag"),  # a type smuggled in
        ("a:\tb\n", "f.yaml:1:3: a tab"),  # looks like a space
        ("a: [1\n", "f.yaml:2:1: is not YAML"),  # the position is the parser's
        ("? {a: 1}\n: 2\n", "f.yaml:1:3: a key is a map"),  # a key must be a word
        ("a: 1\n---\nb: 2\n", "f.yaml:2:1: a second document"),  # half a file is no file
        ("", "f.yaml:1:1: is empty"),  # nothing is not a map
    ],
)
def test_what_is_refused(text: str, expected: str) -> None:
    assert any(line.startswith(expected) for line in remarks(text))


def test_every_error_at_once() -> None:
    assert len(remarks("a: 1\na: 2\nb: !x 3\nc: &y 4\n")) == 3


@pytest.mark.parametrize(
    ("text", "limits", "expected"),
    [
        ("{a: " * 200_000, Limits(), "nested deeper than 16"),  # minutes in a generic loader
        ("[" + "a," * 300_000 + "]", Limits(), "more than 200,000 values"),  # memory
        ("a" * 30, Limits(size=20), "larger than 20"),  # before it is scanned
    ],
)
def test_bounds_hold_before_a_tree_exists(text: str, limits: Limits, expected: str) -> None:
    assert any(expected in line for line in remarks(text, limits))


def test_at_most_twenty_lines_and_then_the_count() -> None:
    text = "".join(f"a{n}: !x 1\n" for n in range(50))
    with pytest.raises(BadInput) as caught:
        parse(text, "f.yaml")
    lines = render(caught.value.remarks).splitlines()
    assert len(lines) == 21
    assert lines[-1] == "… and 30 more (50 in all)"


@given(st.text())
def test_any_text_is_a_tree_or_refused(text: str) -> None:
    refused: list[str] = []
    try:
        parse(text, "f.yaml")
    except BadInput as error:
        refused.append(str(error))
    assert all(refused)


@given(st.binary())
def test_any_bytes_are_text_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    path = tmp_path_factory.mktemp("bytes") / "f.yaml"
    path.write_bytes(data)
    refused: list[str] = []
    try:
        parse(read_source(path, "f.yaml"), "f.yaml")
    except BadInput as error:
        refused.append(str(error))
    assert all(refused)


@pytest.mark.parametrize("kind", ["missing", "folder", "pipe", "binary"])
def test_what_is_no_text_file(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "f.yaml"
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)  # must not wait for somebody to write
    elif kind == "binary":
        path.write_bytes(b"format: \xff\xfe")
    with pytest.raises(BadInput) as caught:
        read_source(path, "f.yaml")
    assert len(caught.value.remarks) == 1
