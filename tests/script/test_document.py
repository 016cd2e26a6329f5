"""Text that is no script at all: each fault has its place, what was found, and a hint."""

import pytest
import yaml

from coach.errors import MachineError, ScriptError
from coach.script import document
from coach.script.document import MAX_FILE_BYTES, MAX_NESTING, decode, load_text, read_yaml

LOADERS = [yaml.SafeLoader, *([yaml.CSafeLoader] if yaml.__with_libyaml__ else [])]


@pytest.fixture(params=LOADERS, ids=lambda loader: loader.__name__, autouse=True)
def either_loader(request, monkeypatch):
    """Not every machine has the loader in C; both must say the same."""
    monkeypatch.setattr(document, "_Loader", request.param)


def fault(text):
    """Give the one problem of a text, as `line:column message | hint`."""
    with pytest.raises(ScriptError) as caught:
        read_yaml(text, "x.yaml")
    (problem,) = caught.value.problems
    assert problem.where.path == "x.yaml"
    return f"{problem.where.line}:{problem.where.column} {problem.message} | {problem.hint}"


@pytest.mark.parametrize("text", ["", "   \n\n", "# only a comment\n"])
def test_an_empty_file_is_told_how_to_start(text):
    expected = "1:1 expected a script, found an empty file | coach new FILE writes a start"
    assert fault(text) == expected


SLIPS = {
    "tab": ("title: T\nsteps:\n\t- a\n", "3:1 expected spaces, found a tab"),
    "tab behind spaces": ("steps:\n  - say: a\n  \t  pause: 3s\n", "3:3 expected spaces, found"),
    "no-break space": ("steps:\n\u00a0 - a\n", "2:1 expected spaces, found the character U+00A0"),
    "colon in a value": ("title: Back: day 1\n", "1:12 expected text, found a colon"),
    "colon in a step": ("steps:\n  - say: Now: in\n", "2:13 expected text, found a colon"),
    "colon behind quotes": ('title: "x": y\n', "1:11 expected text, found a colon"),
    "key too deep": ("title: T\n  steps: [a]\n", "2:3 expected a key under the keys above"),
    "key far too deep": ("- say: a\n      pause: 3s\n", "2:7 expected a key under the keys"),
    "colon without space": ("title:T\nsteps:\n  - a\n", "1:7 expected a space after the colon"),
    "double quote": ('a: b\ntitle: "abc\nsteps: [a]\n', "2:8 expected a closing quote, found the"),
    "single quote": ("title: 'abc\nsteps: [a]\n", "1:8 expected a closing quote, found the end"),
    "words behind quotes": ('- "{side}" knee\n', '1:12 expected the end of the line after ", fo'),
    "apostrophe": ("title: 'don't'\n", "1:13 expected the end of the line after ', found"),
    "text after braces": ("- say: {side} up\n", "1:15 expected the end of the line after }, fo"),
    "text after brackets": (
        "- [Ready] go\n",
        "1:11 expected the end of the line after ], found 'go'",
    ),
    "at": ("title: @home\n", "1:8 expected a value, found the character '@'"),
    "percent": ("title: %50\n", "1:8 expected a value, found the character '%'"),
    "backtick": ("title: `x`\n", "1:8 expected a value, found the character '`'"),
    "stars": ("title: *bold*\n", "1:8 expected a value, found the character '*'"),
    "unknown alias": ("title: *x\n", "1:8 expected a value, found the character '*'"),
    "ampersand": ("title: & x\n", "1:8 expected a value, found the character '&'"),
    "bar": ("title: |x\n  a\n", "1:8 expected a value, found the character '|'"),
    "tag": ("title: !now\n", "1:8 expected a value, found the tag '!now'"),
    "python tag": ("a: !!python/name:os.system ''\n", "1:4 expected a value, found the tag '!!py"),
    "open list": ("steps: [a\nlength: 3\n", "2:7 expected a comma or ']', found ':"),
    "open mapping": ("calls: {a\nlength: 3\n", "2:7 expected a comma or '}', found ':"),
    "wrong bracket": ("steps: [a, b}\n", "1:13 expected a comma or ']', found '}'"),
    "bracket alone": ("steps: ]\n", "1:8 expected a value, found ']'"),
    "list on the line": ("steps: - a\n", "1:8 expected a value, found a dash"),
    "word alone": ("a: b\nsteps\nc: d\n", "2:1 expected a key and a colon, found 'steps'"),
    "out of line": ("steps:\n  - a\n - b\n", "3:2 expected this line in the column of its ne"),
    "key out of line": ("- say: a\n pause: 3s\n", "2:2 expected this line in the column of"),
    "backslash": ('title: "C:\\dir"\n', "expected text, found a backslash that escapes nothing"),
    "too big a letter": ('title: "\\U00110000"\n', "found a backslash that escapes nothing"),
    "second document": ("a: b\n---\nc: d\n", "2:1 expected one document, found a second one"),
    "after the end": ("a: b\n...\nc d\n", "3:1 expected one document, found 'c d' after its end"),
}


