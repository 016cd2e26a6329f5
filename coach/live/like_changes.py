"""What a listener wants of the exercise that is heard: kept at once, done from the next session on.

Never again is asked for twice within some seconds: one slip on a key must not cost an exercise.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

from coach.errors import MachineError
from coach.listener.likes import Likes, Liking
from coach.live.commands import Verb
from coach.pipeline import PreparedSession

CONFIRM_S = 10.0
"""Within how many seconds never again has to be asked for once more."""
KeepLiking = Callable[[str, Liking], None]
"""Keeps what is wanted of an exercise, by the name of its card; raises MachineError."""
LIKINGS = MappingProxyType(
    {Verb.NEVER: Liking.NEVER, Verb.OFTEN: Liking.MORE, Verb.LESS: Liking.LESS}
)
PHRASES = MappingProxyType({Verb.OFTEN: "more_often", Verb.LESS: "less_often"})
MESSAGES = MappingProxyType(
    {
        Liking.NEVER: "left out from now on",
        Liking.MORE: "more often from the next session on",
        Liking.LESS: "less often from the next session on",
    }
)

SET_ALREADY = MappingProxyType(
    {
        Liking.NEVER: "is left out already",
        Liking.MORE: "comes more often already",
        Liking.LESS: "comes less often already",
    }
)


@dataclass(frozen=True, slots=True)
class LikingAnswer:
    """What a command about an exercise came to: a message, and the key of what is said.

    Where it is not `done`, the message says why. With `leaves` the session goes on behind the
    exercise.
    """

    message: str
    done: bool = True
    exercise: str = ""
    phrase: str = ""
    leaves: bool = False


class LikeChanges:
    """What a listener wants of the exercises of a session; without `keep` nothing is kept."""

    def __init__(
        self,
        prepared: PreparedSession,
        keep: KeepLiking | None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        session, filters = prepared.session, prepared.request.filters
        self._title = session.title
        self._names = {session.cards[name].name: name for name in session.exercises}
        self._offered = prepared.offered
        self._likes = Likes(filters.never, filters.more, filters.less)
        self._keep = keep
        self._clock = clock
        self._asked = ("", 0.0)

    def answer(self, verb: Verb, title: str) -> LikingAnswer:
        """Keep what is wanted of the exercise of a title, and return what to answer."""
        liking, name = LIKINGS[verb], self._names.get(title, "")
        if refusal := self._find_refusal(liking, name, title):
            return LikingAnswer(refusal, done=False)
        if liking is Liking.NEVER and not self._is_confirmed(name):
            self._asked = name, self._clock()
            message = (
                f"{title}: never again? once more within {CONFIRM_S:.0f} s, and it is left out"
            )
            return LikingAnswer(message, exercise=title, phrase="leave_out")
        self._asked = "", 0.0
        assert self._keep is not None
        try:
            self._keep(name, liking)
        except MachineError as error:
            return LikingAnswer(f"not kept: {error.problems[0].message}", done=False)
        self._likes = self._likes.set_liking(name, liking)
        message = f"{title}: {MESSAGES[liking]}; coach back {name}"
        return LikingAnswer(
            message, True, title, PHRASES.get(verb, ""), leaves=liking is Liking.NEVER
        )

    def _find_refusal(self, liking: Liking, name: str, title: str) -> str:
        """Return why nothing can be done about an exercise, or ""."""
        if self._keep is None:
            return "what is wanted of exercises is kept only where coach play plays"
        if not self._names:
            return f"{self._title} has no exercises: it is nothing but words"
        if not name:
            return "no exercise is heard here"
        if name not in self._offered:
            return f"{self._title} is always done as it is written"
        if self._likes.find(name) is liking:
            return f"{title} {SET_ALREADY[liking]}"
        if liking is Liking.NEVER and not self._offered - {name, *self._likes.never}:
            return f"{title} is all that is left of {self._title}: it stays"
        return ""

    def _is_confirmed(self, name: str) -> bool:
        asked, when = self._asked
        return asked == name and self._clock() - when <= CONFIRM_S
