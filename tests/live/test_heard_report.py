"""What the tally says of sessions that were performed in all ways, against their recordings."""

from threading import Event

import pytest

from coach.live.commands import Verb
from coach.live.device_retry import DeviceRetry
from coach.live.status import Phase
from coach.pipeline import prepare_in_studio
from coach.plan.request import SessionRequest
from coach.script.talk_level import TalkLevel
from coach.speech.studio import open_studio
from coach.timeline.cues import Purpose
from coach.training.log_records import Outcome
from tests.live.recorded import Performance, at, in_phase

TOLERANCE_MS = 8
"""A cut may fall within a millisecond, and there are a few of them."""


@pytest.fixture
def studio():
    with open_studio("tone") as studio:
        yield studio


@pytest.fixture
def performance(studio):
    request = SessionRequest("tone", 600_000, skip_intro=True)
    return Performance(prepare_in_studio(studio, "lower-back", request), studio)


def works(performance, exercise, side=None):
    """The start and the end of each span of work of an exercise, in ms."""
    starts, spans = performance.prepared.span_starts, performance.prepared.sheet.spans
    return [
        (starts[number], starts[number + 1])
        for number, span in enumerate(spans)
        if span.purpose is Purpose.WORK and span.card == exercise and side in (None, span.side)
    ]


def outcomes(performance):
    return {one.exercise: one.outcome for one in performance.tally.exercises}


def assert_as_recorded(performance):
    tallied, played = performance.tallied_ms(), performance.played_ms()
    assert set(tallied) == set(played)
    for part, ms in played.items():
        assert tallied[part] == pytest.approx(ms, abs=TOLERANCE_MS), part


def test_a_session_that_is_heard_is_done(performance):
    assert performance.run()
    assert_as_recorded(performance)
    records = performance.tally.exercises
    assert set(outcomes(performance).values()) == {Outcome.DONE}
    assert [one.exercise for one in records] == [
        card.slug for card in performance.prepared.session.done_cards
    ]
    for one in records:
        asked = one.asked.sets * (one.asked.breaths or one.asked.reps)
        assert {side.reps for side in one.sides} == {asked}, one.exercise
    assert performance.tally.heard_ms == performance.prepared.length


def test_stopped_in_the_middle_of_an_exercise(performance):
    begun, middle, *later = [one.exercise for one in performance.tally._planned][1:]
    first, last = works(performance, middle)[0], works(performance, middle)[-1]
    moment = (first[0] + last[1]) // 2
    assert not performance.run((at(moment), Verb.STOP, None))
    assert_as_recorded(performance)
    found = outcomes(performance)
    assert found[begun] is Outcome.DONE
    assert found[middle] is Outcome.PART
    assert {found[name] for name in later} == {Outcome.UNREACHED}


def test_what_is_left_with_next_is_skipped_and_a_repetition_counts_only_whole(performance):
    name = "bridge"
    start, end = works(performance, name)[0]
    performance.run((at(start + 400), Verb.NEXT, None))
    assert_as_recorded(performance)
    record = next(one for one in performance.tally.exercises if one.exercise == name)
    assert record.outcome is Outcome.SKIPPED
    assert record.sides[0].reps == 0
    assert 0 < record.sides[0].time < end - start
    assert {one for exercise, one in outcomes(performance).items() if exercise != name} == {
        Outcome.DONE
    }


def test_what_is_heard_twice_counts_once(performance):
    spans = works(performance, "cat-camel")
    performance.run(
        (at(spans[3][0]), Verb.PREVIOUS, None),
        (at(spans[2][0]), Verb.BACK, 5_000),
    )
    assert_as_recorded(performance)
    record = next(one for one in performance.tally.exercises if one.exercise == "cat-camel")
    assert record.sides[0].time == pytest.approx(
        sum(end - start for start, end in spans), abs=TOLERANCE_MS
    )
    assert record.sides[0].reps == record.asked.reps
    assert performance.tally.heard_ms > performance.prepared.length


def test_pauses_and_repeated_words_neither_add_nor_lose(performance):
    spans = works(performance, "pelvic-tilt")
    performance.run(
        (at(spans[1][0] + 800), Verb.PAUSE, None),
        (in_phase(Phase.PAUSED), Verb.RESUME, None),
        (at(spans[3][0] + 700), Verb.REPEAT, None),
        (at(spans[5][0] + 700), Verb.REPEAT, None),
    )
    assert_as_recorded(performance)
    assert set(outcomes(performance).values()) == {Outcome.DONE}
    asking = {one.exercise for one in performance.tally.exercises if one.asks_words}
    assert asking == {"pelvic-tilt"}


def test_added_time_is_added(performance):
    (start, end), *_ = works(performance, "knee-to-chest", "left")
    performance.run((at(start + 1_000), Verb.MORE, 15_000))
    assert_as_recorded(performance)
    record = next(one for one in performance.tally.exercises if one.exercise == "knee-to-chest")
    heard = {one.side: one.time for one in record.sides}
    assert heard["left"] == pytest.approx(end - start + 15_000, abs=TOLERANCE_MS)
    assert heard["right"] == pytest.approx(end - start, abs=TOLERANCE_MS)


def waiting_for_words(live):
    request = live._session_changes.request_change

    def request_and_wait(verb):
        is_asked, done = request(verb), Event()
        live._speech.submit(done.set)
        assert done.wait(60)
        return is_asked

    return request_and_wait


@pytest.mark.parametrize("verb", [Verb.TALK_LESS, Verb.TALK_MORE])
def test_another_talk_level_is_the_same_session(studio, verb):
    talk = TalkLevel.SHORT if verb is Verb.TALK_MORE else TalkLevel.FULL
    request = SessionRequest("tone", 900_000, talk=talk, skip_intro=True)
    performance = Performance(prepare_in_studio(studio, "lower-back", request), studio)
    # Nobody listens here: the session waits for the other words, which a listener would not notice.
    performance.live._session_changes.request_change = waiting_for_words(performance.live)
    start = works(performance, "cat-camel")[1][0]
    assert performance.run((at(start), verb, None))
    assert performance.live._session_changes.talk != talk
    assert len(performance.live.state.schedule.spans) != len(performance.prepared.sheet.spans)
    assert set(outcomes(performance).values()) == {Outcome.DONE}
    for one in performance.tally.exercises:
        asked = one.asked.sets * (one.asked.breaths or one.asked.reps)
        assert {side.reps for side in one.sides} == {asked}, one.exercise
        assert one.asks_words == (verb is Verb.TALK_MORE and one.exercise == "cat-camel")


def test_a_lost_device_costs_nothing_that_was_heard(performance, monkeypatch):
    monkeypatch.setattr(DeviceRetry, "is_due", True)
    spans = works(performance, "bridge")
    (hold, _), *_ = works(performance, "knee-to-chest")
    assert performance.run(
        (at(spans[2][0] + 900), "lose", None),
        (at(hold + 5_000), "lose", None),
    )
    assert_as_recorded(performance)
    assert set(outcomes(performance).values()) == {Outcome.DONE}
