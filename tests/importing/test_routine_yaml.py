"""The routine that is written: read as a script it asks for what the programme says, no more."""

from dataclasses import replace

import pytest
from hypothesis import given

from coach.importing.programme import (
    Block,
    Breathed,
    Part,
    Pause,
    Placing,
    Programme,
    Repeated,
    SideUse,
    Timed,
    Words,
    Work,
)
from coach.importing.routine_yaml import format_routine
from coach.importing.source_format import read_source
from coach.importing.speech_room import USUAL_BREATH, USUAL_REST, USUAL_TEMPO, has_room
from coach.script import named_work, steps
from coach.script.named_work import SideTurns
from coach.script.reader import read_script
from coach.script.routine import ROUTINE
from coach.script.scalars import Line
from coach.script.work_steps import ROUND_COUNT, Breathe, Hold, Reps
from tests.importing.programmes import programmes


def load(programme):
    """The routine that is written of a programme, read as a script."""
    return read_script(format_routine(programme), ROUTINE, "mine.yaml")


def find_dose(dose):
    """What the dose of a step asks for."""
    match dose:
        case Hold():
            return Timed(dose.hold)
        case Breathe():
            return Breathed(dose.breathe, (dose.inhale, dose.hold, dose.exhale, dose.rest))
        case Reps():
            count = None if dose.reps == ROUND_COUNT else dose.reps
            return Repeated(count, dose.hold, (dose.into, dose.out))


def find_works(step):
    """What named work asks for: an entry for each of its names, with the rests between."""
    sides = {SideTurns.EACH: SideUse.EACH, None: None}[step.sides]
    side = SideUse(step.side) if step.side else sides
    if isinstance(step.dose, Reps) and step.dose.alternate:
        side = SideUse.ALTERNATE
    say = " ".join(line.text for line in step.dose.say)
    cues = tuple((cue.at, cue.line.text) for cue in getattr(step.dose, "cues", ()))
    rest = step.rest if step.sets > 1 else None
    for number, name in enumerate(step.work):
        if number and step.rest:
            yield Pause(step.rest)
        yield Work(name.text, find_dose(step.dose), step.sets, rest, side, say, cues)


def find_entries(some):
    """What steps ask for, as entries of a programme."""
    found = []
    for step in some:
        match step:
            case named_work.Work():
                found += find_works(step)
            case steps.Rest():
                found.append(Pause(step.rest))
            case steps.Say(say=(Line(text),)):
                found.append(Words(text))
            case steps.Move():
                found.append(Placing(step.move))
            case steps.Group(group=name, steps=(inner,)):
                (block,) = find_entries([inner])
                found.append(replace(block, name=name))
            case steps.TimedRounds():
                found.append(Block(find_entries(step.steps), limit=step.length))
            case steps.Rounds():
                between = step.between[0].rest if step.between else None
                rounds = step.counts or step.rounds
                found.append(Block(find_entries(step.steps), rounds, between, step.every))
            case _:
                raise AssertionError(step)
    return tuple(found)


def write_out(entries):
    """Entries with what a script has where nothing is said, and long words in front."""
    found = []
    for entry in entries:
        if isinstance(entry, Work) and entry.say and not has_room(entry):
            found.append(Words(entry.say))
            entry = replace(entry, say="")
        found.append(written_out(entry))
    return tuple(found)


def written_out(entry):
    """An entry with what a script has where nothing is said: rests, tempo, breath."""
    match entry:
        case Block():
            return replace(entry, entries=write_out(entry.entries))
        case Work(dose=dose):
            if entry.sets > 1 and entry.rest is None:
                entry = replace(entry, rest=USUAL_REST)
            match dose:
                case Repeated(tempo=None):
                    return replace(entry, dose=replace(dose, tempo=USUAL_TEMPO))
                case Breathed(phases=None):
                    return replace(entry, dose=replace(dose, phases=USUAL_BREATH))
    return entry


