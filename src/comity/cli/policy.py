"""`comity policy`: what is coded of governments, and own rules read by the law of the library."""

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
from comity.strict_yaml import nearest


@click.group(name="policy")
def command() -> None:
    """List, show, add and review the rules of governments."""


@command.command("list", epilog="Example: comity policy list --state WA")
@click.option("--state", metavar="ST", help="One State with all in it.")
@click.option("--subject", metavar="SUBJECT", help="Those of which this subject was surveyed.")
@click.option("--as-of", metavar="DATE", help="Surveys begun by this day; today, if left out.")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON for each government.")
def list_command(state: str | None, subject: str | None, as_of: str | None, as_json: bool) -> None:
    """List the governments of which something is coded, and where somebody looked."""
    import msgspec  # noqa: PLC0415 - imported where it is used

    from comity.cli.which_governments import the_state  # noqa: PLC0415 - imported where it is used
    from comity.policy.vocabulary import SUBJECTS  # noqa: PLC0415 - imported where it is used
    from comity.report.policies import coded, render_index  # noqa: PLC0415

    day = the_day(as_of, "--as-of") or today()
    library = bundled()
    if subject is not None and subject not in SUBJECTS:
        refuse(f"--subject: `{subject[:60]}` is no subject{nearest(subject, SUBJECTS)}")
    within = None if state is None else the_state(library, state)
    found = [
        one
        for name in library.coded
        if within is None or name == within or name.startswith(f"{within}/")
        for one in (coded(library, name, day),)
        if subject is None or subject in one.surveyed
    ]
    if as_json:
        for one in found:
            click.echo(msgspec.json.encode(one).decode())
        return
    click.echo(render_index(found), nl=False)


@command.command("show", epilog='Example: comity policy show "Chicago, IL" --as-of 2018-04-01')
@click.argument("place")
@click.option("--as-of", metavar="DATE", help="What was in force that day; all, if left out.")
@click.option("--json", "as_json", is_flag=True, help="The file as JSON.")
def show_command(place: str, as_of: str | None, as_json: bool) -> None:
    """Show the rules of PLACE with their sources, where somebody looked, and its parents' rules."""
    from comity.report.policies import policy_json, render_policy  # noqa: PLC0415

    day = the_day(as_of, "--as-of")
    library = bundled()
    government = the_place(library, place)
    if as_json:
        click.echo(policy_json(library, government), nl=False)
        return
    click.echo(render_policy(library, government, day), nl=False)


@command.command("add", epilog='Example: comity policy add "Boise, ID" --out boise.yaml')
@click.argument("place")
@click.option(
    "--out", metavar="FILE.yaml", type=click.Path(), required=True, help="Where to write it."
)
def add_command(place: str, out: str) -> None:
    """Begin a policy file for PLACE: what is coded of it, or an empty file to fill in.

    `comity check PLACE --policy FILE.yaml` takes it at once; CONTRIBUTING.md says how to code.
    """
    from comity.strict_yaml.written import write_whole  # noqa: PLC0415 - imported where it is used
    from comity.workbench.begin import begun  # noqa: PLC0415 - imported where it is used

    if Path(out).suffix not in (".yaml", ".yml"):
        refuse(f"--out: `{out[:80]}`, expected a file that ends in .yaml")
    if Path(out).exists():
        refuse(f"{out}: is there already, and is not written over")
    library = bundled()
    government = the_place(library, place)
    try:
        write_whole(Path(out), begun(library, government))
    except OSError as error:
        refuse(f"{out}: cannot be written: {error.strerror}")
    click.echo(f"Written: {out}")


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
