"""What an ear takes for a command that is none: hours of the coach's own sessions.

The worst case is an ear that is never shut, into which the coach speaks at full level. The other is
the ear as a session opens it, in a room that rings, where all is heard late.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import cycle, product

import numpy as np

from coach.ears.phrase_model import RATE, Sound
from coach.ears.quiet_watch import QuietWatch
from coach.live.quiet import find_quiet
from coach.live.tape import Piece, PieceKind, Place
from coach.pipeline import PreparedSession, prepare_session
from coach.plan.request import SessionRequest
from coach.script.talk_level import TalkLevel
from coach.sound.resample import resample
from coach.system.paths import routine_names
from coach.timeline.clips import Timeline
from coach.timeline.source import Track, spoken_text
from tests.proof.ears_keep import Keep
from tests.proof.ears_listener import NONE, READY, Seen, listen, load_seen, pack_seen
from tests.proof.ears_speakers import FAR_ROOM_S, make_response, put_into_room
from tests.proof.ears_tables import Table

MINUTE, FRAMES_PER_MS = 60_000, RATE // 1000
TICK_MS = 100
"""How often a session tells the ear what it does."""
LATE_MS = 150
"""So much later than a session knows is it heard, by a loudspeaker that does not tell."""
VOICES = ("natural", "natural", "espeak:en-gb")
"""Of three sessions two are in the natural voice."""
HOURS = 10.0
LEAST_SCORED = 20
"""So many stretches of speech are scored in any five minutes of a session."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A session to be heard: in one of several voices, wordings and lengths."""

    routine: str
    voice: str
    seed: int
    talk: TalkLevel
    longer: float


def list_wanted() -> Iterator[Wanted]:
    """Yield sessions: each routine in turn, and ever other words."""
    voices, talks = cycle(VOICES), cycle((TalkLevel.FULL, TalkLevel.FULL, TalkLevel.SHORT))
    for (seed, routine), voice, talk in zip(
        product(range(50), routine_names()), voices, talks, strict=False
    ):
        yield Wanted(routine, voice, seed, talk, (1.0, 0.7, 1.4, 1.2)[seed % 4])


SHORT = (Wanted("box-breathing", "natural", 0, TalkLevel.FULL, 1.0),)


def prepare(wanted: Wanted) -> PreparedSession:
    """Return a session; its usual length where there is none as long as was wanted."""
    usual = SessionRequest(voice=wanted.voice, talk=wanted.talk, seed=wanted.seed)
    first = prepare_session(wanted.routine, usual)
    length = round(first.length * wanted.longer / MINUTE) * MINUTE
    possible = first.length_range
    if wanted.longer == 1 or not possible.shortest <= length <= possible.longest:
        return first
    return prepare_session(wanted.routine, replace(usual, length=length))


def render(prepared: PreparedSession) -> Sound:
    """Return what a session sounds like, at the rate of the ear."""
    pcm = prepared.make_mix().render(0, prepared.timeline.length)
    return resample(pcm.to_floats(), pcm.rate, RATE)


def find_open_windows(timeline: Timeline) -> list[tuple[int, int]]:
    """Return from when to when, in ms, a session that plays lets an ear listen."""
    length = timeline.length
    # The schedule is looked at only where something is repeated or moved.
    piece = Piece(None, PieceKind.SESSION, 0, timeline, 0, length, 0, length)  # type: ignore[arg-type]
    watch, windows, opened = QuietWatch(), [], None
    for now in range(0, length, TICK_MS):
        place = Place(piece, 0, now, now, length - now)
        if watch.update(find_quiet(place, is_paused=False), now):
            opened = now if opened is None else opened
        elif opened is not None:
            windows.append((opened, now))
            opened = None
    return windows if opened is None else [*windows, (opened, length)]


class Names:
    """Names each stretch by the words that lie in it: the same words sound the same."""

    def __init__(self, voice: str, timeline: Timeline) -> None:
        clips = [clip for clip in timeline.clips if clip.track is Track.VOICE]
        self._voice = voice
        self._starts, self._ends = [one.start for one in clips], [one.end for one in clips]
        self._texts = [spoken_text(one.source) for one in clips]

    def name(self, first: int, last: int) -> Hashable:
        """Return the name of what lies between two blocks."""
        begin, end = bisect_right(self._ends, first * 32), bisect_left(self._starts, last * 32)
        offset = (self._starts[begin] - first * 32) // 64 if begin < end else first
        return self._voice, offset, tuple(self._texts[begin:end])


