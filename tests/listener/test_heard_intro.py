"""What was heard is known, until it says something else."""

from coach.cli.resume import track_heard_intro
from coach.listener.heard_intro import has_heard_intro, mark_intro_heard
from coach.pipeline import prepare_session
from coach.plan.request import SessionRequest
from coach.script.library import load_routine
from coach.system.notes import Notes

TEXT = """title: T
opening: [Welcome.]
safety: [Stop if it hurts.]
steps: [Lie down.]
"""


def routine(tmp_path, text=TEXT):
    path = tmp_path / "mine.yaml"
    path.write_text(text)
    return load_routine(path)


def test_what_was_heard_is_known(tmp_path):
    memory = Notes(tmp_path / "state")
    assert not has_heard_intro(memory, routine(tmp_path))
    mark_intro_heard(memory, routine(tmp_path))
    assert has_heard_intro(memory, routine(tmp_path))
    # Where it stands in the file, and what comes later, does not matter.
    assert has_heard_intro(
        memory, routine(tmp_path, "description: x\n" + TEXT + "closing: [Bye.]\n")
    )


def test_new_words_of_safety_are_to_be_heard_again(tmp_path):
    memory = Notes(tmp_path / "state")
    mark_intro_heard(memory, routine(tmp_path))
    assert not has_heard_intro(
        memory, routine(tmp_path, TEXT.replace("if it hurts", "at sharp pain"))
    )
    assert not has_heard_intro(memory, routine(tmp_path, TEXT.replace("Welcome.", "Hello.")))


def test_a_session_that_was_heard_past_its_safety_words_is_known(own_folders, tmp_path):
    path = str(tmp_path / "mine.yaml")
    known = routine(tmp_path)
    prepared = prepare_session(path, SessionRequest("tone"))
    kept = []
    told = track_heard_intro(path, prepared, kept.append)
    memory = Notes(own_folders / "state")
    told(1_000)
    assert not has_heard_intro(memory, known)
    told(prepared.timeline.length - 1)
    assert has_heard_intro(memory, known)
    assert kept == [1_000, prepared.timeline.length - 1]


def test_a_folder_that_cannot_be_written_does_not_break_a_session(own_folders, tmp_path):
    (own_folders / "state").write_text("in the way")
    routine(tmp_path)
    prepared = prepare_session(str(tmp_path / "mine.yaml"), SessionRequest("tone"))
    track_heard_intro(str(tmp_path / "mine.yaml"), prepared, lambda _at: None)(None)
