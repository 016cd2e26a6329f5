"""Drill: an exercise card and a dose -> the steps that lead a listener through it.

The order is that of a good class: name and purpose, the way into position, the set-up, what to
mind, how it is done, then the work, and the way out; the other side is reminded, not taught.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from coach.script.exercise import Exercise, SideRule, Wording, Work
from coach.script.pace import Pace
from coach.script.phrases import Phrases
from coach.script.positions import LIMB
from coach.script.scalars import Line
from coach.script.steps import Aloud, Atom, Breathe, Hold, Reps, Rest, Say, Silence
from coach.script.talk_level import Talk
from coach.timeline.context import Act, Scene

REST_FROM = 8_000
"""Stillness between holds of at least so many ms is a rest, named and counted down."""
AFTER_STEP = 900
"""Silence after a line that tells how something is done, in ms."""


@dataclass(frozen=True, slots=True)
class Dose:
    """How much of an exercise a session asks for; durations in ms, 0 where it has none."""

    sets: int = 1
    reps: int = 1
    hold: int = 0
    breaths: int = 0
    time: int = 0
    pause: int = 0
    rest: int = 0


@dataclass(frozen=True, slots=True)
class Manner:
    """How the coach leads: its words, how much of them, whether slowly, which side begins.

    `easy` asks for easier variants; `limits` are what the listener has to mind. It is `brief`
    where a session is too short for all the words.
    """

    phrases: Phrases
    talk: Talk = Talk.FULL
    slow: bool = False
    easy: bool = False
    limits: tuple[str, ...] = ()
    first_side: str = "right"
    brief: bool = False

    @property
    def explains(self) -> bool:
        """Tell whether there is time to tell what something is for, and all there is to it."""
        return self.talk is Talk.FULL and not self.brief

    @property
    def kneels_not(self) -> bool:
        """Tell whether the listener must not be led over the knees."""
        return "no-kneeling" in self.limits


def sides_of(first: str) -> tuple[str, str]:
    """Give both sides in order.

    >>> sides_of("left")
    ('left', 'right')
    """
    return ("left", "right") if first == "left" else ("right", "left")


def announce(card: Exercise, dose: Dose, manner: Manner, *, opens: bool) -> Iterator[Act]:
    """Tell what comes, before the way into its position; `opens`: no exercise came before."""
    scene = Scene(exercise=card.name, sets=dose.sets, stretch=card.stretch)
    words = manner.phrases
    name = words["first"] if opens else words.said("next", card.slug)
    yield Act(_say(name, pause=700, kind="announce", pace=Pace.TALK), scene, card.name)
    if card.purpose and manner.explains:
        yield Act(_say(card.purpose[0], pause=700, kind="purpose", pace=Pace.TALK), scene)


def perform(card: Exercise, dose: Dose, manner: Manner) -> Iterator[Act]:
    """Lead through an exercise from the moment its position is reached."""
    scene = Scene(exercise=card.name, sets=dose.sets, stretch=card.stretch)
    if card.sides is not SideRule.EACH:
        yield from _block(card, dose, manner, scene, taught=True)
        return
    first, second = sides_of(manner.first_side)
    for side, other in ((first, second), (second, first)):
        words = manner.phrases
        here = replace(scene, side=words[side].text, other=words[other].text)
        key = "starting_side" if side == first else "change_sides"
        if side == first:
            yield Act(_say(words.said(key, card.slug), kind="side"), here)
        else:
            pause = card.switch * (2 if manner.slow else 1)
            said = words.said(key, card.slug)
            yield Act(_say(said, pause=pause, kind="switch"), here)
        yield from _block(card, dose, manner, here, taught=side == first)


def _block(
    card: Exercise, dose: Dose, manner: Manner, scene: Scene, *, taught: bool
) -> Iterator[Act]:
    """Lead one side, or the whole of what has no sides, through all its sets."""
    full = taught and manner.talk is Talk.FULL
    place = LIMB.slow if manner.slow else LIMB.usual
    into = card.tempo.into if card.work is Work.HOLD else AFTER_STEP
    tells = full and manner.explains
    setup = _worded(card.setup, full=full)
    steps = _worded(card.steps, full=tells)
    if manner.easy and card.easier:
        steps = (manner.phrases["easy"], *card.easier[0].say) if taught else card.easier[0].say
    if setup:
        yield Act(Say(setup, pause=place, kind="set-up", where=card.where), scene)
    if full and card.cautions:
        yield Act(_say(card.cautions[0], pause=AFTER_STEP, kind="caution"), scene)
    for line in _minded(card, manner) if taught else ():
        yield Act(_say(line, pause=AFTER_STEP, kind="limit"), scene)
    if tells and card.breathing and card.work is Work.REPS:
        steps = (*steps, card.breathing)
    yield from (Act(step, scene) for step in _told(steps, into))
    for number in range(1, dose.sets + 1):
        here = replace(scene, set=number) if number > 1 else scene
        if number > 1:
            again = manner.phrases.said("next_set", f"{card.slug} {number}")
            rest = Rest(dose.rest, card.between, preview=False, tell=card.tell, where=card.where)
            yield Act(rest, here)
            yield Act(_say(again, kind="announce"), here)
            again_steps = card.easier[0].say if manner.easy and card.easier else card.steps.short
            yield from (Act(step, here) for step in _told(again_steps, into))
        for rep, step in _work(card, dose, manner):
            yield Act(step, replace(here, rep=rep, reps=dose.reps) if rep else here)
    release = (card.release.full if tells else card.release.short) or card.release.full
    if release:
        out = max(card.tempo.out, AFTER_STEP)
        yield from (Act(step, scene) for step in _told(release, out, kind="release"))


def _worded(wording: Wording, *, full: bool) -> tuple[Line, ...]:
    """Give all the lines, or those that remind."""
    return wording.full if full else wording.short or wording.full[-1:]


def _minded(card: Exercise, manner: Manner) -> tuple[Line, ...]:
    """Give what the limits of this listener change; said however little is said else."""
    changes = card.limits.modify
    return tuple(changes[limit] for limit in manner.limits if limit in changes)


def _told(lines: tuple[Line, ...], last: int, kind: str = "step") -> Iterator[Say]:
    """Speak lines with short pauses, and leave `last` ms after the last of them."""
    if lines[:-1]:
        yield Say(lines[:-1], pause=AFTER_STEP, kind=kind, where=lines[0].where)
    if lines:
        yield Say(lines[-1:], pause=last, kind=kind, where=lines[-1].where)


def _work(card: Exercise, dose: Dose, manner: Manner) -> Iterator[tuple[int, Atom]]:
    """Give the steps of one set, each with the number of the hold it is or leads into, or 0."""
    tempo, where = card.tempo, card.where
    match card.work:
        case Work.REPS:
            reps = Reps(
                dose.reps,
                tempo.into,
                dose.hold,
                tempo.out,
                dose.pause,
                alternate=card.sides is SideRule.ALTERNATE,
                first=manner.first_side,
                calls=card.calls,
                cues=card.cues,
                where=where,
            )
            yield 0, reps
        case Work.BREATHS:
            box = (tempo.into, dose.hold, tempo.out, dose.pause)
            yield 0, Breathe(dose.breaths, *box, aloud=Aloud.BREATHS, where=where)
        case Work.TIME:
            yield 0, _still(card, dose.time)
        case Work.HOLD:
            for number in range(1, dose.reps + 1):
                rep = number if dose.reps > 1 else 0
                yield from ((rep, step) for step in _hold(card, dose, again=number > 1))


def _hold(card: Exercise, dose: Dose, *, again: bool) -> Iterator[Atom]:
    """Give a hold; one that is done `again` with the way out, a pause and the way in before it."""
    into, _, out = card.calls
    if again:
        if out:
            yield _say(out, pause=card.tempo.out, kind="call")
        else:
            yield Silence(card.tempo.out, where=card.where)
        if dose.pause >= REST_FROM:
            yield Rest(dose.pause, preview=False, where=card.where)
        elif dose.pause:
            yield Silence(dose.pause, where=card.where)
        line = into or (card.steps.short or card.steps.full)[-1]
        yield _say(line, pause=card.tempo.into, kind="call")
    yield _still(card, dose.hold)


def _still(card: Exercise, length: int) -> Hold:
    return Hold(
        length, cues=card.cues, every=card.every, tell=card.tell, fact=card.fact, where=card.where
    )


def _say(line: Line, pause: int = 600, kind: str = "say", pace: Pace = Pace.INSTRUCT) -> Say:
    return Say((line,), pause=pause, pace=pace, kind=kind, where=line.where)
