"""What this listener has done, as it is shown today."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coach.history.history_summary import HistorySummary


def load_summary(weeks: int) -> "HistorySummary":
    """Return what is shown of this listener's log today; what is left out of it gets a note."""
    from datetime import datetime

    from coach.cli.listener_notes import open_notes
    from coach.cli.messages import print_note
    from coach.history.history_summary import summarize_history
    from coach.history.log_file import read_log
    from coach.history.pauses import read_pauses
    from coach.history.session_day import find_day
    from coach.listener.config_loader import load_config
    from coach.system.paths import state_folder

    now = datetime.now().astimezone()
    log = read_log(state_folder(), now)
    if log.damaged:
        lines = "one line" if log.damaged == 1 else f"{log.damaged} lines"
        print_note(f"{lines} of the log cannot be read, and {_be(log.damaged)} left out here")
    if log.future:
        sessions = "one session" if log.future == 1 else f"{log.future} sessions"
        print_note(f"{sessions} in the log {_be(log.future)} dated later than now, and left out")
    goal = load_config().weekly_goal
    return summarize_history(log, find_day(now), goal, read_pauses(open_notes()), weeks)


def _be(number: int) -> str:
    return "is" if number == 1 else "are"
