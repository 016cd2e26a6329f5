"""Words of other tools: what is written elsewhere for a key of ours, and which one is meant.

What people bring along from timers, workout apps and their files, each with the hint that is told
where it stands for a kind of step, or for a key of a mapping.
"""

from collections.abc import Collection, Iterable, Mapping

from coach.script.bare_steps import is_time, write_dose, write_name

_ROUNDS = "did you mean 'rounds'? {rounds: 3, steps: [...]}"
_WORK = "did you mean 'work'? {work: Plank, hold: 30s}"
_TIME = "what is timed has its kind: {work: Plank, hold: 30s}, {rest: 30s}, {silence: 30s}"
_SETS = "sets stand with their work: {work: Plank, hold: 30s, sets: 3}; or did you mean 'rounds'?"

_MEANT_KINDS: tuple[tuple[str, str], ...] = (
    ("repeat repeats loop loops circuit times cycle cycles laps", _ROUNDS),
    ("repetitions", "did you mean 'reps', a movement that is counted, or 'rounds' of steps?"),
    ("repetition rep count", "did you mean 'reps'? {work: Squats, reps: 10}"),
    ("set sets", _SETS),
    ("superset block phase stage", "did you mean 'group', or 'rounds'?"),
    ("name title label activity task", f"{_WORK}, or 'group'?"),
    ("exercises movement workout pose asana train active", _WORK),
    ("text speak speech voice message announce announcement tts", "did you mean 'say'?"),
    ("instruction instructions note prompt cue speaks", "did you mean 'say'?"),
    ("beep bell chime gong tone ring audio file", "did you mean 'sound'? {sound: start}"),
    ("duration seconds secs time timer minutes length interval delay", _TIME),
    ("tempo cadence speed", "the tempo stands with reps: {reps: 10, into: 2s, hold: 1s, out: 2s}"),
    ("pause break recovery recover prepare relax off", "did you mean 'rest'? {rest: 30s}"),
    (
        "intervals tabata hiit",
        "write {rounds: 8, between: 10s, steps: [{work: Squats, hold: 20s}]}",
    ),
    ("emom", "write {rounds: 10, every: 1m, steps: [...]}"),
    ("amrap", "write {for: 10m, steps: [...]}"),
    ("inhale exhale breath breathing", "did you mean 'breathe'?"),
    ("warmup warm-up cooldown cool-down", "did you mean 'group'?"),
)
"""Words that are no kind of step, and what is meant by them."""
_KIND_HINTS = {word: hint for words, hint in _MEANT_KINDS for word in words.split()}
_NAMES = ("name", "title", "label", "activity", "task", "exercise", "movement", "pose")
_LENGTHS = ("duration", "seconds", "secs", "time", "length", "minutes")
_COUNTS = ("repetitions", "repetition", "count")

_KEY_WORDS: dict[str, tuple[str, ...]] = {
    "name": ("title", "group", "work"),
    "title": ("name", "group", "work"),
    "label": ("title", "name", "group", "work"),
    "text": ("say", "lines", "description", "steps"),
    "speak": ("say",),
    "voice": ("say",),
    "message": ("say",),
    "instructions": ("steps",),
    "instruction": ("steps", "say"),
    "exercise": ("exercises", "steps"),
    "blocks": ("sections", "steps"),
    "intervals": ("sections", "steps"),
    "workout": ("sections", "steps"),
    "timers": ("sections", "steps"),
    "items": ("sections", "steps"),
    "about": ("description",),
    "notes": ("description", "cautions"),
    "summary": ("description",),
    "warnings": ("safety", "cautions"),
    "warmup": ("opening",),
    "intro": ("opening",),
    "cooldown": ("closing",),
    "outro": ("closing",),
    "music": ("bed",),
    "background": ("bed",),
    "duration": ("length", "hold", "rest", "silence", "wait", "time"),
    "time": ("length", "hold", "rest"),
    "seconds": ("length", "hold", "rest", "silence"),
    "minutes": ("length",),
    "repetitions": ("reps",),
    "repeat": ("rounds", "sets", "reps"),
    "repeats": ("rounds", "sets", "reps"),
    "count": ("reps", "rounds", "breathe"),
    "times": ("rounds", "sets", "reps"),
    "tempo": ("into",),
    "up": ("into",),
    "down": ("out",),
    "concentric": ("into",),
    "eccentric": ("out",),
    "in": ("inhale", "into"),
    "out": ("exhale",),
    "retain": ("hold",),
    "sustain": ("rest",),
    "pauseafter": ("pause",),
    "pause_after": ("pause",),
    "delay": ("pause",),
    "speed": ("pace",),
    "beep": ("sounds",),
    "tips": ("cues",),
    "cue": ("cues",),
    "side": ("only", "sides"),
    "each side": ("sides",),
    "per side": ("sides",),
    "both sides": ("sides",),
    "each": ("sides",),
    "muscles": ("goals",),
    "breath": ("breathing", "breathe"),
}
"""Words for a key, and the keys that are meant: the first of them that can stand there."""

