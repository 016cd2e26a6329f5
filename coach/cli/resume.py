"""Resuming: a session that was broken off is offered when it is played again."""

import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from coach.cli.messages import print_note
from coach.cli.terminal import ask_yes_no, is_terminal
from coach.errors import CoachError

if TYPE_CHECKING:
    from coach.listener.defaults import Config
    from coach.live.engine import SavePlace
    from coach.live.saved_place import PlaceSaver, SavedPlace
    from coach.live.settings import Settings
    from coach.pipeline import PreparedSession
    from coach.plan.request import SessionRequest


def find_unfinished(
    name: str, resume: bool | None, request: "SessionRequest"
) -> "SavedPlace | None":
    """Return the place to resume a session at; None to begin it anew.

    `resume` is what an option says; where it is None the user is asked, at a terminal, but not
    where the `request` or the back asks for an easier one. Raises UsageError where --continue is
    given and this session was not broken off.
    """
    from coach.cli.listener_notes import open_notes
    from coach.errors import Problem, UsageError
    from coach.live.saved_place import load_saved_place

    last = load_saved_place(open_notes())
    if last is None or last.name != name:
        if resume:
            hint = f"coach play {last.name} --continue" if last else None
            raise UsageError(Problem(f"no session of {name} was broken off", hint=hint))
        return None
    if resume is None:
        resume = not _is_too_hard(last, request) and _confirm_continue(last)
    return last if resume else None


def _is_too_hard(last: "SavedPlace", request: "SessionRequest") -> bool:
    """Return whether a session that was broken off is harder than what is asked for now.

    It is, too, where the back was said to be sorer since.
    """
    from coach.cli.question_before import FLARE_LIMIT, find_before
    from coach.training.back_answers import Brake, judge_pain

    before = find_before(last.name)
    brake = Brake.NONE if before.pain is None else judge_pain(before.pain, before.usual)
    if brake is Brake.FLARE and FLARE_LIMIT not in last.request.filters.limits:
        return True
    return (request.easy or brake is not Brake.NONE) and not last.request.easy


def _confirm_continue(last: "SavedPlace") -> bool:
    from coach.units import format_clock

    if not is_terminal(sys.stdin, sys.stdout):
        return False
    remaining = format_clock(last.remaining_ms // 1000 * 1000)
    return ask_yes_no(f"Continue {last.title}, {remaining} left?", default=True)


def make_keeper(
    name: str, prepared: "PreparedSession", request: "SessionRequest", id_: str
) -> "PlaceSaver":
    """Return what saves the place of a session while it plays, with the id of its record."""
    from coach.cli.listener_notes import open_notes
    from coach.live.saved_place import PlaceSaver, SavedPlace

    length = prepared.timeline.length
    place = SavedPlace(name, prepared.session.title, 0, length, request, id_)
    return PlaceSaver(open_notes(), place)


def print_resume_hint(keep: "PlaceSaver") -> None:
    """Print where a session has stopped and how to resume it, if it can be.

    On standard error, as notices are: standard output holds only what was asked for.
    """
    from coach.units import format_clock

    last = keep.resumable_place
    if last is None:
        return
    where = f"stopped at {format_clock(last.at)} of {format_clock(last.length)}"
    with suppress(OSError, ValueError):  # The terminal may have gone, and that ended it.
        print_note(f"{where}; go on with: coach play {_quote_name(last.name)} --continue")


def _quote_name(name: str) -> str:
    """Return a name quoted for a shell: a path may have spaces."""
    import shlex

    if sys.platform == "win32":
        return f'"{name}"' if " " in name else name
    return shlex.quote(name)


def track_heard_intro(name: str, prepared: "PreparedSession", keep: "SavePlace") -> "SavePlace":
    """Return `keep`, extended to remember the introduction once all of it was heard."""
    from coach.cli.listener_notes import open_notes
    from coach.listener.heard_intro import mark_intro_heard
    from coach.script.library import find_routine

    ends = [clip.end for clip in prepared.timeline.clips if clip.kind == "safety"]
    if not ends:
        return keep
    routine, notes = find_routine(name), open_notes()

    def keep_place(at: int | None) -> None:
        nonlocal ends
        if ends and (at is None or at >= ends[-1]):
            ends = []
            # That it cannot be remembered is no reason to break off a session.
            with suppress(CoachError):
                mark_intro_heard(notes, routine)
        keep(at)

    return keep_place


def merge_settings(
    config: "Config",
    request: "SessionRequest",
    wait: bool | None,
    keep_time: bool | None,
    pause_on_move: bool | None,
    start: int,
    ears: bool | None = None,
) -> "Settings":
    """Return the settings of a live session: options, and the user's defaults where there is none.

    `start` is the position to begin at, in ms. Raises MachineError where an option asks for ears,
    and what they need is not here.
    """
    from coach.cli.ear_opening import merge_ear_settings
    from coach.live.settings import Settings

    return Settings(
        start,
        config.wait if wait is None else wait,
        request.length is not None,
        config.keep_time if keep_time is None else keep_time,
        pause_on_move=config.pause_on_move if pause_on_move is None else pause_on_move,
        ear=merge_ear_settings(config, ears),
    )
