"""What is wrong with a list of account holders, for whoever sits at a terminal."""

from collections.abc import Mapping
from typing import Final

from tracker.domain.errors import Param, Refusal, RuleBroken
from tracker.domain.roster.headings import Column, column_letter
from tracker.domain.roster.rows import Trouble

_SAVE_AGAIN: Final = "open it in a spreadsheet program and save it as .xlsx"
FILES: Final = {
    "table_empty": "The file is empty.",
    "table_large": "The file has more than {limit} MB: keep only the columns of the list.",
    "table_damaged": f"The file is damaged: {_SAVE_AGAIN}.",
    "table_bomb": "The file would unpack to far too much, so it was not opened.",
    "table_macros": f"The file has macros, so it was not opened: {_SAVE_AGAIN}, without macros.",
    "table_old": f"This is an old format (.xls or .xlsb): {_SAVE_AGAIN}.",
    "table_locked": "The file is locked with a password: take the password away and save it again.",
    "table_other": "This is neither a spreadsheet (.xlsx) nor a CSV file.",
    "table_page": f"This is a web page that is only called a spreadsheet: {_SAVE_AGAIN}.",
    "table_undecodable": "Line {line} cannot be read: save the file as 'CSV UTF-8' or as .xlsx.",
    "table_quotes": (
        "From line {line} on the cells cannot be told apart: look for a lone quote, or for a cell"
        " that is far too long."
    ),
    "table_wide": "Line {line} has more than {limit} columns: keep only those of the list.",
    "table_formula": "Line {line}, column {column}: a formula. Paste it as a value.",
    "table_merged": "Line {line}: merged cells ({cells}). Split them, and fill in each.",
    "roster_no_heading": (
        "No line with headings (성명, 생년월일, 휴대전화) is among the first {limit} lines"
        " of the first sheet."
    ),
    "roster_missing": "Line {line} has no heading for: {columns}.",
    "roster_heading_twice": "Line {line}, column {column}: a second heading for {columns}.",
    "roster_resident_column": (
        "Line {line}, column {column}: resident numbers. They are not taken: delete the column."
    ),
    "roster_no_rows": "Nobody stands below the headings in line {line}.",
    "roster_long": "The list has more than {limit} people.",
    "roster_gone": "A colleague changed the list meanwhile. Nothing was changed.",
    "roster_mistakes": "A list with mistakes cannot be used: mend them and import it again.",
}
COLUMNS: Final = {
    Column.NAME: "성명",
    Column.BIRTH_DATE: "생년월일",
    Column.PHONE: "휴대전화",
    Column.DISTRICT: "자치구",
    Column.OFFICE: "관리기관",
    Column.OPENED: "가입연월",
    Column.STATUS: "유지상태",
    Column.TRACK: "소득구간",
}
CELLS: Final = {
    "missing": "is empty",
    "no_letter": "has no letter",
    "digit": "has a digit in it",
    "symbol": "has a sign in it that stands in no name",
    "hidden_character": "has a hidden character in it",
    "control_character": "has an unreadable character in it",
    "piled_marks": "has an unreadable character in it",
    "too_long": "is too long",
    "too_short": "has too few digits",
    "unreadable": "cannot be read: write 2001-03-25, 010-1234-5678 or 2024-07",
    "two_digit_year": "needs a year of four digits",
    "no_such_day": "is no day of the calendar",
    "no_such_month": "is no month",
    "in_future": "lies in the future",
    "under_14": "is that of somebody under 14",
    "too_old": "is that of somebody over 100",
    "resident_number": "is a resident number, which is not taken",
    "foreign_number": "is a foreign number",
    "landline": "is no mobile number",
    "retired_prefix": "does not begin with 010",
    "before_program": "is before the program began",
    "roster_status": "is none of 유지, 적립중지, 만기, 중도해지, 환수해지",
    "roster_district": "names no district of Seoul, so it was left empty",
    "roster_track": "cannot be read, so it was left empty",
    "roster_twice": "the same person as in line {line}, counted once",
    "roster_twice_differs": "the same person as in line {line}, but other cells differ",
}


def file_sentence(refused: RuleBroken | Refusal) -> str:
    """Why a whole file is not taken."""
    params: dict[str, Param] = dict(refused.params) if isinstance(refused, RuleBroken) else {}
    if "columns" in params:
        params["columns"] = ", ".join(
            COLUMNS[Column(one)] for one in str(params["columns"]).split()
        )
    return FILES.get(refused.code, f"Refused: {refused.code}.").format(**params)


def cell_sentence(one: Trouble, columns: Mapping[Column, int]) -> str:
    """What is the matter with one cell, and where it stands."""
    said = CELLS.get(one.code, one.code).format(**one.params)
    letter = column_letter(columns.get(one.column, 0))
    return f"Line {one.line}, column {letter} ({COLUMNS[one.column]}): {said}."
