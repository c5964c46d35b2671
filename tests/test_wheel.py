"""The wheel answers like the checkout, carries what it needs, and writes nothing where it lies."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKED = ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE", ".gitignore")
ASK = ("check", "Hooker County, NE", "--as-of", "2020-06-15", "--json")


def run(
    command: Sequence[str | Path], cwd: Path, path: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder, importing first from one path and from nothing else set."""
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    env |= {"PYTHONDONTWRITEBYTECODE": "1"}
    if path is not None:
        env["PYTHONPATH"] = str(path)
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr or done.stdout
    return done


def pip() -> list[str]:
    """Return how pip is called: `make setup` leaves none in its environment."""
    here = [sys.executable, "-m", "pip"]
    if subprocess.run([*here, "--version"], capture_output=True, check=False).returncode == 0:
        return here
    base = Path(sys.base_prefix) / "bin" / f"python3.{sys.version_info.minor}"
    return [str(base), "-m", "pip", "--python", sys.executable]


def contents(folder: Path) -> dict[str, tuple[int, int]]:
    """Return every file and folder with its size and time."""
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_size, path.stat().st_mtime_ns)
        for path in folder.rglob("*")
    }


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from a copy, so that no test that runs beside this one sees it written."""
    pytest.importorskip("hatchling", reason="hatchling is missing; `make setup` installs it")
    copy = tmp_path_factory.mktemp("checkout")
    for name in PACKED:
        if (ROOT / name).is_file():
            shutil.copy2(ROOT / name, copy)
    shutil.copytree(
        ROOT / "src", copy / "src", ignore=shutil.ignore_patterns("__pycache__", "_compiled")
    )
    out = tmp_path_factory.mktemp("dist")
    run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", out], copy)
    (found,) = out.glob("comity-*.whl")
    return found


def test_the_wheel_carries_types_and_the_compiled_library(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert "comity/py.typed" in names
    assert "comity/_compiled/library.bin" in names
    assert "comity/library/law/courts.yaml" in names
    assert not [name for name in names if name.startswith("tests/") or "__pycache__" in name]


def test_an_installed_wheel_answers_like_the_checkout_and_writes_nothing(
    wheel: Path, tmp_path: Path
) -> None:
    site, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    elsewhere.mkdir()
    how = ["--quiet", "--no-deps", "--no-index", "--no-compile", "--disable-pip-version-check"]
    run([*pip(), "install", *how, "--target", site, wheel], elsewhere)
    before = contents(site)
    where = run([sys.executable, "-c", "import comity; print(comity.__file__)"], elsewhere, site)
    assert Path(where.stdout.strip()).parent == site / "comity"
    installed = run([sys.executable, site / "bin" / "comity", *ASK], elsewhere, site)
    assert contents(site) == before
    assert not list(elsewhere.iterdir())
    main = "from comity.cli import main; main()"
    checkout = run([sys.executable, "-c", main, *ASK], elsewhere, ROOT / "src")
    assert installed.stdout == checkout.stdout
    assert '"findings"' in installed.stdout
