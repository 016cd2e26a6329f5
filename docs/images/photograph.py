"""Photographs the page for the phone, for the README and docs/exporting.md: page.png.

python docs/images/photograph.py

It needs the extra `browser` and Chromium. The pictures are of a session at two of its moments, a
hold and the way down, light and dark.
"""

import io
import os
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from coach import export, prepare

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
OPTIONS = ("--no-sandbox", "--disable-gpu", "--autoplay-policy=no-user-gesture-required")
PHONE = (390, 760)
GAP = 24
SHOWN = (("light", 108.0), ("dark", 61.0), ("light", 215.0))
"""The colours and the second of each picture."""
SETTLE_MS = 700


def main() -> None:
    """Write page.png beside this file."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page = Path(folder) / "page.html"
        export(prepare("lower-back-stretch", minutes=5, voice="tone"), page)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*OPTIONS])
        pictures = [photograph(browser, page, scheme, second) for scheme, second in SHOWN]
        browser.close()
    width = sum(one.width for one in pictures) + GAP * (len(pictures) - 1)
    whole = Image.new("RGB", (width, PHONE[1]), "#8b96a0")
    for number, one in enumerate(pictures):
        whole.paste(one, (number * (PHONE[0] + GAP), 0))
    target = Path(__file__).with_name("page.png")
    whole.quantize(96).save(target, optimize=True)


def photograph(browser: Browser, page: Path, scheme: str, second: float) -> Image.Image:
    """Return the page at a second of its session."""
    width, height = PHONE
    shown = browser.new_page(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    shown.goto(page.as_uri())
    shown.wait_for_function("document.querySelector('audio').readyState >= 1")
    shown.evaluate(
        "second => { const a = document.querySelector('audio'); a.currentTime = second; a.play() }",
        second,
    )
    shown.wait_for_timeout(SETTLE_MS)
    picture = Image.open(io.BytesIO(shown.screenshot()))
    shown.close()
    return picture.convert("RGB")


if __name__ == "__main__":
    main()
