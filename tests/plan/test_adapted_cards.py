"""The easier way that a limit names, or an easy session: it is done, and not only spoken of."""

from dataclasses import replace

import pytest

from coach.pipeline import find_exercises, prepare_session
from coach.plan.adapted_cards import adapt_card, has_long_holds
from coach.plan.dose_ladder import make_dose_ladder
from coach.plan.request import Filters, SessionRequest
from coach.script.card_variants import NO_LIMITS
from coach.script.doses import Range
from coach.script.exercise import EXERCISE, Exercise
from coach.script.library import find_exercise
from coach.script.reader import read_script
from coach.script.steps import Perform
from coach.timeline.session import make_dose
from coach.timeline.summary import list_chapter_rows, list_limit_changes
from tests.planners import chosen

CARD = """
name: Bridge
position: supine
dose: {reps: [5, 8, 15], hold: [2s, 5s, 15s]}
setup: Lie down.
steps: {full: [Lift your hips., Into one line.], short: [Lift.]}
first: {into: [Lift your hips slowly.]}
breathing: Breathe out as you lift.
calls: {into: Lift, hold: Hold, out: Lower}
cues: [No higher than one line.]
cautions: [If it pinches, lift less.]
release: Rest.
easier:
  - name: Half height
    say: [Press into your heels., Lift only halfway.]
    short: [Only halfway.]
    calls: {into: Halfway, out: Lower}
    cues: []
    dose: {hold: [1s, 2s, 2s]}
  - {name: Squeeze only, say: Leave your hips down., first: {into: Squeeze.}, release: Let go.}
limits:
  modify:
    acute-flare: {variant: Squeeze only, say: Less is fine.}
    ext-sensitive: {variant: Half height}
    pressure: Breathe aloud.
sources: [general practice]
"""


@pytest.fixture
def card() -> Exercise:
    return read_script(CARD, EXERCISE, "x.yaml")


def texts(lines) -> list[str]:
    return [line.text for line in lines]


def test_without_limits_the_card_is_done_as_it_is(card):
    assert adapt_card(card, ()) == card
    assert adapt_card(card, ("knee",)) == card


def test_the_easier_way_takes_the_place_of_all_that_it_names(card):
    done = adapt_card(card, ("ext-sensitive",))
    assert done.variant == "Half height"
    assert texts(done.steps.full) == ["Press into your heels.", "Lift only halfway."]
    assert texts(done.steps.short) == ["Only halfway."]
    assert [call and call.text for call in done.calls] == ["Halfway", None, "Lower"]
    assert done.cues == ()
    assert done.first is None, "it tells how the usual way is done"
    assert (done.doses.hold, done.doses.reps) == (Range(1_000, 2_000, 2_000), Range(5, 8, 15))
    kept = ("setup", "breathing", "release", "cautions", "limits", "name")
    assert all(getattr(done, name) == getattr(card, name) for name in kept)


def test_its_own_first_repetition_and_release_are_said(card):
    done = adapt_card(card, ("acute-flare",))
    assert texts(done.first.into) == ["Squeeze."]
    assert texts(done.release.full) == ["Let go."]
    assert texts(done.steps.short) == ["Leave your hips down."], "all of it reminds"


def test_of_several_the_gentlest_is_done(card):
    for limits in (("acute-flare", "ext-sensitive"), ("ext-sensitive", "acute-flare")):
        assert adapt_card(card, limits).variant == "Squeeze only"


def test_an_easy_session_does_the_first_easier_way_unless_a_limit_names_another(card):
    assert adapt_card(card, (), easy=True).variant == "Half height"
    assert adapt_card(card, ("pressure",), easy=True).variant == "Half height"
    assert adapt_card(card, ("acute-flare",), easy=True).variant == "Squeeze only"
    bare = replace(card, easier=(), limits=NO_LIMITS)
    assert adapt_card(bare, ("pressure",), easy=True).variant == ""


@pytest.mark.parametrize("limit", ["pressure", "acute-flare"])
def test_nothing_is_held_for_long_with_some_limits(card, limit):
    card = replace(card, limits=NO_LIMITS)
    assert adapt_card(card, (limit,)).doses.hold == Range(2_000, 5_000, 10_000)
    long = replace(card, doses=replace(card.doses, hold=Range(15_000, 20_000, 30_000)))
    assert has_long_holds(adapt_card(long, (limit,)), Perform("bridge"))
    assert has_long_holds(card, Perform("bridge", hold=20_000))
    assert not has_long_holds(card, Perform("bridge"))


def test_what_a_routine_writes_does_not_exceed_what_a_limit_allows(card):
    perform = Perform("bridge", hold=15_000, reps=12)
    done = adapt_card(card, ("ext-sensitive",))
    assert (make_dose(done, perform).hold, make_dose(done, perform).reps) == (2_000, 12)
    assert {rung.hold for rung, _ in make_dose_ladder(done, perform)} == {2_000}
    assert make_dose(adapt_card(card, (), easy=True), perform).hold == 15_000


def test_a_session_does_and_tells_what_a_limit_names(monkeypatch):
    bridge = find_exercise("bridge")
    half = replace(
        next(one for one in bridge.easier if one.name == "Half height"),
        doses={"hold": Range(1_000, 2_000, 2_000)},
    )
    limited = read_script(CARD, EXERCISE, "x.yaml").limits
    changed = replace(
        bridge,
        easier=(half,),
        limits=replace(limited, modify={"ext-sensitive": limited.modify["ext-sensitive"]}),
    )
    monkeypatch.setattr(
        "coach.pipeline.find_exercises",
        lambda *given: {**find_exercises(*given), "bridge": changed},
    )
    request = SessionRequest("tone", 1_200_000, filters=Filters(limits=("ext-sensitive",)))
    prepared = prepare_session("lower-back", request)
    _, dose = chosen(prepared)["bridge"]
    assert dose.hold <= 2_000
    assert "Bridge: Half height, for ext-sensitive" in list_limit_changes(prepared.session)
    (row,) = [
        row
        for row in list_chapter_rows(prepared.session, prepared.timeline)
        if row.title == "Bridge"
    ]
    assert row.dose.endswith(f"hold {dose.hold // 1000} s")
    said = " ".join(clip.source.text for clip in prepared.timeline.clips if clip.kind == "step")
    assert half.say[-1].text in said
    assert bridge.steps.full[-1].text not in said
