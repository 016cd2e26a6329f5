"""What bad input was found to do, each mended: one test a finding of `tests/fuzz`."""

import json
from pathlib import Path

import pytest
import yaml

from coach import document, ranges
from coach.audio import FASTEST, SLOWEST, read_wav
from coach.library import shipped_folder
from coach.wishes import Wishes
from tests.fuzz.around import wav

SCRIPTS = sorted((shipped_folder() / "scripts").rglob("*.yaml"))


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_both_loaders_read_what_is_shipped(path, monkeypatch):
    """The loader in Python takes `?,` in braces for the beginning of a key."""
    text = path.read_text(encoding="utf-8")
    whole = yaml.serialize(document.parse(text, path.name))
    monkeypatch.setattr(document, "_Loader", yaml.SafeLoader)
    assert yaml.serialize(document.parse(text, path.name)) == whole


@pytest.mark.parametrize("rate", [0, 1, SLOWEST - 1, FASTEST + 1, 4_000_000_000])
def test_sound_of_a_rate_nobody_records_at_is_refused(tmp_path, rate):
    """To bring a frame a second to 48,000 took minutes; from 4,000,000,000, all memory."""
    path = tmp_path / "x.wav"
    path.write_bytes(wav(bytes(400), rate))
    with pytest.raises(ValueError, match="frames a second, found"):
        read_wav(path)


def test_sound_of_the_rates_at_the_bounds_is_read(tmp_path):
    path = tmp_path / "x.wav"
    for rate in (SLOWEST, FASTEST):
        path.write_bytes(wav(bytes(400), rate))
        assert read_wav(path).rate == rate


ENTRY = {
    "name": "a",
    "title": "A",
    "description": "",
    "shortest": 1,
    "usual": 2,
    "longest": 3,
    "fault": "",
}
OTHERS = [
    "[" * 100_000,
    json.dumps([ENTRY | {"usual": [1]}]),
    json.dumps([ENTRY | {"shortest": -1}]),
    json.dumps([ENTRY | {"title": None}]),
    json.dumps([ENTRY | {"longest": True}]),
    json.dumps([ENTRY | {"more": 1}]),
    json.dumps([1]),
    json.dumps({"a": 1}),
]


@pytest.mark.parametrize("content", OTHERS, ids=range(len(OTHERS)))
def test_what_nobody_kept_is_measured_anew(own_folders, monkeypatch, content):
    measured = ranges.Entry("a", "A", "about", 1_000, 2_000, 3_000)
    monkeypatch.setattr(ranges, "_entry", lambda _name, _wishes: measured)
    wishes = Wishes("tone")
    first = ranges.entries(wishes, lambda _done, _all: None)
    (path,) = Path(own_folders / "cache").glob("routines-*.json")
    path.write_text(content)
    assert ranges.entries(wishes, lambda _done, _all: None) == first
    assert set(first) == {measured}
