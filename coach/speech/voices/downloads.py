"""Voices that are not in any package: fetched once, when they are asked for by name.

Only `fetch_voice` asks the network, or imports what could. What lies on the disk is compared with
the table each time it is loaded, so that no other file ever speaks; a file that was put there by
hand is as good.
"""

import hashlib
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

from coach.errors import MachineError, Problem, UsageError, suggest_nearest
from coach.speech.voices import NATURAL, VoiceEntry
from coach.system.paths import NO_HOME, NO_HOME_HINT, is_unknown, voices_folder

ENGINE = NATURAL
"""The engine that speaks with them."""
REVISION = "main"
"""The revision of the repository. Which commit holds these files was not known when the table was
made, since it was made offline; a branch may move. The SHA-256 of each is what pins it: a file
that is changed there is refused, and never spoken with."""
SOURCE_URL = f"https://huggingface.co/maureesewilliams/hibari/resolve/{REVISION}/voices"
MIRROR_VARIABLE = "COACH_VOICES_URL"
"""Names the folder of a web server that has the same files. By http, too: what it sends is
compared with the table all the same."""

_FOLDER_ADDRESS = re.compile(r"https?://(?:(?![@?#])[!-~])+")
"""No name and password before the host, and nothing behind the path: a file's name follows."""


@dataclass(frozen=True, slots=True)
class VoiceDownload:
    """A voice to fetch: what is said of it, the name of its file, and its SHA-256."""

    entry: VoiceEntry
    file: str
    sha256: str

    @property
    def voice(self) -> str:
        """What `--voice` takes once it is here."""
        return f"{ENGINE}:{self.entry.name}"

    @property
    def url(self) -> str:
        """Where it is fetched from; raises UsageError for a mirror that is no address."""
        return f"{_find_source()}/{self.file}"

    @property
    def path(self) -> Path:
        """Where it lies once it is here."""
        return voices_folder() / self.file

    @property
    def is_installed(self) -> bool:
        """True if there is a file of its length: to list it, not to speak with it."""
        try:
            return self.path.stat().st_size == self.entry.size
        except OSError:
            return False


def _describe(
    name: str, language: str, gender: str, file: str, size: int, sha256: str
) -> VoiceDownload:
    entry = VoiceEntry(
        name,
        language,
        gender=gender,
        quality="natural",
        size=size,
        licence="Apache-2.0",
        origin="https://huggingface.co/maureesewilliams/hibari",
    )
    return VoiceDownload(entry, file, sha256)


# From voices.json of hibari-tts 0.2.1, against which a test compares them.
_KNOWN = (
    _describe(
        "emma",
        "en-GB",
        "female",
        "bf_emma.int8.onnx",
        7_936_868,
        "f709f0488ee63b583a22189a955aaf4257b9806dd330be3490661e53af0a89c1",
    ),
    _describe(
        "fable",
        "en-GB",
        "male",
        "bm_fable.int8.onnx",
        7_936_868,
        "c28529302f2d27cd12f62625c24425888c4e3c2675583100ec530259136b8bc6",
    ),
    _describe(
        "fenrir",
        "en-US",
        "male",
        "am_fenrir_v2.int8.onnx",
        8_031_158,
        "f59fbd87908c91f827bc21b1b89443757b9a8580db9eee20aa948deb731321f4",
    ),
    _describe(
        "kore",
        "en-US",
        "female",
        "af_kore.int8.onnx",
        7_936_868,
        "346885752673e45d42f9864c9e2432094bc4b6385df060d4b83273da764d2fa9",
    ),
)
DOWNLOADS: Mapping[str, VoiceDownload] = MappingProxyType({one.entry.name: one for one in _KNOWN})


def find_download(name: str) -> VoiceDownload:
    """Return a voice of the table, by `name` or `engine:name`; raises UsageError for none."""
    found = DOWNLOADS.get(name.removeprefix(f"{ENGINE}:"))
    if found is None:
        hint = suggest_nearest(name, DOWNLOADS) or f"there are: {', '.join(DOWNLOADS)}"
        raise UsageError(Problem(f"no voice to fetch is called {name!r}", hint=hint))
    return found


def list_installed() -> tuple[VoiceEntry, ...]:
    """Return what is known of the voices that are here."""
    return tuple(one.entry for one in DOWNLOADS.values() if one.is_installed)


def locate_voice(name: str) -> Path:
    """Return the file of a voice that is here; it is not opened, so that this costs nothing.

    Raises UsageError for an unknown name, MachineError where the voice is not here; the hint is the
    command that fetches it.
    """
    wanted = find_download(name)
    if not wanted.path.is_file():
        message = f"the voice {wanted.voice} is not on this machine"
        raise MachineError(Problem(message, hint=_say_how_to_fetch(wanted)))
    return wanted.path


def verify_voice(name: str) -> Path:
    """Compare the file of a voice with the table, all of it, before it is loaded; return its path.

    Raises what `locate_voice` does, and MachineError where the file is not what it should be.
    """
    wanted, path = find_download(name), locate_voice(name)
    try:
        is_right = _compute_sha256(path) == wanted.sha256
    except OSError as error:
        message = f"{path}: cannot be read: {error.strerror or error}"
        raise MachineError(Problem(message, hint=_say_how_to_fetch(wanted))) from error
    if not is_right:
        message = f"{path}: expected the voice {wanted.voice}, found another file"
        raise MachineError(Problem(message, hint=_say_how_to_fetch(wanted)))
    return path


def _say_how_to_fetch(wanted: VoiceDownload) -> str:
    return f"coach voices --get {wanted.entry.name}"


def fetch_voice(
    name: str, advance: Callable[[int, int], None] = lambda _done, _whole: None
) -> Path:
    """Fetch a voice unless it is here, and return its file.

    `advance` is called with the bytes that have come, and those of the whole. Raises UsageError
    for an unknown name, MachineError where it cannot be fetched or kept.
    """
    from coach.system.verified_download import RemoteFile, fetch_file

    wanted = find_download(name)
    if is_unknown(wanted.path):
        raise MachineError(Problem(NO_HOME, hint=NO_HOME_HINT))
    try:
        return verify_voice(name)
    except MachineError:
        remote = RemoteFile(wanted.url, wanted.entry.size, wanted.sha256)
    fetch_file(remote, wanted.path, advance)
    return wanted.path


def remove_voice(name: str) -> Path:
    """Remove what there is of a fetched voice, and return where its file was.

    Raises UsageError where there is nothing of it, MachineError where it cannot be removed.
    """
    from coach.system.verified_download import part_path

    wanted = find_download(name)
    found = [path for path in (wanted.path, part_path(wanted.path)) if path.exists()]
    if not found:
        raise UsageError(Problem(f"the voice {wanted.voice} is not on this machine"))
    for path in found:
        try:
            path.unlink()
        except OSError as error:
            message = f"{path}: cannot be removed: {error.strerror or error}"
            raise MachineError(Problem(message)) from error
    return wanted.path


def _compute_sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _find_source() -> str:
    """Return the address of the folder of voices, without a slash at its end."""
    given = os.environ.get(MIRROR_VARIABLE)
    if not given:
        return SOURCE_URL
    try:
        is_address = bool(_FOLDER_ADDRESS.fullmatch(given) and urlsplit(given).hostname)
    except ValueError:
        is_address = False
    if not is_address:
        expected = "an address such as https://example.org/voices"
        raise UsageError(Problem(f"{MIRROR_VARIABLE}: expected {expected}, found {given!r}"))
    return given.rstrip("/")
