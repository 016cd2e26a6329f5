"""What this listener has done, as it is shown today."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coach.training.history_summary import HistorySummary


def load_summary(weeks: int) -> "HistorySummary":
    """Return what is shown of this listener's log today; damaged lines are reported once."""
    from datetime import datetime

    from coach.cli.listener_notes import open_notes
    from coach.cli.log_reading import load_log
    from coach.listener.config_loader import load_config
    from coach.training.history_summary import summarize_history
    from coach.training.pauses import read_pauses
    from coach.training.session_day import find_day

    now = datetime.now().astimezone()
    goal = load_config().weekly_goal
    return summarize_history(load_log(now), find_day(now), goal, read_pauses(open_notes()), weeks)
