"""Studio: what speaks, and what it has spoken. Takes are added as they are needed."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from coach.errors import Problem, UsageError
from coach.script.reader import suggest
from coach.system.paths import cache_folder, find_sound, sound_names
from coach.timeline.source import Sound, Source

if TYPE_CHECKING:
    from coach.sound.take import Take
    from coach.speech.fallback import FallbackVoice
    from coach.speech.media import Media
    from coach.speech.voices import Voice

Progress = Callable[[int, int], None]


def ignore_progress(_done: int, _all: int) -> None:
    """Show nothing."""


@dataclass(frozen=True, slots=True)
class Studio:
    """What speaks, and what it has spoken: takes are added as they are needed."""

    voice: "Voice"
    media: "Media"
    progress: Progress = ignore_progress
    fallback: "FallbackVoice | None" = None

    @property
    def notice(self) -> str:
        """Tell what is heard in the place of words that could not be spoken, if any."""
        return self.fallback.notice if self.fallback else ""

    def ensure_takes(self, sources: Iterable[Source], lexicon: Mapping[str, str]) -> None:
        """See to it that there is a take for every source."""
        from coach.speech.media import collect_takes

        collect_takes(
            sources,
            self.media,
            self.voice,
            find_sound,
            lexicon,
            self.progress,
            self.fallback,
        )

    def add_bed(self, bed: str | Path) -> tuple[Sound, ...]:
        """See to it that there are takes of a bed, and name its pieces in order.

        It is a built-in one or a sound, by its name, or any sound file, by its path. Raises
        UsageError for what is none of them, MachineError where nothing here can read it.
        """
        from coach.sound.beds import BUILT_IN_BEDS, MAX_FILE_MS, make_bed, make_built_in_bed
        from coach.sound.decoding import read_audio

        path = bed if isinstance(bed, Path) else find_sound(bed)
        try:
            takes = make_bed(read_audio(path, MAX_FILE_MS)) if path else make_built_in_bed(str(bed))
            return tuple(
                self._store_bed_piece(number, take) for number, take in enumerate(takes, 1)
            )
        except ValueError as error:
            raise UsageError(Problem(f"{path} makes no bed: {error}")) from error
        except KeyError as error:
            hint = suggest(str(bed), (*BUILT_IN_BEDS, *sound_names()))
            raise UsageError(Problem(f"no bed is called {str(bed)!r}", hint=hint)) from error

    def _store_bed_piece(self, number: int, take: "Take") -> Sound:
        from coach.sound.conform import PROCESSING_VERSION
        from coach.speech.take_cache import take_key

        folder, piece = self.media.take_cache, Sound(f"bed {number}")
        key = take_key(PROCESSING_VERSION, "bed", blake2b(take.pcm.samples.tobytes()).hexdigest())
        self.media.add(piece, folder.load(key) or folder.store(key, take))
        return piece


@contextmanager
def open_studio(
    spec: str | None, progress: Progress = ignore_progress, *, lenient: bool = False
) -> Iterator[Studio]:
    """Open a voice and the folder of its takes.

    A `lenient` one goes on where the voice fails later, with a tone: for who listens now. A voice
    that cannot even be opened is an error: nothing has begun, and who is at the keyboard can ask
    for another.
    """
    from coach.speech.fallback import FallbackVoice
    from coach.speech.media import Media
    from coach.speech.take_cache import TakeCache
    from coach.speech.voices import open_voice

    folder = TakeCache(cache_folder() / "takes")
    with closing(open_voice(spec)) as voice:
        yield Studio(voice, Media(folder), progress, FallbackVoice() if lenient else None)
    if folder.has_grown:
        folder.prune()
