"""PDF by what is here: a browser that works, one that does not, WeasyPrint, nothing."""

import sys
import types
from pathlib import Path

import pytest

from coach.errors import MachineError
from coach.exports.handout import sheet_pdf
from coach.exports.handout.sheet_pdf import check_pdf, find_browser, render_pdf

BEGIN = """#!{python}
import sys
target = next(word[15:] for word in sys.argv if word.startswith("--print-to-pdf="))
page = sys.argv[-1]
"""
WORKS = 'open(target, "w").write(f"%PDF-1.4 {sys.argv} %%EOF")'
HALF = 'open(target, "w").write("%PDF-1.4")'
FAILS = 'print("no display", file=sys.stderr); sys.exit(1)'
SLEEPS = "import time; time.sleep(60)"


@pytest.fixture
def install(tmp_path, monkeypatch):
    """Put a browser on PATH that does what some lines of Python say; nothing else is there."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sheet_pdf, "USUAL_PLACES", {})
    monkeypatch.setattr(sheet_pdf, "_has_weasyprint", lambda: "weasyprint" in sys.modules)

    def write(lines: str, name: str = "chromium") -> Path:
        path = tmp_path / name
        path.write_text(BEGIN.format(python=sys.executable) + lines)
        path.chmod(0o755)
        return path

    return write


@pytest.fixture
def weasyprint(monkeypatch):
    module = types.ModuleType("weasyprint")

    class HTML:
        def __init__(self, string):
            self.string = string

        def write_pdf(self):
            return self.string.encode()

    module.HTML = HTML
    monkeypatch.setitem(sys.modules, "weasyprint", module)


@pytest.mark.parametrize("name", sheet_pdf.BROWSERS)
def test_any_browser_of_the_family_prints(install, name):
    path = install(WORKS, name)
    assert find_browser() == str(path)
    check_pdf()
    printed = render_pdf("<p>é</p>").decode()
    assert "--headless" in printed
    assert "--user-data-dir=" in printed
    assert "file://" in printed


def test_a_browser_leaves_nothing_behind(install, tmp_path, monkeypatch):
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    install(WORKS)
    render_pdf("x")
    assert not [*(tmp_path / "tmp").iterdir()]


@pytest.mark.parametrize(
    ("lines", "said"),
    [(HALF, "chromium made no PDF"), (FAILS, "chromium made no PDF: no display"), ("", "made no")],
)
def test_what_is_no_whole_pdf_is_an_error_with_a_way_out(install, lines, said):
    install(lines)
    with pytest.raises(MachineError, match=said) as caught:
        render_pdf("x")
    assert "print it there" in caught.value.problems[0].hint


def test_a_browser_that_hangs_is_ended(install, monkeypatch):
    monkeypatch.setattr(sheet_pdf, "SECONDS", 0.3)
    install(SLEEPS)
    with pytest.raises(MachineError, match=r"longer than 0\.3 s"):
        render_pdf("x")


def test_a_browser_that_cannot_be_run_is_an_error(install):
    install(WORKS).write_text("")
    with pytest.raises(MachineError, match="chromium made no PDF"):
        render_pdf("x")


@pytest.mark.usefixtures("weasyprint")
def test_weasyprint_prints_where_no_browser_does(install):
    check_pdf()
    assert render_pdf("<p>é</p>") == "<p>é</p>".encode()
    install(FAILS)
    assert render_pdf("x") == b"x"


@pytest.mark.usefixtures("install")
def test_nothing_that_prints_is_told_before_any_work():
    with pytest.raises(MachineError, match="no Chromium, Chrome or Edge was found"):
        check_pdf()
    with pytest.raises(MachineError, match="no Chromium, Chrome or Edge was found"):
        render_pdf("x")
