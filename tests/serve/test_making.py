"""Sessions made on demand: one at a time, whoever waits, asks twice or goes away."""

import socket
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock

import pytest

from coach.errors import Problem, UsageError
from coach.plan.request import SessionRequest
from coach.serve import session_making
from coach.serve.render_queue import MAX_WAITING, Order, Phase, RenderQueue
from tests.serve.serving_here import make_serving, serve

FORM = {"routine": "box-breathing", "minutes": 3, "talk": "full"}


def test_a_form_becomes_a_page_with_its_sound(served):
    assert "Nothing is made yet" in served.get("/").text
    page = served.get(served.make())
    assert page.status == 200
    assert "Box breathing, 3 minutes" in page.text
    assert 'href="done"' in page.text
    key = page.text.partition('src="../')[2].partition('"')[0]
    sound = served.get(f"/s/{key}")
    assert sound.status == 200
    assert sound.headers["content-type"] in ("audio/mp4", "audio/mpeg")
    assert len(sound.body) > 100_000
    assert "Box breathing, 3 minutes" in served.get("/").text


def test_what_is_there_is_not_made_again(served, monkeypatch):
    path = served.make()
    monkeypatch.setattr(session_making, "make_session", None)
    assert served.post("/make", FORM).headers["location"] == path
    assert served.get(path).status == 200


