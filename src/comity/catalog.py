"""The whole library, compiled once, with its hashes; and what policy and law have in common."""

from __future__ import annotations

import mmap
import os
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec

from comity.law.files import (
    Case,
    Cases,
    Court,
    Courts,
    Effect,
    LegalTest,
    Log,
    Parties,
    Party,
    Ruling,
    Term,
)
from comity.law.formula import several
from comity.law.precedent import Force, Holding, concerns, decided, force_for, stands
from comity.places.find import PlaceBook
from comity.places.government import Government
from comity.places.index import compile_places
from comity.policy.dates import first_day
from comity.policy.instrument import Government as GovernmentFile
from comity.policy.published_list import PublishedList
from comity.policy.register import Register, Registered, registered
from comity.strict_yaml import BadInput, Node, Remark, load_as, parse, read_source

LIBRARY = Path(__file__).parent / "library"
COMPILED = Path(__file__).parent / "_compiled" / "library.bin"

Protects = tuple[str | dict[str, str | tuple[str, ...]], ...]


class Loaded(msgspec.Struct):
    """Hold one file as read: its path as shown, its typed value, and its nodes for positions."""

    path: str
    value: Any
    node: Node


KINDS: dict[str, type[msgspec.Struct]] = {
    "term": Term,
    "test": LegalTest,
    "ruling": Ruling,
    "log": Log,
    "list": PublishedList,
    "register": Register,
    "parties": Parties,
    "courts": Courts,
    "cases": Cases,
    "government": GovernmentFile,
}
"""The kinds of file, each known by the key that stands in it."""


def load_file(path: Path, shown: str) -> Loaded:
    """Read one file of the library, whatever its kind; raise BadInput with every remark."""
    return load_text(read_source(path, shown), shown)


def load_text(text: str, shown: str) -> Loaded:
    """Build one file of the library from its text; raise BadInput with every remark."""
    node = parse(text, shown)
    kind = next((kind for key, kind in KINDS.items() if node.get(key) is not None), None)
    if kind is None:
        raise BadInput(
            [
                Remark(
                    shown,
                    node.line,
                    node.column,
                    f"is no known kind of file, expected a key among {', '.join(KINDS)}",
                )
            ]
        )
    value, remarks = load_as(node, kind, shown)
    if remarks:
        raise BadInput(remarks)
    return Loaded(shown, value, node)


def sources(folder: Path) -> list[Path]:
    """Return the YAML files of a library folder, in a fixed order."""
    return sorted(folder.glob("**/*.yaml"))


def load_folder(folder: Path, shown: str = "") -> tuple[list[Loaded], list[Remark]]:
    """Read every YAML file of a folder; return what could be read and every remark."""
    loaded: list[Loaded] = []
    remarks: list[Remark] = []
    for path in sources(folder):
        name = f"{shown}{path.relative_to(folder).as_posix()}"
        try:
            loaded.append(load_file(path, name))
        except BadInput as error:
            remarks.extend(error.remarks)
    return loaded, remarks


class Packed(msgspec.Struct):
    """Hold the compiled library: everything of the law, governments as bytes until asked for."""

    terms: dict[str, Term]
    tests: dict[str, LegalTest]
    rulings: dict[str, Ruling]
    logs: dict[str, Log]
    courts: dict[str, Court]
    parties: dict[str, Party]
    lists: dict[str, tuple[str, ...]]
    published: memoryview
    registers: memoryview
    registered: memoryview
    governments: dict[str, memoryview]
    cases: memoryview
    places: memoryview
    hashes: dict[str, str]
    whole: dict[str, str]
    stamp: tuple[tuple[str, int, int], ...] = ()


