"""Shapes: what a value is read as, and that the schema they give says the same."""

import re

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from coach.errors import ScriptError
from coach.script.doses import RANGE_OF_ONE, Range, RangeOf
from coach.script.reader import read_script
from coach.script.records import Field, ListOf, MappingOf, Record
from coach.script.routine import ROUTINE, AllOrListOf
from coach.script.scalars import (
    DURATION_PATTERN,
    Choice,
    Duration,
    Flag,
    Line,
    SpokenText,
    Text,
    Whole,
)
from coach.units import parse_duration


def read(text, shape):
    return read_script(text, shape, "x.yaml")


@given(
    st.text("0123456789.:  hHmMsSeEcCiInNoOuUrRdDtTlL", max_size=12)
    | st.from_regex(DURATION_PATTERN.replace("(?=[0-9])", ""), fullmatch=True)
)
@example("25H")
@example("1:60")
@example("1 h 30 m.")
@example("")
@example("500ms")
@example("\t30s\n")
def test_the_schema_of_a_duration_takes_what_the_reader_takes(written):
    fits = re.match(DURATION_PATTERN, written) is not None
    try:
        parse_duration(written)
    except ValueError as error:
        # A pattern cannot tell 1:60 from 1:59, nor a day from a year, nor count its letters.
        untold = ":" in written or "24 hours" in str(error) or len(written.strip()) > 64
        assert not fits or untold
    else:
        assert fits


@pytest.mark.parametrize("written", ["30", "30 x", "s", "30s 1m", "1:5", "1m 1m", "-3s", "soon"])
def test_the_schema_of_a_duration_refuses_what_no_one_means(written):
    assert (re.match(DURATION_PATTERN, written) is None) == (written != "30")


def test_text_is_folded_into_one_line():
    assert read("|\n  one\n    two\n", Text()) == "one two"


def test_a_line_knows_its_place_and_does_not_compare_it():
    line = read("\n\n  words", SpokenText(Text()))
    assert str(line.where) == "x.yaml:3:3"
    assert line == Line("words")


@pytest.mark.parametrize(("most", "good"), [(5, True), (4, False)])
def test_text_has_a_longest(most, good):
    if good:
        assert read("words", Text(most)) == "words"
        return
    with pytest.raises(ScriptError, match="expected at most 4 characters, found 5"):
        read("words", Text(most))


@pytest.mark.parametrize(
    ("written", "value"), [("yes", True), ("no", False), ("On", True), ("FALSE", False)]
)
def test_flags(written, value):
    assert read(written, Flag()) is value


@pytest.mark.parametrize(("least", "most"), [(0, 0), (-3, 9), (1, 1_000)])
def test_a_whole_number_may_be_its_bounds_and_no_more(least, most):
    shape = Whole(least, most)
    assert read(str(least), shape) == least
    assert read(str(most), shape) == most
    for beyond in (least - 1, most + 1):
        with pytest.raises(ScriptError, match=f"from {least} to {most}, found '{beyond}'"):
            read(str(beyond), shape)


@pytest.mark.parametrize("written", ["0x1", "1_0", "1.0", "1e1", "٣", "true", "[1]", "'1 2'"])
def test_only_digits_are_a_whole_number(written):
    with pytest.raises(ScriptError, match="expected a whole number from 1 to 9, found "):
        read(written, Whole(1, 9))


def test_a_duration_may_be_its_bounds_and_no_more():
    shape = Duration(1_000, 2_000)
    assert [read(text, shape) for text in ("1s", "2")] == [1_000, 2_000]
    for beyond in ("0.999", "2001 ms"):
        with pytest.raises(ScriptError, match="expected a duration from 1 s to 2 s"):
            read(beyond, shape)


def test_one_value_stands_for_a_list_of_one():
    assert read("5", ListOf(Whole(1, 9))) == (5,)
    assert read("[5, 6]", ListOf(Whole(1, 9))) == (5, 6)


def test_every_wrong_member_is_told():
    with pytest.raises(ScriptError) as caught:
        read("[a, 5, b]", ListOf(Whole(1, 9)))
    assert [problem.where.column for problem in caught.value.problems] == [2, 8]


def test_a_list_has_bounds():
    for text, bound in (("[]", "at least 1"), ("[1, 2, 3]", "at most 2")):
        with pytest.raises(
            ScriptError, match=f"expected {bound} in this list, found {text.count('1') * 3}"
        ):
            read(text, ListOf(Whole(1, 9), most=2, least=1))


def test_a_table_without_words_of_its_own_takes_any():
    assert read("{no: 'know', 10: ten}", MappingOf(Text())) == {"no": "know", "10": "ten"}


@pytest.mark.parametrize("written", ["5", "[5, 5, 5]", "[5]"])
def test_one_dose_is_least_usual_and_most(written):
    assert read(written, RangeOf(Whole(1, 9), "[1, 2, 3]")) == Range(5, 5, 5) != RANGE_OF_ONE


def test_a_record_reads_its_short_form_and_its_defaults():
    shape = Record(
        dict, {"a": Field(Text(), "the a"), "b": Field(Whole(0, 9), "the b", 7)}, "it", "a"
    )
    assert read("words", shape).keys() == {"a", "b", "where"}
    assert read("{a: words, b: 1}", shape)["b"] == 1
    assert read("words", shape)["b"] == 7


def test_the_value_of_a_choice_is_its_own_member():
    assert read("b", Choice(("a", "b"))) == "b"
    with pytest.raises(
        ScriptError, match="expected one of alpha, beta, found 'alfa'\n  hint: did you"
    ):
        read("alfa", Choice(("alpha", "beta")))


def test_yaml_itself_would_have_misread_these():
    assert yaml.safe_load("[1:30, yes]") == [90, True]
    assert read("1:30", Duration()) == 90_000


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("true", True),
        ("false", ()),
        ("causes", (Line("causes"),)),
        ("[a, b]", (Line("a"), Line("b"))),
    ],
)
def test_all_there_are_or_a_list_of_them(written, value):
    assert read(written, AllOrListOf(ListOf(SpokenText(Text())))) == value


def test_no_more_lines_can_be_picked_than_there_are():
    with pytest.raises(ScriptError, match=r"at most 2 of its lines, found 3"):
        read_script("{title: T, steps: [{say: [A., B.], pick: 3}]}", ROUTINE, "x.yaml")
