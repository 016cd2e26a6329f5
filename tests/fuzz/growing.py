"""Scripts grown from the language: most of them can be performed, and then they must be."""

from random import Random
from typing import Any

from tests.fuzz import nasty

SAID = "Lift your knee. Breathe out. Slowly. Hold it there, and let your shoulders go.".split()
WORK = ("hold", "reps", "breaths", "time")
POSITIONS = (
    "supine prone quadruped kneeling-rest half-kneeling tall-kneeling seated standing wall any "
    "prone-on-elbows side-lying side-lying-left side-lying-right floor-sitting bed bed-edge"
).split()
CARDS = "bridge breathing box-breath plank bird-dog walk-easy cat-camel march childs-pose".split()


def _number(chance: Random, least: int, most: int) -> Any:
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


def _time(chance: Random, least: int, most: int) -> Any:
    """Give a duration, bounds in ms."""
    given = _number(chance, least, most)
    return f"{given}ms" if isinstance(given, int) and not isinstance(given, bool) else given


def _text(chance: Random) -> Any:
    if chance.random() < 0.03:
        return nasty.word(chance)
    if chance.random() < 0.02:
        return "Lift your {side} knee, {rep} of {reps}."
    return " ".join(chance.choices(SAID, k=chance.choice((1, 2, 5, 12))))


def _texts(chance: Random) -> list[Any]:
    return [_text(chance) for _ in range(chance.choice((1, 1, 2, 4)))]


def _flag(chance: Random) -> bool:
    return chance.random() < 0.5


def _some(chance: Random, fields: dict[str, Any], likely: float = 0.3) -> dict[str, Any]:
    """Keep some of the fields; each is made only where it is kept."""
    return {key: make() for key, make in fields.items() if chance.random() < likely}


def step(chance: Random, depth: int, cards: tuple[str, ...]) -> Any:
    """Grow a step; those that hold others grow rarer with depth."""
    kind = chance.choice(_FLAT if depth > 3 or chance.random() < 0.75 else _NESTED)
    if kind in _NESTED:
        inner = [step(chance, depth + 1, cards) for _ in range(chance.choice((1, 2, 3)))]
        return _nested(kind, inner, chance)
    if kind == "exercise":
        return _asked(chance, cards)
    if kind == "work":
        return _named_work(chance)
    return _flat(kind, chance)


_NESTED = ("sides", "rounds", "group", "for")
_FLAT = "say say hold breathe reps rest sound silence wait move work work exercise exercise".split()


def _nested(kind: str, inner: list[Any], chance: Random) -> dict[str, Any]:
    if kind == "sides":
        more = _some(
            chance,
            {
                "switch": lambda: _time(chance, 0, 120_000),
                "only": lambda: chance.choice(("left", "right")),
            },
        )
        return {"sides": inner, **more}
    if kind == "rounds":
        counts = [chance.randrange(1, 9) for _ in range(chance.choice((1, 3)))]
        times = chance.choice((1, 2, 3, 10, _number(chance, 1, 1000), counts))
        return {"rounds": times, "steps": inner} | _some(
            chance,
            {
                "between": lambda: chance.choice((_time(chance, 1000, 60_000), _texts(chance))),
                "every": lambda: _time(chance, 5_000, 600_000),
                "shuffle": lambda: _flag(chance),
            },
            0.1,
        )
    if kind == "for":
        return {"for": _time(chance, 10_000, 600_000), "steps": inner}
    return {"group": _text(chance)[:70], "steps": inner, "chapter": _flag(chance)}


