"""A real browser: Chromium, driven by playwright; skipped with a reason where one is missing."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from coach.exports.page.page_writer import write_page, write_page_folder
from tests.browser.browsing import MissingToolError, Seen, fetch_axe, open_chromium
from tests.browser.lateness import NAME
from tests.exports.page.sessions import about, session


def miss(what: str) -> None:
    """Skip a test for what is missing; fail it where the run has to have it."""
    if os.environ.get("COACH_REQUIRE_BROWSER"):
        pytest.fail(what)
    pytest.skip(what)  # a bare machine has no browser, and its other tests still count


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    try:
        with open_chromium() as browser:
            yield browser
    except MissingToolError as error:
        miss(str(error))


@pytest.fixture(scope="session")
def axe(tmp_path_factory) -> str:
    """The text of axe-core."""
    try:
        return fetch_axe(tmp_path_factory.mktemp("axe"))
    except MissingToolError as error:
        miss(str(error))
        raise


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
