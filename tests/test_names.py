"""Names that one would search for, and docstrings that say what is returned or changed."""

import ast
from collections.abc import Iterator
from pathlib import Path

import coach

PACKAGE = Path(coach.__file__).parent
PARTICIPLES = frozenset(
    """begun bought brought built caught chosen done drawn felt found given gone grown heard held
    hidden kept known laid led left lost made meant met paid said sent shown sold sought spelt
    spoken stood taken told understood worn written""".split()
)
REQUIRED_BY_OTHERS = {"Seeked"}  # a signal of the MPRIS specification
AVOIDED = frozenset(
    """crew drill landing manager helper handler scene score stumble understudy utils wish
    wishes""".split()
)
VAGUE = ("Give ", "Gives ", "Tell ", "Tells ", "Take note", "See that ", "See to it")

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def definitions() -> Iterator[tuple[str, Definition]]:
    """Every function, method and class of coach, with the place where it stands."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, Definition):
                yield f"{path.relative_to(PACKAGE)}:{node.lineno} {node.name}", node


def is_property(node: Definition) -> bool:
    return any("property" in ast.unparse(each) for each in node.decorator_list)


def is_bare_participle(name: str) -> bool:
    word = name.strip("_").lower()
    return "_" not in word and (word in PARTICIPLES or (word.endswith("ed") and word != "feed"))


def test_no_function_is_a_bare_participle():
    assert [name for name in ("told", "_settled", "kept") if is_bare_participle(name)]
    assert not [
        place
        for place, node in definitions()
        if not isinstance(node, ast.ClassDef) and not is_property(node)
        if is_bare_participle(node.name) and node.name not in REQUIRED_BY_OTHERS
    ]


def words(name: str) -> set[str]:
    """The words of a name in either style.

    >>> sorted(words("SessionRequest") | words("_read_wav"))
    ['read', 'request', 'session', 'wav']
    """
    spaced = "".join(f" {c.lower()}" if c.isupper() else c for c in name.replace("_", " "))
    return set(spaced.split())


def test_no_name_has_a_word_that_says_nothing_here():
    files = [path.stem for path in PACKAGE.rglob("*.py")]
    named = [place for place, node in definitions() if words(node.name) & AVOIDED]
    assert not named + [stem for stem in files if words(stem) & AVOIDED]


def test_a_docstring_says_what_is_returned_or_changed():
    vague = [
        place for place, node in definitions() if (ast.get_docstring(node) or "").startswith(VAGUE)
    ]
    assert not vague
