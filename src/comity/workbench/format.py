"""The canonical form of a file: keys in one order, lists indented, comments and words kept.

What the strict loader reads never changes; a file for which that cannot be shown is refused.
The formatter breaks and joins no line of text: an address or a folded quotation stays as it is.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import yaml
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.resolver import VersionedResolver
from ruamel.yaml.scalarstring import (
    DoubleQuotedScalarString,
    FoldedScalarString,
    LiteralScalarString,
    SingleQuotedScalarString,
)

from comity.catalog import load_text
from comity.strict_yaml import BadInput, Node, Remark, read_source
from comity.strict_yaml.build import DATE_PATTERN
from comity.strict_yaml.written import write_whole
from comity.workbench.codes import keys_of

ORDER: dict[str, str] = {
    "Term": "format term kind over phrase readings note checked",
    "Reading": "gloss covers means drops only_with undecided note held_by",
    "Holder": "who in from until as note source checked",
    "Drops": "by kind of demanded_by saved_by",
    "Query": "subject act binds by of counterparty in effective",
    "LegalTest": (
        "format test title authority proposed in_force withdrawn applies_to applied_by validity "
        "words filters met_if consequences words_from unit process note checked"
    ),
    "Authority": "cite kind commands enacted_by as date source note",
    "Consequence": "what kind programme in_force source note checked",
    "Ruling": (
        "format ruling title cite docket court en_banc published on_law posture stage parties "
        "events effects vagueness source note checked"
    ),
    "Vagueness": "term in found ground effect note checked",
    "Event": "date what by effects protects note source checked",
    "Effect": (
        "id construes applies finds enjoins vacates suspends invalidates adopts forecloses "
        "excludes includes to outcome protects against programme carve_outs in weight at note "
        "checked"
    ),
    "PublishedList": (
        "format list title publisher published partial stated checked snapshot entries criterion "
        "source note"
    ),
    "Stated": "says source checked",
    "ListEntry": "printed from until under place note source checked",
    "Members": "name note members",
    "Member": "place as_of note checked",
    "Log": "format log kind by complete entries note checked",
    "Register": "format register title publisher published subject source checked note entries",
    "RegisterEntry": "row state agency kind county model signed office note",
    "Case": (
        "case place test as_of known_on reading outcome law facts status leaning why source differs"
    ),
    "Government": "format government kind name same_as parents surveyed instruments note",
    "Survey": "by subjects from until note",
    "Instrument": (
        "instrument of title cite kind in_force supersedes source checked note provisions"
    ),
    "Provision": (
        "id subject act binds counterparty when unless model penalty saves about offences "
        "overrides at note checked"
    ),
}
"""The order of keys where it is not that of the struct's fields.

A struct must name its required fields first, which would put `source` and `cite` of an instrument
after its provisions.
"""

TRIES = 4
"""How often the form is taken again until it no longer changes."""


def order_of(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    """Return the keys of a struct in the order in which a file has them."""
    named = ORDER.get(kind.__name__)
    return tuple(named.split()) if named else tuple(key for _, key in keys_of(kind))


def format_text(text: str, shown: str) -> str:
    """Return the canonical form of a file's text; raise BadInput where it cannot be read."""
    value, _ = _load(text, shown)
    before = text.replace("\r\n", "\n")
    try:
        for _ in range(TRIES):
            after = _round_trip(_in_order(before, shown))
            settled = after == before
            before = after
            if settled:
                break
        same = bool(_load(before, shown)[0] == value)
    except (BadInput, YAMLError):
        raise _refused(shown, "its keys and lists cannot be brought into form") from None
    after = before
    if not settled:
        raise _refused(shown, "its form does not settle")
    if not same:
        raise _refused(shown, "formatting would change what it says")
    if comments(after) != comments(text):
        raise _refused(shown, "formatting would lose a comment")
    return after


def format_file(path: Path, shown: str, *, write: bool = True) -> bool:
    """Bring a file into its canonical form and tell whether that changes it.

    The file is replaced as a whole, or not at all. Raises BadInput where it cannot be read.
    """
    text = read_source(path, shown)
    formatted = format_text(text, shown)
    # Read as bytes, since a text file is read with its line ends made one.
    if formatted.encode() == text.encode():
        return False
    if write:
        try:
            write_whole(path, formatted)
        except OSError as error:
            raise BadInput([Remark(shown, 0, 0, f"cannot be written: {error.strerror}")]) from None
    return True


