"""`comity history`: how the answer to one test changed, and what each change was due to."""

from __future__ import annotations

import os
from pathlib import Path

import click

from comity import __version__
from comity.cli.check import complete_tests
from comity.cli.input import bundled, refuse, the_day, the_place, the_tests, today
from comity.reason.finding import UNANSWERABLE
from comity.reason.history import history
from comity.report.answer import place_of, receipt
from comity.report.history import History, render, to_json, told


@click.command(epilog='Example: comity history "Chicago, IL" --test 8-usc-1373-a --from 2016-01-01')
@click.argument("place")
@click.option("--test", required=True, metavar="ID", help="A test.", shell_complete=complete_tests)
@click.option(
    "--from", "from_", metavar="DATE", help="First day; when the test began, if left out."
)
@click.option("--to", metavar="DATE", help="Last day; today, if left out.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.option(
    "--out", metavar="FILE.svg", type=click.Path(), help="Draw it as a timeline into a file."
)
def command(
    place: str,
    test: str,
    from_: str | None,
    to: str | None,
    as_json: bool,
    out: str | None,
) -> None:
    """Say when the answer for PLACE changed, and what each change was due to.

    Each day is taken as it was then: with the rulings known on it.
    """
    if out is not None and not out.lower().endswith(".svg"):
        refuse(f"--out: `{out[:80]}` names no picture, expected a file that ends in .svg")
    first = the_day(from_, "--from") or "0001-01-01"
    last = the_day(to, "--to") or today()
    if first > last:
        refuse(f"--from: {first} is after --to {last}")
    library = bundled()
    government = the_place(library, place)
    (name,) = the_tests(library, (test,))
    asked = library.tests[name]
    try:
        points = history(library, government, asked, first, last)
    except UNANSWERABLE as error:
        refuse(f"{government.id}: {error}")
    answer = History(
        1,
        place_of(library, government),
        name,
        asked.title,
        points[0].date if points else (from_ or last),
        last,
        told(library, points),
        receipt(library, __version__, None),
    )
    if out is not None:
        from comity.report.timeline import draw  # noqa: PLC0415 - only for a picture
        from comity.strict_yaml.written import write_whole  # noqa: PLC0415 - only for a picture

        try:
            write_whole(Path(out), draw(answer, library))
        except OSError as error:
            refuse(f"{out}: cannot be written: {error.strerror}")
    if as_json:
        click.echo(to_json(answer), nl=False)
        return
    bold = str if os.environ.get("NO_COLOR") else lambda text: click.style(text, bold=True)
    click.echo(render(answer, library, bold), nl=False)
