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
from coach.live.acknowledgements import acknowledge_change
from coach.live.announcements import Announcements
from coach.live.background_speech import BackgroundSpeech
from coach.live.commands import Command, Verb
from coach.live.device_retry import DeviceRetry
from coach.live.feed import WINDOW_MS, Feed
from coach.live.players import Player
from coach.live.reporting import View, make_status
from coach.live.saved_place import original_moment
from coach.live.schedule import make_schedule, sheet_sources
from coach.live.settings import Settings, volume_after
from coach.live.state import Rules, State
from coach.live.status import Phase
from coach.live.suspend_watch import SuspendWatch
from coach.live.talk_changes import TalkChanges
from coach.live.tape import PendingSpeech
from coach.live.transitions import CutMode
from coach.pipeline import PreparedSession
from coach.sound.audio import FRAMES_PER_MS, Pcm
from coach.speech.studio import Studio

TURN_S = 0.02
"""Seconds of a turn in which nothing is asked."""
SHOW_EVERY_S = 0.1
SAVE_EVERY_S = 5.0
SPLICE_MS = 400
"""How much is rendered at once where queued sound is replaced, in ms."""
DEFAULT_SETTINGS = Settings()
SavePlace = Callable[[int | None], None]


class LiveSession:
    """A session performed live.

    The player is open, and was fed the silence that the session begins with (`fed` ms of it).
    `keep` is told every few seconds at which moment of the session it stands, and None when it
    has come to its end.
    """

    def __init__(
        self,
        prepared: PreparedSession,
        studio: Studio,
        player: Player,
        settings: Settings = DEFAULT_SETTINGS,
        save_place: SavePlace = lambda _at: None,
        prefed_ms: int = 0,
        suspend_watch: SuspendWatch | None = None,
    ) -> None:
        manner = prepared.session.delivery
        self._prepared = prepared
        self._studio = studio
        self._player = player
        self._views: tuple[View, ...] = ()
        self._save_place = save_place
        self._suspend_watch = suspend_watch or SuspendWatch()
        self._inbox: SimpleQueue[Command] = SimpleQueue()
        self._announcements = Announcements(manner)
        self._rules = Rules(self._announcements, settings.wait, settings.timed, settings.keep_time)
        self._volume = settings.volume
        mix = prepared.make_mix()
        self._feed = Feed(studio.media, mix.gain, mix.levels, volume=settings.volume / 100)
        lengths = studio.media.lengths
        plan = make_schedule(prepared.sheet, lengths, prepared.span_starts, manner.talk_level)
        self._original_schedule = plan
        self._speech = BackgroundSpeech(studio, prepared.session.lexicon)
        self._talk_changes = TalkChanges(prepared, studio, self._speech, plan)
        self._start, self._prefed_ms = settings.start, prefed_ms
        self._state = State(plan, at=settings.start)
        self._phase_before_loss = Phase.PLAYING  # the phase before the device was lost
        self._device_retry = DeviceRetry()
        self._last_shown = self._last_saved = 0.0
        self._is_player_finished = False

    @property
    def state(self) -> State:
        """Give where the session stands."""
        return self._state

    def send(self, command: Command) -> None:
        """Ask for something; from any thread, returns at once."""
        self._inbox.put(command)

    def add_views(self, *views: View) -> None:
        """Show the news to these, too."""
        self._views += views

    def run(self) -> bool:
        """Perform the session until it ends or is stopped; tells whether it came to its end."""
        self._speech.request(self._announcements.list_expected_sources())
        self._speech.preload(sheet_sources(self._original_schedule.sheet))
        fed = 0 if self._start else self._prefed_ms * FRAMES_PER_MS
        written = self._player.written
        self._feed.cursor = written
        self._state = continuation.begin_session(
            self._state.schedule, self._start, written - fed, self._rules
        )
        self._request_speech()
        try:
            while self._state.phase is not Phase.ENDED:
                self._run_turn()
            self._show_status()
            return self._state.at >= self._state.schedule.length
        finally:
            self._save_current_place()
            self._speech.close()

    def _run_turn(self) -> None:
        try:
            command = self._inbox.get(timeout=TURN_S)
        except Empty:
            command = None
        try:
            if self._suspend_watch.has_slept():
                self._pause_after_sleep()
            self._advance()
            while command is not None:
                self._apply_command(command)
                command = None if self._inbox.empty() else self._inbox.get()
            if self._state.phase is Phase.LOST:
                self._reopen_device()
            self._collect_speech()
            self._fill_player()
        except MachineError as error:
            self._mark_device_lost(error)
        self._report_periodically()

    def _advance(self) -> None:
        self._state = state.advance_to(self._state, self._player.heard)

    def _apply_command(self, command: Command) -> None:
        verb = command.verb
        if verb in transitions.UNCUT_VERBS:
            self._adjust_volume_or_talk(command)
            return
        self._cut_sound(transitions.cut_mode_for(self._state, verb))
        before = self._state
        self._state = transitions.apply_command(before, command, self._rules)
        if self._state is not before:
            self._request_speech()
        if verb is Verb.STOP:
            self._player.stop()

    def _cut_sound(self, how: CutMode) -> None:
        """Cut the sound under way, and the tape where it was."""
        player = self._player
        if how is CutMode.NONE:
            return
        joint = player.joint if how is CutMode.JOIN else None
        if joint is None:
            player.stop()
            joint = player.written
        elif place := self._state.tape.place_at(joint := max(joint, self._state.cut_frame)):
            # On a whole millisecond of what is heard there, so that what follows fits it.
            joint += (place.begin - joint) % FRAMES_PER_MS
        self._rules = state.with_splicing(
            self._rules, how is CutMode.JOIN and player.joint is not None
        )
        self._state = state.cut_tape(self._state, joint)
        self._feed.cursor = joint
        self._is_player_finished = False

    def _change_seamlessly(self, change: Callable[[State, Rules], State]) -> None:
        """Change the tape without a seam."""
        self._cut_sound(CutMode.JOIN)
        self._state = change(self._state, self._rules)
        self._request_speech()

    def _adjust_volume_or_talk(self, command: Command) -> None:
        """Change the loudness, or how much is said."""
        verb, phase = command.verb, self._state.phase
        if verb in (Verb.TALK_MORE, Verb.TALK_LESS):
            done = self._talk_changes.request_change(verb)
        else:
            done = (wanted := volume_after(self._volume, command)) != self._volume
            self._volume, self._feed.volume = wanted, wanted / 100
        if phase in (Phase.PLAYING, Phase.PAUSED):
            self._cut_sound(CutMode.JOIN if phase is Phase.PLAYING else CutMode.FADE)
            self._state = acknowledge_change(self._state, verb, self._rules, done=done)
            self._request_speech()

    def _collect_speech(self) -> None:
        """Take over what the speaker has made meanwhile."""
        state = self._state
        plan = self._talk_changes.pop_schedule()
        if plan and state.phase is Phase.PLAYING:
            self._change_seamlessly(
                lambda state, rules: transitions.switch_schedule(state, plan, rules)
            )
        elif plan:
            self._state = transitions.queue_schedule(state, plan, self._rules)
        for line in self._state.remarks:
            if state.phase is Phase.PLAYING and self._speech.has_finished([line]):
                self._change_seamlessly(partial(transitions.say_remark, line=line))
        tape = self._state.tape.lay_out_speech(
            self._studio.media.lengths, self._speech.has_finished
        )
        if tape is not self._state.tape:
            self._state = transitions.with_tape(self._state, tape)
        if notice := self._speech.pop_notice(self._feed.failure):
            self._state = transitions.with_message(self._state, notice)

    def _request_speech(self) -> None:
        """Have spoken what the tape and the remarks need."""
        for piece in self._state.tape.pieces:
            if isinstance(piece, PendingSpeech):
                self._speech.request(piece.sources)
        self._speech.request(self._state.remarks)
        tape = self._state.tape.lay_out_speech(
            self._studio.media.lengths, self._speech.has_finished
        )
        self._state = transitions.with_tape(self._state, tape)

    def _fill_player(self) -> None:
        """Write as much as the player takes without waiting."""
        if self._state.phase not in (Phase.PLAYING, Phase.PAUSED):
            return
        player, feed = self._player, self._feed
        if feed.cursor < player.written and (pcm := self._render_next(SPLICE_MS)):
            player.splice(feed.cursor - len(pcm.samples), pcm)
        room = player.room
        while room >= WINDOW_MS * FRAMES_PER_MS:
            pcm = self._render_next()
            if pcm is None:
                self._finish_tape()
                return
            player.write(pcm)
            self._is_player_finished = False
            room -= len(pcm.samples)

    def _render_next(self, most: int = WINDOW_MS) -> Pcm | None:
        """Render what comes next. That a take is gone is no fault of the device."""
        try:
            return self._feed.render_next(self._state.tape, most)
        except MachineError as error:
            raise CoachError(error.problems) from error

    def _finish_tape(self) -> None:
        """See to it that all is heard where the tape ends; then the session has ended."""
        tape, player = self._state.tape, self._player
        if self._feed.cursor < tape.end or any(isinstance(p, PendingSpeech) for p in tape.pieces):
            return
        if not self._is_player_finished:
            player.finish()
            self._is_player_finished = True
        if self._state.phase is Phase.PLAYING and player.heard >= tape.end:
            self._state = transitions.end_session(self._state)

    def _pause_after_sleep(self) -> None:
        """Pause after the machine slept: nobody has lain there waiting."""
        if self._state.phase is Phase.PLAYING:
            self._advance()
            self._state = transitions.pause_silently(self._state, "paused: the machine was asleep")
            self._cut_sound(CutMode.FADE)

    def _mark_device_lost(self, error: MachineError) -> None:
        """Note where sound was last heard, and try to open the device again from time to time."""
        if self._state.phase in (Phase.PLAYING, Phase.PAUSED):
            self._phase_before_loss = self._state.phase
            self._state = state.cut_tape(self._state, self._player.heard)
            self._device_retry.reset()
        if self._state.phase is not Phase.ENDED:
            self._state = transitions.lose_device(self._state, error.problems[0].message)
        self._device_retry.postpone()
        self._suspend_watch.has_slept()

    def _reopen_device(self) -> None:
        if not self._device_retry.is_due:
            return
        self._player.open()
        self._suspend_watch.has_slept()  # to wait for a device is not to sleep
        self._feed.cursor = start = self._player.written
        self._is_player_finished, paused = False, self._phase_before_loss is Phase.PAUSED
        self._state = transitions.resume_after_loss(self._state, start, self._rules, paused=paused)
        self._request_speech()

    def _report_periodically(self) -> None:
        now = time.monotonic()
        if now - self._last_shown >= SHOW_EVERY_S:
            self._last_shown = now
            self._show_status()
        if now - self._last_saved >= SAVE_EVERY_S:
            self._last_saved = now
            self._save_current_place()

    def _show_status(self) -> None:
        place = self._state.tape.place_at(self._player.heard)
        status = make_status(self._state, place, self._volume, self._talk_changes.talk)
        for view in self._views:
            view.show(status)

    def _save_current_place(self) -> None:
        state = self._state
        done = state.at >= state.schedule.length
        self._save_place(
            None if done else original_moment(self._original_schedule, state.schedule, state.at)
        )
