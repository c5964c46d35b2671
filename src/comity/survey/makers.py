"""What one maker has coded on a day, apart from its name, so that makers with the same are one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from comity.catalog import Library
from comity.places.government import Government
from comity.reason.rules import NOWHERE, Maker, Rule, looked_at, makers, reaches, rules_of

Looked = tuple[str, ...] | None
"""None where a subject was surveyed, else the offices whose rules alone were."""


class Coded(msgspec.Struct, frozen=True, eq=False):
    """Hold the rules of a maker by subject, and where somebody looked.

    Makers with the same `number` have the same of both, but for their names.
    """

    number: int
    rules: Mapping[str, tuple[Rule, ...]]
    looked: Mapping[str, Looked]

    def surveyed(self, subject: str) -> bool:
        """Tell whether somebody looked for all of the maker's rules on a subject."""
        return self.looked[subject] is None

    def looked_for(self, subject: str) -> bool:
        """Tell whether somebody looked for rules of the maker, or of an office of it."""
        return self.looked[subject] != ()


NOTHING = Coded(0, {}, NOWHERE)


class Standing(msgspec.Struct, frozen=True):
    """Name a maker as a government below it sees it, with what it has coded."""

    maker: Maker
    coded: Coded


class Makers:
    """Return who makes rules for a government on a day, each with what it has coded."""

    def __init__(self, library: Library, day: str, protected: frozenset[str]) -> None:
        self._library = library
        self._day = day
        self._protected = protected
        self._suspended: dict[str, frozenset[str]] = {}
        self._coded: dict[tuple[Maker, frozenset[str]], Coded] = {}
        self._numbers: dict[object, int] = {}

    def over(self, government: Government) -> tuple[Standing, ...]:
        """Return the makers of a government's rules, itself first."""
        suspended = self.suspended(government)
        return tuple(
            Standing(maker, self._of(maker, suspended))
            for maker in makers(self._library, government)
        )

    def suspended(self, government: Government) -> frozenset[str]:
        """Return what orders suspend for a government; the same for all of a State not named."""
        ids = {government.id, *government.same_as}
        key = government.id if ids & self._protected else f"all of {government.state}"
        if key not in self._suspended:
            self._suspended[key] = self._library.suspended(government, self._day)
        return self._suspended[key]

    def _of(self, maker: Maker, suspended: frozenset[str]) -> Coded:
        file = self._library.file_of(maker.id)
        if file is None:
            return NOTHING
        own = frozenset(name for name in suspended if name.startswith(f"{maker.id}/"))
        key = (maker, own)
        if key not in self._coded:
            found: dict[str, list[Rule]] = {}
            for rule in rules_of(file, maker, self._day, suspended):
                if reaches(rule):
                    found.setdefault(rule.subject, []).append(rule)
            rules = {subject: tuple(group) for subject, group in sorted(found.items())}
            looked = looked_at(file, self._day)
            content = (
                tuple(
                    unnamed(rule, maker, named=_named_there(rules))
                    for group in rules.values()
                    for rule in group
                ),
                tuple(looked.values()),
            )
            number = self._numbers.setdefault(content, len(self._numbers) + 1)
            self._coded[key] = Coded(number, rules, looked)
        return self._coded[key]


def _named_there(rules: Mapping[str, tuple[Rule, ...]]) -> bool:
    """Tell whether some rule of a maker names another, so that names matter."""
    return any(rule.overrides for group in rules.values() for rule in group)


def unnamed(rule: Rule, maker: Maker, *, named: bool) -> tuple[Any, ...]:
    """Return all that queries can see of a rule, without the name of its maker."""
    cut = len(maker.id)

    def local(alternatives: tuple[frozenset[str], ...]) -> tuple[tuple[str, ...], ...]:
        return tuple(
            tuple(sorted(condition.replace(maker.id, "") for condition in alternative))
            for alternative in alternatives
        )

    return (
        rule.subject,
        rule.act,
        rule.binds,
        rule.counterparty,
        rule.office,
        rule.kind,
        local(rule.when),
        local(rule.unless),
        rule.about,
        rule.saved,
        rule.overrides,
        rule.id[cut:] if named else "",
        rule.maybe and rule.maybe[cut:],
        tuple(name[cut:] for name in rule.ended_by),
    )
