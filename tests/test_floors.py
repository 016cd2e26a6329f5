"""The rooms of coach: who may import whom, what stays pure, how large and how named a file is."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import coach

PACKAGE = Path(coach.__file__).parent
FLOORS = """
cli api
serve
checks
ears
exports live catalog
training
pipeline
speech plan
sound
timeline listener importing figures
script
system plugins
units
errors
""".split("\n")
RANK = {room: -height for height, line in enumerate(FLOORS) for room in line.split()}
FILES = sorted(PACKAGE.rglob("*.py"))

IMPURE_MODULES = {"os", "pathlib", "time", "subprocess", "socket", "tempfile", "random", "datetime"}
PURE_ROOMS = ("timeline", "plan", "sound", "figures")
PURE_FILES = "live/transitions live/state live/edits live/resume_points exports/captions units"
READS_FILES = {"sound/audio.py", "sound/decoding.py"}
TAKES_PATHS = {"plan/request.py"}  # a path among its values; nothing is opened


def name(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def room(path: Path) -> str:
    return name(path).split("/")[0].removesuffix(".py")


def modules(path: Path) -> Iterator[str]:
    """Every module that a file names in an import, wherever in the file it stands."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def imported_files(path: Path) -> set[Path]:
    """The files of coach that a file imports."""
    found = set()
    for module in modules(path):
        parts = module.split(".")
        if parts[0] != "coach" or len(parts) == 1:
            continue
        for end in (len(parts), len(parts) - 1):
            target = PACKAGE.joinpath(*parts[1:end])
            for file in (target.with_suffix(".py"), target / "__init__.py"):
                if end > 1 and file.is_file():
                    found.add(file)
                    break
            else:
                continue
            break
    return found - {path}


@cache
def imports() -> dict[Path, set[Path]]:
    """For each file of coach those of coach that it imports: asked for, not read with this file."""
    return {path: imported_files(path) for path in FILES}


def test_imports_go_down_only():
    wrong = [
        f"{name(path)} imports {name(other)}"
        for path, others in imports().items()
        for other in others
        if not name(path).startswith("__")  # the front of the package, and `python -m coach`
        if room(other) not in (room(path), "__init__") and RANK[room(other)] >= RANK[room(path)]
    ]
    assert not wrong


def test_only_its_command_imports_the_server():
    others = {
        name(path)
        for path, found in imports().items()
        if room(path) != "serve" and any(room(other) == "serve" for other in found)
    }
    assert others == {"cli/serve.py"}


def test_nothing_imports_in_a_circle():
    # Raises CycleError, which names the circle.
    tuple(TopologicalSorter(imports()).static_order())


def test_the_front_of_a_room_imports_nothing():
    fronts = [PACKAGE / each / "__init__.py" for each in RANK if (PACKAGE / each).is_dir()]
    assert len(fronts) == 16
    for front in fronts:
        assert ast.get_docstring(ast.parse(front.read_text("utf-8"))), name(front)
        assert not list(modules(front)), name(front)


def test_pure_files_do_no_io():
    pure = [PACKAGE / f"{file}.py" for file in PURE_FILES.split()]
    pure += [path for path in FILES if room(path) in PURE_ROOMS]
    wrong = {
        name(path): found
        for path in pure
        if name(path) not in READS_FILES | TAKES_PATHS
        if (found := {module.split(".")[0] for module in modules(path)} & IMPURE_MODULES)
    }
    assert not wrong


def test_no_file_outgrows_its_room():
    assert not [name(path) for path in FILES if len(path.read_text("utf-8").splitlines()) > 300]
    assert len([path for path in FILES if path.parent == PACKAGE]) <= 8


SAME_LIBRARY = {"pyttsx3", "miniaudio", "simpleaudio"}


def test_a_file_is_the_only_one_of_its_name():
    files = defaultdict(list)
    for path in FILES:
        files[path.stem].append(name(path))
    twice = {stem for stem, found in files.items() if len(found) > 1}
    assert twice <= {"__init__", "__main__"} | SAME_LIBRARY, [files[stem] for stem in twice]


def test_only_the_command_line_prints():
    def calls(path: Path) -> set[str]:
        nodes = (n for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Call))
        return {node.func.id for node in nodes if isinstance(node.func, ast.Name)}

    talkative = [path for path in FILES if room(path) != "cli"]
    assert not [name(path) for path in talkative if calls(path) & {"print", "input", "exit"}]
