"""`comity map`: the answers to one test, drawn as a map of the country."""

from __future__ import annotations

import click

from comity import __version__
from comity.cli.check import complete_readings, complete_tests
from comity.cli.input import bundled, refuse, the_day, the_readings, the_tests, today, warn_ahead
from comity.cli.picture_file import put_picture, the_picture, the_title
from comity.reason.finding import UNANSWERABLE
from comity.reason.question import Manner
from comity.report.answer import receipt
from comity.report.map import draw_map
from comity.report.survey import coverage_line, surveyed
from comity.report.survey_map import survey_map
from comity.report.terminal import wrap
from comity.survey.nation import Nation, summed


@click.command(
    epilog="Example: comity map --test hr-32-119 --as-of 2025-02-01 --out hr-32.svg",
)
@click.option(
    "--test",
    "named",
    required=True,
    multiple=True,
    metavar="ID",
    help="A test.",
    shell_complete=complete_tests,
)
@click.option("--as-of", metavar="DATE", help="The day asked about; today, if left out.")
@click.option("--known-on", metavar="DATE", help="Holdings known on this day; the same day.")
@click.option(
    "--reading",
    "readings",
    multiple=True,
    metavar="T=R",
    help="Choose a reading.",
    shell_complete=complete_readings,
)
@click.option("--title", metavar="TEXT", help="A title in the place of the test's own.")
@click.option("--width", type=int, metavar="N", help="Pixels across, of a .png; 1200.")
@click.option("--out", required=True, metavar="FILE", type=click.Path(), help="A .svg or .png.")
def command(
    named: tuple[str, ...],
    as_of: str | None,
    known_on: str | None,
    readings: tuple[str, ...],
    title: str | None,
    width: int | None,
    out: str,
) -> None:
    """Draw the answers to a test: counties as areas, States as tiles, cities as circles."""
    path = the_picture(out, width)
    own_title = the_title(title)
    day = the_day(as_of, "--as-of") or today()
    warn_ahead(day)
    known = the_day(known_on, "--known-on") or day
    library = bundled()
    chosen = the_readings(library, readings)
    if len(named) > 1:
        refuse("--test: a map is of one test; `comity chart definitions` compares several")
    (name,) = the_tests(library, named)
    asked = library.tests[name]
    inquest = Nation(library).inquest(Manner(day, known, chosen=chosen))
    try:
        groups = list(inquest.answer(asked))
    except UNANSWERABLE as error:
        refuse(str(error))
    found = surveyed(
        summed(inquest, asked, groups), chosen, None, (), receipt(library, __version__, None)
    )
    given = survey_map(library, found, groups, own_title)
    put_picture(path, draw_map(given), width)
    for line in (f"{name}  {asked.title}, as of {day}", f"  {coverage_line(found)}"):
        for part in wrap(line.strip(), len(line) - len(line.lstrip()), 2):
            click.echo(part)
    click.echo(f"Written: {out}")
