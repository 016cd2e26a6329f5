"""A sheet -> the sizes of type and drawings with which it takes as few pages as it should.

Five exercises go on one page, eleven on two. More words are set closer, then smaller, but never
smaller than can be read; nothing is ever cut, and what still has no room takes one page more.
"""

from dataclasses import dataclass

from coach.exports.handout.paper import Paper
from coach.exports.handout.sheet_code import SIDE_MM
from coach.exports.handout.sheet_content import Sheet, list_fields, shorten_address
from coach.exports.handout.sheet_drawings import draw_steps
from coach.exports.handout.sheet_rows import SheetRow
from coach.exports.handout.text_width import MM_PER_POINT, count_lines, measure_width

SIZES_MM = {Paper.A4: (186.0, 276.0), Paper.LETTER: (191.9, 258.4)}
"""Width and height of what is printed on, within the margins of the style."""
SLACK_MM = 1.5
"""What is kept free on a page: browsers round each row up."""
FIRST_PAGE_ROWS, NEXT_PAGE_ROWS = 5, 6
# The numbers from here on are those of handout.css; tests in a browser hold the two together.
CODE_MM, CODE_GAP_MM, SHOWN_MM, SHOWN_GAP_MM, INDENT_MM, FIELD_GAP_MM = 40, 6, 48, 5, 5.4, 6
DAYS_MM, DAYS_GAP_MM, LINE_MM, DOSE_GAP_MM = 7.2, 1.4, 0.3, 4
FIELDS_ABOVE_MM, FIELDS_GAP_MM, LABEL_GAP_MM, LEAST_VALUE_MM = 1.8, 1.4, 2, 20
LEAST_FIELD_SHARE = 0.4
SAFETY_ASIDE_MM, SAFETY_ABOVE_MM = 0.2 + 0.6 + 3.5, 2 + 1 + 2 * (0.6 + 1.2)
"""What margins, borders and padding of the safety words take at each side, and above and below."""
CODE_ABOVE_MM = 2
"""By how much the code reaches up into the margin."""
CODE_POINTS, SENDER_POINTS = 9, 12
NORMAL_LEADING, SHORT_LEADING, DOSE_LEADING = 1.34, 1.2, 1.25
SAFETY_LEADING, FIELD_LEADING = 1.27, 1.4


@dataclass(frozen=True, slots=True)
class Typesetting:
    """How a sheet is set: sizes in points, `leading` as a multiple of `text`, the rest in mm.

    `drawing` is how high the drawings of an exercise may be on A4; on Letter it is 3 mm less.
    `padding` is what a row has above and below, together.
    """

    text: float
    leading: float
    title: float
    heading: float
    dose: float
    caution: float
    padding: float
    drawing: float

    def drawing_on(self, paper: Paper) -> float:
        """Return how high drawings may be on a paper, in mm."""
        return self.drawing if paper is Paper.A4 else self.drawing - 3


TYPESETTINGS = (
    Typesetting(11.5, 1.28, 21, 14, 12, 10.5, 3.6, 28),
    Typesetting(11.5, 1.2, 19, 14, 12, 10.5, 2.4, 26),
    Typesetting(11, 1.2, 18, 13.5, 11.5, 10.5, 2.2, 25),
    Typesetting(10.5, 1.18, 17, 13, 11, 10, 2.0, 23),
    Typesetting(10, 1.16, 16, 12, 10.5, 10, 1.6, 21),
)
"""From the most generous to the closest; most people can still read ten points."""


