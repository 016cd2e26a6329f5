"""Rules for quotation marks, bullets, and sides written as L and R."""

import re

from coach.speech.reading.rules import compile_rules

_LIMB = (
    r"(?:sides?|legs?|arms?|f[oe]et|foot|hands?|knees?|hips?|heels?|elbows?|shoulders?|ankles?|"
    r"thighs?|calf|calves|wrists?|ears?|cheek|glutes?|hamstrings?|quads?|buttocks?|shin|toes?)\b"
)


def _spell_side(found: re.Match[str]) -> str:
    return "left" if "L" in found[0].upper() else "right"


RULES = compile_rules(
    # Pairs of quotes go first: what is left of them after a number is a unit.
    (r'(?<![\w"])"([^"]*)"', r"\1"),
    (r"(?<![\w'])'([^\s'][^']*)'(?!\w)", r"\1"),
    (r"\s*[•‣·]\s*", ", "),
    # Sides.
    (r"(?<![\w-])L ?/ ?R(?!\w)", "left or right"),
    (r"(?<![\w-])R ?/ ?L(?!\w)", "right or left"),
    (r"(?<![\w-])(?:B/L|[Bb]ilat\.)", "bilateral"),
    (r"(?<![\w-])L (and|or|then|to|&) R(?!\w)", r"left \1 right"),
    (r"(?<![\w-])R (and|or|then|to|&) L(?!\w)", r"right \1 left"),
    (rf"(?<![\w-])(?:(?:[RL]t|[RL]T)\b\.?(?=\s{_LIMB})|[RL]t\.)", _spell_side),
    (r"(?<=\d)\s?L(?=(?: of)? (?:water|fluids?|tea)\b)", " litres"),
    (rf"(?<![\w-])[LR](?=\s{_LIMB}|:|-sided?\b)|\([LR]\)|(?<=\d )[LR](?![\w'])", _spell_side),
)  # fmt: skip
