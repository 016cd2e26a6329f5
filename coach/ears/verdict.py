"""Which of the phrases that may be said now was said, if any."""

from dataclasses import dataclass

from coach.ears.hearing import BEGINNING_LEAST, Hearing
from coach.ears.phrase_model import PhraseModel, Sound


@dataclass(frozen=True, slots=True)
class Verdict:
    """The key of what was asked for, "" for nothing; the likeliest phrase and how sure it is.

    It `is_called` where it seems to begin with the word by which the coach is called.
    """

    key: str = ""
    phrase: str = ""
    likelihood: float = float("-inf")
    margin: float = 0.0
    is_called: bool = False


def judge_speech(phrase_model: PhraseModel, sound: Sound, hearing: Hearing) -> Verdict:
    """Return what was said; most of what is no command is known by its beginning."""
    encoded = phrase_model.encode(sound)
    expected = hearing.expected
    is_called = False
    if any(one.called for one in expected):
        is_called = phrase_model.rate_beginning(encoded, hearing.call) >= BEGINNING_LEAST
        expected = tuple(one for one in expected if is_called or not one.called)
    if not expected:
        return Verdict()
    by_phrase = {one.spellings[0]: one for one in expected}
    found = phrase_model.rate_phrases(
        encoded, {phrase: one.spellings for phrase, one in by_phrase.items()}
    )
    best = by_phrase[found.best]
    others = [rate for phrase, rate in found.phrases if by_phrase[phrase].key != best.key]
    margin = found.likelihood - max(others, default=float("-inf"))
    is_sure = found.likelihood > best.least and margin > hearing.margin
    return Verdict(best.key if is_sure else "", found.best, found.likelihood, margin, is_called)
