"""The page in a real browser: it plays, skips, and shows what is heard when it is heard."""

import json
from statistics import median

import pytest

from coach.exports.page.page_html import format_page
from coach.exports.page.page_session import make_page_session
from coach.exports.page.page_sound import encode_page_sound
from tests.browser.lateness import NAME, WATCH, find_hold, measure_lateness, starts_in_silence
from tests.exports.page.sessions import about, session

LATE_MS = 150
"""How late a caption or a count may be behind the sound."""
COUNT_FRAMES = """new Promise((done) => {
    const ask = requestAnimationFrame, end = performance.now() + 400;
    let asked = 0, shown = 0;
    globalThis.requestAnimationFrame = (draw) => { asked++; return ask(draw); };
    for (let i = 0; i < 4; i++) document.dispatchEvent(new Event("visibilitychange"));
    asked = 0;
    const count = () => { shown++; performance.now() < end ? ask(count) : done([asked, shown]); };
    ask(count);
})"""
"""Counts for a while the frames that a page asks for, and those that are shown."""


def test_it_plays_offline_asks_for_nothing_and_says_nothing(open_page, page_file):
    seen = open_page(offline=True)
    assert seen.text("line") == "Press play when you're ready."
    seen.page.click("#play")
    seen.until("now() > 1500")
    seen.until("document.getElementById('play').ariaLabel === 'Pause'")
    seen.page.keyboard.press(" ")
    seen.until("document.getElementById('play').ariaLabel === 'Play'")
    assert seen.page.evaluate("sound.paused")
    seen.seek(find_hold()[0] + 1_000)
    others = [one for one in seen.requests if not one.startswith(("blob:", "data:"))]
    assert others == [page_file.as_uri()]
    assert seen.console == []
    assert not seen.page.locator("#bytes").count(), "its text is not kept beside the sound"


def test_it_is_drawn_once_a_frame_however_often_it_was_hidden(open_page):
    """A window that is hidden keeps the frame that it has asked for: each time would add one."""
    seen = open_page()
    seen.page.click("#play")
    seen.until("now() > 300")
    asked, shown = seen.page.evaluate(COUNT_FRAMES)
    assert 0 < asked < 1.5 * shown


def test_captions_and_counts_come_with_the_sound(open_page):
    """By the clock of the element, and by an analyser behind it."""
    late = measure_lateness(open_page())
    assert len(late.sentences) >= 3
    assert all(-1 <= one < LATE_MS for one in late.sentences), late.sentences
    assert {1, 2, 3, 4, 5, 6} <= {number for number, _ in late.counts}
    assert all(-1 <= one < LATE_MS for _, one in late.counts), late.counts
    assert len(late.heard) >= 4
    assert max(map(abs, late.heard)) < LATE_MS, late.heard


def test_what_an_mp3_has_in_front_is_taken_off(open_page, tmp_path):
    """The median of what is heard late: 46 ms would show here."""
    sound = encode_page_sound(session(NAME), about(NAME), suffix=".mp3")
    path = tmp_path / "back.html"
    path.write_bytes(format_page(make_page_session(session(NAME), about(NAME)), sound))
    seen = open_page(address=path.as_uri())
    late = []
    for at in starts_in_silence()[8:12]:
        seen.seek(at - 700)
        heard = seen.page.evaluate(WATCH, at + 400)
        seen.page.evaluate("sound.pause()")
        late += [one[2] - at for one in heard if one[0] == "heard" and abs(one[2] - at) < 400]
    assert len(late) >= 3
    assert -30 < median(late) < 40, late


def test_next_previous_back_and_the_list(open_page):
    seen = open_page()
    parts = seen.page.evaluate("session.parts")
    entries = [part[1] for part in parts]
    seen.page.click("#forward")
    assert seen.now() == pytest.approx(entries[1], abs=2)
    seen.page.click("#forward")
    seen.page.click("#previous")
    assert seen.now() == pytest.approx(entries[1], abs=2), "soon after its start: the one before"
    seen.seek(entries[2] + 5_000)
    seen.page.keyboard.press("p")
    assert seen.now() == pytest.approx(entries[2], abs=2)
    start, _end = find_hold()
    seen.seek(start + 14_000)
    seen.page.click("#back")
    assert seen.now() == pytest.approx(start + 4_000, abs=2), "a hold goes on where it was"
    seen.page.locator(".row").nth(3).click()
    seen.until("!sound.paused")
    assert entries[3] - 2 <= seen.now() < entries[4], "it plays on from there"
    seen.page.keyboard.press("n")
    seen.page.click("#play")
    current = seen.page.locator('.row[aria-current="step"]')
    assert current.count() == 1
    assert parts[4][2] in current.inner_text()
    assert seen.page.locator(".row.done").count() == 4
    seen.seek(entries[-1] + 100)
    assert seen.page.locator("#forward").is_disabled()


