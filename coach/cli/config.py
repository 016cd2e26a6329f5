"""`coach config`: the user's own defaults."""

import typer


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("config")(config)


def config() -> None:
    """Show your own defaults, in a file made for them if need be."""
    from coach.listener.config_loader import config_path, load_config, write_config
    from coach.listener.config_schema import starter_config

    path = config_path()
    if not path.exists():
        write_config(starter_config())
    settings = load_config()
    typer.echo(f"{path}\n")
    for name in settings.__dataclass_fields__:
        value = getattr(settings, name)
        shown = ", ".join(value) if isinstance(value, tuple) else value
        typer.echo(f"  {name:<8} {shown if shown not in (None, '') else '-'}")
