"""What holds for every command: it takes --plain, and completes only what can be typed and seen."""

import re
from collections.abc import Callable
from typing import Annotated, Any

import typer

from coach.cli.output_style import set_plain
from coach.system.printable import is_printable


def add_common_options(command: Any) -> Any:
    """Return a command with the option --plain, a plain usage line and printable completions."""
    if not any("--plain" in parameter.opts for parameter in command.params):
        command.params += _make_plain_option()
    command.collect_usage_pieces = _drop_braces(command.collect_usage_pieces)
    for parameter in command.params:
        parameter.shell_complete = _drop_unprintable(parameter.shell_complete)
    return command


def _keep_plain(wanted: bool) -> None:
    if wanted:
        set_plain()


def _make_plain_option() -> list[Any]:
    """Return the option that typer makes of an annotation."""
    alone = typer.Typer(add_completion=False, rich_markup_mode=None)

    @alone.command()
    def command(
        plain: Annotated[
            bool,
            typer.Option(
                "--plain",
                help="One line for one thing: no colours, no wrapping, nothing drawn.",
                callback=_keep_plain,
                expose_value=False,
            ),
        ] = False,
    ) -> None:
        del plain

    made: Any = typer.main.get_command(alone)
    return [parameter for parameter in made.params if parameter.name == "plain"]


def _drop_braces(collect: Callable[[Any], list[str]]) -> Callable[[Any], list[str]]:
    """Return what lists the words of a usage line; `{NAME}` of typer is `NAME`."""

    def collect_pieces(context: Any) -> list[str]:
        return [re.sub(r"^\{(.*)\}$", r"\1", piece) for piece in collect(context)]

    return collect_pieces


def _drop_unprintable(complete: Callable[..., Any]) -> Callable[..., Any]:
    """Return a completer that leaves out words which a shell would split, or a terminal obey."""

    def complete_printable(context: Any, incomplete: str) -> list[Any]:
        return [item for item in complete(context, incomplete) if is_printable(str(item.value))]

    return complete_printable
