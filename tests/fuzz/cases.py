"""Cases: a number of a kind -> files to put down, and what is then done with them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from types import MappingProxyType
from typing import Any

import yaml

from tests.fuzz import nasty
from tests.fuzz.bombs import bomb
from tests.fuzz.growing import grown_card, grown_routine
from tests.fuzz.trees import changed, places, written
from tests.paths import ROOT

SCRIPTS = ROOT / "scripts"
FOLDERS = {"routine": "routines", "exercise": "exercises", "talk": "talks"}
CASE = "case"
"""The stem of the file in question."""
# Long ones are drawn less often: they take longer and hold nothing that short ones lack.
LIGHT = ("box-breathing", "breathing", "tabata", "desk-break", "bedtime", "walk")


@dataclass(frozen=True, slots=True)
class Case:
    """Files by their path in the world, and what is done: `act` with `given`."""

    act: str
    given: tuple[str, ...]
    files: Mapping[str, bytes] = field(default_factory=dict)


def script_case(kind: str, content: bytes, more: Mapping[str, bytes] | None = None) -> Case:
    """Make the case of one script, where a user would have it."""
    name = "en" if kind in ("phrases", "screening", "style") else CASE
    path = f"home/{FOLDERS.get(kind, kind)}/{name}.yaml"
    return Case("script", (path,), {path: content, **(more or {})})


@cache
def sources() -> tuple[tuple[str, bytes], ...]:
    """Give the shipped scripts, each with its kind."""
    found = [("routine", SCRIPTS / "starter.yaml")] * 3
    found += [("routine", path) for path in sorted((SCRIPTS / "routines").glob("*.yaml"))]
    found += [("routine", SCRIPTS / "routines" / f"{name}.yaml") for name in LIGHT] * 7
    found += [("exercise", path) for path in sorted((SCRIPTS / "exercises").glob("*.yaml"))]
    found += [("talk", path) for path in sorted((SCRIPTS / "talks").glob("*.yaml"))] * 2
    for kind in ("phrases", "screening", "style"):
        found += [(kind, SCRIPTS / kind / "en.yaml")] * (1 if kind == "style" else 4)
    return tuple((kind, path.read_bytes()) for kind, path in found)


BITS = tuple(
    bytes(bit)
    for bit in (
        *(str(each).encode() for each in nasty.VALUES),
        *(
            b"\t \x00 \xff # \xef\xbb\xbf \xfe\xff - : \x85 \r \r\n \n \xe2\x80\xa8 \x1b[0m ".split(
                b" "
            )
        ),
        b": ",
        b"- ",
        b"  ",
        b"\n---\n",
        b"\n...\n",
    )
)


def bytes_case(chance: Random) -> Case:
    """Change bytes and lines of a shipped script, cut it off, or make it of bytes alone."""
    kind, content = chance.choice(sources())
    for _ in range(chance.choice((1, 1, 2, 4))):
        content = _smudged(content, chance)
    return script_case(kind, content)


def _smudged(content: bytes, chance: Random) -> bytes:
    lines = content.split(b"\n")
    n, m = chance.randrange(len(lines)), chance.randrange(len(lines))
    at = chance.randrange(len(content) + 1)
    bit, size = chance.choice(BITS), chance.choice((1, 2, 8, 40))
    anywhere = (
        content[:at] + content[at + size :],
        content[: at + size] + content[at:],
        content[:at] + bit + content[at:],
        content[:at],
        content[:at] + chance.randbytes(size) + content[at + size :],
    )
    match chance.randrange(12):
        case 6:
            lines[n], lines[m] = lines[m], lines[n]
        case 7:
            lines[n : n + 1] = [lines[n]] * chance.choice((0, 2, 3))
        case 8:
            lines[n] = b" " * chance.randrange(1, 4) + lines[n]
        case 9:
            lines[n] = lines[n].partition(b":")[0] + b": " + bit
        case 10:
            lines[n] = lines[n][chance.randrange(1, 5) :]
        case 11:
            return _other(content, chance)
        case _:
            return chance.choice(anywhere)
    return b"\n".join(lines)


def _other(content: bytes, chance: Random) -> bytes:
    """Give the same text in another encoding, or no text at all."""
    text = content.decode("utf-8", "replace")
    match chance.randrange(6):
        case 0:
            return text.encode(chance.choice(("utf-16", "utf-16-le", "utf-16-be", "utf-32")))
        case 1:
            return text.encode("latin-1", "replace").replace(b"e", b"\xe9", 2)
        case 2:
            return b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n")
        case 3:
            return content.replace(b"\n", b"\r")
        case 4:
            return chance.randbytes(chance.choice((0, 1, 16, 500, 20_000)))
        case _:
            return b"\0" * chance.choice((1, 100, 100_000))


@cache
def _parsed(content: bytes) -> Any:
    return yaml.safe_load(content)


def _tree(content: bytes) -> Any:
    """Give a tree to change: a copy of what a script holds."""
    return _copied(_parsed(content))


def _copied(tree: Any) -> Any:
    if isinstance(tree, dict):
        return {key: _copied(each) for key, each in tree.items()}
    return [_copied(each) for each in tree] if isinstance(tree, list) else tree


def values_case(chance: Random) -> Case:
    """Drop, rename, swap, wrap and replace keys and values of a shipped script."""
    kind, content = chance.choice(sources())
    return script_case(kind, written(changed(_tree(content), chance), chance))


def text_case(chance: Random) -> Case:
    """Put words nobody should speak into the texts of a shipped script."""
    kind, content = chance.choice(sources())
    tree = _tree(content)
    said = [(n, k) for n, k in places(tree) if isinstance(n[k], str) and " " in n[k]]
    for node, key in chance.sample(said, min(len(said), chance.choice((1, 1, 2, 10)))):
        whole = nasty.word(chance)
        node[key] = whole if chance.random() < 0.5 else f"{node[key]} {whole[:200]}"
    if kind == "routine" and chance.random() < 0.3:
        tree["lexicon"] = {nasty.word(chance): nasty.word(chance)[:200] for _ in range(3)}
    return script_case(kind, written(tree, chance))


def grown_case(chance: Random) -> Case:
    """Grow a routine or a card from the language itself, most of what it says within bounds."""
    if chance.random() < 0.3:
        return script_case("exercise", written(grown_card(chance), chance))
    cards = {
        f"home/exercises/own{n}.yaml": written(grown_card(chance), chance)
        for n in range(chance.choice((0, 0, 1, 3)))
    }
    names = tuple(Path(path).stem for path in cards)
    return script_case("routine", written(grown_routine(chance, names), chance), cards)


def bombs_case(chance: Random) -> Case:
    """Make what is small to write and large to read, or simply large."""
    kind, content, more = bomb(chance)
    return script_case(kind, content, more)


_SECRET = {
    "outside/secret.yaml": b"title: SECRET\nsteps: [SECRET]\n",
    "outside/secret.wav": b"RIFF",
    "home/secret.yaml": b"title: SECRET\nname: SECRET\nlines: [SECRET]\n",
}


def paths_case(chance: Random) -> Case:
    """Name files outside, and commands, wherever a script may name anything."""
    name = chance.choice(nasty.PATHS)
    kind, tree = chance.choice(
        (
            ("routine", {"steps": [{"sound": name}]}),
            ("routine", {"steps": [{"exercise": name}]}),
            ("routine", {"sections": [{"exercises": [name, {"exercise": name}]}]}),
            ("routine", {"bed": name, "steps": ["x"]}),
            ("routine", {"facts": [name], "steps": ["x"]}),
            ("routine", {"facts": name, "steps": ["x"]}),
            ("routine", {"language": name, "steps": ["x"]}),
            ("routine", {"lexicon": {name: name}, "phrases": {"next": name}, "steps": [name]}),
            ("routine", {"include": name, "extends": name, "steps": [name]}),
            ("exercise", {"instead": [name]}),
            ("exercise", {"equipment": [name], "sources": [name], "purpose": name}),
            ("talk", {"lines": [name], "sources": [name], "facts": [name]}),
            ("routine", nasty.Raw(f"!include {name}")),
            ("routine", nasty.Raw(f"!!python/object/apply:os.system [{name!r}]")),
            ("routine", nasty.Raw(f"!!python/object/apply:builtins.open [{name!r}]")),
        )
    )
    if kind == "exercise":
        tree = {**_tree((SCRIPTS / "exercises" / "bridge.yaml").read_bytes()), **tree}
        tree["limits"] = {"skip": ["knee"]}
    elif isinstance(tree, dict):
        tree = {"title": "T", **tree}
    return script_case(kind, written(tree, chance), _SECRET)


MAKERS: Mapping[str, Callable[[Random], Case]] = MappingProxyType(
    {
        "bytes": bytes_case,
        "values": values_case,
        "text": text_case,
        "grown": grown_case,
        "bombs": bombs_case,
        "paths": paths_case,
    }
)
