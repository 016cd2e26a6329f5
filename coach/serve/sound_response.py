"""A file of a session as an answer: whole, or the bytes that were asked for."""

import re

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from coach.exports.media_types import CHAPTERS_SUFFIX, MEDIA_TYPES, TRANSCRIPT_TYPES
from coach.serve.served_session import ServedFile

IMMUTABLE = "private, max-age=31536000, immutable"
"""What has a key never changes: another content has another key."""
FILE_TYPES = {
    **MEDIA_TYPES,
    **{suffix: f"{kind}; charset=utf-8" for suffix, kind in TRANSCRIPT_TYPES.items()},
    CHAPTERS_SUFFIX: "application/json+chapters",
}
_RANGE = re.compile(r"bytes=\s*(?:(\d{1,18})-(\d{0,18})|-(\d{1,18}))\s*")


def respond_with_file(request: Request, one: ServedFile, suffix: str) -> Response:
    """Return the answer to a request for a file; 404 where it is gone meanwhile."""
    etag = f'"{one.record.digest}"'
    headers = {"etag": etag, "cache-control": IMMUTABLE}
    if _matches(request.headers.get("if-none-match", ""), etag):
        return Response(status_code=304, headers=headers)
    try:
        status = one.path.stat()
    except OSError:
        return Response(status_code=404)
    _drop_odd_range(request)
    return FileResponse(
        one.path, headers=headers, media_type=FILE_TYPES[suffix], stat_result=status
    )


def _matches(given: str, etag: str) -> bool:
    tags = [one.strip().removeprefix("W/") for one in given.split(",")]
    return etag in tags or "*" in tags


def _drop_odd_range(request: Request) -> None:
    """Take a Range from a request that is none, or more than one: then all of it is the answer.

    The standard lets a server do so; nothing that plays sound asks for several at once.
    """
    asked = request.headers.get("range")
    if asked is None:
        return
    found = _RANGE.fullmatch(asked)
    if found and not (found[1] and found[2] and int(found[2]) < int(found[1])):
        return
    request.scope["headers"] = [
        (name, value) for name, value in request.scope["headers"] if name.lower() != b"range"
    ]
