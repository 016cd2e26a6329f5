"""Sessions for who knows some exercises, or all: fewer words, and all that must always be told."""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.errors import UsageError
from coach.pipeline import (
    load_routine_with_cards,
    make_planner,
    prepare_from_planner,
    prepare_session,
)
from coach.plan.progression import Progression
from coach.plan.request import NO_FILTERS, Filters, SessionRequest
from coach.script.limits import PROFILES
from coach.script.talk_level import TalkLevel
from coach.speech.studio import open_studio
from coach.system.paths import routine_names
from coach.timeline.card_lines import list_limit_lines
from coach.timeline.context import Context, fill_variables, make_side_contexts
from coach.timeline.cues import Purpose
from coach.timeline.summary import time_by_purpose
from tests.content.test_guidance_laws import assert_lawful
from tests.familiar import STAGES, make_knowledge
from tests.heard_sessions import MINUTE, HeardSession
from tests.planners import assert_sound, planner_for

WANTED = {10: 46, 15: 48, 20: 50}
"""Percent of doing that is wanted of sessions of so many minutes where the exercises are known."""
SMALL = ("lower-back", "no-floor", "hips", "walk", "desk-break", "physio-sheet")


@lru_cache(maxsize=12)
def _plan(name: str, stages: str, turn: int, limits: tuple[str, ...] = ()):
    routine, cards = load_routine_with_cards(name)
    request = SessionRequest(
        "tone",
        talk=TalkLevel.AUTO,
        seed=turn,
        filters=Filters(limits=limits) if limits else NO_FILTERS,
        progression=make_knowledge(cards, stages, turn),
    )
    with open_studio("tone") as studio:
        return make_planner(routine, cards, request, studio), studio, request


def hear(
    name: str, stages: str, minutes: tuple[int, ...], turn: int = 0, limits: tuple[str, ...] = ()
) -> Iterator[HeardSession]:
    planner, studio, request = _plan(name, stages, turn, limits)
    written = {one.exercise: one for one in planner.routine.exercises}
    for minute in minutes:
        if planner.choose_session(minute * MINUTE):
            prepared = prepare_from_planner(planner, studio, minute * MINUTE)
            yield HeardSession(name, replace(prepared, request=request), request, written)


def script_of(**wishes: object) -> str:
    request = SessionRequest("tone", 10 * MINUTE, **wishes)  # type: ignore[arg-type]
    return prepare_session("lower-back", request).script()


@pytest.mark.parametrize("seed", [0, 3])
def test_what_is_new_is_led_as_in_full_talk(seed: int) -> None:
    assert script_of(talk=TalkLevel.AUTO, seed=seed) == script_of(talk=TalkLevel.FULL, seed=seed)
    _, cards = load_routine_with_cards("lower-back")
    new = make_knowledge(cards, "taught", talk=TalkLevel.FULL, safety_is_known=False)
    request = SessionRequest("tone", 10 * MINUTE, TalkLevel.AUTO, seed=seed, progression=new)
    prepared = prepare_session("lower-back", request)
    # The same exercises: without any knowledge the seed gives them turns.
    assert prepared.script() == script_of(talk=TalkLevel.FULL, seed=seed, progression=new)
    assert prepared.session.delivery.shown_talk is TalkLevel.FULL


@pytest.mark.parametrize("talk", [TalkLevel.FULL, TalkLevel.SHORT, TalkLevel.BELL])
def test_who_asks_for_a_talk_level_gets_it_whatever_they_know(talk: TalkLevel) -> None:
    _, cards = load_routine_with_cards("lower-back")
    known = make_knowledge(cards, "mixed")
    assert script_of(talk=talk, progression=known) == script_of(talk=talk)


@pytest.mark.parametrize("stages", STAGES)
@pytest.mark.parametrize("name", SMALL)
def test_familiar_sessions_keep_the_laws(name: str, stages: str) -> None:
    assert_lawful(hear(name, stages, (10, 20)))


