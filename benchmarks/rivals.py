"""What people make a spoken session with today, each as one process. Started by peers.py.

    python rivals.py WHAT FOLDER OUT

FOLDER holds `texts.tsv` (a number and a text a line, each text once) and `plan.tsv` (the number
of a text, its start and its end in ms, and the second it counts or nothing). `shell` and `pydub`
speak each text once with espeak-ng, and join the clips with so much silence between them that
every one begins when the script says, where the one before has ended by then. They write, too,
at which frame each of them begins: `begins.txt`. `floor` is not a session at all: it speaks the
texts, and puts the sound of `whole.wav` once through the encoder that coach uses, set up alike;
`bare` does that alone.
"""

import csv
import subprocess
import sys
import time
import wave
from pathlib import Path

sys.path.append(str(Path(__file__).parent.parent))
SPOKEN = ("espeak-ng", "-v", "en", "-s", "105")
RATE = 22_050
ENCODED = {
    ".wav": (),
    ".flac": (),
    ".mp3": ("-b:a", "64k"),
    ".m4b": ("-b:a", "64k", "-f", "mp4"),
    ".opus": ("-b:a", "32k"),
}
SHELL = r"""
cd "$1"
while IFS=$'\t' read -r number text; do
  {speak} -w "$number.wav" "$text"
  sox "$number.wav" -t raw "$number.raw"
done < texts.tsv
declare -A frames
for clip in *.raw; do frames[$clip]=$(( $(stat -c %s "$clip") / 2 )); done
: > begins.txt
at=0
while IFS=$'\t' read -r number start end second; do
  gap=$(( start * {rate} / 1000 - at ))
  if (( gap > 0 )); then head -c $(( gap * 2 )) /dev/zero; at=$(( at + gap )); fi
  echo $at >> begins.txt
  cat "$number.raw"
  at=$(( at + frames[$number.raw] ))
done < plan.tsv | {write}
"""


def read_plan(folder):
    with (folder / "texts.tsv").open(newline="") as file:
        texts = dict(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    with (folder / "plan.tsv").open(newline="") as file:
        return texts, list(csv.reader(file, delimiter="\t"))


def shell(folder, out):
    raw = f"-f s16le -ar {RATE} -ac 1 -i -"
    write = f"ffmpeg -v error -y {raw} -ar 48000 {' '.join(ENCODED[out.suffix])} '{out}'"
    if out.suffix in (".wav", ".flac"):
        write = f"sox -t raw -r {RATE} -e signed -b 16 -c 1 - -r 48000 '{out}'"
    script = SHELL.replace("{speak}", " ".join(SPOKEN)).replace("{rate}", str(RATE))
    script = script.replace("{write}", write)
    subprocess.run(["bash", "-euo", "pipefail", "-c", script, "bash", str(folder)], check=True)


def pydub(folder, out):
    from pydub import AudioSegment

    texts, plan = read_plan(folder)
    clips = {}
    for number, text in texts.items():
        path = folder / f"{number}.wav"
        subprocess.run([*SPOKEN, "-w", str(path), text], check=True)
        clips[number] = AudioSegment.from_wav(path)
    whole, begins = AudioSegment.empty().set_frame_rate(RATE), []
    for number, start, *_ in plan:
        if (gap := int(start) - len(whole)) > 0:
            whole += AudioSegment.silent(gap, RATE)
        begins.append(int(whole.frame_count()))
        whole += clips[number]
    (folder / "begins.txt").write_text("\n".join(map(str, begins)))
    kind = "mp4" if out.suffix == ".m4b" else out.suffix[1:]
    whole.export(out, format=kind, parameters=["-ar", "48000", *ENCODED[out.suffix]])


def floor(folder, out):
    from coach.speech.voices import open_voice

    texts, _ = read_plan(folder)
    voice = open_voice("espeak")
    for text in texts.values():
        voice.speak(text, 100)
    voice.close()
    bare(folder, out)


def bare(folder, out):
    """Put `whole.wav` once through an encoder."""
    with wave.open(str(folder / "whole.wav")) as sound:
        if out.suffix in (".wav", ".mp3"):
            _plain(sound, out)
        elif out.suffix == ".flac":
            _by_libflac(sound, out)
        else:
            _by_ffmpeg(sound, out)


def _windows(sound):
    while data := sound.readframes(480_000):
        yield data


def _plain(sound, out):
    if out.suffix == ".mp3":
        from coach.exports.encoders.mp3 import open_lame

        encoder = open_lame()
        with out.open("wb") as file:
            for data in _windows(sound):
                file.write(encoder.encode(data))
            file.write(encoder.flush())
        return
    with wave.open(str(out), "wb") as file:
        file.setparams((1, 2, 48_000, sound.getnframes(), "NONE", ""))
        for data in _windows(sound):
            file.writeframes(data)


def _by_libflac(sound, out):
    from coach.exports.encoders.flac import COMPRESSION, SoundFile

    made = SoundFile(
        str(out), "w", 48_000, 1, "PCM_16", format="FLAC", compression_level=COMPRESSION
    )
    with made:
        for data in _windows(sound):
            made.buffer_write(data, "int16")


def _by_ffmpeg(sound, out):
    import av
    import numpy as np

    if out.suffix == ".m4b":
        from coach.exports.encoders.mp4 import AAC_OPTIONS, BITRATE, FILE_RATE

        container = av.open(str(out), "w", format="mp4")
        stream = container.add_stream("aac", rate=FILE_RATE, layout="mono", options=AAC_OPTIONS)
    else:
        from coach.exports.encoders.ogg import BITRATE, OPUS_OPTIONS

        container = av.open(str(out), "w", format="ogg")
        stream = container.add_stream("libopus", rate=48_000, layout="mono", options=OPUS_OPTIONS)
    stream.bit_rate = BITRATE
    with container:
        at = 0
        for data in _windows(sound):
            samples = np.frombuffer(data, "<i2")[None, :]
            frame = av.AudioFrame.from_ndarray(samples, "s16", "mono")
            frame.sample_rate, frame.pts = 48_000, at
            at += samples.shape[1]
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def loop(folder, out, careful=False):
    """Say what is planned, and sleep in between; note when each was begun, in ms.

    The usual loop sleeps for what the script says: a second between counts, and the pause
    behind a sentence. The careful one sleeps until the next is due.
    """
    import pyttsx3

    texts, plan = read_plan(folder)
    engine = pyttsx3.init()
    engine.setProperty("rate", 105)
    begun = time.monotonic() - int(plan[0][1]) / 1000
    said = []
    for (number, start, end, second), after in zip(plan, [*plan[1:], None], strict=True):
        said.append(round((time.monotonic() - begun) * 1000))
        engine.say(texts[number])
        engine.runAndWait()
        if after and careful:
            time.sleep(max(0, int(after[1]) / 1000 - (time.monotonic() - begun)))
        elif after:
            time.sleep(max(0, int(after[1]) - int(start if second else end)) / 1000)
    out.write_text("\n".join(map(str, said)))


def careful_loop(folder, out):
    loop(folder, out, careful=True)


if __name__ == "__main__":
    does = {each.__name__: each for each in (shell, pydub, floor, bare, loop, careful_loop)}
    does[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
