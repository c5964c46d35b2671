"""Lint: every check over some files, less what a comment allows, and the codes' documentation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import msgspec
import yaml

from comity.catalog import LIBRARY, Loaded, load_file, load_folder, pack
from comity.law.files import Courts
from comity.places.find import PlaceBook, compile_places
from comity.strict_yaml import BadInput, Remark, nearest, read_source
from comity.workbench import (
    evidence,
    formulas,
    intervals,
    provisions,
    readings,
    references,
    rulings,
)
from comity.workbench.codes import Check, Code, Files

CHECKS: tuple[Check, ...] = tuple(
    sorted(
        (
            check
            for module in (
                references,
                readings,
                intervals,
                formulas,
                rulings,
                evidence,
                provisions,
            )
            for check in module.CHECKS
        ),
        key=lambda check: check.code.code,
    )
)
"""Every check, by its code."""

WITHOUT_REASON = Code(
    "LNT001",
    "a remark allowed without a reason",
    "`# lint: allow CODE because REASON` on the line of a remark, or on a line of its own before "
    "it, allows the remark. Without a reason it allows nothing.",
    "# lint: allow LAW002",
)
ALLOWS_NOTHING = Code(
    "LNT002",
    "an allowance that nothing needs",
    "An allowance whose remark is no longer made, or whose code does not exist, misleads; "
    "delete it.",
    "# lint: allow LAW002 because it was once unused",
)
CODES: dict[str, Code] = {
    code.code: code for code in (*(check.code for check in CHECKS), WITHOUT_REASON, ALLOWS_NOTHING)
}
"""Every code with its documentation, in order."""


def lint(paths: Iterable[Path] = (), library: Path = LIBRARY) -> list[Remark]:
    """Return every remark on some files and folders, or on the library where none is given.

    Raises BadInput with the loader's remarks where a file cannot be used.
    """
    named = list(paths)
    checked: list[Loaded] = []
    sources: dict[str, Path] = {}
    wrong: list[Remark] = []
    for path in named or [library]:
        found, remarks = _load(path)
        wrong.extend(remarks)
        for file, source in found:
            if source.resolve() not in {one.resolve() for one in sources.values()}:
                checked.append(file)
                sources[file.path] = source
    known: list[Loaded] = []
    if named and not any(isinstance(file.value, Courts) for file in checked):
        # Neither the library nor one of its own: the ids are those of the bundled library.
        known, remarks = _load_others(library, sources.values())
        wrong.extend(remarks)
    if not wrong:
        wrong.extend(_defined_twice(checked))
    if wrong:
        raise BadInput(sorted(set(wrong)))
    return check(checked, known, {name: read_source(p, name) for name, p in sources.items()})


def _load(path: Path) -> tuple[list[tuple[Loaded, Path]], list[Remark]]:
    shown = _shown(path)
    if not path.is_dir():
        try:
            return [(load_file(path, shown), path)], []
        except BadInput as error:
            return [], list(error.remarks)
    found, remarks = load_folder(path, f"{shown}/")
    if not found and not remarks:
        remarks = [Remark(shown, 0, 0, "holds no YAML file, expected one or more")]
    return [(file, path / file.path.removeprefix(f"{shown}/")) for file in found], remarks


def _load_others(library: Path, but: Iterable[Path]) -> tuple[list[Loaded], list[Remark]]:
    """Load the library without some of its files."""
    left_out = {path.resolve() for path in but}
    found, remarks = _load(library)
    return [file for file, source in found if source.resolve() not in left_out], remarks


def _shown(path: Path) -> str:
    try:
        return (
            path.absolute().relative_to(Path.cwd()).as_posix() if path.is_absolute() else str(path)
        )
    except ValueError:
        return str(path)


def _defined_twice(files: list[Loaded]) -> list[Remark]:
    try:
        pack(files, b"", {})
    except BadInput as error:
        return list(error.remarks)
    return []


@cache
def _places(folder: Path) -> PlaceBook:
    return PlaceBook.from_bytes(compile_places(folder))


def check(checked: list[Loaded], known: list[Loaded], texts: dict[str, str]) -> list[Remark]:
    """Run every check over loaded files; `texts` holds their sources, for the allowances."""
    files = Files(checked, known, lambda: _places(LIBRARY / "places"))
    remarks = sorted(
        {found.remark(check.code.code) for check in CHECKS for found in check.find(files)}
    )
    return sorted(_allow(remarks, texts))


class Allowance(msgspec.Struct):
    """Hold one comment that allows remarks of some codes on one line."""

    line: int
    column: int
    codes: tuple[str, ...]
    reason: str
    about: int


_ALLOW = re.compile(r"#\s*lint:\s*allow\b(?P<codes>[^#]*?)(?:\s+because\b(?P<reason>.*))?$")


def allowances(text: str) -> list[Allowance]:
    """Return the allowances in the comments of a file."""
    if "lint:" not in text:
        return []
    inside = _scalars(text)
    lines = text.splitlines()
    found: list[Allowance] = []
    start = 0
    for number, line in enumerate(text.splitlines(keepends=True), 1):
        match = _ALLOW.search(line.rstrip())
        if match is not None and not any(a <= start + match.start() < b for a, b in inside):
            codes = tuple(re.findall(r"[A-Z]{3}[0-9]{3}", match["codes"]))
            about = number
            if line.lstrip().startswith("#"):
                while about < len(lines) and lines[about - 1].lstrip().startswith("#"):
                    about += 1
            reason = (match["reason"] or "").strip()
            found.append(Allowance(number, match.start() + 1, codes, reason, about))
        start += len(line)
    return found


def _scalars(text: str) -> list[tuple[int, int]]:
    """Return where the scalars of a file begin and end: a `#` in one is no comment."""
    return [
        (token.start_mark.index, token.end_mark.index)
        for token in yaml.scan(text, Loader=yaml.SafeLoader)
        if isinstance(token, yaml.ScalarToken)
    ]


def _allow(remarks: list[Remark], texts: dict[str, str]) -> Iterator[Remark]:
    """Leave out what comments allow, and remark on the comments that allow badly."""
    allowed: set[Remark] = set()
    for path, text in texts.items():
        for one in allowances(text):
            if not one.codes or not one.reason:
                yield Remark(
                    path,
                    one.line,
                    one.column,
                    "expected `# lint: allow CODE because REASON`, with a reason",
                    WITHOUT_REASON.code,
                )
                continue
            for code in one.codes:
                meant = {
                    remark
                    for remark in remarks
                    if (remark.path, remark.code) == (path, code)
                    and remark.line in (one.line, one.about)
                }
                allowed |= meant
                if not meant:
                    hint = (
                        "" if code in CODES else f", a code that is unknown{nearest(code, CODES)}"
                    )
                    yield Remark(
                        path,
                        one.line,
                        one.column,
                        f"allows {code}, which is not remarked here{hint}",
                        ALLOWS_NOTHING.code,
                    )
    yield from (remark for remark in remarks if remark not in allowed)


def explain(code: Code) -> str:
    """Return the documentation of one code as Markdown."""
    return f"## {code.code}: {code.title}\n\n{code.explanation}\n\n```yaml\n{code.example}\n```\n"


def documentation() -> str:
    """Return docs/lint.md: every code with its documentation."""
    head = (
        "# Remarks of `comity lint`\n\n"
        "Generated from the codes in `src/comity/workbench/`; do not edit.\n\n"
        "`comity lint [PATH…]` prints each remark as `path:line:column: CODE text` and exits with "
        "0 where there is\nnone, 1 where there are some, 2 where a file cannot be read. A remark "
        "is allowed by a comment on its line,\nor on a line of its own before it:\n\n"
        "```yaml\n# lint: allow LAW002 because the reading comes with the next bill\n```\n\n"
        "Each example shows what the code remarks on.\n"
    )
    return "\n".join([head, *(explain(code) for code in CODES.values())])
