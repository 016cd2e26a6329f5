"""`coach new`: a routine or a card to start from, or a copy of one that is there."""

import json
from pathlib import Path

import pytest

from coach.cli.new import complete_copied, new
from coach.pipeline import prepare_session
from coach.plan.request import SessionRequest
from coach.script.library import load_exercise
from coach.script.starters import Starter
from coach.system.paths import routine_names, script_paths, user_folder
from tests.commanding import run_coach


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def error_of(*options: str) -> tuple[int, list[str]]:
    ran = run_coach("new", *options)
    return ran.code, ran.err.splitlines()


def test_a_new_card_is_good_and_easy_to_follow():
    ran = run_coach("new", "--card", "heel-raise.yaml")
    assert (ran.code, ran.err) == (0, "")
    place = user_folder() / "exercises"
    assert ran.out == (
        "heel-raise.yaml: fill it in, then: coach check heel-raise.yaml\n"
        f"In {place} every routine finds it: - exercise: heel-raise\n"
    )
    assert run_coach("check", "-v", "tone", "--style", "heel-raise.yaml").code == 0
    place.mkdir(parents=True)
    Path("heel-raise.yaml").rename(place / "heel-raise.yaml")
    Path("mine.yaml").write_text("title: T\nsteps: [exercise: heel-raise]\n", encoding="utf-8")
    assert "Heel raise" in run_coach("plan", "mine.yaml", "-v", "tone").out


def test_nothing_is_replaced():
    Path("mine.yaml").write_text("title: Mine\n")
    for more in ((), ("--card",), ("--from", "box-breathing")):
        code, lines = error_of("mine.yaml", *more)
        assert (code, lines[0]) == (2, "error: mine.yaml: the file exists")
    assert Path("mine.yaml").read_text() == "title: Mine\n"


@pytest.mark.parametrize("name", ["desk-break", "Desk break", "DESK_BREAK"])
def test_a_routine_is_copied_by_its_name_however_it_is_written(name):
    ran = run_coach("new", "mine.yaml", "--from", name)
    assert (ran.code, ran.err) == (0, "")
    next_step = "edit it, then: coach check mine.yaml, coach play mine.yaml"
    assert ran.out == f"mine.yaml: a copy of desk-break; {next_step}\n"


def test_a_copy_of_a_routine_is_good_and_lasts_the_same():
    run_coach("new", "mine.yaml", "--from", "desk-break")
    assert run_coach("check", "-v", "tone", "mine.yaml").code == 0
    for seed, length in ((0, None), (5, None), (5, 300_000)):
        request = SessionRequest("tone", seed=seed, length=length)
        shipped, copied = (prepare_session(one, request) for one in ("desk-break", "mine.yaml"))
        assert copied.script() == shipped.script()
        assert copied.length == shipped.length


@pytest.mark.parametrize("name", routine_names())
def test_a_copy_differs_from_its_routine_in_its_schema_alone(name):
    assert run_coach("new", "mine.yaml", "--from", name).code == 0
    shipped = script_paths("routines")[name].read_text(encoding="utf-8")
    copied = Path("mine.yaml").read_text(encoding="utf-8")
    assert copied.split("\n")[1:] == shipped.split("\n")[1:]
    assert copied.split("\n")[0] == "# yaml-language-server: $schema=.coach/routine.json"


@pytest.mark.parametrize(("name", "kind"), [("bridge", "exercise"), ("pacing", "talk")])
def test_a_card_and_a_talk_are_copied_as_well(name, kind):
    ran = run_coach("new", "mine.yaml", "--from", name)
    assert ran.out.startswith(f"mine.yaml: a copy of {name}; edit it, then: coach check mine.yaml")
    assert (
        Path("mine.yaml")
        .read_text()
        .startswith(f"# yaml-language-server: $schema=.coach/{kind}.json")
    )
    assert run_coach("check", "-v", "tone", "mine.yaml").code == 0


