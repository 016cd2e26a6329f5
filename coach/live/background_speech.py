"""Speaker: takes for what was not foreseen, made while the session goes on."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from queue import SimpleQueue
from threading import Thread

from coach.errors import CoachError
from coach.speech.studio import Studio
from coach.timeline.source import Source

Work = Callable[[], None]


class Speaker:
    """One thread that speaks and compiles, in the order it is asked.

    What plays is queued for longer than one utterance takes, so this thread never starves it.
    """

    def __init__(self, studio: Studio, lexicon: Mapping[str, str]) -> None:
        self.failure = ""
        """Why something could not be spoken; it is then left out."""
        self._told = ""
        self._studio = studio
        self._lexicon = lexicon
        self._asked: set[Source] = set()
        self._given_up: set[Source] = set()
        self._queue: SimpleQueue[Work | None] = SimpleQueue()
        self._thread = Thread(target=self._run, name="speaker", daemon=True)
        self._thread.start()

    def ask(self, sources: Iterable[Source]) -> None:
        """Have takes made of what lacks one; returns at once."""
        for source in sources:
            if source not in self._studio.media and source not in self._asked:
                self._asked.add(source)
                self._queue.put(partial(self._speak, source))

    def hold(self, sources: Iterable[Source]) -> None:
        """Have the sound of takes read into memory; returns at once."""
        self._queue.put(lambda: self._studio.media.hold(sources))

    def do(self, work: Work) -> None:
        """Have other work done by the same thread; returns at once."""
        self._queue.put(work)

    def has(self, sources: Iterable[Source]) -> bool:
        """Tell whether each of some sources was spoken, or given up."""
        return all(s in self._studio.media or s in self._given_up for s in sources)

    def lacks(self, source: Source) -> bool:
        """Tell whether a source was given up."""
        return source in self._given_up

    def news(self, more: str = "") -> str:
        """Tell, once, why something could not be spoken, or `more`, and what is heard instead."""
        told, self._told = self._told, more or self._studio.notice or self.failure
        return self._told if self._told != told else ""

    def close(self) -> None:
        """End the thread with what it is doing."""
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (work := self._queue.get()) is not None:
            try:
                work()
            except CoachError as error:
                self.failure = error.problems[0].message

    def _speak(self, source: Source) -> None:
        try:
            self._studio.gather([source], self._lexicon)
            self._studio.media.hold([source])
        except BaseException:
            self._given_up.add(source)
            raise
