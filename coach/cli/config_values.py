"""Sets a default: a value as it is typed -> as YAML, checked, and written into the config file."""

from collections.abc import Iterable

from coach.cli.lengths import parse_bare_minutes
from coach.cli.messages import print_note
from coach.errors import Problem, ScriptError, UsageError, suggest_nearest

FLAGS = ("true", "false", "yes", "no", "on", "off")
EXERCISE_KEYS = ("without", "with")


def find_key(typed: str, known: Iterable[str]) -> str:
    """Return the key that was meant; raises UsageError for none."""
    from coach.script.script_names import match_name

    names = tuple(known)
    if found := match_name(typed, names):
        return found
    hint = suggest_nearest(typed, names) or f"there are: {', '.join(names)}"
    raise UsageError(Problem(f"no default is called {typed!r}", hint=hint))


def change_config(key: str, typed: str | None) -> None:
    """Set a default in the config file, or with None comment it out; all else there stays.

    Raises UsageError for a value that does not suit, ScriptError for a file that is wrong besides,
    MachineError where it cannot be written.
    """
    from coach.listener.config_editing import replace_default
    from coach.listener.config_loader import config_path, write_config
    from coach.listener.config_schema import starter_config
    from coach.script.document import load_text

    value = None if typed is None else _check_value(key, _read_value(key, typed.strip()))
    path = config_path()
    text = load_text(path, str(path)) if path.is_file() else starter_config()
    write_config(replace_default(text, key, value, str(path)))


def _read_value(key: str, typed: str) -> str:
    """Return a value as YAML, from what was typed; raises UsageError for an unknown name."""
    from coach.listener.config_schema import CONFIG
    from coach.script.records import ListOf
    from coach.script.scalars import Flag

    shape = CONFIG.fields[key].shape
    if isinstance(shape, ListOf):
        given = [each.strip() for each in typed.strip("[]").split(",")]
        names = [_find_name(key, name) for name in given if name not in ("", "none")]
        return f"[{', '.join(_quote(name, is_member=True) for name in names)}]"
    if isinstance(shape, Flag) and typed.lower() in FLAGS:
        return "true" if typed.lower() in ("true", "yes", "on") else "false"
    if key == "length" and parse_bare_minutes(typed) is not None:
        print_note(f"length {typed} is taken as minutes; for seconds, write {typed}s")
        return f"{typed}m"
    if key in ("voice", "player"):
        _check_plugin(key, typed)
    if not typed.isprintable():
        raise UsageError(Problem(f"{key}: expected one line of text, found {typed!r}"))
    return _quote(typed)


def _find_name(key: str, typed: str) -> str:
    from coach.script.limits import PROFILES
    from coach.script.script_names import find_script, match_name
    from coach.system.paths import exercise_names

    if key not in EXERCISE_KEYS:
        return match_name(typed, PROFILES) or typed
    if found := find_script(typed, "exercises"):
        return found[1]
    hint = suggest_nearest(typed, exercise_names()) or "coach exercises names the cards there are"
    raise UsageError(Problem(f"{key}: no exercise card is called {typed!r}", hint=hint))


def _check_plugin(key: str, typed: str) -> None:
    """Raise UsageError for an engine or a player that is none."""
    from coach.plugins import load_plugin

    if key == "voice":
        from coach.speech.voices import BUILTINS, GROUP

        load_plugin(GROUP, BUILTINS, typed.partition(":")[0])
    else:
        from coach.live.players import BUILTINS, GROUP, list_players

        load_plugin(GROUP, BUILTINS, typed, list_players())


def _check_value(key: str, value: str) -> str:
    """Return a value as it is; raises UsageError where it does not suit its key."""
    from coach.listener.config_schema import CONFIG
    from coach.script.reader import read_script

    try:
        read_script(f"{key}: {value}", CONFIG, "")
    except ScriptError as error:
        problems = [Problem(f"{key}: {each.message}", hint=each.hint) for each in error.problems]
        raise UsageError(problems) from error
    return value


def _quote(text: str, *, is_member: bool = False) -> str:
    """Return a text as YAML, in quotes where it needs them; more does as a member of a list."""
    import yaml

    if is_member:
        quoted = yaml.safe_dump([text], default_flow_style=True, allow_unicode=True, width=10_000)
        return quoted.strip()[1:-1]
    return yaml.safe_dump(text, allow_unicode=True, width=10_000).removesuffix("...\n").strip()
