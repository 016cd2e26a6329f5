"""What an ear costs: of a core while nobody speaks and while somebody does, memory, seconds."""

import hashlib
import json
import pickle
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import numpy as np

from coach.ears.hearing import Hearing, spell_called
from coach.ears.model_files import DECODER, find_models
from coach.ears.phrase_model import RATE
from coach.ears.verdict import judge_speech
from coach.system.child_process import module_environment
from tests.proof.ears_listener import (
    BARE,
    CALLED,
    HEARD,
    NUMBERS,
    YES_NO,
    NotingModel,
    Seen,
    listen,
)
from tests.proof.ears_speakers import SPEAKERS, make_pink_noise, speak_all
from tests.proof.ears_tables import Table

PHRASE = spell_called(HEARD["call"][0], HEARD["pause"][0])[0]
WANTED_IDLE, WANTED_MEMORY_MB = 2.0, 500
RUNS = 3
PROCESS = """
import json, pickle, sys, time
from pathlib import Path
def peak_mb():
    # Not the usual call, which counts what the parent had in memory.
    (line,) = [one for one in Path("/proc/self/status").open() if one.startswith("VmHWM")]
    return int(line.split()[1]) / 1024
from coach.ears.capture import Microphone
from coach.ears.listening_loop import ListeningLoop
from coach.ears.model_files import DECODER, ENCODER, SILERO, find_models, read_model
from coach.ears.onnx_model import open_model
from coach.ears.phrase_model import PhraseModel
from coach.ears.verdict import judge_speech
models = {file: open_model(read_model(file, path)) for file, path in find_models().items()}
phrase_model = PhraseModel(models[ENCODER], models[DECODER])
figures = [time.process_time(), peak_mb()]
for sound, hearing in pickle.load(sys.stdin.buffer):
    judge_speech(phrase_model, sound, hearing)
    figures.append(peak_mb())
print(json.dumps(figures))
"""
"""What the process of the ear loads, and does with what is said; without a microphone."""


def measure_cost(*, is_short: bool) -> Iterator[Table]:
    """Yield a table of what an ear costs."""
    said = speak_all(SPEAKERS[1], [PHRASE])[PHRASE]
    quiet = make_pink_noise(60)[: (10 if is_short else 60) * RATE] * 10 ** (-60 / 20)
    gap = np.zeros(RATE // 2, np.float32)
    busy = np.concatenate([said, gap] * (4 if is_short else 20))
    listen((CALLED, np.concatenate([said, gap])))  # what is done the first time is not counted
    idle, speaking = _share(CALLED, quiet), _share(CALLED, busy)
    unit = _measure_unit()
    loaded_cpu_s, *sizes = _measure_process(np.concatenate([said, gap]))
    rows = [
        ("of a core, while nobody speaks", f"{idle:.1f} %", f"{WANTED_IDLE:g} %"),
        ("of a core, while one command follows the other without a pause", f"{speaking:.0f} %", ""),
        ("from its start until it can hear", f"{loaded_cpu_s:.2f} s of a core", ""),
        ("memory once the models are loaded", f"{sizes[0]:.0f} MB", ""),
        (
            "memory behind four commands of several lengths",
            f"{sizes[1]:.0f} MB",
            f"{WANTED_MEMORY_MB} MB",
        ),
        ("memory behind four numbers of 0 to 10", f"{sizes[2]:.0f} MB", ""),
        *(
            (f"a verdict: {what}", f"{cost:.2f} s of a core, {cost / unit:.0f} times the unit", "")
            for what, cost in _measure_verdicts(said, 1 if is_short else RUNS)
        ),
    ]
    note = (
        "Without the microphone itself. The unit is what this processor took, in the same run, to"
        f" compute the SHA-256 of the larger model (43 MB): {unit:.3f} s."
    )
    faults = [f"idle above {WANTED_IDLE:g} %"] * (idle > WANTED_IDLE)
    faults += [f"memory above {WANTED_MEMORY_MB} MB"] * (sizes[1] > WANTED_MEMORY_MB)
    yield Table("What it costs", ("what", "measured", "at most"), rows, [note], faults)


def _share(hearing: Hearing, sound: np.ndarray) -> float:
    """Return how much of a core it takes to listen to a sound, in percent."""
    taken = _time(lambda: listen((hearing, sound)))
    return 100 * taken / (len(sound) / RATE)


def _time(run: Callable[[], object]) -> float:
    began = time.process_time()
    run()
    return time.process_time() - began


def _measure_unit() -> float:
    content = find_models()[DECODER].read_bytes()
    return min(_time(lambda: hashlib.sha256(content)) for _ in range(3))


def _measure_verdicts(said: np.ndarray, runs: int) -> Iterator[tuple[str, float]]:
    """Yield what one verdict takes, in seconds of a core: the best of several."""
    model = NotingModel(Seen())
    for what, hearing in (
        ("a command behind the call", CALLED),
        ("a bare word", BARE),
        ("yes or no", YES_NO),
        ("a number of 0 to 10", NUMBERS),
    ):
        yield (
            what,
            min(_time(lambda one=hearing: judge_speech(model, said, one)) for _ in range(runs)),
        )


def _measure_process(sound: np.ndarray) -> list[float]:
    """Return seconds of a core, and MB: loaded, behind commands, behind numbers."""
    lengths = (1.0, 1.2, 1.4, 1.7)
    sounds = [np.resize(sound, round(seconds * RATE)) for seconds in lengths]
    given = [(one, hearing) for hearing in (CALLED, NUMBERS) for one in sounds]
    done = subprocess.run(
        [sys.executable, "-c", PROCESS],
        input=pickle.dumps(given),
        env=module_environment(),
        stdout=subprocess.PIPE,
        check=True,
    )
    found: list[float] = json.loads(done.stdout)
    return [*found[:2], max(found[2 : 2 + len(lengths)]), found[-1]]
