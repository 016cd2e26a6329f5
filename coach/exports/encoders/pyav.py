"""FFmpeg's encoders and containers, by PyAV: an extra, as it takes 100 MB on disk.

The only file that encodes by it (`coach.sound.decoding` reads by it), and imported only for a
format that needs it, as that takes 0.15 s.
"""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from io import BytesIO
from typing import TYPE_CHECKING, Any, BinaryIO, TypeAlias

import av
import av.filter
import numpy as np
from av.audio.codeccontext import AudioCodecContext
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.packet import Packet as _Packet
from av.stream import Disposition
from av.subtitles.stream import SubtitleStream
from av.video.codeccontext import VideoCodecContext
from av.video.stream import VideoStream

from coach.exports.encoders.image_header import mime_type, picture_size
from coach.exports.metadata import Chapter
from coach.sound.audio import RATE, Samples

if int(av.__version__.partition(".")[0]) < 17:  # 16 crashes when a picture is added
    raise ImportError(f"PyAV 17 or newer is needed, {av.__version__} is installed")

FRAME_TIME_BASE = Fraction(1, RATE)
"""The length of a frame in seconds: the unit of time of audio packets."""
MILLISECOND_TIME_BASE = Fraction(1, 1000)
Stream = AudioStream | SubtitleStream | VideoStream
if TYPE_CHECKING:
    Packet: TypeAlias = _Packet[Any]
else:  # a generic to the type checker alone
    Packet = _Packet

_JPEG_FORMAT = "yuvj444p"
"""As many samples of colour as of light: thin red arrows stay red."""
_JPEG_QUALITY = "4"
"""FFmpeg's own measure, from 1, the best, to 31. By 4 the edges of a drawing are still clean."""
_COVER_COMMENT = "Cover (front)"
"""The comment by which FFmpeg knows what a picture shows."""
_SUBTITLE_HEADER = b"""[Script Info]
ScriptType: v4.00+

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, \
Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, \
Alignment, MarginL, MarginR, MarginV, Encoding
Style: Default,Arial,16,&Hffffff,&Hffffff,&H0,&H0,0,0,0,0,100,100,0,0,1,1,0,2,10,10,10,0

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""
"""The style that FFmpeg wants for subtitles, in the format of SubStation Alpha."""


def open_container(
    file: BinaryIO,
    kind: str,
    tags: Mapping[str, str],
    chapters: Iterable[Chapter] = (),
    **options: str,
) -> OutputContainer:
    """Return a container of FFmpeg's `kind` that writes to `file`, and reads it where it must."""
    # Without this the number of an Ogg stream is random, and no two files are the same.
    options = {"fflags": "+bitexact", **options}
    container = av.open(
        file, "w", format=kind, options=options, io_open=lambda *_request: _Reader(file)
    )
    container.metadata.update({name: text for name, text in tags.items() if text})
    container.set_chapters(
        [
            {
                "id": number,
                "start": one.start,
                "end": one.end,
                "time_base": MILLISECOND_TIME_BASE,
                "metadata": {"title": one.title},
            }
            for number, one in enumerate(chapters)
        ]
    )
    return container


def add_audio(
    container: OutputContainer,
    codec: str,
    options: dict[str, str],
    bitrate: int | None = None,
    rate: int = RATE,
) -> AudioStream:
    """Add mono sound to a container; return its stream."""
    stream = container.add_stream(codec, rate=rate, layout="mono", options=options)
    assert isinstance(stream, AudioStream)
    if bitrate:
        stream.bit_rate = bitrate
    return stream


def add_captions(container: OutputContainer) -> SubtitleStream:
    """Add a text track, as MP4 has it; return its stream."""
    stream = container.add_stream("mov_text")
    assert isinstance(stream, SubtitleStream)
    stream.codec_context.subtitle_header = _SUBTITLE_HEADER
    return stream


def add_cover(container: OutputContainer, cover: bytes) -> VideoStream:
    """Add a cover; return its stream, into which the picture is still to be muxed."""
    jpeg = mime_type(cover) == "image/jpeg"
    stream = container.add_stream("mjpeg" if jpeg else "png", rate=1)
    assert isinstance(stream, VideoStream)
    stream.width, stream.height = picture_size(cover)
    stream.pix_fmt = "yuvj420p" if jpeg else "rgb24"
    stream.disposition = Disposition.attached_pic
    stream.metadata["comment"] = _COVER_COMMENT
    return stream


def add_picture_track(container: OutputContainer, side: int) -> VideoStream:
    """Add a track of JPEG pictures that are `side` pixels wide and high; return its stream."""
    stream = container.add_stream("mjpeg", rate=1)
    assert isinstance(stream, VideoStream)
    stream.width = stream.height = side
    stream.pix_fmt = _JPEG_FORMAT
    # With both it is a track; with the first alone FFmpeg takes it for the cover.
    stream.disposition = Disposition.attached_pic | Disposition.timed_thumbnails
    return stream


