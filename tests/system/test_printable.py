"""No text of others reaches a terminal, a completion or a file name with what hides or acts."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.system.printable import is_printable, make_file_name, make_one_line, make_printable

HOSTILE = (
    "\x1b]0;PWN\x07 \x9b31m \u202egpj.exe\u2066 a\u200bb \ufeff\u2028 \udc80 \U000e0041 \x7f\r"
)
texts = st.text(st.characters() | st.sampled_from(HOSTILE), max_size=40)


@given(texts)
def test_nothing_is_left_that_a_terminal_obeys_or_nobody_sees(text):
    shown = make_printable(text)
    kinds = {unicodedata.category(character) for character in shown} - {"Zs"}
    assert not kinds & {"Cs", "Zl", "Zp"}
    assert all(c in "\n\t" for c in shown if unicodedata.category(c) == "Cc")
    assert not set(shown) & set(
        "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\ufeff"
    )
    assert make_printable(shown) == shown
    assert is_printable(make_one_line(text))


@given(texts)
def test_json_means_the_same_once_it_is_printable(text):
    written = json.dumps({"text": text}, ensure_ascii=False)
    assert json.loads(make_printable(written)) == {"text": text}


@pytest.mark.parametrize(
    "text",
    [
        "Größe",
        "العربية",
        "עברית",
        "日本 ①",
        "می\u200cخواهم",
        "👩\u200d👧 ☕\ufe0f",
        "a\tb\nc",
        "½ ♪ ·",
    ],
)
def test_what_people_write_is_shown_as_it_is(text):
    assert make_printable(text) == text


@given(texts)
def test_a_file_name_has_nothing_in_it_that_hides(text):
    name = make_file_name(text)
    assert is_printable(name)
    assert not set(name) & set('<>:"/\\|?*')
    assert name == name.strip()
