"""`comity detainer`: may officers hold on these papers, must they, and who says so."""

from __future__ import annotations

import os

import click

from comity import __version__
from comity.cli.input import bundled, refuse, the_day, the_place, today
from comity.policy.vocabulary import NAMED
from comity.reason.detainer import MODELS, PAPERS, changes, detainer, states
from comity.reason.finding import UNANSWERABLE
from comity.reason.question import Manner
from comity.report.answer import place_of, receipt
from comity.report.detainer import Papers, Table, line, render, render_table, to_json
from comity.report.history import told
from comity.strict_yaml import nearest


@click.command(
    epilog='Example: comity detainer "Suffolk County, NY" --paper i-247a+i-200 --as-of 2019-01-01'
)
@click.argument("place", required=False)
@click.option(
    "--paper",
    "papers",
    metavar="PAPERS",
    help="What the officers hold, joined by +: i-247a, i-200, i-205, judicial_warrant.",
)
@click.option("--agreement", metavar="MODEL", help=f"Under an agreement: {', '.join(MODELS)}.")
@click.option(
    "--condition",
    "conditions",
    multiple=True,
    metavar="CONDITION",
    help="What else holds, such as criminal_conviction.",
)
@click.option("--as-of", metavar="DATE", help="The day asked about; today, if left out.")
@click.option("--all", "everywhere", is_flag=True, help="The table of the States.")
@click.option("--history", "since", is_flag=True, help="How the answer changed since 2010.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def command(
    place: str | None,
    papers: str | None,
    agreement: str | None,
    conditions: tuple[str, ...],
    as_of: str | None,
    everywhere: bool,
    since: bool,
    as_json: bool,
) -> None:
    """Say whether officers of PLACE may and must hold past release on these papers."""
    day = the_day(as_of, "--as-of") or today()
    bold = str if os.environ.get("NO_COLOR") else lambda text: click.style(text, bold=True)
    if everywhere:
        if place or papers or agreement or conditions or since:
            refuse("--all: the table is of a detainer with a Form I-200; expected no other option")
        library = bundled()
        try:
            rows = tuple(map(line, states(library, day)))
        except UNANSWERABLE as error:
            refuse(str(error))
        table = Table(1, day, rows, receipt(library, __version__, None))
        click.echo(to_json(table) if as_json else render_table(table, bold), nl=False)
        return
    if place is None:
        refuse("no place, expected a name such as `Suffolk County, NY`, or --all for the table")
    shown = _papers(papers)
    _known(agreement, conditions)
    library = bundled()
    government = the_place(library, place)
    try:
        found = detainer(library, government, Manner(day, day), shown, conditions, agreement)
        history = (
            told(library, changes(library, government, day, shown, conditions, agreement))
            if since
            else ()
        )
    except UNANSWERABLE as error:
        refuse(f"{government.id}: {error}")
    made = receipt(library, __version__, None)
    answer = Papers(1, day, place_of(library, government), found, history, made)
    click.echo(to_json(answer) if as_json else render(answer, library, bold), nl=False)


def _papers(text: str | None) -> tuple[str, ...]:
    if text is None:
        refuse(f"--paper: left out, expected {', '.join(PAPERS)}, joined by +")
    names = tuple(dict.fromkeys(name.strip().lower() for name in text.split("+")))
    wrong = [
        f"--paper: `{name[:40]}` is no paper, expected {', '.join(PAPERS)}{nearest(name, PAPERS)}"
        for name in names
        if name not in PAPERS
    ]
    if wrong:
        refuse(wrong)
    return names


def _known(agreement: str | None, conditions: tuple[str, ...]) -> None:
    wrong = [
        f"--condition: `{name[:40]}` is no condition of the vocabulary{nearest(name, NAMED)}"
        for name in conditions
        if name not in NAMED
    ]
    if agreement is not None and agreement not in MODELS:
        wrong.append(
            f"--agreement: `{agreement[:40]}` is no model, expected {', '.join(MODELS)}"
            f"{nearest(agreement, MODELS)}"
        )
    if wrong:
        refuse(wrong)
