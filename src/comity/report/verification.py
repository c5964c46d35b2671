"""The answer of `comity law verify` as text: what needs a person first."""

from __future__ import annotations

from comity.report.terminal import wrap
from comity.strict_yaml import plain
from comity.workbench.verify.judge import Finding, Report, State

ORDER: tuple[tuple[State, str], ...] = (
    ("differs", "Differs"),
    ("not_found", "Not found"),
    ("failed", "Failed"),
    ("confirmed", "Confirmed"),
    ("not_asked", "Not asked"),
)
NAMES = {
    "govinfo": "govinfo",
    "govinfo_pages": "govinfo",
    "federal_register": "Federal Register",
    "ecfr": "eCFR",
    "courtlistener": "CourtListener",
}


def render(report: Report) -> str:
    """Write every finding under its state, then the counts and the files that were written."""
    lines: list[str] = []
    for state, title in ORDER:
        found = [one for one in report.findings if one.state == state]
        if not found:
            continue
        lines.append(f"{title} ({len(found)})")
        for one in found:
            lines += _finding(one)
        lines.append("")
    lines += wrap(
        f"{report.confirmed} confirmed, {report.differs} differ, {report.not_found} not found, "
        f"{report.not_asked} not asked, {report.failed} failed."
    )
    if report.failed:
        lines += wrap("What failed was not checked: run the command again.")
    for file in report.written:
        lines += wrap(f"wrote {file}")
    return "\n".join(lines) + "\n"


def _finding(one: Finding) -> list[str]:
    cited = one.asked if one.asked is not None and one.asked not in one.cite else one.cite
    lines = _said(f"{one.id}: {cited}", 2)
    source = NAMES[one.source] if one.source is not None else ""
    if one.state == "not_found":
        lines += _said(f"{source} does not have it", 4)
    if one.why is not None:
        lines += _said(f"{source} {one.why}".strip(), 4)
    for text in one.differs:
        lines += _said(f"{source}: {text}", 4)
    if one.saw:
        lines += _said(f"seen at {source} on {one.day}: {'; '.join(one.saw)}", 4)
    for text in one.open:
        lines += _said(f"open: {text}", 4)
    if one.address is not None:
        lines += _said(one.address, 4)
    return lines


def _said(text: str, indent: int) -> list[str]:
    return wrap(plain(text), indent, indent + 2)
