"""The days on which the answers to a test are taken, to see how they changed."""

from __future__ import annotations

from typing import Literal

from comity.catalog import Library
from comity.law.files import LegalTest
from comity.policy.dates import first_day, last_day, moved
from comity.policy.instrument import Interval
from comity.reason.history import reached

Step = Literal["year", "month", "change"]
MOST_DAYS = 2000


class TooManyDays(Exception):
    """Say that a series would have more days than anybody reads."""


def days(library: Library, test: LegalTest, from_: str, to: str, step: Step) -> list[str]:
    """Return the days of a series: the first of all, each step's first, and the last.

    With `change`, every day on which a date of the library that bears on the test begins, or the
    day after it ends.
    """
    if step == "change":
        found = {day for day in _changes(library, test) if from_ < day < to}
    else:
        found = set()
        for year in range(int(from_[:4]), int(to[:4]) + 1):
            months = range(1, 13) if step == "month" else (1,)
            found |= {f"{year:04d}-{month:02d}-01" for month in months}
        found = {day for day in found if from_ < day < to}
    days = sorted({from_, *found, to})
    if len(days) > MOST_DAYS:
        raise TooManyDays(f"more than {MOST_DAYS:,} days: choose fewer, or a larger step")
    return days


def _changes(library: Library, test: LegalTest) -> set[str]:
    found: set[str] = set()

    def over(*intervals: Interval) -> None:
        for interval in intervals:
            found.update((first_day(interval.from_), last_day(interval.from_)))
            for end in (interval.until,) if interval.until is not None else ():
                for day in (first_day(end), last_day(end)):
                    found.add(moved(day, 1) or day)

    tests, terms = reached(library, test)
    for other in tests.values():
        over(*other.in_force)
    for term in terms.values():
        for reading in term.readings.values():
            for holder in reading.held_by:
                found.update(first_day(day) for day in (holder.from_,) if day is not None)
                if holder.until is not None:
                    found.add(moved(last_day(holder.until), 1) or holder.until)
    for ruling in library.rulings.values():
        found.update(first_day(event.date) for event in ruling.events)
    for name in library.coded:
        file = library.file_of(name)
        assert file is not None
        for instrument in file.instruments:
            over(*instrument.in_force)
        over(*(Interval(survey.from_, survey.until) for survey in file.surveyed))
    for published in library.published.values():
        over(*(Interval(entry.from_, entry.until) for entry in published.entries))
    for log in library.logs.values():
        found.update(day for entry in log.entries for day in (last_day(entry.date),))
        over(*log.complete)
    return found
