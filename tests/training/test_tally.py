"""The tally by itself: what it makes of stretches that are told to it, by laws of any of them."""

import time
from itertools import accumulate, pairwise
from statistics import median

from hypothesis import given
from hypothesis import strategies as st

from coach.timeline.cues import Purpose, Span
from coach.timeline.dose import Dose
from coach.training.log_records import ExerciseRecord, Outcome
from coach.training.tally import DONE_PERCENT, MIN_HEARD_MS, Tally


def make_work(card, length, side="", rep=0, whole=False):
    return Span((), Purpose.WORK, length, side=side, rep=rep, card=card, is_indivisible=whole)


def make_words(card, length):
    return Span((), Purpose.SPEECH, length, card=card)


SPANS = (
    make_words("bridge", 10_000),
    *(make_work("bridge", 6_000, rep=number, whole=True) for number in range(1, 6)),
    make_words("plank", 10_000),
    make_work("plank", 30_000),
    make_words("hip", 5_000),
    make_work("hip", 20_000, "left"),
    make_words("hip", 5_000),
    make_work("hip", 20_000, "right"),
    Span((), Purpose.QUIET, 10_000),
)
STARTS = tuple(accumulate((span.length for span in SPANS), initial=0))
LENGTH = STARTS[-1]
NAMES = ("bridge", "plank", "hip")
PLANNED = tuple(ExerciseRecord(name, Outcome.UNREACHED, Dose()) for name in NAMES)
MOMENTS = st.integers(0, LENGTH)
STRETCHES = st.lists(st.tuples(MOMENTS, MOMENTS).map(sorted).map(tuple), max_size=12)


def make_tally(*stretches):
    tally = Tally(SPANS, STARTS, PLANNED)
    for start, stop in stretches:
        tally.hear(SPANS, STARTS, start, stop)
    return tally


def find(tally, name):
    return next(one for one in tally.exercises if one.exercise == name)


def heard_ms(tally):
    """What was heard of each side, however short the session."""
    return [
        (side.side, side.reps, side.time)
        for planned in PLANNED
        for side in tally._make_record(planned).sides
    ]


def test_all_that_is_heard_is_done():
    records = make_tally((0, LENGTH)).exercises
    assert [one.outcome for one in records] == [Outcome.DONE] * 3
    assert [[(s.side, s.reps, s.time) for s in one.sides] for one in records] == [
        [("", 5, 30_000)],
        [("", 1, 30_000)],
        [("left", 1, 20_000), ("right", 1, 20_000)],
    ]


@given(STRETCHES, st.randoms())
def test_neither_order_nor_repeats_change_what_was_heard(stretches, chance):
    again = [*stretches, *stretches]
    chance.shuffle(again)
    assert heard_ms(make_tally(*again)) == heard_ms(make_tally(*stretches))


@given(STRETCHES, st.lists(MOMENTS, max_size=5))
def test_how_it_is_told_in_pieces_does_not_matter(stretches, cuts):
    pieces = []
    for start, stop in stretches:
        inner = sorted({start, stop, *(cut for cut in cuts if start < cut < stop)})
        pieces += pairwise(inner)
    assert heard_ms(make_tally(*pieces)) == heard_ms(make_tally(*stretches))


@given(STRETCHES, STRETCHES)
def test_more_that_is_heard_never_makes_less_of_it(before, more):
    fewer, all_of_them = heard_ms(make_tally(*before)), heard_ms(make_tally(*before, *more))
    for (_, reps, ms), (_, more_reps, more_ms) in zip(fewer, all_of_them, strict=True):
        assert reps <= more_reps
        assert ms <= more_ms


@given(STRETCHES, STRETCHES)
def test_a_session_that_goes_on_later_is_the_same_one(before, after):
    first, second = make_tally(*before), make_tally()
    assert second.restore(first.to_json())
    for start, stop in after:
        second.hear(SPANS, STARTS, start, stop)
    whole = make_tally(*before, *after)
    assert second.exercises == whole.exercises
    assert second.heard_ms == whole.heard_ms


@given(st.integers(0, 30_000))
def test_the_outcome_goes_by_the_share_that_was_heard(heard):
    begin = STARTS[7]
    record = find(make_tally((0, begin), (begin, begin + heard)), "plank")
    share = 100 * heard // 30_000
    expected = Outcome.DONE if share >= DONE_PERCENT else Outcome.PART
    assert record.outcome is (expected if share >= 20 else Outcome.UNREACHED)


