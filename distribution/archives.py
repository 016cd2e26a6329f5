"""Build both archives of a release, and check them: `python -m distribution.archives`.

It builds from a copy of what is under version control, with private files added, such as lie about
where somebody uses coach from the repository. With a folder (`dist`) it builds nothing, and checks
the two archives there. The source archive must hold what is under version control, the wheel the
part of it that is installed, and neither anything else; twine must find nothing wrong. It prints
how large they are.
"""

import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from email.parser import HeaderParser
from pathlib import Path

from coach import __version__

ROOT = Path(__file__).parents[1]
STEM = f"audio_coach-{__version__}"
STRAYS = (
    ".coach/routine.json",
    ".env",
    ".venv/lib/secret.py",
    "audio_cues/song.mp3",
    "back.html",
    "cache/take.npy",
    "coach/.env",
    "coach/__pycache__/units.cpython-311.pyc",
    "coach/exports/page/lower-back.mp3",
    "coach/old/audio_coach.egg-info/PKG-INFO",
    "dist/audio_coach-0.0.1-py3-none-any.whl",
    "docs/images/me.jpg",
    "log-2026.jsonl",
    "lower-back.mp3",
    "lower-back.wav",
    "my.yaml",
    "notes.md",
    "pictures/me.jpg",
    "scripts/routines/.mine.yaml.swp",
    "scripts/routines/mine.m4b",
    "sessions/feed.xml",
    "sheet.pdf",
    "tests/heard.wav",
)
"""Files that may lie beside those of the repository, and are nobody's business."""
SHARE = ("audio_cues", "pictures", "scripts")
SHARED_DATA = {
    "share/man/man1/coach.1",
    "share/bash-completion/completions/coach",
    "share/zsh/site-functions/_coach",
    "share/fish/vendor_completions.d/coach.fish",
}
DIST_INFO = ("METADATA", "WHEEL", "RECORD", "entry_points.txt")
MAX_BYTES = 8_000_000
"""Half as much again as an archive has today; a session packed by mistake would exceed it."""


def main() -> None:
    """Check the archives in a folder, or new ones; exit with 1 where they are wrong."""
    tracked = list_tracked()
    if len(sys.argv) > 1:
        problems = list(check_archives(Path(sys.argv[1]), tracked))
    else:
        with tempfile.TemporaryDirectory() as folder:
            problems = list(check_archives(_build(Path(folder), tracked), tracked))
    sys.exit("\n".join(problems) or None)


def list_tracked() -> set[str]:
    """Return the files under version control, as paths from the root."""
    asked = ["git", "ls-files", "-z"]
    listed = subprocess.run(asked, cwd=ROOT, check=False, capture_output=True, text=True)
    if listed.returncode:
        sys.exit(f"the archives are compared with a clone of the repository: {listed.stderr}")
    return set(filter(None, listed.stdout.split("\0")))


def _build(folder: Path, tracked: Iterable[str]) -> Path:
    """Build both archives from a copy with strays in it; return the folder where they are."""
    for name in tracked:
        (folder / "copy" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, folder / "copy" / name)
    for name in STRAYS:
        (folder / "copy" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "copy" / name).write_text("nobody's business")
    made = folder / "made"
    build = [sys.executable, "-m", "build", "--outdir", str(made), str(folder / "copy")]
    ran = subprocess.run(build, cwd=folder, stdout=subprocess.PIPE, text=True, check=False)
    if ran.returncode:
        sys.exit(ran.stdout)
    return made


def check_archives(folder: Path, tracked: set[str]) -> Iterator[str]:
    """Yield what is wrong with the archives of this version in a folder; print their sizes."""
    source, wheel = folder / f"{STEM}.tar.gz", folder / f"{STEM}-py3-none-any.whl"
    if missing := [path for path in (source, wheel) if not path.is_file()]:
        yield from (f"{path}: no such file" for path in missing)
        return
    with tarfile.open(source) as archive:
        names = {one.name.removeprefix(f"{STEM}/") for one in archive if not one.isdir()}
    yield from compare(source.name, names, tracked | {"PKG-INFO"})
    with zipfile.ZipFile(wheel) as archive:
        names = {one for one in archive.namelist() if not one.endswith("/")}
        described = archive.read(f"{STEM}.dist-info/METADATA").decode()
    yield from compare(wheel.name, names, set(list_wheel_files(tracked)))
    yield from check_description(described)
    for path in (source, wheel):
        size = path.stat().st_size
        print(f"{path.name}: {size / 1e6:.1f} MB")
        if size > MAX_BYTES:
            yield f"{path.name}: {size} bytes, expected at most {MAX_BYTES}"
    twine = [sys.executable, "-m", "twine", "check", "--strict", str(source), str(wheel)]
    if subprocess.run(twine, check=False).returncode:
        yield "twine check --strict has found something"


def compare(archive: str, names: set[str], expected: set[str]) -> Iterator[str]:
    """Yield each file that an archive should not have, and each that it lacks."""
    for name in sorted(names - expected):
        yield f"{archive}: {name}: packed, and not under version control or not meant to be"
    for name in sorted(expected - names):
        yield f"{archive}: {name}: missing; the tables of files are in pyproject.toml"


def list_wheel_files(tracked: Iterable[str]) -> Iterator[str]:
    """Yield the files of a wheel: the package, scripts and sounds, and what hatch adds."""
    for name in tracked:
        folder = name.partition("/")[0]
        if folder == "coach":
            yield name
        elif folder in SHARE and not name.endswith(".py"):
            yield f"coach/share/{name}"
    yield from (f"{STEM}.data/data/{name}" for name in SHARED_DATA)
    yield from (f"{STEM}.dist-info/{name}" for name in DIST_INFO)
    yield from (f"{STEM}.dist-info/licenses/{name}" for name in ("LICENSE", "NOTICE"))


def check_description(metadata: str) -> Iterator[str]:
    """Yield each link of the description that leads nowhere outside the repository."""
    text = str(HeaderParser().parsestr(metadata).get_payload())
    for target in re.findall(r"\]\(([^)\s]+)", text):
        if not re.match(r"https://|#", target):
            yield f"description: {target}: expected a link that works outside the repository"


if __name__ == "__main__":
    main()
