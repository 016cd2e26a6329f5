"""Whole sessions, as they are heard: each law of guidance holds for every routine and listener.

Elsewhere stands what needs no whole session: of the exercises of less talk
`tests/plan/test_talk_levels.py`, of every way of the body `tests/timeline/test_moves.py`, of how a
card is led `tests/timeline/test_guidance.py`, of what it may say `test_forbidden.py`.
"""

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.plan.request import Filters
from coach.script.limits import PROFILES
from coach.script.talk_level import TalkLevel
from coach.system.paths import routine_names
from tests import guidance_laws as laws
from tests.heard_sessions import LENGTHS, HeardSession, hear_sessions
from tests.talks import TALKS

FEW_LENGTHS = ("shortest", "usual", "longest")
MANNERS: dict[str, dict[str, Any]] = {
    "as it is": {},
    "slow": {"slow": True},
    "easy": {"easy": True},
    "without the intro": {"skip_intro": True},
    "another day": {"seed": 3},
}


def limited(*limits: str) -> dict[str, Filters]:
    return {"filters": Filters(limits=limits)}


def list_faults(sessions: Iterable[HeardSession]) -> list[str]:
    found = {
        f"{law.__name__}: {fault}": f"{one.prepared.length // 1000} s"
        for one in sessions
        for law in laws.LAWS
        for fault in law(one)
    }
    return [f"{fault} (in {where})" for fault, where in found.items()]


def assert_lawful(sessions: Iterable[HeardSession]) -> None:
    found = list_faults(sessions)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", routine_names())
def test_every_routine_keeps_the_laws_at_its_usual_length(name: str) -> None:
    assert_lawful(hear_sessions(name, ["usual"]))


# The whole form is thorough; this one is the same each time.
@settings(max_examples=16, deadline=None, derandomize=True)
@given(
    st.sampled_from(routine_names()),
    st.sampled_from(LENGTHS),
    st.sampled_from(TALKS),
    st.one_of(st.sampled_from([*MANNERS.values()]), st.sampled_from(PROFILES).map(limited)),
)
def test_any_session_keeps_the_laws(
    name: str, length: str, talk: TalkLevel, wishes: dict[str, Any]
) -> None:
    assert_lawful(hear_sessions(name, [length], talk, **wishes))


@pytest.mark.slow
@pytest.mark.parametrize("name", routine_names())
def test_every_session_keeps_the_laws(name: str) -> None:
    for talk in TALKS:
        assert_lawful(hear_sessions(name, LENGTHS, talk))
        for manner in [*MANNERS][1:]:
            assert_lawful(hear_sessions(name, FEW_LENGTHS, talk, **MANNERS[manner]))


@pytest.mark.slow
@pytest.mark.parametrize("limit", PROFILES)
@pytest.mark.parametrize("name", routine_names())
def test_every_session_with_a_limit_keeps_the_laws(name: str, limit: str) -> None:
    assert_lawful(hear_sessions(name, FEW_LENGTHS, **limited(limit)))
    quieter = TALKS[1 + PROFILES.index(limit) % 2]
    assert_lawful(hear_sessions(name, ["usual"], quieter, **limited(limit)))
