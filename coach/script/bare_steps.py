"""Bare steps: a text that was meant as a step, as `hold 30s`, `plank 30s`, `squats 3x10` or `30s`.

A bare text is spoken, so that one would be read aloud where its author wanted it done. A sentence
ends with a full stop or says `for 30s`; and whatever stands after `say:` is spoken. Where the unit
is written out, as in `Hold 30 seconds`, either may be meant: that is only doubtful.
"""

import re

from coach.script.quotes import quote_yaml

_KINDS = {
    "hold": "hold",
    "rest": "rest",
    "pause": "rest",
    "break": "rest",
    "recover": "rest",
    "recovery": "rest",
    "breathe": "breathe",
    "breath": "breathe",
    "breaths": "breathe",
    "reps": "reps",
    "repetitions": "reps",
    "silence": "silence",
    "wait": "wait",
    "rounds": "rounds",
    "repeat": "rounds",
    "sets": "rounds",
}
"""Words that begin a step with a number behind them, and the kind of step that is meant."""
_UNITS = ("s", "sec", "secs", "m", "min", "mins", "h", "hr", "hrs")
_WRITTEN_OUT_UNITS = ("second", "seconds", "minute", "minutes", "hour", "hours")
_WITHIN_SENTENCES = (
    *("for", "in", "at", "after", "before", "every", "until", "to", "of", "within", "past", "over"),
    *("by", "from", "than", "about", "around", "last", "next", "only", "just", "another", "more"),
    *("first", "final", "remaining", "is", "are", "it"),
)
"""Words beside a time that make a sentence of it: one that is spoken."""
_SIDES = ("each side", "per side", "a side", "both sides", "each leg", "each arm")


def _any_case(*words: str) -> str:
    """Return a pattern of one of the words in any case; patterns of JSON Schema have no flags."""
    letters = (
        "".join(f"[{c.upper()}{c.lower()}]" if c.isalpha() else c for c in word) for word in words
    )
    return f"(?:{'|'.join(letters)})"


_GAP = r"[ \t]*"
_NUMBER = r"[0-9]+(?:\.[0-9]+)?"
_SIGN = r"[xX×]"
_SIDE = rf"(?:[ \t,]+{_any_case(*_SIDES)})?"
_KIND = _any_case(*_KINDS)
_NAME = r"[^0-9\s.!?:,;{}][^0-9.!?:;{}]*"
_NO_SENTENCE = rf"(?!.*\b{_any_case(*_WITHIN_SENTENCES)}[ \t])"


def _format_time_pattern(units: tuple[str, ...]) -> str:
    parts = rf"(?:{_NUMBER}{_GAP}{_any_case(*units)}{_GAP})+"
    return rf"(?:{parts}(?![A-Za-z])|[0-9]+:[0-9][0-9])"


def _format_dose_pattern(time: str) -> str:
    return (
        rf"(?:[0-9]+{_GAP}{_SIGN}{_GAP}(?:{time}|[0-9]+)|{_SIGN}{_GAP}[0-9]+|[0-9]+{_SIGN}|{time})"
    )


def _format_step_pattern(units: tuple[str, ...]) -> str:
    """Return the pattern of a whole text that was meant as a step, with times of such units."""
    time = _format_time_pattern(units)
    dose = _format_dose_pattern(time)
    return (
        rf"^[ \t]*(?:{time}|{_KIND}[ \t]*[=\-]?[ \t]*{dose}|{_KIND}[ \t]+[0-9]+"
        rf"|{_NO_SENTENCE}{_NAME}[ \t,=(\-]+{dose}\)?|{_NO_SENTENCE}{dose}[ \t]+{_NAME})"
        rf"{_SIDE}[ \t]*$"
    )


BARE_STEP_PATTERN = _format_step_pattern(_UNITS)
"""What a bare text looks like that was meant as a step, as a pattern of JSON Schema can say it."""
_DOUBTFUL_PATTERN = _format_step_pattern((*_UNITS, *_WRITTEN_OUT_UNITS))
_TIME = _format_time_pattern((*_UNITS, *_WRITTEN_OUT_UNITS))
_DOSE = _format_dose_pattern(_TIME)
# Compiled where a mistake is explained: at the start they would cost as much as the whole module.
_OF_A_KIND = rf"(?P<kind>{_KIND})[ \t]*[=\-]?[ \t]*(?P<dose>{_DOSE}|[0-9]+)(?P<side>{_SIDE})"
_NAMED_BEFORE = rf"(?P<name>{_NAME}?)[ \t,=(\-]+(?P<dose>{_DOSE})\)?(?P<side>{_SIDE})"
_NAMED_BEHIND = rf"(?P<dose>{_DOSE})[ \t]+(?P<name>{_NAME}?)(?P<side>{_SIDE})"
_COUNTED_WORDS = r"[0-9]+ (?:rounds|sets|reps|repetitions)(?: of [^.!?]*)?|[^.!?]* x ?[0-9]+ reps"
_COUNTED_WORDS_HINT = "write {rounds: 3, steps: [...]} or {work: Squats, reps: 10, sets: 3}"
_SETS = rf"([0-9]+){_GAP}{_SIGN}{_GAP}(.+)"


def explain_bare_step(text: str) -> tuple[str, str] | None:
    """Return a message and a hint for a text that was meant as a step; None for one to speak.

    >>> explain_bare_step("plank 30s")[1]
    "write {work: Plank, hold: 30s}; to have it spoken, write 'say: plank 30s'"
    """
    if not re.match(BARE_STEP_PATTERN, text):
        return None
    plain = text if re.match(r"\w(?!.* #)", text) else quote_yaml(text)
    spoken = f"to have it spoken, write 'say: {plain}'"
    message = f"expected a step or a sentence, found {_shorten(text)!r}"
    return message, f"{_suggest_step(text)}; {spoken}"


