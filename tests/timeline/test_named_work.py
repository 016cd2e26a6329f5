"""Named work: its name once, its sets with rests between, its sides, and words within rests."""

import pytest

from coach.errors import ScriptError
from coach.script.reader import read_script
from coach.script.routine import ROUTINE
from coach.script.steps import Group, Rest, Rounds, Say, Sides, Step
from coach.script.work_steps import Hold
from coach.timeline.source import Track
from tests.listening import heard, laid

NAMES = ("name", "rest", "set", "side", "switch", "say")


def steps_of(*written: str) -> tuple[Step, ...]:
    """Read steps as a script has them."""
    lines = "".join(f"  - {one}\n" for one in written)
    return read_script(f"title: Routine\nsteps:\n{lines}", ROUTINE, "mine.yaml").sections[0].steps


def told(*written: str, **more) -> list[str]:
    """What is said but for counts and calls, with the sounds of holds and rests."""
    clips = laid(*steps_of(*written), **more).clips
    return [text for text in heard(clips, *NAMES, "hold") if text not in ("♪hold-end", "♪rest")]


def refusal(*written: str) -> list[str]:
    with pytest.raises(ScriptError) as caught:
        steps_of(*written)
    return [problem.message for problem in caught.value.problems]


BELL = "♪hold-start"


def test_the_name_is_spoken_before_the_work():
    assert told("{work: Plank, hold: 20s}") == ["Plank.", BELL]


def test_a_rest_before_it_names_it_and_the_name_is_not_said_again():
    assert told("rest: 10s", "{work: Plank, hold: 20s}") == ["Rest.", "Next: Plank.", BELL]


def test_a_rest_too_short_for_the_name_is_silent_about_it():
    names = told("rest: 1s", "{work: Push-ups with a turn to both sides, hold: 20s}")
    assert names == ["Push-ups with a turn to both sides.", BELL]


def test_a_rest_that_shall_not_tell_what_comes_has_the_name_itself():
    said = told("{rest: 10s, preview: false}", "{work: Plank, hold: 20s}")
    assert said == ["Rest.", "Plank.", BELL]


def test_words_that_say_the_name_speak_for_it():
    assert told("And now the plank.", "{work: Plank, hold: 20s}") == ["And now the plank.", BELL]


def test_work_whose_own_words_have_its_name_is_not_named_before_it():
    assert told("{work: Jog, hold: 60s, say: Jog at an easy pace.}")[:2] == [
        *(BELL, "Jog at an easy pace.")
    ]
    assert told("{work: Jog, hold: 60s, say: Go easy.}")[:3] == ["Jog.", BELL, "Go easy."]
    assert told("{group: Jog, steps: [{hold: 60s, say: Go easy.}]}")[:2] == [BELL, "Go easy."]


def test_work_behind_work_is_named_in_its_own_time():
    steps = ("{work: Jog, hold: 60s}", "{work: Walk, hold: 90s, say: Breathe.}")
    assert [text for text in told(*steps) if "alf" not in text] == [
        *("Jog.", BELL),
        *(BELL, "Walk.", "Breathe."),
    ]
    starts = [c.start for c in laid(*steps_of(*steps)).clips if heard([c]) == [BELL]]
    assert starts[1] - starts[0] == 60_000


def test_work_too_short_for_its_name_is_named_before_it():
    said = told("{work: Jog, hold: 60s}", "{work: Push-ups with a turn to the side, hold: 5s}")
    assert said[-2:] == ["Push-ups with a turn to the side.", BELL]


def test_between_sets_there_are_rests_with_their_numbers_and_none_behind_the_last():
    assert told("{work: Plank, hold: 20s, sets: 3, rest: 10s}", "Done.") == [
        *("Plank.", BELL),
        *("Rest.", "Set 2 of 3.", BELL),
        *("Rest.", "Set 3 of 3.", BELL),
        "Done.",
    ]


def test_the_number_of_a_set_is_left_out_where_the_rest_has_no_room_for_it():
    said = told("{work: Plank, hold: 20s, sets: 2, rest: 2s}")
    assert said == ["Plank.", BELL, "Rest.", BELL]


