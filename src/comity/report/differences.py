"""The answer of `comity law diff` as text."""

from __future__ import annotations

from comity.reason.history import State
from comity.report.terminal import STATUS, in_short, wrap
from comity.workbench.differences import Difference, Differences

MOST_FILES = 6


def render(found: Differences) -> str:
    """Write what differs between two versions, grouped by the files that did it."""
    lines: list[str] = []
    groups: dict[tuple[str, ...], list[Difference]] = {}
    for difference in found.differences:
        groups.setdefault(difference.files, []).append(difference)
    for files, differences in groups.items():
        shown = ", ".join(files[:MOST_FILES])
        more = f" and {len(files) - MOST_FILES} more" if len(files) > MOST_FILES else ""
        sure = "" if differences[0].sure else " (which of them could not be told)"
        lines += wrap(f"{shown}{more}{sure}", 0, 2)
        for difference in differences:
            days = difference.days
            when = days[0] if len(days) == 1 else f"{days[0]} to {days[-1]}, {len(days)} days"
            lines += wrap(f"{difference.test}  {difference.place}  ({when})", 2, 4)
            lines += _told(difference.old, difference.new)
        lines.append("")
    lines += wrap(
        f"{found.differ} of {found.asked} findings differ between {found.old} and {found.new}; "
        f"{len(found.changed)} files of the library do."
    )
    return "\n".join(lines) + "\n"


def _told(old: State | None, new: State | None) -> list[str]:
    """Say the two states in a line each, then the parts that differ without showing in it."""
    lines = wrap(f"was {_short(old)}", 6, 4) + wrap(f"now {_short(new)}", 6, 4)
    if old is None or new is None:
        return lines
    if old.leaning != new.leaning:
        lines += wrap(f"the courts: {_lean(old)}, now {_lean(new)}", 6, 4)
    past = {c.id: c for c in old.operative.consequences}
    for now in new.operative.consequences:
        then = past.get(now.id)
        if then != now:
            was = STATUS[then.status] if then is not None else "not there"
            by = f" by {', '.join(now.by)}" if now.by else ""
            lines += wrap(f"{now.id}: {was}, now {STATUS[now.status]}{by}", 6, 4)
    return lines


def _short(state: State | None) -> str:
    if state is None:
        return "no answer"
    settled = f"settled on every open reading: {state.outcome.replace('_', ' ')}"
    return in_short(state.outcome, state.turns_on, settled, state.operative.status)


def _lean(state: State) -> str:
    return state.leaning.outcome.replace("_", " ") if state.leaning is not None else "silent"
