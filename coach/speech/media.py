"""CueSheet -> Media: a take for every source, spoken now or long ago, all in one format.

The sound of takes that are kept on disk is read back when the mix comes to them, so that a
session of hours takes no more memory than one of minutes.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from hashlib import blake2b
from pathlib import Path

from coach.errors import MachineError, Problem, ScriptError
from coach.script.pace import WORDS_PER_MINUTE
from coach.sound.audio import Pcm, read_wav
from coach.sound.conform import PROCESSING, conform_sound, conform_voice
from coach.sound.take import Sounding, Take
from coach.speech.fallback import Understudy
from coach.speech.normalize import spell_out
from coach.speech.synthesis import Failed, Line, Made, badly, spoken
from coach.speech.take_cache import TakeFolder, take_key
from coach.speech.voices import Voice
from coach.timeline.layout import Extent
from coach.timeline.source import Sound, Source

LARGEST_SOUND = 30_000_000
"""Bytes of a sound file, five minutes of it: a longer one is a bed, not a sound."""
Progress = Callable[[int, int], None]
FindSound = Callable[[str], Path | None]


class Media(Mapping[Source, Sounding]):
    """Takes by their source; `lengths` is what layout needs to know of them."""

    def __init__(self, folder: TakeFolder) -> None:
        self.folder = folder
        self.lengths: dict[Source, Extent] = {}
        self.worded = False
        """Whether a voice has spoken any of them."""
        self._takes: dict[Source, Sounding] = {}

    def add(self, source: Source, take: Sounding) -> None:
        """Take in a take."""
        self.lengths[source] = take.extent
        self._takes[source] = take

    def hold(self, sources: Iterable[Source]) -> None:
        """Keep the sound of some takes in memory: whatever befalls the folder is not heard then."""
        for source in sources:
            if take := self._takes.get(source):
                self._takes[source] = Take(take.pcm, take.extent, take.profile)

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
    understudy: Understudy | None = None,
) -> None:
    """Add a take for every source that `media` lacks: from its folder, or made and put there.

    Raises MachineError where the voice fails and no `understudy` can take over, for nothing was
    spoken by a voice yet; ScriptError where a sound is missing or broken.
    """
    folder = media.folder
    missing: list[Line] = []
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
            media.worded = True
        else:
            missing.append(Line(source, text, key))
    for done, (line, made) in enumerate(_made(missing, voice, understudy), 1):
        media.add(line.source, _taken(line, made, media, voice, understudy))
        progress(done, len(missing))
    if understudy and understudy.error and not media.worded:
        # Tones alone are no session to anybody.
        raise understudy.error


def _made(
    lines: list[Line], voice: Voice, understudy: Understudy | None
) -> Iterator[tuple[Line, Made]]:
    """Have lines spoken until the voice is given up; no more is asked of it then."""
    given_up = understudy is not None and understudy.for_good
    asked = 0
    with closing(spoken(() if given_up else lines, voice)) as speaking:
        for line, made in speaking:
            asked += 1
            yield line, made
            if understudy and understudy.for_good:
                break
    for line in lines[asked:]:
        assert understudy is not None
        assert understudy.error is not None
        yield line, Failed(understudy.error)


def _taken(
    line: Line, made: Made, media: Media, voice: Voice, understudy: Understudy | None
) -> Sounding:
    """Make a take of what was spoken, or of what is hummed in its place."""
    try:
        if isinstance(made, Failed):
            raise made.error
        take = media.folder.store(line.key, _conformed(made, line.text, voice))
    except MachineError as error:
        if understudy is None:
            raise
        failed = made if isinstance(made, Failed) else Failed(error)
        return understudy.hum(line, failed, media.folder)
    media.worded = True
    if understudy:
        understudy.rest()
    return take


def _conformed(raw: Pcm, text: str, voice: Voice) -> Take:
    try:
        return conform_voice(raw)
    except ValueError as error:
        raise badly(text, voice, error) from error


def _add_sound(media: Media, sound: Sound, folder: TakeFolder, find_sound: FindSound) -> None:
    path = find_sound(sound.name)
    if path is None:
        message = f"no sound is called {sound.name!r}"
        raise ScriptError(Problem(message, hint="a sound is a WAV file in audio_cues/"))
    try:
        if path.stat().st_size > LARGEST_SOUND:
            raise ValueError(f"it has more than {LARGEST_SOUND:,} bytes")
        key = take_key(PROCESSING, "sound", blake2b(path.read_bytes()).hexdigest())
        take: Sounding | None = folder.load(key)
        take = take or folder.store(key, conform_sound(read_wav(path)))
    except (OSError, ValueError) as error:
        message = f"{path}: expected a WAV file with sound in it: {error}"
        raise ScriptError(Problem(message)) from error
    media.add(sound, take)
