"""Every word of a session comes from the files of its language, in whatever way it is led."""

import re
from functools import cache
from html import unescape

import pytest

from coach.exports.handout.paper import Paper
from coach.exports.handout.sheet_content import SheetDetails, make_sheet
from coach.exports.handout.sheet_html import format_sheet
from coach.exports.handout.sheet_session import choose_printed_session
from coach.exports.picture.page_layout import make_page
from coach.exports.picture.shapes import TextLine
from coach.exports.session_mark import make_session_mark
from coach.exports.session_metadata import session_metadata
from coach.exports.sidecars.kinds import SIDECAR_KINDS
from coach.exports.sidecars.sidecar_input import make_sidecar_input
from coach.pipeline import PreparedSession, prepare_session
from coach.plan.request import Filters, SessionRequest
from coach.script import library
from coach.script.reader import load_file
from coach.script.talk_level import TalkLevel
from coach.system.paths import lesson_names, routine_names
from coach.timeline.source import Track, spoken_text
from coach.timeline.summary import list_chapter_rows
from coach.timeline.transcript import make_timeline_json
from tests.pseudo_language import find_leak, translate_script

pytestmark = pytest.mark.content

MANNERS = {
    "as written": SessionRequest("tone", seed=0),
    "short, another day": SessionRequest("tone", talk=TalkLevel.SHORT, seed=3),
    "bell, slow": SessionRequest("tone", talk=TalkLevel.BELL, slow=True, seed=0),
    "easy, not over the knees": SessionRequest(
        "tone", easy=True, seed=5, filters=Filters(limits=("no-kneeling", "knee"))
    ),
}


@pytest.fixture(autouse=True)
def pseudo_language(monkeypatch):
    """All scripts are read in the pseudo-language."""

    def load_translated(*given):
        return translate_script(load_file(*given))

    monkeypatch.setattr(library, "load_file", load_translated)


@cache
def prepare(name: str, request: SessionRequest) -> PreparedSession:
    """Prepare a session in the pseudo-language, once for all that look at it."""
    return prepare_session(name, request)


def list_texts(prepared: PreparedSession) -> list[tuple[str, str]]:
    """All that a listener hears or reads of a session, with what it is."""
    metadata, timeline = session_metadata(prepared), prepared.timeline
    rows = list_chapter_rows(prepared.session, timeline)
    spoken = (clip for clip in timeline.clips if clip.track is Track.VOICE)
    return [
        *(("clip", spoken_text(clip.source)) for clip in spoken),
        *(("dose", row.dose) for row in rows if row.dose),
        *(("marker", marker.title) for marker in timeline.markers),
        *(("chapter", chapter.title) for chapter in metadata.chapters),
        *(("caption", caption.text) for caption in metadata.captions),
        *((key, getattr(metadata, key)) for key in ("title", "album")),
        ("description", _hide_code(prepared, metadata.description)),
    ]


def _hide_code(prepared: PreparedSession, text: str) -> str:
    """A text without the letters that a session is entered by, which are no word."""
    mark = make_session_mark(prepared)
    return text.replace(mark.code, "1") if mark else text


def find_leaks(prepared: PreparedSession) -> dict[tuple[str, str], str]:
    """What a listener hears or reads that is in no file of the language."""
    texts = list_texts(prepared)
    assert len(texts) > 5
    return {(kind, leak): text for kind, text in texts if (leak := find_leak(text))}


@pytest.mark.parametrize("name", routine_names())
def test_no_word_of_a_routine_stands_in_the_code(name):
    assert find_leaks(prepare(name, MANNERS["as written"])) == {}


FEW = ("lower-back", "no-floor", "tabata")
"""Routines that between them have most of what a routine may have."""
EVERY = [
    pytest.param(name, manner, marks=() if name in FEW else (pytest.mark.slow, pytest.mark.grid))
    for name in routine_names()
    for manner in list(MANNERS)[1:]
    # It is made of words alone, and refused with bells.
    if (name, manner) != ("body-scan", "bell, slow")
]


@pytest.mark.parametrize(("name", "manner"), EVERY)
def test_no_word_stands_in_the_code_however_a_routine_is_led(name, manner):
    assert find_leaks(prepare(name, MANNERS[manner])) == {}


@pytest.mark.parametrize("name", lesson_names())
def test_no_word_of_a_talk_stands_in_the_code(name):
    assert find_leaks(prepare(name, SessionRequest("tone"))) == {}


def test_the_sides_are_left_and_right_in_every_language_for_programs():
    prepared = prepare("lower-back", MANNERS["as written"])
    sides = {clip["side"] for clip in make_timeline_json(prepared.timeline)["clips"]}
    assert sides == {"left", "right", None}
    assert {span.side for span in prepared.sheet.spans} == {"left", "right", ""}


def test_a_picture_of_a_session_has_no_word_of_its_own():
    prepared = prepare("lower-back", MANNERS["as written"])
    shapes = make_page(prepared, session_metadata(prepared))
    texts = [shape.text for shape in shapes if isinstance(shape, TextLine)]
    assert len(texts) > 30
    told = [text for text in texts if prepared.voice_identity not in text]
    assert len(told) == len(texts) - 1
    assert [text for text in told if re.search("[A-Za-z]", text)] == []


def test_sidecars_have_no_word_of_their_own():
    prepared = prepare("lower-back", MANNERS["as written"])
    inputs = make_sidecar_input(prepared, session_metadata(prepared), "1.mp3")
    srt, chapters = (
        SIDECAR_KINDS["captions"][".srt"](inputs),
        SIDECAR_KINDS["chapters"][".chapters.txt"](inputs),
    )
    assert "⟦" in srt
    assert "⟦" in chapters
    assert re.findall("[A-Za-z]+", srt + chapters) == []


@pytest.mark.parametrize("name", ["physio-sheet", "tabata", "body-scan"])
def test_a_hand_out_has_no_word_of_its_own(name):
    printed = choose_printed_session(name, MANNERS["as written"])
    text = format_sheet(make_sheet(printed, SheetDetails()), Paper.A4)
    read = re.sub(r"<style>.*?</style>|<[^>]+>", " ", text, flags=re.DOTALL)
    assert "⟦" in read
    assert re.findall("[A-Za-z]+", unescape(read)) == []
    assert re.findall(r'content: "[^"]*[A-Za-z]{2}', text) == []
