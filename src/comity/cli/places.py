"""`comity places find`: the government that a name means."""

from __future__ import annotations

import click
import msgspec

from comity.cli.input import bundled, days_of, not_found, refuse
from comity.cli.places_import import command as import_places
from comity.places.find import Entry, Match
from comity.places.found import FoundPlace


@click.group()
def command() -> None:
    """Find the government that a name means."""


@command.command(epilog='Example: comity places find "Cook Co."')
@click.argument("name")
@click.option("--state", default="", help="The State that a list prints beside the name.")
@click.option("--county", default="", help="The county that a list prints beside the name.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def find(name: str, state: str, county: str, as_json: bool) -> None:
    """Say which government or office NAME means, and which words were heard as what.

    Anything but one government is an error with the nearest names. --state and --county only
    narrow what the name can mean.
    """
    library = bundled()
    found = library.places.resolve(Entry(name, state, county))
    if not isinstance(found, Match):
        refuse(not_found(library, name, found))
    government = library.places.get(found.government_id)
    assert government is not None
    place = FoundPlace(
        found.id,
        library.places.full_name(government.id),
        government.state,
        government.circuit or None,
        government.id,
        found.office,
        found.heard,
        government.from_ or msgspec.UNSET,
        government.until or msgspec.UNSET,
        government.succeeded_by or msgspec.UNSET,
    )
    if as_json:
        click.echo(msgspec.json.encode(place).decode())
        return
    click.echo(f"{place.name}  {place.id}  {place.circuit or 'no circuit'}")
    lasted = days_of(government, library)
    if lasted:
        click.echo(f"  {lasted}")
    for heard in place.heard:
        click.echo(f"  heard `{heard.said}` as {heard.taken_as}")


command.add_command(import_places)
