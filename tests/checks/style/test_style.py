"""What a listener would stumble on is found, and what is good is left alone."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.checks.script_check import Script
from coach.checks.script_check import load_script as read_any
from coach.checks.style.heard_lines import LineRole, list_spoken_lines
from coach.checks.style.session_rules import find_session_problems
from coach.checks.style.style_check import find_style_problems
from coach.pipeline import PreparedSession, make_planner, prepare_from_planner
from coach.plan.request import SessionRequest
from coach.script.exercise import EXERCISE
from coach.script.reader import read_script
from coach.script.routine import ROUTINE
from coach.script.talk_level import TalkLevel
from coach.speech.studio import open_studio
from coach.system.paths import routine_names, shipped_folder
from coach.timeline.unroll import unroll
from tests.commanding import run_coach

SHIPPED = sorted(
    path
    for path in (shipped_folder() / "scripts").rglob("*.yaml")
    if path.parent.name not in ("figures", "handout")  # drawn or printed, and not heard
)
SAFE = "title: T\nsafety: [Stop if anything hurts.]\n"


def styled(tmp_path: Path, text: str, name: str = "mine.yaml") -> list[str]:
    """Give the findings in a script as line and message."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return [f"{one.where.line}: {one.message}" for one in find_style_problems(path) if one.where]


def parts(script) -> dict[str, tuple[LineRole, bool]]:
    return {told.line.text: (told.role, told.has_sides) for told in list_spoken_lines(script)}


def test_every_line_of_a_card_is_judged_by_what_it_is_for():
    card = (
        "name: N\nposition: any\nsides: each\nwork: reps\ndose: {reps: 3}\nsources: S\n"
        "purpose: To know.\nsetup: {full: Set up., short: Up.}\nsteps: {full: Do it., short: Do.}\n"
        "cues: [Soft.]\ncautions: [Mind.]\neasier: [{name: E, say: Less.}]\n"
        "release: Rest.\nlimits: {modify: {knee: A pad.}}\ninstead: [other]\ncalls: {out: Lower}\n"
    )
    lead, remind, tell = (LineRole.INSTRUCT, True), (LineRole.REMIND, True), (LineRole.INFORM, True)
    assert parts(read_script(card, EXERCISE, "x.yaml")) == {
        "To know.": tell, "Mind.": tell, "Up.": remind, "Do.": remind,
        **dict.fromkeys(["Set up.", "Do it.", "Soft.", "Less.", "Rest.", "A pad.", "Lower"], lead),
    }  # fmt: skip


def test_every_line_of_a_routine_is_judged_but_the_names_of_talks():
    routine = (
        "title: T\nsafety: [Stop.]\nopening: [Hello.]\nfacts: [sleep]\nphrases: {rest: Ease.}\n"
        "steps: [sides: [Lift., {rest: 5s, say: Rest.}], group: G, steps: [Go.]]\n"
    ).replace("group: G, steps: [Go.]", "{group: G, steps: [Go.]}")
    assert parts(read_script(routine, ROUTINE, "x.yaml")) == {
        "Stop.": (LineRole.INFORM, False),
        "Hello.": (LineRole.INSTRUCT, False),
        "Ease.": (LineRole.INSTRUCT, False),
        "Lift.": (LineRole.INSTRUCT, True),
        "Rest.": (LineRole.INSTRUCT, True),
        "Go.": (LineRole.INSTRUCT, False),
    }


def test_a_hold_after_which_nothing_is_said_is_found(tmp_path):
    text = SAFE + "steps:\n  - Lift one arm.\n  - hold: 10s\n  - silence: 3s\n  - Good.\n"
    assert styled(tmp_path, text) == [
        "5: expected words after this hold, found none: nobody knows that it is over"
    ]
    assert styled(tmp_path, text.replace("  - silence: 3s\n", "")) == []


def test_a_hold_at_the_very_end_is_found(tmp_path):
    assert len(styled(tmp_path, SAFE + "steps: [Stay like this., hold: 10s]\n")) == 1


