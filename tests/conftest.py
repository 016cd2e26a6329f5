import itertools
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.read_once import read_each_script_once

# A machine that is busy elsewhere is slow: that is no fault of what is tested.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

# Before any test is imported: what it imports by name shall be this as well.
read_each_script_once()

NUMBERS = itertools.count()
HERE = Path(__file__).parent


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Return one worker more than there are cores: a third of the tests' time is spent waiting."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Give each worker tests that stand side by side: they ask for the same planners and cards."""
    from xdist.scheduler import WorkStealingScheduling

    # Who asks for another distribution than the usual one gets it.
    return WorkStealingScheduling(config, log) if config.option.dist == "load" else None


def pytest_addoption(parser):
    parser.addoption(
        "--thin",
        type=int,
        default=1,
        metavar="N",
        help="of the tests chosen in each file keep every Nth, the first among them, in one case",
    )


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(config, items):
    """Mark what is the same on every Python, or needs a browser; then choose, and thin that out."""
    mark_by_kind(items)
    result = yield
    if config.option.thin > 1:
        kept = thin_out(items, config.option.thin)
        config.hook.pytest_deselected(items=[*{*items} - {*kept}])
        items[:] = kept
    return result


def thin_out(items, step):
    """Return the first case of every `step`th test of each file."""
    first_cases: dict[str, dict[str, pytest.Item]] = {}
    for item in items:
        file, _, name = item.nodeid.partition("::")
        first_cases.setdefault(file, {}).setdefault(name.partition("[")[0], item)
    return [item for cases in first_cases.values() for item in [*cases.values()][::step]]


def mark_by_kind(items):
    """Mark tests by the folder they are in, and those by chance."""
    for item in items:
        room = item.path.relative_to(HERE).parts[0]
        if room in ("browser", "content", "proof"):
            item.add_marker(room)
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker("proof")


@pytest.fixture(scope="session")
def shared_takes(tmp_path_factory) -> Iterator[Path]:
    """All that was spoken in this run, by any test of any worker.

    A take is named by all that shapes it, so what one test has spoken is what another would.
    """
    base: Path = tmp_path_factory.getbasetemp()
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    # The workers of one run have folders side by side.
    folder = (base.parent if worker else base) / "takes"
    folder.mkdir(exist_ok=True)
    yield folder
    # It is more than a gigabyte, so the last worker removes it.
    (folder / f"done-{worker}").touch()
    if len([*folder.glob("done-*")]) == int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")):
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def own_folders(request, tmp_path_factory, monkeypatch, shared_takes):
    """Every test has its own folders, and none sees those of whoever runs it.

    But for takes: those are shared, unless the test is marked `own_takes`, since it looks at them.
    """
    # Not `mktemp`: to find the next number it goes through all there are, thousands of times.
    base: Path = tmp_path_factory.getbasetemp() / f"home{next(NUMBERS)}"
    base.mkdir()
    if not request.node.get_closest_marker("own_takes"):
        (base / "cache").mkdir()
        (base / "cache" / "takes").symlink_to(shared_takes, target_is_directory=True)
    # The natural voice is tried where it matters; it takes ten times as long as espeak.
    monkeypatch.setenv("COACH_ENGINE", "espeak")
    monkeypatch.setenv("COACH_PROFILE", "")
    for name in ("home", "cache", "config", "state"):
        monkeypatch.setenv(f"COACH_{name.upper()}", str(base / name))
    return base


@pytest.fixture
def homeless(monkeypatch, tmp_path):
    """Somebody without HOME and without a line in the password file; gives the current folder."""

    def find_nobody(_key):
        raise KeyError

    for name in [name for name in os.environ if name.startswith(("COACH_", "XDG_"))]:
        monkeypatch.delenv(name)
    monkeypatch.delenv("HOME")
    monkeypatch.setattr("pwd.getpwuid", find_nobody)
    monkeypatch.setattr("pwd.getpwnam", find_nobody)
    monkeypatch.chdir(tmp_path)
    return tmp_path
