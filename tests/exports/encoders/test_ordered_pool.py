import os
from threading import Event

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.exports.encoders.ordered_pool import OrderedPool


@given(st.lists(st.booleans(), max_size=60), st.integers(1, 4))
def test_pieces_are_written_in_the_order_of_asking(chained, threads):
    written = []
    pieces = OrderedPool(written.append, threads)
    before = None
    for number, after in enumerate(chained):
        if after and before is not None:
            before = pieces.submit_after(before, int, number)
        else:
            before = pieces.submit(int, number)
    pieces.finish()
    assert written == list(range(len(chained)))


@pytest.mark.skipif(os.cpu_count() == 1, reason="one core makes one piece at a time")
def test_what_must_wait_for_another_keeps_no_thread_from_the_rest():
    begun, done, written = Event(), Event(), []

    def first():
        begun.set()
        assert done.wait(20)
        return "first"

    def third():
        done.set()
        return "third"

    pieces = OrderedPool(written.append, 2)
    slow = pieces.submit(first)
    assert begun.wait(20)
    pieces.submit_after(slow, str, "second")
    pieces.submit(third)
    pieces.finish()
    assert written == ["first", "second", "third"]


def test_what_fails_is_told_in_its_turn_and_so_is_what_waits_for_it():
    written = []
    pieces = OrderedPool(written.append, 1)
    gate = Event()
    pieces.submit(gate.wait)
    failing = pieces.submit(int, "no number")
    pieces.submit_after(failing, str, "behind")
    gate.set()
    with pytest.raises(ValueError, match="no number"):
        pieces.finish()
    assert written == [True]
    pieces.finish()
    assert written == [True, "behind"]
