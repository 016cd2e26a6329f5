import json
import subprocess
import sys
from types import MappingProxyType

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coach.speech.normalize import normalize_text, spell_out
from coach.speech.phonemes import convert_phonemes, mark_phonemes, strip_phonemes
from coach.speech.pronunciations import (
    ESPEAK_RESPELLINGS,
    NATURAL_RESPELLINGS,
    RESPELLINGS_BY_ENGINE,
    Respellings,
    find_respellings,
)
from coach.speech.voices.tone import ToneVoice

FORMS = {  # what is written in one line is in readings.tsv
    "- one\n- two\n\tthree": "one, two three",
    "One\n\nTwo": "One. Two",
    "# Title": "Title",
    "re\u00adlax\u200b \u202enow\u202c\0": "relax now",
    "  a \r\n b\t": "a b",
    # What espeak takes for the noun.
    "Close your eyes.": "cloze your eyes.",
    "Use a wall": "yooz a wall",
}

SILENT = ["", " \n\t", "...", "—", "***", "🧘", "<br/>", "•", "→", "\0\u200b", '"', "()", "&", "™"]

fragments = st.sampled_from(
    [
        *"0123456789",
        *" \t\n.,:;!?'\"-–—/x×°+<>=&%$#@*_[]()LRsmginh",
        *("\u200b", "\u0301", "½", "²", "12", "30", " in ", "min", "sec", "kg", "...", "->"),
        *("Set ", "hold", " AM", "e.g.", "no. ", "etc.", "ROM", "use ", "close ", "the ", "L/R"),
        *("<b>", "🧘", "patella", "rest ", "v. ", "é"),
        *(
            "www.",
            ".uk",
            "call ",
            "at ",
            ":30",
            "20:",
            "[pause]",
            "L4",
            "T12",
            "~",
            "m",
            "0",
            " 000",
        ),
        *("w/", "Rt.", "b/c", "˚", "m walk", "every day ", "days ", "II", "warrior "),
    ]
)
texts = st.lists(fragments, max_size=14).map("".join) | st.text(max_size=20)


@pytest.mark.parametrize(("written", "spoken"), FORMS.items())
def test_spells_out(written: str, spoken: str) -> None:
    assert normalize_text(written) == spoken


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


def test_sounds_of_the_lexicon_reach_only_engines_that_take_them() -> None:
    lexicon = {"pelvic floor": "/ˈpɛlvɪk flɔɹ/", "kegel": "kay gull"}
    written = "3 kegels: lift the [Pelvic  floor], do one kegel."
    marked = normalize_text(written, lexicon, Respellings(takes_phonemes=True))
    plain = "3 kegels: lift the pelvic floor, do one kay gull."
    assert strip_phonemes(marked) == plain
    assert "ˈpɛlvɪk flɔɹ" in marked
    assert normalize_text(written, lexicon, Respellings()) == plain.replace("pelvic", "Pelvic")


def test_nobody_can_write_the_marks_of_sounds() -> None:
    written = f"Lift {mark_phonemes('one', 'ˈtuː')} leg."
    assert "\ue000" not in normalize_text(written, {}, Respellings(takes_phonemes=True))


@pytest.mark.parametrize(
    ("ipa", "misaki"),
    [
        ("ˈkeɪɡəl", "kˈAɡəl"), ("ˈsoʊæs", "sˈOæs"), ("tʃiː", "ʧˈi"), ("ˈd͡ʒɔɪnt", "ʤˈYnt"),
        ("ˌpɪrɪˈfɔːrmɪs", "pˌɪɹɪfˈɔɹmɪs"), ("ˈbʌtn̩", "bˈʌtᵊn"), ("ˈstreŋθ", "stɹˈɛŋθ"),
    ],
)  # fmt: skip
def test_sounds_of_dictionaries_become_those_of_the_natural_voice(ipa: str, misaki: str) -> None:
    assert convert_phonemes(ipa) == misaki


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


HEARD = {
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
    "Ring 116 117": "Ring one one six, one one seven",
    "Call 01632 960 123": "Call zero one six three two, nine six zero, one two three",
    "at 20:30": "at eight thirty PM",
    "Every day at 8:05": "Every day at eight oh five",
    "the 90/90 position": "the ninety ninety position",
    "T12-L1": "T twelve L one",
    "Hold for 1'30\"": "Hold for one minute thirty",
    "Walk for 5m": "Walk for five minutes",
    "40s/20s": "forty seconds, then twenty seconds",
    "1,5 kg": "one point five kilograms",
}


def test_the_engine_reads_every_form_as_the_words_it_stands_for() -> None:
    words = {**HEARD, "Close your eyes": "cloze your eyes"}
    said = phonemes([normalize_text(written) for written in words] + list(words.values()))
    said = [_without_stress(each) for each in said]
    assert said[: len(words)] == said[len(words) :]


def test_the_natural_voice_reads_every_form_as_the_words_it_stands_for() -> None:
    g2p = pytest.importorskip("hibari.g2p").G2P()
    read = {
        spoken: _without_stress(g2p(normalize_text(written, respellings=NATURAL_RESPELLINGS)))
        for written, spoken in HEARD.items()
    }
    assert read == {spoken: _without_stress(g2p(spoken)) for spoken in read}


def _without_stress(sounds: str) -> str:
    """Return phonemes without their stress: figures have less of it than words."""
    return sounds.replace("ˈ", "").replace("ˌ", "")


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
