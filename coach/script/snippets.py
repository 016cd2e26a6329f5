"""Snippets: what an editor puts in for each kind of step, with places to fill in."""

from collections.abc import Mapping
from typing import Any

Body = dict[str, Any]

BODIES: Mapping[str, Body] = {
    "say": {"say": "${1:Lie down.}", "pause": "${2:3s}"},
    "work": {"work": "${1:Plank}", "hold": "${2:30s}", "rest": "${3:30s}"},
    "hold": {"hold": "${1:30s}"},
    "breathe": {"breathe": "${1:6}", "inhale": "${2:4s}", "exhale": "${3:6s}"},
    "reps": {"reps": "${1:10}", "into": "${2:2s}", "out": "${3:2s}"},
    "rest": {"rest": "${1:30s}"},
    "sound": {"sound": "${1:start}"},
    "silence": {"silence": "${1:5s}"},
    "wait": {"wait": "${1:1m}"},
    "move": {"move": "${1:supine}"},
    "sides": {"sides": ["${1:Lift one arm.}", {"hold": "${2:20s}"}]},
    "rounds": {"rounds": "${1:3}", "steps": ["${2:Squeeze.}", {"hold": "${3:10s}"}]},
    "for": {"for": "${1:10m}", "steps": [{"work": "${2:Squats}", "reps": "${3:10}"}]},
    "group": {"group": "${1:Legs}", "steps": ["${2:Stand up.}", {"hold": "${3:20s}"}]},
    "exercise": {"exercise": "${1:bridge}"},
}
"""The keys that a kind of step begins with, each with a usual value."""


def make_snippet(kind: str, doc: str, required: tuple[str, ...]) -> dict[str, Any]:
    """Return the snippet of a kind of step, whose key means `doc`, as editors want it."""
    body = BODIES.get(kind) or {key: f"${{{n}}}" for n, key in enumerate((kind, *required), 1)}
    shown = fill_places(body)
    example = ", ".join(f"{key}: {value}" for key, value in shown.items() if key != "steps")
    return {
        "label": kind,
        "description": doc,
        "markdownDescription": f"{doc}\n\n```yaml\n- {{{example}}}\n```",
        "body": body,
    }


def fill_places(body: Any) -> Any:
    """Return a body as it stands in a script, with the usual value in each place.

    >>> fill_places({"reps": "${1:10}", "into": "${2:2s}"})
    {'reps': 10, 'into': '2s'}
    """
    if isinstance(body, dict):
        return {key: fill_places(value) for key, value in body.items()}
    if isinstance(body, list):
        return [fill_places(value) for value in body]
    value = body.partition(":")[2].removesuffix("}") if body.startswith("${") else body
    return int(value) if value.isdigit() else value
