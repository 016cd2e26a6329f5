"""A file imports only from floors below its own; and some import nothing that does I/O."""

import ast
from pathlib import Path

import pytest

import coach

PACKAGE = Path(coach.__file__).parent
FLOORS = """
cli
style
shelf
picture
doctor
checking describing ranges summary
splitting
exporting
abouts
live
pipeline
studio
controls
status commands
players encoders mix
media
understudy
speaking
beds decoding
conform takes voices
limiter
take
loudness resample
brevity
planning minutes choosing
measuring
captions chapters sidecars
timeline transcript
cuesheet
repeating
turns
config config_file
cues
unroll
offers
session
admitting
ladder standing_in variety
page
drill wording
scene
cover
library heard
lesson screening stumbles
routine
exercise phrases
doses
language
steps
shapes records
reader
document positions slips
wishes screened
levels
source spoken
respelt quantities memory
replacing defaults folders
audio plugins units talk about crew profiles interrupts
errors
""".split("\n")
RANK = {name: -height for height, line in enumerate(FLOORS) for name in line.split()}
PURE = (
    "units audio session unroll drill cues cuesheet repeating turns timeline mix conform loudness "
    "choosing ladder planning admitting standing_in variety measuring minutes brevity captions "
    "chapters"
).split()
IMPURE = {"os", "pathlib", "time", "subprocess", "socket", "tempfile", "random", "datetime"}
ALLOWED = {("audio", "pathlib")}  # read_wav takes a path; nothing is opened at import


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


FILES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_only_from_floors_below(path):
    here = room(path)
    if here == "__init__":
        assert not [m for m in imports(path) if m.startswith("coach")]
        return
    for module in imports(path):
        parts = module.split(".")
        if parts[0] != "coach" or len(parts) == 1 or parts[1] == here:
            continue
        assert RANK[parts[1]] <= RANK[here], f"{here} reaches up to {parts[1]}"


@pytest.mark.parametrize("name", PURE)
def test_pure_files_do_no_io(name):
    found = {module.split(".")[0] for module in imports(PACKAGE / f"{name}.py")} & IMPURE
    assert not {module for module in found if (name, module) not in ALLOWED}


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_no_file_outgrows_its_room(path):
    assert len(path.read_text().splitlines()) <= 300


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_only_the_face_prints(path):
    if room(path) == "cli":
        return
    calls = [n.func for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.Call)]
    assert not [f for f in calls if isinstance(f, ast.Name) and f.id in ("print", "input", "exit")]
