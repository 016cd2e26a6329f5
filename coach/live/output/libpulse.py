"""Names of libpulse, the library of PulseAudio that PipeWire answers, too, as ctypes has them.

It is there wherever a player reaches such a server, for it is what they use. Only what is asked
for is named. The layouts are those of version 1.0 (2011) and later, in which fields have only been
added at the end: https://freedesktop.org/software/pulseaudio/doxygen/introspect_8h.html
"""

import ctypes
from ctypes import POINTER, c_char_p, c_int, c_uint8, c_uint32, c_uint64, c_void_p

CONTEXT_READY, CONTEXT_FAILED = 4, 5
NO_AUTOSPAWN = 1
"""Flag: where no server runs, none is started."""
SUBSCRIBE_SINKS, SUBSCRIBE_SINK_INPUTS = 0x0001, 0x0004

NOTIFY = ctypes.CFUNCTYPE(None, c_void_p, c_void_p)
"""The state has changed: the context, and nothing of ours."""
CHANGED = ctypes.CFUNCTYPE(None, c_void_p, c_int, c_uint32, c_void_p)
"""What was subscribed to has changed: the context, what happened, to which."""
FOUND = ctypes.CFUNCTYPE(None, c_void_p, c_void_p, c_int, c_void_p)
"""One of a list: the context, a pointer to the structure, and other than 0 behind the last."""
INFORMED = ctypes.CFUNCTYPE(None, c_void_p, c_void_p, c_void_p)
"""The same for what there is one of."""


class SampleSpec(ctypes.Structure):
    """pa_sample_spec."""

    _fields_ = (("format", c_int), ("rate", c_uint32), ("channels", c_uint8))


class ChannelMap(ctypes.Structure):
    """pa_channel_map."""

    _fields_ = (("channels", c_uint8), ("map", c_int * 32))


class ChannelVolumes(ctypes.Structure):
    """pa_cvolume."""

    _fields_ = (("channels", c_uint8), ("values", c_uint32 * 32))


class Stream(ctypes.Structure):
    """pa_sink_input_info: a stream that plays, and its sink."""

    _fields_ = (
        ("index", c_uint32),
        ("name", c_char_p),
        ("owner_module", c_uint32),
        ("client", c_uint32),
        ("sink", c_uint32),
        ("sample_spec", SampleSpec),
        ("channel_map", ChannelMap),
        ("volume", ChannelVolumes),
        ("buffer_usec", c_uint64),
        ("sink_usec", c_uint64),
        ("resample_method", c_char_p),
        ("driver", c_char_p),
        ("mute", c_int),
        ("properties", c_void_p),
    )


class Port(ctypes.Structure):
    """pa_sink_port_info: a jack of a sink, such as that of headphones."""

    _fields_ = (("name", c_char_p),)


class Sink(ctypes.Structure):
    """pa_sink_info: a device that plays."""

    _fields_ = (
        ("name", c_char_p),
        ("index", c_uint32),
        ("description", c_char_p),
        ("sample_spec", SampleSpec),
        ("channel_map", ChannelMap),
        ("owner_module", c_uint32),
        ("volume", ChannelVolumes),
        ("mute", c_int),
        ("monitor_source", c_uint32),
        ("monitor_source_name", c_char_p),
        ("latency", c_uint64),
        ("driver", c_char_p),
        ("flags", c_int),
        ("properties", c_void_p),
        ("configured_latency", c_uint64),
        ("base_volume", c_uint32),
        ("state", c_int),
        ("volume_steps", c_uint32),
        ("card", c_uint32),
        ("port_count", c_uint32),
        ("ports", c_void_p),
        ("active_port", POINTER(Port)),
    )


class ServerInfo(ctypes.Structure):
    """pa_server_info: which server it is."""

    _fields_ = (
        ("user_name", c_char_p),
        ("host_name", c_char_p),
        ("version", c_char_p),
        ("name", c_char_p),
    )


FUNCTIONS = {
    "pa_mainloop_new": (c_void_p,),
    "pa_mainloop_get_api": (c_void_p, c_void_p),
    "pa_mainloop_prepare": (c_int, c_void_p, c_int),
    "pa_mainloop_poll": (c_int, c_void_p),
    "pa_mainloop_dispatch": (c_int, c_void_p),
    "pa_context_new": (c_void_p, c_void_p, c_char_p),
    "pa_context_set_state_callback": (None, c_void_p, NOTIFY, c_void_p),
    "pa_context_set_subscribe_callback": (None, c_void_p, CHANGED, c_void_p),
    "pa_context_connect": (c_int, c_void_p, c_char_p, c_int, c_void_p),
    "pa_context_get_state": (c_int, c_void_p),
    "pa_context_unref": (None, c_void_p),
    "pa_context_subscribe": (c_void_p, c_void_p, c_int, c_void_p, c_void_p),
    "pa_context_get_server_info": (c_void_p, c_void_p, INFORMED, c_void_p),
    "pa_context_get_sink_input_info_list": (c_void_p, c_void_p, FOUND, c_void_p),
    "pa_context_get_sink_info_by_index": (c_void_p, c_void_p, c_uint32, FOUND, c_void_p),
    "pa_operation_unref": (None, c_void_p),
    "pa_proplist_gets": (c_char_p, c_void_p, c_char_p),
}
"""The functions by name: what each returns, and its arguments."""


def load_libpulse() -> ctypes.CDLL:
    """Return the library; raises OSError where there is none."""
    library = ctypes.CDLL("libpulse.so.0")
    for name, (result, *arguments) in FUNCTIONS.items():
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library
