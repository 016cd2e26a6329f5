"""What check calls good can be planned, exported and played with the same voice; and only that."""

from pathlib import Path

import pytest

from coach.checks.script_check import check_file, choose_voice
from coach.errors import CoachError, MachineError, Problem, UsageError
from coach.pipeline import prepare_in_studio, prepare_session
from coach.plan.request import SessionRequest
from coach.speech.studio import open_studio
from coach.system.paths import routine_names, shipped_folder, user_folder
from tests.commanding import run_coach

SCRIPTS = {
    "telephone": 'title: T\nclosing: ["Ring the clinic: 01632 960 123."]\nsteps: [hold: 20s]\n',
    "helpline": "title: T\nsteps: [Ring 116 117 at night., Walk 10 000 steps a day.]\n",
    "foreign": "title: T\nsteps: [ゆっくり息を吐いて。]\n",
    "fast": "title: T\nsteps: [{reps: 24, into: 500ms, out: 500ms}]\n",
    "half-seconds": "title: T\nsteps: [{breathe: 3, inhale: 5.5s, exhale: 5.5s}]\n",
    "long-breaths": "title: T\nsteps: [{breathe: 2, inhale: 20s, exhale: 25s}]\n",
    "countdown": "title: T\nsteps: [{hold: 90s, countdown: 30}]\n",
    "narrow": "title: T\nphrases: {exhale: [Out, Let it all go now, Sigh it all away now]}\n"
    "steps: [{breathe: 1, inhale: 2s, exhale: 1s, aloud: words}]\n",
    "usual": "title: T\nlength: 1m\nsteps: [Lie down., {hold: 20s}]\n",
    "bed": "title: T\nbed: noise\nsteps: [Lie down.]\n",
    "no-bed": "title: T\nbed: nosuch\nsteps: [Lie down.]\n",
    "overrun": "title: T\nsteps: [{breathe: 3, inhale: 600ms, hold: 600ms, exhale: 600ms}]\n",
}


def find_fault(action, *given) -> str:
    """Return the problems that an action raises, "" where it raises none."""
    try:
        action(*given)
    except CoachError as error:
        return "\n".join(map(str, error.problems))
    return ""


@pytest.mark.parametrize("voice", ["tone", "espeak", "espeak:en-us"])
@pytest.mark.parametrize("name", SCRIPTS)
def test_check_finds_what_plan_finds(tmp_path, name, voice):
    path = tmp_path / f"{name}.yaml"
    path.write_text(SCRIPTS[name], encoding="utf-8")
    checked = find_fault(lambda: check_file(path, voice=voice))
    planned = [find_fault(prepare_session, path, SessionRequest(voice, seed=n)) for n in range(4)]
    # What is wrong as it is written is told alone; what is wrong on other days all at once.
    days = planned[:1] if planned[0] else planned
    assert set(checked.splitlines()) == {line for day in days for line in day.splitlines()}


@pytest.mark.parametrize("name", ["telephone", "helpline", "half-seconds", "foreign"])
def test_what_is_good_is_exported_and_played_without_a_tone(tmp_path, name):
    path = tmp_path / f"{name}.yaml"
    path.write_text(SCRIPTS[name], encoding="utf-8")
    out = tmp_path / "made.wav"
    assert run_coach("check", "--voice", "espeak", str(path)).code == 0
    assert run_coach("export", "--voice", "espeak", str(path), "-o", str(out)).code == 0
    assert out.is_file()
    with open_studio("espeak", lenient=True) as studio:
        assert prepare_in_studio(studio, path, SessionRequest("espeak")).notices == ()


@pytest.mark.parametrize("name", routine_names())
def test_what_is_shipped_is_good_and_can_be_planned(name):
    path = shipped_folder() / "scripts" / "routines" / f"{name}.yaml"
    assert find_fault(check_file, path) == ""
    assert find_fault(prepare_session, name, SessionRequest("tone")) == ""


def test_check_lays_out_with_the_voice_that_will_speak_and_says_which(tmp_path, own_folders):
    path = tmp_path / "mine.yaml"
    path.write_text(SCRIPTS["helpline"], encoding="utf-8")
    assert run_coach("check", str(path)).err.startswith("note: laid out with the voice espeak-ng ")
    told = "note: laid out with the voice tone 1 low\n"
    assert run_coach("check", "--voice", "tone:low", str(path)).err == told
    (own_folders / "config").mkdir(exist_ok=True)
    (own_folders / "config" / "config.yaml").write_text("voice: tone:low\n")
    assert run_coach("check", str(path)).err == told
    wrong = run_coach("check", "--voice", "nobody", str(path))
    assert (wrong.code, wrong.out) == (2, "")


def test_without_a_voice_the_tone_stands_in(tmp_path, monkeypatch):
    def refuse(*_names):
        raise MachineError(Problem("espeak-ng is not installed"))

    monkeypatch.setattr("coach.speech.voices.espeak.EspeakVoice.__init__", refuse)
    path = tmp_path / "mine.yaml"
    path.write_text(SCRIPTS["helpline"], encoding="utf-8")
    ran = run_coach("check", "--voice", "espeak", str(path))
    assert (ran.code, ran.out) == (0, f"{path}: a good routine\n")
    assert ran.err == "note: laid out with the tone voice: espeak-ng is not installed\n"


