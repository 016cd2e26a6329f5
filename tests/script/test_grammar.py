"""Forms of words: numbers with their nouns, sides in their forms, by the rules of a language."""

import pytest

from coach.errors import ScriptError
from coach.script.grammar import FormError, Forms, Grammar, find_plural
from coach.script.library import load_phrases
from coach.script.phrases import FORMS
from coach.script.reader import read_script
from coach.script.scalars import Line
from coach.script.steps import Rest, Say
from coach.script.work_steps import Hold
from coach.timeline.context import Context, fill_variables
from tests.listening import laid

ENGLISH = load_phrases("en").grammar
GERMAN = Grammar(
    Forms(
        "n != 1",
        {
            "second": ("eine Sekunde", "{n} Sekunden"),
            "minute": ("eine Minute", "{n} Minuten"),
            "hour": ("eine Stunde", "{n} Stunden"),
        },
        {"e": "linke", "es": "linkes"},
        {"e": "rechte", "es": "rechtes"},
        small_names=False,
    ),
    "links",
    "rechts",
)
PLURALS = {
    "en": "n != 1",
    "de": "n != 1",
    "es": "n != 1",
    "it": "n != 1",
    "nl": "n != 1",
    "sv": "n != 1",
    "fr": "n > 1",
    "pt": "n > 1",
    "ja": "0",
    "pl": "n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2",
    "ru": "n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2",
    "ar": "n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5",
}
"""The rules of gettext, as files of these languages have them."""


def fill(text: str, grammar: Grammar = ENGLISH, **context: object) -> str:
    """A text as it is said where this is going on."""
    return fill_variables(Line(text), Context(grammar=grammar, **context))


@pytest.mark.parametrize("language", PLURALS)
def test_plurals_are_those_of_cldr(language):
    babel = pytest.importorskip("babel")
    rule = babel.Locale.parse(language).plural_form
    forms: dict[int, set[str]] = {}
    for number in (*range(1_201), *range(9_990, 10_001)):
        forms.setdefault(find_plural(PLURALS[language], number), set()).add(rule(number))
    names = [name for found in forms.values() for name in found]
    assert len(names) == len(set(names))  # no two forms share a class of numbers
    assert all(len(found) == 1 for found in forms.values())


def test_english_has_the_rule_that_is_tried():
    assert ENGLISH.forms.plural == PLURALS["en"]


@pytest.mark.parametrize(
    ("seconds", "english", "german"),
    [
        (1, "1 second", "eine Sekunde"),
        (30, "30 seconds", "30 Sekunden"),
        (60, "1 minute", "eine Minute"),
        (90, "1 minute 30 seconds", "eine Minute 30 Sekunden"),
        (300, "5 minutes", "5 Minuten"),
        (3_660, "1 hour 1 minute", "eine Stunde eine Minute"),
        (0, "0 seconds", "0 Sekunden"),
    ],
)
def test_a_length_is_said_as_a_person_would(seconds, english, german):
    assert (ENGLISH.format_length(seconds), GERMAN.format_length(seconds)) == (english, german)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Walk for {seconds} seconds.", "Walk for 5 minutes."),
        ("Walk for {seconds:second}.", "Walk for 5 minutes."),
        ("Walk for {length}.", "Walk for 5 minutes."),
        ("{length}, then rest.", "5 minutes, then rest."),
        ("A {seconds} second hold.", "A 300 second hold."),
        ("Hold it, {seconds}.", "Hold it, 300."),
        ("Set {set} of {sets:set}.", "Set 1 of 1 set."),
        ("{sets} sets.", "1 set."),
    ],
)
def test_a_number_and_its_noun_are_one_thing(text, said):
    assert fill(text, seconds=300) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{exercise}. {side} leg up.", "Hamstring. Right leg up."),
        ("Good! {side} leg up.", "Good! Right leg up."),
        ("Now the {side} leg.", "Now the right leg."),
        ("On the {side}: {other} leg still.", "On the right: left leg still."),
        ("Well done. “{side} leg.”", "Well done. “Right leg.”"),
    ],
)
def test_a_sentence_begins_with_a_capital(text, said):
    assert fill(text, exercise="Hamstring", side="right", other_side="left") == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Zuerst die {side:e} Seite.", "Zuerst die rechte Seite."),
        (
            "Heb dein {side:es} Knie, dann dein {other:es}.",
            "Heb dein rechtes Knie, dann dein linkes.",
        ),
        ("Wir beginnen {side}.", "Wir beginnen rechts."),
        ("Noch {seconds:second}.", "Noch eine Sekunde."),
        ("Gut. {seconds:second} noch.", "Gut. Eine Sekunde noch."),
        ("Und jetzt {exercise}.", "Und jetzt Kniebeuge."),
    ],
)
def test_words_have_the_forms_of_their_language(text, said):
    context = {"side": "right", "other_side": "left", "seconds": 1, "exercise": "Kniebeuge"}
    assert fill(text, GERMAN, **context) == said


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Die {side:ex} Seite.", "the words for the sides have no form 'ex'"),
        ("Noch {seconds:sekunde}.", "no noun is called 'sekunde'"),
        ("{total:minutes} waren es.", "no noun is called 'minutes'"),
        ("{exercise}, {set:round}.", "no noun is called 'round'"),
        ("{exercise:e}.", "expected no form of {exercise}, found 'e'"),
    ],
)
def test_a_form_that_the_language_does_not_have_is_told(text, message):
    with pytest.raises(ScriptError, match=message):
        fill(text, GERMAN, side="right", seconds=1, exercise="Kniebeuge")


def test_a_form_of_what_has_none_is_told():
    with pytest.raises(FormError, match="no form"):
        ENGLISH.format_value("next", "minute", "Bridge")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{plural: n is 1, counts: {}}", "expected a rule for plurals, found 'n is 1'"),
        ("{plural: n != 1, counts: {minute: [one]}}", "expected 2 forms of 'minute', found 1"),
        ("{plural: n != 1, counts: {minute: ['{m}', b]}}", "no variable is called '{m}'"),
    ],
)
def test_a_fault_of_a_table_of_forms_is_told(text, message):
    with pytest.raises(ScriptError) as caught:
        read_script(text, FORMS, "de.yaml")
    assert message in str(caught.value)


def test_in_a_rest_the_length_is_that_of_what_comes_next():
    steps = (
        Rest(10_000, Line("{next}, for {length}."), preview=False),
        Say((Line("Go."),)),
        Hold(60_000),
    )
    texts = [getattr(clip.source, "text", "") for clip in laid(*steps).clips]
    assert any(text.endswith("for 1 minute.") for text in texts), texts