def test_a_sentence_begins_anew_after_a_long_pause(open_page):
    seen = open_page()
    line = next(line for line in about(NAME).captions if line.end - line.start > 3_000)
    seen.seek(line.start + 1_500)
    # Read in the same breath: what plays goes on, however long the next question takes.
    begun = seen.page.evaluate(
        "pausedAt = performance.now() - 11000; document.getElementById('play').click(); now()"
    )
    assert begun == pytest.approx(line.start, abs=2)


def test_the_end_is_told_and_play_begins_again(open_page):
    seen = open_page()
    seen.seek(session(NAME).timeline.length - 400)
    seen.page.click("#play")
    seen.until("sound.ended")
    seen.until("document.getElementById('line').textContent.startsWith(\"That's\")")
    seen.page.click("#play")
    seen.until("!sound.paused && now() < 5000")


SPY = """
const handlers = globalThis.handlers = {}, calls = globalThis.calls = [];
const set = MediaSession.prototype.setActionHandler;
MediaSession.prototype.setActionHandler = function (name, action) {
  handlers[name] = action; calls.push([name, !!action, performance.now()]);
  return set.call(this, name, action);
};
"""
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
)


def test_lock_screen_and_headset(open_page):
    seen = open_page(before=SPY)
    page, parts = seen.page, seen.page.evaluate("session.parts")
    seen.seek(parts[2][1] + 4_000)
    page.click("#play")
    seen.until("navigator.mediaSession.playbackState === 'playing'")
    given = page.evaluate("Object.keys(handlers).filter((name) => handlers[name])")
    assert set(given) == set("play pause stop previoustrack nexttrack seekbackward seekto".split())
    # It stands from here on: the one before is another one three seconds later.
    page.evaluate("handlers.nexttrack(); handlers.pause()")
    title = "navigator.mediaSession.metadata.title"
    seen.until(f"{title} === {json.dumps(parts[3][2])}")
    told = page.evaluate(
        "(({artist, album, artwork}) => [artist, album, artwork.map((one) => one.src)])"
        "(navigator.mediaSession.metadata)"
    )
    assert told[:2] == [about(NAME).title, about(NAME).album]
    assert told[2][0].startswith("data:image/png;base64,")
    assert len(told[2][0]) > 5_000, "it is drawn"
    page.evaluate("handlers.previoustrack()")
    assert seen.now() == pytest.approx(parts[2][1], abs=2)
    page.evaluate("handlers.seekto({seekTime: 60})")
    assert page.evaluate("sound.currentTime") == pytest.approx(60, abs=0.1)
    page.evaluate("handlers.play()")
    seen.until("!sound.paused && sound.currentTime > 60.1")
    page.evaluate("handlers.pause()")
    assert page.evaluate("sound.paused")
    assert seen.console == []


def test_an_iphone_gets_exercises_and_no_seconds(open_page):
    """Safari forgets handlers that were set before the first sound, and shows one kind only."""
    seen = open_page(before=SPY, agent=IPHONE)
    before = len(seen.page.evaluate("calls"))
    seen.page.click("#play")
    seen.until("now() > 500")
    again = seen.page.evaluate("calls")[before:]
    assert ("nexttrack", True) in [(name, given) for name, given, _ in again]
    assert not any(given for name, given, _ in again if name.startswith("seek"))
    assert {name for name, *_ in again} >= {"seekto", "seekforward", "seekbackward"}


def test_the_screen_stays_on_while_it_plays(open_page):
    lock = """
    Object.defineProperty(navigator, "wakeLock", { value: { request: async () => {
      globalThis.held = (globalThis.held || 0) + 1;
      return { release() { globalThis.held -= 1; this.onrelease && this.onrelease(); } };
    } } });
    """
    seen = open_page(before=lock)
    seen.page.click("#play")
    seen.until("globalThis.held === 1")
    seen.page.click("#awake")
    seen.until("globalThis.held === 0")
    assert seen.page.get_attribute("#awake", "aria-pressed") == "false"
    seen.page.click("#awake")
    seen.until("globalThis.held === 1")
    seen.page.click("#play")
    seen.until("globalThis.held === 0")


def test_an_older_browser_plays_and_has_no_button_for_the_screen(open_page):
    seen = open_page(before="delete Navigator.prototype.wakeLock; delete Uint8Array.fromBase64;")
    assert not seen.page.locator("#awake").is_visible()
    seen.page.click("#play")
    seen.until("now() > 300")
    assert seen.console == []
