"""`comity policy`: a government's own rules, read by the law of the library."""

from __future__ import annotations

from pathlib import Path

import click

from comity.cli.input import (
    bundled,
    own_policy,
    refuse,
    the_day,
    the_place,
    today,
    with_own_policy,
)


@click.group(name="policy")
def command() -> None:
    """Read a government's own rules by the law of the library."""


@command.command("review", epilog='Example: comity policy review "Chicago, IL" --as-of 2018-04-01')
@click.argument("place", metavar="PLACE|FILE", required=False)
@click.option("--as-of", metavar="DATE", help="The day asked about; today, if left out.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.option("--explain", "code", metavar="CODE", help="Print the documentation of a rule.")
def review_command(place: str | None, as_of: str | None, as_json: bool, code: str | None) -> None:
    """Read the rules of PLACE, or of a policy file, as a court would.

    A FILE is your own policy or draft in YAML, known by its ending `.yaml` or `.yml`.
    """
    from comity.cli.review import explained, shown  # noqa: PLC0415 - imported where it is used
    from comity.reason.finding import UNANSWERABLE  # noqa: PLC0415 - imported where it is used
    from comity.workbench.review.local_rule import (  # noqa: PLC0415 - imported where it is used
        review_local_rule,
    )

    if code is not None:
        explained(code)
        return
    if place is None:
        refuse("no PLACE or FILE was named")
    day = the_day(as_of, "--as-of") or today()
    library = bundled()
    own: bytes | None = None
    if Path(place).suffix in (".yaml", ".yml"):
        file, own = own_policy(place)
        library, government = with_own_policy(library, file, file.government, place)
    else:
        government = the_place(library, place)
    try:
        review = review_local_rule(library, government, day)
    except UNANSWERABLE as error:
        refuse(f"{government.id}: {error}")
    shown(library, review, as_json=as_json, own=own)
