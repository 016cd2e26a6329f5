"""Scripts as trees: grown by chance, changed by chance, and written out as YAML of any style."""

import json
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from tests.fuzz.nasty import Raw, value

Tree = Any
KEYS = (
    "title name steps say hold breathe reps rest sound silence wait move sides rounds group "
    "exercise sections exercises dose sets time pause tempo calls cues limits skip modify instead "
    "opt_in growth facts bed lexicon phrases words moves live rise lines sources opening safety "
    "closing "
    "length longest priority always least share any_order pick detail pace stretch countdown "
    "halfway every tell language work position goals setup release full short where slug kind "
    "__class__ __init__ a"
).split()


def places(tree: Tree) -> Iterator[tuple[Any, Any]]:
    """Give every container with every key or index in it, however deep."""
    stack = [tree]
    while stack:
        node = stack.pop()
        inner = node.items() if isinstance(node, dict) else enumerate(node)
        for key, child in inner:
            yield node, key
            if isinstance(child, dict | list):
                stack.append(child)


def changed(tree: Tree, chance: Random) -> Tree:
    """Change a tree in one place, or several; the tree given is used up."""
    for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
        found = list(places(tree)) if isinstance(tree, dict | list) else []
        if not found:
            return value(chance)
        node, key = chance.choice(found)
        chance.choice(CHANGES)(node, key, chance)
    return tree


def _drop(node: Any, key: Any, _chance: Random) -> None:
    del node[key]


def _put(node: Any, key: Any, chance: Random) -> None:
    node[key] = value(chance)


def _rename(node: Any, key: Any, chance: Random) -> None:
    if isinstance(node, dict):
        node[chance.choice((*KEYS, str(key) + "s", str(key)[:-1], str(key).upper()))] = node.pop(
            key
        )


def _add(node: Any, key: Any, chance: Random) -> None:
    if isinstance(node, dict):
        node[chance.choice(KEYS)] = value(chance)
    else:
        node.insert(key, value(chance))


def _wrap(node: Any, key: Any, chance: Random) -> None:
    for _ in range(chance.choice((1, 1, 2, 45))):
        node[key] = [node[key]] if chance.random() < 0.6 else {chance.choice(KEYS): node[key]}


def _unwrap(node: Any, key: Any, chance: Random) -> None:
    child = node[key]
    if isinstance(child, dict | list) and child:
        node[key] = chance.choice(list(child.values()) if isinstance(child, dict) else child)


def _repeat(node: Any, key: Any, chance: Random) -> None:
    if isinstance(node, list):
        node[key:key] = [node[key]] * chance.choice((1, 2, 30))


def _empty(node: Any, key: Any, _chance: Random) -> None:
    node[key] = type(node[key])() if isinstance(node[key], dict | list | str) else ""


def _swap(node: Any, key: Any, chance: Random) -> None:
    other = chance.choice(list(node) if isinstance(node, dict) else range(len(node)))
    node[key], node[other] = node[other], node[key]


CHANGES: tuple[Callable[[Any, Any, Random], None], ...] = (
    _drop,
    _drop,
    _put,
    _put,
    _put,
    _rename,
    _add,
    _wrap,
    _unwrap,
    _repeat,
    _empty,
    _swap,
)


def written(tree: Tree, chance: Random) -> bytes:
    """Write a tree as YAML, in blocks or in brackets, in some encoding that a file may have."""
    text = _flow(tree) if chance.random() < 0.3 else _block(tree, 0)
    match chance.randrange(25):
        case 0:
            text = text.replace("\n", "\r\n")
        case 1:
            text = "\ufeff" + text
        case 2:
            return text.encode("utf-16", "surrogatepass")
        case 3:
            text = text.replace("\n", "\r")
        case 4:
            text = "---\n" + text + "\n...\n"
    return text.encode("utf-8", "surrogatepass")


def _flow(tree: Tree) -> str:
    if isinstance(tree, dict):
        return "{" + ", ".join(f"{_scalar(key)}: {_flow(each)}" for key, each in tree.items()) + "}"
    if isinstance(tree, list):
        return "[" + ", ".join(map(_flow, tree)) + "]"
    return _scalar(tree)


def _block(tree: Tree, depth: int) -> str:
    pad = "  " * depth
    if isinstance(tree, dict) and tree:
        return "\n".join(f"{pad}{_scalar(k)}:{_below(each, depth)}" for k, each in tree.items())
    if isinstance(tree, list) and tree:
        return "\n".join(f"{pad}-{_below(each, depth)}" for each in tree)
    return pad + _flow(tree)


def _below(tree: Tree, depth: int) -> str:
    if isinstance(tree, dict | list) and tree:
        return "\n" + _block(tree, depth + 1)
    return " " + _flow(tree)


def _scalar(value: Any) -> str:
    if isinstance(value, Raw):
        return str(value)
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return json.dumps(value)
