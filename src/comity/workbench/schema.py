"""JSON Schemas of every kind of file, made from the very types that the loader builds.

An editor parses YAML by its own rules, where `format: 1` is a number; the loader takes every
scalar as text. So the schemas allow both spellings where a type has one word or true and false.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec

from comity.catalog import KINDS

DIALECT = "https://json-schema.org/draft/2020-12/schema"
TITLES = {
    "term": "A term: an open phrase of a test, and its readings",
    "test": "A test: a legal question about a government",
    "ruling": "A ruling: what a court decided, and what became of it",
    "log": "A log: events of one kind by one sender",
    "list": "A list of governments that somebody published, entry by entry",
    "register": "A register: agreements as listed, each of the office that signed it",
    "parties": "Parties: who holds readings or stands in a suit",
    "courts": "Courts: whom a court binds, and on which law",
    "cases": "Cases: outcomes that the law lets expect",
    "government": "A government: its instruments and their provisions",
}
FILE = ".json"


def schema(kind: str) -> dict[str, Any]:
    """Return the JSON Schema of a kind of file; raise KeyError where there is no such kind."""
    made = json.loads(msgspec.json.encode(msgspec.json.schema(KINDS[kind])))
    loosened: dict[str, Any] = _loosen(made)
    return {"$schema": DIALECT, "$id": f"{kind}{FILE}", "title": TITLES[kind], **loosened}


def _loosen(value: Any) -> Any:
    """Allow what the strict loader reads as the same: `1` for "1", "true" for true."""
    if isinstance(value, list):
        return [_loosen(item) for item in value]
    if not isinstance(value, dict):
        return value
    found = {
        key: item if key in ("default", "required", "enum") else _loosen(item)
        for key, item in value.items()
    }
    words = value.get("enum")
    if isinstance(words, list):
        found["enum"] = [*words, *(_SAME[word] for word in words if word in _SAME)]
    if value.get("type") == "boolean":
        del found["type"]
        found["enum"] = [True, False, "true", "false"]
    return found


_SAME: dict[Any, Any] = {"1": 1, "true": True}


def render(kind: str) -> str:
    """Return the text of a schema file."""
    return json.dumps(schema(kind), indent=2, ensure_ascii=False) + "\n"


def write_schemas(folder: Path) -> list[Path]:
    """Write the schema of every kind into a folder (`docs/schema`); return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for kind in KINDS:
        path = folder / f"{kind}{FILE}"
        path.write_text(render(kind), encoding="utf-8")
        written.append(path)
    return written
