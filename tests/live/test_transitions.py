"""The machine of a live session, by laws that hold for any session and any sequence of commands."""

from dataclasses import dataclass, replace
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from coach.live import continuation, device_loss, resume_points, state, transitions
from coach.live.acknowledgements import acknowledge_change
from coach.live.announcements import LEAD_IN_MS, WAIT_MS, Announcements
from coach.live.commands import Command, Verb
from coach.live.schedule import Schedule, make_schedule
from coach.live.schedule_changes import ScheduleChange, switch_schedule
from coach.live.state import Rules, State
from coach.live.status import Phase
from coach.live.tape import Piece, PieceKind, audible_timeline
from coach.live.transitions import CutMode
from coach.script.library import load_phrases
from coach.script.scalars import Line
from coach.script.steps import Group, Rest, Say, Sides, Silence, Wait
from coach.script.talk_level import TalkLevel
from coach.script.work_steps import Breathe, Hold, Reps
from coach.sound.audio import FRAMES_PER_MS
from coach.timeline.clips import CHIME_LEAD
from coach.timeline.cues import Purpose
from coach.timeline.delivery import Delivery
from coach.timeline.layout import find_overlaps, find_span_starts, lay_out
from coach.timeline.moments import is_held
from coach.timeline.source import Sound, Track, Utterance
from tests.listening import sheet_of
from tests.strategies import MadeUp, step_lists

LENGTHS = MadeUp()
WORDING = Announcements(Delivery(load_phrases("en")))
RULES = Rules(WORDING)
SESSION = (
    Group(
        "Bird dog",
        (
            Say((Line("Come to hands and knees and find your balance there"),), kind="announce"),
            Say((Line("Reach one leg back and the other arm forward"),)),
            Sides((Hold(30_000, cues=(Line("long neck"),)),)),
        ),
        chapter=True,
    ),
    Group(
        "Bridge",
        (
            Say((Line("Lie on your back and bend both knees"),), kind="announce"),
            Reps(4, 2_000, 0, 2_000),
            Rest(20_000, preview=False),
            Breathe(4, 4_000, 0, 6_000),
            Wait(15_000),
            Silence(10_000, stretch=5_000),
        ),
        chapter=True,
    ),
)


def planned(*steps, length: int | None = None) -> Schedule:
    sheet = sheet_of(*steps)
    begins = tuple(find_span_starts(sheet, LENGTHS, length))
    return make_schedule(sheet, LENGTHS, begins)


PLAN = planned(*SESSION)


