"""Ids of records, which sort by their time, and codes of six letters that one can type.

An id is a ULID: ten letters and digits of time, to the millisecond, and sixteen random ones.
"""

import hashlib
import re
import secrets
from datetime import UTC, date, datetime, time

DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""The digits of Crockford's base 32: none looks like another."""
TIME_DIGITS, RANDOM_DIGITS = 10, 16
CODE_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
"""Consonants alone: a code is never a word, and has nothing that looks like a digit."""
CODE_LENGTH = 6
_CODE = re.compile(f"[{CODE_LETTERS}]{{{CODE_LENGTH}}}")


def make_id(now: datetime) -> str:
    """Return a new id of a moment: no other has it, and those of later moments sort behind it."""
    return _format_time(now) + _format_number(secrets.randbits(80), RANDOM_DIGITS)


def make_id_of(words: str, day: date) -> str:
    """Return the id of what `words` name, done on a day: for the same ones always the same id.

    So what is entered twice, or on two machines, counts once.
    """
    noon = datetime.combine(day, time(12), UTC)
    return _format_time(noon) + _format_number(_hash_number(f"{day} {words}"), RANDOM_DIGITS)


def make_content_id(content: str) -> str:
    """Return the id of what does not change with time, such as a file, from its content."""
    return _format_number(_hash_number(content), RANDOM_DIGITS)


def make_code(id_: str) -> str:
    """Return the six letters of an id."""
    number, letters = _hash_number(id_), ""
    for _ in range(CODE_LENGTH):
        number, digit = divmod(number, len(CODE_LETTERS))
        letters += CODE_LETTERS[digit]
    return letters


def read_code(text: str) -> str | None:
    """Return a code as `make_code` writes it; None for what can be none.

    >>> read_code("bcd-fgh"), read_code("lower-back")
    ('BCDFGH', None)
    """
    code = re.sub(r"[\s-]", "", text).upper()
    return code if _CODE.fullmatch(code) else None


def _format_time(moment: datetime) -> str:
    milliseconds = int(moment.timestamp() * 1000)
    return _format_number(min(max(0, milliseconds), 2**48 - 1), TIME_DIGITS)


def _format_number(number: int, length: int) -> str:
    digits = ""
    for _ in range(length):
        number, digit = divmod(number, len(DIGITS))
        digits = DIGITS[digit] + digits
    return digits


def _hash_number(text: str) -> int:
    found = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16)
    return int.from_bytes(found.digest())
