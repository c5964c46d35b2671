"""Turn a tree of nodes into typed structs, and collect every error on the way.

msgspec's own converter stops at the first error and knows no positions, so the walk is ours;
the types are ordinary msgspec structs, from which the JSON Schemas are made as well.
"""

from __future__ import annotations

import datetime
import functools
import re
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

import msgspec

from comity.strict_yaml.node import Node
from comity.strict_yaml.remark import Remark, nearest

T = TypeVar("T", bound=msgspec.Struct)

DATE_PATTERN = r"^(?!0000)[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"
PartialDate = Annotated[
    str,
    msgspec.Meta(
        pattern=DATE_PATTERN,
        description='a date: "YYYY-MM-DD", or "YYYY-MM" or "YYYY" where no more is known',
    ),
]
"""A day, or a month or year where no more is known, as text."""

ID_PATTERN = r"^[a-z0-9]+([-_][a-z0-9]+)*$"
Id = Annotated[
    str,
    msgspec.Meta(
        pattern=ID_PATTERN,
        description="an id: small letters, digits, single hyphens or underscores",
    ),
]
"""The name by which other files refer to something."""

WHOLE = ("all", "any", "everywhere")
"""Words that stand for a whole, where a list would name parts."""

_MISSING = object()


def load_as(node: Node, kind: type[T], shown: str) -> tuple[T | None, list[Remark]]:
    """Build `kind` from a node; return it, or None, with every remark on what does not fit."""
    builder = _Builder(shown)
    value = builder.build(node, kind, "")
    return (None if value is _MISSING else value), builder.remarks


