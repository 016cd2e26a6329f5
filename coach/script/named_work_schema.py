"""How named work is written: `work` with the keys of hold, breathe or reps, or of a card beside it.

The presence of hold, reps or breathe decides: with one of them the name is only words.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import yaml

from coach.script.library_names import WorkName
from coach.script.named_work import DEFAULT_REST, SideSets, SideTurns, Work
from coach.script.reader import FieldConflictError, Reader, Schema, has_yaml_tag
from coach.script.records import Field, ListOf, Record
from coach.script.scalars import Duration, Flag, Line, Whole
from coach.script.step_fields import GROUP_NAME, SIDE, SWITCH
from coach.script.steps import Perform, Rest, Rounds, Step
from coach.script.variants import VariantRecord, join_fields
from coach.script.work_schema import BREATHE, HOLD, REPS

NOT_ASKED = ("exercise", "first")
"""Keys of an exercise that named work has no use for, or has of its own."""
SETS = Whole(1, 100)
SIDE_SETS = Record(
    SideSets,
    {
        "left": Field(Whole(0, 100), "sets on the left", 0),
        "right": Field(Whole(0, 100), "sets on the right", 0),
    },
    "sets a side, left and right",
    has_where=False,
)


@dataclass(frozen=True, slots=True)
class SidesShape:
    """True for both sides, `alternate` where they take turns, or the sets of each."""

    shape: Record = SIDE_SETS
    expected: str = "true, alternate, or sets a side"

    def read(self, node: yaml.Node, reading: Reader) -> Any:
        """Return SideTurns, SideSets, or None for false."""
        if isinstance(node, yaml.MappingNode):
            return reading.read(node, self.shape)
        if has_yaml_tag(node, "bool"):
            return SideTurns.EACH if reading.read(node, Flag()) else None
        if isinstance(node, yaml.ScalarNode) and node.value in tuple(SideTurns):
            return SideTurns(node.value)
        hint = "sides: true, sides: alternate, or sides: {left: 3, right: 1}"
        return reading.report_mismatch(node, self, hint)

    def schema(self, named: dict[str, Schema]) -> Schema:
        """Return the schema of true, of a word or of a mapping."""
        words = {"enum": [True, False, *map(str, SideTurns)]}
        return {"anyOf": [words, self.shape.schema(named)]}


NAMES = Field(ListOf(WorkName(GROUP_NAME), least=1, most=100), "its name; a list has each done")
WORK_FIELDS = {
    "work": NAMES,
    "sets": Field(SETS, "how many times", 1),
    "rest": Field(
        Duration(0), "between sets and between names, none behind the last", DEFAULT_REST
    ),
    "between": Field(Duration(0), "the same, where rest is that of a breath", None),
    "sides": Field(SidesShape(), "both sides; alternate: they take turns; or sets a side", None),
    "side": Field(SIDE, "the only side", None),
    "switch": SWITCH,
    "first": Field(SIDE, "the side to begin with", None),
    "chapter": Field(Flag(), "a place one can jump to", True),
    "shuffle": Field(Flag(), "the names of a list in another order each day", False),
}
"""The keys that named work has of its own."""
OWN_TARGETS = frozenset(WORK_FIELDS)


def _make_maker(record: Record) -> Callable[..., Work]:
    """Return what makes work of the values of its own fields and of those of a step of work."""

    def make(**values: Any) -> Work:
        own = {key: values.pop(key) for key in OWN_TARGETS if key in values}
        between = own.pop("between")
        if record is BREATHE:
            values["rest"], own["rest"] = own["rest"], DEFAULT_REST
            _check_breath_rest(values["rest"], own, between)
        if between is not None:
            own["rest"] = between
        where = values["where"]
        return Work(**own, dose=record.make(**values), where=where)

    return make


def _check_breath_rest(rest: int, own: dict[str, Any], between: int | None) -> None:
    """Raise FieldConflictError where rest could be that of a breath or that between sets."""
    if rest and between is None and (own["sets"] > 1 or len(own["work"]) > 1):
        message = "expected between beside rest, because rest is that of each breath"
        raise FieldConflictError(message, "rest", "between: 30s is the rest between sets")


def _make_variant(record: Record) -> Record:
    own = dict(WORK_FIELDS)
    if record is BREATHE:
        own["rest"] = BREATHE.fields["rest"]
    return Record(_make_maker(record), {**record.fields, **own}, "work")


def make_card_work(work: tuple[Line, ...], rest: int | None, shuffle: bool, **asked: Any) -> Step:
    """Return the step that does a card, or those of several with rests between.

    Which card a name means is known once the routine's own are read.
    """
    where = asked.pop("where")
    performs = [Perform(line.text, **asked, where=line.where or where) for line in work]
    if len(performs) == 1:
        if rest is not None or shuffle:
            wrong = "rest" if rest is not None else "shuffle"
            message = f"expected hold, reps, breathe or several names beside {wrong}, found none"
            raise FieldConflictError(message, wrong, "hold: 30s says how much there is to do")
        return performs[0]
    steps: list[Step] = []
    for perform in performs:
        if steps and rest:
            steps.append(Rest(rest, where=where))
        steps.append(perform)
    return Rounds(1, tuple(steps), shuffle=shuffle, where=where)


def make_work_record(perform: Record) -> VariantRecord:
    """Return the record of named work; `perform` is that of an exercise by its card."""
    asked = {key: field for key, field in perform.fields.items() if key not in NOT_ASKED}
    card = Record(
        make_card_work,
        {
            **asked,
            "work": NAMES,
            "rest": Field(Duration(0), "between the cards of a list", None),
            "shuffle": WORK_FIELDS["shuffle"],
        },
        "work",
    )
    variants = {
        "breathe": _make_variant(BREATHE),
        "reps": _make_variant(REPS),
        "hold": _make_variant(HOLD),
        "": card,
    }
    return VariantRecord(
        Work,
        join_fields(variants),
        "a work step",
        variants=variants,
        common=WORK_FIELDS,
        hint_at_variant="hold: 30s says how much there is to do; a card has its own sides",
    )
