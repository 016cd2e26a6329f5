"""Tells how good speech sounds, by a predictor of what listeners would say, from 1 to 5.

    python tests/proof/quality.py FOLDER

The folder holds what `python -m tests.proof.listening --save FOLDER` wrote. It needs torch and
the packages `distillmos` and `xls-r-sqa` (Stahl and Gamper 2025, DistillMOS), and nothing of coach:
these may need an older numpy. It rates how clear and undistorted speech is, not how natural its
melody. Ends with 1 below the mean that is wanted.
"""

import sys
import types
import wave
from pathlib import Path

import numpy as np

WANTED = 4.4


def main() -> None:
    # Only its command line reads files by this.
    sys.modules.setdefault("torchaudio", types.ModuleType("torchaudio"))
    import distillmos
    import torch

    model = distillmos.ConvTransformerSQAModel()
    model.eval()
    rates = []
    for path in sorted(Path(sys.argv[1]).glob("*.wav")):
        with wave.open(str(path)) as file:
            samples = np.frombuffer(file.readframes(file.getnframes()), "<i2")
        with torch.no_grad():
            rates.append(float(model(torch.tensor(samples[None] / np.float32(32_768)))))
    print(f"{len(rates)} lines, mean {np.mean(rates):.2f}, lowest {min(rates):.2f} of 5")
    sys.exit(float(np.mean(rates)) < WANTED)


if __name__ == "__main__":
    main()
