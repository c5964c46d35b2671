"""Text in, typed values with their position out: the strict YAML of every Comity file."""

from comity.strict_yaml.build import load_as
from comity.strict_yaml.remark import BadInput, Remark, nearest, render
from comity.strict_yaml.tree import Limits, Node, parse, read_source

__all__ = [
    "BadInput",
    "Limits",
    "Node",
    "Remark",
    "load_as",
    "nearest",
    "parse",
    "read_source",
    "render",
]
