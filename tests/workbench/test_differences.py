"""What a change of the library changes, and which file did it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from comity.catalog import LIBRARY, open_library
from comity.report.differences import render
from comity.strict_yaml import BadInput
from comity.workbench.differences import Differences, Matrix, compare, matrix, read_version

DAYS = ("2018-06-15", "2020-09-15")
PLACES = ("state:ca/county:san_francisco", "state:il/place:chicago", "state:ne/county:hooker")
SMALL = Matrix("1", DAYS, PLACES)
SF = "policy/ca/san_francisco.yaml"
RULING = "law/rulings/us-v-california-2019.yaml"


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    return Path(shutil.copytree(LIBRARY, tmp_path / "library"))


def differences(old: Path, new: Path) -> Differences:
    return compare(read_version(str(old), old), read_version(str(new), new), SMALL)


def test_the_same_library_differs_in_nothing(changed: Path) -> None:
    found = differences(LIBRARY, changed)
    assert found.changed == ()
    assert found.differences == ()
    assert found.asked > 50


def test_a_policy_taken_away_reaches_its_place_alone(changed: Path) -> None:
    (changed / SF).unlink()
    found = differences(LIBRARY, changed)
    assert found.changed == (SF,)
    assert {d.place for d in found.differences} == {"state:ca/county:san_francisco"}
    assert {d.files for d in found.differences} == {(SF,)}


def test_of_several_changed_files_the_one_is_named_that_did_it(changed: Path) -> None:
    (changed / RULING).write_text(
        (changed / RULING)
        .read_text()
        .replace('"2019-04-18", what: decided', '"2021-04-18", what: decided')
    )
    for other in ("law/rulings/ramon-2020.yaml", "policy/ma/boston.yaml"):
        (changed / other).write_text((changed / other).read_text() + "# a remark\n")
    found = differences(LIBRARY, changed)
    assert len(found.changed) == 3
    assert found.differences
    assert {d.files for d in found.differences} == {(RULING,)}
    text = render(found)
    assert text.startswith(f"{RULING}\n")
    assert "was settled on every open reading: not met" in " ".join(text.split())


def test_two_files_that_only_together_bring_it(changed: Path) -> None:
    for name in (SF, "policy/ca/california.yaml"):
        (changed / name).unlink()
    found = differences(LIBRARY, changed)
    assert ("policy/ca/california.yaml", SF) in {d.files for d in found.differences}


def test_a_test_that_is_new_is_a_difference(changed: Path) -> None:
    (changed / "law/tests/hr-32-119.yaml").unlink()
    (changed / "law/cases/tests.yaml").unlink()
    found = differences(changed, LIBRARY)
    assert {d.old for d in found.differences if d.test == "hr-32-119"} == {None}


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("no-such-revision", "is no folder, and (no git revision|git is not installed)"),
        ("--output=x", "is no folder and no revision"),
        ("docs", "holds no library"),
        (" ", "an empty name"),
    ],
)
def test_what_is_no_version_is_refused(name: str, why: str) -> None:
    with pytest.raises(BadInput, match=why):
        read_version(name, Path.cwd())


def test_a_wrong_file_of_a_version_is_named(changed: Path) -> None:
    (changed / SF).write_text("format: 1\n")
    with pytest.raises(BadInput, match=SF):
        read_version(str(changed), changed)


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed here")
def test_a_revision_is_read_from_git(changed: Path, tmp_path: Path) -> None:
    checkout = tmp_path / "checkout"
    inside = checkout / "src" / "comity" / "library"
    shutil.copytree(changed, inside)
    git = ["git", "-C", str(checkout), "-c", "user.name=n", "-c", "user.email=e@example.org"]
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "first"]):
        subprocess.run([*git, *arguments], check=True)
    (inside / SF).unlink()
    found = compare(read_version("HEAD", checkout), read_version(str(checkout), checkout), SMALL)
    assert found.changed == (SF,)


def test_the_matrix_asks_of_places_that_there_are() -> None:
    asked, library = matrix(), open_library()
    assert [place for place in asked.places if library.place(place) is None] == []
    assert len(set(asked.places)) == len(asked.places)
    assert list(asked.days) == sorted(set(asked.days))
