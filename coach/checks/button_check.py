"""Button check: whether a long press of a headset's button can be seen here, to open the ear."""

from collections.abc import Iterator

from coach.checks.finding import CheckOutcome, Finding
from coach.live.controls.input_devices import NO_INPUT_DEVICES, InputFolders

SUBJECT = "control button"
GROUP_HINT = (
    "sudo usermod -aG input $USER, then log in again; all your programs can then read the keyboard"
)


def check_buttons(folders: InputFolders | None = None) -> Iterator[Finding]:
    """Yield one finding; it names no device, because names of devices hold names of people."""
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
        message = "a button is connected, but coach is not allowed to see a long press of it"
        yield Finding(SUBJECT, CheckOutcome.DEGRADED, message, GROUP_HINT)
    else:
        message = "no device with a button for long presses is connected now"
        yield Finding(SUBJECT, CheckOutcome.OK, message)
