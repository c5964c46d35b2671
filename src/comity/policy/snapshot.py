"""Names out of a page or file that somebody saved: HTML, CSV, TSV, or a name a line.

Nothing is loaded from anywhere: of a page only its text is read. The tokenizer is our own, since
that of the standard library takes quadratic time on tags that never end, and since the compiled
readers cost a dependency, and one of them the process on deep nesting; ours reads each character
a bounded number of times and keeps no tree.
"""

from __future__ import annotations

import csv
import html
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from comity.strict_yaml import BadInput, Remark

SIZE = 10_000_000
"""How many bytes a saved page or file may hold."""

LINES = 200_000
"""How many pieces of text are read from it."""

LONGEST = 120
"""How many characters a name may have; what is longer is prose."""

TAGS = 500_000
"""How many tags of a page are read."""

DEPTH = 100
"""How deep blocks are told apart; what lies deeper counts as lying there."""

COLUMNS = 200
"""How many columns of a table are read."""


class Heading(NamedTuple):
    """Hold a heading: how deep it stands (1 is the highest), and its text."""

    level: int
    text: str


class Line(NamedTuple):
    """Hold one piece of text, where it stands, and what stands around it.

    `group` is the same for all that stand alike: items of lists at one depth, cells of one column.
    `row` and `header` are the cells of its row and of the table's first row, by column.
    """

    text: str
    group: int
    headings: tuple[Heading, ...]
    column: int = -1
    row: dict[int, str] | None = None
    header: dict[int, str] | None = None
    prose: bool = False


class Page(NamedTuple):
    """Hold what a saved page or file says: how it was read, its title and its lines."""

    kind: str
    encoding: str
    title: str | None
    lines: tuple[Line, ...]
    cleaned: int


def read_snapshot(data: bytes, shown: str) -> Page:
    """Return the lines of a saved page or file; raise BadInput where it is no text of a list."""
    if len(data) > SIZE:
        raise _wrong(shown, f"is larger than {SIZE:,} bytes, the most that is read")
    text, encoding = _decoded(data, shown)
    ending = shown.rpartition(".")[2].casefold()
    reader = _Lines(shown)
    title = None
    if ending in ("html", "htm", "xhtml", "mhtml") or _is_html(text):
        kind = "HTML"
        title = _read_html(text, reader)
    elif ending == "csv" or ending == "tsv" or _is_tabbed(text):
        kind = "CSV" if ending == "csv" else "TSV"
        _read_table(text, "," if ending == "csv" else "\t", reader, shown)
    else:
        kind = "text"
        _read_text(text, reader)
    if not reader.lines:
        raise _wrong(shown, "holds no text, expected a page or file with names of governments")
    return Page(kind, encoding, title, tuple(reader.lines), reader.cleaned)


def _wrong(shown: str, text: str) -> BadInput:
    return BadInput([Remark(shown, 0, 0, text)])


# Bytes to text.

_BINARY = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a packed document, such as of Word or Excel"),
    (b"\xd0\xcf\x11\xe0", "a document of Word or Excel"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"\x1f\x8b", "packed"),
)


def _decoded(data: bytes, shown: str) -> tuple[str, str]:
    """Return a file's text and the encoding by which it was read."""
    for start, what in _BINARY:
        if data.startswith(start):
            raise _wrong(shown, f"is {what}, expected HTML, CSV, TSV or text: save it as one")
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16"), "UTF-16"
        if b"\0" in data:
            raise _wrong(shown, "is binary, expected HTML, CSV, TSV or text")
        return data.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        raise _wrong(shown, "is neither UTF-8 nor Windows-1252 text") from None
    strange = sum(c < " " and c not in "\t\n\r\f" for c in text[:10_000])
    if strange * 20 > min(len(text), 10_000):
        raise _wrong(shown, "is binary, expected HTML, CSV, TSV or text")
    return text, "Windows-1252"


def _is_html(text: str) -> bool:
    start = text[:2000].lstrip().casefold()
    return start.startswith(("<!doctype html", "<html", "<?xml")) or bool(
        re.search(r"<(?:html|body|table|ul|ol|div|p|li)[\s>]", text[:20_000], re.I)
    )


def _is_tabbed(text: str) -> bool:
    lines = [line for line in text[:20_000].splitlines()[:20] if line.strip()]
    return len(lines) > 1 and all("\t" in line for line in lines[:-1])


_GAPS = re.compile(r"\s+")


