"""Text in, typed values with their position out: the strict YAML of every Comity file."""

from __future__ import annotations

from pathlib import Path

from comity.strict_yaml.build import load_as
from comity.strict_yaml.node import DEFAULT_LIMITS, Limits, Node
from comity.strict_yaml.remark import BadInput, Remark, nearest, plain, render

__all__ = [
    "BadInput",
    "Limits",
    "Node",
    "Remark",
    "load_as",
    "nearest",
    "parse",
    "plain",
    "read_source",
    "render",
]


def read_source(path: Path, shown: str, limits: Limits = DEFAULT_LIMITS) -> str:
    """Read a file's text; see `tree.read_source`."""
    from comity.strict_yaml import tree  # noqa: PLC0415 - an answer alone needs no YAML reader

    return tree.read_source(path, shown, limits)


def parse(text: str, shown: str, limits: Limits = DEFAULT_LIMITS) -> Node:
    """Parse one YAML document; see `tree.parse`."""
    from comity.strict_yaml import tree  # noqa: PLC0415 - an answer alone needs no YAML reader

    return tree.parse(text, shown, limits)
