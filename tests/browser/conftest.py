"""A real browser: Chromium, driven by playwright; skipped with a reason where one is missing."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from coach.exports.page.page_writer import write_page, write_page_folder
from tests.exports.page.sessions import about, session

FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync "
    "--disable-background-networking --disable-component-update"
).split()
NAME = "lower-back-stretch"
READY = "!document.getElementById('play').disabled && sound.readyState > 0"


def miss(what: str) -> None:
    """Skip a test for what is missing; fail it where the run has to have it."""
    if os.environ.get("COACH_REQUIRE_BROWSER"):
        pytest.fail(what)
    pytest.skip(what)  # a bare machine has no browser, and its other tests still count


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        miss("playwright is not installed")
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next((found for name in names if (found := shutil.which(name))), None)
    if path is None:
        miss("there is no Chromium")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def page_file(tmp_path_factory) -> Path:
    path: Path = tmp_path_factory.mktemp("page") / "back.html"
    write_page(session(NAME), path, metadata=about(NAME))
    return path


@pytest.fixture(scope="session")
def page_folder(tmp_path_factory) -> Path:
    folder: Path = tmp_path_factory.mktemp("folder")
    write_page_folder(session(NAME), folder, metadata=about(NAME))
    return folder


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


@pytest.fixture
def open_page(chromium, page_file) -> Iterator[Callable[..., Seen]]:
    opened = []

    def open_at(
        width=390, height=844, scheme="light", address="", before="", agent=None, **more
    ) -> Seen:
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            user_agent=agent,
            **more,
        )
        opened.append(context)
        page = context.new_page()
        if before:
            page.add_init_script(before)
        return Seen(page).open(address or page_file.as_uri())

    yield open_at
    for context in opened:
        context.close()
