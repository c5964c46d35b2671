from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from comity.catalog import KINDS, LIBRARY, sources
from comity.workbench.schema import render, schema, write_schemas

DOCS = Path(__file__).parents[2] / "docs" / "schema"


class Editor(yaml.SafeLoader):
    """Read YAML as an editor does, by the rules of YAML 1.2: dates are text, `on` is a word."""


Editor.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if not tag.endswith("timestamp")]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
    if first not in "oOyYnN"
}


def kind_of(value: dict[str, Any]) -> str:
    return next(kind for kind in KINDS if kind in value)


@pytest.mark.parametrize("kind", KINDS)
def test_golden_schema(kind: str) -> None:
    if os.environ.get("COMITY_BLESS") == "1":
        write_schemas(DOCS)
    assert (DOCS / f"{kind}.json").read_text(encoding="utf-8") == render(kind)


def test_there_are_no_other_schemas() -> None:
    answers = {
        "answer",
        "history",
        "review",
        "relief",
        "detainer",
        "detainers",
        "lists",
        "shown-list",
    }
    assert {path.stem for path in DOCS.glob("*.json")} == {*KINDS, *answers}


@pytest.mark.parametrize("kind", KINDS)
def test_each_is_a_schema_with_id_and_title(kind: str) -> None:
    made = schema(kind)
    jsonschema.Draft202012Validator.check_schema(made)
    assert made["$id"] == f"{kind}.json"
    assert made["title"]
    assert json.loads(render(kind)) == made


@pytest.mark.parametrize("path", sources(LIBRARY), ids=lambda path: path.stem)
@pytest.mark.parametrize("loader", [yaml.BaseLoader, Editor], ids=["text", "editor"])
def test_bundled_files_fit_their_schema(path: Path, loader: type[yaml.BaseLoader]) -> None:
    value = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    validator = jsonschema.Draft202012Validator(schema(kind_of(value)))
    assert [error.message for error in validator.iter_errors(value)] == []


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        ("log", {"kind": "party"}),
        ("log", {"colour": "red"}),
        ("log", {"complete": [{"from": "2017-13-01"}]}),
        ("log", {"entries": "none"}),
    ],
)
def test_a_wrong_word_is_seen(kind: str, wrong: dict[str, Any]) -> None:
    right = {"format": 1, "log": "x", "kind": "notice", "by": "us-dhs", "checked": "never"}
    validator = jsonschema.Draft202012Validator(schema(kind))
    assert validator.is_valid(right)
    assert not validator.is_valid({**right, **wrong})


def test_a_folder_is_made_and_filled(tmp_path: Path) -> None:
    written = write_schemas(tmp_path / "new" / "schema")
    assert [path.stem for path in written] == list(KINDS)
    assert all(path.is_file() for path in written)
