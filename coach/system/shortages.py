"""Shortages: what a machine lacks, as the errors in which Python tells it become ours.

None of them is a fault of coach, wherever in it they come up.
"""

import errno
import os
import sys
from collections.abc import Iterator

from coach.errors import CoachError, MachineError, Problem, UsageError

MAX_NAME_LENGTH = 60
"""Characters of a file's name that a message shows."""
MEMORY_HINT = "close other programs, or raise the limit that is set (ulimit -v)"
CLOCK_HINT = "set the clock of this machine"
NO_MEMORY_WORDS = ("failed to map segment", "cannot allocate memory", "can't start new thread")
"""How the loader of libraries, and that of threads, say that there is no memory."""


def find_shortage(error: BaseException) -> CoachError | None:
    """Return what the machine lacks as an error for the user; None for a fault of coach."""
    if shortage := find_memory_shortage(error):
        return shortage
    if isinstance(error, (OverflowError, ValueError)) and "timestamp" in str(error):
        # Python counts nanoseconds in 64 bits: from the year 2262 on there is no time at all.
        return MachineError(Problem("the clock shows no date that can be used", hint=CLOCK_HINT))
    if isinstance(error, RuntimeError) and "home directory" in str(error):
        from coach.system.paths import NO_HOME, NO_HOME_HINT

        return MachineError(Problem(NO_HOME, hint=NO_HOME_HINT))
    if not isinstance(error, OSError):
        return None
    name, reason = _shorten_name(error.filename), error.strerror or str(error)
    if error.errno == errno.ENAMETOOLONG:
        return UsageError(Problem(f"{name}: no file can be called so: {reason}"))
    return MachineError(Problem(f"{name}: {reason}" if name else reason))


def find_memory_shortage(error: BaseException) -> MachineError | None:
    """Return the error of too little memory, where that is what is behind `error`."""
    if not any(map(_is_out_of_memory, _list_causes(error))):
        return None
    return MachineError(Problem("there is not enough memory for this", hint=MEMORY_HINT))


def limit_threads() -> None:
    """Let numpy start no threads where memory has a limit: each of them takes room for a stack.

    It starts them when it is imported, and ends the program, with Ctrl-C's signal or worse, where
    it cannot.
    """
    if sys.platform == "win32":
        return
    import resource

    if resource.getrlimit(resource.RLIMIT_AS)[0] != resource.RLIM_INFINITY:
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def _list_causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _is_out_of_memory(error: BaseException) -> bool:
    if isinstance(error, MemoryError) or getattr(error, "errno", None) == errno.ENOMEM:
        return True
    told = str(error).lower()
    return isinstance(error, (ImportError, OSError, RuntimeError)) and any(
        words in told for words in NO_MEMORY_WORDS
    )


def _shorten_name(name: object) -> str:
    """Return a path as a message shows it; "" for none."""
    text = "" if name is None else os.fsdecode(name) if isinstance(name, bytes) else str(name)
    return text if len(text) <= MAX_NAME_LENGTH else f"{text[:MAX_NAME_LENGTH]}..."
