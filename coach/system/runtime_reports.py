"""Keeps onnxruntime from reporting to its maker.

From 1.32 on its wheels keep a device number and a database of events in the user's cache, and send
them to Microsoft, unless this variable says otherwise before it is imported. Nothing of a listener
leaves their computer without being asked.
"""

import os

VARIABLE = "ORT_DISABLE_TELEMETRY"


def disable_runtime_reports() -> None:
    """Set the variable, for this process and those it starts; to be called before the import."""
    os.environ[VARIABLE] = "1"
