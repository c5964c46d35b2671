"""What a review says: remarks with both sides, what nobody looked up, what does not arise."""

from __future__ import annotations

from typing import Literal

import msgspec

Asked = Literal["definition", "local_rule"]


class Voice(msgspec.Struct, frozen=True):
    """Name who holds a position: a ruling or a party by its id, else by its citation alone."""

    name: str
    id: str | None = None
    checked: bool = False


class Position(msgspec.Struct, frozen=True):
    """Hold one side of a question, and who holds it on the day."""

    says: str
    held_by: tuple[Voice, ...]


class Remark(msgspec.Struct, frozen=True):
    """Hold one thing that a court would ask, and on whose reading it arises.

    `sides` begin with the one on which it arises; where there is one alone, the library records
    no other as held on the day. `provisions` are those of a local rule.
    """

    code: str
    title: str
    on_reading_of: str
    rule: str
    authority: tuple[Voice, ...]
    arises_from: tuple[str, ...]
    sides: tuple[Position, ...]
    would_change: tuple[str, ...]
    provisions: tuple[str, ...] = ()


class NotLookedUp(msgspec.Struct, frozen=True):
    """Say what a rule asks and nobody has looked up: no remark, and no clean bill either."""

    code: str
    title: str
    what: str


class NotArising(msgspec.Struct, frozen=True):
    """Say why a rule was applied and gives rise to nothing."""

    code: str
    title: str
    why: str


Said = Remark | NotLookedUp | NotArising


class Review(msgspec.Struct, frozen=True):
    """Hold a review: each rule of law appears in at least one of the three lists."""

    format: int
    asked: Asked
    id: str
    title: str
    as_of: str
    status: str
    remarks: tuple[Remark, ...]
    not_looked_up: tuple[NotLookedUp, ...]
    does_not_arise: tuple[NotArising, ...]