@pytest.mark.parametrize(("text", "expected"), SLIPS.values(), ids=SLIPS)
def test_a_slip_is_told_in_the_terms_of_its_author(text, expected):
    found = fault(text)
    assert expected in found
    assert found.endswith("| None") == (text == "steps: ]\n")  # nothing more can be said of it


@pytest.mark.parametrize("text", ["%FOO\ntitle: T\n", "%YAML 3.0\n---\na: b\n", ": c\n"])
def test_what_no_rule_knows_still_has_a_place(text):
    assert fault(text)[:2] in ("1:", "2:")


@pytest.mark.parametrize(
    "text",
    [
        "[" * 10_000,
        "{a: " * 10_000,
        "- " * 10_000 + "a",
        "? " * 10_000 + "a",
        "\n".join(" " * n + "a:" for n in range(1_000)),
    ],
    ids=["brackets", "braces", "dashes", "marks", "keys"],
)
def test_deep_nesting_is_refused_before_it_costs(text):
    assert f"expected at most {MAX_NESTING} levels of nesting, found more" in fault(text)


def test_more_values_than_a_person_writes_are_refused(monkeypatch):
    monkeypatch.setattr(document, "MAX_YAML_EVENTS", 100)
    assert "expected at most 100 values in one file" in fault("- a\n" * 200)


@pytest.mark.parametrize(
    "sign", ["\x00", "\x07", "\x1b", "\x7f", "\x80", "\x9f", "\ud800", "\uffff"]
)
def test_a_control_character_is_named_at_its_place(sign):
    expected = f"2:9 expected text, found the control character U+{ord(sign):04X}"
    assert fault(f"title: T\nwords: é{sign}x\n").startswith(expected)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_the_way_the_parser_counts_them(end):
    assert fault(f"a: b{end}c: d{end}e: \x00").startswith("3:4 ")
    assert fault(f"a: b{end}c: d{end}e: @").startswith("3:4 ")


def test_columns_are_counted_in_letters():
    assert fault("name: ['é😀', @]\n").startswith("1:14 ")


def wrong_bytes(content):
    with pytest.raises(ScriptError) as caught:
        decode(content, "x.yaml")
    (problem,) = caught.value.problems
    assert problem.hint
    return str(problem).splitlines()[0]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_utf_16_is_called_by_its_name(encoding):
    assert wrong_bytes("title: Café\n".encode(encoding)) == (
        "x.yaml:1:1: expected UTF-8 text, found UTF-16"
    )


def test_latin_1_is_told_at_the_letter():
    wrong = "title: é\nsäy: Café\n".encode().replace("fé".encode(), b"f\xe9")
    assert wrong_bytes(wrong) == "x.yaml:2:9: expected UTF-8 text, found the byte 0xe9"


def test_one_zero_byte_is_not_taken_for_utf_16():
    assert fault(decode(b"title: a\x00b\n", "x.yaml")).startswith(
        "1:9 expected text, found the con"
    )


def test_a_mark_of_utf_8_is_no_part_of_the_text():
    text = decode("title: @\n".encode("utf-8-sig"), "x.yaml")
    assert fault(text).startswith("1:8 ")


def test_a_file_of_100_mb_is_refused_unread(tmp_path):
    path = tmp_path / "big.yaml"
    with path.open("wb") as file:
        file.truncate(100_000_000)  # sparse: nothing is written
    with pytest.raises(ScriptError, match="expected a script, found a file of more than 1 MB"):
        load_text(path, "big.yaml")


def test_a_file_as_large_as_may_be_is_read(tmp_path):
    path = tmp_path / "large.yaml"
    path.write_bytes(b"#" * MAX_FILE_BYTES)
    assert len(load_text(path, "large.yaml")) == MAX_FILE_BYTES


def test_what_cannot_be_read_is_the_machines_fault(tmp_path):
    for path in (tmp_path, tmp_path / "none.yaml"):
        with pytest.raises(MachineError, match=r"x\.yaml: cannot be read: "):
            load_text(path, "x.yaml")
