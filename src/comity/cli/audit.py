"""`comity audit`: a list of names held against a definition, line by line."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from comity import __version__
from comity.catalog import Library, digest, load_file
from comity.cli.check import complete_tests
from comity.cli.input import (
    bundled,
    refuse,
    refuse_input,
    the_day,
    the_readings,
    the_tests,
    today,
    warn_ahead,
)
from comity.cli.progress import watched
from comity.policy.dates import first_day
from comity.policy.published_list import PublishedList
from comity.reason.finding import UNANSWERABLE, find
from comity.reason.question import Manner
from comity.report.answer import Answer, answered, place_of, receipt
from comity.report.audit import Audit, render, summary_sentences, to_csv, to_line, to_page
from comity.report.terminal import finding_lines
from comity.strict_yaml import BadInput, nearest
from comity.strict_yaml.written import write_whole
from comity.survey.audit import audit, criterion, summarise
from comity.survey.list_file import ListOfNames, MissingReader, Row, read_list
from comity.survey.nation import Nation

PAGES = (".csv", ".html", ".md")


@click.command(epilog="Example: comity audit doj-2025 --test eo-14287-2a")
@click.argument("list_", metavar="LIST")
@click.option("--test", metavar="ID", help="The criterion.", shell_complete=complete_tests)
@click.option("--as-of", metavar="DATE", help="The day; that of the list, else today.")
@click.option("--known-on", metavar="DATE", help="Holdings known on this day; the same day.")
@click.option("--reading", "readings", multiple=True, metavar="T=R", help="Choose a reading.")
@click.option("--name-column", metavar="HEADING", help="Which column holds the names.")
@click.option("--state-column", metavar="HEADING", help="Which column holds the States.")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON for each line.")
@click.option("--out", metavar="FILE", type=click.Path(), help="A report: .csv, .html or .md.")
def command(
    list_: str,
    test: str | None,
    as_of: str | None,
    known_on: str | None,
    readings: tuple[str, ...],
    name_column: str | None,
    state_column: str | None,
    as_json: bool,
    out: str | None,
) -> None:
    """Hold every name of LIST against a test: whom it names, and on what ground.

    LIST is the id of a list of the library, a list file in YAML, or names as .csv, .tsv, .xlsx,
    .json or a name a line.
    """
    if out is not None and Path(out).suffix.lower() not in PAGES:
        refuse(f"--out: `{out[:80]}`, expected a file that ends in {', '.join(PAGES)}")
    if out is not None and Path(list_).exists() and Path(out).resolve() == Path(list_).resolve():
        refuse(f"--out: `{out[:80]}` is the list itself")
    library = bundled()
    chosen = the_readings(library, readings)
    named, published, data = _the_list(library, list_, name_column, state_column)
    if test is None:
        if published is None or published.criterion is None:
            refuse("--test: which criterion? `comity law list` has them all")
        test = published.criterion
    (test,) = the_tests(library, (test,))
    own_day = first_day(min(e.from_ for e in published.entries)) if published else None
    day = the_day(as_of, "--as-of") or own_day or today()
    warn_ahead(day)
    manner = Manner(day, the_day(known_on, "--known-on") or day, chosen=chosen)
    nation = Nation(library)
    asked = library.tests[test]
    try:
        groups = list(nation.inquest(manner).answer(asked))
    except UNANSWERABLE as error:
        refuse(str(error))
    against = criterion(asked, manner)
    rows = tuple(audit(library, named.rows, groups, against))
    if as_json and out is None:
        for row in rows:
            click.echo(to_line(row))
        return
    made = Audit(
        list=published.title if published is not None else Path(list_).name,
        list_hash=digest(data),
        test=test,
        title=asked.title,
        as_of=day,
        known_on=manner.known_on,
        status=against.status,
        chosen=dict(chosen),
        rows=rows,
        summary=summarise(library, rows, groups, whole=published is None or not published.partial),
        receipt=receipt(library, __version__, None),
        notes=(*named.notes, *((published.note,) if published and published.note else ())),
    )
    if out is not None:
        ending = Path(out).suffix.lower()
        text = (
            to_csv(made)
            if ending == ".csv"
            else to_page(made, library, dict(_findings(library, made, manner)), ending)
        )
        try:
            write_whole(Path(out), text)
        except OSError as error:
            refuse(f"{out}: cannot be written: {error.strerror}")
    if as_json:
        for row in rows:
            click.echo(to_line(row))
        return
    if out is not None:
        for sentence in summary_sentences(made):
            click.echo(sentence)
        click.echo(f"Written: {out}", err=True)
        return
    bold = str if os.environ.get("NO_COLOR") else lambda text: click.style(text, bold=True)
    click.echo(render(made, library, bold), nl=False)


def _the_list(
    library: Library, name: str, name_column: str | None, state_column: str | None
) -> tuple[ListOfNames, PublishedList | None, bytes]:
    """Return the rows of a list, the list itself where it is a published one, and its bytes."""
    import msgspec  # noqa: PLC0415 - for the bytes of a bundled list

    if name in library.published:
        published = library.published[name]
        return _entries(published), published, msgspec.msgpack.encode(published)
    path = Path(name)
    try:
        if path.suffix.lower() in (".yaml", ".yml"):
            value = load_file(path, name).value
            if not isinstance(value, PublishedList):
                refuse(f"{name}:1:1: is no list, expected a map with the key `list`")
            return _entries(value), value, path.read_bytes()
        if not path.exists() and not path.suffix:
            refuse(
                f"`{name[:60]}` is no list of the library and no file"
                f"{nearest(name, library.published)}; `comity lists` has them all"
            )
        return read_list(path, name, name_column, state_column), None, path.read_bytes()
    except BadInput as error:
        refuse_input(error)
    except MissingReader as error:
        refuse(str(error))


def _entries(published: PublishedList) -> ListOfNames:
    """Return the entries of a published list as rows, removed ones among them."""
    return ListOfNames(
        tuple(
            Row(
                number,
                {
                    "printed": entry.printed,
                    "from": entry.from_,
                    "until": entry.until or "",
                },
                entry.printed,
                place=entry.place,
            )
            for number, entry in enumerate(published.entries, 1)
        )
    )


def _findings(library: Library, made: Audit, manner: Manner) -> Iterator[tuple[str, str]]:
    """Give the full answer for each government that the list names, as text."""
    test = library.tests[made.test]
    places = list(dict.fromkeys(row.place.id for row in made.rows if row.place is not None))
    for name in watched(places, len(places), "sheets"):
        government = library.places.get(name)
        assert government is not None
        try:
            finding = find(library, government, test, manner, flips=False)
        except UNANSWERABLE:
            continue
        answer = Answer(
            1,
            manner.as_of,
            manner.known_on,
            place_of(library, government),
            made.chosen,
            (answered(finding, None),),
            made.receipt,
        )
        lines: Sequence[str] = list(finding_lines(answer.findings[0], answer, library, str, set()))
        yield name, "\n".join(lines)
