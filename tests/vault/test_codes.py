"""Numbers and codes as people copy them from paper."""

from datetime import UTC, datetime, timedelta

import pytest

from tracker.vault import codes

NOW = datetime(2026, 11, 22, 3, 0, 15, tzinfo=UTC)
SECRET = b"12345678901234567890"

CODES = [
    ("0123-4567-89AB-CDEF", "0123-4567-89AB-CDEF"),
    (" 0123 4567 89ab cdef ", "0123-4567-89AB-CDEF"),
    ("０１２３－４５６７－８９ＡＢ－ＣＤＥＦ", "0123-4567-89AB-CDEF"),
    ("o1i3-L567-89AB-CDEF", "0113-1567-89AB-CDEF"),
    ("0123\u20104567\u201389AB-CDEF", "0123-4567-89AB-CDEF"),
    ("0123\u30004567\xa089AB\u3161CDEF.\u200b", "0123-4567-89AB-CDEF"),
    ("비밀 코드: 0123-4567-89AB-CDEF\n", "0123-4567-89AB-CDEF"),
    ("0123-4567-89AB-CDEU", ""),
    ("0123-4567-89AB-CDE", ""),
    ("0123-4567-89AB-CDEF0", ""),
    ("０１２３\0", ""),
    ("٠١٢٣-4567-89AB-CDEF", ""),
    ("ß123-4567-89AB-CDEF", ""),
    ("", ""),
    ("A" * 100_000, ""),
    ("ａｂｃｄ-ｅｆｇｈ-ｊｋｍｎ-ｐｑｒｓ", "ABCD-EFGH-JKMN-PQRS"),
    (" " * 48 + "0123456789ABCDEF", "0123-4567-89AB-CDEF"),  # ends at the 64th character
    (" " * 49 + "0123456789ABCDEF", ""),
]


@pytest.mark.parametrize(("typed", "read"), CODES)
def test_read_code(typed, read):
    assert codes.read_code(typed) == read


NUMBERS = [
    ("1234-5678", "1234-5678"),
    ("12345678", "1234-5678"),
    (" 1234 5678\n", "1234-5678"),
    ("１２３４－５６７８", "1234-5678"),
    ("0000-0000", "0000-0000"),
    ("1234-567", ""),
    ("1234-56789", ""),
    ("١٢٣٤-٥٦٧٨", ""),
    ("①②③④-⑤⑥⑦⑧", ""),
    ("", ""),
    ("1" * 100_000, ""),
    (" " * 56 + "12345678", "1234-5678"),
    (" " * 57 + "12345678", ""),
    ("12345678" + " " * 57, "1234-5678"),
    ("１2３4－５6７8！", "1234-5678"),
]


@pytest.mark.parametrize(("typed", "read"), NUMBERS)
def test_read_number(typed, read):
    assert codes.read_number(typed) == read


@pytest.mark.parametrize("second", [0, 1, 14, 29])
@pytest.mark.parametrize(("late", "works"), [(-60, False), (-30, True), (0, True), (30, True)])
def test_totp_one_step_early_or_late(late, works, second):
    now = NOW.replace(second=second)
    code = codes.totp_code(SECRET, now + timedelta(seconds=late))
    step = codes.totp_step(SECRET, code, now)
    assert (step is not None) == works
    assert not works or step == int(now.timestamp()) // 30 + late // 30


@pytest.mark.parametrize(
    "typed", ["", "12345", "1234567", "abcdef", "１２３４５６", "-12345", "\0"]
)
def test_totp_refuses_anything_else(typed):
    assert codes.totp_step(SECRET, typed, NOW) is None


def test_totp_secrets_are_long_and_random():
    made = {codes.new_totp_secret() for _ in range(100)}
    assert len(made) == 100
    assert all(len(secret) == 20 for secret in made)


def test_a_mistyped_sheet_is_named_and_not_used():
    left, right = codes.split_seed(bytes(32))
    for place, letter in enumerate(left):
        if letter != "-":
            wrong = left[:place] + ("A" if letter != "A" else "B") + left[place + 1 :]
            with pytest.raises(ValueError, match="copied"):
                codes.join_sheets(wrong, right)


@pytest.mark.parametrize("sheet", ["", "A", "A" * 56, "1" * 56, "AAAA-" * 20, "한글"])
def test_a_sheet_that_is_none(sheet):
    with pytest.raises(ValueError, match=r".+"):
        codes.join_sheets(sheet, codes.split_seed(bytes(32))[1])


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_two_right_sheets_of_another_length_are_no_seed(length):
    with pytest.raises(ValueError, match="copied"):
        codes.join_sheets(*codes.split_seed(bytes(length)))


def test_tokens():
    made = {codes.new_token() for _ in range(1000)}
    assert len(made) == 1000
    assert all(len(token) == 43 and token.isascii() for token in made)
    assert len({codes.token_digest(token) for token in made}) == 1000
    assert codes.token_digest("\ud800") == codes.token_digest("?")  # never a crash
