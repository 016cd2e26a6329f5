"""Makes the picture in docs/handout.md: a hand-out of five exercises, as a browser shows it.

python docs/images/print_handout.py

It needs playwright, from the extra `browser`, segno from `serve`, Pillow and Chromium.
"""

import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from coach.exports.handout.paper import Paper
from coach.exports.handout.sheet_content import SheetDetails, make_sheet
from coach.exports.handout.sheet_html import format_sheet
from coach.exports.handout.sheet_pdf import find_browser
from coach.exports.handout.sheet_session import choose_printed_session
from coach.plan.request import SessionRequest

TARGET = Path(__file__).parent / "handout.png"
DETAILS = SheetDetails(
    patient="Ann Example",
    clinic="Riverside Physiotherapy",
    phone="01632 960 123",
    often="Once a day, five days a week",
    url="https://clinic.example/back",
)
MINUTES = 8
SCALE = 1.4
COLOURS = 48
"""So few are enough for a drawing in one ink, and make the file a third as large."""


def main() -> None:
    """Write handout.png beside this file."""
    printed = choose_printed_session("lower-back", SessionRequest(length=MINUTES * 60_000))
    picture = Image.open(io.BytesIO(_show(format_sheet(make_sheet(printed, DETAILS), Paper.A4))))
    picture.convert("RGB").quantize(COLOURS).save(TARGET, optimize=True)


def _show(html: str) -> bytes:
    """Return a picture of a sheet, as PNG."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 860, "height": 1200}, device_scale_factor=SCALE)
        page.set_content(html)
        content: bytes = page.locator("main").screenshot()
        browser.close()
    return content


if __name__ == "__main__":
    main()
