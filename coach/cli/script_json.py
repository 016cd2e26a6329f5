"""Exercise cards and talks as plain values: `coach exercises --json` and `coach learn --json`."""

from collections.abc import Iterable, Mapping
from typing import Any

from coach.cli.card_pages import format_usual_dose
from coach.script.card_variants import LimitChange, Variant
from coach.script.doses import Range
from coach.script.exercise import Exercise
from coach.script.lesson import Lesson
from coach.script.phrases import Phrases
from coach.script.scalars import Line


def make_card_row_json(
    name: str, card: Exercise | None, phrases: Phrases, problem: str = ""
) -> dict[str, Any]:
    """Return what the list shows of a card; a wrong one has only a problem."""
    return {
        "name": name,
        "title": card.name if card else None,
        "position": str(card.position) if card else None,
        "goals": list(card.goals) if card else [],
        "usual_dose": format_usual_dose(card, phrases) if card else None,
        "problem": problem or None,
    }


def make_card_json(card: Exercise, phrases: Phrases) -> dict[str, Any]:
    """Return all of a card that its page shows; lines have their placeholders as in the file."""
    doses = card.doses
    return {
        "name": card.slug,
        "title": card.name,
        "position": str(card.position),
        "sides": str(card.sides),
        "work": str(card.work),
        "goals": list(card.goals),
        "opt_in": card.opt_in,
        "purpose": _texts(card.purpose),
        "equipment": list(card.equipment),
        "setup": _texts(card.setup.full),
        "steps": _texts(card.read_steps),
        "breathing": card.breathing.text if card.breathing else None,
        "usual_dose": format_usual_dose(card, phrases),
        "sets": _make_range_json(doses.sets),
        "reps": _make_range_json(doses.reps),
        "breaths": _make_range_json(doses.breaths),
        "hold_ms": _make_range_json(doses.hold),
        "time_ms": _make_range_json(doses.time),
        "pause_ms": _make_range_json(doses.pause),
        "rest_ms": _make_range_json(doses.rest),
        "release": _texts(card.release.full),
        "cautions": _texts(card.cautions),
        "mistakes": list(card.mistakes),
        "easier": _make_variants_json(card.easier),
        "harder": _make_variants_json(card.harder),
        "changed_for": _make_changes_json(card.limits.modify),
        "left_out_for": list(card.limits.skip),
        "instead": _texts(card.instead),
        "sources": list(card.sources),
    }


def make_lesson_row_json(name: str, lesson: Lesson | None, problem: str = "") -> dict[str, Any]:
    """Return what the list shows of a talk; a wrong one has only a problem."""
    return {
        "name": name,
        "title": lesson.title if lesson else None,
        "length_ms": lesson.length if lesson else None,
        "words": lesson.word_count if lesson else None,
        "problem": problem or None,
    }


def make_lesson_json(lesson: Lesson) -> dict[str, Any]:
    """Return a talk: its paragraphs as texts, and its sources."""
    return {
        "name": lesson.name,
        "title": lesson.title,
        "length_ms": lesson.length,
        "words": lesson.word_count,
        "paragraphs": [" ".join(_texts(lines)) for lines in lesson.lines],
        "sources": list(lesson.sources),
    }


def _texts(lines: Iterable[Line]) -> list[str]:
    return [line.text for line in lines]


def _make_range_json(dose: Range | None) -> dict[str, int] | None:
    return {"least": dose.least, "usual": dose.usual, "most": dose.most} if dose else None


def _make_variants_json(variants: Iterable[Variant]) -> list[dict[str, Any]]:
    return [{"title": one.name, "steps": _texts(one.read_steps)} for one in variants]


def _make_changes_json(changes: Mapping[str, LimitChange]) -> list[dict[str, str | None]]:
    return [
        {"limit": limit, "text": one.say.text if one.say else None, "variant": one.variant}
        for limit, one in sorted(changes.items())
    ]
