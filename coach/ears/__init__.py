"""Ears: hear a few spoken phrases, and nothing else, in a process of its own.

    capture         microphone -> blocks of 16 kHz
    voice_activity  blocks -> how likely each is speech
    segments        blocks and likelihoods -> stretches of speech
    phrase_model   a stretch -> how likely each allowed phrase is
    verdict         a stretch, and what may be said now -> what was said
    listening_loop  all of it, told by the session what it does
    own_threshold   how likely a phrase must be of one person, as `coach ears` finds it
    ear_control     the session's side of it: a control as any other

What is said is never written down: the model is asked how likely each of a few phrases is, and
whatever else is said gets no likelihood. Sound is kept for four seconds, in memory only.
"""
