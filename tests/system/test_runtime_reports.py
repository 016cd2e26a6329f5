"""What runs the models of voice and ear keeps nothing of its users, and sends nothing."""

import os
import subprocess
import sys
from importlib.util import find_spec

import pytest

SPEAK = """
from coach.speech.voices import open_voice
open_voice("natural").speak("Lie down.", 140)
"""


@pytest.mark.skipif(find_spec("onnxruntime") is None, reason="onnxruntime has no wheel here")
def test_a_voice_leaves_no_trace_of_its_runtime(tmp_path):
    home = {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    env = {key: value for key, value in os.environ.items() if key != "ORT_DISABLE_TELEMETRY"}
    subprocess.run([sys.executable, "-c", SPEAK], env=env | home, check=True)
    assert not [path for path in tmp_path.rglob("*") if "icrosoft" in path.name]
