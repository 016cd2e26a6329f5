"""How the steps of work are written: hold, breathe, reps."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import yaml

from coach.script.reader import FieldConflictError, Reader, Schema
from coach.script.records import Field, ListOf, Record
from coach.script.repeat_schema import CountOrVariable
from coach.script.scalars import Choice, Duration, Flag, Line, Whole
from coach.script.step_fields import (
    BODY_POSITION,
    CUE_INTERVAL,
    NOTICE_TIME,
    SPOKEN_TEXT,
    TIME_CHECK_INTERVAL,
)
from coach.script.work_steps import (
    ROUND_COUNT,
    Breathe,
    BreathOfWayIn,
    CountAloud,
    CountDirection,
    Hold,
    Reps,
    RepsAloud,
    TimedCue,
    WrittenCue,
    check_cue_times,
)
from coach.units import format_duration

RepCalls = tuple[Line | None, Line | None, Line | None]
BreathCalls = tuple[Line | None, Line | None, Line | None, Line | None]


def _make_calls(**spoken: Line | None) -> RepCalls:
    return spoken["into"], spoken["hold"], spoken["out"]


CALLS = Record(
    _make_calls,
    {
        "into": Field(SPOKEN_TEXT, "said as the movement begins: Lift", None),
        "hold": Field(SPOKEN_TEXT, "said as the hold begins: Hold", None),
        "out": Field(SPOKEN_TEXT, "said as the way back begins: Lower", None),
    },
    "the key words into, hold and out",
    has_where=False,
)


def _make_breath_calls(**spoken: Line | None) -> BreathCalls:
    return spoken["inhale"], spoken["hold"], spoken["exhale"], spoken["rest"]


BREATH_CALLS = Record(
    _make_breath_calls,
    {
        "inhale": Field(SPOKEN_TEXT, "said as the breath in begins: Arms up", None),
        "hold": Field(SPOKEN_TEXT, "said as the breath is held: Hold", None),
        "exhale": Field(SPOKEN_TEXT, "said as the breath out begins: Fold", None),
        "rest": Field(SPOKEN_TEXT, "said behind the breath out: Rest", None),
    },
    "the words inhale, hold, exhale and rest",
    has_where=False,
)


def _make_cue(say: Line, at: int | None) -> WrittenCue:
    return say if at is None else TimedCue(at, say)


CUE = Record(
    _make_cue,
    {
        "say": Field(SPOKEN_TEXT, "its words"),
        "at": Field(Duration(), "when it is said, from the start of its step", None),
    },
    "a cue",
    shorthand_field="say",
    has_where=False,
)


@dataclass(frozen=True, slots=True)
class TextOrCue:
    """A text to say, or a cue as a mapping; a mapping of other keys is text without quotes."""

    shape: Record = CUE

    @property
    def expected(self) -> str:
        """The value that it reads, as messages call it: `expected ...`."""
        return self.shape.expected

    def read(self, node: yaml.Node, reading: Reader) -> Any:
        """Return a Line, or a TimedCue."""
        pairs = node.value if isinstance(node, yaml.MappingNode) else []
        keys = [key.value for key, _ in pairs if isinstance(key, yaml.ScalarNode)]
        is_cue = any(key in self.shape.fields for key in keys)
        return reading.read(node, self.shape if is_cue else SPOKEN_TEXT)

    def schema(self, named: dict[str, Schema]) -> Schema:
        """Return the schema of a text or a mapping."""
        return self.shape.schema(named)


CUES = ListOf(TextOrCue())
"""Cues of a step: a text, or the words and the time of one."""
SOUNDS = Field(Flag(), "false leaves the sounds of this step out", True)
LINES = ListOf(SPOKEN_TEXT, least=1)
COUNTDOWN = Field(Whole(0, 60), "seconds counted down at the end", None)
NOTICE = Field(ListOf(NOTICE_TIME), "how long before the end the time that is left is told", ())
HOLD = Record(
    Hold,
    {
        "hold": Field(Duration(1_000), "how long to stay still"),
        "say": Field(LINES, "spoken within its time, from the first second on", ()),
        "countdown": COUNTDOWN,
        "count": Field(
            Choice(tuple(CountDirection)), "which way seconds are counted", CountDirection.DOWN
        ),
        "notice": NOTICE,
        "halfway": Field(Flag(), "say when half the time is over", None),
        "cues": Field(CUES, "said during the hold, where there is room", ()),
        "every": Field(CUE_INTERVAL, "how often a cue is said, from the start of the hold", None),
        "tell": Field(
            TIME_CHECK_INTERVAL,
            "how often the time is told: done, and to go",
            None,
            "time_check",
        ),
        "open": Field(
            Flag(), "it ends when the listener goes on; in a file, after its time", False, "is_open"
        ),
        "sounds": SOUNDS,
        "position": BODY_POSITION,
    },
    "a hold step",
)
SAY = Field(LINES, "spoken from the first second on", ())


def _check_has_phase(calls: Iterable[tuple[str, Line | None, int]]) -> None:
    """Raise FieldConflictError for a call whose phase lasts no time; a phase is in ms."""
    for phase, call, size in calls:
        if call is not None and not size:
            message = f"expected a phase {phase} for the word {call.text!r}, found none"
            raise FieldConflictError(message, "calls", f"write {phase}: 2s, or leave its word out")


LONGEST_PHASE = 60_000
"""The longest breath in or out, in ms."""


def _make_breathe(inhale: tuple[int, ...] | int, calls: BreathCalls, **more: Any) -> Breathe:
    sips = inhale if isinstance(inhale, tuple) else (inhale,)
    whole = sum(sips)
    if whole > LONGEST_PHASE:
        most = f"expected at most {format_duration(LONGEST_PHASE)} for the whole breath in"
        message = f"{most}, found {format_duration(whole)}"
        raise FieldConflictError(message, "inhale", "its sips count together")
    _check_has_phase((("hold", calls[1], more["hold"]), ("rest", calls[3], more["rest"])))
    step = Breathe(inhale=whole, sips=sips if len(sips) > 1 else (), calls=calls, **more)
    if step.breathe != ROUND_COUNT:
        check_cue_times(step.cues, step.length)
    return step


BREATHE = Record(
    _make_breathe,
    {
        "breathe": Field(CountOrVariable(), "how many breaths"),
        "inhale": Field(
            ListOf(Duration(500, LONGEST_PHASE), most=3, least=1),
            "the breath in; a list for one in two or three sips",
            4_000,
        ),
        "hold": Field(Duration(0, 60_000), "between in and out", 0),
        "exhale": Field(Duration(500, LONGEST_PHASE), "the breath out", 6_000),
        "rest": Field(Duration(0, 60_000), "after the breath out", 0),
        "aloud": Field(Choice(tuple(CountAloud)), "what is counted aloud", CountAloud.SECONDS),
        "say": SAY,
        "calls": Field(BREATH_CALLS, "your words as each phase begins", (None,) * 4),
        "cues": Field(CUES, "said now and then, where there is room", ()),
        "every": Field(CUE_INTERVAL, "how often a cue is said", None),
        "sounds": SOUNDS,
        "position": BODY_POSITION,
    },
    "a breathe step",
)


def _make_reps(calls: RepCalls, **more: Any) -> Reps:
    _check_has_phase((("hold", calls[1], more["hold"]),))
    step = Reps(calls=calls, **more)
    if step.reps != ROUND_COUNT:
        check_cue_times(step.cues, step.length)
    return step


REPS = Record(
    _make_reps,
    {
        "reps": Field(CountOrVariable(), "how many repetitions, a side where sides alternate"),
        "into": Field(Duration(500, 60_000), "the way in", 2_000),
        "hold": Field(Duration(0, 60_000), "the stay there", 0),
        "out": Field(Duration(500, 60_000), "the way back", 2_000),
        "pause": Field(Duration(0, 120_000), "stillness before the next", 0),
        "alternate": Field(Flag(), "right and left take turns", False),
        "aloud": Field(
            Choice(tuple(RepsAloud)), "what each repetition begins with", RepsAloud.NUMBERS
        ),
        "breath": Field(
            Choice(tuple(BreathOfWayIn)), "the breath of the way in", BreathOfWayIn.OUT
        ),
        "say": SAY,
        "calls": Field(CALLS, "key words as each phase begins", (None, None, None)),
        "cues": Field(CUES, "said now and then, where there is room", ()),
        "sounds": SOUNDS,
        "position": BODY_POSITION,
    },
    "a reps step",
)
