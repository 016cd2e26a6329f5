"""The table of lengths: what it says, and takes that are made to fit it."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.errors import MachineError
from coach.pipeline import PreparedSession, prepare_in_studio, prepare_session
from coach.plan.request import SessionRequest
from coach.sound.audio import FRAMES_PER_MS, Pcm
from coach.sound.take import Take
from coach.speech import length_table
from coach.speech.length_table import (
    MAX_BEAT_MS,
    MAX_LENGTH_MS,
    find_length_table,
    fit_take,
    format_table,
    load_table,
    make_length_table,
)
from coach.speech.studio import open_studio
from coach.speech.voices.tone import ToneVoice
from coach.system.cache_contents import clear_cache
from coach.system.paths import cache_folder
from coach.timeline.clips import Extent
from coach.timeline.source import Utterance

EXTENTS = st.tuples(st.integers(250, 900), st.integers(20, 150)).map(lambda pair: Extent(*pair))


def made(extent: Extent) -> Take:
    """Make a take that sounds nowhere but at its beat."""
    samples = np.zeros(extent.length * FRAMES_PER_MS, np.int16)
    samples[extent.beat * FRAMES_PER_MS] = 20_000
    return Take(Pcm(samples), extent)


@given(EXTENTS, st.integers(-40, 40), st.integers(-90, 90))
def test_a_take_that_nearly_fits_is_moved_onto_its_beat(
    extent: Extent, later: int, longer: int
) -> None:
    stated = Extent(extent.length + later + longer, max(0, extent.beat + later))
    fitted = fit_take(made(extent), stated)
    moved = stated.beat - extent.beat
    behind = stated.length - extent.length - moved
    if abs(moved) > MAX_BEAT_MS or abs(behind) > MAX_LENGTH_MS:
        assert fitted is None
    else:
        assert fitted is not None
        assert fitted.extent == stated
        assert len(fitted.pcm.samples) == stated.length * FRAMES_PER_MS
        assert int(np.abs(fitted.pcm.samples).argmax()) == stated.beat * FRAMES_PER_MS


def test_a_table_is_read_as_it_was_written(tmp_path: Path) -> None:
    table = {"00ff00ff00": Extent(1_234, 56), "0a": Extent(1, 0)}
    path = tmp_path / "table.txt"
    path.write_text(format_table(table))
    assert load_table(path) == table


@pytest.mark.parametrize("content", [b"", b"x", b"a b c\n", b"\xff\xfe", b"a 1\n"])
def test_a_broken_table_is_no_table(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "table.txt"
    path.write_bytes(content)
    assert not load_table(path)
    assert not load_table(tmp_path / "none.txt")


@pytest.fixture
def prepared(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> PreparedSession:
    """A session in the tone, for which there is a table from now on; it is wrong for one line."""
    whole = prepare_session("breathing", SessionRequest("tone"))
    monkeypatch.setattr(ToneVoice, "portable_identity", "tone", raising=False)
    voice, lexicon = ToneVoice(), whole.session.lexicon
    table = dict(make_length_table(whole.media.lengths, voice, lexicon))
    said = next(s for s in whole.sheet.sources if isinstance(s, Utterance))
    (key,) = make_length_table({said: Extent(0)}, voice, lexicon)
    table[key] = Extent(table[key].length + MAX_LENGTH_MS + 500, table[key].beat)
    path = tmp_path / "table.txt"
    path.write_text(format_table(table))
    monkeypatch.setattr(length_table, "TABLE_NAME", path)
    assert find_length_table(voice)
    return whole


def test_a_session_is_prepared_without_a_table_that_is_wrong_here(
    prepared: PreparedSession,
) -> None:
    again = prepare_session("breathing", SessionRequest("tone"))
    assert again.script() == prepared.script()
    assert not find_length_table(ToneVoice())


@pytest.mark.own_takes
@pytest.mark.usefixtures("prepared")
def test_the_table_is_believed_again_once_the_cache_is_cleared() -> None:
    prepare_session("breathing", SessionRequest("tone"))
    assert not find_length_table(ToneVoice())
    clear_cache(cache_folder())
    assert find_length_table(ToneVoice())


def test_who_listens_hears_the_session_as_it_was_laid_out(prepared: PreparedSession) -> None:
    with open_studio("tone", lenient=True) as studio:
        again = prepare_in_studio(studio, "breathing", SessionRequest("tone"))
    assert {c.source for c in again.timeline.clips} <= set(again.media)
    assert again.media.lengths != prepared.media.lengths
    assert not again.notices
    assert not find_length_table(ToneVoice())


def test_a_wrong_table_is_told_once_to_who_plans_by_it(prepared: PreparedSession) -> None:
    with open_studio("tone") as studio:
        with pytest.raises(MachineError, match="the table of lengths"):
            prepare_in_studio(studio, "breathing", SessionRequest("tone"))
        again = prepare_in_studio(studio, "breathing", SessionRequest("tone"))
    assert again.script() == prepared.script()
