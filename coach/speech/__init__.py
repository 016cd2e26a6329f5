"""Speech: the words of a session become takes.

normalize        text -> words as they are spoken
reading          its rules: a table for each kind of writing
pronunciations   respellings of words that engines read wrong
phonemes         sounds of a word within a text, for voices that take them
voices           the socket: words, pace -> samples
synthesis        lines, voice -> their sound, checked, or why there is none
spelling         how long what is spelled may sound
fallback         a tone where words cannot be spoken
take_cache       takes on disk, each named by all that shapes it
take_file        a take as bytes, compressed without loss
take_space       how much of the disk they may fill, and what goes first
take_hold        which of them a process uses, so that no other removes them
length_table     how long shipped lines last in the natural voice, before it speaks
media            sources -> takes, each spoken once
studio           a voice and its takes, open as long as a session is prepared
spoken_sheet     a cue sheet with the times filled in that it tells, and how long it lasts
"""
