"""Fetches a file whose length and SHA-256 are known beforehand: whole and right, or not at all.

What has come lies beside it as `NAME.part` until all of it is there, so that the next try asks
only for the rest. Whoever sends it need not be trusted: a wrong file never gets the name.
"""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse, IncompleteRead, InvalidURL
from pathlib import Path
from typing import Any, BinaryIO
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from coach.errors import MachineError, Problem
from coach.system.atomic_file import lock_file

STALL_SECONDS = 30.0
"""How long a server may send nothing."""
_CHUNK = 1 << 16
_RANGE_REFUSED = 416

Progress = Callable[[int, int], None]
"""Is called with the bytes that have come, and those of the whole file."""


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file to fetch: where it is, how many bytes it has, and their SHA-256 in hexadecimal."""

    url: str
    size: int
    sha256: str


def part_path(target: Path) -> Path:
    """Return where the beginning of a file lies until all of it has come."""
    return target.with_name(f"{target.name}.part")


def fetch_file(
    remote: RemoteFile,
    target: Path,
    advance: Progress = lambda _done, _whole: None,
    stall_seconds: float = STALL_SECONDS,
) -> None:
    """Fetch a file into `target`, whose folder is made where there is none.

    Raises MachineError where the server does not send it, sends something else or falls silent,
    and where it cannot be written. What came before the connection broke is kept, as it is on
    Ctrl-C; what is known to be wrong is removed, and so is all of it where the disk is full.
    """
    part = part_path(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _open_part(part) as file:
            _Download(remote, target, file, advance, stall_seconds).complete()
            file.flush()
            if os.name == "posix":
                part.replace(target)  # while it is still locked
        if os.name != "posix":
            part.replace(target)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        message = f"{target}: cannot be written: {error.strerror or error}"
        raise MachineError(Problem(message, hint="COACH_HOME names another folder")) from error


class _Download:
    """The completion of a part: reads what there is of it, and fetches the rest."""

    def __init__(
        self,
        remote: RemoteFile,
        target: Path,
        file: BinaryIO,
        advance: Progress,
        stall_seconds: float,
    ) -> None:
        self._remote, self._target, self._file, self._advance = remote, target, file, advance
        self._stall_seconds = stall_seconds
        self._done = 0
        self._digest = hashlib.sha256()

    def complete(self) -> None:
        """Fetch what is missing; begin anew where the part turns out to be of another file."""
        self._read_part()
        was_begun = self._done > 0
        self._receive()
        if was_begun and not self._is_right():
            self._restart()
            self._receive()
        if not self._is_right():
            wanted, found = self._remote.sha256[:12], self._digest.hexdigest()[:12]
            self._restart()
            message = f"{self._remote.url}: expected the SHA-256 {wanted}..., found {found}..."
            hint = f"another file is there now; if you have the right one, put it at {self._target}"
            raise MachineError(Problem(message, hint=hint))

    def _is_right(self) -> bool:
        return self._digest.hexdigest() == self._remote.sha256

    def _read_part(self) -> None:
        """Read what an earlier try left, if it can be the beginning of the file."""
        self._file.seek(0)
        while piece := self._file.read(_CHUNK):
            self._digest.update(piece)
            self._done += len(piece)
        if self._done > self._remote.size:
            self._restart()

    def _restart(self) -> None:
        self._file.seek(0)
        self._file.truncate()
        self._done = 0
        self._digest = hashlib.sha256()

    def _receive(self) -> None:
        """Fetch the bytes that are missing; a part that has all is left as it is."""
        if self._done == self._remote.size:
            return
        with self._open_response() as response:
            while piece := self._read(response):
                self._done += len(piece)
                if self._done > self._remote.size:
                    self._restart()
                    raise self._make_error(f"expected {self._remote.size:,} bytes, found more")
                self._file.write(piece)
                self._digest.update(piece)
                self._advance(self._done, self._remote.size)
        if self._done < self._remote.size:
            raise self._make_error(f"the connection ended{self._how_far()}")

    def _open_response(self) -> HTTPResponse:
        """Ask for what is missing; the file begins anew where the server sends all of it."""
        headers = {"User-Agent": "audio-coach"}
        if self._done:
            headers["Range"] = f"bytes={self._done}-"
        with self._explain_failures():
            try:
                response: HTTPResponse = build_opener(_SafeRedirects).open(
                    Request(self._remote.url, headers=headers), timeout=self._stall_seconds
                )
            except HTTPError as error:
                if not self._done or error.code != _RANGE_REFUSED:
                    raise
                error.close()
                self._restart()
                return self._open_response()
        begin = response.headers.get("Content-Range", "")
        if self._done and not begin.startswith(f"bytes {self._done}-"):
            self._restart()
        if response.length not in (None, self._remote.size - self._done):
            found = self._done + response.length
            response.close()
            raise self._make_error(f"expected {self._remote.size:,} bytes, found {found:,}")
        return response

    def _read(self, response: HTTPResponse) -> bytes:
        with self._explain_failures():
            try:
                return response.read1(_CHUNK)
            except IncompleteRead:
                return b""  # the connection has ended, as it does elsewhere without a word

    @contextmanager
    def _explain_failures(self) -> Iterator[None]:
        """Make a MachineError of all that a network and a server can raise."""
        try:
            yield
        except HTTPError as error:
            error.close()
            raise self._make_error(f"the server answers {error.code} {error.reason}") from error
        except (InvalidURL, ValueError, OverflowError) as error:
            raise self._make_error("expected an address of ASCII without spaces") from error
        except HTTPException as error:
            raise self._make_error("the server does not answer as a web server does") from error
        except OSError as error:
            reason: Any = error.reason if isinstance(error, URLError) else error
            if isinstance(reason, TimeoutError):
                waited = f"nothing has come for {self._stall_seconds:g} s"
                raise self._make_error(waited + self._how_far()) from error
            reason = getattr(reason, "strerror", None) or reason
            raise self._make_error(f"cannot be fetched: {reason}") from error

    def _how_far(self) -> str:
        return f" after {self._done:,} of {self._remote.size:,} bytes" if self._done else ""

    def _make_error(self, reason: str) -> MachineError:
        again = "the same command goes on from there; or " if self._done else ""
        hint = f"{again}fetch this address elsewhere, and put the file at {self._target}"
        return MachineError(Problem(f"{self._remote.url}: {reason}", hint=hint))


class _SafeRedirects(HTTPRedirectHandler):
    """Follows a server that sends on to another, but never from https to what can be read."""

    def redirect_request(
        self, req: Request, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> Request | None:
        """Return the request to the new address; raises URLError for one that is not safe."""
        safe = ("https",) if urlsplit(req.full_url).scheme == "https" else ("https", "http")
        if urlsplit(newurl).scheme not in safe:
            raise URLError(f"it leads to {newurl}, which is not safe")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


@contextmanager
def _open_part(part: Path) -> Iterator[BinaryIO]:
    """Open what there is of a file, to read it and to add to it; remove it if it stays empty.

    Raises MachineError while another process writes it.
    """
    is_empty = False
    try:
        with part.open("a+b") as file:
            if not lock_file(file, wait=False):
                raise MachineError(Problem(f"{part}: another coach is fetching it"))
            try:
                yield file
            finally:
                is_empty = file.seek(0, os.SEEK_END) == 0
    finally:
        if is_empty:
            part.unlink()