def _flat(kind: str, chance: Random) -> Any:
    c = chance
    makes: dict[str, Any] = {
        "say": lambda: {"say": _texts(c)} | _some(c, {"pause": lambda: _time(c, 0, 20_000)}),
        "hold": lambda: (
            {"hold": _time(c, 1000, 300_000)}
            | _some(
                c,
                {
                    "say": lambda: _texts(c),
                    "countdown": lambda: _number(c, 0, 60),
                    "count": lambda: c.choice(("up", "down")),
                    "notice": lambda: [_time(c, 3000, 30_000)],
                    "halfway": lambda: _flag(c),
                    "open": lambda: _flag(c),
                    "cues": lambda: [*_texts(c), {"at": _time(c, 0, 300_000), "say": _text(c)}],
                    "every": lambda: _time(c, 5000, 600_000),
                    "tell": lambda: f"{c.randrange(1, 9)}m",
                },
            )
        ),
        "breathe": lambda: (
            {"breathe": _number(c, 1, 60)}
            | _some(
                c,
                {
                    "inhale": lambda: c.choice((_time(c, 500, 60_000), ["2s", "1s"])),
                    "hold": lambda: _time(c, 0, 60_000),
                    "exhale": lambda: _time(c, 500, 60_000),
                    "rest": lambda: _time(c, 0, 60_000),
                    "aloud": lambda: c.choice(("seconds", "breaths", "words", "none")),
                    "say": lambda: _texts(c),
                    "calls": lambda: {"inhale": "Rise", "exhale": _text(c)},
                    "cues": lambda: _texts(c),
                    "every": lambda: _time(c, 5000, 600_000),
                },
            )
        ),
        "reps": lambda: (
            {"reps": _number(c, 1, 60)}
            | _some(
                c,
                {
                    "into": lambda: _time(c, 500, 60_000),
                    "hold": lambda: _time(c, 0, 60_000),
                    "out": lambda: _time(c, 500, 60_000),
                    "pause": lambda: _time(c, 0, 120_000),
                    "alternate": lambda: _flag(c),
                    "aloud": lambda: c.choice(("numbers", "words", "none")),
                    "breath": lambda: c.choice(("out", "in", "none")),
                    "say": lambda: _texts(c),
                    "calls": lambda: {"into": "Lift", "hold": "Hold", "out": _text(c)},
                    "cues": lambda: _texts(c),
                },
            )
        ),
        "rest": lambda: (
            {"rest": _time(c, 1000, 100_000)}
            | _some(
                c,
                {
                    "say": lambda: _text(c),
                    "preview": lambda: _flag(c),
                    "countdown": lambda: _number(c, 0, 60),
                    "notice": lambda: _time(c, 3000, 60_000),
                },
            )
        ),
        "sound": lambda: {
            "sound": c.choice(("start", "tick", "breathe-in", "ready", "halfway", "no"))
        },
        "silence": lambda: {"silence": _time(c, 0, 600_000), "stretch": _time(c, 0, 3_600_000)},
        "wait": lambda: {"wait": _time(c, 1000, 600_000)},
        "move": lambda: {"move": c.choice(POSITIONS)},
    }
    made = makes[kind]()
    if kind in ("say", "hold", "breathe", "reps", "rest", "wait"):
        made |= _some(c, {"position": lambda: c.choice(POSITIONS)}, 0.05)
    return made


def _named_work(chance: Random) -> dict[str, Any]:
    c = chance
    dose = _flat(c.choice(("hold", "breathe", "reps")), c)
    names = c.choice((_text(c), [str(_text(c))[:40] for _ in range(3)], "bridge"))
    return {"work": names if isinstance(names, list) else str(names)[:70], **dose} | _some(
        c,
        {
            "sets": lambda: _number(c, 1, 5),
            "rest": lambda: _time(c, 0, 60_000),
            "between": lambda: _time(c, 0, 60_000),
            "sides": lambda: c.choice((True, "alternate", {"left": 2, "right": 1}, {"left": 1})),
            "side": lambda: c.choice(("left", "right")),
            "switch": lambda: _time(c, 0, 60_000),
            "chapter": lambda: _flag(c),
            "shuffle": lambda: _flag(c),
        },
        0.2,
    )


def _asked(chance: Random, cards: tuple[str, ...]) -> Any:
    name = chance.choice((*cards, *cards, *CARDS, "none"))
    wanted = _some(
        chance,
        {
            "sets": lambda: _number(chance, 1, 2),
            "reps": lambda: _number(chance, 5, 10),
            "hold": lambda: _time(chance, 5_000, 20_000),
            "side": lambda: chance.choice(("left", "right")),
            "priority": lambda: _number(chance, 1, 9),
            "always": lambda: _flag(chance),
        },
        0.05,
    )
    return {"exercise": name, **wanted} if wanted else name


