"""Sources -> Media: a take for each, spoken now or long ago, all in one format.

The sound of takes that are kept on disk is read back when the mix comes to them, so that a
session of hours takes no more memory than one of minutes.
"""

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from threading import Condition

from coach.errors import MachineError, Problem, ScriptError
from coach.script.language_field import DEFAULT_LANGUAGE
from coach.script.pace import WORDS_PER_MINUTE
from coach.sound.audio import Pcm, load_wav
from coach.sound.conform import PROCESSING_VERSION, conform_sound, conform_voice
from coach.sound.ringing import measure_ring
from coach.sound.take import Take, TakeLike
from coach.speech.fallback import FallbackVoice
from coach.speech.length_table import EMPTY, LengthTable, fit_take, length_key
from coach.speech.normalize import normalize_text
from coach.speech.pronunciations import find_respellings
from coach.speech.synthesis import (
    SpeechFailure,
    SpeechLine,
    SpeechResult,
    make_speech_error,
    quote_text,
    speak_lines,
)
from coach.speech.take_cache import TakeCache, take_key
from coach.speech.voices import Voice
from coach.timeline.clips import Extent
from coach.timeline.source import Sound, Source, Utterance

AWAIT_S = 2.0
"""How long a take is waited for that is being made; the player has sound in store for as long."""
MAX_SOUND_BYTES = 30_000_000
"""Bytes of a sound file, five minutes of it: a longer one is a bed, not a sound."""
Progress = Callable[[int, int], None]
"""Called with how much is done and how much there is."""
FindSound = Callable[[str], Path | None]
"""Finds the file of a sound by its name."""


class Media(Mapping[Source, TakeLike]):
    """Takes by their source; `lengths` has their extents, which is all that layout needs.

    An extent may be known from the table of a voice before there is a take.
    """

    def __init__(
        self,
        take_cache: TakeCache,
        length_table: LengthTable = EMPTY,
        language: str = DEFAULT_LANGUAGE,
    ) -> None:
        self.take_cache = take_cache
        self.language = language
        """The language of all that is spoken."""
        self.length_table = length_table
        """What is known of the voice's lengths before it speaks."""
        self.misfits: list[Source] = []
        """Sources whose takes differ from what the table says."""
        self.lengths: dict[Source, Extent] = {}
        self.awaited: set[Source] = set()
        """Sources whose takes are still being made, while the session plays already."""
        self.wanted: Source | None = None
        """The source whose take was last waited for."""
        self._overdue: set[Source] = set()
        """Sources that were waited for in vain."""
        self._arrival = Condition()
        self.has_speech = False
        """Whether a voice has spoken any of them."""
        self._takes: dict[Source, TakeLike] = {}

    def fit(self, source: Source, take: TakeLike) -> TakeLike:
        """Return a take with the extent that is known of its source, if one is.

        One that lasts too long or too short here stays as it is, and is noted in `misfits`.
        """
        if (stated := self.lengths.get(source)) is None:
            return take
        fitted = fit_take(take, stated)
        if fitted is None:
            self.misfits.append(source)
        return fitted or take

    def forget_stated_lengths(self) -> None:
        """Drop the extents that only a table says, and the table; those of takes stay."""
        self.length_table = EMPTY
        for source in [source for source in self.lengths if isinstance(source, Utterance)]:
            if take := self._takes.get(source):
                self.lengths[source] = take.extent
            else:
                del self.lengths[source]

    def add(self, source: Source, take: TakeLike) -> None:
        """Add the take of a source."""
        self.lengths.setdefault(source, take.extent)
        with self._arrival:
            self._takes[source] = take
            self.awaited.discard(source)
            self._arrival.notify_all()

    def give_up(self, source: Source) -> None:
        """Wait no longer for the take of a source."""
        with self._arrival:
            self.awaited.discard(source)
            self._arrival.notify_all()

    def keep_in_memory(self, sources: Iterable[Source]) -> None:
        """Load the sound of some takes into memory, so that a damaged cache cannot silence them."""
        for source in sources:
            if take := self._takes.get(source):
                self._takes[source] = Take(take.pcm, take.extent, take.profile)

    def __getitem__(self, source: Source) -> TakeLike:
        if source in self.awaited and source not in self._overdue:
            self.wanted = source
            with self._arrival:
                # Waited for once: a clip is rendered in many windows, each of which would wait.
                if not self._arrival.wait_for(lambda: source not in self.awaited, AWAIT_S):
                    self._overdue.add(source)
        try:
            return self._takes[source]
        except KeyError:
            what = quote_text(source.text) if isinstance(source, Utterance) else repr(source.name)
            raise MachineError(Problem(f"{what} was not spoken in time")) from None

    def __contains__(self, source: object) -> bool:
        return source in self._takes

    def __iter__(self) -> Iterator[Source]:
        return iter(self._takes)

    def __len__(self) -> int:
        return len(self._takes)


