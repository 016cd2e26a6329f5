"""Slower, and an easier way, while a session goes on: where it does, and what is heard there."""

from itertools import pairwise
from threading import Event

import pytest

from coach.live import continuation, engine, state
from coach.live.announcements import Announcements
from coach.live.commands import Verb
from coach.live.same_place import find_joint, find_same_work, list_names
from coach.live.schedule import Schedule, make_schedule
from coach.live.schedule_changes import (
    ScheduleChange,
    begin_easier_way,
    find_next_work,
    queue_schedule,
    switch_schedule,
    tells_by_itself,
)
from coach.live.state import Rules
from coach.live.status import Phase
from coach.live.tape import Piece, PieceKind
from coach.live.transitions import CutMode
from coach.pipeline import prepare_in_studio
from coach.plan.easier_ways import ease_session
from coach.plan.request import SessionRequest
from coach.script.library import find_exercises
from coach.script.pace import Pace
from coach.script.positions import Position
from coach.script.steps import Move, Perform
from coach.script.talk_level import TalkLevel
from coach.sound.audio import FRAMES_PER_MS
from coach.speech.studio import open_studio
from coach.system.paths import exercise_names
from coach.timeline.cues import Purpose, Span
from coach.timeline.cuesheet import compile_cue_sheet
from coach.timeline.delivery import Delivery
from coach.timeline.session import Part, Session
from coach.timeline.source import Track, Utterance
from coach.timeline.unroll import unroll
from coach.training.log_records import Outcome
from tests.listening import ENGLISH, LENGTHS
from tests.live.recorded import Performance, at
from tests.live.test_transitions import Rig

NAMES = ("march", "cat-camel", "bird-dog", "plank", "knee-to-chest", "bridge", "breathing")
CARDS = find_exercises(dict.fromkeys(NAMES))
STEPS = (Move(Position.STANDING), *map(Perform, NAMES))
RULES = Rules(Announcements(Delivery(ENGLISH)))


def plan(
    pace: int = 100, eased: tuple[str, ...] = (), talk: TalkLevel = TalkLevel.FULL
) -> Schedule:
    delivery = Delivery(ENGLISH, talk, pace_percent=pace)
    session = Session("Test", (Part("Part", STEPS),), CARDS, delivery, {})
    session = ease_session(session, eased, CARDS)
    sheet = compile_cue_sheet("Test", unroll(session), ENGLISH, talk)
    return make_schedule(sheet, LENGTHS, None, talk)


PLAN, SLOW = plan(), plan(125)


def rig_at(at: int, rules: Rules = RULES) -> Rig:
    rig = Rig.of(PLAN, rules)
    rig.listen(at)
    return rig


def change_pace(rig: Rig, then: Schedule = SLOW) -> None:
    rig.cut(CutMode.JOIN)
    rig.state = switch_schedule(rig.state, ScheduleChange(then, True, True), rig.rules)


def begins_of_session(rig: Rig) -> list[tuple[Schedule, int, int]]:
    """The schedule and the moments of each stretch of the session that is heard."""
    found: list[tuple[Schedule, int, int]] = []
    for piece in rig.state.tape.pieces:
        if piece.kind is not PieceKind.SESSION:
            continue
        start, stop = piece.start, piece.start + piece.frames // FRAMES_PER_MS
        if found and found[-1][0] is piece.schedule and abs(found[-1][2] - start) <= 1:
            start = found.pop()[1]
        found.append((piece.schedule, start, stop))
    return found


def names_heard(rig: Rig) -> list[tuple]:
    """What each span is that begins in the pieces of the session, in order."""
    return [
        name
        for schedule, start, stop in begins_of_session(rig)
        for number, name in enumerate(list_names(schedule.spans))
        if start <= schedule.span_entry(number) < stop
    ]


