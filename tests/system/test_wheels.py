"""Which packages have no wheel on a platform, and that the documents say so."""

import platform
import re
import struct
import sys
import sysconfig

import pytest

from coach.system.wheels import (
    GAPS,
    SYSTEM_NAMES,
    Platform,
    find_wheel_gaps,
    format_remedy,
    read_platform,
)
from tests.paths import ROOT

PYTHON = (3, 12)
NEW, OLD = ("glibc", (2, 36)), ("glibc", (2, 26))
MUSL = ("musl", (0, 0))
ALL_NARROW = "numpy espeakng-loader miniaudio onnxruntime"
PAGE = (ROOT / "docs" / "installing.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("where", "missing"),
    [
        (Platform("linux", "x86-64", PYTHON, *NEW), ""),
        (Platform("linux", "x86-64", PYTHON, *OLD), "onnxruntime"),
        (Platform("linux", "x86-64", PYTHON, *MUSL), "espeakng-loader lameenc onnxruntime"),
        (Platform("linux", "ARM", PYTHON, *NEW), "miniaudio"),
        (Platform("linux", "ARM", PYTHON, *OLD), "espeakng-loader miniaudio onnxruntime"),
        (Platform("linux", "ARM", PYTHON, *MUSL), "espeakng-loader lameenc miniaudio onnxruntime"),
        (
            Platform("linux", "32-bit ARM", PYTHON, *NEW),
            "numpy espeakng-loader lameenc miniaudio onnxruntime",
        ),
        (Platform("linux", "32-bit x86", PYTHON, *NEW), ALL_NARROW),
        (Platform("win32", "x86-64", (3, 14)), ""),
        (Platform("win32", "ARM", PYTHON), "miniaudio"),
        (Platform("win32", "32-bit x86", PYTHON), "espeakng-loader onnxruntime"),
        (Platform("darwin", "ARM", (3, 14)), ""),
        (Platform("darwin", "x86-64", (3, 13)), "onnxruntime<=1.23.2"),
        (Platform("darwin", "x86-64", (3, 14)), "onnxruntime"),
        (Platform("linux", "riscv64", PYTHON, *NEW), ""),
        (Platform("freebsd14", "x86-64", PYTHON), ""),
    ],
    ids=str,
)
def test_each_platform_misses_what_the_index_does_not_have(where, missing):
    gaps = find_wheel_gaps(where)
    found = [gap.package + (f"<={gap.newest}" if gap.newest else "") for gap in gaps]
    assert " ".join(found) == missing


@pytest.mark.parametrize(
    ("system", "machine", "built_for", "pointer", "kind"),
    [
        ("linux", "x86_64", "linux-x86_64", 8, "x86-64"),
        ("linux", "aarch64", "linux-aarch64", 8, "ARM"),
        ("linux", "aarch64", "linux-aarch64", 4, "32-bit ARM"),
        ("linux", "armv7l", "linux-armv7l", 4, "32-bit ARM"),
        ("linux", "x86_64", "linux-x86_64", 4, "32-bit x86"),
        ("linux", "riscv64", "linux-riscv64", 8, "riscv64"),
        ("darwin", "arm64", "macosx-11.0-universal2", 8, "ARM"),
        ("win32", "ARM64", "win-amd64", 8, "x86-64"),
        ("win32", "ARM64", "win-arm64", 8, "ARM"),
        ("win32", "AMD64", "win32", 4, "32-bit x86"),
    ],
)
def test_the_processor_is_the_one_that_this_python_was_built_for(
    monkeypatch, system, machine, built_for, pointer, kind
):
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(platform, "machine", lambda: machine)
    monkeypatch.setattr(sysconfig, "get_platform", lambda: built_for)
    monkeypatch.setattr(struct, "calcsize", lambda _format: pointer)
    assert read_platform().machine == kind


@pytest.mark.parametrize(
    ("told", "suffix", "libc"),
    [
        (("glibc", "2.36"), ".cpython-312-x86_64-linux-gnu.so", ("glibc", (2, 36))),
        (("glibc", "2"), ".cpython-312-x86_64-linux-gnu.so", ("glibc", (2, 0))),
        (("", ""), ".cpython-312-x86_64-linux-musl.so", ("musl", (0, 0))),
        (("musl", "1.2.5"), ".cpython-315-x86_64-linux.so", ("musl", (1, 2))),
        (("", ""), ".cpython-312-darwin.so", ("", (0, 0))),
    ],
)
def test_the_c_library_is_the_one_of_this_python(monkeypatch, told, suffix, libc):
    monkeypatch.setattr(platform, "libc_ver", lambda: told)
    monkeypatch.setattr(sysconfig, "get_config_var", lambda _name: suffix)
    found = read_platform()
    assert (found.libc, found.libc_version) == libc
    assert found.python == sys.version_info[:2]


def test_the_documents_name_every_system_and_package_that_has_a_gap():
    part = PAGE.partition("\n## Where it installs\n")[2]
    rows = re.findall(r"^\| (.+?) \| (.+?) \|", part, re.MULTILINE)
    told = {(row[0].split()[0], name) for row in rows for name in re.findall("`(.+?)`", row[1])}
    assert told == {(SYSTEM_NAMES[gap.system], gap.package) for gap in GAPS}


@pytest.mark.parametrize("gap", GAPS, ids=lambda gap: f"{gap.package}-{gap.system}")
def test_each_gap_has_what_to_do(gap):
    assert "{" not in format_remedy(gap)
    assert not gap.newest or f"{gap.package}=={gap.newest}" in format_remedy(gap)
