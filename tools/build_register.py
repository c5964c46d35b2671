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
SIGNED = {"7/72025": "2025-07-07", "05/082025": "2025-05-08"}
"""Days that are misprinted, and how they are read."""

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
  All 832 lines of the workbook of that day, in its order; agency, kind, county and State are as
  printed, misspellings included. A stored copy of the workbook and the lines were compared and are
  the same. The agreements themselves were not seen, nor whether they ended since.
entries:
"""

SETTLED: dict[tuple[str, str], tuple[str, str]] = {
    ("ALABAMA", "Franklin County Sheriff's Office"): (
        "state:al/county:franklin#sheriff",
        "The county is printed as Frankin County.",
    ),
    ("ARKANSAS", "Lafayette County Sheriff's Office"): (
        "state:ar/county:lafayette#sheriff",
        "The county is printed as Layafette County.",
    ),
    ("ARKANSAS", "Texarkana Police Department"): (
        "",
        "Printed under Arkansas with a county of Texas: which of the two cities signed is not "
        "settled.",
    ),
    ("FLORIDA", "Alachua Police Departent"): (
        "state:fl/place:alachua#police",
        "Department is printed as Departent.",
    ),
    ("FLORIDA", "Bunnell Police Department"): (
        "state:fl/place:bunnell#police",
        "The county is printed as Flagere County.",
    ),
    ("FLORIDA", "Sunny Isles Police Department"): (
        "state:fl/place:sunny_isles_beach#police",
        "Read as Sunny Isles Beach, the only government of Florida with a like name.",
    ),
    ("GEORGIA", "Monroe Police Department"): (
        "",
        "The one city of this name in Georgia lies in Walton County, and Monroe County is printed: "
        "which agency signed is not settled.",
    ),
    ("INDIANA", "Green Forks Police Department"): (
        "state:in/place:greens_fork#police",
        "Read as Greens Fork.",
    ),
    ("MICHIGAN", "Berrian County Sheriff's Office"): (
        "state:mi/county:berrien#sheriff",
        "Berrien is printed as Berrian.",
    ),
    ("NEW HAMPSHIRE", "Pittsburgh Police Department"): (
        "state:nh/place:pittsburg#police",
        "Pittsburg is printed as Pittsburgh.",
    ),
    ("NEW YORK", "Camden Police Department"): (
        "",
        "The town and the village of Camden have one name: which of the two signed is not settled.",
    ),
    ("PENNSYLVANIA", "Robinson Township Police Department"): (
        "state:pa/county:allegheny/place:robinson#police",
        "The county is printed as Alleghany County.",
    ),
    ("SOUTH CAROLINA", "McCormick County Sheriff's Office"): (
        "state:sc/county:mccormick#sheriff",
        "The county is printed as McCorkmick County.",
    ),
    ("TENNESSEE", "Madison County Sheriff's Office"): (
        "",
        "Macon County is printed beside it: which of the two signed is not settled.",
    ),
    ("TEXAS", "Lampass County Sheriff's Office"): (
        "state:tx/county:lampasas#sheriff",
        "Lampasas is printed as Lampass.",
    ),
    ("VIRGINIA", "Hopewell County Sheriff's Office"): (
        "state:va/place:hopewell#sheriff",
        "Hopewell is an independent city; there is no county of the name.",
    ),
}
"""Lines that the look-up does not settle: the office (empty where nobody can say), and why."""


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
            signed = SIGNED.get(line["signed"], line["signed"])
            if signed != line["signed"]:
                note = " ".join(filter(None, [note, f"The day is printed as {line['signed']}."]))
            text += f"  - row: {quoted(str(row))}\n    state: {quoted(line['state'])}\n"
            text += f"    agency: {quoted(agency)}\n    kind: {quoted(line['type'])}\n"
            text += f"    county: {quoted(county)}\n" if county else ""
            text += f"    model: {MODELS[line['model'].strip()]}\n    signed: {quoted(signed)}\n"
            text += f"    office: {quoted(office)}\n" if office else ""
            text += f"    note: {quoted(note)}\n" if note else ""
    if unsettled:
        sys.stderr.write(f"{unsettled} lines are not settled\n")
        return 1
    Path(arguments[1]).write_text(format_text(text, arguments[1]), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
