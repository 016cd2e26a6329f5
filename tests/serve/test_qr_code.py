"""The QR code in the terminal, read by what has nothing to do with what drew it."""

import pytest
import zxingcpp

from coach.serve.qr_code import format_qr_code

pytest.importorskip("segno", reason="the extra `serve` is not installed")
SIZE = 6
"""Pixels a module."""


def draw(text: str, *, is_light_terminal: bool):
    """The picture that a terminal makes of half blocks."""
    import numpy as np

    rows = []
    for line in text.splitlines():
        rows.append([each in "█▀" for each in line])
        rows.append([each in "█▄" for each in line])
    light = np.array(rows) != is_light_terminal
    margin = np.pad(light, 4, constant_values=is_light_terminal)
    return np.kron(margin.astype(np.uint8) * 255, np.ones((SIZE, SIZE), np.uint8))


@pytest.mark.parametrize("is_light_terminal", [False, True])
@pytest.mark.parametrize(
    "url",
    ["http://192.168.1.20:8000/?k=7f3k9d2mab4c", "http://[fd00:12:34::ab]:8000/?k=00000000zzzz"],
)
def test_another_library_reads_what_was_drawn(url, is_light_terminal):
    drawn = format_qr_code(url)
    found = zxingcpp.read_barcodes(draw(drawn, is_light_terminal=is_light_terminal))
    assert [one.text for one in found] == [url]
    lines = drawn.splitlines()
    assert len(lines) <= 20
    assert {len(line) for line in lines} == {len(lines[0])}
    assert len(lines[0]) <= 40