@dataclass
class Rig:
    """A session that is performed without sound: `frame` is what has been heard of the tape."""

    state: State
    rules: Rules = RULES
    frame: int = 0

    @classmethod
    def of(cls, plan: Schedule, rules: Rules = RULES, at: int = 0) -> "Rig":
        rig = cls(continuation.begin_session(plan, at, 0, rules), rules)
        rig.speak()
        return rig

    def speak(self) -> None:
        # As the engine does: what is to be said in passing waits while nothing passes, and what
        # is new on the tape by it is spoken as well.
        self._speak()
        for line in self.state.remarks if self.state.phase is Phase.PLAYING else ():
            self.cut(CutMode.JOIN)
            self.state = transitions.say_remark(self.state, self.rules, line)
            self._speak()

    def _speak(self) -> None:
        tape = self.state.tape.lay_out_speech(LENGTHS, lambda _sources: True)
        self.state = transitions.with_tape(self.state, tape)

    def listen(self, length: int) -> None:
        """Let so many ms be heard, or what there is."""
        self.frame = min(self.frame + length * FRAMES_PER_MS + 7, self.state.tape.end)
        self.state = state.advance_to(self.state, self.frame)

    def cut(self, how: CutMode) -> None:
        if how is CutMode.JOIN:
            place = self.state.tape.place_at(self.frame)
            assert place
            self.frame += (place.begin - self.frame) % FRAMES_PER_MS
        if how is not CutMode.NONE:
            self.state = state.cut_tape(self.state, self.frame)

    def ask(self, verb: Verb, value: int | None = None) -> None:
        self.cut(transitions.cut_mode_for(self.state, verb))
        self.state = transitions.apply_command(self.state, Command(verb, value), self.rules)
        self.speak()

    def lose_device(self) -> None:
        self.state = device_loss.lose_device(state.cut_tape(self.state, self.frame), "gone")

    def find_device(self, frame: int = 0) -> None:
        """Go on on a new tape, whose first frame this is."""
        self.frame = frame
        self.state = device_loss.resume_after_loss(self.state, frame, self.rules)
        self.speak()

    def finish(self) -> list[Piece]:
        """Go on to the end, whatever is waited for; gives all pieces."""
        for _ in range(60):
            if self.state.phase is Phase.PAUSED or self.state.kind is PieceKind.WAIT:
                self.ask(Verb.GO)
            waits = [piece for piece in self.state.tape.pieces if piece.kind is PieceKind.WAIT]
            if not any(piece.frames > WAIT_MS * FRAMES_PER_MS // 2 for piece in waits):
                break
            self.frame = (
                next(
                    begin + piece.frames
                    for begin, piece in begins(self.state)
                    if piece.kind is PieceKind.WAIT and piece.frames > WAIT_MS * FRAMES_PER_MS // 2
                )
                - 3_600_000 * FRAMES_PER_MS
            )
            self.state = state.advance_to(self.state, self.frame)
        self.listen(24 * 3_600_000)
        return [piece for piece in self.state.tape.pieces if isinstance(piece, Piece)]


def begins(now: State):
    frame = now.tape.start
    for piece in now.tape.pieces:
        yield frame, piece
        frame += piece.frames


def heard(pieces: list[Piece]) -> list[tuple[int, int]]:
    """The stretches of the session that were heard, in ms."""
    return [
        (piece.start, piece.start + piece.frames // FRAMES_PER_MS)
        for piece in pieces
        if piece.kind is PieceKind.SESSION
    ]


def inside(stretches: list[tuple[int, int]], start: int, stop: int) -> int:
    return sum(max(0, min(b, stop) - max(a, start)) for a, b in stretches)


STAYING = (
    Verb.PAUSE, Verb.RESUME, Verb.TOGGLE, Verb.MOMENT, Verb.GO, Verb.HELP, Verb.ENOUGH,
    Verb.LOUDER, Verb.VOLUME, Verb.TALK_MORE,
)  # fmt: skip
JUMPS = (Verb.NEXT, Verb.PREVIOUS, Verb.FORWARD, Verb.BACK, Verb.SEEK, Verb.REPEAT, Verb.MORE)


def acts(*verbs: Verb):
    command = st.tuples(st.integers(0, 40_000), st.sampled_from(verbs), st.none())
    to = st.tuples(st.integers(0, 40_000), st.just(Verb.SEEK), st.integers(0, 400_000))
    return st.lists(command | to if Verb.SEEK in verbs else command, max_size=12)


def test_a_plan_is_the_timeline_that_a_file_is_made_of():
    sheet = sheet_of(*SESSION)
    for length in (None, lay_out(sheet, LENGTHS).length + 4_000):
        begins_ = tuple(find_span_starts(sheet, LENGTHS, length))
        assert make_schedule(sheet, LENGTHS, begins_).timeline == lay_out(sheet, LENGTHS, length)


@given(step_lists)
@settings(max_examples=20, deadline=None)
def test_whatever_is_performed_untouched_is_the_file(steps):
    try:
        timeline = lay_out(sheet_of(*steps), LENGTHS)
    except Exception:  # an author's clash: refused long before
        return
    plan = make_schedule(
        sheet_of(*steps), LENGTHS, tuple(find_span_starts(sheet_of(*steps), LENGTHS))
    )
    pieces = Rig.of(plan).finish()
    assert [(p.start, p.stop, audible_timeline(p)) for p in pieces] == [(0, plan.length, timeline)]


@given(acts(*STAYING), st.booleans())
@settings(max_examples=40, deadline=None)
def test_whoever_only_pauses_hears_all_and_holds_last_as_long_as_they_should(asked, wait):
    rules = replace(RULES, wait=wait)
    rig = Rig.of(PLAN, rules)
    for pause, verb, value in asked:
        rig.listen(pause)
        rig.ask(verb, value)
    pieces = rig.finish()
    stretches = heard(pieces)
    assert rig.state.tape.end == rig.frame
    assert stretches[-1][1] == PLAN.length
    # Nothing is left out: each stretch begins where the one before ended, or earlier.
    cuts = 0
    for (_, before), (after, _) in zip([(0, 0), *stretches], stretches, strict=False):
        assert after <= before + 1
        cuts += after != before
    entries = [*(PLAN.span_entry(index) for index in range(1, len(PLAN.spans))), PLAN.length]
    for index, span in enumerate(PLAN.spans):
        lasted = inside(stretches, PLAN.span_starts[index], PLAN.span_end(index))
        if is_held(span) and span.purpose in (Purpose.WORK, Purpose.REST):
            # What follows may begin with a count that is early: from there on it is entered anew.
            begin, end = PLAN.span_starts[index], min(PLAN.span_end(index), entries[index])
            assert abs(inside(stretches, begin, end) - (end - begin)) <= len(stretches)
        else:
            assert lasted >= PLAN.span_end(index) - PLAN.span_starts[index] - len(stretches) or (
                any(cue.kind == "wait" for cue in span.cues)
            )
        if span.is_indivisible:
            # Some one stretch holds it whole, and so do both sides as often as they should.
            whole = [
                1 for a, b in stretches if a <= PLAN.span_entry(index) and b >= PLAN.span_end(index)
            ]
            assert whole or any(b == c for (_, b), (c, _) in pairwise(stretches))


@given(acts(*STAYING, *JUMPS), st.booleans(), st.booleans())
@example([(0, Verb.MOMENT, None), (351, Verb.REPEAT, None), (0, Verb.RESUME, None)], False, False)
@settings(max_examples=60, deadline=None)
def test_no_word_is_ever_begun_in_its_middle(asked, wait, keep_time):
    rules = replace(RULES, wait=wait, timed=True, keep_time=keep_time)
    rig = Rig.of(PLAN, rules)
    for pause, verb, value in asked:
        rig.listen(pause)
        rig.ask(verb, value)
        assert 0 <= rig.state.at <= rig.state.schedule.length
        assert not find_overlaps(rig.state.schedule.timeline)
    pieces = rig.finish()
    before: Piece | None = None
    for piece in pieces:
        joined = (
            before is not None
            and before.kind is piece.kind
            and before.start + before.frames // FRAMES_PER_MS == piece.start
            and before.frames % FRAMES_PER_MS == 0
        )
        known = {(c.source, c.start) for c in audible_timeline(before).clips} if before else set()
        for clip in audible_timeline(piece).clips:
            if clip.track is Track.VOICE and clip.start < piece.start < clip.end:
                assert joined, clip
                assert (clip.source, clip.start) in known
        before = piece


@given(acts(*STAYING, *JUMPS, Verb.TALK_LESS))
@settings(max_examples=40, deadline=None)
def test_the_place_is_never_lost(asked):
    rig = Rig.of(PLAN)
    for pause, verb, value in asked:
        rig.listen(pause)
        before = rig.state
        rig.ask(verb, value)
        now = rig.state
        if verb in STAYING:
            assert (
                resume_points.resume_point(PLAN, before.at) <= now.at <= before.at + 1
                or before.is_waiting
            )
        if now.phase is Phase.PLAYING:
            ahead = [p for b, p in begins(now) if b + p.frames > rig.frame]
            assert ahead or now.at == now.schedule.length
            assert all(piece.schedule is now.schedule for piece in ahead)


@given(st.integers(0, PLAN.length), st.lists(st.integers(0, 40_000), min_size=1, max_size=4))
@settings(max_examples=40, deadline=None)
def test_time_added_is_exactly_what_the_hold_lasts_longer_and_counts_stay_right(at, again):
    rig, added = Rig.of(PLAN), 0
    rig.frame = at * FRAMES_PER_MS
    rig.state = state.advance_to(rig.state, rig.frame)
    for pause in again:
        plan = rig.state.schedule
        index = plan.span_index(rig.state.at)
        rig.ask(Verb.MORE)
        if is_held(plan.spans[index]):
            added += 15_000
            now = rig.state.schedule
            begin, end = now.span_starts[index], now.span_end(index)
            assert end - begin == plan.span_end(index) - plan.span_starts[index] + 15_000
            for clip in now.voice_clips(index):
                if clip.kind == "count" and isinstance(clip.source, Utterance):
                    assert clip.beat == end - int(clip.source.text) * 1_000
        else:
            assert rig.state.message == rig.state.refusal != ""
        rig.listen(pause)
    pieces = rig.finish()
    assert sum(b - a for a, b in heard(pieces)) == PLAN.length + added
    assert rig.state.tape.end == (PLAN.length + added) * FRAMES_PER_MS


def hold_of(plan: Schedule, number: int = 0) -> int:
    held = [i for i, s in enumerate(plan.spans) if s.length == 30_000 and is_held(s)]
    return held[number]


def test_half_way_stays_half_way_where_it_is_still_to_come():
    index = hold_of(PLAN)
    rig = Rig.of(PLAN)
    rig.listen(PLAN.span_starts[index] + 5_000)
    rig.ask(Verb.MORE)
    begin = rig.state.schedule.span_starts[index]
    halves = [
        c.start - begin for c in rig.state.schedule.voice_clips(index) if c.kind == "half-way"
    ]
    assert halves == [22_500 + CHIME_LEAD]
    clips = rig.state.schedule.layouts[index].clips
    assert [c.start for c in clips if c.kind == "half-way" and c.is_chime] == [22_500]


def test_time_added_in_the_countdown_counts_down_anew():
    index = hold_of(PLAN)
    rig = Rig.of(PLAN)
    rig.listen(PLAN.span_starts[index] + 28_000)
    rig.ask(Verb.MORE)
    rig.listen(60_000)
    plan = rig.state.schedule
    counts = [c for c in plan.voice_clips(index) if c.kind == "count"]
    said = [rig.state.tape.place_at(c.start * FRAMES_PER_MS).spoken_text() for c in counts]
    assert said == ["5", "4", "3", "2", "1"]
    assert counts[0].beat == PLAN.span_starts[index] + 45_000 - 5_000


def test_with_keep_time_what_may_stretch_gives_it_back():
    natural = planned(*SESSION).length
    plan = planned(*SESSION, length=natural + 17_000)
    rig = Rig.of(plan, replace(RULES, keep_time=True))
    rig.listen(plan.span_starts[hold_of(plan)] + 5_000)
    room = sum(plan.extras[hold_of(plan) + 1 :])
    assert 15_000 <= room < 30_000
    rig.ask(Verb.MORE)
    assert rig.state.schedule.length == plan.length
    assert rig.state.added_ms == 0
    rig.ask(Verb.MORE)
    assert rig.state.schedule.length == plan.length + 30_000 - room
    assert rig.state.added_ms == 30_000 - room
    assert not any(rig.state.schedule.extras[hold_of(plan) + 1 :])


@pytest.mark.parametrize(("timed", "told"), [(True, "We'll end 15 seconds later."), (False, "")])
def test_the_new_end_is_told_where_a_length_was_asked_for(timed, told):
    rig = Rig.of(PLAN, replace(RULES, timed=timed))
    rig.listen(PLAN.span_starts[hold_of(PLAN)] + 5_000)
    rig.ask(Verb.MORE)
    said = [
        c.source.text for c in rig.state.schedule.voice_clips(hold_of(PLAN)) if c.kind == "remark"
    ]
    assert said == [f"15 seconds more. {told}".strip()]


def test_time_added_in_a_pause_is_told_when_it_goes_on():
    rig = Rig.of(PLAN, replace(RULES, timed=True))
    rig.listen(PLAN.span_starts[hold_of(PLAN)] + 5_000)
    rig.ask(Verb.PAUSE)
    rig.ask(Verb.MORE)
    rig.ask(Verb.RESUME)
    rig.listen(30_000)
    said = [
        c.source.text for c in rig.state.schedule.voice_clips(hold_of(PLAN)) if c.kind == "remark"
    ]
    assert said == ["15 seconds more. We'll end 15 seconds later."]


def said_between(rig: Rig, start: int) -> list[str]:
    """What is said and sounded behind a frame until the session goes on."""
    found = []
    for begin, piece in begins(rig.state):
        if begin >= start:
            if piece.kind is PieceKind.SESSION:
                break
            found += [
                f"♪{c.source.name}" if isinstance(c.source, Sound) else c.source.text
                for c in piece.timeline.clips
            ]
    return found


def test_after_a_pause_one_is_placed_again_and_the_hold_goes_on_from_where_it_was():
    index = hold_of(PLAN)
    rig = Rig.of(PLAN)
    rig.listen(PLAN.span_starts[index] + 18_000)
    at = rig.state.at
    rig.ask(Verb.PAUSE)
    rig.listen(60_000)
    assert rig.state.phase is Phase.PAUSED
    frame = rig.frame
    rig.ask(Verb.RESUME)
    assert said_between(rig, frame) == [
        "♪resume", "Bird dog, right side.", "12 seconds left.", "♪tick", "♪tick", "♪tick",
    ]  # fmt: skip
    session = rig.state.tape.pieces[-1]
    assert session.start == session.since == at
    lead = rig.state.tape.pieces[-2]
    ticks = [c.start for c in lead.timeline.clips if c.source == Sound("tick")]
    assert [lead.stop - tick for tick in ticks] == [LEAD_IN_MS, 2_000, 1_000]


def test_a_broken_instruction_a_repetition_and_a_breath_begin_anew():
    for kind in ("instruction", "rep", "breath"):
        index = next(
            i
            for i, span in enumerate(PLAN.spans)
            if (kind == "instruction" and "Reach" in str(span.cues))
            or (kind == "rep" and span.is_indivisible and span.rep == 2)
            or (kind == "breath" and span.is_indivisible and span.rep == 3 and span.reps == 4)
        )
        rig = Rig.of(PLAN)
        rig.listen(PLAN.span_starts[index] + 1_500)
        rig.ask(Verb.PAUSE)
        rig.ask(Verb.RESUME)
        assert rig.state.tape.pieces[-1].start == PLAN.span_entry(index)
        if kind == "rep":
            assert "3 to go." in said_between(rig, rig.frame)


def test_next_and_previous_go_by_exercise_as_in_a_music_player():
    first, second = (segment.start for segment in PLAN.segments[-2:])
    rig = Rig.of(PLAN)
    rig.listen(first + 10_000)
    rig.ask(Verb.PREVIOUS)
    assert rig.state.at == first
    rig.listen(400)
    rig.ask(Verb.NEXT)
    assert rig.state.at == second
    rig.listen(2_000)
    rig.ask(Verb.PREVIOUS)
    assert rig.state.at == first
    rig.listen(900)
    rig.ask(Verb.NEXT)
    rig.listen(900)
    rig.ask(Verb.NEXT)
    # Behind the last one comes what closes the session, and then its end.
    assert rig.state.at == PLAN.span_starts[-2]
    rig.listen(900)
    rig.ask(Verb.NEXT)
    assert rig.state.at == PLAN.length


def test_repeating_says_the_instruction_again_and_returns_to_the_hold():
    index = hold_of(PLAN)
    rig = Rig.of(PLAN)
    rig.listen(PLAN.span_starts[index] + 18_000)
    at, frame = rig.state.at, rig.frame
    rig.ask(Verb.REPEAT)
    repeated = next(piece for piece in rig.state.tape.pieces if piece.kind is PieceKind.REPEAT)
    words = [
        c.source.text
        for c in repeated.timeline.clips
        if repeated.start <= c.start < repeated.stop and c.track is Track.VOICE
    ]
    assert words == ["Reach one leg back and the other arm forward"]
    assert "12 seconds left." in said_between(rig, frame)
    assert rig.state.tape.pieces[-1].start == at


def test_a_wait_lasts_until_told_and_no_longer_than_its_author_said():
    index = next(
        i for i, s in enumerate(PLAN.spans) if {c.kind for c in s.cues} == {"wait"} and s.length
    )
    rig = Rig.of(PLAN)
    rig.listen(PLAN.span_starts[index] + 1_000)
    assert rig.state.is_waiting
    rig.ask(Verb.TOGGLE)
    assert rig.state.tape.pieces[-1].start == PLAN.span_end(index)
    assert rig.state.phase is Phase.PLAYING
    assert sum(b - a for a, b in heard(Rig.of(PLAN).finish())) == PLAN.length


def test_with_wait_each_exercise_is_waited_for():
    rig = Rig.of(PLAN, replace(RULES, wait=True))
    waits = [piece.at for piece in rig.state.tape.pieces if piece.kind is PieceKind.WAIT]
    assert waits == [PLAN.span_entry(index) for index in PLAN.exercise_span_indexes()]
    rig.listen(waits[0] + 20_000)
    assert rig.state.is_waiting
    rig.ask(Verb.GO)
    assert rig.state.at == waits[0]
    assert not rig.state.is_waiting


def test_a_moment_waits_and_then_places_one_again():
    rig = Rig.of(PLAN)
    rig.listen(PLAN.span_starts[hold_of(PLAN)] + 10_000)
    at = rig.state.at
    rig.ask(Verb.MOMENT)
    rig.listen(600_000)
    assert rig.state.is_waiting
    frame = rig.frame
    rig.ask(Verb.GO)
    assert "20 seconds left." in said_between(rig, frame)
    assert rig.state.tape.pieces[-1].start == at


def test_less_talk_begins_with_the_next_exercise():
    sheet = sheet_of(*SESSION, talk=TalkLevel.BELL)
    other = make_schedule(sheet, LENGTHS, None, TalkLevel.BELL)
    rig = Rig.of(PLAN)
    rig.listen(PLAN.span_starts[1] + 100)
    rig.cut(CutMode.JOIN)
    rig.state = switch_schedule(rig.state, ScheduleChange(other), rig.rules)
    pieces = [p for p in rig.finish() if p.kind is PieceKind.SESSION]
    joint = next(i for i, p in enumerate(pieces) if p.schedule is other)
    assert pieces[joint - 1].schedule is PLAN
    assert pieces[joint].start in [other.span_entry(i) for i in other.exercise_span_indexes()]
    assert rig.state.schedule is other


def test_with_less_talk_a_session_of_a_length_ends_when_it_would_have():
    sheet = sheet_of(*SESSION, talk=TalkLevel.BELL)
    other = make_schedule(sheet, LENGTHS, None, TalkLevel.BELL)
    rig = Rig.of(PLAN, replace(RULES, timed=True))
    rig.listen(PLAN.span_starts[1] + 100)
    rig.cut(CutMode.JOIN)
    mine, theirs = PLAN.exercise_span_indexes()[0], other.exercise_span_indexes()[0]
    short = PLAN.length - PLAN.span_starts[mine] - (other.length - other.span_starts[theirs])
    assert 0 < short <= sum(span.stretch for span in other.spans[theirs:])
    rig.state = switch_schedule(rig.state, ScheduleChange(other), rig.rules)
    session = [p for p in rig.state.tape.pieces if p.kind is PieceKind.SESSION]
    assert sum(p.frames for p in session) == PLAN.length * FRAMES_PER_MS
    then = rig.state.next_schedule
    assert then is not None
    assert not any(then.extras[:theirs])
    assert all(x <= s.stretch for x, s in zip(then.extras, then.spans, strict=True))


def test_a_lost_device_is_come_back_from_as_from_a_pause():
    rig = Rig.of(PLAN)
    rig.listen(PLAN.span_starts[hold_of(PLAN)] + 10_000)
    at = rig.state.at
    rig.lose_device()
    rig.ask(Verb.NEXT)
    assert rig.state.phase is Phase.LOST
    assert rig.state.at == at
    assert rig.state.message == "next: not while the sound is lost"
    rig.find_device(999_999)
    assert rig.state.tape.start == 999_999
    assert rig.state.tape.pieces[-1].start == at


@pytest.mark.parametrize(
    ("before", "asked", "phase"),
    [
        (None, (Verb.PAUSE,), Phase.PAUSED),
        (None, (Verb.TOGGLE,), Phase.PAUSED),
        (None, (Verb.MOMENT,), Phase.PAUSED),
        (None, (Verb.PAUSE, Verb.PAUSE), Phase.PAUSED),
        (None, (Verb.PAUSE, Verb.NEXT, Verb.VOLUME, Verb.HELP), Phase.PAUSED),
        (None, (Verb.PAUSE, Verb.RESUME), Phase.PLAYING),
        (None, (Verb.TOGGLE, Verb.TOGGLE), Phase.PLAYING),
        (None, (Verb.NEXT, Verb.SEEK, Verb.MORE), Phase.PLAYING),
        (Verb.PAUSE, (), Phase.PAUSED),
        (Verb.PAUSE, (Verb.TOGGLE,), Phase.PLAYING),
        (Verb.PAUSE, (Verb.GO,), Phase.PLAYING),
        (Verb.MOMENT, (), Phase.PAUSED),
        (Verb.MOMENT, (Verb.GO,), Phase.PLAYING),
    ],
    ids=str,
)
def test_whether_the_voice_starts_when_the_sound_is_back_is_what_was_asked_last(
    before, asked, phase
):
    rig = in_a_hold()
    at = rig.state.at
    if before:
        rig.ask(before)
        rig.listen(8_000)
    rig.lose_device()
    for verb in asked:
        rig.ask(verb)
        # It is looked for again and again meanwhile.
        rig.state = device_loss.lose_device(rig.state, "still gone")
    assert rig.state.phase is Phase.LOST
    rig.find_device()
    assert (rig.state.phase, rig.state.at) == (phase, at)
    assert (rig.state.tape.end > rig.frame) is (phase is Phase.PLAYING)


def test_a_session_stopped_while_the_sound_is_lost_ends():
    rig = in_a_hold()
    rig.lose_device()
    rig.ask(Verb.PAUSE)
    rig.ask(Verb.STOP)
    assert (rig.state.phase, rig.state.stays_paused) == (Phase.ENDED, False)


def test_a_machine_that_slept_while_the_sound_was_lost_stays_paused():
    rig = in_a_hold()
    rig.lose_device()
    rig.state = transitions.pause_silently(rig.state, "paused: the machine was asleep")
    assert (rig.state.phase, rig.state.message) == (Phase.LOST, "gone")
    rig.find_device()
    assert rig.state.phase is Phase.PAUSED


def in_a_hold() -> Rig:
    rig = Rig.of(PLAN)
    hold = next(index for index, span in enumerate(PLAN.spans) if is_held(span))
    rig.listen(PLAN.span_starts[hold] + 2_000)
    return rig


@pytest.mark.parametrize("paused", [False, True])
@pytest.mark.parametrize(
    ("verb", "why"),
    [
        (Verb.MORE, "only a hold, a rest or a quiet can be made longer"),
        (Verb.REPEAT, "there is no instruction to repeat here"),
    ],
)
def test_what_cannot_be_done_here_is_refused_until_something_else_is_asked(verb, why, paused):
    rig = Rig.of(PLAN)
    rig.listen(100)
    if paused:
        rig.ask(Verb.PAUSE)
    assert rig.state.refusal == ""
    rig.ask(verb)
    assert (rig.state.refusal, rig.state.message) == (why, why)
    rig.ask(Verb.NEXT)
    assert (rig.state.refusal, rig.state.message) == ("", "")


@pytest.mark.parametrize("paused", [False, True])
@pytest.mark.parametrize("verb", [Verb.LOUDER, Verb.SOFTER, Verb.TALK_MORE, Verb.TALK_LESS])
def test_a_step_that_there_is_no_more_is_refused(verb, paused):
    rig = in_a_hold()
    if paused:
        rig.ask(Verb.PAUSE)
    for done in (True, False, True):
        rig.cut(CutMode.FADE if paused else CutMode.JOIN)
        rig.state = acknowledge_change(rig.state, verb, rig.rules, done=done)
        rig.speak()
        assert bool(rig.state.refusal) is not done
        assert done or rig.state.message == rig.state.refusal


def test_a_volume_that_is_set_to_what_it_is_is_not_refused():
    rig = in_a_hold()
    rig.cut(CutMode.JOIN)
    rig.state = acknowledge_change(rig.state, Verb.VOLUME, rig.rules, done=False)
    assert rig.state.refusal == ""


@pytest.mark.parametrize("verb", [Verb.ENOUGH, Verb.HELP])
def test_the_speech_of_the_keys_ends_when_it_is_enough_and_does_not_begin_again(verb):
    rig = in_a_hold()
    at = rig.state.at
    rig.ask(Verb.HELP)
    rig.listen(1_000)
    assert rig.state.kind is PieceKind.KEY_HELP
    rig.ask(verb)
    rig.listen(10)
    assert rig.state.kind is not PieceKind.KEY_HELP
    assert not [
        b for b, piece in begins(rig.state) if b >= rig.frame and piece.kind is PieceKind.KEY_HELP
    ]
    assert rig.state.at == at


def test_enough_goes_on_waiting_or_pausing_where_that_was_so_before():
    rig = in_a_hold()
    rig.ask(Verb.MOMENT)
    rig.listen(10_000)
    assert rig.state.is_waiting
    rig.ask(Verb.HELP)
    rig.listen(1_000)
    rig.ask(Verb.ENOUGH)
    rig.listen(10_000)
    assert rig.state.is_waiting
    rig.ask(Verb.PAUSE)
    rig.ask(Verb.HELP)
    rig.listen(1_000)
    rig.ask(Verb.ENOUGH)
    assert rig.state.phase is Phase.PAUSED
    assert rig.state.tape.end == rig.frame


def test_enough_of_nothing_changes_nothing():
    rig = in_a_hold()
    before = rig.state
    assert transitions.cut_mode_for(before, Verb.ENOUGH) is CutMode.NONE
    rig.ask(Verb.ENOUGH)
    assert rig.state is before


@pytest.mark.parametrize(
    "plan", [PLAN, planned(Say((Line("Lie down."),)), Wait(15_000), Hold(20_000))]
)
def test_whoever_asks_for_a_moment_while_it_waits_is_waited_for_and_one_go_goes_on(plan):
    rig = Rig.of(plan)
    if plan is PLAN:
        rig.listen(2_000)
        rig.ask(Verb.MOMENT)
    for _ in range(200):
        if not rig.state.is_waiting:
            rig.listen(100)
    assert rig.state.is_waiting
    at = rig.state.at
    rig.ask(Verb.MOMENT)
    rig.listen(30_000)
    assert rig.state.is_waiting
    rig.ask(Verb.GO)
    rig.listen(15_000)
    assert not rig.state.is_waiting
    assert rig.state.at > at or plan is PLAN
