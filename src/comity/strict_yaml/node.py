"""A value of a file with its position, and the bounds of a file."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec


class Limits(msgspec.Struct, frozen=True):
    """Bound what a file may hold: bytes, nesting, nodes, remarks collected."""

    size: int = 2_000_000
    depth: int = 16
    nodes: int = 200_000
    remarks: int = 500


DEFAULT_LIMITS = Limits()


class Node(msgspec.Struct):
    """Hold a scalar (`text`), a list (`items`) or a map (`entries`: key node, value node)."""

    line: int
    column: int
    text: str | None = None
    items: list[Node] | None = None
    entries: list[tuple[Node, Node]] | None = None

    @property
    def kind(self) -> str:
        """Name the node's kind as a reader of the file would."""
        if self.text is not None:
            return "text"
        return "a list" if self.items is not None else "a map"

    def get(self, key: str) -> Node | None:
        """Return the value under a key of a map, or None."""
        for name, value in self.entries or ():
            if name.text == key:
                return value
        return None

    def at(self, path: Sequence[str | int]) -> Node:
        """Return the node at a path of keys and positions, or the last one that exists."""
        node = self
        for step in path:
            inner: Node | None = None
            if isinstance(step, int) and node.items is not None and step < len(node.items):
                inner = node.items[step]
            elif isinstance(step, str):
                inner = node.get(step)
            if inner is None:
                return node
            node = inner
        return node
