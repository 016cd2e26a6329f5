"""Where the points of a drawing lie in a picture, whose y points down."""

from dataclasses import dataclass

from coach.figures.drawing_plan import DrawingPlan
from coach.figures.vectors import Flat


@dataclass(frozen=True, slots=True)
class Placement:
    """A drawing of which a unit is `scale` long, and whose origin is at `left` and `top`."""

    scale: float
    left: float
    top: float

    def place(self, point: Flat) -> Flat:
        """Return where a point of the drawing lies in the picture."""
        return (self.left + self.scale * point[0], self.top - self.scale * point[1])


def centre_drawing(plan: DrawingPlan, scale: float, width: float, height: float) -> Placement:
    """Return the placement of a drawing in the middle of a picture, on a scale."""
    (left, bottom), (right, top) = plan.low, plan.high
    return Placement(
        scale, width / 2 - scale * (left + right) / 2, height / 2 + scale * (bottom + top) / 2
    )
