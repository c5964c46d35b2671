"""Write into a file of the library what was proved: day and address of words that were seen."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from comity.policy.instrument import Checked
from comity.strict_yaml import BadInput, Remark, read_source
from comity.strict_yaml.written import write_whole
from comity.workbench.codes import walk
from comity.workbench.format import with_values
from comity.workbench.verify.judge import Finding


def write(findings: Iterable[Finding], paths: dict[str, Path]) -> tuple[list[str], list[Remark]]:
    """Put into each `checked` whose words the source has its day and its address.

    The words stay as they are, and so do comments and the canonical form; a file for which that
    cannot be shown is left. A check that stands on the source's address already is left too.
    Returns the files that were written, and a remark on each that was not.
    """
    by_file: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.proved and finding.address is not None and finding.day is not None:
            by_file.setdefault(finding.file, []).append(finding)
    written = []
    wrong: list[Remark] = []
    for file, proved in by_file.items():
        try:
            if _write(paths[file], file, proved):
                written.append(file)
        except BadInput as error:
            wrong.extend(error.remarks)
        except OSError as error:
            wrong.append(Remark(file, 0, 0, f"cannot be written: {error.strerror}"))
    return written, wrong


def _write(path: Path, shown: str, findings: list[Finding]) -> bool:
    text = read_source(path, shown)
    after = with_values(text, shown, lambda value: _values(value, findings))
    if after == text:
        return False
    write_whole(path, after)
    return True


def _values(value: object, findings: list[Finding]) -> dict[tuple[str | int, ...], str]:
    """Return what to set: only where the words are still those that were looked for."""
    checks = {at: one for at, one in walk(value) if isinstance(one, Checked)}
    found: dict[tuple[str | int, ...], str] = {}
    for finding in findings:
        for proof in finding.proved:
            check = checks.get(proof.at)
            same = check is not None and check.saw == proof.words
            if check is None or not same or check.against == finding.address:
                continue
            found[(*proof.at, "date")] = finding.day or ""
            found[(*proof.at, "against")] = finding.address or ""
    return found
