"""Speech: the words of a session become takes.

normalize        text -> words as they are spoken; numbers and pronunciations belong to it
voices           the socket: words, pace -> samples
synthesis        utterance, voice -> Take, conformed and checked
fallback         a tone where words cannot be spoken
take_cache       takes on disk, each named by all that shapes it
media            sources -> takes, each spoken once
studio           a voice and its takes, open as long as a session is prepared
"""
