"""Many tests at once, on as many processors as there are."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar, cast

T = TypeVar("T")
U = TypeVar("U")

_work: Callable[[int], object] | None = None
"""What each worker does with the number of an item; set before the workers are forked."""


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def side_by_side(work: Callable[[T], U], items: Sequence[T], workers: int) -> Iterator[U]:
    """Give what `work` makes of each item, in the order of the items.

    Workers are forked, so that what is loaded is shared; where that cannot be, or one worker or
    one item is all there is, the items are worked through in this process.
    """
    if workers < 2 or len(items) < 2 or not hasattr(os, "fork"):
        yield from map(work, items)
        return
    import multiprocessing  # noqa: PLC0415 - only where there is much to do
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415

    global _work  # noqa: PLW0603 - what a fork inherits
    _work = lambda number: work(items[number])  # noqa: E731
    try:
        with ProcessPoolExecutor(
            min(workers, len(items)), mp_context=multiprocessing.get_context("fork")
        ) as pool:
            yield from cast("Iterator[U]", pool.map(_at, range(len(items))))
    finally:
        _work = None


def _at(number: int) -> object:
    assert _work is not None
    return _work(number)
