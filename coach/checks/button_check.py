"""Button check: whether a long press of a headset's button can be seen here, to open the ear."""

from collections.abc import Iterator

from coach.checks.finding import CheckOutcome, Finding
from coach.live.controls.input_devices import NO_INPUT_DEVICES, InputFolders

SUBJECT = "control button"
GROUP_HINT = (
    "sudo usermod -aG input $USER, then log in anew; all your programs may then read the keyboard"
)


def check_buttons(folders: InputFolders | None = None) -> Iterator[Finding]:
    """Yield one finding; it names no device, for people's names are in those."""
    folders = folders or InputFolders()
    if not folders.are_here:
        yield Finding(SUBJECT, CheckOutcome.DEGRADED, NO_INPUT_DEVICES)
        return
    buttons = list(folders.find_buttons())
    readable = sum(one.is_readable for one in buttons)
    if readable:
        devices = "a device" if readable == 1 else f"{readable} devices"
        yield Finding(SUBJECT, CheckOutcome.OK, f"a long press opens the ear, by {devices}")
    elif buttons:
        message = "a button is here whose long press may not be seen"
        yield Finding(SUBJECT, CheckOutcome.DEGRADED, message, GROUP_HINT)
    else:
        message = "no device with such a button is connected now"
        yield Finding(SUBJECT, CheckOutcome.OK, message)
