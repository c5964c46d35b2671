"""The beginning of a policy file: a government as coded so far, or empty, ready to be filled in."""

from __future__ import annotations

from comity.catalog import LIBRARY, Library
from comity.places.government import Government
from comity.workbench.format import format_text


def begun(library: Library, government: Government) -> str:
    """Return the text of a policy file for a government, in canonical form.

    What the library has coded of it stands there as it is; where that is nothing, an empty file
    that says how to go on. What a register says is not repeated.
    """
    for path in sorted((LIBRARY / "policy").glob("**/*.yaml")):
        text = path.read_text(encoding="utf-8")
        if (
            f"\ngovernment: {government.id}\n" in text
            or f'\ngovernment: "{government.id}"\n' in text
        ):
            return text
    del library
    empty = (
        "# surveyed: whose rules somebody looked for, on which subjects, over which interval.\n"
        "# instruments: each with `provisions`, a rule each; `checked: never` until you saw it.\n"
        "format: 1\n"
        f'government: "{government.id}"\n'
        f"kind: {government.kind}\n"
        "surveyed: []\n"
        "instruments: []\n"
    )
    return format_text(empty, "policy.yaml")
