"""Build a tree of positioned nodes from YAML events, within bounds, without recursion.

Generic YAML loaders turn `06037` into 3103 and `NO` into False, let a duplicate key win in
silence, and take minutes on deep nesting. Here every scalar is text, and size, depth and node
count are checked while events are scanned, before a tree exists.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from comity.strict_yaml.node import DEFAULT_LIMITS, Limits, Node
from comity.strict_yaml.remark import BadInput, Remark

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # pragma: no cover - PyYAML without libyaml
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]


def read_source(path: Path, shown: str, limits: Limits = DEFAULT_LIMITS) -> str:
    """Read a file's text; raise BadInput where it is missing, huge, binary or not a file."""

    def wrong(text: str) -> BadInput:
        return BadInput([Remark(shown, 0, 0, text)])

    try:
        with open(path, "rb", opener=_without_blocking) as handle:
            if not stat.S_ISREG(os.fstat(handle.fileno()).st_mode):
                raise wrong("is not a regular file, expected a YAML file")
            data = handle.read(limits.size + 1)
    except FileNotFoundError:
        raise wrong("there is no such file") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the path cannot be used"
        raise wrong(f"cannot be read: {reason}") from None
    if len(data) > limits.size:
        raise wrong(f"is larger than {limits.size:,} bytes, the most a file may hold")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        raise BadInput(
            [Remark(shown, line, column, "is not UTF-8 text, expected a YAML file in UTF-8")]
        ) from None


def _without_blocking(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def parse(text: str, shown: str, limits: Limits = DEFAULT_LIMITS) -> Node:
    """Parse one YAML document; raise BadInput with every remark on its form.

    `shown` is the path that the remarks name.
    """
    if len(text) > limits.size:
        raise BadInput([Remark(shown, 0, 0, f"is larger than {limits.size:,} characters")])
    remarks: list[Remark] = []
    tabs = _tabs(text, shown)
    root: Node | None = None
    stack: list[Node] = []
    pending: list[Node | None] = []
    keys: list[dict[str, Node]] = []
    count = 0
    documents = 0

    def remark(event: yaml.Event, what: str) -> None:
        remarks.append(Remark(shown, *_position_of(event), what))

    def place(node: Node) -> None:
        nonlocal root
        if not stack:
            root = node if root is None else root
            return
        parent = stack[-1]
        if parent.items is not None:
            parent.items.append(node)
            return
        assert parent.entries is not None
        key = pending[-1]
        if key is None:
            if node.text is None:
                remarks.append(
                    Remark(shown, node.line, node.column, f"a key is {node.kind}, expected a word")
                )
                node = Node(node.line, node.column, "")
            elif node.text in keys[-1]:
                first = keys[-1][node.text]
                remarks.append(
                    Remark(
                        shown,
                        node.line,
                        node.column,
                        f"the key `{_short(node.text)}` stands twice (first at line {first.line}), "
                        "expected once",
                    )
                )
            keys[-1].setdefault(node.text or "", node)
            pending[-1] = node
        else:
            parent.entries.append((key, node))
            pending[-1] = None

    loader = _Loader(text)
    try:
        while loader.check_event():
            event = loader.get_event()
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    remark(event, "a second document begins, expected one document in a file")
                    break
                continue
            if isinstance(event, AliasEvent):
                remark(event, f"an alias `*{_short(event.anchor)}`, expected the value written out")
                count += 1
                place(Node(*_position_of(event), ""))
                continue
            if isinstance(event, ScalarEvent | SequenceStartEvent | MappingStartEvent):
                count += 1
                if count > limits.nodes:
                    remark(event, f"more than {limits.nodes:,} values, the most a file may hold")
                    break
                if event.anchor:
                    remark(event, f"an anchor `&{_short(event.anchor)}`, expected none")
                if event.tag is not None and not (
                    isinstance(event, ScalarEvent) and event.tag == "!" and event.style
                ):
                    remark(
                        event, f"a tag `{_short(event.tag)}`, expected none: every value is text"
                    )
                line, column = _position_of(event)
                if isinstance(event, ScalarEvent):
                    place(Node(line, column, event.value))
                    continue
                if len(stack) >= limits.depth:
                    remark(event, f"nested deeper than {limits.depth}, the most a file may be")
                    break
                is_map = isinstance(event, MappingStartEvent)
                node = Node(line, column, None, None if is_map else [], [] if is_map else None)
                place(node)
                stack.append(node)
                pending.append(None)
                keys.append({})
                continue
            if isinstance(event, SequenceEndEvent | MappingEndEvent):
                stack.pop()
                pending.pop()
                keys.pop()
            if len(remarks) >= limits.remarks:
                break
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        if not any((r.line, r.column) == (line, column) for r in tabs):
            remarks.append(Remark(shown, line, column, f"is not YAML: {error.problem}"))
    except yaml.YAMLError as error:
        position = getattr(error, "position", 0)
        line, column = _position(text, position)
        remarks.append(Remark(shown, line, column, "a character that YAML does not allow"))
    finally:
        loader.dispose()
    remarks.extend(tabs)
    if remarks:
        raise BadInput(sorted(set(remarks)))
    if root is None:
        raise BadInput(
            [Remark(shown, 1, 1, "is empty, expected a map that begins with `format: 1`")]
        )
    return root


def _position_of(event: yaml.Event) -> tuple[int, int]:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark is not None else (0, 0)


def _tabs(text: str, shown: str) -> list[Remark]:
    found = []
    if "\t" in text:
        for number, line in enumerate(text.splitlines(), 1):
            column = line.find("\t")
            if column >= 0:
                found.append(Remark(shown, number, column + 1, "a tab, expected spaces"))
            if len(found) >= SHOWN_TABS:
                break
    return found


SHOWN_TABS = 20


def _position(text: str, position: int) -> tuple[int, int]:
    head = text[:position]
    return head.count("\n") + 1, position - (head.rfind("\n") + 1) + 1


def _short(text: str | None) -> str:
    text = text or ""
    return text if len(text) <= 40 else text[:37] + "…"
