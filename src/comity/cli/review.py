"""What `comity law review` and `comity policy review` share: the answer, and a rule explained."""

from __future__ import annotations

import os

import click

from comity import __version__
from comity.catalog import Library
from comity.cli.input import refuse
from comity.report.answer import receipt
from comity.report.review import explain, render, to_json, with_receipt
from comity.strict_yaml import nearest
from comity.workbench.review.remark import Review
from comity.workbench.review.rules import BY_CODE


def shown(library: Library, review: Review, *, as_json: bool, own: bytes | None = None) -> None:
    """Print a review as text or JSON; `own` are the bytes of a policy file that was given."""
    whole = with_receipt(review, receipt(library, __version__, own))
    if as_json:
        click.echo(to_json(whole), nl=False)
        return
    plain = bool(os.environ.get("NO_COLOR"))
    bold = str if plain else lambda text: click.style(text, bold=True)
    click.echo(render(whole, bold), nl=False)


def explained(code: str) -> None:
    """Print the documentation of a rule, or refuse a code that is none."""
    rule = BY_CODE.get(code.upper())
    if rule is None:
        refuse(f"no rule has the code `{code[:20]}`{nearest(code.upper(), BY_CODE)}")
    click.echo(explain(rule), nl=False)
