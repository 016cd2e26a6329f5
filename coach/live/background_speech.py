"""Takes for what only happens live, made in the background while the session goes on."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from itertools import count
from queue import PriorityQueue
from threading import Thread

from coach.errors import CoachError
from coach.speech.studio import Studio
from coach.system.shortages import find_shortage
from coach.timeline.source import Source

Work = Callable[[], None]


class BackgroundSpeech:
    """One thread that speaks and compiles, what is urgent first, else in the order of the requests.

    More sound is queued in the player than one utterance takes to make, so it does not run out.
    """

    def __init__(self, studio: Studio, lexicon: Mapping[str, str]) -> None:
        self.failure = ""
        """Why something could not be spoken; it is then left out."""
        self._last_notice = ""
        self._studio = studio
        self._lexicon = lexicon
        self._requested_sources: set[Source] = set()
        self._failed_sources: set[Source] = set()
        self._urgent_sources: set[Source] = set()
        self._queue: PriorityQueue[tuple[bool, int, Work | None]] = PriorityQueue()
        self._numbers = count()
        self._thread = Thread(target=self._run, name="speaker", daemon=True)
        self._thread.start()

    def request(self, sources: Iterable[Source], *, urgent: bool = False) -> None:
        """Queue the making of takes for sources that lack one; returns at once.

        What is `urgent`, since it is heard next, goes before all that is not.
        """
        requested = self._urgent_sources if urgent else self._requested_sources
        for source in sources:
            if source not in self._studio.media and source not in requested:
                requested.add(source)
                self._put(partial(self._speak, source), urgent=urgent)

    def preload(self, sources: Iterable[Source]) -> None:
        """Queue the reading of takes into memory; returns at once."""
        self._put(lambda: self._studio.media.keep_in_memory(sources))

    def submit(self, work: Work) -> None:
        """Queue other work for the same thread; returns at once."""
        self._put(work)

    def has_finished(self, sources: Iterable[Source]) -> bool:
        """Return True if each of some sources was spoken, or given up."""
        return all(s in self._studio.media or s in self._failed_sources for s in sources)

    def pop_notice(self, more: str = "") -> str:
        """Return, once, `more` or why something could not be spoken and what is heard instead."""
        before, self._last_notice = self._last_notice, more or self._studio.notice or self.failure
        return self._last_notice if self._last_notice != before else ""

    def close(self) -> None:
        """End the thread once it has finished what it is at; what is queued is dropped."""
        self._queue.put((False, -1, None))  # before all else
        self._thread.join()

    def _put(self, work: Work, *, urgent: bool = False) -> None:
        self._queue.put((not urgent, next(self._numbers), work))

    def _run(self) -> None:
        while (work := self._queue.get()[-1]) is not None:
            try:
                work()
            except Exception as error:  # without this thread the session would wait for ever
                told = error if isinstance(error, CoachError) else find_shortage(error)
                self.failure = (
                    told.problems[0].message if told else f"{type(error).__name__}: {error}"
                )

    def _speak(self, source: Source) -> None:
        try:
            self._studio.ensure_takes([source], self._lexicon)
            self._studio.media.keep_in_memory([source])
        except BaseException:
            self._failed_sources.add(source)
            self._studio.media.give_up(source)
            raise
