"""Exercise cards grown from the language, and what is drawn for any script."""

from random import Random
from typing import Any

from tests.fuzz import nasty

SAID = "Lift your knee. Breathe out. Slowly. Hold it there, and let your shoulders go.".split()
WORK = ("hold", "reps", "breaths", "time")
POSITIONS = (
    "supine prone quadruped kneeling-rest half-kneeling tall-kneeling seated standing wall any "
    "prone-on-elbows side-lying side-lying-left side-lying-right floor-sitting bed bed-edge"
).split()


def number(chance: Random, least: int, most: int) -> Any:
    """Give a number in bounds as a rule, at them now and then, and seldom beyond or none."""
    match chance.randrange(90):
        case 0:
            return chance.choice((least - 1, most + 1, 0, -1))
        case 1:
            return nasty.value(chance)
        case 2 | 3 | 4:
            return chance.choice((least, most))
        case _:
            return min(most, least + int(chance.expovariate(4 / (most - least + 1))))


def duration(chance: Random, least: int, most: int) -> Any:
    """Give a duration, bounds in ms."""
    given = number(chance, least, most)
    return f"{given}ms" if isinstance(given, int) and not isinstance(given, bool) else given


def text(chance: Random) -> Any:
    if chance.random() < 0.03:
        return nasty.word(chance)
    if chance.random() < 0.02:
        return "Lift your {side} knee, {rep} of {reps}."
    return " ".join(chance.choices(SAID, k=chance.choice((1, 2, 5, 12))))


WAYS = ("Small", "Smaller", "Smallest")
"""Names of easier ways; the last is that of none."""


def texts(chance: Random) -> list[Any]:
    return [text(chance) for _ in range(chance.choice((1, 1, 2, 4)))]


def flag(chance: Random) -> bool:
    return chance.random() < 0.5


def some(chance: Random, fields: dict[str, Any], likely: float = 0.3) -> dict[str, Any]:
    """Keep some of the fields; each is made only where it is kept."""
    return {key: make() for key, make in fields.items() if chance.random() < likely}


def grown_card(chance: Random) -> dict[str, Any]:
    """Grow an exercise card."""
    c = chance
    work = c.choice(WORK)
    dose = {work: _dose(c, work)} | some(
        c, {"sets": lambda: _dose(c, "sets"), "rest": lambda: _dose(c, "rest")}
    )
    made = {
        "name": text(c)[:50],
        "position": c.choice(POSITIONS),
        "work": work,
        "dose": dose,
        "steps": texts(c),
    }
    if c.random() < 0.2:
        del made["work"]
    if c.random() < 0.3:
        made["easier"] = [_variant(c, work, name) for name in WAYS[: c.choice((1, 2))]]
        made["limits"] = _limits(c)
    sides = ("none", "each", "alternate") if work == "reps" else ("none", "each")
    grown = some(
        c,
        {
            "sources": lambda: ["Our own"],
            "sides": lambda: c.choice(sides),
            "goals": lambda: [c.choice(("warm-up", "strength", "relax", "stretch"))],
            "tempo": lambda: {"into": duration(c, 500, 60_000), "out": duration(c, 500, 60_000)},
            "switch": lambda: duration(c, 0, 120_000),
            "stretch": lambda: number(c, 0, 100),
            "setup": lambda: _setup(c),
            "first": lambda: _first(c),
            "breath": lambda: c.choice(("out", "in", "out", "in", "none")),
            "breathing": lambda: text(c),
            "calls": lambda: {"into": "Lift", "out": "Lower"},
            "cues": lambda: texts(c),
            "every": lambda: duration(c, 5000, 600_000),
            "tell": lambda: f"{c.randrange(1, 9)}m",
            "between": lambda: text(c),
            "release": lambda: texts(c),
            "instead": lambda: c.choices(("own0", "own1", "own2", "case", "bridge"), k=2),
            "opt_in": lambda: flag(c),
            "growth": lambda: _growth(c),
        },
        0.2,
    )
    if work != "reps" and c.random() < 0.9:
        grown.pop("first", None)
    return {**made, **grown}


def _growth(chance: Random) -> dict[str, Any]:
    def fence() -> dict[str, Any]:
        return {"hold": duration(chance, 0, 3_600_000), "until": number(chance, 1, 100)}

    return some(
        chance,
        {
            "start": lambda: chance.choice(("half", "least", "usual")),
            "most": lambda: chance.choice(("usual", "most")),
            "apart": lambda: number(chance, 1, 30),
            "off": lambda: number(chance, 0, 60),
            "holds": lambda: [fence() for _ in range(chance.randrange(3))],
        },
    )


def _setup(chance: Random) -> dict[str, Any]:
    there = {"there": [] if flag(chance) else texts(chance)} if flag(chance) else {}
    return {"full": texts(chance), "short": texts(chance), **there}


def _first(chance: Random) -> dict[str, Any]:
    more = some(chance, {"hold": lambda: texts(chance), "out": lambda: texts(chance)}, 0.6)
    return {"into": texts(chance), **more}


def _variant(chance: Random, work: str, name: str) -> dict[str, Any]:
    c = chance
    made = {"name": name, "say": texts(c)} | some(
        c,
        {
            "short": lambda: texts(c),
            "setup": lambda: _setup(c),
            "first": lambda: _first(c),
            "calls": lambda: {"into": "Lift", "out": "Lower"},
            "cues": list,
            "release": lambda: texts(c),
            "cautions": lambda: texts(c),
            "breathing": lambda: text(c),
            "dose": lambda: {work: _dose(c, work)},
        },
        0.3,
    )
    if work != "reps" and c.random() < 0.9:
        made.pop("first", None)
    return made


def _limits(chance: Random) -> dict[str, Any]:
    named = {"variant": chance.choice((*WAYS[:1] * 7, *WAYS))}
    change = chance.choice((text(chance), named, {**named, "say": text(chance)}))
    return {"skip": ["knee"], "modify": {"shoulder": change}}


def _dose(chance: Random, name: str) -> Any:
    timed = name in ("hold", "time", "rest")
    most = {"hold": 60_000, "time": 300_000, "rest": 60_000, "sets": 5}.get(name, 30)
    make = duration if timed else number
    drawn = sorted(chance.randrange(1_000 if timed else 1, most) for _ in range(3))
    if chance.random() < 0.1:
        return [make(chance, 1, most) for _ in range(chance.choice((1, 2, 3, 4)))]
    return [f"{n}ms" if timed else n for n in drawn]
