"""What the shell completes: names and known words; and what bash makes of a word with a colon."""

import os
from collections.abc import Callable, Iterable
from contextlib import redirect_stdout
from io import StringIO

import typer

BREAKS = frozenset(":=")
"""Characters at which bash breaks words by its usual COMP_WORDBREAKS, and other shells do not."""


def complete_word(incomplete: str, known: Iterable[str]) -> list[str]:
    """Return the known words that begin with what was typed."""
    return [str(word) for word in known if str(word).startswith(incomplete)]


def complete_last(incomplete: str, known: Iterable[str]) -> list[str]:
    """Return the completions of the last word of a list with commas."""
    before, comma, last = incomplete.rpartition(",")
    return [f"{before}{comma}{word}" for word in complete_word(last, known)]


def run_for_bash(run: Callable[[], object]) -> None:
    """Complete for bash: it gets back what belongs in the place of the last piece of a word."""
    variables, typed = join_bash_words(os.environ["COMP_WORDS"], int(os.environ["COMP_CWORD"]))
    os.environ.update(variables)
    if typed.startswith("--"):
        typed = typed.partition("=")[2]  # the name of the option is no part of its value
    found = StringIO()
    try:
        with redirect_stdout(found):
            run()
    finally:
        for line in found.getvalue().splitlines():
            typer.echo(line.removeprefix(typed))


def join_bash_words(text: str, current: int) -> tuple[dict[str, str], str]:
    """Return COMP_WORDS and COMP_CWORD with the words joined that bash broke, and what stays.

    Bash takes `espeak:en-u` for three words, and puts what is completed in the place of the last
    one: the second value, `espeak:`, stays as it is. Where the user took the colon out of
    COMP_WORDBREAKS nothing was broken, and nothing is changed.
    """
    words = text.split("\n") if "\n" in text else text.split(" ")
    joined: list[str] = []
    place, stays = current, ""
    for number, word in enumerate(words):
        is_part = number > 1 and (_is_break(word) or _is_break(words[number - 1]))
        before = joined.pop() if is_part else ""
        joined.append(before + word)
        if number == current:
            place = len(joined) - 1
            stays = before + word if _is_break(word) else before
    return {"COMP_WORDS": "\n".join(joined), "COMP_CWORD": str(place)}, stays


def _is_break(word: str) -> bool:
    return bool(word) and BREAKS.issuperset(word)