def test_sets_without_a_rest_follow_at_once():
    timeline = laid(*steps_of("{work: Plank, hold: 5s, sets: 2, rest: 0s}"))
    first, second = (c.start for c in timeline.clips if heard([c]) == [BELL])
    assert second - first == 5_000


def test_a_list_has_each_done_with_a_rest_between_that_names_the_next():
    assert told("{work: [Jacks, Wall sit, Squats], hold: 30s, rest: 10s}") == [
        *("Jacks.", BELL),
        *("Rest.", "Next: Wall sit.", BELL),
        *("Rest.", "Next: Squats.", BELL),
    ]


def test_each_name_is_a_chapter_unless_none_is_wanted():
    written = ("rest: 10s", "{work: [Jacks, Squats], hold: 30s, rest: 10s}")
    timeline = laid(*steps_of(*written))
    assert [marker.title for marker in timeline.markers] == ["Routine", "Jacks", "Squats"]
    starts = [marker.start for marker in timeline.markers[1:]]
    assert starts == [clip.start for clip in timeline.clips if heard([clip]) == [BELL]]
    plain = laid(*steps_of("{work: Plank, hold: 30s, chapter: false}"))
    assert [marker.title for marker in plain.markers] == ["Routine"]


def test_both_sides_have_all_their_sets_one_after_the_other():
    assert told("{work: Plank, hold: 20s, sets: 2, sides: true, rest: 10s}") == [
        *("Plank.", "Right side first.", BELL, "Rest.", "Set 2 of 2.", BELL),
        *("♪change-side", "Change sides. Now the left side.", BELL, "Rest.", "Set 2 of 2.", BELL),
    ]


def test_sides_that_take_turns_are_both_done_in_each_set():
    said = told("{work: Plank, hold: 20s, sets: 2, sides: alternate, rest: 20s, first: left}")
    both = ["Left side first.", BELL, "♪change-side", "Change sides. Now the right side.", BELL]
    assert said == ["Plank.", *both, "Rest.", "Set 2 of 2.", *both]


def test_repetitions_whose_sides_take_turns_do_so_within_the_set():
    clips = laid(*steps_of("{work: Arm raise, reps: 2, sides: alternate}")).clips
    words = [text for text in heard(clips, "count") if not text.isdigit()]
    assert words == ["Right", "Left", "Right", "Left"]
    clips = laid(*steps_of("{work: Arm raise, reps: 2, sides: alternate, first: left}")).clips
    words = [text for text in heard(clips, "count") if not text.isdigit()]
    assert words == ["Left", "Right", "Left", "Right"]


def test_one_side_only_is_told_with_the_name_and_on_every_word():
    clips = laid(*steps_of("{work: Clamshell, hold: 20s, side: left}")).clips
    assert heard(clips, "name") == ["Clamshell, left side."]
    assert {clip.side for clip in clips if clip.track is Track.VOICE} == {"left"}
    assert "Next: Clamshell, left side." in told(
        "rest: 20s", "{work: Clamshell, hold: 20s, side: left}"
    )


def test_uneven_sides_have_the_sets_they_are_given():
    written = "{work: Clam, hold: 5s, sides: {left: 2, right: 1}, rest: 10s}"
    clips = laid(*steps_of(written)).clips
    assert [c.side for c in clips if heard([c]) == [BELL]] == ["right", "left", "left"]
    only = laid(*steps_of("{work: Clam, hold: 5s, sides: {left: 2}}")).clips
    assert [c.side for c in only if heard([c]) == [BELL]] == ["left", "left"]


