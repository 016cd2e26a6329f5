"""What was heard is known, until it says something else."""

from coach.heard import note_heard, was_heard
from coach.library import load_routine
from coach.memory import Memory

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
    memory = Memory(tmp_path / "state")
    assert not was_heard(memory, routine(tmp_path))
    note_heard(memory, routine(tmp_path))
    assert was_heard(memory, routine(tmp_path))
    # Where it stands in the file, and what comes later, does not matter.
    assert was_heard(memory, routine(tmp_path, "description: x\n" + TEXT + "closing: [Bye.]\n"))


def test_new_words_of_safety_are_to_be_heard_again(tmp_path):
    memory = Memory(tmp_path / "state")
    note_heard(memory, routine(tmp_path))
    assert not was_heard(memory, routine(tmp_path, TEXT.replace("if it hurts", "at sharp pain")))
    assert not was_heard(memory, routine(tmp_path, TEXT.replace("Welcome.", "Hello.")))
