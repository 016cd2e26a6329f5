"""How text is printed: in a pipe, in plain output, in a pager, and whatever the text is."""

import re
import sys
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO

import pytest

from coach.catalog import CatalogEntry
from coach.checks import machine_check
from coach.checks.finding import CheckOutcome, Finding
from coach.cli.display.screen_lines import make_status_printable
from coach.cli.groups import COMMAND_MODULES
from coach.cli.main import main
from coach.live.status import Phase, Segment, Status
from coach.system.paths import user_folder
from tests.commanding import Ran, run_coach

DRAWN = re.compile("[\u2500-\u259f▸✓✗]")
COLOURS = re.compile(r"\x1b\[[0-9;]*m")
ESCAPE = "evil\x1b]0;PWN\x07\x1b[31m\x9b5m"
SPLIT = "two\nlines"
TURNED = "\u202egnp\u200b.exe"
SMALL = (
    f'title: "{TURNED}"\ndescription: Some {"long " * 40}words.\nsteps: [Hi there., {{hold: 5s}}]\n'
)
SMALL = SMALL.replace("\u202e", "\\u202e").replace("\u200b", "\\u200b")


class Terminal(StringIO):
    """What a terminal is to a program: colours are wanted."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


@pytest.fixture
def at_screen(monkeypatch):
    """Run coach in this process as if at a terminal of 80 by 24."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    wanted = {"TERM": "xterm", "COLUMNS": "80", "LINES": "24"}
    for name, value in wanted.items():
        monkeypatch.setenv(name, value)

    def run(*options: str) -> Ran:
        out, err = Terminal(), StringIO()
        with monkeypatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            patch.setattr(sys, "argv", ["coach", *options])
            patch.setattr(sys, "stdin", StringIO())
            with pytest.raises(SystemExit) as ended:
                main()
        return Ran(int(ended.value.code or 0), out.getvalue(), err.getvalue())

    return run


