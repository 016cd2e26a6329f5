import os
import signal
import subprocess
import sys
import threading

import pytest

from coach.cli.signals import exit_on_signals
from coach.system.interrupts import TYPED_SIGNALS, defer_interrupts, list_ending_signals


@pytest.fixture(autouse=True)
def _ctrl_c_is_answered():
    """Whoever runs the tests in the background may have it ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def interrupted(done: list[str], number: int = signal.SIGINT, *, answers: bool) -> None:
    with defer_interrupts() as answer:
        os.kill(os.getpid(), number)
        done.append("this goes on")
        if answers:
            answer()
        done.append("so does this")
    done.append("this does not")


@pytest.mark.parametrize("answers", [True, False])
def test_ctrl_c_waits_until_it_is_answered_or_to_the_end(answers):
    done: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        interrupted(done, answers=answers)
    assert done == ["this goes on", "so does this"][: 1 if answers else 2]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@pytest.mark.parametrize("number", list_ending_signals())
def test_who_is_told_to_end_does_so_by_its_own_code(number):
    with exit_on_signals():
        with pytest.raises(SystemExit) as ended:
            interrupted([], number, answers=True)
        assert ended.value.code == 128 + number
        assert signal.getsignal(number) is signal.SIG_IGN


def test_what_is_ignored_stays_ignored_and_other_threads_are_let_be():
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with defer_interrupts():
            os.kill(os.getpid(), signal.SIGINT)
    finally:
        signal.signal(signal.SIGINT, before)
    found = []

    def elsewhere() -> None:
        with defer_interrupts() as answer:
            answer()
            found.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert found == [before]


EACH_ALONE = """
import os, resource, signal
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
for number in signal.valid_signals():
    child = os.fork()
    if not child:
        if number not in (signal.SIGKILL, signal.SIGSTOP):
            signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)
        os._exit(0)
    _, status = os.waitpid(child, os.WUNTRACED)
    if os.WIFSTOPPED(status):
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    elif os.WIFSIGNALED(status):
        print(number.value if hasattr(number, "value") else number)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="knows the signals of Linux")
def test_whatever_ends_a_program_is_answered_but_a_fault_of_its_own():
    """Held against what the system does with each signal by itself."""
    command = [sys.executable, "-c", EACH_ALONE]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    faults = {signal.SIGILL, signal.SIGFPE, signal.SIGBUS, signal.SIGSEGV}
    others = {signal.SIGINT, signal.SIGKILL, signal.SIGPIPE, signal.SIGXFSZ}
    ending = {int(number) for number in ran.stdout.split()}
    assert ending == {*list_ending_signals(), *faults, *others}
    assert set(TYPED_SIGNALS) <= ending
