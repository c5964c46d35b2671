"""`comity places import`: add the governments of another list to the book."""

from __future__ import annotations

from pathlib import Path

import click

from comity.catalog import LIBRARY, added_folder, open_library
from comity.cli.input import refuse, refuse_input
from comity.strict_yaml import BadInput


@click.command("import", epilog="Example: comity places import country-us.csv")
@click.argument("file")
@click.option(
    "--into",
    metavar="FOLDER",
    help="Keep them in FOLDER/places, which COMITY_HOME=FOLDER then finds.",
)
def command(file: str, into: str | None) -> None:
    """Add the governments that FILE names, and the book has not, to your own tables.

    FILE is the list of Open Civic Data (country-us.csv) or a gazetteer of the Census Bureau
    (counties, places or county subdivisions). Statistical areas, school districts and electoral
    districts are refused. Nothing is written where FILE is wrong.
    """
    from comity.places.added import add_list, as_lines  # noqa: PLC0415 - needed here alone

    folder = Path(into) / "places" if into is not None else Path(added_folder())
    try:
        base = open_library(added=False).whole["places/"]
        tally = add_list(Path(file), file, LIBRARY / "places", base, folder)
    except BadInput as error:
        refuse_input(error)
    except OSError as error:
        refuse(f"{folder}: cannot be written: {error.strerror}")
    for line in as_lines(tally):
        click.echo(line)
    if tally.new:
        click.echo(f"written to {folder}")
