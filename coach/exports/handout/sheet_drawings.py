"""Card -> the drawings of how its exercise begins and ends, all on one scale, as SVG for print."""

from dataclasses import dataclass, replace

from coach.figures.drawing_plan import DrawingPlan
from coach.figures.figure_drawing import find_figure, plan_card
from coach.figures.figure_svg import format_svg, make_decorative
from coach.script.exercise import Exercise

MM_PER_UNIT = 0.36
"""A unit is a hundredth of a body: one that lies is 36 mm long at most."""
MAX_WIDTH = 48.0
"""How wide the drawings of an exercise are together, in mm."""
GAP = 1.5
"""Space between two drawings of an exercise, in mm."""


@dataclass(frozen=True, slots=True)
class StepDrawings:
    """Drawings as SVG in the order in which one does what they show: beside or below each other.

    Together they are `height` mm high.
    """

    pictures: tuple[str, ...] = ()
    are_stacked: bool = False
    height: float = 0.0


NO_DRAWINGS = StepDrawings()


def draw_steps(card: Exercise, most_height: float) -> StepDrawings:
    """Return the first and the last pose of a card, or its only one; none without a figure.

    Together they are `most_height` mm high at most. Of three poses they are the last two, as the
    first is only how to get ready.
    """
    figure = find_figure(card)
    if figure is None:
        return NO_DRAWINGS
    count = len(figure.poses)
    numbers = (None,) if count == 1 else (count - 2, count - 1)
    plans = [plan for number in numbers if (plan := plan_card(card, number)) is not None]
    # An arrow leads to where the last one is.
    plans = [*map(_drop_arrows, plans[:-1]), *plans[-1:]]
    beside = _find_scale(plans, most_height, stacked=False)
    below = _find_scale(plans, most_height, stacked=True)
    # Somebody who lies is long and low: such drawings are larger below each other.
    are_stacked = below > beside
    scale = max(beside, below)
    heights = [scale * _measure(plan)[1] for plan in plans]
    height = sum(heights) + GAP * (len(plans) - 1) if are_stacked else max(heights)
    return StepDrawings(tuple(_format_drawing(plan, scale) for plan in plans), are_stacked, height)


def _drop_arrows(plan: DrawingPlan) -> DrawingPlan:
    return replace(plan, parts=tuple(part for part in plan.parts if part.colour != "accent"))


def _find_scale(plans: list[DrawingPlan], most_height: float, *, stacked: bool) -> float:
    """Return the mm of a unit with which drawings have room beside or below each other."""
    widths, heights = zip(*map(_measure, plans), strict=True)
    gaps = GAP * (len(plans) - 1)
    if stacked:
        scales = (MAX_WIDTH / max(widths), (most_height - gaps) / sum(heights))
    else:
        scales = ((MAX_WIDTH - gaps) / sum(widths), most_height / max(heights))
    least: float = min(MM_PER_UNIT, *scales)
    return least


def _measure(plan: DrawingPlan) -> tuple[float, float]:
    return plan.high[0] - plan.low[0], plan.high[1] - plan.low[1]


def _format_drawing(plan: DrawingPlan, scale: float) -> str:
    width, height = _measure(plan)
    size = f' width="{width * scale:.1f}mm" height="{height * scale:.1f}mm"'
    return make_decorative(format_svg(plan, "")).replace(" xmlns", f"{size} xmlns", 1)
