"""Figures of what is drawn and printed: each drawing's time and size, and the pages of a sheet."""

import io
import time
from collections.abc import Iterator

from coach.exports.handout.paper import Paper
from coach.exports.handout.sheet_pdf import render_pdf
from coach.figures.figure_drawing import draw_svg
from coach.script.library import load_exercise
from coach.system.paths import script_paths
from tests.exports.handout.sheets import html, sheet
from tests.proof.page_figures import Figure

DRAWING_MS, DRAWING_KB = 1.0, 6.0
SHEETS = (("lower-back", 8, 1), ("lower-back", 30, 2))
"""Routines and minutes of which a sheet has five exercises and eleven, and on how many pages."""
ROUNDS = 5


def measure_drawings() -> Iterator[Figure]:
    """Yield how long the drawings take, the best of a few rounds each, and how large they are."""
    cards = [load_exercise(path) for path in script_paths("exercises").values()]
    times, sizes = [], []
    for card in cards:
        rounds = []
        for _ in range(ROUNDS):
            begun = time.thread_time()
            text = draw_svg(card)
            rounds.append(1_000 * (time.thread_time() - begun))
        if text is not None:
            times.append(min(rounds))
            sizes.append(len(text.encode()) / 1024)
    yield Figure("drawings", f"{len(sizes)} of {len(cards)} cards have one")
    mean = sum(times) / len(times)
    yield Figure(
        "a drawing as SVG",
        f"{mean:.2f} ms on average, {max(times):.2f} at most, {sum(times):.0f} for all",
        f"{DRAWING_MS:g} ms",
        mean > DRAWING_MS,
    )
    yield Figure(
        "its size",
        f"{sum(sizes) / len(sizes):.1f} KB on average, {max(sizes):.1f} at most,"
        f" {sum(sizes):.0f} for all",
        f"{DRAWING_KB:g} KB",
        max(sizes) > DRAWING_KB,
    )


def measure_sheets() -> Iterator[Figure]:
    """Yield on how many pages five exercises and eleven are printed, by a browser."""
    import pypdf

    for name, minutes, most in SHEETS:
        rows = len(sheet(name, minutes).rows)
        for paper in Paper:
            content = render_pdf(html(name, minutes, paper))
            pages = len(pypdf.PdfReader(io.BytesIO(content)).pages)
            yield Figure(
                f"hand-out of {rows} exercises on {paper.value.title()}",
                f"{pages} page{'s' * (pages > 1)}",
                f"{most}",
                pages > most,
            )
