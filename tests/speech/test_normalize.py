import json
import subprocess
import sys
from types import MappingProxyType

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coach.speech.normalize import normalize_text, spell_out
from coach.speech.pronunciations import (
    ESPEAK_RESPELLINGS,
    NATURAL_RESPELLINGS,
    RESPELLINGS_BY_ENGINE,
    Respellings,
    find_respellings,
)
from coach.speech.voices.tone import ToneVoice

FORMS = {
    # Ranges and units.
    "15-30 s": "15 to 30 seconds",
    "15–30 s": "15 to 30 seconds",
    "15–30s each side": "15 to 30 seconds each side",
    "8-12 reps": "8 to 12 reps",
    "10 – 12 reps": "10 to 12 reps",
    "30 s - 1 min": "30 seconds to 1 minute",
    "Set 1 - 10 reps": "Set 1, 10 reps",
    "4-7-8 breathing": "4, 7, 8 breathing",
    "30s": "30 seconds",
    "1 s": "1 second",
    "30 sec": "30 seconds",
    "2 min.": "2 minutes.",
    "2 min. rest": "2 minutes rest",
    "Rest 5 min. Then go": "Rest 5 minutes. Then go",
    "a 30 s hold": "a 30 second hold",
    "your 30s hold": "your 30 second hold",
    "after 30 s rest": "after 30 seconds rest",
    "Keep 60 bpm": "Keep 60 beats per minute",
    "5-min hold": "5 minute hold",
    "5+ min": "5 or more minutes",
    "1m30s": "1 minute 30 seconds",
    "1h30m": "1 hour 30 minutes",
    "rest 2m": "rest 2 minutes",
    "walk 2m forward": "walk 2 metres forward",
    "5 kg": "5 kilograms",
    "0.5 KG": "0.5 kilograms",
    "10 lb": "10 pounds",
    "1 lbs": "1 pound",
    "6 ft": "6 feet",
    "1 ft": "1 foot",
    "2.5 cm": "2.5 centimetres",
    "5 km/h": "5 kilometres per hour",
    "60 BPM": "60 beats per minute",
    "90°": "90 degrees",
    "20 °C": "20 degrees Celsius",
    # Inches, feet, and seconds and minutes written like them.
    "6 in": "6 inches",
    "6 in. off the floor": "6 inches off the floor",
    "Lift 6 in off the floor, then breathe out.": "Lift 6 inches off the floor, then breathe out.",
    "Inhale and lift the leg 6 in.": "Inhale and lift the leg 6 inches.",
    "6-in riser": "6 inch riser",
    '5" hold': "5 second hold",
    "5” hold": "5 second hold",
    "5″ hold": "5 second hold",
    'Hold 5", then 5" rest': "Hold 5 seconds, then 5 second rest",
    '3 x 30"': "3 times 30 seconds",
    '30" on/30" off': "30 seconds on or 30 seconds off",
    '6" off the floor': "6 inches off the floor",
    "5' walk": "5 minute walk",
    "6' high": "6 feet high",
    "6'2\" tall": "6 feet 2 inches tall",
    'Say "hold for 10" and rest': "Say hold for 10 and rest",
    # Clocks.
    "1:30": "1 minute 30",
    "1:05": "1 minute 5 seconds",
    "2:00": "2 minutes",
    "0:45": "45 seconds",
    "0:45-1:00": "45 seconds to 1 minute",
    "1:02:03": "1 hour 2 minutes 3 seconds",
    "10:00 AM": "10 AM",
    "7:05 p.m.": "7 oh 5 PM",
    "breathe 1:2": "breathe 1 to 2",
    "tempo 3:1:3": "tempo 3, 1, 3",
    # Fractions and multipliers.
    "1/2": "half",
    "2/3": "2 thirds",
    "½ turn": "half turn",
    "3/4 turn": "3 quarter turn",
    "2½ min": "2 and a half minutes",
    "1/2 h": "half an hour",
    "Set 2/3": "Set 2 of 3",
    "Rep 3/10 now": "Rep 3 of 10 now",
    "pain 3/10": "pain 3 out of 10",
    "120/80": "120 over 80",
    "x2": "times 2",
    "×2": "times 2",
    "2x": "2 times",
    "1x daily": "once daily",
    "2-3x/day": "2 to 3 times per day",
    "3 x 10/side": "3 times 10 per side",
    "3x10": "3 times 10",
    # Abbreviations.
    "approx. 5": "approximately 5",
    "no. 3": "number 3",
    "#1": "number 1",
    "e.g. a wall": "for example a wall",
    "i.e. a wall": "that is a wall",
    "walls etc. and": "walls et cetera and",
    "walls etc. Then": "walls et cetera. Then",
    "left vs. right": "left versus right",
    "v. slow": "very slow",
    "ROM": "range of motion",
    "ACL": "A-C-L",
    "w/ a strap w/o shoes": "with a strap without shoes",
    "HIIT, SI joint, bpm": "hit, S-I joint, beats per minute",
    "L & R, R or L, R/L leg": "left and right, right or left, right or left leg",
    "10 reps/side": "10 reps per side",
    "L/R side": "left or right side",
    "L side, then R leg": "left side, then right leg",
    "10 L, 10 R": "10 left, 10 right",
    "R: lift": "right: lift",
    # Signs.
    "$5": "5 dollars",
    "$1": "1 dollar",
    "<2 min": "less than 2 minutes",
    ">2": "more than 2",
    "≥ 5": "at least 5",
    "≤5": "at most 5",
    "-5": "minus 5",
    "~5": "about 5",
    "→ left": "left",
    "inhale → exhale": "inhale, exhale",
    "inhale -> exhale": "inhale, exhale",
    "back & forth": "back and forth",
    "arm + leg": "arm plus leg",
    "10+ reps": "10 or more reps",
    "50%": "50%",
    "and/or": "and or",
    "left/right": "left or right",
    "lift / hold / lower": "lift, hold, lower",
    "6/min": "6 per minute",
    "4 days/week": "4 days per week",
    "90° → 45°": "90 degrees to 45 degrees",
    "build 5 -> 30": "build 5 to 30",
    "±5": "plus or minus 5",
    "1 = 2": "1 equals 2",
    "£1 or €2": "1 pound or 2 euros",
    "45° to 90 deg, 1°": "45 degrees to 90 degrees, 1 degree",
    "few ° more": "few degrees more",
    "98 °F": "98 degrees Fahrenheit",
    ".5 kg": "0.5 kilograms",
    "24/7": "24 7",
    "10 s holds": "10 second holds",
    # Pauses.
    "half–way": "half-way",
    "end...Next": "end. Next",
    "one, . two ;, three": "one. two; three",
    "Now!!! Ready?. Go": "Now! Ready? Go",
    "Hold — breathe—now": "Hold, breathe, now",
    "Down - knees bent": "Down, knees bent",
    "Hold... and breathe… Relax...": "Hold, and breathe. Relax.",
    "- one\n- two\n\tthree": "one, two three",
    "• one • two": "one, two",
    "One\n\nTwo": "One. Two",
    # What cannot be spoken.
    "<speak>Hold <break time='1s'/>5 s</speak>": "Hold 5 seconds",
    "[[h@lou]]": "h at lou",
    "**bold** _it_ `code`.": "bold it code.",
    "# Title": "Title",
    "🧘🏽‍♀️ Relax ❤️™": "Relax",
    "re\u00adlax\u200b \u202enow\u202c\0": "relax now",
    "  a \r\n b\t": "a b",
    "(30 s)": "(30 seconds)",
    "a (🧘) b": "a b",
    "Say 'hold for 10' now": "Say hold for 10 now",
    "'Hold' the legs' weight": "Hold the legs weight",
    # What espeak takes for the noun.
    "Close your eyes.": "cloze your eyes.",
    "Use a wall": "yooz a wall",
}

