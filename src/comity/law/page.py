"""A page of text: titles, headings, wrapped sentences and lists."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from comity.law.words import stopped

WIDTH = 80


class Page:
    """Collect wrapped lines."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def title(self, text: str) -> None:
        """Write the title."""
        self.say(text, 0)

    def heading(self, text: str) -> None:
        """Write a heading, with an empty line above it."""
        self.gap()
        self.say(text.upper(), 0)

    def gap(self) -> None:
        """Leave one empty line."""
        if self.lines and self.lines[-1]:
            self.lines.append("")

    def say(self, text: str, indent: int, mark: str = "") -> None:
        """Write a text, indented and wrapped; a mark stands before its first line."""
        hang = len(mark) if len(mark) <= 6 else 2
        self.lines.extend(
            textwrap.wrap(
                " ".join(f"{mark}{text}".split()),
                WIDTH,
                initial_indent=" " * indent,
                subsequent_indent=" " * (indent + hang),
                break_long_words=False,
                break_on_hyphens=False,
            )
        )

    def note(self, text: str | None, indent: int) -> None:
        """Write a note, where there is one."""
        if text:
            self.say(f"Note: {text}", indent)

    def items(self, found: Iterable[str], nothing: str) -> None:
        """List texts, each once, or say that there are none."""
        listed = list(dict.fromkeys(found))
        for text in listed:
            self.say(stopped(text), 2, "- ")
        if not listed:
            self.say(nothing, 2)

    def text(self) -> str:
        """Return the page."""
        return "\n".join(self.lines) + "\n"
