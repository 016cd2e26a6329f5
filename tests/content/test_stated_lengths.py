"""The table of lengths that comes along: it has what is said, and what it says is so.

Where a text was changed, `python scripts/lengths/make.py` makes it anew.
"""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from coach.catalog import list_catalog
from coach.pipeline import load_routine_with_cards, make_planner, prepare_from_planner
from coach.plan.request import Filters, SessionRequest
from coach.plan.target_length import find_target_length
from coach.speech.length_table import find_length_table, load_table
from coach.speech.studio import Studio, open_studio
from coach.speech.voices.natural import NaturalVoice
from coach.system.paths import routine_names
from coach.timeline.source import Utterance
from tests.paths import ROOT
from tests.talks import TALKS

TABLE = ROOT / "scripts" / "lengths" / "natural.txt"
DAYS = (0, 1, 739_584)
"""As written, another day, and a day of these years."""
SPOKEN_LINES = 30


@pytest.fixture(autouse=True)
def natural(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COACH_ENGINE")


@pytest.fixture
def mute(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Have the voice say nothing; gives what it was asked for."""
    asked: list[str] = []

    def note(_self: NaturalVoice, text: str, _pace: int) -> None:
        asked.append(text)
        raise AssertionError(text)

    monkeypatch.setattr(NaturalVoice, "speak", note)
    return asked


@pytest.fixture
def studio() -> Iterator[Studio]:
    with open_studio(None) as opened:
        yield opened


@pytest.mark.own_takes
@pytest.mark.parametrize("day", DAYS)
def test_a_list_of_the_shipped_routines_speaks_nothing(mute: list[str], day: int) -> None:
    entries = list_catalog(SessionRequest(seed=day), lambda _done, _all: None)
    assert mute == []
    assert [entry.name for entry in entries if entry.problem] == []


WISHES = (
    SessionRequest(seed=11),
    SessionRequest(easy=True),
    SessionRequest(filters=Filters(limits=("knee",))),
)
EVERY = [
    pytest.param(
        name,
        replace(wishes, talk=talk),
        id=f"{name}-{talk}-{number}",
        # In the fast ones each talk level meets each wish, and each routine all of both.
        marks=() if (row + column) % 3 == number else pytest.mark.slow,
    )
    for row, name in enumerate(routine_names())
    for column, talk in enumerate(TALKS)
    for number, wishes in enumerate(WISHES)
]


@pytest.mark.own_takes
@pytest.mark.parametrize(("name", "asked"), EVERY)
def test_any_session_is_chosen_without_a_word(
    mute: list[str], studio: Studio, name: str, asked: SessionRequest
) -> None:
    routine, cards = load_routine_with_cards(name)
    make_planner(routine, cards, asked, studio)
    assert mute == []


def test_what_the_table_says_is_what_the_voice_speaks(studio: Studio) -> None:
    """Frames of the voice are rounded, so that another processor may be one or two of them off."""
    routine, cards = load_routine_with_cards("desk-break")
    planner = make_planner(routine, cards, SessionRequest(seed=5), studio)
    table_lengths = dict(studio.media.lengths)
    length = find_target_length(planner, SessionRequest(seed=5))
    # This raises an error for a take that differs by more than can be made to fit.
    prepared = prepare_from_planner(planner, studio, length)
    stated = {source for source in prepared.sheet.sources if isinstance(source, Utterance)}
    stated &= set(table_lengths)
    assert len(stated) >= SPOKEN_LINES
    assert all(studio.media[source].extent == table_lengths[source] for source in stated)
    assert find_length_table(studio.voice)


def test_the_table_is_whole_and_sorted() -> None:
    lines = TABLE.read_text().splitlines()
    assert lines == sorted(lines)
    assert len(load_table(TABLE)) == len(lines) > 2_000
