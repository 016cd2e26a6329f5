"""The timeline: a session becomes clips at absolute times. Pure; times in whole milliseconds.

session        the exercises and doses chosen for one length
unroll         Session -> steps              sides, sets and rounds written out
slow_pace      step -> step               what is counted takes longer
work_expansion, round_expansion              named work, and rounds of a given time, among them
session_bounds                               how many steps a session has at most
guidance       what is said about one exercise, by talk level and limits
rest_words     what is said in the rest before work, and what is named there
hold_names     the name of work behind other work, said in its own time
speech_estimates                             how long words take, before a voice has said them
time_blocks    the rest that fills a block of a given time, once words are spoken
chimes         a short silence between a chime and words
cuesheet       steps -> CueSheet             spans of cues; holds, rests, breaths, repetitions,
                                             bell_level and time_checks belong to it
session_frame  the spans that open and close it
cues           the values: Cue, Span, CueSheet
source         what a cue plays: an utterance or a sound
context        what a step needs to know of those around it
rotation       lines that take turns
coach_words    the coach's own words, and what of them was said before
clips          the values: Extent, Clip, Marker, Timeline
rooms          where there is room for what may be left out
span_layout    Span, lengths -> SpanLayout   one span from its own start
counts         which words are left out      overlaps: which cannot be
layout         CueSheet, lengths -> Timeline absolute times, markers, clashes
transcript     Timeline -> text              the timed script
summary, descriptions                        what there is of everything; doses in words
"""