KEPT = [
    "T-shirt",
    "one-leg",
    "half-kneeling",
    "2-in-1 band",
    "3-point plank",
    "L4-L5",
    "breathe in 4",
    "6 in a row",
    "Breathe 4 in, 6 out.",
    "Close to the wall.",
    "Keep the knees close.",
    "Use of a strap is fine.",
    "in your 30s",
    "the 1990s",
    "I am here. Dr. Smith",
    "2.5",
    "1,000 steps",
    "1st and 2nd",
    "don't",
    "Ready? Go!",
    "WHO are you",
    "Atme ein, für 4 Takte.",
    "हाथ ऊपर।",
    "息を吸って。",
]

SILENT = ["", " \n\t", "...", "—", "***", "🧘", "<br/>", "•", "→", "\0\u200b", '"', "()", "&", "™"]

fragments = st.sampled_from(
    [
        *"0123456789",
        *" \t\n.,:;!?'\"-–—/x×°+<>=&%$#@*_[]()LRsmginh",
        *("\u200b", "\u0301", "½", "²", "12", "30", " in ", "min", "sec", "kg", "...", "->"),
        *("Set ", "hold", " AM", "e.g.", "no. ", "etc.", "ROM", "use ", "close ", "the ", "L/R"),
        *("<b>", "🧘", "patella", "rest ", "v. ", "é"),
    ]
)
texts = st.lists(fragments, max_size=14).map("".join) | st.text(max_size=20)


