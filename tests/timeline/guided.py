"""A card led in tests: its spans, and the words of them."""

from coach.script.card_variants import Wording
from coach.script.doses import Doses, Range, Tempo
from coach.script.exercise import Exercise, WorkKind
from coach.script.library import load_phrases
from coach.script.positions import Position
from coach.script.scalars import Line
from coach.script.steps import Say
from coach.timeline.context import fill_variables
from coach.timeline.delivery import Delivery
from coach.timeline.dose import Dose
from coach.timeline.guidance import (
    make_exercise_steps,
    make_setup_steps,
    make_side_step,
)


def card_of(**fields) -> Exercise:
    usual = {
        "name": "Bridge",
        "position": Position.SUPINE,
        "work": WorkKind.HOLD,
        "doses": Doses(hold=Range(5_000, 20_000, 60_000)),
        "steps": Wording((Line("Lift slowly."), Line("Hold it.")), (Line("Lift."),)),
        "sources": (),
        "tempo": Tempo(4_000, 2_000),
    }
    return Exercise(**usual | fields)


def led(card, dose=None, **manner):
    """The steps of an exercise; speech in words."""
    dose = dose or Dose(hold=20_000)
    manner = Delivery(load_phrases("en"), **manner)
    acts = [
        *make_side_step(card, dose, manner),
        *make_setup_steps(card, dose, manner),
        *make_exercise_steps(card, dose, manner),
    ]
    return [
        [fill_variables(line, act.context) for line in act.step.say]
        if isinstance(act.step, Say)
        else act.step
        for act in acts
    ]


def words(card, dose=None, **manner):
    return [line for step in led(card, dose, **manner) if isinstance(step, list) for line in step]