def test_sides_and_rests_release_a_hold(tmp_path):
    sides = '  - sides: ["{side} arm up.", hold: 10s]\n  - Arms down.\n'
    assert styled(tmp_path, SAFE + "steps:\n" + sides) == []
    breaths = "  - {hold: 5s, say: Be still.}\n  - {breathe: 2, calls: {inhale: Up}}\n  - Done.\n"
    assert styled(tmp_path, SAFE + "steps:\n" + breaths) == []
    rounds = "  - Be still.\n  - rounds: 3\n    steps: [hold: 20s, rest: 10s]\n  - Done.\n"
    assert styled(tmp_path, SAFE + "steps:\n" + rounds) == []


def test_a_routine_without_a_safety_opening_is_found(tmp_path):
    assert styled(tmp_path, "title: T\nsteps: [Hello.]\n") == [
        "1: expected a safety opening, found none"
    ]
    quiet = "title: T\nsafety: [Take it easy.]\nsteps: [Hello.]\n"
    assert styled(tmp_path, quiet) == [
        "2: expected the safety opening to tell when to stop, found nothing of it"
    ]


def test_a_hold_that_ends_without_a_count_is_found(tmp_path):
    text = SAFE + "steps:\n  - Lift.\n  - {hold: 20s, countdown: 0}\n  - Lower.\n"
    (found,) = styled(tmp_path, text)
    assert found.startswith("5: expected a warning before the change")
    assert styled(tmp_path, text.replace("20s", "5s")) == []
    assert styled(tmp_path, text.replace(", countdown: 0", "")) == []


def test_a_long_silence_before_a_move_is_found(tmp_path):
    text = SAFE + "steps: [move: standing, silence: 30s, move: supine, Rest here.]\n"
    (found,) = styled(tmp_path, text)
    assert "expected a warning before the move" in found
    warned = text.replace("silence: 30s,", "silence: 30s, In a moment we lie down.,")
    assert styled(tmp_path, warned) == []


def test_a_rest_full_of_speech_is_found(tmp_path):
    words = "Shake your arms and your legs and let your breath become slow again now"
    text = (
        SAFE + f"steps:\n  - Go.\n  - rest: 8s\n    say: {words}.\n    preview: false\n  - Done.\n"
    )
    (found,) = styled(tmp_path, text)
    assert re.match(r"5: expected at most 70 percent of these 8 s to be speech, found \d+", found)
    assert styled(tmp_path, text.replace("8s", "30s")) == []


def test_the_same_words_twice_in_a_row_are_found(tmp_path):
    text = (
        SAFE
        + "steps:\n  - Begin.\n  - hold: 45s\n    halfway: false\n    cues: [Breathe.]\n  - End.\n"
    )
    found = styled(tmp_path, text)
    assert found
    assert all("found 'Breathe.' again" in one and one.startswith("7: ") for one in found)
    assert styled(tmp_path, text.replace("[Breathe.]", "[Breathe., Be still., Let go.]")) == []


def test_one_place_is_one_finding_with_its_count(tmp_path):
    text = SAFE + "steps: [Jog., {hold: 10m, cues: [Jog.], every: 20s}, Done.]\n"
    (found,) = styled(tmp_path, text)
    assert re.fullmatch(
        r"3: expected other words .* found 'Jog.' again, at 0:\d\d \(\d\d times\)", found
    )


def test_the_command_word_of_a_round_may_be_the_same_in_each(tmp_path):
    text = SAFE + "steps: [Now., {rounds: 9, steps: [Squeeze., silence: 5s]}, Done.]\n"
    assert styled(tmp_path, text) == []
    twice = text.replace("[Squeeze., silence: 5s]", "[Squeeze., silence: 5s, Squeeze.]")
    (found,) = {one.partition(", at ")[0] for one in styled(tmp_path, twice)}
    assert found.endswith("found 'Squeeze.' again")


def test_what_nobody_named_and_counts_that_lead_to_talk_are_found(tmp_path):
    late = "{rest: 10s, countdown: 3}, {say: Stand., pause: 4s}"
    text = f"steps: [{{hold: 30s}}, {late}, {{hold: 30s}}, Done.]\n"
    found = styled(tmp_path, SAFE + text)
    assert [one.partition(", found")[0] for one in found] == [
        "3: expected words before this work",
        "3: expected work behind the count of this rest",
    ]


def test_a_key_word_may_come_as_often_as_it_is_due(tmp_path):
    text = (
        SAFE
        + "steps:\n  - Begin.\n  - {reps: 6, into: 3s, out: 3s, calls: {out: Lower}}\n  - End.\n"
    )
    assert styled(tmp_path, text) == []


