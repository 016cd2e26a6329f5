"""The lengths that a list keeps: measured anew where something they depend on has changed."""

import shutil

from coach.catalog import _cache_key
from coach.plan.request import SessionRequest
from coach.system.paths import user_folder
from tests.paths import ROOT


def test_lengths_are_measured_anew_for_another_sound_and_for_another_script():
    keys = [_cache_key(SessionRequest("tone"))]
    assert _cache_key(SessionRequest("tone")) == keys[0]
    sound = user_folder() / "audio_cues" / "start.wav"
    sound.parent.mkdir(parents=True)
    shutil.copy(ROOT / "audio_cues" / "tick.wav", sound)
    keys.append(_cache_key(SessionRequest("tone")))
    (sound.parent / "gone.wav").symlink_to("nowhere")
    assert _cache_key(SessionRequest("tone")) == keys[-1]
    script = user_folder() / "routines" / "mine.yaml"
    script.parent.mkdir(parents=True)
    script.write_text("title: Mine\nsteps: [Hi.]\n")
    keys.append(_cache_key(SessionRequest("tone")))
    assert len(set(keys)) == 3
