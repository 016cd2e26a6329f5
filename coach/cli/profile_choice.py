"""Who coach is used for, where several use it: `coach --for anna`, or COACH_PROFILE."""

import os

from coach.cli.messages import print_note
from coach.errors import Problem, UsageError
from coach.system.paths import shared_state_folder, state_folder
from coach.system.profiles import PROFILE_VARIABLE, find_profile, list_profiles

SHOWN_BY = (None, "play", "today", "done", "undo", "history")
"""The commands that say who they are for: those that write down what somebody has done."""


def choose_profile(name: str | None, command: str | None) -> None:
    """Use the folders of a name from now on, and show it; raises UsageError where it is none."""
    if name is not None:
        if not name.strip():
            raise UsageError(Problem("--for: expected a name, found nothing", hint="--for anna"))
        os.environ[PROFILE_VARIABLE] = name
    shown = find_profile()
    if shown is None or command not in SHOWN_BY:
        return
    if state_folder().is_dir():
        print_note(f"for {shown}")
        return
    others = list_profiles(shared_state_folder())
    known = f"; there are: {', '.join(others)}" if others else ""
    print_note(f"for {shown}, of whom nothing is kept yet{known}")
