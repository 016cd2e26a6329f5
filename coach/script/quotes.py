"""Text as a script has it: plain where that reads the same in every place, else in quotes."""

import re

_PLAIN = re.compile(r"[^\W\d_](?:[\w '’/&().+-]*[\w'’).])?")
_YAML_WORDS = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null"))


def quote_yaml(text: str) -> str:
    r"""Return a text as YAML.

    >>> print(quote_yaml("Side plank"), quote_yaml("No"), quote_yaml('Rest: "well"'))
    Side plank "No" "Rest: \"well\""
    """
    if _PLAIN.fullmatch(text) and text.lower() not in _YAML_WORDS:
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
