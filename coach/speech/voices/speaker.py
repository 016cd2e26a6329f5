"""The voice of a session: one that speaks its language, the one that was asked for if it does."""

from coach.errors import CoachError, Problem, UsageError
from coach.plugins import load_plugin
from coach.script.language_field import DEFAULT_LANGUAGE, find_main_language
from coach.speech.voices import BUILTINS, GROUP, VoiceEntry, default_engine

ANY_LANGUAGE = frozenset({"zxx", "und", ""})
"""Tags of voices that hum, or do not say what they speak."""
SUBSTITUTES = ("espeak", "pyttsx3")
"""Engines that speak many languages, the first to be asked first."""


def choose_speaker(spec: str | None, language: str) -> str | None:
    """Return which voice to open for a language: `spec`, or one of its engine that speaks it.

    Without a `spec` any engine will do. None is the default voice, which speaks DEFAULT_LANGUAGE.
    Raises UsageError, which names a voice that can, where what was asked for cannot.
    """
    asked = spec or default_engine()
    engine, _, name = asked.partition(":")
    if not name and find_main_language(language) == DEFAULT_LANGUAGE:
        return spec
    entries = _list_entries(engine)
    if name:
        entries = tuple(entry for entry in entries if entry.name == name)
    if not entries:  # it is refused where it is opened, or says nothing about its languages
        return spec
    if found := _find_entry(entries, language):
        return asked if name or found is entries[0] else f"{engine}:{found.name}"
    substitute = _find_substitute(language)
    if spec is None and substitute:
        return substitute
    spoken = ", ".join(dict.fromkeys(entry.language for entry in entries[:3]))
    message = f"expected a voice that speaks {language!r}, found {asked}, which speaks {spoken}"
    hint = f"use --voice {substitute}" if substitute else "no voice here does: coach voices"
    raise UsageError(Problem(message, hint=hint))


def _find_substitute(language: str) -> str:
    """Return a voice of this machine that speaks a language; "" where there is none."""
    for engine in SUBSTITUTES:
        if found := _find_entry(_list_entries(engine), language):
            return f"{engine}:{found.name}"
    return ""


def _find_entry(entries: tuple[VoiceEntry, ...], language: str) -> VoiceEntry | None:
    """Return the first voice of just this tag, else of its language, else of any."""
    wanted = find_main_language(language)
    exact = [entry for entry in entries if entry.language.lower() == language.lower()]
    near = [entry for entry in entries if find_main_language(entry.language) == wanted]
    hums = [entry for entry in entries if entry.language.lower() in ANY_LANGUAGE]
    return next(iter((*exact, *near, *hums)), None)


def _list_entries(engine: str) -> tuple[VoiceEntry, ...]:
    try:
        entries: tuple[VoiceEntry, ...] = load_plugin(GROUP, BUILTINS, engine).catalog()
    except CoachError:
        return ()
    return entries
