"""How far a long answer has come, on standard error, where somebody watches."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

import click

T = TypeVar("T")


def watched(items: Iterable[T], length: int, label: str) -> Iterator[T]:
    """Give items, and say on a terminal how many of them have been given."""
    if not sys.stderr.isatty():
        yield from items
        return
    with click.progressbar(items, length=length, label=label, file=sys.stderr) as bar:
        yield from bar
