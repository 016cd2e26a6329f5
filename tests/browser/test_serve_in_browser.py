"""The pages of `coach serve`, used in a browser: from the list to done, with script and without."""

import pytest

from tests.browser.browsing import find_violations
from tests.browser.serve_pages import KINDS, find_address, open_pages
from tests.serve.serving_here import TOKEN, make_serving, serve


def use_pointer(page) -> None:
    page.get_by_text("Calm & even.").click()
    page.get_by_label("Minutes").fill("3")
    page.get_by_role("button", name="Make it").click()


def use_keys(page) -> None:
    """Choose by keys alone: on to the routine, up to the third talk level, into what to mind."""
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("form")
    reached = []
    for keys in (["3"], ["ArrowDown", "ArrowDown"], [], ["Space"], ["Enter"], ["Space"]):
        page.keyboard.press("Tab")
        while page.evaluate("document.activeElement.tagName") == "A":
            page.keyboard.press("Tab")
        if keys == ["3"]:
            page.keyboard.press("Control+A")
        for key in keys:
            page.keyboard.press(key)
        reached.append(
            page.evaluate(
                "(({name, tagName, value, checked}) => [name || tagName, value, !!checked])"
                "(document.activeElement)"
            )
        )
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") in (
            "solid",
            "auto",
        ), "one sees where one is"
    assert reached == [
        ["minutes", "3", False],
        ["talk", "bell", True],
        ["voice", "", False],
        ["easy", "1", True],
        ["SUMMARY", None, False],
        ["limits", "acute-flare", True],
    ]
    page.keyboard.press("Space")
    page.keyboard.press("Enter")  # in any field it makes the session


@pytest.mark.parametrize("has_script", [True, False])
def test_a_session_is_made_played_and_entered(chromium, has_script):
    """With script by a pointer, without by keys."""
    said: list[str] = []
    with serve(make_serving(TOKEN)) as one:
        context = chromium.new_context(java_script_enabled=has_script)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"http://{one.host}/?k={TOKEN}")
        page.wait_for_url(f"http://{one.host}/")  # the token has left the address
        (use_pointer if has_script else use_keys)(page)
        page.wait_for_selector("#session-list", timeout=60_000)
        if has_script:
            start = page.evaluate(
                "async () => { sound.muted = true; await sound.play(); sound.currentTime = 120;"
                " await new Promise((done) => { sound.onseeked = done; });"
                " return sound.currentTime; }"
            )
            assert start == pytest.approx(120, abs=0.5)
        page.get_by_role("link", name="I did this").click()
        minute = page.get_by_role("spinbutton", name="To this minute")
        assert not minute.is_visible()
        page.get_by_label("To this minute").first.check()
        minute.fill("2")
        page.get_by_role("button", name="Enter it").click()
        page.get_by_text("Entered as done today.").wait_for()
        context.close()
    assert not said


@pytest.mark.parametrize(("width", "height", "scheme"), [(320, 640, "dark"), (1280, 800, "light")])
def test_everybody_can_read_and_tap_each_page(chromium, axe, page_folder, width, height, scheme):
    sound = next(page_folder.glob("session.*"))
    size = {"width": width, "height": height}
    with open_pages(chromium, sound, viewport=size, color_scheme=scheme) as page:
        for name in KINDS:
            page.goto(find_address(name))
            assert not find_violations(page, axe), name
            assert page.evaluate("document.documentElement.scrollWidth") <= width, name
            low = page.evaluate(
                "[...document.querySelectorAll('a,button,select,label.pick,summary,"
                "input[type=number]')].filter((one) => one.getBoundingClientRect().height"
                " && one.getBoundingClientRect().height < 44).map((one) => one.outerHTML)"
            )
            assert not low, name
