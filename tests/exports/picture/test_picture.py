"""The picture of a session: well-formed, inside its page, true to the plan, the same in grey."""

import struct
import sys
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.errors import MachineError
from coach.exports.picture.drawing import write_picture
from coach.exports.picture.page_layout import (
    INNER_WIDTH,
    PURPOSE_FILLS,
    SIDE_MARGIN,
    choose_row_length,
    make_page,
)
from coach.exports.picture.png import render_png
from coach.exports.picture.shapes import (
    PAGE_HEIGHT,
    PAGE_WIDTH,
    Anchor,
    Box,
    StraightLine,
    TextLine,
    hatch_lines,
    shorten_text,
    text_width,
)
from coach.exports.picture.svg import render_svg
from coach.exports.session_metadata import session_metadata
from coach.pipeline import prepare_session
from coach.plan.request import SessionRequest
from coach.timeline.cues import Purpose

ROUTINE = """
title: 'Two & "three" <parts>'
steps:
  - {group: Hold & rest, chapter: true, steps: [{hold: 40s, cues: [Breathe on.]}, {rest: 10s}]}
  - {group: Reps, chapter: true, steps: [{reps: 4, into: 2s, out: 2s}, {silence: 20s}]}
  - {group: Breathing, chapter: true, steps: [{breathe: 3, inhale: 4s, exhale: 5s}]}
"""
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    folder = tmp_path_factory.mktemp("picture")
    (folder / "routine.yaml").write_text(ROUTINE, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COACH_CACHE", str(folder))
        yield prepare_session(str(folder / "routine.yaml"), SessionRequest("tone"))


@pytest.fixture(scope="module")
def shapes(prepared):
    return make_page(prepared, session_metadata(prepared))


def test_every_shape_lies_on_the_page(shapes):
    for shape in shapes:
        match shape:
            case Box():
                assert 0 <= shape.x <= shape.x + shape.width <= PAGE_WIDTH - SIDE_MARGIN + 1
                assert 0 <= shape.y <= shape.y + shape.height <= PAGE_HEIGHT
                assert shape.width >= 0
            case StraightLine():
                assert all(0 <= at <= PAGE_WIDTH for at in (shape.x, shape.to_x))
                assert all(0 <= at <= PAGE_HEIGHT for at in (shape.y, shape.to_y))
            case TextLine():
                width = text_width(shape.text, shape.size)
                room = shape.x if shape.anchor is Anchor.END else PAGE_WIDTH - shape.x
                assert shape.anchor is Anchor.MIDDLE or width <= room
                assert 0 < shape.y < PAGE_HEIGHT


def test_a_long_description_leaves_room_for_a_voice_with_a_long_name(prepared):
    session = replace(prepared.session, description="Slow and calm, " * 30)
    crowded = replace(prepared, session=session, voice_name="a voice of many words " * 4)
    lines = [
        shape
        for shape in make_page(crowded, session_metadata(crowded))
        if isinstance(shape, TextLine) and shape.y == 80
    ]
    manner, description = sorted(lines, key=lambda line: line.size)
    left_end = description.x + text_width(description.text, description.size)
    assert left_end < manner.x - text_width(manner.text, manner.size)


def test_what_the_time_is_for_is_drawn_as_long_as_it_lasts(prepared, shapes):
    check_work(prepared, shapes)


def test_repetitions_of_two_seconds_are_seen_in_an_hour(tmp_path):
    steps = "[{reps: 90, into: 1s, out: 1s, sounds: false}, {rest: 57m, preview: false}]"
    (tmp_path / "hour.yaml").write_text(f"title: An hour\nsteps: {steps}\n")
    hour = prepare_session(str(tmp_path / "hour.yaml"), SessionRequest("tone"))
    check_work(hour, make_page(hour, session_metadata(hour)), rel=0.06)


def check_work(prepared, shapes, rel=0.01):
    count, length = choose_row_length(prepared.timeline.length)
    spans = zip(prepared.sheet.spans, pairwise(prepared.span_starts), strict=True)
    work = sum(end - begin for span, (begin, end) in spans if span.purpose is Purpose.WORK)
    drawn = [
        box for box in shapes if isinstance(box, Box) and box.fill == PURPOSE_FILLS[Purpose.WORK][0]
    ]
    # Without the legend; a sliver is left between neighbours.
    width = sum(box.width + 0.6 * (box.width > 1.4) for box in drawn if box.height > 13)
    assert width == pytest.approx(work / length * INNER_WIDTH, rel=rel)
    assert count * length >= prepared.timeline.length


def test_segments_doses_and_the_length_of_a_hold_stand_on_it(prepared, shapes):
    words = [shape.text for shape in shapes if isinstance(shape, TextLine)]
    for number, title in enumerate(("Hold & rest", "Reps", "Breathing"), 1):
        assert title in words
        assert any(text.startswith(f"{number} ") for text in words) or str(number) in words
    assert "40 s" in words
    assert prepared.timeline.title in words


def test_the_svg_is_well_formed_and_shows_every_text(prepared, shapes):
    about = session_metadata(prepared)
    root = ElementTree.fromstring(render_svg(shapes, about.title))
    assert (root.get("width"), root.get("height")) == ("297mm", "210mm")
    shown = [element.text for element in root.iter(f"{SVG}text")]
    assert shown == [shape.text for shape in shapes if isinstance(shape, TextLine)]
    assert root.find(f"{SVG}title").text == about.title
    assert "href" not in render_svg(shapes, about.title)


def test_colours_are_told_apart_in_grey():
    def light(colour):
        red, green, blue = bytes.fromhex(colour[1:])
        return 0.299 * red + 0.587 * green + 0.114 * blue

    plain = sorted(light(fill) for fill, hatch in PURPOSE_FILLS.values() if not hatch)
    assert all(b - a >= 20 for a, b in pairwise(plain))
    assert sum(bool(hatch) for _, hatch in PURPOSE_FILLS.values()) == 1


@given(st.integers(1_000, 12 * 3_600_000))
def test_rows_hold_the_session_and_none_is_empty(length):
    count, size = choose_row_length(length)
    assert 1 <= count <= 4
    assert (count - 1) * size < length <= count * size
    assert size % 15_000 == 0


numbers = st.floats(0, 900)
sizes = st.floats(0.5, 300)


@given(numbers, numbers, sizes, sizes)
def test_a_hatch_stays_in_its_box(x, y, width, height):
    for rule in hatch_lines(Box(x, y, width, height, hatch="#000000")):
        assert all(x - 1e-6 <= at <= x + width + 1e-6 for at in (rule.x, rule.to_x))
        assert all(y - 1e-6 <= at <= y + height + 1e-6 for at in (rule.y, rule.to_y))
        assert rule.x + rule.y == pytest.approx(rule.to_x + rule.to_y)


@given(st.text(min_size=1, max_size=60), st.floats(5, 400))
def test_a_shortened_text_fits(text, room):
    assert text_width(shorten_text(text, 12, room), 12) <= room


def test_a_png_is_a_page_at_300_dots_an_inch(shapes):
    pytest.importorskip("PIL")
    content = render_png(shapes)
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack_from(">II", content, 16) == (3508, 2480)
    assert len(content) < 500_000


def test_a_png_shows_the_colours_of_the_plan(shapes):
    image = pytest.importorskip("PIL.Image")
    from io import BytesIO

    picture = image.open(BytesIO(render_png(shapes))).convert("RGB")
    seen = {colour for _, colour in picture.getcolors(1 << 24)}
    for purpose in (Purpose.WORK, Purpose.SPEECH, Purpose.REST):
        wanted = bytes.fromhex(PURPOSE_FILLS[purpose][0][1:])
        assert any(max(abs(a - b) for a, b in zip(one, wanted, strict=True)) <= 6 for one in seen)


def test_letters_of_other_scripts_are_drawn_with_what_the_system_has():
    pytest.importorskip("PIL")
    assert render_png((TextLine(50, 50, "日本 Спина", 20),)) != render_png(())


def test_without_pillow_a_png_is_refused_and_an_svg_is_not(tmp_path, prepared, monkeypatch):
    monkeypatch.setitem(sys.modules, "PIL", None)
    about = session_metadata(prepared)
    with pytest.raises(MachineError, match="needs Pillow") as caught:
        write_picture(prepared, about, tmp_path / "session.png")
    assert "or write it as .svg" in caught.value.problems[0].hint
    assert list(tmp_path.iterdir()) == []
    write_picture(prepared, about, tmp_path / "session.SVG")
    ElementTree.parse(tmp_path / "session.SVG")


def test_a_session_of_very_many_segments_still_fits_its_page(tmp_path):
    groups = [f"  - {{group: Part {n}, chapter: true, steps: [{{hold: 12s}}]}}" for n in range(150)]
    (tmp_path / "many.yaml").write_text("title: Many\nsteps:\n" + "\n".join(groups))
    many = prepare_session(str(tmp_path / "many.yaml"), SessionRequest("tone"))
    made = make_page(many, session_metadata(many))
    assert all(0 < shape.y < PAGE_HEIGHT for shape in made)
    bars = [
        box for box in made if isinstance(box, Box) and box.fill == PURPOSE_FILLS[Purpose.WORK][0]
    ]
    assert min(box.height for box in bars) >= 12
