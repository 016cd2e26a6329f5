"""The routes of the server: what is at which address. A name in one is looked up in a table."""

import asyncio
import re
from datetime import datetime
from html import escape
from typing import Any
from urllib.parse import parse_qs

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from coach.errors import MachineError
from coach.exports.media_types import CHAPTERS_SUFFIX
from coach.serve.access_guard import TOKEN_FOLDER
from coach.serve.chapter_drawings import find_drawing, read_chapters
from coach.serve.page_events import Look, list_events
from coach.serve.page_response import respond_with_page
from coach.serve.render_queue import OrderState, Phase
from coach.serve.served_session import (
    COVER_NAME,
    KEY_DIGITS,
    KEY_LENGTH,
    PAGE_SUFFIX,
    SOUND_FOLDER,
)
from coach.serve.serving import Serving
from coach.serve.session_form import MINUTE, Offer, SessionForm, WrongFieldError, read_form
from coach.serve.session_pages import done_page, form_page, player_page
from coach.serve.sound_response import FILE_TYPES, IMMUTABLE, respond_with_file
from coach.serve.web_pages import WebPage

MAX_FORM_BYTES = 16_384
MAX_FORM_FIELDS = 60
FORM_SECONDS = 10.0
FIRST_WAIT_SECONDS = 0.15
"""How long the first list is waited for: where all lengths are known it is there in that time."""
FORM_WAIT_SECONDS = 5.0
"""How long a form is held back until it is known which voices speak here."""
SESSION_PAGE_POLICY = "frame-ancestors 'none'"
"""A session's page says itself what it may do; only this cannot stand in a page."""
_FILE = re.compile(rf"([{KEY_DIGITS}]{{{KEY_LENGTH}}})(\.[a-z0-9.]{{2,16}})")


