"""What a person typed, made into what the library knows; every error one clear line."""

from __future__ import annotations

import contextlib
import datetime
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

import click

from comity.catalog import Library, load_file, open_library
from comity.places.find import Ambiguous, Match, Misspelt, NotAGovernment, Unknown
from comity.places.government import Government
from comity.policy.conditions import impossible_in, mistaken_dates, repeated_ids
from comity.policy.instrument import Government as GovernmentFile
from comity.strict_yaml import BadInput, Remark, nearest, plain, render


def refuse(lines: str | Iterable[str]) -> NoReturn:
    """Write each error on a line of standard error, and end with status 2."""
    with contextlib.suppress(OSError):
        for line in (lines,) if isinstance(lines, str) else lines:
            click.echo(plain(line), err=True)
    raise SystemExit(2)


def refuse_input(error: BadInput) -> NoReturn:
    """Write what is wrong with a file, at most twenty lines, and end with status 2."""
    refuse(render(error.remarks).splitlines())


def bundled() -> Library:
    """Open the bundled library, or say which of its files is wrong."""
    try:
        return open_library()
    except BadInput as error:
        refuse_input(error)


def the_day(text: str | None, option: str) -> str | None:
    """Return a day as YYYY-MM-DD, or refuse what is no day."""
    if text is None:
        return None
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        refuse(f"{option}: `{text[:40]}` is no day, expected YYYY-MM-DD such as 2018-04-01")
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        refuse(f"{option}: `{text}` is no day of the calendar")
    return text


def warn_ahead(day: str) -> None:
    """Say on standard error that a day lies ahead, where it does."""
    if day > today():
        click.echo(
            f"{day} lies ahead: the law is taken as it stands, and whatever nobody can have looked "
            "up yet is unknown.",
            err=True,
        )


def today() -> str:
    """Return today's date; no other answer reads the clock, but for `comity law verify`."""
    return datetime.date.today().isoformat()


def the_place(library: Library, name: str) -> Government:
    """Return the government that a name means, or refuse with the nearest names."""
    found = the_match(library, name)
    government = library.places.get(found.government_id)
    assert government is not None
    if found.office is not None or found.heard:
        click.echo(
            f"`{name[:60]}` is an office of {library.places.full_name(government.id)}; "
            "the answer is that government's, its offices included.",
            err=True,
        )
    return government


def days_of(government: Government, library: Library) -> str:
    """Say when a government began or ended, and who took it over; nothing of what always was."""
    said = [f"began on {government.from_}"] if government.from_ else []
    if government.until:
        said.append(f"ended on {government.until}")
    if government.succeeded_by:
        names = ", ".join(f"{library.places.full_name(g)} ({g})" for g in government.succeeded_by)
        said.append(f"succeeded by {names}")
    return "; ".join(said)


def say_if_not_there(government: Government, library: Library, day: str) -> None:
    """Say on standard error that a government did not exist on the day that is asked about."""
    if not government.existed(day):
        full = library.places.full_name(government.id)
        lasted = days_of(government, library)
        click.echo(plain(f"{full} did not exist on {day}: it {lasted}."), err=True)


def the_match(library: Library, name: str) -> Match:
    """Return the government or office that a name means, or refuse with the nearest names."""
    found = library.places.find(name)
    if isinstance(found, Match):
        return found
    refuse(not_found(library, name, found))


