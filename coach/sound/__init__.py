"""Sound as samples: 48 kHz, mono, 32-bit floating point in memory. Pure, but for reading a file.

audio            samples with their rate; WAV files
decoding         sound file -> samples, in any format that this machine can read
resample         another rate; the true peak
conform          what a voice or a file gives -> trimmed, levelled, at the session's rate
limiter          peaks under a bound
loudness         LUFS, by ITU-R BS.1770
levels           how loud the voice, the cues and the bed are
take             an utterance as it was recorded, with its beat
beds             continuous background, in pieces
mix              timeline, takes -> samples; any window equals that slice of the whole
"""
