"""Takes stored on disk, each under a key of all that shapes it: no utterance is spoken twice.

A damaged file is noticed and spoken anew, and one is renamed into its place when it is whole, so
that a crash leaves nothing half written. Where the folder cannot be written, takes are kept for
this run only, and `failure` says why; where it is not known, the same, without a word.
"""

import os
import secrets
import time
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from threading import RLock

from coach.errors import MachineError, Problem
from coach.sound.audio import Pcm
from coach.sound.take import Profile, Take, TakeLike
from coach.speech.take_file import TakeFile, pack_take, unpack_take
from coach.speech.take_hold import TakeHold
from coach.speech.take_space import TakeSpace
from coach.system.paths import is_unknown
from coach.timeline.clips import Extent

MAX_MEMORY_BYTES = 16_000_000
"""How much sound is held in memory; the rest is read when it is needed."""
NOTE_USE_AFTER_S = 60
"""How old the time of the last use may be before it is set anew."""
STALE_AFTER_S = 600
"""The age at which a partly written take is removed: writing one takes milliseconds."""


class TakeCache:
    """A folder of takes, each under a key; the sound of a few of them is held in memory."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.failure: str | None = None
        """Why takes could not be stored the last time."""
        self._number = secrets.randbelow(10**10)
        self._hold = TakeHold(folder)
        self._space = TakeSpace(folder)
        self._in_memory: OrderedDict[str, Pcm] = OrderedDict()
        self._memory_bytes = 0
        self._lock = RLock()
        self._ready_folders: set[Path] = set()

    def path(self, key: str) -> Path:
        """Return the path of a take; 16 folders keep any one of them small."""
        return self.folder / key[:1] / f"{key[1:]}.take"

    def load(self, key: str) -> "StoredTake | None":
        """Return a take, or None where there is none or it is damaged."""
        file = self._read(key)
        return StoredTake(self, key, file.extent, file.profile) if file else None

    def _read(self, key: str) -> TakeFile | None:
        path = self.path(key)
        try:
            content = path.read_bytes()
        except OSError:
            return None
        with self._lock:
            self._hold.add(key)
        with suppress(OSError):
            if path.stat().st_mtime < time.time() - NOTE_USE_AFTER_S:
                os.utime(path)
        return unpack_take(content)

    def store(self, key: str, take: Take) -> TakeLike:
        """Store a take, and return it as stored, or as it is where that was not possible.

        Where another process has stored one meanwhile, that one is returned: the first one counts.
        """
        if is_unknown(self.folder):
            return take
        path, content = self.path(key), pack_take(take)
        if not self._space.reserve(len(content)):
            self.failure = f"{self.folder}: the takes in use fill the space there is for them"
            return take
        # Nobody else has this name, on any machine that shares the folder, and this process writes
        # one take at a time.
        temporary = path.with_name(f".{key[1:17]}.{os.getpid()}{self._number:010}.part")
        try:
            self._prepare_folder(path.parent)
            temporary.write_bytes(content)
            with self._lock:
                self._hold.add(key)
            if not _claim_path(temporary, path) and (first := self.load(key)):
                temporary.unlink()
                return first
            temporary.replace(path)
            # Both may be names of one file: then `replace` did nothing.
            temporary.unlink(missing_ok=True)
        except OSError as error:
            self.failure = f"{self.folder}: {error.strerror or error}"
            with suppress(OSError):
                temporary.unlink()
            return take
        return StoredTake(self, key, take.extent, take.profile)

    def _prepare_folder(self, folder: Path) -> None:
        """Make a folder, and remove once what a killed process left there half written."""
        if folder in self._ready_folders:
            return
        folder.mkdir(parents=True, exist_ok=True)
        self._ready_folders.add(folder)
        for path in folder.glob(".*.part"):
            with suppress(OSError):
                if time.time() - path.stat().st_mtime > STALE_AFTER_S:
                    path.unlink()

    def load_pcm(self, key: str, length: int) -> Pcm:
        """Return the sound of a take of `length` ms, from memory or from the folder.

        Raises MachineError where it was damaged or removed since it was loaded.
        """
        # While a session plays, one thread reads takes and another speaks more of them.
        with self._lock:
            if key not in self._in_memory:
                self._keep_in_memory(key, self._decompress(key, length))
            self._in_memory.move_to_end(key)
            return self._in_memory[key]

    def _decompress(self, key: str, length: int) -> Pcm:
        file = self._read(key)
        if file and file.extent.length == length:
            try:
                return file.decompress().restore()
            except ValueError:  # It was forged, and would be found again.
                with suppress(OSError):
                    self.path(key).unlink()
        message = f"{self.folder}: a take was damaged or removed while in use"
        raise MachineError(Problem(message, hint="run the same command again"))

    def _keep_in_memory(self, key: str, pcm: Pcm) -> None:
        with self._lock:
            if key not in self._in_memory:
                self._in_memory[key] = pcm
                self._memory_bytes += pcm.samples.nbytes
            while self._memory_bytes > MAX_MEMORY_BYTES and len(self._in_memory) > 1:
                _, old = self._in_memory.popitem(last=False)
                self._memory_bytes -= old.samples.nbytes


@dataclass(frozen=True, slots=True, eq=False)
class StoredTake:
    """A take whose sound stays on disk until it is asked for."""

    take_cache: TakeCache
    key: str
    extent: Extent
    profile: Profile

    @property
    def pcm(self) -> Pcm:
        """The sound, from memory or from the folder."""
        return self.take_cache.load_pcm(self.key, self.extent.length)


def take_key(*parts: object) -> str:
    """Return a key of all that shapes a take."""
    return blake2b("\0".join(map(str, parts)).encode(), digest_size=20).hexdigest()


def _claim_path(temporary: Path, path: Path) -> bool:
    """Link a take into its place; False where that is taken, or links are not possible.

    An engine speaks the same words a little differently each time, and a session that was laid
    out with one take must not find another in its place.
    """
    try:
        path.hardlink_to(temporary)
    except OSError:
        return False
    return True