_APART = "begin each step with a dash of its own"
_DOSES = frozenset({"sets", "reps", "hold", "breaths", "time", "rest", "pause"})
_TIMED_KINDS = ("hold", "reps", "breathe")
_OUTER_KINDS = frozenset({"rounds", "group", "sides"})
_WORK_KEYS = frozenset({"sets", "sides", "side", "name", "title", "label"})


def suggest_kind(word: str, values: Mapping[str, str]) -> str | None:
    """Return a hint for a word of others that stands for a kind of step; None for an unknown one.

    `values` are all texts of the step by their keys, its name and its length among them.

    >>> suggest_kind("Loop", {"Loop": "3"})
    "did you mean 'rounds'? {rounds: 3, steps: [...]}"
    >>> suggest_kind("name", {"name": "Plank", "duration": "30"})
    'write {work: Plank, hold: 30}'
    """
    name = next((values[key] for key in _NAMES if values.get(key)), None)
    length = next((values[key] for key in _LENGTHS if values.get(key)), None)
    count = next((values[key] for key in _COUNTS if values.get(key)), None)
    if name and length and is_time(length):
        return f"write {{work: {write_name(name)}, hold: {length}}}"
    if name and count and count.isdigit():
        return f"write {{work: {write_name(name)}, reps: {count}}}"
    return _KIND_HINTS.get(word.lower())


def list_kind_words() -> tuple[tuple[list[str], str], ...]:
    """Return the words of others for kinds of steps, those that mean the same with their hint."""
    return tuple((words.split(), hint) for words, hint in _MEANT_KINDS)


def suggest_named_work(word: str, dose: str) -> str | None:
    """Return a hint for the name of work with its dose: `plank: 30s`, `squats: 3x10`.

    >>> suggest_named_work("plank", "30s")
    'write {work: Plank, hold: 30s}'
    """
    keys = write_dose(dose)
    return f"write {{work: {write_name(word)}, {keys}}}" if keys else None


def suggest_key(word: str, fields: Iterable[str]) -> str | None:
    """Return a hint for a word of others that stands for a key; None for an unknown one.

    >>> suggest_key("duration", ["title", "length", "steps"])
    "did you mean 'length'?"
    """
    known = tuple(fields)
    if "dose" in known and word in _DOSES:
        return f"the dose stands together: dose: {{{word}: [least, usual, most]}}"
    if word == "exercises" and "sections" in known:
        return "they stand in a section: sections: [{title: Legs, exercises: [bridge, plank]}]"
    for meant in _KEY_WORDS.get(word.lower(), ()):
        if meant in known and meant != word:
            return f"did you mean {meant!r}?"
    if hint := suggest_colon(word, (*known, "work", "exercise")):
        return hint
    timed = known[0] if known and known[0] in _TIMED_KINDS else ""
    if timed and word in _WORK_KEYS:
        more = f", {word}: ..." if word in ("sets", "sides", "side") else ""
        return f"named work has it: {{work: NAME, {timed}: ...{more}}}"
    return None


def suggest_colon(word: str, keys: Iterable[str]) -> str | None:
    """Return a hint for a key and its value without a colon between; None for anything else.

    >>> suggest_colon("work Plank", ["work"])
    "a colon stands behind a key: 'work: Plank'"
    """
    if word[:1].isdigit():  # behind a comma in braces: hold: 1,5 min
        return "a comma begins another key; a number has a point: 1.5"
    key, _, value = word.partition(" ")
    return f"a colon stands behind a key: {f'{key}: {value}'!r}" if value and key in keys else None


def suggest_apart(kind: str, strange: str, keys: Collection[str]) -> str:
    """Return a hint for two kinds of step in one mapping, whose keys are `keys`."""
    pair = {kind, strange}
    work = next((key for key in _TIMED_KINDS if key in keys), "")
    if "sides" in pair and work:
        named = f"{{work: NAME, {work}: ..., sides: true}}"
        return f"put {work} inside sides, behind a dash, or write {named}"
    if pair & _OUTER_KINDS and not pair <= _OUTER_KINDS:
        outer = next(iter(pair & _OUTER_KINDS))
        where = "sides" if outer == "sides" else "steps"
        named = f", or write {{work: NAME, {work}: ...}}" if outer == "group" and work else ""
        return f"put what is done below {where!r} of {outer}, behind a dash each{named}"
    if "rest" in pair and work:
        return f"{_APART}, or write {{work: NAME, {work}: ..., rest: ...}}"
    return _APART
