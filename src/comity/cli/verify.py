"""What `comity law verify` is given: the library, the environment, a folder for answers."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click
import msgspec

from comity.catalog import LIBRARY, load_folder
from comity.cli.input import refuse, refuse_input
from comity.strict_yaml import BadInput, nearest, plain, render
from comity.workbench.verify.items import items_of
from comity.workbench.verify.judge import Finding, Report, verify
from comity.workbench.verify.kept import Kept
from comity.workbench.verify.proof import write as write_proof


def run(only: tuple[str, ...], *, write: bool, library: Path = LIBRARY) -> Report:
    """Verify the library, or some of its tests and rulings; write what was proved where asked to.

    Ends with status 2 where an id, an address or a folder cannot be used.
    """
    try:
        from comity.workbench.verify import network  # noqa: PLC0415 - urllib3 is an extra
    except ImportError:
        refuse("`comity law verify` needs urllib3: install `comity[verify]`")
    files, wrong = load_folder(library / "law", "law/")
    if wrong:
        refuse_input(BadInput(wrong))
    items = items_of(files)
    known = {item.id for item in items}
    if unknown := [name for name in only if name not in known]:
        refuse(f"no test or ruling has the id `{n[:80]}`{nearest(n, known)}" for n in unknown)
    try:
        services = network.services(os.environ)
    except network.BadAddress as error:
        refuse(str(error))
    folder = _folder()
    asker = network.Network(services, Kept(folder))
    try:
        report = verify((item for item in items if not only or item.id in only), asker, _tell)
    except OSError as error:
        refuse(f"{folder}: answers cannot be kept there: {error.strerror}")
    if not write:
        return report
    written, left = write_proof(report.findings, {file.path: library / file.path for file in files})
    if left:
        click.echo(render(left), err=True)
    return msgspec.structs.replace(report, written=tuple(written))


def _folder() -> Path:
    """Return the folder for answers: COMITY_CACHE, or the user's cache."""
    if named := os.environ.get("COMITY_CACHE"):
        return Path(named) / "verify"
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "comity" / "verify"


def _tell(finding: Finding) -> None:
    """Show on a terminal how far it is: a whole run takes half an hour and more."""
    if sys.stderr.isatty():
        click.echo(plain(f"{finding.state.replace('_', ' ')}: {finding.cite}"), err=True)
