"""Sound as samples: 48 kHz, mono, 32-bit floating point in memory. Pure, but for reading a file.

audio            samples with their rate; WAV files
decoding         sound file -> samples, in any format that this machine can read
resample         another rate; the true peak
conform          raw sound of a voice or a file -> a take: trimmed, levelled
limiter          peaks under a ceiling
loudness         LUFS, by ITU-R BS.1770
levels           how loud the voice, the cues and the bed are
compact          the sound of a take in as few bits as it needs
take             the sound of a source, ready to be mixed, with its beat
beds             continuous background, in pieces
ringing          how long a sound goes on under words that stay clear
mix              timeline, takes -> samples; any window equals that slice of the whole
"""
