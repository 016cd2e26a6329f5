"""A sheet as HTML: one file without script or request, the same bytes for the same sheet."""

import re
from collections.abc import Iterator
from html import escape
from importlib.resources import files
from string import Template

from coach.exports.content_policy import hash_inline
from coach.exports.handout.page_fit import choose_typesetting, make_style_values
from coach.exports.handout.paper import Paper
from coach.exports.handout.sheet_code import format_code
from coach.exports.handout.sheet_content import Sheet, list_fields, shorten_address
from coach.exports.handout.sheet_drawings import NO_DRAWINGS, draw_steps
from coach.exports.handout.sheet_rows import SheetRow

_PAGE_NUMBERS = ("\1", "\2")
"""Stand for the number of a page, and that of all, in the words around them."""


def format_sheet(sheet: Sheet, paper: Paper, *, has_code: bool = True) -> str:
    """Return a sheet as HTML; without `has_code` its address is only written."""
    phrases, details = sheet.phrases, sheet.details
    setting = choose_typesetting(sheet, paper, has_code=has_code)
    style = Template(_read_part("handout.css")).substitute(
        make_style_values(setting, paper),
        page=_format_page_number(sheet),
        disclaimer=_quote_css(phrases.format_shown("disclaimer")),
    )
    has_doses = any(row.dose for row in sheet.rows)
    intro = [sheet.needs, phrases.format_shown("sheet_tick") if has_doses else ""]
    days = "" if has_doses else _format_days(sheet)
    return Template(_read_part("handout.html")).substitute(
        language=escape(sheet.language),
        policy=escape(f"default-src 'none'; style-src '{hash_inline(style)}'"),
        title=escape(sheet.title),
        style=style,
        clinic=_format_clinic(sheet),
        intro=f"<p>{escape(' '.join(filter(None, intro)))}</p>{days}",
        fields="\n".join(_list_fields(sheet)),
        code=_format_code(details.url, phrases.format_shown("sheet_listen"), has_code),
        safety="\n".join(f"<p>{_mark_strong(line, sheet)}</p>" for line in sheet.safety),
        kind="exercises" if has_doses else "parts",
        rows="\n".join(
            _format_row(row, number, sheet, setting.drawing_on(paper), has_days=has_doses)
            for number, row in enumerate(sheet.rows, 1)
        ),
        disclaimer=escape(phrases.format_shown("disclaimer")),
    )


def _read_part(name: str) -> str:
    """Return a file that is part of every sheet."""
    return files("coach.exports.handout").joinpath(name).read_text("utf-8")


def _format_page_number(sheet: Sheet) -> str:
    """Return the words around the number of a page as the content of a margin."""
    one, every = _PAGE_NUMBERS
    text = _quote_css(sheet.phrases.format_shown("sheet_page", n=one, total=every))
    return text.replace(one, '" counter(page) "').replace(every, '" counter(pages) "')


def _quote_css(text: str) -> str:
    """Return a text as a string of CSS that can end neither itself nor its element."""
    return '"' + re.sub(r'[\\"<&\n]', lambda found: f"\\{ord(found[0]):x} ", text) + '"'


def _format_clinic(sheet: Sheet) -> str:
    """Return the line of who hands a sheet out; "" where that is left to fill in."""
    sender = sheet.details.sender
    return f'<p class="clinic">{escape(sender)}</p>\n' if sender else ""


def _list_fields(sheet: Sheet) -> Iterator[str]:
    """Yield the fields of a sheet; what has no value is a line to write on."""
    for name, value in list_fields(sheet):
        to_fill_in = "" if value else ' class="open"'
        yield f"<div><dt>{escape(name)}:</dt><dd{to_fill_in}>{escape(value)}</dd></div>"


def _format_code(address: str, words: str, has_code: bool) -> str:
    if not address:
        return ""
    code = format_code(address) if has_code else ""
    shown = shorten_address(address, has_code=has_code)
    link = f'<a href="{escape(address)}">{escape(shown)}</a>'
    return f'<div class="code">{code}<b>{escape(words)}</b>{link}</div>\n'


def _mark_strong(line: str, sheet: Sheet) -> str:
    """Return a line with the words in it that stand out."""
    strong = "|".join(re.escape(escape(words)) for words in sheet.words.strong)
    text = escape(line)
    return re.sub(rf"\b({strong})\b", r"<b>\1</b>", text) if strong else text


def _format_row(
    row: SheetRow, number: int, sheet: Sheet, most_height: float, *, has_days: bool
) -> str:
    drawings = draw_steps(row.card, most_height) if row.card else NO_DRAWINGS
    days = _format_days(sheet) if has_days else ""
    shown = ""
    if drawings.pictures:
        pictures, place = "".join(drawings.pictures), " stacked" * drawings.are_stacked
        shown = f'<div class="shown"><div class="drawings{place}">{pictures}</div>{days}</div>'
        days = ""
    kind = "" if shown else ' class="bare"'
    name = f'<h2><span class="number">{number}</span>{escape(row.name)}</h2>'
    dose = f'<p class="dose">{escape(_capitalize(row.dose))}</p>' if row.dose else ""
    lines = "".join(f"<li>{escape(line)}</li>" for line in row.lines)
    one = ' class="one"' if len(row.lines) == 1 else ""
    steps = f"<ol{one}>{lines}</ol>" if lines else ""
    caution = f'<p class="caution">{escape(row.caution)}</p>' if row.caution else ""
    head = f'<div class="head">{name}{dose}</div>'
    words = f'<div class="words">{days}{head}{steps}{caution}</div>'
    return f"<li{kind}>{shown}{words}</li>"


def _capitalize(text: str) -> str:
    return text[:1].upper() + text[1:]


def _format_days(sheet: Sheet) -> str:
    """Return the boxes to tick, which are nothing to a screen reader."""
    days = sheet.phrases.format_shown("weekdays_short").split()
    return (
        '<ul class="days" aria-hidden="true">'
        + "".join(f"<li>{escape(day)}</li>" for day in days)
        + "</ul>"
    )
