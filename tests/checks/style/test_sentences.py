"""The style of a sentence: its length, its verbs, its sides, its promises, and how it is said."""

import re
import subprocess
import sys

import pytest

from coach.checks.style.heard_lines import LineRole, SpokenLine
from coach.checks.style.sentence_rules import find_line_problems, list_actions
from coach.checks.style_rules import STYLE
from coach.errors import ScriptError, Where
from coach.script.library import load_language_file
from coach.script.reader import read_script
from coach.script.scalars import Line
from coach.speech.normalize import normalize_text
from coach.speech.pronunciations import ESPEAK_RESPELLINGS

TABLE = load_language_file("style", "en", STYLE)


def said(text: str, part: LineRole = LineRole.INSTRUCT, *, sided: bool = False) -> list[str]:
    """Give the messages about a line."""
    told = SpokenLine(Line(text, Where("x.yaml", 1, 1)), part, sided)
    return [problem.message for problem in find_line_problems(told, TABLE)]


def test_a_sentence_of_18_words_is_good_and_one_of_19_is_not():
    eighteen = " ".join(["word"] * 18)
    assert said(f"{eighteen}. {eighteen}.") == []
    (found,) = said(f"Short. {eighteen} more.")
    assert "expected at most 18 words in a sentence, found 19" in found


@pytest.mark.parametrize(
    "text",
    [
        "Lift your knee, the right one.",
        "Lift your knee toward your chest, the {side} one.",
        "Bend your leg, right.",
        "Straighten the arm upward, the left side.",
        "Raise the leg, right first.",
        "Lift up the leg on your right side.",
    ],
)
def test_a_side_behind_what_moves_is_late(text):
    (found,) = said(text)
    assert found.startswith("expected the side before what moves")


def test_in_a_sided_card_a_limb_without_a_side_before_the_side_is_late():
    assert said("Slide the foot back along the {side} wall.", sided=True)
    assert not said("Slide the foot back along the {side} wall.")


@pytest.mark.parametrize(
    "text",
    [
        "Cross your {side} ankle over the {other} leg, near the knee.",
        "Let the {side} knee drop outward.",
        "With both hands, hold the back of your {other} leg.",
        "Turn your head to the right.",
        "Right leg: slide it back.",
        "Draw it closer, while the {side} knee stays wide.",
        "If your {side} hip stretches already, stay like this.",
        "Step your {side} foot back, and leave the {other} one where it is.",
    ],
)
def test_a_side_before_what_moves_is_good(text):
    assert said(text, sided=True) == []


@pytest.mark.parametrize(
    ("text", "verbs"),
    [
        ("Press into your heels, and squeeze your buttocks.", ["press", "squeeze"]),
        ("Bend your knees and roll to one side.", ["bend", "roll"]),
        ("Breathing out, firm your belly, then lift your hips.", ["firm", "lift"]),
        ("Now slowly lift the arm; then lower it.", ["lift", "lower"]),
        ("You should bend your knee and then grab the ankle.", ["bend", "grab"]),
        ("On the way back, try to lower the arm.", ["lower"]),
        ("Put one hand on the chair, and keep it there.", ["put"]),
        ("If not, take both hands behind your leg.", ["take"]),
        ("Lift your hips until shoulders and knees make one line.", ["lift"]),
        ("Make fists or use your forearms.", []),
        ("Sit a moment, then stand up.", ["stand"]),
        ("Stay as long as you like, and take your time.", []),
        ("Hands under your shoulders, knees under your hips, eyes down.", []),
        ("Breathe out as you lift, and in as you lower.", []),
        ("Keep your back level, and keep your neck long.", []),
    ],
)
def test_actions_are_verbs_that_ask_for_a_movement(text, verbs):
    assert list_actions(text, TABLE) == verbs
    assert bool(said(text)) is (len(verbs) > 1)


def test_who_is_reminded_may_be_asked_for_two_things_and_who_listens_for_any():
    two, three = "Bend and lift.", "Bend, lift and lower."
    assert not said(two, LineRole.REMIND)
    assert said(three, LineRole.REMIND)
    assert not said(three, LineRole.INFORM)


@pytest.mark.parametrize(
    "text",
    [
        "Let your eyes close.",
        "Wind your arms around you.",
        "Contract your belly.",
        "Increase the reach.",
        "Alternate sides.",
        "Rest for ten secs.",
        "Feet 20 cm apart.",
        "Hold for 30s.",
        "Use a prop, e.g. a towel.",
        "Arms & legs.",
        "Left/right.",
        "Go to 90°.",
        "Reach up (or forward).",
        "Wait...",
        "Wait… now.",
        "Do it 3-4 times.",
        "STOP now.",
        "Well done!",
        "Walk 1500 steps.",
    ],
)
def test_what_is_not_said_as_it_is_written_is_found(text):
    assert said(text)


