"""Two quick presses of a headset's button: what they mean, whatever the desktop calls them."""

from dataclasses import replace

import pytest

from coach.live.commands import Verb
from coach.live.controls.button_presses import (
    REPEATED_WITHIN_MS,
    TWICE_WITHIN_MS,
    Button,
    Meaning,
    Presses,
    can_open_ear,
    take_press,
)
from coach.live.controls.mpris_state import interpret_press
from coach.live.status import EarState, Phase, Status

TOGGLE, PLAY, PAUSE = Button.TOGGLE, Button.PLAY, Button.PAUSE
ITSELF, LISTEN, NOTHING = Meaning.ITSELF, Meaning.LISTEN, Meaning.NOTHING
STATUS = Status(Phase.PLAYING, "Lower back", ear=EarState.CLOSED)


def meanings(
    *presses: tuple[Button, int], can_listen: bool = True, begin: int = 50_000
) -> list[Meaning]:
    """What presses mean; each with the ms since the one before."""
    before, now, found = Presses(), begin, []
    for button, since in presses:
        now += since
        before, meaning = take_press(before, button, now, can_listen=can_listen)
        found.append(meaning)
    return found


@pytest.mark.parametrize(
    ("first", "second"), [(TOGGLE, TOGGLE), (PAUSE, PLAY), (PLAY, PAUSE), (PLAY, PLAY)]
)
def test_twice_means_to_listen_and_the_first_acts_at_once(first: Button, second: Button) -> None:
    for since in (REPEATED_WITHIN_MS, 300, TWICE_WITHIN_MS):
        assert meanings((first, 0), (second, since)) == [ITSELF, LISTEN]
    assert meanings((first, 0), (second, TWICE_WITHIN_MS + 1)) == [ITSELF, ITSELF]


def test_the_first_press_of_all_is_never_the_second() -> None:
    assert meanings((TOGGLE, 0), begin=300) == [ITSELF]


def test_two_pauses_are_no_button() -> None:
    assert meanings((PAUSE, 0), (PAUSE, 300)) == [ITSELF, ITSELF]


def test_without_an_ear_two_presses_stay_two() -> None:
    assert meanings((TOGGLE, 0), (TOGGLE, 300), can_listen=False) == [ITSELF, ITSELF]


def test_one_press_that_is_told_twice_stays_two() -> None:
    assert meanings((TOGGLE, 0), (TOGGLE, REPEATED_WITHIN_MS - 1)) == [ITSELF, ITSELF]


def test_a_third_press_is_one_of_its_own() -> None:
    assert meanings((TOGGLE, 0), (TOGGLE, 300), (TOGGLE, 300)) == [ITSELF, LISTEN, ITSELF]


def test_a_key_that_a_desktop_repeats_opens_the_ear_once() -> None:
    held = [(TOGGLE, 0), (TOGGLE, 660), *[(TOGGLE, 40)] * 20]
    assert meanings(*held, (TOGGLE, 2_000)) == [ITSELF, LISTEN, *[NOTHING] * 20, ITSELF]


@pytest.mark.parametrize(
    ("change", "can"),
    [
        ({}, True),
        ({"ear": EarState.NONE}, False),
        ({"ear": EarState.DEAF}, False),
        ({"ear": EarState.OPEN}, True),
        ({"phase": Phase.WAITING}, True),
        ({"phase": Phase.LOST}, False),
        ({"phase": Phase.ENDED}, False),
        ({"asks": True}, False),
    ],
)
def test_only_an_ear_that_is_there_is_opened(change: dict[str, object], can: bool) -> None:
    assert can_open_ear(replace(STATUS, **change)) is can


def test_a_press_becomes_the_command_of_the_moment() -> None:
    waits = replace(STATUS, phase=Phase.WAITING)
    commands = [
        (STATUS, TOGGLE, Verb.TOGGLE),
        (STATUS, PLAY, Verb.RESUME),
        (STATUS, PAUSE, Verb.PAUSE),
        (waits, TOGGLE, Verb.GO),
        (waits, PLAY, Verb.GO),
        (waits, PAUSE, Verb.PAUSE),
    ]
    for status, button, verb in commands:
        _, command = interpret_press(Presses(), button, 1_000, status)
        assert command
        assert command.is_press
        assert command.verb is verb
    presses, _ = interpret_press(Presses(), TOGGLE, 1_000, STATUS)
    _, second = interpret_press(presses, TOGGLE, 1_200, STATUS)
    assert second
    assert (second.verb, second.is_press) == (Verb.LISTEN, True)
