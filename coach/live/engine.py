"""The engine of a live session: feeds the player, obeys commands, shows what is heard.

One thread does all of it, in turns of some 20 ms: what was asked meanwhile, what was spoken
meanwhile, as much sound as the player takes without waiting, and ten times a second the news.
"""

import time
from collections.abc import Callable
from functools import partial
from queue import Empty, SimpleQueue

from coach.errors import CoachError, MachineError
from coach.live import continuation, state, transitions
from coach.live.acknowledgements import adjusted
from coach.live.announcements import Wording
from coach.live.background_speech import Speaker
from coach.live.commands import Command, Verb
from coach.live.device_retry import Attempts
from coach.live.feed import WINDOW, Feed
from coach.live.players import Player
from coach.live.reporting import View, status_of
from coach.live.saved_place import original
from coach.live.schedule import make_plan, sources_of
from coach.live.settings import Settings, changed
from coach.live.state import Rules, State
from coach.live.status import Phase
from coach.live.suspend_watch import Sleep
from coach.live.talk_changes import Retelling
from coach.live.tape import Words
from coach.live.transitions import Cut
from coach.pipeline import Prepared
from coach.sound.audio import FRAMES_PER_MS, Pcm
from coach.speech.studio import Studio

TURN = 0.02
"""Seconds of a turn in which nothing is asked."""
SHOW_EVERY = 0.1
KEEP_EVERY = 5.0
JOINED = 400
"""How much is rendered at once where queued sound is replaced, in ms."""
USUAL = Settings()
Keep = Callable[[int | None], None]