def test_words_that_only_another_day_says_are_laid_out_as_well(tmp_path):
    path = tmp_path / "days.yaml"
    path.write_text(
        "title: T\nphrases: {exhale: [Out, Out, Out, Sigh it all out and let everything go]}\n"
        "steps: [{breathe: 2, inhale: 2s, exhale: 1s, aloud: words}]\n"
    )
    assert find_fault(prepare_session, path, SessionRequest("tone")) == ""
    assert "Sigh it all out" in find_fault(check_file, path)


def test_all_that_does_not_fit_on_any_day_is_told_at_once(tmp_path):
    path = tmp_path / "narrow.yaml"
    path.write_text(SCRIPTS["narrow"], encoding="utf-8")
    assert find_fault(prepare_session, path, SessionRequest("tone")) == ""
    found = find_fault(check_file, path)
    assert "'Let it all go now' lasts" in found
    assert "'Sigh it all away now' lasts" in found


def repeat(step: str) -> str:
    return f"title: T\nsections: [{{title: Work, steps: [{step}, Go.]}}]\n"


LONG = "Sigh it all away and let everything go"
DAYS = {
    "pick": "title: T\nsteps: [{say: [Hi., Ho., Hm.], pick: 1}]\n",
    "pick-silent": 'title: T\nsteps: [{say: [Hi., "..."], pick: 1}]\n',
    "pick-in-rounds": 'title: T\nsteps: [rounds: 2, steps: [{say: [Hi., "!"], pick: 1}]]\n',
    "cue-silent": 'title: T\nsteps: [{hold: 40s, cues: [Breathe., "..."]}]\n',
    "own-words": f"title: T\nphrases: {{exhale: [Out, {LONG}]}}\n"
    "steps: [{breathe: 1, inhale: 2s, exhale: 1s, aloud: words}]\n",
    "own-words-2": f"title: T\nphrases: {{inhale: [In, {LONG}]}}\n"
    "steps: [{breathe: 1, inhale: 1s, exhale: 2s, aloud: words}]\n",
    **{f"rest-{n}": repeat(f"{{rest: {n}s}}") for n in (2, 3, 4, 5, 6, 8)},
}


@pytest.mark.parametrize("name", DAYS)
def test_what_is_good_is_good_on_every_day(tmp_path, name):
    path = tmp_path / f"{name}.yaml"
    path.write_text(DAYS[name], encoding="utf-8")
    days = [find_fault(prepare_session, path, SessionRequest("tone", seed=n)) for n in range(12)]
    assert bool(find_fault(check_file, path)) == any(days)


def write_card(more: str) -> Path:
    path = user_folder() / "exercises" / "lean.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        "name: Lean\nposition: standing\nwork: reps\ndose: {reps: [2, 4, 6]}\n"
        f"tempo: {{into: 2s, out: 2s}}\nsteps: Lean over.\nsources: custom\n{more}\n"
    )
    return path


@pytest.mark.parametrize(
    "more",
    [
        'purpose: [It helps., "..."]',
        'cues: [Easily., "..."]',
        'easier: [{name: Less, say: "..."}]',
        'limits: {modify: {knee: "..."}}',
    ],
)
def test_a_card_is_good_whichever_of_its_lines_is_said(more):
    card = write_card(more)
    assert "expected words to speak, found '...'" in find_fault(check_file, card)
    assert find_fault(check_file, write_card("purpose: [It helps., It eases.]")) == ""


def set_config(own_folders, text: str) -> None:
    (own_folders / "config").mkdir(exist_ok=True)
    (own_folders / "config" / "config.yaml").write_text(f"voice: tone\n{text}\n")


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ("without: lean", "without lean"),
        ("limits: knee\ntalk: short", "talk short; limits knee"),
        ("limits: shoulder", ""),
        ("talk: bell\nslow: true\neasy: true", ""),
    ],
)
def test_what_is_good_can_be_planned_with_the_users_own_settings(
    tmp_path, own_folders, settings, words
):
    write_card("limits: {skip: [knee]}")
    path = tmp_path / "mine.yaml"
    path.write_text("title: T\nsections: [{title: W, exercises: [lean]}]\n")
    assert run_coach("check", "-v", "tone", str(path)).code == 0
    set_config(own_folders, settings)
    for command in (["check"], ["check", "--style"], ["plan"]):
        ran = run_coach(*command, str(path))
        told = f"error: with your settings ({words}): nothing of T is left"
        assert (ran.code == 2) == bool(words)
        assert command == ["plan"] or (told in ran.err) == bool(words)


def test_a_length_of_the_user_is_no_matter_of_a_script(tmp_path, own_folders):
    path = tmp_path / "mine.yaml"
    path.write_text("title: T\nsteps: [Lie down.]\n")
    set_config(own_folders, "length: 30m")
    assert run_coach("check", str(path)).code == 0


def test_a_card_is_no_worse_for_a_limit_that_leaves_it_out(own_folders):
    card = shipped_folder() / "scripts" / "exercises" / "bridge.yaml"
    set_config(own_folders, "without: bridge")
    assert run_coach("check", str(card)).code == 0


def test_a_voice_of_an_unknown_name_is_told():
    with pytest.raises(UsageError):
        choose_voice("nobody")


def test_what_is_not_performed_is_not_laid_out():
    path = shipped_folder() / "scripts" / "phrases" / "en.yaml"
    assert run_coach("check", str(path)).err == ""
