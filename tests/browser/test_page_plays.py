"""The page in a real browser: it plays, skips, and shows what is heard when it is heard."""

import json
from statistics import median

import pytest

from coach.exports.page.page_html import format_page
from coach.exports.page.page_session import make_page_session
from coach.exports.page.page_sound import encode_page_sound
from tests.browser.conftest import NAME
from tests.exports.page.sessions import about, session

LATE_MS = 150
"""How late a caption or a count may be behind the sound."""
WATCH = """
(until) => new Promise((resolve) => {
  const seen = [], last = {};
  const ear = globalThis.ear ??= (() => {
    const context = new AudioContext(), made = context.createAnalyser();
    made.fftSize = 32768;
    context.createMediaElementSource(sound).connect(made).connect(context.destination);
    return made;
  })();
  const wave = new Float32Array(32768), rate = ear.context.sampleRate;
  // The analyser keeps 0.7 s: a machine that is busy may look seldom, and still hears all.
  const hear = () => {
    ear.getFloatTimeDomainData(wave);
    const at = now();
    let quiet = 0;
    wave.forEach((value, i) => {
      const level = Math.abs(value);
      const ago = ((32768 - i) / rate) * 1000;
      if (level > 0.02 && quiet > rate / 4) seen.push(["heard", "", at - ago]);
      quiet = level > 0.02 ? 0 : quiet + (level < 0.005);
    });
  };
  let looks = 0;
  const look = () => {
    for (const id of ["line", "number"]) {
      const text = document.getElementById(id).textContent;
      if (text !== last[id]) seen.push([id, text, now()]);
      last[id] = text;
    }
    if (looks++ % 40 === 0) hear();
    if (now() < until && !sound.paused) setTimeout(look, 4); else { hear(); resolve(seen); }
  };
  ear.context.resume().then(() => sound.play()).then(look);
})
"""
"""Plays up to a moment; returns what is shown, and when sound is heard after silence."""


def spans():
    made = session(NAME)
    return list(zip(made.sheet.spans, made.span_starts, made.span_starts[1:], strict=False))


def find_hold() -> tuple[int, int]:
    """Return start and end of a hold with a countdown."""
    return next(
        (start, end)
        for span, start, end in spans()
        if span.purpose == "work" and span.length and not span.is_indivisible
    )


def starts_in_silence() -> list[int]:
    """When something is heard after half a second of nothing."""
    starts, end = [], 0
    for clip in session(NAME).timeline.clips:
        if clip.start > end + 500:
            starts.append(clip.start)
        end = max(end, clip.end)
    return starts


def is_sentence(line) -> bool:
    return not any(map(str.isdigit, line.text))


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


def test_captions_and_counts_come_with_the_sound(open_page):
    """By the clock of the element, and by an analyser behind it."""
    seen = open_page()
    start, end = find_hold()
    before = [line for line in about(NAME).captions if line.start < start and is_sentence(line)]
    windows = [(line.start - 1_200, line.start + 1_000) for line in before[-3:]]
    windows.append((end - 6_500, end + 300))
    shown, sentences = [], 0
    for begin, stop in windows:
        seen.seek(begin)
        here = seen.page.evaluate(WATCH, stop)
        seen.page.evaluate("sound.pause()")
        shown += here
        lines = {text: at for name, text, at in here if name == "line"}
        for line in filter(is_sentence, about(NAME).captions):
            if begin + 300 < line.start < stop - 200:
                assert line.start - 1 <= lines[line.text] < line.start + LATE_MS, line
                sentences += 1
    assert sentences >= 3
    counts = [(int(text), at) for name, text, at in shown if name == "number" and text.isdigit()]
    assert {1, 2, 3, 4, 5, 6} <= {number for number, _ in counts}
    for number, at in counts:
        if end - 6_000 <= at < end:
            assert end - number * 1_000 - 1 <= at < end - number * 1_000 + LATE_MS
    heard = [at for name, _, at in shown if name == "heard"]
    alone = [at for at in starts_in_silence() if any(a + 300 < at < b - 200 for a, b in windows)]
    assert len(alone) >= 4
    late = [min(heard, key=lambda one: abs(one - at)) - at for at in alone]
    assert max(map(abs, late)) < LATE_MS, late


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
