"""`comity relief`: which orders protect a government, in which programme, until when."""

from __future__ import annotations

import os

import click

from comity import __version__
from comity.cli.input import bundled, refuse, the_day, the_place, today
from comity.reason.finding import UNANSWERABLE
from comity.reason.relief import programmes, relief
from comity.report.answer import place_of, receipt
from comity.report.relief import protected, render, to_json
from comity.strict_yaml import nearest


@click.command(epilog='Example: comity relief "Chicago, IL" --as-of 2018-10-01 --programme "Byrne"')
@click.argument("place")
@click.option("--as-of", metavar="DATE", help="The day asked about; today, if left out.")
@click.option(
    "--programme", metavar="P", help="A part of a programme's name, or a test; all, if left out."
)
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def command(place: str, as_of: str | None, programme: str | None, as_json: bool) -> None:
    """Say which orders protect PLACE, against whom, and what binds it to the contrary."""
    day = the_day(as_of, "--as-of") or today()
    library = bundled()
    government = the_place(library, place)
    if programme is not None:
        known = [*programmes(library), *library.tests]
        if not programme.strip() or not any(
            programme.casefold() in name.casefold() for name in known
        ):
            refuse(
                f"--programme: nothing is called `{programme[:60]}`{nearest(programme, known)}, "
                f"expected a part of a name such as {', '.join(programmes(library)[:3])}"
            )
    try:
        found = relief(library, government, day, programme)
    except UNANSWERABLE as error:
        refuse(f"{government.id}: {error}")
    made = receipt(library, __version__, None)
    answer = protected(day, place_of(library, government), programme, found, made)
    bold = str if os.environ.get("NO_COLOR") else lambda text: click.style(text, bold=True)
    click.echo(to_json(answer) if as_json else render(answer, bold), nl=False)
