"""A sheet as it is read: what stands on it, what does not, how large and how clear."""

import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

import pytest

from coach.exports.handout.paper import Paper
from coach.exports.handout.sheet_content import SheetDetails
from coach.exports.handout.sheet_html import format_sheet
from coach.script.scalars import Line
from coach.system.paths import routine_names
from tests.exports.handout.sheets import DETAILS, html, script_sheet, sheet

pytestmark = pytest.mark.content

LEAST_POINTS = {"h1": 14, "h2": 14, ".dose": 11.5, ":root": 11.5, ".caution": 10}
VOID = {"meta", "link", "br", "img", "path", "rect", "circle", "line"}
TAG = re.compile(r"<[^>]+>")
MINE = """
title: Mine
safety: [Stop if it hurts.]
steps:
  - group: Chair squats
    steps:
      - Sit back until you touch the seat.
      - rounds: 3
        steps: [{reps: 5, into: 2s, out: 2s}, {rest: 10s}]
  - {work: Plank <b>, hold: 30s, sets: 2}
  - {work: Clams, reps: 12, sets: 3, sides: true, rest: 45s}
  - group: Knee hug
    steps:
      - sides: ["{exercise}: hug your {side} knee.", {hold: 20s}]
"""


class Outline(HTMLParser):
    """Reads strictly: each element is ended where it has to be."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open, self.seen, self.ids = [], [], []
        self.feed(text)
        assert not self.open

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))
        assert len(attrs) == len(dict(attrs))
        if tag not in VOID or (self.open and self.open[-1] == "svg"):
            self.open.append(tag)
        if tag in VOID and self.open and self.open[-1] == tag:
            self.open.pop()

    def handle_startendtag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def words(text: str) -> str:
    """Return what is read of some HTML."""
    return " ".join(TAG.sub(" ", re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)).split())


@pytest.mark.parametrize("name", routine_names())
def test_every_shipped_routine_has_its_sheet(name):
    one, text = sheet(name), html(name)
    Outline(text)
    assert text.count("<h2>") == len(one.rows)
    for row in one.rows:
        assert len(row.lines) <= 3
        assert row.name
    has_doses = any(row.dose for row in one.rows)
    assert all(row.dose for row in one.rows) == has_doses
    assert text.count('class="days"') == (len(one.rows) if has_doses else 1)
    boxes = re.findall(r'<ul class="days".*?</ul>', text)
    assert all(box.count("<li>") == 7 for box in boxes)


@pytest.mark.parametrize("name", routine_names())
def test_every_sheet_says_when_to_do_less_and_when_to_stop(name):
    box = re.search(r'<section class="safety">(.*?)</section>', html(name), re.DOTALL)[1]
    lines = re.findall(r"<p>(.*?)</p>", box)
    assert tuple(unescape(TAG.sub("", line)) for line in lines) == sheet(name).safety
    assert "<b>" in box


def test_the_set_of_movements_stands_out_in_all_three_rules():
    box = re.search(r'<section class="safety">(.*?)</section>', html("lower-back"), re.DOTALL)[1]
    assert re.findall(r"<b>(.*?)</b>", box) == ["do less", "Stop", "Get emergency help"]


def test_a_routine_that_says_nothing_of_safety_gets_the_usual_words(tmp_path):
    bare = script_sheet(tmp_path, "title: x\nsteps: [{work: Plank, hold: 30s}]\n")
    assert bare.safety == sheet("lower-back").safety


def test_what_is_told_stands_on_it_and_what_is_not_is_left_to_fill_in():
    text = words(html("physio-sheet"))
    for told in (
        "Riverside Physiotherapy · 01632 960 123",
        "Ann Example",
        "Twice a day",
        "a.test/b",
    ):
        assert told in text
    empty = format_sheet(sheet("physio-sheet", details=SheetDetails()), Paper.A4)
    fields = re.findall(r"<dt>(.*?):</dt><dd class=\"open\"></dd>", empty)
    assert fields == ["For", "Next visit", "How often", "From", "Telephone"]
    assert 'class="code"' not in empty
    assert 'class="clinic"' not in empty


def test_only_what_was_told_goes_in_and_as_text():
    evil = '"><script>x</script>&\\'
    details = SheetDetails(*[evil] * 5, "https://a.test/?a=1&b='2'")
    text = format_sheet(replace(sheet("flare-up"), details=details), Paper.A4, has_code=False)
    Outline(text)
    assert "<script" not in text
    assert text.count("&lt;script&gt;x&lt;/script&gt;&amp;\\") == 5


def test_steps_without_cards_are_told_by_name_dose_and_words(tmp_path):
    mine = script_sheet(tmp_path, MINE)
    assert [(row.name, row.dose, row.lines) for row in mine.rows] == [
        ("Chair squats", "5 times, 3 rounds", ()),
        ("Plank <b>", "30 seconds, 2 sets, 30 seconds of rest between sets", ()),
        ("Clams", "3 sets of 12, each side, 45 seconds of rest between sets", ()),
        ("Knee hug", "20 seconds, each side", ("Knee hug: hug your right knee.",)),
    ]
    Outline(format_sheet(mine, Paper.A4))


def test_a_sheet_needs_nothing_from_elsewhere_and_runs_nothing():
    text = html("lower-back", has_code=False)
    assert "default-src &#x27;none&#x27;" in text
    assert not re.search(r"<script|<link|<img|@import|url\(|\son\w+=|src=|style=", text)
    outside = set(re.findall(r"https?://[^\s\"'<]+", text))
    assert outside == {DETAILS.url, "http://www.w3.org/2000/svg"}


def test_the_same_sheet_is_the_same_to_the_byte():
    first = html("lower-back")
    sheet.cache_clear()
    assert html("lower-back") == first


def test_nobody_reads_what_is_small():
    style = re.search(r"<style>(.*?)</style>", html("lower-back"), re.DOTALL)[1]
    print_only = style.split("@media screen")[0]
    for selector, least in LEAST_POINTS.items():
        rule = re.search(rf"(?m)^{re.escape(selector)} \{{(.*?)\}}", print_only, re.DOTALL)
        assert rule, selector
        size = re.search(r"font(?:-size)?: ([\d.]+)pt", rule[1])
        assert float(size[1]) >= least, selector
    # What is in smaller print than the lines is said beside them, or is no text to read.
    small = re.findall(r"(?m)^([^{}@]+) \{[^}]*font-size: ([\d.]+)pt", print_only)
    less = {selector for selector, size in small if float(size) < 10.5}
    assert less <= {".code", ".caution::before", ".days li", "footer"}


def luminance(colour: str) -> float:
    whole = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    channels = [int(whole[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * one for weight, one in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_every_colour_of_a_text_is_clear_on_paper_in_grey_as_well():
    style = re.search(r"<style>(.*?)</style>", html("lower-back"), re.DOTALL)[1]
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]+)", style))
    for name in set(colours) - {"line"}:
        assert 1.05 / (luminance(colours[name]) + 0.05) >= 4.5, name


def test_drawings_say_nothing_to_a_screen_reader_and_have_a_size_in_mm():
    text = html("lower-back")
    drawings = re.findall(r"<svg [^>]*>", text)
    assert len(drawings) >= len(sheet("lower-back").rows)
    for drawing in drawings:
        assert 'aria-hidden="true"' in drawing
        assert re.search(r'width="[\d.]+mm" height="[\d.]+mm" ', drawing)
    assert "<title>" in text
    assert text.count("<title>") == 1


def test_the_number_of_a_page_is_in_the_words_of_the_language():
    one = sheet("flare-up")
    shown = {**one.phrases.shown, "sheet_page": Line('Se"ite {n}<{total}')}
    text = format_sheet(replace(one, phrases=replace(one.phrases, shown=shown)), Paper.LETTER)
    assert r'"Se\22 ite " counter(page) "\3c " counter(pages) ""' in text
    assert "size: letter" in text


def test_limits_change_what_is_done_and_are_not_named():
    text = words(html_with_limits())
    assert "Leg only" in text
    for name in ("pregnan", "limit", "surgery"):
        assert name not in text.lower()


def html_with_limits() -> str:
    return format_sheet(sheet("physio-sheet", limits=("pregnant",)), Paper.A4, has_code=False)