def pack(loaded: list[Loaded], places: bytes, hashes: dict[str, str]) -> Packed:
    """Join loaded files into one library; raise BadInput where two files have one id."""
    packed = Packed(
        terms={},
        tests={},
        rulings={},
        logs={},
        courts={},
        parties={},
        lists={},
        published=memoryview(b""),
        registers=memoryview(b""),
        registered=memoryview(b""),
        governments={},
        cases=memoryview(b""),
        places=memoryview(places),
        hashes=hashes,
        whole={},
    )
    published: dict[str, PublishedList] = {}
    registers: dict[str, Register] = {}
    cases: list[Case] = []
    remarks: list[Remark] = []

    def put(where: dict[str, Any], key: str, value: Any, file: Loaded) -> None:
        if key in where:
            remarks.append(
                Remark(file.path, file.node.line, file.node.column, f"`{key}` is defined twice")
            )
        where[key] = value

    for file in loaded:
        value = file.value
        if isinstance(value, Term):
            put(packed.terms, value.term, value, file)
        elif isinstance(value, LegalTest):
            put(packed.tests, value.test, value, file)
        elif isinstance(value, Ruling):
            put(packed.rulings, value.ruling, value, file)
        elif isinstance(value, Log):
            put(packed.logs, value.log, value, file)
        elif isinstance(value, PublishedList):
            put(published, value.list, value, file)
        elif isinstance(value, Register):
            put(registers, value.register, value, file)
        elif isinstance(value, Courts):
            for key, court in value.courts.items():
                put(packed.courts, key, court, file)
        elif isinstance(value, Parties):
            for key, party in value.parties.items():
                put(packed.parties, key, party, file)
            for key, listed in value.lists.items():
                put(packed.lists, key, tuple(member.place for member in listed.members), file)
        elif isinstance(value, GovernmentFile):
            put(packed.governments, value.government, memoryview(_encode(value)), file)
        elif isinstance(value, Cases):
            cases.extend(value.cases)
    if remarks:
        raise BadInput(remarks)
    packed.cases = memoryview(_encode(cases))
    packed.published = memoryview(_encode(published))
    packed.registers = memoryview(_encode(registers))
    packed.registered = memoryview(_encode(_joined(registers)))
    return packed


def _joined(registers: dict[str, Register]) -> dict[str, Registered]:
    """Join what all registers say of each government."""
    found: dict[str, Registered] = {}
    for register in registers.values():
        for place, says in registered(register).items():
            known = found.get(place, Registered((), ()))
            found[place] = Registered(
                (*known.instruments, *says.instruments), (*known.surveyed, *says.surveyed)
            )
    return found


def _encode(value: Any) -> bytes:
    return msgspec.msgpack.encode(value)


def digest(data: bytes) -> str:
    """Return the SHA-256 of some bytes, in hexadecimal."""
    import hashlib  # noqa: PLC0415 - an answer from the compiled library needs none

    return hashlib.sha256(data).hexdigest()


def compile_library(library: Path) -> bytes:
    """Compile a library folder into one binary; raise BadInput where a file is wrong."""
    loaded, remarks = load_folder(library)
    if remarks:
        raise BadInput(remarks)
    hashes = {
        path.relative_to(library).as_posix(): digest(path.read_bytes())
        for path in sorted(library.glob("**/*"))
        if path.suffix in (".yaml", ".csv")
    }
    packed = pack(loaded, compile_places(library / "places"), hashes)
    packed.stamp = stamp(library)
    packed.whole = {
        room: digest(
            "".join(f"{n} {d}\n" for n, d in sorted(hashes.items()) if n.startswith(room)).encode()
        )
        for room in ("law/", "policy/", "places/", "lists/")
    }
    return _encode(packed)


def stamp(library: Path) -> tuple[tuple[str, int, int], ...]:
    """Return name, size and time of every source, to see at a start whether one has changed."""
    found = []
    for root, folders, files in os.walk(library):
        folders.sort()
        for name in sorted(files):
            if name.endswith((".yaml", ".csv")):
                try:
                    status = os.stat(os.path.join(root, name))  # noqa: PTH116, PTH118 - every start
                except OSError:
                    found.append((name, -1, 0))  # compiling will say what is wrong with it
                    continue
                found.append((name, status.st_size, status.st_mtime_ns))
    return tuple(found)


