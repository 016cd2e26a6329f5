"""The table of lengths: what it says, and takes that are made to fit it."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.sound.audio import FRAMES_PER_MS, Pcm
from coach.sound.take import Take
from coach.speech.length_table import (
    MAX_BEAT_MS,
    MAX_LENGTH_MS,
    fit_take,
    format_table,
    load_table,
)
from coach.timeline.clips import Extent

EXTENTS = st.tuples(st.integers(200, 900), st.integers(20, 150)).map(lambda pair: Extent(*pair))


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
    if abs(stated.beat - extent.beat) > MAX_BEAT_MS or abs(longer) > MAX_LENGTH_MS:
        assert fitted is None or abs(stated.beat - extent.beat) <= MAX_BEAT_MS
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
