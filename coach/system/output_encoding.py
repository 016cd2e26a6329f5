"""Output in any encoding: what a stream cannot show is replaced by what is nearest to it.

A pipe on Windows is seldom UTF-8, and a title may hold any letter of the world; neither may end a
command that has done its work. Signs become ASCII ones, letters lose their accents.
"""

import codecs
import io
from collections.abc import Mapping
from types import MappingProxyType
from typing import TextIO

ASCII_SIGNS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys("‐‑‒–—−·", "-"),
        **dict.fromkeys("‘’‚′", "'"),
        **dict.fromkeys("“”„″", '"'),
        **dict.fromkeys("▸▶→", ">"),
        **dict.fromkeys("◀←", "<"),
        **dict.fromkeys("█▀▄▌", "#"),
        "▒": "=",
        "░": ":",
        "↑": "^",
        "↓": "v",
        "…": "...",
        "•": "*",
        "×": "x",
        "♪": "~",
        "✓": "+",
        "✗": "x",
        "⁄": "/",
        "°": " degrees",
    }
)
"""Signs that coach prints, and what stands for them; those of one picture stay apart."""
OUTPUT_ERRORS, MESSAGE_ERRORS = "coach.output", "coach.message"
"""Names of the two ways, for Python's codecs."""
STRICT_ASCII = "coach_ascii"


def make_encodable(output: TextIO | None, messages: TextIO | None) -> None:
    """Let two streams take any text: standard output, and standard error.

    Where nothing is near a character, output has a `?` for it, and messages its number: they name
    what was found. A stream that is closed, or is none of a file, stays as it is.
    """
    codecs.register_error(OUTPUT_ERRORS, _replace_for_output)
    codecs.register_error(MESSAGE_ERRORS, _replace_for_messages)
    codecs.register(_find_strict_ascii)
    for stream, errors in ((output, OUTPUT_ERRORS), (messages, MESSAGE_ERRORS)):
        if isinstance(stream, io.TextIOWrapper) and not stream.closed:
            ascii_only = codecs.lookup(stream.encoding).name == "ascii"
            stream.reconfigure(errors=errors, encoding=STRICT_ASCII if ascii_only else None)


def _find_strict_ascii(name: str) -> codecs.CodecInfo | None:
    """Return ASCII by a name of ours.

    By its own, click takes it for a mistake of the machine, and writes UTF-8 all the same.
    """
    if name != STRICT_ASCII:
        return None
    codec = codecs.lookup("ascii")
    return codecs.CodecInfo(
        codec.encode,
        codec.decode,
        incrementalencoder=codec.incrementalencoder,
        incrementaldecoder=codec.incrementaldecoder,
        name=STRICT_ASCII,
    )


def _replace_for_output(error: UnicodeError) -> tuple[str, int]:
    return _replace(error, "?")


def _replace_for_messages(error: UnicodeError) -> tuple[str, int]:
    return _replace(error, "")


def _replace(error: UnicodeError, unknown: str) -> tuple[str, int]:
    """Return what stands for the characters that an encoding lacks, and where it goes on.

    For one that nothing is near, that is `unknown`, or its number where that is empty.
    """
    if not isinstance(error, UnicodeEncodeError):
        raise error
    found = error.object[error.start : error.end]
    near = (_nearest_ascii(each) or unknown or ascii(each)[1:-1] for each in found)
    return "".join(near), error.end


def _nearest_ascii(character: str) -> str:
    """Return a sign or a letter of ASCII that stands for another one; "" where there is none."""
    from unicodedata import normalize

    if character in ASCII_SIGNS:
        return ASCII_SIGNS[character]
    parts = normalize("NFKD", character)
    near = "".join(ASCII_SIGNS.get(part, part) for part in parts)
    return near.encode("ascii", "ignore").decode()
