"""`comity format`: bring files into the one canonical form, or say which are not in it."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command("format")
@click.argument("paths", metavar="[PATH…]", nargs=-1, type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Write nothing; list what would change.")
def command(paths: tuple[Path, ...], check: bool) -> None:
    """Bring the library, or files and folders, into the canonical form.

    With --check exits with 1 where a file would change. A file that cannot be read is not touched
    and makes the exit code 2.
    """
    from comity.catalog import LIBRARY, sources  # noqa: PLC0415 - when it is called
    from comity.strict_yaml import BadInput, Remark, render  # noqa: PLC0415 - when it is called
    from comity.workbench.format import format_file  # noqa: PLC0415 - when it is called

    remarks: list[Remark] = []
    changed: list[Path] = []
    for path in paths or (LIBRARY,):
        files = sources(path) if path.is_dir() else [path]
        if not files:
            remarks.append(Remark(str(path), 0, 0, "holds no YAML file, expected one or more"))
        for file in files:
            try:
                if format_file(file, str(file), write=not check):
                    changed.append(file)
            except BadInput as error:
                remarks.extend(error.remarks)
    for file in changed:
        # With status 2 nothing stands on standard output.
        click.echo(f"{'would change' if check else 'changed'} {file}", err=bool(remarks))
    if remarks:
        click.echo(render(remarks), err=True)
        sys.exit(2)
    sys.exit(1 if check and changed else 0)
