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
from coach.serve.private_feed import COVER_NAME, SOUND_FOLDER
from coach.serve.web_pages import PageMaker, WebPage

WRONG_TOKEN_SECONDS = 0.5
"""How long an answer to a wrong token is held back: nobody tries many."""
MOST_PATH_LETTERS = 2_000
FEED_PATHS = ("/feed.xml", f"/{COVER_NAME}")
STATUS = {Refusal.HOST: 421, Refusal.ORIGIN: 403, Refusal.PEER: 403, Refusal.TOKEN: 401}


def guard_app(app: App, access: Access, maker: PageMaker, cookie_name: str) -> App:
    """Return an application that lets only those requests through to `app` which may ask."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1008})
            return
        send = add_headers(send)
        headers = read_headers(scope)
        if len(scope["path"]) > MOST_PATH_LETTERS or "\0" in scope["path"]:
            await HTMLResponse("", 400)(scope, receive, send)
        elif refusal := find_refusal(access, scope, headers):
            await _refuse(maker, refusal)(scope, receive, send)
        elif not access.is_open:
            await app(scope, receive, send)
        else:
            await answer_others(scope, receive, send, headers)

    async def answer_others(
        scope: Scope, receive: Receive, send: Send, headers: dict[str, str]
    ) -> None:
        first, given, rest = _split_token_path(scope["path"])
        if first == TOKEN_FOLDER and _is_feed_path(rest) and scope["method"] in ("GET", "HEAD"):
            if access.is_token(given):
                await app({**scope, "path": rest, "raw_path": rest.encode()}, receive, send)
                return
            await asyncio.sleep(WRONG_TOKEN_SECONDS)
        else:
            token, query = take_token(scope)
            if token is not None:
                if access.is_token(token):
                    target = quote(scope["path"]) + (f"?{query}" if query else "")
                    response = _open(maker, access, cookie_name, target)
                    await response(scope, receive, send)
                    return
                await asyncio.sleep(WRONG_TOKEN_SECONDS)
            elif has_cookie(access, headers, cookie_name):
                await app(scope, receive, send)
                return
        await _refuse(maker, Refusal.TOKEN)(scope, receive, send)

    return answer


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


def _open(maker: PageMaker, access: Access, cookie_name: str, target: str) -> Response:
    # A path that begins with two slashes would be another host.
    response = _send(maker.opening_page("/" + target.lstrip("/\\")))
    response.set_cookie(
        cookie_name,
        access.cookie_value,
        max_age=90 * 24 * 3600,
        path="/",
        httponly=True,
        samesite="strict",
    )
    return response


def _refuse(maker: PageMaker, refusal: Refusal) -> Response:
    title = "locked" if refusal is Refusal.TOKEN else "refused"
    return _send(maker.message(title, f"{title}_note"), STATUS[refusal])


def _send(page: WebPage, status: int = 200) -> Response:
    headers = {"content-security-policy": page.policy, "cache-control": "no-store"}
    return HTMLResponse(page.text, status, headers)