class _Lines:
    """Collect lines within bounds, cleaned of what cannot be seen."""

    def __init__(self, shown: str) -> None:
        self.shown = shown
        self.lines: list[Line] = []
        self.cleaned = 0

    def clean(self, text: str) -> str:
        """Return a text on one line, without control, direction and zero-width characters."""
        kept = []
        for c in text:
            if c.isprintable() or c.isspace():
                kept.append(c)
            elif unicodedata.category(c) in ("Cc", "Cf", "Cs", "Cn", "Co"):
                self.cleaned += 1
        return _GAPS.sub(" ", "".join(kept)).strip()

    def add(self, line: Line) -> None:
        """Add a line; raise BadInput where there are too many."""
        if len(self.lines) >= LINES:
            raise _wrong(self.shown, f"holds more than {LINES:,} lines, the most that are read")
        self.lines.append(line)


# Text and tables.

_BULLET = re.compile(r"(?:[-*•◦▪–]|[0-9]{1,4}[.)])\s+")


def _read_text(text: str, reader: _Lines) -> None:
    """Read a name a line; a line that ends with a colon, or begins with #, is a heading."""
    headings: tuple[Heading, ...] = ()
    for raw in io.StringIO(text):
        line = reader.clean(raw[: 20 * LONGEST])
        mark = re.match(r"(#{1,6})\s+", line)
        if mark is not None:
            headings = _below(headings, Heading(len(mark[1]), line[mark.end() :].rstrip("# ")))
        elif line.endswith(":") and len(line) <= LONGEST:
            headings = _below(headings, Heading(7, line[:-1].rstrip()))
        elif line:
            mark = _BULLET.match(line)
            name = line[mark.end() :] if mark is not None else line
            reader.add(Line(name, 0, headings))


def _below(headings: tuple[Heading, ...], new: Heading) -> tuple[Heading, ...]:
    """Return the headings under which what follows a new heading stands."""
    return (*(heading for heading in headings if heading.level < new.level), new)


def _read_table(text: str, mark: str, reader: _Lines, shown: str) -> None:
    """Read the cells of a CSV or TSV file; its first row is taken as the header too."""
    header: dict[int, str] = {}
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        for number, cells in enumerate(rows):
            row = {at: reader.clean(cell) for at, cell in enumerate(cells[:COLUMNS])}
            if number == 0:
                header = row
            for at, cell in row.items():
                if cell:
                    reader.add(Line(cell, at, (), at, row, header))
    except csv.Error as error:
        raise _wrong(shown, f"is no table that can be read: {error}") from None


# HTML. Only blocks are kept on a stack; what stands inside a line (a, span, b) is not.

_TAG = re.compile(
    r"""<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,60})((?:[^<>"']++|"[^"]*+"|'[^']*+')*+)>""", re.S
)
_TAG_LENGTH = 20_000
_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9:-]{0,60})")
_HUGE = re.compile(r"&#[0-9]{8,}+;?")
_SPAN = re.compile(r"""\bcolspan\s*=\s*["']?([0-9]{1,3})\b""", re.I)
_ROWS = re.compile(r"""\browspan\s*=\s*["']?([0-9]{1,3})\b""", re.I)
_RAW = {
    name: re.compile(f"</{name}[\\s>/]", re.I)
    for name in ("script", "style", "textarea", "title", "iframe", "noscript", "xmp")
}
_UNSEEN = frozenset(("nav", "footer", "select", "datalist", "svg", "template", "button", "object"))
_HEADS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset(
    (
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "select",
        "datalist",
        "svg",
        "template",
        "button",
        "object",
    )
)
_ENDS = {
    "li": (("li",), ("ul", "ol", "menu")),
    "dt": (("dt", "dd"), ("dl",)),
    "dd": (("dt", "dd"), ("dl",)),
    "td": (("td", "th"), ("tr", "table")),
    "th": (("td", "th"), ("tr", "table")),
    "tr": (("tr",), ("table",)),
    "tbody": (("tbody", "thead", "tfoot"), ("table",)),
    "tfoot": (("tbody", "thead", "tfoot"), ("table",)),
    "thead": (("tbody", "thead", "tfoot"), ("table",)),
}
"""What a tag ends that was left open, and beyond which tag it does not look."""