@pytest.mark.parametrize(("written", "spoken"), FORMS.items())
def test_spells_out(written: str, spoken: str) -> None:
    assert normalize_text(written) == spoken


@pytest.mark.parametrize("text", KEPT)
def test_leaves_alone_what_reads_well(text: str) -> None:
    assert normalize_text(text) == text


@pytest.mark.parametrize("text", SILENT)
def test_nothing_to_say(text: str) -> None:
    assert normalize_text(text) == ""


def test_tells_words() -> None:
    assert normalize_text("<b>4</b>")
    assert normalize_text("🧘 Ruhe")


@given(texts)
@example("1 - 2 - 3 - 4 - 5")
@example("x2x2x2")
@example("<<b>b>")
def test_spoken_text_stays_as_it_is(text: str) -> None:
    spoken = normalize_text(text)
    assert normalize_text(spoken) == spoken


@given(texts)
def test_nothing_an_engine_would_spell_out_or_obey_is_left(text: str) -> None:
    spoken = normalize_text(text)
    assert not set(spoken) & set('<>[]{}*_`#@$&+=°"\\/\0\n\t→•')
    assert spoken == " ".join(spoken.split())


@given(st.integers(0, 200), st.integers(0, 200), st.sampled_from(["s", "min", "kg", "cm", "reps"]))
def test_no_number_is_lost(low: int, high: int, unit: str) -> None:
    words = normalize_text(f"{low}-{high} {unit}").split()
    assert words[:3] == [str(low), "to", str(high)]


def test_lexicon_replaces_whole_words_in_any_case_longest_first() -> None:
    lexicon = {"cat": "feline", "cat cow": "spine wave", "ROM": "reach"}
    written = "Cat  COW, then cat; concat (rom)"
    assert normalize_text(written, lexicon) == "spine wave, then feline; concat (reach)"


def test_lexicon_goes_before_the_rules_and_the_respellings() -> None:
    assert normalize_text("30 s", {"30 s": "half a minute"}) == "half a minute"
    assert normalize_text("patella", {"Patella": "patella"}) == "patella"
    assert normalize_text("patella") == ESPEAK_RESPELLINGS.words["patella"]
    assert normalize_text("Use a wall", {"use": "use"}) == "use a wall"


def test_lexicon_is_applied_once_and_cannot_smuggle_markup() -> None:
    assert normalize_text("McGill", {"mcgill": "Stuart McGill"}) == "Stuart McGill"
    assert normalize_text("hello", {"hello": "[[h@l'oU]] <b>"}) == "h at l'oU"
    assert normalize_text("a.b", {"a.b": r"\1", "": "x"}) == "1"


def test_lexicon_is_stable_where_its_words_do_not_come_back() -> None:
    lexicon = {"reps": "repetitions", "glutes": "buttocks"}
    once = normalize_text("10 reps, squeeze the glutes", lexicon)
    assert once == "10 repetitions, squeeze the buttocks"
    assert normalize_text(once, lexicon) == once


