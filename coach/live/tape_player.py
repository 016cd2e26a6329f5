"""Plays the tape of a live session: the tape, what renders it and the card change together.

A frame of the tape is a frame that was written to the player. Whatever cuts the tape therefore
cuts the sound at the same frame, and moves the cursor of the feed there.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from coach.errors import CoachError, MachineError
from coach.live import (
    continuation,
    device_loss,
    edits,
    interludes,
    schedule_changes,
    transitions,
)
from coach.live.acknowledgements import (
    acknowledge_change,
    acknowledge_liking,
    play_earcon,
    with_refusal,
)
from coach.live.announcements import EARCON_MS
from coach.live.background_speech import BackgroundSpeech
from coach.live.commands import Command, Verb
from coach.live.feed import WINDOW_MS, Feed
from coach.live.heard_report import HeardReport
from coach.live.like_changes import LikingAnswer
from coach.live.players import Player
from coach.live.schedule_changes import ScheduleChange
from coach.live.state import Rules, State, advance_to, cut_tape, with_splicing
from coach.live.status import Phase
from coach.live.tape import PendingSpeech, Place
from coach.live.transitions import CutMode
from coach.script.exercise import Exercise
from coach.sound.audio import FRAMES_PER_MS, Pcm
from coach.timeline.source import Utterance

SPLICE_MS = 400
"""How much is rendered at once where queued sound is replaced, in ms."""


class TapePlayer:
    """The state of a session, kept in step with an open player.

    The session is in the state IDLE until `begin`. Calls raise MachineError when the device is
    lost, and CoachError for any other fault. What is heard is told to a `heard_report`.
    """

    def __init__(
        self,
        player: Player,
        feed: Feed,
        speech: BackgroundSpeech,
        rules: Rules,
        state: State,
        heard_report: HeardReport,
    ) -> None:
        self.feed = feed
        self._player = player
        self._speech = speech
        self._rules = rules
        self._state = state
        self._heard_report = heard_report
        self._lengths = state.schedule.lengths
        self._is_player_finished = False

    @property
    def state(self) -> State:
        """Where the session stands."""
        return self._state

    @property
    def heard_place(self) -> Place | None:
        """The place on the tape that is heard now; None for an empty tape."""
        return self._state.tape.place_at(self._player.heard)

    @property
    def is_behind(self) -> bool:
        """True while what is heard was queued before the tape was cut the last time."""
        return self._state.phase is Phase.PLAYING and self._player.heard < self._state.cut_frame

    def begin(self, prefed_ms: int) -> None:
        """Start the tape behind what the player was fed, of which `prefed_ms` belong to it."""
        written = self._player.written
        self.feed.cursor = written
        self._state = continuation.begin_session(
            self._state.schedule, self._state.at, written - prefed_ms * FRAMES_PER_MS, self._rules
        )
        self._heard_report.restart(self._state.tape.start)
        self._request_speech()

    def advance(self) -> None:
        """Move the state on to what is heard now."""
        self._state = advance_to(self._state, self.report_heard())

    def report_heard(self) -> int:
        """Report what has been heard up to now; return the frame."""
        heard = self._player.heard
        self._heard_report.follow(self._state.tape, heard)
        return heard

    def apply_command(self, command: Command) -> None:
        """Cut the sound as a command needs it, and let the tape go on as it asks."""
        self._cut_sound(transitions.cut_mode_for(self._state, command.verb))
        before = self._state
        self._state = transitions.apply_command(before, command, self._rules)
        if self._state is not before:
            self._request_speech()
        if command.verb is Verb.STOP:
            self._player.stop()

    def acknowledge(self, verb: Verb, *, done: bool) -> None:
        """Sound an earcon for a change of the volume or the talk, or for its refusal."""
        if self._state.phase in (Phase.PLAYING, Phase.PAUSED):
            self._change(lambda now, rules: acknowledge_change(now, verb, rules, done=done))
        else:
            self._state = with_refusal(self._state, verb, done=done)

    def sound_sign(self, name: str) -> None:
        """Sound an earcon by itself; over the session, where that plays."""
        self._change(lambda now, rules: play_earcon(now, name, rules))

    def ask_to_stop(self) -> None:
        """Pause, and ask whether to stop."""
        self._cut_sound(CutMode.FADE)
        self._state = interludes.ask_to_stop(self._state, self._rules)
        self._request_speech()

    def end_listening(self, *, goes_on: bool) -> None:
        """Sound that nothing was understood, and go on where the session stood still for it."""
        if goes_on and self._state.phase is Phase.PAUSED:
            self._cut_sound(CutMode.FADE)
            self._state = continuation.resume_session(self._state, self._rules, "refuse")
            self._request_speech()
        else:
            self.sound_sign("refuse")

    def answer_liking(self, verb: Verb, answer: LikingAnswer) -> None:
        """Acknowledge what is wanted of an exercise; one that is left out now is gone on from."""
        if answer.leaves:
            self.apply_command(Command(verb))
            self.show_message(answer.message)
            return
        self._cut_sound(CutMode.JOIN if self._state.phase is Phase.PLAYING else CutMode.FADE)
        self._state = acknowledge_liking(self._state, verb, self._rules, answer)
        self._request_speech()

    def change_schedule(self, change: ScheduleChange) -> None:
        """Set another schedule of the session, which takes over where that says."""
        if self._state.phase is Phase.PLAYING:
            self._change_seamlessly(
                lambda now, rules: schedule_changes.switch_schedule(now, change, rules)
            )
        else:
            self._state = schedule_changes.queue_schedule(self._state, change, self._rules)

    def tell_easier_way(self, card: Exercise, work: int) -> None:
        """Have it said how a card is done more easily, and begin a span of work anew."""
        self._cut_sound(CutMode.FADE)
        state = schedule_changes.begin_easier_way(self._state, self._rules, card, work)
        self._state = advance_to(state, state.cut_frame)
        self._request_speech()

    def add_remark(self, line: Utterance) -> None:
        """Have a line said over the session as soon as it is spoken, where there is room."""
        self._state = replace(self._state, remarks=(*self._state.remarks, line))
        self._request_speech()

    def say_where_room_is(self, line: Utterance) -> bool:
        """Have a line said if it is spoken and the session has room for it now; True if so."""
        state = self._state
        if state.phase is not Phase.PLAYING or not self._speech.has_finished([line]):
            return False
        has_room = edits.add_remark(state.schedule, state.at + EARCON_MS, line) is not None
        if has_room:
            self.add_remark(line)
        return has_room

    def use_new_speech(self) -> None:
        """Put on the tape what has been spoken meanwhile."""
        for line in self._state.remarks:
            if self._state.phase is Phase.PLAYING and self._speech.has_finished([line]):
                self._change_seamlessly(partial(transitions.say_remark, line=line))
        self._lay_out_speech()

    def show_message(self, message: str) -> None:
        """Set the message of the state, which stays until the next command."""
        self._state = transitions.with_message(self._state, message)

    def pause_silently(self, message: str) -> None:
        """Pause without an earcon a session that plays; one without a device is paused later."""
        if self._state.phase is Phase.LOST:
            self._state = transitions.pause_silently(self._state, message)
        elif self._state.phase is Phase.PLAYING:
            self.advance()
            self._state = transitions.pause_silently(self._state, message)
            self._cut_sound(CutMode.FADE)

    def lose_device(self, message: str) -> None:
        """Cut the tape where sound was last heard, and wait for `reopen_device`."""
        if self._state.phase in (Phase.PLAYING, Phase.PAUSED):
            self._state = cut_tape(self._state, self.report_heard())
        if self._state.phase is not Phase.ENDED:
            self._state = device_loss.lose_device(self._state, message)

    def reopen_device(self) -> None:
        """Open the player anew and go on from where it was lost, paused if it is to be."""
        self._player.open()
        self.feed.cursor = start = self._player.written
        self._is_player_finished = False
        self._state = device_loss.resume_after_loss(self._state, start, self._rules)
        self._heard_report.restart(start)
        self._request_speech()

    def fill(self) -> None:
        """Write as much as the player takes without waiting."""
        if self._state.phase not in (Phase.PLAYING, Phase.PAUSED):
            return
        player, feed = self._player, self.feed
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

    def _cut_sound(self, mode: CutMode) -> None:
        """Cut the sound that is queued, and the tape at the same frame."""
        player = self._player
        if mode is CutMode.NONE:
            return
        joint = player.joint if mode is CutMode.JOIN else None
        if joint is None:
            player.stop()
            joint = player.written
        elif place := self._state.tape.place_at(joint := max(joint, self._state.cut_frame)):
            # On a whole millisecond of what is heard there, so that what follows fits it.
            joint += (place.begin - joint) % FRAMES_PER_MS
        self._rules = with_splicing(self._rules, mode is CutMode.JOIN and player.joint is not None)
        self._state = cut_tape(self._state, joint)
        self.feed.cursor = joint
        self._is_player_finished = False

    def _change(self, change: Callable[[State, Rules], State]) -> None:
        """Change what is on a tape that plays or is paused; in any other phase nothing."""
        phase = self._state.phase
        if phase in (Phase.PLAYING, Phase.PAUSED):
            self._cut_sound(CutMode.JOIN if phase is Phase.PLAYING else CutMode.FADE)
            self._state = change(self._state, self._rules)
            self._request_speech()

    def _change_seamlessly(self, change: Callable[[State, Rules], State]) -> None:
        """Change a tape that plays without a gap, where the player can."""
        self._cut_sound(CutMode.JOIN)
        self._state = change(self._state, self._rules)
        self._request_speech()

    def _request_speech(self) -> None:
        """Request the speech that the tape and the remarks lack, and lay out what there is."""
        for piece in self._state.tape.pieces:
            if isinstance(piece, PendingSpeech):
                self._speech.request(piece.sources)
        self._speech.request(self._state.remarks)
        self._lay_out_speech()

    def _lay_out_speech(self) -> None:
        tape = self._state.tape.lay_out_speech(self._lengths, self._speech.has_finished)
        self._state = transitions.with_tape(self._state, tape)

    def _render_next(self, most: int = WINDOW_MS) -> Pcm | None:
        """Render what comes next; that a take is gone must not look like a lost device."""
        try:
            return self.feed.render_next(self._state.tape, most)
        except MachineError as error:
            raise CoachError(error.problems) from error

    def _finish_tape(self) -> None:
        """End the session once the end of its tape has been heard."""
        tape, player = self._state.tape, self._player
        if self.feed.cursor < tape.end or any(isinstance(p, PendingSpeech) for p in tape.pieces):
            return
        if not self._is_player_finished:
            player.finish()
            self._is_player_finished = True
        if self._state.phase is Phase.PLAYING and player.heard >= tape.end:
            self._state = transitions.end_session(self._state)
