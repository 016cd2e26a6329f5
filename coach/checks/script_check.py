"""Script check: finds in a file what would keep it from being performed, without a sound card.

What can be performed is laid out as it stands, and where it has exercises, at its shortest and its
longest as well: with the voice that will speak it, since another takes other times. Without one, it
is the tone voice, whose lengths are the same everywhere. Then its words of other days are, and
the session that its user's own settings ask for.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from coach.checks.cue_turns import CueTurns
from coach.checks.named_scripts import find_silent_lines, load_whole_routine
from coach.checks.other_days import ignore_timeline, lay_out_other_days
from coach.checks.style_rules import STYLE, Style
from coach.checks.unnamed_work import find_work_notes
from coach.checks.unsaid_lines import find_unsaid_lines
from coach.errors import CoachError, MachineError, Problem, ScriptError, sort_problems
from coach.figures.figure_drawing import find_card_problems
from coach.listener.screening import SCREENING, Screening
from coach.pipeline import PreparedSession, check_bed, make_planner, prepare_from_planner
from coach.plan.bell_request import check_bell
from coach.plan.request import DEFAULT_REQUEST, Filters, SessionRequest
from coach.plan.target_length import find_target_length
from coach.script.document import load_text, read_yaml, top_keys
from coach.script.exercise import Exercise
from coach.script.language_field import DEFAULT_LANGUAGE, PATTERN
from coach.script.lesson import Lesson
from coach.script.library import find_exercises, is_card, load_exercise, load_lesson, make_talk
from coach.script.phrases import PHRASES, Phrases
from coach.script.reader import load_file
from coach.script.routine import Routine, Section
from coach.script.steps import Perform
from coach.speech.studio import Progress, Studio, ignore_progress, open_studio
from coach.speech.voices import find_voice_name, open_voice
from coach.system.paths import check_is_file
from coach.timeline.clips import Timeline

TONE = "tone"


@dataclass(frozen=True, slots=True)
class Script:
    """A file that was read: what it is, what stands in it, and what can be performed of it.

    `display_path` is the path as problems name it. What cannot be a session has no `routine`.
    """

    kind: str
    value: Routine | Exercise | Lesson | Phrases | Screening | Style
    display_path: str
    routine: Routine | None = None
    cards: Mapping[str, Exercise] = field(default_factory=dict)

    @property
    def language(self) -> str:
        """The language of its words; a file of which each language has one is named by it."""
        value = self.value
        if isinstance(value, Routine | Exercise | Lesson):
            return value.language
        stem = Path(self.display_path).stem
        return stem if re.match(PATTERN, stem) else DEFAULT_LANGUAGE


@dataclass(frozen=True, slots=True)
class CheckVoice:
    """The voice that scripts are laid out with: how to open it, and what to tell of it.

    Without a `spec` it is the default voice of the language of each script.
    """

    spec: str | None
    notice: str


def choose_voice(spec: str | None) -> CheckVoice:
    """Return the voice that will speak, or the tone voice where it cannot even be opened.

    Raises UsageError for an unknown name.
    """
    try:
        with closing(open_voice(spec)) as voice:
            notice = f"laid out with the voice {find_voice_name(voice)}"
            return CheckVoice(spec, notice)
    except MachineError as error:
        reason = error.problems[0].message
        return CheckVoice(TONE, f"laid out with the tone voice: {reason}")


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A good file: what kind of script it is, and what is doubtful in it.

    Doubtful are lines that nobody will hear, work that nobody names, and counts that lead to talk.
    """

    kind: str
    notes: tuple[Problem, ...] = ()


def check_file(
    path: Path,
    progress: Progress = ignore_progress,
    voice: str | None = TONE,
    own: SessionRequest = DEFAULT_REQUEST,
) -> CheckedFile:
    """Return what was found in a good file. Raises CoachError with all that is wrong with it.

    `own` is what its user always asks for.
    """
    script = load_script(path)
    check_figures(script)
    notes: dict[Problem, None] = {}
    turns = CueTurns(script.routine if script.kind == "routine" else None)
    for prepared in prepare_sessions(script, progress, voice, own, turns.hear):
        turns.hear(prepared.timeline)
        notes |= dict.fromkeys(find_unsaid_lines(prepared))
        notes |= dict.fromkeys(find_work_notes(prepared.session))
    kept = [note for note in notes if not turns.is_heard(note.where)]
    kept += turns.find_unheard(frozenset(note.where for note in kept))
    return CheckedFile(script.kind, sort_problems(kept))