class _Builder:
    def __init__(self, shown: str) -> None:
        self.shown = shown
        self.remarks: list[Remark] = []

    def wrong(self, node: Node, text: str) -> Any:
        self.remarks.append(Remark(self.shown, node.line, node.column, text))
        return _MISSING

    def build(self, node: Node, kind: Any, name: str) -> Any:
        origin = get_origin(kind)
        if origin is Annotated:
            return self._annotated(node, kind, name)
        if origin in (Union, UnionType):
            return self._union(node, get_args(kind), name)
        if origin is Literal:
            return self._literal(node, get_args(kind), name)
        if origin is tuple:
            return self._list(node, get_args(kind)[0], name)
        if origin is dict:
            key_kind, value_kind = get_args(kind)
            return self._map(node, key_kind, value_kind, name)
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            return self._struct(node, kind, name)
        return self._scalar(node, kind, name)

    def _scalar(self, node: Node, kind: Any, name: str) -> Any:
        if node.text is None:
            return self.wrong(node, f"{_of(name)}{node.kind}, expected {_called(kind)}")
        if kind is str:
            if not node.text.strip():
                return self.wrong(node, f"{_of(name)}empty, expected text")
            return node.text
        if kind is bool:
            if node.text in ("true", "false"):
                return node.text == "true"
            return self.wrong(node, f"{_of(name)}`{_short(node.text)}`, expected true or false")
        if kind is int:
            if re.fullmatch(r"[0-9]{1,12}", node.text):
                return int(node.text)
            return self.wrong(node, f"{_of(name)}`{_short(node.text)}`, expected a whole number")
        raise TypeError(f"no rule to build {kind!r}")  # pragma: no cover - a type of ours

    def _annotated(self, node: Node, kind: Any, name: str) -> Any:
        base, *marks = get_args(kind)
        value = self.build(node, base, name)
        if not isinstance(value, str):
            return value
        for meta in marks:
            pattern = getattr(meta, "pattern", None)
            if pattern is None:
                continue
            if not re.fullmatch(pattern, value):
                return self.wrong(
                    node, f"{_of(name)}`{_short(value)}`, expected {meta.description}"
                )
            if pattern == DATE_PATTERN and len(value) == len("2017-01-01"):
                try:
                    datetime.date.fromisoformat(value)
                except ValueError:
                    return self.wrong(
                        node, f"{_of(name)}`{value}`, which is no day of the calendar"
                    )
        return value

    def _literal(self, node: Node, words: tuple[str, ...], name: str) -> Any:
        if node.text is None:
            return self.wrong(node, f"{_of(name)}{node.kind}, expected {_choice(words)}")
        if node.text in words:
            return node.text
        hint = nearest(node.text, words)
        return self.wrong(
            node, f"{_of(name)}`{_short(node.text)}`, expected {_choice(words)}{hint}"
        )

    def _union(self, node: Node, kinds: tuple[Any, ...], name: str) -> Any:
        kinds = tuple(kind for kind in kinds if kind is not NoneType)
        lists = [kind for kind in kinds if get_origin(kind) is tuple]
        maps = [kind for kind in kinds if get_origin(kind) is dict or _is_struct(kind)]
        scalars = [kind for kind in kinds if kind not in lists and kind not in maps]
        if node.items is not None and lists:
            return self.build(node, lists[0], name)
        if node.entries is not None and maps:
            return self.build(node, maps[0], name)
        if node.text is not None and scalars:
            value = self._first(node, scalars, name)
            # A list of one may be written as its only word; `any` and `all` are no lists.
            alone = value is _MISSING or not lists or value in WHOLE
            return value if alone else (value,)
        if node.text is not None and lists and not maps:
            return self.build(node, lists[0], name)
        return self.wrong(
            node, f"{_of(name)}{node.kind}, expected {' or '.join(_called(k) for k in kinds)}"
        )

    def _first(self, node: Node, kinds: list[Any], name: str) -> Any:
        """Build the first kind that fits; where none does, say what the last expected."""
        for kind in kinds[:-1]:
            tried = _Builder(self.shown)
            value = tried.build(node, kind, name)
            if value is not _MISSING:
                return value
        if len(kinds) > 1 and all(get_origin(kind) is Literal for kind in kinds):
            return self._literal(node, sum((get_args(kind) for kind in kinds), ()), name)
        return self.build(node, kinds[-1], name)

    def _list(self, node: Node, kind: Any, name: str) -> Any:
        if node.items is None:
            return self.wrong(node, f"{_of(name)}{node.kind}, expected a list")
        built = [self.build(item, kind, name) for item in node.items]
        return _MISSING if any(value is _MISSING for value in built) else tuple(built)

    def _map(self, node: Node, key_kind: Any, kind: Any, name: str) -> Any:
        if node.entries is None:
            return self.wrong(node, f"{_of(name)}{node.kind}, expected a map")
        built = {}
        for key, item in node.entries:
            self.build(key, key_kind, "a key")
            built[key.text or ""] = self.build(item, kind, key.text or "")
        return _MISSING if any(value is _MISSING for value in built.values()) else built

    def _struct(self, node: Node, kind: type[msgspec.Struct], name: str) -> Any:
        if node.entries is None:
            return self.wrong(node, f"{_of(name)}{node.kind}, expected a map")
        fields = _fields(kind)
        values: dict[str, Any] = {}
        ok = True
        for key, item in node.entries:
            word = key.text or ""
            field = fields.get(word)
            if field is None:
                self.wrong(
                    key,
                    f"the key `{_short(word)}` is unknown here, expected one of "
                    f"{', '.join(fields)}{nearest(word, fields)}",
                )
                ok = False
                continue
            value = self.build(item, field.type, word)
            ok = ok and value is not _MISSING
            values[field.name] = value
        for word, field in fields.items():
            if field.required and field.name not in values:
                self.wrong(node, f"{_of(name)}missing the key `{word}`")
                ok = False
        return kind(**values) if ok else _MISSING


@functools.cache
def _fields(kind: type[msgspec.Struct]) -> dict[str, msgspec.structs.FieldInfo]:
    return {field.encode_name: field for field in msgspec.structs.fields(kind)}


def _is_struct(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def _of(name: str) -> str:
    return f"`{name}` is " if name else "is "


def _called(kind: Any) -> str:
    origin = get_origin(kind)
    if origin is Annotated:
        meta = get_args(kind)[1]
        return str(meta.description or "text")
    if origin is Literal:
        return _choice(get_args(kind))
    if origin is tuple:
        return "a list"
    if origin is dict or _is_struct(kind):
        return "a map"
    return {str: "text", bool: "true or false", int: "a whole number"}.get(kind, "text")


def _choice(words: tuple[str, ...]) -> str:
    if len(words) <= 12:
        return " or ".join(words)
    return "one of " + ", ".join(words)


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:37] + "…"
