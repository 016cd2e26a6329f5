"""An order -> the files of a session: its sound, its page, captions and chapters."""

import time
from functools import partial
from pathlib import Path

from coach.exports.build_date import build_year
from coach.exports.chapter_pictures import add_chapter_pictures
from coach.exports.cover import load_cover
from coach.exports.file_records import make_file_record
from coach.exports.metadata import Metadata
from coach.exports.page.page_html import format_page_beside
from coach.exports.page.page_session import PageSession, make_page_session
from coach.exports.page.page_sound import choose_sound_suffix
from coach.exports.session_mark import keep_metadata_mark
from coach.exports.session_metadata import session_metadata
from coach.exports.sidecars.chapter_lists import format_podcast_chapters, list_chapter_lines
from coach.exports.sidecars.sidecar_input import SidecarInput
from coach.exports.sidecars.subtitles import format_webvtt
from coach.exports.writer import export_session
from coach.pipeline import prepare_session
from coach.serve.chapter_drawings import make_kept_address
from coach.serve.render_queue import Order, Phase, Report
from coach.serve.served_session import PAGE_SUFFIX, ServedFile, ServedSession
from coach.system.atomic_file import atomic_write
from coach.system.paths import state_folder


def make_session(folder: Path, order: Order, report: Report) -> ServedSession:
    """Make the files of a session in a folder, each whole or not at all.

    Raises UsageError for what cannot be had, ScriptError and MachineError as `coach export` does.
    """
    report(Phase.SPEAKING, 0, 0)
    prepared = prepare_session(order.routine, order.request, partial(report, Phase.SPEAKING))
    metadata = session_metadata(prepared, build_year(), load_cover())
    metadata = add_chapter_pictures(metadata, prepared)
    report(Phase.WRITING, 0, 0)
    suffix = choose_sound_suffix()
    sound = folder / f"{order.key}{suffix}"
    export_session(prepared, sound, partial(report, Phase.WRITING), metadata)
    page = make_page_session(prepared, metadata)
    inputs = SidecarInput(metadata, prepared.timeline, sound.name, find_address=make_kept_address)
    contents = {
        PAGE_SUFFIX: format_page_beside(page, suffix, f"../{sound.name}", _list_links(page)),
        ".vtt": format_webvtt(inputs).encode(),
        ".chapters.json": format_podcast_chapters(inputs).encode(),
    }
    for ending, content in contents.items():
        with atomic_write(folder / f"{order.key}{ending}", private=True) as file:
            file.write(content)
    keep_metadata_mark(state_folder(), metadata)
    return _describe_session(folder, order, metadata, prepared.timeline.length, (suffix, *contents))


def _describe_session(
    folder: Path, order: Order, metadata: Metadata, length: int, suffixes: tuple[str, ...]
) -> ServedSession:
    files = {}
    for suffix in suffixes:
        path = folder / f"{order.key}{suffix}"
        with path.open("rb") as file:
            files[suffix] = ServedFile(path, make_file_record(file, order.key))
    return ServedSession(
        order.key,
        order.routine,
        metadata.title,
        metadata.description,
        metadata.language,
        length,
        int(time.time()),
        suffixes[0],
        "\n".join(list_chapter_lines(metadata)),
        metadata.mark,
        files,
    )


def _list_links(page: PageSession) -> dict[str, str]:
    """Return where a session's page leads to: what enters it as done, and the list."""
    show = page.phrases.format_shown
    return {"done": show("serve_enter"), "/": show("serve_all")}
