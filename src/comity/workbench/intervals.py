"""Checks of intervals: none runs backwards, and no two of one list overlap for certain."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from comity.law.files import Consequence, Holder, LegalTest, Log
from comity.policy.dates import first_day, last_day
from comity.policy.instrument import Government, Instrument, Interval, Survey
from comity.policy.vocabulary import SUBJECTS
from comity.workbench.codes import At, Check, Code, Files, Found


def _backwards(from_: str | None, until: str | None) -> bool:
    return from_ is not None and until is not None and last_day(until) < first_day(from_)


def _overlap(first: Interval | Survey, second: Interval | Survey) -> bool:
    """Tell whether two intervals overlap whatever their partial dates mean."""
    start = max(last_day(first.from_), last_day(second.from_))
    ends = [first_day(one.until) for one in (first, second) if one.until is not None]
    if first.from_ == second.from_:
        return True
    return start <= min(ends, default="9999-12-31")


def _run_backwards(files: Files) -> Iterator[Found]:
    for file in files.checked:
        for at, value in files.inside(file):
            if isinstance(value, Interval | Holder) and _backwards(value.from_, value.until):
                yield Found(
                    file,
                    (*at, "until"),
                    f"until `{value.until}` is before from `{value.from_}`, "
                    "expected no earlier day",
                )


def _overlapping(files: Files) -> Iterator[Found]:
    lists: list[tuple[type[LegalTest | Consequence | Instrument | Log], str, str]] = [
        (LegalTest, "in_force", "in_force"),
        (Consequence, "in_force", "in_force"),
        (Instrument, "in_force", "in_force"),
        (Log, "complete", "complete"),
    ]
    for kind, name, key in lists:
        for file, at, value in files.each(kind):
            intervals: Sequence[Interval] = getattr(value, name)
            for (i, first), (j, second) in itertools.combinations(enumerate(intervals), 2):
                if _overlap(first, second):
                    where: At = (*at, key, j)
                    yield Found(
                        file,
                        where,
                        f"the interval from `{second.from_}` overlaps the one from "
                        f"`{first.from_}` (number {i + 1}), expected intervals apart",
                    )


def _surveys(files: Files) -> Iterator[Found]:
    for file, at, government in files.each(Government):
        for i, survey in enumerate(government.surveyed):
            where: At = (*at, "surveyed", i)
            if _backwards(survey.from_, survey.until):
                yield Found(
                    file,
                    (*where, "until"),
                    f"the survey runs until `{survey.until}`, before it begins on "
                    f"`{survey.from_}`, expected no earlier day",
                )
            for j, earlier in enumerate(government.surveyed[:i]):
                shared = _subjects(survey) & _subjects(earlier)
                if earlier.by == survey.by and shared and _overlap(earlier, survey):
                    yield Found(
                        file,
                        where,
                        f"the survey overlaps number {j + 1} on {min(shared)}, expected each "
                        "subject surveyed once at a time",
                    )


def _subjects(survey: Survey) -> frozenset[str]:
    return frozenset(SUBJECTS if survey.subjects == "all" else survey.subjects)


CHECKS = (
    Check(
        Code(
            "LAW005",
            "an interval runs backwards",
            "`until` is the last day on which something held and cannot lie before `from`. Partial "
            'dates are read as widely as they can be: from "2017-05" until "2017" is no error.',
            'in_force: [{from: "2018-01-01", until: "2017-12-31"}]',
        ),
        _run_backwards,
    ),
    Check(
        Code(
            "LAW006",
            "intervals overlap",
            "The intervals of one list follow one another. Two that share a day, whatever their "
            "partial dates mean, say the same thing twice: join them.",
            'in_force: [{from: "2017-01-01", until: "2018-06-30"}, {from: "2018-01-01"}]',
        ),
        _overlapping,
    ),
    Check(
        Code(
            "POL005",
            "a survey runs backwards or overlaps another",
            "`surveyed` says who looked for whose rules on which subjects, over which interval. "
            "Two surveys of one maker and subject that share a day are one survey said twice.",
            'surveyed: [{by: own, subjects: all, from: "2020-01-01", until: "2019-01-01"}]',
        ),
        _surveys,
    ),
)
