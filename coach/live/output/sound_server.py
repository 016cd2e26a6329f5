"""Asks PulseAudio or PipeWire on which device this session is heard."""

import ctypes
import time
from typing import Any

from coach.live.output import SESSION_PROPERTY, libpulse
from coach.live.output.libpulse import Sink, Stream

RETRY_S = 1.0
"""Seconds between two attempts to reach a server."""


class SoundServer:
    """A connection to the server, made anew where it ends; asks for nothing while nothing changes.

    `output` names where the streams of a session are heard, None while there are none; `name` is
    that of the server, once it has answered; `failure` says why it does not.
    """

    def __init__(self, session: str) -> None:
        """Load libpulse; raises OSError where there is none."""
        self.output: str | None = None
        self.name = self.failure = ""
        self._session = session.encode()
        self._pulse = libpulse.load_libpulse()
        self._loop = self._pulse.pa_mainloop_new()
        self._context: Any = None
        self._retry_at = 0.0
        self._is_asked = self._has_changed = False
        self._newest: tuple[int, int] | None = None  # of our streams: its number, and its sink's
        # Kept, for libpulse calls them.
        self._state_changed = libpulse.NOTIFY(self._on_state)
        self._changed = libpulse.CHANGED(self._on_change)
        self._server_found = libpulse.INFORMED(self._on_server)
        self._stream_found = libpulse.FOUND(self._on_stream)
        self._sink_found = libpulse.FOUND(self._on_sink)

    def wait(self, seconds: float) -> None:
        """Wait for a change, no longer than so many seconds, and ask what it is."""
        if self._context is None:
            if (now := time.monotonic()) < self._retry_at:
                time.sleep(min(seconds, self._retry_at - now))
                return
            self._connect()
        else:
            self._run_loop(seconds)
        pulse = self._pulse
        if pulse.pa_context_get_state(self._context) >= libpulse.CONTEXT_FAILED:
            self._disconnect()
        elif self._has_changed and not self._is_asked:
            self._ask()

    def _run_loop(self, seconds: float) -> None:
        pulse, loop = self._pulse, self._loop
        pulse.pa_mainloop_prepare(loop, round(seconds * 1e6))
        if pulse.pa_mainloop_poll(loop) >= 0:
            pulse.pa_mainloop_dispatch(loop)

    def _connect(self) -> None:
        pulse = self._pulse
        self._retry_at = time.monotonic() + RETRY_S
        self._context = pulse.pa_context_new(pulse.pa_mainloop_get_api(self._loop), b"Coach")
        pulse.pa_context_set_state_callback(self._context, self._state_changed, None)
        pulse.pa_context_set_subscribe_callback(self._context, self._changed, None)
        pulse.pa_context_connect(self._context, None, libpulse.NO_AUTOSPAWN, None)

    def _disconnect(self) -> None:
        self._pulse.pa_context_unref(self._context)
        self._context, self.output = None, None
        self.failure = "no PulseAudio or PipeWire answers"
        self._is_asked = self._has_changed = False

    def _ask(self) -> None:
        self._is_asked, self._has_changed, self._newest = True, False, None
        pulse, found = self._pulse, self._stream_found
        self._forget(pulse.pa_context_get_sink_input_info_list(self._context, found, None))

    def _forget(self, operation: int | None) -> None:
        """Drop our hold of an operation, which goes on by itself."""
        if operation:
            self._pulse.pa_operation_unref(operation)

    def _on_state(self, context: int, _ours: int) -> None:
        pulse = self._pulse
        if pulse.pa_context_get_state(context) == libpulse.CONTEXT_READY:
            wanted = libpulse.SUBSCRIBE_SINKS | libpulse.SUBSCRIBE_SINK_INPUTS
            self._forget(pulse.pa_context_subscribe(context, wanted, None, None))
            self._forget(pulse.pa_context_get_server_info(context, self._server_found, None))
            self._has_changed = True

    def _on_change(self, _context: int, _kind: int, _index: int, _ours: int) -> None:
        self._has_changed = True

    def _on_server(self, _context: int, found: int, _ours: int) -> None:
        if found:
            server = ctypes.cast(found, ctypes.POINTER(libpulse.ServerInfo)).contents
            self.name = (server.name or b"a sound server").decode(errors="replace")
            self.failure = ""

    def _on_stream(self, context: int, found: int, is_over: int, _ours: int) -> None:
        if is_over == 0 and found:
            stream = ctypes.cast(found, ctypes.POINTER(Stream)).contents
            if self._property(stream.properties, SESSION_PROPERTY) == self._session:
                self._newest = max(self._newest or (-1, 0), (stream.index, stream.sink))
            return
        if self._newest is None:
            self.output, self._is_asked = None, False
            return
        pulse, sink = self._pulse, self._newest[1]
        operation = pulse.pa_context_get_sink_info_by_index(context, sink, self._sink_found, None)
        self._forget(operation)

    def _on_sink(self, _context: int, found: int, is_over: int, _ours: int) -> None:
        if is_over == 0 and found:
            sink = ctypes.cast(found, ctypes.POINTER(Sink)).contents
            port = sink.active_port.contents.name if sink.active_port else None
            address = self._property(sink.properties, "api.bluez5.address")
            if self._property(sink.properties, "device.api") == b"bluez":
                address = address or self._property(sink.properties, "device.string")
            self.output = name_output(sink.name or b"", port, address)
            return
        self._is_asked = False

    def _property(self, properties: int, name: str) -> bytes | None:
        value: bytes | None = self._pulse.pa_proplist_gets(properties, name.encode())
        return value


def name_output(sink: bytes, port: bytes | None, bluetooth: bytes | None) -> str:
    """Return what makes an output another one: the device, and its jack.

    Headphones that are pulled out of a computer leave the sound on its sink, at another port. A
    Bluetooth headset has a sink for each of its profiles, and stays the same.

    >>> name_output(b"alsa_output.pci", b"analog-output-headphones", None)
    'alsa_output.pci analog-output-headphones'
    """
    parts = [bluetooth] if bluetooth else [sink, port or b""]
    return b" ".join(filter(None, parts)).decode(errors="replace")
