"""The picture of the weeks: well-formed, inside its page, and without a word of pain."""

from dataclasses import replace
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest

from coach.exports.picture.drawing import render_shapes
from coach.exports.picture.history_page import MAX_PAGE_WEEKS, make_history_page
from coach.exports.picture.shapes import PAGE_HEIGHT, PAGE_WIDTH, Anchor, Box, TextLine, text_width
from coach.script.library import load_phrases
from coach.timeline.dose import Dose
from coach.training.history_summary import summarize_history
from coach.training.log_records import AnswerRecord, ExerciseRecord, Log, Outcome
from coach.training.pauses import Pause
from tests.training.test_weeks import DAY, TODAY, session

PHRASES = load_phrases("en")
NAMES = [f"exercise-{number}" for number in range(24)]
TITLES = {name: f"{name} with a name that is longer than any other <&>" for name in NAMES}


def log_of_weeks(weeks, exercises=14):
    return Log(
        tuple(
            session(
                TODAY - (7 * week + day) * DAY,
                *(
                    ExerciseRecord(name, Outcome.DONE, Dose(reps=2, hold=1000 * (90 - week)))
                    for name in NAMES[:exercises]
                ),
            )
            for week in range(weeks - 1, -1, -1)
            for day in (5, 2, 1)
        )
    )


@pytest.fixture(params=[(1, 1), (8, 14), (MAX_PAGE_WEEKS, 24)])
def shapes(request):
    weeks, exercises = request.param
    pauses = [Pause(TODAY - 4 * DAY, TODAY)]
    log = log_of_weeks(weeks, exercises)
    return make_history_page(
        summarize_history(log, TODAY, 3, pauses, MAX_PAGE_WEEKS), TITLES, PHRASES
    )


def test_all_of_it_lies_on_the_page_and_no_two_lines_share_a_place(shapes):
    assert len(shapes) > 10
    places = set()
    for shape in shapes:
        if isinstance(shape, Box):
            assert shape.x >= 0
            assert shape.x + shape.width <= PAGE_WIDTH
            assert shape.y >= 0
            assert shape.y + shape.height <= PAGE_HEIGHT
        if isinstance(shape, TextLine):
            width = text_width(shape.text, shape.size)
            left = {Anchor.START: shape.x, Anchor.MIDDLE: shape.x - width / 2}
            assert left.get(shape.anchor, shape.x - width) >= 0
            assert left.get(shape.anchor, shape.x - width) + width <= PAGE_WIDTH
            assert 0 < shape.y < PAGE_HEIGHT
            assert all(ord(one) < 0x250 for one in shape.text.replace("…", ""))  # Pillow's own font
            assert (shape.x, shape.y) not in places
            places.add((shape.x, shape.y))


def test_no_text_runs_into_a_box(shapes):
    boxes = [one for one in shapes if isinstance(one, Box)]
    for text in (one for one in shapes if isinstance(one, TextLine) and one.text):
        if text.anchor is Anchor.START:
            end = text.x + text_width(text.text, text.size)
            for box in boxes:
                if box.y < text.y < box.y + box.height:
                    assert end <= box.x or text.x >= box.x + box.width, text.text


def test_it_is_xml_whatever_a_card_is_called(shapes):
    ElementTree.fromstring(render_shapes(shapes, "Your <weeks>", ".svg"))
    assert render_shapes(shapes, "x", ".png").startswith(b"\x89PNG")


def test_a_day_is_a_box_and_its_colour_says_what_it_was():
    summary = summarize_history(log_of_weeks(2, 1), TODAY, 3, [Pause(TODAY, TODAY)])
    boxes = [one for one in make_history_page(summary, TITLES, PHRASES) if isinstance(one, Box)]
    dark = [box for box in boxes if box.fill == "#14506b"]
    assert len(dark) == 6 + 1  # one in the legend
    assert sum(bool(box.hatch) for box in boxes) == 1 + 1


def test_what_was_answered_about_pain_changes_nothing_of_it():
    log = log_of_weeks(4)
    answer = AnswerRecord("a", datetime(2026, 11, 29, tzinfo=UTC), TODAY, 9)
    told, plain = (
        make_history_page(summarize_history(each, TODAY, 3), TITLES, PHRASES)
        for each in (replace(log, answers=(answer,)), log)
    )
    assert told == plain