def test_where_a_routine_and_a_card_have_one_name_card_means_the_card():
    run_coach("new", "routine.yaml", "--from", "breathing")
    assert "sections:" in Path("routine.yaml").read_text()
    run_coach("new", "mine.yaml", "--card", "--from", "breathing")
    card = load_exercise(Path("mine.yaml"))
    assert (card.name, card.slug) == ("Slow breathing", "mine")


def test_own_scripts_are_copied_and_so_are_files():
    own = user_folder() / "routines" / "own.yaml"
    own.parent.mkdir(parents=True)
    own.write_text("title: Own\nsteps: [Hello.]\n", encoding="utf-8")
    for number, source in enumerate(("own", str(own))):
        assert run_coach("new", f"{number}.yaml", "--from", source).code == 0
        assert Path(f"{number}.yaml").read_text() == own.read_text()
    assert error_of("3.yaml", "--from", "no/such.yaml") == (
        2,
        ["error: no/such.yaml: no such file"],
    )


def test_what_is_unknown_names_the_nearest():
    code, lines = error_of("mine.yaml", "--from", "lower-bakc")
    assert (code, lines[0]) == (2, "error: no routine, card or talk is called 'lower-bakc'")
    assert lines[1].startswith("  hint: did you mean 'lower-back'")
    assert "lower-back-stretch" in lines[1]
    code, lines = error_of("mine.yaml", "--card", "--from", "brigde")
    assert (code, lines[0]) == (2, "error: no card is called 'brigde'")
    assert lines[1].startswith("  hint: did you mean 'bridge'")
    code, lines = error_of("mine.yaml", "--from", "xyzzy")
    assert lines[1] == "  hint: coach list, coach exercises and coach learn name what there is"
    assert not Path("mine.yaml").exists()


@pytest.mark.parametrize(
    ("options", "kind"),
    [
        ((), "routine"),
        (("--card",), "exercise"),
        (("--from", "desk-break"), "routine"),
        (("--from", "plank"), "exercise"),
    ],
)
def test_the_schema_that_the_first_line_names_is_written_beside(options, kind):
    (user_folder() / "exercises").mkdir(parents=True)
    (user_folder() / "exercises" / "my-own.yaml").write_text("name: My own\n")
    assert run_coach("new", "mine.yaml", *options).code == 0
    first = Path("mine.yaml").read_text(encoding="utf-8").split("\n")[0]
    assert first == f"# yaml-language-server: $schema=.coach/{kind}.json"
    written = Path(".coach", f"{kind}.json").read_text(encoding="utf-8")
    assert json.loads(written) == json.loads(run_coach("schema", kind).out)
    assert '"my-own"' in written


def test_an_older_schema_beside_is_replaced_and_one_that_cannot_be_is_noted():
    Path(".coach").mkdir()
    Path(".coach", "routine.json").write_text("old")
    assert run_coach("new", "one.yaml").err == ""
    assert Path(".coach", "routine.json").read_text(encoding="utf-8").startswith("{")
    Path("sub").mkdir()
    Path("sub", ".coach").write_text("a file")
    ran = run_coach("new", "sub/two.yaml")
    assert ran.code == 0
    assert ran.err.startswith("note: an editor cannot complete it: ")
    assert Path("sub", "two.yaml").is_file()


def test_what_can_be_copied_is_completed():
    names = complete_copied("lower-back")
    assert names == ["lower-back", "lower-back-strength", "lower-back-stretch"]
    assert {"bridge", "breathing", "pacing"} <= set(complete_copied(""))


def test_a_file_that_cannot_be_written_is_not_half_there(monkeypatch):
    monkeypatch.setattr(
        "coach.script.starters.load_starter", lambda card: Starter("title: \udcff\n", card)
    )
    with pytest.raises(UnicodeEncodeError):
        new(Path("mine.yaml"))
    assert not Path("mine.yaml").exists()
