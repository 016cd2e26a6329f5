"""Who may ask: the Host, the Origin and the token of a request; and headers for every answer.

A page of another site can send requests here, from a browser that is here: it is known by its
Origin, or, where it has had its name point to this machine, by the Host.
"""

import ipaddress
import re
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from dataclasses import dataclass
from enum import Enum
from hashlib import blake2b
from hmac import compare_digest
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qsl, urlencode

TOKEN_FIELD = "k"
TOKEN_FOLDER = "t"
MAX_QUERY_FIELDS = 50
SECURITY_HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # Not no-referrer: with that a browser does not say, either, that a form is our own.
    "referrer-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-robots-tag": "noindex, nofollow",
}
DEFAULT_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
_HOST = re.compile(r"(\[[0-9a-fA-F:.]{2,45}\]|[A-Za-z0-9.-]{1,253})(?::(\d{1,5}))?")

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


class Refusal(Enum):
    """Why a request is not answered."""

    HOST = "host"
    ORIGIN = "origin"
    TOKEN = "token"
    PEER = "peer"


@dataclass(frozen=True, slots=True)
class Access:
    """Who may ask: with `token` "" whoever is on this machine, else who has it on its network."""

    token: str = ""

    @property
    def is_open(self) -> bool:
        """Whether others on the network may ask."""
        return bool(self.token)

    def is_own_host(self, host: str) -> bool:
        """Return whether a Host is an address of numbers, which no other site can have, or local.

        Names are refused: whoever owns one may have it point to this machine.
        """
        found = _HOST.fullmatch(host)
        if not found:
            return False
        name = found[1].lower().strip("[]")
        if name == "localhost":
            return True
        try:
            address = ipaddress.ip_address(name)
        except ValueError:
            return False
        return self.is_open or address.is_loopback

    def is_own_peer(self, peer: str) -> bool:
        """Return whether somebody is on this machine or, where that is open, on its network."""
        try:
            address = ipaddress.ip_address(peer.partition("%")[0])
        except ValueError:
            return False
        if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
            address = address.ipv4_mapped
        near = address.is_private or address.is_link_local
        return address.is_loopback or (self.is_open and near)

    def is_token(self, given: str) -> bool:
        """Return whether a text is the token, in the same time whatever it is."""
        return self.is_open and compare_digest(given.encode(), self.token.encode())

    @property
    def cookie_value(self) -> str:
        """What the browser keeps in the place of the token."""
        return blake2b(self.token.encode(), digest_size=16, person=b"coach-cookie").hexdigest()

    def is_cookie(self, given: str) -> bool:
        """Return whether a text is what a browser was given to keep."""
        return compare_digest(given.encode(), self.cookie_value.encode())


def read_headers(scope: Scope) -> dict[str, str]:
    """Return the headers of a request, by their names in small letters; a repeated one as "".

    Two that differ are no honest request: one of them is what was checked, the other is used.
    """
    found: dict[str, str] = {}
    for name, value in scope["headers"]:
        key = name.decode("latin-1").lower()
        found[key] = "" if key in found else value.decode("latin-1")
    return found


def find_refusal(access: Access, scope: Scope, headers: dict[str, str]) -> Refusal | None:
    """Return why a request is refused whatever its token is; None for one that is well."""
    host, peer = headers.get("host", ""), (scope.get("client") or ("", 0))[0]
    if not access.is_own_host(host):
        return Refusal.HOST
    if not access.is_own_peer(peer):
        return Refusal.PEER
    if scope["method"] not in ("GET", "HEAD") and headers.get("origin") != f"http://{host}":
        return Refusal.ORIGIN
    return None


def has_cookie(access: Access, headers: dict[str, str], name: str) -> bool:
    """Return whether a browser has the cookie that it got for the token."""
    try:
        morsel = SimpleCookie(headers.get("cookie", "")).get(name)
    except CookieError:
        return False
    return morsel is not None and access.is_cookie(morsel.value)


def take_token(scope: Scope) -> tuple[str | None, str]:
    """Return the token in the query of a request, None without one, and the query without it."""
    text = scope.get("query_string", b"").decode("latin-1")
    try:
        fields = parse_qsl(text, keep_blank_values=True, max_num_fields=MAX_QUERY_FIELDS)
    except ValueError:
        return None, ""
    tokens = [value for name, value in fields if name == TOKEN_FIELD]
    rest = urlencode([(name, value) for name, value in fields if name != TOKEN_FIELD])
    return (tokens[0] if len(tokens) == 1 else ("" if tokens else None)), rest


def add_headers(send: Send, headers: Iterable[tuple[str, str]] = ()) -> Send:
    """Return a `send` that adds the headers of every answer which it does not have already."""

    async def send_with_headers(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            present = {name.lower() for name, _ in message["headers"]}
            every = {**SECURITY_HEADERS, "content-security-policy": DEFAULT_POLICY, **dict(headers)}
            message["headers"] = [
                *message["headers"],
                *(
                    (name.encode(), value.encode())
                    for name, value in every.items()
                    if name.encode() not in present
                ),
            ]
        await send(message)

    return send_with_headers
