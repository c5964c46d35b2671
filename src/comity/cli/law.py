"""`comity law`: read the library's law, run its cases and sweep, verify it, print the schemas."""

from __future__ import annotations

import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from comity.cli.input import bundled, refuse, refuse_input, the_day, the_tests, today
from comity.strict_yaml import BadInput, Remark, nearest

if TYPE_CHECKING:
    from comity.catalog import Library
    from comity.law.english import English
    from comity.workbench.cases import CaseReport
    from comity.workbench.sweep import SweepFinding, SweepReport

WIDTH = 80
SHOWN_PLACES = 5
SECOND = 1.0
"""How long a command is silent, and how often it then says how far it is, in seconds."""


@click.group(name="law")
def command() -> None:
    """Read the law of the library in English; run its own cases."""


@command.command("list")
@click.option("--summary", is_flag=True, help="Count them and what was checked; run the cases.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_command(summary: bool, as_json: bool) -> None:
    """List the tests, terms and rulings of the library."""
    library = bundled()
    if summary:
        from comity.report.summary import render  # noqa: PLC0415 - imported where it is used
        from comity.workbench.summary import summarize  # noqa: PLC0415 - imported where it is used

        counted = summarize(library, _progress())
        if as_json:
            _print_json(counted)
        else:
            click.echo(render(counted), nl=False)
        return
    if as_json:
        _print_json(
            {
                "tests": [
                    {"id": t.test, "title": t.title, "cite": t.authority.cite}
                    for t in library.tests.values()
                ],
                "terms": [
                    {
                        "id": t.term,
                        "kind": t.kind,
                        "phrase": t.phrase,
                        "readings": list(t.readings),
                    }
                    for t in library.terms.values()
                ],
                "rulings": [
                    {"id": r.ruling, "cite": r.cite, "court": r.court}
                    for r in library.rulings.values()
                ],
            }
        )
        return
    _print_list("Tests", {t.test: t.title for t in library.tests.values()})
    _print_list("Terms", {t.term: f"“{t.phrase}”" for t in library.terms.values()})
    _print_list("Rulings", {r.ruling: r.cite for r in library.rulings.values()})


@command.command("show")
@click.argument("id_", metavar="ID")
def show_command(id_: str) -> None:
    """Show a test, a term or a ruling in English."""
    library = bundled()
    known = (*library.tests, *library.terms, *library.rulings)
    if id_ not in known:
        refuse(f"no test, term or ruling has the id `{id_[:80]}`{nearest(id_, known)}")
    click.echo(english_of(library).show(id_), nl=False)


@command.command("test")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def test_command(as_json: bool) -> None:
    """Run the law's own cases, and sweep all dates, circuits and tests.

    Exits with 1 where a case fails, a reading is decided by none, or the sweep finds an error.
    """
    from comity.workbench.cases import run_cases  # noqa: PLC0415 - imported where it is used
    from comity.workbench.sweep import sweep  # noqa: PLC0415 - imported where it is used

    library = bundled()
    cases = run_cases(library)
    swept = sweep(library)
    passed = cases.passed and swept.passed and not cases.undecided
    if as_json:
        _print_json({"passed": passed, "cases": cases, "sweep": swept})
    else:
        _print_cases(cases)
        _print_sweep(swept)
    if not passed:
        sys.exit(1)


@command.command("diff")
@click.argument("old")
@click.argument("new")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def diff_command(old: str, new: str, as_json: bool) -> None:
    """Say which findings differ between two versions of the library, and which file did it.

    OLD and NEW are library folders, checkouts, or git revisions of the checkout that you are in.
    Exits with 1 where a finding differs.
    """
    from comity.report.differences import render  # noqa: PLC0415 - imported where it is used
    from comity.workbench.differences import (  # noqa: PLC0415 - imported where it is used
        compare,
        matrix,
        read_version,
    )

    versions = []
    wrong: list[Remark] = []
    for name in (old, new):
        try:
            versions.append(read_version(name, Path.cwd()))
        except BadInput as error:
            wrong.extend(error.remarks)
    if wrong:
        refuse_input(BadInput(wrong))
    found = compare(versions[0], versions[1], matrix())
    if as_json:
        _print_json(found)
    else:
        click.echo(render(found), nl=False)
    if found.differences:
        sys.exit(1)


@command.command("verify")
@click.option("--only", "only", metavar="ID", multiple=True, help="Ask for this test or ruling.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--write", "write", is_flag=True, help="Write what was proved into the library.")
def verify_command(only: tuple[str, ...], as_json: bool, write: bool) -> None:
    """Ask official sources whether what the library cites exists, with day and words.

    The only command that goes out. Asks govinfo, the Federal Register, the eCFR and CourtListener,
    slowly; what they answered is kept, so that a run that was stopped goes on where it was. Exits
    with 1 where something differs or is not found.
    """
    from comity.cli.verify import run  # noqa: PLC0415 - imported where it is used

    report = run(only, write=write)
    if as_json:
        _print_json(report)
    else:
        from comity.report.verification import render  # noqa: PLC0415 - imported where it is used

        click.echo(render(report), nl=False)
    if not report.agrees:
        sys.exit(1)


@command.command("review")
@click.argument("test", metavar="TEST", required=False)
@click.option("--as-of", metavar="DATE", help="The day asked about; today, if left out.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.option("--explain", "code", metavar="CODE", help="Print the documentation of a rule.")
def review_command(test: str | None, as_of: str | None, as_json: bool, code: str | None) -> None:
    """Read TEST, a definition, as a court would: what it asks, on whose reading, and why."""
    from comity.cli.review import explained, shown  # noqa: PLC0415 - imported where it is used
    from comity.workbench.review.definition import (  # noqa: PLC0415 - imported where it is used
        review_definition,
    )

    if code is not None:
        explained(code)
        return
    if test is None:
        refuse("no TEST was named; `comity law list` has them all")
    day = the_day(as_of, "--as-of") or today()
    library = bundled()
    (name,) = the_tests(library, (test,))
    shown(library, review_definition(library, library.tests[name], day), as_json=as_json)


@command.command("pages")
@click.argument("folder", metavar="DIR", type=click.Path())
@click.option("--as-of", metavar="DATE", help="The day; that of the committed pages, if left out.")
def pages_command(folder: str, as_of: str | None) -> None:
    """Write pages that the library gives of itself into a folder.

    Definitions side by side, rulings, holds State by State, and a timeline.
    """
    from comity.report.pages import DAY, write_pages  # noqa: PLC0415 - imported where it is used

    day = the_day(as_of, "--as-of") or DAY
    try:
        written = write_pages(Path(folder), bundled(), day)
    except OSError as error:
        refuse(f"cannot write to {folder}: {error.strerror}")
    for path in written:
        click.echo(path)


@command.command("schema")
@click.argument("kind", metavar="KIND")
def schema_command(kind: str) -> None:
    """Print the JSON Schema of a kind of file.

    KIND is one of: term, test, ruling, log, parties, courts, cases, government.
    """
    from comity.catalog import KINDS  # noqa: PLC0415 - imported only where it is used
    from comity.workbench.schema import render  # noqa: PLC0415 - imported where it is used

    if kind not in KINDS:
        refuse(f"no kind of file is called `{kind[:80]}`{nearest(kind, KINDS)}")
    click.echo(render(kind), nl=False)


def english_of(library: Library) -> English:
    """Return the English of a library, with governments by name and suspended rules looked up."""
    from comity.law.english import English  # noqa: PLC0415 - imported only where it is used

    def subjects_of(name: str) -> frozenset[str]:
        """Return the subjects of a provision (`state:tx/sb-4/detainer`), or of an instrument."""
        parts = name.split("/")
        return frozenset(
            provision.subject
            for cut in range(1, len(parts))
            if (file := library.file_of("/".join(parts[:cut]))) is not None
            for instrument in file.instruments
            for provision in instrument.provisions
            if parts[cut:] in ([instrument.instrument], [instrument.instrument, provision.id])
        )

    return English(library, library.places.full_name, subjects_of)


def _progress() -> Callable[[int, int], None]:
    """Return what says on standard error, after a second and then each second, how far it is."""
    said = [time.monotonic()]

    def progress(number: int, total: int) -> None:
        now = time.monotonic()
        if now - said[0] >= SECOND and number < total:
            said[0] = now
            click.echo(f"{number} of {total} cases have been run", err=True)

    return progress


def _print_json(value: object) -> None:
    click.echo(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())


def _print_list(title: str, entries: dict[str, str]) -> None:
    click.echo(f"{title} ({len(entries)})")
    for name, text in entries.items():
        _say(f"{name}: {text}", 2, 4)
    click.echo()


def _print_cases(report: CaseReport) -> None:
    for result in report.cases:
        if result.state == "agrees":
            continue
        label = "FAILS" if result.state == "fails" else "DIFFERS"
        _say(f"{label} {result.case}: {result.test}, {result.place}, {result.as_of}", 0, 2)
        for mismatch in result.mismatches:
            _say(str(mismatch), 2, 4)
        if result.state == "differs" and not result.mismatches:
            _say("comes out as expected: is `differs` still right?", 2, 4)
        _say(f"Expected because: {result.why}", 2, 4)
        if result.differs is not None:
            _say(f"Known to differ: {result.differs}", 2, 4)
    if report.undecided:
        _say(f"UNDECIDED, no case tries: {', '.join(report.undecided)}", 0, 2)
    _say(f"Cases: {report.agree} agree, {report.fail} fail, {report.differ} known to differ.", 0, 2)


def _print_sweep(report: SweepReport) -> None:
    for finding in report.findings:
        _say(f"FOUND {finding.problem.replace('_', ' ')}: {finding.test}: {finding.text}", 0, 2)
        _say(_when_and_where(finding), 2, 4)
    _say(
        f"Sweep: {report.dates} dates, {report.places} places, {report.tests} tests, "
        f"{report.asked:,} questions; {len(report.findings)} found.",
        0,
        2,
    )


def _when_and_where(finding: SweepFinding) -> str:
    said = f"from {finding.first} until {finding.last}"
    if finding.hindsight:
        said += ", with hindsight only"
    if finding.places:
        said += f"; for {', '.join(finding.places[:SHOWN_PLACES])}"
        more = len(finding.places) - SHOWN_PLACES
        if more > 0:
            said += f" and {more} more"
    return said


def _say(text: str, indent: int, hang: int) -> None:
    click.echo(
        textwrap.fill(
            text,
            WIDTH,
            initial_indent=" " * indent,
            subsequent_indent=" " * hang,
            break_long_words=False,
            break_on_hyphens=False,
        )
    )
