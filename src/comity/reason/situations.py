"""The situations that have to be looked at so that no other could tell two policies apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from comity.reason.question import Asked
from comity.reason.rules import Alternative, Rule, shared

MOST = 4096
"""The most unions of alternatives that are looked at for one question."""


class TooManySituations(Exception):
    """Say that rules with this many different conditions cannot be told apart exactly."""


def unions(alternatives: Iterable[Alternative]) -> list[Alternative]:
    """Return all unions of alternatives, with the empty one.

    Which alternatives hold in a situation is all that rules see of it, and the union of those
    that hold is the smallest situation in which they do; so one of these stands for every
    situation. Raises TooManySituations past MOST.
    """
    found: dict[Alternative, None] = {frozenset(): None}
    for alternative in dict.fromkeys(alternatives):
        for known in list(found):
            found.setdefault(known | alternative)
        if len(found) > MOST:
            raise TooManySituations(f"more than {MOST} situations to tell apart")
    return list(found)


def types(bounds: Sequence[frozenset[str]]) -> list[Alternative]:
    """Return, for each way to touch some of the bounds and none of the others, a situation."""
    found: dict[Alternative, None] = {frozenset(): None}
    for number in range(1 << len(bounds)):
        touched = [bound for place, bound in enumerate(bounds) if number >> place & 1]
        spared: frozenset[str] = frozenset().union(
            *(bound for place, bound in enumerate(bounds) if not number >> place & 1)
        )
        situation = frozenset().union(*touched) - spared
        if all(situation & bound for bound in touched):
            found.setdefault(situation)
    return list(found)


def points(asked: Sequence[Asked], rules: Iterable[Rule]) -> list[Alternative]:
    """Return situations that stand for all, for the rules that nobody has seen.

    Every situation that a query names; and generic ones (each with a condition of its own, so
    that it is none of those named) for each way of having or lacking what queries exclude. Where
    a query asks of every situation, or of some in which a rule is effective, also for each way in
    which the known rules apply, and as many times as queries can need situations of their own:
    all that is so in some situation can be so in one, and all kinds of rule that leave one out
    can leave out the same, but what is effective depends on what else applies there.
    """
    named = dict.fromkeys(a.situations[1] for a in asked if a.situations[0] == "at")
    wide = [a for a in asked if a.situations[0] != "at"]
    asks = any("excepts" in (a.acts or ()) for a in asked)
    if not wide:
        # A rule with an exception must be able to apply where no query asks.
        return [*named, frozenset(("generic:0",))] if asks else list(named)
    bounds = list(dict.fromkeys(a.situations[1] for a in wide if a.situations[1]))
    fine = [a for a in wide if a.situations[0] == "every" or a.effective is not None]
    bases: list[Alternative] = [frozenset()]
    # With exceptions: one situation in which a rule applies, and another that it excepts.
    copies = 2 if asks else 1
    if fine:
        # One for whatever there is in some situation, one that no rule of a kind covers, and one
        # for each query that asks what is displaced where.
        effective = sum(a.effective is not None for a in wide)
        copies = max(copies, min(len(wide), 2 + effective))
        bases = unions(alternative for rule in rules for alternative in (*rule.when, *rule.unless))
        # What a known rule alone can name may be absent where all else is the same.
        bases = list(dict.fromkeys((*bases, *map(shared, bases))))
    # An exception never holds in the barest situation of its kind, and a bar in it holds wherever
    # no exception does, so that one is asked of too.
    barest = asks and any(a.situations[0] == "every" for a in fine)
    found = dict(named)
    for base in bases:
        for kind in types(bounds):
            if barest:
                found.setdefault(base | kind)
            for copy in range(copies):
                found.setdefault(base | kind | {f"generic:{copy}"})
    return list(found)


def exempted(points: Sequence[Alternative]) -> Iterator[frozenset[Alternative]]:
    """Give every set of situations that exceptions can take out of a rule that covers them all.

    An exception holds in whatever holds more, so that with a situation go all that contain it.
    """
    larger_first = sorted(points, key=len, reverse=True)

    def choose(place: int, chosen: frozenset[Alternative]) -> Iterator[frozenset[Alternative]]:
        if place == len(larger_first):
            yield chosen
            return
        yield from choose(place + 1, chosen)
        point = larger_first[place]
        if all(larger in chosen for larger in larger_first[:place] if larger > point):
            yield from choose(place + 1, chosen | {point})

    yield from choose(0, frozenset())
