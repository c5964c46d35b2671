"""What a change of the library changes: a frozen matrix of questions put to two versions.

Every finding that differs is named with a least set of changed files that alone, put into the old
version, bring the new finding (delta debugging: Zeller and Hildebrandt 2002), by leaving out ever
smaller runs of files until none can be spared.
"""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from comity.catalog import Library, Loaded, Packed, digest, load_folder, pack
from comity.places.index import compile_places
from comity.policy.instrument import PlaceId
from comity.reason.finding import UNANSWERABLE
from comity.reason.history import State, state
from comity.strict_yaml import BadInput, Remark, load_as, parse, read_source
from comity.strict_yaml.build import PartialDate

MATRIX = Path(__file__).parent / "matrix.yaml"
INSIDE = "src/comity/library"
"""Where the library lies in a checkout."""

PLACES = "places/"
Cell = tuple[str, str, str]
"""A test, a place and a day."""


class Matrix(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Hold the days and the places that are asked about; the tests are all that there are."""

    format: str
    days: tuple[PartialDate, ...]
    places: tuple[PlaceId, ...]


class Version(msgspec.Struct, frozen=True):
    """Hold one version of the library, file by file."""

    name: str
    files: dict[str, Loaded]
    hashes: dict[str, str]
    places: bytes


class Difference(msgspec.Struct, frozen=True):
    """Hold a finding that differs on some days, and the files that bring it.

    A state is None where there is no answer: the test or the place is not there, or the version
    leaves a term without a reading. `sure` is false where no set of files alone brings the new
    state, so that all are named.
    """

    test: str
    place: str
    days: tuple[str, ...]
    old: State | None
    new: State | None
    files: tuple[str, ...]
    sure: bool = True


class Differences(msgspec.Struct, frozen=True):
    """Hold what differs between two versions, and how much was asked."""

    format: int
    old: str
    new: str
    changed: tuple[str, ...]
    asked: int
    differ: int
    differences: tuple[Difference, ...]


def matrix() -> Matrix:
    """Return the frozen matrix."""
    loaded, remarks = load_as(
        parse(read_source(MATRIX, MATRIX.name), MATRIX.name), Matrix, MATRIX.name
    )
    if remarks:
        raise BadInput(remarks)
    assert isinstance(loaded, Matrix)
    return loaded


def read_version(name: str, checkout: Path) -> Version:
    """Read a version from a folder, or else from a git revision of a checkout.

    Raises BadInput where there is neither, or a file of it is wrong.
    """
    folder = Path(name)
    if not name.strip():
        raise BadInput(
            [Remark("OLD, NEW", 0, 0, "an empty name, expected a library folder or a revision")]
        )
    if folder.is_dir():
        inside = folder / INSIDE
        return _read(name, inside if inside.is_dir() else folder)
    with tempfile.TemporaryDirectory() as scratch:
        _unpack(name, checkout, Path(scratch))
        return _read(name, Path(scratch) / INSIDE)


def _unpack(revision: str, checkout: Path, into: Path) -> None:
    def refuse(why: str) -> BadInput:
        shown = revision[:80]
        return BadInput(
            [Remark(shown, 0, 0, f"{why}, expected a library folder or a git revision")]
        )

    if revision.startswith("-"):
        raise refuse("is no folder and no revision")

    def git(*arguments: str, within: str = str(checkout)) -> bytes:
        done = subprocess.run(["git", "-C", within, *arguments], capture_output=True, check=True)
        return done.stdout

    try:
        top = git("rev-parse", "--show-toplevel").decode().strip()
        archive = git("archive", revision, INSIDE, within=top)
    except FileNotFoundError:
        raise refuse("is no folder, and git is not installed") from None
    except subprocess.CalledProcessError:
        raise refuse(f"is no folder, and no git revision of {checkout} with a library") from None
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        tar.extractall(into, filter="data")


def _read(name: str, folder: Path) -> Version:
    if not (folder / "law").is_dir():
        raise BadInput([Remark(name, 0, 0, "holds no library, expected the folder `law` in it")])
    loaded, remarks = load_folder(folder)
    if not (folder / "places").is_dir():
        raise BadInput([Remark(name, 0, 0, "holds no places, expected the folder `places` in it")])
    if remarks:
        raise BadInput([replace(r, path=f"{name}: {r.path}") for r in remarks])
    files = {file.path: file for file in loaded}
    hashes = {path: digest((folder / path).read_bytes()) for path in files}
    tables = sorted(folder.glob("places/*.csv"))
    hashes[PLACES] = digest(b"".join(table.read_bytes() for table in tables))
    return Version(name, files, hashes, compile_places(folder / "places"))


def compare(old: Version, new: Version, asked: Matrix) -> Differences:
    """Put every question of the matrix to both versions, and trace what differs to files."""
    changed = tuple(
        sorted(
            path
            for path in {*old.hashes, *new.hashes}
            if old.hashes.get(path) != new.hashes.get(path)
        )
    )
    mixture = _Mixture(old, new)
    before, after = mixture.library(()), mixture.library(changed)
    tests = list(dict.fromkeys((*before.tests, *after.tests)))
    count = len(tests) * len(asked.places) * len(asked.days)
    found: dict[tuple[Any, ...], list[str]] = {}
    touched = _touched(before, after, asked, changed)
    if changed:
        for cell in _cells(tests, asked):
            if cell[1] not in touched:
                continue
            was, now = _state(before, cell), _state(after, cell)
            if was != now:
                files, sure = mixture.cause(cell, now, changed)
                key = (*cell[:2], was, now, files, sure)
                found.setdefault(key, []).append(cell[2])
    return Differences(
        1,
        old.name,
        new.name,
        changed,
        count,
        sum(map(len, found.values())),
        tuple(
            Difference(test, place, tuple(days), was, now, files, sure)
            for (test, place, was, now, files, sure), days in found.items()
        ),
    )


def _touched(
    before: Library, after: Library, asked: Matrix, changed: tuple[str, ...]
) -> frozenset[str]:
    """Return the places whose findings can differ: all, or those under the changed policies."""
    if any(not path.startswith("policy/") for path in changed):
        return frozenset(asked.places)
    found = set()
    for place in asked.places:
        for library in (before, after):
            government = library.place(place)
            for maker in (place, *(government.parents if government is not None else ())):
                if before.file_of(maker) != after.file_of(maker):
                    found.add(place)
    return frozenset(found)


def _cells(tests: Iterable[str], asked: Matrix) -> Iterator[Cell]:
    for test in tests:
        for place in asked.places:
            for day in asked.days:
                yield test, place, day


def _state(library: Library | None, cell: Cell) -> State | None:
    if library is None:
        return None
    test, place, day = cell
    government = library.place(place)
    if test not in library.tests or government is None:
        return None
    try:
        return state(library, government, library.tests[test], day)
    except UNANSWERABLE:
        return None


class _Mixture:
    """Make libraries that are the old version but for some files, which are the new version's."""

    def __init__(self, old: Version, new: Version) -> None:
        self.old = old
        self.new = new
        self.made: dict[frozenset[str], Library | None] = {}
        self.found: list[tuple[str, ...]] = []

    def library(self, files: Iterable[str]) -> Library:
        made = self.mixed(frozenset(files))
        assert made is not None
        return made

    def mixed(self, files: frozenset[str]) -> Library | None:
        """Return a mixture, or None where the files do not fit together."""
        if files not in self.made:
            taken = {p: f for p, f in self.old.files.items() if p not in files}
            taken |= {p: f for p, f in self.new.files.items() if p in files}
            places = (self.new if PLACES in files else self.old).places
            try:
                packed: Packed | None = pack([taken[p] for p in sorted(taken)], places, {})
            except BadInput:
                packed = None
            self.made[files] = Library(packed) if packed is not None else None
        return self.made[files]

    def cause(
        self, cell: Cell, now: State | None, changed: tuple[str, ...]
    ) -> tuple[tuple[str, ...], bool]:
        """Return a least set of changed files that alone bring the new state."""

        def brings(files: Iterable[str]) -> bool:
            try:
                return _state(self.mixed(frozenset(files)), cell) == now
            except KeyError:  # a mixture can name a court that only the other version has
                return False

        for known in self.found:
            if brings(known):
                return known, True
        least = list(changed)
        step = len(least) // 2
        while step:
            place, before = 0, len(least)
            while place < len(least):
                fewer = least[:place] + least[place + step :]
                if brings(fewer):
                    least = fewer
                else:
                    place += step
            # At the end once more for as long as something goes: what goes can free what stayed.
            if step > 1 or len(least) == before:
                step //= 2
        if not brings(least):
            return changed, False
        self.found.append(tuple(least))
        return tuple(least), True
