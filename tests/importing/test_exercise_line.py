"""What a line says, and what is said of a line that is not understood."""

import pytest

from coach.importing.exercise_line import DOSE_HINT, UnreadError, parse_exercise
from coach.importing.programme import Pause, Work
from coach.importing.programme_text import describe_entry, format_time


def meaning(line: str) -> str:
    """Say how a line is understood."""
    found = parse_exercise(line)
    said = f"; says: {found.entry.say}" if isinstance(found.entry, Work) and found.entry.say else ""
    after = f"; then rest {format_time(found.after)}" if found.after else ""
    out = f"; left out: {found.left_out}" if found.left_out else ""
    return describe_entry(found.entry) + said + after + out


@pytest.mark.parametrize(
    ("line", "understood"),
    [
        # a time
        ("Wall sit 30s", "Wall sit, 30 s"),
        ("wall sit: 30 seconds", "Wall sit, 30 s"),
        ("ex1:30s", "Ex1, 30 s"),
        ("30s Plank hold", "Plank hold, 30 s"),
        ("Wall sit for thirty seconds", "Wall sit, 30 s"),
        ("Calf stretch 0:30 each side", "Calf stretch, 30 s, each side"),
        ("Jog 1m30s", "Jog, 1 m 30 s"),
        ("Jog 1 minute and 30 seconds", "Jog, 1 m 30 s"),
        ("Warrior 2 30s", "Warrior 2, 30 s"),
        ("Plank hold 45 sec.", "Plank, 45 s"),
        ("Row 90s, easy", "Row, 1 m 30 s; says: Easy."),
        ("Plank (on the forearms) 20s", "Plank, 20 s; says: On the forearms."),
        ("Plank 30s rest 10s", "Plank, 30 s; then rest 10 s"),
        # repetitions
        ("Ankle pumps, 30 times", "Ankle pumps, 30 times"),
        ("Heel slides x10", "Heel slides, 10 times"),
        ("Heel slides ×10", "Heel slides, 10 times"),
        ("**Heel slides** 10 reps", "Heel slides, 10 times"),
        ("Heel slides 2 * 10", "Heel slides, 2 sets of 10"),
        ("Burpees 8x", "Burpees, 8 times"),
        ("10 burpees", "Burpees, 10 times"),
        ("Do 10 squats", "Squats, 10 times"),
        ("Quad sets: hold 5 seconds, repeat 10 times", "Quad sets, 10 times, hold 5 s"),
        ("Quad sets, ten times, hold 5", "Quad sets, 10 times, hold 5 s"),
        ("Squeeze 10 times hold 10s", "Squeeze, 10 times, hold 10 s"),
        ("Squeeze, hold 10 sec x 10", "Squeeze, 10 times, hold 10 s"),
        ("Ankle circle 1x each foot", "Ankle circle, 1 time, each side"),
        ("Dead bug - 10 each side", "Dead bug, 10 times, each side"),
        ("Squeeze 10 x 10s hold", "Squeeze, 10 times, hold 10 s"),
        ("Squats 12 reps tempo 3-1-4", "Squats, 12 times, tempo 3-1-4"),
        ("Lunges 10 reps alternating legs", "Lunges, 10 times, alternating"),
        ("Squats 12 reps, to 45 degrees", "Squats, 12 times; says: To 45 degrees."),
        # sets
        ("Bridge 3x10 hold 5s", "Bridge, 3 sets of 10, hold 5 s"),
        ("Bridge three sets of twelve", "Bridge, 3 sets of 12"),
        ("3 sets of 12 squats", "Squats, 3 sets of 12"),
        ("Heel raises: 3 sets, 15 reps", "Heel raises, 3 sets of 15"),
        ("Squats sets: 3, reps: 12", "Squats, 3 sets of 12"),
        ("Squats 12 reps x 3 sets", "Squats, 3 sets of 12"),
        ("Clamshell 3x12 left", "Clamshell, 3 sets of 12, left"),
        ("Clamshell 3x12, right leg only", "Clamshell, 3 sets of 12, right"),
        ("Leg raise 3 x 10 each side", "Leg raise, 3 sets of 10, each side"),
        ("Squats 3x10, rest 45s between sets", "Squats, 3 sets of 10, rest 45 s"),
        ("Plank 3 x 30s, 20 seconds rest", "Plank, 3 x 30 s, rest 20 s"),
        ("Lunges: 3x12/leg", "Lunges, 3 sets of 12, each side"),
        ("Curls 3 sets x 12 reps @ 10kg", "Curls, 3 sets of 12; says: 10kg."),
        ("Stand on one leg, 30 seconds each leg x2", "Stand on one leg, 2 x 30 s, each side"),
        ("Plank 30s, repeat 3 times", "Plank, 3 x 30 s"),
        ("Push-ups 20 sec work, 10 sec rest x 8", "Push-ups, 8 x 20 s, rest 10 s"),
        ("Plank 30s x 4", "Plank, 4 x 30 s"),
        ("Sprint 8 x 20s/10s", "Sprint, 8 x 20 s, rest 10 s"),
        ("Sprint 20s on, 10s off x8", "Sprint, 8 x 20 s, rest 10 s"),
        # breaths
        ("4-7-8 breath x4", "4-7-8 breath, in 4 s, hold 7 s, out 8 s, 4 breaths"),
        (
            "Box 4-4-4-4 breath x6",
            "Box 4-4-4-4 breath, in 4 s, hold 4 s, out 4 s, hold 4 s, 6 breaths",
        ),
        ("Calm breathing 4-6 for 2 minutes", "Calm breathing 4-6, in 4 s, out 6 s, 12 breaths"),
        ("Breathe in 5.5s, out 5.5s, 10 breaths", "Breathe, in 5.5 s, out 5.5 s, 10 breaths"),
        (
            "Breathe in for 4 seconds, hold for 7, out for 8, repeat 4 times",
            "Breathe, in 4 s, hold 7 s, out 8 s, 4 breaths",
        ),
        ("10 deep breaths", "Deep breaths, 10 breaths"),
        # rests
        ("rest 10s", "rest 10 s"),
        ("Rest: 1 minute", "rest 1 m"),
        ("30s rest", "rest 30 s"),
        ("(Rest) 15s", "rest 15 s"),
        # as sheets are really written
        ('Side plank: 3 x 20" each side', "Side plank, 3 x 20 s, each side"),
        ("Plank 30\u2033x3", "Plank, 3 x 30 s"),
        ("Plank 1'30\"", "Plank, 1 m 30 s"),
        ('Step-up on a 6" box, 10 reps', 'Step-up on a 6" box, 10 times'),
        ("Walk 5\u2032", "Walk, 5 m"),
        ("Pendulum 1,5 min each arm", "Pendulum, 1 m 30 s, each side"),
        ("Squeeze 10x, hold 2,5 sec", "Squeeze, 10 times, hold 2.5 s"),
        ("Bridge 3x10, 5s hold", "Bridge, 3 sets of 10, hold 5 s"),
        ("Leg raise 3x10 5s hold BID", "Leg raise, 3 sets of 10, hold 5 s; left out: BID"),
        ("Bridge 3x10,30s rest", "Bridge, 3 sets of 10, rest 30 s"),
        ("Sleeper stretch 3 x 30 sec R only", "Sleeper stretch, 3 x 30 s, right"),
        ("Calf stretch 30s (L)", "Calf stretch, 30 s, left"),
        ("Calf stretch 2 x 30s ea. side", "Calf stretch, 2 x 30 s, each side"),
        ("Bridges ......... 3x10", "Bridges, 3 sets of 10"),
        ("Bridges\u2026\u2026 10 reps", "Bridges, 10 times"),
        # how often is no dose
        ("Bridge 10 reps, twice a day", "Bridge, 10 times; left out: twice a day"),
        ("Bridge 10x every 2 hours", "Bridge, 10 times; left out: every 2 hours"),
        ("Bridge 10 reps 3 times a day", "Bridge, 10 times; left out: 3 times a day"),
        ("Bridge 10 reps. Twice daily.", "Bridge, 10 times; left out: Twice daily"),
        ("Bridge 10 reps 3x/day", "Bridge, 10 times; left out: 3x/day"),
    ],
)
def test_a_line_is_understood(line, understood):
    assert meaning(line) == understood


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("Cat cow 10", "write Cat cow 10 times, or Cat cow 10s"),
        ("As shown", DOSE_HINT),
        ("Level 3 and 4", DOSE_HINT),
    ],
)
def test_a_bare_number_is_said_to_be_wanted_as_a_dose(line, hint):
    with pytest.raises(UnreadError) as refused:
        parse_exercise(line)
    assert refused.value.hint == hint


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Squats", "expected a dose, found 'Squats'"),
        ("Squats 12", "expected a dose, found 'Squats 12'"),
        ("Squats -5 reps", "expected a dose, found 'Squats -5 reps'"),
        ("Squats 10-12 reps", "expected one number, found the range '10-12 reps'"),
        ("Squats 3 sets of 8 to 12", "expected one number, found the range 'sets of 8 to 12'"),
        ("Squats 8-10x", "expected one number, found the range '8-10x'"),
        ("Squats 8-10/leg", "expected one number, found the range '8-10/leg'"),
        ("2 Heel-toe walk 10 steps", "expected one dose, found '2' and '10 steps'"),
        ("Plank 20 to 30 seconds", "expected one number, found the range '20 to 30 seconds'"),
        ("Plank hold 30 secnds", "expected a dose, found 'hold 30 secnds'"),
        ("Squats 10 reps, lunges 10 reps", "expected one dose, found '10 reps' and '10 reps'"),
        ("Squats 3x10 5s", "expected one dose, found '10' and '5s'"),
        ("Squats 12 reps, level 3", "expected a dose or words about it, found 'level 3'"),
        ("3 sets of 12", "expected the name of an exercise"),
        ("30s", "expected the name of an exercise"),
        ("Rest", "expected how long the rest is"),
        ("rest 10s, walk about", "expected a dose, found 'rest 10s, walk about'"),
        ("Squats 2000 reps", "expected from 1 to 1,000 repetitions, found 'Squats, 2000 times'"),
        ("Squats 0 reps", "expected from 1 to 1,000 repetitions, found 'Squats, 0 times'"),
        ("Swim 400m", "expected a time from 1 s to 60 minutes, found 'Swim, 400 m'"),
        (
            "breath in 61s, out 4s, 5 breaths",
            (
                "expected at most 60 s for each part of a breath, "
                "found 'Breath, in 1 m 1 s, out 4 s, 5 breaths'"
            ),
        ),
        ("Box breathing 4-4-4-4 for 2 minutes", "expected a time of whole breaths, each of 16 s"),
        ("4-7-8 breath", "expected how many breaths"),
        ("Plank alternating sides 30s", "'alternating sides' goes with repetitions, and no side"),
        ("7 30s", "expected a name with a word in it, found '7, 30 s'"),
        ("", "expected the name of an exercise"),
        ("...", "expected the name of an exercise"),
        ("Q" * 90 + " 30s", f"expected a name of at most 80 letters, found '{'Q' * 59}…'"),
    ],
)
def test_a_line_is_refused_with_what_was_expected(line, said):
    with pytest.raises(UnreadError) as caught:
        parse_exercise(line)
    assert str(caught.value) == said


def test_a_name_alone_has_the_number_of_its_round():
    assert parse_exercise("Squats", in_counts=True).entry.dose.reps is None
    assert isinstance(parse_exercise("rest 10s", in_counts=True).entry, Pause)
