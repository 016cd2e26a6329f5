import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coach.units import (
    DURATION_HINT,
    MAX_DURATION_MS,
    format_clock,
    format_clock_tenths,
    format_count,
    format_duration,
    format_spoken_duration,
    parse_duration,
)

lengths = st.integers(min_value=0, max_value=MAX_DURATION_MS)
whole_seconds = st.integers(min_value=0, max_value=MAX_DURATION_MS // 1000).map(lambda s: s * 1000)


@pytest.mark.parametrize(
    ("written", "ms"),
    [
        ("30s", 30_000),
        ("1m30s", 90_000),
        ("1m 30s", 90_000),
        ("1:30", 90_000),
        ("1:02:03", 3_723_000),
        ("0:00.5", 500),
        ("90:00", 5_400_000),
        ("2 min", 120_000),
        ("2 mins.", 120_000),
        ("90 sec", 90_000),
        ("1.5 min", 90_000),
        ("500ms", 500),
        ("1s500ms", 1_500),
        ("2m", 120_000),
        ("2M", 120_000),
        ("1h", 3_600_000),
        ("1 hour 30 minutes", 5_400_000),
        ("30", 30_000),
        ("2.5", 2_500),
        (".5", 500),
        ("0", 0),
        (" 30 s ", 30_000),
        ("24h", MAX_DURATION_MS),
        ("0.0005", 1),
        ("0.00049", 0),
        ("1.005s", 1_005),
    ],
)
def test_reads_what_people_write(written: str, ms: int) -> None:
    assert parse_duration(written) == ms


@pytest.mark.parametrize(
    "written",
    ["thirty", "", " ", "s", "m30", "30s1m", "1:2", "1:60", "1:2:03", "1:60:00", "1e3", "30 x",
     "1,5", "1m30", "0x10", "٣٠", "1_000", "30 s s", "+5", "1:-5", "--5"],
)  # fmt: skip
def test_says_what_it_found_instead(written: str) -> None:
    with pytest.raises(ValueError, match="expected a duration, found ") as caught:
        parse_duration(written)
    assert str(caught.value) == f"expected a duration, found {written.strip()!r}"


def test_keeps_the_message_short_for_a_long_text() -> None:
    with pytest.raises(ValueError, match="…") as caught:
        parse_duration("9" * 5000)
    assert len(str(caught.value)) < 120


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("-5", "below zero"),
        ("-1:30", "below zero"),
        ("−2 min", "below zero"),
        ("nan", "not a number"),
        (".NaN", "not a number"),
        ("inf", "not a number"),
        ("-.inf", "not a number"),
        ("Infinity", "not a number"),
        ("25h", "24 hours at most"),
        ("86400.001", "24 hours at most"),
        ("99999999999999999999", "24 hours at most"),
    ],
)
def test_says_why_it_is_refused(written: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason) as caught:
        parse_duration(written)
    assert repr(written) in str(caught.value)


def test_the_hint_is_true() -> None:
    examples = DURATION_HINT.removeprefix("write ").replace(" or ", ", ").split(", ")
    assert [parse_duration(each) for each in examples] == [30_000, 90_000, 90_000]


@pytest.mark.parametrize(
    ("ms", "clock", "precise", "span", "said"),
    [
        (0, "0:00", "0:00.0", "0 s", "0 seconds"),
        (500, "0:00", "0:00.5", "500 ms", "1 second"),
        (1_000, "0:01", "0:01.0", "1 s", "1 second"),
        (30_000, "0:30", "0:30.0", "30 s", "30 seconds"),
        (59_999, "0:59", "0:59.9", "1 m", "1 minute"),
        (90_000, "1:30", "1:30.0", "1 m 30 s", "1 minute 30 seconds"),
        (725_300, "12:05", "12:05.3", "12 m 5 s", "12 minutes 5 seconds"),
        (3_600_000, "1:00:00", "1:00:00.0", "1 h", "1 hour"),
        (3_723_456, "1:02:03", "1:02:03.4", "1 h 2 m 3 s", "1 hour 2 minutes 3 seconds"),
    ],
)
def test_shows_and_says(ms: int, clock: str, precise: str, span: str, said: str) -> None:
    shown = (
        format_clock(ms),
        format_clock_tenths(ms),
        format_duration(ms),
        format_spoken_duration(ms),
    )
    assert shown == (clock, precise, span, said)


@pytest.mark.parametrize(
    "write", [format_clock, format_clock_tenths, format_duration, format_spoken_duration]
)
def test_no_length_is_below_zero(write: object) -> None:
    assert callable(write)
    with pytest.raises(ValueError, match="below zero"):
        write(-1000)


@given(whole_seconds)
@example(MAX_DURATION_MS)
def test_whole_seconds_come_back_from_every_form(ms: int) -> None:
    forms = (format_clock, format_clock_tenths, format_duration, format_spoken_duration)
    assert [parse_duration(form(ms)) for form in forms] == [ms] * len(forms)


@given(lengths)
def test_a_clock_is_late_by_less_than_its_last_place(ms: int) -> None:
    assert 0 <= ms - parse_duration(format_clock(ms)) < 1000
    assert 0 <= ms - parse_duration(format_clock_tenths(ms)) < 100


@given(lengths)
def test_a_millisecond_survives_being_written_in_seconds(ms: int) -> None:
    assert parse_duration(f"{ms // 1000}.{ms % 1000:03}") == ms
    assert parse_duration(f"{ms}ms") == ms


@given(st.text(max_size=30))
def test_anything_else_is_a_value_error(written: str) -> None:
    reason = None
    ms = 0
    try:
        ms = parse_duration(written)
    except ValueError as error:
        reason = str(error)
    assert reason is None or reason.startswith("expected a duration")
    assert 0 <= ms <= MAX_DURATION_MS


def test_counts_nouns() -> None:
    assert [
        format_count(1, "foot", "feet"),
        format_count("6", "foot", "feet"),
        format_count("0.5", "second"),
    ] == [
        "1 foot",
        "6 feet",
        "0.5 seconds",
    ]
