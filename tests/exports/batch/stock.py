"""Folders of sessions for tests: filled, listed, and described by a manifest."""

from coach.exports.batch.foreign_files import list_foreign_files
from coach.exports.batch.jobs import collect_shared_inputs
from coach.exports.batch.manifest import (
    Manifest,
    SessionRecord,
    load_manifest,
)
from coach.exports.batch.sync import prepare_sync, sync_folder
from coach.exports.batch.worker import make_local_work
from coach.exports.file_records import FileRecord
from coach.plan.request import SessionRequest
from coach.system import worker_pool

FIXED = """
title: Two holds
steps:
  - {hold: 20s, cues: [Breathe on.]}
  - {hold: 20s}
"""
WHEN = 1_900_000_000


def stocked(folder, names=("holds", "breaths"), lengths=(), suffixes=(".wav",), **more):
    """Bring a folder up to date; give what was told, by order, and the stock."""
    wishes = more.pop("wishes", SessionRequest("tone"))
    manifest = load_manifest(folder)
    basis = collect_shared_inputs(folder, wishes, suffixes, more.pop("kinds", ()), 2031)
    stock = prepare_sync(manifest, basis, names, lengths, more.get("force", False))
    if more.get("approve"):
        stock.approve_files(path.name for path in list_foreign_files(manifest, stock))
    told = {}
    engine = more.get("engine") or worker_pool.WorkerPool(2)
    work = more.get("prepare_work", make_local_work)
    for order, said in sync_folder(manifest, stock, engine, WHEN, more.get("force", False), work):
        told.setdefault(order.stem, []).append(said)
    manifest.save()
    return told, stock


def sounds(folder):
    return sorted(path.name for path in folder.glob("*.wav"))


def shelf(tmp_path, **more):
    files = {
        f"holds-5min{suffix}": FileRecord("k", size, 0, "d")
        for suffix, size in ((".m4b", 9_000), (".mp3", 5_000), (".chapters.json", 1), (".vtt", 1))
    }
    session = SessionRecord(
        "holds", "Holds & <rest>, 5 minutes", "What \x07it is.", "en", 300_400, WHEN
    )
    session.files.update(files)
    empty = SessionRecord(
        "none", "None", "", "en", 1, WHEN, {"none.vtt": FileRecord("k", 1, 0, "d")}
    )
    return Manifest(
        tmp_path, {"holds-5min": session, "none": empty}, url="https://x.org/a b/", **more
    )
