"""A real server on the loopback, of a program's own: in a thread, with a voice that is quick."""

import http.client
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import NamedTuple
from urllib.parse import urlencode

import pytest

from coach.catalog import CatalogEntry
from coach.plan.request import SessionRequest
from coach.script.library import load_phrases
from coach.serve.access_guard import Access
from coach.serve.kept_sessions import KeptSessions
from coach.serve.offer_loading import OfferLoading
from coach.serve.secrets_of_server import ServerSecrets
from coach.serve.served_session import ServedSession
from coach.serve.serving import Serving
from coach.serve.session_form import Offer, OfferedVoice
from coach.serve.web_pages import PageMaker
from coach.system.paths import cache_folder

pytest.importorskip("starlette", reason="the extra `serve` is not installed")
pytest.importorskip("uvicorn", reason="the extra `serve` is not installed")

TOKEN = "7f3k9d2mab4c"
SECRETS = ServerSecrets(TOKEN, bytes(32))
OFFER = Offer(
    (
        CatalogEntry("box-breathing", "Box <breathing>", "Calm & even.", 180_000, 300_000, 720_000),
        CatalogEntry("broken", "(cannot be performed)", problem="it is wrong"),
    ),
    (OfferedVoice("tone", "Tone"),),
)


class Answer(NamedTuple):
    """What a server answered."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class Served:
    """A running server, and requests to it by which every header can be chosen."""

    def __init__(self, serving: Serving, port: int) -> None:
        self.serving, self.port = serving, port
        self.host = f"127.0.0.1:{port}"
        self.faults: list[Exception] = []

    def ask(self, method: str, path: str, body: str | None = None, **headers: str) -> Answer:
        """Send a request; `_` in the name of a header is a hyphen, and None leaves Host out."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            sent = {"host": self.host, **{k.replace("_", "-"): v for k, v in headers.items()}}
            if body is not None:
                sent["content-length"] = str(len(body))
            for name, value in sent.items():
                connection.putheader(name, value)
            connection.endheaders(None if body is None else body.encode())
            got = connection.getresponse()
            pairs = {name.lower(): value for name, value in got.getheaders()}
            return Answer(got.status, pairs, got.read())
        finally:
            connection.close()

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, **headers)

    def post(self, path: str, fields: dict[str, object], **headers: str) -> Answer:
        sent = {"origin": f"http://{self.host}", **headers}
        return self.ask("POST", path, urlencode(fields, doseq=True), **sent)

    def make(self, **fields: object) -> str:
        """Have a session made, and give its address when it is there."""
        answer = self.post("/make", {"routine": "box-breathing", "minutes": 3, **fields})
        assert answer.status == 303, answer.text
        self.wait_for(answer.headers["location"])
        return answer.headers["location"]

    def wait_for(self, path: str, seconds: float = 60) -> Answer:
        """Wait until a session is made, or has failed."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            answer = self.get(path)
            if b"<progress" not in answer.body:
                return answer
            time.sleep(0.05)
        raise AssertionError(f"{path} was not made")


def make_serving(
    token: str = "",
    exported: dict[str, ServedSession] | None = None,
    offer: Offer = OFFER,
    faults: list[Exception] | None = None,
) -> Serving:
    """What a server works with, of the folders of this test."""
    return Serving(
        Access(token),
        SECRETS,
        KeptSessions(cache_folder() / "served"),
        exported or {},
        OfferLoading(lambda _progress: offer),
        lambda: SessionRequest("tone"),
        PageMaker(load_phrases("en"), "en"),
        (faults if faults is not None else []).append,
        b"\x89PNG cover",
        "coach_test",
    )


@contextmanager
def serve(serving: Serving) -> Iterator[Served]:
    """Run a server until the block ends."""
    from coach.serve.running_server import make_server, run_server

    one = socket.socket()
    one.bind(("127.0.0.1", 0))
    one.listen(50)
    server = make_server(serving)
    thread = Thread(target=run_server, args=(server, [one]), daemon=True)
    thread.start()
    try:
        yield Served(serving, one.getsockname()[1])
    finally:
        server.should_exit = True
        thread.join(10)
        one.close()
        serving.stop()
        assert not thread.is_alive()
