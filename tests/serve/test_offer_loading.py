"""What can be asked for is found out in two steps: the list does not wait for the voices."""

import re
import subprocess
import sys
from dataclasses import replace
from threading import Event

from coach.catalog import CatalogEntry
from coach.cli import serve as command
from coach.errors import MachineError, Problem
from coach.serve.offer_loading import OfferLoading
from coach.serve.session_form import Offer
from tests.serve.serving_here import OFFER, make_serving, serve

START = """
import sys
import coach.cli.serve as command
command._load_offer = command._add_voices = lambda *_: None
serving = command._make_serving(None, 8000, lan=False, renew=False)
from coach.serve.running_server import make_server
make_server(serving)
print(*sys.modules)
serving.stop()
"""


def test_the_list_comes_before_the_voices_and_the_form_with_them():
    found = Event()

    def add_voices(offer):
        assert found.wait(20)
        return replace(offer, voices=OFFER.voices)

    serving = make_serving()
    serving.loading = OfferLoading(lambda _progress: replace(OFFER, voices=()), add_voices)
    with serve(serving) as one:
        assert "Box &lt;breathing&gt;" in one.get("/").text
        assert not serving.loading.is_complete
        found.set()
        assert 'value="tone"' in one.get("/make/box-breathing").text


def test_what_suits_today_stands_first_under_a_heading_of_its_own():
    entries = tuple(CatalogEntry(name, name.title(), usual=60_000) for name in "abc")
    broken = CatalogEntry("d", "D", problem="it is wrong")
    serving = make_serving(offer=Offer((*entries, broken), ()))
    with serve(serving) as one:
        assert _list_routines(one.get("/").text) == {"Make a session": ["a", "b", "c"]}
        serving.list_for_today = lambda: ("c", "gone", "d", "a")
        assert _list_routines(one.get("/").text) == {
            "Make one for today": ["c", "a"],
            "Make another one": ["b"],
        }


def test_a_log_that_cannot_be_read_keeps_nobody_from_the_list():
    faults = []
    serving = make_serving(faults=faults)

    def fail():
        raise MachineError(Problem("log-2026.jsonl: cannot be read"))

    serving.list_for_today = fail
    with serve(serving) as one:
        assert list(_list_routines(one.get("/").text)) == ["Make a session"]
    assert [type(fault) for fault in faults] == [MachineError]


def test_the_command_lists_what_coach_today_would_offer():
    assert command._list_for_today()[-1] == "lower-back"


def _list_routines(page):
    """Return the routines of a page, below their headings."""
    parts = page.split("<h2>")[1:]
    found = {part.partition("<")[0]: re.findall(r'href="/make/([^"]+)"', part) for part in parts}
    return {heading: names for heading, names in found.items() if names}


def test_what_goes_wrong_with_the_voices_is_reported_and_the_rest_is_offered():
    faults = []
    loading = OfferLoading(lambda _progress: OFFER, lambda offer: offer.voices[9], faults.append)
    loading.wait_for_all(5)
    assert (loading.offer, loading.problem) == (OFFER, None)
    assert [type(fault) for fault in faults] == [IndexError]


def test_what_goes_wrong_with_the_list_is_reported_once_and_shown():
    faults, serving = [], make_serving()
    serving.loading = OfferLoading(lambda _progress: OFFER.entries[9], report_fault=faults.append)
    with serve(serving) as one:
        assert [one.get("/").status for _ in range(2)] == [500, 500]
    assert [type(fault) for fault in faults] == [IndexError]


def test_a_server_starts_without_what_plans_a_session():
    done = subprocess.run([sys.executable, "-c", START], capture_output=True, text=True, check=True)
    late = {"numpy", "coach.pipeline", "coach.plan.planner", "coach.script.exercise", "av"}
    assert not late & set(done.stdout.split())


def test_what_says_one_thing_has_no_empty_card():
    maker = make_serving().maker
    assert '<div class="card">' not in maker.message("many").text
    assert '<div class="card"><p>' in maker.message("missing", "missing_note").text
