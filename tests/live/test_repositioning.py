"""Where the body is: whoever leaves an exercise out, or goes back, is led from where they are."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.live.announcements import Announcements
from coach.live.commands import Verb
from coach.live.reporting import make_status
from coach.live.repositioning import planned_position
from coach.live.schedule import Schedule, make_schedule
from coach.live.status import Status
from coach.live.tape import Piece, PieceKind, audible_timeline
from coach.script.library import load_phrases
from coach.script.positions import Position, moves_between
from coach.script.steps import Perform, Rest, Silence
from coach.script.talk_level import TalkLevel
from coach.script.work_steps import Hold, Reps
from coach.sound.audio import FRAMES_PER_MS
from coach.timeline.cues import Purpose
from coach.timeline.delivery import Delivery
from coach.timeline.layout import find_span_starts
from coach.timeline.source import Utterance
from coach.units import format_clock
from tests.listening import sheet_of
from tests.live.test_transitions import LENGTHS, RULES, Rig, said_between

MOVES = load_phrases("en").moves
P = Position
NAMES = ("pelvic-tilt", "bird-dog", "plank", "bridge")
PLACES = (P.SUPINE, P.QUADRUPED, P.PRONE, P.SUPINE)


def planned_session(talk: TalkLevel = TalkLevel.FULL) -> Schedule:
    sheet = sheet_of(*map(Perform, NAMES), Silence(5_000), talk=talk, rises=True)
    return make_schedule(sheet, LENGTHS, tuple(find_span_starts(sheet, LENGTHS)), talk)


PLAN = planned_session()
WORKS = [
    next(
        i
        for i, span in enumerate(PLAN.spans)
        if span.purpose is Purpose.WORK and PLAN.span_starts[i] >= segment.start
    )
    for segment in PLAN.segments
]


def told(start: Position, goal: Position) -> list[str]:
    """What is said on the way, for work on the right side."""
    lines = [line.text for pair in moves_between(start, goal) for line in MOVES[pair]]
    return [text.replace("{side}", "right").replace("{other}", "left") for text in lines]


def words(rig: Rig, count: int = 30) -> list[str]:
    """What is said next."""
    found = []
    begin = rig.state.tape.start
    for piece in rig.state.tape.pieces:
        assert isinstance(piece, Piece)
        for clip in audible_timeline(piece).clips:
            at = begin + (clip.start - piece.start) * FRAMES_PER_MS
            inside = piece.start <= clip.start < piece.start + piece.frames / FRAMES_PER_MS
            if inside and at >= rig.frame and isinstance(clip.source, Utterance):
                found.append(clip.source.text)
        begin += piece.frames
    return found[:count]


def at_work(number: int) -> Rig:
    """Somebody a second into the work of an exercise."""
    rig = Rig.of(PLAN)
    rig.listen(PLAN.span_starts[WORKS[number]] + 1_000)
    assert rig.state.body_position is PLACES[number]
    return rig


def test_every_span_of_a_session_knows_where_the_body_is():
    assert tuple(PLAN.spans[work].position for work in WORKS) == PLACES
    assert planned_position(PLAN, 0) is P.STANDING
    moves = [i for i, span in enumerate(PLAN.spans) if span.purpose is Purpose.MOVE]
    assert planned_position(PLAN, PLAN.span_starts[moves[0]]) is P.STANDING
    assert planned_position(PLAN, PLAN.span_end(moves[0])) is P.SUPINE


def test_who_leaves_exercises_out_is_led_from_where_the_body_is():
    rig = at_work(0)
    rig.ask(Verb.NEXT)
    rig.listen(900)
    rig.ask(Verb.NEXT)
    said = words(rig)
    after = next(i for i, text in enumerate(said) if "front" in text)
    lines = told(P.SUPINE, P.PRONE)
    assert said[after : after + len(lines)] == lines
    assert not set(told(P.QUADRUPED, P.PRONE)) & set(said)


def test_who_is_there_already_is_not_led_there():
    rig = at_work(0)
    rig.ask(Verb.PREVIOUS)
    said = words(rig)
    assert said[0].endswith("Pelvic tilt.")
    assert not set(told(P.STANDING, P.SUPINE)) & set(said)
    rig = at_work(0)
    for _ in range(3):
        rig.ask(Verb.NEXT)
        rig.listen(900)
    # Lying on the back, from one exercise on the back to the other.
    lying = told(P.PRONE, P.SUPINE) + told(P.QUADRUPED, P.SUPINE) + told(P.STANDING, P.SUPINE)
    assert not set(lying) & set(words(rig))


def test_going_back_leads_back():
    rig = at_work(1)
    rig.ask(Verb.SEEK, PLAN.segments[0].start)
    assert told(P.QUADRUPED, P.SUPINE)[0] in words(rig)
    assert told(P.STANDING, P.SUPINE)[0] not in words(rig)


def test_into_the_middle_of_an_exercise_the_way_comes_before_the_place():
    rig = at_work(0)
    frame = rig.frame
    rig.ask(Verb.SEEK, PLAN.span_starts[WORKS[2]] + 4_000)
    said = [text for text in said_between(rig, frame) if not text.startswith("♪")]
    lines = told(P.SUPINE, P.PRONE)
    assert said[: len(lines)] == lines
    assert said[len(lines)] == "Plank."


@pytest.mark.parametrize("work", [1, 2])
def test_who_takes_a_session_up_stands_and_is_led_down_first(work):
    at = PLAN.span_starts[WORKS[work]] + 4_000
    said = [text for text in said_between(Rig.of(PLAN, at=at), 0) if not text.startswith("♪")]
    lines = told(P.STANDING, PLACES[work])
    assert said[: len(lines)] == lines
    assert said[len(lines)].startswith(("Bird dog", "Plank"))


def test_the_way_takes_its_time_and_respects_knees():
    knees = Announcements(Delivery(load_phrases("en"), slow=True, limits=("no-kneeling",)))
    spans = knees.guide_to_position(P.STANDING, P.SUPINE, TalkLevel.FULL)
    assert sum(span.settle_time for span in spans) >= 60_000
    said = [cue.source.text for span in spans for cue in span.cues]
    without = load_phrases("en").moves_without_kneeling[P.STANDING, P.SUPINE]
    assert said == [line.text for line in without]


def test_forward_leaves_the_way_out_and_back_tells_it_again():
    rig = at_work(0)
    rig.ask(Verb.SEEK, PLAN.span_starts[WORKS[2]] + 4_000)
    rig.listen(2_000)
    assert rig.state.target_position is P.PRONE
    for verb in (Verb.BACK, Verb.REPEAT, Verb.MOMENT):
        rig.ask(verb)
        if verb is Verb.MOMENT:
            rig.listen(20_000)
            rig.ask(Verb.GO)
        assert told(P.SUPINE, P.PRONE)[0] in words(rig), verb
        rig.listen(2_000)
    rig.ask(Verb.FORWARD)
    assert rig.state.body_position is P.PRONE
    assert told(P.SUPINE, P.PRONE)[0] not in words(rig)


def test_the_way_up_begins_where_the_body_is():
    rig = at_work(1)
    for _ in range(2):
        rig.ask(Verb.NEXT)
        rig.listen(600)
    rig.ask(Verb.NEXT)
    assert words(rig)[: len(told(P.QUADRUPED, P.STANDING))] == told(P.QUADRUPED, P.STANDING)
    assert not any("one piece" in text for text in words(rig))


COMMANDS = st.tuples(
    st.integers(0, 60_000),
    st.sampled_from(
        (Verb.NEXT, Verb.NEXT, Verb.PREVIOUS, Verb.PAUSE, Verb.GO, Verb.MOMENT, Verb.MORE)
    ),
)


@given(st.lists(COMMANDS, max_size=10), st.booleans(), st.sampled_from([0, 90_000, 300_000]))
@settings(max_examples=60, deadline=None)
def test_whatever_is_asked_nobody_works_where_they_were_not_led(asked, wait, start):
    rig = Rig.of(PLAN, replace(RULES, wait=wait), start)
    for pause, verb in asked:
        rig.listen(pause)
        rig.ask(verb)
    body = P.STANDING
    for piece in rig.finish():
        heard = piece.frames // FRAMES_PER_MS
        if piece.target_position and heard >= piece.stop - piece.start:
            body = piece.target_position
        if piece.kind is not PieceKind.SESSION or not heard:
            continue
        assert (piece.actual_position or planned_position(piece.schedule, piece.start)) is body
        if piece.actual_position:
            spans = [
                span
                for number, span in enumerate(piece.schedule.spans)
                if piece.start < piece.schedule.span_end(number)
                and piece.schedule.span_starts[number] < piece.start + heard
            ]
            assert not any(span.purpose in (Purpose.WORK, Purpose.MOVE) for span in spans[:-1])
        else:
            body = planned_position(piece.schedule, piece.start + heard)


def test_with_bells_only_the_way_is_heard_and_not_told():
    plan = planned_session(TalkLevel.BELL)
    rig = Rig.of(plan)
    rig.listen(plan.span_starts[1] + 5_000)
    rig.ask(Verb.SEEK, plan.segments[2].start + 60_000)
    leads = [piece for piece in rig.state.tape.pieces if piece.target_position]
    assert len(leads) == 1
    assert not any(isinstance(clip.source, Utterance) for clip in leads[0].timeline.clips)


def shown(rig: Rig) -> Status:
    return make_status(rig.state, rig.state.tape.place_at(rig.frame), 100, TalkLevel.FULL)


def test_while_somebody_is_led_into_a_hold_nothing_is_counted():
    rig = at_work(0)
    rig.ask(Verb.SEEK, PLAN.span_starts[WORKS[2]] + 4_000)
    rig.listen(1)
    seen = []
    while rig.state.kind is not PieceKind.SESSION:
        seen.append((shown(rig), rig.state.actual_position))
        rig.listen(100)
    led = [status for status, elsewhere in seen if elsewhere]
    there = [status for status, elsewhere in seen if not elsewhere]
    # The sign that it was understood comes before the way, and is no time for a number, either.
    assert len(led) > 20
    assert {status.count for status in led} == {None}
    assert told(P.SUPINE, P.PRONE)[0] in {status.saying for status in led}
    # Once in place one is told what is left, and that is a number to be shown.
    assert {status.count for status in there} == {6}
    assert shown(rig).count == 6


def test_what_is_not_led_is_counted_wherever_the_body_is():
    rig = at_work(0)
    rig.ask(Verb.SEEK, PLAN.span_starts[WORKS[2]] + 4_000)
    rig.listen(22_000)
    assert rig.state.kind is PieceKind.SESSION
    place = rig.state.tape.place_at(rig.frame)
    lying = replace(place, piece=replace(place.piece, actual_position=P.SUPINE))
    assert make_status(rig.state, lying, 100, TalkLevel.FULL).count == shown(rig).count == 5


def skipped_to_plank() -> Rig:
    """Somebody who left two exercises out, and is heard to be led from back to front."""
    rig = at_work(0)
    for _ in range(2):
        rig.ask(Verb.NEXT)
        rig.listen(900)
    while not shown(rig).way_to:
        rig.listen(100)
    return rig


def test_who_is_led_sees_where_to_and_how_long_it_takes():
    rig = skipped_to_plank()
    first = shown(rig)
    assert (first.way_from, first.way_to) == (P.SUPINE, P.PRONE)
    assert first.way_left > 3_000
    rig.listen(2_000)
    then = shown(rig)
    assert 1_900 < first.way_left - then.way_left < 2_100
    rig.listen(then.way_left + 10)
    there = shown(rig)
    assert (there.way_from, there.way_to, there.way_left) == ("", "", 0)


def test_a_way_that_is_cut_short_does_not_seem_done_before_the_cut_is_heard():
    rig = skipped_to_plank()
    rig.listen(1_000)
    before = shown(rig).way_left
    rig.ask(Verb.NEXT)
    heard = rig.state.tape.place_at(rig.frame - 100 * FRAMES_PER_MS)
    status = make_status(rig.state, heard, 100, TalkLevel.FULL)
    assert status.way_to == P.PRONE
    assert abs(status.way_left - before - 100) <= 2


def test_the_time_left_counts_the_way():
    rig = skipped_to_plank()
    while rig.frame + 1_000 * FRAMES_PER_MS < rig.state.tape.end:
        left = (rig.state.tape.end - rig.frame) // FRAMES_PER_MS
        assert abs(shown(rig).remaining - left) <= 2
        rig.listen(1_000)


def test_a_wait_is_no_time_left():
    rig = at_work(1)
    rig.ask(Verb.MOMENT)
    rig.listen(60_000)
    assert shown(rig).remaining == rig.state.schedule.length - rig.state.at


def test_the_number_shown_has_a_unit():
    sheet = sheet_of(Hold(20_000), Rest(9_000, preview=False), Reps(4, 2_000, 0, 2_000))
    plan = make_schedule(sheet, LENGTHS, tuple(find_span_starts(sheet, LENGTHS)))
    rig = Rig.of(plan)
    units = []
    while rig.frame < rig.state.tape.end:
        rig.listen(500)
        units.append((shown(rig).count is not None, shown(rig).count_unit))
    counted = {(True, "seconds"), (True, "repetition")}
    assert counted <= set(units) <= counted | {(False, "")}


def test_seek_says_where_it_landed_where_that_is_another_place():
    rig = at_work(1)
    speech = next(
        clip
        for clip in PLAN.timeline.clips
        if isinstance(clip.source, Utterance) and clip.length > 2_500
    )
    rig.ask(Verb.SEEK, speech.start + 2_000)
    landed, wanted = format_clock(rig.state.at), format_clock(speech.start + 2_000)
    assert landed != wanted
    assert rig.state.message == f"moved to {landed}, as nothing can begin at {wanted}"
    rig.ask(Verb.SEEK, PLAN.span_starts[WORKS[2]] + 4_000)
    assert rig.state.message == ""
    rig.ask(Verb.PAUSE)
    rig.ask(Verb.SEEK, speech.start + 2_000)
    assert rig.state.message.startswith("moved to ")
