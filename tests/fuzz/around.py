"""All that lies around a script: defaults, what is kept, beds, and what a command is asked."""

import json
import struct
from collections.abc import Callable, Mapping
from functools import cache
from random import Random
from types import MappingProxyType
from typing import Any

from tests.fuzz import nasty
from tests.fuzz.cases import Case, grown_case, text_case, values_case
from tests.fuzz.trees import changed, written

PLAN = ("plan", "box-breathing", "--voice", "tone", "--summary")
CONFIG = {
    "voice": "tone",
    "player": "recorder",
    "length": "6m",
    "talk": "short",
    "slow": True,
    "easy": False,
    "limits": ["knee"],
    "without": ["plank"],
    "with": ["superman"],
    "wait": False,
    "keep_time": True,
    "pause_on_move": False,
    "drawing": False,
    "lead_in": "2s",
}


def config_case(chance: Random) -> Case:
    """Change the file of a user's own defaults."""
    content = written(changed(dict(CONFIG), chance), chance)
    match chance.randrange(8):
        case 0:
            content = chance.randbytes(chance.choice((0, 1, 300)))
        case 1:
            content = content[: chance.randrange(len(content) + 1)]
        case 2:
            content = b"# " + content.replace(b"\n", b"\n# ", chance.choice((1, 99)))
    argv = chance.choice((PLAN[:2], PLAN, ("config",), ("plan", "breathing", "-s")))
    return Case("command", argv, {"config/config.yaml": content})


NOTES: Mapping[str, Any] = MappingProxyType(
    {
        "screening": {
            "on": "2026-01-01",
            "answers": {"numb-saddle": True, "knee": True},
            "limits": ["knee"],
            "stop": "",
        },
        "heard": {"box-breathing": "0123456789abcdef"},
        "unfinished": {
            "time": 4e9,
            "name": "box-breathing",
            "title": "Box breathing",
            "at": 100_000,
            "length": 300_000,
            "wishes": {
                "voice": "tone",
                "length": None,
                "talk": "full",
                "slow": False,
                "easy": False,
                "seed": 0,
                "skip_intro": False,
                "bed": None,
                "filters": {"without": [], "only": [], "limits": [], "opted": [], "usual": []},
                "levels": {
                    "loudness": {"target": -19.0, "peak": -1.0, "meant": "x"},
                    "voice": 0.0,
                    "cue": 0.0,
                    "bed": 0.0,
                },
            },
        },
    }
)
NOTE_USES = (
    ("screen", "--show"),
    PLAN,
    (*PLAN, "--skip-intro"),
    ("play", "box-breathing", "--voice", "tone", "--continue", "--player", "recorder", "--plain"),
    ("play", "box-breathing", "--voice", "tone", "--player", "none"),
)


def kept_case(chance: Random) -> Case:
    """Damage what is kept: notes, measured ranges, takes, the manifest of a folder."""
    kind = chance.choice(("note", "note", "ranges", "take", "manifest"))
    if kind == "take":
        return Case("takes", (), _takes(chance))
    if kind == "ranges":
        entry = {"name": "a", "title": "A", "description": "", "shortest": 60_000}
        entry |= {"usual": 300_000, "longest": 900_000, "fault": ""}
        return Case("list", (), {"ranges": _json([entry, dict(entry, name="b")], chance)})
    if kind == "manifest":
        return Case("shelf", (), {"shelf/manifest.json": _json(_manifest(), chance)})
    name = chance.choice(tuple(NOTES))
    content = _json(json.loads(json.dumps(NOTES[name])), chance)
    return Case("note", chance.choice(NOTE_USES), {f"state/{name}.json": content})


