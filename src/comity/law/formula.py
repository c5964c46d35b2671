"""The formulas of `met_if` and of a reading's `means`, as they stand in a file."""

from typing import Annotated, Literal

import msgspec

from comity.policy.vocabulary import Act, Binds, Counterparty, EventKind, Named, Subject
from comity.strict_yaml.build import Id

LEVELS = 3
"""How deep `all`, `any` and `not` may stand inside one another."""


class TermRef(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Stand for the words that the chosen reading of a scope term covers."""

    term: Id


class Situation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Hold any one of the forms that `in` may take where it is a map."""

    some_without: tuple[Named, ...] | None = None
    every_without: tuple[Named, ...] | None = None
    term: Id | None = None


QueryAct = Literal[Act, "excepts"]
Maker = Literal["own", "state", "county", "parents", "federal"]


class Query(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Ask whether there is such a provision, applying in the situation `in`."""

    subject: Subject | tuple[Subject, ...] | TermRef | None = None
    act: QueryAct | tuple[QueryAct, ...] | TermRef | None = None
    in_: Literal["any"] | tuple[Named, ...] | Situation | None = msgspec.field(
        default=None, name="in"
    )
    by: Maker | tuple[Maker, ...] | None = None
    of: str | tuple[str, ...] | None = None
    binds: Binds | tuple[Binds, ...] | TermRef | None = None
    counterparty: Counterparty | tuple[Counterparty, ...] | None = None
    effective: bool | None = None


class EventQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Ask whether something was sent to the government: a notice, a designation."""

    kind: EventKind
    about: Id | None = None
    by: Id | tuple[Id, ...] | None = None


Count = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{1,12}$", description="a whole number")]


class Bound(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Hold one bound on a number."""

    above: Count | None = None
    at_least: Count | None = None
    below: Count | None = None
    at_most: Count | None = None

    @property
    def threshold(self) -> tuple[int, bool]:
        """Return the least number that counts, and whether it is those from it on that are meant.

        Raises ValueError where not exactly one bound is set.
        """
        (name, text), *more = (
            (name, value)
            for name in self.__struct_fields__
            if (value := getattr(self, name)) is not None
        )
        if more:
            raise ValueError("several bounds")
        return int(text) + (name in ("above", "at_most")), name in ("above", "at_least")


class Attribute(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Ask for something that a government has whatever its rules: its population."""

    population: Bound


class Formula(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Hold exactly one of the forms that FORMS lists."""

    all: tuple["Formula", ...] | None = None
    any: tuple["Formula", ...] | None = None
    not_: "Formula | None" = msgspec.field(default=None, name="not")
    some: Query | None = None
    term: Id | None = None
    test: Id | None = None
    event: EventQuery | None = None
    attribute: Attribute | None = None
    listed: Id | None = None
    subdivision: Id | None = None

    @property
    def form(self) -> str:
        """Name the one form that is set, or say none or several."""
        found = [name for name in FORMS if getattr(self, name) is not None]
        return found[0] if len(found) == 1 else ("none" if not found else "several")

    @property
    def parts(self) -> "tuple[Formula, ...]":
        """Return the formulas directly inside."""
        if self.not_ is not None:
            return (self.not_,)
        return self.all or self.any or ()


FORMS = (
    "all",
    "any",
    "not_",
    "some",
    "term",
    "test",
    "event",
    "attribute",
    "listed",
    "subdivision",
)


def several(value: str | tuple[str, ...] | None) -> tuple[str, ...]:
    """Return the values of a key that may hold none, one or several."""
    return () if value is None else (value,) if isinstance(value, str) else value


def leaves(formula: Formula) -> list[Formula]:
    """Return the leaves of a formula from left to right."""
    if formula.form in ("all", "any", "not_"):
        return [leaf for part in formula.parts for leaf in leaves(part)]
    return [formula]


def negates(formula: Formula) -> bool:
    """Tell whether there is a `not` in a formula."""
    return formula.not_ is not None or any(negates(part) for part in formula.parts)
