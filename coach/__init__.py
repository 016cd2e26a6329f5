"""A compiler with a voice: a scripted routine becomes a timeline, heard live or written to a file.

The chain, a file a stage:

    reader      YAML          -> values that know their place
    routine     routine file  -> Routine         exercise   card file -> Exercise
    session     Routine       -> Session         which exercises, which doses
    unroll      Session       -> Beats of steps  sides, sets and rounds written out
    cuesheet    flat steps    -> CueSheet        spans of cues; knows no sound
    media       CueSheet      -> Media           each utterance spoken once, then a cached take
    timeline    CueSheet      -> Timeline        absolute times, markers, clashes
    mix         Timeline      -> Pcm             any window equals that slice of the whole
    players, encoders                            where the sound goes
"""

__version__ = "0.1.0"
