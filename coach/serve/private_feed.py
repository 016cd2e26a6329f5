"""The feed of podcast apps: what `coach export --all --url` writes, of what is there now."""

from pathlib import Path

from coach.exports.batch.manifest import Manifest, SessionRecord
from coach.exports.batch.podcast_feed import format_feed
from coach.serve.served_session import COVER_NAME, PAGE_SUFFIX, SOUND_FOLDER, ServedSession


def format_private_feed(sessions: tuple[ServedSession, ...], url: str, *, has_cover: bool) -> str:
    """Return the feed of some sessions; `url` is the address of the folder that it stands in.

    Nothing in it is of the listener: neither a name nor what a session was asked for with.
    """
    records = {f"{SOUND_FOLDER}/{one.key}": _make_record(one) for one in sessions}
    manifest = Manifest(Path(), records, url=url)
    return format_feed(manifest, COVER_NAME if has_cover else "")


def _make_record(session: ServedSession) -> SessionRecord:
    return SessionRecord(
        session.routine,
        session.title,
        session.description,
        session.language,
        session.length,
        session.made,
        {
            f"{SOUND_FOLDER}/{session.key}{suffix}": one.record
            for suffix, one in session.files.items()
            if suffix != PAGE_SUFFIX
        },
        session.notes,
    )