def grown_routine(chance: Random, cards: tuple[str, ...]) -> dict[str, Any]:
    """Grow a routine that may name some cards, and describe some itself."""
    made: dict[str, Any] = {"title": _text(chance)[:70]}
    if chance.random() < 0.2:
        made["cards"] = {chance.choice(("own", "bridge")): grown_card(chance)}
        cards = (*cards, *made["cards"])
    made |= _some(
        chance,
        {
            "length": lambda: _time(chance, 10_000, 2_000_000),
            "longest": lambda: _time(chance, 10_000, 10_800_000),
            "rise": lambda: _flag(chance),
            "end_sound": lambda: _flag(chance),
            "bed": lambda: chance.choice(("noise", "drone", "none")),
            "facts": lambda: chance.choice((True, ["pacing"], ["sleep", "no"])),
            "opening": lambda: [step(chance, 2, cards)],
            "safety": lambda: _texts(chance),
            "closing": lambda: [step(chance, 2, cards)],
            "phrases": lambda: {"rest": _texts(chance), "halfway": _text(chance)},
            "lexicon": lambda: {"knee": _text(chance), "{side}": "x"},
        },
        0.2,
    )
    if _flag(chance):
        made["steps"] = [step(chance, 0, cards) for _ in range(chance.choice((1, 3, 8)))]
        return made
    made["sections"] = [_section(chance, cards) for _ in range(chance.choice((1, 2, 3)))]
    return made


def _section(chance: Random, cards: tuple[str, ...]) -> dict[str, Any]:
    made = _some(
        chance,
        {
            "title": lambda: _text(chance)[:70],
            "least": lambda: _number(chance, 0, 5),
            "share": lambda: _number(chance, 1, 100),
            "any_order": lambda: _flag(chance),
        },
    )
    if chance.random() < 0.3:
        return {**made, "steps": [step(chance, 1, cards) for _ in range(3)]}
    return {**made, "exercises": [_asked(chance, cards) for _ in range(chance.choice((1, 2, 5)))]}


def grown_card(chance: Random) -> dict[str, Any]:
    """Grow an exercise card."""
    c = chance
    work = c.choice(WORK)
    dose = {work: _dose(c, work)} | _some(
        c, {"sets": lambda: _dose(c, "sets"), "rest": lambda: _dose(c, "rest")}
    )
    made = {
        "name": _text(c)[:50],
        "position": c.choice(POSITIONS),
        "work": work,
        "dose": dose,
        "steps": _texts(c),
    }
    if c.random() < 0.2:
        del made["work"]
    sides = ("none", "each", "alternate") if work == "reps" else ("none", "each")
    return made | _some(
        c,
        {
            "sources": lambda: ["Our own"],
            "sides": lambda: c.choice(sides),
            "goals": lambda: [c.choice(("warm-up", "strength", "relax", "stretch"))],
            "tempo": lambda: {"into": _time(c, 500, 60_000), "out": _time(c, 500, 60_000)},
            "switch": lambda: _time(c, 0, 120_000),
            "stretch": lambda: _number(c, 0, 100),
            "setup": lambda: {"full": _texts(c), "short": _texts(c)},
            "calls": lambda: {"into": "Lift", "out": "Lower"},
            "cues": lambda: _texts(c),
            "every": lambda: _time(c, 5000, 600_000),
            "tell": lambda: f"{c.randrange(1, 9)}m",
            "between": lambda: _text(c),
            "release": lambda: _texts(c),
            "limits": lambda: {"skip": ["knee"], "modify": {"shoulder": _text(c)}},
            "instead": lambda: c.choices(("own0", "own1", "own2", "case", "bridge"), k=2),
            "opt_in": lambda: _flag(c),
        },
        0.2,
    )


def _dose(chance: Random, name: str) -> Any:
    timed = name in ("hold", "time", "rest")
    most = {"hold": 60_000, "time": 300_000, "rest": 60_000, "sets": 5}.get(name, 30)
    make = _time if timed else _number
    drawn = sorted(chance.randrange(1_000 if timed else 1, most) for _ in range(3))
    if chance.random() < 0.1:
        return [make(chance, 1, most) for _ in range(chance.choice((1, 2, 3, 4)))]
    return [f"{n}ms" if timed else n for n in drawn]
