"""`comity chart`: answers to tests drawn as charts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

import click

from comity import __version__
from comity.catalog import Library
from comity.cli.check import complete_readings, complete_tests
from comity.cli.input import (
    bundled,
    refuse,
    the_day,
    the_place,
    the_readings,
    the_tests,
    today,
)
from comity.cli.picture_file import put_picture, the_picture, the_title
from comity.cli.progress import watched
from comity.cli.which_governments import only, the_kinds, the_state
from comity.places.government import Kind
from comity.reason.finding import UNANSWERABLE
from comity.reason.question import Manner
from comity.report.answer import receipt
from comity.report.chart import (
    Moment,
    contested_share_chart,
    definitions_heat_map,
    outcomes_over_time_chart,
)
from comity.report.fills import Shade
from comity.report.plate import Caption
from comity.report.survey import Surveyed, surveyed
from comity.report.survey_chart import (
    caption_of_history,
    caption_of_matrix,
    caption_of_shares,
    changes,
    counted,
    in_force_on,
    matrix_of,
    most_coded,
    shades_of,
    share_of,
)
from comity.report.survey_picture import asks_own
from comity.report.terminal import wrap
from comity.strict_yaml import nearest
from comity.survey.alike import Alike, Inquest
from comity.survey.nation import Nation, summed
from comity.survey.series import Step, TooManyDays, days
from comity.survey.workers import processors, side_by_side

MOST_CODED = 40
"""How many governments a matrix has, where none is named."""
MOST_DAYS = 1000
"""How many days a chart over time has room for."""


class Charts(click.Group):
    """The kinds of chart; where there is none of a name, the nearest is named."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the kind of chart."""
        if args and not args[0].startswith("-") and args[0] not in self.commands:
            word = args[0][:40]
            known = ", ".join(self.commands)
            raise click.UsageError(
                f"no chart `{word}`, expected {known}{nearest(word, self.commands)}", ctx
            )
        return super().resolve_command(ctx, args)


@click.group(
    name="chart",
    cls=Charts,
    epilog="Example: comity chart contested --test hr-32-119 --as-of 2025-02-01 --out shares.svg",
)
def command() -> None:
    """Draw answers as a chart: shares, outcomes over time, definitions against governments."""


_tests = click.option(
    "--test",
    "tests",
    multiple=True,
    metavar="ID",
    help="A test; may be repeated.",
    shell_complete=complete_tests,
)
_as_of = click.option("--as-of", metavar="DATE", help="The day asked about; today, if left out.")
_known_on = click.option("--known-on", metavar="DATE", help="Holdings known on this day.")
_state = click.option("--state", metavar="ST", help="One State with all in it.")
_kinds = click.option("--kind", "kinds", multiple=True, metavar="KIND", help="May be repeated.")
_readings = click.option(
    "--reading",
    "readings",
    multiple=True,
    metavar="T=R",
    help="Choose a reading.",
    shell_complete=complete_readings,
)
_title = click.option("--title", metavar="TEXT", help="A title of your own.")
_width = click.option("--width", type=int, metavar="N", help="Pixels across, of a .png; 1200.")
_out = click.option(
    "--out", required=True, metavar="FILE", type=click.Path(), help="A .svg or .png."
)


@command.command("contested")
@_tests
@_as_of
@_known_on
@_state
@_kinds
@_readings
@_title
@_width
@_out
def contested_command(
    tests: tuple[str, ...],
    as_of: str | None,
    known_on: str | None,
    state: str | None,
    kinds: tuple[str, ...],
    readings: tuple[str, ...],
    title: str | None,
    width: int | None,
    out: str,
) -> None:
    """Draw the share of governments that a test leaves to how it is read; all tests by default."""
    path = the_picture(out, width)
    own_title = the_title(title)
    day, known = _days(as_of, known_on)
    library = bundled()
    chosen = the_readings(library, readings)
    asked = the_tests(library, tests)
    within, wanted = _which(library, state, kinds)
    inquest = Nation(library, only(within, wanted)).inquest(Manner(day, known, chosen=chosen))

    def answer(test: str) -> tuple[Surveyed, bool]:
        groups = list(inquest.answer(library.tests[test]))
        return _named(inquest, test, groups, chosen, (within, wanted)), asks_own(groups)

    try:
        together = side_by_side(answer, asked, processors())
        found = list(watched(together, len(asked), "tests")) if len(asked) > 1 else list(together)
    except UNANSWERABLE as error:
        refuse(str(error))
    caption = caption_of_shares(found, library, own_title)
    shares = [share_of(one, library, own_asked=own_asked) for one, own_asked in found]
    svg = contested_share_chart(caption, shares)
    put_picture(path, svg, width)
    _say(caption, out)


