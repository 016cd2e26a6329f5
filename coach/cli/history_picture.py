"""`coach history -o weeks.svg`: the weeks as a picture to print."""

from pathlib import Path

import typer

from coach.errors import Problem, UsageError

SUFFIXES = (".svg", ".png")


def draw_history(output: Path, weeks: int, force: bool) -> None:
    """Write the picture of the weeks; what is impossible is refused before any work is done."""
    from coach.cli.history_lines import NOTHING_YET, name_exercise
    from coach.cli.kept_history import load_summary
    from coach.cli.output_paths import check_ending, check_not_folder, check_output_paths
    from coach.exports.picture.drawing import check_picture, render_shapes
    from coach.exports.picture.history_page import MAX_PAGE_WEEKS, make_history_page
    from coach.script.language_field import DEFAULT_LANGUAGE
    from coach.script.library import load_phrases
    from coach.system.atomic_file import atomic_write

    check_not_folder(output, "weeks.svg")
    check_ending(output, SUFFIXES, "weeks")
    if weeks > MAX_PAGE_WEEKS:
        problem = Problem(f"--weeks: a picture has room for {MAX_PAGE_WEEKS}, not for {weeks}")
        raise UsageError(problem)
    check_picture(output)
    check_output_paths((output,), force)
    summary = load_summary(weeks)
    if not summary.weeks:
        raise UsageError(Problem(NOTHING_YET))
    phrases = load_phrases(DEFAULT_LANGUAGE)
    counted = (one.exercise for one in summary.counts)
    shown = {*counted, *(one.exercise for one in summary.increases)}
    names = {slug: name_exercise(slug) for slug in shown}
    shapes = make_history_page(summary, names, phrases)
    content = render_shapes(shapes, phrases.format_shown("weeks"), output.suffix.lower())
    with atomic_write(output) as file:
        file.write(content)
    typer.echo(f"{output}: {len(summary.weeks)} weeks")
