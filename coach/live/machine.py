"""The machine of a live session: a state and a command make the next state. Pure.

Before a command is obeyed the player has been cut (`cut_for` says how), and the state told so
with `settled`: its tape then ends at the last frame that will be heard, and `at` is the moment of
the plan that lies there.
"""

from dataclasses import dataclass, replace
from enum import Enum

from coach.commands import Command, Verb
from coach.cues import Span
from coach.live import changes, landings
from coach.live.plan import Plan
from coach.live.tape import Kind, Piece, Tape, Words, again, session
from coach.live.wording import Wording, lead_in, quiet, remark, sign
from coach.source import Sound, Utterance
from coach.status import Phase
from coach.talk import Talk

BLANK = Tape()
STEP = 10_000
ADDED = 15_000
MOST_ADDED = 300_000
"""The most that one command adds, in ms."""


UNCUT = frozenset({Verb.LOUDER, Verb.SOFTER, Verb.VOLUME, Verb.TALK_MORE, Verb.TALK_LESS})
"""What is asked of the session as a whole, and not done by the tape."""


class Cut(Enum):
    """What a command does to the sound that is under way: nothing, a fade, or a smooth joint."""

    NONE = "none"
    FADE = "fade"
    JOIN = "join"


@dataclass(frozen=True, slots=True)
class Rules:
    """How a session is led: its words, and what the listener asked for.

    It may `wait` before each exercise; its end may have been asked for (`timed`), and have to be
    kept where time is added. Where sound `joins`, it can be changed without being broken off.
    """

    wording: Wording
    wait: bool = False
    timed: bool = False
    keep_time: bool = False
    joins: bool = True


def smooth(rules: Rules, joins: bool) -> Rules:
    """Tell whether sound can be replaced without a seam here."""
    return rules if rules.joins == joins else replace(rules, joins=joins)


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """Where a live session stands.

    `at` is the moment of `plan` that is heard, or with which it will go on; `kind` what kind of
    piece that is in, and `since` the moment from which it is heard. `rest` is what was still to be
    said in between when the tape was cut. `then` is the plan of another
    talk that takes over with the next exercise, `remarks` is what is still to be said in passing,
    `added` by how much the end has moved.
    """

    plan: Plan
    tape: Tape = BLANK
    phase: Phase = Phase.IDLE
    at: int = 0
    kind: Kind = Kind.SESSION
    since: int = 0
    then: Plan | None = None
    rest: tuple[Piece | Words, ...] = ()
    remarks: tuple[Utterance, ...] = ()
    added: int = 0
    message: str = ""

    @property
    def waiting(self) -> bool:
        """Tell whether the coach waits to be told to go on."""
        if self.phase is not Phase.PLAYING:
            return False
        if self.kind is Kind.SESSION:
            return landings.waits_at(self.plan, self.at)
        return self.kind is Kind.WAIT


def cut_for(state: State, verb: Verb) -> Cut:
    """Tell what a command that will be obeyed does to the sound."""
    if state.phase not in (Phase.PLAYING, Phase.PAUSED) or verb in UNCUT:
        return Cut.NONE
    if state.phase is Phase.PLAYING and (
        verb is Verb.MORE
        or (verb is Verb.REPEAT and landings.instruction(state.plan, state.at) is None)
    ):
        return Cut.JOIN
    if verb in (Verb.GO, Verb.RESUME):
        return Cut.FADE if state.waiting or state.phase is Phase.PAUSED else Cut.NONE
    if verb is Verb.PAUSE and state.phase is Phase.PAUSED:
        return Cut.NONE
    return Cut.FADE


def settled(state: State, frame: int) -> State:
    """Take note of what is heard at a frame of the tape."""
    place = state.tape.place(frame) if state.phase is Phase.PLAYING else None
    if place is None:
        return state
    plan = place.piece.plan
    since = place.piece.since if isinstance(place.piece, Piece) else 0
    then = None if plan is state.then else state.then
    return replace(state, plan=plan, at=place.at, kind=place.piece.kind, since=since, then=then)


def cut(state: State, frame: int) -> State:
    """Take note that the tape was cut at a frame."""
    now = settled(state, frame)
    return replace(now, tape=now.tape.cut(frame), rest=now.tape.between(frame))


def begun(plan: Plan, at: int, start: int, rules: Rules) -> State:
    """Begin a session at a moment and a frame; one that was broken off as after a pause."""
    state = State(plan, Tape(start=start), Phase.PLAYING, at)
    return entered(state, rules, None) if at else _running(state, rules, 0)


