"""Another language is files alone: a small German set, put into the user's folder as data."""

from pathlib import Path

import pytest
import yaml
from mutagen.mp3 import MP3

from coach.checks.reading_check import find_reading_notes
from coach.checks.script_check import check_file, load_script
from coach.checks.style.style_check import find_style_problems
from coach.cli import health_questions
from coach.errors import ScriptError, UsageError
from coach.exports.session_metadata import session_metadata
from coach.pipeline import PreparedSession, prepare_session
from coach.plan.request import SessionRequest
from coach.script.library import find_facts, find_routine
from coach.script.phrase_keys import (
    LIVE_PHRASE_KEYS,
    OPTIONAL_PHRASES,
    PHRASE_KEYS,
)
from coach.script.positions import MOVES, OWN_MOVES_WITHOUT_KNEELING
from coach.script.shown_words import SHOWN_PHRASE_KEYS
from coach.speech.normalize import normalize_text
from coach.speech.voices.speaker import choose_speaker
from coach.system.paths import script_paths
from coach.timeline.source import Track, spoken_text
from coach.timeline.summary import list_chapter_rows
from coach.timeline.transcript import make_timeline_json
from tests.commanding import run_coach

WORDS = {
    "next": "Als Nächstes: {exercise}.",
    "first": "Zuerst: {exercise}.",
    "starting_side": "Zuerst die {side:e} Seite.",
    "change_sides": "Seitenwechsel. Jetzt die {side:e} Seite.",
    "one_side": "Nur die {side:e} Seite.",
    "left": "links",
    "right": "rechts",
    "next_set": "Satz {set} von {sets}.",
    "halfway": "Halbzeit.",
    "last_one": "Noch einmal.",
    "rest": "Pause.",
    "preview": "Gleich kommt: {next}.",
    "inhale": "Ein",
    "exhale": "Aus",
    "keep": "Halten",
    "last_breath": "Letzter Atemzug.",
    "ready": "Mach weiter, wenn du so weit bist.",
    "time": "{done} geschafft, noch {minutes:minute}.",
}
SHOWN = {
    "welcome": "Begrüßung",
    "safety": "Sicherheit",
    "closing": "Abschluss",
    "chapter_of_side": "{title}, {side}",
    "chapter_from_side": "{title}, zuerst {side}",
    "session": "Eine gesprochene Einheit von {length}.",
    "session_title": "{title}, {length}",
    "talk": "Ein Vortrag mit {words:word}.",
    "feed": "Gesprochene Einheiten.",
    "enter_done": "Danach: coach done {code}",
    "disclaimer": "Allgemeine Hinweise, kein ärztlicher Rat.",
    "seconds": "{n} Sek.",
    "dose_hold": "{time} halten",
    "dose_each_side": "auf jeder Seite",
}
FORMS = {
    "plural": "n != 1",
    "counts": {
        "second": ["eine Sekunde", "{n} Sekunden"],
        "minute": ["eine Minute", "{n} Minuten"],
        "hour": ["eine Stunde", "{n} Stunden"],
        "exercise": ["eine Übung", "{n} Übungen"],
        "segment": ["ein Abschnitt", "{n} Abschnitte"],
        "word": ["einem Wort", "{n} Wörtern"],
    },
    "left": {"e": "linke", "es": "linkes", "en": "linken"},
    "right": {"e": "rechte", "es": "rechtes", "en": "rechten"},
}
PHRASES = {
    # What the language grows by later is said in some words, too.
    "words": {**dict.fromkeys(PHRASE_KEYS.keys() - OPTIONAL_PHRASES, "Weiter."), **WORDS},
    "live": dict.fromkeys(LIVE_PHRASE_KEYS, "Weiter."),
    "shown": {**dict.fromkeys(SHOWN_PHRASE_KEYS, "Weiter"), **SHOWN},
    "forms": FORMS,
    "moves": {f"{a} to {b}": "Wir wechseln jetzt die Lage." for a, b in MOVES},
    "rise": ["Steh langsam auf."],
    "moves_without_kneeling": {
        f"{a} to {b}": "Wir wechseln jetzt die Lage." for a, b in OWN_MOVES_WITHOUT_KNEELING
    },
    "rise_without_kneeling": ["Steh langsam auf."],
}
STYLE = {
    "misread": {},
    "written": {},
    "promises": [r"\bheil(?:t|en)\b"],
    "unless": r"\bkein\w*\b|\bnicht\b",
    "actions": ["heb", "senk"],
    "still": [],
    "before": ["jetzt"],
    "joins": r",\s+|\s+und\s+",
    "stop": r"\bhör auf\b",
    "late_sides": {},
    "unnamed_sides": {},
    "positions": {},
    "choice": r"\boder\b",
}
CARD = """\
name: Knie zur Brust
language: de
position: standing
sides: each
work: hold
dose: {hold: [10s, 20s, 30s]}
steps: "Heb dein {side:es} Knie, und halte es mit der {other:en} Hand."
release: Senk es langsam.
sources: custom
"""
ROUTINE = """\
title: Kurz
language: de
description: Eine Übung im Stehen.
opening: [Willkommen.]
safety: "Bei scharfem Schmerz: hör auf."
sections:
  - title: Übungen
    exercises: [knee-to-chest]
closing: ["{total:minute}, {exercises:exercise}. Gut gemacht."]
"""
TALK = """\
title: Ruhe
language: de
lines: [[Ruhe tut gut.]]
facts: Ruhe ist auch Arbeit.
sources: eigene
"""


