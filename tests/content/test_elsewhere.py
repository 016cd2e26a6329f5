"""The routines on the way and outside the back: what a listener can count on."""

import re
from functools import cache
from itertools import pairwise

import pytest

from coach.errors import UsageError
from coach.pipeline import PreparedSession, prepare_from_planner, prepare_session
from coach.plan.request import SessionRequest
from coach.script.library import find_lesson, find_routine, load_exercise
from coach.script.steps import Perform, Say
from coach.script.talk_level import TalkLevel
from coach.system.paths import shipped_folder
from coach.timeline.cues import Purpose, Span
from coach.timeline.session import list_performs
from coach.timeline.source import Track, Utterance
from tests.planners import assert_sound, planner_for
from tests.talks import TALKS

RANGES = {
    "walk": (5, 60),
    "cycle": (5, 60),
    "water": (5, 60),
    "box-breathing": (3, 20),
    "body-scan": (5, 30),
}
FIXED = ("tabata", "physio-sheet")
ON_THE_WAY = ("walk", "cycle")
LAID = {name: tuple({least, (least + most) // 2, most}) for name, (least, most) in RANGES.items()}


@cache
def session(name: str, minutes: int | None, talk: TalkLevel = TalkLevel.FULL) -> PreparedSession:
    planner, studio = planner_for(name, talk=talk)
    usual = planner.routine.length
    return prepare_from_planner(planner, studio, minutes * 60_000 if minutes else usual)


def done(prepared: PreparedSession) -> dict[str, Perform]:
    parts = prepared.session.parts
    return {found.exercise: found for part in parts for found in list_performs(part.steps)}


def spoken(prepared: PreparedSession, *kinds: str) -> list[str]:
    return [
        clip.source.text
        for clip in prepared.timeline.clips
        if isinstance(clip.source, Utterance) and (not kinds or clip.kind in kinds)
    ]


def spans(prepared: PreparedSession, purpose: Purpose) -> list[tuple[Span, int]]:
    """Give the spans of a purpose, with how long they really last."""
    pairs = zip(prepared.sheet.spans, pairwise(prepared.span_starts), strict=True)
    return [(span, end - begin) for span, (begin, end) in pairs if span.purpose is purpose]


@pytest.mark.parametrize(("name", "minutes"), [(n, m) for n, all_ in LAID.items() for m in all_])
def test_any_length_is_met(name: str, minutes: int) -> None:
    assert_sound(session(name, minutes), minutes * 60_000)


@pytest.mark.parametrize("name", list(RANGES))
def test_the_promised_lengths_are_possible_with_some_room(name: str) -> None:
    least, most = RANGES[name]
    possible = planner_for(name, "espeak")[0].length_range
    assert possible.shortest <= least * 60_000 - 5_000, "another voice may speak more slowly"
    assert possible.longest == most * 60_000


@pytest.mark.slow
@pytest.mark.parametrize("talk", TALKS)
@pytest.mark.parametrize("voice", ["espeak", "tone"])
@pytest.mark.parametrize("name", list(RANGES))
def test_every_minute_is_met_with_every_amount_of_talk(
    name: str, voice: str, talk: TalkLevel
) -> None:
    if name == "body-scan" and talk is TalkLevel.BELL:
        return  # it is refused
    least, most = RANGES[name]
    planner, studio = planner_for(name, voice, talk)
    for minutes in range(least, most + 1):
        assert_sound(prepare_from_planner(planner, studio, minutes * 60_000), minutes * 60_000)


@pytest.mark.parametrize("name", [*RANGES, *FIXED])
def test_each_has_its_own_safety_opening_and_its_own_end(name: str) -> None:
    routine = find_routine(name)
    text = " ".join(line.text for line in routine.safety)
    assert re.search(r"\b[Ss]top\b", text)
    assert 12 <= len(text.split()) <= 102
    assert spoken(session(name, None), "safety") == [line.text for line in routine.safety]
    assert any(isinstance(step, Say) for step in routine.closing)
    assert routine.opening


@pytest.mark.parametrize("name", ["walk", "cycle", "water", "physio-sheet"])
def test_what_strains_tells_the_whole_stop_rule(name: str) -> None:
    text = " ".join(line.text for line in find_routine(name).safety)
    for needed in (
        "sharp or electric pain",
        "down a leg",
        "chest pain",
        "weakness",
        "emergency",
        "bladder",
    ):
        assert needed in text


def test_outdoors_the_ears_come_first() -> None:
    assert "Keep one ear free" in find_routine("walk").safety[0].text
    assert "loudspeaker" in find_routine("cycle").safety[0].text
    assert "where you can stand" in find_routine("water").safety[0].text


@pytest.mark.parametrize("name", ON_THE_WAY)
def test_brisk_stretches_come_warm_and_end_slowly(name: str) -> None:
    order = [f"{name}-easy", f"{name}-steady", f"{name}-brisk", f"{name}-cool-down"]
    for minutes in (5, 15, 20, 30, 60):
        chosen = done(session(name, minutes))
        assert list(chosen) == [slug for slug in order if slug in chosen]
        assert {order[0], order[3]} <= set(chosen)
        if order[2] in chosen:
            assert order[1] in chosen
            assert (chosen[order[0]].time or 0) + (chosen[order[1]].time or 0) >= 300_000
        assert (order[2] in chosen) == (minutes >= 20) or minutes == 15
    assert f"{name}-brisk" in done(session(name, 20)), "intervals before the half hour"


@pytest.mark.parametrize("name", ON_THE_WAY)
@pytest.mark.parametrize("talk", [TalkLevel.FULL, TalkLevel.SHORT])
def test_the_talk_test_is_heard(name: str, talk: TalkLevel) -> None:
    said = " ".join(spoken(session(name, 30, talk)))
    assert "sing" in said
    assert "easy" in said.lower()


@pytest.mark.parametrize("name", ON_THE_WAY)
def test_time_is_told_as_the_session_goes(name: str) -> None:
    prepared = session(name, 40)
    told = [clip for clip in prepared.timeline.clips if clip.kind == "time"]
    assert len(told) >= 4
    for clip in told:
        assert isinstance(clip.source, Utterance)
        numbers = [int(number) for number in re.findall(r"\d+", clip.source.text)]
        assert sum(numbers) == 40, clip.source.text
        assert abs(clip.start - numbers[0] * 60_000) <= 35_000, "near the minute that it tells"


@pytest.mark.parametrize("name", ON_THE_WAY)
def test_the_easy_pace_between_is_named(name: str) -> None:
    card = load_exercise(shipped_folder() / "scripts" / "exercises" / f"{name}-brisk.yaml")
    assert card.between is not None
    said = spoken(session(name, 30))
    sets = done(session(name, 30))[f"{name}-brisk"].sets or 0
    assert said.count(card.between.text) == sets - 1 >= 1
    assert "Rest." not in said


@pytest.mark.parametrize("name", [*ON_THE_WAY, "water"])
def test_the_starting_dose_and_the_ramp_are_told(name: str) -> None:
    said = " ".join(spoken(session(name, 30)))
    assert "If this is new to you" in said
    assert re.search(r"Add (two to )?five minutes a week", said)
    assert "sore tomorrow" in said


@pytest.mark.parametrize("name", [*ON_THE_WAY, "water"])
def test_one_fact_a_day_is_told_and_another_the_next_day(name: str) -> None:
    routine = find_routine(name)
    assert isinstance(routine.facts, tuple)
    known = {fact.text for talk in routine.facts for fact in find_lesson(talk.text).facts}
    told = []
    for seed in range(1, 4):
        prepared = prepare_session(name, SessionRequest("tone", 300_000, seed=seed))
        (fact,) = spoken(prepared, "fact")
        told.append(fact)
    assert set(told) <= known
    assert len(set(told)) == len(told)


def test_a_cue_comes_back_only_after_the_others() -> None:
    prepared = session("walk", 40)
    for name in ("Easy walking", "Steady walking", "Brisk walking", "Slower and slower"):
        clips = [c for c in prepared.timeline.clips if c.exercise == name and c.kind == "cue"]
        texts = [clip.source.text for clip in clips if isinstance(clip.source, Utterance)]
        assert texts
        for number, text in enumerate(texts):
            assert text not in texts[max(0, number - 5) : number], f"{name}: {text}"


def test_phones_do_not_swim() -> None:
    said = spoken(session("water", 5), "say")
    assert "Phones don't swim" in said[0]
    assert len(said[0].split()) < 15, "what is for the water comes behind the warm-up"
    assert "go by the clock on the wall" in " ".join(said)
    for minutes in (5, 8):
        assert not [slug for slug in done(session("water", minutes)) if load_in_water(slug)]


@pytest.mark.parametrize("minutes", [10, 13, 17, 22, 28, 36, 60])
def test_in_the_water_what_comes_later_never_comes_alone(minutes: int) -> None:
    chosen = set(done(session("water", minutes)))
    assert {"water-march", "water-arms"} <= chosen
    assert "water-cool-down" not in chosen or "water-walk" in chosen
    assert "water-brisk" not in chosen or {"water-walk", "water-cool-down"} <= chosen


def load_in_water(slug: str) -> bool:
    card = load_exercise(shipped_folder() / "scripts" / "exercises" / f"{slug}.yaml")
    return "pool" in card.equipment


@pytest.mark.parametrize("talk", [TalkLevel.FULL, TalkLevel.BELL])
def test_a_tabata_keeps_its_times_whatever_the_length(talk: TalkLevel) -> None:
    planner, studio = planner_for("tabata", talk=talk)
    possible = planner.length_range
    minutes = range(-(-possible.shortest // 60_000) * 60_000, possible.longest, 60_000)
    for length in (possible.shortest, *minutes, possible.longest):
        prepared = prepare_from_planner(planner, studio, length)
        rest = [length for span, length in spans(prepared, Purpose.REST) if span.exercise]
        assert rest == [10_000] * 9, "get ready, and then eight of them"


def test_a_tabata_is_eight_times_twenty_and_ten() -> None:
    prepared = session("tabata", None)
    parts = ("Chair squats", "Fast steps", "Side steps", "Push-ups")
    work = [length for span, length in spans(prepared, Purpose.WORK) if span.exercise in parts]
    rest = [length for span, length in spans(prepared, Purpose.REST) if span.exercise in parts]
    assert work == [20_000] * 8
    assert rest == [10_000] * 8
    assert [text for text in spoken(prepared, "rest") if text.startswith("Next")][1:5] == [
        "Next: Fast steps.",
        "Next: Side steps.",
        "Next: Push-ups.",
        "Next: Chair squats.",
    ]


@pytest.mark.parametrize("minutes", [3, 8, 20])
def test_every_side_of_the_box_is_four_seconds(minutes: int) -> None:
    prepared = session("box-breathing", minutes)
    boxes = [
        (span, length)
        for span, length in spans(prepared, Purpose.WORK)
        if span.exercise == "Box breathing"
    ]
    asked = done(prepared)["box-breath"]
    assert len(boxes) == (asked.breaths or 0) * (asked.sets or 0)
    for span, length in boxes:
        assert length == 16_000
        swells = {cue.source.name: cue.at for cue in span.cues if cue.track is Track.CUE}
        assert swells == {"breathe-in": 0, "breathe-out": 8_000}
    assert "leave out the waiting" in " ".join(spoken(prepared)).lower()


@pytest.mark.parametrize(("minutes", "share"), [(5, 0.4), (10, 0.45), (15, 0.5), (30, 0.6)])
def test_a_body_scan_has_much_silence(minutes: int, share: float) -> None:
    prepared = session("body-scan", minutes)
    voice = sum(clip.length for clip in prepared.timeline.clips if clip.track is Track.VOICE)
    assert 1 - voice / prepared.timeline.length >= share
    assert voice >= 90_000
    routine = find_routine("body-scan")
    says = [s for section in routine.sections for s in section.steps if isinstance(s, Say)]
    assert {step.pace for step in says} == {"relax"}
    quiet = [(span, length) for span, length in spans(prepared, Purpose.QUIET)]
    assert max(length for _, length in quiet) <= 60_000


def test_a_longer_body_scan_visits_more_parts_of_the_body() -> None:
    visited = [{part.title for part in session("body-scan", n).session.parts} for n in (5, 10, 20)]
    assert visited[0] < visited[1] < visited[2]
    every = {f"{side} {part}" for side in ("Left", "Right") for part in ("foot", "leg")}
    assert every <= visited[0], "both sides, however short"
    said = " ".join(spoken(session("body-scan", 30))).lower()
    left, _, right = said.partition("over to your right foot")
    for part in ("big toe", "sole", "heel", "ankle", "shin", "calf", "knee", "upper leg"):
        assert part in left, part
        assert part in right, part


@pytest.mark.parametrize("minutes", [5, 15, 30])
def test_nobody_wonders_in_the_first_minutes_whether_a_body_scan_broke_off(minutes: int) -> None:
    clips = session("body-scan", minutes).timeline.clips
    voice = [clip for clip in clips if clip.track is Track.VOICE]
    gaps = [(after.start - one.end, one.end) for one, after in pairwise(voice)]
    assert max(gap for gap, at in gaps if at < 120_000) <= 20_000
    early, late = (
        [gap for gap, at in gaps if (at > 3 * voice[-1].end // 4) is is_late]
        for is_late in (False, True)
    )
    if minutes > 5:
        assert sum(late) / len(late) > sum(early) / len(early), "the quiet grows"


def test_a_body_scan_by_bells_alone_is_refused() -> None:
    with pytest.raises(UsageError, match="made of words"):
        prepare_session("body-scan", SessionRequest("tone", talk=TalkLevel.BELL))
    assert prepare_session("tabata", SessionRequest("tone", talk=TalkLevel.BELL))


def test_the_sheet_has_two_sets_of_five_times_ten_seconds() -> None:
    prepared = session("physio-sheet", None)
    held = [s for s, _ in spans(prepared, Purpose.WORK) if s.exercise == "Bridge"]
    assert len(held) == 10
    assert all(span.length == 2_000 + 10_000 + 3_000 for span in held[1:])
    assert held[0].length is None, "the first is done slowly, with its words"
    assert "Set 2 of 2." in spoken(prepared)
    text = (shipped_folder() / "scripts/routines/physio-sheet.yaml").read_text(encoding="utf-8")
    assert "two sets of five times ten seconds" in text
    assert text.count("#") >= 12, "remarks for whoever writes the next one"