def _manifest() -> dict[str, Any]:
    made = {"key": "a", "size": 4, "time": 1, "digest": "b"}
    one = {"routine": "box-breathing", "title": "T", "description": "d", "language": "en"}
    one |= {"length": 300_000, "made": 1_700_000_000, "files": {"box.mp3": made, "box.vtt": made}}
    whole = {"version": 1, "url": "https://example.org/x/", "title": "F"}
    kept = {"feed": {"feed.xml": made}, "pending": {"box.mp3": [made]}, "digest": "b"}
    return {**whole, "sessions": {"box": one}, "refused": {"y": ["key", "why"]}, **kept}


def _json(tree: Any, chance: Random) -> bytes:
    """Write JSON with something in it changed; or cut off, or too deep, or none at all."""
    content = json.dumps(_plain(changed(tree, chance)), default=str).encode()
    match chance.randrange(14):
        case 0:
            return chance.randbytes(chance.choice((0, 1, 300)))
        case 1:
            return content[: chance.randrange(len(content) + 1)]
        case 2:
            return b"[" * 100_000 + b"]" * 100_000
        case 3:
            return b'{"a":' * 100_000
        case 4:
            return content.replace(b": ", b": 1" + b"0" * 5_000, 1)
        case 5:
            return b"\xef\xbb\xbf" + content
        case 6:
            return content.decode().encode("utf-16")
        case _:
            return content


def _plain(tree: Any) -> Any:
    """Give what JSON can hold of a tree."""
    if isinstance(tree, dict):
        return {str(key): _plain(each) for key, each in tree.items()}
    if isinstance(tree, list):
        return [_plain(each) for each in tree]
    special = {".inf": float("inf"), "-.inf": -float("inf"), ".nan": float("nan")}
    return special.get(tree, tree) if isinstance(tree, str) else tree


def _takes(chance: Random) -> dict[str, bytes]:
    """Say how takes are to be damaged, of those that are there: see `judging`."""
    how = chance.choice(("cut", "zero", "flip", "empty", "random", "folder", "gone"))
    return {"takes": json.dumps([how, chance.random(), chance.choice((1, 3, 1000))]).encode()}


@cache
def _sound(seconds: int, rate: int) -> bytes:
    noise = Random(1)
    return b"".join(struct.pack("<h", noise.randrange(-9000, 9000)) for _ in range(seconds * rate))


def wav(data: bytes, rate: int = 8_000, channels: int = 1, width: int = 2, **lies: int) -> bytes:
    """Make a WAV file, whose header may lie about its sizes."""
    block = channels * width
    form = struct.pack(
        "<HHIIHH", lies.get("tag", 1), channels, rate, rate * block & 0xFFFFFFFF, block & 0xFFFF,
        width * 8,
    )  # fmt: skip
    size, whole = lies.get("size", len(data)), lies.get("whole", 36 + len(data))
    parts = [b"RIFF", struct.pack("<I", whole), b"WAVEfmt ", struct.pack("<I", 16), form, b"data"]
    return b"".join([*parts, struct.pack("<I", size), data])


def beds_case(chance: Random) -> Case:
    """Make a file to lie under a session: whole, cut off, lying, silent, or no sound at all."""
    rate = chance.choice((8_000, 8_000, 44_100, 1, 7, 4_000_000_000, 0, 192_000))
    data = _sound(chance.choice((1, 2, 5)), 8_000)
    lie = chance.choice((0, 1, 0x7FFFFFFF, 0xFFFFFFFF, 0xFFFFFFFE, 400_000_000))
    content = chance.choice(
        (
            lambda: wav(data, rate),
            lambda: wav(data),
            lambda: wav(data, size=lie),
            lambda: wav(data, rate, size=lie, whole=lie),
            lambda: wav(data)[: chance.randrange(60)],
            lambda: wav(data)[: chance.randrange(9_000)],
            lambda: wav(data[:4_001]),
            lambda: wav(b"\0" * 40_000),
            lambda: wav(b""),
            lambda: wav(data, channels=chance.choice((0, 2, 3, 65_535))),
            lambda: wav(data, width=chance.choice((0, 1, 3, 4, 8, 100)), tag=chance.choice((1, 3))),
            lambda: wav(data, tag=chance.choice((0, 2, 3, 85, 65_534))),
            lambda: b"",
            lambda: b"RIFF",
            lambda: chance.randbytes(5_000),
            lambda: b"ID3\x04\0\0\0\0\x7f\x7f" + chance.randbytes(3_000),
            lambda: b"OggS\0\2" + chance.randbytes(3_000),
            lambda: b"fLaC" + chance.randbytes(3_000),
            lambda: b"\xff\xfb\x90\x64" * 500,
            lambda: b"title: T\nsteps: [x]\n" * 50,
            lambda: _smudged(wav(data), chance),
        )
    )()
    name = "beds/bed" + chance.choice((".wav", ".mp3", ".flac", "", ".yaml"))
    if chance.random() < 0.3:
        return Case("own bed", ("home/audio_cues/mine.wav",), {"home/audio_cues/mine.wav": content})
    return Case("session", (name,), {name: content})


