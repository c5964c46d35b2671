"""A list of names is read as it stands, and what is no list is refused in one line."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.strict_yaml import BadInput
from comity.survey.list_file import MOST_ROWS, read_list

READ = [
    (
        "a.csv",
        "agency,state\nX Police,TX\n",
        [("X Police", "TX", "")],
        "agency names, state narrows",
    ),
    ("a.csv", "State;Name\nTX;X\n", [("X", "TX", "")], "semicolons, headings in any case"),
    ("a.csv", "county,name\nCook,Oak Park\n", [("Oak Park", "", "Cook")], "county only narrows"),
    ("a.csv", "county\nCook\n", [("Cook", "", "")], "but names where nothing else does"),
    ("a.csv", "Chicago\nBoston\n", [("Chicago", "", ""), ("Boston", "", "")], "no heading at all"),
    ("a.tsv", "name\tstate\nX, Y\tTX\n", [("X, Y", "TX", "")], "a comma in a cell"),
    (
        "a.txt",
        "Cook County, IL\n\n#2 Denver\n",
        [("Cook County, IL", "", ""), ("Denver", "", "")],
        "a name a line",
    ),
    ("a.json", '["Chicago"]', [("Chicago", "", "")], "names"),
    (
        "a.json",
        '{"places": [{"name": "X", "state": "TX"}]}',
        [("X", "TX", "")],
        "objects in one list",
    ),
    (
        "a.jsonl",
        '{"name": "X"}\n{"name": "Y"}\n',
        [("X", "", ""), ("Y", "", "")],
        "an object a line",
    ),
    ("a.csv", "name,state\nX\n", [("X", "", "")], "a short row"),
]


@pytest.mark.parametrize(("name", "text", "expected", "why"), READ)
def test_a_list_is_read(
    tmp_path: Path, name: str, text: str, expected: list[tuple[str, str, str]], why: str
) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    rows = read_list(path, name).rows
    assert [(row.name, row.state, row.county) for row in rows] == expected, why


REFUSED = [
    ("a.csv", b"\x89PNG\r\n\x1a\n\0\0", "is no text", "a picture"),
    ("a.csv", b"name\nX\n\0\n", "a.csv:3:1", "a NUL in the third line"),
    ("a.csv", b"city,mayor\nX,Y\n", "--name-column says", "no column is known"),
    ("a.csv", b"name,name\nX,Y\n", "twice", "one heading twice"),
    ("a.csv", b'name\n"X\nY\nZ\n', "a.csv:2:1: has a quotation mark", "an open quotation"),
    ("a.jsonl", b'{"name": "X"}\n{"name"', "a.jsonl:2:1", "a broken second line"),
    ("a.pdf", b"%PDF", "no list that can be read", "a document"),
    ("a.json", b"[" * 100_000, "is no JSON", "depth"),
    ("a.json", b'{"a": 1}', "holds no list", "no list"),
    ("a.json", b'[{"name": "X"}, 3]', "entry 2", "mixed entries"),
    ("a.xlsx", b"PK\x03\x04 no archive", "is no workbook", "a broken archive"),
    ("a.xlsx", b"\0" * 100, "is no workbook", "no archive"),
    ("a.txt", b"\n\n", "holds no name", "empty lines"),
    ("a.csv", b"name," * 300 + b"\n" + b"x," * 300, "more than 256", "too many columns"),
    ("a.txt", b"x\n" * 1_000_000, f"more than {MOST_ROWS:,}", "a million lines"),
    ("a.csv", b"name\n" + b"x\n" * 1_000_000, f"more than {MOST_ROWS:,}", "a million rows"),
]


@pytest.mark.parametrize(("name", "data", "expected", "why"), REFUSED, ids=[r[3] for r in REFUSED])
def test_what_is_no_list_is_refused(
    tmp_path: Path, name: str, data: bytes, expected: str, why: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(BadInput) as caught:
        read_list(path, name)
    (remark,) = caught.value.remarks
    assert expected in str(remark), why


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_common_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("name\nDoña Ana County\n".encode(encoding))
    found = read_list(path, "a.csv")
    assert [row.name for row in found.rows] == ["Doña Ana County"]
    assert bool(found.notes) == (encoding == "cp1252")


def test_lines_of_different_encodings_are_read_each_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Cañon City\n".encode() + "Doña Ana County\n".encode("cp1252"))
    assert [row.name for row in read_list(path, "a").rows] == ["Cañon City", "Doña Ana County"]


def test_an_archive_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(9):
            archive.writestr(f"xl/{number}.xml", b"\0" * (64 * 1024 * 1024))
    with pytest.raises(BadInput, match="unpacks to more than"):
        read_list(path, "bomb.xlsx")


def test_a_sheet_with_a_cell_far_out_is_refused(tmp_path: Path) -> None:
    # Its reader would build the grid of all cells between, whatever they hold.
    for far, expected in (
        ("A1048576", "more than 100,000 rows"),
        ("XFD2", "more than 256 columns"),
    ):
        path = tmp_path / "far.xlsx"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(
                "xl/worksheets/sheet1.xml",
                f'<worksheet><sheetData><row r="1"><c r="A1"/><c r="{far}"/></row></sheetData></worksheet>',  # noqa: E501
            )
        with pytest.raises(BadInput, match=expected):
            read_list(path, "far.xlsx")


def test_cells_beyond_the_headings_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("name\nX,left over\n")
    (row,) = read_list(path, "a.csv").rows
    assert row.cells == {"name": "X", "column 2": "left over"}


def test_a_column_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("town,st\nX,TX\n")
    (row,) = read_list(path, "a.csv", "Town", "ST").rows
    assert (row.name, row.state) == ("X", "TX")
    with pytest.raises(BadInput, match="nearest: town"):
        read_list(path, "a.csv", "towm")


def test_cells_keep_their_headings_as_read(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps([{"Name": "X", "Since": 2017}]))
    (row,) = read_list(path, "a.json").rows
    assert row.cells == {"Name": "X", "Since": "2017"}


@given(
    st.binary(max_size=300), st.sampled_from([".csv", ".tsv", ".txt", ".json", ".jsonl", ".xlsx"])
)
def test_nothing_but_bad_input_is_ever_raised(tmp_path_factory, data: bytes, ending: str) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path_factory.mktemp("lists") / f"a{ending}"
    path.write_bytes(data)
    refused: list[BadInput] = []
    try:
        assert read_list(path, path.name).rows
    except BadInput as error:
        refused.append(error)
    assert all(len(str(error).splitlines()) == 1 for error in refused)


def test_a_workbook_is_read(tmp_path: Path) -> None:
    """A smallest workbook, written by hand, with a formula whose kept value is the name."""
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',  # noqa: E501
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',  # noqa: E501
        "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',  # noqa: E501
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',  # noqa: E501
        "xl/worksheets/sheet1.xml": '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c></row><row r="2"><c r="A2" t="str"><f>HYPERLINK("x")</f><v>Chicago</v></c></row></sheetData></worksheet>',  # noqa: E501
    }
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    path = tmp_path / "a.xlsx"
    path.write_bytes(data.getvalue())
    assert [row.name for row in read_list(path, "a.xlsx").rows] == ["Chicago"]
