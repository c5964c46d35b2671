"""`comity survey`: the answer to a test for every government of the country."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import get_args

import click

from comity import __version__
from comity.cli.check import complete_tests
from comity.cli.input import bundled, refuse, the_day, the_readings, the_tests, today, warn_ahead
from comity.cli.progress import watched
from comity.cli.which_governments import only, the_kinds, the_state
from comity.reason.finding import UNANSWERABLE
from comity.reason.question import Manner
from comity.report.answer import receipt
from comity.report.data_file import ENDINGS, NoWriter, write_rows
from comity.report.survey import (
    COLUMNS,
    SERIES_COLUMNS,
    Surveyed,
    render_series,
    render_surveys,
    row_cells,
    series_cells,
    surveyed,
    to_line,
)
from comity.survey.alike import Alike, Inquest
from comity.survey.nation import Nation, rows, summed
from comity.survey.series import Step, TooManyDays, days
from comity.survey.workers import processors, side_by_side


@click.command(epilog="Example: comity survey --test hr-32-119 --as-of 2025-02-01")
@click.option(
    "--test",
    "tests",
    multiple=True,
    metavar="ID",
    help="A test; may be repeated. All, if left out.",
    shell_complete=complete_tests,
)
@click.option("--as-of", metavar="DATE", help="The day asked about; today, if left out.")
@click.option("--known-on", metavar="DATE", help="Holdings known on this day; the same day.")
@click.option("--state", "states", multiple=True, metavar="ST", help="One State with all in it.")
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help="A kind; may be repeated.")
@click.option("--reading", "readings", multiple=True, metavar="T=R", help="Choose a reading.")
@click.option("--history", "as_history", is_flag=True, help="The answers over time.")
@click.option("--from", "from_", metavar="DATE", help="First day of a history.")
@click.option("--to", metavar="DATE", help="Last day of a history; today, if left out.")
@click.option(
    "--step", type=click.Choice(get_args(Step)), default="year", help="How far apart its days are."
)
@click.option("--json", "as_json", is_flag=True, help="One line of JSON for each test.")
@click.option("--out", metavar="FILE", type=click.Path(), help="Rows as .csv, .jsonl or .parquet.")
def command(
    tests: tuple[str, ...],
    as_of: str | None,
    known_on: str | None,
    states: tuple[str, ...],
    kinds: tuple[str, ...],
    readings: tuple[str, ...],
    as_history: bool,
    from_: str | None,
    to: str | None,
    step: Step,
    as_json: bool,
    out: str | None,
) -> None:
    """Answer tests for every government: how much anybody has looked at, then what follows."""
    if out is not None and Path(out).suffix.lower() not in ENDINGS:
        refuse(f"--out: `{out[:80]}`, expected a file that ends in {', '.join(ENDINGS)}")
    if not as_history and (from_ or to):
        refuse("--from and --to: only with --history; a single day is --as-of")
    if as_history and (as_of or known_on):
        refuse("--as-of and --known-on: not with --history, expected --from and --to")
    day = the_day(as_of, "--as-of") or today()
    known = the_day(known_on, "--known-on") or day
    if step != "year" and not as_history:
        refuse("--step: only with --history")
    warn_ahead(day)
    library = bundled()
    chosen = the_readings(library, readings)
    asked = the_tests(library, tests)
    if len(states) > 1:
        refuse("--state: one State at a time, or all of the country without it")
    within = the_state(library, states[0]) if states else None
    wanted = the_kinds(kinds)
    nation = Nation(library, only(within, wanted))
    made = receipt(library, __version__, None)

    def named(alike: Sequence[Alike], inquest: Inquest, test: str) -> Surveyed:
        found = summed(inquest, library.tests[test], alike)
        return surveyed(found, chosen, within, wanted, made)

    try:
        if as_history:
            last = the_day(to, "--to") or today()
            found = list(
                _series(nation, asked, the_day(from_, "--from"), last, step, chosen, named)
            )
            columns: Sequence[str] = SERIES_COLUMNS
            cells: Iterable[Sequence[object]] = map(series_cells, found)
        else:
            manner = Manner(day, known, chosen=chosen)
            inquest = nation.inquest(manner, grounds=out is not None)

            def answer(test: str) -> tuple[Surveyed, list[Alike]]:
                groups = list(inquest.answer(library.tests[test]))
                return named(groups, inquest, test), groups if out is not None else []

            together = side_by_side(answer, asked, processors())
            both = (
                list(watched(together, len(asked), "tests")) if len(asked) > 1 else list(together)
            )
            found = [one for one, _ in both]
            cells = (
                row_cells(row, one, library)
                for one, groups in both
                for row in rows(library, groups)
            )
            columns = COLUMNS
    except (*UNANSWERABLE, TooManyDays) as error:
        refuse(str(error))
    if out is not None:
        try:
            write_rows(Path(out), columns, cells)
        except OSError as error:
            refuse(f"{out}: cannot be written: {error.strerror}")
        except NoWriter as error:
            refuse(f"{out}: {error}")
    if as_json:
        for one in found:
            click.echo(to_line(one))
        return
    bold = str if os.environ.get("NO_COLOR") else lambda text: click.style(text, bold=True)
    render = render_series if as_history else render_surveys
    click.echo(render(found, library, bold), nl=False)
    if out is not None:
        click.echo(f"Written: {out}", err=True)


def _series(
    nation: Nation,
    asked: Sequence[str],
    first: str | None,
    last: str,
    step: Step,
    chosen: tuple[tuple[str, str], ...],
    named: Callable[[Sequence[Alike], Inquest, str], Surveyed],
) -> Iterator[Surveyed]:
    """Give the answers to tests on the days of a history, each day known as it was then."""
    wanted = []
    for test in asked:
        begun = nation.library.tests[test].begun or last
        start = first or begun
        if start > last:
            refuse(f"--from: {start} is after --to {last}")
        wanted += [
            (test, day)
            for day in days(nation.library, nation.library.tests[test], start, last, step)
        ]

    def answer(item: tuple[str, str]) -> Surveyed:
        test, day = item
        inquest = nation.inquest(Manner(day, day, chosen=chosen), grounds=False)
        return named(list(inquest.answer(nation.library.tests[test])), inquest, test)

    together = side_by_side(answer, wanted, processors())
    yield from watched(together, len(wanted), "days") if len(wanted) > 1 else together
