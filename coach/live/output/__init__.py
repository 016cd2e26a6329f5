"""The output of a session: on which device it is heard, and that it moved to another one.

The system is asked in a process of its own, which may hang, crash or end at any time: then no move
is noticed, and nothing else happens.

output_watch     the session's side: it starts the process and is told of a move
__main__         the process
sound_server     PulseAudio or PipeWire -> the output where this session is heard, by libpulse
libpulse         the functions and structures of that library
default_device   macOS and Windows -> the device that is the default, by miniaudio
move_detector    outputs as they come -> a move. Pure
"""

SESSION_PROPERTY = "coach.session"
"""The property by which the streams of a session are known to a sound server; its value is the
number of the session's process."""
