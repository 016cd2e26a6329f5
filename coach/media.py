"""CueSheet -> Media: a take for every source, spoken now or long ago, all in one format.

The sound of takes that are kept on disk is read back when the mix comes to them, so that a
session of hours takes no more memory than one of minutes.
"""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path

from coach.audio import Pcm, read_wav
from coach.conform import PROCESSING, check_take, conform_sound, conform_voice
from coach.errors import MachineError, Problem, ScriptError
from coach.source import WORDS_PER_MINUTE, Sound, Source, Utterance
from coach.spoken import spell_out
from coach.take import Sounding, Take
from coach.takes import TakeFolder, take_key
from coach.timeline import Extent
from coach.voices import Voice

AHEAD = 6
"""Clips spoken ahead of the one that is being conformed."""

Progress = Callable[[int, int], None]
FindSound = Callable[[str], Path | None]


class Media(Mapping[Source, Sounding]):
    """Takes by their source; `lengths` is what layout needs to know of them."""

    def __init__(self, folder: TakeFolder) -> None:
        self.folder = folder
        self.lengths: dict[Source, Extent] = {}
        self._takes: dict[Source, Sounding] = {}

    def add(self, source: Source, take: Sounding) -> None:
        """Take in a take."""
        self.lengths[source] = take.extent
        self._takes[source] = take

    def __getitem__(self, source: Source) -> Sounding:
        return self._takes[source]

    def __iter__(self) -> Iterator[Source]:
        return iter(self._takes)

    def __len__(self) -> int:
        return len(self._takes)


def collect(
    sources: Iterable[Source],
    media: Media,
    voice: Voice,
    find_sound: FindSound,
    lexicon: Mapping[str, str],
    progress: Progress = lambda _done, _all: None,
) -> None:
    """Add a take for every source that `media` lacks: from its folder, or made and put there.

    Raises MachineError where the voice fails, ScriptError where a sound is missing or broken.
    """
    folder = media.folder
    missing: list[tuple[Utterance, str, str]] = []
    for source in dict.fromkeys(sources):
        if source in media:
            continue
        if isinstance(source, Sound):
            _add_sound(media, source, folder, find_sound)
            continue
        text = spell_out(source.text, lexicon)
        key = take_key(PROCESSING, voice.identity, WORDS_PER_MINUTE[source.pace], text)
        if kept := folder.load(key):
            media.add(source, kept)
        else:
            missing.append((source, text, key))
    for done, (source, text, key, raw) in enumerate(_spoken(missing, voice)):
        take = _conformed(raw, text, voice)
        media.add(source, folder.store(key, take))
        progress(done + 1, len(missing))


def _spoken(
    missing: list[tuple[Utterance, str, str]], voice: Voice
) -> Iterator[tuple[Utterance, str, str, Pcm]]:
    """Speak in a thread of its own, a few ahead, while the one before is conformed."""
    waiting: list[tuple[Utterance, str, str, Future[Pcm]]] = []
    with _quick_turns(), ThreadPoolExecutor(1) as speaker:
        for source, text, key in missing:
            pace = WORDS_PER_MINUTE[source.pace]
            waiting.append((source, text, key, speaker.submit(voice.speak, text, pace)))
            if len(waiting) > AHEAD:
                source, text, key, spoken = waiting.pop(0)
                yield source, text, key, spoken.result()
        for source, text, key, spoken in waiting:
            yield source, text, key, spoken.result()


@contextmanager
def _quick_turns() -> Iterator[None]:
    """Let threads take turns often: an engine calls back several times an utterance.

    With Python's 5 ms a session takes 1.6 times as long to speak on two cores.
    """
    before = sys.getswitchinterval()
    sys.setswitchinterval(0.0002)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


def _conformed(raw: Pcm, text: str, voice: Voice) -> Take:
    try:
        check_take(raw, max(1, len(text.split())))
        return conform_voice(raw)
    except ValueError as error:
        shown = text if len(text) <= 60 else text[:57] + "..."
        message = f"the voice {voice.identity} spoke {shown!r} badly: {error}"
        raise MachineError(Problem(message, hint="try another voice: --voice tone")) from error


def _add_sound(media: Media, sound: Sound, folder: TakeFolder, find_sound: FindSound) -> None:
    path = find_sound(sound.name)
    if path is None:
        message = f"no sound is called {sound.name!r}"
        raise ScriptError(Problem(message, hint="a sound is a WAV file in audio_cues/"))
    try:
        key = take_key(PROCESSING, "sound", blake2b(path.read_bytes()).hexdigest())
        take: Sounding | None = folder.load(key)
        take = take or folder.store(key, conform_sound(read_wav(path)))
    except (OSError, ValueError) as error:
        message = f"{path}: expected a WAV file with sound in it: {error}"
        raise ScriptError(Problem(message)) from error
    media.add(sound, take)
