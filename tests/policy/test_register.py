"""A register's agreements are instruments of the offices that signed, each with model and day."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from comity.catalog import Library, open_library
from comity.policy.register import Register, registered

NAME = "ice-287g-2025-07-18"


@pytest.fixture(scope="module")
def library() -> Library:
    return open_library()


@pytest.fixture(scope="module")
def register(library: Library) -> Register:
    return library.registers[NAME]


def test_every_line_is_placed_or_says_why_not(register: Register) -> None:
    assert len(register.entries) == 832
    assert all(entry.office or entry.note for entry in register.entries)
    assert sum(entry.office is None for entry in register.entries) < 45


def test_every_office_is_of_a_government_that_the_book_knows(
    library: Library, register: Register
) -> None:
    for entry in register.entries:
        if entry.office is not None:
            assert library.places.get(entry.office.partition("#")[0]) is not None, entry


def test_an_agreement_is_an_instrument_with_model_and_day(library: Library) -> None:
    file = library.file_of("state:al/county:cherokee")
    assert file is not None
    (instrument,) = file.instruments
    assert instrument.office == "sheriff"
    assert instrument.in_force[0].from_ == "2025-06-25"
    assert instrument.provisions[0].model == "warrant_service"
    assert [(s.by, s.subjects, s.until) for s in file.surveyed] == [
        ("#sheriff", ("agreement_287g",), "2025-07-18")
    ]


def test_a_file_has_the_last_word_on_an_agreement(library: Library) -> None:
    # Key West declared its agreement void for eight days, which the register cannot say.
    file = library.file_of("state:fl/place:key_west")
    assert file is not None
    (instrument,) = [i for i in file.instruments if i.instrument == f"{NAME}-190"]
    assert len(instrument.in_force) == 2


def test_nothing_is_lost(register: Register) -> None:
    placed = [entry for entry in register.entries if entry.office is not None]
    coded = [i for says in registered(register).values() for i in says.instruments]
    assert len(coded) == len(placed)
    assert len({i.instrument for i in coded}) == len(placed)


def test_the_lines_are_those_of_the_list(register: Register, comity_data: Path) -> None:
    with (comity_data / "287g-2025-07-18.csv").open(newline="") as file:
        printed = Counter(
            (row["state"], row["agency"].strip(), row["type"]) for row in csv.DictReader(file)
        )
    assert printed == Counter((e.state, e.agency, e.kind) for e in register.entries)
