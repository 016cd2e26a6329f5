"""Takes for what only happens live, made in the background while the session goes on."""

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from threading import Condition, Thread

from coach.errors import CoachError
from coach.speech.studio import Studio
from coach.system.shortages import find_shortage
from coach.timeline.source import Source

Work = Callable[[], None]


class BackgroundSpeech:
    """One thread that speaks what is requested; then what is heard later; other work comes last.

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
        self._requests: deque[Work] = deque()
        self._ahead: deque[Source] = deque()
        self._work: deque[Work] = deque()
        self._is_closed = False
        self._arrival = Condition()
        self._thread = Thread(target=self._run, name="speaker", daemon=True)
        self._thread.start()

    def request(self, sources: Iterable[Source]) -> None:
        """Queue the making of takes for sources that lack one; returns at once."""
        with self._arrival:
            for source in sources:
                if source not in self._studio.media and source not in self._requested_sources:
                    self._requested_sources.add(source)
                    self._requests.append(partial(self._speak, source))
            self._arrival.notify()

    def speak_ahead(self, sources: Iterable[Source]) -> None:
        """Queue takes that are heard later, in this order; whatever is requested goes before."""
        with self._arrival:
            missing = (s for s in dict.fromkeys(sources) if s not in self._studio.media)
            self._ahead.extend(missing)
            self._arrival.notify()

    def preload(self, sources: Iterable[Source]) -> None:
        """Queue the reading of takes into memory; returns at once."""
        with self._arrival:
            self._requests.append(lambda: self._studio.media.keep_in_memory(sources))
            self._arrival.notify()

    def submit(self, work: Work) -> None:
        """Queue work for the time when all is spoken; returns at once."""
        with self._arrival:
            self._work.append(work)
            self._arrival.notify()

    def has_finished(self, sources: Iterable[Source]) -> bool:
        """Return True if each of some sources was spoken, or given up."""
        return all(s in self._studio.media or s in self._failed_sources for s in sources)

    def pop_notice(self, more: str = "") -> str:
        """Return, once, `more` or why something could not be spoken and what is heard instead."""
        before, self._last_notice = self._last_notice, more or self._studio.notice or self.failure
        return self._last_notice if self._last_notice != before else ""

    def close(self) -> None:
        """Finish what was requested, drop the rest, and end the thread."""
        with self._arrival:
            self._is_closed = True
            dropped = tuple(self._ahead)
            self._arrival.notify()
        for source in dropped:
            self._studio.media.give_up(source)
        self._thread.join()

    def _run(self) -> None:
        while work := self._next_work():
            try:
                work()
            except Exception as error:  # else a session would wait for its answers without end
                told = error if isinstance(error, CoachError) else find_shortage(error)
                self.failure = (
                    told.problems[0].message if told else f"{type(error).__name__}: {error}"
                )

    def _next_work(self) -> Work | None:
        """Wait for what comes next, and return it; None once this is closed."""
        with self._arrival:
            self._arrival.wait_for(
                lambda: self._is_closed or self._requests or self._ahead or self._work
            )
            if self._requests:
                return self._requests.popleft()
            if self._is_closed:
                return None
            if self._ahead:
                # Who skips forward goes on there: that is spoken first, and what follows it.
                wanted = self._studio.media.wanted
                if wanted is not None and wanted in self._ahead:
                    self._ahead.rotate(-self._ahead.index(wanted))
                return partial(self._speak, self._ahead.popleft())
            return self._work.popleft()

    def _speak(self, source: Source) -> None:
        try:
            self._studio.ensure_takes([source], self._lexicon)
            self._studio.media.keep_in_memory([source])
        except BaseException:
            self._failed_sources.add(source)
            self._studio.media.give_up(source)
            raise
