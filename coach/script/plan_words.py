"""Plan words: how a language tells at the beginning how long a session is, where, and with what."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from coach.script.positions import FLOOR_POSITIONS, KNEELING_POSITIONS, Position
from coach.script.records import Field, MappingOf, Record
from coach.script.scalars import Line, SpokenText, Text

_P = Position
PLACES = ("standing", "seated", "kneeling", "sitting", "lying", "bed")
"""Where one is in a session, as a plan tells it."""
_PLACE_OF = {
    **dict.fromkeys(FLOOR_POSITIONS, "lying"),
    **dict.fromkeys(KNEELING_POSITIONS, "kneeling"),
    **dict.fromkeys((_P.STANDING, _P.WALL), "standing"),
    **dict.fromkeys((_P.SEATED, _P.BED_EDGE), "seated"),
    _P.FLOOR_SITTING: "sitting",
    _P.BED: "bed",
}


def find_place(position: Position) -> str:
    """Return which of PLACES a position is; "" for ANY.

    >>> find_place(Position.SUPINE), find_place(Position.ANY)
    ('lying', '')
    """
    return _PLACE_OF.get(position, "")


@dataclass(frozen=True, slots=True)
class PlanWords:
    """The sentences of a plan, and the words for the places and the things in them.

    `all` is for a session that has one place only. What has no words in `things` is said by the
    name that the cards have for it. `mat`, `bed` and `chair` are what moves need. `two` and `more`
    are the patterns of a list. What `if_said` names by a word, a session needs where that word
    is said in it, and not because a card could use it.
    """

    time_and_places: Line
    time: Line
    needs: Line
    places: Mapping[str, str]
    all: Mapping[str, str]
    mat: str
    bed: str
    chair: str
    two: str
    more: str
    things: Mapping[str, str] = field(default_factory=dict)
    if_said: Mapping[str, str] = field(default_factory=dict)

    def tell_time(self, places: Sequence[str]) -> Line:
        """Return the sentence of how long it takes, and in which places."""
        if not places:
            return self.time
        several = tuple(dict.fromkeys(self.places[place] for place in places))
        told = self.all[places[0]] if len(places) == 1 else self.join_list(several)
        return _fill(self.time_and_places, "places", told)

    def tell_needs(self, needs: Sequence[str]) -> Line:
        """Return the sentence of what is needed."""
        return _fill(self.needs, "needs", self.join_list(needs))

    def name_thing(self, thing: str) -> str:
        """Return a thing that a card names as it is said in a sentence."""
        return self.things.get(thing, thing)

    def choose_needs(self, things: Iterable[str], said: Iterable[str]) -> Iterator[str]:
        """Yield what is needed of the things of some cards, as it is said, and what is named."""
        named = map(self.name_thing, things)
        yield from (one for one in named if one not in self.if_said.values())
        heard = "\n".join(said)
        for word, thing in self.if_said.items():
            if re.search(rf"\b{re.escape(word)}", heard, re.IGNORECASE):
                yield thing

    def join_list(self, names: Sequence[str]) -> str:
        """Return names as one phrase, as the language lists them."""
        *others, phrase = names
        for number, name in enumerate(reversed(others)):
            pattern = self.more if number else self.two
            phrase = pattern.replace("{first}", name).replace("{last}", phrase)
        return phrase


def _fill(line: Line, variable: str, words: str) -> Line:
    return replace(line, text=line.text.replace(f"{{{variable}}}", words))


_NAME = Text(most=80)
_SENTENCE = SpokenText(Text(variables=frozenset({"total", "places", "needs"})))
_PAIR = Text(most=80, variables=frozenset({"first", "last"}))
_BY_PLACE = MappingOf(_NAME, PLACES)
PLAN_WORDS = Record(
    PlanWords,
    {
        "time_and_places": Field(_SENTENCE, "how long it takes, and where: {total}, {places}"),
        "time": Field(_SENTENCE, "how long it takes: {total}"),
        "needs": Field(_SENTENCE, "what is needed: {needs}"),
        "places": Field(_BY_PLACE, "the words for each of some places"),
        "all": Field(_BY_PLACE, "the same where there is one place only"),
        "mat": Field(_NAME, "what one lies on"),
        "bed": Field(_NAME, "the same for somebody who does not get down to the floor"),
        "chair": Field(_NAME, "what helps down to the floor, and up"),
        "two": Field(_PAIR, "how two things are told: {first}, {last}"),
        "more": Field(_PAIR, "how one is told before several others, which are {last}"),
        "things": Field(MappingOf(_NAME), "the words for what cards need, by its name there", {}),
        "if_said": Field(MappingOf(_NAME), "what is needed where a word is said in a session", {}),
    },
    "plan words",
    has_where=False,
)
