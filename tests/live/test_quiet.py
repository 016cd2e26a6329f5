"""For how long nothing will be said, by which an ear knows when to listen."""

from itertools import pairwise

from coach.live.announcements import make_wait_span
from coach.live.quiet import LONG_MS, find_quiet
from coach.live.schedule import make_schedule
from coach.live.tape import PendingSpeech, Tape, make_session_piece
from coach.script.scalars import Line
from coach.script.work_steps import Reps
from coach.sound.audio import FRAMES_PER_MS
from coach.timeline.source import Track
from tests.listening import LENGTHS, sheet_of

SCHEDULE = make_schedule(
    sheet_of(Reps(3, 1_000, 0, 9_000, say=(Line("Pump both of your ankles up and down."),))),
    LENGTHS,
)
WORDS = [clip for clip in SCHEDULE.timeline.clips if clip.track is Track.VOICE]


def quiet_at(at: int, *, is_paused: bool = False) -> int:
    tape = Tape((make_session_piece(SCHEDULE, 0),))
    return find_quiet(tape.place_at(at * FRAMES_PER_MS), is_paused=is_paused)


def test_nothing_is_quiet_within_words():
    for clip in WORDS:
        assert quiet_at(clip.start) == quiet_at(clip.end - 1) == 0


def test_quiet_lasts_until_the_next_words():
    gaps = [(one.end, then.start) for one, then in pairwise(WORDS)]
    wide = [gap for gap in gaps if gap[1] - gap[0] > 1_000]
    assert wide
    for end, start in wide:
        assert quiet_at(end) == start - end
        assert quiet_at(end + 400) == start - end - 400


def test_it_ends_with_the_piece_that_is_heard():
    assert quiet_at(WORDS[-1].end) == SCHEDULE.length - WORDS[-1].end


def test_a_pause_is_quiet_until_somebody_speaks():
    assert quiet_at(WORDS[-1].end, is_paused=True) == LONG_MS
    assert quiet_at(WORDS[0].start, is_paused=True) == 0
    assert find_quiet(None, is_paused=True) == LONG_MS


def test_what_is_yet_to_be_spoken_may_be_heard_at_any_moment():
    tape = Tape((PendingSpeech(SCHEDULE, 0, (make_wait_span(),)),))
    assert find_quiet(tape.place_at(0), is_paused=True) == 0
    assert find_quiet(None, is_paused=False) == 0