def test_a_breath_has_its_own_rest_and_sets_have_theirs():
    box = "inhale: 4s, hold: 4s, exhale: 4s, rest: 4s"
    clips = laid(*steps_of(f"{{work: Box, breathe: 2, {box}, sets: 2, between: 10s}}")).clips
    begins = [clip.start for clip in clips if heard([clip]) == ["♪breathe-in"]]
    assert [(b - begins[0]) // 1_000 for b in begins] == [0, 16, 42, 58]


def test_a_card_goes_by_its_name_in_any_case():
    (by_file,), (by_name,) = (
        steps_of("{work: bird-dog, sets: 1}"),
        steps_of("{work: Bird Dog, sets: 1}"),
    )
    assert by_file == by_name
    assert by_file.exercise == "bird-dog"


def test_a_list_of_cards_has_each_done_with_rests_between():
    (step,) = steps_of("{work: [bridge, Bird Dog], sets: 1, rest: 20s, shuffle: true}")
    bridge, rest, dog = step.steps
    assert [bridge.exercise, dog.exercise, rest.rest] == ["bridge", "bird-dog", 20_000]
    assert step.shuffle


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("{work: A, hold: 5s, side: left, sides: true}", "expected side or sides, found both"),
        ("{work: A, hold: 5s, first: left}", "expected sides beside first, found none"),
        (
            "{work: A, hold: 5s, sides: {left: 1, right: 1}, sets: 2}",
            "expected sets once, found them in sides as well",
        ),
        (
            "{work: A, breathe: 5, rest: 30s, sets: 2}",
            "expected between beside rest, because rest is that of each breath",
        ),
        (
            "{work: A, hold: 5s, reps: 5, into: 2h}",
            "expected a duration from 500 ms to 1 m, found '2h'",
        ),
        (
            "{work: A, hold: 5s, sides: both}",
            "expected true, alternate, or sets a side, found 'both'",
        ),
        (
            "{work: A, sides: true}",
            "expected one of breathe, reps, hold beside 'sides', found none",
        ),
        ("{work: A, hold: 5s, shuffle: true}", "expected several names to shuffle, found one"),
        ("{work: A, hold: 5s, sets: many}", "expected a whole number from 1 to 100, found 'many'"),
        (
            "{work: bridge, rest: 5s}",
            "expected hold, reps, breathe or several names beside rest, found none",
        ),
    ],
)
def test_what_does_not_fit_together_is_told(written, message):
    assert refusal(written) == [message]


# Groups, rounds and rests of scripts as they were


def test_a_group_without_words_says_its_name_unless_a_rest_just_did():
    quiet = Group("Burpees", (Hold(20_000),))
    assert heard(laid(quiet).clips, *NAMES) == ["Burpees."]
    named = heard(laid(Rest(10_000), quiet).clips, *NAMES)
    assert named == ["♪rest", "Rest.", "Next: Burpees."]
    assert "Burpees." in heard(laid(Group("Burpees", (Sides((Hold(20_000),)),))).clips, "name")
    spoken = Group("Burpees", (*steps_of("Down and up."), Hold(20_000)))
    assert heard(laid(spoken).clips, *NAMES) == ["Down and up."]


def test_short_words_between_a_rest_and_work_are_said_in_the_rest():
    written = Group("Burpees", (*steps_of('"Set one: {exercise}."'), Hold(20_000)))
    timeline = laid(Rest(15_000, stretch=0), written, Hold(5_000))
    clips = timeline.clips
    assert heard(clips, *NAMES) == ["♪rest", "Rest.", "Set one: Burpees."]
    rest, bell = (next(c.start for c in clips if heard([c]) == [n]) for n in ("♪rest", BELL))
    assert bell - rest == 15_000
    assert heard(clips, "count")[:3] == ["3", "2", "1"]


def test_words_too_long_for_a_rest_come_behind_it_and_its_end_is_not_counted():
    long = Say(steps_of("Lie down on your back and bend both of your knees, feet flat.")[0].say * 3)
    clips = laid(Rest(10_000), long, Hold(5_000)).clips
    assert heard(clips, "count", "say") == [line.text for line in long.say]


def test_a_routine_is_not_announced_as_what_comes_next_in_it():
    clips = laid(Rounds(2, (Hold(20_000), Rest(10_000)))).clips
    assert heard(clips, "rest") == ["♪rest", "Rest.", "♪rest", "Rest."]


def test_the_same_work_again_is_counted_and_not_named():
    work = steps_of("{work: Sprint, hold: 20s}")
    said = heard(laid(Rounds(3, (*work, Rest(10_000)))).clips, *NAMES)
    assert [text for text in said if text not in ("♪rest", "Rest.")] == [
        "Sprint.",
        "Round 2 of 3.",
        "Round 3 of 3.",
    ]
