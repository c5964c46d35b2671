"""The house stands: a room rests on rooms below, and rooms of law see no network or clock."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src"

FLOORS = {
    "places": 0,
    "strict_yaml": -1,
    "policy": 1,
    "law": 2,
    "reading": 2,
    "catalog": 3,
    "evaluate": 4,
    "reason": 5,
    "survey": 6,
    "workbench": 6,
    "report": 7,
    "cli": 8,
    "web": 8,
}
"""The rooms, from the ground up. A room may import itself and the floors below its own."""

GROUND = -2
"""The package itself (`comity/__init__.py`): every room may import it, and it imports no room."""

SEALED = {"evaluate"}
"""Rooms that import no other room at all: the engine knows formulas and columns, no law."""

PURE = {"law", "policy", "evaluate", "reason"}
"""Rooms whose answers depend on what they are given, and on nothing else."""

OUTSIDE = {
    "aiohttp",
    "asyncio",
    "http",
    "httpx",
    "requests",
    "socket",
    "ssl",
    "subprocess",
    "time",
    "urllib",
    "urllib3",
}
"""What a pure room may not import: the network, the clock, other processes."""

CLOCK = {
    "datetime.date.today",
    "datetime.datetime.now",
    "datetime.datetime.today",
    "datetime.datetime.utcnow",
}
"""What a pure room may not name, called or handed on."""

IMPORTERS = {"__import__", "import_module", "importlib.import_module"}


def room_of(module: str) -> str | None:
    """Return the room in which a module lies; None for the package itself and for strangers."""
    package, _, rest = module.partition(".")
    if package != "comity":
        return None
    first = rest.partition(".")[0]
    if first == "__main__":  # `python -m comity` is the door of the roof
        return "cli"
    return first if first in FLOORS else None


def imported(tree: ast.Module, module: str, *, package: bool = False) -> Iterator[tuple[int, str]]:
    """Yield line and full name of all that a module imports, wherever in it, relative or by name.

    `from a import b` yields `a.b`, since b may be a module.
    """
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                for alias in names:
                    yield node.lineno, alias.name
            case ast.ImportFrom(module=name, names=names, level=level):
                parts = module.split(".")
                up = level - 1 if package else level
                base = parts[: len(parts) - up] if level else []
                start = ".".join([*base, *([name] if name else [])])
                for alias in names:
                    yield node.lineno, f"{start}.{alias.name}"
            case ast.Call(func=function, args=[ast.Constant(value=str(name)), *_]):
                if ast.unparse(function) in IMPORTERS:
                    yield node.lineno, name


def floor_breaches(source: str, module: str, *, package: bool = False) -> list[str]:
    """Return a line for each import that reaches up, or sideways into another room."""
    room = room_of(module)
    floor = FLOORS[room] if room else GROUND
    found = []
    for line, name in imported(ast.parse(source), module, package=package):
        other = room_of(name)
        if other is None or other == room:
            continue
        if room in SEALED:
            found.append(f"{module}:{line}: {room} imports no other room, but {name}")
        elif FLOORS[other] >= floor:
            found.append(f"{module}:{line}: {room or 'the package'} stands not above {name}")
    return found


def outside_breaches(source: str, module: str, *, package: bool = False) -> list[str]:
    """Return a line for each way in which a pure room reaches the network, clock or a process."""
    if room_of(module) not in PURE:
        return []
    tree = ast.parse(source)
    found = [
        f"{module}:{line}: imports {name}"
        for line, name in imported(tree, module, package=package)
        if name.partition(".")[0] in OUTSIDE or name in CLOCK
    ]
    known = _names(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            root, *rest = ast.unparse(node).split(".")
            full = ".".join([known.get(root, root), *rest])
            if full in CLOCK or (full.startswith("time.") and isinstance(node.value, ast.Name)):
                found.append(f"{module}:{node.lineno}: uses {full}")
    return found


def _names(tree: ast.Module) -> dict[str, str]:
    """Return for each imported name what it stands for: `dt` for datetime, `date` for its class."""
    names = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update({alias.asname: alias.name for alias in node.names if alias.asname})
            names.update({alias.name: alias.name for alias in node.names if not alias.asname})
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.update({a.asname or a.name: f"{node.module}.{a.name}" for a in node.names})
    return names


def modules() -> list[tuple[str, Path]]:
    """Return name and path of every module of the package."""
    found = []
    for path in sorted((SOURCE / "comity").rglob("*.py")):
        parts = path.relative_to(SOURCE).with_suffix("").parts
        found.append((".".join(parts[:-1] if parts[-1] == "__init__" else parts), path))
    return found


MODULES = modules()
each_module = pytest.mark.parametrize(
    ("module", "path"), MODULES, ids=[module for module, _ in MODULES]
)


@each_module
def test_lies_in_a_known_room(module: str, path: Path) -> None:
    assert module == "comity" or room_of(module), f"{module} is in no room: give it a floor here"


@each_module
def test_stands_on_lower_floors_only(module: str, path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert floor_breaches(source, module, package=path.name == "__init__.py") == []


@each_module
def test_pure_rooms_touch_neither_network_nor_clock(module: str, path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert outside_breaches(source, module, package=path.name == "__init__.py") == []


def test_there_are_modules_to_look_at() -> None:
    assert len(MODULES) > 1


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("comity.policy.x", "from comity.law.files import Ruling"),
        ("comity.policy.x", "import comity.law.files as files"),
        ("comity.policy.x", "from comity import law"),
        ("comity.policy.x", "from ..law import files"),
        ("comity.policy.x", "def f():\n    from comity.catalog import Library"),
        ("comity.policy.x", "if TYPE_CHECKING:\n    from comity.catalog import Library"),
        ("comity.policy.x", "import_module('comity.cli.check')"),
        ("comity.policy.x", "importlib.import_module('comity.cli.check')"),
        ("comity.places.find", "from comity.policy import dates"),
        ("comity.law.x", "from comity.reading.find import spans"),
        ("comity.law.x", "from comity.catalog import open_library"),
        ("comity.survey.x", "from comity.workbench.lint import lint"),
        ("comity.reason.x", "from comity.report.text import page"),
        ("comity.report.x", "from comity.cli import main"),
        ("comity.evaluate.x", "from comity.law.formula import Formula"),
        ("comity.evaluate.x", "from comity.strict_yaml import Node"),
        ("comity.evaluate.x", "from ..policy import vocabulary"),
        ("comity", "from comity.catalog import open_library"),
        ("comity", "from .catalog import open_library"),
    ],
)
def test_a_reach_upward_is_seen(module: str, source: str) -> None:
    assert len(floor_breaches(source, module, package=module == "comity")) == 1


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("comity.law.x", "from comity.policy.vocabulary import Act"),
        ("comity.law.x", "from comity.law.files import Ruling"),
        ("comity.law.x", "from .files import Ruling"),
        ("comity.law.x", "from ..places import find"),
        ("comity.catalog", "from comity.law.files import Ruling"),
        ("comity.catalog", "from .law.files import Ruling"),
        ("comity.evaluate.x", "from comity.evaluate.circuit import Circuit"),
        ("comity.reason.x", "from comity.evaluate import settle"),
        ("comity.cli.check", "from comity import __version__"),
        ("comity.__main__", "from comity.cli import main"),
        ("comity.report.x", "import json, msgspec"),
    ],
)
def test_a_stand_on_lower_floors_passes(module: str, source: str) -> None:
    assert floor_breaches(source, module) == []


def test_a_relative_import_is_read_from_the_package_itself() -> None:
    assert floor_breaches("from .files import Ruling", "comity.law", package=True) == []
    assert floor_breaches("from ..catalog import Library", "comity.law", package=True) != []


@pytest.mark.parametrize("room", sorted(PURE))
@pytest.mark.parametrize(
    "source",
    [
        "import socket",
        "import urllib.request",
        "from urllib import request",
        "import http.client",
        "import requests",
        "import asyncio",
        "import subprocess",
        "from time import monotonic",
        "def f():\n    import time",
        "__import__('socket')",
        "import datetime\ndatetime.datetime.now()",
        "import datetime\ndatetime.date.today()",
        "import datetime as dt\ndt.datetime.utcnow()",
        "from datetime import date\ndate.today()",
        "from datetime import datetime as moment\nmoment.now()",
        "from datetime import date\nclock = date.today",
        "def f(time):\n    return time.time()",
    ],
)
def test_a_reach_outside_is_seen(room: str, source: str) -> None:
    assert len(outside_breaches(source, f"comity.{room}.x")) == 1


@pytest.mark.parametrize(
    "source",
    [
        "import datetime\ndatetime.date(2018, 4, 1)",
        "from datetime import date\ndate.fromisoformat('2018-04-01')",
        "question.today",
        "from comity.policy.dates import now",
        "from pathlib import Path",
    ],
)
def test_dates_that_are_given_pass(source: str) -> None:
    assert outside_breaches(source, "comity.reason.x") == []


def test_other_rooms_may_ask_the_clock() -> None:
    assert outside_breaches("import time\ntime.time()", "comity.cli.check") == []
