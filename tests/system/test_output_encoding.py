"""A stream of any encoding takes any text; what it lacks is replaced by what is nearest."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.system.output_encoding import ASCII_SIGNS, make_encodable
from coach.timeline.summary import GLYPHS

ENCODINGS = ["ascii", "latin-1", "cp1252", "cp437", "cp850", "cp932", "utf-8", "utf-16"]


def written(text, encoding, errors="strict"):
    """What a text looks like on standard output, and on standard error."""
    streams = [io.TextIOWrapper(io.BytesIO(), encoding, errors) for _ in range(2)]
    make_encodable(*streams)
    for stream in streams:
        stream.write(text)
        stream.flush()
    return tuple(stream.buffer.getvalue().decode(encoding) for stream in streams)


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(text=st.text(st.characters(exclude_characters="\r\n"), max_size=30))
def test_any_text_can_be_written(encoding, text):
    for shown in written(text, encoding):
        assert len(shown) >= bool(text.strip("\u0300\u0301"))


@given(text=st.text(st.characters(codec="ascii", exclude_characters="\r\n")))
def test_what_can_be_shown_is_shown_as_it_is(text):
    for encoding in ENCODINGS[:-1]:
        if encoding != "cp932":  # its backslash is a yen
            assert written(text, encoding) == (text, text)


@pytest.mark.parametrize(
    ("text", "output", "messages"),
    [
        ("Žluťoučký é", "Zlutoucky e", "Zlutoucky e"),
        ("▶ 5 × 10 — “so” …", '> 5 x 10 - "so" ...', '> 5 x 10 - "so" ...'),
        ("½ ﬁ", "1/2 fi", "1/2 fi"),
        ("日.yaml", "?.yaml", "\\u65e5.yaml"),
        ("\udcff", "?", "\\udcff"),
    ],
)
def test_what_cannot_is_replaced_by_the_nearest(text, output, messages):
    assert written(text, "ascii") == (output, messages)


def test_letters_that_an_encoding_has_stay():
    assert written("é ▶", "latin-1") == ("é >", "é >")


def test_a_file_name_that_is_no_text_does_not_end_a_command():
    assert written("a\udcffb", "utf-8") == ("a?b", "a\\udcffb")


def test_the_signs_of_one_picture_stay_apart():
    signs = [ASCII_SIGNS[sign] for sign in GLYPHS.values()]
    assert len(set(signs)) == len(signs)


def test_a_stream_that_is_none_or_closed_is_left():
    closed = io.TextIOWrapper(io.BytesIO())
    closed.close()
    make_encodable(None, closed)
    make_encodable(io.StringIO(), None)
