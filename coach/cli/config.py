"""`coach config`: the user's own defaults, shown as their file writes them, and set there."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from coach.cli.back import make_likes_json, print_likes
from coach.cli.completion import complete_word
from coach.cli.config_values import change_config, find_key
from coach.cli.json_output import JsonOption, print_json
from coach.cli.messages import print_note
from coach.cli.options import complete_exercises, complete_limits, complete_player, complete_voice
from coach.errors import MachineError, Problem, UsageError

if TYPE_CHECKING:
    from coach.listener.defaults import Config


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("config")(config)


def complete_key(incomplete: str) -> list[str]:
    """Complete the key of a default."""
    from coach.listener.config_schema import CONFIG

    return complete_word(incomplete, CONFIG.fields)


def complete_value(context: typer.Context, incomplete: str) -> list[str]:
    """Complete the value of the default whose key was typed."""
    from coach.listener.config_schema import CONFIG
    from coach.script.scalars import Flag
    from coach.script.talk_level import TalkLevel

    key = str(context.params.get("key"))
    completers: dict[str, Callable[[str], list[str]]] = {
        "voice": complete_voice,
        "player": complete_player,
        "limits": complete_limits,
        "without": complete_exercises,
        "with": complete_exercises,
        "talk": lambda word: complete_word(word, TalkLevel),
    }
    flags = [name for name, field in CONFIG.fields.items() if isinstance(field.shape, Flag)]
    completers |= dict.fromkeys(flags, lambda word: complete_word(word, ("true", "false")))
    return completers[key](incomplete) if key in completers else []


def config(
    key: Annotated[
        str | None,
        typer.Argument(
            metavar="[KEY]",
            help="The default to show, or to set: length, voice, limits ...",
            autocompletion=complete_key,
            show_default=False,
        ),
    ] = None,
    value: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[VALUE]",
            help="What it is from now on; several limits or exercises with commas.",
            autocompletion=complete_value,
            show_default=False,
        ),
    ] = None,
    unset: Annotated[
        bool, typer.Option("--unset", help="Go back to the default of coach.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Show your own defaults, or set one: coach config length 15m."""
    from coach.listener.config_loader import config_path, load_config, write_config
    from coach.listener.config_schema import CONFIG, starter_config
    from coach.system.paths import is_unknown

    if key is None and unset:
        raise UsageError(Problem("--unset: expected a KEY", hint="coach config lists them"))
    known = find_key(key, CONFIG.fields) if key is not None else None
    if known and (value or unset):
        if value and unset:
            raise UsageError(Problem("expected a VALUE or --unset, found both"))
        change_config(known, None if unset else " ".join(value or ()))
    path = config_path()
    if known is None and not path.exists():
        try:
            write_config(starter_config())
        except MachineError as error:
            if is_unknown(path):
                raise
            # What holds can be shown all the same.
            print_note(error.problems[0].message)
    settings = load_config()
    if as_json:
        facts = {"path": str(path), "settings": _make_settings_json(settings, known)}
        print_json(facts if known else facts | {"likes": make_likes_json()})
        return
    shown = {
        name: _format_value(getattr(settings, field.target or name), field.shape)
        for name, field in CONFIG.fields.items()
    }
    if known:
        typer.echo(f"{known} {shown[known]}" if value or unset else shown[known])
        return
    typer.echo(f"{path}\n")
    width = max(map(len, shown))
    for name, text in shown.items():
        typer.echo(f"  {name:<{width}} {text}")
    print_likes()


def _make_settings_json(settings: "Config", only: str | None) -> dict[str, Any]:
    """Return the settings, or one, by the keys of the file; that of a duration ends in `_ms`."""
    from coach.listener.config_schema import CONFIG
    from coach.script.scalars import Duration

    facts = {}
    for key, field in CONFIG.fields.items():
        if only not in (None, key):
            continue
        name = f"{key}_ms" if isinstance(field.shape, Duration) else key
        facts[name] = getattr(settings, field.target or key)
    return facts


def _format_value(value: Any, shape: Any) -> str:
    """Return a value of Config as YAML; `-` for one that is not set, `15m` for a duration."""
    import yaml

    from coach.script.scalars import Duration

    if value is None:
        return "-"
    if isinstance(shape, Duration):
        return _format_duration(value)
    plain = str(value) if isinstance(value, str) else value  # yaml knows no StrEnum
    members = list(plain) if isinstance(plain, tuple) else [plain]
    # In a list a text is quoted where it must be, and not followed by a mark of the end.
    text = yaml.safe_dump(members, default_flow_style=True, allow_unicode=True, width=10_000)
    text = text.removesuffix("\n")
    return text if isinstance(plain, tuple) else text[1:-1]


def _format_duration(ms: int) -> str:
    """Return a duration as one writes it, to the millisecond: `1m30s`, `0.3s`.

    >>> [_format_duration(ms) for ms in (900_000, 5_400_000, 1_500, 0)]
    ['15m', '1h30m', '1.5s', '0s']
    """
    hours, rest = divmod(ms, 3_600_000)
    minutes, rest = divmod(rest, 60_000)
    parts = ((hours, "h"), (minutes, "m"), (rest / 1000, "s"))
    return "".join(f"{number:g}{unit}" for number, unit in parts if number) or "0s"
