"""What coach offers to a program, all of it as `coach.NAME`, too: the rest may move.

Nothing here reads the user's config, or their log unless told to, or asks a question: a program
gets what it says. Mistakes are raised as `CoachError`, whose `problems` have a message, a place and
a hint each.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coach.errors import Problem, ScriptError, UsageError

if TYPE_CHECKING:
    from datetime import date

    from coach.catalog import CatalogEntry
    from coach.exports.metadata import Metadata
    from coach.live.playback import Playback
    from coach.live.status import Status
    from coach.pipeline import PreparedSession
    from coach.script.routine import Routine
    from coach.script.talk_level import TalkLevel

Progress = Callable[[int, int], None]
"""Called with what is done, and all there is to do."""


def prepare(
    routine: "str | Path | Routine",
    *,
    minutes: float | None = None,
    talk: str = "full",
    slow: bool = False,
    easy: bool = False,
    limits: Iterable[str] = (),
    without: Iterable[str] = (),
    only: Iterable[str] = (),
    include: Iterable[str] = (),
    seed: int = 0,
    skip_intro: bool = False,
    bed: str | Path | None = None,
    voice: str | None = None,
    as_of: "date | str | None" = None,
    progress: Progress | None = None,
) -> "PreparedSession":
    """Plan a session, have it spoken, and lay it out in time.

    Args:
        routine: The name of a routine, the path of its file, or one that `parse` has returned.
        minutes: How long it is to last; met to the second. None for its usual length.
        talk: How much is said: "full", "short" or "bell".
        slow: More time to move from one position to the next.
        easy: Lower doses and easier variants.
        limits: What to mind, such as "no-kneeling" or "knee".
        without: Exercises to leave out, by the names of their cards.
        only: The positions or goals to keep to.
        include: Exercises that are done only where they are asked for.
        seed: Which of several wordings are used; 0 is as written, the same number the same words.
        skip_intro: Leave out the introduction.
        bed: A background under the voice, by name or file; None for the routine's own, "" for none.
        voice: Who speaks, as ENGINE or ENGINE:VOICE; None for this machine's default.
        as_of: The day, a date or "2026-11-29", for which this user's own log says what comes in
            turn, and how much of it; None for none of it.
        progress: Told how many lines are spoken of how many; lines are spoken only once ever.

    Returns:
        The session: its `length` in ms, its `timeline` with all clips, its `script()` as text.

    Raises:
        ScriptError: The routine, or a card that it names, is wrong; with every problem.
        UsageError: There is no such routine, limit or voice, or it cannot last that long.
        MachineError: This machine has no such voice, or the voice fails.

    Examples:
        >>> session = prepare("box-breathing", minutes=3, voice="tone")
        >>> session.length
        180000
    """
    from coach.pipeline import prepare_session
    from coach.plan.request import Filters, SessionRequest
    from coach.speech.studio import ignore_progress
    from coach.training.own_history import learn_from_log
    from coach.training.session_day import read_day

    request = SessionRequest(
        voice,
        None if minutes is None else _length_of(minutes),
        _talk_level(talk),
        slow,
        easy,
        Filters(tuple(without), tuple(only), tuple(limits), tuple(include)),
        seed,
        skip_intro,
        bed,
        as_of=None if as_of is None else read_day(as_of).isoformat(),
    )
    return prepare_session(routine, request, progress or ignore_progress, learn_from_log)


def export(
    session: "PreparedSession",
    path: str | Path,
    *,
    captions: bool = False,
    chapters: bool = False,
    timeline: bool = False,
    metadata: "Metadata | None" = None,
    progress: Progress | None = None,
) -> tuple[Path, ...]:
    """Write a session to a file, with its tags, chapters and cover; what is there is replaced.

    Args:
        session: What `prepare` has returned.
        path: The file; its suffix tells the format: .wav, .mp3, .m4a, .m4b, .flac, .opus, .ogg,
            that of a plug-in, .html for a page that plays, or .svg and .png for a picture.
        captions: Also write what is spoken beside it, as .vtt, .srt and .lrc.
        chapters: Also write the chapters beside it, as JSON and as text.
        timeline: Also write the timeline beside it, as JSON, labels and a CUE sheet.
        metadata: Tags, chapters and cover in place of the session's own.
        progress: Told how many ms are written of how many.

    Returns:
        The paths of all files, the session's own first. Each is written whole or not at all.

    Raises:
        UsageError: Nothing writes such a suffix.
        MachineError: The file cannot be written, or the format's library is missing.

    Examples:
        >>> export(prepare("box-breathing", minutes=3, voice="tone"), "box.wav")  # doctest: +SKIP
        (PosixPath('box.wav'),)
    """
    from coach.exports.build_date import build_year
    from coach.exports.cover import load_cover
    from coach.exports.page.page_suffix import is_page
    from coach.exports.page.page_writer import write_page
    from coach.exports.picture.drawing import is_picture, write_picture
    from coach.exports.session_metadata import session_metadata
    from coach.exports.sidecars.sidecar_input import make_sidecar_input
    from coach.exports.writer import export_session, write_sidecars
    from coach.speech.studio import ignore_progress

    path = Path(path)
    metadata = metadata or session_metadata(session, build_year(), load_cover())
    if is_picture(path):
        write_picture(session, metadata, path)
    else:
        write = write_page if is_page(path) else export_session
        write(session, path, progress or ignore_progress, metadata)
    wanted = {"captions": captions, "chapters": chapters, "timeline": timeline}
    kinds = [kind for kind, is_wanted in wanted.items() if is_wanted]
    return path, *write_sidecars(kinds, path, make_sidecar_input(session, metadata, path.name))


def play(
    session: "PreparedSession",
    *,
    player: str | None = None,
    on_status: "Callable[[Status], None] | None" = None,
) -> "Playback":
    """Play a session aloud in a thread of its own; returns as soon as the device is open.

    Args:
        session: What `prepare` has returned.
        player: What plays it, such as "miniaudio"; None for this machine's default.
        on_status: Called in that thread some ten times a second with what is heard.

    Returns:
        The playback: `send("pause")` commands it, `status` shows it, `wait()` waits for its end.

    Raises:
        UsageError: There is no such player.
        MachineError: This machine has no sound device.

    Examples:
        >>> playback = play(prepare("box-breathing", minutes=3, voice="tone"), player="recorder")
        >>> playback.wait()
        True
    """
    from coach.live.playback import Playback

    return Playback(session, player, on_status)


def check(
    path: str | Path, *, style: bool = False, voice: str | None = None
) -> tuple[Problem, ...]:
    """Check a script of any kind: a routine, an exercise card, a talk.

    Args:
        path: The file.
        style: Also look for what a listener would stumble on.
        voice: Who will speak it, as for `prepare`; the tone voice takes its place where this
            machine lacks it.

    Returns:
        Every problem that keeps it from being performed, and those of style; none if it is good.

    Raises:
        UsageError: There is no such file or voice.
        MachineError: The voice fails at a line.

    Examples:
        >>> check("no-such-file.yaml")
        Traceback (most recent call last):
        coach.errors.UsageError: no-such-file.yaml: no such file
    """
    from coach.checks.script_check import check_file, choose_voice

    path = Path(path)
    speaker = choose_voice(voice).spec
    try:
        check_file(path, voice=speaker)
    except ScriptError as error:
        return tuple(error.problems)
    if not style:
        return ()
    from coach.checks.style.style_check import find_style_problems

    return tuple(find_style_problems(path, voice=speaker))


def parse(script: str | Mapping[str, Any]) -> "Routine":
    """Read a routine from YAML text, or from Python data of the same shape.

    Args:
        script: The text, or a mapping of strings, numbers, lists and mappings.

    Returns:
        The routine, which `prepare` takes. Exercises that it names are looked for by `prepare`.

    Raises:
        ScriptError: It is wrong; with every problem and its place in the text.
        TypeError: It is data that no YAML can be made of.

    Examples:
        >>> parse({"title": "Rest", "steps": ["Lie down.", {"hold": "30s"}]}).title
        'Rest'
    """
    from coach.script.reader import read_script
    from coach.script.routine import ROUTINE

    # JSON is YAML, too.
    text = script if isinstance(script, str) else json.dumps(script, ensure_ascii=False, indent=1)
    routine: Routine = read_script(text, ROUTINE, "<routine>")
    return routine


def routines(
    *, voice: str | None = None, progress: Progress | None = None
) -> "tuple[CatalogEntry, ...]":
    """List the routines there are, the user's own and the shipped ones, with their lengths.

    Args:
        voice: The voice that the lengths are for; None for this machine's default.
        progress: Told how many routines are measured of how many; that is done only once.

    Returns:
        An entry for each, with its shortest, usual and longest length in ms. One that is wrong
        has its first problem instead.

    Raises:
        UsageError: There is no such voice.
        MachineError: This machine has no such voice.

    Examples:
        >>> "lower-back" in {entry.name for entry in routines(voice="tone")}
        True
    """
    from coach.catalog import list_catalog
    from coach.plan.request import SessionRequest
    from coach.speech.studio import ignore_progress

    return list_catalog(SessionRequest(voice), progress or ignore_progress)


def _length_of(minutes: float) -> int:
    """Return minutes as whole milliseconds; raises UsageError for what is no length."""
    if not 0 < minutes <= 24 * 60:
        raise UsageError(Problem(f"expected minutes from 0 to 1440, found {minutes!r}"))
    return round(minutes * 60_000)


def _talk_level(word: str) -> "TalkLevel":
    """Return a talk level by its word; raises UsageError for a word that is none."""
    from coach.script.talk_level import TalkLevel

    try:
        return TalkLevel(word)
    except ValueError:
        hint = f"there are: {', '.join(TalkLevel)}"
        raise UsageError(Problem(f"no talk level is called {word!r}", hint=hint)) from None