def obey(state: State, command: Command, rules: Rules) -> State:
    """Do what the listener asks of a session whose sound was cut for it."""
    if state.phase not in (Phase.PLAYING, Phase.PAUSED):
        return replace(state, phase=Phase.ENDED) if command.verb is Verb.STOP else state
    state = replace(state, message="")
    playing = state.phase is Phase.PLAYING
    verb = command.verb
    if verb is Verb.TOGGLE:
        verb = Verb.GO if state.waiting or not playing else Verb.PAUSE
    match verb:
        case Verb.PAUSE:
            return _paused(state) if playing else state
        case Verb.RESUME | Verb.GO:
            return _going(state, rules)
        case Verb.MOMENT:
            return _moment(state, rules)
        case Verb.NEXT | Verb.PREVIOUS | Verb.FORWARD | Verb.BACK | Verb.SEEK:
            return _moved(state, command, rules)
        case Verb.REPEAT:
            return _repeated(state, rules)
        case Verb.MORE:
            return _longer(state, min(command.value or ADDED, MOST_ADDED), rules)
        case Verb.HELP:
            return _helped(state, rules)
        case Verb.STOP:
            return replace(state, phase=Phase.ENDED)
        case _:
            return state


def entered(state: State, rules: Rules, signed: str | None) -> State:
    """Go on at `at`: a sign, where one is and what is left, three seconds of lead, then that."""
    plan, at = state.plan, state.at
    landing = landings.resting(plan, at)
    index = plan.index(max(landing, min(at, plan.length)))
    spans: list[Span] = [sign(signed)] if signed else []
    if plan.spans[index].marker is None or landing > plan.begins[index]:
        spans += rules.wording.place(plan, max(landing, plan.begins[index]))
        if spans and _is_work(plan, index):
            spans.append(lead_in())
    state = replace(state, phase=Phase.PLAYING)
    return _running(_with(state, *_words(state, spans, landing)), rules, landing)


def lost(state: State, message: str) -> State:
    """Stop for want of a device."""
    return replace(state, phase=Phase.LOST, message=message)


def halted(state: State, message: str) -> State:
    """Pause without a sign, for the machine slept."""
    return replace(state, phase=Phase.PAUSED, message=message)


def retold(state: State, plan: Plan, rules: Rules) -> State:
    """Take over a plan of another talk with the next exercise; the sound was cut smoothly."""
    return _joined(replace(state, then=plan), rules)


def retold_later(state: State, plan: Plan) -> State:
    """Remember a plan of another talk for when the session goes on."""
    return replace(state, then=plan)


def with_tape(state: State, tape: Tape) -> State:
    """Take a tape of which more was spoken."""
    return state if tape is state.tape else replace(state, tape=tape)


def ended(state: State) -> State:
    """Come to the end."""
    return replace(state, phase=Phase.ENDED, at=state.plan.length)


def found(state: State, frame: int, rules: Rules, *, paused: bool) -> State:
    """Go on after the device was lost, on a new tape that begins at a frame of the player."""
    state = replace(state, tape=Tape(start=frame), message="")
    if paused:
        return replace(state, phase=Phase.PAUSED)
    return entered(state, rules, "resume")


def remarked(state: State, line: Utterance, rules: Rules) -> State:
    """Say in passing what has been spoken meanwhile; the sound was cut smoothly."""
    rest = tuple(other for other in state.remarks if other is not line)
    plan = changes.with_remark(state.plan, state.at, line)
    state = replace(state, remarks=rest, plan=plan or state.plan)
    return _joined(state, rules)


def joined(state: State, rules: Rules) -> State:
    """Go on smoothly after a cut that changed nothing."""
    return _joined(state, rules)


def _is_work(plan: Plan, index: int) -> bool:
    span = plan.spans[index]
    return span.purpose.value == "work"


def _going(state: State, rules: Rules) -> State:
    if state.phase is Phase.PAUSED:
        return entered(state, rules, "resume")
    if not state.waiting:
        return state
    if state.kind is Kind.WAIT:
        return entered(state, rules, "resume")
    index = state.plan.index(state.at)
    # The sound that ends a wait is the sign.
    return _running(state, rules, state.plan.entry(min(index + 1, len(state.plan.spans) - 1)))


def _paused(state: State) -> State:
    state = replace(state, phase=Phase.PAUSED)
    return _with(state, *_words(state, [sign("pause")], state.at))


def _moment(state: State, rules: Rules) -> State:
    spans = (sign("pause"), rules.wording.say("ready"), quiet())
    state = replace(state, phase=Phase.PLAYING)
    return _running(_with(state, Words(state.plan, state.at, spans, Kind.WAIT)), rules, state.at)


def _moved(state: State, command: Command, rules: Rules) -> State:
    plan, at, value = state.plan, state.at, command.value
    match command.verb:
        case Verb.NEXT:
            target = landings.following(plan, at)
        case Verb.PREVIOUS:
            target = landings.preceding(plan, at)
        case Verb.FORWARD:
            target = landings.sought(plan, at + (value or STEP), at)
        case Verb.BACK:
            target = landings.sought(plan, at - (value or STEP), at)
        case _:
            target = landings.sought(plan, value or 0, at)
    if target is None:
        # Behind the last segment lies the end, as behind the last piece of music.
        target = plan.length
    name = "skip" if target >= at else "back"
    segment = plan.segment(target)
    begins = segment >= 0 and target <= plan.segments[segment].start
    spans = [sign(name)]
    if state.phase is Phase.PAUSED or (segment != plan.segment(at) and not begins):
        spans += rules.wording.place(plan, target)
    state = replace(state, at=target)
    moved = _with(state, *_words(state, spans, target))
    return moved if state.phase is Phase.PAUSED else _running(moved, rules, target)


