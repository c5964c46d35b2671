"""`comity lint`: every remark on the library, or on files and folders, with its position."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click


@click.command("lint")
@click.argument("paths", metavar="[PATH…]", nargs=-1, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the remarks as a JSON list.")
@click.option("--explain", "code", metavar="CODE", help="Print the documentation of a code.")
def command(paths: tuple[Path, ...], as_json: bool, code: str | None) -> None:
    """Check the library, or files and folders, and print every remark with its position.

    Exits with 0 where there is no remark, 1 where there are some, 2 where a file cannot be read.
    """
    from comity.strict_yaml import BadInput, nearest, render  # noqa: PLC0415 - when it is called
    from comity.workbench.lint import CODES, explain, lint  # noqa: PLC0415 - when it is called

    if code is not None:
        found = CODES.get(code.upper())
        if found is None:
            click.echo(f"the code `{code}` is unknown{nearest(code.upper(), CODES)}", err=True)
            sys.exit(2)
        click.echo(explain(found), nl=False)
        return
    try:
        remarks = lint(paths)
    except BadInput as error:
        click.echo(render(error.remarks), err=True)
        sys.exit(2)
    if as_json:
        fields = ("path", "line", "column", "code", "text")
        listed = [{name: getattr(remark, name) for name in fields} for remark in remarks]
        click.echo(json.dumps(listed, ensure_ascii=False, indent=2))
    else:
        for remark in remarks:
            click.echo(str(remark))
    sys.exit(1 if remarks else 0)
