"""The coach's own words, one file a language: what it says between the words of a script."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from zlib import crc32

from coach.script.positions import MOVES, OWN_MOVES_WITHOUT_KNEELING, Position
from coach.script.reader import FieldConflictError
from coach.script.records import Field, ListOf, MappingOf, Record
from coach.script.scalars import Line
from coach.script.step_fields import SPOKEN_TEXT

PHRASE_KEYS = {
    "next": "before an exercise: its name",
    "first": "before the first exercise: its name",
    "name": "before named work: its name",
    "name_side": "the name of work that is done on one side only",
    "starting_side": "which side begins",
    "one_side": "which side it is, where only one is done",
    "change_sides": "between the sides: which side is next",
    "left": "the word for the left side",
    "right": "the word for the right side",
    "next_set": "before a further set",
    "next_round": "before a further round of the same work",
    "fitted": "behind as many rounds as fit: how many it were",
    "halfway": "when half of a hold is over",
    "last_one": "before the last repetition",
    "last_each_side": "the same, where the sides take turns",
    "rest": "as a rest begins",
    "preview": "in a rest: what comes next",
    "inhale": "as a breath in begins",
    "exhale": "as a breath out begins",
    "keep": "as the breath is held",
    "last_breath": "before the last breath",
    "ready": "when the coach waits",
    "easy": "said once, when an exercise is made smaller",
    "well_done": "now and then after work, where there is room",
    "time": "the time that is done, and to go, in long work",
    "notice": "how much of a hold or a rest is left",
}
LIVE_PHRASE_KEYS = {
    "here": "after a break: the exercise one is in",
    "here_side": "after a break: the exercise and the side one is in",
    "seconds_left": "after a break: what is left of a hold or rest",
    "minutes_left": "the same, of a long one",
    "reps_left": "after a break: how many repetitions or breaths are to come",
    "time_back": "when an open hold was ended: how long it lasted",
    "more_time": "when time was added to a hold",
    "seconds_later": "when that moves the end of a session whose length was asked for",
    "minutes_later": "the same, by minutes",
    "on_time": "when time was added, and taken from what may be shorter",
    "keys": "what the keys do",
}
"""Keys of words for what happens only in a live session."""
OPTIONAL_PHRASES = frozenset(
    {
        "well_done",
        "time",
        "notice",
        "last_each_side",
        "name",
        "name_side",
        "next_round",
        "time_back",
        "fitted",
    }
)
"""Keys of words that a file may leave out."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """The coach's own words by their keys, and its lines for a move from one position to another.

    `rise` is said where a session ends on the back, and `rise_without_kneeling` where that is on a
    bed. A key of `words` may have alternatives: the
    first is the default, and a `seed` other than 0 chooses among them.
    """

    words: Mapping[str, tuple[Line, ...]]
    moves: Mapping[tuple[Position, Position], tuple[Line, ...]]
    rise: tuple[Line, ...]
    moves_without_kneeling: Mapping[tuple[Position, Position], tuple[Line, ...]]
    rise_without_kneeling: tuple[Line, ...]
    live: Mapping[str, Line]
    seed: int = 0

    def __getitem__(self, key: str) -> Line:
        return self.words[key][0]

    def choose_line(self, key: str, about: str) -> Line:
        """Return the alternative to say about something; the first where `seed` is 0.

        It depends on nothing but the key and `about`, so that the length of a block does not
        depend on its place in the session.
        """
        lines = self.words[key]
        return lines[crc32(f"{key} {about}".encode()) % len(lines)] if self.seed else lines[0]

    def override(self, words: Mapping[str, tuple[Line, ...]]) -> "Phrases":
        """Return the same phrases with some words replaced."""
        return replace(self, words={**self.words, **words}) if words else self


def _make_phrases(
    words: dict[str, tuple[Line, ...]],
    moves: dict[str, tuple[Line, ...]],
    rise: tuple[Line, ...],
    moves_without_kneeling: dict[str, tuple[Line, ...]],
    rise_without_kneeling: tuple[Line, ...],
    live: dict[str, Line],
) -> Phrases:
    named = {_move_key(*pair): pair for pair in MOVES}
    others = {_move_key(*pair): pair for pair in OWN_MOVES_WITHOUT_KNEELING}
    _check_complete("words", "word", set(PHRASE_KEYS) - OPTIONAL_PHRASES - set(words))
    _check_complete("live", "word", set(LIVE_PHRASE_KEYS) - OPTIONAL_PHRASES - set(live))
    _check_complete("moves", "move", set(named) - set(moves))
    missing = set(others) - set(moves_without_kneeling)
    _check_complete("moves_without_kneeling", "such move", missing)
    return Phrases(
        words,
        {named[key]: lines for key, lines in moves.items()},
        rise,
        {others[key]: lines for key, lines in moves_without_kneeling.items()},
        rise_without_kneeling,
        live,
    )


def _check_complete(field: str, noun: str, missing: set[str]) -> None:
    """Raise FieldConflictError where keys of a field are missing."""
    if missing:
        message = f"expected every {noun}, missing: {', '.join(sorted(missing))}"
        raise FieldConflictError(message, field)


def _move_key(start: Position, end: Position) -> str:
    return f"{start} to {end}"


PHRASES = Record(
    _make_phrases,
    {
        "words": Field(
            MappingOf(ListOf(SPOKEN_TEXT, least=1), tuple(PHRASE_KEYS)),
            "words by their keys; of several one",
        ),
        "live": Field(
            MappingOf(SPOKEN_TEXT, tuple(LIVE_PHRASE_KEYS)),
            "words for what happens only in a live session",
        ),
        "moves": Field(
            MappingOf(ListOf(SPOKEN_TEXT, least=1), tuple(_move_key(*pair) for pair in MOVES)),
            "how to get from one position to another, the place to go in the first line",
        ),
        "rise": Field(
            ListOf(SPOKEN_TEXT, least=1), "how to get up after a session that ends on the back"
        ),
        "moves_without_kneeling": Field(
            MappingOf(
                ListOf(SPOKEN_TEXT, least=1),
                tuple(_move_key(*pair) for pair in OWN_MOVES_WITHOUT_KNEELING),
            ),
            "how to get there for someone who does not kneel, where that is another way",
        ),
        "rise_without_kneeling": Field(
            ListOf(SPOKEN_TEXT, least=1), "how to get up in the end for someone who does not kneel"
        ),
    },
    "phrases",
    has_where=False,
)
