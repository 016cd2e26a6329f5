"""`coach serve` as a program of its own: where it listens, how it ends, what it prints."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from coach.serve import network_addresses as addresses
from tests.commanding import COMMAND, run_coach
from tests.serve.serving_here import Answer

pytest.importorskip("starlette", reason="the extra `serve` is not installed")
SMALL = """
import sys
import coach.system.paths as paths
paths.routine_names.__globals__["script_paths"].__globals__  # loaded
import coach.catalog
coach.catalog.routine_names = lambda: ("box-breathing",)
from coach.cli.main import main
sys.argv[0] = "coach"
main()
"""


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def running(*options: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Run the command until it answers; end it as Ctrl-C does."""
    port = free_port()
    path = os.pathsep.join(filter(None, sys.path))
    run = subprocess.Popen(
        [sys.executable, "-c", SMALL, "serve", "--port", str(port), *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and run.poll() is None:
            with socket.socket() as one:
                if not one.connect_ex(("127.0.0.1", port)):
                    break
            time.sleep(0.05)
        yield run, port
    finally:
        if run.poll() is None:
            run.kill()
        run.communicate()


def fetch(url: str) -> Answer:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(url, timeout=30) as got:
        return Answer(got.status, dict(got.headers), got.read())


def end(run: "subprocess.Popen[str]") -> tuple[int, str, str]:
    run.send_signal(signal.SIGINT)
    out, err = run.communicate(timeout=20)
    return run.returncode, out, err


def listening(port: int) -> set[str]:
    """The addresses, as the kernel writes them, at which anything listens at a port."""
    found = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        if Path(table).exists():
            for line in Path(table).read_text().splitlines()[1:]:
                place, state = line.split()[1], line.split()[3]
                if state == "0A" and int(place.split(":")[1], 16) == port:
                    found.add(place.split(":")[0])
    return found


LOOPBACK = {"0100007F", "00000000000000000000000001000000"}


def test_it_listens_on_this_machine_alone_and_ends_quietly():
    with running() as (run, port):
        assert "Finding out" in (text := fetch(f"http://127.0.0.1:{port}/").text) or "Box" in text
        if Path("/proc/net/tcp").exists():
            assert listening(port) <= LOOPBACK
            assert "0100007F" in listening(port)
        if socket.has_ipv6 and len(listening(port)) == 2:
            assert fetch(f"http://[::1]:{port}/").status == 200
        code, out, err = end(run)
    assert (code, err) == (130, "")
    assert f"http://127.0.0.1:{port}/" in out
    assert "k=" not in out


def test_with_lan_it_shows_address_and_code_and_keeps_its_token():
    import zxingcpp

    from tests.serve.test_qr_code import draw

    tokens = []
    for option in ((), (), ("--new-code",)):
        with running("--lan", *option) as (run, port):
            with pytest.raises(urllib.error.HTTPError) as refused:
                fetch(f"http://127.0.0.1:{port}/")
            assert refused.value.code == 401
            refused.value.close()
            code, out, err = end(run)
        assert code == 130
        drawn = "\n".join(line for line in out.splitlines() if set(line) & set("█▀▄"))
        (found,) = zxingcpp.read_barcodes(draw(drawn, is_light_terminal=False))
        assert found.text in out
        tokens.append(re.fullmatch(rf"http://[^/]+:{port}/\?k=(\w{{12}})", found.text)[1])
        assert "Traceback" not in err
    assert tokens[0] == tokens[1] != tokens[2]


def test_a_port_in_use_is_told_with_another_one():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        one.listen()
        port = one.getsockname()[1]
        ran = run_coach("serve", "--port", str(port))
    assert ran.code == 3
    assert f"port {port} is in use" in ran.err
    assert re.search(r"hint: coach serve --port \d+", ran.err)


def test_without_the_extra_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr("coach.cli.serve.EXTRA_MODULES", ("no_such_server", "segno"))
    ran = run_coach("serve")
    assert ran.code == 3
    assert "no_such_server" in ran.err
    assert ran.err.rstrip().endswith("no_such_server")
    assert "install" in ran.err


def test_a_folder_without_sessions_is_told(tmp_path):
    ran = run_coach("serve", str(tmp_path), "--port", str(free_port()))
    assert ran.code == 2
    assert str(tmp_path) in ran.err


def test_addresses_are_those_that_others_can_reach(monkeypatch):
    found = {"192.0.2.1": "192.168.1.20", "10.255.255.254": "10.8.0.2", "2001:db8::1": "2a00::5"}
    monkeypatch.setattr(addresses, "_find_source", lambda remote: found.get(remote, "127.0.0.1"))
    monkeypatch.setattr(
        addresses.socket, "getaddrinfo", lambda *_, **__: [(0, 0, 0, "", ("fd00::7", 0))]
    )
    assert addresses.list_addresses() == ["192.168.1.20", "10.8.0.2", "fd00::7"]


def test_the_command_is_in_the_help():
    done = subprocess.run([*COMMAND, "--help"], capture_output=True, text=True, check=True)
    assert " serve " in done.stdout


def test_the_first_list_comes_without_what_makes_a_session():
    program = (
        "import sys, coach.cli.serve, coach.serve.running_server, coach.serve.serving\n"
        "print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert not {"numpy", "coach.pipeline", "mutagen", "av", "segno"} & set(done.stdout.split())
