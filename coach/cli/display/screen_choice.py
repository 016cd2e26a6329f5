"""How a session is shown: as was asked for, or as is set. It imports nothing that is slow."""

from typing import NamedTuple

from coach.listener.defaults import Config


class ScreenChoice(NamedTuple):
    """Plain lines, or a screen with drawings or without."""

    plain: bool
    has_drawings: bool


def choose_screen(config: Config, plain: bool | None, drawing: bool | None) -> ScreenChoice:
    """Return what was asked for, or else what is set for every session."""
    return ScreenChoice(
        config.plain if plain is None else plain, config.drawing if drawing is None else drawing
    )
