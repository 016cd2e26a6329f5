"""Every page that the server answers with, by name, in a browser that gets each with its policy."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from coach.catalog import CatalogEntry
from coach.exports.file_records import FileRecord
from coach.exports.page.page_html import format_page_beside
from coach.exports.page.page_session import make_page_session
from coach.plan.request import SessionRequest
from coach.script.library import load_phrases
from coach.serve.render_queue import Order, OrderState, Phase
from coach.serve.served_session import ServedFile, ServedSession
from coach.serve.session_form import Offer, OfferedVoice, SessionForm
from coach.serve.session_pages import done_page, form_page, player_page
from coach.serve.web_app import SESSION_PAGE_POLICY
from coach.serve.web_pages import PageMaker, WebPage
from tests.browser.lateness import NAME
from tests.exports.page.sessions import about, session

HOST = "http://127.0.0.1:1"
KEY = "0123456789abcdefghjk"
ABOUT = "Stretches for a stiff lower back, on the floor: knees to chest, child's pose, twists."
OFFER = Offer(
    (
        CatalogEntry("lower-back", "Lower back", ABOUT, 300_000, 1_200_000, 2_700_000),
        CatalogEntry("box-breathing", "Box breathing", "Calm.", 180_000, 300_000, 720_000),
        CatalogEntry("body-scan", "Body scan", "Listen inward.", 600_000, 600_000, 600_000),
    ),
    (OfferedVoice("natural:heart", "Heart"), OfferedVoice("tone", "Tone")),
)
NOTES = "0:00 Welcome\n0:34 Knee to chest\n2:10 Child's pose\n4:20 Slow breathing"
KINDS = """first list;list;form;form to correct;form without a choice;measuring;making;plain player
;done;missing""".replace("\n", "").split(";")
"""Pages of which no two are built alike: what says one thing is all like `missing`."""
PLAYER = "session"
"""The page that plays a session: it is made by the exports, and is not a WebPage."""


@cache
def make_pages() -> dict[str, WebPage]:
    """Return every page by its name."""
    maker = PageMaker(load_phrases("en"), "en")
    one = _make_session()
    many = [replace(one, title=f"Lower back, {n} minutes, short talk") for n in (5, 20, 9, 45, 10)]
    entry = OFFER.entries[0]
    order = OrderState(Order(KEY, "lower-back", SessionRequest()), Phase.WRITING, 3, 4)
    once = maker.show("serve_once")
    limited = SessionForm("lower-back", limits=("knee",), easy=True)
    feed = "http://192.168.1.20:8000/t/7f3k9d2mab4c/feed.xml"
    return {
        "first list": maker.list_page([], OFFER, feed),
        "list": maker.list_page(many, OFFER, feed, ["lower-back"]),
        "form": form_page(maker, entry, OFFER, SessionForm("lower-back")),
        "form to correct": form_page(maker, entry, OFFER, limited, "minutes"),
        "form without a choice": form_page(
            maker, OFFER.entries[2], Offer(OFFER.entries, ()), SessionForm("body-scan")
        ),
        "measuring": maker.progress_page("measuring", "/progress", None, once),
        "making": maker.progress_page("making", "/progress", *maker.describe_order(order)),
        PLAYER: WebPage(_format_player(), SESSION_PAGE_POLICY),
        "plain player": player_page(maker, one),
        "done": done_page(maker, one),
        "entered": maker.message("entered", "undo"),
        "not entered": maker.message("not_entered"),
        "many": maker.message("many"),
        "failed": maker.message("failed", "fault"),
        "missing": maker.message("missing", "missing_note"),
        "locked": maker.message("locked", "locked_note"),
        "refused": maker.message("refused", "refused_note"),
        "broken": maker.message("broken", "fault"),
    }


@contextmanager
def open_pages(browser: Any, sound: Path, **options: Any) -> Iterator[Any]:
    """Open a browser's page that gets what `find_address` names; `options` are of its context."""
    context = browser.new_context(**options)
    pages = {find_address(name): page for name, page in make_pages().items()}

    def answer(route: Any) -> None:
        if page := pages.get(route.request.url):
            headers = {"content-security-policy": page.policy}
            route.fulfill(body=page.text, content_type="text/html; charset=utf-8", headers=headers)
        elif route.request.url.endswith(sound.suffix):
            route.fulfill(path=sound)
        else:  # what follows the progress ends without a word
            route.fulfill(status=204)

    context.route(f"{HOST}/**", answer)
    try:
        yield context.new_page()
    finally:
        context.close()


def find_address(name: str) -> str:
    """Return the address of a page by its name."""
    return f"{HOST}/s/{name.replace(' ', '-')}/"


def _make_session() -> ServedSession:
    files = {".mp3": ServedFile(Path(f"{KEY}.mp3"), FileRecord("", 1, 0, ""))}
    return ServedSession(
        KEY, "lower-back", "Lower back", ABOUT, "en", 1_200_000, 0, ".mp3", NOTES, "", files
    )


def _format_player() -> str:
    show = load_phrases("en").format_shown
    links = {"done": show("serve_enter"), "/": show("serve_all")}
    page = make_page_session(session(NAME), about(NAME))
    return format_page_beside(page, ".m4a", f"../{KEY}.m4a", links).decode()