SCRIPT = """
import ctypes, json, sys
import espeakng_loader
lib = ctypes.CDLL(espeakng_loader.get_library_path())
lib.espeak_Initialize(2, 0, espeakng_loader.get_data_path().encode(), 0x8000)
lib.espeak_SetVoiceByName(b"en")
lib.espeak_TextToPhonemes.restype = ctypes.c_char_p
def ipa(text):
    rest = ctypes.c_void_p(ctypes.addressof(kept := ctypes.create_string_buffer(text.encode())))
    said = []
    while rest.value:
        said.append(lib.espeak_TextToPhonemes(ctypes.byref(rest), 1, 2).decode())
    return " ".join(said)
json.dump([ipa(text) for text in json.load(sys.stdin)], sys.stdout)
"""


def phonemes(texts: list[str]) -> list[str]:
    """Read texts the way the engine would, in its own process: its state is not for sharing."""
    command = [sys.executable, "-c", SCRIPT]
    done = subprocess.run(command, input=json.dumps(texts), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    said: list[str] = json.loads(done.stdout)
    return said


def test_the_engine_reads_every_form_as_the_words_it_stands_for() -> None:
    words = {
        "15-30 s": "fifteen to thirty seconds",
        "15–30 s": "fifteen to thirty seconds",
        "6 in": "six inches",
        "3 x 10": "three times ten",
        "2.5 cm": "two point five centimetres",
        "2 min.": "two minutes.",
        "10 lb": "ten pounds",
        "1:30": "one minute thirty",
        "0:45": "forty five seconds",
        "Set 2/3": "Set two of three",
        "no. 3": "number three",
        "10:00 AM": "ten a.m.",
        "$5": "five dollars",
        "<2 min": "less than two minutes",
        "v. slow": "very slow",
        "½ turn": "half turn",
        "Close your eyes": "cloze your eyes",
    }
    said = phonemes([normalize_text(written) for written in words] + list(words.values()))
    said = [each.replace("ˈ", "").replace("ˌ", "") for each in said]  # figures are stressed less
    assert said[: len(words)] == said[len(words) :]


def test_the_engine_reads_every_respelling_differently() -> None:
    words = ESPEAK_RESPELLINGS.words
    said = phonemes([*words, *words.values()])
    pairs = zip(words, said[: len(words)], said[len(words) :], strict=True)
    assert [word for word, before, after in pairs if before == after] == []


@pytest.mark.parametrize("engine", RESPELLINGS_BY_ENGINE)
def test_respellings_are_lower_case_keys_and_final(engine: str) -> None:
    table = RESPELLINGS_BY_ENGINE[engine]
    assert list(table.words) == [key.lower() for key in table.words]
    said = [normalize_text(value, respellings=table) for value in table.words.values()]
    assert said == list(table.words.values())


def test_each_engine_has_its_own_respellings() -> None:
    written = "Use the Theraband, then Pilates and patella."
    assert normalize_text(written) == "yooz the thera band, then pilah-teez and pattella."
    assert (
        normalize_text(written, respellings=NATURAL_RESPELLINGS)
        == "Use the therra band, then Pilates and patella."
    )
    assert normalize_text(written, respellings=Respellings()) == written
    assert spell_out(written) == written


def test_what_a_voice_has_no_table_for_is_read_by_the_one_of_espeak() -> None:
    assert find_respellings(ToneVoice()) is ESPEAK_RESPELLINGS

    class Guest(ToneVoice):
        respellings = MappingProxyType({"patella": "knee cap"})

    spoken = normalize_text("Use the patella", respellings=find_respellings(Guest()))
    assert spoken == "Use the knee cap"


def test_the_natural_voice_needs_every_respelling_of_its_own() -> None:
    g2p = pytest.importorskip("hibari.g2p").G2P()
    words = NATURAL_RESPELLINGS.words
    assert [word for word in words if g2p(word) == g2p(words[word])] == []
    assert "klˈOs" in g2p("Close one eye.")  # what its verb is for
    verbs = {"Use a wall.": "jˈuz", "Bow your head.": "bˈW", "Separate the knees.": "ˌAt"}
    assert [text for text, sound in verbs.items() if sound not in g2p(text)] == []
