"""Scripts grown from the language: most of them can be performed, and then they must be."""

from random import Random
from typing import Any

from tests.fuzz.growing_cards import (
    POSITIONS,
    duration,
    flag,
    grown_card,
    number,
    some,
    text,
    texts,
)

CARDS = "bridge breathing box-breath plank bird-dog walk-easy cat-camel march childs-pose".split()


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
        more = some(
            chance,
            {
                "switch": lambda: duration(chance, 0, 120_000),
                "only": lambda: chance.choice(("left", "right")),
            },
        )
        return {"sides": inner, **more}
    if kind == "rounds":
        counts = [chance.randrange(1, 9) for _ in range(chance.choice((1, 3)))]
        times = chance.choice((1, 2, 3, 10, number(chance, 1, 1000), counts))
        return {"rounds": times, "steps": inner} | some(
            chance,
            {
                "between": lambda: chance.choice((duration(chance, 1000, 60_000), texts(chance))),
                "every": lambda: duration(chance, 5_000, 600_000),
                "shuffle": lambda: flag(chance),
            },
            0.1,
        )
    if kind == "for":
        return {"for": duration(chance, 10_000, 600_000), "steps": inner}
    return {"group": text(chance)[:70], "steps": inner, "chapter": flag(chance)}


def _flat(kind: str, chance: Random) -> Any:
    c = chance
    makes: dict[str, Any] = {
        "say": lambda: {"say": texts(c)} | some(c, {"pause": lambda: duration(c, 0, 20_000)}),
        "hold": lambda: (
            {"hold": duration(c, 1000, 300_000)}
            | some(
                c,
                {
                    "say": lambda: texts(c),
                    "countdown": lambda: number(c, 0, 60),
                    "count": lambda: c.choice(("up", "down")),
                    "notice": lambda: [duration(c, 3000, 30_000)],
                    "halfway": lambda: flag(c),
                    "open": lambda: flag(c),
                    "cues": lambda: [*texts(c), {"at": duration(c, 0, 300_000), "say": text(c)}],
                    "every": lambda: duration(c, 5000, 600_000),
                    "tell": lambda: f"{c.randrange(1, 9)}m",
                },
            )
        ),
        "breathe": lambda: (
            {"breathe": number(c, 1, 60)}
            | some(
                c,
                {
                    "inhale": lambda: c.choice((duration(c, 500, 60_000), ["2s", "1s"])),
                    "hold": lambda: duration(c, 0, 60_000),
                    "exhale": lambda: duration(c, 500, 60_000),
                    "rest": lambda: duration(c, 0, 60_000),
                    "aloud": lambda: c.choice(("seconds", "breaths", "words", "none")),
                    "say": lambda: texts(c),
                    "calls": lambda: {"inhale": "Rise", "exhale": text(c)},
                    "cues": lambda: texts(c),
                    "every": lambda: duration(c, 5000, 600_000),
                },
            )
        ),
        "reps": lambda: (
            {"reps": number(c, 1, 60)}
            | some(
                c,
                {
                    "into": lambda: duration(c, 500, 60_000),
                    "hold": lambda: duration(c, 0, 60_000),
                    "out": lambda: duration(c, 500, 60_000),
                    "pause": lambda: duration(c, 0, 120_000),
                    "alternate": lambda: flag(c),
                    "aloud": lambda: c.choice(("numbers", "words", "none")),
                    "breath": lambda: c.choice(("out", "in", "none")),
                    "say": lambda: texts(c),
                    "calls": lambda: {"into": "Lift", "hold": "Hold", "out": text(c)},
                    "cues": lambda: texts(c),
                },
            )
        ),
        "rest": lambda: (
            {"rest": duration(c, 1000, 100_000)}
            | some(
                c,
                {
                    "say": lambda: text(c),
                    "preview": lambda: flag(c),
                    "countdown": lambda: number(c, 0, 60),
                    "notice": lambda: duration(c, 3000, 60_000),
                },
            )
        ),
        "sound": lambda: {
            "sound": c.choice(("start", "tick", "breathe-in", "ready", "halfway", "no"))
        },
        "silence": lambda: {
            "silence": duration(c, 0, 600_000),
            "stretch": duration(c, 0, 3_600_000),
        },
        "wait": lambda: {"wait": duration(c, 1000, 600_000)},
        "move": lambda: {"move": c.choice(POSITIONS)},
    }
    made = makes[kind]()
    if kind in ("say", "hold", "breathe", "reps", "rest", "wait"):
        made |= some(c, {"position": lambda: c.choice(POSITIONS)}, 0.05)
    return made


