"""Driving Chromium by playwright: what the browser's tests share with the figures of the page."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync "
    "--disable-background-networking --disable-component-update"
).split()
SIZES = [(390, 844), (320, 640), (1280, 800)]
SCHEMES = ("light", "dark")
READY = "!document.getElementById('play').disabled && sound.readyState > 0"
AXE_VERSION = "4.14.1"


class MissingToolError(Exception):
    """What a browser's test needs is not here."""


def find_chromium() -> str:
    """Return the path of the browser; raises MissingToolError where there is none."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next((found for name in names if (found := shutil.which(name))), None)
    if path is None:
        raise MissingToolError("there is no Chromium")
    return path


def find_browser_version() -> str:
    """Return the name of the browser with its version."""
    command = [find_chromium(), "--version"]
    words = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return " ".join(words[:2])


@contextmanager
def open_chromium() -> Iterator[Any]:
    """Run Chromium until the block ends; raises MissingToolError where there is none."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise MissingToolError("playwright is not installed") from None
    path = find_chromium()
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


def fetch_axe(folder: Path) -> str:
    """Return the text of axe-core, from npm; raises MissingToolError where it cannot be had."""
    if path := os.environ.get("COACH_AXE"):
        return Path(path).read_text("utf-8")
    if shutil.which("npm") is None:
        raise MissingToolError("there is no npm to fetch axe-core with")
    command = ["npm", "install", "--silent", "--prefix", str(folder), f"axe-core@{AXE_VERSION}"]
    if subprocess.run(command, capture_output=True, check=False, timeout=120).returncode:
        raise MissingToolError("npm cannot fetch axe-core")
    return (folder / "node_modules/axe-core/axe.min.js").read_text("utf-8")


def find_violations(page: Any, axe: str) -> list[tuple[str, list[str]]]:
    """Return the rules of axe-core that a page breaks, each with the elements that break it."""
    if not page.evaluate("!!globalThis.axe"):
        page.evaluate(f"{axe};0")
    found = page.evaluate("axe.run(document)")
    return [(one["id"], [node["html"] for node in one["nodes"]]) for one in found["violations"]]


class Seen:
    """A page that is open, what it has asked for, and what its console says."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.requests: list[str] = []
        self.console: list[str] = []
        page.on("request", lambda one: self.requests.append(one.url))
        page.on("console", lambda one: self.console.append(one.text))
        page.on("pageerror", lambda one: self.console.append(str(one)))

    def open(self, address: str) -> "Seen":
        self.page.goto(address)
        self.page.evaluate("globalThis.sound = document.getElementById('sound'); 0")
        self.until(READY)
        return self

    def until(self, condition: str) -> None:
        """Wait for a condition: by asking, since the page forbids what playwright would put in."""
        end = time.monotonic() + 15
        while not self.page.evaluate(f"!!({condition})"):
            assert time.monotonic() < end, f"never true: {condition}"
            time.sleep(0.02)

    def text(self, name: str) -> str:
        return str(self.page.locator(f"#{name}").inner_text()).strip()

    def now(self) -> float:
        """The moment of the session that is heard, in ms."""
        return float(self.page.evaluate("now()"))

    def seek(self, ms: float) -> None:
        self.page.evaluate(f"go({ms})")
        self.until("!sound.seeking")
        self.page.evaluate("new Promise(requestAnimationFrame)")
