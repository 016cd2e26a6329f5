"""The hand-out on real paper sizes: pages counted, letters measured, the code read."""

import io

import pypdf
import pytest
import zxingcpp
from PIL import Image

from coach.exports.handout.page_fit import SIZES_MM, choose_typesetting, measure_head, measure_row
from coach.exports.handout.paper import Paper
from coach.exports.handout.sheet_content import Sheet
from coach.exports.handout.sheet_html import format_sheet
from coach.exports.handout.sheet_pdf import find_browser, render_pdf
from tests.browser.conftest import miss
from tests.exports.handout.sheets import DETAILS, every_exercise, html, sheet, wordiest

PT = 4 / 3
"""Pixels of CSS in a point."""
MM = 96 / 25.4
"""Pixels of CSS in a millimetre."""
SHOWN = [("lower-back", 8), ("lower-back", 0), ("no-floor", 15), ("physio-sheet", 0), ("tabata", 0)]
PRINTED = {
    "usual": lambda _: (sheet("lower-back", 8), 1),
    "five": lambda paper: (wordiest(5, paper), 1),
    "eleven": lambda paper: (wordiest(11, paper), 2),
}
SIZES = {Paper.A4: (595, 842), Paper.LETTER: (612, 792)}


def print_in(chromium, text: str) -> bytes:
    """Print as coach does, but in a browser that runs already: each takes seconds to start."""
    page = chromium.new_page()
    page.set_content(text)
    content: bytes = page.pdf(prefer_css_page_size=True)
    page.close()
    return content


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("kind", PRINTED)
def test_five_exercises_are_on_one_page_and_eleven_on_two(kind, paper, chromium):
    one, count = PRINTED[kind](paper)
    check_pages(print_in(chromium, format_sheet(one, paper, has_code=True)), one, paper, count)


def test_what_coach_prints_by_itself_is_the_same():
    if find_browser() is None:
        miss("there is no Chromium")
    one, count = PRINTED["five"](Paper.LETTER)
    content = render_pdf(format_sheet(one, Paper.LETTER, has_code=True))
    check_pages(content, one, Paper.LETTER, count)


def check_pages(content: bytes, one: Sheet, paper: Paper, count: int) -> None:
    """Check that a sheet is whole on so many pages of a paper, each with its margins."""
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    assert len(pages) == count
    for number, page in enumerate(pages, 1):
        size = (round(float(page.mediabox.width)), round(float(page.mediabox.height)))
        assert size == pytest.approx(SIZES[paper], abs=1)
        text = " ".join(page.extract_text().split())
        assert f"Page {number} of {len(pages)}" in text
        assert "not medical advice" in text
    whole = " ".join(" ".join(page.extract_text() for page in pages).split())
    for row in one.rows:
        assert row.name in whole
        for line in row.lines:
            assert line in whole


@pytest.mark.parametrize("paper", Paper)
def test_nothing_is_higher_than_it_was_measured(chromium, paper):
    width, _ = SIZES_MM[paper]
    shown = [every_exercise(), *(sheet(name, minutes) for name, minutes in SHOWN)]
    page = chromium.new_page(viewport={"width": round(width * MM), "height": 1100})
    page.emulate_media(media="print")
    for one in shown:
        page.goto("about:blank")
        page.set_content(format_sheet(one, paper, has_code=True))
        head, heights = page.evaluate(
            """[document.querySelector('ol.exercises').getBoundingClientRect().top,
            [...document.querySelectorAll('.exercises > li')].map(
            one => one.getBoundingClientRect().height)]"""
        )
        setting = choose_typesetting(one, paper, has_code=True)
        assert 0 <= measure_head(one, width, setting, has_code=True) - head / MM < 1
        measured = [measure_row(row, width, setting, paper) for row in one.rows]
        for row, height, guess in zip(one.rows, heights, measured, strict=True):
            assert height / MM < guess + 0.05, row.name
        assert sum(measured) < sum(heights) / MM * 1.05
    page.close()


@pytest.fixture
def printed(chromium, tmp_path):
    """A sheet in a browser as it is printed."""
    path = tmp_path / "sheet.html"
    path.write_text(html("lower-back", has_code=True), "utf-8")
    context = chromium.new_context(viewport={"width": 794, "height": 1123}, device_scale_factor=3)
    page = context.new_page()
    lines = []
    page.on("console", lambda line: lines.append(line.text))
    page.emulate_media(media="print")
    page.goto(path.as_uri())
    yield page
    assert not lines
    context.close()


def test_every_letter_that_is_read_is_large_enough(printed):
    sizes = printed.evaluate(
        """[...document.querySelectorAll('.words li, h2, .dose, .safety p, dd, dt')].map(
        one => [one.tagName + '.' + one.className, parseFloat(getComputedStyle(one).fontSize)])"""
    )
    assert len(sizes) > 40
    for what, size in sizes:
        least = 14 if what.startswith("H2") else 11.5
        if not what.startswith("LI") or size != pytest.approx(7.5 * PT):  # the letters of days
            assert size >= least * PT - 0.01, what


def test_nothing_stands_over_the_edge_or_over_something_else(printed):
    boxes = printed.evaluate(
        """[...document.querySelectorAll('h1, header p, dl, .code, .safety, .exercises > li')].map(
        one => { const b = one.getBoundingClientRect(); return [b.left, b.right] })"""
    )
    assert all(left >= -0.5 and right <= 794.5 for left, right in boxes)
    rows = printed.evaluate(
        """[...document.querySelectorAll('.exercises > li')].map(one => [
        one.scrollWidth - one.clientWidth,
        ...[...one.children].map(inner => inner.scrollWidth - inner.clientWidth)])"""
    )
    assert not [row for row in rows if max(row) > 1]
    assert printed.evaluate("document.documentElement.scrollWidth") <= 794


def test_a_phone_reads_the_code(printed):
    box = printed.evaluate(
        "(b => [b.width, b.height])(document.querySelector('.code svg').getBoundingClientRect())"
    )
    assert min(box) * 25.4 / 96 >= 25 * 33 / 29  # with its quiet edge
    for grey in (False, True):
        picture = Image.open(io.BytesIO(printed.screenshot()))
        found = zxingcpp.read_barcodes(picture.convert("L") if grey else picture.convert("RGB"))
        assert [one.text for one in found] == [DETAILS.url]


@pytest.mark.parametrize(("width", "height"), [(320, 640), (390, 844), (1280, 800)])
def test_on_a_screen_it_fits_as_well(chromium, tmp_path, width, height):
    path = tmp_path / "sheet.html"
    path.write_text(html("lower-back"), "utf-8")
    page = chromium.new_page(viewport={"width": width, "height": height})
    page.goto(path.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()
