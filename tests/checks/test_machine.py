"""coach doctor: each check is tried for real, faults are findings, reports name nobody."""

import os
import platform
import sys
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest
from typer.testing import CliRunner

from coach.checks import machine_check
from coach.checks.fault_report import format_report, redact_private
from coach.checks.finding import CheckOutcome, Finding
from coach.checks.machine_check import run_checks
from coach.cli.main import app
from coach.errors import MachineError, Problem
from coach.system.wheels import Platform


def found(findings, subject) -> Finding:
    return next(each for each in findings if each.subject == subject)


def test_a_machine_that_speaks_is_fine():
    findings = list(run_checks())
    assert found(findings, "voice").outcome is CheckOutcome.OK
    assert ".wav" in found(findings, "formats").message
    assert found(findings, "cache").outcome is CheckOutcome.OK
    assert found(findings, "own scripts").message == "0, none with a fault"


def test_what_is_broken_is_a_finding_with_what_mends_it(own_folders):
    (own_folders / "home" / "routines").mkdir(parents=True)
    (own_folders / "home" / "routines" / "bad.yaml").write_text("title: x\n")
    (own_folders / "config").mkdir()
    (own_folders / "config" / "config.yaml").write_text("voice: [")
    (own_folders / "state").write_text("")
    findings = list(run_checks())
    assert found(findings, "settings").outcome is CheckOutcome.BROKEN
    assert "config.yaml:2:1: " in found(findings, "settings").message
    assert found(findings, "own scripts").hint.startswith("coach check ")
    assert found(findings, "state").outcome is CheckOutcome.DEGRADED
    assert found(findings, "state").hint


def test_a_check_that_fails_in_an_unknown_way_is_a_finding(monkeypatch):
    def check():
        raise RuntimeError("odd")
        yield

    monkeypatch.setattr(machine_check, "_voice_findings", check)
    finding = found(list(run_checks()), "voice")
    assert finding.outcome is CheckOutcome.BROKEN
    assert finding.message == "RuntimeError: odd"


@pytest.mark.parametrize(
    ("server", "failure", "outcome", "message"),
    [
        ("pulseaudio", "", CheckOutcome.OK, "pulseaudio says when the sound moves"),
        ("", "nobody answers", CheckOutcome.DEGRADED, "another device: nobody answers"),
        ("", "", CheckOutcome.DEGRADED, "another device: there is no answer"),
    ],
)
def test_whether_a_move_of_the_sound_is_noticed(monkeypatch, server, failure, outcome, message):
    class Watch:
        closed = 0

        def __init__(self):
            self.server, self.failure = server, failure

        def wait_for_answer(self, _seconds):
            return bool(server or failure)

        def close(self):
            Watch.closed += 1

    monkeypatch.setattr("coach.live.output.output_watch.OutputWatch", Watch)
    (finding,) = machine_check._output_findings()
    assert finding.outcome is outcome
    assert message in finding.message
    assert Watch.closed == 1


def test_where_no_sound_server_answers_the_output_cannot_be_watched(monkeypatch, tmp_path):
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path}/nobody")
    (finding,) = machine_check._output_findings()
    assert finding.outcome is CheckOutcome.DEGRADED


def test_a_report_names_nobody(monkeypatch):
    monkeypatch.setenv("USER", "somebody")
    told = [
        Finding("coach", CheckOutcome.OK, "1"),
        Finding("x", CheckOutcome.OK, f"{Path.home()}/somebody"),
    ]
    text = format_report(told)
    assert "somebody" not in text
    assert str(Path.home()) not in text.replace("~", "")
    assert platform.node() not in text or len(platform.node()) <= 3
    assert platform.python_version() in text


def test_a_report_names_every_package_whatever_versions_of_it_are_asked_for(monkeypatch):
    asked = [
        "typer<0.29,>=0.26",
        "numpy==2",
        "rich",
        "pyyaml[x]!=3; python_version > '3'",
        "nosuch",
    ]
    monkeypatch.setattr("coach.checks.fault_report.requires", lambda _name: asked)
    monkeypatch.setattr("coach.checks.fault_report.version", find_version)
    line = format_report([]).splitlines()[2]
    assert line == "numpy 1, pyyaml 1, rich 1, typer 1"


def find_version(name: str) -> str:
    if name == "nosuch":
        raise PackageNotFoundError
    return "1"


def test_private_hides_the_folders_of_the_program():
    text = redact_private(f"{sys.prefix}{os.sep}lib and {Path(machine_check.__file__).parent}")
    assert str(sys.prefix) not in text
    assert str(Path(machine_check.__file__).parent.parent) not in text


