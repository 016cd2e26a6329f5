"""Pillow, which draws pictures that are no SVG: whether it is there."""

from coach.errors import MachineError, Problem
from coach.system.install_hint import install_command


def check_pillow() -> None:
    """Raise MachineError, with what to install, where Pillow is missing or cannot draw text."""
    try:
        from PIL import features
    except ImportError as error:
        raise _make_missing_error() from error
    if not features.check("freetype2"):
        raise _make_missing_error()


def _make_missing_error() -> MachineError:
    problem = Problem(
        "a PNG picture needs Pillow, which is not installed",
        hint=f"{install_command('pillow')}; or write it as .svg",
    )
    return MachineError(problem)
