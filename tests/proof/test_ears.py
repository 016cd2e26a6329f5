"""The figures of the ear, as far as they need neither its models nor a voice."""

from collections import Counter

import numpy as np
import pytest

from coach.ears.phrase_model import RATE
from coach.ears.quiet_watch import OPENS_FROM_MS, RINGS_MS
from coach.script.scalars import Line
from coach.script.work_steps import Reps
from coach.timeline.source import Track
from tests.listening import laid
from tests.proof.ears_accuracy import CALLED_TITLE, NOISY, Tally, find_called_faults, find_faults
from tests.proof.ears_keep import Keep
from tests.proof.ears_listener import Seen, keep_seen
from tests.proof.ears_other_talk import CHAT, NEAR, read_prose, split_lines
from tests.proof.ears_other_talk import find_faults as find_talk_faults
from tests.proof.ears_own_speech import (
    Names,
    find_open_windows,
    format_bound,
    list_wanted,
)
from tests.proof.ears_speakers import (
    LOW_LEVEL,
    PLACES,
    SPEAKERS,
    make_response,
    measure_level,
    put_into_room,
)
from tests.proof.ears_tables import DOCS_PAGE, Table, format_lines, format_table, write_part


def test_a_phrase_is_right_unclear_or_taken_for_another():
    tally = Tally()
    for found in (["pause"], [], ["next"], ["pause", "next"]):
        tally.note(SPEAKERS[0], "Coach, pause.", "pause", found)
    assert tally.format_row(["natural"]) == ("4", "25 %", "1", "2", "25 %")


def test_what_is_worse_than_is_wanted_is_told():
    right, wrong, deaf = Tally(), Tally(), Tally()
    for number in range(10):
        right.note(SPEAKERS[0], "Next.", "next", ["next"])
        wrong.note(SPEAKERS[0], "Next.", "next", ["next"] if number else ["skip"])
        deaf.note(SPEAKERS[0], "Next.", "next", ["next"] if number > 2 else [])
    assert find_faults(CALLED_TITLE, "clean", right) == []
    assert find_faults(CALLED_TITLE, "clean", wrong)
    assert find_faults("a bare word", NOISY, wrong) == []
    (fault,) = find_faults("a bare word", NOISY, deaf)
    assert fault.endswith(": 70 % right of the natural voice, 80 % wanted")
    nothing, two = Seen(), Seen(accepted=Counter(stop=2))
    assert find_talk_faults(nothing, two, nothing, 4) == []
    assert len(find_talk_faults(two, two, two, 3)) == 3


@pytest.mark.parametrize(
    ("said", "wrong", "is_told"), [(199, 1, True), (200, 1, False), (399, 2, True)]
)
def test_behind_the_call_one_of_200_may_be_taken_for_another(said, wrong, is_told):
    tallies = [Tally(right=said - wrong), Tally(wrong=["Coach, skip. as again"] * wrong)]
    assert bool(find_called_faults(tallies)) is is_told


def test_places_are_as_loud_as_they_say():
    speech = np.random.default_rng(1).normal(size=RATE).astype(np.float32)
    clean, low = PLACES["clean"].hear(speech, 0), PLACES["room, low level"].hear(speech, 0)
    assert measure_level(clean) == pytest.approx(-26, abs=0.1)
    assert measure_level(low) < LOW_LEVEL + 1
    noisy = PLACES["room, pink noise 5 dB lower"].hear(speech, 3)
    assert measure_level(noisy[: RATE // 2]) == pytest.approx(-31, abs=1)


def test_a_room_rings_out():
    click = np.zeros(RATE, np.float32)
    click[0] = 1.0
    heard = put_into_room(click, make_response(0.4))
    level = [10 * np.log10(np.mean(heard[at : at + 800] ** 2)) for at in (800, 4_000)]
    assert level[0] - level[1] == pytest.approx(30, abs=2)


def test_blocks_of_a_room_are_what_the_whole_would_be():
    sound = np.random.default_rng(2).normal(size=300_000).astype(np.float32)
    response = make_response(0.1)
    size = len(sound) + len(response)
    whole = np.fft.irfft(np.fft.rfft(sound, size) * np.fft.rfft(response, size), size)
    assert np.allclose(put_into_room(sound, response), whole, atol=1e-3)


def test_an_ear_is_open_only_where_nothing_is_said_for_long():
    timeline = laid(Reps(3, 1_000, 0, 9_000, say=(Line("Pump both of your ankles."),)))
    words = [clip for clip in timeline.clips if clip.track is Track.VOICE]
    windows = find_open_windows(timeline)
    assert windows
    for start, end in windows:
        assert not [one for one in words if one.start < end and one.end + RINGS_MS - 100 > start]
        assert end == timeline.length or end - start > OPENS_FROM_MS - 500


def test_the_same_words_have_the_same_name():
    timeline = laid(Reps(3, 1_000, 0, 9_000, say=(Line("Pump both of your ankles."),)))
    first = next(clip for clip in timeline.clips if clip.track is Track.VOICE).start // 32
    names = Names("natural", timeline)
    assert names.name(first - 4, first + 10) == names.name(first - 4, first + 11)
    assert names.name(first - 4, first + 10) != names.name(first - 9, first + 10)


def test_sessions_are_ever_other_ones():
    wanted = [one for one, _ in zip(list_wanted(), range(60), strict=False)]
    assert len(set(wanted)) == 60


def test_what_was_measured_is_kept(tmp_path):
    keep = Keep(tmp_path / "figures")
    first = keep_seen(keep, "a: b", lambda: Seen(2.0, accepted=Counter(pause=2)))
    assert first.accepted == {"pause": 2}
    assert keep_seen(keep, "a: b", pytest.fail) == first
    assert Keep().load("a: b") is None


def test_none_in_some_hours_is_no_proof_of_never():
    assert "less than one in 3.3 hours" in format_bound(0, 10.0)
    assert format_bound(3, 6.0) == "3 accepted in 6.0 hours: 0.50 an hour."


def test_there_is_enough_to_say():
    assert min(len(split_lines(CHAT)), len(split_lines(NEAR))) >= 36
    assert len(read_prose()) > 1_000
    assert not [one for one in read_prose() if "](" in one or "`" in one]


def test_a_part_takes_the_place_of_its_earlier_tables(tmp_path):
    path = tmp_path / "page.md"
    path.write_text(DOCS_PAGE.read_text("utf-8"), "utf-8")
    tables = [Table("One", ("a", "b"), [("1", "2")], ["A note."], ["bad"])]
    write_part("own", tables, path)
    write_part("own", tables, path)
    text = path.read_text("utf-8")
    assert text.count("### One\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nA note.") == 1
    assert "## What was not tried" in text
    assert text.count("<!-- end of ") == 5
    assert "MISSED: bad" in format_lines(tables[0])
    assert format_table(tables[0]).startswith("### One")
