"""What a date known to the month or the year says of a day."""

from __future__ import annotations

import pytest

from comity.policy.dates import covers, first_day, holds, in_force, last_day, surely
from comity.policy.instrument import Interval


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [
        ("2019", "2019-01-01", "2019-12-31"),
        ("2019-02", "2019-02-01", "2019-02-28"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2020-06-15", "2020-06-15", "2020-06-15"),
        ("0000-02", "0000-02-01", "0000-02-31"),
    ],
    ids=["a year", "a month", "a leap month", "a day is itself", "no calendar has a year 0"],
)
def test_a_partial_date_means_every_day_in_it(date: str, first: str, last: str) -> None:
    assert (first_day(date), last_day(date)) == (first, last)


@pytest.mark.parametrize(
    ("begin", "until", "day", "answer"),
    [
        ("2020-06-15", None, "2020-06-15", "yes"),  # the first day counts
        ("2020-06-15", None, "2020-06-14", "no"),  # and the day before does not
        ("2019-01-01", "2020-06-15", "2020-06-15", "yes"),  # `until` is the last day
        ("2019-01-01", "2020-06-15", "2020-06-16", "no"),  # and the next is past it
        ("2020", None, "2020-06-15", "maybe"),  # it began some day of that year
        ("2020", None, "2020-12-31", "yes"),  # by the last day it had
        ("2020", None, "2019-12-31", "no"),  # before the first it cannot have
        ("2019-01-01", "2020-06", "2020-06-01", "yes"),  # it lasted into June at least
        ("2019-01-01", "2020-06", "2020-06-02", "maybe"),  # it may have ended on the first
        ("2019-01-01", "2020-06", "2020-07-01", "no"),  # it cannot have lasted into July
        ("2020", "2020", "2020-06-15", "maybe"),  # a year in which it was for a while
    ],
)
def test_in_force_on_a_day(begin: str, until: str | None, day: str, answer: str) -> None:
    interval = Interval(begin, until)
    assert in_force([interval], day) == answer
    assert covers(interval, day) == (answer != "no")
    assert surely(interval, day) == (answer == "yes")


def test_one_sure_interval_outweighs_a_doubtful_one() -> None:
    doubtful, sure = Interval("2020"), Interval("2019-01-01", "2020-12-31")
    assert in_force([doubtful], "2020-06-15") == "maybe"
    assert in_force([doubtful, sure], "2020-06-15") == "yes"


def test_nothing_is_in_force_without_an_interval() -> None:
    assert in_force([], "2020-06-15") == "no"
    assert not holds([], "2020-06-15")
    assert holds([Interval("2019", "2019"), Interval("2020")], "2020-06-15")
