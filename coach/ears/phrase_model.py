"""How likely each of a few phrases is, given a stretch of speech: forced decoding.

A recogniser asked what was said writes "Coach, starpe". Asked how likely each phrase is that it may
have been, it names the right one: so nothing is transcribed. The encoder reads the sound once; the
decoder is given each phrase, token by token, and its likelihoods for these tokens are added up.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Any

import numpy as np
import numpy.typing as npt

from coach.ears.phrase_tokens import PHRASE_TOKENS

RATE = 16_000
"""Frames a second of the sound it reads."""
MIN_FRAMES = RATE // 4
MAX_FRAMES = 4 * RATE
START_TOKEN, END_TOKEN = 1, 2
LAYERS, HEADS, HEAD_SIZE = 8, 8, 52
"""The shape of what the decoder keeps of earlier tokens; here always nothing."""
BLOCK = 6
"""Phrases rated at once: the decoder returns 32,768 numbers for each token of each."""
FEW = 3
"""Of how many of the likeliest phrases every spelling is looked at."""

Sound = npt.NDArray[np.float32]
Tokens = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Likelihoods:
    """The natural logarithms of how likely each phrase is, the likeliest first; never empty."""

    phrases: tuple[tuple[str, float], ...]

    @property
    def best(self) -> str:
        """The likeliest phrase."""
        return self.phrases[0][0]

    @property
    def likelihood(self) -> float:
        """How likely that one is."""
        return self.phrases[0][1]


class PhraseModel:
    """Rates by the two parts of the recogniser, as `onnx_model` opens them."""

    def __init__(self, encoder: Any, decoder: Any) -> None:
        self._encoder = encoder
        self._decoder = decoder

    def encode(self, sound: Sound) -> Sound:
        """Return what the decoder needs to know of a sound of MIN_FRAMES to MAX_FRAMES."""
        encoded: Sound = self._encoder.run(None, {"input_values": sound[None, :]})[0]
        return encoded

    def rate_beginning(self, encoded: Sound, beginning: str) -> float:
        """Return how likely it is that something was said that begins so."""
        return self._rate_rows(encoded, [PHRASE_TOKENS[beginning]])[0]

    def rate_phrases(self, encoded: Sound, phrases: Mapping[str, Sequence[str]]) -> Likelihoods:
        """Return how likely each phrase is, with nothing behind it, in any of its spellings.

        `phrases` are spellings by what they stand for, the usual one first. The others are looked
        at for the likeliest few only: elsewhere they change nothing.
        """
        first = {key: spellings[0] for key, spellings in phrases.items()}
        found = dict(zip(first, self._rate_whole(encoded, first.values()), strict=True))
        top = sorted(found, key=lambda key: -found[key])[:FEW]
        others = [(key, text) for key in top for text in phrases[key][1:]]
        more = self._rate_whole(encoded, [text for _, text in others])
        for (key, _), rate in zip(others, more, strict=True):
            found[key] = float(np.logaddexp(found[key], rate))
        return Likelihoods(tuple(sorted(found.items(), key=lambda one: -one[1])))

    def _rate_whole(self, encoded: Sound, texts: Iterable[str]) -> list[float]:
        return self._rate_rows(encoded, [(*PHRASE_TOKENS[text], END_TOKEN) for text in texts])

    def _rate_rows(self, encoded: Sound, rows: Sequence[Tokens]) -> list[float]:
        """Return the log-likelihood of each row of tokens, in the order of the rows."""
        by_length = sorted(range(len(rows)), key=lambda number: len(rows[number]))
        rated = [0.0] * len(rows)
        for start in range(0, len(rows), BLOCK):
            numbers = by_length[start : start + BLOCK]
            block = self._rate_block(encoded, [rows[number] for number in numbers])
            for number, rate in zip(numbers, block, strict=True):
                rated[number] = rate
        return rated

    def _rate_block(self, encoded: Sound, rows: Sequence[Tokens]) -> list[float]:
        longest = max(map(len, rows))
        given = np.full((len(rows), longest), END_TOKEN, np.int64)
        for number, row in enumerate(rows):
            given[number, : len(row)] = (START_TOKEN, *row[:-1])
        inputs: dict[str, Any] = {
            "input_ids": given,
            "encoder_hidden_states": np.repeat(encoded, len(rows), axis=0),
            "use_cache_branch": np.array([False]),
            **_make_empty_past(len(rows)),
        }
        logits: Sound = self._decoder.run(["logits"], inputs)[0]
        return [
            sum(_log_likelihood(logits[number, at], token) for at, token in enumerate(row))
            for number, row in enumerate(rows)
        ]


def _make_empty_past(rows: int) -> dict[str, Sound]:
    nothing = np.zeros((rows, HEADS, 0, HEAD_SIZE), np.float32)
    return {
        f"past_key_values.{layer}.{part}.{kind}": nothing
        for layer in range(LAYERS)
        for part in ("decoder", "encoder")
        for kind in ("key", "value")
    }


def _log_likelihood(logits: Sound, token: int) -> float:
    highest = float(logits.max())
    return float(logits[token]) - highest - log(float(np.exp(logits - highest).sum()))
