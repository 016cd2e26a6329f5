"""The lengths that a list keeps: measured anew where something they depend on has changed."""

import shutil

import pytest

from coach import catalog
from coach.catalog import CatalogEntry, list_catalog
from coach.plan.request import SessionRequest
from coach.system.paths import cache_folder, user_folder
from tests.paths import ROOT

TONE = SessionRequest("tone")
SHORT = SessionRequest("tone", talk="short")


@pytest.fixture
def measured(monkeypatch):
    """The routines that were measured since it was last cleared; one named wrong is wrong."""
    names = []

    def measure(name, _request):
        names.append(name)
        return CatalogEntry(name, name.title(), problem="wrong" if name == "wrong" else "")

    monkeypatch.setattr(catalog, "_measure_routine", measure)
    return names


def list_again(measured, request=TONE):
    """List the routines, and return which were measured."""
    measured.clear()
    entries = list_catalog(request, lambda _done, _total: None)
    assert [one.name for one in entries] == sorted(one.name for one in entries)
    return list(measured)


def write(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)


def test_all_are_measured_anew_for_another_sound_or_card(measured):
    every = list_again(measured)
    assert len(every) > 10
    assert list_again(measured) == []
    sound = user_folder() / "audio_cues" / "start.wav"
    sound.parent.mkdir(parents=True)
    shutil.copy(ROOT / "audio_cues" / "tick.wav", sound)
    assert list_again(measured) == every
    (sound.parent / "gone.wav").symlink_to("nowhere")
    assert list_again(measured) == []
    write(user_folder() / "exercises" / "mine.yaml", "name: Mine\n")
    assert list_again(measured) == every


def test_of_a_routine_that_changes_only_that_is_measured(measured):
    list_again(measured)
    write(user_folder() / "routines" / "mine.yaml", "title: Mine\n")
    assert list_again(measured) == ["mine"]
    assert list_again(measured) == []
    write(user_folder() / "routines" / "mine.yaml", "title: Mine, and longer\n")
    assert list_again(measured) == ["mine"]
    (user_folder() / "routines" / "gone.yaml").symlink_to("nowhere")
    assert list_again(measured) == ["gone"]


def test_a_wrong_one_is_read_each_time_and_keeps_no_other_from_being_kept(measured):
    write(user_folder() / "routines" / "wrong.yaml", "title: [\n")
    list_again(measured)
    assert list_again(measured) == ["wrong"]


def test_who_goes_to_another_talk_level_and_back_measures_once(measured):
    list_again(measured)
    assert list_again(measured, SHORT)
    assert list_again(measured) == []
    assert list_again(measured, SHORT) == []


def test_lists_of_long_ago_are_not_kept(measured):
    for number in range(catalog.MAX_KEPT + 3):
        list_again(measured, SessionRequest("tone", seed=number))
    assert len(list(cache_folder().glob("routines-*.json"))) == catalog.MAX_KEPT