def convert_to_jpeg(picture: bytes, side: int) -> bytes:
    """Return a PNG or JPEG picture as a JPEG of `side` pixels, in the middle of white paper.

    One that cannot be read is white paper alone.
    """
    try:
        with av.open(BytesIO(picture), "r") as container:
            frame = next(container.decode(video=0))
    except (av.error.FFmpegError, StopIteration, IndexError):
        frame = av.VideoFrame.from_ndarray(np.full((side, side, 3), 255, np.uint8), "rgb24")
    graph = av.filter.Graph()
    size = f"{side}:{side}"
    graph.link_nodes(
        graph.add_buffer(
            width=frame.width,
            height=frame.height,
            format=frame.format,
            time_base=MILLISECOND_TIME_BASE,
        ),
        graph.add("scale", f"{size}:force_original_aspect_ratio=decrease:flags=area"),
        graph.add("format", "rgb24"),
        graph.add("pad", f"{size}:(ow-iw)/2:(oh-ih)/2:white"),
        graph.add("scale", "out_range=full:out_color_matrix=bt601"),
        graph.add("format", _JPEG_FORMAT),
        graph.add("buffersink"),
    ).configure()
    graph.vpush(frame)
    coder = av.CodecContext.create("mjpeg", "w")
    assert isinstance(coder, VideoCodecContext)
    coder.width = coder.height = side
    coder.pix_fmt = _JPEG_FORMAT
    coder.time_base = MILLISECOND_TIME_BASE
    coder.options = {"flags": "+bitexact", "qmin": _JPEG_QUALITY, "qmax": _JPEG_QUALITY}
    return b"".join(bytes(one) for one in (*coder.encode(graph.vpull()), *coder.encode(None)))


def make_packet(
    content: bytes | Packet, stream: Stream, start: int, length: int, unit: Fraction
) -> Packet:
    """Return a packet of a stream; `start` and `length` are counted in `unit` seconds."""
    packet: Packet = Packet(content) if isinstance(content, bytes) else content
    packet.stream = stream
    packet.time_base = unit
    packet.pts = packet.dts = start
    packet.duration = length
    return packet


def open_coder(
    codec: str, kind: str, options: dict[str, str], bitrate: int, rate: int = RATE
) -> AudioCodecContext:
    """Return an encoder without a container, for mono samples of FFmpeg's `kind`: s16 or fltp."""
    coder = av.CodecContext.create(codec, "w")
    assert isinstance(coder, AudioCodecContext)
    coder.sample_rate = rate
    coder.layout = "mono"
    coder.format = kind
    coder.bit_rate = bitrate
    coder.time_base = Fraction(1, rate)
    coder.options = options
    return coder


def make_audio_frame(samples: Samples, start: int) -> av.AudioFrame:
    """Return an audio frame that begins `start` samples after the start of its stretch."""
    rows: Any = samples[None, :]
    frame = av.AudioFrame.from_ndarray(rows, "s16", "mono")
    frame.sample_rate = RATE
    frame.time_base = FRAME_TIME_BASE
    frame.pts = start
    return frame


class SampleConverter:
    """Converts samples, portion by portion, to FFmpeg's `kind` at another rate.

    Its output starts where its input does; the last few frames come with the last portion.
    """

    def __init__(self, kind: str, rate: int) -> None:
        self._resampler = av.AudioResampler(kind, "mono", rate)
        self._converted_frames = 0

    def convert(self, samples: Samples, last: bool) -> Iterator[av.AudioFrame]:
        """Yield a portion converted, a second at a time: FFmpeg keeps several copies of each."""
        for first in range(0, len(samples), RATE):
            part = samples[first : first + RATE]
            yield from self._resampler.resample(make_audio_frame(part, self._converted_frames))
            self._converted_frames += len(part)
        if last:
            yield from self._resampler.resample(None)


class _Reader:
    """Reads what was written to a file, at a position of its own."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._position = 0

    def read(self, size: int) -> bytes:
        """Return the next `size` bytes."""
        back = self._file.tell()
        self._file.seek(self._position)
        content = self._file.read(size)
        self._position += len(content)
        self._file.seek(back)
        return content

    def seek(self, offset: int, whence: int = 0) -> int:
        """Move to another position and return it."""
        back = self._file.tell()
        if whence == 1:
            offset, whence = self._position + offset, 0
        self._position = self._file.seek(offset, whence)
        self._file.seek(back)
        return self._position

    def tell(self) -> int:
        """Return the position."""
        return self._position