def _repeated(state: State, rules: Rules) -> State:
    plan, at = state.plan, state.at
    found = landings.instruction(plan, at)
    if found is None:
        return _refused(state, "there is no instruction to repeat here", rules)
    start, stop = found
    state = replace(state, phase=Phase.PLAYING)
    state = _with(state, *_words(state, [sign("back")], at))
    if at < stop:
        return _running(state, rules, start)
    return entered(_with(state, again(plan, start, stop, at)), rules, None)


def _longer(state: State, by: int, rules: Rules) -> State:
    plan = changes.longer(state.plan, state.at, by)
    if plan is None:
        return _refused(state, "only a hold, a rest or a quiet can be made longer", rules)
    given = 0
    if rules.keep_time:
        plan, given = changes.given_back(plan, state.at, by)
    added = state.added + by - given
    later = added if rules.timed or rules.keep_time else None
    line = remark(rules.wording.added(by, later))
    if state.phase is Phase.PAUSED or state.kind is not Kind.SESSION:
        state = replace(state, plan=plan, added=added)
    else:
        plan = changes.with_sign(plan, state.at, Sound("more"))
        state = replace(state, plan=plan, added=added, remarks=(*state.remarks, line))
    if state.phase is Phase.PAUSED:
        return _with(state, *_words(state, [sign("more")], state.at))
    return _joined(state, rules)


def _helped(state: State, rules: Rules) -> State:
    words = _words(state, [rules.wording.say("keys")], state.at)
    waiting, state = state.waiting, _with(state, *words)
    if state.phase is Phase.PAUSED:
        return state
    return _moment(state, rules) if waiting else entered(state, rules, None)


def _refused(state: State, message: str, rules: Rules) -> State:
    """Sound that nothing was done, over what is heard."""
    state = replace(state, message=message)
    if state.phase is Phase.PAUSED:
        return _with(state, *_words(state, [sign("refuse")], state.at))
    if state.kind is Kind.SESSION:
        state = replace(state, plan=changes.with_sign(state.plan, state.at, Sound("refuse")))
    return _joined(state, rules)


def _words(state: State, spans: list[Span], at: int) -> tuple[Words, ...]:
    return (Words(state.plan, at, tuple(spans)),) if spans else ()


def _with(state: State, *pieces: Piece | Words) -> State:
    return replace(state, tape=state.tape.then(*pieces))


def _running(state: State, rules: Rules, at: int, since: int | None = None) -> State:
    """Put what is left of the session behind the tape, from a moment on."""
    return _with(state, *_run(state, rules, at, since))


def _run(state: State, rules: Rules, at: int, since: int | None) -> list[Piece | Words]:
    plan = state.plan
    stretches = [(plan, at, plan.length)]
    if state.then is not None and (joint := _joint(plan, state.then, at)):
        stretches = [(plan, at, joint[0]), (state.then, joint[1], state.then.length)]
    pieces: list[Piece | Words] = []
    for here, start, stop in stretches:
        first = since if here is plan else None
        for gate in _gates(here, start, stop) if rules.wait else ():
            if gate > start or here is not plan:
                pieces.append(session(here, start, gate, first))
                spans = (rules.wording.say("ready"), quiet())
                pieces.append(Words(here, gate, spans, Kind.WAIT))
                start, first = gate, None
        pieces.append(session(here, start, stop, first))
    return pieces


def _gates(plan: Plan, start: int, stop: int) -> list[int]:
    entries = (plan.entry(index) for index in plan.exercises())
    return [entry for entry in entries if start <= entry < stop]


def _joint(plan: Plan, then: Plan, at: int) -> tuple[int, int] | None:
    """Find the start of the next exercise in both plans."""
    pairs = zip(plan.exercises(), then.exercises(), strict=False)
    for mine, other in pairs:
        if plan.entry(mine) > at:
            return plan.entry(mine), then.entry(other)
    return None


def _joined(state: State, rules: Rules) -> State:
    """Go on smoothly: with what is left of what is said in between, then with the session."""
    if not rules.joins:
        return entered(state, rules, None)
    since = state.since if state.kind is Kind.SESSION else None
    rest = (replace(piece, plan=state.plan) for piece in state.rest)
    return _running(_with(state, *rest), rules, state.at, since)


def talk_after(talk: Talk, verb: Verb) -> Talk:
    """Give the next talk up or down."""
    order = (Talk.BELL, Talk.SHORT, Talk.FULL)
    step = 1 if verb is Verb.TALK_MORE else -1
    return order[min(max(0, order.index(talk) + step), len(order) - 1)]
