"""A sheet -> the type and the drawings with which it has as few pages as it should.

Five exercises go on one page, eleven on two. What has more words is set closer, then smaller, but
never below what can be read; nothing is ever cut, and what has no room even so has one page more.
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
"""What is left free of a page: browsers round each row up."""
FIRST_PAGE_ROWS, NEXT_PAGE_ROWS = 5, 6
# What follows stands in handout.css as well, of which a browser's tests know that it agrees.
CODE_MM, CODE_GAP_MM, SHOWN_MM, SHOWN_GAP_MM, INDENT_MM, FIELD_GAP_MM = 40, 6, 48, 5, 5.4, 6
DAYS_MM, DAYS_GAP_MM, LINE_MM = 7.2, 1.4, 0.3
NORMAL_LEADING = 1.34


@dataclass(frozen=True, slots=True)
class Typesetting:
    """How a sheet is set: sizes in points, `leading` as a multiple of `text`, the rest in mm.

    `drawing` is how high the drawings of an exercise are at most on A4; on Letter they are 3 less.
    `padding` is what a row has above and below.
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
        """Return how high drawings are at most on a paper."""
        return self.drawing if paper is Paper.A4 else self.drawing - 3


TYPESETTINGS = (
    Typesetting(11.5, 1.28, 21, 14, 12, 10.5, 3.6, 28),
    Typesetting(11.5, 1.2, 19, 14, 12, 10.5, 2.4, 26),
    Typesetting(11, 1.2, 18, 13.5, 11.5, 10.5, 2.2, 25),
    Typesetting(10.5, 1.18, 17, 13, 11, 10, 2.0, 23),
    Typesetting(10, 1.16, 16, 12, 10.5, 10, 1.6, 21),
)
"""From the most generous to the closest; ten points are what most still read."""


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


def count_pages(sheet: Sheet, paper: Paper, setting: Typesetting, *, has_code: bool) -> int:
    """Return on how many pages a sheet stands at most."""
    return len(fill_pages(sheet, paper, setting, has_code=has_code))


def fill_pages(
    sheet: Sheet, paper: Paper, setting: Typesetting, *, has_code: bool
) -> tuple[int, ...]:
    """Return how many exercises each page has, at most; none is split between two."""
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
    """Return how many mm an exercise is high at most."""
    room = width - SHOWN_MM - SHOWN_GAP_MM
    number = "00 "
    name = measure_width(number + row.name, setting.heading, bold=True)
    dose = measure_width(row.dose, setting.dose, bold=True)
    if name + 4 + dose <= room:
        words = _measure_lines(1, setting.heading, 1.2)
    else:
        names = count_lines(number + row.name, setting.heading, room, bold=True)
        doses = count_lines(row.dose, setting.dose, room, bold=True)
        words = _measure_lines(names, setting.heading, 1.2) + _measure_lines(
            doses, setting.dose, 1.25
        )
    inner = room - INDENT_MM
    lines = sum(count_lines(line, setting.text, inner) for line in row.lines)
    words += _measure_lines(lines, setting.text, setting.leading)
    words += _measure_lines(count_lines(row.caution, setting.caution, inner), setting.caution, 1.25)
    drawn = draw_steps(row.card, setting.drawing_on(paper)).height if row.card else 0
    return max(words, drawn + DAYS_GAP_MM + DAYS_MM) + setting.padding + LINE_MM


def measure_head(sheet: Sheet, width: float, setting: Typesetting, *, has_code: bool) -> float:
    """Return how many mm that is high at most what stands above the exercises."""
    details, show = sheet.details, sheet.phrases.format_shown
    code, room = 0.0, width
    if details.url:
        room -= CODE_MM + CODE_GAP_MM
        lines = count_lines(show("sheet_listen"), 9, CODE_MM, bold=True)
        lines += count_lines(shorten_address(details.url, has_code=has_code), 9, CODE_MM)
        code = _measure_lines(lines, 9, 1.2) + (SIDE_MM - 2 if has_code else 0)
    intro = " ".join(filter(None, (sheet.needs, show("sheet_tick"))))
    about = _measure_lines(count_lines(details.sender, 12, room, bold=True), 12, NORMAL_LEADING)
    about += _measure_lines(
        count_lines(sheet.title, setting.title, room, bold=True), setting.title, 1.2
    )
    about += _measure_lines(count_lines(intro, setting.text, room), setting.text, NORMAL_LEADING)
    about += 1.8 + _measure_fields(sheet, setting, room)
    inner = width - 2 * (0.2 + 3.5 + 0.6)
    lines = sum(count_lines(line, setting.text, inner, bold=True) for line in sheet.safety)
    safety = 2 + 1 + 2 * (1.2 + 0.6) + _measure_lines(lines, setting.text, 1.27)
    return max(about, code) + safety


def _measure_fields(sheet: Sheet, setting: Typesetting, room: float) -> float:
    """Return how high the fields are: two stand on a line where both have room there."""
    height, used = 0.0, room
    for name, value in list_fields(sheet):
        label = measure_width(f"{name}:", setting.text) + 2
        wide = max(0.4 * room, label + max(20, measure_width(value, setting.text, bold=True)))
        if used + FIELD_GAP_MM + wide > room:
            lines = max(1, count_lines(value, setting.text, room - label, bold=True))
            height += _measure_lines(lines, setting.text, 1.4) + 1.4
            used = min(wide, room)
        else:
            used += FIELD_GAP_MM + wide
    return height - 1.4


def _measure_lines(lines: int, points: float, leading: float) -> float:
    return lines * points * leading * MM_PER_POINT


def make_style_values(setting: Typesetting, paper: Paper) -> dict[str, str]:
    """Return what the style of a sheet has to be filled in with, by name."""
    sizes = ("text", "title", "heading", "dose", "caution")
    return {
        "paper": "A4" if paper is Paper.A4 else "letter",
        **{name: f"{getattr(setting, name):g}pt" for name in sizes},
        "leading": f"{setting.leading:g}",
        "above": f"{setting.padding / 2 + 0.1:.2f}mm",
        "below": f"{setting.padding / 2 - 0.1:.2f}mm",
    }
