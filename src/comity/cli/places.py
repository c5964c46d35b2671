"""`comity places find`: the government that a name means."""

from __future__ import annotations

import click
import msgspec

from comity.cli.input import bundled, the_place
from comity.report.answer import place_of


@click.group()
def command() -> None:
    """Find the government that a name means."""


@command.command(epilog='Example: comity places find "Cook Co."')
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def find(name: str, as_json: bool) -> None:
    """Say which government NAME means; several or none are an error with the nearest names."""
    library = bundled()
    place = place_of(library, the_place(library, name))
    if as_json:
        click.echo(msgspec.json.encode(place).decode())
        return
    click.echo(f"{place.name}  {place.id}  {place.circuit or 'no circuit'}")