@pytest.mark.parametrize("arguments", [["doctor"], ["doctor", "--report"]])
def test_the_command_prints_and_ends_by_what_it_found(arguments, monkeypatch):
    fine = [Finding("coach", CheckOutcome.OK, "1"), Finding("a", CheckOutcome.OK, "b")]
    monkeypatch.setattr(machine_check, "run_checks", lambda: iter(fine))
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0
    assert "a: " in result.output
    broken = [*fine, Finding("voice", CheckOutcome.BROKEN, "none", "install one")]
    monkeypatch.setattr(machine_check, "run_checks", lambda: iter(broken))
    assert CliRunner().invoke(app, arguments).exit_code == 3


def test_who_cannot_speak_or_play_here_is_told_with_what_mends_it(monkeypatch):
    def fails(*_):
        raise MachineError(Problem("it is not there", hint="install it"))

    monkeypatch.setattr("coach.speech.voices.tone.ToneVoice.catalog", fails)
    monkeypatch.setattr("coach.live.players.miniaudio.MiniaudioPlayer.open", fails)
    monkeypatch.setattr("coach.live.players.simpleaudio.SimpleaudioPlayer.open", lambda _self: None)
    findings = list(run_checks())
    assert found(findings, "voice tone") == Finding(
        "voice tone", CheckOutcome.DEGRADED, "it is not there", "install it"
    )
    assert found(findings, "player miniaudio") == Finding(
        "player miniaudio", CheckOutcome.BROKEN, "it is not there", "install it"
    )
    assert found(findings, "player simpleaudio").outcome is CheckOutcome.OK
    assert found(findings, "player simpleaudio").message.startswith("plays through ")


def test_formats_that_cannot_be_written_are_told_with_what_mends_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "av", None)
    monkeypatch.delitem(sys.modules, "coach.exports.encoders.pyav", raising=False)
    for name in ("m4a", "mp4", "flac", "opus", "ogg"):
        monkeypatch.delitem(sys.modules, f"coach.exports.encoders.{name}", raising=False)
    able, unable = (each for each in run_checks() if each.subject == "formats")
    assert ".wav" in able.message
    assert unable.outcome is CheckOutcome.DEGRADED
    assert unable.message.startswith("not .")
    assert "soundfile" in unable.hint


def test_what_is_drawn_is_told(monkeypatch):
    pytest.importorskip("PIL")
    assert found(list(run_checks()), "drawings").outcome is CheckOutcome.OK
    monkeypatch.setitem(sys.modules, "PIL", None)
    drawings = found(list(run_checks()), "drawings")
    assert drawings.outcome is CheckOutcome.DEGRADED
    assert "pictures of chapters" in drawings.message
    assert drawings.hint.endswith("install pillow")


def test_a_format_whose_package_has_no_wheel_here_is_told_with_its_own_hint(monkeypatch):
    monkeypatch.setattr(
        "coach.exports.encoders.find_spec", lambda name: None if name == "lameenc" else True
    )
    _, unable = (each for each in run_checks() if each.subject == "formats")
    assert unable.message == "not .mp3"
    assert unable.hint.endswith("install lameenc; or name a .wav")


def test_what_has_no_wheel_for_this_platform_is_told_before_it_is_missed(monkeypatch):
    alpine = Platform("linux", "x86-64", (3, 12), "musl")
    monkeypatch.setattr(machine_check, "read_platform", lambda: alpine)
    monkeypatch.setattr(machine_check, "find_spec", lambda name: name == "espeakng_loader" or None)
    told = list(run_checks())
    loader, lame = found(told, "espeakng-loader"), found(told, "lameenc")
    assert loader.outcome is CheckOutcome.OK
    assert loader.message.endswith("Python 3.12; it is installed all the same")
    assert lame.outcome is CheckOutcome.DEGRADED
    assert lame.message == "there is no wheel for Linux on x86-64 with musl, Python 3.12"
    assert ".wav" in lame.hint
    assert not [each for each in told if each.subject == "wheels"]


def test_an_older_wheel_is_told_with_the_command_that_installs_it(monkeypatch):
    intel_mac = Platform("darwin", "x86-64", (3, 13))
    monkeypatch.setattr(machine_check, "read_platform", lambda: intel_mac)
    monkeypatch.setattr(machine_check, "find_spec", lambda _name: None)
    one = found(list(run_checks()), "onnxruntime")
    assert one.message.startswith("there is no wheel newer than 1.23.2 for macOS on x86-64")
    assert one.hint.endswith("onnxruntime==1.23.2")


def test_where_every_wheel_is_there_one_line_says_so(monkeypatch):
    monkeypatch.setattr(
        machine_check, "read_platform", lambda: Platform("win32", "x86-64", (3, 14))
    )
    one = found(list(run_checks()), "wheels")
    assert one == Finding(
        "wheels", CheckOutcome.OK, "none is missing for Windows on x86-64, Python 3.14"
    )