def _smudged(content: bytes, chance: Random) -> bytes:
    """Change some bytes of what stands before the sound."""
    changed = bytearray(content)
    for _ in range(chance.choice((1, 2, 6))):
        changed[chance.randrange(48)] = chance.randrange(256)
    return bytes(changed)


COMMANDS = (
    "play plan show export list check exercises learn new import voices screen schema config "
    "ctl".split()
)
OPTIONS = (
    "--voice --minutes --length --talk --slow --easy --without --with --only --limits --seed "
    "--skip-intro --bed --loudness --voice-level --cue-level --bed-level --format --output -o -m "
    "-v --split --captions --chapters --timeline --all --url --feed-title --jobs --json --summary "
    "-s --style --read -r --language --say --answer --show --forget --player --plain --wait "
    "--lead-in --continue --rounds --title --session --debug --version -h --nonsense -x -"
).split()
NAMES = "box-breathing breathing bridge what-it-is none case.yaml ./x.yaml . .. / '' tone".split()
NUMBERS = (
    "0 1 -1 5 0.5 1e9 1e-9 nan inf -inf 99999999999999999999 0x10 1,5 , ,, 5,10 1:30 30s ٣".split()
)
PATHS = "a.wav a.mp3 a.png a.svg sub/a.wav . .. sub .wav a a.xyz folder.wav - /dev/full/x".split()


@cache
def options(command: str) -> tuple[str, ...]:
    """List the options that a command has."""
    import typer.main

    from coach.cli.main import app

    group: Any = typer.main.get_command(app)
    found = group.get_command(None, command).params
    return tuple(sorted(one for each in found for one in each.opts if one[:1] == "-")) or ("-h",)


def _argument(chance: Random) -> str:
    """Give what may stand behind a command; never a place outside of the case's folder."""
    match chance.randrange(6):
        case 0:
            return chance.choice(NUMBERS)
        case 1:
            return chance.choice(NAMES)
        case 2:
            return chance.choice(PATHS)
        case 3:
            return chance.choice(("", " ", "a" * 300, "-", "--", "x=y", "yes", "tone:low", "a,b"))
        case _:
            told = nasty.word(chance)[: chance.choice((10, 200, 5_000))]
            return told.replace("\0", "").replace("/", "|").encode("utf-8", "replace").decode()


def arguments_case(chance: Random) -> Case:
    """Ask a command for what it does not have, and for what it has in a wrong way."""
    command = chance.choice(COMMANDS)
    argv = [command]
    if chance.random() < 0.7 and command not in ("ctl", "schema", "voices", "list", "config"):
        argv.append(chance.choice(("box-breathing", "breathing", "case.yaml")))
    for _ in range(chance.choice((1, 1, 2, 3, 5))):
        if chance.random() < 0.6:
            argv.append(chance.choice(OPTIONS if chance.random() < 0.2 else options(command)))
        argv.append(_argument(chance))
    if command in ("plan", "show", "export", "list"):
        argv += ["--voice", "tone"] if chance.random() < 0.9 else []
    if command == "play":
        # Nothing here may make a sound; and a player that is none is told of at once.
        argv += ["--player", "none"]
    if "--all" in argv:
        argv[argv.index("--all")] = "--nonsense"
    if command == "voices":
        argv = [word for word in argv if not word.startswith("--say")]
    return Case("command", tuple(argv), {"cases/in/a/folder/folder.wav/x": b"x"})


