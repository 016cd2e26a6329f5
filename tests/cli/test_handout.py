"""`coach handout`: its options, its manners with files, and whose limits it minds."""

import re
from unittest.mock import Mock

import pytest

from coach.errors import MachineError, Problem
from coach.exports.handout import sheet_writer
from tests.commanding import at_terminal, run_coach

SMALL = "title: Small\nsteps:\n  - {work: Plank, hold: 30s, sets: 2}\n"
TONE = ("--voice", "tone")


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    (tmp_path / "small.yaml").write_text(SMALL)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_it_writes_a_sheet_and_says_what_is_on_it(here):
    ran = run_coach("handout", "small.yaml", *TONE, "--url", "https://a.test")
    assert (ran.code, ran.out) == (0, "small-handout.html: Small, 2 minutes, 1 exercise\n")
    text = (here / "small-handout.html").read_text("utf-8")
    assert "30 seconds, 2 sets" in text
    assert 'href="https://a.test"' in text


def test_what_is_told_stands_on_it(here):
    told = {
        "--for": "Ann", "--from": "Clinic <A&B>", "--phone": "01632", "--often": "twice a day",
        "--next-visit": "3 May",
    }  # fmt: skip
    words = [word for pair in told.items() for word in pair]
    assert run_coach("handout", "small.yaml", *TONE, *words, "-o", "s.html").code == 0
    text = (here / "s.html").read_text("utf-8")
    for value in ("Ann", "Clinic &lt;A&amp;B&gt;", "01632", "twice a day", "3 May"):
        assert value in text


def test_without_an_address_there_is_a_note_and_no_code(here):
    ran = run_coach("handout", "small.yaml", *TONE)
    assert ran.err == "note: no QR code on it: --url says where the session can be heard\n"
    assert 'class="code"' not in (here / "small-handout.html").read_text("utf-8")


def test_without_the_library_there_is_a_note_and_the_address(here, monkeypatch):
    monkeypatch.setattr("coach.exports.qr_modules.can_make_codes", lambda: False)
    monkeypatch.setattr(sheet_writer, "can_make_codes", lambda: False)
    ran = run_coach("handout", "small.yaml", *TONE, "--url", "https://a.test/b")
    assert re.fullmatch(r"note: no QR code on it, only the address: .*segno.*\n", ran.err)
    assert ">a.test/b</a>" in (here / "small-handout.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("small.yaml -o s.txt", "expected a file that ends in .html or .pdf, found '.txt'"),
        ("small.yaml -o s", "found no suffix"),
        ("small.yaml -o .", "found a folder"),
        ("small.yaml -o no/s.html", "there is no folder no"),
        ("small.yaml --url a.test", "--url: expected an address, found 'a.test'"),
        ("small.yaml --url https://", "--url: expected an address"),
        (f"small.yaml --url https://{'a' * 250}", "--url: expected at most 250 characters"),
        (f"small.yaml --for {'a' * 81}", "--for: expected at most 80 characters, found 81"),
        ("small.yaml --from a\x1bb", "--from: expected a line of text"),
        ("small.yaml --paper a3", "--paper"),
        ("what-it-is", "what-it-is is a talk"),
        ("nobody", "no routine is called 'nobody'"),
        ("small.yaml --say plank", "expected NAME or --say, found both"),
        ("", "expected the NAME of a routine"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_written(here, words, said):
    ran = run_coach("handout", *words.split(" " if words else None), *TONE)
    assert ran.code == 2
    assert said in ran.err
    assert [path.name for path in here.iterdir()] == ["small.yaml"]


def test_a_file_that_exists_is_replaced_only_where_that_is_said(here):
    (here / "s.html").write_text("mine")
    ran = run_coach("handout", "small.yaml", *TONE, "-o", "s.html")
    assert (ran.code, (here / "s.html").read_text()) == (2, "mine")
    assert "--force replaces it" in ran.err
    code, shown = at_terminal(
        "handout", "small.yaml", *TONE, "-o", "s.html", talk=[("Replace it?", "n\r")]
    )
    assert (code, (here / "s.html").read_text()) == (2, "mine"), shown
    assert run_coach("handout", "small.yaml", *TONE, "-o", "s.html", "--force").code == 0
    assert "Plank" in (here / "s.html").read_text("utf-8")


def test_a_pdf_that_cannot_be_made_leaves_nothing(here, monkeypatch):
    failed = MachineError(Problem("no PDF"))
    monkeypatch.setattr(sheet_writer, "check_pdf", lambda: None)
    monkeypatch.setattr(sheet_writer, "render_pdf", Mock(side_effect=failed))
    (here / "s.pdf").write_text("old")
    ran = run_coach("handout", "small.yaml", *TONE, "-o", "s.pdf", "--force")
    assert ran.code == 3
    assert sorted(path.name for path in here.iterdir()) == ["s.pdf", "small.yaml"]
    assert (here / "s.pdf").read_text() == "old"


def test_exercises_may_be_said(here):
    ran = run_coach("handout", "--say", "plank 30s, squats 3x10", *TONE, "-o", "s.html")
    assert ran.out.endswith("2 exercises\n")
    assert "3 sets of 10" in (here / "s.html").read_text("utf-8")


def test_the_limits_of_whoever_prints_it_are_not_on_it_but_told(here):
    assert run_coach("config", "limits", "pregnant").code == 0
    first = run_coach("handout", "physio-sheet", *TONE, "-o", "a.html")
    assert "it does not mind your limits" in first.err
    assert "--limits pregnant" in first.err
    asked = run_coach("handout", "physio-sheet", *TONE, "-o", "b.html", "--limits", "pregnant")
    assert "limits" not in asked.err
    assert "Leg only" not in (here / "a.html").read_text("utf-8")
    assert "Leg only" in (here / "b.html").read_text("utf-8")


def test_it_is_the_same_on_every_day(here, monkeypatch):
    run_coach("handout", "small.yaml", *TONE, "-o", "a.html")
    monkeypatch.setattr("coach.cli.session_request._daily_seed", lambda: 1)
    run_coach("handout", "small.yaml", *TONE, "-o", "b.html")
    assert (here / "a.html").read_bytes() == (here / "b.html").read_bytes()