def choose_typesetting(sheet: Sheet, paper: Paper, *, has_code: bool) -> Typesetting:
    """Return the most generous setting with which a sheet has no more pages than it should.

    Where one exercise would stand alone on the last page, all are set closer if that saves it.
    """
    most = 1 + max(0, -(-(len(sheet.rows) - FIRST_PAGE_ROWS) // NEXT_PAGE_ROWS))
    filled = {one: fill_pages(sheet, paper, one, has_code=has_code) for one in TYPESETTINGS}
    chosen = next((one for one in TYPESETTINGS if len(filled[one]) <= most), TYPESETTINGS[-1])
    pages = filled[chosen]
    if len(pages) > 1 and pages[-1] == 1:
        chosen = next((one for one in TYPESETTINGS if len(filled[one]) < len(pages)), chosen)
    return chosen


def fill_pages(
    sheet: Sheet, paper: Paper, setting: Typesetting, *, has_code: bool
) -> tuple[int, ...]:
    """Return how many exercises each page has; none is split between two pages."""
    width, height = SIZES_MM[paper]
    pages, used = [0], measure_head(sheet, width, setting, has_code=has_code)
    for row in sheet.rows:
        needed = measure_row(row, width, setting, paper)
        if used + needed > height - SLACK_MM:
            pages, used = [*pages, 0], 0.0
        pages[-1] += 1
        used += needed
    return tuple(pages)


def measure_row(row: SheetRow, width: float, setting: Typesetting, paper: Paper) -> float:
    """Return how high an exercise is at most, in mm."""
    room = width - SHOWN_MM - SHOWN_GAP_MM
    inner = room - INDENT_MM
    words = _measure_row_head(row, room, setting)
    for line in row.lines:
        words += _measure_text(line, inner, setting.text, setting.leading)
    words += _measure_text(row.caution, inner, setting.caution, DOSE_LEADING)
    drawn = draw_steps(row.card, setting.drawing_on(paper)).height if row.card else 0
    return max(words, drawn + DAYS_GAP_MM + DAYS_MM) + setting.padding + LINE_MM


def _measure_row_head(row: SheetRow, room: float, setting: Typesetting) -> float:
    """Return how high name and dose are: they share a line where both have room on it."""
    name = f"00 {row.name}"
    wide = measure_width(name, setting.heading, bold=True) + DOSE_GAP_MM
    if wide + measure_width(row.dose, setting.dose, bold=True) <= room:
        return _measure_lines(1, setting.heading, SHORT_LEADING)
    height = _measure_text(name, room, setting.heading, SHORT_LEADING, bold=True)
    return height + _measure_text(row.dose, room, setting.dose, DOSE_LEADING, bold=True)


def measure_head(sheet: Sheet, width: float, setting: Typesetting, *, has_code: bool) -> float:
    """Return how high the part above the exercises is at most, in mm."""
    url, room = sheet.details.url, width
    code = 0.0
    if url:
        room -= CODE_MM + CODE_GAP_MM
        code = _measure_code(sheet, shorten_address(url, has_code=has_code), has_code=has_code)
    inner = width - 2 * SAFETY_ASIDE_MM
    safety = SAFETY_ABOVE_MM
    for line in sheet.safety:
        safety += _measure_text(line, inner, setting.text, SAFETY_LEADING, bold=True)
    return max(_measure_about(sheet, room, setting), code) + safety


def _measure_code(sheet: Sheet, address: str, *, has_code: bool) -> float:
    """Return how high the code is, with its words and the address."""
    words = sheet.phrases.format_shown("sheet_listen")
    height = _measure_text(words, CODE_MM, CODE_POINTS, SHORT_LEADING, bold=True)
    height += _measure_text(address, CODE_MM, CODE_POINTS, SHORT_LEADING)
    return height + (SIDE_MM - CODE_ABOVE_MM if has_code else 0)


def _measure_about(sheet: Sheet, room: float, setting: Typesetting) -> float:
    """Return how high what stands beside the code is: sender, title, intro and fields."""
    intro = " ".join(filter(None, (sheet.needs, sheet.phrases.format_shown("sheet_tick"))))
    height = _measure_text(sheet.details.sender, room, SENDER_POINTS, NORMAL_LEADING, bold=True)
    height += _measure_text(sheet.title, room, setting.title, SHORT_LEADING, bold=True)
    height += _measure_text(intro, room, setting.text, NORMAL_LEADING)
    return height + FIELDS_ABOVE_MM + _measure_fields(sheet, setting, room)


def _measure_fields(sheet: Sheet, setting: Typesetting, room: float) -> float:
    """Return how high the fields are: two share a line where both have room on it."""
    height, used = 0.0, room
    for name, value in list_fields(sheet):
        label = measure_width(f"{name}:", setting.text) + LABEL_GAP_MM
        shown = max(LEAST_VALUE_MM, measure_width(value, setting.text, bold=True))
        wide = max(LEAST_FIELD_SHARE * room, label + shown)
        if used + FIELD_GAP_MM + wide > room:
            lines = max(1, count_lines(value, setting.text, room - label, bold=True))
            height += _measure_lines(lines, setting.text, FIELD_LEADING) + FIELDS_GAP_MM
            used = min(wide, room)
        else:
            used += FIELD_GAP_MM + wide
    return height - FIELDS_GAP_MM


def _measure_text(
    text: str, room: float, points: float, leading: float, *, bold: bool = False
) -> float:
    """Return how high a text is in a column of `room` mm."""
    return _measure_lines(count_lines(text, points, room, bold=bold), points, leading)


def _measure_lines(lines: int, points: float, leading: float) -> float:
    return lines * points * leading * MM_PER_POINT


def make_style_values(setting: Typesetting, paper: Paper) -> dict[str, str]:
    """Return the values of the variables in the style of a sheet, by name."""
    sizes = ("text", "title", "heading", "dose", "caution")
    return {
        "paper": "A4" if paper is Paper.A4 else "letter",
        **{name: f"{getattr(setting, name):g}pt" for name in sizes},
        "leading": f"{setting.leading:g}",
        "above": f"{setting.padding / 2 + 0.1:.2f}mm",
        "below": f"{setting.padding / 2 - 0.1:.2f}mm",
    }