def test_a_card_that_holds_needs_a_release(tmp_path):
    card = (
        "name: Reach\nposition: standing\nwork: hold\ndose: {hold: 10s}\n"
        "steps: Reach up.\nsources: Our own\n"
    )
    (found,) = styled(tmp_path, card)
    assert found.startswith("1: expected words after this hold, found none")
    assert styled(tmp_path, card + "release: Lower your arms.\n") == []


def test_a_card_that_holds_in_repetitions_needs_a_release_or_a_key_word(tmp_path):
    card = (
        "name: Reach\nposition: standing\nwork: reps\ndose: {reps: 5, hold: 3s}\n"
        "steps: Reach up.\nsources: Our own\n"
    )
    assert styled(tmp_path, card) == ["1: expected a release of what is held, found none"]
    assert styled(tmp_path, card + "release: Lower your arms.\n") == []
    assert styled(tmp_path, card + "calls: {out: Lower}\n") == []
    assert styled(tmp_path, card.replace(", hold: 3s", "")) == []


def test_findings_of_every_kind_come_at_once_in_the_order_of_lines(tmp_path):
    text = (
        "title: T\nsafety: [Stop if it hurts!]\nsteps:\n"
        "  - Bend your knees and lift your arms.\n  - hold: 10s\n"
    )
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    ran = run_coach("check", "--style", str(path))
    assert (ran.code, ran.out) == (1, "")
    places = re.findall(r"mine\.yaml:(\d+):(\d+): ", ran.err)
    assert places == [("2", "10"), ("4", "5"), ("5", "5")]
    assert ran.err.count("  hint: ") == 3


def test_without_style_it_is_a_good_script(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("title: T\nsteps: [Bend and lift.]\n", encoding="utf-8")
    assert run_coach("check", str(path)).out == f"{path}: a good routine\n"
    assert run_coach("check", "--style", str(path)).code == 1
    path.write_text(SAFE + "steps: [Lift one arm.]\n", encoding="utf-8")
    told = f"{path}: a good routine, and easy to follow by ear\n"
    assert run_coach("check", "--style", str(path)).out == told


def test_what_cannot_be_performed_is_told_first(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("titel: T\nsteps: [Bend and lift.]\n", encoding="utf-8")
    ran = run_coach("check", "--style", str(path))
    assert ran.code == 1
    assert "unknown key 'titel'" in ran.err
    assert "one action" not in ran.err


def test_the_last_one_is_announced_on_each_side(tmp_path):
    text = (
        SAFE + "steps:\n  - Begin.\n  - {reps: 4, into: 3s, out: 3s, alternate: true}\n  - End.\n"
    )
    assert styled(tmp_path, text) == []


@pytest.mark.content
@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_shipped_script_is_easy_to_follow_by_ear(path):
    assert [str(problem) for problem in find_style_problems(path)] == []


def sessions(script: Script, wishes: SessionRequest, every: int) -> Iterator[PreparedSession]:
    """Lay out the usual session, the shortest, the longest, and each a round length between."""
    with open_studio("tone") as studio:
        planner = make_planner(script.routine, script.cards, wishes, studio)
        yield prepare_from_planner(planner, studio, None)
        possible = planner.length_range
        for length in range(-(-possible.shortest // every) * every, possible.longest, every):
            if planner.routine.exercises and planner.choose_session(length):
                yield prepare_from_planner(planner, studio, length)


@pytest.mark.slow
@pytest.mark.parametrize("talk", [TalkLevel.FULL, TalkLevel.SHORT])
@pytest.mark.parametrize("seed", [0, 1, 738_000])
@pytest.mark.parametrize("name", routine_names())
def test_every_length_of_every_routine_on_any_day_is_easy_to_follow(name, seed, talk):
    script = read_any(shipped_folder() / "scripts" / "routines" / f"{name}.yaml")
    for easy in (False, True):
        wishes = SessionRequest("tone", seed=seed, talk=talk, easy=easy)
        for prepared in sessions(script, wishes, 300_000):
            found = find_session_problems(prepared, unroll(prepared.session))
            assert [str(problem) for problem in found] == []
