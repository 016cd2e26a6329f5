"""Writes coach/ears/phrase_tokens.py: `python -m tests.ears.write_tokens tokenizer.json`.

tokenizer.json is moonshine_onnx/assets/tokenizer.json of the package useful-moonshine-onnx 20251121
(MIT, Useful Sensors), which `tokenizers` reads. Neither is needed to hear, nor by any test.
"""

import sys
from pathlib import Path

from coach.ears.hearing import list_spellings
from coach.script.library import load_phrases

HEAD = '''"""The tokens of every phrase that may be said, as the recogniser was trained to write it.

Written by `python -m tests.ears.write_tokens`, from the words in scripts/phrases and the tokenizer
of Moonshine in useful-moonshine-onnx 20251121 (MIT): at run time none is needed.
"""

from collections.abc import Mapping
from types import MappingProxyType

PHRASE_TOKENS: Mapping[str, tuple[int, ...]] = MappingProxyType(
    {
'''


def main(path: str) -> None:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(path)
    heard = dict(load_phrases("en").heard)
    (call,) = heard.pop("call")
    lines = []
    for text in list_spellings(call, [word for words in heard.values() for word in words]):
        ids = tokenizer.encode(text, add_special_tokens=False).ids
        lines.append(f'        "{text}": ({", ".join(map(str, ids))}{"," * (len(ids) == 1)}),\n')
    target = Path(__file__).parents[2] / "coach/ears/phrase_tokens.py"
    target.write_text(f"{HEAD}{''.join(lines)}    }}\n)\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
