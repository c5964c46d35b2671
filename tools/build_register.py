"""Build the register of 287(g) agreements from ICE's list of participating agencies.

    python tools/build_register.py 287g-2025-07-18.csv FILE.yaml

The source has the columns state, agency, type, county, model and signed, as printed. Each line is
given the office that signed it, by the same look-up that `comity places find` uses; lines that it
does not settle are settled in this file, one by one, with the reason.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from comity.catalog import open_library
from comity.places.found import Entry, Match, NotAGovernment
from comity.workbench.format import format_text

MODELS = {
    "Jail Enforcement Model": "jail_enforcement",
    "Warrant Service Officer": "warrant_service",
    "Task Force Model": "task_force",
}
SOURCE = (
    "https://github.com/appelson/Tracking_287g/blob/main/sheets/sheets_20250719_151637/"
    "participatingAgencies07182025pm.xlsx"
)
HEAD = f"""format: 1
register: ice-287g-2025-07-18
title: ICE's list of participating agencies of 18 July 2025
publisher: us-ice
published: "2025-07-18"
subject: agreement_287g
source: {SOURCE}
checked:
  date: "2026-11-24"
  against: {SOURCE}
  saw: Cherokee County Sheriff's Office
note: >-
  All 832 lines of the workbook of that day, in its order; agency, kind, county and State are as printed, misspellings
  included. A stored copy of the workbook and the lines were compared and are the same. Addresses and persons are left
  out. The agreements themselves were not seen, nor whether they ended since.
entries:
"""

SETTLED: dict[tuple[str, str], tuple[str, str]] = {
    # (State, agency as printed): office, note
}


def quoted(text: str) -> str:
    """Return a text as a YAML scalar in double quotes."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def main(arguments: list[str]) -> int:
    """Read the source, write the register."""
    if len(arguments) != 2:
        sys.stderr.write("usage: build_register.py 287g-2025-07-18.csv FILE.yaml\n")
        return 2
    places = open_library().places
    text = HEAD
    unsettled = 0
    with Path(arguments[0]).open(encoding="utf-8", newline="") as file:
        for row, line in enumerate(csv.DictReader(file), 2):
            agency = line["agency"].strip()
            county = "" if line["county"].strip() in ("#N/A", "N/A") else line["county"].strip()
            office, note = SETTLED.get((line["state"], agency), ("", ""))
            if not office and not note:
                found = places.resolve(Entry(agency, line["state"], county))
                if isinstance(found, Match):
                    office = f"{found.government_id}#{found.office or 'executive'}"
                elif isinstance(found, NotAGovernment):
                    note = f"{found.what}: {found.reason}"
                else:
                    unsettled += 1
                    sys.stderr.write(f"row {row}: {line['state']} | {agency} | {county}: {found}\n")
                    continue
            text += f"  - row: {quoted(str(row))}\n    state: {quoted(line['state'])}\n"
            text += f"    agency: {quoted(agency)}\n    kind: {quoted(line['type'])}\n"
            text += f"    county: {quoted(county)}\n" if county else ""
            text += f"    model: {MODELS[line['model']]}\n    signed: {quoted(line['signed'])}\n"
            text += f"    office: {quoted(office)}\n" if office else ""
            text += f"    note: {quoted(note)}\n" if note else ""
    if unsettled:
        sys.stderr.write(f"{unsettled} lines are not settled\n")
        return 1
    Path(arguments[1]).write_text(format_text(text, arguments[1]), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
