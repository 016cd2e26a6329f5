"""How late what a page shows is behind its sound: by the element's clock, and by an analyser."""

from dataclasses import dataclass

from tests.browser.browsing import Seen
from tests.exports.page.sessions import about, session

NAME = "lower-back-stretch"
"""The session of the page that the tests open."""
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


@dataclass(frozen=True, slots=True)
class Lateness:
    """How late in ms: sentences, counts by their numbers, and what is heard after silence."""

    sentences: tuple[float, ...]
    counts: tuple[tuple[int, float], ...]
    heard: tuple[float, ...]


def measure_lateness(seen: Seen) -> Lateness:
    """Return how late is what is shown and heard around some sentences and the end of a hold."""
    start, end = find_hold()
    before = [line for line in about(NAME).captions if line.start < start and is_sentence(line)]
    windows = [(line.start - 1_200, line.start + 1_000) for line in before[-3:]]
    windows.append((end - 6_500, end + 300))
    shown, sentences = [], []
    for begin, stop in windows:
        seen.seek(begin)
        here = seen.page.evaluate(WATCH, stop)
        seen.page.evaluate("sound.pause()")
        shown += here
        lines = {text: at for name, text, at in here if name == "line"}
        sentences += [
            lines[line.text] - line.start
            for line in filter(is_sentence, about(NAME).captions)
            if begin + 300 < line.start < stop - 200
        ]
    counts = [(int(text), at) for name, text, at in shown if name == "number" and text.isdigit()]
    heard = [at for name, _, at in shown if name == "heard"]
    alone = [at for at in starts_in_silence() if any(a + 300 < at < b - 200 for a, b in windows)]
    return Lateness(
        tuple(sentences),
        tuple((n, at - (end - n * 1_000)) for n, at in counts if end - 6_000 <= at < end),
        tuple(min(heard, key=lambda one: abs(one - at)) - at for at in alone),
    )


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
