"""Speech: the words of a session become takes.

normalize        text -> words as they are spoken; numbers has its rules for them
pronunciations   respellings of words that engines read wrong
voices           the socket: words, pace -> samples
synthesis        lines, voice -> their sound, checked, or why there is none
fallback         a tone where words cannot be spoken
take_cache       takes on disk, each named by all that shapes it
take_file        a take as bytes, compressed without loss
take_space       how much of the disk they may fill, and what goes first
take_hold        which of them a process uses, so that no other removes them
media            sources -> takes, each spoken once
studio           a voice and its takes, open as long as a session is prepared
"""