def test_what_was_made_easier_is_done_in_part_also_after_a_break():
    tally = make_tally((0, STARTS[2]))
    tally.note_easier(SPANS, STARTS, STARTS[2])
    later = make_tally()
    assert later.restore(tally.to_json())
    for one in (tally, later):
        one.hear(SPANS, STARTS, STARTS[2], LENGTH)
        assert [each.outcome for each in one.exercises] == [
            Outcome.PART,
            Outcome.DONE,
            Outcome.DONE,
        ]
        assert find(one, "bridge").sides[0].reps == 5


def test_one_side_alone_is_a_part():
    record = find(make_tally((0, STARTS[10])), "hip")
    assert record.outcome is Outcome.PART
    assert [(one.side, one.reps) for one in record.sides] == [("left", 1), ("right", 0)]


def test_what_was_gone_past_is_skipped_and_what_was_to_come_is_not_reached():
    tally = make_tally((0, STARTS[6]), (STARTS[8], STARTS[8] + 1_000))
    assert find(tally, "plank").outcome is Outcome.SKIPPED
    assert find(tally, "hip").outcome is Outcome.UNREACHED


def test_a_repetition_counts_only_where_its_end_was_heard():
    stretches = [(0, STARTS[2]), (STARTS[2], STARTS[3] - 900), (STARTS[6], LENGTH)]
    record = find(make_tally(*stretches), "bridge")
    assert record.sides[0].reps == 1
    assert record.sides[0].time == 12_000 - 900


def test_a_longer_hold_adds_time_and_is_no_more_than_done():
    longer = (*SPANS[:7], make_work("plank", 45_000), *SPANS[8:])
    starts = tuple(accumulate((span.length for span in longer), initial=0))
    tally = make_tally((0, STARTS[7] + 4_000))
    tally.hear(longer, starts, STARTS[7] + 4_000, starts[8])
    assert find(tally, "plank").sides[0].time == 45_000
    assert find(tally, "plank").outcome is Outcome.DONE


def test_the_same_work_at_another_talk_level_is_mapped_back():
    led = (make_words("bridge", 2_000), make_work("bridge", 9_000, rep=1, whole=True), *SPANS[2:])
    starts = tuple(accumulate((span.length for span in led), initial=0))
    tally = make_tally()
    tally.hear(led, starts, 0, starts[-1])
    assert heard_ms(tally) == heard_ms(make_tally((0, LENGTH)))


def test_who_asks_for_words_twice_needs_them():
    tally = make_tally((0, LENGTH))
    tally.note_repeat(SPANS, STARTS, STARTS[1] + 10)
    assert not find(tally, "bridge").asks_words
    tally.note_repeat(SPANS, STARTS, STARTS[3] + 10)
    tally.note_more_talk(SPANS, STARTS, STARTS[6] + 10)
    assert [one.asks_words for one in tally.exercises] == [True, True, False]


def test_next_to_nothing_tells_nothing():
    assert make_tally((0, MIN_HEARD_MS - 1)).exercises == ()
    assert make_tally((STARTS[12], LENGTH), (STARTS[6], STARTS[7])).exercises != ()
    assert Tally((), (0,), ()).exercises == ()


def test_a_damaged_note_is_none():
    tally = make_tally((0, 40_000))
    good = tally.to_json()
    for damage in ({}, {**good, "work": 3}, {**good, "work": [[1]]}, {**good, "repeats": None}):
        assert not tally.restore(damage)
    assert tally.to_json() == good


def test_who_stops_in_an_exercise_has_not_gone_past_it():
    tally = make_tally((STARTS[2] - 100, STARTS[2] + 10))
    assert tally._make_record(PLANNED[0]).outcome is Outcome.UNREACHED


def test_time_added_to_one_hold_is_no_other_hold():
    spans = (make_work("plank", 20_000, rep=1), make_work("plank", 20_000, rep=2))
    longer = (make_work("plank", 45_000, rep=1), spans[1])
    tally = Tally(spans, (0, 20_000, 40_000), PLANNED[1:2])
    tally.hear(longer, (0, 45_000, 65_000), 0, 45_000)
    (record,) = tally.exercises
    assert record.outcome is Outcome.PART
    assert (record.sides[0].reps, record.sides[0].time) == (1, 45_000)


def test_to_tell_it_costs_next_to_nothing():
    spans = SPANS * 40
    starts = tuple(accumulate((span.length for span in spans), initial=0))
    tally = Tally(spans, starts, PLANNED)
    taken = []
    for at in range(0, starts[-1], 20_000):
        begun = time.perf_counter()
        tally.hear(spans, starts, at, at + 20)
        taken.append(time.perf_counter() - begun)
    # A turn of the live loop has 20 ms.
    assert median(taken) < 0.000_2
