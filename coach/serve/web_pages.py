"""The pages of the server as HTML, readable and usable without script, in the look of a session's.

What is shown comes from the language's file; what stands in a page is escaped here, all of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING

from coach.catalog import CatalogEntry
from coach.exports.content_policy import hash_inline
from coach.serve.render_queue import OrderState, Phase
from coach.serve.served_session import ServedSession
from coach.serve.session_form import MINUTE, Offer, find_minutes

if TYPE_CHECKING:
    from coach.script.phrases import Phrases

REFRESH_SECONDS = 2
MAX_SHOWN = 4
"""So many sessions stand above what can be made; the others are a tap away."""
_PLAY = (
    '<svg viewBox="0 0 24 24" aria-hidden="true"><circle class="disc" cx="12" cy="12" r="12"/>'
    '<path class="sign" d="M9 6.500v11l9-5.500z"/></svg>'
)


@dataclass(frozen=True, slots=True)
class WebPage:
    """A page, and the policy that says what a browser may do with it."""

    text: str
    policy: str


class PageMaker:
    """Makes pages with the words of a language."""

    def __init__(self, phrases: "Phrases", language: str) -> None:
        self.show = phrases.format_shown
        self._language = language
        self._style = _read_part("serve.css")
        self._script = _read_part("progress.js")

    def frame(
        self, title: str, main: str, *, head: str = "", script: bool = False, narrow: bool = True
    ) -> WebPage:
        """Return a whole page around what stands in it; `title` is text, `main` is HTML."""
        home = "" if not narrow else f'<a href="/">← {self.word("all")}</a>'
        end = f"<script>{self._script}</script>" if script else ""
        kind = ' class="narrow"' if narrow else ""
        text = (
            f'<!DOCTYPE html>\n<html lang="{escape(self._language)}">\n<head>\n'
            '<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1, '
            'viewport-fit=cover">\n<meta name="color-scheme" content="light dark">\n'
            '<meta name="robots" content="noindex">\n<link rel="icon" href="data:,">\n'
            f"{head}<title>{escape(title)}</title>\n<style>{self._style}</style>\n</head>\n"
            f"<body>\n<header{kind}>{home}</header>\n<main{kind}>\n<h1>{escape(title)}</h1>\n"
            f"{main}\n</main>\n{end}</body>\n</html>\n"
        )
        return WebPage(text, self._make_policy(script))

    def word(self, key: str, **values: object) -> str:
        """Return words of the server's pages as HTML."""
        return escape(self.show(f"serve_{key}", **values))

    def message(self, title: str, text: str = "", more: str = "") -> WebPage:
        """Return a page that says one thing: `title` is the key of its words, so is `text`."""
        main = (f"<p>{self.word(text)}</p>" if text else "") + more
        card = f'<div class="card">{main}</div>' if main else ""
        return self.frame(self.show(f"serve_{title}"), card)

    def list_page(
        self,
        sessions: Iterable[ServedSession],
        offer: Offer,
        feed: str,
        today: Iterable[str] = (),
    ) -> WebPage:
        """Return the first page: what is there, what can be made, and the feed's address.

        Of what can be made the routines of `today` stand first, under a heading of their own.
        """
        rows = list(map(self._format_ready, sessions))
        ready, earlier = "\n".join(rows[:MAX_SHOWN]), "\n".join(rows[MAX_SHOWN:])
        suitable = [entry for name in today if (entry := offer.find_entry(name))]
        others = [one for one in offer.entries if not one.problem and one not in suitable]
        none = f'<p class="soft">{self.word("none")}</p>'
        main = (
            f"<h2>{self.word('ready')}</h2>\n"
            + (f'<ul class="rows">\n{ready}\n</ul>' if ready else none)
            + (f"<details><summary>{self.word('earlier')}</summary>" * bool(earlier))
            + (f'<ul class="rows">\n{earlier}\n</ul></details>' * bool(earlier))
            + self._list_routines("today", suitable)
            + self._list_routines("others" if suitable else "choose", others)
            + f'\n<h2>{self.word("feed")}</h2>\n<div class="card"><p>{self.word("feed_note")}</p>'
            f"<code>{escape(feed)}</code></div>"
        )
        return self.frame(self.show("serve_title"), main, narrow=False)

    def _list_routines(self, heading: str, entries: Iterable[CatalogEntry]) -> str:
        """Return routines below a heading; nothing without any."""
        rows = "\n".join(map(self._format_routine, entries))
        head = f"\n<h2>{self.word(heading)}</h2>\n"
        return f'{head}<ul class="rows">\n{rows}\n</ul>' if rows else ""

    def _format_ready(self, one: ServedSession) -> str:
        return (
            f'<li><a href="/s/{one.key}/">{_PLAY}<span class="words"><b>{escape(one.title)}</b>'
            "</span></a></li>"
        )

    def _format_routine(self, entry: CatalogEntry) -> str:
        about = escape(entry.description)
        return (
            f'<li><a href="/make/{escape(entry.name)}"><span class="words">'
            f'<b>{escape(entry.title)}</b><span class="about">{about}</span></span>'
            f'<span class="lasts">{self.format_lengths(entry)}</span></a></li>'
        )

    def format_lengths(self, entry: CatalogEntry) -> str:
        """Return in minutes how long a routine can last."""
        minutes = find_minutes(entry)
        if len(minutes) < 2:
            return self.word("exactly", n=max(1, round(entry.usual / MINUTE)))
        return self.word("from", first=minutes[0], last=minutes[-1])

    def progress_page(self, title: str, source: str, percent: int | None, text: str) -> WebPage:
        """Return a page with a bar, renewed by events from `source`, or without script by time."""
        value = "" if percent is None else f' value="{percent}"'
        name = self.show(f"serve_{title}")
        main = (
            f'<div class="card"><progress max="100"{value} data-source="{escape(source)}" '
            f'aria-label="{escape(name)}"></progress>\n'
            f'<p id="text" role="status">{escape(text)}</p>'
            f'<p class="soft">{self.word("renews")}</p></div>'
        )
        refresh = f'<noscript><meta http-equiv="refresh" content="{REFRESH_SECONDS}"></noscript>\n'
        return self.frame(name, main, head=refresh, script=True)

    def describe_order(self, state: OrderState) -> tuple[int | None, str]:
        """Return how much of an order is done, None where that is not known, and what it is at."""
        if state.phase is Phase.WAITING:
            return None, self.show("serve_waiting", n=state.before)
        if state.phase is Phase.SPEAKING:
            percent = state.percent // 2 if state.total else None
            return percent, self.show("serve_speaking")
        return 50 + state.percent // 2, self.show("serve_writing")

    def opening_page(self, target: str) -> WebPage:
        """Return a page that goes on to `target` at once.

        Not a redirect: after one that began at another site, a browser holds back the cookie.
        """
        head = f'<meta http-equiv="refresh" content="0;url={escape(target)}">\n'
        link = f'<p><a class="button" href="{escape(target)}">{self.word("title")}</a></p>'
        return self.frame(self.show("serve_opening"), link, head=head)

    def _make_policy(self, script: bool) -> str:
        scripts = (
            f"script-src '{hash_inline(self._script)}'; connect-src 'self'; " if script else ""
        )
        return (
            f"default-src 'none'; {scripts}style-src '{hash_inline(self._style)}'; img-src data:; "
            "media-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        )


def _read_part(name: str) -> str:
    return files("coach.serve").joinpath(name).read_text("utf-8")