def explain_doubtful_step(text: str) -> tuple[str, str] | None:
    """Return a note and a hint for a text that may have been meant as a step, or to be spoken.

    >>> explain_doubtful_step("Hold 30 seconds")[0]
    "'Hold 30 seconds' is spoken, and nothing is timed by it"
    """
    if re.match(BARE_STEP_PATTERN, text):
        return None
    if re.match(_DOUBTFUL_PATTERN, text):
        message, step = "and nothing is timed by it", _suggest_step(text)
    elif re.fullmatch(_COUNTED_WORDS, text, re.IGNORECASE):
        message, step = "and nothing is done as often", _COUNTED_WORDS_HINT
    else:
        return None
    hint = f"where it is a step, {step}; a sentence ends with a full stop"
    return f"{_shorten(text)!r} is spoken, {message}", hint


def suggest_dose(written: str) -> str | None:
    """Return a hint for what stands for one number and is a dose: `3x10`; None for anything else.

    >>> suggest_dose("3x10")
    'write {work: ..., reps: 10, sets: 3}'
    """
    if re.fullmatch(_SETS, written) and re.fullmatch(_DOSE, written):
        return f"write {{work: ..., {_write_dose(written)}}}"
    sided = re.fullmatch(rf"({_DOSE}|[0-9]+)[ \t,]+{_any_case(*_SIDES)}", written)
    return f"write {{work: ..., {_write_dose(sided[1])}, sides: true}}" if sided else None


def _shorten(text: str) -> str:
    return text if len(text) <= 40 else text[:37] + "..."


def _suggest_step(text: str) -> str:
    """Return how the step is written that a text was meant as."""
    if re.fullmatch(_TIME, text.strip()):
        return f"a step needs its kind: 'hold: {text}', 'rest: {text}'"
    if found := re.fullmatch(_OF_A_KIND, text):
        return _suggest_of_kind(_KINDS[found["kind"].lower()], found["dose"], bool(found["side"]))
    named = re.fullmatch(_NAMED_BEFORE, text) or re.fullmatch(_NAMED_BEHIND, text)
    if named is None:
        return "a step needs a colon: 'hold: 30s'"
    sides = ", sides: true" if named["side"] else ""
    name = re.sub(
        r"^work\s+|[\s,]+(?:hold|reps|for)$", "", named["name"].strip(), flags=re.IGNORECASE
    )
    return f"write {{work: {write_name(name)}, {_write_dose(named['dose'])}{sides}}}"


def suggest_split_name(name: str) -> str | None:
    """Return a hint for the name of work with its dose in it; None for a name alone.

    >>> suggest_split_name("Plank 30s")
    'write {work: Plank, hold: 30s}'
    """
    is_named = re.fullmatch(_NAMED_BEFORE, name) or re.fullmatch(_NAMED_BEHIND, name)
    return _suggest_step(name) if is_named else None


def _suggest_of_kind(kind: str, dose: str, has_sides: bool) -> str:
    """Return how a step is written whose kind stands before a dose: `hold 30s`, `reps 3x10`."""
    sets, amount = _split_dose(dose)
    is_count = amount.isdigit()
    if kind == "rounds":
        key = f"rounds: {sets or amount}" if sets or is_count else f"for: {amount}"
        return f"write {{{key}, steps: [...]}}"
    if kind == "breathe" and not is_count:
        return "breaths have their number: {breathe: 6, inhale: 4s, exhale: 6s}"
    is_work = kind in ("hold", "reps", "breathe")
    if is_work and (sets or has_sides or (kind == "reps" and not is_count)):
        keys = _write_dose(dose).replace("reps", kind) if is_count else _write_dose(dose)
        return f"write {{work: ..., {keys}{', sides: true' if has_sides else ''}}}"
    return f"a step needs a colon: '{kind}: {amount}'"


def write_name(name: str) -> str:
    """Return a name as a script has it, with a capital.

    >>> print(write_name("side plank "), write_name("squats, deep"))
    Side plank "Squats, deep"
    """
    name = name.strip()
    return quote_yaml(name[:1].upper() + name[1:])


def write_dose(written: str) -> str | None:
    """Return the keys of a dose, a count or a length; None for what is none.

    >>> write_dose("3x10")
    'reps: 10, sets: 3'
    """
    return _write_dose(written) if re.fullmatch(rf"{_DOSE}|[0-9]+", written.strip()) else None


def is_time(written: str) -> bool:
    """Return whether a text is a length of time as a script has it.

    >>> is_time("30s"), is_time("45"), is_time("a while")
    (True, True, False)
    """
    return re.fullmatch(rf"{_TIME}|{_NUMBER}", written.strip()) is not None


def _write_dose(dose: str) -> str:
    """Return the keys of a dose: `3x10` is sets and reps, `30s` a hold."""
    sets, amount = _split_dose(dose)
    kind = "reps" if amount.isdigit() else "hold"
    return f"{kind}: {amount}" + (f", sets: {sets}" if sets else "")


def _split_dose(dose: str) -> tuple[str, str]:
    """Return the sets of a dose, or "", and what is done in one."""
    sets = re.fullmatch(_SETS, dose.strip())
    return (sets[1], sets[2].strip()) if sets else ("", dose.strip("xX× "))
