"""Grammar: how a language counts and bends the words that variables of a text stand for.

A language's phrases hold it as data. `{seconds:second}` is a number with its noun, `{side:en}` a
side in one of its forms; `{seconds}` and `{side}` alone are the plain number and word.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from coach.errors import Problem, ScriptError, Where, suggest_nearest

VARIABLE = re.compile(r"\{(\w+)(?::(\w+))?\}")
"""A variable in a text, with its form if it has one."""
SIDE_VARIABLES = frozenset({"side", "other"})
NUMBER_VARIABLES = frozenset(
    {"count", "exercises", "fitted", "minutes", "reps", "rounds", "seconds", "sets", "total"}
)
"""Variables behind which a noun in the plural may be written, to be bent as the number asks."""
NUMBER = "{n}"
"""Stands for the number in a form of a noun."""
UNITS = (("hour", 3_600), ("minute", 60), ("second", 1))
"""The nouns of times, and their seconds."""
_COUNTED = re.compile(r"\{(\w+)\} (\w+)")
_SENTENCE_END = (".", "!", "?")
_OPENING_CHARACTERS = " \"'“‘„«(¿¡"


class FormError(Exception):
    """A form that the language does not have; says what was expected."""

    def __init__(self, message: str, hint: str | None) -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Forms:
    """How a language bends words, as its file says it.

    `plural` is the rule of gettext for which of the forms of a noun goes with a number `n`.
    `counts` has these forms of each noun, with NUMBER in them. `left` and `right` have those of the
    words for the sides. With `small_names` a name has no capital within a sentence.
    """

    plural: str = "n != 1"
    counts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    left: Mapping[str, str] = field(default_factory=dict)
    right: Mapping[str, str] = field(default_factory=dict)
    small_names: bool = True


@dataclass(frozen=True, slots=True)
class Grammar:
    """The forms of a language with its plain words for the sides."""

    forms: Forms = Forms()
    left: str = "left"
    right: str = "right"

    def format_side(self, side: str, form: str = "") -> str:
        """Return the word for a side, "left" or "right"; raises FormError for an unknown form."""
        plain, forms = (
            (self.left, self.forms.left) if side == "left" else (self.right, self.forms.right)
        )
        if form and form not in forms:
            message = f"the words for the sides have no form {form!r}"
            raise FormError(message, _hint_at(form, forms))
        return forms[form] if form else plain

    def format_count(self, number: int, noun: str) -> str:
        """Return a number with its noun; raises FormError for a noun that is not known."""
        forms = self.forms.counts.get(noun)
        if forms is None:
            raise FormError(f"no noun is called {noun!r}", _hint_at(noun, self.forms.counts))
        number_of_form = min(find_plural(self.forms.plural, number), len(forms) - 1)
        return forms[number_of_form].replace(NUMBER, str(number))

    def format_length(self, seconds: int) -> str:
        """Return a length as a person says it: 5 minutes, 1 minute 30 seconds."""
        parts = []
        rest = seconds
        for noun, size in UNITS:
            number, rest = divmod(rest, size)
            if number:
                parts.append(self.format_count(number, noun))
        return " ".join(parts) or self.format_count(0, "second")

    def format_value(self, name: str, form: str, value: object) -> str:
        """Return the value of a variable in a form, "" for the plain one.

        Seconds are a length, said as a person would. Raises FormError for an unknown form.
        """
        if name in SIDE_VARIABLES:
            return self.format_side(str(value), form)
        if not form:
            return str(value)
        if not isinstance(value, int):
            hint = f"write {{{name}}}: only numbers and sides have forms"
            raise FormError(f"expected no form of {{{name}}}, found {form!r}", hint)
        return self.format_length(value) if form == "second" else self.format_count(value, form)

    def mark_nouns(self, text: str) -> str:
        """Return a text with each number and the plural behind it as one variable.

        >>> forms = Forms(counts={"minute": ("{n} minute", "{n} minutes")})
        >>> Grammar(forms).mark_nouns("About {minutes} minutes, {reps} to go.")
        'About {minutes:minute}, {reps} to go.'
        """

        def mark(found: re.Match[str]) -> str:
            plural = f"{NUMBER} {found[2]}"
            counts = self.forms.counts.items() if found[1] in NUMBER_VARIABLES else ()
            noun = next((noun for noun, forms in counts if forms[-1] == plural), "")
            return f"{{{found[1]}:{noun}}}" if noun else found[0]

        return _COUNTED.sub(mark, text) if "{" in text else text

    def fill_numbers(self, written: str, numbers: Mapping[str, int]) -> str:
        """Return a text with the variables that stand for `numbers` replaced; others stay.

        >>> NEUTRAL.fill_numbers("{done} of {total}, {exercises}.", {"done": 1, "total": 2})
        '1 of 2, {exercises}.'
        """
        text = self.mark_nouns(written)

        def replace_variable(found: re.Match[str]) -> str:
            if found[1] not in numbers:
                return found[0]
            words = self.format_value(found[1], found[2] or "", numbers[found[1]])
            return capitalize(words) if starts_sentence(text[: found.start()]) else words

        return VARIABLE.sub(replace_variable, text)

    def lower_name(self, name: str, before: str) -> str:
        """Return a name as it is written behind `before`: in some languages without a capital.

        One that has other capitals as well keeps them.
        """
        words = before.rstrip(_OPENING_CHARACTERS)
        is_alone = not words or words.endswith((*_SENTENCE_END, ":"))
        if is_alone or not self.forms.small_names or not name[1:].islower():
            return name
        return name[:1].lower() + name[1:]


NEUTRAL = Grammar()
"""Knows no noun, and calls the sides by their keys."""


def list_variables(text: str) -> Iterator[str]:
    """Yield the names of the variables in a text, whatever their forms.

    >>> list(list_variables("{side}: {seconds:second}"))
    ['side', 'seconds']
    """
    return (found[1] for found in VARIABLE.finditer(text))


def starts_sentence(before: str) -> bool:
    """Return whether what stands behind `before` begins a sentence."""
    words = before.rstrip(_OPENING_CHARACTERS)
    return not words or words.endswith(_SENTENCE_END)


def capitalize(text: str) -> str:
    """Return a text whose first letter is a capital.

    >>> capitalize("¿izquierda?")
    '¿Izquierda?'
    """
    start = len(text) - len(text.lstrip("¿¡"))
    return text[:start] + text[start : start + 1].upper() + text[start + 1 :]


def find_plural(rule: str, number: int) -> int:
    """Return which form goes with a number; raises ValueError for a rule that is none.

    >>> [find_plural("n != 1", number) for number in (0, 1, 2)]
    [1, 0, 1]
    """
    return _compile_plural(rule)(number)


@cache
def _compile_plural(rule: str) -> Callable[[int], int]:
    from gettext import c2py  # imported late: few sessions count anything

    return c2py(rule)


def make_form_error(error: FormError, where: Where | None) -> ScriptError:
    """Return the error of a form that stands at a place in a script."""
    return ScriptError(Problem(str(error), where, error.hint))


def _hint_at(form: str, known: Mapping[str, object]) -> str | None:
    if not known:
        return "the phrases of this language have no such table"
    return suggest_nearest(form, known) or f"there are {', '.join(known)}"
