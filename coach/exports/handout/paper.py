"""The paper that a sheet is printed on, apart from all that makes one: help has to be quick."""

from enum import StrEnum


class Paper(StrEnum):
    """The paper that a sheet is printed on."""

    A4 = "a4"
    LETTER = "letter"
