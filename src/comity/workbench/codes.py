"""What a check is: a stable code with its documentation, and the function that finds remarks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, NamedTuple, TypeVar

import msgspec

from comity.catalog import Loaded
from comity.law.files import Courts, LegalTest, Log, Parties, Ruling, Term
from comity.places.find import PlaceBook
from comity.policy.instrument import Government as GovernmentFile
from comity.policy.published_list import PublishedList
from comity.strict_yaml import Node, Remark

S = TypeVar("S", bound=msgspec.Struct)
At = tuple[str | int, ...]
"""The way from the top of a file to a value in it: keys and positions."""


class Code(msgspec.Struct, frozen=True):
    """Document one kind of remark; a code, once given, keeps its meaning."""

    code: str
    title: str
    explanation: str
    example: str


class Found(NamedTuple):
    """Hold one thing that a check found; `on_key` points at the key instead of its value."""

    file: Loaded
    at: At
    text: str
    on_key: bool = False

    def remark(self, code: str) -> Remark:
        """Return the remark, with the position in the file."""
        node = key_node(self.file.node, self.at) if self.on_key else self.file.node.at(self.at)
        return Remark(self.file.path, node.line, node.column, self.text, code)


class Check(msgspec.Struct, frozen=True):
    """Join a code to the function that finds what it names."""

    code: Code
    find: Callable[[Files], Iterator[Found]]


class Files:
    """Hold the files to check, the files known besides, and everything in them by its id."""

    def __init__(
        self, checked: list[Loaded], known: list[Loaded], places: Callable[[], PlaceBook]
    ) -> None:
        self.checked = checked
        self.all = [*known, *checked]
        self._places = places
        self._inside: dict[int, list[tuple[At, msgspec.Struct]]] = {}
        self.terms: dict[str, Term] = {}
        self.tests: dict[str, LegalTest] = {}
        self.rulings: dict[str, Ruling] = {}
        self.logs: dict[str, Log] = {}
        self.governments: dict[str, GovernmentFile] = {}
        self.courts = {}
        self.parties = {}
        self.lists = {}
        self.published: dict[str, PublishedList] = {}
        for file in self.all:
            value = file.value
            if isinstance(value, Term):
                self.terms[value.term] = value
            elif isinstance(value, LegalTest):
                self.tests[value.test] = value
            elif isinstance(value, Ruling):
                self.rulings[value.ruling] = value
            elif isinstance(value, Log):
                self.logs[value.log] = value
            elif isinstance(value, PublishedList):
                self.published[value.list] = value
            elif isinstance(value, GovernmentFile):
                self.governments[value.government] = value
            elif isinstance(value, Courts):
                self.courts.update(value.courts)
            elif isinstance(value, Parties):
                self.parties.update(value.parties)
                self.lists.update(value.lists)
        self.declared = {
            name
            for government in self.governments.values()
            if government.name is not None
            for name in (government.government, *government.same_as)
        }

    @property
    def places(self) -> PlaceBook:
        """Return the book of places, compiled when it is first asked for."""
        return self._places()

    def inside(self, file: Loaded) -> list[tuple[At, msgspec.Struct]]:
        """Return every struct in a file with its place, from the top down."""
        if id(file) not in self._inside:
            self._inside[id(file)] = list(walk(file.value))
        return self._inside[id(file)]

    def each(self, kind: type[S]) -> Iterator[tuple[Loaded, At, S]]:
        """Return every struct of one kind in the files to check."""
        for file in self.checked:
            for at, value in self.inside(file):
                if isinstance(value, kind):
                    yield file, at, value


@cache
def keys_of(kind: type[msgspec.Struct]) -> tuple[tuple[str, str], ...]:
    """Return the name of each field of a struct with the key under which a file has it."""
    return tuple((field.name, field.encode_name) for field in msgspec.structs.fields(kind))


def walk(value: Any, at: At = ()) -> Iterator[tuple[At, msgspec.Struct]]:
    """Yield every struct inside a value, with its place."""
    if isinstance(value, msgspec.Struct):
        yield at, value
        for name, key in keys_of(type(value)):
            yield from walk(getattr(value, name), (*at, key))
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from walk(item, (*at, number))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from walk(item, (*at, key))


def key_node(node: Node, at: At) -> Node:
    """Return the node of the last key of a path, or of the value where that is no key."""
    parent = node.at(at[:-1])
    for key, _ in parent.entries or ():
        if at and key.text == at[-1]:
            return key
    return node.at(at)
