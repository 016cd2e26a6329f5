"""The chapters of a session with their doses."""

from coach import parse, prepare
from coach.timeline.summary import list_chapter_rows


def test_what_is_done_in_rounds_has_its_dose_each_time():
    bridge = {"exercise": "bridge", "sets": 1, "reps": 6, "hold": "2s"}
    more = {**bridge, "reps": 8}
    steps = [{"rounds": 2, "steps": [bridge, {"work": "Plank", "hold": "8s"}]}]
    for routine, reps in ((steps, [6, 6]), ([bridge, more], [6, 8])):
        made = prepare(parse({"title": "T", "steps": routine}), voice="tone")
        rows = list_chapter_rows(made.session, made.timeline)
        doses = [row.dose for row in rows if row.title == "Bridge"]
        assert doses == [f"{number} times, hold 2 s" for number in reps]
        assert not any(row.dose for row in rows if row.title == "Plank")
