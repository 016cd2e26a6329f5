"""What an editor shows: the YAML language server itself, asked over its own protocol."""

import json
import os
import queue
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

NAME = "yaml-language-server"
DEADLINE = 30
"""Seconds after which it is taken for dead; it answers in a few hundredths of one."""
SETTINGS = {"validate": True, "completion": True, "hover": True, "schemaStore": {"enable": False}}
"""Those of an editor, but that no network is asked."""


def find_server() -> str:
    """Skip a test where it is not installed; in CI that is a failure."""
    path = shutil.which(NAME)
    if path is None:
        if os.environ.get("COACH_REQUIRE_LIVE") == "1":
            pytest.fail(f"not installed: {NAME}")
        pytest.skip(f"not installed: {NAME}")  # it is no part of coach
    return path


class LanguageServer:
    """A server in a process of its own, which ends as its standard input is closed."""

    def __init__(self) -> None:
        pipe = subprocess.PIPE
        self.process = subprocess.Popen([find_server(), "--stdio"], stdin=pipe, stdout=pipe)
        self.received: queue.Queue[dict[str, Any]] = queue.Queue()
        threading.Thread(target=self._receive, daemon=True).start()
        self.asked = self.opened = 0
        self.uri = ""
        self.diagnostics: dict[str, list[dict[str, Any]]] = {}
        item = {"snippetSupport": True, "documentationFormat": ["markdown"]}
        document = {"completion": {"completionItem": item}, "publishDiagnostics": {}}
        capabilities = {"textDocument": document, "workspace": {"configuration": True}}
        self.ask("initialize", processId=None, rootUri=None, capabilities=capabilities)
        self.send(method="initialized", params={})

    def close(self) -> None:
        """End it."""
        self.process.stdin.close()
        self.process.wait(DEADLINE)
        self.process.stdout.close()

    def send(self, **message: Any) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def ask(self, method: str, **params: Any) -> Any:
        """Return the answer to a request."""
        self.asked += 1
        number = self.asked
        self.send(id=number, method=method, params=params)
        while True:
            message = self.received.get(timeout=DEADLINE)
            if message.get("id") == number and "method" not in message:
                assert "error" not in message, message
                return message["result"]
            self._answer(message)

    def open(self, folder: Path, text: str) -> list[tuple[int, str]]:
        """Open a new file in a folder; return what is wrong in it, by line from 1."""
        self.opened += 1
        path = folder / f"opened{self.opened}.yaml"
        path.write_text(text, encoding="utf-8")
        self.uri = uri = path.as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self.send(method="textDocument/didOpen", params={"textDocument": document})
        while uri not in self.diagnostics:
            self._answer(self.received.get(timeout=DEADLINE))
        found = self.diagnostics.pop(uri)
        return [(one["range"]["start"]["line"] + 1, one["message"]) for one in found]

    def complete(self, folder: Path, text: str) -> dict[str, str]:
        """Return what is offered at the end of a text: what is put in, by its label."""
        self.open(folder, text)
        lines = text.split("\n")
        place = {"line": len(lines) - 1, "character": len(lines[-1])}
        asked = {"textDocument": {"uri": self.uri}, "position": place}
        items = self.ask("textDocument/completion", **asked)["items"]
        assert len({item["label"] for item in items}) == len(items), "each is offered once"
        return {item["label"]: item.get("insertText", "") for item in items}

    def hover(self, line: int, column: int) -> str:
        """Return what is told of a place, counted from 1, in the file that was opened last."""
        place = {"line": line - 1, "character": column - 1}
        asked = {"textDocument": {"uri": self.uri}, "position": place}
        return self.ask("textDocument/hover", **asked)["contents"]["value"]

    def _answer(self, message: dict[str, Any]) -> None:
        """Answer what the server asks of an editor, and keep what it tells."""
        if message.get("method") == "textDocument/publishDiagnostics":
            self.diagnostics[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif message.get("method") == "workspace/configuration":
            wanted = message["params"]["items"]
            yaml = [SETTINGS if one.get("section") == "yaml" else {} for one in wanted]
            self.send(id=message["id"], result=yaml)
        elif "method" in message and "id" in message:
            self.send(id=message["id"], result=None)

    def _receive(self) -> None:
        for body in _read_bodies(self.process.stdout):
            self.received.put(json.loads(body))


def _read_bodies(stream: Any) -> Iterator[bytes]:
    while header := stream.readline():
        size = int(header.split(b":")[1]) if header.lower().startswith(b"content-length") else 0
        while stream.readline().strip():
            continue
        yield stream.read(size)