class Live:
    """A session performed live.

    The player is open, and was fed the silence that the session begins with (`fed` ms of it).
    `keep` is told every few seconds at which moment of the session it stands, and None when it
    has come to its end.
    """

    def __init__(
        self,
        prepared: Prepared,
        studio: Studio,
        player: Player,
        settings: Settings = USUAL,
        keep: Keep = lambda _at: None,
        fed: int = 0,
        sleep: Sleep | None = None,
    ) -> None:
        manner = prepared.session.manner
        self._prepared = prepared
        self._studio = studio
        self._player = player
        self._views: tuple[View, ...] = ()
        self._keep = keep
        self._sleep = sleep or Sleep()
        self._inbox: SimpleQueue[Command] = SimpleQueue()
        self._wording = Wording(manner)
        self._rules = Rules(self._wording, settings.wait, settings.timed, settings.keep_time)
        self._volume = settings.volume
        mix = prepared.mix()
        self._feed = Feed(studio.media, mix.gain, mix.levels, volume=settings.volume / 100)
        lengths = studio.media.lengths
        plan = make_plan(prepared.sheet, lengths, prepared.begins, manner.talk)
        self._first = plan
        self._speaker = Speaker(studio, prepared.session.lexicon)
        self._retelling = Retelling(prepared, studio, self._speaker, plan)
        self._start, self._fed = settings.start, fed
        self._state = State(plan, at=settings.start)
        self._before = Phase.PLAYING  # the phase before the device was lost
        self._attempts = Attempts()
        self._shown = self._kept = 0.0
        self._finished = False

    @property
    def state(self) -> State:
        """Give where the session stands."""
        return self._state

    def send(self, command: Command) -> None:
        """Ask for something; from any thread, returns at once."""
        self._inbox.put(command)

    def show_to(self, *views: View) -> None:
        """Show the news to these, too."""
        self._views += views

    def run(self) -> bool:
        """Perform the session until it ends or is stopped; tells whether it came to its end."""
        self._speaker.ask(self._wording.foreseen())
        self._speaker.hold(sources_of(self._first.sheet))
        fed = 0 if self._start else self._fed * FRAMES_PER_MS
        written = self._player.written
        self._feed.cursor = written
        self._state = continuation.begun(self._state.plan, self._start, written - fed, self._rules)
        self._ask()
        try:
            while self._state.phase is not Phase.ENDED:
                self._turn()
            self._show()
            return self._state.at >= self._state.plan.length
        finally:
            self._remember()
            self._speaker.close()

    def _turn(self) -> None:
        try:
            command = self._inbox.get(timeout=TURN)
        except Empty:
            command = None
        try:
            if self._sleep.over():
                self._halt()
            self._settle()
            while command is not None:
                self._obey(command)
                command = None if self._inbox.empty() else self._inbox.get()
            if self._state.phase is Phase.LOST:
                self._reopen()
            self._listen()
            self._fill()
        except MachineError as error:
            self._lose(error)
        self._report()

    def _settle(self) -> None:
        self._state = state.settled(self._state, self._player.heard)

    def _obey(self, command: Command) -> None:
        verb = command.verb
        if verb in transitions.UNCUT:
            self._adjust(command)
            return
        self._cut(transitions.cut_for(self._state, verb))
        before = self._state
        self._state = transitions.obey(before, command, self._rules)
        if self._state is not before:
            self._ask()
        if verb is Verb.STOP:
            self._player.stop()

    def _cut(self, how: Cut) -> None:
        """Cut the sound under way, and the tape where it was."""
        player = self._player
        if how is Cut.NONE:
            return
        joint = player.joint if how is Cut.JOIN else None
        if joint is None:
            player.stop()
            joint = player.written
        elif place := self._state.tape.place(joint := max(joint, self._state.mark)):
            # On a whole millisecond of what is heard there, so that what follows fits it.
            joint += (place.begin - joint) % FRAMES_PER_MS
        self._rules = state.smooth(self._rules, how is Cut.JOIN and player.joint is not None)
        self._state = state.cut(self._state, joint)
        self._feed.cursor = joint
        self._finished = False

    def _join(self, change: Callable[[State, Rules], State]) -> None:
        """Change the tape without a seam."""
        self._cut(Cut.JOIN)
        self._state = change(self._state, self._rules)
        self._ask()

    def _adjust(self, command: Command) -> None:
        """Change the loudness, or how much is said."""
        verb, phase = command.verb, self._state.phase
        if verb in (Verb.TALK_MORE, Verb.TALK_LESS):
            done = self._retelling.ask(verb)
        else:
            done = (wanted := changed(self._volume, command)) != self._volume
            self._volume, self._feed.volume = wanted, wanted / 100
        if phase in (Phase.PLAYING, Phase.PAUSED):
            self._cut(Cut.JOIN if phase is Phase.PLAYING else Cut.FADE)
            self._state = adjusted(self._state, verb, self._rules, done=done)
            self._ask()

    def _listen(self) -> None:
        """Take over what the speaker has made meanwhile."""
        state = self._state
        plan = self._retelling.news()
        if plan and state.phase is Phase.PLAYING:
            self._join(lambda state, rules: transitions.retold(state, plan, rules))
        elif plan:
            self._state = transitions.retold_later(state, plan, self._rules)
        for line in self._state.remarks:
            if state.phase is Phase.PLAYING and self._speaker.has([line]):
                self._join(partial(transitions.remarked, line=line))
        tape = self._state.tape.spoken(self._studio.media.lengths, self._speaker.has)
        if tape is not self._state.tape:
            self._state = transitions.with_tape(self._state, tape)
        if notice := self._speaker.news(self._feed.failure):
            self._state = transitions.told(self._state, notice)

    def _ask(self) -> None:
        """Have spoken what the tape and the remarks need."""
        for piece in self._state.tape.pieces:
            if isinstance(piece, Words):
                self._speaker.ask(piece.sources)
        self._speaker.ask(self._state.remarks)
        tape = self._state.tape.spoken(self._studio.media.lengths, self._speaker.has)
        self._state = transitions.with_tape(self._state, tape)

    def _fill(self) -> None:
        """Write as much as the player takes without waiting."""
        if self._state.phase not in (Phase.PLAYING, Phase.PAUSED):
            return
        player, feed = self._player, self._feed
        if feed.cursor < player.written and (pcm := self._rendered(JOINED)):
            player.splice(feed.cursor - len(pcm.samples), pcm)
        room = player.room
        while room >= WINDOW * FRAMES_PER_MS:
            pcm = self._rendered()
            if pcm is None:
                self._run_out()
                return
            player.write(pcm)
            self._finished = False
            room -= len(pcm.samples)

    def _rendered(self, most: int = WINDOW) -> Pcm | None:
        """Render what comes next. That a take is gone is no fault of the device."""
        try:
            return self._feed.next(self._state.tape, most)
        except MachineError as error:
            raise CoachError(error.problems) from error

    def _run_out(self) -> None:
        """See to it that all is heard where the tape ends; then the session has ended."""
        tape, player = self._state.tape, self._player
        if self._feed.cursor < tape.end or any(isinstance(p, Words) for p in tape.pieces):
            return
        if not self._finished:
            player.finish()
            self._finished = True
        if self._state.phase is Phase.PLAYING and player.heard >= tape.end:
            self._state = transitions.ended(self._state)

    def _halt(self) -> None:
        """Pause after the machine slept: nobody has lain there waiting."""
        if self._state.phase is Phase.PLAYING:
            self._settle()
            self._state = transitions.halted(self._state, "paused: the machine was asleep")
            self._cut(Cut.FADE)

    def _lose(self, error: MachineError) -> None:
        """Note where sound was last heard, and try to open the device again from time to time."""
        if self._state.phase in (Phase.PLAYING, Phase.PAUSED):
            self._before = self._state.phase
            self._state = state.cut(self._state, self._player.heard)
            self._attempts.begin()
        if self._state.phase is not Phase.ENDED:
            self._state = transitions.lost(self._state, error.problems[0].message)
        self._attempts.postpone()
        self._sleep.over()

    def _reopen(self) -> None:
        if not self._attempts.due:
            return
        self._player.open()
        self._sleep.over()  # to wait for a device is not to sleep
        self._feed.cursor = start = self._player.written
        self._finished, paused = False, self._before is Phase.PAUSED
        self._state = transitions.found(self._state, start, self._rules, paused=paused)
        self._ask()

    def _report(self) -> None:
        now = time.monotonic()
        if now - self._shown >= SHOW_EVERY:
            self._shown = now
            self._show()
        if now - self._kept >= KEEP_EVERY:
            self._kept = now
            self._remember()

    def _show(self) -> None:
        place = self._state.tape.place(self._player.heard)
        status = status_of(self._state, place, self._volume, self._retelling.talk)
        for view in self._views:
            view.show(status)

    def _remember(self) -> None:
        state = self._state
        done = state.at >= state.plan.length
        self._keep(None if done else original(self._first, state.plan, state.at))
