"""What holds for every text, key and list of parts, not for an example."""

import math
import string
from itertools import pairwise

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from tracker.vault import codes
from tracker.vault.crypto import (
    DecryptionError,
    box,
    context,
    derive,
    open_letter,
    padded,
    seal_letter,
    unbox,
)
from tracker.vault.keyring import Holder

KEY = bytes(range(32))
HANEUL = Holder("user:00ff", 1, KEY)
numbers = st.integers(0, 2**64 - 1)
parts = st.lists(st.one_of(st.text(max_size=12), numbers, st.binary(max_size=12)), max_size=6)
seeds = st.binary(min_size=32, max_size=32)


def typed(one: list[str | int | bytes]) -> list[tuple[str, str | int | bytes]]:
    """As a context sees it: 1 and b"1" are different things."""
    return [(type(part).__name__, part) for part in one]


@given(parts, parts)
@example(["ab", "c"], ["a", "bc"])
@example(["ab"], ["ab", ""])
@example(["a\0b"], ["a", "b"])
@example(["1"], [1])
@example(["1"], [b"1"])
@example([1], [b"\0\0\0\0\0\0\0\1"])
@example(["s\0\0\0\1b"], ["s", "b"])
@example(["가"], ["\u1100\u1161"])  # composed and decomposed are not the same place
def test_two_lists_of_parts_never_share_a_context(left, right):
    assume(typed(left) != typed(right))
    assert context(*left) != context(*right)
    # nor does one begin like the whole of another and go on by accident of its length
    assert not context(*left).startswith(context(*right)) or left[: len(right)] == right


@given(parts, st.data())
def test_moving_a_border_between_parts_shows(one, data):
    texts = [str(part) for part in one] + ["김하늘", "x"]
    cut = data.draw(st.integers(0, len(texts[0])))
    moved = [texts[0][:cut], texts[0][cut:] + texts[1], *texts[2:]]
    assume(moved != texts)
    assert context(*texts) != context(*moved)


@given(st.text(), st.text())
def test_labels_never_share_a_key(left, right):
    assume(left != right)
    assert derive(KEY, left) != derive(KEY, right)


@given(seeds, st.binary(max_size=5000), parts)
def test_box_round_trip(key, plain, bound_to):
    sealed = box(key, plain, context(*bound_to))
    assert unbox(key, sealed, context(*bound_to)) == plain
    assert len(plain) < 16 or plain not in sealed
    with pytest.raises(DecryptionError):
        unbox(key, sealed, context(*bound_to, "more"))


@given(seeds, st.binary(max_size=200), parts)
def test_letter_round_trip(seed, plain, bound_to):
    to = Holder("group:intake", 1, seed)
    sealed = seal_letter(to.public_key, plain, context(*bound_to))
    assert open_letter(to.private_key, sealed, context(*bound_to)) == plain


@given(st.binary(max_size=9000))
def test_padding_keeps_the_words_and_hides_their_length(plain):
    size = len(padded(plain))
    assert padded(plain)[: len(plain)] == plain
    assert not padded(plain)[len(plain) :].strip()
    assert size % 128 == 0
    assert size <= 4096 or size % 4096 == 0


def test_padding_has_few_sizes():
    sizes = sorted({len(padded(bytes(length))) for length in range(20_000)})
    assert sizes == [128, 256, 512, 1024, 2048, 4096, 8192, 12288, 16384, 20480]
    assert all(later > earlier for earlier, later in pairwise(sizes))


def test_the_same_words_twice_are_two_boxes():
    made = {box(KEY, b"same", b"here") for _ in range(100)}
    assert len(made) == 100
    assert len({seal_letter(HANEUL.public_key, b"same", b"here") for _ in range(100)}) == 100


def test_a_hundred_thousand_nonces_are_distinct():
    starts = {box(KEY, b"", b"")[1:25] for _ in range(100_000)}
    assert len(starts) == 100_000


@given(seeds)
def test_sheets_round_trip(seed):
    left, right = codes.split_seed(seed)
    assert codes.join_sheets(left, right) == codes.join_sheets(right, left) == seed


def test_one_sheet_says_nothing():
    lefts = [codes.split_seed(KEY)[0] for _ in range(50)]
    assert len(set(lefts)) == 50
    assert len({sheet[0] for sheet in lefts}) > 5


def test_codes_are_random_and_readable():
    made = {codes.new_code() for _ in range(10_000)}
    assert len(made) == 10_000
    assert all(codes.read_code(code) == code for code in made)
    symbols = "".join(made).replace("-", "")
    assert set(symbols) == set(codes.ALPHABET)
    assert math.log2(len(codes.ALPHABET)) * codes.CODE_SYMBOLS == 80
    counts = [symbols.count(symbol) for symbol in codes.ALPHABET]
    assert min(counts) > 4600  # 5000 each, within six standard deviations
    assert max(counts) < 5400
    assert not set("ILOU") & set(codes.ALPHABET)


def test_numbers_tell_no_order():
    made = [codes.new_number() for _ in range(10_000)]
    assert all(codes.read_number(number) == number for number in made)
    assert all(len(number) == 9 and number[4] == "-" for number in made)
    rising = sum(earlier < later for earlier, later in pairwise(made))
    assert 4700 < rising < 5300
    assert len(set(made)) > 9900  # of ten thousand out of 10^8, half a pair is expected
    firsts = [number[0] for number in made]
    assert min(firsts.count(digit) for digit in string.digits) > 800  # 1000, within 6 deviations


@given(st.text(max_size=80))
def test_reading_a_code_never_fails_and_never_guesses(typed):
    for read, alphabet in (
        (codes.read_code(typed), codes.ALPHABET),
        (codes.read_number(typed), string.digits),
    ):
        assert set(read) <= {*alphabet, "-"}
    assert codes.read_code(codes.read_code(typed)) == codes.read_code(typed)
    assert codes.read_number(codes.read_number(typed)) == codes.read_number(typed)