def not_found(
    library: Library, name: str, found: Ambiguous | Misspelt | NotAGovernment | Unknown
) -> str:
    """Say in one line why a name is no match, and what could have been meant."""
    said = f"`{name[:60]}`"
    full = library.places.full_name
    if isinstance(found, Ambiguous):
        names = "; ".join(full(place) for place in found.candidates[:8])
        more = len(found.candidates) - 8
        return f"{said} can mean {len(found.candidates)} governments: {names}" + (
            f" and {more} more" if more > 0 else ""
        )
    if isinstance(found, NotAGovernment):
        return f"{said} is no government: it is {found.what}; {found.reason}"
    if isinstance(found, Misspelt):
        names = " or ".join(full(place) for place in found.probable)
        elsewhere = "; ".join(full(place) for place in found.elsewhere[:3])
        why = f" ({found.reason})" if found.reason else ""
        return f"{said} is misspelt{why}; probably {names} is meant" + (
            f" (the name exists elsewhere: {elsewhere})" if elsewhere else ""
        )
    near = [full(place) for place in (*found.elsewhere[:3], *found.nearest)]
    why = f": {found.reason}" if found.reason else ""
    return f"{said} is no government that the library knows{why}" + (
        f" (nearest: {'; '.join(near[:5])})" if near else ""
    )


def own_policy(path: str) -> tuple[GovernmentFile, bytes]:
    """Read somebody's own policy file, or refuse it with every error in it."""
    try:
        loaded = load_file(Path(path), path)
    except BadInput as error:
        refuse_input(error)
    file = loaded.value
    if not isinstance(file, GovernmentFile):
        refuse(f"{path}:1:1: is no policy file, expected a map with the key `government`")
    remarks = []
    for where, text in (*impossible_in(file), *mistaken_dates(file), *repeated_ids(file)):
        node = loaded.node.at(where)
        remarks.append(Remark(path, node.line, node.column, text))
    if remarks:
        refuse_input(BadInput(remarks))
    return file, Path(path).read_bytes()


def with_own_policy(
    library: Library, file: GovernmentFile, name: str, path: str
) -> tuple[Library, Government]:
    """Put a policy file into the library, for the place that was named or that it declares."""
    known = library.places.get(file.government)
    if known is None:
        if name not in (file.government, file.name):
            refuse(
                f"{path}: declares `{file.government}`, which is not the place `{name[:60]}`; "
                "name it by that id, or by the file's `name`"
            )
        state = library.places.get(file.government.split("/")[0])
        if state is None:
            refuse(f"{path}: `{file.government}` lies in no State that the library knows")
        parents = file.parents or ((state.id,) if state.id != file.government else ())
        known = Government(
            file.government,
            file.name or file.government,
            file.kind,
            state.id,
            "",
            state.circuit,
            parents,
            file.same_as,
        )
    elif known.kind != file.kind:
        refuse(f"{path}: `{file.government}` is a {known.kind}, not a {file.kind}")
    elif the_place(library, name).id != known.id:
        refuse(
            f"{path}: is the policy of `{file.government}`, not of `{the_place(library, name).id}`"
        )
    return library.with_policy(file, known), known


def the_tests(library: Library, names: tuple[str, ...]) -> list[str]:
    """Return the tests that were named, or all; refuse what is none."""
    wrong = [
        f"`{name[:60]}` is no test of the library{nearest(name, library.tests)}; "
        "`comity law list` has them all"
        for name in names
        if name not in library.tests
    ]
    if wrong:
        refuse(wrong)
    return list(dict.fromkeys(names)) or list(library.tests)


def the_readings(library: Library, texts: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Return chosen readings as (term, reading); refuse what the library does not have."""
    found: list[tuple[str, str]] = []
    wrong = []
    for text in texts:
        term, equals, reading = text.partition("=")
        if any(term == other and reading != taken for other, taken in found):
            wrong.append(f"--reading: `{term}` is chosen twice, expected one reading of a term")
            continue
        if not equals:
            wrong.append(f"--reading: `{text[:60]}`, expected TERM=READING")
        elif term not in library.terms:
            wrong.append(f"--reading: no term `{term[:60]}`{nearest(term, library.terms)}")
        elif reading not in library.terms[term].readings:
            known = library.terms[term].readings
            wrong.append(
                f"--reading: `{term}` has no reading `{reading[:60]}`, expected "
                f"{' or '.join(known)}{nearest(reading, known)}"
            )
        else:
            found.append((term, reading))
    if wrong:
        refuse(wrong)
    return tuple(found)
