"""A page as HTML: list and drawings are readable without script; the sound comes last in it."""

import json
from base64 import b64encode
from collections.abc import Mapping
from html import escape
from importlib.resources import files
from string import Template
from types import MappingProxyType
from typing import Any

from coach.exports.content_policy import hash_inline
from coach.exports.media_types import MEDIA_TYPES
from coach.exports.page.page_session import PageRow, PageSession
from coach.exports.page.page_sound import LAGS, PageSound
from coach.figures.figure_svg import LIGHT
from coach.script.phrases import Phrases
from coach.units import format_clock

NO_LINKS: Mapping[str, str] = MappingProxyType({})
SCRIPTS = ("moment.js", "page.js")
"""The first is in the head, so that the page is painted as one that plays."""


def format_page(page: PageSession, sound: PageSound) -> bytes:
    """Return a page with its sound in it."""
    text = f'<script type="text/plain" id="bytes">{b64encode(sound.content).decode()}</script>\n'
    return _fill_page(page, sound.suffix, "blob:", text).encode()


def format_page_beside(
    page: PageSession, suffix: str, address: str, links: Mapping[str, str] = NO_LINKS
) -> bytes:
    """Return a page that plays a sound of `suffix` at an address, relative to its own.

    `links` lead to other pages, by their addresses.
    """
    media = "'self' blob:; connect-src 'self'"
    return _fill_page(page, suffix, media, "", address, links).encode()


def read_part(name: str) -> str:
    """Return a file that is part of every page."""
    return files("coach.exports.page").joinpath(name).read_text("utf-8")


def _fill_page(
    page: PageSession,
    suffix: str,
    media: str,
    sound_text: str,
    address: str = "",
    links: Mapping[str, str] = NO_LINKS,
) -> str:
    phrases = page.phrases
    style, (early, script) = read_part("page.css"), map(read_part, SCRIPTS)
    policy = (
        f"default-src 'none'; script-src '{hash_inline(early)}' '{hash_inline(script)}'; "
        f"style-src '{hash_inline(style)}'; "
        f"img-src data:; media-src {media}; base-uri 'none'; form-action 'none'"
    )
    shown = {
        key: phrases.format_shown(f"page_{key}")
        for key in ("now", "back", "previous", "play", "next", "awake", "place", "no_script")
    }
    return Template(read_part("page.html")).substitute(
        {key: escape(text) for key, text in shown.items()},
        language=escape(page.language),
        policy=escape(policy),
        mark=escape(page.mark),
        title=escape(page.title),
        style=style,
        early=early,
        script=script,
        length=format_clock(page.length),
        seconds=page.length // 1000,
        source=f' src="{escape(address)}" controls' if address else "",
        disabled="" if address else " disabled",
        list_title=escape(phrases.format_shown("page_list")),
        controls=escape(phrases.format_shown("page_controls")),
        rows="\n".join(map(_format_row, page.rows)),
        stop_rules=_format_stop_rules(page),
        notes=_format_links(links) + "".join(f"<p>{escape(note)}</p>" for note in page.notes),
        content=_format_json(page.content | _list_settings(page, suffix)),
        bytes=sound_text,
    )


def _list_settings(page: PageSession, suffix: str) -> dict[str, Any]:
    """Return what the script needs besides the session, for a sound of `suffix`."""
    return {
        "lag": LAGS[suffix],
        "type": MEDIA_TYPES[suffix],
        "words": _list_words(page.phrases, page.length),
        "ink": ";".join(f"--figure-{name}:{colour}" for name, colour in LIGHT.items()),
    }


def _format_row(row: PageRow) -> str:
    dose = f'<span class="dose">{escape(row.dose)}</span>' if row.dose else ""
    how = f'<p class="how unscripted">{escape(" ".join(row.lines))}</p>' if row.lines else ""
    kind = "row drawn" if row.drawing else "row"
    return (
        f'<li><button type="button" class="{kind}">{row.drawing}<b>{escape(row.title)}</b>{dose}'
        f"<time>{format_clock(row.start)}</time></button>{how}</li>"
    )


def _format_links(links: Mapping[str, str]) -> str:
    return "".join(
        f'<p><a href="{escape(address)}">{escape(words)}</a></p>'
        for address, words in links.items()
    )


def _format_stop_rules(page: PageSession) -> str:
    if not page.stop_rules:
        return ""
    title = escape(page.phrases.format_shown("page_stop"))
    lines = "".join(f"<li>{escape(line)}</li>" for line in page.stop_rules)
    return f"<h2>{title}</h2>\n<ul>{lines}</ul>"


def _list_words(phrases: Phrases, length: int) -> dict[str, Any]:
    """Return the words that the script shows; it puts numbers and a title where # stands."""
    show, grammar = phrases.format_shown, phrases.grammar
    keys = ("play", "pause", "ready", "ended", "no_sound", "second")
    words: dict[str, Any] = {key: show(f"page_{key}") for key in keys}
    minutes = range(length // 60_000 + 1)
    return words | {
        "of": show("page_of", total="#"),
        "at": show("page_at", time="#1", total="#2", title="#3"),
        "left": grammar.format_side("left"),
        "right": grammar.format_side("right"),
        "minutes": [grammar.format_count(number, "minute") for number in minutes],
        "seconds": [grammar.format_count(number, "second") for number in range(60)],
    }


def _format_json(content: dict[str, Any]) -> str:
    """Return plain values as JSON in which no tag can begin or end."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
