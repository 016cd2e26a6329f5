"""coach doctor: each check is tried for real, faults are findings, reports name nobody."""

import os
import platform
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from coach.check import machine_check
from coach.check.machine_check import Finding, State, examine, private, report
from coach.cli.main import app
from coach.errors import MachineError, Problem


def found(findings, what) -> Finding:
    return next(each for each in findings if each.what == what)


def test_a_machine_that_speaks_is_fine():
    findings = list(examine())
    assert found(findings, "voice").state is State.FINE
    assert ".wav" in found(findings, "formats").told
    assert found(findings, "cache").state is State.FINE
    assert found(findings, "own scripts").told == "0, none with a fault"


def test_what_is_broken_is_a_finding_with_what_mends_it(own_folders):
    (own_folders / "home" / "routines").mkdir(parents=True)
    (own_folders / "home" / "routines" / "bad.yaml").write_text("title: x\n")
    (own_folders / "config").mkdir()
    (own_folders / "config" / "config.yaml").write_text("voice: [")
    (own_folders / "state").write_text("")
    findings = list(examine())
    assert found(findings, "settings").state is State.BROKEN
    assert "config.yaml:2:1: " in found(findings, "settings").told
    assert found(findings, "own scripts").mend.startswith("coach check ")
    assert found(findings, "state").state is State.LESS
    assert found(findings, "state").mend


def test_a_check_that_fails_in_an_unknown_way_is_a_finding(monkeypatch):
    def check():
        raise RuntimeError("odd")
        yield

    monkeypatch.setattr(machine_check, "_voice", check)
    finding = found(list(examine()), "voice")
    assert finding.state is State.BROKEN
    assert finding.told == "RuntimeError: odd"


def test_a_report_names_nobody(monkeypatch):
    monkeypatch.setenv("USER", "somebody")
    told = [Finding("coach", State.FINE, "1"), Finding("x", State.FINE, f"{Path.home()}/somebody")]
    text = report(told)
    assert "somebody" not in text
    assert str(Path.home()) not in text.replace("~", "")
    assert platform.node() not in text or len(platform.node()) <= 3
    assert platform.python_version() in text


def test_private_hides_the_folders_of_the_program():
    text = private(f"{sys.prefix}{os.sep}lib and {Path(machine_check.__file__).parent}")
    assert str(sys.prefix) not in text
    assert str(Path(machine_check.__file__).parent.parent) not in text


@pytest.mark.parametrize("arguments", [["doctor"], ["doctor", "--report"]])
def test_the_command_prints_and_ends_by_what_it_found(arguments, monkeypatch):
    fine = [Finding("coach", State.FINE, "1"), Finding("a", State.FINE, "b")]
    monkeypatch.setattr(machine_check, "examine", lambda: iter(fine))
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0
    assert "a: " in result.output
    broken = [*fine, Finding("voice", State.BROKEN, "none", "install one")]
    monkeypatch.setattr(machine_check, "examine", lambda: iter(broken))
    assert CliRunner().invoke(app, arguments).exit_code == 3


def test_who_cannot_speak_or_play_here_is_told_with_what_mends_it(monkeypatch):
    def fails(*_):
        raise MachineError(Problem("it is not there", hint="install it"))

    monkeypatch.setattr("coach.speech.voices.tone.ToneVoice.catalog", fails)
    monkeypatch.setattr("coach.live.players.miniaudio.MiniaudioPlayer.open", fails)
    monkeypatch.setattr("coach.live.players.simpleaudio.SimpleaudioPlayer.open", lambda _self: None)
    findings = list(examine())
    assert found(findings, "voice tone") == Finding(
        "voice tone", State.LESS, "it is not there", "install it"
    )
    assert found(findings, "player miniaudio") == Finding(
        "player miniaudio", State.BROKEN, "it is not there", "install it"
    )
    assert found(findings, "player simpleaudio").state is State.FINE
    assert found(findings, "player simpleaudio").told.startswith("plays through ")


def test_formats_that_cannot_be_written_are_told_with_what_mends_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "av", None)
    monkeypatch.delitem(sys.modules, "coach.export.encoders.pyav", raising=False)
    for name in ("m4a", "mp4", "flac", "opus", "ogg"):
        monkeypatch.delitem(sys.modules, f"coach.export.encoders.{name}", raising=False)
    able, unable = (each for each in examine() if each.what == "formats")
    assert ".wav" in able.told
    assert unable.state is State.LESS
    assert unable.told.startswith("not .")
    assert "export" in unable.mend