@pytest.mark.parametrize("at", range(1_000, PLAN.length, PLAN.length // 60))
def test_slower_begins_with_the_next_span_and_leaves_nothing_out(at):
    rig = rig_at(at)
    change_pace(rig)
    (_, _, stop), *rest = begins_of_session(rig)
    assert names_heard(rig) == list_names(PLAN.spans)
    if rest:
        (then, start, end) = rest[0]
        assert (then.length, end) == (SLOW.length, SLOW.length)
        assert stop in [PLAN.span_entry(number) for number in range(len(PLAN.spans))]
        assert start in [SLOW.span_entry(number) for number in range(len(SLOW.spans))]
        cut = [c for c in PLAN.timeline.clips if c.start < stop < c.end]
        assert not [clip for clip in cut if clip.track is not Track.BED]


def test_the_end_moves_by_what_is_slower_and_faster_takes_that_back():
    rig = rig_at(5_000)
    change_pace(rig)
    assert rig.state.next_schedule.length == SLOW.length
    change_pace(rig, PLAN)
    assert rig.state.next_schedule.length == PLAN.length
    assert names_heard(rig) == list_names(PLAN.spans)


def test_what_was_stretched_stays_so_unless_the_end_is_to_be_kept():
    spans = PLAN.sheet.spans
    extras = tuple(span.stretch // 2 for span in spans)
    stretched = Schedule(PLAN.sheet, PLAN.layouts, extras, LENGTHS)
    change = ScheduleChange(SLOW, is_near=True, moves_end=True)
    found = []
    for keeps in (False, True):
        rules = Rules(RULES.announcements, timed=True, keep_time=keeps)
        now = continuation.begin_session(stretched, 0, 0, rules)
        found.append(queue_schedule(now, change, rules).next_schedule)
    free, kept = found
    assert free.extras == extras
    assert sum(kept.extras) < sum(extras)
    mine, other = find_joint(stretched, kept, 0, is_near=True)
    assert mine + kept.length - other == max(stretched.length, mine + SLOW.length - other)


def make_easier(rig: Rig, card: str, wait: int = 1_000) -> Schedule:
    """Ask for an easier way of what is heard; its schedule comes so many ms later."""
    then = plan(eased=(card,))
    session = Session("Test", (), CARDS, Delivery(ENGLISH), {})
    eased = ease_session(session, (card,), CARDS).cards[card]
    work = find_next_work(rig.state.schedule, rig.state.at)
    assert not tells_by_itself(rig.state.schedule, rig.state.at, work, eased)
    rig.cut(CutMode.FADE)
    rig.state = begin_easier_way(rig.state, rig.rules, eased, work)
    rig.state = state.advance_to(rig.state, rig.state.cut_frame)
    rig.speak()
    rig.listen(wait)
    rig.cut(CutMode.JOIN)
    rig.state = switch_schedule(rig.state, ScheduleChange(then, True, exercise=card), rig.rules)
    rig.speak()
    return then


def works(schedule: Schedule, card: str) -> list[int]:
    return [
        number
        for number, span in enumerate(schedule.spans)
        if span.card == card and span.purpose is Purpose.WORK
    ]


def said(rig: Rig) -> list[str]:
    """The words of interludes on the tape."""
    pieces = rig.state.tape.pieces
    return [
        text for piece in pieces if piece.kind is PieceKind.INTERLUDE for text in words_of(piece)
    ]


def words_of(piece: Piece) -> list[str]:
    return [clip.source.text for clip in piece.timeline.clips if clip.track is Track.VOICE]


@pytest.mark.parametrize("card", [name for name in NAMES if name != "march"])
def test_an_easier_way_is_told_and_its_work_begins_anew(card):
    number = works(PLAN, card)[1]
    rig = rig_at(PLAN.span_starts[number] + 1_500)
    then = make_easier(rig, card)
    told, way = said(rig), CARDS[card].easier[0]
    assert rig.state.message == f"{CARDS[card].name}: {way.name}"
    assert told[-1] == way.read_steps[-1].text.replace("{side}", PLAN.spans[number].side)
    opening = ["Rest.", "Here's an easier way."][card == "breathing" :]
    assert told[: len(opening)] == opening
    (schedule, start, _), *more = begins_of_session(rig)[1:]
    assert (schedule, more) == (then, [])
    begun = next(n for n in works(then, card) if then.span_entry(n) == start)
    assert list_names(then.spans)[begun] == list_names(PLAN.spans)[number]


def test_what_the_first_repetition_teaches_is_not_told_before_it_as_well():
    number = works(PLAN, "bird-dog")[0]
    rig = rig_at(PLAN.span_starts[number] + 500)
    then, way = make_easier(rig, "bird-dog"), CARDS["bird-dog"].easier[0]
    first = {line.text for line in way.first.lines}
    told = said(rig)
    assert way.say[0].text in told
    assert first.isdisjoint(told)
    span = then.spans[works(then, "bird-dog")[0]]
    assert first & {cue.source.text for cue in span.cues if cue.kind == "step"}


def test_a_way_that_has_fewer_repetitions_is_done_once_more():
    card = "plank"
    then, last = plan(eased=(card,)), works(PLAN, card)[-1]
    short = make_schedule(compile_cue_sheet("Test", (), ENGLISH), LENGTHS)
    assert find_same_work(PLAN, short, PLAN.span_entry(last)) is None
    assert find_same_work(PLAN, then, PLAN.span_entry(last)) == then.span_entry(
        works(then, card)[-1]
    )


def test_long_work_goes_on_with_what_is_left():
    (number,) = works(PLAN, "march")
    assert PLAN.span_end(number) - PLAN.span_starts[number] >= 60_000
    rig = rig_at(PLAN.span_starts[number] + 40_000)
    left = PLAN.span_end(number) - rig.state.at
    then = make_easier(rig, "march")
    (schedule, start, _) = begins_of_session(rig)[-1]
    assert schedule is then
    assert then.span_end(works(then, "march")[0]) - start == pytest.approx(left, abs=10)


def test_who_is_still_led_there_hears_of_the_way_in_its_turn():
    number = works(PLAN, "plank")[0]
    move = next(n for n in range(number, 0, -1) if PLAN.spans[n].purpose is Purpose.MOVE)
    eased = ease_session(Session("", (), CARDS, Delivery(ENGLISH), {}), ("plank",), CARDS)
    at = PLAN.span_starts[move] + 500
    assert find_next_work(PLAN, at) == number
    assert tells_by_itself(PLAN, at, number, eased.cards["plank"])
    assert not tells_by_itself(PLAN, PLAN.span_starts[number], number, eased.cards["plank"])
    rig, then = rig_at(at), plan(eased=("plank",))
    rig.cut(CutMode.JOIN)
    rig.state = switch_schedule(rig.state, ScheduleChange(then, True, exercise="plank"), RULES)
    schedule, start, _ = begins_of_session(rig)[-1]
    assert schedule.sheet is then.sheet
    assert start <= then.span_entry(works(then, "plank")[0])
    lines = {cue.source.text for span in schedule.spans for cue in span.cues if cue.kind == "step"}
    assert CARDS["plank"].easier[0].say[0].text in lines


def test_a_schedule_that_comes_late_takes_over_with_the_next_repetition():
    number = works(PLAN, "bridge")[2]
    rig = rig_at(PLAN.span_starts[number] + 1_000)
    then = make_easier(rig, "bridge", wait=40_000)
    first, second = begins_of_session(rig)[1:]
    assert (first[0].sheet, second[0].sheet) == (PLAN.sheet, then.sheet)
    heard = names_heard(rig)
    again = [name for name in heard if heard.count(name) > 1]
    assert set(again) == {list_names(PLAN.spans)[number]}, "only what was begun anew"


def test_in_a_pause_it_is_told_and_the_pause_stays():
    number = works(PLAN, "bridge")[2]
    rig = rig_at(PLAN.span_starts[number] + 1_000)
    rig.ask(Verb.PAUSE)
    rig.listen(1_000)
    then = plan(eased=("bridge",))
    eased = ease_session(Session("", (), CARDS, Delivery(ENGLISH), {}), ("bridge",), CARDS)
    rig.cut(CutMode.FADE)
    rig.state = begin_easier_way(rig.state, RULES, eased.cards["bridge"], number)
    rig.speak()
    rig.state = queue_schedule(rig.state, ScheduleChange(then, True, exercise="bridge"), RULES)
    assert rig.state.phase is Phase.PAUSED
    assert rig.state.schedule is then
    assert "Halfway up is high enough today." in said(rig)
    rig.ask(Verb.RESUME)
    schedule, start, _ = begins_of_session(rig)[-1]
    assert (schedule, start) == (then, then.span_entry(works(then, "bridge")[2]))


def test_behind_the_last_work_of_an_exercise_there_is_nothing_to_make_easier():
    last = works(PLAN, "cat-camel")[-1]
    assert find_next_work(PLAN, PLAN.span_entry(last)) == last
    assert find_next_work(PLAN, PLAN.span_end(last) + 500) is None
    assert find_next_work(PLAN, 100) is None


def test_a_span_has_the_same_name_at_every_talk_level_and_no_two_have_one():
    names = [list_names(schedule.spans) for schedule in (PLAN, plan(talk=TalkLevel.SHORT))]
    for each in names:
        assert len(set(each)) == len(each)
    work = [[name for name in each if name[1] is Purpose.WORK] for each in names]
    assert work[0] == work[1]
    assert all(a != b for a, b in pairwise(work[0]))


# With a player

SCRIPT = """\
title: Two
rise: false
steps: [{exercise: cat-camel, reps: 3}, {exercise: bridge, reps: 3}]
"""


def test_what_is_heard_of_a_session_that_became_slower_and_easier(tmp_path, monkeypatch):
    # Performed faster than it is heard: ten times a second would miss whole lines.
    monkeypatch.setattr(engine, "SHOW_EVERY_S", 0)
    path = tmp_path / "two.yaml"
    path.write_text(SCRIPT, encoding="utf-8")
    with open_studio("tone") as studio:
        prepared = prepare_in_studio(studio, path, SessionRequest("tone", talk=TalkLevel.SHORT))
        performance, seen = Performance(prepared, studio), Seen()
        performance.live.add_views(seen)
        wait_for_schedules(performance.live._session_changes, performance.live._speech)
        spans, starts = prepared.sheet.spans, prepared.span_starts
        begins = {
            (span.card, span.rep): start
            for span, start in zip(spans, starts, strict=False)
            if span.purpose is Purpose.WORK
        }
        assert performance.run(
            (at(begins["cat-camel", 2] + 500), Verb.SLOWER, None),
            (at(begins["bridge", 2] + 500), Verb.EASIER, None),
            *[(lambda live: live.state.kind is PieceKind.INTERLUDE, Verb.EASIER, None)]
            * (len(prepared.cards["bridge"].easier) - 1),
            (lambda live: live.state.kind is PieceKind.SESSION, Verb.EASIER, None),
        )
    live, records = performance.live, {one.exercise: one for one in performance.tally.exercises}
    assert live._session_changes.pace == 125
    assert live.state.schedule.length == live.state.at > prepared.length
    assert {name: one.sides[0].reps for name, one in records.items()} == {
        "cat-camel": 3,
        "bridge": 3,
    }
    assert {name: one.outcome for name, one in records.items()} == {
        "cat-camel": Outcome.DONE,
        "bridge": Outcome.PART,
    }
    assert {status.pace for status in seen.statuses} == {100, 125}
    assert "Bridge: there is no easier way" in {status.refusal for status in seen.statuses}
    assert "This is the easiest way." in {status.saying for status in seen.statuses}
    session = ease_session(prepared.session, ("bridge",) * 9, prepared.cards)
    assert session.cards["bridge"].variant == prepared.cards["bridge"].easier[-1].name
    spoken = {cue.source for span in live.state.schedule.spans for cue in span.cues}
    assert Utterance(session.cards["bridge"].calls[0].text, Pace.COUNT) in spoken


class Seen:
    def __init__(self):
        self.statuses = []

    def show(self, status):
        self.statuses.append(status)


def wait_for_schedules(changes, speech):
    """Have each schedule made before the session goes on, which a listener would not notice."""
    request = changes._request

    def request_and_wait(*form, **more):
        request(*form, **more)
        done = Event()
        speech.submit(done.set)
        assert done.wait(60)

    changes._request = request_and_wait


def test_every_easier_way_of_every_card_can_be_told():
    cards = find_exercises(dict.fromkeys(exercise_names()))
    for name, card in cards.items():
        span = Span((), Purpose.WORK, 10_000, side="left" if card.sides != "none" else "", sets=3)
        for often, way in enumerate(card.easier, 1):
            session = ease_session(
                Session("", (), cards, Delivery(ENGLISH), {}), (name,) * often, cards
            )
            told = RULES.announcements.tell_easier_way(session.cards[name], span, with_caution=True)
            words = [cue.source.text for part in told for cue in part.cues]
            assert not [text for text in words if "{" in text]
            last = (way.short or way.say)[-1] if card.work == "time" else way.read_steps[-1]
            assert words[-1] == last.text.replace("{side}", "left").replace("{other}", "right")


def test_where_a_length_was_asked_for_silence_makes_up_for_what_is_easier():
    number, lengths = works(PLAN, "bridge")[2], []
    for timed in (False, True):
        rig = rig_at(PLAN.span_starts[number] + 1_500, Rules(RULES.announcements, timed=timed))
        make_easier(rig, "bridge")
        lengths.append(rig.state.schedule.length - rig.state.at)
    left = PLAN.length - PLAN.span_starts[number]
    assert lengths[0] < lengths[1] <= left + 300


def test_who_lies_elsewhere_is_led_there_once_before_an_easier_way_begins():
    rig = rig_at(1_000)
    while rig.state.exercise != CARDS["bridge"].name:
        rig.ask(Verb.NEXT)
        rig.listen(100)
    number = works(PLAN, "bridge")[1]
    rig.ask(Verb.SEEK, PLAN.span_starts[number])
    then = make_easier(rig, "bridge")
    pieces = rig.state.tape.pieces
    led = [number for number, piece in enumerate(pieces) if piece.target_position]
    told = next(n for n, piece in enumerate(pieces) if "Here's an easier way." in words_of(piece))
    assert led == [*range(led[0], told)], "one way, and then it is told"
    assert begins_of_session(rig)[-1][0] is then
