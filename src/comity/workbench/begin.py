"""The beginning of a policy file: a government as coded so far, or empty, ready to be filled in."""

from __future__ import annotations

from typing import Any

import msgspec
import yaml

from comity.catalog import Library
from comity.places.government import Government
from comity.policy.instrument import Government as GovernmentFile
from comity.workbench.format import format_text

EMPTY = (
    "# surveyed: whose rules somebody looked for, on which subjects, over which interval.\n"
    "# instruments: each with `provisions`, a rule each; `checked: never` until you saw it.\n"
)


def begun(library: Library, government: Government) -> str:
    """Return the text of a policy file for a government, in canonical form.

    It holds what the library has of it, a register's agreements among them, since it stands in the
    place of all that; where that is nothing, it is an empty file that says how to go on.
    """
    file = library.file_of(government.id) or GovernmentFile("1", government.id, government.kind)
    plain = _plain(file)
    plain.setdefault("surveyed", [])
    plain.setdefault("instruments", [])
    text = yaml.safe_dump(plain, sort_keys=False, allow_unicode=True, width=110)
    return format_text(f"{'' if plain['instruments'] else EMPTY}{text}", "policy.yaml")


def _plain(value: Any) -> Any:
    """Return a value as plain data under the keys of a file, without what is left out there."""
    if isinstance(value, msgspec.Struct):
        return {
            field.encode_name: _plain(found)
            for field in msgspec.structs.fields(value)
            if (found := getattr(value, field.name)) != field.default or field.required
        }
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return value
