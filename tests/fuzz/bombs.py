"""What is small to write and large to read, and what is simply large."""

from collections.abc import Callable
from random import Random

Made = tuple[str, bytes, dict[str, bytes]]
HEAD = "title: T\nsteps:\n"


def bomb(chance: Random) -> Made:
    """Give one: the kind of script, its content, and other files it needs."""
    made = chance.choice(BOMBS)(chance)
    return made if isinstance(made, tuple) else ("routine", made.encode("utf-8"), {})


def _aliases(chance: Random) -> str:
    """Give the thousand million laughs, where a list of steps is wanted, or words."""
    wide, deep = chance.choice((2, 9, 20)), chance.choice((5, 9, 30))
    lines = ["title: T", "a0: &a0 [x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * wide)}]" for n in range(1, deep)]
    return "\n".join([*lines, f"{chance.choice(('steps', 'safety', 'facts'))}: *a{deep - 1}"])


def _group_aliases(chance: Random) -> str:
    """Give the same of groups and rounds, which may hold each other."""
    times, deep = chance.choice((1, 2, 10, 1000)), chance.choice((3, 8, 18, 35))
    inner = "hold: 1s"
    lines = ["title: T", "opening:", f"- &b0 {{{inner}}}"]
    lines += [f"- &b{n} {{rounds: {times}, steps: [*b{n - 1}, *b{n - 1}]}}" for n in range(1, deep)]
    return "\n".join([*lines, f"steps: [*b{deep - 1}]"])


def _self_alias(chance: Random) -> str:
    return chance.choice(
        (
            "title: T\nsteps: &a [*a]",
            "title: T\nsteps: &a [{rounds: 3, steps: *a}]",
            "&a\ntitle: *a\nsteps: *a",
            "&a [*a]",
            "? &a [*a]\n: *a",
            "title: T\nlexicon: &a {x: *a}\nsteps: [x]",
        )
    )


def _deep(chance: Random) -> str:
    depth = chance.choice((38, 39, 40, 41, 200, 5_000, 100_000))
    sign = chance.choice(("[", "{a: ", "- ", "? ", "[{", "[[", "{? "))
    return (HEAD + "- " + sign * depth)[:990_000]


def _deep_rounds(chance: Random) -> str:
    """Nest rounds as deep as may be; the whole is short, endless, or nothing but long."""
    times, depth = chance.choice((1, 2, 3, 999, 1000)), chance.choice((2, 3, 9, 12, 18, 19))
    atom = chance.choice(("{hold: 1s}", "{silence: 0s}", "{silence: 1h}", "x", "{sound: start}"))
    kind = chance.choice((f"rounds: {times}, steps: [", "sides: ["))
    return HEAD + "- " + f"{{{kind}" * depth + atom + "]}" * depth


