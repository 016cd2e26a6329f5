"""The question of the closing rest: said over a session that plays, and its answer acknowledged."""

import time

from coach.live.answering import is_no
from coach.live.closing_question import ClosingQuestion
from coach.live.commands import Command
from coach.live.status import Phase
from coach.live.tape_player import TapePlayer
from coach.script.pace import Pace
from coach.timeline.source import Utterance


def ask_in_closing(closing: ClosingQuestion | None, tape_player: TapePlayer) -> None:
    """Have the question of the closing rest said when its moment comes, and end it in time."""
    if closing is None:
        return
    state, now = tape_player.state, _read_ms()
    if state.phase is Phase.PLAYING and closing.begin(state.schedule, state.at, now):
        tape_player.add_remark(closing.line)
    closing.advance(now)


def take_answer(closing: ClosingQuestion | None, tape_player: TapePlayer, command: Command) -> None:
    """Take a command for an answer to the question, where it is asked, and acknowledge it."""
    if closing is None or not closing.take(command, _read_ms()):
        return
    if is_no(command):
        tape_player.sound_sign("tick" if closing.is_open else "resume")
    elif closing.spoken is not None:  # said back, for it may have been misheard
        tape_player.acknowledge(command.verb, done=True)
        tape_player.add_remark(Utterance(str(closing.spoken), Pace.INSTRUCT))
    elif not closing.is_open:
        tape_player.acknowledge(command.verb, done=True)


def _read_ms() -> int:
    return round(time.monotonic() * 1000)
