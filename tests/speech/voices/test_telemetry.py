"""The natural voice reports to nobody that it speaks."""

import os
import subprocess
import sys

import pytest

from coach.speech.voices import is_natural_installed

SPEAK = """
from coach.speech.voices.natural import NaturalVoice

NaturalVoice().speak("Slowly lower your leg.", 142)
"""

pytestmark = pytest.mark.skipif(not is_natural_installed(), reason="there is no natural voice here")


def test_no_file_for_reports_is_written(tmp_path):
    environment = {name: value for name, value in os.environ.items() if "ORT_" not in name}
    environment |= {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    subprocess.run(
        [sys.executable, "-c", SPEAK], env=environment, check=True, capture_output=True, timeout=120
    )
    assert not [path for path in tmp_path.rglob("*") if "icrosoft" in str(path)]