class _Table:
    """Hold where a table stands: its header, the row that is read, and its cells.

    `reaching` has the cells of rows above that reach into those below: how far, and their text.
    """

    def __init__(self) -> None:
        self.header: dict[int, str] = {}
        self.row: dict[int, str] = {}
        self.rows = 0
        self.column = -1
        self.next = 0
        self.heads = 0
        self.reaching: dict[int, tuple[int, str]] = {}
        self.begun: dict[int, int] = {}

    def begin_row(self) -> None:
        """Begin a row with the cells that reach into it from above."""
        self.next = self.heads = 0
        self.row = {column: text for column, (_, text) in self.reaching.items()}
        self.reaching = {
            column: (more - 1, text) for column, (more, text) in self.reaching.items() if more > 1
        }

    def begin_cell(self, name: str, attributes: str) -> int:
        """Begin a cell in the next column that is free, and return the column."""
        while self.next in self.row:
            self.next += 1
        self.column = self.next
        wide, deep = _SPAN.search(attributes), _ROWS.search(attributes)
        self.next += max(1, int(wide[1])) if wide is not None else 1
        if deep is not None and int(deep[1]) > 1 and self.column < COLUMNS:
            self.begun[self.column] = int(deep[1]) - 1
        self.heads += name == "th"
        return min(self.column, COLUMNS)

    def end_row(self) -> None:
        """End a row, and keep those of its cells that reach further down."""
        for column, more in self.begun.items():
            if column in self.row:
                self.reaching[column] = (more, self.row[column])
        self.begun = {}


class _Block(NamedTuple):
    tag: str
    group: int
    hidden: bool
    table: _Table | None
    outside: tuple[Heading, ...] | None


def _read_html(text: str, reader: _Lines) -> str | None:
    """Read the lines of a page; return its title, or None."""
    page = _Html(reader)
    at = tags = 0
    while True:
        start = text.find("<", at)
        if start < 0:
            page.text(text[at:])
            break
        page.text(text[at:start])
        tags += 1
        if tags > TAGS:
            raise _wrong(reader.shown, f"holds more than {TAGS:,} tags, the most that are read")
        if text.startswith("<!--", start):
            end = text.find("-->", start + 4)
            at = end + 3 if end >= 0 else len(text)
            continue
        if text.startswith(("<!", "<?"), start):
            end = text.find(">", start)
            at = end + 1 if end >= 0 else len(text)
            continue
        found = _NAME.match(text, start)
        if found is None:
            page.text("<")
            at = start + 1
            continue
        tag = _TAG.match(text, start, start + _TAG_LENGTH)
        if tag is not None:
            at = tag.end()
        else:
            # Quotes that do not close, or a picture in an attribute: up to the next sign of a tag.
            following = text.find("<", start + 1)
            end = text.find(">", start, following if following >= 0 else len(text))
            at = end + 1 if end >= 0 else found.end()
        name = found[1].lower()
        if text[start + 1] == "/":
            page.end(name)
        elif name in _RAW:
            close = _RAW[name].search(text, at)
            if name == "title" and page.title is None and close is not None:
                page.title = reader.clean(html.unescape(_HUGE.sub("�", text[at : close.start()])))
            end = text.find(">", close.start()) if close is not None else -1
            at = end + 1 if end >= 0 else len(text)
        else:
            page.start(name, "" if tag is None else tag[3])
    page.close()
    return page.title or page.top


