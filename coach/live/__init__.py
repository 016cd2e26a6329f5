"""The live session: a tape laid down ahead of the card, cut and continued as the listener asks.

`plan` is the session as laid out, `changes` lays parts of it out anew, `landings` tells where one
may go on, `tape` is what was and will be heard, `machine` decides what a command does to it: all
pure. `feed` renders the tape, `speaker` speaks what was not foreseen, and `engine` does the rest.
"""
