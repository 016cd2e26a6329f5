"""The notes that coach keeps of its listener from one session to the next."""

from coach.listener.likes import Likes, Liking, load_likes, write_liking
from coach.system.notes import Notes
from coach.system.paths import state_folder


def open_notes() -> Notes:
    """Return the notes in the user's state folder; nothing is read or made yet."""
    return Notes(state_folder())


def load_own_likes() -> Likes:
    """Return what the user wants of exercises: never again, more often, less often."""
    return load_likes(open_notes())


def keep_liking(exercise: str, liking: Liking) -> None:
    """Keep what the user wants of an exercise; raises MachineError where that cannot be."""
    write_liking(open_notes(), exercise, liking)
