"""Make the table of lengths: `python scripts/lengths/make.py [FILE]` speaks all shipped lines.

With `--missing` only those are spoken that are not in it yet, and what nobody says any more stays.

Every routine is prepared with each amount of talk, known by parts and by heart, slower and
gentler, with each limit, on so many days that every alternative wording has come, and at each
whole minute on a few of them. All that had to be measured for that goes into `natural.txt`: a line
each, its key, its length and its beat in ms (`coach.speech.length_table`). It takes some minutes.
What is not in the table is spoken when it is needed, so a line too few costs a moment, never a
session.
"""

import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from itertools import product
from pathlib import Path

from coach.errors import UsageError
from coach.pipeline import (
    compile_session,
    load_routine_with_cards,
    make_planner,
    prepare_from_planner,
)
from coach.plan.progression import ExerciseProgress, Progression
from coach.plan.request import Filters, SessionRequest
from coach.plan.short_sessions import SessionPlanner
from coach.script.limits import PROFILES
from coach.script.talk_level import TalkLevel
from coach.speech.length_table import LengthTable, format_table, load_table, make_length_table
from coach.speech.media import Media
from coach.speech.spoken_sheet import speak_sheet
from coach.speech.studio import Studio
from coach.speech.take_cache import TakeCache
from coach.speech.voices.natural import NaturalVoice
from coach.system.paths import routine_names
from coach.timeline.clips import Extent
from coach.timeline.familiarity import Familiarity, Stage

DAYS = 41
"""The longest list of alternatives, the facts, has come round once by then."""
MANNER_DAYS = 13
"""The same for the words of phrases and cards."""
MINUTE = 60_000
DETAIL_TURNS = 5
"""The details of an exercise that is known by parts have come round once by then."""
LENGTH_DAYS = 3
"""Days on which each whole minute is prepared: their lines tell how long it lasts."""


def list_requests() -> Iterator[SessionRequest]:
    """Yield what is asked for, without a length."""
    for talk in (TalkLevel.FULL, TalkLevel.SHORT, TalkLevel.BELL):
        yield from (SessionRequest(talk=talk, seed=seed) for seed in range(DAYS))
        yield from (SessionRequest(talk=talk, filters=Filters(limits=(one,))) for one in PROFILES)
        for seed in range(MANNER_DAYS):
            yield SessionRequest(talk=talk, seed=seed, slow=True)
            yield SessionRequest(talk=talk, seed=seed, easy=True)
            yield SessionRequest(talk=talk, seed=seed, skip_intro=True)
    for seed in range(MANNER_DAYS):
        for limit in PROFILES:
            yield SessionRequest(seed=seed, filters=Filters(limits=(limit,)))


def list_known_requests(names: Iterable[str]) -> Iterator[SessionRequest]:
    """Yield what is asked for by who knows the exercises of some names, each at every stage."""
    for talk, turn in product((TalkLevel.FULL, TalkLevel.SHORT), range(DETAIL_TURNS)):
        for stage in Stage:
            progress = ExerciseProgress(familiarity=Familiarity(stage, turn))
            known = Progression(dict.fromkeys(names, progress), talk=talk, safety_is_known=True)
            yield SessionRequest(talk=TalkLevel.AUTO, progression=known)


def measure_routine(
    name: str, voice: NaturalVoice, cache: TakeCache, known: LengthTable
) -> LengthTable:
    """Return the lengths of all that a routine may say; what is `known` is not spoken."""
    routine, cards = load_routine_with_cards(name)
    studio = Studio(voice, Media(cache, known))
    for request in (*list_requests(), *list_known_requests(cards)):
        try:
            planner = make_planner(routine, cards, request, studio)
        except UsageError:  # nothing is left of it with that limit
            continue
        if request == SessionRequest(talk=request.talk, seed=request.seed % LENGTH_DAYS):
            if known:
                _list_lengths(planner, studio)
            else:
                _prepare_lengths(planner, studio)
    return make_length_table(studio.media.lengths, voice, routine.lexicon)


def _prepare_lengths(planner: SessionPlanner, studio: Studio) -> None:
    """Prepare the shortest session, the longest, and each whole minute between them."""
    shortest, longest = planner.length_range.shortest, planner.length_range.longest
    for length in (shortest, *range(-(-shortest // MINUTE) * MINUTE, longest, MINUTE), longest):
        with suppress(UsageError):  # a gap between its sessions
            prepare_from_planner(planner, studio, length)


def _list_lengths(planner: SessionPlanner, studio: Studio) -> None:
    """Do the same without speaking what is measured already."""
    shortest, longest = planner.length_range.shortest, planner.length_range.longest
    for length in (shortest, *range(-(-shortest // MINUTE) * MINUTE, longest, MINUTE), longest):
        if chosen := planner.choose_session(length):
            speak_sheet(compile_session(chosen[0]), chosen[0], studio, length, is_planned=True)


def main() -> None:
    """Write the table."""
    files = [each for each in sys.argv[1:] if each != "--missing"]
    path = Path(files[0]) if files else Path(__file__).with_name("natural.txt")
    known = load_table(path) if "--missing" in sys.argv else {}
    table: dict[str, Extent] = dict(known)
    with tempfile.TemporaryDirectory() as folder, closing(NaturalVoice()) as voice:
        for name in routine_names():
            table |= measure_routine(name, voice, TakeCache(Path(folder)), known)
            sys.stderr.write(f"{name}: {len(table)} lines by now\n")
    path.write_text(format_table(table), encoding="ascii")


if __name__ == "__main__":
    main()
