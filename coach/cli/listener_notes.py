"""The notes that coach keeps of its listener from one session to the next."""

from coach.system.notes import Notes
from coach.system.paths import state_folder


def open_notes() -> Notes:
    """Return the notes in the user's state folder; nothing is read or made yet."""
    return Notes(state_folder())
