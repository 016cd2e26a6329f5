"""A talk through `coach learn`, from its file to a real sound server."""

import os
import subprocess
import sys

import numpy as np

from coach.listener.config_loader import config_path
from coach.pipeline import prepare_session
from coach.plan.request import SessionRequest
from coach.sound.audio import RATE
from coach.system.paths import user_folder

from .conftest import SoundServer, behind_the_tick

COACH = [sys.executable, "-m", "coach"]
TALK = "title: Sleep\nlines:\n  - [A quiet hour helps., So does a dark room.]\nsources: Our own\n"


def test_a_talk_is_heard_as_it_is_planned_whatever_length_sessions_have(
    sound_server: SoundServer,
) -> None:
    path = user_folder() / "talks" / "quiet.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(TALK, encoding="utf-8")
    config_path().parent.mkdir(parents=True, exist_ok=True)
    config_path().write_text("length: 20m\ntalk: bell\nplayer: miniaudio\n", encoding="utf-8")
    planned = prepare_session(str(path), SessionRequest("tone"))
    whole = planned.make_mix().render(0, planned.timeline.length).samples
    sounding = np.flatnonzero(whole)
    wanted = whole[sounding[0] : sounding[-1] + 1]
    env = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [*COACH, "learn", "quiet", "--voice", "tone"]
    with sound_server.record() as recording:
        ran = subprocess.run(command, env=env, capture_output=True, text=True, timeout=90)
        heard = recording.sound
    assert (ran.returncode, ran.stderr) == (0, "")
    assert len(wanted) > 3 * RATE
    assert np.array_equal(behind_the_tick(heard), wanted)
