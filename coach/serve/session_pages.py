"""The pages about one session: the form, a plain player where it has no page, and done."""

from html import escape

from coach.catalog import CatalogEntry
from coach.exports.media_types import MEDIA_TYPES
from coach.script.limits import PROFILES
from coach.serve.served_session import ServedSession
from coach.serve.session_form import (
    MINUTE,
    TALK_LEVELS,
    Offer,
    SessionForm,
    find_minutes,
    find_usual_minutes,
)
from coach.serve.web_pages import PageMaker, WebPage

FIELD_WORDS = ("minutes", "talk", "voice", "limits")
"""Fields that the note about a wrong one names; of any other it says what to choose again."""


def form_page(
    maker: PageMaker, entry: CatalogEntry, offer: Offer, form: SessionForm, wrong: str = ""
) -> WebPage:
    """Return the form of a routine, filled in with `form`; `wrong` is the field to look at."""
    note = ""
    if wrong:
        title = maker.show(f"serve_{wrong if wrong in FIELD_WORDS else 'choose'}")
        note = f'<p class="note" role="alert" id="wrong">{maker.word("check", title=title)}</p>'
    about = f'<p>{escape(entry.description)}</p><p class="soft">{maker.format_lengths(entry)}</p>'
    main = (
        f'{about}{note}<form class="card" method="post" action="/make">'
        f'<input type="hidden" name="routine" value="{escape(entry.name)}">'
        f"{_minutes_field(maker, entry, form, wrong)}{_talk_field(maker, form)}"
        f"{_voice_field(maker, offer, form)}{_limits_field(maker, form)}"
        f"<button>{maker.word('make')}</button></form>"
    )
    return maker.frame(entry.title, main)


def _minutes_field(maker: PageMaker, entry: CatalogEntry, form: SessionForm, wrong: str) -> str:
    minutes, usual = find_minutes(entry), find_usual_minutes(entry)
    if len(minutes) < 2:
        return ""
    value = form.minutes if form.minutes in minutes else usual
    invalid = ' aria-invalid="true" aria-describedby="wrong"' if wrong == "minutes" else ""
    return (
        f'<div class="field"><label class="name" for="minutes">{maker.word("minutes")}</label>'
        f'<input type="number" id="minutes" name="minutes" inputmode="numeric" required '
        f'min="{minutes[0]}" max="{minutes[-1]}" step="1" value="{value}"{invalid}></div>'
    )


def _talk_field(maker: PageMaker, form: SessionForm) -> str:
    picks = "".join(
        _pick("radio", "talk", level, maker.word(f"talk_{level}"), level == form.talk)
        for level in TALK_LEVELS
    )
    return f"<fieldset><legend>{maker.word('talk')}</legend>{picks}</fieldset>"


def _voice_field(maker: PageMaker, offer: Offer, form: SessionForm) -> str:
    if not offer.voices:
        return ""
    options = "".join(
        f'<option value="{escape(one.spec)}"{" selected" * (one.spec == form.voice)}>'
        f"{escape(one.name)}</option>"
        for one in offer.voices
    )
    return (
        f'<div class="field"><label class="name" for="voice">{maker.word("voice")}</label>'
        f'<select id="voice" name="voice"><option value="">{maker.word("usual_voice")}</option>'
        f"{options}</select></div>"
    )


def _limits_field(maker: PageMaker, form: SessionForm) -> str:
    picks = "".join(
        _pick(
            "checkbox",
            "limits",
            name,
            maker.word(f"limit_{name.replace('-', '_')}"),
            name in form.limits,
        )
        for name in PROFILES
    )
    easy = _pick("checkbox", "easy", "1", maker.word("easy"), form.easy)
    opened = " open" if form.limits else ""
    return (
        f'<div class="field">{easy}</div><details{opened}><summary>{maker.word("limits")}</summary>'
        f'<p class="soft">{maker.word("limits_note")}</p><div class="picks">{picks}</div></details>'
    )


def _pick(kind: str, name: str, value: str, words: str, is_chosen: bool) -> str:
    checked = " checked" * is_chosen
    return (
        f'<label class="pick"><input type="{kind}" name="{name}" value="{escape(value)}"{checked}>'
        f"<span>{words}</span></label>"
    )


def player_page(maker: PageMaker, session: ServedSession) -> WebPage:
    """Return a plain page of a session that has none of its own."""
    lines = "".join(f"<li>{escape(line)}</li>" for line in session.notes.splitlines())
    notes = f'<h2>{maker.word("holds")}</h2><ul class="times">{lines}</ul>' if lines else ""
    source, name = f"/s/{session.key}{session.sound_suffix}", escape(session.title)
    main = (
        f'<div class="card"><audio controls preload="metadata" aria-label="{name}" '
        f'src="{source}"></audio><p class="soft">{maker.word("dark")}</p></div>'
        f'<p class="field"><a class="button" href="/s/{session.key}/done">{maker.word("enter")}</a>'
        f'</p>{notes}<p class="field">{escape(session.description)}</p>'
        f'<p class="field"><a href="{source}" download type="{MEDIA_TYPES[session.sound_suffix]}">'
        f"{maker.word('file')}</a></p>"
    )
    return maker.frame(session.title, main)


def done_page(maker: PageMaker, session: ServedSession) -> WebPage:
    """Return the form that enters a session as done."""
    most = max(1, session.length // MINUTE)
    whole = _pick("radio", "far", "whole", maker.word("whole"), is_chosen=True)
    part = _pick("radio", "far", "part", maker.word("part"), is_chosen=False)
    every = _pick("checkbox", "every", "1", maker.word("every"), is_chosen=False)
    main = (
        f'<p>{escape(session.title)}</p><form class="card" method="post" action="/done">'
        f'<input type="hidden" name="key" value="{session.key}">'
        f"<fieldset><legend>{maker.word('how_far')}</legend>{whole}{part}"
        f'<input type="number" name="minutes" inputmode="numeric" min="1" max="{most}" step="1" '
        f'value="{most}" aria-label="{maker.word("part")}"></fieldset>'
        f'<div class="field">{every}</div><button>{maker.word("enter_now")}</button></form>'
    )
    return maker.frame(maker.show("serve_enter"), main)
