"""The drawing of an exercise card: its own figure, or the one that its family shares."""

from coach.errors import Problem, ScriptError
from coach.figures.drawing_plan import DrawingPlan, plan_drawing
from coach.figures.figure_braille import Run, format_braille
from coach.figures.figure_svg import format_svg
from coach.figures.pose_check import find_figure_problems
from coach.figures.skeleton import UnknownPlaceError
from coach.script.exercise import Exercise
from coach.script.figure_library import load_bases, load_families
from coach.script.figure_values import Figure
from coach.script.reader import suggest


def find_figure(card: Exercise) -> Figure | None:
    """Return the figure of a card, that of its family if it names one; None where it has none.

    Raises ScriptError for a family that there is none of.
    """
    figure = card.figure
    if figure is None or not figure.family:
        return figure
    families = load_families()
    if figure.family not in families:
        message = f"no figure is called {figure.family!r}"
        raise ScriptError([Problem(message, figure.where, suggest(figure.family, families))])
    return families[figure.family]


def plan_card(card: Exercise, pose: int | None = None) -> DrawingPlan | None:
    """Return the drawing of a card, or of one of its poses; None where it has no figure.

    Raises ScriptError for a figure that cannot be drawn.
    """
    figure = find_figure(card)
    if figure is None:
        return None
    try:
        return plan_drawing(figure, load_bases(), pose)
    except (KeyError, UnknownPlaceError):
        raise ScriptError(find_card_problems(card)) from None


def find_card_problems(card: Exercise) -> list[Problem]:
    """Return what is wrong with the figure of a card: what cannot be drawn, or no body can do.

    The figure of a family is not the card's, so it is only looked for.
    """
    try:
        figure = find_figure(card)
    except ScriptError as error:
        return list(error.problems)
    if figure is None:
        return []
    position = card.position if figure is card.figure else None
    return list(find_figure_problems(figure, load_bases(), position))


def draw_svg(
    card: Exercise, theme: str = "light", pose: int | None = None, paper: bool = False
) -> str | None:
    """Return the SVG of a card's drawing, or of one of its poses; None where it has no figure.

    `theme` is light, dark, or page: with the colours that the page around it sets. With `paper` it
    has a ground. Raises ScriptError for a figure that cannot be drawn.
    """
    plan = plan_card(card, pose)
    return None if plan is None else format_svg(plan, card.name, theme, paper)


def draw_png(
    card: Exercise, width: int = 512, height: int = 512, theme: str = "light", paper: bool = True
) -> bytes | None:
    """Return a PNG of a card's drawing, in pixels; None where it has no figure.

    Raises ScriptError for a figure that cannot be drawn, MachineError where Pillow is missing.
    """
    plan = plan_card(card)
    if plan is None:
        return None
    from coach.figures.figure_png import render_figure_png

    return render_figure_png(plan, width, height, theme, paper)


def draw_braille(card: Exercise, columns: int, lines: int) -> tuple[tuple[Run, ...], ...]:
    """Return a card's drawing as lines of braille in runs of a colour; none without a figure.

    Raises ScriptError for a figure that cannot be drawn.
    """
    plan = plan_card(card)
    return format_braille(plan, columns, lines) if plan else ()
