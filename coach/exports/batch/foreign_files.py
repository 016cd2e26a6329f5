"""Foreign files: what a run would replace in a folder, and cannot prove that coach made."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from coach.errors import CoachError, UsageError
from coach.exports.batch.jobs import RoutineInputs
from coach.exports.batch.manifest import MANIFEST_NAME, Manifest, is_own_manifest
from coach.exports.batch.sync import SyncState
from coach.pipeline import load_routine_with_cards, make_planner
from coach.plan.target_length import find_target_length
from coach.speech.studio import open_studio


def list_foreign_files(
    manifest: Manifest, state: SyncState, feed_names: Iterable[str] = (), force: bool = False
) -> tuple[Path, ...]:
    """Return the files in the folder that a run would replace, and that are not its own.

    Its own are those whose digest is in its manifest, which has one of itself, too. With
    `force` all that may be replaced is listed.
    """
    folder = manifest.folder
    names = [path.name for job in state.jobs for path in job.list_paths()]
    names += [*feed_names, *_list_usual_names(manifest, state, force)]
    foreign = [folder / name for name in dict.fromkeys(names) if _is_foreign(manifest, name)]
    if _exists(folder / MANIFEST_NAME) and not is_own_manifest(folder):
        foreign.insert(0, folder / MANIFEST_NAME)
    return tuple(foreign)


def _list_usual_names(manifest: Manifest, state: SyncState, force: bool) -> Iterator[str]:
    """Yield the foreign files of the usual length, for routines that will be made in it.

    Whether a routine can have none of the lengths is only known when it is spoken; so that is
    done only where there is such a file.
    """
    for inputs in state.routine_inputs.values():
        names = [path.name for path in inputs.make_job(None).list_paths()]
        found = [name for name in names if _is_foreign(manifest, name)]
        if found and (force or not _is_any_length_possible(inputs, state)):
            yield from found


def _is_any_length_possible(inputs: RoutineInputs, state: SyncState) -> bool:
    """Return True also for a routine that is wrong: its fault is reported, and no file is made."""
    request = inputs.shared.request
    try:
        routine, cards = load_routine_with_cards(inputs.routine)
        with open_studio(request.voice, language=routine.language) as studio:
            planner = make_planner(routine, cards, request, studio)
    except CoachError:
        return True
    for length in state.lengths:
        try:
            find_target_length(planner, replace(request, length=length))
        except UsageError:
            continue
        return True
    return False


def _is_foreign(manifest: Manifest, name: str) -> bool:
    return _exists(manifest.folder / name) and not manifest.is_own(name)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return True