def with_values(
    text: str, shown: str, values_of: Callable[[Any], dict[tuple[str | int, ...], str]]
) -> str:
    """Return a file's text with some words replaced, in canonical form, everything else kept.

    `values_of` is given the file's value and returns the new words by their places. Raises
    BadInput where the file cannot be read, or where anything else would change.
    """
    values = values_of(_load(text, shown)[0])
    if not values:
        return text
    ruamel = _ruamel()
    try:
        data = ruamel.load(text)
        for at, value in values.items():
            _put(data, at, value)
        after = format_text(_dump(ruamel, data), shown)
        same = ruamel.load(after) == data
    except (YAMLError, KeyError, IndexError, TypeError):
        raise _refused(shown, "what was proved cannot be put in") from None
    if not same:
        raise _refused(shown, "putting it in would change what else it says")
    if comments(after) != comments(text):
        raise _refused(shown, "putting it in would lose a comment")
    return after


def _put(data: Any, at: tuple[str | int, ...], value: str) -> None:
    for step in at[:-1]:
        data = data[step]
    old = data[at[-1]]
    data[at[-1]] = type(old)(value) if isinstance(old, DoubleQuotedScalarString) else value


def _refused(shown: str, why: str) -> BadInput:
    return BadInput([Remark(shown, 0, 0, f"{why}, so the file is left as it is")])


def _load(text: str, shown: str) -> tuple[Any, Node]:
    loaded = load_text(text, shown)
    return loaded.value, loaded.node


# Order. Keys of a block map are moved as whole lines, with the comments above them; those of a
# flow map are moved in the tree.


def _in_order(text: str, shown: str) -> str:
    """Put the keys of every map in order."""
    for _ in range(TRIES):
        before = text
        text = _flows_in_order(_blocks_in_order(text, shown), shown)
        if text == before:
            break
    return text


def _unordered(value: Any, node: Node) -> Iterator[tuple[Node, tuple[str, ...]]]:
    """Give every map whose keys stand out of order, inner ones first, and its order."""
    if isinstance(value, tuple):
        for one, item in zip(value, node.items or (), strict=False):
            yield from _unordered(one, item)
    elif isinstance(value, msgspec.Struct):
        names = {key: name for name, key in keys_of(type(value))}
        keys = [key.text or "" for key, _ in node.entries or ()]
        for key, item in node.entries or ():
            yield from _unordered(getattr(value, names[key.text or ""]), item)
        order = order_of(type(value))
        if keys != sorted(keys, key=order.index):
            yield node, order
    elif isinstance(value, dict):
        for key, item in node.entries or ():
            yield from _unordered(value[key.text or ""], item)


def _is_block(node: Node) -> bool:
    """Tell whether each key of a map stands on a line of its own, below the first."""
    keys = [key for key, _ in node.entries or ()]
    return all(key.column == node.column for key in keys) and len(
        {key.line for key in keys}
    ) == len(keys)


def _blocks_in_order(text: str, shown: str) -> str:
    # A map keeps its lines when its keys change places, so that the places of the maps around it
    # hold while the inner ones are put in order first.
    found = [one for one in _unordered(*_load(text, shown)) if _is_block(one[0])]
    if not found:
        return text
    lines = text.splitlines()
    for node, order in found:
        _reorder(lines, node, order)
    return "\n".join(lines) + "\n"


def _reorder(lines: list[str], node: Node, order: tuple[str, ...]) -> None:
    """Put one block map's keys in order, with the comments above them."""
    entries = node.entries or []
    column = node.column - 1
    starts = [key.line - 1 for key, _ in entries]
    for number in range(1, len(starts)):
        while _is_above(lines[starts[number] - 1], column):
            starts[number] -= 1
    last = entries[-1][0].line - 1
    end = last + 1
    while end < len(lines) and (not lines[end].strip() or _indent(lines[end]) > column):
        end += 1
    # A list may stand at the column of its key.
    while (
        end < len(lines) and lines[end][column:].startswith("- ") and _indent(lines[end]) == column
    ):
        end += 1
        while end < len(lines) and (not lines[end].strip() or _indent(lines[end]) > column):
            end += 1
    while end > last + 1 and not lines[end - 1].strip():
        end -= 1
    head = lines[starts[0]][:column]
    lines[starts[0]] = " " * column + lines[starts[0]][column:]
    chunks = {
        key.text or "": lines[start:stop]
        for (key, _), start, stop in zip(entries, starts, [*starts[1:], end], strict=True)
    }
    body = [line for key in sorted(chunks, key=order.index) for line in chunks[key]]
    if head.strip():
        # The first key of an item stands on the line of its `-`: a comment there goes before it.
        first = next(i for i, line in enumerate(body) if not _is_above(line, column))
        body[first] = head + body[first][column:]
    lines[starts[0] : end] = body


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _is_above(line: str, column: int) -> bool:
    stripped = line.strip()
    return not stripped or (stripped.startswith("#") and _indent(line) <= column)