class Library:
    """Answer what stands in the library; the one object that the engine is given."""

    def __init__(self, packed: Packed) -> None:
        self._packed = packed
        self.terms = packed.terms
        self.tests = packed.tests
        self.rulings = packed.rulings
        self.logs = packed.logs
        self.courts = packed.courts
        self.parties = packed.parties
        self.lists = packed.lists
        self.hashes = packed.hashes
        self.whole = packed.whole
        self._files: dict[str, GovernmentFile | None] = {}
        self._declared: dict[str, Government] = {}
        self._holdings: dict[str, tuple[tuple[Ruling, Effect], ...]] = {}
        self.bound: dict[Any, tuple[Holding, ...]] = {}
        self._forces: dict[tuple[str, str, tuple[str, ...]], Force | None] = {}
        self._on_facts: dict[str, tuple[tuple[Ruling, Effect], ...]] = {}
        self._holdings_in: dict[tuple[str, str], tuple[tuple[Ruling, Effect], ...]] = {}

    @cached_property
    def places(self) -> PlaceBook:
        """Return the book of places."""
        return PlaceBook.from_bytes(self._packed.places)

    def place(self, name: str) -> Government | None:
        """Return the government with an id, among those declared by a policy file too."""
        return self._declared.get(name) or self.places.get(name)

    @property
    def governments(self) -> list[str]:
        """Return the ids of the governments that have a file."""
        return sorted(self._packed.governments)

    @property
    def coded(self) -> list[str]:
        """Return the ids of the governments of which a file or a register says something."""
        return sorted({*self._packed.governments, *self._registered})

    @property
    def cases(self) -> tuple[Case, ...]:
        """Return the law's own cases."""
        return msgspec.msgpack.decode(self._packed.cases, type=tuple[Case, ...])

    @cached_property
    def published(self) -> dict[str, PublishedList]:
        """Return the published lists by id; few questions ask for them."""
        return msgspec.msgpack.decode(self._packed.published, type=dict[str, PublishedList])

    @cached_property
    def registers(self) -> dict[str, Register]:
        """Return the registers by id."""
        return msgspec.msgpack.decode(self._packed.registers, type=dict[str, Register])

    @cached_property
    def _registered(self) -> dict[str, msgspec.Raw]:
        """Return what the registers say of each government, decoded when it is asked for."""
        return msgspec.msgpack.decode(self._packed.registered, type=dict[str, msgspec.Raw])

    def file_of(self, government: str) -> GovernmentFile | None:
        """Return the file of a government with what registers say of it; None: nothing is coded.

        An instrument that the file itself has under a register's id stands in the place of it.
        """
        if government not in self._files:
            data = self._packed.governments.get(government)
            file = None if data is None else msgspec.msgpack.decode(data, type=GovernmentFile)
            says = self._registered.get(government)
            if says is not None:
                file = self._with_registered(government, file, says)
            self._files[government] = file
        return self._files[government]

    def _with_registered(
        self, government: str, file: GovernmentFile | None, says: msgspec.Raw
    ) -> GovernmentFile:
        more = msgspec.msgpack.decode(says, type=Registered)
        if file is None:
            place = self.places.get(government)
            assert place is not None
            file = GovernmentFile("1", government, place.kind)
        known = {instrument.instrument for instrument in file.instruments}
        listed = (one for one in more.instruments if one.instrument not in known)
        return msgspec.structs.replace(
            file,
            instruments=(*file.instruments, *listed),
            surveyed=(*file.surveyed, *more.surveyed),
        )

    def with_policy(self, file: GovernmentFile, place: Government) -> Library:
        """Return this library with one government's file put in the place of its own."""
        other = Library(self._packed)
        if "published" in self.__dict__:
            other.__dict__["published"] = self.published
        other._files = {**self._files, file.government: file}
        other._declared = {**self._declared, place.id: place}
        other.__dict__["places"] = self.places
        return other

    def with_law(self, where: str, name: str, value: Any) -> Library:
        """Return this library with one `terms`, `tests`, `rulings`, `logs` or `published` put."""
        changed = {**getattr(self, where), name: value}
        if where == "published":
            other = Library(self._packed)
            other.__dict__["published"] = changed
        else:
            other = Library(msgspec.structs.replace(self._packed, **{where: changed}))
            if "published" in self.__dict__:
                other.__dict__["published"] = self.published
        other._files = dict(self._files)
        other._declared = dict(self._declared)
        other.__dict__["places"] = self.places
        return other

    def with_places(self, book: memoryview, hashes: dict[str, str]) -> Library:
        """Return this library with another book of places, made from tables with these hashes."""
        named = "".join(f"{name} {value}\n" for name, value in sorted(hashes.items()))
        whole = digest(f"{self.whole['places/']}\n{named}".encode())
        return Library(
            msgspec.structs.replace(
                self._packed,
                places=book,
                hashes={**self.hashes, **hashes},
                whole={**self.whole, "places/": whole},
            )
        )

    def effects(self) -> Iterator[tuple[Ruling, Effect]]:
        """Return every effect of every ruling with its ruling."""
        for ruling in self.rulings.values():
            for effect in ruling.effects:
                yield ruling, effect

    def holdings(self, day: str) -> tuple[tuple[Ruling, Effect], ...]:
        """Return every holding that stands on a day, with its ruling."""
        if day not in self._holdings:
            self._holdings[day] = tuple(
                (ruling, effect)
                for ruling, effect in self.effects()
                if effect.weight == "holding" and stands(ruling, effect, day)
            )
        return self._holdings[day]

    def holdings_in(self, test: str, day: str) -> tuple[tuple[Ruling, Effect], ...]:
        """Return every holding that stands on a day and speaks of a test, with its ruling."""
        key = (test, day)
        if key not in self._holdings_in:
            self._holdings_in[key] = tuple(
                (ruling, effect)
                for ruling, effect in self.holdings(day)
                if (not effect.in_ or test in effect.in_) and effect.applies in (None, test)
            )
        return self._holdings_in[key]

    def force(self, ruling: Ruling, government: Government, test: LegalTest) -> Force | None:
        """Say with which force a ruling binds a government in a test, or None; see `force_for`."""
        key = (ruling.ruling, government.id, test.applied_by)
        if key not in self._forces:
            court = self.courts[ruling.court]
            self._forces[key] = force_for(ruling, court, government, test, self.parties)
        return self._forces[key]

    def holdings_on_facts(self, day: str) -> tuple[tuple[Ruling, Effect], ...]:
        """Return every holding that stands on a day and finds a fact or applies a test."""
        if day not in self._on_facts:
            self._on_facts[day] = tuple(
                (ruling, effect)
                for ruling, effect in self.holdings(day)
                if effect.finds is not None or effect.applies is not None
            )
        return self._on_facts[day]

    @cached_property
    def orders(self) -> dict[str, tuple[tuple[Ruling, Effect], ...]]:
        """Return, for each test, the effects that stop a consequence of it or invalidate it."""
        found: dict[str, list[tuple[Ruling, Effect]]] = {}
        for ruling, effect in self.effects():
            named = (*several(effect.enjoins), *several(effect.vacates))
            tests = dict.fromkeys(consequence.split("/")[0] for consequence in named)
            for test in (*tests, *several(effect.invalidates)):
                found.setdefault(test, []).append((ruling, effect))
        return {test: tuple(orders) for test, orders in found.items()}

    def protected(self, protects: Protects, government: Government) -> bool:
        """Tell whether those that an order protects include a government."""
        return self.protected_as(protects, government) is not None

    def protected_as(self, protects: Protects, government: Government) -> str | None:
        """Say as what an order protects a government: by name, as a member, … or None."""
        ids = {government.id, *government.same_as}
        found = []
        for entry in protects:
            if isinstance(entry, str):
                if entry in ids:
                    return "by name"
                if entry == "everyone":
                    found.append("with everyone")
                continue
            for how, named in entry.items():
                names = several(named)
                if how == "members_of":
                    found += [
                        f"as a member of {name}"
                        for name in names
                        if ids & set(self.lists.get(name, ()))
                    ]
                elif how == "states_with_subdivisions":
                    if ids & set(names):
                        return "by name"
                    if government.state in names:
                        found.append(f"as a subdivision of {government.state}")
        return found[0] if found else None

    def protects(self, ruling: Ruling, effect: Effect, day: str) -> Protects | None:
        """Return whom an order of relief protects on a day, or None where it has no force then."""
        if decided(ruling) > day:
            return None
        protects: Protects = effect.protects or ("everyone",)
        stayed = False
        for event in sorted(ruling.events, key=lambda event: first_day(event.date)):
            if first_day(event.date) > day or not concerns(event, effect):
                continue
            if event.what in ("reversed", "vacated", "superseded", "moot", "ended"):
                return None
            if event.what in ("stayed", "stay_lifted"):
                stayed = event.what == "stayed"
            elif event.what == "narrowed" and event.protects is not None:
                protects = event.protects
        return None if stayed else protects

    def relief(self, government: Government, day: str, how: str) -> Iterator[tuple[Ruling, Effect]]:
        """Return the orders of one kind (`enjoins`, `suspends`, …) that protect it on a day."""
        for ruling, effect in self.effects():
            if getattr(effect, how) is None:
                continue
            protects = self.protects(ruling, effect, day)
            if protects is not None and self.protected(protects, government):
                yield ruling, effect

    def suspended(self, government: Government, day: str) -> frozenset[str]:
        """Return the provisions and instruments that an order suspends for a government."""
        found: set[str] = set()
        for _, effect in self.relief(government, day, "suspends"):
            found.update(several(effect.suspends))
        return frozenset(found)


