"""A routine's own cards are planned, left out and asked for like those in files."""

from dataclasses import replace

import pytest

from coach import parse, prepare
from coach.errors import UsageError
from coach.pipeline import prepare_session
from coach.plan.request import Filters, SessionRequest
from coach.script.steps import Perform
from tests.planners import chosen

OWN = {
    "title": "Hip",
    "cards": {
        "clamshell": {
            "name": "Clamshell",
            "position": "supine",
            "sides": "each",
            "steps": ["Bend your knees.", "Open your {side} knee.", "Close it again."],
            "dose": {"reps": [6, 10, 15], "sets": [1, 2, 3]},
            "limits": {"skip": ["hip-replaced"]},
            "instead": ["easy-breath"],
        },
        "Heel slide": {
            "name": "Heel slides",
            "position": "seated",
            "goals": ["mobility"],
            "steps": ["Sit tall.", "Slide your heel out.", "Draw it back."],
            "dose": {"reps": 8},
        },
        "easy-breath": {
            "name": "Easy breath",
            "position": "seated",
            "opt_in": True,
            "steps": ["Breathe out slowly."],
            "dose": {"breaths": [3, 5, 9]},
        },
    },
    "sections": [{"title": "Work", "exercises": ["clamshell", "Heel slide", "bridge"]}],
    "closing": ["That were {exercises} exercises."],
}


def done(**filters):
    """Return the names of what is done, and the reasons of what is not."""
    request = SessionRequest("tone", filters=Filters(**filters))
    prepared = prepare_session(parse(OWN), request)
    return list(chosen(prepared)), {one.name: one.reason for one in prepared.left_out}


def test_an_own_card_is_done_and_counted():
    prepared = prepare(parse(OWN), voice="tone")
    assert list(chosen(prepared)) == ["clamshell", "Heel slide", "bridge"]
    assert "That were 3 exercises." in prepared.script()
    titles = [marker.title for marker in prepared.timeline.markers]
    assert titles[:3] == ["Clamshell", "Heel slides", "Bridge"]


@pytest.mark.parametrize("minutes", [6, 10, 13])
def test_its_doses_fit_a_length(minutes):
    prepared = prepare(parse(OWN), voice="tone", minutes=minutes)
    assert prepared.length == minutes * 60_000
    for card, dose in chosen(prepared).values():
        assert card.doses.reps.least <= dose.reps <= card.doses.reps.most


def test_every_stated_length_can_be_asked_for():
    usual = prepare(parse(OWN), voice="tone")
    stated = usual.length_range
    assert stated.shortest <= usual.length <= stated.longest
    for length in (stated.shortest, usual.length, stated.longest):
        prepared = prepare_session(parse(OWN), SessionRequest("tone", length=length))
        assert prepared.length == length


@pytest.mark.parametrize("typed", ["clamshell", "Clamshell", "CLAM SHELL"])
def test_it_is_left_out_by_its_name_however_it_is_written(typed):
    names, reasons = done(without=(typed,))
    assert names == ["Heel slide", "bridge"]
    assert reasons == {"Clamshell": "--without"}


@pytest.mark.parametrize("typed", ["Heel slide", "heel-slide", "heel slides"])
def test_it_is_left_out_by_what_it_is_shown_as(typed):
    assert done(without=(typed,))[0] == ["clamshell", "bridge"]


def test_it_has_its_goals_and_its_position():
    assert done(only=("mobility",))[0] == ["Heel slide"]
    assert done(only=("supine",))[0] == ["clamshell", "bridge"]


def test_its_limits_hold_and_another_stands_in():
    names, reasons = done(limits=("no-floor",))
    assert "clamshell" not in names
    assert reasons["Clamshell"] == "not with no-floor: it is done on the floor"
    stands_in = {**OWN["cards"], "easy-breath": {**OWN["cards"]["easy-breath"], "opt_in": False}}
    request = SessionRequest("tone", filters=Filters(limits=("hip-replaced",)))
    prepared = prepare_session(parse({**OWN, "cards": stands_in}), request)
    reasons = {one.name: one.reason for one in prepared.left_out}
    assert reasons["Clamshell"] == "not with hip-replaced; Easy breath instead"


def test_it_is_done_only_where_it_was_asked_for():
    routine = parse(OWN)
    [section] = routine.sections
    section = replace(section, exercises=(*section.exercises, Perform("easy-breath")))
    routine = replace(routine, sections=(section,))
    for opted, is_done in (((), False), (("Easy breath",), True)):
        request = SessionRequest("tone", filters=Filters(opted=opted))
        names = [*chosen(prepare_session(routine, request))]
        assert ("easy-breath" in names) is is_done


def test_what_it_does_not_have_cannot_be_left_out():
    with pytest.raises(UsageError, match="no exercise is called 'clam'"):
        done(without=("clam",))


def test_cards_of_one_name_in_two_routines_are_not_mixed_up():
    other = {**OWN["cards"]["clamshell"], "name": "Oyster", "steps": ["Open wide."]}
    first = prepare(parse(OWN), voice="tone")
    second = prepare(parse({**OWN, "cards": {**OWN["cards"], "clamshell": other}}), voice="tone")
    again = prepare(parse(OWN), voice="tone")
    assert "Oyster" in second.script()
    assert "Oyster" not in first.script()
    assert first.script() == again.script()
