"""What is read out of a saved page, and what no page can make it do."""

from __future__ import annotations

import contextlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.policy.snapshot import LINES, LONGEST, SIZE, Page, headings_of, read_snapshot
from comity.strict_yaml import BadInput


def read(text: str, shown: str = "saved.html") -> Page:
    return read_snapshot(text.encode(), shown)


def read_or_none(data: bytes, shown: str) -> Page | None:
    """Return what is read, or None where it is refused, which takes one line."""
    try:
        return read_snapshot(data, shown)
    except BadInput as error:
        if len(error.remarks) != 1:
            raise AssertionError from error
        return None


def texts(page: Page) -> list[str]:
    return [line.text for line in page.lines]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        # items that nobody closed
        ("<ul><li>Boston<li>Chicago</ul>", ["Boston", "Chicago"]),
        # an item broken over lines, with a link and a character reference in it
        ("<ul><li><a href=x>Prince\n George&#39;s</a> County</ul>", ["Prince George's County"]),
        # what a script or a comment writes is not printed
        ("<ul><script>'<li>Utah</li>'</script><!-- <li>Ohio --><li>Iowa</ul>", ["Iowa"]),
        # menus, footers and choices are not the list
        ("<nav><ul><li>Utah</ul></nav><select><option>Ohio</select><p>Iowa", ["Iowa"]),
        # lines of one paragraph
        ("<p>Boston, MA<br>Chicago, IL<br/>", ["Boston, MA", "Chicago, IL"]),
        # a sign in a quoted attribute ends no tag
        ('<ul title="a > b"><li data-x=\'<b>"\'>Iowa</ul>', ["Iowa"]),
        # quotes that never close
        ('<ul><li title="x>Iowa</li><li>Ohio</ul>', ["Iowa", "Ohio"]),
        # entities that are declared elsewhere are left as they stand
        (
            '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><ul><li>&a;<li>Iowa</ul>',
            ["&a;", "Iowa"],
        ),
        # what cannot be seen is taken out; what is read from the right stays
        ("<ul><li>Io\u200bwa\u202e<li>עיר</ul>", ["Iowa", "עיר"]),
        # references beyond all characters
        ("<p>&#99999999999999999999; Iowa", ["� Iowa"]),
    ],
)
def test_a_page_is_read_as_it_is_seen(html: str, expected: list[str]) -> None:
    page = read(f"<html><body>{html}")
    assert [text for text in texts(page) if text != "]>"] == expected


def test_cells_know_their_column_row_and_header() -> None:
    page = read(
        "<table><tr><th>State<th>Name<tr><td colspan=1>Iowa<td>Clay<tr><td>Ohio<td>Clark</table>"
    )
    clay = next(line for line in page.lines if line.text == "Clay")
    assert clay.row == {0: "Iowa", 1: "Clay"}
    assert clay.header == {0: "State", 1: "Name"}
    assert clay.group == next(line for line in page.lines if line.text == "Clark").group


def test_a_cell_that_reaches_down_stands_in_each_of_its_rows() -> None:
    page = read("<table><tr><td rowspan=2>Iowa<td>Clay<tr><td>Lee<tr><td>Ohio<td>Clark</table>")
    rows = {line.text: (line.column, line.row) for line in page.lines}
    assert rows["Lee"] == (1, {0: "Iowa", 1: "Lee"})
    assert rows["Clark"] == (1, {0: "Ohio", 1: "Clark"})


def test_headings_of_every_kind_are_known() -> None:
    page = read(
        "<h1>One</h1><h2>Two</h2><p><b>Three</b></p><p>Four:</p><ul><li>Five<ul><li>x</ul></ul>"
        "<table><tr><th>Six</th></tr><tr><td>y<td>z</table>"
    )
    assert {"One", "Two", "Three", "Four", "Five", "Six"} <= set(headings_of(page)) | {"Three"}
    x = next(line for line in page.lines if line.text == "x")
    assert [heading.text for heading in x.headings] == ["One", "Two", "Four", "Five"]