class WebApp:
    """Answers requests with what `serving` has."""

    def __init__(self, serving: Serving) -> None:
        self._serving, self._maker = serving, serving.maker

    def make_routes(self) -> Starlette:
        """Return the application: its routes, and the pages of what is not there."""
        routes = [
            Route("/", self.show_list),
            Route("/progress", self.follow_offer),
            Route("/make/{name}", self.show_form),
            Route("/make", self.make, methods=["POST"]),
            Route("/done", self.enter, methods=["POST"]),
            Route("/feed.xml", self.send_feed),
            Route(f"/{COVER_NAME}", self.send_cover),
            Route("/s/{key}/", self.show_session),
            Route("/s/{key}/progress", self.follow_order),
            Route("/s/{key}/done", self.show_done),
            Route("/s/{key}.{number:int}.png", self.send_drawing),
            Route("/s/{file}", self.send_file),
        ]
        app = Starlette(
            routes=routes,
            exception_handlers={HTTPException: self._answer_missing, Exception: self._answer_fault},
        )
        app.router.redirect_slashes = False
        return app

    async def show_list(self, request: Request) -> Response:
        """Answer with the first page, or with how far it is."""
        loading = self._serving.loading
        if not loading.is_over:
            await run_in_threadpool(loading.wait, FIRST_WAIT_SECONDS)
        if loading.problem is not None:
            return respond_with_page(self._maker.message("broken", "fault"), 500)
        if loading.offer is None:
            once = self._maker.show("serve_once")
            return respond_with_page(
                self._maker.progress_page("measuring", "/progress", loading.percent, once)
            )
        sessions = self._serving.list_sessions()
        feed = f"{self._find_base(request)}feed.xml"
        today = await run_in_threadpool(self._serving.find_for_today)
        return respond_with_page(self._maker.list_page(sessions, loading.offer, feed, today))

    async def follow_offer(self, _request: Request) -> Response:
        """Answer with events until it is known what can be asked for."""
        loading, text = self._serving.loading, self._maker.show("serve_once")
        return self._send_events(
            lambda: (loading.is_over or loading.is_stopped, loading.percent, text)
        )

    async def show_form(self, request: Request) -> Response:
        """Answer with the form of a routine."""
        offer = await self._find_offer()
        entry = offer.find_entry(request.path_params["name"]) if offer else None
        if offer is None or entry is None:
            raise HTTPException(404)
        form = self._serving.make_form(entry.name)
        return respond_with_page(form_page(self._maker, entry, offer, form))

    async def _find_offer(self) -> Offer | None:
        """Return all that can be asked for; None while it is being found out."""
        loading = self._serving.loading
        if loading.is_over and not loading.is_complete:
            await run_in_threadpool(loading.wait_for_all, FORM_WAIT_SECONDS)
        return loading.offer

    async def make(self, request: Request) -> Response:
        """Take an order from the form, and answer with where its session will be."""
        offer = await self._find_offer()
        if offer is None:
            return RedirectResponse("/", 303)
        fields = await self._read_fields(request)
        try:
            form = read_form(fields, offer)
        except WrongFieldError as error:
            names = fields.get("routine", [])
            entry = offer.find_entry(names[0]) if len(names) == 1 else None
            if entry is None:
                raise HTTPException(404) from error
            usual = SessionForm(entry.name)
            return respond_with_page(form_page(self._maker, entry, offer, usual, error.field), 400)
        order = await run_in_threadpool(self._serving.make_order, form)
        if self._serving.find(order.key) is None and not self._serving.queue.submit(order):
            return respond_with_page(self._maker.message("many"), 503)
        return RedirectResponse(f"/s/{order.key}/", 303)

    async def show_session(self, request: Request) -> Response:
        """Answer with the page of a session, or with how far it is."""
        key = request.path_params["key"]
        if session := self._serving.find(key):
            if page := session.files.get(PAGE_SUFFIX):
                content = await run_in_threadpool(page.path.read_bytes)
                policy = {"content-security-policy": SESSION_PAGE_POLICY}
                return HTMLResponse(content, headers={"cache-control": "no-cache", **policy})
            return respond_with_page(player_page(self._maker, session))
        state = self._serving.queue.find(key)
        if state is None or state.phase is Phase.DONE:
            raise HTTPException(404)
        if state.phase is Phase.FAILED:
            return respond_with_page(self._describe_failure(state), 422)
        percent, text = self._maker.describe_order(state)
        return respond_with_page(self._maker.progress_page("making", "progress", percent, text))

    async def follow_order(self, request: Request) -> Response:
        """Answer with events until an order is done or has failed."""
        key, queue = request.path_params["key"], self._serving.queue
        if queue.find(key) is None:
            raise HTTPException(404)

        def look() -> tuple[bool, int | None, str]:
            state = queue.find(key)
            if state is None or state.is_over or queue.is_stopped:
                return True, None, ""
            return False, *self._maker.describe_order(state)

        return self._send_events(look)

    async def show_done(self, request: Request) -> Response:
        """Answer with the form that enters a session as done."""
        session = self._serving.find(request.path_params["key"])
        if session is None:
            raise HTTPException(404)
        return respond_with_page(done_page(self._maker, session))

    async def enter(self, request: Request) -> Response:
        """Enter a session in the log, as the form says."""
        from coach.serve.done_entry import enter_done

        fields = await self._read_fields(request)
        session = self._serving.find("".join(fields.get("key", [])))
        if session is None:
            raise HTTPException(404)
        until = None
        if fields.get("far") == ["part"]:
            text = "".join(fields.get("minutes", []))
            if not (text.isascii() and text.isdigit() and 0 < len(text) <= 4 and int(text)):
                return respond_with_page(done_page(self._maker, session), 400)
            until = int(text) * MINUTE
        now, is_all = datetime.now().astimezone(), bool(fields.get("every"))
        try:
            entry = await run_in_threadpool(enter_done, session, now, until, is_all=is_all)
        except MachineError as error:
            self._serving.report_fault(error)
            return respond_with_page(self._maker.message("not_entered"), 500)
        return respond_with_page(
            self._maker.message("entered" if entry.is_new else "known", "undo")
        )

    async def send_file(self, request: Request) -> Response:
        """Answer with a file of a session, or a part of one."""
        found = _FILE.fullmatch(request.path_params["file"])
        session = self._serving.find(found[1]) if found else None
        if found is None or session is None or found[2] not in FILE_TYPES:
            raise HTTPException(404)
        file = session.files.get(found[2])
        if file is None:
            raise HTTPException(404)
        if found[2] == CHAPTERS_SUFFIX:
            start = f"{self._find_base(request)}{SOUND_FOLDER}/{session.key}."
            content = await run_in_threadpool(read_chapters, session, start)
            if content is not None:
                headers = {"cache-control": "no-cache"}
                return Response(content, media_type=FILE_TYPES[found[2]], headers=headers)
        return respond_with_file(request, file, found[2])

    async def send_drawing(self, request: Request) -> Response:
        """Answer with the drawing of a chapter, for the apps that show one."""
        session = self._serving.find(request.path_params["key"])
        number = request.path_params["number"]
        drawing = await run_in_threadpool(find_drawing, session, number) if session else None
        if drawing is None:
            raise HTTPException(404)
        return Response(drawing, media_type="image/png", headers={"cache-control": IMMUTABLE})

    async def send_feed(self, request: Request) -> Response:
        """Answer with the feed of podcast apps."""
        from coach.serve.private_feed import format_private_feed

        sessions, base = self._serving.list_sessions(), self._find_base(request)
        text = format_private_feed(sessions, base, has_cover=bool(self._serving.cover))
        headers = {"cache-control": "no-cache"}
        return Response(text, media_type="application/rss+xml", headers=headers)

    async def send_cover(self, _request: Request) -> Response:
        """Answer with the picture of the feed."""
        cover = self._serving.cover
        if not cover:
            raise HTTPException(404)
        kind = "image/png" if cover.startswith(b"\x89PNG") else "image/jpeg"
        return Response(cover, media_type=kind, headers={"cache-control": "no-cache"})

    def _find_base(self, request: Request) -> str:
        """Return the address of the feed's folder; where others may ask, the token is in it."""
        access = self._serving.access
        folder = f"{TOKEN_FOLDER}/{access.token}/" if access.is_open else ""
        return f"http://{request.headers['host']}/{folder}"

    async def _read_fields(self, request: Request) -> dict[str, list[str]]:
        """Return the fields of a form; raises HTTPException for what is none, or too large."""
        try:
            body = await asyncio.wait_for(_read_body(request), FORM_SECONDS)
        except (TimeoutError, ClientDisconnect) as error:
            raise HTTPException(408) from error
        try:
            text = body.decode("ascii")
            return parse_qs(text, max_num_fields=MAX_FORM_FIELDS, errors="strict")
        except ValueError as error:
            raise HTTPException(400) from error

    def _describe_failure(self, state: OrderState) -> WebPage:
        maker = self._maker
        about = (
            f"<p>{escape(state.problem)}</p>" if state.problem else f"<p>{maker.word('fault')}</p>"
        )
        again = f'<p class="field"><a class="button" href="/make/{escape(state.order.routine)}">'
        return maker.message("failed", more=f"{about}{again}{maker.word('again')}</a></p>")

    def _send_events(self, look: Look) -> Response:
        headers = {"cache-control": "no-store"}
        return StreamingResponse(list_events(look), media_type="text/event-stream", headers=headers)

    async def _answer_missing(self, _request: Request, error: Any) -> Response:
        status = error.status_code
        page = self._maker.message("missing", "missing_note" if status == 404 else "")
        return respond_with_page(page, status)

    async def _answer_fault(self, _request: Request, error: Exception) -> Response:
        self._serving.report_fault(error)
        return respond_with_page(self._maker.message("broken", "fault"), 500)


async def _read_body(request: Request) -> bytes:
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > MAX_FORM_BYTES:
            raise HTTPException(413)
    return body
