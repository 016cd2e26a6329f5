"""Makes the cover that exported files carry: cover.png beside this file. Needs Pillow.

python pictures/make.py

Breath, or sound, as rings that grow and fade. 1400 dots a side is the least
that podcast directories take, few colours keep it small enough to be in every file.
"""

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

SIDE = 1400
FINER = 3
NIGHT, PAPER = (20, 80, 107), (238, 241, 243)
RINGS = ((205, 0.95), (295, 0.55), (385, 0.3), (475, 0.16))
"""Radius in dots, and how much of the paper's colour each has."""
COLOURS = 24


def main() -> None:
    """Draw the cover finer than it will be, and shrink it."""
    image = Image.new("RGB", (SIDE * FINER, SIDE * FINER), NIGHT)
    draw = ImageDraw.Draw(image)
    middle, height = SIDE / 2, SIDE * 0.42
    for radius, share in reversed(RINGS):
        _ring(draw, middle, height, radius, 24, _mixed(share))
    _ring(draw, middle, height, 112, 112, PAPER)
    font = ImageFont.load_default(190 * FINER)
    place = (middle * FINER, SIDE * 0.9 * FINER)
    draw.text(place, "coach", PAPER, font, anchor="ms", stroke_width=3 * FINER, stroke_fill=PAPER)
    small = image.resize((SIDE, SIDE), Image.Resampling.LANCZOS)
    few = small.quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(Path(__file__).parent / "cover.png", "PNG", optimize=True)


def _ring(
    draw: ImageDraw.ImageDraw,
    x: float,
    y: float,
    radius: float,
    width: float,
    colour: tuple[int, ...],
) -> None:
    box = tuple(round(at * FINER) for at in (x - radius, y - radius, x + radius, y + radius))
    draw.ellipse(box, outline=colour, width=round(width * FINER))


def _mixed(share: float) -> tuple[int, ...]:
    return tuple(round(a + (b - a) * share) for a, b in zip(NIGHT, PAPER, strict=True))


if __name__ == "__main__":
    main()
