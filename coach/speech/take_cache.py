"""Takes stored on disk, each under a key of all that shapes it: no utterance is spoken twice.

A file holds its own checksum, so a damaged one is noticed and spoken anew, and it is renamed into
its place when it is whole, so that a crash leaves nothing half written. Where the folder cannot
be written, takes are kept for this run only, and `failure` says why; where it is not known, the
same, without a word.
"""

import os
import struct
import time
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from threading import RLock
from zlib import crc32

import numpy as np

from coach.errors import MachineError, Problem
from coach.sound.audio import FRAMES_PER_MS, Pcm
from coach.sound.take import ENERGY_HOP_MS, PEAK_HOP_MS, Profile, Take, TakeLike
from coach.system.paths import is_unknown
from coach.timeline.clips import Extent

MAX_MEMORY_BYTES = 16_000_000
"""How much sound is held in memory; the rest is read when it is needed."""
MAX_DISK_BYTES = 500_000_000
"""How much of the disk takes may fill; a session of half an hour has about 20 MB of them."""
KEEP_FOR_S = 86_400
"""How long a take that was used stays in any case: someone may be listening to it."""
STALE_AFTER_S = 600
"""The age at which a partly written take is removed: writing one takes milliseconds."""

_MAGIC = b"coach take 2\n"
_HEAD = struct.Struct("<Iiiii")
"""Checksum of all that follows, then the beat and the counts of energies, peaks and samples."""


class TakeCache:
    """A folder of takes, each under a key; the sound of a few of them is held in memory."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.failure: str | None = None
        """Why takes could not be stored the last time."""
        self.has_grown = False
        """Whether a take was stored, so that the folder may be too large by now."""
        self._in_memory: OrderedDict[str, Pcm] = OrderedDict()
        self._memory_bytes = 0
        self._lock = RLock()
        self._ready_folders: set[Path] = set()

    def path(self, key: str) -> Path:
        """Return the path of a take; 16 folders keep any one of them small."""
        return self.folder / key[:1] / f"{key[1:]}.take"

    def load(self, key: str) -> "StoredTake | None":
        """Return a take, or None where there is none or it is damaged."""
        path = self.path(key)
        try:
            content = path.read_bytes()
            if path.stat().st_mtime < time.time() - KEEP_FOR_S:
                os.utime(path)
        except OSError:
            return None
        unpacked = _unpack_take(content)
        if unpacked is None:
            return None
        extent, profile, pcm = unpacked
        self._keep_in_memory(key, pcm)
        return StoredTake(self, key, extent, profile)

    def store(self, key: str, take: Take) -> TakeLike:
        """Store a take, and return it as stored, or as it is where that was not possible.

        Where another process has stored one meanwhile, that one is returned: the first one counts.
        """
        if is_unknown(self.folder):
            return take
        path = self.path(key)
        # No other process has this name, and this one writes one take at a time.
        temporary = path.with_name(f".{key[1:17]}.{os.getpid()}.part")
        try:
            self._prepare_folder(path.parent)
            temporary.write_bytes(_pack_take(take))
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
        self.has_grown = True
        self._keep_in_memory(key, take.pcm)
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

    def prune(self, most: int = MAX_DISK_BYTES) -> None:
        """Remove the takes unused for longest, until four fifths of `most` bytes are left.

        Nothing that was used in the last day goes; what cannot be removed stays.
        """
        takes = []
        with suppress(OSError):
            for path in self.folder.glob("?/*.take"):
                status = path.stat()
                takes.append((status.st_mtime, status.st_size, path))
        size, early = sum(size for _, size, _ in takes), time.time() - KEEP_FOR_S
        if size <= most:
            return
        for used, length, path in sorted(takes):
            if used > early or size <= most * 4 // 5:
                return
            with suppress(OSError):
                path.unlink()
            size -= length

    def load_pcm(self, key: str, length: int) -> Pcm:
        """Return the sound of a take of `length` ms, from memory or from the folder.

        Raises MachineError where it was damaged or removed since it was loaded.
        """
        # While a session plays, one thread reads takes and another speaks more of them.
        with self._lock:
            if key not in self._in_memory and not (
                (take := self.load(key)) and take.extent.length == length
            ):
                message = f"{self.folder}: a take was damaged or removed while in use"
                raise MachineError(Problem(message, hint="run the same command again"))
            self._in_memory.move_to_end(key)
            return self._in_memory[key]

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


def _pack_take(take: Take) -> bytes:
    profile, samples = take.profile, take.pcm.samples
    counts = struct.pack(
        "<iiii", take.extent.beat, len(profile.energies), len(profile.peaks), len(samples)
    )
    arrays = (profile.energies.astype("<f4"), profile.peaks.astype("<f4"), samples.astype("<i2"))
    body = counts + b"".join(array.tobytes() for array in arrays)
    return _MAGIC + struct.pack("<I", crc32(body)) + body


def _unpack_take(content: bytes) -> tuple[Extent, Profile, Pcm] | None:
    start = len(_MAGIC) + _HEAD.size
    if len(content) < start or content[: len(_MAGIC)] != _MAGIC:
        return None
    checksum, beat, energies, peaks, samples = _HEAD.unpack_from(content, len(_MAGIC))
    # A random change passes a CRC of 32 bits once in four thousand million times.
    if crc32(memoryview(content)[len(_MAGIC) + 4 :]) != checksum:
        return None
    # A file that was forged has the right checksum, and may count what it does not hold.
    if not _are_counts_right(beat, energies, peaks, samples, len(content) - start):
        return None
    loudness = np.frombuffer(content, "<f4", energies, start)
    heights = np.frombuffer(content, "<f4", peaks, start + 4 * energies)
    pcm = Pcm(np.frombuffer(content, "<i2", samples, start + 4 * (energies + peaks)))
    # The profile is copied, so that it does not keep the sound in memory.
    return Extent(pcm.length, beat), Profile(loudness.copy(), heights.copy()), pcm


def _are_counts_right(beat: int, energies: int, peaks: int, samples: int, size: int) -> bool:
    """Return True for counts that say what `size` bytes hold: sound, its profile, and its beat."""
    length = samples // FRAMES_PER_MS
    return (
        samples >= 0
        and samples % FRAMES_PER_MS == 0
        and 0 <= beat <= length
        and energies == -(-length // ENERGY_HOP_MS)
        and peaks == -(-length // PEAK_HOP_MS)
        and size == 4 * (energies + peaks) + 2 * samples
    )
