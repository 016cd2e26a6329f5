"""A programme as text says all that the programme is: what is read back of it is the same."""

from hypothesis import given

from coach.importing.plain_text import read_plain_text
from coach.importing.programme_text import format_programme
from tests.importing.programmes import programmes


@given(programmes())
def test_what_is_written_is_read_back_and_every_line_accounted_for(programme):
    text = format_programme(programme)
    reading = read_plain_text(text, "sheet.txt", "Another title")
    assert not reading.problems, text
    assert reading.programme == programme, text
    filled = [at for at, line in enumerate(text.splitlines(), 1) if line.strip()]
    assert [each.line for each in reading.lines] == filled
