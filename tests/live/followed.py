"""A real session that is followed over its socket, without a card and faster than time."""

import json
import os
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from coach.live import engine
from coach.live.commands import Command
from coach.live.controls.socket_client import list_sessions
from coach.live.controls.socket_server import SocketServer
from coach.live.engine import LiveSession
from coach.pipeline import prepare_in_studio
from coach.plan.request import SessionRequest
from coach.speech.studio import Studio
from tests.live.recorded import SlowPlayer
from tests.terminals import until

SCRIPT = """\
title: Two
steps:
  - group: Bird dog
    chapter: true
    steps:
      - Come to hands and knees.
      - {sides: [{reps: 2}, {rest: 5s}], first: right, switch: 2s}
  - group: Bridge
    chapter: true
    steps: [Lie on your back., {hold: 10s}, {rest: 5s}, {hold: 10s}]
"""
Wish = tuple[Callable[[LiveSession], bool], Command | Callable[[LiveSession], None]]


def follow(count: int = 1) -> list[socket.socket]:
    """Follow the session of this process, so many times."""
    (session,) = [one for one in list_sessions() if one.pid == os.getpid()]
    followers = [socket.socket(socket.AF_UNIX) for _ in range(count)]
    for one in followers:
        one.connect(str(session.path))
        one.sendall(b'{"do": "events"}\n')
        one.settimeout(5)
    return followers


def read_all(follower: socket.socket) -> list[dict[str, Any]]:
    """Read the lines up to the end."""
    with follower, follower.makefile("rb") as lines:
        return [json.loads(line) for line in lines if line.endswith(b"\n")]


class FollowedSession:
    """A session with its socket, and what who followed it was told; `others` follow it, too."""

    def __init__(self, studio: Studio, script: str, count: int = 1, others: int = 0) -> None:
        self.player = SlowPlayer()
        self.prepared = prepare_in_studio(studio, script, SessionRequest("tone"))
        self.live = LiveSession(self.prepared, studio, self.player)
        self.control = SocketServer()
        self.control.start(self.live.send)
        self._count = count
        self._others = others

    def run(self, *wishes: Wish) -> list[list[dict[str, Any]]]:
        """Perform it, each wish once it is due, in their order; return what each was told."""
        left, turn = list(wishes), self.live._run_turn
        followers = follow(self._count)
        all_of_them = self._count + self._others
        assert until(lambda: len(self.control._events._followers) == all_of_them, 30)

        def run_turn() -> None:
            if left and left[0][0](self.live):
                wish = left.pop(0)[1]
                if isinstance(wish, Command):
                    self.live.send(wish)
                else:
                    wish(self.live)
            turn()

        self.live.add_views(self.control)
        with pytest.MonkeyPatch.context() as patch, suppress(KeyboardInterrupt):
            patch.setattr(engine, "TURN_S", 0.0005)
            patch.setattr(engine, "SHOW_EVERY_S", 0)
            patch.setattr(self.live, "_run_turn", run_turn)
            self.live.run()
        self.control.stop()
        assert not left
        return [read_all(one) for one in followers]
