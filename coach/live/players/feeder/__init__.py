"""What feeds the sound card, in a process of its own: no other work can make it late.

The folder is run by its path (`python coach/live/players/feeder miniaudio`), where its files import
each other by bare names; only the parent and the tests import them by full ones. They import the
standard library and one sound library, nothing of `coach`: that keeps the start below a tenth of a
second. `wire` describes the messages of the two processes.
"""