@pytest.mark.parametrize(
    "fields",
    [
        {"minutes": 2},
        {"minutes": 13},
        {"minutes": "2.5"},
        {"minutes": "²"},
        {"minutes": "9" * 50},
        {"minutes": [3, 4]},
        {"talk": "loud"},
        {"talk": "auto"},
        {"voice": "espeak"},
        {"voice": "../../etc/passwd"},
        {"limits": "tall"},
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_made(served, fields):
    answer = served.post("/make", FORM | fields)
    assert answer.status == 400
    assert "Please look at this again" in answer.text
    is_marked = 'aria-invalid="true" aria-describedby="wrong"' in answer.text
    assert is_marked == ("minutes" in fields)
    assert served.serving.queue.find("x") is None
    assert not served.serving.kept.list_sessions()


@pytest.mark.parametrize("routine", ["", "broken", "nothing", "../lower-back", "/etc/passwd"])
def test_a_routine_that_is_not_offered_is_not_there(served, routine):
    assert served.post("/make", FORM | {"routine": routine}).status == 404
    assert served.get(f"/make/{routine}").status == 404


def test_a_form_too_large_is_not_read(served):
    assert served.post("/make", FORM | {"x": "y" * 20_000}).status == 413
    assert served.post("/make", FORM | {"limits": ["knee"] * 100}).status == 400
    assert served.ask("POST", "/make", "\xff", origin=f"http://{served.host}").status in (400, 404)


class SlowMaking:
    """Stands for what makes a session: takes its time, and notes who is at it."""

    def __init__(self) -> None:
        self.go, self.lock, self.most, self.made = Event(), Lock(), 0, []
        self._now = 0

    def __call__(self, folder, order, report):
        with self.lock:
            self._now += 1
            self.most = max(self.most, self._now)
        report(Phase.WRITING, 1, 4)
        self.go.wait(20)
        report(Phase.WRITING, 4, 4)
        with self.lock:
            self._now -= 1
            self.made.append(order.key)
        raise UsageError(Problem("it is <too> long"))


@pytest.fixture
def slow(monkeypatch):
    making = SlowMaking()
    monkeypatch.setattr(session_making, "make_session", making)
    yield making
    making.go.set()


def test_many_clients_have_one_session_made_at_a_time(served, slow):
    def ask(minutes):
        return served.post("/make", FORM | {"minutes": minutes}).headers["location"]

    with ThreadPoolExecutor(8) as pool:
        paths = list(pool.map(ask, [3, 4, 5, 6] * 4))
    assert len(set(paths)) == 4
    slow.go.set()
    for path in set(paths):
        served.wait_for(path)
    assert slow.most == 1
    assert len(slow.made) == 4


@pytest.mark.usefixtures("slow")
def test_too_many_orders_are_refused(served):
    answers = [
        served.post("/make", FORM | {"minutes": 3 + n % 9, "easy": n // 9 or ""}) for n in range(12)
    ]
    assert [one.status for one in answers] == [303] * MAX_WAITING + [503] * 2


def test_progress_is_shown_without_script_and_sent_as_events(served, slow):
    path = served.post("/make", FORM).headers["location"]
    while 'value="62"' not in (page := served.get(path)).text:
        time.sleep(0.02)
    assert '<noscript><meta http-equiv="refresh" content="2">' in page.text
    assert page.headers["cache-control"] == "no-store"
    slow.go.set()
    events = served.get(f"{path}progress")
    assert events.headers["content-type"].startswith("text/event-stream")
    assert '"over": true' in events.text
    failed = served.wait_for(path)
    assert failed.status == 422
    assert "it is &lt;too&gt; long" in failed.text
    assert "/make/box-breathing" in failed.text


def test_a_client_that_goes_away_breaks_nothing(served, slow):
    path = served.post("/make", FORM).headers["location"]
    for _ in range(5):  # they follow the events, and leave
        with socket.create_connection(("127.0.0.1", served.port), 10) as one:
            one.sendall(f"GET {path}progress HTTP/1.1\r\nHost: {served.host}\r\n\r\n".encode())
            assert one.recv(10)
    with socket.create_connection(("127.0.0.1", served.port), 10) as one:
        one.sendall(
            f"POST /make HTTP/1.1\r\nHost: {served.host}\r\nContent-Length: 99\r\n".encode()
        )
    slow.go.set()
    assert served.wait_for(path).status == 422
    assert served.get("/").status == 200


def test_a_download_that_is_left_breaks_nothing(served):
    path = served.make()
    name = served.get(path).text.partition('src="../')[2].partition('"')[0]
    whole = served.get(f"/s/{name}").body
    for _ in range(5):
        with socket.create_connection(("127.0.0.1", served.port), 10) as one:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            one.sendall(f"GET /s/{name} HTTP/1.1\r\nHost: {served.host}\r\n\r\n".encode())
            assert one.recv(1000)
    with ThreadPoolExecutor(4) as pool:
        got = list(pool.map(lambda _: served.get(f"/s/{name}").body, range(8)))
    assert set(got) == {whole}


def test_a_fault_is_reported_without_what_was_asked_for(monkeypatch):
    def fail(*_):
        raise KeyError("knee")

    monkeypatch.setattr(session_making, "make_session", fail)
    faults: list[Exception] = []
    with serve(make_serving(faults=faults)) as one:
        path = one.post("/make", FORM | {"limits": "knee"}).headers["location"]
        failed = one.wait_for(path)
    assert failed.status == 422
    assert "knee" not in failed.text
    assert [type(fault) for fault in faults] == [KeyError]


def test_the_same_wishes_have_the_same_key_and_others_another(served):
    from coach.serve.session_form import SessionForm

    make = served.serving.make_order
    one = SessionForm("box-breathing", 3)
    keys = {
        make(form).key
        for form in (
            one,
            SessionForm("box-breathing", 3),
            SessionForm("box-breathing", 4),
            SessionForm("box-breathing", 3, limits=("knee",)),
            SessionForm("box-breathing", 3, easy=True),
        )
    }
    assert len(keys) == 4
    assert all("knee" not in key for key in keys)


def test_the_queue_ends_at_once():
    started = Event()

    def make(_order, report):
        started.set()
        while True:
            report(Phase.SPEAKING, 1, 2)
            time.sleep(0.01)

    queue = RenderQueue(make, lambda _error: None)
    assert queue.submit(Order("a", "x", SessionRequest()))
    assert started.wait(5)
    begun = time.monotonic()
    queue.stop()
    assert time.monotonic() - begun < 1.5
