"""The voices of this machine and those that can be fetched: by language, and as JSON."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import typer

from coach.cli.output_style import is_plain, print_row, print_styled
from coach.cli.table import print_table
from coach.errors import CoachError
from coach.system.paths import is_unknown
from coach.units import format_size

if TYPE_CHECKING:
    from coach.speech.voices import VoiceEntry
    from coach.speech.voices.downloads import VoiceDownload

NO_LANGUAGE = "zxx"
"""The tag of a voice that hums: it suits any language."""
LANGUAGE_HEADINGS = {NO_LANGUAGE: "any language"}


@dataclass(frozen=True, slots=True)
class EngineVoices:
    """An engine with the voices that speak here, or why it has none.

    `default_name` is that of the voice which speaks where none is named; "" in other engines.
    """

    name: str
    is_default: bool
    entries: "tuple[VoiceEntry, ...]"
    default_name: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ListedVoice:
    """A voice as it is shown: what `--voice` takes, what is known of it, whether it is here."""

    voice: str
    entry: "VoiceEntry"
    is_default: bool = False
    is_here: bool = True


@dataclass(frozen=True, slots=True)
class VoiceList:
    """All that is listed: engines with their voices, and the voices that can be fetched."""

    engines: tuple[EngineVoices, ...]
    downloads: "tuple[VoiceDownload, ...]"

    @property
    def has_words(self) -> bool:
        """False where nothing is listed but voices that hum."""
        spoken = (entry.language for engine in self.engines for entry in engine.entries)
        return bool(self.downloads) or any(tag != NO_LANGUAGE for tag in spoken)


def list_voices(engine: str | None, language: str) -> VoiceList:
    """Return all voices of a language, or of an engine; `all` for every language.

    Raises UsageError where there is no engine of that name.
    """
    from coach.speech.voices.downloads import DOWNLOADS, ENGINE

    downloads = tuple(
        one
        for one in DOWNLOADS.values()
        if engine in (None, ENGINE) and _speaks(one.entry, language)
    )
    return VoiceList(tuple(_list_engines(engine, language)), downloads)


def _list_engines(wanted: str | None, language: str) -> Iterator[EngineVoices]:
    from coach.plugins import list_plugins, load_plugin
    from coach.speech.voices import BUILTINS, GROUP, default_engine

    if wanted:
        load_plugin(GROUP, BUILTINS, wanted)
    usual = default_engine()
    for engine in list_plugins(GROUP, BUILTINS):
        if wanted not in (None, engine):
            continue
        is_default = engine == usual
        try:
            catalog = load_plugin(GROUP, BUILTINS, engine).catalog()
        except CoachError as error:
            yield EngineVoices(engine, is_default, (), problem=error.problems[0].message)
            continue
        entries = tuple(entry for entry in catalog if _speaks(entry, language))
        default_name = catalog[0].name if catalog and is_default else ""
        yield EngineVoices(engine, is_default, entries, default_name)


def _speaks(entry: "VoiceEntry", language: str) -> bool:
    tag = entry.language.lower()
    return language in ("all", "") or tag.startswith((language.lower(), NO_LANGUAGE))


def print_voices(voices: VoiceList) -> None:
    """Print voices below their languages; in plain output a line for each."""
    rows = tuple(_list_rows(voices))
    if is_plain():
        _print_rows(rows)
    else:
        _print_groups(rows)
    for engine in voices.engines:
        if engine.problem:
            _print_problem(engine)


def _list_rows(voices: VoiceList) -> Iterator[ListedVoice]:
    """Yield the voices of each engine; what can be fetched for it follows those that are here."""
    from coach.speech.voices.downloads import ENGINE

    for engine in voices.engines:
        for entry in engine.entries:
            is_default = entry.name == engine.default_name
            yield ListedVoice(f"{engine.name}:{entry.name}", entry, is_default)
        if engine.name == ENGINE and not engine.problem:
            here = {entry.name for entry in engine.entries}
            for one in voices.downloads:
                if one.entry.name not in here:
                    yield ListedVoice(one.voice, one.entry, is_here=False)


def _print_rows(rows: Sequence[ListedVoice]) -> None:
    for row in rows:
        about = ", ".join(filter(None, (row.entry.gender, *_describe_entry(row.entry))))
        print_row((row.voice, row.entry.language, _mark(row), about))


def _print_groups(rows: Sequence[ListedVoice]) -> None:
    """Print a table for each language, in the order of their tags; those that hum come last."""
    groups: dict[str, list[ListedVoice]] = {}
    for row in rows:
        groups.setdefault(row.entry.language.partition("-")[0].lower(), []).append(row)
    for number, language in enumerate(sorted(groups, key=lambda tag: (tag == NO_LANGUAGE, tag))):
        if number:
            typer.echo()
        print_styled((LANGUAGE_HEADINGS.get(language, language), {"bold": True}))
        print_table(("", "", ""), [_make_row(row) for row in groups[language]])
    if not all(row.is_here for row in rows):
        typer.echo("\ncoach voices --get NAME fetches one that is not here.")


def _make_row(row: ListedVoice) -> tuple[str, str, str]:
    tag = "" if row.entry.language == NO_LANGUAGE else row.entry.language
    who = " ".join(filter(None, (tag, row.entry.gender)))
    return f"  {row.voice}", who, ", ".join(filter(None, (_mark(row), *_describe_entry(row.entry))))


def _mark(row: ListedVoice) -> str:
    return "default" if row.is_default else "" if row.is_here else "not here"


def _describe_entry(entry: "VoiceEntry") -> tuple[str, ...]:
    """Return how a voice sounds, its size, its licence and where it comes from."""
    size = format_size(entry.size) if entry.size else ""
    return entry.quality, size, entry.licence, entry.origin.removeprefix("https://")


def _print_problem(engine: EngineVoices) -> None:
    problem = f"does not speak here: {engine.problem}"
    if is_plain():
        print_row((engine.name, "", "default" if engine.is_default else "", problem))
        return
    typer.echo(f"{engine.name} (default)" if engine.is_default else engine.name)
    typer.echo(f"  {problem}")


def make_voices_json(voices: VoiceList) -> dict[str, Any]:
    """Return all that is listed as plain values."""
    return {
        "engines": [_make_engine_json(engine) for engine in voices.engines],
        "downloads": [_make_download_json(one) for one in voices.downloads],
    }


def _make_engine_json(engine: EngineVoices) -> dict[str, Any]:
    return {
        "name": engine.name,
        "default": engine.is_default,
        "voices": [
            {"name": f"{engine.name}:{entry.name}"} | _make_entry_json(entry)
            for entry in engine.entries
        ],
        "problem": engine.problem or None,
    }


def _make_entry_json(entry: "VoiceEntry") -> dict[str, Any]:
    return {
        "language": entry.language,
        "gender": entry.gender or None,
        "quality": entry.quality or None,
        "bytes": entry.size or None,
        "licence": entry.licence or None,
        "origin": entry.origin or None,
    }


def _make_download_json(one: "VoiceDownload") -> dict[str, Any]:
    about = {"name": one.entry.name, "voice": one.voice} | _make_entry_json(one.entry)
    path = None if is_unknown(one.path) else str(one.path)
    where = {"url": one.url, "sha256": one.sha256, "path": path}
    return about | where | {"installed": one.is_installed}
