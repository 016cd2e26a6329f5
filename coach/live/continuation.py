"""Passages: how the tape goes on behind a cut, up to the end of the session. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from coach.live import resume_points
from coach.live.announcements import lead_in, quiet, sign
from coach.live.edits import lasting
from coach.live.repositioning import Lead, away, landed, lead
from coach.live.schedule import Plan
from coach.live.state import Rules, State
from coach.live.status import Phase
from coach.live.tape import Kind, Piece, Tape, Words, session
from coach.script.positions import Position
from coach.timeline.cues import Purpose, Span


def begun(plan: Plan, at: int, start: int, rules: Rules) -> State:
    """Begin a session at a moment and a frame; one that was broken off as after a pause.

    Whoever takes it up stands, as far as anybody knows.
    """
    state = State(plan, Tape(start=start), Phase.PLAYING, at)
    if not at:
        return running(state, rules, 0)
    return entered(replace(state, elsewhere=Position.STANDING), rules, None)


def entered(state: State, rules: Rules, signed: str | None) -> State:
    """Go on at `at`: a sign, where one is and what is left, three seconds of lead, then that."""
    plan, at = state.plan, state.at
    landing = resume_points.resting(plan, at)
    index = plan.index(max(landing, min(at, plan.length)))
    signs = [sign(signed)] if signed else []
    state, spans, there = led(replace(state, phase=Phase.PLAYING), rules, signs, landing)
    if state.at != at:
        landing, index = there, landed(plan, there)
    if plan.spans[index].marker is None or landing > plan.begins[index]:
        spans += rules.wording.place(plan, max(landing, plan.begins[index]))
        if spans and plan.spans[index].purpose is Purpose.WORK:
            spans.append(lead_in())
    return running(saying(state, spans, landing), rules, landing)


def led(state: State, rules: Rules, spans: list[Span], at: int) -> tuple[State, list[Span], int]:
    """Tell the way from where the body is, where that comes before all else.

    Gives what else is to be said behind it, and where it then goes on.
    """
    way = lead(state.plan, at, state.elsewhere, rules.wording)
    if way is None or way.first > at:
        return state, spans, at
    state = behind(saying(state, spans, way.then), *_told(state.plan, way, state.elsewhere))
    return replace(state, at=way.then, elsewhere=None), [], way.then


def _told(plan: Plan, way: Lead, body: Position | None) -> tuple[Words, ...]:
    words = Words(plan, way.then, way.spans, body=body, leads=way.position)
    return (words,) if way.spans else ()


def saying(state: State, spans: Sequence[Span], at: int | None = None) -> State:
    """Put something said in between behind the tape; `at` is the moment that comes behind it."""
    if not spans:
        return state
    at = state.at if at is None else at
    return behind(state, Words(state.plan, at, tuple(spans), body=state.elsewhere))


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
    body = state.elsewhere
    for here, start, stop in stretches:
        first = since if here is plan else None
        gates = _gates(here, start, stop) if rules.wait else []
        if here is plan:
            gates = [gate for gate in gates if gate > start]
        body = away(here, start, body)
        way = lead(here, start, body, rules.wording)
        if way and way.first < stop:
            pieces += _window(session(here, start, way.first, first), gates, rules, body)
            pieces += _told(here, way, body)
            start, first, body = way.then, None, None
        pieces += _window(session(here, start, stop, first), gates, rules, body)
    return pieces


def _window(
    piece: Piece, gates: list[int], rules: Rules, body: Position | None
) -> Iterator[Piece | Words]:
    """Give a piece of a session in parts, between which the coach waits."""
    plan, start, first = piece.plan, piece.start, piece.since
    for gate in gates:
        if start <= gate < piece.stop:
            yield replace(session(plan, start, gate, first), body=body)
            spans = (rules.wording.say("ready"), quiet())
            yield Words(plan, gate, spans, Kind.WAIT, body=body)
            start = first = gate
    yield replace(session(plan, start, piece.stop, first), body=body)


def _gates(plan: Plan, start: int, stop: int) -> list[int]:
    entries = (plan.entry(index) for index in plan.exercises())
    return [entry for entry in entries if start <= entry < stop]


def _joint(plan: Plan, then: Plan, at: int) -> tuple[int, int] | None:
    """Find the start of the next exercise in both plans."""
    found = _next_of_both(plan, then, at)
    return found and (plan.entry(found[0]), then.entry(found[1]))


def _next_of_both(plan: Plan, then: Plan, at: int) -> tuple[int, int] | None:
    """Find the span that the next exercise begins with in both plans."""
    pairs = zip(plan.exercises(), then.exercises(), strict=False)
    return next(((mine, other) for mine, other in pairs if plan.entry(mine) > at), None)


def ending_alike(plan: Plan, then: Plan, at: int) -> Plan:
    """Have a plan that takes over with the next exercise end when this one would, if it can."""
    found = _next_of_both(plan, then, at)
    return lasting(then, found[1], plan.length - plan.begins[found[0]]) if found else then


def joined_on(state: State, rules: Rules) -> State:
    """Go on smoothly: with what is left of what is said in between, then with the session."""
    if not rules.joins:
        return entered(state, rules, None)
    since = state.since if state.kind is Kind.SESSION else None
    rest = [replace(piece, plan=state.plan) for piece in state.rest]
    arrives = any(piece.leads for piece in rest)
    state = replace(behind(state, *rest), elsewhere=None if arrives else state.elsewhere)
    return running(state, rules, state.at, since)
