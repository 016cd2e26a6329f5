"""The keys of a live session, as in players that people know, and what each asks for.

Arrows do what they do in mpv and on video pages: left and right go ten seconds, up and down set
the volume. `n` and `p` are VLC's, `<` and `>`, `9` and `0` mpv's. Page Up and Page Down are what
a presenter's remote sends, which is held in the hand on the mat.
"""

from dataclasses import dataclass

from coach.live.commands import Command, Verb


@dataclass(frozen=True, slots=True)
class Binding:
    """Keys of one command; `label` is what a screen shows for them, `description` what they do."""

    keys: tuple[str, ...]
    verb: Verb
    label: str
    description: str
    works_while_waiting: bool = False
    """Whether it keeps its meaning while the session waits, when all other keys mean go."""


BINDINGS = (
    Binding(("space", "k"), Verb.TOGGLE, "space", "pause, and go on"),
    Binding(("n", ">", "page-down"), Verb.NEXT, "n", "next exercise", works_while_waiting=True),
    Binding(("e",), Verb.LISTEN, "e", "say a command", works_while_waiting=True),
    Binding(
        ("p", "<", "page-up"),
        Verb.PREVIOUS,
        "p",
        "back to the start; twice: the one before",
        works_while_waiting=True,
    ),
    Binding(("left",), Verb.BACK, "←", "10 seconds back"),
    Binding(("right",), Verb.FORWARD, "→", "10 seconds on"),
    Binding(("r",), Verb.REPEAT, "r", "say the instruction again", works_while_waiting=True),
    Binding(("+", "="), Verb.MORE, "+", "15 seconds more"),
    Binding(("E",), Verb.EASIER, "E", "an easier way", works_while_waiting=True),
    Binding(
        ("w",), Verb.MOMENT, "w", "wait: I need a moment; any key goes on", works_while_waiting=True
    ),
    Binding(("up", "0", "*"), Verb.LOUDER, "↑", "louder", works_while_waiting=True),
    Binding(("down", "9", "/"), Verb.SOFTER, "↓", "softer", works_while_waiting=True),
    Binding(("V",), Verb.TALK_MORE, "V", "say more", works_while_waiting=True),
    Binding(("v",), Verb.TALK_LESS, "v", "say less", works_while_waiting=True),
    Binding(("[",), Verb.SLOWER, "[", "slower", works_while_waiting=True),
    Binding(("]",), Verb.FASTER, "]", "faster again", works_while_waiting=True),
    Binding(("l",), Verb.OFTEN, "l", "this more often", works_while_waiting=True),
    Binding(("L",), Verb.LESS, "L", "this less often", works_while_waiting=True),
    Binding(
        ("x",),
        Verb.NEVER,
        "x",
        "twice: never this again",
        works_while_waiting=True,
    ),
    Binding(("?", "h"), Verb.HELP, "?", "hear what the keys do", works_while_waiting=True),
    Binding(("q",), Verb.STOP, "q", "stop; the place is kept", works_while_waiting=True),
)


TEN = "t"
"""The key of the one number that is no digit."""
SKIPPING_KEYS = ("enter", "escape")
"""Keys that skip a question."""


def command_for(key: str, waiting: bool = False, asking: bool = False) -> Command:
    """Return the command of a key; one that is not bound ends the key help.

    While the session waits, every key means go but those that keep their meaning. While it asks,
    digits answer.
    """
    if asking and (key == TEN or (key.isascii() and key.isdigit())):
        return Command(Verb.ANSWER, 10 if key == TEN else int(key))
    if asking and key in SKIPPING_KEYS:
        return Command(Verb.NEXT)
    binding = next((binding for binding in BINDINGS if key in binding.keys), None)
    if waiting and not (binding and binding.works_while_waiting):
        return Command(Verb.GO)
    return Command(binding.verb if binding else Verb.ENOUGH)
