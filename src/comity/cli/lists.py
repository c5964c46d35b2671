"""`comity lists`: what governments somebody published, as printed, and lists made from a page."""

from __future__ import annotations

import datetime
import os
import re
import stat
from pathlib import Path

import click

from comity.catalog import Library, digest
from comity.cli.input import bundled, refuse, refuse_input, the_day
from comity.policy.published_list import PublishedList, overview, read_list
from comity.report.lists import Lists, render, render_all, render_import, shown, to_json
from comity.strict_yaml import BadInput, nearest, plain
from comity.strict_yaml.build import ID_PATTERN


@click.group(invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Show the lists of governments that somebody published, and make one from a saved page."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_all)


def _bold(text: str) -> str:
    return text if os.environ.get("NO_COLOR") else click.style(text, bold=True)


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def list_all(as_json: bool) -> None:
    """Give every list with its publisher, its day, and how much stands on it."""
    found = bundled().published.values()
    in_order = sorted(found, key=lambda one: (one.first or "", one.list))
    answer = Lists(1, tuple(overview(one) for one in in_order))
    click.echo(to_json(answer) if as_json else render_all(answer, _bold), nl=False)


@command.command(epilog="Example: comity lists show doj-2025 --as-of 2025-10-01")
@click.argument("name", metavar="ID")
@click.option("--as-of", metavar="DATE", help="Say of each entry whether it stood there that day.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def show(name: str, as_of: str | None, as_json: bool) -> None:
    """Print a list of the library, or that of a file, as its publisher printed it."""
    day = the_day(as_of, "--as-of")
    library = bundled()
    published = _the_list(library, name)
    party = library.parties.get(published.publisher or "")
    called = None if party is None else party.name
    answer = shown(published, day, called, library.places.full_name)
    click.echo(to_json(answer) if as_json else render(answer, _bold), nl=False)


def _the_list(library: Library, name: str) -> PublishedList:
    """Return the list of an id, or of a file; refuse what is neither."""
    if name in library.published:
        return library.published[name]
    if re.fullmatch(ID_PATTERN, name) and not Path(name).exists():
        refuse(
            f"`{name[:60]}` is no list of the library{nearest(name, library.published)}; "
            "`comity lists` has them all"
        )
    try:
        return read_list(Path(name), name)
    except BadInput as error:
        refuse_input(error)


@command.command("import", epilog="Example: comity lists import saved.html --captured 2025-05-30")
@click.argument("snapshot")
@click.option("--select", metavar="HEADING", help="Begin under this heading, or take this column.")
@click.option("--id", "list_id", metavar="ID", help="What to call the list; from its title.")
@click.option("--title", metavar="T", help="Its title; that of the page, if left out.")
@click.option("--publisher", metavar="P", help="Who published it, by an id such as us-dhs.")
@click.option("--published", metavar="DATE", help="The day on which it was published.")
@click.option("--captured", metavar="DATE", help="The day on which the page was saved.")
@click.option("--source", metavar="URL", help="The address at which it stood.")
@click.option("--out", metavar="FILE", help="Write the list here; to the output, if left out.")
def import_list(
    snapshot: str,
    select: str | None,
    list_id: str | None,
    title: str | None,
    publisher: str | None,
    published: str | None,
    captured: str | None,
    source: str | None,
    out: str | None,
) -> None:
    """Make a list file from SNAPSHOT: a saved page, a CSV or TSV file, or a name a line.

    Nothing is loaded from the network. It says what it took and what it left out; nothing in the
    file is checked until somebody checks it.
    """
    from comity.policy.imported_list import (  # noqa: PLC0415 - to import a list alone
        About,
        imported,
        take,
        text_of,
    )
    from comity.policy.published_list import Snapshot  # noqa: PLC0415
    from comity.policy.snapshot import read_snapshot  # noqa: PLC0415
    from comity.strict_yaml.written import write_whole  # noqa: PLC0415

    first = the_day(published, "--published")
    _refuse_mistakes(list_id, publisher, source, title, select)
    said = the_day(captured, "--captured")
    if out is not None and _is_same_file(snapshot, out):
        refuse(f"--out: {out}: is the snapshot itself, expected another file")
    library = bundled()
    data, changed = _read(snapshot)
    try:
        page = read_snapshot(data, snapshot)
        taken = take(page, library.places, snapshot, select)
        called = plain(" ".join((title or page.title or Path(snapshot).stem).split()))
        made = imported(
            taken,
            About(
                list_id or _id_from(called, Path(snapshot).stem),
                called[:200],
                publisher,
                first,
                source,
            ),
            Snapshot(
                digest(data),
                said or changed,
                "file" if said is None else "said",
                page.encoding,
                taken.where,
            ),
            library.places.full_name,
        )
        text = text_of(made, snapshot)
    except BadInput as error:
        refuse_input(error)
    if out is not None:
        try:
            write_whole(Path(out), text)
        except OSError as error:
            refuse(f"{out}: cannot be written: {error.strerror}")
    else:
        click.echo(text, nl=False)
    click.echo(render_import(made, taken, page.cleaned), err=out is None)
    if publisher is not None and publisher not in library.parties:
        hint = nearest(publisher, library.parties)
        click.echo(f"--publisher: the library knows no `{publisher}`{hint}", err=True)


def _refuse_mistakes(
    list_id: str | None,
    publisher: str | None,
    source: str | None,
    title: str | None,
    select: str | None,
) -> None:
    """Refuse options that no list file can hold."""
    wrong = [
        f"{option}: `{value[:60]}` is no id, expected small letters, digits and single hyphens"
        for option, value in (("--id", list_id), ("--publisher", publisher))
        if value is not None and not re.fullmatch(ID_PATTERN, value)
    ]
    if source is not None and not (re.fullmatch(r"https?://\S+", source) and source.isprintable()):
        wrong.append(f"--source: `{source[:60]}` is no address, expected one such as https://…")
    wrong += [
        f"{option}: empty, expected text"
        for option, value in (("--title", title), ("--select", select))
        if value is not None and not value.strip()
    ]
    if wrong:
        refuse(wrong)


def _is_same_file(snapshot: str, out: str) -> bool:
    """Tell whether two paths, through whatever links, lead to one file."""
    try:
        return Path(snapshot).samefile(out)
    except (OSError, ValueError):
        return False


def _id_from(title: str, stem: str) -> str:
    """Return an id made of a title's words, or of a file's name, or `list`."""
    for text in (title, stem):
        made = "-".join(re.findall(r"[a-z0-9]+", text.casefold()))[:60].strip("-")
        if made:
            return made
    return "list"


def _read(path: str) -> tuple[bytes, str]:
    """Return a file's bytes and the day on which it was last changed; refuse what is no file."""
    from comity.policy.snapshot import SIZE  # noqa: PLC0415 - to import a list alone

    try:
        # Without blocking, as a pipe has nobody at its other end.
        number = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(number, "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                refuse(f"{path}: is not a regular file, expected a saved page or file")
            data = file.read(SIZE + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the path cannot be used"
        refuse(f"{path}: cannot be read: {reason}")
    return data, datetime.date.fromtimestamp(status.st_mtime).isoformat()
