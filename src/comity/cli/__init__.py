"""The command line: each command is a module, imported only when it is called."""

from __future__ import annotations

import contextlib
import gc
import importlib
import io
import os
import signal
import sys
from collections.abc import Sequence
from typing import Any

import click

from comity import __version__

COMMANDS = {
    "check": "Does a government meet a definition, on whose reading, on a date?",
    "history": "When and why did the answer to a test change?",
    "relief": "Which orders protect a government, and what binds it to the contrary?",
    "detainer": "May officers hold on these papers, must they, and who says so?",
    "survey": "What does a test say of every government of the country?",
    "audit": "On what ground could each name of a list stand there?",
    "lists": "Show lists of governments that somebody published; make one from a page.",
    "map": "Draw the answers to a test as a map of the country.",
    "chart": "Draw answers as a chart: shares, outcomes over time, definitions.",
    "places": "Find the government that a name means.",
    "law": "List, show, test and review the law of the library.",
    "policy": "List, show, add and review the rules of governments.",
    "lint": "Look for mistakes in files of law and policy.",
    "format": "Write files of law and policy in their canonical form.",
}


SHORT = {"check", "places", "relief", "detainer", "survey", "audit", "map", "chart"}
"""Commands whose answer is soon there."""


class LazyGroup(click.Group):
    """Import a command's module only when that command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command, or None where there is none of this name."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(f"comity.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing any of them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def main(  # type: ignore[override] # click overloads it by this very flag
        self, args: Sequence[str] | None = None, *, standalone_mode: bool = True, **extra: Any
    ) -> Any:
        """Run a command; a wrong call gets one line and status 2, as every other bad input does."""
        if not standalone_mode:
            return super().main(args, standalone_mode=False, **extra)
        try:
            result = super().main(args, standalone_mode=False, **extra)
        except click.ClickException as error:
            click.echo(" ".join(error.format_message().split()), err=True)
            sys.exit(2)
        except click.Abort:
            sys.exit(130)
        except OSError as error:
            # What was to be written could not be, for instance on a full disk.
            with contextlib.suppress(OSError, AttributeError):
                sys.stderr.write(f"cannot write the answer: {error.strerror}\n")
                sys.stderr.flush()
            os._exit(2)
        sys.exit(result if isinstance(result, int) else 0)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, and name the nearest one where there is none."""
        if args and not args[0].startswith("-") and args[0] not in COMMANDS:
            from comity.strict_yaml import nearest  # noqa: PLC0415 - only for a wrong word

            raise click.UsageError(f"no command `{args[0][:40]}`{nearest(args[0], COMMANDS)}", ctx)
        return super().resolve_command(ctx, args)


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
    epilog='Example: comity check "Chicago, IL" --as-of 2018-04-01',
)
@click.version_option(__version__, prog_name="comity")
def group() -> None:
    """Law that can be run.

    Under this definition, read this way, on this date: does this government meet it, what does
    the answer turn on, and what would change it? Exit status: 0 answered, 1 a check found
    something, 2 the input cannot be used.
    """


def main() -> None:
    """Run the command line."""
    if set(sys.argv[1:2]) & SHORT:
        gc.disable()  # looking for cycles would cost more than the memory it frees
    if sys.stdout is None:
        with contextlib.suppress(OSError, AttributeError):
            sys.stderr.write("cannot write the answer: standard output is closed\n")
        os._exit(2)
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # whoever reads no further ends it quietly
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal may not know every sign
    try:
        group(prog_name="comity")
    except SystemExit as done:
        with contextlib.suppress(OSError, AttributeError):
            sys.stdout.flush()
            sys.stderr.flush()
        if isinstance(done.code, int | None):
            os._exit(done.code or 0)  # nothing is left to do, and taking it all down takes time
        raise