def write(path: Path, content: object) -> Path:
    """Write text, or values as YAML."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = content if isinstance(content, str) else yaml.safe_dump(content, allow_unicode=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def home(own_folders) -> Path:
    """The folder of a user who has the German set."""
    folder = own_folders / "home"
    write(folder / "phrases" / "de.yaml", PHRASES)
    write(folder / "style" / "de.yaml", STYLE)
    write(folder / "exercises" / "de" / "knee-to-chest.yaml", CARD)
    write(folder / "routines" / "kurz.yaml", ROUTINE)
    write(folder / "talks" / "ruhe.yaml", TALK)
    return folder


@pytest.fixture
def prepared(home) -> PreparedSession:
    assert home.is_dir()
    return prepare_session("kurz", SessionRequest("tone", seed=0))


def spoken(prepared: PreparedSession) -> list[str]:
    clips = prepared.timeline.clips
    return [spoken_text(clip.source) for clip in clips if clip.track is Track.VOICE]


def test_a_session_is_spoken_in_it_with_the_right_forms(prepared):
    texts = [text for text in spoken(prepared) if not text.isdigit()]
    assert texts == [
        "Willkommen.",
        "Bei scharfem Schmerz: hör auf.",
        "Zuerst: Knie zur Brust.",
        "Zuerst die rechte Seite.",
        "Heb dein rechtes Knie, und halte es mit der linken Hand.",
        "Senk es langsam.",
        "Seitenwechsel. Jetzt die linke Seite.",
        "Heb dein linkes Knie, und halte es mit der rechten Hand.",
        "Senk es langsam.",
        "2 Minuten, eine Übung. Gut gemacht.",
    ]


def test_its_files_have_chapters_and_tags_in_it(prepared):
    about = session_metadata(prepared)
    assert about.language == "de"
    assert [chapter.title for chapter in about.chapters] == [
        "Begrüßung",
        "Sicherheit",
        "Knie zur Brust, zuerst rechts",
        "Abschluss",
    ]
    length = about.title.removeprefix("Kurz, ")
    assert length.startswith("eine Minute ")
    told, enter, code = about.description.rpartition(" Danach: coach done ")
    assert told == (
        f"Eine gesprochene Einheit von {length}. Eine Übung im Stehen. "
        "Allgemeine Hinweise, kein ärztlicher Rat."
    )
    assert enter
    assert code.isalpha()


@pytest.mark.usefixtures("home")
def test_a_file_is_spoken_and_tagged_in_it(tmp_path):
    ran = run_coach("export", "kurz", "-o", str(tmp_path / "kurz.mp3"), "--seed", "0")
    assert (ran.code, ran.err) == (0, "")
    tags = MP3(tmp_path / "kurz.mp3").tags
    assert str(tags["TLAN"]) == "deu"
    assert str(tags["TIT2"]).startswith("Kurz, eine Minute")
    titles = [str(chapter.sub_frames["TIT2"]) for chapter in tags.getall("CHAP")]
    assert titles[0] == "Begrüßung"


def test_its_doses_are_written_in_it(prepared):
    doses = [row.dose for row in list_chapter_rows(prepared.session, prepared.timeline) if row.dose]
    assert doses == ["20 Sek. halten, auf jeder Seite"]


def test_programs_get_the_sides_by_their_keys(prepared):
    sides = {clip["side"] for clip in make_timeline_json(prepared.timeline)["clips"]}
    assert sides == {"left", "right", None}


@pytest.mark.usefixtures("home")
def test_a_talk_is_described_in_it():
    assert find_routine("ruhe").description == "Ein Vortrag mit 3 Wörtern."


def test_only_facts_in_it_are_told(home):
    path = write(home / "routines" / "fakten.yaml", ROUTINE + "facts: true\n")
    assert [fact.text for fact in find_facts(find_routine(str(path)))] == ["Ruhe ist auch Arbeit."]
    english = write(home / "mine.yaml", "title: T\nfacts: true\nsteps: [Hello.]\n")
    facts = find_facts(find_routine(str(english)))
    assert len(facts) > 10
    assert "Ruhe ist auch Arbeit." not in {fact.text for fact in facts}


@pytest.mark.parametrize("facts", ["facts: ruhe\n", "facts: sleep\nlanguage: de\n"])
def test_a_fact_of_another_language_is_refused(home, facts):
    path = write(home / "mine.yaml", f"title: T\nsteps: [Hallo.]\n{facts}")
    with pytest.raises(ScriptError, match=r"expected (ruhe|sleep) in the language"):
        find_facts(find_routine(str(path)))


@pytest.mark.usefixtures("home")
def test_a_voice_that_speaks_it_is_chosen():
    assert choose_speaker(None, "de") == "espeak:de"
    assert choose_speaker("espeak", "de") == "espeak:de"
    assert choose_speaker("tone", "de") == "tone"
    assert choose_speaker(None, "en") is None
    assert choose_speaker("espeak:en-us", "en") == "espeak:en-us"
    said = prepare_session("kurz", SessionRequest(seed=0)).voice_identity
    assert said.endswith(" de") or "de" in said.split()


@pytest.mark.parametrize(
    ("spec", "language", "hint"),
    [
        ("espeak:en-us", "de", "use --voice espeak:de"),
        ("espeak:de", "en", "use --voice espeak:en"),
        ("espeak:de", "fr", "use --voice espeak:fr"),
    ],
)
def test_a_voice_that_does_not_speak_it_is_refused_and_one_that_does_is_named(spec, language, hint):
    with pytest.raises(UsageError, match=f"expected a voice that speaks '{language}'") as caught:
        choose_speaker(spec, language)
    assert caught.value.problems[0].hint == hint


@pytest.mark.usefixtures("home")
def test_a_session_with_a_voice_of_another_language_is_refused():
    with pytest.raises(UsageError, match="which speaks en"):
        prepare_session("kurz", SessionRequest("espeak:en-us"))


def test_a_card_in_another_language_is_refused_where_it_is_named(home):
    text = ROUTINE.replace("[knee-to-chest]", "[knee-to-chest, bridge]")
    with pytest.raises(ScriptError) as caught:
        check_file(write(home / "mine.yaml", text))
    (problem,) = [one for one in caught.value.problems if "language" in one.message]
    assert "expected bridge in the language 'de', found it in 'en'" in problem.message
    assert (problem.where.line, problem.hint) == (
        8,
        "a session is in one language; write exercises/de/bridge.yaml",
    )


@pytest.mark.parametrize("name", ["exercises/de/knee-to-chest", "talks/ruhe", "routines/kurz"])
def test_a_script_checked_alone_is_judged_in_its_own_language(home, name):
    path = home / f"{name}.yaml"
    check_file(path)
    assert find_style_problems(path) == ()
    assert load_script(path).language == "de"
    promise = (
        path.read_text(encoding="utf-8")
        .replace("gut", "heilt")
        .replace("Senk es", "Senk es, es heilt")
    )
    if "heilt" in promise:
        (problem,) = find_style_problems(write(home / f"{name}.yaml", promise))
        assert "expected no promise of relief, found 'heilt'" in problem.message


def test_a_safety_opening_has_its_word_for_stop(home):
    path = write(home / "mine.yaml", ROUTINE.replace("hör auf", "stop"))
    (problem,) = find_style_problems(path)
    assert "expected the safety opening to tell when to stop" in problem.message


@pytest.mark.parametrize("has_questions", [True, False])
def test_health_is_asked_after_in_it_or_it_is_told_that_it_is_not(
    home, monkeypatch, capsys, has_questions
):
    if has_questions:
        english = yaml.safe_load((script_paths("screening")["en"]).read_text(encoding="utf-8"))
        write(home / "screening" / "de.yaml", {**english, "notice": ["Hinweis."]})
    asked = []
    monkeypatch.setattr(health_questions, "is_terminal", lambda *_: True)
    monkeypatch.setattr(health_questions, "ask_yes_no", lambda *_, **__: True)
    monkeypatch.setattr(health_questions, "_ask_questions", lambda one: asked.append(one) or {})
    health_questions.require_screening("kurz")
    assert (asked[0].notice == ("Hinweis.",)) == has_questions
    assert ("asked in English" in capsys.readouterr().err) != has_questions


def test_that_no_promise_can_be_found_is_told(home):
    (home / "style" / "de.yaml").unlink()
    with pytest.raises(ScriptError, match="expected a table of style for the language 'de'"):
        find_style_problems(home / "routines" / "kurz.yaml")


@pytest.mark.parametrize("text", ["Halte 30 s.", "2,5 kg", "Um 12:30 Uhr, Nr. 3", "5 m²"])
def test_our_english_rules_leave_its_text_alone(text):
    read = normalize_text(text, language="de")
    assert read.rstrip(".") == text.replace("²", "2").rstrip(".")
    assert normalize_text(text, language="en") != text


def test_no_reading_of_it_is_guessed(home):
    path = write(home / "mine.yaml", "title: T\nlanguage: de\nsteps: ['Halte 5 m, 3 x.']\n")
    assert find_reading_notes(load_script(path)) == ()


def test_a_language_without_phrases_is_told_with_those_there_are(home):
    path = write(home / "mine.yaml", "title: T\nlanguage: fr\nsteps: [Bonjour.]\n")
    with pytest.raises(ScriptError) as caught:
        check_file(path)
    assert "2:11: expected a language that has phrases, found 'fr'" in str(caught.value)
    assert "there are: de, en" in str(caught.value)
