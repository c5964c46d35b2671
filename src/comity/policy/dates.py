"""Dates known to the day, the month or the year, and what holds on a day."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterable
from typing import Literal

from comity.policy.instrument import Interval

Answer = Literal["yes", "no", "maybe"]


def first_day(date: str) -> str:
    """Return the first day that a partial date can mean, as YYYY-MM-DD."""
    return date + {4: "-01-01", 7: "-01", 10: ""}[len(date)]


def last_day(date: str) -> str:
    """Return the last day that a partial date can mean, as YYYY-MM-DD."""
    if len(date) == len("2017"):
        return f"{date}-12-31"
    if len(date) == len("2017-01"):
        year, month = int(date[:4]), int(date[5:])
        return f"{date}-{calendar.monthrange(year, month)[1] if year else 31:02d}"
    return date


def moved(day: str, days: int) -> str | None:
    """Return the day so many days later, or None beyond the calendar's ends."""
    try:
        return (datetime.date.fromisoformat(day) + datetime.timedelta(days=days)).isoformat()
    except (ValueError, OverflowError):
        return None


def covers(interval: Interval, day: str) -> bool:
    """Tell whether a day can lie in an interval, whose ends are taken as wide as they can be."""
    if day < first_day(interval.from_):
        return False
    return interval.until is None or day <= last_day(interval.until)


def holds(intervals: Iterable[Interval], day: str) -> bool:
    """Tell whether a day can lie in one of the intervals."""
    return any(covers(interval, day) for interval in intervals)


def surely(interval: Interval, day: str) -> bool:
    """Tell whether a day lies in an interval whatever its partial dates mean."""
    if day < last_day(interval.from_):
        return False
    return interval.until is None or day <= first_day(interval.until)


def in_force(intervals: Iterable[Interval], day: str) -> Answer:
    """Say whether something is in force on a day; `maybe` where a partial date leaves it open."""
    found = [interval for interval in intervals if covers(interval, day)]
    if not found:
        return "no"
    return "yes" if any(surely(interval, day) for interval in found) else "maybe"