USES = (
    ("check",),
    ("check", "--style"),
    ("plan", "--voice", "tone"),
    ("plan", "--json", "--voice", "tone", "--talk", "bell"),
    ("plan", "--voice", "tone", "--easy", "--slow", "--seed", "7", "--limits", "knee,no-floor"),
    ("plan", "--voice", "tone", "-m", "7"),
    ("show", "--voice", "tone", "--talk", "short"),
    ("exercises",),
    ("learn", "--read"),
)


def uses_case(chance: Random) -> Case:
    """Hand a script that is changed a little to the commands that take one."""
    made = chance.choice((values_case, text_case, grown_case, grown_case))(chance)
    path = made.given[0]
    case = f"../../../../{path}" if chance.random() < 0.7 else "case"
    if chance.random() < 0.2:
        argv: tuple[str, ...] = chance.choice((("screen", "--list"), ("screen", "--answer", "x=y")))
        return Case("command", argv, made.files)
    first, *rest = chance.choice(USES)
    return Case("command", (first, case, *rest), made.files)


_DOSES = ("30s", "3x10 hold 5s", "8x:", "", "| 30", "each side", "21-15-9", "4-7-8 breath x4", "#")
_NAMES = ("Plank", "Side plank", "Push-ups", "Wall sit", "Cat-camel", "Box breathing", "Übung")
_GOOD_DOSES = (
    "30s", "3x10", "3 x 12 each side", "2x 30s hold", "hold 5s x 10", "1 min", "x 8 rest 20s",
    "4-7-8 breath x4", "AMRAP 5 min", "each leg 10 reps, 2 sets",
)  # fmt: skip


def import_case(chance: Random) -> Case:
    """Make a sheet, a table or a timer's file, of good lines or of words nobody means to write."""
    if chance.random() < 0.4:
        names = chance.choices(_NAMES, k=6)
        good = "\n".join(f"{name} {chance.choice(_GOOD_DOSES)}" for name in names)
        return Case("command", ("import", "sheet"), {"cases/in/a/folder/sheet": good.encode()})
    words = [nasty.word(chance)[: chance.choice((5, 40, 2_000))] for _ in range(6)]
    lines = [f"{chance.choice(('', '  ', '- '))}{word} {chance.choice(_DOSES)}" for word in words]
    table = ["name,seconds,reps,comment", *(f"{word},30,{word},x" for word in words)]
    timer = {"title": words[0], "sets": [{"repetitions": 2, "exercises": []}]}
    timer["sets"][0]["exercises"] = [{"name": word, "duration": 30} for word in words]
    ride = [f'<Ramp Duration="30" x="{word}">{word}</Ramp>' for word in words]
    content = chance.choice(
        (
            lambda: "\n".join(lines).encode("utf-8", "surrogatepass"),
            lambda: "\n".join(table).encode("utf-8", "surrogatepass"),
            lambda: _json(timer, chance),
            lambda: f"<workout_file><workout>{''.join(ride)}".encode("utf-8", "surrogatepass"),
            lambda: chance.randbytes(chance.choice((0, 1, 300))),
        )
    )()
    more = chance.choice(((), ("-o", "made.yaml"), ("--title", words[0][:90].replace("\0", ""))))
    return Case("command", ("import", "sheet", *more), {"cases/in/a/folder/sheet": content})


AROUND: Mapping[str, Callable[[Random], Case]] = MappingProxyType(
    {
        "config": config_case,
        "kept": kept_case,
        "beds": beds_case,
        "arguments": arguments_case,
        "uses": uses_case,
        "import": import_case,
    }
)
