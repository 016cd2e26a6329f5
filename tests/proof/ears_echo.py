"""Commands said into the coach's lines, with its echo cancelled and not; and its lines alone."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from coach.ears.allowed_phrases import BESIDE_LEAST, BESIDE_MARGIN, HARMLESS, choose_hearing
from coach.ears.echo_canceller import EchoCanceller
from coach.ears.echo_reference import EchoReference
from coach.ears.hearing import Hearing, spell_called
from coach.ears.phrase_model import RATE, Likelihoods, Sound
from coach.ears.voice_activity import BLOCK_FRAMES
from coach.live.settings import EarSettings
from coach.live.status import Phase, Status
from coach.script.talk_level import TalkLevel
from coach.sound.audio import RATE as PLAYED_RATE
from tests.proof.ears_accuracy import Tally, speak_kept
from tests.proof.ears_echo_path import (
    BEFORE_S,
    FRAMES_PER_MS,
    LATES_MS,
    ROOM_S,
    Lines,
    Played,
    add_noise,
    listen_beside,
    load_lines,
    make_echo,
)
from tests.proof.ears_keep import Keep
from tests.proof.ears_listener import (
    HEARD,
    READY,
    NotingModel,
    Seen,
    keep_seen,
)
from tests.proof.ears_own_speech import (
    HEAD,
    SHORT,
    Wanted,
    add_all,
    format_bound,
    format_row,
    list_wanted,
)
from tests.proof.ears_speakers import (
    USUAL_LEVEL,
    Speaker,
    list_speakers,
    make_response,
    measure_level,
    put_into_room,
    set_level,
)
from tests.proof.ears_tables import Table

INTO_S, BEHIND_S = 0.9, 1.2
"""So far into a line a command begins; so long behind it the session is heard."""
LEVELS = (-20, -10, 0, 10)
OWN_HOURS, COST_S = 1.0, 60
SAID = ("pause", "stop", "wait", "louder", "quieter")
FORBIDDEN = ("next",)
"""What is not obeyed while the coach speaks, and must not be taken for what is."""
LEFT_OUT = ("espeak:en-us", "espeak:en-gb-scotland", "kal16", "rms", "slt")
"""Voices that are not tried here, for the time that it takes."""
LINES_OF = Wanted("lower-back", "natural", 0, TalkLevel.FULL, 1.0)
BESIDE = choose_hearing(
    Status(Phase.PLAYING, ""),
    HEARD,
    EarSettings(listens=True),
    is_quiet=False,
    cancels_echo=True,
)

Found = dict[str, list[tuple[str, float, float]]]


class Rating(NotingModel):
    """Notes each time what the phrases were rated at: the best one's key, likelihood and margin."""

    def __init__(self, hearing: Hearing) -> None:
        super().__init__(Seen())
        self._keys = {one.spellings[0]: one.key for one in hearing.expected}
        self.found: list[tuple[str, float, float]] = []

    def rate_phrases(self, encoded: Sound, phrases: Mapping[str, Sequence[str]]) -> Likelihoods:
        rated = super().rate_phrases(encoded, phrases)
        key = self._keys[rated.best]
        other = max(rate for phrase, rate in rated.phrases if self._keys[phrase] != key)
        self.found.append((key, rated.likelihood, rated.likelihood - other))
        return rated


@dataclass(frozen=True, slots=True)
class Trial:
    """Commands said into lines of the coach: how much louder it is, and how late."""

    level: int
    late_ms: int = LATES_MS[0]
    cancels: bool = True

    @property
    def row(self) -> tuple[str, str, str]:
        """The beginning of a row of the table."""
        return f"{self.level:+d} dB", f"{self.late_ms} ms", "yes" if self.cancels else "no"


def list_trials(*, is_short: bool) -> list[Trial]:
    """Return what is tried."""
    if is_short:
        return [Trial(-10), Trial(-10, cancels=False)]
    others = [Trial(-10, late) for late in LATES_MS[1:]]
    without = [Trial(level, cancels=False) for level in LEVELS[:3]]
    return [*map(Trial, LEVELS), *without, *others]


def say_into_line(lines: Lines, number: int, said: Sound, trial: Trial) -> tuple[Played, Sound]:
    """Return what is played, and what the microphone hears while a command is said into it."""
    begin, end = lines.lines[number % len(lines.lines)]
    first = begin - BEFORE_S * 1000
    size = PLAYED_RATE // 1000
    played = lines.played[first * size : round((end + BEHIND_S * 1000) * size)]
    echo = make_echo(played, trial.late_ms)
    at = BEFORE_S * RATE
    loud = measure_level(echo[at : at + (end - begin) * FRAMES_PER_MS])
    heard = echo * 10 ** ((USUAL_LEVEL + trial.level - loud) / 20)
    at += round(INTO_S * RATE)
    voice = set_level(put_into_room(said, make_response(ROOM_S)), USUAL_LEVEL)[: len(heard) - at]
    heard[at : at + len(voice)] += voice
    return played, add_noise(heard)


def try_speaker(speaker: Speaker, trial: Trial, keep: Keep, keys: Sequence[str]) -> Found:
    """Return for each command what the ear rated best, as it is kept or tried now."""
    name = f"echo {', '.join(trial.row)}, {speaker.voice} {speaker.words_per_minute}, {len(keys)}"
    name = name.replace("-", "below ").replace("+", "above ")
    if kept := keep.load(name):
        return {key: [(best, *rest) for best, *rest in found] for key, found in kept.items()}
    lines, found = load_lines(LINES_OF), {}
    texts = {key: spell_called(HEARD["call"][0], HEARD[key][0])[0] for key in keys}
    sounds = speak_kept(speaker, tuple(texts.values()))
    offset = sum(map(ord, speaker.voice)) + speaker.words_per_minute
    for number, (key, text) in enumerate(texts.items()):
        model = Rating(BESIDE)
        played, heard = say_into_line(lines, offset + 7 * number, sounds[text], trial)
        listen_beside(played, heard, BESIDE, model, cancels=trial.cancels)
        found[key] = model.found
    keep.store(name, found)
    return found


