"""`comity check`: does a government meet a definition, on whose reading, on a date?"""

from __future__ import annotations

import os
from functools import partial

import click
import msgspec

from comity import __version__
from comity.cli.input import (
    bundled,
    own_policy,
    refuse,
    say_if_not_there,
    the_day,
    the_place,
    the_readings,
    the_tests,
    today,
    warn_ahead,
    with_own_policy,
)
from comity.reason.finding import UNANSWERABLE, find, find_briefly
from comity.reason.question import Manner
from comity.reason.rules import open_books
from comity.report.answer import Answer, answered, place_of, receipt, to_json
from comity.report.overview import Overview, glance, render_overview
from comity.report.terminal import heading, render


def complete_tests(_context: click.Context, _option: click.Parameter, start: str) -> list[str]:
    """Return the tests that a word can become."""
    return [name for name in bundled().tests if name.startswith(start)]


def complete_readings(_context: click.Context, _option: click.Parameter, start: str) -> list[str]:
    """Return the readings, as TERM=READING, that a word can become."""
    return [
        choice
        for name, term in bundled().terms.items()
        for reading in term.readings
        if (choice := f"{name}={reading}").startswith(start)
    ]


@click.command(
    epilog='Example: comity check "Chicago, IL" --test 8-usc-1373-a --as-of 2018-04-01 --json'
)
@click.argument("place")
@click.option(
    "--test",
    "tests",
    multiple=True,
    metavar="ID",
    help="A test; all, if left out.",
    shell_complete=complete_tests,
)
@click.option("--as-of", metavar="DATE", help="The day asked about; today, if left out.")
@click.option("--known-on", metavar="DATE", help="Count the holdings known on that day.")
@click.option("--hindsight", is_flag=True, help="Count the holdings known today.")
@click.option(
    "--policy",
    metavar="FILE",
    help="Your own policy or draft, in YAML.",
    type=click.Path(),
)
@click.option(
    "--reading",
    "readings",
    multiple=True,
    metavar="TERM=READING",
    help="Choose one.",
    shell_complete=complete_readings,
)
@click.option("--all-readings", is_flag=True, help="Open readings that nobody with standing holds.")
@click.option("--full", is_flag=True, help="All of every answer, not an overview.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON, in full.")
def command(
    place: str,
    tests: tuple[str, ...],
    as_of: str | None,
    known_on: str | None,
    hindsight: bool,
    policy: str | None,
    readings: tuple[str, ...],
    all_readings: bool,
    full: bool,
    as_json: bool,
) -> None:
    """Say whether PLACE meets a definition, on whose reading, and what would change it.

    Without --test: every definition at a glance.
    """
    if known_on is not None and hindsight:
        refuse("--known-on and --hindsight: expected one of them")
    day = the_day(as_of, "--as-of") or today()
    known = the_day(known_on, "--known-on") or (today() if hindsight else day)
    warn_ahead(day)
    library = bundled()
    own: bytes | None = None
    if policy is not None:
        file, own = own_policy(policy)
        library, government = with_own_policy(library, file, place, policy)
    else:
        government = the_place(library, place)
    say_if_not_there(government, library, day)
    chosen = the_readings(library, readings)
    asked = the_tests(library, tests)
    manner = Manner(day, known, all_readings=all_readings, chosen=chosen)
    books = open_books(library, government, day)
    past = msgspec.structs.replace(manner, known_on=day) if known != day else None
    asking = [library.tests[name] for name in asked]
    answer = Answer(
        1,
        day,
        known,
        place_of(library, government),
        dict(chosen),
        (),
        receipt(library, __version__, own),
    )
    plain = bool(os.environ.get("NO_COLOR"))
    bold = str if plain else lambda text: click.style(text, bold=True)
    try:
        if not (as_json or full or len(asking) < len(library.tests)):
            briefly = partial(find_briefly, library, government, books=books)
            written = [test for test in asking if test.begun is None or test.begun <= day]
            later = tuple(test.test for test in asking if (test.begun or "") > day)
            glances = [
                glance(briefly(test, manner), briefly(test, past) if past else None)
                for test in written
            ]
            overview = Overview(day, known, answer.place, tuple(glances), later, answer.receipt)
            click.echo(render_overview(overview, [*heading(answer, bold)], library, bold), nl=False)
            return
        whole = partial(find, library, government, books=books)
        findings = [
            answered(whole(test, manner), whole(test, past) if past else None) for test in asking
        ]
    except UNANSWERABLE as error:
        refuse(f"{government.id}: {error}")
    answer = msgspec.structs.replace(answer, findings=tuple(findings))
    click.echo(to_json(answer) if as_json else render(answer, library, bold), nl=False)
