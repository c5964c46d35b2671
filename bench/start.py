"""Time `comity check "Chicago, IL"` from a cold start against importing numpy, in one run.

Usage: python bench/start.py [--json] [--runs N]. The figure that counts is the ratio of medians.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

COMITY = [
    sys.executable,
    "-c",
    "from comity.cli import main; main()",
    "check",
    "Chicago, IL",
    "--as-of",
    "2018-04-01",
]
NUMPY = [sys.executable, "-c", "import numpy"]


def milliseconds(command: list[str]) -> float:
    """Run a command once and return how long it took."""
    begun = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return (time.perf_counter() - begun) * 1000


def main() -> None:
    """Time both in turn, so that a machine that slows down slows both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--runs", type=int, default=15)
    options = parser.parse_args()
    milliseconds(COMITY)
    milliseconds(NUMPY)
    pairs = [(milliseconds(COMITY), milliseconds(NUMPY)) for _ in range(options.runs)]
    check = statistics.median(pair[0] for pair in pairs)
    numpy = statistics.median(pair[1] for pair in pairs)
    found = {"check_ms": round(check, 1), "numpy_ms": round(numpy, 1)}
    found["ratio"] = round(check / numpy, 2)
    if options.json:
        print(json.dumps(found))
    else:
        print(
            f"comity check: {found['check_ms']} ms; import numpy: {found['numpy_ms']} ms; "
            f"ratio {found['ratio']} ({Path(sys.executable).name}, {options.runs} pairs)"
        )


if __name__ == "__main__":
    main()
