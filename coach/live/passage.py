"""Passages: how the tape goes on behind a cut, up to the end of the session. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from coach.cues import Purpose, Span
from coach.live import landings
from coach.live.plan import Plan
from coach.live.state import Rules, State
from coach.live.tape import Kind, Piece, Tape, Words, session
from coach.live.wording import lead_in, quiet, sign
from coach.status import Phase


def begun(plan: Plan, at: int, start: int, rules: Rules) -> State:
    """Begin a session at a moment and a frame; one that was broken off as after a pause."""
    state = State(plan, Tape(start=start), Phase.PLAYING, at)
    return entered(state, rules, None) if at else running(state, rules, 0)


def entered(state: State, rules: Rules, signed: str | None) -> State:
    """Go on at `at`: a sign, where one is and what is left, three seconds of lead, then that."""
    plan, at = state.plan, state.at
    landing = landings.resting(plan, at)
    index = plan.index(max(landing, min(at, plan.length)))
    spans: list[Span] = [sign(signed)] if signed else []
    if plan.spans[index].marker is None or landing > plan.begins[index]:
        spans += rules.wording.place(plan, max(landing, plan.begins[index]))
        if spans and plan.spans[index].purpose is Purpose.WORK:
            spans.append(lead_in())
    state = replace(state, phase=Phase.PLAYING)
    return running(saying(state, spans, landing), rules, landing)


def saying(state: State, spans: Sequence[Span], at: int | None = None) -> State:
    """Put something said in between behind the tape; `at` is the moment that comes behind it."""
    if not spans:
        return state
    return behind(state, Words(state.plan, state.at if at is None else at, tuple(spans)))


def behind(state: State, *pieces: Piece | Words) -> State:
    """Put pieces behind the tape."""
    return replace(state, tape=state.tape.then(*pieces))


def running(state: State, rules: Rules, at: int, since: int | None = None) -> State:
    """Put what is left of the session behind the tape, from a moment on."""
    return behind(state, *_run(state, rules, at, since))


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


def joined_on(state: State, rules: Rules) -> State:
    """Go on smoothly: with what is left of what is said in between, then with the session."""
    if not rules.joins:
        return entered(state, rules, None)
    since = state.since if state.kind is Kind.SESSION else None
    rest = (replace(piece, plan=state.plan) for piece in state.rest)
    return running(behind(state, *rest), rules, state.at, since)
