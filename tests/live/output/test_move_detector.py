"""When the sound has moved, and when it only seems so."""

import pytest

from coach.live.output.move_detector import SETTLE_S, MoveDetector

HEADPHONES, LOUDSPEAKER = "card headphones", "card speaker"
LATER = SETTLE_S + 0.1


def moves(*seen: tuple[float, str | None]) -> list[float]:
    """The moments at which a move is noticed, of outputs seen at moments."""
    detector = MoveDetector()
    return [at for at, output in seen if detector.has_moved(output, at)]


def test_another_output_is_a_move_once_it_has_stayed():
    seen = [(0, HEADPHONES), (5, LOUDSPEAKER), (5.5, LOUDSPEAKER)]
    assert moves(*seen, (5 + SETTLE_S, LOUDSPEAKER), (9, LOUDSPEAKER)) == [5 + SETTLE_S]


def test_each_further_move_is_noticed_the_way_back_too():
    seen = [(0, HEADPHONES), (5, LOUDSPEAKER), (7, LOUDSPEAKER), (8, HEADPHONES), (10, HEADPHONES)]
    assert moves(*seen) == [7, 10]


@pytest.mark.parametrize("between", [LOUDSPEAKER, None])
def test_the_same_output_back_at_once_is_no_move(between):
    seen = [(0, HEADPHONES), (5, between), (5 + SETTLE_S / 2, HEADPHONES), (5 + LATER, HEADPHONES)]
    assert moves(*seen) == []


def test_after_a_short_loss_the_next_one_has_its_whole_time():
    seen = [(0, HEADPHONES), (5, LOUDSPEAKER), (5.5, HEADPHONES), (6.2, LOUDSPEAKER)]
    assert moves(*seen) == []


def test_from_one_to_the_next_is_one_move():
    seen = [(0, HEADPHONES), (5, "dummy"), (5.6, LOUDSPEAKER), (5 + LATER, LOUDSPEAKER)]
    assert moves(*seen, (8, LOUDSPEAKER)) == [5 + LATER]


def test_the_same_output_after_a_long_silence_is_no_move_and_another_is_one_at_once():
    quiet = [(0, HEADPHONES), (5, None), (60, None)]
    assert moves(*quiet, (65, HEADPHONES), (70, HEADPHONES)) == []
    assert moves(*quiet, (65, LOUDSPEAKER)) == [65]


def test_nothing_is_a_move_before_anything_is_heard():
    assert moves((0, None), (60, None), (90, HEADPHONES), (99, HEADPHONES)) == []


def test_it_settles_only_while_an_output_may_come_back():
    detector = MoveDetector()
    assert not detector.has_moved(HEADPHONES, 0)
    assert not detector.is_settling
    assert not detector.has_moved(LOUDSPEAKER, 1)
    assert detector.is_settling
    assert detector.has_moved(LOUDSPEAKER, 1 + SETTLE_S)
    assert not detector.is_settling