def load_script(path: Path) -> Script:
    """Return the script in a file of any kind. Raises CoachError with all that is wrong with it."""
    shown = str(path)
    check_is_file(path)
    keys = top_keys(read_yaml(load_text(path, shown), shown))
    if {"words", "moves"} <= keys:
        return Script("set of phrases", load_file(path, PHRASES, shown), shown)
    if {"notice", "questions"} <= keys:
        return Script("screening", load_file(path, SCREENING, shown), shown)
    if {"actions", "promises"} <= keys:
        return Script("table of style", load_file(path, STYLE, shown), shown)
    if is_card(keys):
        card = load_exercise(path, shown)
        alone = Section(card.name, (Perform(card.slug, where=card.where),))
        routine = Routine(card.name, (alone,), language=card.language)
        others = find_exercises(
            {line.text: line.where for line in card.instead}, language=card.language
        )
        return Script("exercise card", card, shown, routine, {**others, card.slug: card})
    if "lines" in keys:
        lesson = load_lesson(path, shown)
        return Script("talk", lesson, shown, make_talk(lesson))
    routine, cards = load_whole_routine(path, shown)
    return Script("routine", routine, shown, routine, cards)


def prepare_sessions(
    script: Script,
    progress: Progress = ignore_progress,
    voice: str | None = TONE,
    own: SessionRequest = DEFAULT_REQUEST,
    hear: Callable[[Timeline], None] = ignore_timeline,
) -> Iterator[PreparedSession]:
    """Yield the usual session of a script, and where it has exercises the shortest and longest.

    All that is done only where it was asked for is in them; a routine with such exercises is made
    without them, too. After these come, unyielded, the words of other days, each of which is given
    to `hear`, and the session that `own` asks for. Raises CoachError for a session that cannot be
    laid out.
    """
    check_words((script.value, *script.cards.values()))
    if script.routine is None:
        return
    check_bed(script.routine)
    exercises = (perform.exercise for perform in script.routine.exercises)
    optional = tuple(name for name in exercises if script.cards[name].opt_in)
    everything = Filters(opted=optional)
    language = script.routine.language
    with open_studio(voice, progress, language=language) as studio:
        yield from _prepare_lengths(script, script.routine, everything, studio)
        if optional and script.kind == "routine":
            yield from _prepare_lengths(script, script.routine, Filters(), studio)
        lay_out_other_days(script.routine, script.cards, everything, studio, hear)
        prepare_own_session(script, script.routine, own, studio)


def check_words(values: Iterable[object]) -> None:
    """Raise ScriptError for every line of scripts, said or not today, that has no word to speak."""
    if silent := find_silent_lines(values):
        raise ScriptError(silent)


def check_figures(script: Script) -> None:
    """Raise ScriptError for the drawings of a file's own cards that no body can do."""
    routine = script.routine
    cards = [script.value] if isinstance(script.value, Exercise) else []
    cards += routine.cards.values() if routine else ()
    if found := [problem for card in cards for problem in find_card_problems(card)]:
        raise ScriptError(found)


def prepare_own_session(
    script: Script, routine: Routine, own: SessionRequest, studio: Studio
) -> None:
    """Prepare the session that its user gets, where other than the default is asked for.

    A length is not minded: a script need not have it. What is left out or put in is a matter of
    routines. Raises CoachError, which names what is asked for, where there is no such session.
    """
    filters = own.filters if script.kind == "routine" else DEFAULT_REQUEST.filters
    request = SessionRequest(talk=own.talk, slow=own.slow, easy=own.easy, filters=filters)
    asked = _format_request(request)
    if not asked:
        return
    try:
        check_bell(routine, request.talk)
        planner = make_planner(routine, script.cards, request, studio)
        prepare_from_planner(planner, studio, find_target_length(planner, request))
    except CoachError as error:
        raise type(error)(
            [
                replace(each, message=f"with your settings ({asked}): {each.message}")
                for each in error.problems
            ]
        ) from error


def _format_request(request: SessionRequest) -> str:
    """Return in words what is other than the default; "" for nothing."""
    filters = request.filters
    named = (("limits", filters.limits), ("without", filters.without), ("with", filters.opted))
    words = [f"talk {request.talk}"] if request.talk is not DEFAULT_REQUEST.talk else []
    words += [key for key in ("slow", "easy") if getattr(request, key)]
    words += [f"{key} {', '.join(names)}" for key, names in named if names]
    return "; ".join(words)


def _prepare_lengths(
    script: Script, routine: Routine, filters: Filters, studio: Studio
) -> Iterator[PreparedSession]:
    """Yield the usual session, and the shortest and the longest, or what `coach plan` makes."""
    request = SessionRequest(filters=filters)
    planner = make_planner(routine, script.cards, request, studio)
    yield prepare_from_planner(planner, studio, None, routine.bed or None)
    if planner.routine.exercises:
        lengths = planner.length_range.shortest, planner.length_range.longest
        for length in lengths:
            yield prepare_from_planner(planner, studio, length)
    elif target := find_target_length(planner, request):
        yield prepare_from_planner(planner, studio, target)
