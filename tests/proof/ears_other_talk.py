"""What an ear takes for a command of what others say: chat, what sounds nearly like one, prose."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

import numpy as np

from coach.ears.hearing import Hearing
from coach.ears.phrase_model import RATE, Sound
from tests.paths import ROOT
from tests.proof.ears_keep import Keep
from tests.proof.ears_listener import BARE, READY, Seen, keep_seen, listen
from tests.proof.ears_own_speech import HEAD, add_all, format_bound, format_row
from tests.proof.ears_speakers import OTHERS, SPEAKERS, Speaker, has_flite, speak_all
from tests.proof.ears_tables import Table

CHAT = """
Could you pass me the blanket, please?|Did you feed the cat this morning?
I think it is going to rain.
The washing machine is done.|What time is dinner tonight?|Somebody is at the door.
I will be there in a minute.|Have you seen my glasses?|They are on the kitchen table.
The bus was late again today.|My mother called about Sunday.|We need milk and bread.
Turn the radio down a little.|That is too loud for me.|Go and wash your hands now.
The children are playing outside.|I could not sleep last night.|How long will it take you?
No, I don't think so.|Yes, of course you can.|The next train leaves at five.
Please wait for me downstairs.|We stopped at the market first.|She said it was much quieter there.
He is ready when you are.|Let us go back inside.|It goes on and on like this.
I had to skip lunch today.|My back hurts a bit today.|There are ten of them left.
The approach was rather slow.|Her coach trains the whole team.|The coach to London leaves at nine.
They travelled by coach all night.|A couch like this is comfortable.|Is there any more coffee?
That film was far too long.|Try it once again tomorrow.|Nobody is ready for that.
Stop it, the cat is on the mat again.|Nine, or maybe eight of us.|What did the doctor say?
""".strip()
NEAR = """
Couch, pause.|Couch, wait.|Coat, stop.|Coached again.|Roach, stop.|Coach paws.|Poach, next.
Coach, weight.|Coach, a gain.|Coach text.|Coach, shop.|Coach, lower.|Coach, quiet.|Coach, longing.
Coach, go home.|Coach, gone.|Coach, how strong.|Coach, ship.|Coach, step.|Coach, please.
Approach, stop.|Coach Paul said so.|Coach stopped.|The coach waits.|Coach is next.|Our coach, again.
Couch, slower.|Coach, slow her down.|Coach, flower.|Coach, pastor.|Coach is faster.|Coach, Esther.
Couch, easier.|Coach, easy.|Coach, he's here.
Coaches wait.|Coach.|Coach, hello.|Coach, the cat is on the mat.|I'm reading.
I'm really ready to go.
I'm ready to give up.|We're ready.|Are you ready?|I'm already here.|I'm steady.|I'm Freddy.
""".strip()
BEHIND_S = 0.7
"""Seconds of silence behind each sentence: longer than what ends a stretch."""
PROSE_S, SHORT_PROSE_S = 1_200, 30
AT_ONCE = 8
MAX_NEAR = 0.65
"""How much of what is made to sound like a command may be taken for one: 42 of 76 were."""


def split_lines(text: str) -> list[str]:
    """Return the sentences of a list."""
    return [one.strip() for line in text.splitlines() for one in line.split("|")]


def read_prose() -> list[str]:
    """Return the sentences of the docs, which are prose, and nobody's command."""
    paragraphs: list[str] = []
    for path in sorted((ROOT / "docs").glob("*.md")):
        text = re.sub(r"```.*?```|<!--.*?-->", "", path.read_text("utf-8"), flags=re.S)
        paragraphs += [
            re.sub(r"\]\([^)]*\)|[`*\[\]_]", "", one).replace("\n", " ")
            for one in text.split("\n\n")
            if one[:1].isalpha()
        ]
    return [
        one for text in paragraphs for one in re.split(r"(?<=[.:;?]) ", text) if 8 < len(one) < 200
    ]


def measure_other_talk(keep: Keep, *, is_short: bool) -> Iterator[Table]:
    """Yield a table of what an ear took for commands while others spoke."""
    speakers = [one for one in OTHERS if one.family != "Flite" or has_flite()]
    speakers = [SPEAKERS[3]] if is_short else speakers
    chat, near = split_lines(CHAT), split_lines(NEAR)
    chat, near = (chat[:8], near[::8]) if is_short else (chat, near)
    runs = (
        ("chat, the ear never shut", "chat-ready", READY, chat),
        ("nearly a command, the ear never shut", "near-ready", READY, near),
        ("chat, to an ear opened by a key", "chat-bare", BARE, chat),
    )
    runs = runs[:2] if is_short else runs
    rows, found = [], {}
    for title, name, hearing, texts in runs:
        seen = found[name] = keep_seen(
            keep,
            f"{name} {len(texts)} {len(speakers)}",
            partial(_hear_all, hearing, texts, speakers),
        )
        rows.append(format_row(title, seen))
    seconds = SHORT_PROSE_S if is_short else PROSE_S
    prose = keep_seen(keep, f"prose-{seconds}", partial(_hear_prose, speakers[-1], seconds))
    rows.append(format_row("the docs read out, the ear never shut", prose))
    count = len(near) * len(speakers)
    notes = [
        f"{len(chat) * len(speakers)} sentences of chat and {count} made to sound like a command.",
        *(f"Taken for a command, {title}: {_join(found[name].took)}." for title, name, *_ in runs),
        f"The docs: {format_bound(prose.accepted.total(), prose.seconds / 3600)}",
    ]
    faults = find_faults(found["chat-ready"], found["near-ready"], prose, count)
    yield Table("What it makes of the talk of others", HEAD, rows, notes, faults)


def find_faults(chat: Seen, near: Seen, prose: Seen, near_count: int) -> list[str]:
    """Return what is worse than is wanted, of an ear that is never shut."""
    faults = [
        f"{what}: {seen.accepted.total()} accepted"
        for what, seen in (("chat", chat), ("the docs", prose))
        if seen.accepted
    ]
    if near.accepted.total() > MAX_NEAR * near_count:
        taken = f"{near.accepted.total()} of {near_count}"
        faults.append(f"nearly a command: {taken} accepted, {100 * MAX_NEAR:.0f} % at most")
    return faults


def _join(took: Mapping[str, int]) -> str:
    return ", ".join(f"“{text}” {count} times" for text, count in took.items()) or "none"


def _hear_all(hearing: Hearing, texts: Sequence[str], speakers: Sequence[Speaker]) -> Seen:
    parts = []
    for speaker in speakers:
        for text, sound in speak_all(speaker, texts).items():
            part = listen((hearing, _pause_behind(sound)))
            if part.accepted:
                part.took[text] += 1
            parts.append(part)
    return add_all(parts)


def _hear_prose(speaker: Speaker, seconds: int) -> Seen:
    total, texts = Seen(), read_prose()
    for start in range(0, len(texts), AT_ONCE):
        if total.seconds >= seconds:
            break
        sounds = speak_all(speaker, texts[start : start + AT_ONCE])
        total.add(listen((READY, np.concatenate([*map(_pause_behind, sounds.values())]))))
    return total


def _pause_behind(sound: Sound) -> Sound:
    return np.concatenate([sound, np.zeros(round(BEHIND_S * RATE), np.float32)])
