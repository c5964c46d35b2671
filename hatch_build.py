"""Build hook: compile the library into one binary file and put it into the wheel."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

COMPILED = "src/comity/_compiled/library.bin"


class CompileLibrary(BuildHookInterface[BuilderConfig]):
    """Write the compiled library before a wheel is made of the package."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the library and name the file as an artifact, since git ignores it.

        An editable install is left alone: there the library is compiled at its first use.
        """
        if self.target_name != "wheel" or version == "editable":
            return
        root = Path(self.root)
        compiled = root / COMPILED
        data = _compile(root / "src")
        compiled.parent.mkdir(parents=True, exist_ok=True)
        compiled.write_bytes(data)
        build_data["artifacts"].append(f"/{COMPILED}")


def _compile(source: Path) -> bytes:
    """Compile with the code that is being packed, not with one that is installed already."""
    sys.path.insert(0, str(source))
    try:
        from comity.catalog import compile_library  # noqa: PLC0415 - needs the path set above

        return compile_library(source / "comity" / "library")
    finally:
        sys.path.remove(str(source))