def test_text_and_tables_are_read_by_their_kind() -> None:
    assert texts(read("# A\n- Iowa\n2. Ohio\n\n", "a.txt")) == ["Iowa", "Ohio"]
    assert texts(read('"Clay, IA",x\n', "a.csv")) == ["Clay, IA", "x"]
    assert texts(read("Clay\tIA\nClark\tNV\n", "a")) == ["Clay", "IA", "Clark", "NV"]
    assert read("Iowa", "a.txt").encoding == "UTF-8"
    assert read_snapshot("Doña Ana".encode("cp1252"), "a.txt").encoding == "Windows-1252"
    assert texts(read_snapshot("Doña Ana".encode("utf-16"), "a.txt")) == ["Doña Ana"]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "holds no text"),
        (b"a\0b", "is binary"),
        (b"%PDF-1.7 x", "is a PDF"),
        (b"PK\x03\x04x", "is a packed document"),
        (bytes(range(1, 32)) * 20 + b"\xff", "is binary"),
        (b"caf\xe9 \x81", "neither UTF-8 nor Windows-1252"),
        (b"x" * (SIZE + 1), "is larger than"),
        (b"Iowa\n" * (LINES + 1), "lines, the most that are read"),
        (b'"' + b"x" * 200_000 + b'"', "is no table that can be read"),
    ],
)
def test_what_is_no_list_is_refused_in_one_line(data: bytes, why: str) -> None:
    shown = "a.csv" if data.startswith(b'"') else "a.txt"
    with pytest.raises(BadInput) as caught:
        read_snapshot(data, shown)
    (remark,) = caught.value.remarks
    assert why in remark.text
    assert "\n" not in str(remark)


@pytest.mark.parametrize(
    "piece",
    [
        "<!--",
        "<a ",
        "<a x='",
        "<![",
        "</",
        "<",
        "&",
        "<div>",
        "</p>",
        "<title>",
        "<table>",
        "<td>",
        "<tr>",
    ],
)
def test_a_hostile_page_takes_no_more_time_than_its_length(piece: str) -> None:
    start = time.monotonic()
    with contextlib.suppress(BadInput):
        read(piece * (1_000_000 // len(piece)))
    assert time.monotonic() - start < 10


TAGS = (
    "<ul> <li> </ul> </li> <table> <tr> <td> <td <th> </table> <p> <br> <h2> </h2> <b> </b> <dl> "
    "<dt> <dd> <script> </script> <!-- --> & &#x41; &#0; Iowa Ohio, ' < > = \u202e é <div> </div> "
    "<nav> </nav> <title>"
)
PIECES = st.lists(
    st.sampled_from([*TAGS.split(), " ", "\n", '"']) | st.text(max_size=8), max_size=60
)


@given(PIECES, st.sampled_from(["a.html", "a.csv", "a.tsv", "a.txt"]))
def test_whatever_a_page_holds_it_is_read_or_refused(pieces: list[str], shown: str) -> None:
    data = "".join(pieces).encode("utf-8", "surrogatepass")
    page = read_or_none(data, shown)
    if page is None:
        return
    for line in page.lines:
        assert line.text == line.text.strip()
        assert line.text
        assert line.text.isprintable()
        assert len(line.text) <= 200 * LONGEST


@given(st.binary(max_size=300), st.sampled_from(["a.html", "a.csv", "a.txt", ""]))
def test_whatever_bytes_a_file_holds_it_is_read_or_refused(data: bytes, shown: str) -> None:
    page = read_or_none(data, shown)
    assert page is None or page.lines


@given(st.lists(st.text("abcdefgh ,.'é", min_size=1, max_size=20).filter(str.strip), min_size=1))
def test_every_item_of_a_list_is_read_in_order(names: list[str]) -> None:
    page = read("<ul>" + "".join(f"<li>{name}</li>" for name in names) + "</ul>")
    assert texts(page) == [" ".join(name.split()) for name in names]