def open_library(
    folder: Path = LIBRARY, compiled: Path = COMPILED, *, added: bool = True
) -> Library:
    """Open the bundled library, compiling it again where a source has changed.

    With `added`, the book of places has those that a user has added too.

    Raises BadInput where a source is wrong.
    """
    in_checkout = (folder.parent.parent.parent / "pyproject.toml").is_file()
    if compiled.is_file():
        try:
            packed = msgspec.msgpack.decode(_mapped(compiled), type=Packed)
        except (msgspec.MsgspecError, ValueError):  # of another version, cut short or empty
            packed = None
        # Only in a checkout can a source change; an installed library is what was built.
        if packed is not None and (not in_checkout or packed.stamp == stamp(folder)):
            return _with_added(Library(packed), folder) if added else Library(packed)
    data = compile_library(folder)
    try:
        compiled.parent.mkdir(parents=True, exist_ok=True)
        partial = compiled.with_suffix(f".{os.getpid()}")
        partial.write_bytes(data)
        partial.replace(compiled)
    except OSError:
        pass  # a folder that cannot be written to: the answer is the same, only slower
    library = Library(msgspec.msgpack.decode(data, type=Packed))
    return _with_added(library, folder) if added else library


def added_folder() -> str:
    """Return where the tables of places lie that a user has added.

    `places` in COMITY_HOME; where that is not set, in `comity` in the user's data folder (XDG).
    """
    home = os.environ.get("COMITY_HOME")
    if not home:
        data = os.environ.get("XDG_DATA_HOME") or os.path.expanduser("~/.local/share")  # noqa: PTH111
        home = f"{data}/comity"
    return f"{home}/places"


def _with_added(library: Library, folder: Path) -> Library:
    """Return a library with the places that a user has added, which its receipt then names."""
    tables = added_folder()
    try:
        os.stat(tables)  # noqa: PTH116 - every start, and all that a start without any costs
    except OSError:
        return library
    from comity.places.added import open_added  # noqa: PLC0415 - only where there are some

    added = open_added(folder / "places", library.whole["places/"], Path(tables))
    if added is None:
        return library
    return library.with_places(added.book, added.hashes)


def _mapped(path: Path) -> mmap.mmap:
    """Return a file's bytes, read from disk only where they are looked at."""
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def open_folder(folder: Path) -> Library:
    """Open any library folder without compiling it to disk; raise BadInput where it is wrong."""
    return Library(msgspec.msgpack.decode(compile_library(folder), type=Packed))