def take(found: Sequence[tuple[str, float, float]]) -> list[str]:
    """Return what is obeyed of what was rated best."""
    return [
        key
        for key, likelihood, margin in found
        if key in HARMLESS and likelihood > BESIDE_LEAST and margin > BESIDE_MARGIN
    ]


def measure_said_beside(keep: Keep, *, is_short: bool) -> Table:
    """Return a table of how commands are understood that are said into lines of the coach."""
    speakers = [one for one in list_speakers(is_short=is_short) if one.voice not in LEFT_OUT]
    families = list(dict.fromkeys(one.family for one in speakers))
    obeyed = SAID[:2] if is_short else SAID
    forbidden = FORBIDDEN[:1] if is_short else FORBIDDEN
    rows, wrong, faults = [], [], []
    for trial in list_trials(is_short=is_short):
        tally, others = Tally(), 0
        for speaker in speakers:
            found = try_speaker(speaker, trial, keep, (*obeyed, *forbidden))
            for key in obeyed:
                tally.note(speaker, key, key, take(found[key])[:1])
            taken = [f"{key} as {one}" for key in forbidden for one in take(found[key])]
            others += len(taken)
            wrong += [f"{one} ({', '.join(trial.row[:2])})" for one in (*tally.wrong, *taken)]
        rows.append(
            (
                *trial.row,
                *tally.format_row(families),
                f"{others} of {len(speakers) * len(forbidden)}",
            )
        )
        if trial.cancels and trial.level < 0 and (tally.wrong or others):
            faults.append(f"taken for another at {trial.level} dB")
    head = ("coach against command", "late", "cancelled", "said", "right", "not understood")
    head += ("taken for another", *families, "of no such command")
    notes = [f"Taken for another: {'; '.join(dict.fromkeys(wrong)) or 'none'}."]
    return Table("Said while the coach speaks", head, rows, notes, faults)


def measure_own_echo(keep: Keep, *, is_short: bool) -> Table:
    """Return a table of what an ear makes of the coach's own voice, its echo cancelled."""
    parts: dict[int, list[Seen]] = {}
    hours = 0.0
    for number, wanted in enumerate(SHORT if is_short else list_wanted()):
        late = LATES_MS[number % len(LATES_MS)]
        name = f"own echo {wanted.routine} {wanted.voice} {wanted.seed} {wanted.talk} {late}"
        seen = keep_seen(keep, name, partial(_hear_own_echo, wanted, late))
        parts.setdefault(late, []).append(seen)
        hours += seen.seconds / 3600
        if hours >= OWN_HOURS:
            break
    rows = [
        format_row(f"{len(found)} sessions, {late} ms late, cancelled", add_all(found))
        for late, found in parts.items()
    ]
    accepted = sum(one.accepted.total() for found in parts.values() for one in found)
    faults = [f"{accepted} accepted of the coach's own echo"] * bool(accepted)
    note = format_bound(accepted, hours)
    return Table("Its own voice, cancelled, the ear never shut", HEAD, rows, [note], faults)


def _hear_own_echo(wanted: Wanted, late_ms: int) -> Seen:
    """Return what an ear makes of a session that it hears, and whose echo it cancels."""
    played = load_lines(wanted).played
    load_lines.cache_clear()
    heard = add_noise(set_level(make_echo(played, late_ms), USUAL_LEVEL))
    seen = Seen(len(heard) / RATE)
    seen.accepted.update(listen_beside(played, heard, READY, NotingModel(seen)))
    return seen


def measure_echo_cost() -> Table:
    """Return a table of what cancelling costs the ear, and the session."""
    played = (np.random.default_rng(1).normal(0, 3_000, COST_S * PLAYED_RATE)).astype(np.int16)
    heard = make_echo(played, 60)
    lines: list[dict[str, object]] = []
    windows = np.split(played, COST_S * 5)
    begun, before = time.process_time(), _measure_memory()
    reference = EchoReference(lines.append)
    for number, window in enumerate(windows):
        reference.put(number * len(window), window)
    told, begun = (time.process_time() - begun) / len(windows), time.process_time()
    canceller = EchoCanceller()
    for second in range(COST_S):
        for line in lines[5 * second : 5 * second + 5]:
            canceller.follow(line)
        canceller.follow({"heard": second * PLAYED_RATE, "at": second * 1000})
        for start in range(second * RATE, (second + 1) * RATE, BLOCK_FRAMES):
            block = heard[start : start + BLOCK_FRAMES]
            canceller.clean(block.tobytes(), start // FRAMES_PER_MS)
    share = 100 * (time.process_time() - begun) / COST_S
    rows = [
        ("of a core, for the ear", f"{share:.1f} %"),
        ("memory, for the ear", f"{_measure_memory() - before:.1f} MB"),
        ("for the session, five times a second", f"{told * 1000:.2f} ms"),
    ]
    return Table("What cancelling costs", ("what", "measured"), rows)


def _measure_memory() -> float:
    """Return the memory of this process in MB."""
    return int(Path("/proc/self/statm").read_text("utf-8").split()[1]) * 4 / 1024


def measure_echo(keep: Keep, *, is_short: bool) -> Iterator[Table]:
    """Yield tables of what is heard while the coach speaks out of loudspeakers."""
    yield measure_said_beside(keep, is_short=is_short)
    yield measure_own_echo(keep, is_short=is_short)
    yield measure_echo_cost()
