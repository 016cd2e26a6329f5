"""CueSheet -> Media: a take for every source, spoken now or long ago, all in one format.

Only what is needed next is held: takes that are kept on disk are read back when the mix comes
to them, so that a session of hours takes no more memory than one of minutes.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from hashlib import blake2b
from pathlib import Path

from coach.audio import Pcm, read_wav
from coach.conform import PROCESSING, Take, check_take, conform_sound, conform_voice
from coach.errors import MachineError, Problem, ScriptError
from coach.source import WORDS_PER_MINUTE, Sound, Source, Utterance
from coach.spoken import spell_out
from coach.takes import TakeFolder, take_key
from coach.timeline import Extent
from coach.voices import Voice

HELD_BYTES = 16_000_000
AHEAD = 6
"""Clips spoken ahead of the one that is being conformed."""

Progress = Callable[[int, int], None]
FindSound = Callable[[str], Path | None]


class Media(Mapping[Source, Take]):
    """Takes by their source. `lengths` is at hand for all; the sound is read when asked for."""

    def __init__(self, folder: TakeFolder) -> None:
        self.lengths: dict[Source, Extent] = {}
        self.folder = folder
        self._keys: dict[Source, str] = {}
        self._kept: dict[Source, Take] = {}
        self._held: OrderedDict[Source, Take] = OrderedDict()
        self._bytes = 0

    def add(self, source: Source, key: str, take: Take, *, stored: bool) -> None:
        """Take in a take; one that is not on disk is held for good."""
        self.lengths[source] = take.extent
        self._keys[source] = key
        if stored:
            self._hold(source, take)
        else:
            self._kept[source] = take

    def __getitem__(self, source: Source) -> Take:
        if source in self._kept:
            return self._kept[source]
        if source in self._held:
            self._held.move_to_end(source)
            return self._held[source]
        take = self.folder.load(self._keys[source])
        if take is None or take.extent != self.lengths[source]:
            message = f"{self.folder.folder}: a take was damaged or removed while in use"
            raise MachineError(Problem(message, hint="run the same command again"))
        self._hold(source, take)
        return take

    def __contains__(self, source: object) -> bool:
        return source in self.lengths

    def __iter__(self) -> Iterator[Source]:
        return iter(self.lengths)

    def __len__(self) -> int:
        return len(self.lengths)

    def _hold(self, source: Source, take: Take) -> None:
        self._held[source] = take
        self._bytes += take.pcm.samples.nbytes
        while self._bytes > HELD_BYTES and len(self._held) > 1:
            _, old = self._held.popitem(last=False)
            self._bytes -= old.pcm.samples.nbytes


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
        if take := folder.load(key):
            media.add(source, key, take, stored=True)
        else:
            missing.append((source, text, key))
    for done, (source, text, key, raw) in enumerate(_spoken(missing, voice)):
        take = _conformed(raw, text, voice)
        media.add(source, key, take, stored=folder.store(key, take))
        progress(done + 1, len(missing))


def _spoken(
    missing: list[tuple[Utterance, str, str]], voice: Voice
) -> Iterator[tuple[Utterance, str, str, Pcm]]:
    """Speak in a thread of its own, a few ahead, while the one before is conformed."""
    waiting: list[tuple[Utterance, str, str, Future[Pcm]]] = []
    with ThreadPoolExecutor(1) as speaker:
        for source, text, key in missing:
            pace = WORDS_PER_MINUTE[source.pace]
            waiting.append((source, text, key, speaker.submit(voice.speak, text, pace)))
            if len(waiting) > AHEAD:
                source, text, key, spoken = waiting.pop(0)
                yield source, text, key, spoken.result()
        for source, text, key, spoken in waiting:
            yield source, text, key, spoken.result()


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
        take = folder.load(key)
        if take:
            media.add(sound, key, take, stored=True)
            return
        take = conform_sound(read_wav(path))
    except (OSError, ValueError) as error:
        message = f"{path}: expected a WAV file with sound in it: {error}"
        raise ScriptError(Problem(message)) from error
    media.add(sound, key, take, stored=folder.store(key, take))
