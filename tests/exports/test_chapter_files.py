"""One file a chapter: laid end to end they are the session; the playlist tells their lengths."""

import os
import re
import wave
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.errors import UsageError
from coach.exports.chapter_files import (
    chapter_file_names,
    export_chapters,
    format_playlist,
    load_made_files,
    playlist_path,
)
from coach.exports.file_records import hash_bytes
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
    own = r"COACH-FILE:[0-9a-f]{32} \d\d .+"
    lines = [line for line in lines if not re.fullmatch(rf"#(EXTENC:.+|PLAYLIST:.+|{own})", line)]
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
    assert cues[0][2].startswith("Breathing.")
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


def renamed(prepared, **titles):
    """Give what the session is called, with other titles of chapters by number."""
    metadata = session_metadata(prepared)
    chapters = [
        replace(chapter, title=titles.get(f"n{number}", chapter.title))
        for number, chapter in enumerate(metadata.chapters, 1)
    ]
    return replace(metadata, chapters=tuple(chapters))


def test_parts_of_an_earlier_split_go_and_everything_else_stays(folder, prepared):
    for name in ("mine.wav", "10 other.wav", "03 Old.txt"):
        (folder / name).write_bytes(b"mine")
    old = renamed(prepared, n1="Old", n2="Older")
    export_chapters(prepared, folder, ".wav", metadata=old, kinds=("captions",))
    assert {"01 Old.wav", "01 Old.vtt", "02 Older.srt"} < {path.name for path in folder.iterdir()}
    (folder / "02 Older.srt").write_bytes(b"corrected")
    export_chapters(prepared, folder, ".wav")
    names = {path.name for path in folder.iterdir()}
    assert names == {"01 Hold.wav", "02 Reps in out.wav", "03 Breathing.wav", "parts.m3u8"} | {
        *("mine.wav", "10 other.wav", "03 Old.txt", "02 Older.srt"),
        *("03 Breathing.vtt", "03 Breathing.srt", "03 Breathing.lrc"),
    }
    # Captions of a part that was made again are still known for coach's own.
    export_chapters(prepared, folder, ".wav", metadata=renamed(prepared, n3="Third"))
    assert {path.name for path in folder.iterdir()} == names - {
        *("03 Breathing.wav", "03 Breathing.vtt", "03 Breathing.srt", "03 Breathing.lrc")
    } | {"03 Third.wav"}


def test_another_format_takes_the_place_of_the_parts_and_keeps_their_captions(folder, prepared):
    export_chapters(prepared, folder, ".mp3")
    export_chapters(prepared, folder, ".wav", kinds=("captions",))
    assert not list(folder.glob("*.mp3"))
    assert len(list(folder.glob("*.vtt"))) == 3


def test_what_a_playlist_of_another_program_names_stays(folder, prepared):
    foreign = {"09 Old.wav": b"song", "02 Reps in out.vtt": b"mine"}
    for name, content in foreign.items():
        (folder / name).write_bytes(content)
    digest = hash_bytes(b"another song")
    lines = ("#EXTM3U", "09 Old.wav", f"#COACH-FILE:{digest} 09 Old.wav", "../../x.wav")
    (folder / "parts.m3u8").write_text("\n".join(lines))
    export_chapters(prepared, folder, ".wav")
    for name, content in foreign.items():
        assert (folder / name).read_bytes() == content


@pytest.mark.parametrize("name", ["../01 x.wav", "/01 x.wav", "mine.wav", "01 a/../b.wav"])
def test_a_playlist_proves_nothing_about_what_is_no_part_beside_it(folder, name):
    (folder / "parts.m3u8").write_text(f"#COACH-FILE:{hash_bytes(b'song')} {name}\n")
    assert load_made_files(folder / "parts.m3u8") == {}


@pytest.mark.skipif(os.name != "posix", reason="links of a POSIX file system")
def test_a_link_to_an_earlier_part_is_not_removed(tmp_path, folder, prepared):
    export_chapters(prepared, folder, ".wav", metadata=renamed(prepared, n1="Old"))
    (folder / "01 Old.wav").rename(tmp_path / "kept.wav")
    (folder / "01 Old.wav").symlink_to(tmp_path / "kept.wav")
    export_chapters(prepared, folder, ".wav")
    assert (folder / "01 Old.wav").is_symlink()
    assert (tmp_path / "kept.wav").exists()


@pytest.mark.parametrize("earlier", [(), ("01 Hold.wav",), ("04 Mine.wav",)])
def test_what_ends_it_midway_leaves_no_part_that_is_new(folder, prepared, earlier):
    for name in earlier:
        (folder / name).write_bytes(b"of yesterday")

    def stop(done, _whole):
        if done > 20_000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export_chapters(prepared, folder, ".wav", stop)
    assert [path.name for path in folder.iterdir()] == list(earlier)


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