@pytest.fixture(autouse=True)
def long_routine():
    """A routine whose plan is longer than a screen, and quickly made."""
    parts = "".join(f"  - {{title: Part {number}, steps: [Go on.]}}\n" for number in range(25))
    text = f"title: Long\ndescription: {'A long one. ' * 12}\nsections:\n{parts}"
    path = user_folder() / "routines" / "long.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def hostile(monkeypatch):
    """Routines and a card whose names and titles are made to be obeyed."""
    names = (ESCAPE, SPLIT, TURNED)
    for kind in ("routines", "exercises", "talks"):
        (user_folder() / kind).mkdir(parents=True, exist_ok=True)
        for name in names:
            text = SMALL if kind == "routines" else "titel: x\n"
            (user_folder() / kind / f"{name}.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setattr("coach.catalog.routine_names", lambda: names)
    return [str(user_folder() / "routines" / f"{name}.yaml") for name in names]


@pytest.fixture
def findings(monkeypatch):
    told = [
        Finding("coach", CheckOutcome.OK, "1"),
        Finding("voice", CheckOutcome.DEGRADED, "a voice that is " + "long " * 30, "install one"),
    ]
    monkeypatch.setattr(machine_check, "run_checks", lambda: iter(told))


@pytest.fixture
def measured(monkeypatch):
    monkeypatch.setattr(
        "coach.catalog._measure_routine",
        lambda name, _: CatalogEntry(name, name.title(), "A long description. " * 12, 1, 2, 3),
    )


PRINTING = [
    ("list", "-v", "tone"),
    ("show", "long", "-v", "tone"),
    ("plan", "long", "-v", "tone"),
    ("exercises",),
    ("exercises", "bridge"),
    ("learn",),
    ("learn", "sleep", "--read"),
    ("voices",),
    ("doctor",),
]
NO_PAGER = dict.fromkeys(("show", "plan", "exercises", "learn"), ("--no-pager",))


@pytest.mark.usefixtures("findings", "measured")
@pytest.mark.parametrize("options", PRINTING, ids=" ".join)
def test_in_a_pipe_nothing_is_drawn_coloured_or_wrapped(options, at_screen, own_folders):
    piped = run_coach(*options, columns=40)
    assert piped.code == 0
    assert piped.out
    assert not DRAWN.search(piped.out)
    assert "\x1b" not in piped.out
    assert piped.out == run_coach(*options, columns=200).out
    # And neither in plain output at a terminal, however that is asked for.
    assert at_screen(*options, "--plain").out == piped.out
    config = own_folders / "config" / "config.yaml"
    config.parent.mkdir(exist_ok=True)
    config.write_text("plain: true\n")
    assert at_screen(*options).out == piped.out
    config.unlink()
    assert at_screen(*options, *NO_PAGER.get(options[0], ())).out != piped.out


@pytest.mark.usefixtures("findings", "measured")
@pytest.mark.parametrize("options", [("list",), ("exercises",), ("learn",), ("voices",)], ids=str)
def test_a_list_in_a_pipe_has_a_line_for_each_name_and_tabs_between(options):
    lines = run_coach(*options).out.splitlines()
    assert len(lines) > 5
    assert len({line.split("\t")[0] for line in lines}) == len(lines)
    assert all(2 <= len(line.split("\t")) <= 5 for line in lines)


@pytest.mark.parametrize("name", [*COMMAND_MODULES])
def test_every_command_takes_plain_and_has_a_plain_usage_line(name):
    out = run_coach(name, "-h").out
    assert "--plain" in out
    assert re.match(rf"Usage: coach {name} \[OPTIONS\][^{{}}]*\n", out)


@pytest.mark.usefixtures("measured")
def test_at_a_terminal_a_plan_draws_where_its_time_goes(at_screen):
    out = at_screen("plan", "long", "-v", "tone", "-s", "--no-pager").out
    lines = COLOURS.sub("", out).splitlines()
    (bar,) = (line for line in lines if line and set(line) <= set("▒▸█░·"))
    assert len(bar) == 78
    assert "▒ speech" in out


def test_progress_is_a_line_where_output_is_plain(at_screen, monkeypatch):
    monkeypatch.setattr("coach.cli.progress.is_terminal", lambda *_: True)
    assert at_screen("list", "--voice", "tone", "--plain").err == "Measuring ...\n"


# The pager


@pytest.fixture
def pager(tmp_path, monkeypatch):
    """Make $PAGER a program that keeps what it gets; returns the file where it does."""
    seen = tmp_path / "seen"
    program = f"import sys; open({str(seen)!r}, 'wb').write(sys.stdin.buffer.read())"
    (tmp_path / "pager.py").write_text(program)
    monkeypatch.setenv("PAGER", f"{sys.executable} {tmp_path / 'pager.py'}")
    return seen


LONG = ("plan", "long", "-v", "tone")


def test_a_long_plan_goes_through_the_pager_with_its_colours(at_screen, pager):
    ran = at_screen(*LONG)
    assert (ran.code, ran.out) == (0, "")
    shown = pager.read_text("utf-8")
    assert COLOURS.search(shown)
    assert COLOURS.sub("", shown) == COLOURS.sub("", at_screen(*LONG, "--no-pager").out)


@pytest.mark.parametrize("given", ["cat", "", "no-such-pager", "'"])
def test_where_there_is_no_pager_all_is_printed(at_screen, pager, monkeypatch, given):
    monkeypatch.setenv("PAGER", given)
    assert "Part 24" in at_screen(*LONG).out
    assert not pager.exists()


@pytest.mark.parametrize("how", ["--plain", "--no-pager", "--json", "pipe", "dumb", "short"])
def test_there_is_no_pager_in_a_pipe_or_where_none_is_needed(at_screen, pager, monkeypatch, how):
    if how == "dumb":
        monkeypatch.setenv("TERM", "dumb")
    if how == "short":
        monkeypatch.setenv("LINES", "2000")
    options = [how] if how.startswith("--") else []
    ran = run_coach(*LONG) if how == "pipe" else at_screen(*LONG, *options)
    assert "Part 24" in ran.out
    assert not pager.exists()


@pytest.mark.usefixtures("pager")
def test_a_pager_that_is_left_early_is_no_fault(at_screen, tmp_path):
    (tmp_path / "pager.py").write_text("raise SystemExit(1)")
    assert at_screen(*LONG) == (0, "", "")


# Texts that are made to be obeyed


def all_of_it(ran: Ran) -> str:
    return COLOURS.sub("", ran.out) + ran.err


@pytest.mark.parametrize(
    "command",
    [
        "list",
        "exercises",
        "learn",
        "show",
        "plan",
        "check",
        "export",
        "play",
        "exercises x",
        "nothing",
    ],
)
def test_no_text_of_others_is_obeyed_by_a_terminal(
    at_screen, hostile, tmp_path, monkeypatch, command
):
    monkeypatch.chdir(tmp_path)
    (name, *more) = command.split()
    each = [[path] for path in hostile] if name in ("show", "plan", "check", "export") else [more]
    if name == "play":
        each = [["nothing-like-it"], [f"{ESCAPE}.yaml"]]
    for given in each:
        for run in (at_screen, run_coach):
            options = ["-v", "tone"] if name in ("list", "show", "plan", "export") else []
            extra = ["--force"] if name == "export" else []
            ran = run(name, *given, *options, *extra)
            shown = all_of_it(ran)
            assert shown
            assert ESCAPE not in ran.out + ran.err
            assert "evil\x1b" not in ran.out + ran.err
            assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202e]", shown), shown
    if name == "list":
        assert "two\\u000alines" in shown
        assert "\\u202egnp\\u200b.exe" in shown


