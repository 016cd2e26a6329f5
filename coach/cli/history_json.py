"""What `coach history` shows, as JSON; what was answered about pain is not among it."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from coach.training.history_summary import HistorySummary, find_broken_off
from coach.training.weeks import WeekRow, find_length

if TYPE_CHECKING:
    from coach.timeline.dose import Dose
    from coach.training.dose_increases import DoseIncrease
    from coach.training.log_records import SessionRecord

DURATIONS = ("hold", "time", "pause", "rest")
"""Fields of a dose that are in ms."""


def make_history_json(summary: HistorySummary) -> dict[str, Any]:
    """Return a summary of a log as plain values; dates as `2026-11-29`."""
    good = summary.good_weeks
    return {
        "today": summary.today.isoformat(),
        "goal": summary.goal,
        "paused": summary.is_paused,
        "weeks": [_make_week_json(week) for week in summary.weeks],
        "good_weeks": {"reached": good.reached, "total": good.total} if good else None,
        "exercises": [{"name": one.exercise, "times": one.times} for one in summary.counts],
        "grew": [_make_increase_json(increase) for increase in summary.increases],
        "last": _make_session_json(summary.last) if summary.last else None,
    }


def _make_week_json(week: WeekRow) -> dict[str, Any]:
    return {
        "monday": week.monday.isoformat(),
        "days": [day.isoformat() for day in week.days],
        "marks": [str(mark) for mark in week.marks],
        "length_ms": week.time,
    }


def _make_increase_json(increase: "DoseIncrease") -> dict[str, Any]:
    return {
        "name": increase.exercise,
        "since": increase.since.isoformat(),
        "before": _make_dose_json(increase.before),
        "after": _make_dose_json(increase.after),
    }


def _make_dose_json(dose: "Dose") -> dict[str, int]:
    return {f"{key}_ms" if key in DURATIONS else key: value for key, value in asdict(dose).items()}


def _make_session_json(session: "SessionRecord") -> dict[str, Any]:
    found = find_broken_off(session)
    return {
        "day": session.day.isoformat(),
        "began": session.start.isoformat(),
        "routine": session.routine,
        "length_ms": find_length(session),
        "end": str(session.end),
        "broken_off": found.exercise if found else None,
    }