def collect_lengths(
    sources: Iterable[Source], media: Media, voice: Voice, lexicon: Mapping[str, str]
) -> list[Source]:
    """Add the extents that the table of the voice has; return the sources that need a take."""
    unknown: list[Source] = []
    table = media.length_table
    for source in dict.fromkeys(sources):
        if source in media.lengths:
            continue
        stated = None
        if table and isinstance(source, Utterance):
            text = normalize_text(source.text, lexicon, find_respellings(voice), media.language)
            stated = table.get(length_key(voice, WORDS_PER_MINUTE[source.pace], text))
        if stated:
            media.lengths[source] = stated
        else:
            unknown.append(source)
    return unknown


def collect_takes(
    sources: Iterable[Source],
    media: Media,
    voice: Voice,
    find_sound: FindSound,
    lexicon: Mapping[str, str],
    progress: Progress = lambda _done, _all: None,
    fallback: FallbackVoice | None = None,
    is_enough: Callable[[], bool] = lambda: False,
) -> None:
    """Add a take for every source that `media` lacks: from its cache, or spoken and stored there.

    A take whose extent is known already is made to fit it. Once `is_enough`, the rest is awaited:
    somebody else speaks it while the session plays. Raises MachineError where the voice fails and
    there is no `fallback`, or the voice has spoken nothing at all; ScriptError where a sound is
    missing or broken.
    """
    missing = []
    for source in dict.fromkeys(sources):
        if source in media:
            continue
        if isinstance(source, Sound):
            _add_sound(media, source, find_sound)
        elif line := _load_take(media, source, voice, lexicon):
            missing.append(line)
    with closing(_speak_missing(missing, voice, fallback)) as speaking:
        for done, (line, result) in enumerate(speaking, 1):
            media.add(line.source, _make_take(line, result, media, voice, fallback))
            progress(done, len(missing))
            if is_enough():
                media.awaited.update(line.source for line in missing[done:])
                break
    if fallback and fallback.error and not media.has_speech:
        # Tones alone are not a session.
        raise fallback.error


def _load_take(
    media: Media, source: Utterance, voice: Voice, lexicon: Mapping[str, str]
) -> SpeechLine | None:
    """Add the stored take of an utterance; where there is none, return the line to speak."""
    text = normalize_text(source.text, lexicon, find_respellings(voice), media.language)
    key = take_key(PROCESSING_VERSION, voice.identity, WORDS_PER_MINUTE[source.pace], text)
    stored = media.take_cache.load(key)
    if stored is None:
        return SpeechLine(source, text, key)
    media.add(source, media.fit(source, stored))
    media.has_speech = True
    return None


def _speak_missing(
    lines: list[SpeechLine], voice: Voice, fallback: FallbackVoice | None
) -> Generator[tuple[SpeechLine, SpeechResult], None, None]:
    """Yield lines with what the voice made of them; once it is given up, with its last error."""
    given_up = fallback is not None and fallback.is_permanent
    asked = 0
    with closing(speak_lines(() if given_up else lines, voice)) as speaking:
        for line, result in speaking:
            asked += 1
            yield line, result
            if fallback and fallback.is_permanent:
                break
    for line in lines[asked:]:
        assert fallback is not None
        assert fallback.error is not None
        yield line, SpeechFailure(fallback.error)


def _make_take(
    line: SpeechLine,
    result: SpeechResult,
    media: Media,
    voice: Voice,
    fallback: FallbackVoice | None,
) -> TakeLike:
    """Return the take of what was spoken, or of the tone in its place."""
    try:
        if isinstance(result, SpeechFailure):
            raise result.error
        take = media.take_cache.store(line.key, _conform_take(result, line.text, voice))
    except MachineError as error:
        if fallback is None:
            raise
        failed = result if isinstance(result, SpeechFailure) else SpeechFailure(error)
        return fallback.speak_tone(line, failed, media.take_cache)
    media.has_speech = True
    if fallback:
        fallback.record_success()
    return media.fit(line.source, take)


def _conform_take(pcm: Pcm, text: str, voice: Voice) -> Take:
    try:
        return conform_voice(pcm)
    except ValueError as error:
        raise make_speech_error(text, voice, error) from error


def _add_sound(media: Media, sound: Sound, find_sound: FindSound) -> None:
    path = find_sound(sound.name)
    if path is None:
        message = f"no sound is called {sound.name!r}"
        raise ScriptError(Problem(message, hint="a sound is a WAV file in audio_cues/"))
    try:
        if path.stat().st_size > MAX_SOUND_BYTES:
            raise ValueError(f"it has more than {MAX_SOUND_BYTES:,} bytes")
        key = take_key(PROCESSING_VERSION, "sound", blake2b(path.read_bytes()).hexdigest())
        take: TakeLike | None = media.take_cache.load(key)
        take = take or media.take_cache.store(key, conform_sound(load_wav(path)))
    except (OSError, ValueError) as error:
        message = f"{path}: expected a WAV file with sound in it: {error}"
        raise ScriptError(Problem(message)) from error
    media.add(sound, take)
    ring = measure_ring(take.profile, take.extent.length)
    media.lengths[sound] = replace(take.extent, ring=ring)
