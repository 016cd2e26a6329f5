"""An open question: commands and time -> the number that was meant, or none. Pure.

A digit answers it, and next skips it. A button without a digit, as a headset has, lets the coach
count; the next press takes the number that is heard. Silence ends it, and it is not asked again.

A number that was spoken may have been misheard: it is said back, and kept once nobody has said "no"
for some seconds. After "no" it is asked for once more; after a second one there is none.
"""

from dataclasses import dataclass, replace

from coach.live.commands import Command, Verb

SILENCE_MS = 8_000
"""How long an answer is waited for behind the question, in ms."""
COUNT_MS = 900
"""From one number that is counted to the next, in ms."""
REACTION_MS = 200
"""A press so soon behind a number still means the one before, in ms."""
SECOND_DIGIT_MS = 1_200
"""How long a one may still become a ten, in ms."""
CORRECT_MS = 5_000
"""How long "no" takes back a number that was spoken, in ms, from when it was understood."""
SKIP_VERBS = frozenset({Verb.NEXT, Verb.FORWARD})
BUTTON_VERBS = frozenset(
    {Verb.TOGGLE, Verb.PAUSE, Verb.RESUME, Verb.GO, Verb.PREVIOUS, Verb.BACK, Verb.MOMENT}
)
"""What a button may be understood as: which one does not matter."""


@dataclass(frozen=True, slots=True)
class Answering:
    """A question that asks for a number from `least` to `most`; moments are in ms.

    `asked_at` is when the question was heard to its end, None until then; `counted_from` when the
    counting began, None without. `one_at` is when a one was pressed that may become a ten. Once
    it `is_over`, `answer` is the number, or None for none; `is_stopped` asks to stop altogether.

    `spoken` is a number that was spoken, at `spoken_at`, and can be taken back still; `was_denied`
    once one was.
    """

    least: int = 0
    most: int = 10
    asked_at: int | None = None
    counted_from: int | None = None
    one_at: int | None = None
    answer: int | None = None
    is_over: bool = False
    is_stopped: bool = False
    spoken: int | None = None
    spoken_at: int = 0
    was_denied: bool = False

    @property
    def count_length(self) -> int:
        """How long it takes to count all numbers, in ms."""
        return (self.most - self.least + 1) * COUNT_MS + REACTION_MS


def apply_to_question(state: Answering, command: Command, now: int) -> Answering:
    """Return the state after a command."""
    verb = command.verb
    if state.is_over:
        return state
    if verb is Verb.STOP:
        return replace(state, is_over=True, is_stopped=True)
    if verb is Verb.ANSWER and command.value is not None:
        take = _hear_number if command.is_spoken else _take_number
        return take(state, command.value, now)
    if verb in SKIP_VERBS:
        return replace(state, is_over=True)
    if state.spoken is not None:
        return _correct_number(state, command, now)
    if verb in BUTTON_VERBS:
        return _press_button(state, now)
    return state


def _hear_number(state: Answering, number: int, now: int) -> Answering:
    if not state.least <= number <= state.most:
        return state
    return replace(state, spoken=number, spoken_at=now, one_at=None)


def _correct_number(state: Answering, command: Command, now: int) -> Answering:
    """Return the state behind "no", which takes a number back, or a button, which keeps it."""
    if is_no(command):
        asked = replace(state, spoken=None, counted_from=None, asked_at=now, was_denied=True)
        return replace(asked, is_over=state.was_denied)
    if command.verb in BUTTON_VERBS:
        return replace(state, answer=state.spoken, is_over=True)
    return state


def is_no(command: Command) -> bool:
    """Return whether it is what a spoken "no" asks for: that all goes on as if nothing was said."""
    return command.is_spoken and command.verb is Verb.RESUME


def _take_number(state: Answering, number: int, now: int) -> Answering:
    state = replace(state, spoken=None)
    if number == 0 and state.one_at is not None:
        number = 10
    elif number == 1 and state.most >= 10 and state.one_at is None:
        return replace(state, one_at=now)
    if not state.least <= number <= state.most:
        return state
    return replace(state, answer=number, is_over=True)


def _press_button(state: Answering, now: int) -> Answering:
    if state.counted_from is None:
        return replace(state, counted_from=now, one_at=None)
    number = state.least + max(0, now - state.counted_from - REACTION_MS) // COUNT_MS
    return replace(state, answer=min(number, state.most), is_over=True)


def start_count(state: Answering, now: int) -> Answering:
    """Return the state in which the coach counts, as after a press of a button."""
    return state if state.counted_from is not None else replace(state, counted_from=now)


def advance_question(state: Answering, now: int) -> Answering:
    """Return the state at a moment: over once nothing can be awaited any more."""
    if state.is_over:
        return state
    if state.spoken is not None:
        is_kept = now - state.spoken_at >= CORRECT_MS
        return replace(state, answer=state.spoken, is_over=True) if is_kept else state
    if state.one_at is not None and now - state.one_at >= SECOND_DIGIT_MS:
        return replace(state, answer=1, is_over=True)
    if state.one_at is not None:
        return state
    if state.counted_from is not None:
        return replace(state, is_over=now - state.counted_from >= state.count_length)
    is_silent = state.asked_at is not None and now - state.asked_at >= SILENCE_MS
    return replace(state, is_over=is_silent)
