"""The secrets of a server: the token that others need, and what makes keys that cannot be guessed.

Both are kept, so that a feed that somebody has subscribed to stays where it is.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b

from coach.errors import MachineError
from coach.serve.served_session import KEY_DIGITS, KEY_LENGTH
from coach.system.notes import Notes

NOTE_NAME = "serve"
TOKEN_LENGTH = 12
"""Digits of a token: 60 bits, and short enough for a small QR code."""


@dataclass(frozen=True, slots=True)
class ServerSecrets:
    """The token in addresses, and the salt of keys."""

    token: str
    salt: bytes

    def make_key(self, parts: Iterable[str]) -> str:
        """Return the key of what is made of some parts; it says nothing of them."""
        found = blake2b("\0".join(parts).encode(), digest_size=16, key=self.salt).digest()
        number, digits = int.from_bytes(found), ""
        for _ in range(KEY_LENGTH):
            number, digit = divmod(number, len(KEY_DIGITS))
            digits += KEY_DIGITS[digit]
        return digits


def load_secrets(notes: Notes, *, renew: bool = False) -> ServerSecrets:
    """Return the secrets that are kept, or new ones; with `renew` another token.

    Where they cannot be kept, they hold as long as the program runs.
    """
    note = notes.read(NOTE_NAME) or {}
    token, salt = _read_token(note.get("token")), _read_salt(note.get("salt"))
    if token and salt and not renew:
        return ServerSecrets(token, salt)
    made = ServerSecrets(
        "".join(secrets.choice(KEY_DIGITS) for _ in range(TOKEN_LENGTH)),
        salt or secrets.token_bytes(32),
    )
    try:
        notes.write(NOTE_NAME, {"token": made.token, "salt": made.salt.hex()})
    except MachineError:
        return made
    return made


def _read_token(value: object) -> str:
    is_token = isinstance(value, str) and len(value) == TOKEN_LENGTH and set(value) <= {*KEY_DIGITS}
    return str(value) if is_token else ""


def _read_salt(value: object) -> bytes:
    try:
        salt = bytes.fromhex(value) if isinstance(value, str) else b""
    except ValueError:
        return b""
    return salt if len(salt) == 32 else b""
