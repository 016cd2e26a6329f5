"""`coach config`: the user's own defaults, shown as their file writes them."""

from typing import TYPE_CHECKING, Any

import typer

from coach.cli.json_output import JsonOption, print_json

if TYPE_CHECKING:
    from coach.listener.defaults import Config


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("config")(config)


def config(as_json: JsonOption = False) -> None:
    """Show your own defaults, in a file made for them if need be."""
    from coach.errors import MachineError, Problem
    from coach.listener.config_loader import config_path, load_config
    from coach.listener.config_schema import CONFIG, starter_config

    path = config_path()
    if not path.exists():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(starter_config(), encoding="utf-8")
        except OSError as error:
            message = f"{path}: cannot be written: {error.strerror or error}"
            raise MachineError(Problem(message)) from error
    settings = load_config()
    if as_json:
        print_json({"path": str(path), "settings": _make_settings_json(settings)})
        return
    typer.echo(f"{path}\n")
    width = max(map(len, CONFIG.fields))
    for key, field in CONFIG.fields.items():
        value = getattr(settings, field.target or key)
        typer.echo(f"  {key:<{width}} {_format_value(value)}")


def _make_settings_json(settings: "Config") -> dict[str, Any]:
    """Return the settings by the keys of the file; a duration is in ms, and its key says so."""
    from coach.listener.config_schema import CONFIG
    from coach.script.scalars import Duration

    facts = {}
    for key, field in CONFIG.fields.items():
        name = f"{key}_ms" if isinstance(field.shape, Duration) else key
        facts[name] = getattr(settings, field.target or key)
    return facts


def _format_value(value: Any) -> str:
    """Return a value of Config as YAML; `-` for one that is not set.

    A whole number there is a duration in ms: `15m`, `2s`.
    """
    import yaml

    if value is None:
        return "-"
    if isinstance(value, int) and not isinstance(value, bool):
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
