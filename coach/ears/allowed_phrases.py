"""What may be said while a session does this or that. Pure.

While the coach speaks nothing may: the microphone would hear it louder than anybody else. Where its
echo is cancelled, what does no harm may. Somebody with headphones may say anything at any time.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from coach.ears.hearing import (
    LEAST,
    MARGIN,
    NEVER,
    NOTHING,
    Expected,
    Hearing,
    spell_bare,
    spell_called,
)
from coach.live.commands import Command, Verb
from coach.live.settings import EarSettings
from coach.live.status import Phase, Status

Words = Mapping[str, tuple[str, ...]]
"""The words by their keys, as a set of phrases has them in `heard`."""

ANSWER_LEAST, ANSWER_MARGIN = -10.0, 1.5
"""What an answer needs, of which few are possible."""
READY_LEAST = -6.0
"""What "I'm ready" needs, which people say in talk, too."""
COMMANDS: Mapping[str, Command] = {
    "pause": Command(Verb.PAUSE, is_spoken=True),
    "wait": Command(Verb.MOMENT, is_spoken=True),
    "again": Command(Verb.REPEAT, is_spoken=True),
    "next": Command(Verb.NEXT, is_spoken=True),
    "stop": Command(Verb.STOP, is_spoken=True),
    "louder": Command(Verb.LOUDER, is_spoken=True),
    "quieter": Command(Verb.SOFTER, is_spoken=True),
    "longer": Command(Verb.MORE, is_spoken=True),
    "slower": Command(Verb.SLOWER, is_spoken=True),
    "faster": Command(Verb.FASTER, is_spoken=True),
    "easier": Command(Verb.EASIER, is_spoken=True),
    "how_long": Command(Verb.REMAINING, is_spoken=True),
    "go_back": Command(Verb.PREVIOUS, is_spoken=True),
    "go_on": Command(Verb.GO, is_spoken=True),
    "ready": Command(Verb.GO, is_spoken=True),
    "yes": Command(Verb.STOP, is_spoken=True),
    "no": Command(Verb.RESUME, is_spoken=True),
    **{str(number): Command(Verb.ANSWER, number, is_spoken=True) for number in range(11)},
}
"""What each key asks of a session."""
NUMBERS = tuple(str(number) for number in range(11))
CORRECTING = ("no", *NUMBERS)
"""What may be said once a number was: that it is wrong, or which one it is."""
ALWAYS = ("again", "next", "stop", "louder", "quieter", "how_long", "go_back")
PLAYING = ("pause", "wait", "longer", "slower", "faster", "easier", *ALWAYS)
PAUSED = ("go_on", *ALWAYS)
HARMLESS = frozenset({"pause", "wait", "stop", "louder", "quieter"})
"""What may be said while the coach speaks: it stands still, or is not what it seemed at once."""
BESIDE_LEAST, BESIDE_MARGIN = LEAST, MARGIN
"""What a command needs that is said while the coach speaks: of each person the usual."""


def choose_hearing(
    status: Status,
    words: Words,
    settings: EarSettings,
    *,
    is_quiet: bool,
    cancels_echo: bool = False,
) -> Hearing:
    """Return what may be said now; `is_quiet` where the coach says nothing, and will not yet.

    An ear that `cancels_echo` hears others while the coach speaks.
    """
    (call,) = words["call"]
    least = LEAST if settings.least is None else settings.least
    if status.listens:
        named = (*PLAYING, "go_on")
        bare = _list_bare(words, (*named, "ready"), least)
        expected = [*_list_called(words, named, least), *bare]
        if status.asks:
            answers = CORRECTING if status.has_number else NUMBERS
            expected += _list_bare(words, answers, ANSWER_LEAST)
        return Hearing(tuple(expected), call=call, tells_unclear=True, holds=settings.listens)
    if not settings.listens:
        return NOTHING
    if is_quiet or settings.headphones:
        return _choose_for_state(status, words, call, least)
    if cancels_echo and status.phase is Phase.PLAYING and not (status.asks or status.asks_stop):
        return _choose_beside_speech(words, call)
    return Hearing(holds=True)


def _choose_beside_speech(words: Words, call: str) -> Hearing:
    """Return what may be said beside the coach; the rest is known, lest it be taken for that."""
    expected = tuple(
        replace(one, least=BESIDE_LEAST if one.key in HARMLESS else NEVER)
        for one in _list_called(words, (*PLAYING, "go_on"), LEAST)
    )
    return Hearing(expected, BESIDE_MARGIN, call, holds=True, is_beside_speech=True)


def _choose_for_state(status: Status, words: Words, call: str, least: float) -> Hearing:
    if status.asks_stop:
        return Hearing(
            (*_list_bare(words, ("yes", "no"), ANSWER_LEAST),), ANSWER_MARGIN, holds=True
        )
    if status.asks:
        answers = CORRECTING if status.has_number else NUMBERS
        return Hearing((*_list_bare(words, answers, ANSWER_LEAST),), ANSWER_MARGIN, holds=True)
    if status.phase is Phase.PAUSED:
        expected = (
            *_list_called(words, PAUSED, least),
            *_list_bare(words, ("ready",), READY_LEAST),
        )
    elif status.phase is Phase.WAITING:
        keys = ("go_on", *PLAYING)
        expected = (*_list_called(words, keys, least), *_list_bare(words, ("ready",), READY_LEAST))
    elif status.phase is Phase.PLAYING:
        expected = tuple(_list_called(words, PLAYING, least))
    else:
        expected = ()
    return Hearing(expected, call=call, holds=True)


def _list_called(words: Words, keys: tuple[str, ...], least: float) -> Iterator[Expected]:
    (call,) = words["call"]
    for key in keys:
        for word in words[key]:
            yield Expected(key, spell_called(call, word), called=True, least=least)


def _list_bare(words: Words, keys: tuple[str, ...], least: float) -> Iterator[Expected]:
    for key in keys:
        for word in words[key]:
            yield Expected(key, spell_bare(word), least=least)
