"""What is wrong with a command line, in the words of coach: from typer's error to a UsageError.

Typer says `Missing argument 'NAME'.`; here it is said as everywhere: what was expected, what was
found, and a hint.
"""

import re
from typing import TYPE_CHECKING, Any

# What typer raises it names only in part; it is pinned below the next version.
from typer._click import exceptions as typer_errors

from coach.errors import Problem, UsageError, suggest_nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

OptionError = typer_errors.UsageError
"""Whatever typer finds wrong with the words of a command line."""


def explain_option_error(error: Any) -> UsageError:
    """Return an error of typer's in the words of coach, with its hint."""
    context = error.ctx
    command = context.command_path if context else "coach"
    parameter = getattr(error, "param", None)
    match error:
        case typer_errors.MissingParameter() if parameter:
            problem = _explain_missing(command, parameter, context)
        case typer_errors.NoSuchOption():
            problem = _explain_unknown_option(command, error.option_name, _list_options(context))
        case typer_errors.BadOptionUsage():
            problem = _explain_wrong_use(error.option_name, error.message)
        case typer_errors.BadParameter() if parameter:
            problem = _explain_wrong_value(parameter, error.message)
        case _ if extra := _find_extra_words(error.format_message()):
            message = f"{command}: expected no more words, found {extra!r}"
            problem = Problem(message, hint=f"{command} -h shows what it takes")
        case _:
            problem = Problem(f"{command}: {_as_clause(error.format_message())}")
    return UsageError(problem)


def _explain_missing(command: str, parameter: Any, context: Any) -> Problem:
    name = parameter.make_metavar(context)
    help_text = getattr(parameter, "help", None)
    hint = _as_clause(help_text) if help_text else f"{command} -h shows what it takes"
    return Problem(f"{command}: expected {name}, found nothing", hint=hint)


def _explain_unknown_option(command: str, name: str, known: "Sequence[str]") -> Problem:
    hint = suggest_nearest(name, known) or f"{command} -h shows the options it has"
    return Problem(f"{command} has no option {name!r}", hint=hint)


def _explain_wrong_use(option: str, message: str) -> Problem:
    if "does not take a value" in message:
        return Problem(f"{option}: expected no value, found one")
    return Problem(f"{option}: expected a value, found nothing")


def _explain_wrong_value(parameter: Any, message: str) -> Problem:
    option = parameter.opts[0] if parameter.param_type_name == "option" else ""
    name = option or (parameter.metavar or parameter.name).strip("[]")
    found = re.match(r"(.*) is not (?:one of|a valid|in the range)", message, re.DOTALL)
    expected = _describe_values(parameter.type)
    if not found or not expected:
        return Problem(f"{name}: {_as_clause(message)}")
    value = found[1].strip("'")
    known = getattr(parameter.type, "choices", ())
    hint = suggest_nearest(value, [str(each) for each in known]) if known else None
    return Problem(f"{name}: expected {expected}, found {value!r}", hint=hint)


def _describe_values(kind: Any) -> str:
    """Return what the values of an option are in words; nothing for those that have none here."""
    if choices := getattr(kind, "choices", None):
        *most, last = [str(getattr(each, "value", each)) for each in choices]
        return f"{', '.join(most)} or {last}" if most else last
    nouns = {"integer": "a whole number", "int": "a whole number", "float": "a number"}
    noun = nouns.get(kind.name.partition(" ")[0], "")
    least, most_of_all = getattr(kind, "min", None), getattr(kind, "max", None)
    if noun and least is not None:
        noun += f" from {least:g}" if most_of_all is not None else f" of {least:g} or more"
    if noun and most_of_all is not None:
        noun += f" to {most_of_all:g}"
    return noun


def _find_extra_words(message: str) -> str:
    found = re.match(r"Got unexpected extra arguments?(?:\(s\))? \((.*)\)", message, re.DOTALL)
    return found[1] if found else ""


def _list_options(context: Any) -> list[str]:
    return [
        name for each in context.command.get_params(context) for name in each.opts if name[0] == "-"
    ]


def _as_clause(text: str) -> str:
    """Return a sentence as what follows a colon.

    >>> _as_clause("A routine: its name.")
    'a routine: its name'
    """
    text = text.strip().removesuffix(".")
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text
