"""One file a chapter: laid end to end they are the session; the playlist tells their lengths."""

import re
import wave

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.errors import UsageError
from coach.exports.chapter_files import (
    chapter_file_names,
    export_chapters,
    format_playlist,
    playlist_path,
)
from coach.exports.metadata import Chapter, Metadata
from coach.exports.session_metadata import session_metadata
from coach.exports.writer import export_session
from coach.pipeline import prepare_session
from coach.plan.request import SessionRequest
from coach.sound.audio import load_wav
from tests import strict

ROUTINE = """
title: Parts
steps:
  - {group: Hold, chapter: true, steps: [Lie down., {hold: 12s, cues: [Breathe on.]}]}
  - {group: "Reps: in/out?", chapter: true, steps: [{reps: 3, into: 2s, out: 2s}]}
  - {group: Breathing, chapter: true, steps: [{breathe: 2, inhale: 4s, exhale: 5s}]}
"""


@pytest.fixture
def prepared(tmp_path):
    path = tmp_path / "routine.yaml"
    path.write_text(ROUTINE, encoding="utf-8")
    return prepare_session(str(path), SessionRequest("tone"))


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "parts"
    made.mkdir()
    return made


def read_playlist(path):
    """Read an extended playlist strictly: pairs of a duration in seconds and a name."""
    head, *lines = path.read_text(encoding="utf-8").splitlines()
    assert head == "#EXTM3U"
    lines = [line for line in lines if not re.match(r"#(EXTENC|PLAYLIST):.+", line)]
    found = []
    for info, name in zip(lines[::2], lines[1::2], strict=True):
        seconds = re.fullmatch(r"#EXTINF:(\d+(?:\.\d+)?),(.+)", info)
        assert seconds, info
        assert not name.startswith("#")
        found.append((float(seconds[1]), name))
    return found


def test_the_parts_laid_end_to_end_are_the_session_to_the_sample(tmp_path, folder, prepared):
    export_session(prepared, tmp_path / "whole.wav")
    *parts, listed = export_chapters(prepared, folder, ".wav")
    assert len(parts) == 3
    assert listed == folder / "parts.m3u8"
    sound = np.concatenate([load_wav(path).samples for path in parts])
    assert np.array_equal(sound, load_wav(tmp_path / "whole.wav").samples)


def test_parts_of_flac_laid_end_to_end_are_the_session_to_the_sample(tmp_path, folder, prepared):
    pytest.importorskip("av")
    export_session(prepared, tmp_path / "whole.wav")
    *parts, _ = export_chapters(prepared, folder, ".flac")
    sound = np.concatenate([decoded(path) for path in parts])
    assert np.array_equal(sound, load_wav(tmp_path / "whole.wav").samples)


def decoded(path):
    import av

    with av.open(str(path)) as file:
        return np.concatenate([frame.to_ndarray()[0] for frame in file.decode(audio=0)])


def test_captions_of_a_part_are_told_from_its_start(folder, prepared):
    export_chapters(prepared, folder, ".wav", kinds=("captions",))
    cues = strict.web_vtt((folder / "03 Breathing.vtt").read_text(encoding="utf-8"))
    assert cues[0][2].startswith("In")
    assert cues[0][0] < 1_000
    assert cues[-1][1] <= load_wav(folder / "03 Breathing.wav").length


def test_the_playlist_tells_each_part_and_its_length(folder, prepared):
    *parts, listed = export_chapters(prepared, folder, ".wav")
    found = read_playlist(listed)
    assert [name for _, name in found] == [path.name for path in parts]
    for seconds, name in found:
        with wave.open(str(folder / name)) as file:
            assert seconds == file.getnframes() / file.getframerate()
    assert [name for _, name in found] == [
        "01 Hold.wav",
        "02 Reps in out.wav",
        "03 Breathing.wav",
    ]


def test_progress_goes_on_through_the_parts_and_ends_at_the_length(folder, prepared):
    seen = []
    export_chapters(prepared, folder, ".wav", lambda *step: seen.append(step))
    assert seen == sorted(set(seen))
    assert seen[-1] == (prepared.timeline.length, prepared.timeline.length)


def test_parts_of_an_earlier_split_go_and_everything_else_stays(folder, prepared):
    (folder / "parts.m3u8").write_text(
        "#EXTM3U\n09 Old.wav\n../../x.wav\nmine.wav\n02 Reps in out.wav\n"
    )
    for name in ("09 Old.wav", "mine.wav", "10 other.wav"):
        (folder / name).touch()
    export_chapters(prepared, folder, ".wav")
    names = {path.name for path in folder.iterdir()}
    assert "09 Old.wav" not in names
    assert {"mine.wav", "10 other.wav", "02 Reps in out.wav"} < names


def test_what_ends_it_midway_leaves_whole_files_only(folder, prepared):
    def stop(done, _whole):
        if done > 20_000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export_chapters(prepared, folder, ".wav", stop)
    assert [path.name for path in folder.iterdir()] == ["01 Hold.wav"]
    assert load_wav(folder / "01 Hold.wav").length == session_metadata(prepared).chapters[0].end


def test_a_suffix_nobody_writes_is_refused(folder, prepared):
    with pytest.raises(UsageError, match="suffix"):
        export_chapters(prepared, folder, ".doc")
    assert list(folder.iterdir()) == []


@given(st.lists(st.text(max_size=90), min_size=1, max_size=12))
def test_any_title_makes_a_name_that_every_system_takes(titles):
    chapters = tuple(Chapter(n, n + 1, title) for n, title in enumerate(titles))
    names = chapter_file_names(Metadata("x", chapters=chapters), ".mp3")
    assert len({name.lower() for name in names}) == len(titles)
    for name in names:
        assert re.fullmatch(r"\d\d[^<>:\"/\\|?*\x00-\x1f]*\.mp3", name)
        assert not re.search(r"[ .]\.mp3$", name)
    about = Metadata("a\nb", "c", chapters=chapters)
    assert len(format_playlist(about, names).splitlines()) == 3 + 2 * len(titles)


def test_the_playlist_is_named_after_its_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert playlist_path(tmp_path / "a.b").name == "a.b.m3u8"
