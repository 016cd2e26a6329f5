"""The sessions of a folder that `coach export --all` made, as its manifest names them."""

from collections.abc import Iterator
from pathlib import Path

from coach.errors import Problem, UsageError
from coach.exports.batch.manifest import SessionRecord, read_manifest
from coach.exports.media_types import CHAPTERS_SUFFIX, MEDIA_TYPES, TRANSCRIPT_TYPES
from coach.serve.chapter_drawings import read_chapter_file
from coach.serve.secrets_of_server import ServerSecrets
from coach.serve.served_session import ServedFile, ServedSession
from coach.units import format_clock


def read_exported_folder(folder: Path, secrets: ServerSecrets) -> tuple[ServedSession, ...]:
    """Return the sessions of a folder; raises UsageError where there are none of coach's."""
    manifest = read_manifest(folder)
    hint = f"coach export --all {folder} --minutes 10 makes some"
    if folder.is_file():
        raise UsageError(Problem(f"{folder}: expected a folder, found a file"))
    if manifest is None:
        found = "no such folder" if not folder.is_dir() else "coach exported no sessions to it"
        raise UsageError(Problem(f"{folder}: {found}", hint=hint))
    sessions = tuple(_list_sessions(folder, manifest.sessions, secrets))
    if not sessions:
        raise UsageError(Problem(f"{folder}: its sessions have no sound", hint=hint))
    return sessions


def _list_sessions(
    folder: Path, records: dict[str, SessionRecord], secrets: ServerSecrets
) -> Iterator[ServedSession]:
    for stem, record in sorted(records.items(), key=lambda each: (each[1].length, each[0])):
        files = {
            suffix: ServedFile(folder / f"{stem}{suffix}", record.files[f"{stem}{suffix}"])
            for suffix in (*MEDIA_TYPES, *TRANSCRIPT_TYPES, CHAPTERS_SUFFIX)
            if f"{stem}{suffix}" in record.files and (folder / f"{stem}{suffix}").is_file()
        }
        sounds = [suffix for suffix in MEDIA_TYPES if suffix in files]
        if not sounds:
            continue
        key = secrets.make_key(
            ("folder", str(folder.absolute()), stem, files[sounds[0]].record.key)
        )
        yield ServedSession(
            key,
            record.routine,
            record.title,
            record.description,
            record.language,
            record.length,
            record.made,
            sounds[0],
            _read_notes(files.get(CHAPTERS_SUFFIX)),
            "",
            files,
        )


def _read_notes(file: ServedFile | None) -> str:
    """Return the chapters that stand beside a sound, a line each; "" where there are none."""
    content = read_chapter_file(file)
    chapters = content["chapters"] if content else ()
    try:
        return "\n".join(
            f"{format_clock(round(one['startTime'] * 1000))} {one['title']}" for one in chapters
        )
    except (ValueError, TypeError, KeyError, OverflowError):
        return ""
