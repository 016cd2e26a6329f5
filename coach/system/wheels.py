"""Wheels: which packages have none for a platform, so that pip would have to compile them.

What the package index offered on 29 November 2026 for espeakng-loader 0.2.4, lameenc 1.9.0,
miniaudio 1.71, numpy 2.5.5 and onnxruntime 1.32.0, asked by pip. A wheel that is missing is no
fault of a machine where the package was built, or comes from its distribution.
"""

import platform
import struct
import sys
import sysconfig
from dataclasses import dataclass

from coach.system.install_hint import install_command

SYSTEM_NAMES = {"linux": "Linux", "darwin": "macOS", "win32": "Windows"}
MACHINES = {
    "x86_64": "x86-64",
    "amd64": "x86-64",
    "aarch64": "ARM",
    "arm64": "ARM",
    "armv6l": "32-bit ARM",
    "armv7l": "32-bit ARM",
    "armv8l": "32-bit ARM",
    "i386": "32-bit x86",
    "i686": "32-bit x86",
    "x86": "32-bit x86",
}
"""The kind of processor behind each name that systems have for it."""
NARROW = {"x86-64": "32-bit x86", "ARM": "32-bit ARM"}
"""What a 64-bit processor is to a 32-bit Python: a Raspberry Pi often has one."""


@dataclass(frozen=True, slots=True)
class Platform:
    """What decides which wheels pip takes.

    `system` is that of `sys.platform`, `machine` a value of MACHINES, or the system's own name for
    another one. `libc` is "glibc", "musl" or "", `libc_version` its major and minor number.
    """

    system: str
    machine: str
    python: tuple[int, int]
    libc: str = ""
    libc_version: tuple[int, int] = (0, 0)

    def __str__(self) -> str:
        libc = f" with {self.libc}" if self.libc else ""
        name = SYSTEM_NAMES.get(self.system, self.system)
        return f"{name} on {self.machine}{libc}, Python {self.python[0]}.{self.python[1]}"


@dataclass(frozen=True, slots=True)
class WheelGap:
    """A package without a wheel, and where: on every platform that has all that is named here.

    No machines are all of them. `glibc_before` and `python_from` are the first versions on the
    other side. With `newest` there are wheels, but none newer than that version.
    """

    package: str
    system: str
    machines: tuple[str, ...] = ()
    libc: str = ""
    glibc_before: tuple[int, int] = (0, 0)
    python_from: tuple[int, int] = (0, 0)
    newest: str = ""

    def covers(self, where: Platform) -> bool:
        """Return True if a platform has no wheel because of this gap."""
        return (
            self.system == where.system
            and (not self.machines or where.machine in self.machines)
            and (not self.libc or self.libc == where.libc)
            and (not any(self.glibc_before) or _has_older_glibc(where, self.glibc_before))
            and self.python_from <= where.python
        )


_NARROW = tuple(NARROW.values())
GAPS = (
    WheelGap("numpy", "linux", _NARROW),
    WheelGap("espeakng-loader", "linux", libc="musl"),
    WheelGap("espeakng-loader", "linux", _NARROW),
    WheelGap("espeakng-loader", "linux", ("ARM",), glibc_before=(2, 28)),
    WheelGap("espeakng-loader", "win32", _NARROW),
    WheelGap("lameenc", "linux", libc="musl"),
    WheelGap("lameenc", "linux", ("32-bit ARM",)),
    WheelGap("miniaudio", "linux", ("ARM", *_NARROW)),
    WheelGap("miniaudio", "win32", ("ARM",)),
    WheelGap("onnxruntime", "linux", libc="musl"),
    WheelGap("onnxruntime", "linux", _NARROW),
    WheelGap("onnxruntime", "linux", glibc_before=(2, 28)),
    WheelGap("onnxruntime", "win32", _NARROW),
    WheelGap("onnxruntime", "darwin", ("x86-64",), python_from=(3, 14)),
    WheelGap("onnxruntime", "darwin", ("x86-64",), newest="1.23.2"),
)
"""The first gap of a package that covers a platform is the one that is told."""

REMEDIES = {
    "numpy": "nothing works without it: {install} (takes a C compiler)",
    "espeakng-loader": "install espeak-ng as the system does, then: coach config voice pyttsx3",
    "lameenc": "there is no MP3: name a .wav, or a .opus with the extra export",
    "miniaudio": "to hear sessions here: {install} (takes a C compiler)",
    "onnxruntime": "the natural voice does not speak here, another one does",
}
"""What to do without a wheel of a package. lameenc and onnxruntime offer no source to compile, nor
does this version of espeakng-loader."""


def format_remedy(gap: WheelGap) -> str:
    """Return what to do about a gap: the command that installs, or what does the work instead."""
    if gap.newest:
        return install_command(f"{gap.package}=={gap.newest}")
    return REMEDIES[gap.package].format(install=install_command(gap.package))


def find_wheel_gaps(where: Platform) -> tuple[WheelGap, ...]:
    """Return what has no wheel on a platform, one gap a package, in the order of GAPS."""
    found: dict[str, WheelGap] = {}
    for gap in GAPS:
        if gap.covers(where):
            found.setdefault(gap.package, gap)
    return tuple(found.values())


def read_platform() -> Platform:
    """Return the platform of this Python."""
    libc, version = platform.libc_ver()
    if libc not in ("glibc", "musl"):  # musl tells nothing of itself to older Pythons
        libc = "musl" if "musl" in str(sysconfig.get_config_var("EXT_SUFFIX")) else ""
    numbers = [int(part) for part in version.split(".") if part.isdigit()] if libc else []
    major, minor, *_ = (*numbers, 0, 0)
    return Platform(sys.platform, _read_machine(), sys.version_info[:2], libc, (major, minor))


def _read_machine() -> str:
    """Return the kind of processor that this Python was built for, which may run on another."""
    name = platform.machine().lower()
    if sys.platform == "win32":  # win32, win-amd64, win-arm64
        name = sysconfig.get_platform().rpartition("-")[2].replace("win32", "x86")
    kind = MACHINES.get(name, name)
    return kind if struct.calcsize("P") == 8 else NARROW.get(kind, kind)


def _has_older_glibc(where: Platform, version: tuple[int, int]) -> bool:
    return where.libc == "glibc" and where.libc_version < version