class _Html:
    """Follow a page's tags, and hand on what stands in each block as a line."""

    def __init__(self, reader: _Lines) -> None:
        self.reader = reader
        self.title: str | None = None
        self.top: str | None = None
        self.stack: list[_Block] = [_Block("", 0, False, None, None)]
        self.open: Counter[str] = Counter()
        self.deeper = 0
        self.groups: dict[tuple[int, str], int] = {}
        self.pieces: list[str] = []
        self.bold = 0
        self.seen = [0, 0]
        self.headings: tuple[Heading, ...] = ()
        self.item: str | None = None

    def text(self, piece: str) -> None:
        """Take a piece of text between two tags."""
        if not piece or self.stack[-1].hidden:
            return
        self.pieces.append(piece)
        if not piece.isspace():
            self.seen[bool(self.bold)] += 1

    def start(self, name: str, attributes: str) -> None:
        """Begin a tag."""
        if name in ("b", "strong"):
            self.bold += 1
        elif name == "br":
            self.flush(broken=True)
        elif name == "hr":
            self.flush()
        elif name in _BLOCKS:
            self.flush()
            self.close_before(name)
            self.push(name, attributes)

    def close_before(self, name: str) -> None:
        """End what was left open, as browsers do."""
        if self.stack[-1].tag == "p":
            self.pop(len(self.stack) - 1)
        if name not in _ENDS:
            return
        ended, bounds = _ENDS[name]
        if not any(self.open[tag] for tag in ended):
            return
        for at in range(len(self.stack) - 1, 0, -1):
            if self.stack[at].tag in bounds:
                return
            if self.stack[at].tag in ended:
                self.pop(at)
                return

    def push(self, name: str, attributes: str) -> None:
        """Put a block onto the stack."""
        if len(self.stack) >= DEPTH:
            self.deeper += 1
            return
        above = self.stack[-1]
        table = _Table() if name == "table" else above.table
        step = name
        if table is not None and name == "tr":
            table.begin_row()
        elif table is not None and name in ("td", "th"):
            step = f"cell {table.begin_cell(name, attributes[:500])}"
        outside = None
        if name in ("ul", "ol", "dl", "table"):
            outside = self.headings
            if self.item is not None and name in ("ul", "ol"):
                self.headings = _below(self.headings, Heading(9, self.item))
        self.item = None
        group = self.groups.setdefault((above.group, step), len(self.groups) + 1)
        hidden = above.hidden or name in _UNSEEN
        self.stack.append(_Block(name, group, hidden, table, outside))
        self.open[name] += 1

    def end(self, name: str) -> None:
        """End a tag; one that was not begun is passed over."""
        if name in ("b", "strong"):
            self.bold = max(0, self.bold - 1)
            return
        if name not in _BLOCKS:
            return
        self.flush()
        if self.deeper:
            self.deeper -= 1
            return
        if not self.open[name]:
            return
        for at in range(len(self.stack) - 1, 0, -1):
            if self.stack[at].tag == name:
                self.pop(at)
                return

    def pop(self, at: int) -> None:
        """Take blocks off the stack, down to a position."""
        while len(self.stack) > at:
            block = self.stack.pop()
            self.open[block.tag] -= 1
            table = block.table
            if block.outside is not None:
                self.headings = block.outside
            if table is not None and block.tag == "tr":
                filled = [cell for cell in table.row.values() if cell]
                if len(filled) == 1 and table.heads == 1 and len(table.row) == 1:
                    self.headings = _below(self.headings, Heading(8, filled[0]))
                elif table.rows == 0:
                    table.header.update(table.row)
                table.rows += 1
                table.end_row()
            if block.tag == "li":
                self.item = None

    def flush(self, *, broken: bool = False) -> None:
        """Hand on the text of a block as a line, or as a heading."""
        raw = html.unescape(_HUGE.sub("�", "".join(self.pieces)[: 200 * LONGEST]))
        text = self.reader.clean(raw) if self.pieces else ""
        bold = self.seen[1] > 0 and self.seen[0] == 0
        self.pieces, self.seen = [], [0, 0]
        if not text:
            return
        block = self.stack[-1]
        table = block.table
        level = _HEADS.get(block.tag)
        if level is not None or block.tag in ("caption", "dt", "summary", "legend"):
            if level == 1 and self.top is None:
                self.top = text
            deep = level or (8 if block.tag == "dt" else 7)
            self.headings = _below(self.headings, Heading(deep, text))
            return
        plain = block.tag not in ("li", "td", "th", "dd")
        if plain and (bold or text.endswith(":")) and len(text) <= LONGEST and not broken:
            self.headings = _below(self.headings, Heading(7, text.rstrip(": ")))
            return
        if block.tag in ("td", "th") and table is not None:
            before = table.row.get(table.column)
            table.row[table.column] = text if before is None else f"{before} {text}"
            self.reader.add(
                Line(text, block.group, self.headings, table.column, table.row, table.header)
            )
            return
        if block.tag == "li":
            self.item = text
        self.reader.add(Line(text, block.group, self.headings, prose=plain))

    def close(self) -> None:
        """End the page."""
        self.flush()
        self.pop(1)


def headings_of(page: Page) -> Iterator[str]:
    """Give every heading and column header of a page, once."""
    return iter(dict.fromkeys(_all_headings(page.lines)))


def _all_headings(lines: Iterable[Line]) -> Iterator[str]:
    last: tuple[Heading, ...] | None = None
    for line in lines:
        if line.headings is not last:
            last = line.headings
            for heading in last:
                yield heading.text
        if line.header:
            head = line.header.get(line.column)
            if head:
                yield head
