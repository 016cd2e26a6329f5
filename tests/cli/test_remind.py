"""`coach remind`: a file that calendars read, every week at a time of the wall clock."""

from datetime import datetime, time

import icalendar
import pytest
import recurring_ical_events
from hypothesis import given
from hypothesis import strategies as st

from coach.exports.calendar_file import Reminder, is_own_calendar, make_calendar
from tests.commanding import run_coach

NOW = datetime(2026, 11, 29, 12, 0)  # a Sunday
REMINDER = Reminder((0, 2, 4), time(7, 30), 15, "Time for your session", "anna")
HEALTH = ("back", "pain", "exercise", "health", "coach play", "lower", "stretch", "body")
PRINTABLE = st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co", "Cf", "Zl", "Zp", "Zs"))


def parse(content):
    (event,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
    return event


def events(content, first, last):
    calendar = icalendar.Calendar.from_ical(content)
    return sorted(
        event["DTSTART"].dt for event in recurring_ical_events.of(calendar).between(first, last)
    )


def test_it_rings_at_half_past_seven_before_and_after_the_clocks_change():
    content = make_calendar(REMINDER, NOW, 0)
    found = events(content, datetime(2027, 3, 22), datetime(2027, 4, 5))
    assert [moment.isoformat() for moment in found] == [
        f"2027-{day}T07:30:00" for day in ("03-22", "03-24", "03-26", "03-29", "03-31", "04-02")
    ]
    assert all(moment.tzinfo is None for moment in found)


@given(
    st.sets(st.integers(0, 6), min_size=1),
    st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1)),
)
def test_it_begins_with_the_first_of_its_moments_to_come(days, at, now):
    event = parse(make_calendar(Reminder(tuple(days), at, 15, "x", "anna"), now, 0))
    start = event["DTSTART"].dt
    assert start > now
    assert (start - now).days <= 7
    assert start.weekday() in days
    assert start.time() == at
    assert len(event["RRULE"]["BYDAY"]) == len(days)


@given(st.text(PRINTABLE) | st.text(PRINTABLE, min_size=90) | st.text('\\;,:nN"é'))
def test_every_title_comes_back_whole_and_no_line_is_too_long(title):
    content = make_calendar(Reminder((0,), time(7), 15, title, "anna"), NOW, 0)
    assert parse(content).get("SUMMARY", "") == title
    lines = content.split(b"\r\n")
    assert lines.pop() == b""
    assert max(map(len, lines)) <= 75
    assert not any(b"\n" in line or b"\r" in line for line in lines)


def test_a_title_cannot_add_a_line_of_its_own():
    content = make_calendar(Reminder((0,), time(7), 15, "a\r\nRRULE:FREQ=DAILY", "anna"), NOW, 0)
    assert parse(content)["RRULE"]["FREQ"] == ["WEEKLY"]
    assert parse(content)["SUMMARY"] == "a\nRRULE:FREQ=DAILY"


def test_its_id_stays_when_the_days_change_and_is_each_persons_own():
    other = Reminder((1,), time(19), 30, "x", "anna")
    ids = [parse(make_calendar(one, NOW, 0))["UID"] for one in (REMINDER, other)]
    assert ids[0] == ids[1]
    bert = Reminder((1,), time(19), 30, "x", "bert")
    assert parse(make_calendar(bert, NOW, 0))["UID"] != ids[0]
    assert "anna" not in ids[0]


def test_an_alarm_shows_a_text_that_tells_nothing_of_health(tmp_path):
    path = tmp_path / "coach.ics"
    assert run_coach("remind", "mon,wed,fri", "7:30", "-o", str(path)).code == 0
    event = parse(path.read_bytes())
    (alarm,) = event.walk("VALARM")
    assert alarm["ACTION"] == "DISPLAY"
    assert alarm["TRIGGER"].dt.total_seconds() == 0
    assert alarm["DESCRIPTION"] == event["SUMMARY"]
    assert not any(word in path.read_text().lower() for word in HEALTH)
    assert event["RRULE"]["BYDAY"] == ["MO", "WE", "FR"]
    assert not event["DTSTAMP"].dt.utcoffset()


def test_it_takes_the_place_of_its_own_file_and_of_no_other(tmp_path):
    path = tmp_path / "coach.ics"
    assert run_coach("remind", "mon", "7:30", "-o", str(path)).code == 0
    assert run_coach("remind", "tue", "8:00", "-o", str(path)).code == 0
    assert b"BYDAY=TU" in path.read_bytes()
    foreign = path.read_bytes().replace(b"-//coach//", b"-//other//")
    path.write_bytes(foreign)
    assert not is_own_calendar(foreign)
    ran = run_coach("remind", "tue", "8:00", "-o", str(path))
    assert ran.code == 2
    assert path.read_bytes() == foreign
    assert run_coach("remind", "tue", "8:00", "-o", str(path), "--force").code == 0


@pytest.mark.parametrize(
    "words",
    [
        ("funday", "7:30"),
        ("mon", "25:00"),
        ("mon", "7"),
        ("mon", "7:60"),
        (",", "7:30"),
        ("m", "7:30"),
        ("mon", "7:30", "--title", " "),
        ("mon", "7:30", "-o", "coach.txt"),
        ("mon", "7:30", "-o", "nowhere/coach.ics"),
    ],
)
def test_what_is_typed_wrong_is_told_with_a_hint(words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ran = run_coach("remind", *words)
    assert ran.code == 2
    assert "expected" in ran.err or "no folder" in ran.err
    assert not [*tmp_path.iterdir()]


@pytest.mark.parametrize(("days", "count"), [("daily", 7), ("weekdays", 5), ("Mon, Friday", 2)])
def test_days_can_be_named_in_groups_and_in_full(days, count, tmp_path):
    path = tmp_path / "coach.ics"
    assert run_coach("remind", days, "19:00", "-o", str(path)).code == 0
    assert len(parse(path.read_bytes())["RRULE"]["BYDAY"]) == count
