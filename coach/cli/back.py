"""`coach back`: an exercise that x, l or L in a session has changed comes as usual again."""

from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any

import typer

from coach.cli.completion import complete_word
from coach.cli.listener_notes import load_own_likes, open_notes

if TYPE_CHECKING:
    from coach.listener.likes import Likes

BEFORE = MappingProxyType(
    {
        "never": "again; it was left out for good",
        "more": "again; it came more often",
        "less": "again; it came less often",
    }
)
LIKING_TITLES = MappingProxyType(
    {"never": "left out for good", "more": "more often", "less": "less often"}
)


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("back")(bring_back)


def complete_liked(incomplete: str) -> list[str]:
    """Complete the name of an exercise that does not come as usual."""
    return complete_word(incomplete, load_own_likes().names)


def bring_back(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME]",
            help="The exercise, as coach exercises shows it; several with commas.",
            autocompletion=complete_liked,
            show_default=False,
        ),
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="All of them.")] = False,
) -> None:
    """Have an exercise come as usual again; without a NAME list them."""
    from coach.errors import Problem, UsageError
    from coach.listener.likes import write_likes

    likes, typed = load_own_likes(), " ".join(names or ()).split(",")
    if all_ and names:
        raise UsageError(Problem("expected a NAME or --all, found both"))
    if not all_ and not names:
        if not print_likes(before=""):
            typer.echo("Every exercise comes as usual. In a session x leaves one out for good.")
        return
    meant = likes.names if all_ else [_find_name(name.strip(), likes) for name in typed]
    changed = likes
    for name in meant:
        changed = changed.set_liking(name, None)
    if changed != likes:
        write_likes(open_notes(), changed)
    for name in meant:
        liking = likes.find(name)
        typer.echo(f"{name} comes as usual {BEFORE[liking] if liking else 'already'}")
    if not meant:
        typer.echo("Every exercise comes as usual already.")


def print_likes(before: str = "\n") -> bool:
    """Print what does not come as usual, behind `before`; return False where there is nothing."""
    likes = load_own_likes()
    rows = {title: getattr(likes, key) for key, title in LIKING_TITLES.items()}
    width = max(map(len, rows))
    if likes.names:
        typer.echo(f"{before}Said in sessions; coach back NAME takes it back:\n")
    for title, names in rows.items():
        if names:
            typer.echo(f"  {title:<{width}}  {', '.join(names)}")
    return bool(likes.names)


def make_likes_json() -> dict[str, Any]:
    """Return what does not come as usual, as plain values."""
    likes = load_own_likes()
    return {key: list(getattr(likes, key)) for key in LIKING_TITLES}


def _find_name(typed: str, likes: "Likes") -> str:
    """Return the exercise that was meant, one of those first that do not come as usual.

    Raises UsageError for none.
    """
    from coach.errors import Problem, UsageError, suggest_nearest
    from coach.script.script_names import find_script, match_name
    from coach.system.paths import exercise_names

    if name := match_name(typed, likes.names):
        return name
    if found := find_script(typed, "exercises"):
        return found[1]
    hint = suggest_nearest(typed, likes.names or exercise_names()) or "coach back lists them"
    raise UsageError(Problem(f"no exercise is called {typed!r}", hint=hint))
