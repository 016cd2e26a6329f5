"""A web server on the loopback that serves one file, well or badly; it notes what it was asked."""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from types import MappingProxyType
from typing import Any

import pytest

from coach.speech.voices import downloads


class FileServer(ThreadingHTTPServer):
    """Serves `content` at every path, as `manner` names a method of the handler."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, content: bytes) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.content, self.manner, self.target = content, "good", ""
        self.asked: list[tuple[str, str]] = []  # each path, with the range that was asked for
        self.released = Event()
        self.url = f"http://127.0.0.1:{self.server_port}/voices"
        self._thread = Thread(target=lambda: self.serve_forever(0.01), daemon=True)
        self._thread.start()

    def close(self) -> None:
        self.released.set()
        self.shutdown()
        self.server_close()
        self._thread.join()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of who hung up."""


class _Handler(BaseHTTPRequestHandler):
    server: FileServer

    def do_GET(self) -> None:
        asked = self.headers.get("Range", "")
        self.server.asked.append((self.path, asked))
        getattr(self, self.server.manner)(asked)

    def _begin(self, body: bytes, asked: str) -> bytes:
        """Send what stands before the body; give what is to be sent of it."""
        start = int(found[1]) if (found := re.fullmatch(r"bytes=(\d+)-", asked)) else 0
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
        self.send_header("Content-Length", str(len(body) - start))
        self.end_headers()
        return body[start:]

    def good(self, asked: str) -> None:
        """Send all, or all from the byte that is asked for."""
        self.wfile.write(self._begin(self.server.content, asked))

    def deaf(self, _asked: str) -> None:
        """Send all, whatever is asked for."""
        self.good("")

    def wrong(self, asked: str) -> None:
        """Send as many other bytes."""
        self.wfile.write(self._begin(self.server.content[::-1], asked))

    def short(self, _asked: str) -> None:
        """Send a page of another length, as a hotel does."""
        self.wfile.write(self._begin(b"<html>Please sign in.</html>", ""))

    def long(self, _asked: str) -> None:
        """Send more, of a length that is not told."""
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.server.content + b"more")

    def cut(self, asked: str) -> None:
        """Send half of what is asked for, and hang up."""
        whole = self._begin(self.server.content, asked)
        self.wfile.write(whole[: len(whole) // 2])

    def torn(self, _asked: str) -> None:
        """Send half of it as one of several chunks, and hang up."""
        half = self.server.content[: len(self.server.content) // 2]
        self.protocol_version = "HTTP/1.1"
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(b"%x\r\n%b\r\n" % (len(half), half))

    def slow(self, asked: str) -> None:
        """Send half of what is asked for, and then nothing."""
        self.cut(asked)
        self.server.released.wait(20)

    def mute(self, _asked: str) -> None:
        """Answer nothing."""
        self.server.released.wait(20)

    def missing(self, _asked: str) -> None:
        self.send_error(404)

    def broken(self, _asked: str) -> None:
        self.send_error(500)

    def refusing(self, asked: str) -> None:
        """Refuse a part."""
        if asked:
            self.send_error(416)
        else:
            self.good("")

    def elsewhere(self, _asked: str) -> None:
        """Send on to another address."""
        self.send_response(302)
        self.send_header("Location", self.server.target)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def odd(self, _asked: str) -> None:
        self.wfile.write(b"220 this is another protocol\r\n")

    def log_message(self, *_: object) -> None:
        """Print nothing."""


@contextmanager
def serve_file(content: bytes) -> Iterator[FileServer]:
    """Serve a file; what the environment says of proxies does not count."""
    server = FileServer(content)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("no_proxy", "127.0.0.1")
        try:
            yield server
        finally:
            server.close()


@contextmanager
def serve_emma(content: bytes) -> Iterator[FileServer]:
    """Serve a file as the voice emma: a mirror of voices, and a table in which she is that file."""
    emma = downloads.DOWNLOADS["emma"]
    entry = replace(emma.entry, size=len(content))
    emma = replace(emma, entry=entry, sha256=hashlib.sha256(content).hexdigest())
    table = MappingProxyType(dict(downloads.DOWNLOADS) | {"emma": emma})
    with serve_file(content) as server, pytest.MonkeyPatch.context() as patch:
        patch.setattr(downloads, "DOWNLOADS", table)
        patch.setenv("COACH_VOICES_URL", server.url)
        yield server