# The same each time.
@settings(max_examples=12, deadline=None, derandomize=True)
@given(
    st.sampled_from(routine_names()),
    st.sampled_from([*STAGES]),
    st.integers(0, 8),
    st.sampled_from([*((limit,) for limit in PROFILES), ()]),
    st.sampled_from([5, 8, 10, 15, 20, 30]),
)
def test_any_familiar_session_keeps_the_laws_and_its_length(
    name: str, stages: str, turn: int, limits: tuple[str, ...], minute: int
) -> None:
    try:
        sessions = [*hear(name, stages, (minute,), turn, limits)]
    except UsageError:
        return  # a limit leaves nothing, or there is a gap between two lengths
    assert_lawful(sessions)
    for one in sessions:
        assert_sound(one.prepared, minute * MINUTE)
        assert list_untold_limits(one) == []


def list_untold_limits(heard: HeardSession) -> list[str]:
    """Return what a limit changes in an exercise that is done, and is not heard."""
    said = set(heard.said("limit"))
    untold = []
    for _, card in heard.performs:
        led = heard.delivery.lead(card)
        for line in list_limit_lines(card, led):
            sides = make_side_contexts(Context(), "left")
            if not said & {fill_variables(line, side) for side in sides}:
                untold.append(f"{card.name}: {line.text}")
    return untold


@pytest.mark.parametrize("stages", STAGES)
def test_what_a_limit_changes_is_told_at_every_stage(stages: str) -> None:
    for limit in ("knee", "spine-surgery", "acute-flare"):
        for heard in hear("lower-back", stages, (20,), limits=(limit,)):
            assert list_untold_limits(heard) == []


@pytest.mark.parametrize("stages", STAGES)
def test_a_longer_session_has_all_that_a_shorter_one_has(stages: str) -> None:
    planner, _, _ = _plan("lower-back", stages, 0)
    found = [planner.choose_session(minute * MINUTE) for minute in range(5, 46)]
    names = [chosen[0].exercises for chosen in found if chosen]
    assert len(names) == 41
    assert all(shorter <= longer for shorter, longer in pairwise(names))


@pytest.mark.parametrize("stages", ["reminded", "named", "mixed"])
def test_who_knows_it_does_more(stages: str) -> None:
    for heard in hear("lower-back", stages, tuple(WANTED)):
        prepared = heard.prepared
        spent = time_by_purpose(prepared.sheet, prepared.span_starts)
        percent = 100 * spent[Purpose.WORK] / prepared.length
        assert percent >= WANTED[prepared.length // MINUTE]


def test_each_day_another_detail_is_told() -> None:
    told = []
    for turn in range(3):
        (heard,) = hear("lower-back", "reminded", (20,), turn)
        told.append([clip.kind for clip in heard.voice if clip.exercise == "Plank"][:6])
    assert len({("purpose" in kinds, "caution" in kinds) for kinds in told}) == 3


def test_safety_is_one_passage_where_it_is_known_and_all_of_it_where_not() -> None:
    _, cards = load_routine_with_cards("lower-back")
    routine, _ = load_routine_with_cards("lower-back")
    for is_known, lines in ((True, routine.safety_short), (False, routine.safety)):
        known = make_knowledge(cards, "named", safety_is_known=is_known)
        request = SessionRequest("tone", 10 * MINUTE, TalkLevel.AUTO, progression=known)
        heard = HeardSession("lower-back", prepare_session("lower-back", request), request)
        assert heard.said("safety") == [line.text for line in lines]


def test_an_empty_progression_teaches_everything() -> None:
    assert script_of(talk=TalkLevel.AUTO, progression=Progression()) == script_of()


def test_known_sessions_are_not_tied_to_what_full_talk_has() -> None:
    full, _ = planner_for("lower-back")
    planner, _, _ = _plan("lower-back", "named", 0)
    counts = [len(one.choose_session(20 * MINUTE)[0].exercises) for one in (full, planner)]
    assert counts[0] < counts[1]


def test_nobody_is_refused_a_length_for_what_they_know() -> None:
    full, _ = planner_for("bedtime")
    _, cards = load_routine_with_cards("bedtime")
    longest = full.length_range.longest
    wishes = {"talk": TalkLevel.AUTO, "progression": make_knowledge(cards, "named")}
    request = SessionRequest("tone", longest, **wishes)  # type: ignore[arg-type]
    assert _plan("bedtime", "named", 0)[0].length_range.longest < longest
    assert prepare_session("bedtime", request).length == longest
    with pytest.raises(UsageError):
        prepare_session("bedtime", replace(request, length=longest + MINUTE))
