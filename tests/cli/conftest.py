"""Coach run within the test, in a folder with a small routine, and as a program beside it."""

import sys
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO

import pytest

from coach.cli.main import main
from tests.cli.program import SMALL, Ran


@pytest.fixture(scope="session")
def takes(tmp_path_factory, shared_takes):
    """A cache for all tests of commands, so that the routines are measured once."""
    cache = tmp_path_factory.mktemp("cache")
    (cache / "takes").symlink_to(shared_takes, target_is_directory=True)
    return cache


@pytest.fixture
def coach(tmp_path, monkeypatch, takes):
    """Run coach in a folder of its own, with a small routine in it, not on a terminal."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COACH_CACHE", str(takes))
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("COACH_DEBUG", raising=False)
    (tmp_path / "small.yaml").write_text(SMALL, encoding="utf-8")

    def run(*options, **more):
        out, err = StringIO(), StringIO()
        with monkeypatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            patch.setattr(sys, "argv", ["coach", *options])
            patch.setattr(sys, "stdin", StringIO())
            for key, value in more.items():
                patch.setenv(key, value)
            with pytest.raises(SystemExit) as ended:
                main()
        ran = Ran(ended.value.code, out.getvalue(), err.getvalue())
        assert "Traceback" not in ran.err
        assert ran.code == 0 or ran.err
        return ran

    return run