def _many_steps(chance: Random) -> str:
    """Give ten thousand steps, more or fewer."""
    count = chance.choice((1_000, 9_999, 10_000, 10_001, 49_999))
    step = chance.choice(
        (
            "- x",
            "- {hold: 1s}",
            "- {hold: 3s, countdown: 3, cues: [a]}",
            "- {rest: 4s}",
            "- {silence: 0s}",
            "- {silence: 1s, stretch: 1h}",
            "- {sound: start}",
            "- {say: [a, b], pause: 0s}",
            "- {reps: 1}",
            "- {breathe: 1}",
            "- {sides: [x]}",
            "- {group: g, chapter: true, steps: [x]}",
            "- {move: supine}\n- {move: standing}",
            "- exercise: bridge",
            "-",
            "- {hold: 0s}",
        )
    )
    return HEAD + f"{step}\n" * min(count, 900_000 // len(step))


def _many_texts(chance: Random) -> str:
    """Give steps of which no two say the same."""
    count = chance.choice((50, 200, 400))
    return HEAD + "".join(f"- number {n} of {chance.randrange(10**6)}\n" for n in range(count))


def _long_line(chance: Random) -> str:
    words = chance.choice(
        ("a", "a ", "\u05d0", "\U0001f9d8", "1/", "{side} ", "'", "- ", ": ", "# ")
    )
    size = chance.choice((601, 10_000, 900_000, 2_000_000)) // len(words.encode())
    quote = chance.choice(("'", '"', ""))
    return f"title: T\nsteps:\n- {quote}{words * size}{quote}"


def _many_keys(chance: Random) -> str:
    count = chance.choice((100, 5_000, 40_000))
    where = chance.choice(("", "lexicon:\n", "phrases:\n", "steps:\n- say: x\n"))
    pad = " " if where else ""
    pad = "  " if where.startswith("steps") else pad
    keys = "".join(f"{pad}k{chance.randrange(10**6)}x{n}: y\n" for n in range(count))
    return f"title: T\n{where}{keys}" + ("" if where.startswith("steps") else "steps: [k1 k2]\n")


def _many_faults(chance: Random) -> str:
    fault = chance.choice(("- {hold: x}", "- {x: y}", "- yes", "- [x]", "- {side", "- '{sid}'"))
    return HEAD + f"{fault}\n" * chance.choice((999, 1_001, 30_000))


def _lasting(chance: Random) -> str:
    """Give sessions at the bounds of how long they may be."""
    hours = chance.choice((1, 11, 12, 13, 24, 500))
    more = chance.choice(("", ", tell: 1m", ", every: 5s, cues: [a, b]", ", countdown: 60"))
    return HEAD + f"- {{hold: 1h{more}}}\n" * hours


def _quick(chance: Random) -> str:
    """Give as much counting as fits."""
    return HEAD + chance.choice(
        (
            "- {breathe: 1000, inhale: 1s, exhale: 1s}",
            "- {breathe: 1000, inhale: 30s, exhale: 30s, hold: 1m, rest: 1m}",
            "- {reps: 1000, into: 500ms, out: 500ms, alternate: true}",
            "- {reps: 1000, into: 1m, out: 1m, hold: 1m, pause: 2m, alternate: true}",
            "- {rounds: 1000, steps: [{reps: 20, cues: [a], calls: {into: a, out: b}}]}",
            "- {rounds: 1000, steps: [{hold: 40s, countdown: 40}]}",
            "- {rounds: 1000, steps: [{rounds: 40, steps: [{silence: 1ms}]}]}",
            "- {rounds: 50, steps: [{breathe: 200, inhale: 1s, exhale: 1s}]}",
        )
    )


def _card(name: str, instead: str, work: str = "work: reps\ndose: {reps: [1, 5, 9]}") -> bytes:
    return (
        f"name: Card {name}\nposition: supine\n{work}\nsteps: [Move.]\nsources: [Own]\n"
        f"limits: {{skip: [knee]}}\ninstead: [{instead}]\n"
    ).encode()


def _loop_of_cards(chance: Random) -> Made:
    """Give cards that stand in for each other in a circle."""
    count = chance.choice((1, 2, 3, 60, 400))
    names = ["case", *(f"own{n}" for n in range(1, count))]
    cards = {
        f"home/exercises/{name}.yaml": _card(name, names[(n + 1) % count])
        for n, name in enumerate(names)
    }
    return "exercise", cards.pop("home/exercises/case.yaml"), cards


def _web_of_cards(chance: Random) -> Made:
    """Give cards each of which may be done in the place of each other."""
    names = [f"own{n}" for n in range(chance.choice((5, 30)))]
    cards = {f"home/exercises/{n}.yaml": _card(n, ", ".join(names)) for n in names}
    routine = f"title: T\nsections: [{{exercises: [{', '.join(names)}]}}]\n"
    return "routine", routine.encode(), cards


def _many_exercises(chance: Random) -> Made:
    """Give sections that hold far more than anyone does."""
    count = chance.choice((40, 150, 600, 3_000))
    name = chance.choice(("bridge", "breathing", "own"))
    works = (
        "work: reps\ndose: {sets: [1, 3, 200], reps: [1, 5, 200]}",
        "work: time\ndose: {time: [1s, 1m, 1h], sets: [1, 1, 200]}",
        "work: breaths\ndose: {breaths: [1, 1, 200]}\ntempo: {into: 1m, out: 1m}",
    )
    more = {"home/exercises/own.yaml": _card("own", "bridge", chance.choice(works))}
    length = chance.choice(("", "length: 3h\n", "length: 10s\n", "length: 20m\nlongest: 3h\n"))
    order = chance.choice(("", "any_order: true, "))
    routine = f"title: T\n{length}sections: [{{{order}exercises: [{', '.join([name] * count)}]}}]\n"
    return "routine", routine.encode(), more


def _words(chance: Random) -> Made:
    """Give a talk or a set of answers of great length."""
    count = chance.choice((10, 300, 9_000))
    if chance.random() < 0.5:
        text = "title: T\nsources: [x]\nlines:\n" + "- [Sit up. Stand up.]\n" * count
        return "talk", text.encode(), {}
    asked = "".join(f"- {{key: k{n}, ask: q}}\n" for n in range(count))
    return "screening", f"notice: [n]\nmore_ask: m\nquestions:\n{asked}".encode(), {}


BOMBS: tuple[Callable[[Random], str | Made], ...] = (
    _aliases,
    _group_aliases,
    _self_alias,
    _deep,
    _deep_rounds,
    _many_steps,
    _many_texts,
    _long_line,
    _many_keys,
    _many_faults,
    _lasting,
    _quick,
    _loop_of_cards,
    _web_of_cards,
    _many_exercises,
    _words,
)
