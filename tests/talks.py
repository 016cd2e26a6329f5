"""The talk levels that a session is worded in, whoever listens: AUTO goes by what is known."""

from coach.script.talk_level import TalkLevel

TALKS = (TalkLevel.FULL, TalkLevel.SHORT, TalkLevel.BELL)