@pytest.mark.parametrize(
    "typed", ["play ", "export ", "exercises ", "learn ", "plan --without ", "plan --limits kn"]
)
@pytest.mark.usefixtures("hostile")
def test_only_names_that_can_be_seen_and_typed_are_completed(typed, monkeypatch):
    for shell in ("bash", "zsh", "fish"):
        words = f"coach {typed}"
        monkeypatch.setenv("_COACH_COMPLETE", f"complete_{shell}")
        monkeypatch.setenv("_TYPER_COMPLETE_ARGS", words)
        monkeypatch.setenv("_TYPER_COMPLETE_FISH_ACTION", "get-args")
        monkeypatch.setenv("COMP_WORDS", words)
        monkeypatch.setenv("COMP_CWORD", str(len(words.split(" ")) - 1))
        shown = run_coach().out
        assert shown
        assert "two" not in shown
        assert "evil" not in shown
        assert "gnp" not in shown


def test_no_exported_file_is_named_by_what_hides(hostile, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    parts = "".join(
        f'  - {{title: "{title}", steps: [Hi.]}}\n' for title in ("\\u202Egpj.exe", "a\\u200bb")
    )
    (tmp_path / "mine.yaml").write_text(f"title: T\nsections:\n{parts}")
    ran = run_coach("export", "mine.yaml", "-v", "tone", "--split", "-o", "parts")
    assert ran.code == 0
    names = {path.name for path in (tmp_path / "parts").iterdir()}
    assert names == {"01 gpj.exe.wav", "02 ab.wav", "parts.m3u8"}
    for path in hostile:
        assert run_coach("export", path, "-v", "tone").code == 0
    assert {path.name for path in tmp_path.glob("*.wav")} == {
        "evil ]0;PWN [31m5m.wav",
        "two lines.wav",
        "gnp.exe.wav",
    }


def test_the_screen_shows_what_it_is_given_and_obeys_nothing():
    status = Status(Phase.PLAYING, TURNED, saying=f"Hi {ESCAPE}", segments=(Segment(SPLIT, 0, 9),))
    shown = make_status_printable(status)
    assert shown.title == "\\u202egnp\\u200b.exe"
    assert "\x1b" not in shown.saying
    assert shown.segments[0].title == "two\\u000alines"
    assert make_status_printable(shown) == shown


def test_a_title_that_the_encoding_cannot_say_ends_no_command(tmp_path):
    import io

    (tmp_path / "mine.yaml").write_text("title: Größe 日本\nsteps: [Hi.]\n", encoding="utf-8")
    for encoding in ("ascii", "cp437", "cp1252", "latin-1"):
        raw = io.BytesIO()
        out = io.TextIOWrapper(raw, encoding=encoding)
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out):
            patch.setattr(sys, "argv", ["coach", "show", str(tmp_path / "mine.yaml"), "-v", "tone"])
            with pytest.raises(SystemExit) as ended:
                main()
        assert not ended.value.code
        out.flush()
        assert b"??, 0:" in raw.getvalue()
