"""Forms of words are read exactly as Werkzeug reads them, whatever is sent."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.formparser import FormDataParser
from werkzeug.test import EnvironBuilder, stream_encode_multipart

from tracker.app import MAX_BYTES, create_app
from tracker.web.multipart import WordsParser, WordsRequest, words_in

B = "----WebKitFormBoundary7MA4YWxk"
NAMES = st.text("abcdefghijklmnopqrstuvwxyzABC_-0123456789", min_size=1, max_size=12)
WORDS = st.text("가나다 abc\r\n\"'%;=-\0\u200b" + B[:3]) | st.sampled_from(
    [B, f"--{B}", f"\r\n--{B}", f"\r\n--{B}--", f"\r\n--{B}\r\n", f"\n--{B}\n", f"--{B}--\r\n"]
)
PIECES = [
    f"--{B}", f"--{B}--", "\r\n", "\n", "\r", " ", "--", "\0", "글",
    'Content-Disposition: form-data; name="note"', 'Content-Disposition: form-data; name=note',
    'Content-Disposition: form-data; name="f"; filename="x.txt"', "content-disposition: form-data",
    "Content-Type: text/plain; charset=iso-8859-1", "\r\n\r\n",
]  # fmt: skip


def read_by(parser: type[FormDataParser], body: bytes) -> object:
    """The fields that a parser finds, and the names of the files.

    Files are kept in memory: Werkzeug leaves the one of a part that was cut off to the collector.
    """
    made = parser(
        stream_factory=lambda *_given, **_named: BytesIO(),
        cls=ImmutableMultiDict,
        max_form_parts=1000,
        max_form_memory_size=MAX_BYTES,
    )
    found = made.parse(BytesIO(body), "multipart/form-data", len(body), {"boundary": B})
    return list(found[1].items(multi=True)), [one.filename for one in found[2].values()]


@given(st.lists(st.tuples(NAMES, WORDS), max_size=5))
def test_a_form_of_words(fields: list[tuple[str, str]]):
    values: dict[str, list[str]] = {}
    for name, value in fields:
        values.setdefault(name, []).append(value)
    stream, _length, _boundary = stream_encode_multipart(values, boundary=B)
    body = stream.read()
    assert read_by(WordsParser, body) == read_by(FormDataParser, body)


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_whatever_else_is_sent(text: str):
    body = text.encode()
    assert read_by(WordsParser, body) == read_by(FormDataParser, body)


@given(st.integers(0, 400), st.binary(max_size=6))
def test_a_form_that_was_damaged_on_the_way(place: int, damage: bytes):
    values = {"note": "오늘 나눈 이야기\r\n둘째 줄", "risk": "none", "goals": ""}
    whole = stream_encode_multipart(values, boundary=B)[0].read()
    body = whole[:place] + damage + whole[place + len(damage) :]
    assert read_by(WordsParser, body) == read_by(FormDataParser, body)


def test_a_browsers_form_needs_no_werkzeug():
    values = {"note": "첫 줄\r\n둘째 줄", "csrf_token": "abc"}
    body = stream_encode_multipart(values, boundary=B)[0].read()
    assert words_in(body, B.encode(), 2) == list(values.items())
    assert words_in(body, B.encode(), 1) is None


@pytest.mark.parametrize("length", [MAX_BYTES - 400, MAX_BYTES + 1])
def test_the_length_stays_limited(center, length):
    app = create_app(center.site)
    whole, size, _b = stream_encode_multipart({"note": "x" * length}, boundary=B, threshold=2**30)
    environ = EnvironBuilder(
        "/sign-in",
        "https://localhost",
        method="POST",
        input_stream=whole,
        content_length=size,
        content_type=f"multipart/form-data; boundary={B}",
    ).get_environ()
    with app.request_context(environ) as context:
        assert isinstance(context.request, WordsRequest)
        if length < MAX_BYTES:
            assert len(context.request.form["note"]) == length
        else:
            with pytest.raises(Exception, match="413"):
                _ = context.request.form
