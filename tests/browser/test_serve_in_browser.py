"""The pages of `coach serve`, used in a browser: from the list to done, with script and without."""

import pytest

from tests.serve.serving_here import TOKEN, make_serving, serve

SIZES = [(320, 640), (390, 844), (1280, 800)]


@pytest.mark.parametrize("has_script", [True, False])
def test_a_session_is_made_played_and_entered(chromium, has_script):
    said: list[str] = []
    with serve(make_serving(TOKEN)) as one:
        context = chromium.new_context(java_script_enabled=has_script)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"http://{one.host}/?k={TOKEN}")
        page.wait_for_url(f"http://{one.host}/")  # the token has left the address
        page.get_by_text("Calm & even.").click()
        page.get_by_label("Minutes").fill("3")
        page.get_by_role("button", name="Make it").click()
        page.wait_for_selector("#session-list", timeout=60_000)
        if has_script:
            start = page.evaluate(
                "async () => { sound.muted = true; await sound.play(); sound.currentTime = 120;"
                " await new Promise((done) => { sound.onseeked = done; });"
                " return sound.currentTime; }"
            )
            assert start == pytest.approx(120, abs=0.5)
        page.get_by_role("link", name="I did this").click()
        page.get_by_role("button", name="Enter it").click()
        page.get_by_text("Entered as done today.").wait_for()
        context.close()
    assert not said


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_nothing_is_wider_than_the_screen_or_too_small_to_tap(chromium, width, height):
    with serve(make_serving()) as one:
        page = chromium.new_page(viewport={"width": width, "height": height})
        for path in ("/", "/make/box-breathing", "/nothing"):
            page.goto(f"http://{one.host}{path}")
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            low = page.evaluate(
                "[...document.querySelectorAll('a,button,select,label.pick,summary,"
                "input[type=number]')].filter((one) => one.getBoundingClientRect().height"
                " && one.getBoundingClientRect().height < 44).map((one) => one.outerHTML)"
            )
            assert not low
        page.close()
