"""Whatever is written in a figure, it is drawn or told what is wrong: nothing breaks."""

from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.errors import ScriptError
from coach.figures.figure_drawing import draw_svg, find_card_problems
from coach.script.exercise import EXERCISE
from coach.script.figure_library import load_bases
from coach.script.figure_schema import PROPS
from coach.script.figure_values import DEFAULT_PEN_ORDER, FigureView
from coach.script.reader import read_script
from tests.figures.test_pose_check import CARD

NUMBER = st.sampled_from([-400, -90, -1, 0, 0.5, 1, 45, 90, 180, 400])
PAIR = st.tuples(NUMBER, NUMBER).map(list)
TRIPLE = st.tuples(NUMBER, NUMBER, NUMBER).map(list)
JOINT = st.sampled_from(
    "hip head spine@0.5 near.knee far.ankle near.wrist far.hand near.thigh@0.7+3-4 tail".split()
)
PLACE = JOINT | PAIR | TRIPLE
LIMB = TRIPLE | st.fixed_dictionaries(
    {"to": PLACE}, optional={"bend": NUMBER | PAIR | TRIPLE, "end": NUMBER, "scale": TRIPLE}
)
PARTS = st.lists(st.sampled_from(DEFAULT_PEN_ORDER), unique=True)
POSE = st.fixed_dictionaries(
    {},
    optional={
        "base": st.sampled_from([*load_bases(), "none"]),
        "trunk": NUMBER,
        "spine": PAIR,
        "neck": NUMBER,
        "nod": NUMBER,
        "legs": LIMB,
        "near_leg": LIMB,
        "far_arm": LIMB,
        "arms": LIMB,
        "pin": st.tuples(JOINT, NUMBER).map(list),
        "lift": NUMBER,
        "down": st.tuples(JOINT, NUMBER).map(list),
        "order": PARTS,
        "hide": PARTS,
        "slant": PAIR,
    },
)
PROP = st.fixed_dictionaries(
    {"kind": st.sampled_from(PROPS)},
    optional={
        "at": PAIR,
        "size": PAIR,
        "turn": st.sampled_from([-1, 0, 1]),
        "ends": st.lists(PLACE, min_size=2, max_size=3),
    },
)
ARROW = st.fixed_dictionaries(
    {"place": PLACE},
    optional={"beside": PAIR, "start": PAIR, "end": PAIR, "curve": NUMBER, "round": TRIPLE},
)
FIGURE = st.fixed_dictionaries(
    {"poses": st.lists(POSE, min_size=1, max_size=3)},
    optional={
        "view": st.sampled_from([str(view) for view in FigureView]),
        "props": st.lists(PROP, max_size=2),
        "arrows": st.lists(ARROW, max_size=2),
        "ghost": st.sampled_from(["true", "false"]),
    },
)


def write(value: object) -> str:
    """Write a value in the flow style of YAML."""
    match value:
        case dict():
            return "{" + ", ".join(f"{key}: {write(each)}" for key, each in value.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(map(write, value)) + "]"
    return str(value)


@settings(max_examples=150)
@given(FIGURE)
def test_a_figure_is_drawn_or_told_what_is_wrong(figure):
    text = CARD.replace("figure:\n{figure}", "figure: ").format(position="any") + write(figure)
    if any(prop["kind"] == "strap" and not prop.get("ends") for prop in figure.get("props", ())):
        with pytest.raises(ScriptError, match="a strap with two ends"):
            read_script(text, EXERCISE, "bridge.yaml")
        return
    card = read_script(text, EXERCISE, "bridge.yaml")
    problems = find_card_problems(card)
    try:
        drawn = draw_svg(card)
    except ScriptError as error:
        said = error.problems
    else:
        ElementTree.fromstring(drawn or "")
        assert "nan" not in (drawn or "nan")
        return
    assert set(said) <= set(problems)
