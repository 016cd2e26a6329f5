"""The page and the screen of `coach play` show the same: at every tenth of a second."""

import pytest

from coach.exports.page.page_html import read_part
from coach.exports.page.page_session import make_page_session
from coach.live.reporting import make_status
from coach.live.schedule import make_schedule
from coach.live.state import State
from coach.live.status import Phase
from coach.script.talk_level import TalkLevel
from tests.exports.page.sessions import SESSIONS, about, session

STEP_MS = 100
KEYS = "exercise side set sets rep reps count unit counts_up resting part".split()


def screen(schedule, at):
    status = make_status(State(schedule, phase=Phase.PAUSED, at=at), None, 100, TalkLevel.FULL)
    return [
        status.exercise,
        status.side,
        status.set,
        status.sets,
        status.rep,
        status.reps,
        status.count,
        status.count_unit,
        status.counts_up,
        status.resting,
        status.segment,
    ]


@pytest.mark.parametrize("name", SESSIONS)
def test_page_and_screen_show_the_same(chromium, name):
    made = session(name)
    schedule = make_schedule(made.sheet, made.media.lengths, made.span_starts)
    page = chromium.new_page()
    page.add_script_tag(content=read_part("moment.js"))
    content = make_page_session(made, about(name)).content
    shown = page.evaluate(
        f"""(session) => {{
          const shown = [];
          for (let t = 0; t < session.length; t += {STEP_MS}) {{
            const it = moment(session, t);
            shown.push({KEYS}.map((key) => it[key]));
          }}
          return shown;
        }}""",
        content,
    )
    page.close()
    times = range(0, made.timeline.length, STEP_MS)
    assert len(shown) == len(times)
    differ = [
        (at, seen, wanted)
        for at, seen in zip(times, shown, strict=True)
        if seen != (wanted := screen(schedule, at))
    ]
    assert not differ
    assert {one[7] for one in shown} >= {"seconds"} or name.endswith("breathing")
