"""What docs/home-automation.md shows, tried: each pipeline, each program, each piece of YAML."""

import configparser
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import fields
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
import yaml

from coach.cli.ctl import EVENTS, STATUS
from coach.live.commands import Verb
from coach.live.controls.socket_server import SocketServer
from coach.live.session_events import EventKind
from coach.live.status import Phase, Status
from coach.speech.studio import open_studio
from tests.live.followed import SCRIPT, FollowedSession
from tests.paths import ROOT

if sys.platform == "win32":
    pytest.skip("Windows has no such sockets", allow_module_level=True)

PAGE = (ROOT / "docs" / "home-automation.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w+) ?([^\n]*)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
PROGRAMS = {name: text for mark, name, text in BLOCKS if mark == "python"}
PIPELINES = [text.strip() for mark, _, text in BLOCKS if mark == "text" and " | " in text]
HOME_ASSISTANT = [yaml.safe_load(text) for mark, _, text in BLOCKS if mark == "yml"]
EVENT_KEYS = set(json.loads((ROOT / "docs/schema/event.json").read_text("utf-8"))["properties"])
STATUS_KEYS = {field.name for field in fields(Status)}

NAMES = {
    "automation": {"alias", "mode", "triggers", "conditions", "actions"},
    "trigger webhook": {"trigger", "webhook_id", "allowed_methods", "local_only"},
    "trigger state": {"trigger", "entity_id", "to"},
    "condition template": {"condition", "value_template"},
    "action": {"action", "target", "data"},
    "mqtt sensor": {
        "name",
        "unique_id",
        "state_topic",
        "value_template",
        "json_attributes_topic",
    },
    "command_line sensor": {
        "name",
        "unique_id",
        "command",
        "value_template",
        "json_attributes",
        "scan_interval",
    },
}
"""The names that the documentation of Home Assistant has for each of these."""


@pytest.fixture(autouse=True)
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with the programs of the page, where `coach` is this one and MQTT is a file."""
    for name, text in PROGRAMS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    scripts = {
        "coach": f'exec {sys.executable} -m coach "$@"',
        "python3": f'exec {sys.executable} "$@"',
        "mosquitto_pub": f'echo "$@" > {tmp_path}/options; exec cat > {tmp_path}/messages',
    }
    for name, line in scripts.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, sys.path)))
    monkeypatch.chdir(tmp_path)
    with tempfile.TemporaryDirectory(prefix="coach-") as runtime:
        monkeypatch.setenv("XDG_RUNTIME_DIR", runtime)
        yield tmp_path


class Webhook:
    """A web server that keeps the JSON it is sent."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, dict[str, object]]] = []
        requests = self.requests

        class Taker(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                assert self.headers["Content-Type"] == "application/json"
                body = self.rfile.read(int(self.headers["Content-Length"]))
                requests.append((self.path, json.loads(body)))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Taker)
        Thread(target=self.server.serve_forever, daemon=True).start()


def run_shell(line: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        line, shell=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_a_session_reaches_a_webhook_a_broker_and_a_program_of_ones_own(environment: Path) -> None:
    """Each is told the same, at once, and ends by itself behind the session it was to follow."""
    webhook = Webhook()
    address = f"http://127.0.0.1:{webhook.server.server_port}"
    # As on the page but for the address, and for waiting for another session behind this one.
    to_webhook, to_broker = (
        line.replace("http://homeassistant.local:8123", address).replace(" --wait", "")
        for line in PIPELINES
    )
    (environment / "two.yaml").write_text(SCRIPT, encoding="utf-8")
    with open_studio("tone") as studio, ExitStack() as running:
        session = FollowedSession(studio, "two.yaml", others=3)
        started = [run_shell(line) for line in (to_webhook, to_broker, "python3 follow.py")]
        for one in started:
            running.enter_context(one)
        (events,) = session.run()
        assert [one.wait(20) for one in started] == [0, 0, 0]
        assert [one.stderr.read() for one in started if one.stderr] == ["", "", ""]
        assert started[2].stdout
        printed = started[2].stdout.read().splitlines()
    webhook.server.shutdown()
    webhook.server.server_close()
    assert [path for path, _ in webhook.requests] == ["/api/webhook/CHANGE-ME"] * len(events)
    assert [event for _, event in webhook.requests] == events
    messages = (environment / "messages").read_text("utf-8").splitlines()
    assert [json.loads(message) for message in messages] == events
    options = (environment / "options").read_text("utf-8")
    assert options == "-h homeassistant.local -t coach/events -l -r\n"
    assert [line.split()[1] for line in printed] == [event["kind"] for event in events]


def test_a_webhook_that_does_not_answer_is_told_of_and_the_rest_goes_on() -> None:
    line = '{"kind": "started"}\n' * 2
    command = [sys.executable, "to_webhook.py", "http://127.0.0.1:9/"]
    ran = subprocess.run(command, input=line, capture_output=True, text=True)
    assert (ran.returncode, ran.stdout) == (0, "")
    assert ran.stderr.count("Connection refused") == 2


def test_the_service_runs_the_pipeline_of_the_page() -> None:
    (unit,) = [text for mark, _, text in BLOCKS if mark == "ini"]
    read = configparser.ConfigParser(interpolation=None)
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read_string(unit)
    shell, option, line = shlex.split(read["Service"]["ExecStart"])
    assert (shell, option) == ("/bin/sh", "-c")
    assert line == PIPELINES[1]


# ssh


def test_a_key_for_ssh_may_command_a_session_and_do_nothing_else(environment: Path) -> None:
    (line,) = [text for mark, _, text in BLOCKS if mark == "text" and text.startswith("restrict")]
    command = re.search(r'command="((?:\\"|[^"])*)"', line)
    assert command
    words, sent = command[1].replace('\\"', '"'), []
    control = SocketServer()
    control.start(sent.append)
    control.show(Status(Phase.PLAYING, "Lower back"))
    try:
        for asked, code in (("toggle", 0), ("toggle; touch here", 2), ("$(touch here)", 2)):
            ran = subprocess.run(
                words,
                shell=True,
                env=os.environ | {"SSH_ORIGINAL_COMMAND": asked},
                text=True,
                capture_output=True,
            )
            assert ran.returncode == code, ran.stderr
    finally:
        control.stop()
    assert [one.verb for one in sent] == [Verb.TOGGLE]
    assert not (environment / "here").exists()


# Home Assistant


def find_all(kind: str) -> list[dict[str, object]]:
    """All that stands under a name in a configuration, as a list."""
    return [one for config in HOME_ASSISTANT for one in config.get(kind, [])]


def test_the_yaml_has_the_names_that_home_assistant_knows() -> None:
    assert len(HOME_ASSISTANT) == 5
    assert {name for config in HOME_ASSISTANT for name in config} == {
        "automation",
        "mqtt",
        "shell_command",
        "command_line",
    }
    automations = find_all("automation")
    assert len(automations) == 3
    for one in automations:
        assert set(one) <= NAMES["automation"]
        for trigger in one["triggers"]:
            assert set(trigger) == NAMES[f"trigger {trigger['trigger']}"]
            assert isinstance(trigger.get("to", ""), str)  # `on` would be a truth value
        for condition in one.get("conditions", []):
            assert set(condition) == NAMES[f"condition {condition['condition']}"]
        for action in one["actions"]:
            assert set(action) <= NAMES["action"]
    for config in HOME_ASSISTANT:
        for sensor in config.get("mqtt", {}).get("sensor", []):
            assert set(sensor) <= NAMES["mqtt sensor"]
            assert sensor["state_topic"] in PIPELINES[1].split()
    for one in find_all("command_line"):
        assert set(one["sensor"]) <= NAMES["command_line sensor"]


def test_what_the_templates_read_is_in_the_lines() -> None:
    text = "".join(text for mark, _, text in BLOCKS if mark == "yml")
    read = set(re.findall(r"(?:trigger\.json|value_json)\.(\w+)", text))
    assert read == {"kind", "phase", "part_title"}
    assert read <= EVENT_KEYS
    (kinds,) = re.findall(r"kind in \[(.*?)\]", text)
    assert set(re.findall(r"'([\w-]+)'", kinds)) <= set(EventKind)
    (phases,) = re.findall(r"\{\{ \{(.*?)\}\.get", text)
    assert set(re.findall(r"'(\w+)'", phases)) <= set(Phase)


def find_shell_commands() -> Iterator[tuple[str, str]]:
    for config in HOME_ASSISTANT:
        yield from config.get("shell_command", {}).items()


def test_the_commands_are_those_of_coach() -> None:
    commands = [*find_shell_commands()]
    assert len(commands) == 4
    for _, line in commands:
        asked = re.search(r"coach (ctl|play) ([\w-]+)|you@mat\.local ([\w-]+)$", line)
        assert asked, line
        if asked[1] != "play":
            assert (asked[2] or asked[3]) in [*Verb, STATUS, EVENTS]
    called = re.findall(r"action: shell_command\.(\w+)", PAGE)
    assert set(called) <= {name for name, _ in commands}


def test_the_sensor_that_asks_has_an_answer_with_and_without_a_session() -> None:
    (sensor,) = [one["sensor"] for one in find_all("command_line")]
    assert set(sensor["json_attributes"]) <= STATUS_KEYS
    control = SocketServer()
    control.start(lambda _command: None)
    control.show(Status(Phase.PAUSED, "Lower back"))
    assert read_sensor(sensor["command"])["phase"] == "paused"
    control.stop()
    assert read_sensor(sensor["command"]) == {"phase": "ended"}


def read_sensor(command: str) -> dict[str, object]:
    ran = subprocess.run(command, shell=True, capture_output=True, text=True)
    assert ran.returncode == 0
    found: dict[str, object] = json.loads(ran.stdout)
    return found


def test_the_words_of_the_page_are_those_that_are_printed() -> None:
    from coach.cli.event_printing import format_event

    (shown,) = [text for mark, _, text in BLOCKS if mark == "text" and text.startswith("0:00")]
    event = {
        "position_ms": 189_000,
        "from_ms": 188_000,
        "command": "next",
        "part_title": "Bird dog",
        "side": "left",
        "sets": 1,
        "title": "Lower back",
        "length_ms": 900_000,
        "phase": "playing",
        "rep": 1,
        "reps": 8,
        "how": "done",
    }
    for line in shown.splitlines():
        kind = line.split(" · ")[1]
        printed = format_event(event | {"kind": kind})
        if kind != "part" or "Bird" in line:
            assert line.split(" · ")[1:] == printed.split(" · ")[1:]
