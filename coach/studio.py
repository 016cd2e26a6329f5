"""Studio: what speaks, and what it has spoken. Takes are added as they are needed."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coach.library import cache_folder, find_sound
from coach.source import Source

if TYPE_CHECKING:
    from coach.media import Media
    from coach.voices import Voice

Progress = Callable[[int, int], None]


def silent(_done: int, _all: int) -> None:
    """Show nothing."""


@dataclass(frozen=True, slots=True)
class Studio:
    """What speaks, and what it has spoken: takes are added as they are needed."""

    voice: "Voice"
    media: "Media"
    progress: Progress = silent

    def gather(self, sources: Iterable[Source], lexicon: Mapping[str, str]) -> None:
        """See to it that there is a take for every source."""
        from coach.media import collect

        collect(sources, self.media, self.voice, find_sound, lexicon, self.progress)


@contextmanager
def open_studio(spec: str | None, progress: Progress = silent) -> Iterator[Studio]:
    """Open a voice and the folder of its takes."""
    from coach.media import Media
    from coach.takes import TakeFolder
    from coach.voices import open_voice

    with closing(open_voice(spec)) as voice:
        yield Studio(voice, Media(TakeFolder(cache_folder() / "takes")), progress)
