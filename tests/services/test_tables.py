"""Files of lists: what is read however it was saved, and every file that is refused."""

import io
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from tests.factories.bad_files import BAD_FILES, good, package, rows_of
from tests.factories.rosters import BADA, HANEUL, HEADINGS, saved, text, xlsx
from tracker.domain.errors import RuleBroken
from tracker.domain.roster.headings import Column
from tracker.services.roster.reading import read_list
from tracker.services.tables import table
from tracker.services.tables.reading import read_table


def rows_in(raw: bytes) -> list[tuple[int, dict[Column, str]]]:
    return read_list(io.BytesIO(raw)).rows


def test_a_spreadsheet():
    (line, found), _bada = rows_in(xlsx(["명단"], [], HEADINGS, HANEUL, BADA).getvalue())
    assert line == 4
    assert found == {
        Column.NAME: HANEUL[0], Column.BIRTH_DATE: HANEUL[1], Column.PHONE: HANEUL[2],
        Column.DISTRICT: HANEUL[3], Column.OFFICE: HANEUL[4], Column.OPENED: HANEUL[5],
        Column.STATUS: HANEUL[6], Column.TRACK: HANEUL[7],
    }  # fmt: skip


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_a_text_in_every_encoding(encoding: str, separator: str):
    raw = text(["가입자 명단"], HEADINGS, HANEUL, separator=separator).encode(encoding)
    assert rows_in(raw)[0][1][Column.NAME] == "김하늘"
    assert rows_in(raw)[0][0] == 3


def test_a_text_as_spreadsheets_write_it():
    kept = f'{",".join(HEADINGS)}\n김하늘,1998-11-02,"=""01077771234""",관악구\n'
    assert rows_in(kept.encode())[0][1][Column.PHONE] == "01077771234"


def test_a_line_break_in_a_cell_counts_as_lines():
    raw = text(HEADINGS) + '"김\n하늘",1998-11-02,010-7777-1234\r\n' + text(BADA)
    assert [line for line, _cells in rows_in(raw.encode())] == [2, 4]


def test_dates_and_numbers_are_read_as_they_are_shown():
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["성명", "생년월일", "휴대전화", "가입일", "비고"])
    sheet.append(["김하늘", date(1998, 11, 2), 1077771234, datetime(2024, 7, 15, 9, 30), 1.5])
    sheet["B2"].number_format = 'yyyy"년" m"월" d"일"'
    sheet["D2"].number_format = "mm/dd"
    ((_line, found),) = rows_in(saved(book).getvalue())
    assert found[Column.BIRTH_DATE] == "1998-11-02"
    assert found[Column.PHONE] == "1077771234"
    assert found[Column.OPENED] == "2024-07-15"


def test_a_number_is_no_date_without_a_format():
    ((_line, found),) = rows_in(xlsx(HEADINGS[:3], ["김하늘", 19981102, 1077771234]).getvalue())
    assert found[Column.BIRTH_DATE] == "19981102"


def test_dates_counted_from_1904():
    styles = '<styleSheet><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>'
    sheet = '<worksheet><sheetData><row><c s="0"><v>1</v></c></row></sheetData></worksheet>'
    usual, other = (
        package(sheet, {"xl/styles.xml": styles}, one) for one in ("", '<workbookPr date1904="1"/>')
    )
    assert read_table(io.BytesIO(usual)).rows[0].cells == {0: "1899-12-31"}
    assert read_table(io.BytesIO(other)).rows[0].cells == {0: "1904-01-02"}


def test_only_the_first_visible_sheet_is_read():
    book = Workbook()
    hidden: Any = book.active
    hidden.append(["옛 명단"])
    hidden.sheet_state = "hidden"
    shown: Any = book.create_sheet("2026")
    for row in (HEADINGS, HANEUL):
        shown.append(row)
    assert rows_in(saved(book).getvalue())[0][1][Column.NAME] == "김하늘"


def test_shared_texts_without_readings_above_them():
    texts = "<sst><si><r><t>김</t></r><r><t>하늘</t></r><rPh><t>x</t></rPh></si></sst>"
    sheet = '<worksheet><sheetData><row><c t="s"><v>0</v></c></row></sheetData></worksheet>'
    found = read_table(io.BytesIO(package(sheet, {"xl/sharedStrings.xml": texts})))
    assert found.rows[0].cells == {0: "김하늘"}
    with pytest.raises(RuleBroken, match="table_damaged"):
        read_table(io.BytesIO(package(sheet)))


def test_a_merged_title_is_no_matter():
    book = Workbook()
    sheet: Any = book.active
    for row in (["가입자 명단"], HEADINGS, HANEUL):
        sheet.append(row)
    sheet.merge_cells("A1:H1")
    assert len(rows_in(saved(book).getvalue())) == 1
    sheet.merge_cells("A2:B2")
    with pytest.raises(RuleBroken, match="table_merged"):
        rows_in(saved(book).getvalue())


def test_a_heading_on_every_page_is_skipped():
    assert len(rows_in(xlsx(HEADINGS, HANEUL, HEADINGS, BADA).getvalue())) == 2


def test_cells_far_to_the_right_that_are_blank():
    sheet = rows_of(("A1", "성명"), ("XFD1", " "))
    assert read_table(io.BytesIO(package(sheet))).rows[0].cells == {0: "성명"}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_refused(name: str):
    wanted = BAD_FILES[name]
    with pytest.raises(RuleBroken) as refused:
        read_list(io.BytesIO(wanted.make()))
    assert refused.value.code == wanted.code
    assert "김하늘" not in str(refused.value.params)


def test_a_name_that_says_macros():
    with pytest.raises(RuleBroken, match="table_macros"):
        read_list(io.BytesIO(good()), "명단.XLSM")
    assert read_list(io.BytesIO(good()), "명단.xls").rows


def test_a_large_file_is_not_read(monkeypatch: pytest.MonkeyPatch):
    from tracker.services.tables import reading

    monkeypatch.setattr(reading, "LARGEST", 1000)
    with pytest.raises(RuleBroken, match="table_large"):
        read_list(io.BytesIO(good()))


def test_a_bomb_that_lies_stops_while_it_unpacks(monkeypatch: pytest.MonkeyPatch):
    """Nothing is believed: what comes out is counted."""
    from tracker.services.tables import package as opening

    monkeypatch.setattr(opening, "UNPACKED", 4000)
    monkeypatch.setattr(opening, "_check_parts", lambda _parts: None)
    with pytest.raises(RuleBroken, match="table_bomb"):
        read_list(io.BytesIO(package(rows_of(*((f"A{n}", "x") for n in range(1, 999))))))


@given(st.binary(max_size=400))
def test_whatever_a_file_holds_only_a_rule_is_broken(raw: bytes):
    for start in (b"", b"PK\x03\x04", b"\xff\xfe", b"\xef\xbb\xbf"):
        with pytest.raises(RuleBroken):
            read_list(io.BytesIO(start + raw))


_GOOD = good()


@given(at=st.integers(0, len(_GOOD) - 1), bit=st.integers(0, 7))
def test_a_flipped_bit_is_refused_or_harmless(at: int, bit: int):
    raw = bytearray(_GOOD)
    raw[at] ^= 1 << bit
    try:
        rows = rows_in(bytes(raw))
    except RuleBroken:
        return
    assert [cells[Column.NAME] for _line, cells in rows] == ["김하늘"]


def test_how_much_of_a_cell_is_kept():
    assert (
        len(read_table(io.BytesIO(package(rows_of(("A1", "가" * 5000))))).rows[0].cells[0])
        == table.CELL
    )
