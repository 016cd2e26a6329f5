"""Studio: a voice and the takes it has spoken, open as long as sessions are prepared."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from coach.errors import MachineError, Problem, UsageError
from coach.script.language_field import DEFAULT_LANGUAGE
from coach.script.reader import suggest
from coach.system.paths import cache_folder, find_sound, sound_names
from coach.timeline.source import Sound, Source

if TYPE_CHECKING:
    from coach.sound.take import Take
    from coach.speech.fallback import FallbackVoice
    from coach.speech.media import Media
    from coach.speech.voices import Voice

Progress = Callable[[int, int], None]


class LengthsDifferError(MachineError):
    """The table of lengths is wrong on this machine, and was believed until now."""


def ignore_progress(_done: int, _all: int) -> None:
    """Do nothing: for who shows no progress."""


@dataclass(frozen=True, slots=True)
class Studio:
    """A voice, its takes, and what takes over where it fails; takes are added as needed."""

    voice: "Voice"
    media: "Media"
    progress: Progress = ignore_progress
    fallback: "FallbackVoice | None" = None
    patience_s: float | None = None
    """After so many seconds what is not heard at once may be spoken while the session plays."""

    @property
    def notice(self) -> str:
        """What is heard in the place of words that could not be spoken; "" where all was."""
        return self.fallback.notice if self.fallback else ""

    def ensure_lengths(self, sources: Iterable[Source], lexicon: Mapping[str, str]) -> None:
        """Make sure that the extent of every source is known; what no table has is spoken."""
        from coach.speech.media import collect_lengths

        self.ensure_takes(collect_lengths(sources, self.media, self.voice, lexicon), lexicon)

    def ensure_takes(
        self,
        sources: Iterable[Source],
        lexicon: Mapping[str, str],
        first: Iterable[Source] | None = None,
    ) -> None:
        """Make sure that there is a take for every source; raises what `collect_takes` does.

        Where this studio has lost its patience, the `first` are enough, if they are given.
        """
        from coach.speech.media import collect_takes

        needed = None if first is None or self.patience_s is None else set(first)
        deadline = time.monotonic() + (self.patience_s or 0)

        def is_enough() -> bool:
            late = needed is not None and time.monotonic() > deadline
            return late and all(source in self.media for source in needed or ())

        collect_takes(
            sources,
            self.media,
            self.voice,
            find_sound,
            lexicon,
            self.progress,
            self.fallback,
            is_enough,
        )
        if self.media.misfits:
            self._distrust_lengths()

    def _distrust_lengths(self) -> None:
        """Believe the table of lengths no more; raises LengthsDifferError unless somebody listens.

        For who listens the session goes on as it was laid out, and one take is cut or too short.
        """
        from coach.speech.length_table import distrust_length_table

        distrust_length_table(self.voice)
        text = self.media.misfits[0]
        self.media.misfits.clear()
        if self.fallback is None:
            self.media.forget_stated_lengths()
            message = f"{text!r} lasts longer or shorter here than the table of lengths says"
            raise LengthsDifferError(Problem(message, hint="run the same command again"))

    def add_bed(self, bed: str | Path) -> tuple[Sound, ...]:
        """Add the takes of a bed, and return its pieces in order.

        It is a built-in bed or a sound, by its name, or any sound file, by its path. Raises
        UsageError for what is none of them, MachineError where nothing here can read it.
        """
        from coach.sound.beds import BUILT_IN_BEDS, MAX_FILE_MS, make_bed
        from coach.sound.decoding import read_audio

        path = bed if isinstance(bed, Path) else find_sound(bed)
        try:
            if path is None:
                return self._add_built_in_bed(str(bed))
            takes = make_bed(read_audio(path, MAX_FILE_MS))
            return tuple(
                self._store_bed_piece(number, take, blake2b(take.pcm.samples.tobytes()).hexdigest())
                for number, take in enumerate(takes, 1)
            )
        except ValueError as error:
            raise UsageError(Problem(f"{path} makes no bed: {error}")) from error
        except KeyError as error:
            hint = suggest(str(bed), (*BUILT_IN_BEDS, *sound_names()))
            raise UsageError(Problem(f"no bed is called {str(bed)!r}", hint=hint)) from error

    def _add_built_in_bed(self, name: str) -> tuple[Sound, ...]:
        """Add the pieces of a built-in bed, made only once: it takes half a second."""
        from coach.sound.beds import BUILT_IN_PIECES, make_built_in_bed

        numbers = range(1, BUILT_IN_PIECES + 1)
        stored = [self.media.take_cache.load(_bed_key(name, number)) for number in numbers]
        if None in stored:
            takes = zip(numbers, make_built_in_bed(name), strict=True)
            return tuple(self._store_bed_piece(number, take, name) for number, take in takes)
        pieces = tuple(Sound(f"bed {number}") for number in numbers)
        for piece, take in zip(pieces, stored, strict=True):
            assert take is not None
            self.media.add(piece, take)
        return pieces

    def _store_bed_piece(self, number: int, take: "Take", content: str) -> Sound:
        take_cache, piece = self.media.take_cache, Sound(f"bed {number}")
        key = _bed_key(content, number)
        self.media.add(piece, take_cache.load(key) or take_cache.store(key, take))
        return piece


def _bed_key(content: str, number: int) -> str:
    """Return the key of a piece of a bed: of a built-in one by its name, else by its samples."""
    from coach.sound.conform import PROCESSING_VERSION
    from coach.speech.take_cache import take_key

    return take_key(PROCESSING_VERSION, "bed", content, number)


@contextmanager
def open_studio(
    spec: str | None,
    progress: Progress = ignore_progress,
    *,
    lenient: bool = False,
    language: str = DEFAULT_LANGUAGE,
) -> Iterator[Studio]:
    """Open a voice, `engine` or `engine:voice`, that speaks a language, and the cache of its takes.

    A `lenient` studio goes on with a tone where the voice fails later: somebody is listening. A
    voice that cannot even be opened is an error, for then another can still be asked for.
    """
    from coach.speech.fallback import FallbackVoice
    from coach.speech.length_table import find_length_table
    from coach.speech.media import Media
    from coach.speech.take_cache import TakeCache
    from coach.speech.voices import open_voice
    from coach.speech.voices.speaker import choose_speaker

    take_cache = TakeCache(cache_folder() / "takes")
    with closing(open_voice(choose_speaker(spec, language))) as voice:
        media = Media(take_cache, find_length_table(voice), language)
        yield Studio(voice, media, progress, FallbackVoice() if lenient else None)
