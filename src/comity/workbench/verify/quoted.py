"""Whether quoted words stand in a text, whatever the typesetting did to it."""

from __future__ import annotations

import html
import re
import unicodedata

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:-]*)[^<>]*>|<[!?][^<>]*>")
_INLINE = {"a", "abbr", "b", "e", "em", "font", "i", "small", "span", "strong", "sub", "u"}
"""Tags inside which a word may go on; every other ends it."""
_UNREAD = {"script", "style", "sup"}
"""Tags whose text is no text of the law: `sup` marks footnotes."""
_PAGE = re.compile(r"\[\[Page [^\]\n]{1,40}\]\]|(?<!\w)\*[0-9]{1,5}(?!\w)")
_GAP = re.compile(r"\[?(?:\.\s?\.\s?\.(?:\s?\.)?|…)\]?")
_WORD = re.compile(r"[^\W_]+|§")


def text_of(markup: str) -> str:
    """Return the text of HTML or XML; a tag that ends a word becomes a space. Takes linear time."""
    parts: list[str] = []
    inside: str | None = None
    last = 0
    for tag in _TAG.finditer(markup):
        name = (tag[2] or "").lower()
        if inside is None:
            parts.append(markup[last : tag.start()])
            if name not in _INLINE:
                parts.append(" ")
            if name in _UNREAD and not tag[1] and not tag[0].endswith("/>"):
                inside = name
        elif tag[1] and name == inside:
            inside = None
        last = tag.end()
    if inside is None:
        parts.append(markup[last:])
    return html.unescape("".join(parts))


def words_of(text: str) -> tuple[str, ...]:
    """Return a text's words in lower case, without punctuation, page marks and soft hyphens."""
    plain = unicodedata.normalize("NFKC", _PAGE.sub(" ", text)).replace("\xad", "")
    return tuple(_WORD.findall(plain.casefold()))


class Text:
    """Hold a text ready to be asked for quotations."""

    def __init__(self, text: str) -> None:
        self._words = f" {' '.join(words_of(text))} "

    def has(self, quotation: str) -> bool:
        """Tell whether the words stand there, in order; an ellipsis stands for words left out."""
        at = 0
        for part in _GAP.split(quotation):
            wanted = words_of(part)
            if not wanted:
                continue
            found = self._words.find(f" {' '.join(wanted)} ", at)
            if found < 0:
                return False
            at = found + len(" ".join(wanted)) + 1
        return at > 0


_COMMON = frozenset(
    words_of(
        "a al and as at city commonwealth county department dept et ex for in inc immigration "
        "matter of on people re rel state states the town u united us s v village vs"
    )
)
"""Words that stand in the names of many cases."""


def same_case(ours: str, *theirs: str) -> bool:
    """Tell whether names may be those of one case: they share a word that is not in every name."""
    wanted = set(words_of(ours))
    given = {word for name in theirs for word in words_of(name)}
    return bool((wanted - _COMMON) & given) or (wanted <= _COMMON and bool(wanted & given))


def same_title(ours: str, theirs: str) -> bool:
    """Tell whether two titles are one, but for case and punctuation."""
    return words_of(ours) == words_of(theirs)
