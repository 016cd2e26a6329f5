"""What `coach history` does where a word follows: export, import, edit, undo, forget."""

from collections.abc import Sequence

from coach.cli.action_options import ActionOptions
from coach.errors import Problem, UsageError, suggest_nearest

ACTIONS = ("export", "import", "edit", "undo", "forget")


def run_action(action: str, words: Sequence[str], options: ActionOptions) -> None:
    """Do what the first word behind `coach history` asks for; raises UsageError for no action."""
    if action not in ACTIONS:
        message = f"coach history: expected {', '.join(ACTIONS)} or nothing, found {action!r}"
        raise UsageError(Problem(message, hint=suggest_nearest(action, ACTIONS)))
    check_options(action, options)
    from coach.cli import history_changes, history_data

    if action == "export":
        history_data.export_log(words, options)
    elif action == "import":
        history_data.import_logs(words)
    elif action == "edit":
        history_changes.edit_record(words)
    elif action == "undo":
        history_changes.undo_last(words)
    else:
        history_changes.forget_records(words, options)


def check_options(action: str | None, options: ActionOptions) -> None:
    """Raise UsageError for an option that goes with another action."""
    for name, given, owner in (
        ("--before", options.before is not None, "forget"),
        ("--all", options.everything, "forget"),
        ("--yes", options.yes, "forget"),
        ("--health", options.health, "export"),
    ):
        if given and action != owner:
            raise UsageError(Problem(f"{name} goes with coach history {owner}"))
