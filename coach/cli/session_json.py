"""A planned session as plain values, for `coach plan --json` and `coach show --json`."""

from typing import Any

from coach.cli.card_pages import format_usual_dose
from coach.pipeline import PreparedSession
from coach.plan.reasons import find_reasons
from coach.script.exercise import Exercise
from coach.script.phrases import Phrases
from coach.script.routine import Routine
from coach.timeline.descriptions import format_dose
from coach.timeline.moments import list_timed_spans
from coach.timeline.session import list_performs, make_dose
from coach.timeline.summary import list_chapter_rows, list_limit_changes, time_by_purpose
from coach.timeline.transcript import make_timeline_json


def make_show_json(routine: Routine, prepared: PreparedSession) -> dict[str, Any]:
    """Return what a routine is for, and what a session of it holds."""
    phrases = prepared.session.delivery.phrases
    return {
        "name": routine.name,
        "description": routine.description or None,
        "safety": [line.text for line in routine.safety],
        "cards": [_make_own_card_json(card, phrases) for card in routine.cards.values()],
        "title": prepared.timeline.title,
        "length_ms": prepared.timeline.length,
    } | _make_session_json(prepared)


def _make_own_card_json(card: Exercise, phrases: Phrases) -> dict[str, Any]:
    """Return what is shown of a card that is in the routine itself."""
    return {
        "name": card.slug,
        "title": card.name,
        "position": str(card.position),
        "goals": list(card.goals),
        "usual_dose": format_usual_dose(card, phrases),
    }


def make_plan_json(prepared: PreparedSession) -> dict[str, Any]:
    """Return a session with every clip and marker, what was asked for, chosen and left out."""
    spans = list_timed_spans(prepared.sheet, prepared.span_starts)
    timeline = make_timeline_json(prepared.timeline, spans)
    return timeline | _make_session_json(prepared)


def _make_session_json(prepared: PreparedSession) -> dict[str, Any]:
    spent = time_by_purpose(prepared.sheet, prepared.span_starts)
    rows = list_chapter_rows(prepared.session, prepared.timeline)
    origin, phrases = prepared.progression.origin, prepared.session.delivery.phrases
    return {
        "shortest_ms": prepared.length_range.shortest,
        "longest_ms": prepared.length_range.longest,
        "voice": prepared.voice_identity,
        **_make_request_json(prepared),
        "chapters": [
            {
                "start_ms": row.start,
                "length_ms": row.length,
                "title": row.title,
                "dose": row.dose or None,
            }
            for row in rows
        ],
        "exercises": _make_exercises_json(prepared),
        "changed": list(list_limit_changes(prepared.session)),
        "made_from": origin.format(phrases) if origin else None,
        "left_out": [{"title": one.name, "reason": one.reason} for one in prepared.left_out],
        "notes": list(prepared.notices),
        "spent": {f"{purpose}_ms": length for purpose, length in spent.items()},
    }


def _make_request_json(prepared: PreparedSession) -> dict[str, Any]:
    """Return what was asked for: the same again makes the same session."""
    request, filters = prepared.request, prepared.request.filters
    return {
        "asked_ms": request.length,
        "seed": request.seed,
        "talk": str(request.talk),
        "slow": request.slow,
        "easy": request.easy,
        "limits": list(filters.limits),
        "without": list(filters.without),
        "only": list(filters.only),
        "with": list(filters.opted),
    }


def _make_exercises_json(prepared: PreparedSession) -> list[dict[str, Any]]:
    """Return what was chosen, in order, with its dose; what a dose does not have is 0."""
    session = prepared.session
    chosen = []
    for part in session.parts:
        for perform in list_performs(part.steps):
            card = session.cards[perform.exercise]
            dose = make_dose(card, perform)
            chosen.append(
                {
                    "name": perform.exercise,
                    "title": card.name,
                    "part": part.title,
                    "reasons": list(
                        find_reasons(
                            card.slug, (dose,), prepared.progression, session.delivery.phrases
                        )
                    ),
                    "variant": card.variant or None,
                    "dose": format_dose(card, dose, session.delivery.phrases, perform.side),
                    "side": perform.side,
                    "sets": dose.sets,
                    "reps": dose.reps,
                    "breaths": dose.breaths,
                    "hold_ms": dose.hold,
                    "time_ms": dose.time,
                    "pause_ms": dose.pause,
                    "rest_ms": dose.rest,
                }
            )
    return chosen