def _flows_in_order(text: str, shown: str) -> str:
    """Put the keys of the flow maps in order, through the tree."""
    found = {
        (node.line, node.column): order
        for node, order in _unordered(*_load(text, shown))
        if not _is_block(node)
    }
    if not found:
        return text
    ruamel = _ruamel()
    data = ruamel.load(text)
    for one in _maps(data):
        order = found.get((one.lc.line + 1, one.lc.col + 1))
        if order is not None and one.fa.flow_style():
            for key in sorted(one, key=order.index):
                one.move_to_end(key)
    return _dump(ruamel, data)


def _maps(data: Any) -> list[Any]:
    found: list[Any] = []
    if isinstance(data, CommentedMap):
        found.append(data)
        for value in data.values():
            found.extend(_maps(value))
    elif isinstance(data, CommentedSeq):
        for value in data:
            found.extend(_maps(value))
    return found


# Form.


class _Text(VersionedResolver):
    """Resolve every plain scalar to text, as the strict loader does."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
        """Return the tag of a node."""
        if kind is ScalarNode and implicit[0]:
            return self.DEFAULT_SCALAR_TAG
        return super().resolve(kind, value, implicit)


def _ruamel() -> YAML:
    ruamel = YAML()
    ruamel.Resolver = _Text
    ruamel.indent(mapping=2, sequence=4, offset=2)
    ruamel.width = 1_000_000
    ruamel.preserve_quotes = True
    ruamel.allow_unicode = True
    ruamel.brace_single_entry_mapping_in_flow_sequence = True
    return ruamel


def _dump(ruamel: YAML, data: Any) -> str:
    out = io.StringIO()
    ruamel.dump(data, out)
    return out.getvalue()


def _round_trip(text: str) -> str:
    ruamel = _ruamel()
    data = ruamel.load(text)
    _quote(data)
    return _dump(ruamel, data).rstrip("\n") + "\n"


def _quote(data: Any) -> None:
    """Put in double quotes what other YAML readers would not take for text."""
    if isinstance(data, CommentedMap):
        for key in data:
            if key != "format":
                data[key] = _quoted(data[key])
            _quote(data[key])
    elif isinstance(data, CommentedSeq):
        for number, value in enumerate(data):
            data[number] = _quoted(value)
            _quote(value)


def _quoted(value: Any) -> Any:
    if not isinstance(value, str) or isinstance(
        value, DoubleQuotedScalarString | FoldedScalarString | LiteralScalarString
    ):
        return value
    if isinstance(value, SingleQuotedScalarString):
        # A quotation that has quotes of its own is easier to read in single ones.
        return value if re.search(r'["\\]', value) else DoubleQuotedScalarString(value)
    return DoubleQuotedScalarString(value) if _is_no_text(value) else value


_RESOLVER = yaml.resolver.Resolver()


def _is_no_text(value: str) -> bool:
    """Tell whether other YAML readers take a plain word for a number, a date, true or null."""
    node = yaml.ScalarNode
    tag = _RESOLVER.resolve(node, value, (True, False))  # type: ignore[no-untyped-call]
    return tag != "tag:yaml.org,2002:str" or re.fullmatch(DATE_PATTERN, value) is not None


def comments(text: str) -> Counter[str]:
    """Return the comments of a file, each with how often it stands there."""
    spans = [
        (token.start_mark.index, token.end_mark.index)
        for token in yaml.scan(text, Loader=yaml.SafeLoader)
        if isinstance(token, yaml.ScalarToken)
    ]
    inside = bytearray(len(text) + 1)
    for start, end in spans:
        inside[start:end] = b"\x01" * (end - start)
    found: Counter[str] = Counter()
    offset = 0
    for line in text.splitlines(keepends=True):
        for match in re.finditer(r"(?:^|(?<=\s))#", line):
            if not inside[offset + match.start()]:
                found[line[match.start() :].strip()] += 1
                break
        offset += len(line)
    return found
