"""From surveys of the nation to what charts show: shares, counts over time, a matrix."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from comity.catalog import Library
from comity.policy.dates import in_force
from comity.reason.status import own_status
from comity.report.answer import Receipt
from comity.report.chart import Matrix, Moment, Share
from comity.report.fills import Shade
from comity.report.plate import Caption
from comity.report.survey import Surveyed
from comity.report.survey_picture import (
    SOURCE,
    asked_in_words,
    chosen_in_words,
    coverage_in_short,
    own_words,
    receipt_in_words,
    shade,
)
from comity.report.terminal import STATUS
from comity.survey.alike import Alike

Shades = Mapping[str, Shade]
"""What governments show under one test, by id; one that is not in it is out of its scope."""


def counted(groups: Iterable[Alike]) -> dict[Shade, int]:
    """Count the governments in scope by what a picture shows of them."""
    found: Counter[Shade] = Counter()
    for alike in groups:
        found[shade(alike)] += sum(stratum.governments for stratum in alike.strata)
    return dict(found)


def changes(moments: Sequence[Moment]) -> list[Moment]:
    """Return the moments at which a count is new, and the last."""
    new = [
        moment
        for before, moment in zip([None, *moments], moments, strict=False)
        if before is None or before.counts != moment.counts
    ]
    return new if new[-1:] == list(moments[-1:]) else [*new, moments[-1]]


def shades_of(groups: Iterable[Alike]) -> dict[str, Shade]:
    """Return what each government in scope shows."""
    return {
        name: shade(alike) for alike in groups for stratum in alike.strata for name in stratum.ids
    }


def share_of(found: Surveyed, library: Library, *, own_asked: bool) -> Share:
    """Return the contested share of a test, with how much of it rests on what somebody saw."""
    test = library.tests[found.test]
    said = f"{found.test}: {found.governments:,} in scope, "
    said += f"own rules looked at of {_own(found):,}" if own_asked else "own rules not asked for"
    status = own_status(test, found.as_of)
    if status != "in_force":
        said += f"; {STATUS[status]}"
    low, high = found.contested.by_count.low, found.contested.by_count.high
    people = found.contested.by_population
    if people is None:
        return Share(test.title, low, high, of=said)
    return Share(test.title, low, high, people.low, people.high, said)


def _own(found: Surveyed) -> int:
    return round(found.coverage.own_rules.by_count * found.governments)


def caption_of_shares(
    found: Sequence[tuple[Surveyed, bool]], library: Library, title: str | None
) -> Caption:
    """Return what stands around the shares of several tests; their coverage is a range.

    Each survey comes with whether its test asks for governments' own rules.
    """
    first, own_asked = found[0]
    looked = [_own(one) for one, asks in found if asks]
    if len(found) == 1 or not looked:
        coverage = coverage_in_short(first, own_asked=own_asked)
    else:
        coverage = (
            f"Own rules looked at, on one subject or more: {_from_to(looked)} governments, of "
            f"{_from_to([one.governments for one, asks in found if asks])} in the scope of a test."
        )
    return Caption(
        title or "How much is left to how the law is read",
        _subtitle(first, library),
        first.as_of,
        first.known_on,
        coverage,
        receipt_in_words(first.receipt),
        SOURCE,
    )


def _from_to(numbers: Sequence[int]) -> str:
    low, high = min(numbers), max(numbers)
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def _subtitle(found: Surveyed, library: Library) -> str:
    parts = []
    if found.state is not None:
        parts.append(library.places.full_name(found.state))
    if found.kinds:
        parts.append(", ".join(kind.replace("_", " ") for kind in found.kinds))
    only = f"Only {'; '.join(parts)}" if parts else ""
    return ". ".join(filter(None, (only, chosen_in_words(list(found.chosen.items())))))


def caption_of_history(
    last: Surveyed, library: Library, title: str | None, *, own_asked: bool
) -> Caption:
    """Return what stands around the outcomes of a test over time, with the last day's coverage."""
    test = library.tests[last.test]
    asked = asked_in_words(test, last.as_of, titled=title is not None)
    return Caption(
        title or test.title,
        ". ".join(filter(None, (f"{asked} on {last.as_of}", _subtitle(last, library)))),
        last.as_of,
        "",
        f"On {last.as_of}: {coverage_in_short(last, own_asked=own_asked)}",
        receipt_in_words(last.receipt),
        SOURCE,
        own_words(test),
    )


def matrix_of(library: Library, places: Sequence[str], under: Mapping[str, Shades]) -> Matrix:
    """Return governments against tests; a test that is about none of them is left out."""
    tests = [test for test, shades in under.items() if any(place in shades for place in places)]
    return Matrix(
        tuple(tests),
        tuple(
            (
                library.places.full_name(place),
                tuple(under[test].get(place, "out_of_scope") for test in tests),
            )
            for place in places
        ),
    )


def caption_of_matrix(
    matrix: Matrix,
    asked: int,
    days: tuple[str, str],
    chosen: Sequence[tuple[str, str]],
    receipt: Receipt,
    title: str | None,
) -> Caption:
    """Return what stands around a matrix: first for how many of its answers somebody looked."""
    shown = Counter(outcome for _, outcomes in matrix.rows for outcome in outcomes)
    scope = sum(shown.values()) - shown["out_of_scope"]
    coverage = (
        f"Own rules looked at, or an answer without them: {scope - shown['nobody_looked']:,} of "
        f"{scope:,} cells in scope."
    )
    left = asked - len(matrix.tests)
    about = f"{left:,} tests are about none of these governments" if left else ""
    return Caption(
        title or "Governments under definitions",
        ". ".join(filter(None, (about, chosen_in_words(chosen)))),
        *days,
        coverage,
        receipt_in_words(receipt),
        SOURCE,
        own_words(None),
    )


def in_force_on(library: Library, day: str) -> list[str]:
    """Return the tests that are law on a day, whatever courts did with them."""
    return [name for name, test in library.tests.items() if own_status(test, day) == "in_force"]


def most_coded(library: Library, places: Iterable[str], day: str, most: int) -> list[str]:
    """Return the governments with most provisions that are or may be in force on a day, by name."""
    many: dict[str, int] = {}
    for place in places:
        file = library.file_of(place)
        if file is not None:
            many[place] = sum(
                len(instrument.provisions)
                for instrument in file.instruments
                if in_force(instrument.in_force, day) != "no"
            )
    first = sorted((place for place in many if many[place]), key=lambda p: (-many[p], p))[:most]
    return sorted(first)
