"""Live sessions: the loop that takes commands, keeps the player fed and shows what is heard.

One thread does all of it, in turns of some 20 ms: the commands that came, the speech that was
finished, as much sound as the player takes without waiting, and ten times a second the status.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from queue import Empty, SimpleQueue

from coach.errors import MachineError
from coach.live import transitions
from coach.live.announcements import Announcements
from coach.live.answering import is_no
from coach.live.background_speech import BackgroundSpeech
from coach.live.closing_answers import ask_in_closing, take_answer
from coach.live.closing_question import ClosingQuestion, has_spoken
from coach.live.commands import FORM_VERBS, JUMP_VERBS, LIKING_VERBS, Command, Verb
from coach.live.device_retry import DeviceRetry
from coach.live.ear_lines import EarLines
from coach.live.feed import Feed
from coach.live.heard_report import HeardReport
from coach.live.like_changes import KeepLiking, LikeChanges, LikingAnswer
from coach.live.output.output_watch import OutputWatch
from coach.live.players import Player
from coach.live.reporting import View, make_status
from coach.live.resume_points import resume_point
from coach.live.saved_place import original_moment
from coach.live.schedule import make_schedule
from coach.live.schedule_changes import find_next_work, tells_by_itself
from coach.live.session_changes import SessionChanges
from coach.live.settings import Settings, volume_after
from coach.live.spoken_commands import Ear, SpokenCommands
from coach.live.state import Rules, State
from coach.live.status import Phase
from coach.live.suspend_watch import SuspendWatch
from coach.live.tape_player import TapePlayer
from coach.pipeline import PreparedSession
from coach.speech.studio import Studio
from coach.training.tally import Tally
from coach.units import format_clock

TURN_S = 0.02
"""Seconds of a turn in which no command comes."""
SHOW_EVERY_S = 0.1
SAVE_EVERY_S = 5.0
DEFAULT_SETTINGS = Settings()
SavePlace = Callable[[int | None], None]


class LiveSession:
    """A session performed live.

    The player is open, and was fed the silence that the session begins with (`prefed_ms` of it).
    `save_place` is called every few seconds with the moment of the session that is heard, in ms,
    and with None once the session has come to its end. With an `output_watch`, which the caller
    closes, it pauses where the sound moves to another device. `keep_liking` keeps what is wanted of
    an exercise. A `tally` is told what is heard, always before the place is saved.
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
        output_watch: OutputWatch | None = None,
        keep_liking: KeepLiking | None = None,
        tally: Tally | None = None,
    ) -> None:
        delivery = prepared.session.delivery
        self._views: tuple[View, ...] = ()
        self._save_place = save_place
        self._suspend_watch = suspend_watch or SuspendWatch()
        self._output_watch = output_watch
        self._heard_report = HeardReport(tally)
        self.closing_question: ClosingQuestion | None = None
        """What is asked in the closing rest, if anything is."""
        self._inbox: SimpleQueue[Command] = SimpleQueue()
        self._announcements = Announcements(delivery)
        self._ear_lines = EarLines(delivery.phrases.live)
        self._volume = settings.volume
        self._prefed_ms = 0 if settings.start else prefed_ms
        self._command_count = self._move_count = 0
        self._moved_by = ""
        self._device_retry = DeviceRetry()
        self._last_shown = self._last_saved = 0.0
        schedule = make_schedule(
            prepared.sheet, studio.media.lengths, prepared.span_starts, delivery.talk_level
        )
        self._original_schedule = schedule
        self._speech = BackgroundSpeech(studio, prepared.session.lexicon)
        self._session_changes = SessionChanges(prepared, studio, self._speech, schedule)
        self._like_changes = LikeChanges(prepared, keep_liking)
        self._awaited = studio.media.awaited
        heard_from = resume_point(schedule, settings.start)
        self._sources_ahead = tuple(
            clip.source for clip in prepared.timeline.clips if clip.end > heard_from
        )
        self._tape_player = TapePlayer(
            player,
            Feed(
                studio.media,
                prepared.measure_gain(),
                prepared.levels,
                volume=settings.volume / 100,
            ),
            self._speech,
            Rules(self._announcements, settings.wait, settings.timed, settings.keep_time),
            State(schedule, at=settings.start),
            self._heard_report,
        )
        asks = "ask_stop" in delivery.phrases.live
        self._spoken_commands = SpokenCommands(self._tape_player, asks=asks)

    @property
    def state(self) -> State:
        """Where the session stands."""
        return self._tape_player.state

    def send(self, command: Command) -> None:
        """Queue a command; from any thread, returns at once."""
        self._inbox.put(command)

    def add_views(self, *views: View) -> None:
        """Add views that are shown the status."""
        self._views += views

    def attach_ear(self, ear: Ear) -> None:
        """Set what hears spoken commands; as a control it is started and shown the status, too."""
        self._spoken_commands.ear = ear
        self._ear_lines.begin(ear.state)

    def run(self) -> bool:
        """Perform the session until it ends or is stopped; True if it came to its end."""
        sources = tuple(self._original_schedule.sheet.sources)
        expected = self._announcements.list_expected_sources()
        if self.closing_question:
            expected.append(self.closing_question.line)
        expected += self._ear_lines.list_expected()
        self._speech.preload(sources)
        self._speech.speak_ahead((*expected, *self._sources_ahead, *sources))
        self._tape_player.begin(self._prefed_ms)
        try:
            while self.state.phase is not Phase.ENDED:
                self._run_turn()
            self._show_status()
            return self.state.at >= self.state.schedule.length
        finally:
            if self.closing_question:
                self.closing_question.end()
            with suppress(MachineError):
                self._tape_player.report_heard()
            self._save_current_place()
            self._speech.close()

    def _run_turn(self) -> None:
        try:
            command = self._inbox.get(timeout=TURN_S)
        except Empty:
            command = None
        try:
            if self._suspend_watch.has_slept():  # the listener has not lain there waiting
                self._tape_player.pause_silently("paused: the machine was asleep")
            self._tape_player.advance()
            self._pause_if_moved()
            while command is not None:
                self._command_count += 1
                for meant in self._spoken_commands.interpret(command):
                    self._apply_command(meant)
                command = None if self._inbox.empty() else self._inbox.get()
            if self.state.phase is Phase.LOST:
                self._reopen_device()
            ask_in_closing(self.closing_question, self._tape_player)
            self._spoken_commands.advance()
            self._use_finished_work()
            self._tape_player.fill()
            if self._awaited:
                self._suspend_watch.has_slept()  # to wait for words is not to sleep
        except MachineError as error:
            self._retry_device_later(error)
        self._report_periodically()

    def _pause_if_moved(self) -> None:
        """Pause where the sound has moved to another device: others may hear that one."""
        if self._output_watch and self._output_watch.has_moved():
            message = f"paused: the sound moved to another device at {format_clock(self.state.at)}"
            self._tape_player.pause_silently(message)

    def _apply_command(self, command: Command) -> None:
        verb, before = command.verb, self.state
        moves = verb in JUMP_VERBS
        if verb is Verb.ANSWER or (is_no(command) and has_spoken(self.closing_question)):
            take_answer(self.closing_question, self._tape_player, command)
            return
        if verb in LIKING_VERBS and self.state.phase in (Phase.PLAYING, Phase.PAUSED):
            answer = self._like_changes.answer(verb, before.exercise)
            self._tape_player.answer_liking(verb, answer)
            moves = answer.leaves
        elif verb not in transitions.UNCUT_VERBS or (
            verb is Verb.EASIER and before.phase not in (Phase.PLAYING, Phase.PAUSED)
        ):
            self._tape_player.apply_command(command)
        elif verb is Verb.EASIER:
            self._make_easier()
        elif verb in FORM_VERBS:
            self._tape_player.acknowledge(verb, done=self._session_changes.request_change(verb))
        else:
            volume, self._volume = self._volume, volume_after(self._volume, command)
            self._tape_player.feed.volume = self._volume / 100
            self._tape_player.acknowledge(verb, done=self._volume != volume)
        if not self.state.refusal and before.phase in (Phase.PLAYING, Phase.PAUSED):
            self._heard_report.note_command(verb, before)
            if moves:
                self._move_count, self._moved_by = self._move_count + 1, str(verb)

    def _make_easier(self) -> None:
        """Go on with the exercise that is heard in its next gentler way, or say that it is that."""
        schedule, at, player = self.state.schedule, self.state.at, self._tape_player
        work = find_next_work(schedule, at)
        if work is None:
            player.answer_liking(
                Verb.EASIER, LikingAnswer("there is nothing to do here", done=False)
            )
        elif (card := self._session_changes.ease(schedule.spans[work].card)) is None:
            message = f"{self.state.exercise}: there is no easier way"
            answer = LikingAnswer(message, done=False, phrase="easiest")
            player.answer_liking(Verb.EASIER, answer)
        elif tells_by_itself(schedule, at, work, card):
            player.acknowledge(Verb.EASIER, done=True)
        else:
            player.tell_easier_way(card, work)

    def _use_finished_work(self) -> None:
        """Put on the tape, and show, what the background thread has finished."""
        if change := self._session_changes.pop_change():
            self._tape_player.change_schedule(change)
        self._tape_player.use_new_speech()
        if notice := self._speech.pop_notice(self._tape_player.feed.failure):
            self._tape_player.show_message(notice)

    def _retry_device_later(self, error: MachineError) -> None:
        """Keep the place where sound was last heard, and set when to open the device again."""
        if self.state.phase is not Phase.LOST:
            self._device_retry.reset()
        self._tape_player.lose_device(error.problems[0].message)
        self._device_retry.postpone()
        self._suspend_watch.has_slept()  # a call that hung is not sleep

    def _reopen_device(self) -> None:
        if self._device_retry.is_due:
            self._tape_player.reopen_device()
            self._suspend_watch.has_slept()  # to wait for a device is not to sleep

    def _report_periodically(self) -> None:
        now = time.monotonic()
        if now - self._last_shown >= SHOW_EVERY_S:
            self._last_shown = now
            if ear := self._spoken_commands.ear:
                self._ear_lines.advance(ear.state, self._tape_player.say_where_room_is)
            self._show_status()
        if now - self._last_saved >= SAVE_EVERY_S:
            self._last_saved = now
            self._save_current_place()

    def _show_status(self) -> None:
        place = self._tape_player.heard_place
        status = make_status(self.state, place, self._volume, self._session_changes.shown_talk)
        asks = self.closing_question is not None and self.closing_question.is_open
        status = replace(
            status,
            commands=self._command_count,
            pace=self._session_changes.pace,
            asks=asks,
            has_number=has_spoken(self.closing_question),
            moves=self._move_count,
            moved_by=self._moved_by,
            is_behind=self._tape_player.is_behind,
        )
        status = self._spoken_commands.describe(status)
        for view in self._views:
            view.show(status)

    def _save_current_place(self) -> None:
        schedule, at = self.state.schedule, self.state.at
        done = at >= schedule.length
        self._save_place(None if done else original_moment(self._original_schedule, schedule, at))