def _named_work(chance: Random) -> dict[str, Any]:
    c = chance
    dose = _flat(c.choice(("hold", "breathe", "reps")), c)
    names = c.choice((text(c), [str(text(c))[:40] for _ in range(3)], "bridge"))
    return {"work": names if isinstance(names, list) else str(names)[:70], **dose} | some(
        c,
        {
            "sets": lambda: number(c, 1, 5),
            "rest": lambda: duration(c, 0, 60_000),
            "between": lambda: duration(c, 0, 60_000),
            "sides": lambda: c.choice((True, "alternate", {"left": 2, "right": 1}, {"left": 1})),
            "side": lambda: c.choice(("left", "right")),
            "switch": lambda: duration(c, 0, 60_000),
            "chapter": lambda: flag(c),
            "shuffle": lambda: flag(c),
        },
        0.2,
    )


def _asked(chance: Random, cards: tuple[str, ...]) -> Any:
    name = chance.choice((*cards, *cards, *CARDS, "none"))
    wanted = some(
        chance,
        {
            "sets": lambda: number(chance, 1, 2),
            "reps": lambda: number(chance, 5, 10),
            "hold": lambda: duration(chance, 5_000, 20_000),
            "side": lambda: chance.choice(("left", "right")),
            "first": lambda: chance.choice((*("left", "right", "other") * 3, "both")),
            "priority": lambda: number(chance, 1, 9),
            "always": lambda: flag(chance),
        },
        0.05,
    )
    return {"exercise": name, **wanted} if wanted else name


def grown_routine(chance: Random, cards: tuple[str, ...]) -> dict[str, Any]:
    """Grow a routine that may name some cards, and describe some itself."""
    made: dict[str, Any] = {"title": text(chance)[:70]}
    if chance.random() < 0.2:
        made["cards"] = {chance.choice(("own", "bridge")): grown_card(chance)}
        cards = (*cards, *made["cards"])
    made |= some(
        chance,
        {
            "length": lambda: duration(chance, 10_000, 2_000_000),
            "longest": lambda: duration(chance, 10_000, 10_800_000),
            "rise": lambda: flag(chance),
            "end_sound": lambda: flag(chance),
            "bed": lambda: chance.choice(("noise", "drone", "none")),
            "facts": lambda: chance.choice((True, ["pacing"], ["sleep", "no"])),
            "opening": lambda: [step(chance, 2, cards)],
            "safety": lambda: _safety(chance),
            "plan": lambda: flag(chance),
            "slow": lambda: flag(chance),
            "countdown": lambda: flag(chance),
            "closing": lambda: [step(chance, 2, cards)],
            "phrases": lambda: {"rest": texts(chance), "halfway": text(chance)},
            "lexicon": lambda: {"knee": text(chance), "{side}": "x"},
        },
        0.2,
    )
    if flag(chance):
        made["steps"] = [step(chance, 0, cards) for _ in range(chance.choice((1, 3, 8)))]
        return made
    made["sections"] = [_section(chance, cards) for _ in range(chance.choice((1, 2, 3)))]
    return made


def _section(chance: Random, cards: tuple[str, ...]) -> dict[str, Any]:
    made = some(
        chance,
        {
            "title": lambda: text(chance)[:70],
            "least": lambda: number(chance, 0, 5),
            "share": lambda: number(chance, 1, 100),
            "any_order": lambda: flag(chance),
        },
    )
    if chance.random() < 0.3:
        more = {"priority": number(chance, 1, 9)} if flag(chance) else {}
        return {**made, **more, "steps": [step(chance, 1, cards) for _ in range(3)]}
    return {**made, "exercises": [_asked(chance, cards) for _ in range(chance.choice((1, 2, 5)))]}


def _safety(chance: Random) -> Any:
    """Grow words of safety: the name of a set, or lines among which one may stand."""
    name = chance.choice((*("movement", "flare", "stillness") * 5, "none"))
    return chance.choice((name, texts(chance), [name, *texts(chance)], [*texts(chance), name]))