def hear_session(wanted: Wanted, known: Counter[Hashable], keep: Keep) -> tuple[Seen, Seen]:
    """Return what the ear makes of a session while it is never shut, and as a session opens it."""
    name = f"{wanted.routine} {wanted.voice} {wanted.seed} {wanted.talk}"
    kept = keep.load(name)
    if kept is None:
        never_shut, opened = _hear_now(wanted, known)
        kept = {"never_shut": pack_seen(never_shut), "opened": pack_seen(opened)}
        keep.store(name, kept)
    return load_seen(kept["never_shut"]), load_seen(kept["opened"])


def _hear_now(wanted: Wanted, known: Counter[Hashable]) -> tuple[Seen, Seen]:
    prepared = prepare(wanted)
    sound = render(prepared)
    names = Names(wanted.voice, prepared.timeline)
    never_shut = listen((READY, sound), name_stretch=names.name, known=known)
    wet = put_into_room(sound, make_response(FAR_ROOM_S))
    late = np.concatenate([np.zeros(LATE_MS * FRAMES_PER_MS, np.float32), wet])
    windows = find_open_windows(prepared.timeline)
    parts = [late[first * FRAMES_PER_MS : last * FRAMES_PER_MS] for first, last in windows]
    opened = listen(*((READY, part) for part in parts)) if parts else Seen()
    return never_shut, opened


def measure_own_speech(
    keep: Keep, *, hours: float = HOURS, is_short: bool = False
) -> Iterator[Table]:
    """Yield a table of what an ear took for commands in so many hours of sessions."""
    known: Counter[Hashable] = Counter()
    never_shut: dict[str, list[Seen]] = {}
    opened: list[Seen] = []
    for wanted in SHORT if is_short else list_wanted():
        first, second = hear_session(wanted, known, keep)
        never_shut.setdefault(wanted.voice, []).append(first)
        opened.append(second)
        heard = sum(one.seconds for found in never_shut.values() for one in found) / 3600
        if heard >= hours:
            break
    gated = add_all(opened)
    everything = add_all(one for found in never_shut.values() for one in found)
    rows = [
        format_row(f"never shut: {len(found)} sessions in the voice {voice}", add_all(found))
        for voice, found in never_shut.items()
    ]
    rows.append(format_row("as a session opens it, in a room that rings", gated))
    share = 100 * gated.seconds / everything.seconds
    notes = [
        f"In {heard:.1f} hours of sessions the ear was open for {share:.0f} % of the time.",
        format_bound(everything.accepted.total(), heard),
    ]
    counts = (everything.accepted.total(), gated.accepted.total())
    faults = [f"{count} accepted of the coach's own speech" for count in counts if count]
    if everything.scored < LEAST_SCORED:
        faults.append(f"only {everything.scored} stretches scored: an ear that hears nothing")
    yield Table("What it makes of the coach's own sessions", HEAD, rows, notes, faults)


def add_all(parts: Iterable[Seen]) -> Seen:
    """Return what several ears were given and made of it."""
    total = Seen()
    for part in parts:
        total.add(part)
    return total


HEAD = (
    "what is heard", "hours", "stretches of speech", "of these scored", "rated in full",
    "nearest command", "“I'm ready”", "accepted",
)  # fmt: skip


def format_row(title: str, seen: Seen) -> tuple[str, ...]:
    """Return the row of a table."""
    nearest = f"{seen.likelihood:.1f}, “{seen.phrase}”" if seen.phrase else "-"
    ready = f"{seen.ready:.1f}" if seen.ready > NONE else "-"
    accepted = ", ".join(f"{key} {count}" for key, count in seen.accepted.items()) or "0"
    counts = map(str, (seen.stretches, seen.scored, seen.begun))
    return title, f"{seen.seconds / 3600:.2f}", *counts, nearest, ready, accepted


def format_bound(accepted: int, hours: float) -> str:
    """Return what so many hours allow to say."""
    if accepted:
        return f"{accepted} accepted in {hours:.1f} hours: {accepted / hours:.2f} an hour."
    return (
        f"None in {hours:.1f} hours allows no more than this: with 95 % confidence less than one in"
        f" {hours / 3:.1f} hours (the rule of three), of speech as this."
    )
