"""What goes along with a release is as coach is: manual page, completions, container, version."""

import re
import tomllib

import coach
from coach.cli.groups import COMMAND_MODULES
from distribution.make import FOLDER, make_files
from distribution.manual_page import escape_roff
from tests.paths import ROOT

MANUAL = (FOLDER / "coach.1").read_text("utf-8")
MACROS = {'.\\"', ".TH", ".SH", ".SS", ".PP", ".TP", ".B", ".BR", ".I", ".EX", ".EE"}


def test_the_manual_page_and_the_completions_are_those_of_this_version():
    for name, text in make_files().items():
        kept = (FOLDER / name).read_text(encoding="utf-8")
        assert kept == text, f"{name}: run python -m distribution.make"


def test_the_manual_page_describes_each_command_in_known_macros():
    assert re.findall(r"^\.SS coach (\S+)$", MANUAL, re.MULTILINE) == list(COMMAND_MODULES)
    assert {line.split()[0] for line in MANUAL.splitlines() if line[:1] in (".", "'")} <= MACROS


def test_a_text_of_help_is_no_request_to_roff():
    assert escape_roff("'quoted\\ -x") == "\\&'quoted\\e \\-x"
    assert escape_roff("one\n.SH two") == "one .SH two"


def test_the_changelog_has_this_version_with_its_day_above_all_others():
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    heads = [head for head in re.findall(r"^## (.+)$", text, re.MULTILINE) if head != "Unreleased"]
    assert re.fullmatch(rf"{re.escape(coach.__version__)} - \d{{4}}-\d\d-\d\d", heads[0])


def test_the_container_is_built_from_all_that_the_wheel_is_built_from():
    text = (ROOT / "Containerfile").read_text("utf-8")
    copied = " ".join(re.findall(r"^COPY ([^-].*) \S+$", text, re.MULTILINE)).split()
    assert not [name for name in copied if not (ROOT / name).exists()]
    build = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]
    wheel = build["targets"]["wheel"]
    for name in (*wheel["include"], *wheel["shared-data"]):
        path = name.lstrip("/")
        assert path in copied or path.partition("/")[0] in copied, name
