"""The guard before the routes: refuses, swaps a token for a cookie, or lets a request through."""

import asyncio
from urllib.parse import quote

from starlette.responses import HTMLResponse, Response

from coach.serve.access_guard import (
    TOKEN_FOLDER,
    Access,
    App,
    Receive,
    Refusal,
    Scope,
    Send,
    add_headers,
    find_refusal,
    has_cookie,
    read_headers,
    take_token,
)
from coach.serve.page_response import respond_with_page
from coach.serve.served_session import COVER_NAME, SOUND_FOLDER
from coach.serve.web_pages import PageMaker

WRONG_TOKEN_SECONDS = 0.5
"""How long an answer to a wrong token is held back: nobody tries many."""
COOKIE_SECONDS = 90 * 24 * 3600
MAX_PATH_LETTERS = 2_000
FEED_PATHS = ("/feed.xml", f"/{COVER_NAME}")
STATUS = {Refusal.HOST: 421, Refusal.ORIGIN: 403, Refusal.PEER: 403, Refusal.TOKEN: 401}


class GuardedApp:
    """An application that lets only those requests through to `app` which may ask."""

    def __init__(self, app: App, access: Access, maker: PageMaker, cookie_name: str) -> None:
        self._app, self._access = app, access
        self._maker, self._cookie_name = maker, cookie_name

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1008})
            return
        send, headers = add_headers(send), read_headers(scope)
        if len(scope["path"]) > MAX_PATH_LETTERS or "\0" in scope["path"]:
            await HTMLResponse("", 400)(scope, receive, send)
        elif refusal := find_refusal(self._access, scope, headers):
            await _refuse(self._maker, refusal)(scope, receive, send)
        elif not self._access.is_open or has_cookie(self._access, headers, self._cookie_name):
            await self._let_through(scope, receive, send)
        else:
            await self._answer_stranger(scope, receive, send)

    async def _let_through(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer whoever may ask; a token that they have all the same leaves the address."""
        token, query = take_token(scope)
        if token is not None and scope["method"] == "GET":
            target = _make_target(scope["path"], query)
            await respond_with_page(self._maker.opening_page(target))(scope, receive, send)
            return
        first, given, rest = _split_token_path(scope["path"])
        if first == TOKEN_FOLDER and self._access.is_token(given) and _is_feed_path(rest):
            scope = _with_path(scope, rest)
        await self._app(scope, receive, send)

    async def _answer_stranger(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer whoever has no cookie: a podcast app, or somebody who comes with the token."""
        first, given, rest = _split_token_path(scope["path"])
        token, query = take_token(scope)
        is_feed = first == TOKEN_FOLDER and _is_feed_path(rest)
        if is_feed and scope["method"] in ("GET", "HEAD") and self._access.is_token(given):
            await self._app(_with_path(scope, rest), receive, send)
            return
        is_home = first == TOKEN_FOLDER and rest in ("", "/")  # the link in the feed
        if is_home and self._access.is_token(given):
            await self._open("/")(scope, receive, send)
            return
        if token is not None and self._access.is_token(token):
            await self._open(_make_target(scope["path"], query))(scope, receive, send)
            return
        if first == TOKEN_FOLDER or token is not None:
            await asyncio.sleep(WRONG_TOKEN_SECONDS)
        await _refuse(self._maker, Refusal.TOKEN)(scope, receive, send)

    def _open(self, target: str) -> Response:
        response = respond_with_page(self._maker.opening_page(target))
        response.set_cookie(
            self._cookie_name,
            self._access.cookie_value,
            max_age=COOKIE_SECONDS,
            path="/",
            httponly=True,
            samesite="strict",
        )
        return response


def _make_target(path: str, query: str) -> str:
    """Return an address without its token; one that began with two slashes would be elsewhere."""
    return "/" + quote(path).lstrip("/\\") + (f"?{query}" if query else "")


def _with_path(scope: Scope, path: str) -> Scope:
    return {**scope, "path": path, "raw_path": path.encode()}


def _split_token_path(path: str) -> tuple[str, str, str]:
    """Return the first folder of a path, the second one, and what follows from a slash on."""
    first, _, more = path.removeprefix("/").partition("/")
    second, slash, rest = more.partition("/")
    return first, second, slash + rest


def _is_feed_path(path: str) -> bool:
    """Return whether a podcast app may ask for a path: the feed, its picture, a file, no page."""
    folder, _, file = path.removeprefix(f"/{SOUND_FOLDER}/").partition("/")
    is_file = path.startswith(f"/{SOUND_FOLDER}/") and "." in folder and not file
    return path in FEED_PATHS or (is_file and not path.endswith("/"))


def _refuse(maker: PageMaker, refusal: Refusal) -> Response:
    title = "locked" if refusal is Refusal.TOKEN else "refused"
    return respond_with_page(maker.message(title, f"{title}_note"), STATUS[refusal])