@pytest.mark.parametrize(
    "text",
    [
        "Close your eyes.",
        "Let your breath wind down.",
        "Keep your feet close together.",
        "Your elbow leads.",
        "Hold for thirty seconds.",
        "Do it three or four times.",
        "Set {set} of {sets}.",
        "Ask your GP, or call the NHS.",
        "Feel it in your lower back.",
        "One minute more.",
        "Cat-camel, and child's pose.",
        "10 minutes to go.",
        "A warm-up in water.",
    ],
)
def test_what_is_said_as_it_is_written_is_good(text):
    assert said(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "This will cure your back.",
        "This stretch relieves tension.",
        "Ten minutes of pain relief.",
        "It heals your discs.",
        "Breathing will ease the pain.",
        "Walking reduces back pain.",
        "For a pain-free back.",
        "Get rid of stiffness.",
        "This helps with back pain.",
        "It is good for your pain.",
        "Feel the pain melt away.",
        "It prevents injuries.",
    ],
)
def test_a_promise_of_relief_is_found_wherever_it_stands(text):
    for part in LineRole:
        assert any("no promise of relief" in found for found in said(text, part))


@pytest.mark.parametrize(
    "text",
    [
        "No exercise cures a back.",
        "A better chair alone seldom ends back pain.",
        "This one stretches the back of your hip.",
        "Ease back into the chair.",
        "Stop if the pain grows.",
        "On average, moving eases pain a little.",
    ],
)
def test_what_promises_nothing_is_good(text):
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Hold for 30s.", "30s"),
        ("Feet on the wall, 90-90.", "90-90"),
        ("Take the (1,5 kg) weight.", "1,5 kg"),
        ("Go and rest 15-30 s, then go.", "15-30 s"),
        ("Lift e.g. the heel.", "e.g."),
    ],
)
def test_a_finding_quotes_the_whole_word(text, word):
    assert any(found.endswith(f"found {word!r}") for found in said(text)), said(text)


def test_what_coach_respells_by_itself_is_no_finding():
    for word in ESPEAK_RESPELLINGS.words:
        text = f"Slowly {word}."
        misread = [found for found in said(text) if "voices misread" in found]
        assert not misread, word
        assert normalize_text(text) != text


def test_what_is_found_is_quoted_with_all_of_its_word():
    for text, word in (
        ("Plank 30s.", "30s"),
        ("Take 90-90 now.", "90-90"),
        ("Hold 1,5 kg now.", "1,5 kg"),
        ("Lean 90° now.", "90°"),
        ("Sit w/out it.", "w/out"),
        ("Sit (down) now.", "("),
    ):
        assert any(one.endswith(f"found {word!r}") for one in said(text)), text


def test_a_table_with_a_pattern_that_is_none_is_refused():
    with pytest.raises(ScriptError, match="expected a regular expression"):
        read_script("unless: '('\n", STYLE, "style.yaml")


MISREAD = {
    "Let your eyes close.": "kl(ˈəʊ|ˈoʊ)s",
    "Wind your arms.": "wˈɪnd",
    "Take a bow.": "bˈ(əʊ|oʊ)",
    "Make minute movements.": "mˈɪnɪt",
    "Contract your belly.": "kˈ(ɒ|ɑː)ntɹ",
    "Increase the reach.": "ˈɪŋkɹiːs",
    "Decrease the reach.": "dˈiːkɹiːs",
    "Present your hand.": "pɹˈɛzənt",
    "Project your knee.": "pɹˈ(ɒ|ɑː)dʒ",
    "Permit the knee to drop.": "pˈɜːmɪt",
    "Insert a towel.": "ˈɪnsɜː",
    "Conduct your breath.": "kˈ(ɒ|ɑː)ndʌkt",
    "Record how it went.": "ɹˈɛk",
    "Alternate sides.": "ɔːltˈɜːnət",
    "Pranayama.": "neɪˈɑːmə",
    "Rest ten secs.": "sˈɛks",
}
PHONEMES = """\
import ctypes, sys
import espeakng_loader
espeak = ctypes.CDLL(espeakng_loader.get_library_path())
espeak.espeak_Initialize(2, 0, espeakng_loader.get_data_path().encode(), 0x8000)
espeak.espeak_SetVoiceByName(sys.argv[1].encode())
espeak.espeak_TextToPhonemes.restype = ctypes.c_char_p
for text in sys.stdin.read().splitlines():
    rest = ctypes.pointer(ctypes.c_char_p(text.encode()))
    said = ""
    while rest.contents.value:
        said += (espeak.espeak_TextToPhonemes(rest, 1, 2) or b"").decode() + " "
    sys.stdout.buffer.write(said.encode() + b"\\n")
"""


@pytest.mark.parametrize("voice", ["en", "en-us"])
def test_what_is_said_to_be_misread_is_misread_by_espeak(voice):
    lines = "\n".join(normalize_text(text) for text in MISREAD)
    ran = subprocess.run(
        [sys.executable, "-c", PHONEMES, voice], input=lines.encode(), capture_output=True
    )
    phonemes = ran.stdout.decode().splitlines()
    assert len(phonemes) == len(MISREAD)
    for (text, wrong), found in zip(MISREAD.items(), phonemes, strict=True):
        assert re.search(wrong, found), f"{text}: {found}"
        assert said(text), text


def test_every_pattern_of_what_is_misread_has_its_proof():
    for pattern, _ in TABLE.misread:
        assert any(pattern.search(text) for text in MISREAD), pattern.pattern
