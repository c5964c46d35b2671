"""`comity check`: does a government meet a definition, on whose reading, on a date?"""

from __future__ import annotations

import os

import click
import msgspec

from comity import __version__
from comity.cli.input import (
    bundled,
    own_policy,
    refuse,
    the_day,
    the_place,
    the_readings,
    the_tests,
    today,
    with_own_policy,
)
from comity.reason.finding import UNANSWERABLE, find
from comity.reason.question import Manner
from comity.reason.rules import open_books
from comity.report.answer import Answer, answered, place_of, receipt, to_json
from comity.report.terminal import render


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
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def command(
    place: str,
    tests: tuple[str, ...],
    as_of: str | None,
    known_on: str | None,
    hindsight: bool,
    policy: str | None,
    readings: tuple[str, ...],
    all_readings: bool,
    as_json: bool,
) -> None:
    """Say whether PLACE meets a definition, on whose reading, and what would change it."""
    if known_on is not None and hindsight:
        refuse("--known-on and --hindsight: expected one of them")
    day = the_day(as_of, "--as-of") or today()
    known = the_day(known_on, "--known-on") or (today() if hindsight else day)
    if day > today():
        click.echo(
            f"{day} lies ahead: the answer takes it that nothing changes until then.", err=True
        )
    library = bundled()
    own: bytes | None = None
    if policy is not None:
        file, own = own_policy(policy)
        library, government = with_own_policy(library, file, place, policy)
    else:
        government = the_place(library, place)
    chosen = the_readings(library, readings)
    asked = the_tests(library, tests)
    manner = Manner(day, known, all_readings=all_readings, chosen=chosen)
    books = open_books(library, government, day)
    findings = []
    try:
        for name in asked:
            test = library.tests[name]
            finding = find(library, government, test, manner, books)
            then = None
            if known != day:
                past = msgspec.structs.replace(manner, known_on=day)
                then = find(library, government, test, past, books)
            findings.append(answered(finding, then))
    except UNANSWERABLE as error:
        refuse(f"{government.id}: {error}")
    answer = Answer(
        1,
        day,
        known,
        place_of(library, government),
        dict(chosen),
        tuple(findings),
        receipt(library, __version__, own),
    )
    if as_json:
        click.echo(to_json(answer), nl=False)
        return
    plain = bool(os.environ.get("NO_COLOR"))
    bold = str if plain else lambda text: click.style(text, bold=True)
    click.echo(render(answer, library, bold), nl=False)