@command.command("outcomes")
@click.option("--test", required=True, metavar="ID", help="A test.", shell_complete=complete_tests)
@click.option(
    "--from", "from_", metavar="DATE", help="First day; when the test began, if left out."
)
@click.option("--to", metavar="DATE", help="Last day; today, if left out.")
@click.option("--step", type=click.Choice(get_args(Step)), default="year", help="How far apart.")
@_state
@_kinds
@_readings
@_title
@_width
@_out
def outcomes_command(
    test: str,
    from_: str | None,
    to: str | None,
    step: Step,
    state: str | None,
    kinds: tuple[str, ...],
    readings: tuple[str, ...],
    title: str | None,
    width: int | None,
    out: str,
) -> None:
    """Draw how many governments had which answer to a test, over time; each day as known then."""
    path = the_picture(out, width)
    own_title = the_title(title)
    first = the_day(from_, "--from")
    last = the_day(to, "--to") or today()
    library = bundled()
    chosen = the_readings(library, readings)
    (name,) = the_tests(library, (test,))
    asked = library.tests[name]
    within, wanted = _which(library, state, kinds)
    first = first or asked.begun or last
    if first >= last:
        refuse(f"--from: {first} is not before --to {last}")
    nation = Nation(library, only(within, wanted))

    def answer(day: str) -> tuple[Surveyed, bool, Moment]:
        inquest = nation.inquest(Manner(day, day, chosen=chosen))
        groups = list(inquest.answer(asked))
        named = _named(inquest, name, groups, chosen, (within, wanted))
        return named, asks_own(groups), Moment(day, counted(groups))

    try:
        stops = days(library, asked, first, last, step)
    except TooManyDays as error:
        refuse(f"--step {step}: {error}")
    if len(stops) > MOST_DAYS:
        refuse(
            f"--step {step}: {len(stops):,} days from {first} to {last}, "
            f"expected {MOST_DAYS:,} at most"
        )
    try:
        found = list(watched(side_by_side(answer, stops, processors()), len(stops), "days"))
    except UNANSWERABLE as error:
        refuse(str(error))
    end, own_asked, _ = found[-1]
    caption = caption_of_history(end, library, own_title, own_asked=own_asked)
    moments = changes([moment for *_, moment in found])
    put_picture(path, outcomes_over_time_chart(caption, moments, last), width)
    _say(caption, out)


@command.command("definitions")
@click.option("--place", "places", multiple=True, metavar="NAME", help="A row; may be repeated.")
@_tests
@_as_of
@_known_on
@_state
@_kinds
@_readings
@_title
@_width
@_out
def definitions_command(
    places: tuple[str, ...],
    tests: tuple[str, ...],
    as_of: str | None,
    known_on: str | None,
    state: str | None,
    kinds: tuple[str, ...],
    readings: tuple[str, ...],
    title: str | None,
    width: int | None,
    out: str,
) -> None:
    """Draw governments against definitions.

    Rows: the places named, or those of which most is coded. Columns: the tests named, or all that
    are in force on the day.
    """
    path = the_picture(out, width)
    own_title = the_title(title)
    if places and (state or kinds):
        refuse("--place: not with --state or --kind, which choose among what is coded")
    day, known = _days(as_of, known_on)
    library = bundled()
    chosen = the_readings(library, readings)
    asked = the_tests(library, tests) if tests else in_force_on(library, day)
    if not asked:
        refuse(f"--as-of: no test was in force on {day}, expected --test")
    within, wanted = _which(library, state, kinds)
    if places:
        rows = list(dict.fromkeys(the_place(library, name).id for name in places))
    else:
        some = only(within, wanted)
        known_places = [place for name in library.coded if (place := library.places.get(name))]
        coded = [place.id for place in known_places if some is None or some(place)]
        rows = most_coded(library, coded, day, MOST_CODED)
    if not rows:
        refuse(f"nothing is coded on {day} of the governments asked for, expected --place")
    shown = set(rows)
    inquest = Nation(library, lambda one: one.id in shown).inquest(
        Manner(day, known, chosen=chosen)
    )

    def answer(test: str) -> dict[str, Shade]:
        return shades_of(inquest.answer(library.tests[test]))

    try:
        together = side_by_side(answer, asked, processors())
        under = dict(zip(asked, watched(together, len(asked), "tests"), strict=True))
    except UNANSWERABLE as error:
        refuse(str(error))
    matrix = matrix_of(library, rows, under)
    made = receipt(library, __version__, None)
    caption = caption_of_matrix(matrix, len(asked), (day, known), chosen, made, own_title)
    put_picture(path, definitions_heat_map(caption, matrix), width)
    _say(caption, out)


def _days(as_of: str | None, known_on: str | None) -> tuple[str, str]:
    day = the_day(as_of, "--as-of") or today()
    return day, the_day(known_on, "--known-on") or day


def _which(
    library: Library, state: str | None, kinds: Sequence[str]
) -> tuple[str | None, tuple[Kind, ...]]:
    return the_state(library, state) if state is not None else None, the_kinds(kinds)


def _named(
    inquest: Inquest,
    test: str,
    groups: Sequence[Alike],
    chosen: tuple[tuple[str, str], ...],
    which: tuple[str | None, tuple[Kind, ...]],
) -> Surveyed:
    library = inquest.library
    found = summed(inquest, library.tests[test], groups)
    return surveyed(found, chosen, *which, receipt(library, __version__, None))


def _say(caption: Caption, out: str) -> None:
    for line in wrap(caption.title):
        click.echo(line)
    for line in wrap(caption.coverage_line, 2, 2):
        click.echo(line)
    click.echo(f"Written: {out}")