@given(programmes())
def test_the_steps_of_the_routine_are_those_of_the_programme(programme):
    routine = load(programme)
    assert (routine.title, routine.description) == (programme.title, programme.description)
    assert [section.title for section in routine.sections] == [p.title for p in programme.parts]
    for section, part in zip(routine.sections, programme.parts, strict=True):
        assert find_entries(section.steps) == write_out(part.entries)
    # Nothing is in it that nobody said.
    assert (*routine.safety, *routine.opening, *routine.closing, *routine.exercises) == ()


BOX = "inhale: 4s, hold: 4s, exhale: 4s, rest: 4s"
LIST = "Jumping jacks 30s\nrest 10s\nWall sit 30s\nrest 10s\nPush-ups 30s\n"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (LIST, ["- {work: [Jumping jacks, Wall sit, Push-ups], hold: 30s, rest: 10s}"]),
        (
            f"{LIST}rest 20s\nPlank 30s\n",
            [
                "- {work: [Jumping jacks, Wall sit, Push-ups], hold: 30s, rest: 10s}",
                "- rest: 20s",
                "- {work: Plank, hold: 30s}",
            ],
        ),
        (
            f"{LIST}rest 10s\nPlank 20s each side\n",
            [
                "- {work: [Jumping jacks, Wall sit, Push-ups], hold: 30s, rest: 10s}",
                "- rest: 10s",
                "- {work: Plank, hold: 20s, sides: true}",
            ],
        ),
        (
            "Plank 2x30s\nBridge 3x10 hold 5s, slowly\n",
            [
                "- {work: Plank, hold: 30s, sets: 2}",
                "- {work: Bridge, reps: 10, hold: 5s, sets: 3, say: Slowly.}",
            ],
        ),
        (
            "8x\n  Jog 60s\n  Walk 90s\n",
            [
                "- rounds: 8",
                "  steps:",
                "    - {work: Jog, hold: 60s}",
                "    - {work: Walk, hold: 90s}",
            ],
        ),
        (
            "21-15-9\n  Squats\n",
            ["- rounds: [21, 15, 9]", "  steps:", '    - {work: Squats, reps: "{count}"}'],
        ),
        (
            "Box breath, in 4s, hold 4s, out 4s, hold 4s, 6 breaths, 2 sets\n",
            [f"- {{work: Box breath, breathe: 6, {BOX}, sets: 2, between: 30s}}"],
        ),
    ],
)
def test_it_is_as_short_as_a_person_would_write_it(text, written):
    title, head, *lines = format_routine(read_source(text, "x", "My sheet").programme).splitlines()
    assert (title, head) == ("title: My sheet", "steps:")
    assert lines == [f"  {line}" for line in written]


def test_words_that_take_longer_than_the_exercise_stand_before_it():
    long = "Sink slowly, as far as it goes, and keep the heels on the floor all the while."
    text = f"Squat 5s\n  say: {long}\nPlank 20s\n  say: {long}\n"
    lines = format_routine(read_source(text, "x", "My sheet").programme).splitlines()
    assert lines[2:5] == [f'  - "{long}"', "  - {work: Squat, hold: 5s}", "  - work: Plank"]
    assert lines[-1] == f'    say: "{long}"'


def test_a_long_list_of_names_takes_several_lines_of_at_most_a_hundred_columns():
    names = [f"Exercise with the name {'x' * (n % 20 + 1)}" for n in range(130)]
    text = "\nrest 10s\n".join(f"{name} 30s" for name in names)
    programme = read_source(text, "x", "My sheet").programme
    assert max(map(len, format_routine(programme).splitlines())) <= 100
    assert find_entries(load(programme).sections[0].steps) == programme.entries


@pytest.mark.parametrize("name", ["Yes", "null", "3 kings", "A: b", "# one", "a, b", '"x"', "\\n"])
def test_any_name_is_quoted_where_it_must_be(name):
    programme = Programme(name, (Part(name, (Work(name, Timed(30_000)), Words(name))),))
    routine = load(programme)
    (work, said) = routine.sections[0].steps
    assert (routine.title, routine.sections[0].title) == (name, name)
    assert (work.work[0].text, said.say[0].text) == (name, name)
