"""How well the allowed phrases are understood: as the ear cuts them itself, by the margin rule."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache

from coach.ears.hearing import Hearing, spell_bare, spell_called
from coach.ears.phrase_model import Sound
from tests.proof.ears_keep import Keep
from tests.proof.ears_listener import BARE, CALLED, HEARD, NUMBERS, READY, YES_NO, listen
from tests.proof.ears_speakers import PLACES, Speaker, list_speakers, speak_all
from tests.proof.ears_tables import Table

(CALL,) = HEARD["call"]
WRITTEN_ONLY = {"not"}
"""What nobody is to say: so the recogniser writes "nought"."""
CALLED_TITLE = f"{CALL}, and a word"
CLEAN, NOISY = "clean", "room, pink noise 10 dB lower"
QUIET_AND_NOISE = (CLEAN, NOISY)
LEAST_RIGHT = {CLEAN: 0.9, NOISY: 0.8}
"""How much of what the natural voice says has to be understood, where that is certain."""
SAID_PER_WRONG = 200
"""Behind the call no more than one of so many may be taken for another, over all places: the figure
that is wanted of people, too. Of 960 that were said none may be by chance, as it was once."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of phrase: what is said for which key, what may be said then, and in which places."""

    title: str
    texts: Mapping[str, str]
    hearing: Hearing
    places: Sequence[str]


def _list_words(hearing: Hearing) -> dict[str, str]:
    """Return the words of the phrases that may be said, each with its key."""
    keys = dict.fromkeys(one.key for one in hearing.expected)
    return {word: key for key in keys for word in HEARD[key] if word not in WRITTEN_ONLY}


def list_kinds(*, is_short: bool) -> list[Kind]:
    """Return what is tried; in the short form in few places."""
    called = {f"{spell_called(CALL, word)[0]}": key for word, key in _list_words(CALLED).items()}
    called |= {spell_called(CALL, word)[0]: "go_on" for word in HEARD["go_on"]}
    bare, yes_no, numbers = (
        {spell_bare(word)[0]: key for word, key in _list_words(hearing).items()}
        for hearing in (BARE, YES_NO, NUMBERS)
    )
    ready = {spell_bare(word)[0]: "ready" for word in HEARD["ready"]}
    everywhere, others = tuple(PLACES), QUIET_AND_NOISE
    if is_short:
        everywhere, others = QUIET_AND_NOISE, (CLEAN,)
    return [
        Kind(CALLED_TITLE, called, READY, everywhere),
        Kind("a bare word, the ear opened by a key", bare, BARE, others),
        Kind("I'm ready, while the coach waits", ready, READY, others),
        Kind("yes or no, where asked", yes_no, YES_NO, others),
        Kind("0 to 10, where asked", numbers, NUMBERS, others),
    ]


@dataclass(slots=True)
class Tally:
    """How phrases were taken: `by_family` has those understood of those said."""

    right: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    by_family: dict[str, list[bool]] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many were said."""
        return self.right + len(self.missed) + len(self.wrong)

    def note(self, speaker: Speaker, text: str, wanted: str, found: Sequence[str]) -> None:
        """Count one phrase that was said."""
        is_right = list(found) == [wanted]
        self.right += is_right
        self.by_family.setdefault(speaker.family, []).append(is_right)
        if any(key != wanted for key in found):
            self.wrong.append(f"{text} as {', '.join(found)}")
        elif not is_right:
            self.missed.append(text)

    def format_row(self, families: Sequence[str]) -> tuple[str, ...]:
        """Return the row of a table."""
        count = self.count
        found = [self.by_family.get(one, []) for one in families]
        parts = [_percent(sum(one), len(one)) for one in found]
        return (
            str(count),
            _percent(self.right, count),
            str(len(self.missed)),
            str(len(self.wrong)),
            *parts,
        )


def measure_accuracy(keep: Keep, *, is_short: bool) -> Iterator[Table]:
    """Yield a table of how each kind of phrase is understood in each place."""
    speakers = tuple(list_speakers(is_short=is_short))
    families = list(dict.fromkeys(one.family for one in speakers))
    rows, faults = [], []
    wrong: list[str] = []
    missed: Counter[str] = Counter()
    called: list[Tally] = []
    for kind, place in list_trials(is_short=is_short):
        # Of the short form everybody says only what is said most.
        is_one_enough = is_short and (kind.title, place) != (CALLED_TITLE, CLEAN)
        tally = try_kind(kind, place, speakers[:1] if is_one_enough else speakers, keep)
        rows.append((kind.title, place, *tally.format_row(families)))
        wrong += [f"{one} ({place})" for one in tally.wrong]
        missed.update(tally.missed)
        faults += find_faults(kind.title, place, tally)
        called += [tally] * (kind.title == CALLED_TITLE)
    faults += find_called_faults(called)
    most = ", ".join(f"“{text}” {count} times" for text, count in missed.most_common(6))
    notes = [
        f"Taken for another: {'; '.join(wrong) or 'none'}.",
        f"Not understood most often: {most or 'none'}.",
    ]
    head = ("what is said", "where", "said", "right", "not understood", "taken for another")
    yield Table("How well it understands", (*head, *families), rows, notes, faults)


def list_trials(*, is_short: bool) -> list[tuple[Kind, str]]:
    """Return what is tried where."""
    return [(kind, place) for kind in list_kinds(is_short=is_short) for place in kind.places]


def try_kind(kind: Kind, place: str, speakers: tuple[Speaker, ...], keep: Keep) -> Tally:
    """Return how a kind of phrase is taken in a place, as it is kept or tried now."""
    name = f"{kind.title}, {place}, {len(speakers)} speakers"
    kept = keep.load(name)
    if kept:
        return Tally(**kept)
    tally, number = Tally(), 0
    for speaker in speakers:
        sounds = speak_kept(speaker, tuple(kind.texts))
        for text, key in kind.texts.items():
            number += 1
            seen = listen((kind.hearing, PLACES[place].hear(sounds[text], number)))
            tally.note(speaker, text, key, list(seen.accepted.elements()))
    keep.store(name, asdict(tally))
    return tally


@cache
def speak_kept(speaker: Speaker, texts: tuple[str, ...]) -> Mapping[str, Sound]:
    """Return what a speaker says, spoken once."""
    return speak_all(speaker, texts)


def find_faults(title: str, place: str, tally: Tally) -> list[str]:
    """Return what is worse than is wanted of one kind of phrase in one place."""
    faults = []
    if tally.wrong and place == CLEAN:
        faults.append(f"{title}, {place}: taken for another: {'; '.join(tally.wrong)}")
    natural, least = tally.by_family["natural"], LEAST_RIGHT.get(place, 0.0)
    if sum(natural) < least * len(natural):
        right = _percent(sum(natural), len(natural))
        faults.append(
            f"{title}, {place}: {right} right of the natural voice, {100 * least:.0f} % wanted"
        )
    return faults


def find_called_faults(tallies: Sequence[Tally]) -> list[str]:
    """Return a fault where too much of what was said behind the call was taken for another."""
    said, wrong = sum(one.count for one in tallies), sum(len(one.wrong) for one in tallies)
    if wrong * SAID_PER_WRONG <= said:
        return []
    return [f"{CALLED_TITLE}: {wrong} of {said} taken for another, one of {SAID_PER_WRONG} wanted"]


def _percent(count: int, of: int) -> str:
    return f"{100 * count / of:.0f} %" if of else "-"
