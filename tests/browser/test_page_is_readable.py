"""The page for everybody: by axe-core, by its sizes, without script, with large letters."""

import json
import shutil

import pytest

from tests.browser.browsing import FLAGS, SCHEMES, SIZES, Seen, find_violations
from tests.browser.lateness import NAME, find_hold
from tests.exports.page.sessions import about, session


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_no_violation(open_page, axe, width, height, scheme):
    seen = open_page(width, height, scheme)
    for at in (0, find_hold()[0] + 5_000):
        seen.seek(at)
        assert not find_violations(seen.page, axe)


@pytest.mark.parametrize(("width", "height"), [*SIZES, (844, 390), (768, 1024)])
def test_everything_fits_and_can_be_hit(open_page, width, height):
    seen = open_page(width, height)
    seen.seek(find_hold()[0] + 5_000)
    page = seen.page
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    small = page.evaluate(
        """[...document.querySelectorAll("button, input")].filter((one) => one.offsetParent)
           .map((one) => [one.id || one.className, one.getBoundingClientRect()])
           .filter(([, box]) => box.width < 44 || box.height < 44 || box.right > innerWidth + 1)
           .map(([name, box]) => [name, box.width, box.height])"""
    )
    assert not small
    box = page.locator("#controls").bounding_box()
    assert box["y"] + box["height"] <= height + 1, "the buttons are always in sight"
    if width >= 900:
        size = page.evaluate(
            "parseFloat(getComputedStyle(document.getElementById('line')).fontSize)"
        )
        least = 44 if len(seen.text("line")) <= 60 else 24
        assert size >= least, "to be read from three metres, but for the longest sentences"
        number = page.locator("#number").bounding_box()
        assert number["height"] >= 150


def test_nothing_jumps_when_a_sentence_becomes_a_number(open_page):
    seen = open_page()
    start, _ = find_hold()
    tops = []
    for at in (start - 3_000, start + 1_000, start + 15_000):
        seen.seek(at)
        tops.append(
            [seen.page.locator(f"#{name}").bounding_box()["y"] for name in ("name", "next")]
        )
    assert tops[0] == tops[1] == tops[2]


def test_letters_of_twice_the_size(chromium, page_file, tmp_path):
    (tmp_path / "Default").mkdir()
    settings = {"webkit": {"webprefs": {"default_font_size": 32}}}
    (tmp_path / "Default" / "Preferences").write_text(json.dumps(settings))
    context = chromium.browser_type.launch_persistent_context(
        tmp_path,
        executable_path=shutil.which("chromium"),
        args=FLAGS,
        viewport={"width": 390, "height": 844},
    )
    seen = Seen(context.new_page()).open(page_file.as_uri())
    seen.seek(find_hold()[0] + 5_000)
    page = seen.page
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    box = page.locator("#controls").bounding_box()
    assert box["height"] < 400
    assert box["y"] + box["height"] <= 845
    hidden = page.evaluate(
        """[...document.querySelectorAll("#buttons button")].filter((one) => one.offsetParent)
           .filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.id)"""
    )
    assert not hidden, "words are cut"
    context.close()


def test_without_script_it_is_a_list_to_read(chromium, page_folder, page_file):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    for address in (page_file.as_uri(), (page_folder / "index.html").as_uri()):
        page.goto(address)
        assert page.get_by_text("On an iPhone").is_visible()
        for chapter in about(NAME).chapters:
            assert page.get_by_role("button", name=chapter.title).first.is_visible()
        assert page.locator(".row svg").count() >= 2
        assert page.locator(".how").first.is_visible()
        assert not page.locator("#controls").is_visible()
    assert page.locator("audio[controls][src]").is_visible(), "beside its sound it even plays"
    context.close()


def test_keys_reach_all_in_the_order_that_is_seen(open_page):
    seen = open_page()
    reached = []
    for _ in range(len(about(NAME).chapters) + 7):
        seen.page.keyboard.press("Tab")
        reached.append(
            seen.page.evaluate("document.activeElement.id || document.activeElement.className")
        )
    rows = len(about(NAME).chapters)
    assert all(name.startswith("row") for name in reached[:rows])
    known = ["place", "back", "previous", "play", "forward", "awake"]
    assert [name for name in reached[rows:] if name in known] == known
    seen.seek(430_000 % session(NAME).timeline.length)
    told = seen.page.get_attribute("#place", "aria-valuetext")
    assert "minutes" in told
    assert " of 5 minutes" in told


def test_a_folder_on_web_space_is_kept_in_memory(open_page, page_folder):
    """Even from a server that knows no ranges: the sound is fetched once, whole."""
    from functools import partial
    from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
    from threading import Thread

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_arguments):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=page_folder)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        seen = open_page(address=f"http://127.0.0.1:{server.server_port}/")
        seen.until("sound.src.startsWith('blob:') && sound.readyState > 0")
        seen.seek(200_000)
        assert seen.now() == pytest.approx(200_000, abs=5)
        seen.page.click("#play")
        seen.until("now() > 200500")
        server.shutdown()
    assert seen.console == []
    here = f"http://127.0.0.1:{server.server_port}/"
    assert {one for one in seen.requests if one.startswith("http")} <= {
        here,
        *(f"{here}{path.name}" for path in page_folder.iterdir()),
    }
