"""Bad input by the hundred: no traceback, no hang, no flood of memory, and nothing touched.

`python -m tests.fuzz.run --count 20000` is the long form, and prints a table.
"""

import sys

import pytest

from tests.fuzz.kinds import SHARES, make_case, share_out
from tests.fuzz.run import try_all

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="it is watched by way of /proc")


def found(scripts: int, jobs: int) -> dict[str, str]:
    findings = try_all(share_out(scripts), "1", jobs)
    assert findings.scripts >= scripts * 0.9
    assert set(findings.tallies) == set(SHARES)
    return findings.faults


def test_whatever_is_put_in_ends_in_order():
    assert found(60, 2) == {}


@pytest.mark.slow
@pytest.mark.grid
def test_whatever_is_put_in_ends_in_order_by_the_hundred():
    assert found(250, 2) == {}


@pytest.mark.slow
def test_whatever_is_put_in_ends_in_order_long():
    assert found(20_500, 2) == {}


SEEN = {
    "hang": "hangs: ",
    "die": "the process ended with 7",
    "grow": " MB",
    "fail": "KeyError",
    "read": "Trespass: open /etc/hostname",
    "write": "Trespass: open ",
    "run": "Trespass: subprocess.Popen",
}


def test_what_must_not_be_is_seen(monkeypatch):
    faults = try_all([(kind, 0) for kind in SEEN if kind != "hang"], "1", 1).faults
    # Only here, for a slow machine may take as long as this for what the others do.
    monkeypatch.setattr("tests.fuzz.run.MAX_SECONDS", 0.5)
    faults |= try_all([("hang", 0), ("plod", 0)], "1", 1).faults
    assert {name.removesuffix(":0") for name in faults} == set(SEEN)
    for kind, told in SEEN.items():
        assert told in faults[f"{kind}:0"]


def test_a_case_is_the_same_whenever_its_number_is_drawn():
    from random import Random

    for kind, number in share_out(60):
        first, second = (make_case(kind, Random(f"1/{kind}/{number}")) for _ in range(2))
        assert first == second
