"""Rules for what only separates, which becomes a comma or a full stop, and for tidy punctuation."""

from coach.speech.reading.rules import compile_rules

RULES = compile_rules(
    (r"\s/\s", ", "),
    (r"(?<=[a-z]{2})\.(?=[A-Z][a-z])", ". "),
    (r"\s?(?:—|--+|(?<=\s)[-–]+(?=\s)|(?<=[^\W\d])–(?=\s)|(?<=\s)–(?=\w))\s?", ", "),
    (r"(?<=\w)–(?=\w)", "-"),
    (r"\s?\.(?:\s?\.)+\s?(?=[a-z\d(])", ", "),
    (r"\s?\.(?:\s?\.)+", ". "),
)

TIDY_RULES = compile_rules(
    (r"(?<!\w)'|'(?!\w)", " "),
    (r"\(\s*\)", " "),
    (r"\s+", " "),
    (r" (?=[,.;:!?)])", ""),
    (r"[,;:]+(?=[.!?])|(?<=[.!?,;:])(?:\s?[,;:])+", ""),
    (r"(?<=[.!?])\s?\.", ""),
    (r"([!?])\1+", r"\1"),
    (r"^[\s,.;:!?)–-]+|[\s,;:(–-]+$", ""),
)
