"""What a reader notes of each line of a text: how it was understood, or why it was not."""

from dataclasses import dataclass, field, replace

from coach.errors import Problem, Where
from coach.importing.programme import ReadLine
from coach.importing.sheet_lines import SheetLine


@dataclass
class SheetNotes:
    """The lines that were understood, and the problems of those that were not."""

    path: str
    understood: list[ReadLine] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def add(self, line: SheetLine, meaning: str) -> None:
        """Note how a line was understood."""
        self.understood.append(ReadLine(line.number, line.raw, meaning))

    def refuse(self, line: SheetLine, message: str, hint: str | None = None) -> None:
        """Note why a line was not understood."""
        self.problems.append(Problem(message, Where(self.path, line.number, line.column), hint))

    def change(self, number: int, meaning: str) -> None:
        """Note of a line, by its number, that it was understood otherwise."""
        self.understood = [
            replace(each, meaning=meaning) if each.line == number else each
            for each in self.understood
        ]

    def remove(self, number: int) -> None:
        """Remove the note of a line that was understood, by its number."""
        self.understood = [each for each in self.understood if each.line != number]

    def sort(self) -> None:
        """Put the notes into the order of their lines."""
        self.understood.sort(key=lambda each: each.line)
